//! Closing and lifting, and recalls that overlap.

use super::{GTIN_PATH, Stage, lot_path, lots, reason, recall_path, scope};
use crate::harness::batch_path;
use serde_json::{Value, json};

fn notices(stage: &Stage, path: &str) -> Vec<String> {
    let report = stage.app.send("GET", path, &[("accept", "application/json")], None).json();
    let codes = report["notices"].as_array().unwrap().iter();
    codes.map(|notice| notice["code"].as_str().unwrap().to_owned()).collect()
}

fn ordinals(first: u64, last: u64) -> Value {
    json!({"ordinals": {"first": first, "last": last}, "reason": {"zh": "召回退回", "en": "recall"}})
}

#[test]
fn closing_clears_only_what_came_back() {
    let stage = Stage::with_lots(&["L1"]);
    let id = stage.open(&lots(&["L1"]));
    stage.accepted(&stage.maker, &batch_path("L1", "returns"), &ordinals(2, 2));
    // While it runs, also what came back is recalled.
    stage.says(&stage.unit("L1", 2), "recalled");
    stage.step(&id, "closure", None);
    stage.says(&stage.unit("L1", 1), "recallClosed");
    stage.says(&stage.unit("L1", 3), "recallClosed");
    stage.says(&stage.unit("L1", 2), "registered");
    assert!(notices(&stage, &stage.unit("L1", 2)).contains(&"returned".to_owned()));
    assert!(!notices(&stage, &stage.unit("L1", 1)).contains(&"returned".to_owned()));
    stage.says(&lot_path("L1"), "recallClosed");
    stage.says(GTIN_PATH, "checkLot");
    // A return that is reported afterwards clears its unit too.
    stage.accepted(&stage.maker, &batch_path("L1", "returns"), &ordinals(3, 3));
    stage.says(&stage.unit("L1", 3), "registered");
}

#[test]
fn a_closed_recall_of_the_whole_product_still_speaks() {
    let stage = Stage::of_food("L1");
    let id = stage.open(&scope(&json!({"product": "SS-200"})));
    stage.step(&id, "closure", None);
    stage.all_say("L1", ["recallClosed"; 3]);
    let page = |path: &str| stage.app.send("GET", path, &[("accept-language", "en")], None).text();
    for path in [stage.unit("L1", 1), lot_path("L1"), GTIN_PATH.to_owned()] {
        assert!(page(&path).contains("Ended does not mean you may eat it."), "{path}");
    }
    let unit = page(&stage.unit("L1", 1));
    assert!(unit.contains("this item is not recorded as returned"), "{unit}");
    // A lot has no state of its own that could say it came back.
    let lot = page(&lot_path("L1"));
    assert!(lot.contains("Was recalled: do not eat") && !lot.contains("as returned"), "{lot}");
}

#[test]
fn lifting_clears_everything() {
    let stage = Stage::with_lots(&["L1"]);
    for scope in [lots(&["L1"]), scope(&json!({"product": "SS-200"})), scope(&json!({}))] {
        let id = stage.open(&scope);
        stage.says(&stage.unit("L1", 1), "recalled");
        stage.step(&id, "lifting", None);
        stage.all_say("L1", ["registered"; 3]);
        stage.refused(&stage.maker, &recall_path(&id, "lifting"), &reason(), 409, "measureEnded");
    }
}

#[test]
fn a_closed_recall_can_still_be_lifted() {
    let stage = Stage::with_lots(&["L1"]);
    let id = stage.open(&lots(&["L1"]));
    stage.step(&id, "closure", None);
    stage.all_say("L1", ["recallClosed", "recallClosed", "checkLot"]);
    stage.step(&id, "lifting", None);
    stage.all_say("L1", ["registered"; 3]);
}

#[test]
fn ending_one_of_two_recalls_leaves_the_other() {
    let stage = Stage::with_lots(&["L1", "L2"]);
    let of_lot = stage.open(&lots(&["L1"]));
    let of_product = stage.open(&scope(&json!({"product": "SS-200"})));
    let shown = |path: &str| {
        let report = stage.app.send("GET", path, &[("accept", "application/json")], None).json();
        report["recalls"].as_array().map(Vec::len)
    };
    assert_eq!(shown(&stage.unit("L1", 1)), Some(2));
    stage.step(&of_lot, "closure", None);
    stage.says(&stage.unit("L1", 1), "recalled");
    stage.step(&of_product, "lifting", None);
    stage.says(&stage.unit("L1", 1), "recallClosed");
    stage.says(&stage.unit("L2", 1), "registered");
    stage.step(&of_lot, "lifting", None);
    stage.all_say("L1", ["registered"; 3]);
    assert_eq!(shown(&stage.unit("L1", 1)), Some(0));
}

#[test]
fn lifting_one_of_two_recalls_on_the_same_lot_leaves_the_other() {
    let stage = Stage::with_lots(&["L1"]);
    let first = stage.open(&lots(&["L1"]));
    let second = stage.open(&lots(&["L1"]));
    assert_ne!(first, second);
    stage.step(&first, "lifting", None);
    stage.all_say("L1", ["recalled", "recalled", "checkLot"]);
    stage.step(&second, "closure", None);
    stage.all_say("L1", ["recallClosed", "recallClosed", "checkLot"]);
}

#[test]
fn lifted_recalls_take_no_room() {
    let stage = Stage::with_lots(&["L1"]);
    for _ in 0..140 {
        let id = stage.open(&lots(&["L1"]));
        stage.step(&id, "lifting", None);
    }
    stage.open(&lots(&["L1"]));
    stage.all_say("L1", ["recalled", "recalled", "checkLot"]);
}

#[test]
fn a_firm_leaves_room_for_the_recalls_of_the_office() {
    let stage = Stage::with_lots(&["L1"]);
    let office = stage.regulator();
    let body = super::over(&lots(&["L1"]));
    let full = (0..100).find(|_| stage.post(&stage.maker, "/api/v1/recalls", &body).status != 201);
    assert_eq!(full, Some(32), "half of 64");
    stage.refused(&stage.maker, "/api/v1/recalls", &body, 409, "tooManyMeasures");
    stage.accepted(&office, "/api/v1/recalls", &body);
    let report = stage.app.send("GET", &lot_path("L1"), &[("accept", "application/json")], None);
    assert_eq!(report.json()["recalls"].as_array().map(Vec::len), Some(33), "each is shown");
}

#[test]
fn a_recall_outweighs_every_other_state() {
    let stage = Stage::with_lots(&["L1"]);
    stage.accepted(&stage.maker, &batch_path("L1", "voids"), &ordinals(1, 1));
    stage.accepted(&stage.maker, &batch_path("L1", "hold"), &reason());
    stage.accepted(&stage.maker, &batch_path("L1", "withdrawal"), &reason());
    stage.says(&stage.unit("L1", 1), "held");
    let id = stage.open(&lots(&["L1"]));
    stage.says(&stage.unit("L1", 1), "recalled");
    stage.step(&id, "closure", None);
    stage.says(&stage.unit("L1", 1), "recallClosed");
    stage.step(&id, "lifting", None);
    stage.accepted(&stage.maker, &batch_path("L1", "unhold"), &reason());
    stage.says(&stage.unit("L1", 1), "withdrawn");
}
