//! Failed tests: what can harm holds the lot at once, whoever states it, and sets a term for deciding
//! on a recall; other failures are shown.

use super::case::{Case, LIQUOR};
use super::{Firm, HOUR_MS, NOW, Stage, notices};
use serde_json::{Value, json};
use suyuan::domain::day::Instant;

fn check(report_no: &str, item: &Value) -> Value {
    json!({"kind": "outsideTest", "reportNo": report_no, "testedOn": "2026-11-05", "items": [item]})
}

fn salmonella() -> Value {
    json!({
        "item": "salmonella",
        "plan": {"n": 5, "c": 0, "m": 0, "per": "25 g"},
        "results": ["ND", "ND", "ND", "ND", 1],
        "unit": "[CFU]/g",
        "limit": {"basis": "GB 29921"},
    })
}

/// A lot on record and released.
fn released(stage: &Stage) -> Firm {
    let firm = stage.ready(&Case::complete(LIQUOR));
    let answer = stage.release(&firm);
    assert_eq!(answer.status, 201, "{}", answer.text());
    firm
}

#[test]
fn a_pathogen_holds_the_lot_whoever_found_it() {
    let stage = Stage::new();
    for role in ["producer", "laboratory"] {
        let firm = released(&stage);
        let token = match role {
            "laboratory" => stage.app.token(&firm.code, role),
            _ => firm.token.clone(),
        };
        let answer = stage.accepted(&token, &firm.batch("checks"), &check("R-7", &salmonella()));
        assert_eq!(answer["result"], "fail");
        let report = stage.report(&firm);
        assert_eq!(report["verdict"], "held", "{role}");
        assert_eq!(report["hold"]["statedBy"]["role"], role);
        assert_eq!(report["hold"]["reason"]["en"], "pathogens were found");
        assert!(stage.page(&firm).contains("检出致病菌"));
        let tasks = stage.tasks(&firm);
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks[0]["hazard"], "pathogen");
        assert_eq!(tasks[0]["dueAt"], Instant(NOW + 24 * HOUR_MS).to_string());
        assert_eq!(tasks[0]["position"], answer["receipt"]["position"]);
        // A second finding does not hold twice, but has a term of its own.
        let mut other = salmonella();
        other["item"] = "listeriaMonocytogenes".into();
        stage.accepted(&token, &firm.batch("checks"), &check("R-8", &other));
        assert_eq!(stage.tasks(&firm).len(), 2);
        let shown = stage.app.get_as(&firm.token, &firm.path("batches/SS-200/L1")).json();
        assert_eq!(shown["measures"].as_array().unwrap().len(), 1, "{shown}");
        stage.accepted(&firm.token, &firm.batch("unhold"), &super::reason());
        assert!(stage.tasks(&firm).iter().all(|task| !task["settledBy"].is_null()));
    }
    stage.replays();
}

/// A laboratory that says "label" of a pathogen is not believed; a firm that says "pathogen" is.
#[test]
fn a_hazard_is_not_talked_down() {
    let stage = Stage::new();
    for (item, stated, hazard) in [
        ("salmonella", Some("label"), Some("pathogen")),
        ("aerobicPlateCount", None, None),
        ("aerobicPlateCount", Some("pathogen"), Some("pathogen")),
        ("melamine", None, Some("nonFood")),
        ("bromate", None, Some("chemical")),
        ("moisture", Some("injury"), None),
    ] {
        let firm = released(&stage);
        let mut body =
            json!({"item": item, "result": {"value": 3, "unit": "mg/kg"}, "limit": {"max": 2}});
        if let Some(stated) = stated {
            body["hazard"] = stated.into();
        }
        stage.accepted(&firm.token, &firm.batch("checks"), &check("R-7", &body));
        let found: Vec<_> = stage.tasks(&firm).iter().map(|task| task["hazard"].clone()).collect();
        assert_eq!(found, hazard.into_iter().collect::<Vec<_>>(), "{item} {stated:?}");
        let verdict = if hazard.is_some() { "held" } else { "registered" };
        let report = stage.report(&firm);
        assert_eq!(report["verdict"], verdict, "{item} {stated:?}");
        assert!(notices(&report).contains(&"testFailed"), "{item} {stated:?}");
    }
}

/// Failures as official sampling published them: values with their limit, or the word that was stated.
#[test]
fn published_failures_are_computed_and_compel() {
    let fixture: Value =
        serde_json::from_str(include_str!("../../fixtures/failures-cn.json")).unwrap();
    let stage = Stage::new();
    let (mut measured, mut compelling) = (0, 0);
    for failure in fixture["failures"].as_array().unwrap() {
        let firm = released(&stage);
        let (result, limit) = if failure["stated"].is_null() {
            measured += 1;
            (json!({"value": failure["value"], "unit": failure["unit"]}), failure["limit"].clone())
        } else {
            (json!({"stated": failure["stated"]}), json!({"basis": "GB 2762"}))
        };
        let item = json!({"item": failure["item"], "result": result, "limit": limit});
        let answer = stage.accepted(&firm.token, &firm.batch("checks"), &check("R-7", &item));
        assert_eq!(answer["result"], "fail", "{failure}");
        let compels = failure["hazard"] != "other";
        let tasks = stage.tasks(&firm);
        assert_eq!(tasks.len(), usize::from(compels), "{failure}");
        if compels {
            compelling += 1;
            assert_eq!(tasks[0]["hazard"], failure["hazard"]);
            assert_eq!(stage.report(&firm)["verdict"], "held", "{failure}");
        }
    }
    assert_eq!((measured, compelling), (6, 10));
    stage.replays();
}

/// What failed on record refuses the release, also after the hold has ended.
#[test]
fn a_failed_test_refuses_release() {
    let stage = Stage::new();
    let firm = stage.ready(&Case::complete(super::case::MEAT));
    stage.accepted(&firm.token, &firm.batch("checks"), &check("R-7", &salmonella()));
    assert_eq!(stage.release(&firm).code(), "lotHeld");
    stage.accepted(&firm.token, &firm.batch("unhold"), &super::reason());
    let found = super::unmet(&stage.release(&firm));
    let rows: Vec<_> =
        found.iter().map(|[_, code, what, _]| (code.as_str(), what.as_str())).collect();
    assert!(rows.contains(&("testFailed", "salmonella")), "{rows:?}");
    assert!(rows.contains(&("testFailed", "overall")), "{rows:?}");
}
