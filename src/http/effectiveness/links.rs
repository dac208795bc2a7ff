//! One-time links: a consignee without an account answers through a form. The address is the secret; of
//! it only a keyed hash is kept, and no log line shows it.

use super::super::act::Act;
use super::super::commands::{Identity, receipt, submission};
use super::super::extract::{Client, Language, Segments};
use super::super::lists::to_hex;
use super::super::problem::Refused;
use super::super::recalls::notice_data;
use super::super::service::Service;
use super::{Answer, Shared, consignee_id, of_recall, recall_id};
use crate::domain::base_units::Measure;
use crate::domain::code_ids::{ConsigneeId, MeasureId, TokenId};
use crate::domain::command::{Actor, Effectiveness};
use crate::domain::day::Instant;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::words::Role;
use crate::fact::body::Body;
use crate::fact::record::MeasureRef;
use crate::limits::ANSWER_FORM_BYTES_MAX;
use crate::report::notice::notice;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{AnswerLinkRow, MeasureRow};
use crate::texts::Lang;
use crate::views::consignees::{self, Got};
use crate::web::PageContext;
use crate::web::effectiveness::{FORM_WAYS, FormLot, FormPage, form_page};
use crate::wire::{form, parse};
use axum::body::Body as HttpBody;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Number, Value, json};
use std::net::IpAddr;

/// Customers one form has room for; more go into a further answer.
const FORM_CUSTOMERS: [usize; 3] = [0, 1, 2];
/// Digits of a secret: 128 bits.
const SECRET_CHARS: usize = 32;

/// `POST …/consignees/{consignee}/links`. A repeat gets the receipt, not the link: it is stored nowhere.
pub(in crate::http) async fn issue(act: Act) -> Answer {
    let (recall, consignee) = (recall_id(&act.segments)?, consignee_id(&act.segments)?);
    let days = parse::answer_link(&act.body)?;
    let bytes = act.service.app.entropy.bytes32().map_err(|error| {
        tracing::error!(%error, "no link could be made");
        Code::Internal
    })?;
    let secret: String = to_hex(&bytes).chars().take(SECRET_CHARS).collect();
    let what = Effectiveness::Link { consignee, hash: hash(&act.service, &secret), days };
    let route = format!("links {recall} {consignee}");
    let command = of_recall(recall, what);
    let done = act.keyed(&route, command).await?;
    let mut more = Map::new();
    if let Body::AnswerLinkIssued { expires_at, .. } = &done.body {
        more.insert("expiresAt".to_owned(), Instant(*expires_at).to_string().into());
    }
    if !done.repeated {
        more.insert(
            "url".to_owned(),
            format!("{}/r/{secret}", act.service.public_url.as_str()).into(),
        );
    }
    Ok(receipt(&done, more))
}

/// `GET /r/{token}`: the form.
pub(in crate::http) async fn form(
    State(service): Shared,
    Language(lang): Language,
    Client(client): Client,
    segments: Segments,
) -> Answer {
    let open = opened(&service, client, segments.text("token"))?;
    page(&service, &open, segments.text("token"), lang, None)
}

/// `POST /r/{token}`: the form as it was filled in.
pub(in crate::http) async fn send(
    State(service): Shared,
    Language(lang): Language,
    Client(client): Client,
    segments: Segments,
    request: Request,
) -> Answer {
    let secret = segments.text("token").to_owned();
    let known = known(&service, client, &secret)?;
    let fields = read(request).await?;
    let open = lots_of(&service, known)?;
    let body = document(&service, &open, &fields)?.to_string().into_bytes();
    let consignee = ConsigneeId(open.row.who.id);
    let mut answer = parse::recall_answer(consignee, &body)?;
    answer.link = Some(open.hash);
    let last = answer.last;
    let id = open.row.recall.id();
    let command = of_recall(id, Effectiveness::Answer(answer));
    // Sent twice by a browser it is one answer; something else said later is another.
    let (link, said) = (to_hex(&open.hash), blake3::hash(&body).to_hex());
    let identity = Identity::Natural(&[&link, said.as_str()]);
    let mut token = [0; 8];
    token.copy_from_slice(open.hash.first_chunk::<8>().unwrap_or(&[0; 8]));
    let (organization, region, post) = (None, None, None);
    let actor = Actor { token: TokenId(token), role: Role::Partner, organization, region, post };
    let command = submission(&service, actor, "answer link", identity, &body, command)?;
    service.app.submit(command).await?;
    page(&service, &open, &secret, lang, Some(last))
}

/// A link that is there, with what its consignee received.
struct Open {
    hash: [u8; 32],
    row: AnswerLinkRow,
    got: Vec<Got>,
}

fn hash(service: &Service, secret: &str) -> [u8; 32] {
    service.app.keyring.token_hash(format!("answer link {secret}").as_bytes())
}

/// The link, used up or not. Guesses are counted like those of codes.
fn known(
    service: &Service,
    client: IpAddr,
    secret: &str,
) -> Result<([u8; 32], AnswerLinkRow), Refused> {
    let hash = hash(service, secret);
    match consignees::link(&service.app.snapshot(), &hash)? {
        Some(row) if secret.len() == SECRET_CHARS => Ok((hash, row)),
        _ => {
            service.failures.count(client)?;
            Err(Code::NotFound.into())
        }
    }
}

/// A link that may still be answered.
fn opened(service: &Service, client: IpAddr, secret: &str) -> Result<Open, Refused> {
    let (hash, row) = known(service, client, secret)?;
    if row.used.is_some() {
        return Err(Code::AnswerLinkUsed.into());
    }
    if row.expires_at <= service.app.now().0.0 {
        return Err(Code::AnswerLinkExpired.into());
    }
    lots_of(service, (hash, row))
}

fn lots_of(service: &Service, (hash, row): ([u8; 32], AnswerLinkRow)) -> Result<Open, Refused> {
    let snapshot = service.app.snapshot();
    let measure: Option<MeasureRow> = snapshot.row(&key::measure(row.recall))?;
    let found = consignees::consignees(&snapshot, row.recall, &measure.ok_or(Code::NotFound)?)?;
    let site = found.all.iter().find(|site| site.who.id == row.who.id);
    let mut got = site.map(consignees::Consignee::got).unwrap_or_default();
    got.truncate(crate::limits::LIST_COUNT_MAX / FORM_WAYS.len());
    Ok(Open { hash, row, got })
}

fn page(service: &Service, open: &Open, secret: &str, lang: Lang, sent: Option<bool>) -> Answer {
    let snapshot = service.app.snapshot();
    let recall: MeasureRef = open.row.recall;
    let id = MeasureId::to_string(&recall.id());
    let measure: Option<MeasureRow> = snapshot.row(&key::measure(recall))?;
    let data = notice_data(service, &snapshot, &id, &measure.ok_or(Code::NotFound)?)?;
    let told = notice(&data.ok_or(Code::NotFound)?, lang);
    let lots: Vec<FormLot> = open.got.iter().enumerate().map(form_lot).collect();
    let path = format!("/r/{secret}");
    let ctx = PageContext {
        lang,
        large: false,
        host: service.public_url.host(),
        path: &path,
        json_path: "",
    };
    let shown = FormPage {
        path: &path,
        recall: &id,
        title: &told.title,
        lots: &lots,
        customers: &FORM_CUSTOMERS,
        sent,
    };
    Ok(private(form_page(&shown, &ctx)))
}

/// A page that nobody keeps and no search finds.
fn private(html: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    (headers, html).into_response()
}

fn form_lot((place, got): (usize, &Got)) -> FormLot {
    let sum = got.sums.iter().next();
    let quantity = sum.map(|(measure, sum)| format!("{} {}", sum.normalize(), measure.unit()));
    FormLot {
        place,
        name: format!("{} {}", got.product, got.lot),
        quantity: quantity.unwrap_or_default(),
        unit: unit_of(got),
    }
}

/// The unit in which a lot is asked for: as it was shipped, else pieces.
fn unit_of(got: &Got) -> &'static str {
    got.sums.keys().next().copied().unwrap_or(Measure::Pieces).unit()
}

async fn read(request: Request) -> Result<Vec<(String, String)>, Refused> {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media = media.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Code::MediaType.into());
    }
    let body: HttpBody = request.into_body();
    let bytes = axum::body::to_bytes(body, ANSWER_FORM_BYTES_MAX).await;
    let bytes = bytes.map_err(|_| Code::BodyTooLarge)?;
    Ok(form::fields(&bytes).ok_or_else(|| Refusal::field("", FieldCode::Malformed))?)
}

/// The form as the document that an account would send. Empty fields say nothing.
fn document(service: &Service, open: &Open, fields: &[(String, String)]) -> Result<Value, Refused> {
    let field = |name: &str| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    };
    let (_, today) = service.app.now();
    let mut out = json!({"notifiedOn": today.to_string(), "final": field("final").is_some()});
    let mut put = |name: &str, value: Value| super::super::records::put(&mut out, name, value);
    if field("stopped").is_some() {
        put("stoppedSaleOn", json!(today.to_string()));
    }
    let (mut outcomes, mut customers) = (Vec::new(), Vec::new());
    for (place, got) in open.got.iter().enumerate() {
        for way in FORM_WAYS {
            let name = format!("q{place}-{way}");
            let Some(text) = field(&name) else { continue };
            let quantity = json!({"value": number(&name, text)?, "unit": unit_of(got)});
            outcomes.push(json!({
                "outcome": way, "product": got.product, "lot": got.lot, "quantity": quantity,
            }));
        }
    }
    for place in FORM_CUSTOMERS {
        let Some(name) = field(&format!("c{place}-name")) else { continue };
        let mut named = json!({"name": name});
        for member in ["address", "contact"] {
            if let Some(text) = field(&format!("c{place}-{member}")) {
                super::super::records::put(&mut named, member, json!(text));
            }
        }
        let mut amounts = Vec::new();
        for (lot, got) in open.got.iter().enumerate() {
            let name = format!("c{place}-q{lot}");
            let Some(text) = field(&name) else { continue };
            let quantity = json!({"value": number(&name, text)?, "unit": unit_of(got)});
            amounts.push(json!({"product": got.product, "lot": got.lot, "quantity": quantity}));
        }
        super::super::records::put(&mut named, "got", Value::Array(amounts));
        customers.push(named);
    }
    put("outcomes", Value::Array(outcomes));
    put("customers", Value::Array(customers));
    if let Some(note) = field("note") {
        put("note", json!({"zh": note}));
    }
    Ok(out)
}

/// A number as people write it.
fn number(name: &str, text: &str) -> Result<Value, Refused> {
    let wrong = || Refused::from(Refusal::field(format!("/{name}"), FieldCode::NotANumber));
    let parsed = crate::domain::quantity::parse_decimal(text).ok_or_else(wrong)?;
    let number: Number =
        serde_json::from_str(&parsed.normalize().to_string()).map_err(|_| wrong())?;
    Ok(Value::Number(number))
}
