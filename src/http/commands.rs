//! Commands: parse the body, name the act, submit, answer with the receipt. Each handler is its parse
//! and one call.

mod steps;

pub(super) use steps::{
    activation, check, erase, hold, release, returns, sales, unhold, units, voids, withdraw,
};

use super::act::Act;
use super::extract::{Bearer, IdempotencyKey, Segments};
use super::problem::Refused;
use super::service::Service;
use super::warnings;
use crate::domain::code_ids::TokenId;
use crate::domain::command::{Actor, BatchKey, Command, IssueToken, Retry, Submission};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::fact::body::Body;
use crate::ledger::queue::Receipt;
use crate::ledger::writer::receipt as receipt_of;
use crate::store::read::Read;
use crate::store::rows::ReceiptRow;
use crate::views::query;
use crate::wire::parse;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// What makes a repeat the same command.
pub(super) enum Identity<'a> {
    /// Its subject.
    Natural(&'a [&'a str]),
    /// The client's key, required: the same words may rightly be said twice.
    Keyed(IdempotencyKey),
}

/// Hands a command to the ledger and waits for its receipt.
pub(super) async fn accept(
    service: &Service,
    actor: Actor,
    route: &str,
    identity: Identity<'_>,
    body: &[u8],
    command: Command,
) -> Result<Receipt, Refused> {
    let submission = submission(service, actor, route, identity, body, command)?;
    Ok(service.app.submit(submission).await?)
}

/// A command with what a repeat of it is recognized by.
pub(super) fn submission(
    service: &Service,
    actor: Actor,
    route: &str,
    identity: Identity<'_>,
    body: &[u8],
    command: Command,
) -> Result<Submission, Refused> {
    let retry = retry(service, &actor, route, identity, body)?;
    let bytes = 1_024 + 2 * body.len();
    Ok(Submission { actor, command, retry, bytes })
}

/// The receipt that a task of its own brought.
pub(super) fn accepted(
    done: Result<crate::ledger::queue::Answer, tokio::task::JoinError>,
) -> Result<Receipt, Refused> {
    let answer = done.map_err(|error| {
        tracing::error!(%error, "a command was not carried out");
        Code::Internal
    })?;
    Ok(answer?)
}

/// By what a repeat of this command is recognized.
pub(super) fn retry(
    service: &Service,
    actor: &Actor,
    route: &str,
    identity: Identity<'_>,
    body: &[u8],
) -> Result<Retry, Refused> {
    let mut hasher = blake3::Hasher::new();
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_be_bytes()).update(text.as_bytes());
    };
    part(route);
    match identity {
        Identity::Natural(parts) => parts.iter().for_each(|text| part(text)),
        Identity::Keyed(IdempotencyKey(Some(key))) => {
            part(&actor.token.to_string());
            part(&key);
        }
        Identity::Keyed(IdempotencyKey(None)) => {
            return Err(Refusal::field("Idempotency-Key", FieldCode::Required).into());
        }
    }
    let digest = service.app.keyring.retry_digest(&parse::canonical(body)?);
    Ok(Retry { identity: *hasher.finalize().as_bytes(), digest })
}

/// The organization under the code it was admitted with: whichever of its codes a client writes, a
/// repeat must be the same command.
pub(super) fn admitted(service: &Service, code: OrgCode) -> Result<OrgCode, Refused> {
    let known = query::organization(&service.app.snapshot(), &code)?;
    Ok(known.and_then(|(known, _)| OrgCode::parse(&known).ok()).unwrap_or(code))
}

pub(super) fn admitted_batch(service: &Service, segments: &Segments) -> Result<BatchKey, Refused> {
    let batch = segments.batch()?;
    Ok(BatchKey { organization: admitted(service, batch.organization)?, ..batch })
}

/// The receipt as a client gets it: 201 when new, 200 when repeated, with what else came of it.
pub(super) fn receipt(receipt: &Receipt, mut more: Map<String, Value>) -> Response {
    let units = match &receipt.body {
        Body::BatchRegistered { units: Some(units), .. } | Body::UnitsIssued { units, .. } => {
            Some((units.first_ordinal, units.count))
        }
        Body::SerialsRegistered { first_ordinal, serials, .. } => Some((
            *first_ordinal,
            serials.iter().map(crate::fact::record::SerialRecord::count).sum(),
        )),
        _ => None,
    };
    if let Some((first, count)) = units {
        let ordinals = json!({"first": first, "last": first + count - 1});
        more.insert("units".to_owned(), json!({"count": count, "ordinals": ordinals}));
    }
    if let Body::HoldOpened { hold, .. } = &receipt.body {
        more.insert("id".to_owned(), hold.id().to_string().into());
    }
    more.insert("receipt".to_owned(), receipt_json(receipt));
    let status = if receipt.repeated { StatusCode::OK } else { StatusCode::CREATED };
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, Value::Object(more).to_string()).into_response()
}

/// Place, time and content of the fact.
pub(super) fn receipt_json(receipt: &Receipt) -> Value {
    json!({
        "position": receipt.position,
        "recordedAt": receipt.recorded_at.to_string(),
        "contentId": crate::fact::seal::hex_text(receipt.content_id),
    })
}

pub(super) fn told(warnings: Vec<Value>) -> Map<String, Value> {
    let some = (!warnings.is_empty()).then(|| ("warnings".to_owned(), Value::Array(warnings)));
    some.into_iter().collect()
}

/// The receipt and nothing more.
pub(super) fn plain(done: &Receipt) -> Answer {
    Ok(receipt(done, Map::new()))
}

/// A command with what names it, whichever way it comes: a request, or a row of a file.
pub(super) struct Named {
    pub route: &'static str,
    pub parts: Vec<String>,
    pub command: Command,
}

impl Named {
    async fn sent(self, act: &Act) -> Result<Receipt, Refused> {
        let parts: Vec<_> = self.parts.iter().map(String::as_str).collect();
        act.natural(self.route, &parts, self.command).await
    }
}

pub(super) fn admission(body: &[u8]) -> Result<Named, Refusal> {
    let command = parse::organization(body)?;
    let parts = vec![command.code.to_string()];
    Ok(Named { route: "admit", parts, command: Command::AdmitOrganization(command) })
}

pub(super) fn product_named(organization: &OrgCode, body: &[u8]) -> Result<Named, Refusal> {
    let command = parse::product(organization, body)?;
    let parts = [
        command.organization.to_string(),
        command.product.to_string(),
        command.version.to_string(),
    ];
    Ok(Named { route: "product", parts: parts.into(), command: Command::RegisterProduct(command) })
}

pub(super) fn batch_named(organization: &OrgCode, body: &[u8]) -> Result<Named, Refusal> {
    let command = parse::batch(organization, body)?;
    let parts = names(&command.batch).into();
    Ok(Named { route: "batch", parts, command: Command::RegisterBatch(Box::new(command)) })
}

/// The report number is what makes a test the same test.
pub(super) fn check_named(
    service: &Service,
    actor: &Actor,
    batch: BatchKey,
    body: &[u8],
) -> Result<Named, Refusal> {
    let content = service.app.keyring.retry_digest(&parse::canonical(body)?);
    let command = parse::check(batch, body, content)?;
    let [organization, product, lot] = names(&command.batch);
    // By side: nobody can take a laboratory's report number before it.
    let own = actor.organization.as_ref().map_or("", |code| code.as_str()).to_owned();
    let (role, state) = (actor.role.word().to_owned(), command.check.state.word().to_owned());
    let report_no = command.check.report_no.clone();
    let parts = vec![organization, product, lot, report_no, role, own, state];
    Ok(Named { route: "check", parts, command: Command::AddCheck(command) })
}

/// `POST /api/v1/organizations`.
pub(super) async fn admit(act: Act) -> Answer {
    plain(&admission(&act.body)?.sent(&act).await?)
}

/// `POST …/tokens`. A repeat gets the receipt, not the token: it is stored nowhere.
pub(super) async fn issue_token(act: Act) -> Answer {
    let organization = act.organization()?;
    let request = parse::token(&act.body)?;
    let (token, text) = act.service.app.new_token().map_err(|error| {
        tracing::error!(%error, "no token could be made");
        Code::Internal
    })?;
    let role = request.role;
    let route = format!("tokens {organization}");
    let command = Command::IssueToken(IssueToken {
        organization: Some(organization),
        role,
        token: TokenId(token.id),
        hash: token.hash,
        post: request.post,
        expires_on: request.expires_on,
        document: request.document,
    });
    let done = act.keyed(&route, command).await?;
    let mut more = Map::new();
    if let Body::TokenIssued { token, .. } = &done.body {
        more.insert("id".to_owned(), TokenId(*token).to_string().into());
    }
    more.insert("role".to_owned(), role.word().into());
    if !done.repeated {
        more.insert("token".to_owned(), text.into());
    }
    Ok(receipt(&done, more))
}

/// `DELETE …/tokens/{id}`.
pub(super) async fn revoke_token(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
) -> Answer {
    let organization = admitted(&service, segments.organization()?)?;
    let token = TokenId::parse(segments.text("id")).ok_or(Code::NotFound)?;
    let (code, id) = (organization.to_string(), token.to_string());
    let command = Command::RevokeToken { organization, token };
    let done =
        accept(&service, actor, "revoke", Identity::Natural(&[&code, &id]), &[], command).await?;
    plain(&done)
}

/// `POST …/products`.
pub(super) async fn product(act: Act) -> Answer {
    let done = product_named(&act.organization()?, &act.body)?.sent(&act).await?;
    let (_, today) = act.service.app.now();
    Ok(receipt(&done, told(warnings::of_product(&act.body, today))))
}

/// `POST …/batches`.
pub(super) async fn batch(act: Act) -> Answer {
    let done = batch_named(&act.organization()?, &act.body)?.sent(&act).await?;
    let warnings = warnings::of_batch(&act.service.app.snapshot(), &done.body)?;
    Ok(receipt(&done, told(warnings)))
}

/// The receipt of an earlier, equal command. A correction looks before it applies its changes: applied
/// twice they may no longer fit the record.
pub(super) fn repeated(service: &Service, retry: Retry) -> Result<Option<Receipt>, Refused> {
    let snapshot = service.app.snapshot();
    match snapshot.row::<ReceiptRow>(&retry.identity)? {
        Some(row) if row.digest == retry.digest => Ok(Some(receipt_of(&snapshot, row.position)?)),
        Some(_) => Err(Code::ChangedUnderSameIdentity.into()),
        None => Ok(None),
    }
}

/// Tries of a correction against a record that others keep correcting.
pub(super) const CORRECTION_TRIES: usize = 5;

/// The three identifiers of a batch, as parts of an identity.
pub(super) fn names(batch: &BatchKey) -> [String; 3] {
    [batch.organization.to_string(), batch.product.to_string(), batch.lot.to_string()]
}
