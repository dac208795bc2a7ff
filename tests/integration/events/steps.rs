//! One step back and one step forward: what is told to whom, what is missing, pages, and the table.

use super::{event, state};
use crate::harness::{Answer, MAKER, OTHER, REGULATOR, TestApp, batch, batch_path};
use serde_json::{Value, json};

const THIRD: &str = "91340100099845715P";

fn steps(app: &TestApp, token: &str, lot: &str) -> Value {
    let answer = app.get_as(token, &batch_path(lot, "steps"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// A lot of the other firm that goes into `E1`, which goes into a lot of each firm and to a shop.
fn chain(app: &TestApp) -> (String, String) {
    let maker = app.with_maker();
    let other = app.admit(OTHER, "producer", "341126");
    let raw = json!({
        "product": "PORK", "name": {"en": "Pork"}, "category": "general", "specification": "1 kg",
    });
    let at = |path: &str| format!("/api/v1/organizations/{OTHER}{path}");
    assert_eq!(app.post(&other, &at("/products"), &raw).status, 201);
    let mut meat = batch("P/1", 100);
    meat["product"] = json!("PORK");
    meat["quantity"] = json!({"value": 500, "unit": "KGM"});
    assert_eq!(app.post(&other, &at("/batches"), &meat).status, 201);
    let pork = at("/batches/PORK/P%2F1");
    assert_eq!(app.post(&other, &format!("{pork}/release"), &json!({})).status, 201);
    let mut received = json!({"bizStep": "receiving", "on": "2026-11-01", "counterpart": OTHER});
    received["quantity"] = json!({"value": 80, "unit": "KGM"});
    assert_eq!(app.post_keyed(&maker, "rcv", &format!("{pork}/events"), &received).status, 201);
    let mut body = batch("E1", 100);
    body["ingredients"] = json!([
        {"name": {"zh": "猪肉", "en": "pork"}, "quantity": {"value": 80, "unit": "KGM"},
         "source": {"organization": OTHER, "product": "PORK", "lot": "P/1"}, "receivedOn": "2026-11-01",
         "documents": [{"type": "animalQuarantine", "number": "Q-77"}]},
        {"name": {"zh": "=1+1"}, "quantity": {"value": 2, "unit": "KGM"},
         "source": {"declared": {"name": "+86 Salt & Co"}, "lotAsPrinted": "SALT \"7\""}},
        {"name": {"en": "water"}},
    ]);
    body["additives"] = json!([]);
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    let answer = app.post(&maker, &batches, &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(app.post(&maker, &batch_path("E1", "release"), &json!({})).status, 201);
    let used = |value: u64| {
        json!([{
            "name": {"en": "sausage"}, "quantity": {"value": value, "unit": "EA"},
            "source": {"organization": MAKER, "product": "SS-200", "lot": "E1"},
        }])
    };
    let mut own = batch("OWN-OUT", 1);
    own["ingredients"] = used(10);
    assert_eq!(app.post(&maker, &batches, &own).status, 201);
    let mut theirs = batch("THEIR-SECRET", 1);
    theirs["product"] = json!("PORK");
    theirs["ingredients"] = used(7);
    assert_eq!(app.post(&other, &at("/batches"), &theirs).status, 201);
    let mut shipped = event("shipping", 60);
    shipped["counterpart"] = json!(THIRD);
    shipped["region"] = json!("320114");
    state(app, &maker, "s1", "E1", &shipped);
    state(app, &maker, "s2", "E1", &json!({"bizStep": "shipping", "on": "2026-11-21"}));
    (maker, other)
}

#[test]
fn both_steps_are_told_with_what_is_missing() {
    let app = TestApp::start();
    let (maker, _) = chain(&app);
    let told = steps(&app, &maker, "E1");
    let back = told["back"].as_array().unwrap();
    assert_eq!(back.len(), 3, "{told}");
    assert_eq!(
        (&back[0]["registered"], &back[0]["receivedOn"]),
        (&json!(true), &json!("2026-11-01"))
    );
    assert_eq!(back[0]["source"]["lot"], "P/1");
    assert_eq!(back[0]["documents"][0]["number"], "Q-77");
    assert_eq!(back[0]["received"][0]["quantity"]["value"], 80);
    assert_eq!(back[1]["source"]["declared"]["name"], "+86 Salt & Co");
    let forward = told["forward"].as_array().unwrap();
    let own = forward.iter().find(|step| step["lot"] == "OWN-OUT").unwrap();
    assert_eq!(own["quantities"], json!([{"value": "10", "unit": "EA"}]));
    let theirs = forward.iter().find(|step| step["organization"] == OTHER).unwrap();
    assert_eq!(*theirs, json!({"kind": "usedIn", "organization": OTHER}));
    assert!(!told.to_string().contains("THEIR-SECRET"), "{told}");
    let sent = forward.iter().find(|step| step["counterpart"] == THIRD).unwrap();
    assert_eq!((&sent["region"], &sent["quantity"]["value"]), (&json!("320114"), &json!(60)));
    let gaps = told["gaps"].as_array().unwrap();
    assert_eq!(gaps[1]["message"]["en"], "No supplier is named.");
    let gaps: Vec<_> =
        gaps.iter().map(|gap| (gap["line"].as_str(), gap["code"].as_str().unwrap())).collect();
    assert_eq!(
        gaps,
        [
            (Some("/ingredients/2"), "noQuantity"),
            (Some("/ingredients/2"), "noSupplier"),
            (None, "noConsignee"),
            (None, "noQuantity"),
        ]
    );
    let balance = json!({"made": {"value": "100", "unit": "EA"}, "left": "23", "unit": "EA"});
    assert_eq!(told["balance"], balance);
    let mut more = event("shipping", 30);
    more["counterpart"] = json!(OTHER);
    state(&app, &maker, "s3", "E1", &more);
    let over = steps(&app, &maker, "E1")["balance"].clone();
    assert_eq!((&over["left"], &over["overdrawnBy"]), (&json!("0"), &json!("7")));
}

#[test]
fn who_may_ask_for_steps() {
    let app = TestApp::start();
    let (maker, other) = chain(&app);
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    // Made by the other firm on commission.
    let mut made = batch("BY-OTHER", 1);
    made["manufacturer"] = json!({"organization": OTHER, "relation": "commissioned"});
    assert_eq!(app.post(&maker, &batches, &made).status, 201);
    let regulator = app.admit(REGULATOR, "regulator", "340000");
    let officer = app.token(REGULATOR, "officer");
    let outside = app.admit("CN-REG:33", "regulator", "330000");
    let (seller, laboratory) = (app.token(MAKER, "seller"), app.token(MAKER, "laboratory"));
    let their_lab = app.token(OTHER, "laboratory");
    let asked = |token: &str, lot: &str| app.get_as(token, &batch_path(lot, "steps")).status;
    for token in [&maker, &regulator, &officer] {
        assert_eq!(
            (asked(token, "E1"), asked(token, "BY-OTHER"), asked(token, "NONE")),
            (200, 200, 404)
        );
    }
    assert_eq!((asked(&other, "E1"), asked(&other, "BY-OTHER")), (403, 200));
    for token in [&outside, &seller, &laboratory, &their_lab, &app.operator] {
        // An unreleased lot is not theirs to know.
        assert_eq!(
            (asked(token, "E1"), asked(token, "BY-OTHER"), asked(token, "NONE")),
            (403, 404, 404)
        );
    }
    assert_eq!(app.get(&batch_path("E1", "steps")).status, 401);
    // A regulator over both firms reads the other's lot too.
    assert!(steps(&app, &regulator, "E1").to_string().contains("THEIR-SECRET"));
}

#[test]
fn steps_come_in_pages_that_join() {
    let app = TestApp::start();
    let (maker, _) = chain(&app);
    let whole = steps(&app, &maker, "E1");
    let mut path = format!("{}?limit=1", batch_path("E1", "steps"));
    let (mut back, mut forward, mut pages) = (Vec::new(), Vec::new(), 0);
    loop {
        let answer = app.get_as(&maker, &path);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let page = answer.json();
        back.extend(page["back"].as_array().unwrap().clone());
        forward.extend(page["forward"].as_array().unwrap().clone());
        pages += 1;
        let Some(cursor) = page["next"].as_str() else { break };
        assert!(answer.header("link").contains(cursor));
        path = format!("{}?limit=1&cursor={cursor}", batch_path("E1", "steps"));
    }
    assert_eq!(pages, 4);
    assert_eq!((json!(back), json!(forward)), (whole["back"].clone(), whole["forward"].clone()));
    for query in
        ["limit=0", "limit=201", "cursor=zz", "cursor=05", "cursor=", "cursor=00ff", "format=xml"]
    {
        let answer = app.get_as(&maker, &format!("{}?{query}", batch_path("E1", "steps")));
        assert_eq!((answer.status, answer.code().as_str()), (400, "invalid"), "{query}");
    }
    let csv = |rows: u32| {
        app.get_as(&maker, &format!("{}?format=csv&limit={rows}", batch_path("E1", "steps")))
    };
    assert_eq!((csv(2_000).status, csv(2_001).status), (200, 400));
}

#[test]
fn the_table_holds_the_same_and_runs_nothing() {
    let app = TestApp::start();
    let (maker, _) = chain(&app);
    let accept = |value: &str| -> Answer {
        let bearer = format!("Bearer {maker}");
        let headers = [("authorization", bearer.as_str()), ("accept", value)];
        app.send("GET", &batch_path("E1", "steps"), &headers, None)
    };
    let table = accept("text/csv");
    assert!(table.header("content-type").starts_with("text/csv"), "{:?}", table.headers);
    let by_name = app.get_as(&maker, &format!("{}?format=csv", batch_path("E1", "steps")));
    assert_eq!(table.text(), by_name.text());
    assert_eq!(accept("application/json").header("content-type"), "application/json");
    let text = table.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 1 + 3 + 4, "{text}");
    assert!(lines[0].starts_with("direction,ofProduct,ofLot,kind,"), "{text}");
    assert!(lines[1].contains("P/1") && lines[1].contains("animalQuarantine Q-77"), "{text}");
    // A formula is a text, a quote is doubled.
    assert!(lines[2].contains(",'=1+1,") && lines[2].contains(",'+86 Salt & Co,"), "{text}");
    assert!(lines[2].contains(r#""SALT ""7""""#), "{text}");
    assert!(lines[3].ends_with("noQuantity noSupplier"), "{text}");
    assert!(!text.contains("THEIR-SECRET"), "{text}");
    assert!(lines.iter().any(|line| line.contains(THIRD) && line.contains("320114")), "{text}");
}
