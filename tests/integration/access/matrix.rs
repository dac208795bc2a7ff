//! Field × role × route: a recognizable value is planted at every place that only the office may read;
//! every route that can be read is asked by everyone in every representation, and shows exactly what
//! the tables of `access` allow. The log and the envelopes of facts show nothing of it.

pub(crate) mod log;
mod plant;

use super::{OUTSIDE, created, everyone, request};
use crate::harness::{Answer, Client, MAKER, OTHER, REGULATOR, TestApp, batch, batch_path};
use plant::{
    CASES, CHECK, ENTRY, EVENT, EVIDENCE, FILE, FILE_BYTES, FORMULA, INPUTS, JUDGEMENT,
    LABORATORY_CHECK, ORDER, ORGANIZATION, PALLET, PROPOSAL, PUBLIC, QUEUED, RECALL_PLAN, RECORD,
    SECRETS, SHOP, SHOP_EVENT, TOKEN, UNITS, WATCH, WEBHOOK, documents, file_hash, found_in,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;
use suyuan::access::{Audience, DocumentKind, audience};
use suyuan::app::Options;
use suyuan::store::layout::Family;

/// Everybody with a token, by name.
struct Viewers(Vec<(&'static str, String)>);

impl Viewers {
    fn token(&self, who: &str) -> &str {
        &self.0.iter().find(|(name, _)| *name == who).unwrap().1
    }
}

const OFFICE: &[&str] = &["maker", "regulator", "officer"];
const OFFICE_AND_SHOP: &[&str] = &["maker", "regulator", "officer", "shop"];
const OFFICE_AND_LABORATORY: &[&str] = &["maker", "regulator", "officer", "own laboratory"];
/// Whoever a waiting test concerns.
const QUEUE: &[&str] = &["maker", "regulator", "own laboratory"];
/// The opener, and authorities of the region.
const RECALLERS: &[&str] = &["maker", "regulator"];
const KEEPERS_OF_TOKENS: &[&str] = &["maker", "operator"];

/// Planted values that a route shows, and to whom.
type Shows = &'static [(&'static [&'static str], &'static [&'static str])];

/// Every route that can be read, with what it shows of the planted values. A route without a row fails
/// the test: it has to be thought about.
const ROUTES: &[(&str, Shows)] = &[
    ("/", &[]),
    ("/c", &[]),
    ("/o", &[]),
    ("/01", &[]),
    ("/c/{code}", &[]),
    ("/C/{code}", &[]),
    ("/o/{org}/{serial}", &[]),
    ("/O/{org}/{serial}", &[]),
    ("/o/{org}/{product}/{rest}", &[]),
    ("/O/{org}/{product}/{rest}", &[]),
    ("/01/{rest}", &[]),
    ("/api/v1/units/{org}/{serial}", &[]),
    ("/api/v1/codes/{code}", &[]),
    ("/api/v1/gtins/{gtin}", &[]),
    ("/api/v1/gtins/{gtin}/lots/{lot}", &[]),
    ("/api/v1/organizations/{org}", &[(ORGANIZATION, OFFICE)]),
    ("/api/v1/organizations/{org}/products", &[]),
    ("/api/v1/organizations/{org}/products/{product}", &[(FORMULA, OFFICE)]),
    ("/api/v1/organizations/{org}/batches", &[(UNITS, OFFICE)]),
    (
        "/api/v1/organizations/{org}/batches/{product}/{lot}",
        &[
            (INPUTS, OFFICE),
            (RECORD, OFFICE),
            (UNITS, OFFICE),
            (CHECK, OFFICE),
            (LABORATORY_CHECK, OFFICE_AND_LABORATORY),
            (FILE_BYTES, OFFICE),
        ],
    ),
    (
        "/api/v1/organizations/{org}/batches/{product}/{lot}/events",
        &[(EVENT, OFFICE), (CASES, OFFICE), (SHOP_EVENT, OFFICE_AND_SHOP)],
    ),
    (
        "/api/v1/organizations/{org}/batches/{product}/{lot}/steps",
        &[(INPUTS, OFFICE), (EVENT, OFFICE), (CASES, OFFICE), (SHOP_EVENT, OFFICE)],
    ),
    ("/api/v1/organizations/{org}/batches/{product}/{lot}/units.csv", &[]),
    ("/api/v1/organizations/{org}/units/{serial}/qr.svg", &[]),
    ("/api/v1/organizations/{org}/units/{serial}/qr.png", &[]),
    ("/api/v1/organizations/{org}/tokens", &[(TOKEN, KEEPERS_OF_TOKENS)]),
    ("/api/v1/organizations/{org}/tasks", &[]),
    (
        "/api/v1/organizations/{org}/entries",
        &[(ENTRY, OFFICE), (ORDER, OFFICE), (FILE_BYTES, OFFICE)],
    ),
    ("/api/v1/entries", &[(ENTRY, OFFICE), (ORDER, OFFICE), (FILE_BYTES, OFFICE)]),
    ("/api/v1/entries/{id}", &[(ENTRY, OFFICE), (FILE_BYTES, OFFICE)]),
    ("/api/v1/organizations/{org}/evidence/{hash}", &[(FILE, OFFICE)]),
    ("/api/v1/organizations/{org}/products/{product}/judgements", &[(JUDGEMENT, OFFICE)]),
    (
        "/api/v1/organizations/{org}/batches/{product}/{lot}/corrections",
        &[(PROPOSAL, OFFICE), (&["7654322.75"], OFFICE)],
    ),
    // None is planted: `recalls::officers` asks who may see one.
    ("/api/v1/organizations/{org}/recall-proposals", &[]),
    ("/api/v1/checks/queue", &[(QUEUED, QUEUE)]),
    ("/api/v1/lineage/{org}/{product}/{lot}", &[(GRAPH, OFFICE)]),
    // None is planted: `lineage::links` asks who may see one.
    ("/api/v1/organizations/{org}/lineage/candidates", &[]),
    ("/api/v1/organizations/{org}/scans", &[]),
    // None is sent: `imports` asks whose they are.
    ("/api/v1/organizations/{org}/imports/{id}", &[]),
    ("/api/v1/organizations/{org}/imports/{id}/failed", &[]),
    // Whole documents of all records: `imports::exports` asks who gets them.
    ("/api/v1/organizations/{org}/exports/{file}", &[]),
    ("/api/v1/imports/templates/{file}", &[]),
    ("/api/v1/organizations/{org}/webhooks", &[(WEBHOOK, &["maker"])]),
    ("/api/v1/organizations/{org}/watches", &[(WATCH, &["maker"])]),
    ("/api/v1/recalls/{id}/lots", &[(UNITS, RECALLERS), (&["RAW-9Q", "SRCLOT-9Q"], RECALLERS)]),
    ("/api/v1/recalls/{id}/plan", &[(RECALL_PLAN, OFFICE)]),
    ("/api/v1/recalls/{id}/assistance", &[]),
    // What the shop says it received; `effectiveness` asks who may see more.
    ("/api/v1/recalls/{id}/consignees", &[(&["27182.75"], OFFICE_AND_SHOP)]),
    ("/api/v1/recalls/{id}/effectiveness", &[(&["27182.75"], OFFICE)]),
    ("/api/v1/recalls/{id}/report", &[(&["27182.75"], OFFICE)]),
    ("/api/v1/drills", &[]),
    ("/api/v1/drills/{id}", &[]),
    ("/api/v1/drills/{id}/pack", &[]),
    ("/r/{token}", &[]),
    ("/api/v1/changes", &[]),
    // Never ends; its events are the rows of `changes` by the same reader: see `notify::stream`.
    (STREAM, &[]),
    ("/api/v1/sscc/{sscc}", &[(CASES, OFFICE_AND_SHOP)]),
    ("/organizations/{org}", &[]),
    ("/organizations/{org}/products/{product}", &[]),
    ("/search", &[]),
    ("/api/v1/search", &[]),
    ("/recalls", &[]),
    ("/recalls/{id}", &[]),
    ("/recalls.atom", &[]),
    ("/recalls.feed.json", &[]),
    ("/api/v1/tasks", &[]),
    ("/api/v1/recalls", &[]),
    ("/api/v1/recalls/{id}", &[]),
    ("/api/v1/policies", &[]),
    ("/api/v1/policies/{kind}/{id}/{version}", &[]),
    ("/api/v1/openapi.json", &[]),
    ("/api/docs", &[]),
    ("/robots.txt", &[]),
    ("/log", &[]),
    ("/log/checkpoint", &[]),
    ("/log/vkey", &[]),
    ("/log/tile/{rest}", &[]),
    ("/api/v1/proofs/consistency", &[]),
    ("/api/v1/proofs/{position}", &[]),
    ("/sw.js", &[]),
    ("/manifest.webmanifest", &[]),
    ("/icon.svg", &[]),
    ("/icon-192.png", &[]),
    ("/icon-512.png", &[]),
    ("/favicon.ico", &[]),
    ("/healthz", &[]),
    ("/readyz", &[]),
    ("/metrics", &[]),
];

/// Lots that the record names, as a walk shows them.
const GRAPH: &[&str] = &[
    "09506000137711",
    "09506000138824",
    "ADDLOT-Q",
    "ADDPRODUCT-Q",
    "GTINLOT-AQ",
    "GTINLOT-IQ",
    "RAW-9Q",
    "SRCLOT-9Q",
];

const STREAM: &str = "/api/v1/changes/stream";

/// What is asked for, and in which language.
const ACCEPTS: [(&str, &str); 4] = [
    ("application/json", "en"),
    ("text/html", "zh"),
    ("application/linkset+json", "zh"),
    ("text/csv", "en"),
];

fn firm(path: &str) -> String {
    format!("/api/v1/organizations/{MAKER}{path}")
}

fn viewers(app: &TestApp, maker: String) -> Viewers {
    let regulator = app.admit(REGULATOR, "regulator", "340000");
    Viewers(vec![
        ("maker", maker),
        ("other producer", app.admit(OTHER, "producer", "341126")),
        ("regulator", regulator),
        ("officer", app.token(REGULATOR, "officer")),
        ("regulator elsewhere", app.admit(OUTSIDE, "regulator", "330000")),
        ("own laboratory", app.token(MAKER, "laboratory")),
        ("other laboratory", app.token(OTHER, "laboratory")),
        ("own seller", app.token(MAKER, "seller")),
        ("shop", app.admit(SHOP, "seller", "320114")),
        ("partner", app.admit("91341602YYDEM3073G", "partner", "341602")),
        ("workshop", app.admit("92341124YYDEM8990F", "workshop", "341124")),
        ("importer", app.admit("91310115YYDEM8624W", "importer", "310115")),
        ("operator", app.operator.clone()),
        ("anonymous", String::new()),
    ])
}

/// Every route that can be read, from the document of the routes itself.
fn readable() -> Vec<String> {
    let document = openapi();
    let paths = document["paths"].as_object().unwrap();
    let get = paths.iter().filter(|(_, methods)| methods.get("get").is_some());
    get.map(|(path, _)| path.clone()).collect()
}

fn openapi() -> Value {
    serde_json::from_str(&suyuan::http::openapi().to_json().unwrap()).unwrap()
}

/// The addresses of a route for the planted goods: one, or more where it is read in several ways.
fn addresses(route: &str, code: &str, recall: &str) -> Vec<String> {
    let lot = if route.ends_with("units.csv") { "LOT-C" } else { "LOT-A" };
    let id = if route.contains("/recalls/") { recall } else { "re-0001" };
    let route = route.replace("/{product}/judgements", "/JAM/judgements");
    let path = route
        .replace("{hash}", &file_hash())
        .replace("/policies/{kind}/{id}/{version}", "/policies/profile/food/1")
        .replace("{org}", MAKER)
        .replace("{product}", "SS-200")
        .replace("{lot}", lot)
        .replace("{gtin}", "09521001400176")
        .replace("{sscc}", PALLET)
        .replace("{id}", id);
    let ways: &[&str] = match route.as_str() {
        "/01/{rest}" => &[
            "09521001400176",
            "09521001400176/10/LOT-A",
            "09521001400176/10/LOT-B",
            "09521001400176/21/{code}",
            "09521001400176/10/LOT-A/21/{code}",
        ],
        "/log/tile/{rest}" => &["0/000.p/5", "entries/000.p/30"],
        "/api/v1/proofs/{position}" => &["1", "20"],
        _ if route.ends_with("{rest}") => &["10/LOT-A", "10/LOT-A/21/{code}", "21/{code}"],
        _ if route.ends_with("{serial}") => &["{code}", "SS-200"],
        _ => &[""],
    };
    let fill = |way: &&str| {
        let path = path
            .replace("{rest}", way)
            .replace("{position}", way)
            .replace("{serial}", if way.is_empty() { code } else { way });
        path.replace("{code}", code)
    };
    ways.iter().map(fill).collect()
}

/// Everything an answer says: headers and body.
fn all_of(answer: &Answer) -> String {
    format!("{:?}\n{}", answer.headers, answer.text())
}

#[test]
fn every_route_shows_each_viewer_exactly_what_it_may_read() {
    log::watch();
    let app = TestApp::on(Arc::new(tempfile::tempdir().unwrap()), |options| Options {
        origin: Some("t.example.cn/log".to_owned()),
        ..options
    });
    let viewers = viewers(&app, plant::admit(&app));
    plant::plant(&app, &viewers);
    log::guard(viewers.0.iter().map(|(_, token)| token));
    let code = first_code(&app, viewers.token("maker"));
    let recall = app.get("/api/v1/recalls").json()["items"][0]["id"].as_str().unwrap().to_owned();
    let lines = log::lines();
    let client = Client::new(app.address);
    let (mut said, mut shown, mut wrong) = (String::new(), BTreeSet::new(), BTreeSet::new());
    for route in readable().into_iter().filter(|route| route != STREAM) {
        let row = ROUTES.iter().find(|(known, _)| *known == route);
        let (_, shows) = row.unwrap_or_else(|| panic!("{route} has no row in the matrix"));
        for path in addresses(&route, &code, &recall) {
            for (who, token) in &viewers.0 {
                let may = shows.iter().filter(|(_, to)| to.contains(who));
                let may: BTreeSet<&str> =
                    may.flat_map(|(group, _)| group.iter().copied()).collect();
                for (accept, lang) in ACCEPTS {
                    let answer = ask(&client, token, &path, accept, lang);
                    let text = all_of(&answer);
                    let found = found_in(&text, SECRETS);
                    let table = answer.header("content-type").starts_with("text/csv");
                    // A table has fewer columns than the document has members.
                    let least = if route.ends_with("/steps") { 10 } else { 1 };
                    let right = if table { found.is_subset(&may) } else { found == may };
                    if !right || (table && !may.is_empty() && found.len() < least) {
                        let more: Vec<_> = found.difference(&may).collect();
                        let less: Vec<_> = may.difference(&found).collect();
                        wrong.insert(format!("{who} {accept} {path}: {more:?}, not {less:?}"));
                    }
                    shown.extend(found);
                    if *who == "anonymous" {
                        said.push_str(&text);
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (route, _) in ROUTES {
        assert!(readable().iter().any(|known| known == route), "{route} is no route any more");
    }
    for value in PUBLIC {
        assert!(said.contains(value), "{value}");
    }
    let unread = [plant::REPLACED, EVIDENCE].concat();
    for secret in SECRETS.iter().copied().flatten().filter(|secret| !unread.contains(secret)) {
        assert!(shown.contains(secret), "{secret} was not planted");
    }
    refusals_tell_nothing(&app, &viewers);
    envelopes_tell_nothing(&app);
    assert!(log::lines() >= lines + 2_000, "the log is not read");
    assert!(log::leaks().is_empty(), "{}", log::leaks().join(""));
}

fn ask(client: &Client, token: &str, path: &str, accept: &str, lang: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let mut headers = vec![("accept", accept), ("accept-language", lang)];
    if !token.is_empty() {
        headers.push(("authorization", &bearer));
    }
    client.send("GET", path, &headers, None)
}

fn first_code(app: &TestApp, token: &str) -> String {
    // The list has 98,765,431 rows: only its beginning is read.
    use std::io::{BufRead, BufReader};
    let stream = std::net::TcpStream::connect(app.address).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
    let path = batch_path("LOT-A", "units.csv");
    let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n");
    (&stream).write_all(head.as_bytes()).unwrap();
    let mut lines = BufReader::new(&stream).lines().map(Result::unwrap);
    let row = lines.find(|line| line.starts_with("1,")).unwrap();
    row.split(',').nth(1).unwrap().to_owned()
}

/// What others are told who try to change the planted goods.
fn refusals_tell_nothing(app: &TestApp, viewers: &Viewers) {
    let reason = json!({"reason": {"en": "curious"}});
    let correction = json!({
        "kind": "record",
        "reason": {"en": "curious"},
        "changes": [{"pointer": "/quantity/value", "value": -1}, {"pointer": "/colour", "value": 1}],
    });
    let others = viewers.0.iter().filter(|(who, _)| !OFFICE.contains(who));
    for (who, token) in others {
        for (step, body) in
            [("hold", &reason), ("corrections", &correction), ("units", &json!({"issue": 99}))]
        {
            let answer = request(app, token, "POST", &batch_path("LOT-A", step), Some(body));
            assert!(answer.status >= 400, "{who} {step}");
            let found = found_in(&all_of(&answer), SECRETS);
            assert!(found.is_empty(), "{who} {step}: {}", answer.text());
        }
    }
}

/// Envelopes will stand in a public log.
fn envelopes_tell_nothing(app: &TestApp) {
    let mut all = Vec::new();
    let snapshot = app.service.app.snapshot();
    let each = |_: &[u8], envelope: &[u8]| {
        all.push(String::from_utf8(envelope.to_vec()).unwrap());
        Ok(())
    };
    snapshot.each(Family::Facts, &[], each).unwrap();
    assert!(all.len() >= 30);
    for envelope in &all {
        assert!(found_in(envelope, SECRETS).is_empty(), "{envelope}");
        assert!(!envelope.contains("LOT-A"), "a batch stands in the clear: {envelope}");
    }
    assert!(all.iter().any(|envelope| envelope.contains("LOT-B")), "a recall names its lots");
}

/// Members whose values are words of a list or units, which cannot be told apart from others.
const NOT_TELLING: [&str; 15] = [
    "unit",
    "drink",
    "cns",
    "ins",
    "expiresOn",
    "sscc",
    "parent",
    "visibility",
    "organization",
    "evidence",
    "key",
    "permitted",
    "version",
    "additiveCategory",
    "class",
];

/// Something is planted at every place of every document that is the office's, new ones included; and
/// nothing is planted where everyone may read.
#[test]
fn every_restricted_member_is_planted() {
    let schemas = openapi()["components"]["schemas"].clone();
    let mut restricted = 0;
    for (kind, name, planted) in documents() {
        let mut leaves = Vec::new();
        walk(&schemas, &schemas[name], String::new(), &mut leaves);
        assert!(!leaves.is_empty(), "{name}");
        for place in leaves.iter().filter(|place| audience(kind, place) == Audience::Office) {
            // Where an organization may be told as two members, it is told as one text.
            if place.ends_with("/scheme")
                || place.ends_with("/number") && kind == DocumentKind::Event
            {
                continue;
            }
            let values: Vec<&Value> = planted.iter().flat_map(|one| at(one, place)).collect();
            assert!(!values.is_empty(), "{name}{place} is not planted");
            restricted += 1;
            let marked = |value: &&Value| {
                let text = format!("{value} \"channel\":{value}");
                !found_in(&text, SECRETS).is_empty()
            };
            let last = place.trim_end_matches("/*").rsplit('/').next().unwrap_or_default();
            assert!(NOT_TELLING.contains(&last) || values.iter().any(marked), "{name}{place}");
        }
        for place in leaves.iter().filter(|place| audience(kind, place) == Audience::Everyone) {
            for value in planted.iter().flat_map(|one| at(one, place)) {
                assert!(found_in(&value.to_string(), SECRETS).is_empty(), "{name}{place} {value}");
            }
        }
    }
    assert!(restricted >= 45, "{restricted}");
}

/// Places of all leaves of a schema, with `*` for each element.
fn walk(schemas: &Value, schema: &Value, place: String, leaves: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        // A union holds scopes, and none of them is a union.
        if place.matches("/any/").count() > 1 {
            return;
        }
        let name = name.rsplit('/').next().unwrap();
        return walk(schemas, &schemas[name], place, leaves);
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        for one in schema[several].as_array().into_iter().flatten() {
            if one["type"] != "null" {
                walk(schemas, one, place.clone(), leaves);
            }
        }
        if schema[several].is_array() {
            return;
        }
    }
    if let Some(members) = schema["properties"].as_object() {
        for (name, member) in members {
            walk(schemas, member, format!("{place}/{name}"), leaves);
        }
    } else if schema["items"].is_object() {
        walk(schemas, &schema["items"], format!("{place}/*"), leaves);
    } else {
        leaves.push(place);
    }
}

/// The values at a place of a document.
fn at<'a>(document: &'a Value, place: &str) -> Vec<&'a Value> {
    place.split('/').skip(1).fold(vec![document], |here, segment| {
        let inside = |value: &'a Value| -> Vec<&'a Value> {
            match segment {
                "*" => value.as_array().into_iter().flatten().collect(),
                _ => value.get(segment).into_iter().collect(),
            }
        };
        here.into_iter().flat_map(inside).collect()
    })
}

/// Before the release too.
#[test]
fn a_regulator_of_the_region_reads_what_the_firm_reads() {
    let app = TestApp::start();
    let tokens = everyone(&app);
    created(&app.post(&tokens[0], &firm("/batches"), &batch("L1", 1)));
    let read = |at: usize| app.get_as(&tokens[at], &batch_path("L1", "")).json();
    assert_eq!(read(0), read(2));
}
