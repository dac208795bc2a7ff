//! Recalls of what a firm made of goods received from a supplier within some days.

use super::{Chain, FIRMS, STRANGER, id, page};
use crate::harness::{batch, batch_path};
use serde_json::{Value, json};

const FIRST: &str = "2026-10-01";
const LAST: &str = "2026-10-07";
const NAME: &str = "某豆业（黑龙江）有限公司";

/// Goods of a firm made of what it received from a supplier.
fn received(firm: usize, supplier: (&str, &str)) -> Value {
    let mut from = json!({"first": FIRST, "last": LAST});
    from[supplier.0] = supplier.1.into();
    json!({"organization": FIRMS[firm].0, "receivedFrom": from})
}

/// An ingredient from a source, received on a day.
fn line(source: Value, on: Option<&str>) -> Value {
    let mut line = json!({"name": {"zh": "大豆", "en": "soy"}, "source": source});
    if let Some(on) = on {
        line["receivedOn"] = on.into();
    }
    line
}

fn typed(name: &str, on: &str) -> Value {
    line(json!({"declared": {"name": name}, "lotAsPrinted": "B 7"}), Some(on))
}

fn source((firm, lot): (usize, &str)) -> Value {
    json!({"organization": FIRMS[firm].0, "product": "SS-200", "lot": lot})
}

fn made(chain: &Chain, (firm, lot): (usize, &str), lines: &[Value]) {
    let (code, token) = (FIRMS[firm].0, &chain.tokens[firm]);
    let mut body = batch(lot, 2);
    body["ingredients"] = json!(lines);
    let base = format!("/api/v1/organizations/{code}/batches");
    let answer = chain.app.post(token, &base, &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let answer = chain.app.post(token, &format!("{base}/SS-200/{lot}/release"), &json!({}));
    assert_eq!(answer.status, 201, "{}", answer.text());
}

/// A verdict once no recall is being followed.
#[track_caller]
fn comes_to(chain: &Chain, id: &str, lot: (usize, &str), verdict: &str) {
    chain.followed(id);
    chain.says(lot, verdict);
}

#[test]
fn a_supplier_that_was_typed_is_found_by_its_name_and_the_days() {
    let chain = Chain::new();
    made(&chain, (0, "IN"), &[typed("某豆业 (黑龙江)有限公司", FIRST)]);
    made(&chain, (0, "LAST"), &[json!({"name": {"en": "water"}}), typed(NAME, LAST)]);
    made(&chain, (0, "BEFORE"), &[typed(NAME, "2026-09-30")]);
    made(&chain, (0, "AFTER"), &[typed(NAME, "2026-10-08")]);
    made(&chain, (0, "OTHER"), &[typed("另一豆业", FIRST)]);
    made(&chain, (0, "MADE-OF"), &[line(source((0, "IN")), None)]);
    made(&chain, (1, "THEIRS"), &[typed(NAME, FIRST), line(source((0, "IN")), None)]);
    let scope = received(0, ("supplierName", NAME));
    let path = "/api/v1/recalls/preview";
    let shown = chain.app.post(&chain.tokens[0], path, &json!({"scope": scope})).json();
    assert_eq!(shown["reach"]["batches"], 3, "{shown}");
    assert_eq!(shown["reach"]["complete"], true, "{shown}");
    assert_eq!(shown["lots"].as_array().unwrap().len(), 3, "{shown}");
    // A preview writes nothing.
    chain.says((0, "IN"), "registered");
    let opened = chain.open(scope);
    let recall = id(&opened);
    for (lot, verdict) in [
        ((0, "IN"), "recalled"),
        ((0, "LAST"), "recalled"),
        ((0, "MADE-OF"), "recalled"),
        ((0, "BEFORE"), "registered"),
        ((0, "AFTER"), "registered"),
        ((0, "OTHER"), "registered"),
        // Only what this firm made is followed.
        ((1, "THEIRS"), "registered"),
    ] {
        comes_to(&chain, recall, lot, verdict);
    }
    let shown = chain.followed(recall);
    assert_eq!(shown["reach"], json!({"state": "complete", "batches": 3, "organizations": 1}));
    // Who supplies whom is told to nobody; that goods received are recalled, to everyone.
    assert_eq!(shown["scope"]["receivedFrom"], json!({"withheld": true}), "{shown}");
    let notice = chain.app.get(&format!("/recalls/{recall}")).text();
    let feed = chain.app.get("/recalls.atom").text();
    let texts = [shown.to_string(), notice, feed, chain.app.get(&page((0, "IN"))).text()];
    assert!(
        texts.iter().all(|text| !text.contains("黑龙江") && !text.contains(FIRST)),
        "{texts:?}"
    );
    // Lots that are stated later, and lots that are corrected, are found as they are stated.
    // It may be recalled before it can be released.
    let mut later = batch("LATER", 2);
    later["ingredients"] = json!([typed(NAME, FIRST)]);
    let path = format!("/api/v1/organizations/{}/batches", FIRMS[0].0);
    assert_eq!(chain.app.post(&chain.tokens[0], &path, &later).status, 201);
    chain.followed(recall);
    let reached = chain.app.get_as(&chain.office, &format!("/api/v1/recalls/{recall}/lots"));
    let reached = reached.json()["items"].to_string();
    assert!(reached.contains("\"LATER\""), "{reached}");
    made(&chain, (0, "LATER-OTHER"), &[typed("另一豆业", FIRST)]);
    comes_to(&chain, recall, (0, "LATER-OTHER"), "registered");
    let body = json!({
        "kind": "record",
        "reason": {"zh": "登记错误", "en": "entered wrongly"},
        "changes": [{"pointer": "/ingredients/0/receivedOn", "value": LAST}],
    });
    chain.accepted(&chain.tokens[0], &batch_path("AFTER", "corrections"), &body);
    comes_to(&chain, recall, (0, "AFTER"), "recalled");
    chain.step(recall, "lifting", None);
    chain.says((0, "IN"), "registered");
    made(&chain, (0, "LAST-OF-ALL"), &[typed(NAME, FIRST)]);
    chain.says((0, "LAST-OF-ALL"), "registered");
}

#[test]
fn a_supplier_by_its_code_is_found_however_it_was_stated() {
    let chain = Chain::new();
    let supplier = FIRMS[1].0;
    for lot in ["S1", "S2", "S3"] {
        made(&chain, (1, lot), &[]);
    }
    made(&chain, (0, "NAMED"), &[line(source((1, "S1")), Some(FIRST))]);
    made(&chain, (0, "TYPED"), &[typed(&format!("某供应商 ({supplier})"), LAST)]);
    made(&chain, (0, "LATE"), &[line(source((1, "S1")), Some("2026-10-08"))]);
    made(&chain, (0, "BY-EVENT"), &[line(source((1, "S2")), None)]);
    made(&chain, (0, "THROUGH"), &[line(source((1, "S3")), None)]);
    made(
        &chain,
        (0, "UNKNOWN"),
        &[line(json!({"organization": STRANGER, "product": "X", "lot": "1"}), Some(FIRST))],
    );
    let received_lot = |lot: &str, on: &str, from: Option<&str>| {
        let mut event = json!({"bizStep": "receiving", "on": on});
        if let Some(from) = from {
            event["counterpart"] = from.into();
        }
        let path = format!("/api/v1/organizations/{supplier}/batches/SS-200/{lot}/events");
        chain.accepted(&chain.tokens[0], &path, &event);
    };
    received_lot("S2", FIRST, None);
    // A dealer delivered it: it was not received from its maker.
    received_lot("S3", FIRST, Some(STRANGER));
    let opened = chain.open(received(0, ("supplier", supplier)));
    let recall = id(&opened).to_owned();
    for (lot, verdict) in [
        ("NAMED", "recalled"),
        ("TYPED", "recalled"),
        ("BY-EVENT", "recalled"),
        ("LATE", "registered"),
        ("THROUGH", "registered"),
        ("UNKNOWN", "registered"),
    ] {
        comes_to(&chain, &recall, (0, lot), verdict);
    }
    // The supplier's own goods are another recall.
    chain.says((1, "S1"), "registered");
    // A receipt stated later is as good.
    received_lot("S3", LAST, Some(supplier));
    comes_to(&chain, &recall, (0, "THROUGH"), "recalled");
    // A supplier that is not registered here is found by its code too.
    let opened = chain.open(received(0, ("supplier", STRANGER)));
    comes_to(&chain, id(&opened), (0, "UNKNOWN"), "recalled");
    // A narrowing takes out single lots, not what is received.
    chain.step(&recall, "narrowing", Some(super::lots(0, &["NAMED"])));
    chain.says((0, "NAMED"), "registered");
    chain.says((0, "TYPED"), "recalled");
}

#[test]
fn nothing_is_plainly_registered_while_papers_are_looked_at() {
    let chain = Chain::on(|options| suyuan::app::Options { reach_edges: 1, ..options });
    for lot in 0..12 {
        made(&chain, (0, &format!("A{lot:02}")), &[typed("另一豆业", FIRST)]);
    }
    made(&chain, (0, "Z"), &[typed(NAME, FIRST)]);
    made(&chain, (1, "APART"), &[typed(NAME, FIRST)]);
    let opened = chain.open(received(0, ("supplierName", NAME)));
    let mut seen = Vec::new();
    loop {
        let report =
            chain.app.send("GET", &page((0, "Z")), &[("accept", "application/json")], None);
        let report = report.json();
        let reasons = report["reasons"].to_string();
        let running = reasons.contains("recallCheckRunning");
        let recalled = report["verdict"] == "recalled";
        assert!(running || recalled, "{report}");
        seen.push(running);
        if recalled {
            break;
        }
    }
    println!(
        "{} looks while it was being followed",
        seen.iter().filter(|running| **running).count()
    );
    chain.followed(id(&opened));
    chain.says((0, "A00"), "registered");
    chain.says((1, "APART"), "registered");
}

#[test]
fn a_scope_of_goods_received_is_refused_with_its_reason() {
    let chain = Chain::new();
    let path = "/api/v1/recalls";
    let faults = |from: Value, beside: Option<(&str, Value)>| {
        let mut scope = json!({"organization": FIRMS[0].0, "receivedFrom": from});
        if let Some((name, value)) = beside {
            scope[name] = value;
        }
        let answer = chain.post(&chain.office, path, &super::over(scope));
        assert_eq!(answer.status, 400, "{}", answer.text());
        let errors = answer.json()["errors"].as_array().unwrap().clone();
        let said = errors.iter().map(|error| {
            format!("{} {}", error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())
        });
        said.collect::<Vec<_>>().join(", ")
    };
    let days = |more: Value| {
        let mut from = json!({"first": FIRST, "last": LAST});
        from.as_object_mut().unwrap().append(&mut more.as_object().unwrap().clone());
        from
    };
    let at = "/scope/receivedFrom";
    let named = days(json!({"supplierName": NAME}));
    let both = days(json!({"supplierName": NAME, "supplier": STRANGER}));
    assert_eq!(faults(both, None), format!("{at}/supplierName conflict"));
    assert_eq!(faults(days(json!({})), None), format!("{at}/supplier required"));
    assert_eq!(faults(days(json!({"supplier": "x"})), None), format!("{at}/supplier notACode"));
    assert_eq!(
        faults(days(json!({"supplierName": " "})), None),
        format!("{at}/supplierName emptyText")
    );
    let long = "长".repeat(suyuan::limits::NAME_CHARS_MAX + 1);
    assert_eq!(
        faults(days(json!({"supplierName": long})), None),
        format!("{at}/supplierName tooLong")
    );
    let turned = json!({"supplierName": NAME, "first": LAST, "last": FIRST});
    assert_eq!(faults(turned, None), format!("{at}/last order"));
    let no_day = json!({"supplierName": NAME, "first": "soon", "last": LAST});
    assert_eq!(faults(no_day, None), format!("{at}/first notADate"));
    assert_eq!(
        faults(named.clone(), Some(("product", "SS-200".into()))),
        "/scope/product conflict"
    );
    assert_eq!(faults(named.clone(), Some(("later", true.into()))), "/scope/later conflict");
    // A firm's goods are its own and its region's offices' to recall.
    let scope = super::over(received(0, ("supplierName", NAME)));
    chain.refused(&chain.tokens[1], path, &scope, 403, "notYours");
    let opened = chain.open(received(0, ("supplierName", NAME)));
    let body = json!({
        "scope": {"organization": FIRMS[0].0, "receivedFrom": named},
        "reason": {"en": "worked out"},
    });
    let narrowing = format!("{path}/{}/narrowing", id(&opened));
    let answer = chain.post(&chain.office, &narrowing, &body);
    assert_eq!(answer.json()["errors"][0]["pointer"], "/scope", "{}", answer.text());
}
