//! The planted documents: a recognizable value at every place that only the office may read.

use super::super::created;
use super::{Viewers, firm};
use crate::harness::{
    JAM_QUESTION, MAKER, OTHER, TestApp, batch, batch_path, jam, organization, product, recall,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use suyuan::access::DocumentKind;

/// Planted values that are read together, and where.
pub(super) const ORGANIZATION: &[&str] = &["王秘密", "secret.person@example.cn"];
pub(super) const FORMULA: &[&str] = &["secret-formula-line", "987.654", "4321.125", "7071001"];
/// What a correction replaced: read by nobody.
pub(super) const REPLACED: &[&str] = &["7654321.25", "77.70231"];
/// Of the batch, what a step back shows too.
pub(super) const INPUTS: &[&str] = &[
    "7654322.75",
    "88.81342",
    "612.567",
    "秘密供应商之名",
    "13700001111",
    "RAW-9Q",
    "SRCLOT-9Q",
    "ADDITIVE-LOT-9Q",
    "CERT-4711-Q",
    "MATERIAL-31-Q",
    "2019-03-17",
    "PRINTED-55-Q",
    "DECLARED-ADD-Q",
    "13700002222",
    "ADDPRODUCT-Q",
    "ADDLOT-Q",
    "09506000137711",
    "GTINLOT-AQ",
    "09506000138824",
    "GTINLOT-IQ",
];
/// Of the batch, what only its record shows.
pub(super) const RECORD: &[&str] = &[
    "ENTRY-5150-Q",
    "4410.5",
    "7653999.5",
    "LOSSKIND-Q",
    "INCOMING-99-Q",
    "33.917",
    "0.71429",
    "CARRIED-Q",
    "1.23457",
    "5432.125",
    "17.625",
    "0.38461",
    "EXPRESSED-Q",
    "STEP-Q",
    "PARAMETER-Q",
    "61.83117",
    "59.17113",
    "67.31119",
    "2019-04-18T01:02:03Z",
    "3217019",
];
/// How many units, which lists of batches show too.
pub(super) const UNITS: &[&str] = &["98765431"];
pub(super) const CHECK: &[&str] = &["SAMPLE-77-Q", "REPORTER-77-Q", "LABCONTACT-77-Q"];
pub(super) const LABORATORY_CHECK: &[&str] = &["SAMPLE-88-Q", "REPORTER-88-Q", "LABCONTACT-88-Q"];
/// A test that waits for its lot.
pub(super) const QUEUED: &[&str] = &["SAMPLE-99-Q", "REPORTER-99-Q", "LABCONTACT-99-Q"];
/// How long the file is, which stands wherever it is named.
pub(super) const FILE_BYTES: &[&str] = &["733193"];
pub(super) const FILE: &[&str] = &["EVIDENCEFILE-Q"];
/// What to put right, in an order.
pub(super) const ORDER: &[&str] = &["INSTRUCTION-ZH-Q", "INSTRUCTION-EN-Q"];
pub(super) const JUDGEMENT: &[&str] = &["JUDGEREASON-ZH-Q", "JUDGEREASON-EN-Q"];
pub(super) const PROPOSAL: &[&str] = &["PROPOSALREASON-Q", "7654329.5"];
pub(super) const WEBHOOK: &[&str] = &["hook-9q.example.cn"];
pub(super) const WATCH: &[&str] = &["WATCHED-9Q"];
/// Of a recall's plan, for the sides of the recall.
pub(super) const RECALL_PLAN: &[&str] = &["PLAN-Q", "7171717", "2017-07-17"];
pub(super) const TOKEN: &[&str] = &["私人标签-secret-label", "LABEL-EN-Q"];
pub(super) const ENTRY: &[&str] = &["ENTRYNOTE-ZH-Q", "ENTRYNOTE-EN-Q"];
pub(super) const EVENT: &[&str] = &[
    "31415.25",
    "91330281YYDEM52984",
    "EVENTNOTE-ZH-Q",
    "EVENTNOTE-EN-Q",
    "\"channel\":\"catering\"",
];
pub(super) const SHOP_EVENT: &[&str] = &["27182.75", "SHOPNOTE-Q"];
/// The cases on the pallet.
pub(super) const CASES: &[&str] = &[CASE_A, CASE_B];
/// Read by nobody over HTTP but who gave it.
pub(super) const EVIDENCE: &[&str] = &["EVIDENCE-33-Q", "EVIDENCE-EN-Q"];
/// All of them.
pub(super) const SECRETS: &[&[&str]] = &[
    ORGANIZATION,
    UNITS,
    FORMULA,
    REPLACED,
    INPUTS,
    RECORD,
    CHECK,
    LABORATORY_CHECK,
    TOKEN,
    ENTRY,
    EVENT,
    SHOP_EVENT,
    CASES,
    EVIDENCE,
    QUEUED,
    FILE_BYTES,
    FILE,
    ORDER,
    JUDGEMENT,
    PROPOSAL,
    WEBHOOK,
    WATCH,
    RECALL_PLAN,
];
/// Public values next to them, which show that the answers say something.
pub(super) const PUBLIC: [&str; 3] = ["Smoked pork sausage", "0550-7654321", "SS-200"];

pub(super) const PALLET: &str = "095210010000000017";
const CASE_A: &str = "895210010000000777";
const CASE_B: &str = "895210010000000888";
/// A shop that receives goods of the lot.
pub(super) const SHOP: &str = "91320114YYDEM7517X";

/// The planted values in a text. Hashes are left out: digits in them mean nothing.
pub(super) fn found_in(text: &str, groups: &[&[&'static str]]) -> BTreeSet<&'static str> {
    let words = text.split(|c: char| !c.is_ascii_hexdigit());
    let hashes = words.filter(|word| word.len() >= 32);
    let plain = hashes.fold(text.to_owned(), |text, hash| text.replace(hash, ""));
    let there = |secret: &&&str| {
        let grouped = grouped(secret);
        plain.contains(**secret) || grouped.is_some_and(|grouped| plain.contains(&grouped))
    };
    groups.iter().copied().flatten().filter(there).copied().collect()
}

/// A whole number as pages may print it: `98,765,431`.
fn grouped(digits: &str) -> Option<String> {
    if digits.len() < 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    Some(groups.collect::<Vec<_>>().join(","))
}

/// Reads JSON whose numbers stay as written.
fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn maker() -> Value {
    let mut body = organization(MAKER, "producer", "341124");
    body["contact"] =
        json!({"phone": "0550-7654321", "person": "王秘密", "email": "secret.person@example.cn"});
    body
}

fn formula() -> Value {
    let mut body = product();
    body["formula"] = read(
        r#"{"visibility":"restricted","version":7071001,"basis":{"value":4321.125,"unit":"KGM"},
            "lines":[{"material":"secret-formula-line","cns":"09.002","kg":987.654}]}"#,
    );
    body
}

fn goods() -> Value {
    let mut body = batch("LOT-A", 98_765_431);
    body["quantity"] = read(
        r#"{"value":7654321.25,"unit":"KGM","netMass":{"value":7653999.5,"unit":"KGM"},
            "loss":[{"kind":"LOSSKIND-Q","value":4410.5,"unit":"KGM"}]}"#,
    );
    body["manufacturer"] = json!({"organization": MAKER, "entry": "ENTRY-5150-Q"});
    body["ingredients"] = read(&format!(
        r#"[{{"name":{{"zh":"猪肉","en":"pork"}},"material":"MATERIAL-31-Q","quantity":{{"value":612.567,"unit":"KGM"}},
            "source":{{"declared":{{"name":"秘密供应商之名","phone":"13700001111"}},"lotAsPrinted":"PRINTED-55-Q"}},
            "receivedOn":"2019-03-17",
            "additiveCategory":"12.04","additives":[{{"cns":"17.001","activeFraction":0.71429,"name":{{"zh":"CARRIED-Q","en":"CARRIED-Q"}},
             "contained":{{"value":33.917,"unit":"GRM"}}}},
             {{"ins":"1520","contained":{{"value":33.917,"unit":"GRM"}}}}],
            "documents":[{{"type":"certificate","number":"CERT-4711-Q"}}],"incomingCheck":"INCOMING-99-Q"}},
           {{"name":{{"en":"salt"}},"source":{{"organization":"{OTHER}","product":"RAW-9Q","lot":"SRCLOT-9Q"}}}},
           {{"name":{{"en":"pepper"}},"source":{{"gtin":"09506000138824","lot":"GTINLOT-IQ"}}}}]"#
    ));
    body["additives"] = read(&format!(
        r#"[{{"cns":"09.002","used":{{"value":77.70231,"unit":"GRM"}},"activeFraction":0.38461,
             "expressedAs":"EXPRESSED-Q","source":{{"lotAsPrinted":"ADDITIVE-LOT-9Q",
             "declared":{{"name":"DECLARED-ADD-Q","phone":"13700002222"}}}}}},
           {{"cns":"09.003","source":{{"organization":"{OTHER}","product":"ADDPRODUCT-Q","lot":"ADDLOT-Q"}}}},
           {{"cns":"17.003","source":{{"gtin":"09506000137711","lot":"GTINLOT-AQ"}}}}]"#
    ));
    body["processControls"] = read(
        r#"[{"step":"STEP-Q","parameter":"PARAMETER-Q","value":61.83117,"min":59.17113,"max":67.31119,
            "unit":"Cel","measuredAt":"2019-04-18T01:02:03Z"}]"#,
    );
    body["units"]["labelAllowance"] = json!(3_217_019);
    body["density"] = read(r#"{"kgPerLitre":1.23457}"#);
    body["fat"] = read(r#"{"value":5432.125,"unit":"KGM"}"#);
    body["preparation"] = read(r#"{"times":17.625,"drink":"14.04"}"#);
    body
}

/// The number stands in what only the office reads.
fn check(report: &str, number: u8) -> Value {
    read(&format!(
        r#"{{"kind":"factoryTest","reportNo":"{report}","sampleNo":"SAMPLE-{number}-Q","testedOn":"2026-11-02",
            "reporter":"REPORTER-{number}-Q","laboratory":{{"contact":"LABCONTACT-{number}-Q"}},
            "items":[{{"item":"nitrite","result":{{"value":1,"unit":"mg/kg"}},"limit":{{"max":30}}}}]}}"#
    ))
}

fn paper_check() -> Value {
    let mut body = check("R1", 77);
    body["evidence"] = json!([file_hash()]);
    body
}

/// A file whose length tells it, too.
pub(super) fn file() -> Vec<u8> {
    let mut file = format!("%PDF-1.7 {}", FILE[0]).into_bytes();
    file.resize(FILE_BYTES[0].parse().unwrap(), b'.');
    file
}

pub(super) fn file_hash() -> String {
    blake3::hash(&file()).to_hex().to_string()
}

/// Follows the maker's use of another firm's lot.
fn followed() -> Value {
    let lot = json!({"organization": OTHER, "product": "RAW-9Q", "lot": "SRCLOT-9Q"});
    json!({"organization": MAKER, "ingredientLot": lot})
}

/// The same by supplier and days of receipt.
fn received(supplier: (&str, &str)) -> Value {
    let mut from = json!({"first": "2019-03-17", "last": "2019-03-17"});
    from[supplier.0] = json!(supplier.1);
    json!({"organization": MAKER, "receivedFrom": from})
}

fn ingredient_recall(scope: Value) -> Value {
    let mut body = recall(&["-"]);
    body["effect"] = json!("held");
    body["scope"] = scope;
    body
}

fn step(scope: Value) -> Value {
    json!({"scope": scope, "reason": {"en": "more of it"}})
}

fn judgement() -> Value {
    json!({
        "version": 1, "key": JAM_QUESTION, "permitted": true,
        "reason": {"zh": JUDGEMENT[0], "en": JUDGEMENT[1]},
    })
}

fn order() -> Value {
    json!({
        "kind": "improvementOrder", "number": "O-2026-1", "validTo": "2031-01-01",
        "note": {"zh": "ENTRYNOTE-ZH-Q", "en": "ENTRYNOTE-EN-Q"},
        "instructions": {"zh": ORDER[0], "en": ORDER[1]}, "evidence": [file_hash()],
    })
}

fn status() -> Value {
    json!({
        "status": "renewed", "on": "2026-11-01", "validTo": "2031-12-31",
        "reason": {"en": "renewed"}, "evidence": [file_hash()],
    })
}

fn events() -> [Value; 3] {
    let note = r#""note":{"zh":"EVENTNOTE-ZH-Q","en":"EVENTNOTE-EN-Q"}"#;
    [
        read(&format!(
            r#"{{"bizStep":"packing","on":"2026-11-20","sscc":"{CASE_B}","parent":"{PALLET}"}}"#
        )),
        read(&format!(
            r#"{{"bizStep":"packing","on":"2026-11-20","sscc":"{PALLET}","children":["{CASE_A}"],"counterpart":"{SHOP}"}}"#
        )),
        read(&format!(
            r#"{{"bizStep":"selling","on":"2026-11-20","quantity":{{"value":31415.25,"unit":"KGM"}},
                "counterpart":"91330281YYDEM52984","channel":"catering","region":"341124",{note}}}"#
        )),
    ]
}

fn entry() -> Value {
    json!({
        "kind": "honour", "number": "H-2026-1", "validFrom": "2026-01-01",
        "note": {"zh": "ENTRYNOTE-ZH-Q", "en": "ENTRYNOTE-EN-Q"}, "evidence": [file_hash()],
    })
}

fn label() -> Value {
    json!({"role": "seller", "label": {"zh": "私人标签-secret-label", "en": "LABEL-EN-Q"}, "expiresOn": "2039-01-01"})
}

fn end() -> Value {
    json!({"reason": {"en": "all returned"}, "evidence": {"zh": "EVIDENCE-33-Q", "en": "EVIDENCE-EN-Q"}})
}

fn plain(text: &str) -> Value {
    json!(text)
}

fn both(text: &str) -> Value {
    json!({"zh": text, "en": text})
}

/// A recall's plan, every text of it as it is said.
fn plan(said: &Value) -> Value {
    let day = "2017-07-17";
    json!({
        "producer": {
            "name": said, "address": said, "legalPerson": "PLAN-Q", "personInCharge": "PLAN-Q",
            "contact": said,
        },
        "product": {
            "name": said, "brand": said, "specification": said,
            "producedOn": {"first": day, "last": day}, "lots": ["PLAN-Q"],
            "quantity": {"value": 7_171_717, "unit": "EA"},
        },
        "area": said, "reason": said, "harm": said, "class": 1, "procedure": said,
        "timeLimits": said, "notice": {"text": said, "channel": said}, "operatorDuties": said,
        "disposal": said, "cost": said, "expectedEffect": said,
    })
}

/// Every kind of document with its schema and all that is planted of it.
pub(super) fn documents() -> Vec<(DocumentKind, &'static str, Vec<Value>)> {
    use DocumentKind::{
        Batch, Check, Entry, EntryStatus, Event, Judgement, Organization, Product, Recall,
        RecallEnd, RecallPlan, RecallStep, Token,
    };
    let typed = ("supplierName", "秘密供应商之名");
    let scopes = [
        followed(),
        received(typed),
        received(("supplier", "91330281YYDEM52984")),
        json!({"any": [followed(), received(typed), received(("supplier", "91330281YYDEM52984"))]}),
    ];
    vec![
        (Organization, "OrganizationDoc", vec![maker()]),
        (Token, "TokenDoc", vec![label()]),
        (Product, "ProductDoc", vec![formula()]),
        (Batch, "BatchDoc", vec![goods()]),
        (Check, "CheckDoc", vec![paper_check()]),
        (Event, "EventDoc", events().to_vec()),
        (Entry, "EntryDoc", vec![entry(), order()]),
        (EntryStatus, "EntryStatusDoc", vec![status()]),
        (Judgement, "JudgementDoc", vec![judgement()]),
        (Recall, "RecallDoc", scopes.clone().map(ingredient_recall).to_vec()),
        (RecallStep, "StepDoc", scopes.map(step).to_vec()),
        (RecallEnd, "EndDoc", vec![end()]),
        (
            RecallPlan,
            "RecallPlanDoc",
            [plain("PLAN-Q"), both("PLAN-Q")].map(|said| plan(&said)).to_vec(),
        ),
    ]
}

/// The maker and its product: before the other viewers are admitted.
pub(super) fn admit(app: &TestApp) -> String {
    created(&app.post(&app.operator, "/api/v1/organizations", &maker()));
    let token = app.token(MAKER, "producer");
    created(&app.post(&token, &firm("/products"), &formula()));
    token
}

/// Registers everything, and lets happen what makes more documents: tests, corrections, a hold, a sale,
/// events, recalls.
pub(super) fn plant(app: &TestApp, viewers: &Viewers) {
    let token = viewers.token("maker");
    created(&app.post(token, &firm("/batches"), &goods()));
    created(&app.post(token, &firm("/batches"), &batch("LOT-C", 3)));
    created(&app.post_keyed(token, "label", &firm("/tokens"), &label()));
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/pdf")];
    created(&app.send("POST", &firm("/evidence"), &headers, Some(&file())));
    created(&app.post(token, &batch_path("LOT-A", "checks"), &paper_check()));
    let laboratory = viewers.token("own laboratory");
    let tested = check("R2", 88);
    created(&app.post(laboratory, &batch_path("LOT-A", "checks"), &tested));
    for step in ["release", "activation"] {
        created(&app.post(token, &batch_path("LOT-A", step), &json!({})));
    }
    let keyed =
        |key: &str, path: &str, body: &Value| created(&app.post_keyed(token, key, path, body));
    let correction = read(
        r#"{"kind":"record","reason":{"en":"weighed again"},"changes":[
            {"pointer":"/quantity/value","value":7654322.75},
            {"pointer":"/additives/0/used/value","value":88.81342},
            {"pointer":"/expiresOn","value":"2031-01-08"}]}"#,
    );
    keyed("correct", &batch_path("LOT-A", "corrections"), &correction);
    let sale = json!({"ordinals": {"first": 1, "last": 7}});
    keyed("sale", &batch_path("LOT-A", "sales"), &sale);
    let reason = json!({"reason": {"zh": "例行核查", "en": "routine check"}});
    keyed("hold", &batch_path("LOT-A", "hold"), &reason);
    keyed("unhold", &batch_path("LOT-A", "unhold"), &reason);
    for (at, event) in events().iter().enumerate() {
        keyed(&format!("event{at}"), &batch_path("LOT-A", "events"), event);
    }
    let received = read(
        r#"{"bizStep":"receiving","on":"2026-11-20","quantity":{"value":27182.75,"unit":"KGM"},"note":{"en":"SHOPNOTE-Q"}}"#,
    );
    let path = batch_path("LOT-A", "events");
    created(&app.post_keyed(viewers.token("shop"), "received", &path, &received));
    created(&app.post(token, &firm("/entries"), &entry()));
    keyed("open", "/api/v1/recalls", &recall(&["LOT-B"]));
    let id = app.get("/api/v1/recalls").json()["items"][0]["id"].as_str().unwrap().to_owned();
    keyed("end", &format!("/api/v1/recalls/{id}/closure"), &end());
    plant_more(app, viewers);
}

/// Orders, answers of posts, proposals, waiting tests, ingredient recalls, subscriptions.
fn plant_more(app: &TestApp, viewers: &Viewers) {
    let token = viewers.token("maker");
    let keyed =
        |key: &str, path: &str, body: &Value| created(&app.post_keyed(token, key, path, body));
    keyed("status", "/api/v1/entries/re-0001/status", &status());
    created(&app.post(viewers.token("regulator"), &firm("/entries"), &order()));
    let mut waiting = check("R3", 99);
    waiting["kind"] = json!("outsideTest");
    waiting["labelledProducer"] = json!({"organization": MAKER});
    let laboratory = viewers.token("own laboratory");
    created(&app.post_keyed(laboratory, "queue", "/api/v1/checks", &json!([waiting])));
    let quality = app.token_of_post(MAKER, "quality");
    let post = |key: &str, path: &str, body: &Value| {
        created(&app.post_keyed(&quality, key, path, body));
    };
    jam(app, token, MAKER, "J1");
    post("judge", &firm("/products/JAM/judgements"), &judgement());
    let any = [followed(), received(("supplierName", "秘密供应商之名"))];
    let opened = ingredient_recall(json!({"any": any}));
    let opened = created(&app.post_keyed(token, "follow", "/api/v1/recalls", &opened));
    let extension = format!("/api/v1/recalls/{}/extension", opened["id"].as_str().unwrap());
    keyed("further", &extension, &step(followed()));
    keyed("plan", &extension.replace("extension", "plan"), &plan(&both("PLAN-Q")));
    post("choice", &firm("/settings"), &json!({"corrections": "fourEyes"}));
    let proposal = read(
        r#"{"kind":"record","reason":{"en":"PROPOSALREASON-Q"},
            "changes":[{"pointer":"/quantity/value","value":7654329.5}]}"#,
    );
    post("propose", &batch_path("LOT-A", "corrections"), &proposal);
    // Last, so that nothing is to be told any more.
    let items = json!({"items": [{"gtin": "09521001400176", "lot": WATCH[0]}]});
    created(&app.post(token, &firm("/watches"), &items));
    let hook = json!({"url": format!("https://{}/told", WEBHOOK[0]), "kinds": ["taskOpened"]});
    keyed("hook", &firm("/webhooks"), &hook);
}
