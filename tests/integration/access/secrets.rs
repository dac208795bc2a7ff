//! What is never public: recognizable values are planted wherever a document holds something only the
//! office may read, and looked for in everything that others are answered, in the log and in the
//! envelopes that will stand in a public log.

use super::{WHO, created, everyone, request, tokens_of};
use crate::harness::{MAKER, OTHER, TestApp, batch, batch_path, organization, product, recall};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use suyuan::store::layout::Family;

/// Planted values that only the office reads.
const SECRETS: [&str; 27] = [
    "王秘密",
    "secret.person@example.cn",
    "secret-formula-line",
    "987.654",
    "77.7",
    "61.83",
    "612.567",
    "7654321.25",
    "4410.5",
    "98765431",
    "3217019",
    "秘密供应商之名",
    "13700001111",
    "RAW-9Q",
    "SRCLOT-9Q",
    "ADDITIVE-LOT-9Q",
    "CERT-4711-Q",
    "INCOMING-99-Q",
    "ENTRY-5150-Q",
    "MATERIAL-31-Q",
    "SAMPLE-77-Q",
    "7654322.75",
    "88.81",
    "33.917",
    "1.23457",
    "5432.125",
    "17.625",
];
/// Planted values that nobody reads over HTTP but who gave them, or the list of tokens.
const UNREAD: [&str; 2] = ["EVIDENCE-33-Q", "私人标签-secret-label"];
/// Public values next to them, which show that the answers say something.
const PUBLIC: [&str; 3] = ["Smoked pork sausage", "0550-7654321", "SS-200"];

static LINES: AtomicU64 = AtomicU64::new(0);
static LEAKS: Mutex<Vec<String>> = Mutex::new(Vec::new());
static TOKENS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Reads every log line of this process at the finest level, and keeps those that hold a secret.
struct Watch;

impl Write for Watch {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LINES.fetch_add(1, Ordering::Relaxed);
        let line = String::from_utf8_lossy(bytes);
        let known = |tokens: &Vec<String>| tokens.iter().any(|secret| line.contains(secret));
        if found_in(&line).is_some() || locked(&TOKENS, |tokens| known(tokens)) {
            locked(&LEAKS, |leaks| leaks.push(line.into_owned()));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn locked<R>(lines: &Mutex<Vec<String>>, act: impl FnOnce(&mut Vec<String>) -> R) -> R {
    act(&mut lines.lock().unwrap())
}

/// The first secret in a text. Hashes are left out: digits in them mean nothing.
fn found_in(text: &str) -> Option<&'static str> {
    let words = text.split(|c: char| !c.is_ascii_hexdigit());
    let plain = words
        .filter(|word| word.len() >= 32)
        .fold(text.to_owned(), |text, hash| text.replace(hash, ""));
    SECRETS.into_iter().chain(UNREAD).find(|secret| {
        let grouped = grouped(secret);
        plain.contains(secret) || grouped.is_some_and(|grouped| plain.contains(&grouped))
    })
}

/// A whole number as pages may print it: `98,765,431`.
fn grouped(digits: &str) -> Option<String> {
    if digits.len() < 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    Some(groups.collect::<Vec<_>>().join(","))
}

fn planted_batch() -> Value {
    let mut body = batch("LOT-A", 98_765_431);
    body["quantity"] = serde_json::from_str(
        r#"{"value":7654321.25,"unit":"KGM","loss":[{"kind":"trim","value":4410.5,"unit":"KGM"}]}"#,
    )
    .unwrap();
    body["manufacturer"] = json!({"organization": MAKER, "entry": "ENTRY-5150-Q"});
    body["ingredients"] = serde_json::from_str(&format!(
        r#"[{{"name":{{"zh":"猪肉","en":"pork"}},"material":"MATERIAL-31-Q","quantity":{{"value":612.567,"unit":"KGM"}},
            "source":{{"declared":{{"name":"秘密供应商之名","phone":"13700001111"}}}},
            "additiveCategory":"12.04","additives":[{{"cns":"17.001","contained":{{"value":33.917,"unit":"GRM"}}}}],
            "documents":[{{"type":"certificate","number":"CERT-4711-Q"}}],"incomingCheck":"INCOMING-99-Q"}},
           {{"name":{{"en":"salt"}},"source":{{"organization":"{OTHER}","product":"RAW-9Q","lot":"SRCLOT-9Q"}}}}]"#
    ))
    .unwrap();
    body["additives"] = serde_json::from_str(
        r#"[{"cns":"09.002","used":{"value":77.7,"unit":"GRM"},"source":{"lotAsPrinted":"ADDITIVE-LOT-9Q"}}]"#,
    )
    .unwrap();
    body["processControls"] = serde_json::from_str(
        r#"[{"step":"smoking","parameter":"core","value":61.83,"unit":"Cel"}]"#,
    )
    .unwrap();
    for (name, text) in [
        ("density", r#"{"kgPerLitre":1.23457}"#),
        ("fat", r#"{"value":5432.125,"unit":"KGM"}"#),
        ("preparation", r#"{"times":17.625,"drink":"14.04"}"#),
    ] {
        body[name] = serde_json::from_str(text).unwrap();
    }
    body["units"]["labelAllowance"] = json!(3_217_019);
    body
}

fn planted_product() -> Value {
    let mut body = product();
    body["formula"] = serde_json::from_str(
        r#"{"visibility":"restricted","lines":[{"material":"secret-formula-line","kg":987.654}]}"#,
    )
    .unwrap();
    body
}

fn firm(path: &str) -> String {
    format!("/api/v1/organizations/{MAKER}{path}")
}

/// Registers everything, and lets happen what makes more documents: tests, corrections, a hold, a sale,
/// recalls. The tokens are those of [`WHO`].
fn plant(app: &TestApp) -> [String; 10] {
    let mut maker = organization(MAKER, "producer", "341124");
    maker["contact"] =
        json!({"phone": "0550-7654321", "person": "王秘密", "email": "secret.person@example.cn"});
    created(&app.post(&app.operator, "/api/v1/organizations", &maker));
    let token = app.token(MAKER, "producer");
    created(&app.post(&token, &firm("/products"), &planted_product()));
    created(&app.post(&token, &firm("/batches"), &planted_batch()));
    let label = json!({"role": "seller", "label": "私人标签-secret-label"});
    created(&app.post_keyed(&token, "label", &firm("/tokens"), &label));
    let check: Value = serde_json::from_str(
        r#"{"kind":"factoryTest","reportNo":"R1","sampleNo":"SAMPLE-77-Q","testedOn":"2026-11-02",
            "items":[{"item":"nitrite","result":{"value":1,"unit":"mg/kg"},"limit":{"max":30}}]}"#,
    )
    .unwrap();
    created(&app.post(&token, &batch_path("LOT-A", "checks"), &check));
    for step in ["release", "activation"] {
        created(&app.post(&token, &batch_path("LOT-A", step), &json!({})));
    }
    let correction: Value = serde_json::from_str(
        r#"{"kind":"record","reason":{"en":"weighed again"},"changes":[
            {"pointer":"/quantity/value","value":7654322.75},
            {"pointer":"/additives/0/used/value","value":88.81},
            {"pointer":"/expiresOn","value":"2031-01-08"}]}"#,
    )
    .unwrap();
    let keyed =
        |key: &str, path: &str, body: &Value| created(&app.post_keyed(&token, key, path, body));
    keyed("correct", &batch_path("LOT-A", "corrections"), &correction);
    let sale = json!({"ordinals": {"first": 1, "last": 7}});
    keyed("sale", &batch_path("LOT-A", "sales"), &sale);
    let reason = json!({"reason": {"zh": "例行核查", "en": "routine check"}});
    keyed("hold", &batch_path("LOT-A", "hold"), &reason);
    keyed("unhold", &batch_path("LOT-A", "unhold"), &reason);
    keyed("open", "/api/v1/recalls", &recall(&["LOT-B"]));
    let id = app.get("/api/v1/recalls").json()["items"][0]["id"].as_str().unwrap().to_owned();
    let end = json!({"reason": {"en": "all returned"}, "evidence": "EVIDENCE-33-Q"});
    keyed("end", &format!("/api/v1/recalls/{id}/closure"), &end);
    tokens_of(app, token)
}

/// Every address that answers something about the planted goods.
fn addresses(code: &str, recall: &str) -> Vec<String> {
    let fixed = [
        "/",
        "/api/v1/gtins/09521001400176",
        "/api/v1/gtins/09521001400176/lots/LOT-A",
        "/api/v1/gtins/09521001400176/lots/LOT-B",
        "/01/09521001400176",
        "/01/09521001400176/10/LOT-A",
        "/api/v1/recalls",
        "/api/v1/openapi.json",
        "/api/docs",
        "/healthz",
        "/readyz",
        "/metrics",
    ];
    let mut all: Vec<String> = fixed.map(str::to_owned).to_vec();
    all.extend([
        format!("/c/{code}"),
        format!("/C/{code}"),
        format!("/o/{MAKER}/{code}"),
        format!("/O/{MAKER}/{code}"),
        format!("/o/{MAKER}/SS-200/10/LOT-A"),
        format!("/o/{MAKER}/SS-200/10/LOT-A/21/{code}"),
        format!("/01/09521001400176/21/{code}"),
        format!("/01/09521001400176/10/LOT-A/21/{code}"),
        format!("/api/v1/codes/{code}"),
        format!("/api/v1/units/{MAKER}/{code}"),
        format!("/api/v1/units/{MAKER}/SS-200"),
        format!("/api/v1/recalls/{recall}"),
        firm(""),
        firm("/products/SS-200"),
        batch_path("LOT-A", ""),
        firm("/products"),
        firm("/batches"),
        firm("/tokens"),
        batch_path("LOT-A", "units.csv"),
        firm(&format!("/units/{code}/qr.svg")),
    ]);
    all
}

/// Everything an answer says: the status line's text, headers and body.
fn all_of(answer: &crate::harness::Answer) -> String {
    format!("{:?}\n{}", answer.headers, answer.text())
}

fn ask(app: &TestApp, token: &str, path: &str, accept: &str, lang: &str) -> String {
    let bearer = format!("Bearer {token}");
    let mut headers = vec![("accept", accept), ("accept-language", lang)];
    if !token.is_empty() {
        headers.push(("authorization", &bearer));
    }
    all_of(&app.send("GET", path, &headers, None))
}

fn envelopes(app: &TestApp) -> Vec<String> {
    let mut all = Vec::new();
    let snapshot = app.service.app.snapshot();
    let each = |_: &[u8], envelope: &[u8]| {
        all.push(String::from_utf8(envelope.to_vec()).unwrap());
        Ok(())
    };
    snapshot.each(Family::Facts, &[], each).unwrap();
    all
}

#[test]
fn nothing_restricted_leaves_the_office() {
    let log = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(|| Watch)
        .without_time();
    tracing::subscriber::set_global_default(log.finish()).unwrap();
    let app = TestApp::start();
    let tokens = plant(&app);
    let secret = |token: &String| token.rsplit('_').next().unwrap_or_default().to_owned();
    TOKENS.lock().unwrap().extend(tokens.iter().map(secret).filter(|secret| !secret.is_empty()));
    let code = first_code(&app, &tokens[0]);
    let recall = app.get("/api/v1/recalls").json()["items"][0]["id"].as_str().unwrap().to_owned();
    let addresses = addresses(&code, &recall);
    let lines = LINES.load(Ordering::Relaxed);

    let mut said = String::new();
    for (who, token) in WHO.iter().zip(&tokens).filter(|(who, _)| !is_office(who)) {
        // Labels and unit lists are the maker's; they are refused here, which is an answer too.
        for path in &addresses {
            for (accept, lang) in [
                ("text/html", "zh"),
                ("text/html", "en"),
                ("application/json", "en"),
                ("application/linkset+json", "zh"),
            ] {
                let answer = ask(&app, token, path, accept, lang);
                let found = found_in(&answer);
                // Its own tokens' labels are the operator's to see.
                let own = *who == "operator" && path.ends_with("/tokens");
                assert!(found.is_none() || own, "{who} {path} {accept} {found:?}: {answer}");
                said.push_str(&answer);
            }
        }
    }
    for value in PUBLIC {
        assert!(said.contains(value), "{value}");
    }
    refusals_tell_nothing(&app, &tokens);
    let office = office_reads(&app, &tokens[0]);
    for secret in SECRETS.iter().chain(&UNREAD[1..]) {
        assert!(office.contains(secret), "{secret} was not planted");
    }
    let envelopes = envelopes(&app);
    assert!(envelopes.len() >= 20);
    for envelope in &envelopes {
        assert_eq!(found_in(envelope), None, "{envelope}");
        assert!(!envelope.contains("LOT-A"), "a batch stands in the clear: {envelope}");
    }
    assert!(envelopes.iter().any(|envelope| envelope.contains("LOT-B")), "a recall names its lots");
    assert!(LINES.load(Ordering::Relaxed) >= lines + 1_000, "the log is not read");
    let leaks = LEAKS.lock().unwrap();
    assert!(leaks.is_empty(), "{}", leaks.join(""));
}

fn is_office(who: &str) -> bool {
    matches!(who, "maker" | "regulator")
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
fn refusals_tell_nothing(app: &TestApp, tokens: &[String; 10]) {
    let reason = json!({"reason": {"en": "curious"}});
    let correction = json!({
        "kind": "record",
        "reason": {"en": "curious"},
        "changes": [{"pointer": "/quantity/value", "value": -1}, {"pointer": "/colour", "value": 1}],
    });
    for (who, token) in WHO.iter().zip(tokens).filter(|(who, _)| !is_office(who)) {
        for (step, body) in
            [("hold", &reason), ("corrections", &correction), ("units", &json!({"issue": 99}))]
        {
            let answer = request(app, token, "POST", &batch_path("LOT-A", step), Some(body));
            assert!(answer.status >= 400, "{who} {step}");
            assert_eq!(found_in(&all_of(&answer)), None, "{who} {step}: {}", answer.text());
        }
    }
}

/// What the maker reads of its own goods; before their correction, from the record it was made of.
fn office_reads(app: &TestApp, maker: &str) -> String {
    let early = TestApp::start();
    let token = early.with_maker();
    created(&early.post(&token, &firm("/batches"), &planted_batch()));
    let mut all = early.get_as(&token, &batch_path("LOT-A", "")).text();
    for path in [firm(""), firm("/products/SS-200"), batch_path("LOT-A", ""), firm("/tokens")] {
        all.push_str(&app.get_as(maker, &path).text());
    }
    all
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
