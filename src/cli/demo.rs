//! `suyuan demo`: fills a store with an invented world through the real API, then serves it. The past is
//! written with the clock set back; from then on it runs.

use super::serve::{log_name, record_metrics, run, stop_on_failure};
use super::world::{self, Call, Highlight, Question, Who};
use super::{DemoArgs, Outcome, logging, progress, say};
use crate::app::{App, Options};
use crate::clock::Clock;
use crate::domain::day::Instant;
use crate::fact::record::BatchRef;
use crate::http::service::Service;
use crate::labels::{Symbol, terminal};
use crate::limits::SCAN_RETENTION_DAYS_DEFAULT;
use crate::scans::patterns::Patterns;
use crate::store::keyring::write_private;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchBlockRow, ProductRow};
use crate::wire::address::{self, Goods, PublicUrl};
use crate::wire::digital_link::encode_segment;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use tower::ServiceExt;

type Failure = Box<dyn std::error::Error>;

const DAY_MS: i64 = 86_400_000;

/// Fills and serves the demo until it is stopped; a throw-away store goes with it.
pub(super) fn demo(args: &DemoArgs) -> Outcome {
    let data = Folder::new(args)?;
    let _log = logging::start(Some(&data.path.join("log.json")))?;
    let now = Clock::system().now_ms();
    let mut options = Options::new(&data.path);
    options.clock = Clock::fixed(now - 500 * DAY_MS);
    let url = PublicUrl::parse(&format!("http://{}", args.listen))?;
    options.origin = Some(log_name(&url));
    let failed = stop_on_failure(&mut options);
    let (app, operator) = App::open(options)?;
    let mut service = Service::new(app, url);
    service.is_test = true;
    service.scans =
        Some(service.app.count_scans(Patterns::shipped()?, SCAN_RETENTION_DAYS_DEFAULT)?);
    service.metrics = Some(record_metrics()?);
    let service = Arc::new(service);
    let today = civil(&service, now);
    let tokens = match operator {
        Some(operator) => fill(&service, now, today, operator)?,
        None => Vec::new(),
    };
    service.app.clock.run();
    if let Some(path) = &args.tokens_file {
        let lines: String = tokens
            .iter()
            .map(|(role, organization, token)| format!("{role} {organization} {token}\n"))
            .collect();
        write_private(path, lines.as_bytes())?;
    }
    let highlights = world::highlights(today);
    let codes = codes(&service, &highlights)?;
    if let Some(path) = &args.codes_file {
        let lines: String = codes
            .iter()
            .map(|(url, code)| format!("{url}\t{}\t{}\n", code.title_en, code.title_zh))
            .collect();
        std::fs::write(path, lines)?;
    }
    tell(&tokens, &codes)?;
    ask(&service.public_url, &tokens, &world::questions(today));
    run(&service, args.listen, &failed, |address| {
        say(&format!("\nOpen http://{address}/ (Ctrl-C ends; API: /api/docs)"));
    })
}

/// Role, organization or "-", token.
type Token = (&'static str, String, String);

/// Sends every call of the world through the router and fails on the first that is refused.
fn fill(
    service: &Arc<Service>,
    now: i64,
    today: jiff::civil::Date,
    operator: String,
) -> Result<Vec<Token>, Failure> {
    let router = crate::http::router(Arc::clone(service));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let calls = world::calls(today);
    let bar = progress(calls.len() as u64, "filling the demo");
    let mut tokens: BTreeMap<Who, String> = BTreeMap::from([(Who::Operator, operator)]);
    for call in &calls {
        service.app.clock.set(now - i64::from(call.days_ago) * DAY_MS);
        if !tokens.contains_key(&call.who) {
            let token = runtime.block_on(issue(&router, &tokens, call.who))?;
            tokens.insert(call.who, token);
        }
        let token = tokens.get(&call.who).map_or("", String::as_str);
        let (accepted, answer) =
            runtime.block_on(post(&router, token, &call.path, call.key.as_deref(), &call.body))?;
        if !accepted {
            return Err(refused(call, &answer).into());
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(tokens.into_iter().map(|(who, token)| described(who, token)).collect())
}

fn refused(call: &Call, answer: &Value) -> String {
    format!("the demo's own call to {} was refused: {answer}\n{}", call.path, call.body)
}

async fn issue(
    router: &Router,
    tokens: &BTreeMap<Who, String>,
    who: Who,
) -> Result<String, Failure> {
    let (role, organization) = role(who);
    let path = format!("/api/v1/organizations/{}/tokens", encode_segment(organization));
    let operator = tokens.get(&Who::Operator).map_or("", String::as_str);
    let body = json!({"role": role, "label": format!("demo {role}")});
    let key = format!("demo-token-{role}-{organization}");
    let (_, answer) = post(router, operator, &path, Some(&key), &body).await?;
    let token = answer.get("token").and_then(Value::as_str);
    Ok(token.ok_or_else(|| format!("no token for {role} of {organization}: {answer}"))?.to_owned())
}

async fn post(
    router: &Router,
    token: &str,
    path: &str,
    key: Option<&str>,
    body: &Value,
) -> Result<(bool, Value), Failure> {
    let mut request = Request::post(path)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json");
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let response = router.clone().oneshot(request.body(Body::from(body.to_string()))?).await?;
    let accepted = response.status().is_success();
    let bytes = axum::body::to_bytes(response.into_body(), crate::limits::BODY_BYTES_MAX).await?;
    Ok((accepted, serde_json::from_slice(&bytes)?))
}

fn role(who: Who) -> (&'static str, &'static str) {
    match who {
        Who::Operator => ("operator", "-"),
        Who::Producer(code) => ("producer", code),
        Who::Laboratory(code) => ("laboratory", code),
        Who::Seller(code) => ("seller", code),
        Who::Regulator(code) => ("regulator", code),
    }
}

fn described(who: Who, token: String) -> Token {
    let (role, organization) = role(who);
    (role, organization.to_owned(), token)
}

/// Each highlighted code with its address.
fn codes<'a>(
    service: &Service,
    highlights: &'a [Highlight],
) -> Result<Vec<(String, &'a Highlight)>, Failure> {
    let with_url = |code| Ok((highlight_url(service, code)?, code));
    highlights.iter().map(with_url).collect()
}

/// Prints what a visitor can try: a code for each state, one symbol, one token of each role.
fn tell(tokens: &[Token], codes: &[(String, &Highlight)]) -> Outcome {
    say("溯源 Suyuan: a demonstration. Every firm and product here is invented.\n");
    for (url, code) in codes {
        say(&format!("  {} · {}\n    {url}", code.title_en, code.title_zh));
    }
    if let Some((url, _)) = codes.first() {
        say(&format!("\n{}", terminal(&Symbol::new(url)?)));
        say(url);
    }
    say("\nTokens (Authorization: Bearer …), one of each role:");
    let mut seen = Vec::new();
    for (role, organization, token) in tokens {
        if !seen.contains(role) {
            seen.push(role);
            say(&format!("  {role:<10} {organization:<20} {token}"));
        }
    }
    Ok(())
}

/// Prints what those who had the goods can ask, ready to be run.
fn ask(url: &PublicUrl, tokens: &[Token], questions: &[Question]) {
    say("\nOne step back, one step forward (only with the token of who had the goods):");
    for Question { title_zh, title_en, who, path } in questions {
        let (role, organization) = role(*who);
        let holds = |token: &&Token| token.0 == role && token.1 == organization;
        if let Some((_, _, token)) = tokens.iter().find(holds) {
            say(&format!("  {title_en} · {title_zh}"));
            let url = url.as_str();
            say(&format!("    curl -H 'Authorization: Bearer {token}' '{url}{path}'"));
        }
    }
}

/// The address on the label of a highlighted unit, or of its product.
fn highlight_url(service: &Service, highlight: &Highlight) -> Result<String, Failure> {
    let snapshot = service.app.snapshot();
    let Highlight { organization, product, lot, ordinal, .. } = highlight;
    let row: Option<ProductRow> = snapshot.row(&key::product(organization, product))?;
    let gtin = row.and_then(|row| row.gtin);
    let goods = Goods { organization, product, gtin: gtin.as_deref() };
    let url = &service.public_url;
    match (lot.as_str(), ordinal) {
        ("", _) => return Ok(address::product(url, goods)),
        (lot, 0) => {
            return Ok(format!("{}/10/{}", address::product(url, goods), encode_segment(lot)));
        }
        _ => {}
    }
    let batch = BatchRef {
        organization: (*organization).to_owned(),
        product: (*product).to_owned(),
        lot: lot.clone(),
    };
    let prefix = key::batch(&batch);
    let found =
        snapshot.last_row::<BatchBlockRow>(&prefix, &key::batch_number(&batch, *ordinal))?;
    let (block_key, block) =
        found.ok_or_else(|| format!("the demo has no unit {ordinal} of {lot}"))?;
    let offset = ordinal - key::last_number(&block_key).unwrap_or(*ordinal);
    match block {
        BatchBlockRow::Issued { slot, first, .. } => {
            let code = service.app.keyring.code(slot, first + offset).ok_or("no code")?;
            Ok(address::issued(url, goods, &code))
        }
        BatchBlockRow::Own(serials) => {
            Ok(address::own(url, goods, &serials.at(offset).ok_or("no serial")?))
        }
    }
}

fn civil(service: &Service, now: i64) -> jiff::civil::Date {
    let day = Instant(now).day_in(&service.app.zone);
    day.to_string().parse().unwrap_or_default()
}

/// The data folder: the one that was named, or one that is deleted at the end.
struct Folder {
    path: PathBuf,
    throw_away: bool,
}

impl Folder {
    fn new(args: &DemoArgs) -> std::io::Result<Self> {
        let throw_away = args.data.is_none();
        let own = || std::env::temp_dir().join(format!("suyuan-demo-{}", std::process::id()));
        let path = args.data.clone().unwrap_or_else(own);
        std::fs::create_dir_all(&path)?;
        Ok(Self { path, throw_away })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.throw_away {
            // What is left in the temporary folder is removed by the system.
            let _left = std::fs::remove_dir_all(&self.path);
        }
    }
}
