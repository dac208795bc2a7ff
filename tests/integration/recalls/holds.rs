//! Holds: by the firm and by the office, each ended by its own side only; a held lot gets no permission.

use super::{GTIN_PATH, Stage, lot_path, lots, reason};
use crate::harness::{TestApp, batch_path};
use serde_json::json;

#[test]
fn a_firm_holds_and_lets_go() {
    let stage = Stage::with_lots(&["L1", "L2"]);
    let held = stage.accepted(&stage.maker, &batch_path("L1", "hold"), &reason());
    assert!(held["id"].is_string(), "{held}");
    stage.all_say("L1", ["held", "held", "registered"]);
    stage.says(&stage.unit("L2", 1), "registered");
    let page = stage.app.send("GET", &lot_path("L1"), &[("accept-language", "en")], None).text();
    assert!(page.contains("Test Foods Ltd suspended this lot"), "{page}");
    assert!(page.contains("worked out anew"), "{page}");
    stage.accepted(&stage.maker, &batch_path("L1", "unhold"), &reason());
    stage.all_say("L1", ["registered"; 3]);
    stage.refused(&stage.maker, &batch_path("L1", "unhold"), &reason(), 409, "notHeld");
}

#[test]
fn a_hold_of_the_office_is_not_the_firms_to_end() {
    let stage = Stage::with_lots(&["L1"]);
    let office = stage.regulator();
    stage.accepted(&office, &batch_path("L1", "hold"), &reason());
    stage.all_say("L1", ["held", "held", "registered"]);
    let (hold, unhold) = (batch_path("L1", "hold"), batch_path("L1", "unhold"));
    stage.refused(&stage.maker, &unhold, &reason(), 403, "notOpenersSide");
    stage.says(&stage.unit("L1", 1), "held");
    // The firm's own hold beside it ends alone.
    stage.accepted(&stage.maker, &hold, &reason());
    stage.accepted(&stage.maker, &unhold, &reason());
    stage.says(&stage.unit("L1", 1), "held");
    stage.accepted(&office, &unhold, &reason());
    stage.all_say("L1", ["registered"; 3]);
}

#[test]
fn a_hold_of_the_firm_is_not_the_offices_to_end() {
    let stage = Stage::with_lots(&["L1"]);
    let office = stage.regulator();
    stage.accepted(&stage.maker, &batch_path("L1", "hold"), &reason());
    stage.refused(&office, &batch_path("L1", "unhold"), &reason(), 403, "notOpenersSide");
    stage.says(&stage.unit("L1", 1), "held");
}

#[test]
fn another_post_of_the_same_firm_ends_its_hold() {
    let stage = Stage::with_lots(&["L1"]);
    let path = format!("/api/v1/organizations/{}/tokens", crate::harness::MAKER);
    let body = json!({"role": "producer", "label": "quality", "post": "quality"});
    let issued = stage.accepted(&stage.app.operator, &path, &body);
    let quality = issued["token"].as_str().unwrap();
    stage.accepted(quality, &batch_path("L1", "hold"), &reason());
    let report = stage.app.send("GET", &lot_path("L1"), &[("accept", "application/json")], None);
    assert_eq!(report.json()["hold"]["statedBy"]["post"], "quality", "{}", report.text());
    stage.accepted(&stage.maker, &batch_path("L1", "unhold"), &reason());
    stage.says(&stage.unit("L1", 1), "registered");
}

#[test]
fn one_side_holds_once() {
    let stage = Stage::with_lots(&["L1"]);
    let office = stage.regulator();
    let (hold, unhold) = (batch_path("L1", "hold"), batch_path("L1", "unhold"));
    stage.accepted(&stage.maker, &hold, &reason());
    stage.refused(&stage.maker, &hold, &reason(), 409, "alreadyHeld");
    stage.accepted(&office, &hold, &reason());
    stage.refused(&office, &hold, &reason(), 409, "alreadyHeld");
    stage.accepted(&stage.maker, &unhold, &reason());
    stage.accepted(&stage.maker, &hold, &reason());
    stage.says(&stage.unit("L1", 1), "held");
}

#[test]
fn a_held_lot_is_neither_released_nor_activated() {
    let stage = Stage::new();
    let unit = stage.registered("L1", "2026-11-01");
    let step = |name: &str| batch_path("L1", name);
    stage.accepted(&stage.maker, &step("hold"), &reason());
    stage.refused(&stage.maker, &step("release"), &json!({}), 422, "lotHeld");
    stage.accepted(&stage.maker, &step("unhold"), &reason());
    stage.accepted(&stage.maker, &step("release"), &json!({}));
    stage.accepted(&stage.maker, &step("hold"), &reason());
    stage.refused(&stage.maker, &step("activation"), &json!({}), 422, "lotHeld");
    stage.says(&unit, "held");
    stage.accepted(&stage.maker, &step("unhold"), &reason());
    let recall = stage.open(&lots(&["L1"]));
    stage.refused(&stage.maker, &step("activation"), &json!({}), 422, "lotRecalled");
    stage.step(&recall, "lifting", None);
    stage.accepted(&stage.maker, &step("activation"), &json!({}));
    stage.says(&unit, "registered");
}

#[test]
fn statements_pass_while_a_lot_is_held() {
    let stage = Stage::with_lots(&["L1"]);
    stage.accepted(&stage.maker, &batch_path("L1", "hold"), &reason());
    for (name, ordinal) in [("sales", 1), ("returns", 1), ("voids", 2)] {
        let body = json!({"ordinals": {"first": ordinal, "last": ordinal}});
        stage.accepted(&stage.maker, &batch_path("L1", name), &body);
    }
    stage.correct("L1", "/expiresOn", "2031-02-01");
    stage.says(&stage.unit("L1", 2), "held");
}

#[test]
fn a_hold_outlives_a_restart() {
    let stage = Stage::with_lots(&["L1"]);
    stage.accepted(&stage.maker, &batch_path("L1", "hold"), &reason());
    let unit = stage.unit("L1", 1);
    let folder = stage.app.stop();
    let app = TestApp::on(folder, |options| options);
    assert_eq!(app.verdict(&unit), "held");
    assert_eq!(app.verdict(GTIN_PATH), "registered");
}
