//! Tests of a batch: what they come to is computed from value and limit, whoever states them.

use super::{accepted, lot_path, notices, page, report};
use crate::food;
use crate::harness::{MAKER, TestApp, batch_path};
use serde_json::{Value, json};

fn stage() -> (TestApp, String) {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "L1", 1);
    (app, token)
}

fn check(report_no: &str, items: &Value) -> Value {
    json!({"kind": "factoryTest", "reportNo": report_no, "testedOn": "2026-11-03", "items": items})
}

/// One item with a limit of at most 30 mg/kg.
fn nitrite(value: f64) -> Value {
    json!({
        "item": "nitriteResidue",
        "result": {"value": value, "unit": "mg/kg"},
        "limit": {"max": 30, "basis": "GB 2760-2024"},
    })
}

/// One item with a limit of at most 30 %, whose failure compels nothing.
fn fat(value: f64) -> Value {
    json!({"item": "fat", "result": {"value": value, "unit": "%"}, "limit": {"max": 30}})
}

#[test]
fn a_value_over_its_limit_fails_and_warns() {
    let (app, token) = stage();
    let path = batch_path("L1", "checks");
    let body = check("R-1", &json!([fat(30.0)]));
    assert_eq!(accepted(&app, &token, &path, &body)["result"], "pass");
    assert_eq!(notices(&app, &lot_path("L1")), [""; 0]);
    let body = check("R-2", &json!([fat(11.2), fat(30.1)]));
    assert_eq!(accepted(&app, &token, &path, &body)["result"], "fail");
    assert_eq!(notices(&app, &lot_path("L1")), ["testFailed"]);
    assert_eq!(app.verdict(&lot_path("L1")), "registered");
    let tests = report(&app, &lot_path("L1"))["provenance"]["tests"].clone();
    let shown = |at: usize| (tests[at]["reportNo"].clone(), tests[at]["result"].clone());
    assert_eq!(shown(0), (json!("R-1"), json!("pass")));
    assert_eq!(shown(1), (json!("R-2"), json!("fail")));
    assert_eq!(tests[1]["items"][0]["result"], "pass");
    assert_eq!(tests[1]["items"][1]["result"], "fail");
    assert_eq!(tests[1]["items"][1]["shown"], "30.1 %");
    assert_eq!(tests[1]["items"][1]["limit"], "≤30 %");
    let page = page(&app, &lot_path("L1"), "en").text();
    assert!(page.contains("A test result is outside its limit"), "{page}");
    assert!(page.contains("Outside limit") && page.contains("do not use it before"), "{page}");
}

#[test]
fn an_outcome_cannot_be_claimed() {
    let (app, token) = stage();
    let mut claimed = nitrite(99.0);
    claimed["outcome"] = "pass".into();
    let path = batch_path("L1", "checks");
    let refused = app.post(&token, &path, &check("R-1", &json!([claimed])));
    assert_eq!(refused.status, 400, "{}", refused.text());
    assert_eq!(refused.json()["errors"][0]["pointer"], "/items/0/outcome");
    let mut body = check("R-1", &json!([nitrite(99.0)]));
    body["result"] = "pass".into();
    assert_eq!(app.post(&token, &path, &body).status, 400);
    assert_eq!(report(&app, &lot_path("L1"))["provenance"]["tests"], json!([]));
}

#[test]
fn sampling_plans_are_worked_out() {
    let (app, token) = stage();
    let plates = |results: Value| {
        json!({
            "item": "aerobicPlateCount",
            "plan": {"n": 5, "c": 2, "m": 10000, "M": 100_000},
            "results": results,
            "unit": "[CFU]/g",
        })
    };
    let cases = [
        (json!([420, 380, 510, 600, 450]), "pass"),
        (json!([10_001, 10_001, 10_001, 1, 1]), "fail"),
        (json!([100_001, 1, 1, 1, 1]), "fail"),
        (json!([1, 1, 1, 1]), "fail"),
    ];
    for (at, (results, expected)) in cases.into_iter().enumerate() {
        let body = check(&format!("R-{at}"), &json!([plates(results.clone())]));
        let answer = accepted(&app, &token, &batch_path("L1", "checks"), &body);
        assert_eq!(answer["result"], expected, "{results}");
    }
    let unlimited = json!([{"item": "moisture", "result": {"value": 60, "unit": "%"}}]);
    let answer = accepted(&app, &token, &batch_path("L1", "checks"), &check("R-9", &unlimited));
    assert_eq!(answer["result"], "noLimit");
}

#[test]
fn a_laboratory_speaks_for_itself() {
    let (app, token) = stage();
    let laboratory = app.token(MAKER, "laboratory");
    let path = batch_path("L1", "checks");
    accepted(&app, &laboratory, &path, &check("LAB-1", &json!([nitrite(31.0)])));
    accepted(&app, &token, &path, &check("R-1", &json!([nitrite(1.0)])));
    let tests = report(&app, &lot_path("L1"))["provenance"]["tests"].clone();
    assert_eq!(tests[0]["statedBy"]["role"], "laboratory");
    assert_eq!(tests[1]["statedBy"]["role"], "producer");
    assert_eq!(tests[0]["result"], "fail");
    let page = page(&app, &lot_path("L1"), "zh").text();
    assert!(page.contains("<p class=\"by laboratory\">检验（企业授权）</p>"), "{page}");
    let stolen = app.post(&laboratory, &batch_path("L1", "release"), &json!({}));
    assert_eq!((stolen.status, stolen.code().as_str()), (403, "notYours"));
}

/// What is short is told as it was at release: a test that comes later is shown, and closes nothing.
#[test]
fn a_test_closes_the_gap_it_fills_before_release() {
    let app = TestApp::start();
    let token = food::with_maker(&app);
    let mut snack = food::product();
    snack["category"] = "food".into();
    snack["version"] = 2.into();
    accepted(&app, &token, &format!("/api/v1/organizations/{MAKER}/products"), &snack);
    let mut outside = check("X-1", &json!([nitrite(1.0)]));
    outside["kind"] = "outsideTest".into();
    let missing =
        |lot: &str| report(&app, &lot_path(lot))["batch"]["completeness"]["missing"].clone();
    for (lot, own_first) in [("L1", false), ("L2", true)] {
        let batches = format!("/api/v1/organizations/{MAKER}/batches");
        accepted(&app, &token, &batches, &food::batch(lot, 1));
        let checks = batch_path(lot, "checks");
        let own = check("R-1", &json!([nitrite(1.0)]));
        let untested = app.post(&token, &batch_path(lot, "release"), &json!({}));
        assert_eq!((untested.status, untested.code().as_str()), (422, "gateNotMet"));
        accepted(&app, &token, &checks, if own_first { &own } else { &outside });
        accepted(&app, &token, &batch_path(lot, "release"), &json!({}));
        accepted(&app, &token, &checks, if own_first { &outside } else { &own });
        let (short, told): (Value, &[&str]) =
            if own_first { (json!([]), &[]) } else { (json!(["factoryTest"]), &["groupsMissing"]) };
        assert_eq!(missing(lot), short, "{lot}");
        assert_eq!(notices(&app, &lot_path(lot)), told, "{lot}");
    }
}
