//! Events of goods over HTTP: what was shipped, used, sold and by whom; balances and sale limits; who
//! may say it and who may read it; processors and officers who act for others.

mod balance;
mod sscc;
mod steps;

use crate::harness::{MAKER, OTHER, REGULATOR, TestApp, batch, batch_path, organization, product};
use serde_json::{Value, json};

fn event(biz_step: &str, pieces: u64) -> Value {
    json!({"bizStep": biz_step, "on": "2026-11-20", "quantity": {"value": pieces, "unit": "EA"}})
}

#[track_caller]
fn state(app: &TestApp, token: &str, key: &str, lot: &str, body: &Value) -> Value {
    let answer = app.post_keyed(token, key, &batch_path(lot, "events"), body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

#[test]
fn what_left_is_held_against_what_was_made() {
    let app = TestApp::start();
    let maker = app.with_maker();
    app.lot(&maker, "E1", 100);
    let rows = [
        // step, pieces, warned of so much
        ("shipping", 60, None),
        ("destroying", 30, None),
        ("shipping", 11, Some("1 EA")),
        ("returning", 5, None),
        ("shipping", 4, None),
        ("loss", 7, Some("7 EA")),
    ];
    for (at, (step, pieces, expected)) in rows.into_iter().enumerate() {
        let answer = state(&app, &maker, &at.to_string(), "E1", &event(step, pieces));
        let told = answer["warnings"][0]["message"]["en"].as_str().unwrap_or_default();
        match expected {
            None => assert_eq!(answer["warnings"], Value::Null, "{step} {pieces}"),
            Some(by) => {
                assert_eq!(answer["warnings"][0]["code"], "overdraw", "{step} {pieces}");
                assert!(told.contains(by), "{step} {pieces}: {told}");
            }
        }
    }
    let listed = app.get_as(&maker, &batch_path("E1", "events")).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 6);
    assert_eq!(listed["items"][2]["findings"][0]["code"], "overdraw");
}

#[test]
fn what_is_used_of_a_lot_is_held_against_what_was_made_of_it() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let mut raw = batch("RAW", 0);
    raw["quantity"] = json!({"value": 100, "unit": "KGM"});
    raw.as_object_mut().unwrap().remove("units");
    let path = format!("/api/v1/organizations/{MAKER}/batches");
    assert_eq!(app.post(&maker, &path, &raw).status, 201);
    let using = |lot: &str, value: f64, unit: &str| {
        let mut body = batch(lot, 1);
        body["ingredients"][0]["quantity"] = json!({"value": value, "unit": unit});
        let source = json!({"organization": MAKER, "product": "SS-200", "lot": "RAW"});
        body["ingredients"][0]["source"] = source;
        let answer = app.post(&maker, &path, &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["warnings"].clone()
    };
    assert_eq!(using("U1", 60.0, "KGM"), Value::Null);
    assert_eq!(using("U2", 40_000.0, "GRM"), Value::Null);
    let told = using("U3", 0.5, "KGM");
    assert_eq!(told[0]["code"], "overdraw");
    assert_eq!(told[0]["pointer"], "/ingredients/0/quantity");
    assert!(told[0]["message"]["zh"].as_str().unwrap().contains("0.5 KGM"), "{told}");
}

#[test]
fn a_workshop_sells_in_its_county_and_never_to_malls() {
    let app = TestApp::start();
    let maker = app.admit(MAKER, "workshop", "341124");
    let mut goods = product();
    goods["category"] = json!("food.workshop");
    let products = format!("/api/v1/organizations/{MAKER}/products");
    assert_eq!(app.post(&maker, &products, &goods).status, 201);
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    assert_eq!(app.post(&maker, &batches, &batch("W1", 10)).status, 201);
    let sale = |region: &str, channel: &str| {
        let mut body = event("selling", 1);
        body["region"] = json!(region);
        body["channel"] = json!(channel);
        body
    };
    let rows = [
        ("341124", "market", vec![]),
        ("341126", "market", vec!["outsideSaleArea"]),
        ("341124", "mall", vec!["refusedChannel"]),
        ("320114", "supermarket", vec!["outsideSaleArea", "refusedChannel"]),
    ];
    for (region, channel, expected) in rows {
        let key = format!("{region}{channel}");
        let answer = state(&app, &maker, &key, "W1", &sale(region, channel));
        let warnings = answer["warnings"].as_array().cloned().unwrap_or_default();
        let codes: Vec<_> = warnings.iter().map(|told| told["code"].as_str().unwrap()).collect();
        assert_eq!(codes, expected, "{region} {channel}");
        assert!(warnings.iter().all(|told| told["clause"]["zh"].is_string()), "{warnings:?}");
    }
}

#[test]
fn whoever_had_the_goods_speaks_for_itself() {
    let app = TestApp::start();
    let maker = app.with_maker();
    app.lot(&maker, "E1", 10);
    let shop = app.admit(OTHER, "seller", "341126");
    let mut received = event("receiving", 4);
    received["counterpart"] = json!(MAKER);
    received["sscc"] = json!("(00) 0952100 1000000001 7");
    received["region"] = json!("341126");
    let answer = app.post_keyed(&shop, "r", &batch_path("E1", "events"), &received);
    assert_eq!(answer.status, 201, "{}", answer.text());
    // The maker's own shipment, which the shop does not get to read.
    let mut shipped = event("shipping", 4);
    shipped["region"] = json!("341126");
    shipped["sscc"] = json!("095210010000000017");
    state(&app, &maker, "s", "E1", &shipped);
    let lists = [(&shop, [true, false]), (&maker, [true, true])];
    for (token, whole) in lists {
        let listed = app.get_as(token, &batch_path("E1", "events")).json();
        let items = listed["items"].as_array().unwrap().clone();
        let seen: Vec<_> = items.iter().map(|item| item["quantity"].is_object()).collect();
        assert_eq!(seen, whole, "{listed}");
    }
    assert_eq!(app.get(&batch_path("E1", "events")).status, 401);
    // The public sees step, day and region.
    let serial = app.units(&maker, "E1")[0][1].clone();
    let report = app.get(&format!("/api/v1/units/{MAKER}/{serial}"));
    let timeline = report.json()["provenance"]["timeline"].clone();
    assert_eq!(timeline[1]["bizStep"], "shipping");
    assert_eq!(timeline[1]["toRegion"], "341126");
    // What another firm says of the lot does not stand on its producer's page.
    assert_eq!(timeline.as_array().unwrap().len(), 2, "{timeline}");
    // A lot that was not released is nobody else's to know.
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    assert_eq!(app.post(&maker, &batches, &batch("SECRET", 1)).status, 201);
    let hidden = app.post_keyed(&shop, "h", &batch_path("SECRET", "events"), &received);
    let none = app.post_keyed(&shop, "h", &batch_path("NONE", "events"), &received);
    assert_eq!((hidden.status, none.status), (404, 404));
    assert_eq!(hidden.code(), none.code());
    assert!(!report.text().contains("095210010000000017"), "{}", report.text());
    // Regulators and the operator have no goods.
    let regulator = app.admit(REGULATOR, "regulator", "340000");
    for token in [&regulator, &app.operator] {
        let answer = app.post_keyed(token, "x", &batch_path("E1", "events"), &received);
        assert_eq!((answer.status, answer.code().as_str()), (403, "notYours"));
    }
}

#[test]
fn malformed_events_are_refused() {
    let app = TestApp::start();
    let maker = app.with_maker();
    app.lot(&maker, "E1", 10);
    let rows = [
        (json!({"on": "2026-11-20"}), "/bizStep", "required"),
        (json!({"bizStep": "selling"}), "/on", "required"),
        (json!({"bizStep": "teleporting", "on": "2026-11-20"}), "/bizStep", "notAWord"),
        (json!({"bizStep": "selling", "on": "2026-02-30"}), "/on", "notADate"),
        (
            json!({"bizStep": "shipping", "on": "2026-11-20", "channel": "mall"}),
            "/channel",
            "conflict",
        ),
        (
            json!({"bizStep": "selling", "on": "2026-11-20", "channel": "moon"}),
            "/channel",
            "notAWord",
        ),
        (json!({"bizStep": "packing", "on": "2026-11-20", "sscc": "1234"}), "/sscc", "notACode"),
        (
            json!({"bizStep": "packing", "on": "2026-11-20", "region": "99"}),
            "/region",
            "notARegion",
        ),
        (
            json!({"bizStep": "loss", "on": "2026-11-20", "quantity": {"value": 0, "unit": "EA"}}),
            "/quantity/value",
            "outOfRange",
        ),
        (
            json!({"bizStep": "loss", "on": "2026-11-20", "quantity": {"value": 1, "unit": "kg"}}),
            "/quantity/unit",
            "notAUnit",
        ),
        (
            json!({"bizStep": "loss", "on": "2026-11-20", "note": {"zh": "\u{202e}反"}}),
            "/note/zh",
            "character",
        ),
        (json!({"bizStep": "loss", "on": "2026-11-20", "who": 1}), "/who", "unknownField"),
    ];
    for (body, pointer, code) in rows {
        let answer = app.post_keyed(&maker, "k", &batch_path("E1", "events"), &body);
        let errors = answer.json()["errors"].clone();
        assert_eq!(answer.status, 400, "{body}: {}", answer.text());
        assert_eq!(
            (errors[0]["pointer"].as_str(), errors[0]["code"].as_str()),
            (Some(pointer), Some(code)),
            "{body}"
        );
    }
    let none = app.post_keyed(&maker, "k", &batch_path("NONE", "events"), &event("loss", 1));
    assert_eq!(none.status, 404);
    let listed = app.get_as(&maker, &batch_path("E1", "events")).json();
    assert_eq!(listed["items"], json!([]));
}

#[test]
fn a_commission_lets_the_processor_register_and_test_but_not_release() {
    let app = TestApp::start();
    let owner = app.with_maker();
    let processor = app.admit(OTHER, "producer", "341126");
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    assert_eq!(app.post(&processor, &batches, &batch("C1", 10)).status, 403);
    let commission = json!({
        "kind": "commission", "number": "WT-2026-7", "counterpart": OTHER, "product": "SS-200",
        "validFrom": "2026-01-01", "validTo": "2026-12-31",
    });
    let entries = format!("/api/v1/organizations/{MAKER}/entries");
    let stated = app.post(&owner, &entries, &commission);
    assert_eq!(stated.status, 201, "{}", stated.text());
    let registered = app.post(&processor, &batches, &batch("C1", 10));
    assert_eq!(registered.status, 201, "{}", registered.text());
    assert_eq!(app.post(&processor, &batches, &batch("C1", 10)).status, 200);
    // Made outside the commission's days, or another product.
    let mut early = batch("C0", 10);
    early["producedOn"] = json!("2025-12-31");
    assert_eq!(app.post(&processor, &batches, &early).status, 403);
    let check = json!({
        "kind": "factoryTest", "reportNo": "P-1", "testedOn": "2026-11-02",
        "items": [{"item": "moisture", "result": {"value": 1, "unit": "g/kg"}, "limit": {"max": 2}}],
    });
    assert_eq!(app.post(&processor, &batch_path("C1", "checks"), &check).status, 201);
    assert_eq!(app.post(&processor, &batch_path("C1", "release"), &json!({})).status, 403);
    assert_eq!(app.post(&owner, &batch_path("C1", "release"), &json!({})).status, 201);
    // Once it is cancelled, goods made later are not the processor's to register.
    let id = stated.json()["id"].as_str().unwrap().to_owned();
    let cancelled =
        json!({"status": "cancelled", "on": "2026-11-01", "reason": {"zh": "合同终止"}});
    let path = format!("/api/v1/entries/{id}/status");
    assert_eq!(app.post_keyed(&owner, "c", &path, &cancelled).status, 201);
    assert_eq!(app.post(&processor, &batches, &batch("C2", 10)).status, 403);
}

#[test]
fn an_officer_registers_for_a_workshop_only() {
    let app = TestApp::start();
    let body = organization(REGULATOR, "regulator", "340000");
    assert_eq!(app.post(&app.operator, "/api/v1/organizations", &body).status, 201);
    let officer = app.token(REGULATOR, "officer");
    let _workshop = app.admit(MAKER, "workshop", "341124");
    let _producer = app.admit(OTHER, "producer", "341126");
    for (code, status) in [(MAKER, 201), (OTHER, 403)] {
        let path = format!("/api/v1/organizations/{code}/products");
        let mut goods = product();
        goods.as_object_mut().unwrap().remove("gtin");
        let answer = app.post(&officer, &path, &goods);
        assert_eq!(answer.status, status, "{code}: {}", answer.text());
    }
    let path = format!("/api/v1/organizations/{MAKER}/batches");
    assert_eq!(app.post(&officer, &path, &batch("O1", 1)).status, 201);
    // Recalls stay the regulator's.
    let recall = crate::harness::recall(&["O1"]);
    let answer = app.post_keyed(&officer, "r", "/api/v1/recalls", &recall);
    assert_eq!((answer.status, answer.code().as_str()), (403, "notYours"));
}

/// Statements are taken as they are said; what cannot be compared is told.
#[test]
fn odd_statements_are_recorded_and_told() {
    let app = TestApp::start();
    let maker = app.with_maker();
    app.lot(&maker, "E1", 10);
    let mut later = event("shipping", 1);
    later["on"] = json!("2099-12-31");
    assert_eq!(state(&app, &maker, "1", "E1", &later)["warnings"], Value::Null);
    let mut metres = event("shipping", 1);
    metres["quantity"]["unit"] = json!("MTR");
    let told = state(&app, &maker, "2", "E1", &metres)["warnings"].clone();
    assert_eq!(told[0]["code"], "unitMismatch", "{told}");
    assert!(told[0]["message"]["zh"].as_str().unwrap().contains("单位"), "{told}");
    let mut absurd = event("shipping", 1_000_000_000_000_000);
    absurd["quantity"]["unit"] = json!("TNE");
    assert_eq!(state(&app, &maker, "3", "E1", &absurd)["warnings"][0]["code"], "unitMismatch");
    let balance = app.get_as(&maker, &batch_path("E1", "steps")).json()["balance"].clone();
    assert_eq!(balance, json!({"made": {"value": "10", "unit": "EA"}}));
}
