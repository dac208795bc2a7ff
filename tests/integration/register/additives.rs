//! Additives against the table in force: worked out when a batch is stated or corrected, whatever is
//! said of them, with what follows at once.

use super::case::{Case, MEAT};
use super::{Firm, HOUR_MS, NOW, Stage, notices};
use serde_json::{Value, json};
use suyuan::domain::day::Instant;

/// The sausage with so many grams of sodium nitrite in 1,720.3 kg: 258.045 g are 0.15 g/kg.
fn with_nitrite(grams: f64) -> Case {
    let mut case = Case::complete(MEAT);
    case.batch["additives"][0]["used"]["value"] = json!(grams);
    case
}

fn correction(grams: f64) -> Value {
    json!({
        "kind": "record",
        "reason": {"zh": "称量记录有误", "en": "weighed wrongly"},
        "changes": [{"pointer": "/additives/0/used/value", "value": grams}],
    })
}

/// The lot is held by rule, and the firm has a day to decide.
#[track_caller]
fn is_held(stage: &Stage, firm: &Firm, hazard: &str) {
    let shown = stage.app.get_as(&firm.token, &firm.path("batches/SS-200/L1")).json();
    assert_eq!(shown["measures"][0]["kind"], "hold", "{shown}");
    assert_eq!(shown["measures"][0]["state"], "open", "{shown}");
    let tasks = stage.tasks(firm);
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    let task = &tasks[0];
    let named = [&task["kind"], &task["product"], &task["lot"], &task["hazard"]];
    assert_eq!(named, ["decideOnRecall", "SS-200", "L1", hazard]);
    assert_eq!(task["openedAt"], Instant(NOW).to_string());
    assert_eq!(task["dueAt"], Instant(NOW + 24 * HOUR_MS).to_string());
    assert_eq!((&task["settledBy"], &task["overdue"]), (&Value::Null, &json!(false)));
}

#[test]
fn the_sausage_is_within_on_every_line() {
    let stage = Stage::new();
    let firm = stage.ready(&Case::complete(MEAT));
    assert_eq!(stage.release(&firm).status, 201);
    let report = stage.report(&firm);
    let additives = report["provenance"]["additives"].as_array().unwrap();
    assert_eq!(additives.len(), 4);
    for additive in additives {
        assert_eq!(additive["result"], "within", "{additive}");
        let clause = additive["clause"].as_str().unwrap();
        assert!(clause.starts_with("GB 2760-2024 A."), "{clause}");
    }
    assert_eq!(additives[0]["clause"], "GB 2760-2024 A.1, 08.03.05");
    assert!(stage.tasks(&firm).is_empty());
    // The dose is a trade secret, also where it is within.
    assert!(!report.to_string().contains("dose") && !stage.page(&firm).contains("g/kg"));
}

#[test]
fn the_limit_itself_is_within_and_a_milligram_more_is_over() {
    let stage = Stage::new();
    for (grams, over) in [(258.045, false), (258.046, true)] {
        let firm = stage.ready(&with_nitrite(grams));
        assert_eq!(stage.tasks(&firm).len(), usize::from(over), "{grams}");
    }
}

#[test]
fn an_excess_is_recorded_and_holds_the_lot() {
    let stage = Stage::new();
    let firm = stage.firm();
    let case = with_nitrite(400.0);
    stage.accepted(&firm.token, &firm.path("products"), &case.product);
    let answer = stage.accepted(&firm.token, &firm.path("batches"), &case.batch);
    let warnings = answer["warnings"].as_array().unwrap();
    let over = warnings.iter().find(|warning| warning["code"] == "over").unwrap();
    assert_eq!(over["pointer"], "/additives/0");
    assert_eq!(over["clause"], "GB 2760-2024 A.1, 08.03.05");
    assert_eq!(over["limit"], "150 mg/kg");
    is_held(&stage, &firm, "chemical");
    assert_eq!(stage.release(&firm).code(), "lotHeld");
    // A lot that was never released is nobody else's to know.
    assert_eq!(stage.app.get(&firm.path("batches/SS-200/L1")).status, 404);
    stage.replays();
}

/// An honest correction always passes, and has its consequences.
#[test]
fn a_correction_to_over_the_limit_passes_holds_and_shows() {
    let stage = Stage::new();
    let firm = stage.ready(&Case::complete(MEAT));
    assert_eq!(stage.release(&firm).status, 201);
    assert_eq!(stage.report(&firm)["verdict"], "registered");
    stage.accepted(&firm.token, &firm.batch("corrections"), &correction(400.0));
    is_held(&stage, &firm, "chemical");
    let report = stage.report(&firm);
    assert_eq!(report["verdict"], "held");
    assert_eq!(report["hold"]["since"], Instant(NOW).to_string());
    let nitrite = &report["provenance"]["additives"][0];
    assert_eq!(
        (&nitrite["result"], &nitrite["clause"]),
        (&json!("over"), &json!("GB 2760-2024 A.1, 08.03.05"))
    );
    assert!(notices(&report).contains(&"additiveFound"), "{report}");
    let page = stage.page(&firm);
    assert!(page.contains("食品添加剂与标准不符") && page.contains("暂停销售"), "{page}");
    // Corrected back, the hold stays until somebody ends it: the reason is then on record.
    stage.accepted(&firm.token, &firm.batch("corrections"), &correction(100.0));
    let report = stage.report(&firm);
    assert_eq!(report["verdict"], "held");
    assert_eq!(report["provenance"]["additives"][0]["result"], "within");
    assert!(!notices(&report).contains(&"additiveFound"), "{report}");
    stage.replays();
}

#[test]
fn what_ends_the_hold_settles_the_task() {
    let stage = Stage::new();
    let firm = stage.ready(&with_nitrite(400.0));
    is_held(&stage, &firm, "chemical");
    let ended = stage.accepted(&firm.token, &firm.batch("unhold"), &super::reason());
    let tasks = stage.tasks(&firm);
    assert_eq!(tasks[0]["settledBy"], ended["receipt"]["position"]);
    assert_eq!(stage.release(&firm).status, 201, "the reason is on record");
    let again = stage.app.post_keyed(&firm.token, "x", &firm.batch("unhold"), &super::reason());
    assert_eq!((again.status, again.code().as_str()), (409, "notHeld"));
    stage.replays();
}

#[test]
fn a_recall_over_the_lot_settles_the_task() {
    let stage = Stage::new();
    let firm = stage.ready(&with_nitrite(400.0));
    let mut recall = crate::harness::recall(&["L2"]);
    recall["scope"]["organization"] = firm.code.clone().into();
    stage.accepted(&firm.token, "/api/v1/recalls", &recall);
    assert_eq!(stage.tasks(&firm)[0]["settledBy"], Value::Null, "another lot");
    recall["scope"]["lots"] = json!(["L1"]);
    let opened = stage.accepted(&firm.token, "/api/v1/recalls", &recall);
    assert_eq!(stage.tasks(&firm)[0]["settledBy"], opened["receipt"]["position"]);
    stage.replays();
}

/// A day passes without a decision.
#[test]
fn a_task_is_overdue_after_a_day() {
    let stage = Stage::new();
    let firm = stage.ready(&with_nitrite(400.0));
    stage.app.service.app.clock.set(NOW + 24 * HOUR_MS);
    assert_eq!(stage.tasks(&firm)[0]["overdue"], false);
    stage.app.service.app.clock.set(NOW + 24 * HOUR_MS + 1);
    assert_eq!(stage.tasks(&firm)[0]["overdue"], true);
    let office = stage.app.get_as(&stage.regulator, &firm.path("tasks")).json();
    assert_eq!(office["items"][0]["overdue"], true, "the authority sees it too");
}
