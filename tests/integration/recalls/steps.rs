//! Extensions and narrowings: the last step that names something decides.

use super::{GTIN_PATH, Stage, lot_path, lots, reason, recall_path, scope};
use crate::harness::batch_path;
use serde_json::json;

#[test]
fn an_extension_covers_from_then_on() {
    let stage = Stage::with_lots(&["L1", "L2", "L3"]);
    let id = stage.open(&lots(&["L1"]));
    stage.says(&stage.unit("L2", 1), "registered");
    stage.step(&id, "extension", Some(&lots(&["L2"])));
    stage.all_say("L1", ["recalled", "recalled", "checkLot"]);
    stage.all_say("L2", ["recalled", "recalled", "checkLot"]);
    stage.all_say("L3", ["registered", "registered", "checkLot"]);
    stage.step(&id, "extension", Some(&scope(&json!({"product": "SS-200"}))));
    stage.all_say("L3", ["recalled"; 3]);
}

#[test]
fn a_narrowed_lot_is_clear_until_it_is_named_again() {
    let stage = Stage::with_lots(&["L1", "L2"]);
    let id = stage.open(&scope(&json!({"product": "SS-200"})));
    stage.all_say("L1", ["recalled"; 3]);
    stage.step(&id, "narrowing", Some(&lots(&["L1"])));
    stage.all_say("L1", ["registered", "registered", "checkLot"]);
    stage.all_say("L2", ["recalled", "recalled", "checkLot"]);
    stage.step(&id, "extension", Some(&lots(&["L1"])));
    stage.says(&stage.unit("L1", 1), "recalled");
    stage.says(&lot_path("L1"), "recalled");
    stage.step(&id, "narrowing", Some(&lots(&["L1"])));
    stage.says(&stage.unit("L1", 1), "registered");
}

#[test]
fn narrowed_units_are_clear_and_their_lot_is_not() {
    let stage = Stage::with_lots(&["L1"]);
    let id = stage.open(&lots(&["L1"]));
    let units = json!({"lot": "L1", "first": 1, "last": 2});
    stage.step(&id, "narrowing", Some(&scope(&json!({"product": "SS-200", "units": units}))));
    stage.says(&stage.unit("L1", 1), "registered");
    stage.says(&stage.unit("L1", 2), "registered");
    stage.says(&stage.unit("L1", 3), "recalled");
    stage.says(&lot_path("L1"), "recalled");
    stage.says(GTIN_PATH, "checkLot");
}

#[test]
fn narrowed_dates_are_clear_and_stay_so_for_later_lots() {
    let stage = Stage::with_lots(&["L1"]);
    let id = stage.open(&scope(&json!({"product": "SS-200", "later": true})));
    let dates = json!({"first": "2026-12-01", "last": "2026-12-31"});
    let december = scope(&json!({"product": "SS-200", "producedOn": dates}));
    stage.step(&id, "narrowing", Some(&december));
    stage.says(&stage.unit("L1", 1), "recalled");
    stage.says(&stage.registered("DEC", "2026-12-10"), "notActivated");
    stage.accepted(&stage.maker, &batch_path("DEC", "release"), &json!({}));
    stage.says(&stage.registered("NOV", "2026-11-10"), "recalled");
    stage.refused(&stage.maker, &batch_path("NOV", "release"), &json!({}), 422, "lotRecalled");
}

#[test]
fn a_correction_does_not_undo_a_narrowing() {
    let stage = Stage::with_lots(&["L1"]);
    let id = stage.open(&scope(&json!({"product": "SS-200"})));
    stage.step(&id, "narrowing", Some(&lots(&["L1"])));
    stage.correct("L1", "/expiresOn", "2031-02-01");
    stage.correct("L1", "/producedOn", "2026-11-02");
    stage.says(&stage.unit("L1", 1), "registered");
}

#[test]
fn a_correction_of_the_date_does_not_undo_a_narrowing_to_units() {
    let stage = Stage::new();
    stage.registered("L1", "2026-12-10");
    let dates = json!({"first": "2026-12-01", "last": "2026-12-31"});
    let id = stage.open(&scope(&json!({"product": "SS-200", "producedOn": dates})));
    let units = json!({"lot": "L1", "first": 1, "last": 2});
    stage.step(&id, "narrowing", Some(&scope(&json!({"product": "SS-200", "units": units}))));
    stage.says(&stage.unit("L1", 1), "notActivated");
    stage.says(&stage.unit("L1", 3), "recalled");
    stage.correct("L1", "/producedOn", "2026-11-10");
    stage.says(&stage.unit("L1", 3), "recalled");
    stage.says(&stage.unit("L1", 1), "notActivated");
}

#[test]
fn an_ended_recall_takes_no_steps() {
    let stage = Stage::with_lots(&["L1"]);
    let mut step = reason();
    step["scope"] = lots(&["L1"]);
    for end in ["closure", "lifting"] {
        let id = stage.open(&lots(&["L1"]));
        stage.step(&id, end, None);
        for name in ["extension", "narrowing"] {
            stage.refused(&stage.maker, &recall_path(&id, name), &step, 409, "measureEnded");
        }
        stage.refused(&stage.maker, &recall_path(&id, "closure"), &reason(), 409, "measureEnded");
    }
}

#[test]
fn steps_on_no_recall_are_not_found() {
    let stage = Stage::with_lots(&["L1"]);
    for id in ["2026-99999", "nothing", "H-2026-1"] {
        stage.refused(&stage.maker, &recall_path(id, "closure"), &reason(), 404, "notFound");
    }
}
