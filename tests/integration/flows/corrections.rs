//! Corrections: printed and corrected, by whom and when; what is restricted stays so; history is kept.

use super::{accepted, lot_path, notices, page, reason, report, unit};
use crate::food;
use crate::harness::{MAKER, TestApp, batch, batch_path};
use serde_json::{Value, json};

fn stage() -> (TestApp, String) {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "L1", 1);
    (app, token)
}

fn correction(kind: &str, changes: &Value) -> Value {
    let mut body = reason();
    body["kind"] = kind.into();
    body["changes"] = changes.clone();
    body
}

fn one(kind: &str, pointer: &str, value: &Value) -> Value {
    correction(kind, &json!([{"pointer": pointer, "value": value}]))
}

fn shown(app: &TestApp, lot: &str) -> Vec<Value> {
    report(app, &lot_path(lot))["corrections"].as_array().unwrap().clone()
}

#[test]
fn a_label_correction_shows_both_values() {
    let (app, token) = stage();
    let body = one("label", "/expiresOn", &json!("2031-01-09"));
    accepted(&app, &token, &batch_path("L1", "corrections"), &body);
    let path = unit(&app, &token, "L1");
    assert!(notices(&app, &path).contains(&"labelCorrected".to_owned()));
    assert!(!notices(&app, &path).contains(&"recordCorrected".to_owned()));
    let fix = &shown(&app, "L1")[0];
    assert_eq!(fix["kind"], "label");
    assert_eq!(fix["reason"]["en"], "misprinted");
    assert_eq!(fix["by"]["organization"], MAKER);
    assert_eq!(fix["beforeRelease"], false);
    let change = json!({"field": "/expiresOn", "from": "2031-01-07", "to": "2031-01-09"});
    assert_eq!(fix["changes"], json!([change]));
    assert_eq!(report(&app, &path)["batch"]["expiresOn"], "2031-01-09");
    let page = page(&app, &path, "en").text();
    assert!(page.contains("Was <del><bdi>2031-01-07</bdi></del>"), "{page}");
    assert!(page.contains("Now <ins><bdi>2031-01-09</bdi></ins>"), "{page}");
    assert!(page.contains("Label corrected") && page.contains("corrected after release"), "{page}");
}

#[test]
fn a_restricted_value_is_named_and_not_shown() {
    let (app, token) = stage();
    let changes = json!([
        {"pointer": "/quantity/value", "value": 4321},
        {"pointer": "/ingredients/0/source/declared/name", "value": "另一供应商"},
        {"pointer": "/ingredients/0/origin/region", "value": "230100"},
    ]);
    let body = correction("record", &changes);
    accepted(&app, &token, &batch_path("L1", "corrections"), &body);
    assert!(notices(&app, &lot_path("L1")).contains(&"recordCorrected".to_owned()));
    let expected = json!([
        {"field": "/quantity/value"},
        {"field": "/ingredients/0/source/declared/name"},
        {"field": "/ingredients/0/origin/region", "from": "230183", "to": "230100"},
    ]);
    assert_eq!(shown(&app, "L1")[0]["changes"], expected);
    let page = page(&app, &lot_path("L1"), "zh").text();
    assert!(page.contains("内容不公开"), "{page}");
    let public = app.get(&batch_path("L1", "")).text();
    for text in [page, report(&app, &lot_path("L1")).to_string(), public] {
        assert!(!text.contains("4321") && !text.contains("供应商"), "{text}");
    }
    let office = app.get_as(&token, &batch_path("L1", "")).json();
    assert_eq!(office["quantity"]["value"].to_string(), "4321");
}

#[test]
fn every_correction_is_kept_and_the_newest_stands_first() {
    let (app, token) = stage();
    for day in ["2031-01-09", "2031-01-10", "2031-01-11"] {
        let body = one("label", "/expiresOn", &json!(day));
        accepted(&app, &token, &batch_path("L1", "corrections"), &body);
    }
    let values: Vec<_> = shown(&app, "L1")
        .iter()
        .map(|fix| (fix["changes"][0]["from"].clone(), fix["changes"][0]["to"].clone()))
        .collect();
    let steps = ["2031-01-07", "2031-01-09", "2031-01-10", "2031-01-11"];
    let steps = steps.windows(2).map(|two| (json!(two[0]), json!(two[1])));
    let expected: Vec<_> = steps.rev().collect();
    assert_eq!(values, expected);
    assert_eq!(app.get(&batch_path("L1", "")).json()["corrections"], 3);
}

#[test]
fn before_release_a_correction_warns_nobody() {
    let (app, token) = stage();
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    accepted(&app, &token, &batches, &batch("L2", 1));
    let path = batch_path("L2", "corrections");
    accepted(&app, &token, &path, &one("label", "/expiresOn", &json!("2031-01-09")));
    let scanned = unit(&app, &token, "L2");
    assert_eq!(report(&app, &scanned)["corrections"][0]["beforeRelease"], true);
    accepted(&app, &token, &batch_path("L2", "release"), &json!({}));
    accepted(&app, &token, &batch_path("L2", "activation"), &json!({}));
    assert_eq!(shown(&app, "L2")[0]["beforeRelease"], true);
    assert!(!notices(&app, &scanned).contains(&"labelCorrected".to_owned()));
    assert!(page(&app, &scanned, "en").text().contains("corrected before release"));
    accepted(&app, &token, &path, &one("label", "/expiresOn", &json!("2031-01-10")));
    let before: Vec<_> = shown(&app, "L2").iter().map(|fix| fix["beforeRelease"].clone()).collect();
    assert_eq!(before, [json!(false), json!(true)]);
    assert!(notices(&app, &scanned).contains(&"labelCorrected".to_owned()));
}

#[test]
fn a_withdrawal_does_not_move_a_correction_before_the_release() {
    let (app, token) = stage();
    let body = one("label", "/expiresOn", &json!("2031-01-09"));
    accepted(&app, &token, &batch_path("L1", "corrections"), &body);
    accepted(&app, &token, &batch_path("L1", "withdrawal"), &reason());
    assert_eq!(shown(&app, "L1")[0]["beforeRelease"], false);
    assert!(notices(&app, &lot_path("L1")).contains(&"labelCorrected".to_owned()));
}

#[test]
fn what_names_the_goods_cannot_be_corrected() {
    let (app, token) = stage();
    for pointer in ["/organization", "/product", "/lot", "/units/issue"] {
        let body = one("record", pointer, &json!("X"));
        let answer = app.post_keyed(&token, pointer, &batch_path("L1", "corrections"), &body);
        assert_eq!(answer.status, 400, "{pointer}: {}", answer.text());
        assert_eq!(answer.json()["errors"][0]["code"], "notCorrectable", "{pointer}");
    }
    assert!(shown(&app, "L1").is_empty());
}

#[test]
fn a_member_can_be_removed_and_the_repeat_gets_its_receipt() {
    let app = TestApp::start();
    let token = food::with_maker(&app);
    food::lot(&app, &token, "L1", 1);
    let path = batch_path("L1", "corrections");
    let body = one("label", "/expiresOn", &Value::Null);
    let first = app.post_keyed(&token, "remove", &path, &body);
    assert_eq!(first.status, 201, "{}", first.text());
    assert!(report(&app, &lot_path("L1"))["batch"].get("expiresOn").is_none());
    assert!(notices(&app, &lot_path("L1")).contains(&"noExpiry".to_owned()));
    let again = app.post_keyed(&token, "remove", &path, &body);
    assert_eq!(again.status, 200, "{}", again.text());
    assert_eq!(again.json()["receipt"], first.json()["receipt"]);
}
