//! The first use, end to end: a batch is registered, released, put on sale, labelled and scanned; every
//! state a scan can be in; how answers are asked for and kept.

mod asking;
mod blocks;
mod checks;
mod corrections;
mod four_eyes;
mod freshness;
mod operations;
mod pages;
mod races;
mod repeats;
mod serials;
mod verdicts;

use crate::harness::{Answer, MAKER, TestApp, batch, batch_path, escape};
use serde_json::{Value, json};
use std::sync::Arc;
use suyuan::app::Options;
use suyuan::clock::Clock;

const GTIN_PATH: &str = "/01/09521001400176";

#[test]
fn a_scanned_code_answers_with_its_batch() {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "L1", 3);
    let units = app.units(&token, "L1");
    assert_eq!(units.len(), 3);
    let [ordinal, serial, url] = &units[0];
    assert_eq!(ordinal, "1");
    assert_eq!(url, &format!("HTTPS://T.EXAMPLE.CN/01/09521001400176/21/{serial}"));
    let answer = app.get(&format!("/api/v1/units/{MAKER}/{serial}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["verdict"], "registered", "{}", answer.text());
    let path = url.strip_prefix("HTTPS://T.EXAMPLE.CN").unwrap();
    let page = app.send("GET", path, &[("accept", "text/html"), ("accept-language", "en")], None);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Registered"), "{}", page.text());
    assert_eq!(app.get_as(&token, &batch_path("L1", "")).status, 200);
}

/// Milliseconds since 1970 of an instant.
fn at(instant: &str) -> i64 {
    instant.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

/// A fresh ledger whose clock stands.
fn standing_at(instant: &str) -> TestApp {
    let fixed = |options: Options| Options { clock: Clock::fixed(at(instant)), ..options };
    TestApp::on(Arc::new(tempfile::tempdir().unwrap()), fixed)
}

/// The page of a path in a language, as it is sent.
fn whole_page(app: &TestApp, path: &str, lang: &str) -> Answer {
    app.send("GET", path, &[("accept", "text/html"), ("accept-language", lang)], None)
}

/// The page of a path in a language, without its style: what is said, and its marks.
fn page(app: &TestApp, path: &str, lang: &str) -> Answer {
    let answer = whole_page(app, path, lang);
    let text = answer.text();
    let (head, rest) = text.split_once("<style>").unwrap_or((&text, "</style>"));
    let body = rest.split_once("</style>").map_or("", |(_, body)| body);
    Answer { bytes: format!("{head}{body}").into_bytes(), ..answer }
}

/// The report of a path.
fn report(app: &TestApp, path: &str) -> Value {
    app.send("GET", path, &[("accept", "application/json")], None).json()
}

/// The codes of the notices of a path.
fn notices(app: &TestApp, path: &str) -> Vec<String> {
    let report = report(app, path);
    let codes = report["notices"].as_array().unwrap().iter();
    codes.map(|notice| notice["code"].as_str().unwrap().to_owned()).collect()
}

/// The scan path of the first unit of a lot of `SS-200`.
fn unit(app: &TestApp, token: &str, lot: &str) -> String {
    format!("{GTIN_PATH}/21/{}", app.units(token, lot)[0][1])
}

fn lot_path(lot: &str) -> String {
    format!("{GTIN_PATH}/10/{lot}")
}

/// A command that must be accepted, under a key made of its words.
#[track_caller]
fn accepted(app: &TestApp, token: &str, path: &str, body: &Value) -> Value {
    let key = blake3::hash(format!("{path} {body}").as_bytes()).to_hex();
    let answer = app.post_keyed(token, &key, path, body);
    assert_eq!(answer.status, 201, "{path}: {}", answer.text());
    answer.json()
}

/// A further product of the maker.
fn add_product(app: &TestApp, token: &str, product: &str, gtin: Option<&str>) {
    let mut body = json!({
        "product": product,
        "name": {"zh": "豆腐干", "en": "Dried tofu"},
        "category": "general",
        "specification": "100 g",
    });
    if let Some(gtin) = gtin {
        body["gtin"] = gtin.into();
    }
    accepted(app, token, &format!("/api/v1/organizations/{MAKER}/products"), &body);
}

/// Registers a lot without codes, then own serials, and puts them on sale.
fn own_lot(app: &TestApp, token: &str, product: &str, lot: &str, serials: &Value) {
    let mut body = batch(lot, 100);
    body["product"] = product.into();
    body.as_object_mut().unwrap().remove("units");
    accepted(app, token, &format!("/api/v1/organizations/{MAKER}/batches"), &body);
    let base = format!("/api/v1/organizations/{MAKER}/batches/{product}/{}", escape(lot));
    accepted(app, token, &format!("{base}/units"), &json!({"serials": serials}));
    accepted(app, token, &format!("{base}/release"), &json!({}));
    accepted(app, token, &format!("{base}/activation"), &json!({}));
}

fn reason() -> Value {
    json!({"reason": {"zh": "印刷错误", "en": "misprinted"}})
}
