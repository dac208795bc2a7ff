//! Drills: played on the goods as they are, seen by the firm and its authorities, by nobody else.

use super::{FAR, Stage};
use crate::harness::{MAKER, OTHER, recall};
use serde_json::{Value, json};

fn scope() -> Value {
    json!({"scope": recall(&["L1"])["scope"], "goalHours": 6, "note": {"en": "spring drill"}})
}

#[test]
fn a_drill_has_its_clock_its_balance_and_its_gaps() {
    let stage = Stage::new();
    let started = stage.done(&stage.maker, "/api/v1/drills", &scope());
    let path = format!("/api/v1/drills/{}", started["id"].as_str().unwrap());
    stage.app.service.app.clock.set(super::NOW_MS + 3 * 3_600_000);
    stage.done(&stage.quality, &format!("{path}/steps"), &json!({"step": "lotsFound"}));
    stage.app.service.app.clock.set(super::NOW_MS + 5 * 3_600_000);
    let running = stage.app.get_as(&stage.maker, &path).json();
    let met = |drill: &Value| {
        let goals = drill["goals"].as_array().unwrap();
        goals.iter().map(|goal| goal["met"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(met(&running), [Value::Null, json!(false), json!(false), Value::Null]);
    stage.done(&stage.maker, &format!("{path}/steps"), &json!({"step": "finished"}));
    stage.refused(
        &stage.maker,
        &format!("{path}/steps"),
        &json!({"step": "note"}),
        409,
        "measureEnded",
    );
    stage.later(2);
    let drill = stage.app.get_as(&stage.regulator, &path).json();
    assert_eq!(drill["seconds"], 5 * 3_600);
    assert_eq!(met(&drill), [json!(true), json!(false), json!(false), json!(true)]);
    assert_eq!((&drill["reach"]["batches"], &drill["complete"]), (&json!(1), &json!(true)));
    let lot = &drill["lots"][0];
    assert_eq!(
        (&lot["lot"], &lot["balance"]["left"], &lot["forward"]),
        (&json!("L1"), &json!("0"), &json!(2))
    );
    assert_eq!(lot["balance"]["shipped"][0]["value"], "100");
    assert_eq!(drill["figures"]["totals"][0]["shipped"], "100");
    let pack = stage.app.get_as(&stage.maker, &format!("{path}/pack"));
    assert!(pack.header("content-disposition").contains("dr-0001.json"));
    let pack = pack.json();
    assert_eq!(pack["consignees"].as_array().unwrap().len(), 2);
    assert!(pack["consigneesCsv"].as_str().unwrap().contains(FAR));
    assert!(pack["receipts"].as_array().unwrap().len() >= 5, "{}", pack["receipts"]);
}

#[test]
fn a_lot_without_steps_is_a_gap() {
    let stage = Stage::new();
    let mut bare = crate::harness::batch("L2", 1);
    bare["ingredients"] = json!([]);
    bare["additives"] = json!([]);
    stage.done(&stage.maker, &format!("/api/v1/organizations/{MAKER}/batches"), &bare);
    let scope = json!({"scope": recall(&["L2"])["scope"]});
    let started = stage.done(&stage.maker, "/api/v1/drills", &scope);
    let drill = stage
        .app
        .get_as(&stage.maker, &format!("/api/v1/drills/{}", started["id"].as_str().unwrap()));
    let gaps = drill.json()["lots"][0]["gaps"].clone();
    let codes: Vec<_> = gaps.as_array().unwrap().iter().map(|gap| gap["code"].clone()).collect();
    assert!(
        codes.contains(&json!("noStepBack")) && codes.contains(&json!("noStepForward")),
        "{gaps}"
    );
}

/// What anybody can see, byte for byte.
fn seen(stage: &Stage) -> Vec<(String, String)> {
    let unit = stage.app.units(&stage.maker, "L1")[0][1].clone();
    let pages = [
        format!("/c/{unit}"),
        format!("/o/{MAKER}/SS-200/10/L1"),
        "/api/v1/gtins/09521001400176/lots/L1".to_owned(),
        "/recalls".to_owned(),
        "/recalls.atom".to_owned(),
        "/recalls.feed.json".to_owned(),
        "/api/v1/recalls".to_owned(),
        "/api/v1/changes".to_owned(),
        crate::harness::batch_path("L1", ""),
    ];
    let mut all = Vec::new();
    for path in pages {
        for accept in ["text/html", "application/json"] {
            // A program is not counted as a reader, so that looking changes nothing.
            let headers = [("accept", accept), ("user-agent", "Examplebot/1.0")];
            let answer = stage.app.send("GET", &path, &headers, None);
            assert_eq!(answer.status, 200, "{path}");
            // The state that was read is moved by any statement of anybody.
            let (mut text, last) = (answer.text(), stage.facts() - 1);
            if let Some(report) = answer.json().as_object_mut().filter(|it| it.contains_key("asOf"))
            {
                report.remove("position");
                text = json!(report).to_string();
            }
            for position in [last, last + 1] {
                text = text.replace(&format!("since={position}"), "");
            }
            all.push((path.clone(), text));
        }
    }
    all
}

#[test]
fn no_scan_list_or_feed_knows_of_a_drill() {
    let stage = Stage::new();
    stage.recalled();
    let before = seen(&stage);
    let body = json!({"scope": {"organization": MAKER, "product": "SS-200"}});
    let started = stage.done(&stage.maker, "/api/v1/drills", &body);
    let path = format!("/api/v1/drills/{}/steps", started["id"].as_str().unwrap());
    stage.done(&stage.maker, &path, &json!({"step": "finished"}));
    for ((path, before), (_, after)) in before.iter().zip(seen(&stage)) {
        assert_eq!(*before, after, "{path}");
    }
}

#[test]
fn a_drill_is_its_firms_and_its_authorities() {
    let stage = Stage::new();
    let started = stage.done(&stage.maker, "/api/v1/drills", &scope());
    let path = format!("/api/v1/drills/{}", started["id"].as_str().unwrap());
    for token in [&stage.shop, &stage.elsewhere, &stage.app.operator] {
        for what in ["", "/pack"] {
            assert_eq!(stage.app.get_as(token, &format!("{path}{what}")).status, 404);
        }
        let listed = stage.app.get_as(token, "/api/v1/drills").json();
        assert_eq!(listed["items"], json!([]));
        stage.refused(token, &format!("{path}/steps"), &json!({"step": "note"}), 404, "notFound");
    }
    assert_eq!(stage.app.get(&path).status, 401);
    for token in [&stage.maker, &stage.regulator] {
        let listed = stage.app.get_as(token, "/api/v1/drills").json();
        assert_eq!(listed["items"][0]["id"], "dr-0001");
    }
    stage.refused(&stage.elsewhere, "/api/v1/drills", &scope(), 403, "outsideRegion");
    stage.refused(&stage.shop, "/api/v1/drills", &scope(), 403, "notYours");
    let mut foreign = scope();
    foreign["scope"]["organization"] = json!(OTHER);
    stage.refused(&stage.maker, "/api/v1/drills", &foreign, 403, "notYours");
    for hours in [0, 721] {
        let mut wrong = scope();
        wrong["goalHours"] = json!(hours);
        stage.refused(&stage.maker, "/api/v1/drills", &wrong, 400, "invalid");
    }
}

#[test]
fn a_drill_has_so_many_steps_and_can_always_end() {
    let stage = Stage::new();
    let started = stage.done(&stage.maker, "/api/v1/drills", &scope());
    let path = format!("/api/v1/drills/{}/steps", started["id"].as_str().unwrap());
    for _ in 0..199 {
        stage.done(&stage.maker, &path, &json!({"step": "note"}));
    }
    stage.refused(&stage.maker, &path, &json!({"step": "note"}), 409, "tooManyEntries");
    stage.done(&stage.maker, &path, &json!({"step": "finished"}));
}
