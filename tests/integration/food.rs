//! Food that meets its profile: the sausage of the published schemas, its licence, and its test. For
//! tests that are about food; the others make do with goods of which nothing is asked.

use crate::harness::{Answer, MAKER, OTHER, TestApp, batch_path};
use serde_json::{Value, json};

/// The licence of the factory, in Fengyang.
pub const LICENCE: &str = "SC10434112600125";

/// Admits the firm and its factory, states the factory's licence, and registers the sausage: the
/// firm's token.
pub fn with_maker(app: &TestApp) -> String {
    let token = app.admit(MAKER, "producer", "341124");
    let factory = app.admit(OTHER, "producer", "341126");
    let entries = format!("/api/v1/organizations/{OTHER}/entries");
    created(&app.post(&factory, &entries, &licence()));
    created(&app.post(&token, &format!("/api/v1/organizations/{MAKER}/products"), &product()));
    token
}

/// Registers, tests, releases and activates a lot of the sausage with so many codes.
pub fn lot(app: &TestApp, token: &str, lot: &str, units: u64) {
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    created(&app.post(token, &batches, &batch(lot, units)));
    created(&app.post(token, &batch_path(lot, "checks"), &check()));
    for step in ["release", "activation"] {
        created(&app.post(token, &batch_path(lot, step), &json!({})));
    }
}

/// The food production licence of the factory.
pub fn licence() -> Value {
    json!({
        "kind": "foodProduction",
        "number": LICENCE,
        "issuer": {"zh": "滁州市市场监督管理局"},
        "validFrom": "2023-06-01",
        "validTo": "2028-05-31",
        "covers": ["0401"],
        "site": "FY-1",
        "region": "341126",
    })
}

/// `SS-200`, cooked meat, as the schema has it; its first version.
pub fn product() -> Value {
    let mut product = example(include_str!("../../schemas/product.schema.json"));
    product.as_object_mut().unwrap().remove("version");
    product
}

/// A lot of it, made on 2026-11-01 by the factory and good for years.
pub fn batch(lot: &str, units: u64) -> Value {
    let mut batch = example(include_str!("../../schemas/batch.schema.json"));
    let members = batch.as_object_mut().unwrap();
    members.remove("productVersion");
    members.remove("lotAsPrinted");
    members.remove("datesAsPrinted");
    members.insert("lot".to_owned(), json!(lot));
    members.insert("producedOn".to_owned(), json!("2026-11-01"));
    members.insert("expiresOn".to_owned(), json!("2031-01-07"));
    members.insert("units".to_owned(), json!({"issue": units}));
    batch
}

/// The factory test that the profile asks for, with one item from an outside report.
pub fn check() -> Value {
    let mut check = example(include_str!("../../schemas/check.schema.json"));
    check["testedOn"] = json!("2026-11-03");
    check.as_object_mut().unwrap().remove("sampledOn");
    check
}

/// The first example of a published schema.
pub fn example(schema: &str) -> Value {
    let schema: Value = serde_json::from_str(schema).unwrap();
    schema["examples"][0].clone()
}

#[track_caller]
fn created(answer: &Answer) {
    assert_eq!(answer.status, 201, "{}", answer.text());
}
