//! Reports of tests: results in words, preliminary and final ones, ones without items, what the laboratory
//! is accredited for, and tests owed on a rhythm.

use super::case::{self, Case, LIQUOR, MEAT};
use super::{Firm, Stage, notices, unmet};
use crate::harness::escape;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

fn check(kind: &str, report_no: &str, items: Value) -> Value {
    json!({"kind": kind, "reportNo": report_no, "testedOn": "2026-11-05", "items": items})
}

fn released(stage: &Stage) -> Firm {
    let firm = stage.ready(&Case::complete(LIQUOR));
    let answer = stage.release(&firm);
    assert_eq!(answer.status, 201, "{}", answer.text());
    firm
}

/// The tests that a report shows, by their number.
fn test<'a>(report: &'a Value, number: &str) -> &'a Value {
    let tests = report["provenance"]["tests"].as_array().unwrap();
    let found = tests.iter().find(|test| test["reportNo"] == number);
    found.unwrap_or_else(|| panic!("{number} is not among {tests:?}"))
}

fn page(stage: &Stage, firm: &Firm, lang: &str) -> String {
    let path = format!("/o/{}/SS-200/10/L1?lang={lang}", escape(&firm.code));
    stage.app.send("GET", &path, &[("accept", "text/html")], None).text()
}

/// A laboratory of its own, with a testing commission of the firm: its code and token.
fn laboratory(stage: &Stage, firm: &Firm) -> (String, String) {
    laboratory_named(stage, firm, "WJ-1")
}

#[test]
fn words_are_judged_shown_and_told_apart() {
    let stage = Stage::new();
    for (word, limit, kind, result, held) in [
        ("detected", json!({}), "outsideTest", "fail", true),
        ("检出", json!({"max": 0}), "outsideTest", "fail", true),
        ("detected", json!({"max": 5}), "outsideTest", "noLimit", false),
        ("exceeded", json!({}), "factoryTest", "fail", true),
        ("notCompliant", json!({}), "factoryTest", "fail", true),
        ("notDetected", json!({"max": 0}), "factoryTest", "pass", false),
        ("compliant", json!({"max": 30}), "factoryTest", "noLimit", false),
        ("compliant", json!({"max": 30}), "outsideTest", "pass", false),
    ] {
        let firm = released(&stage);
        let item = json!({"item": "salmonella", "result": {"stated": word}, "limit": limit});
        let answer =
            stage.accepted(&firm.token, &firm.batch("checks"), &check(kind, "W-1", json!([item])));
        assert_eq!(answer["result"], result, "{word} {limit} {kind}");
        let report = stage.report(&firm);
        let shown = &test(&report, "W-1")["items"][0];
        assert_eq!((&shown["stated"], &shown["result"]), (&json!(true), &json!(result)), "{word}");
        let tasks = stage.tasks(&firm);
        assert_eq!(tasks.len(), usize::from(held), "{word} {limit}");
        assert_eq!(report["verdict"], if held { "held" } else { "registered" }, "{word}");
    }
    let firm = released(&stage);
    for (number, word) in [("W-1", "compliant"), ("W-2", "检出")] {
        let item = json!({"item": "fat", "result": {"stated": word}, "limit": {"max": 30}});
        let body = check("outsideTest", number, json!([item]));
        stage.accepted(&firm.token, &firm.batch("checks"), &body);
    }
    let report = stage.report(&firm);
    assert_eq!(test(&report, "W-2")["items"][0]["shown"], "detected", "kept as the contract says");
    let zh = page(&stage, &firm, "zh");
    assert!(zh.contains("报告称符合，未给数值") && zh.contains("<bdi>检出</bdi>"), "{zh}");
    let en = page(&stage, &firm, "en");
    assert!(en.contains("says the report without a value") && en.contains("<bdi>detected</bdi>"));
    // A value is worked out and not marked.
    assert_eq!(test(&report, "R-1")["items"][0]["stated"], Value::Null);
    stage.replays();
}

/// A firm does not release its lot by writing that it complies; a laboratory's own report counts.
#[test]
fn a_stated_pass_counts_from_the_laboratory_alone() {
    let stage = Stage::new();
    let mut case = Case::complete(LIQUOR);
    case.checks = vec![case::check(&[])];
    let firm = stage.ready(&case);
    let (_, outside) = laboratory(&stage, &firm);
    let item =
        json!([{"item": "alcohol", "result": {"stated": "compliant"}, "limit": {"max": 60}}]);
    let refused = |expected: &str| {
        let found = unmet(&stage.release(&firm));
        let rows: Vec<_> = found.iter().map(|[_, code, what, _]| (&**code, &**what)).collect();
        assert!(rows.contains(&(expected, "alcohol")), "{rows:?}");
    };
    refused("testMissing");
    let path = firm.batch("checks");
    stage.accepted(&firm.token, &path, &check("factoryTest", "W-1", item.clone()));
    refused("testNotCounting");
    stage.accepted(&firm.token, &path, &check("outsideTest", "W-2", item.clone()));
    refused("testNotCounting");
    let mut early = check("outsideTest", "W-3", item.clone());
    early["testedOn"] = json!("2026-12-04");
    stage.accepted(&outside, &path, &early);
    refused("testNotCounting");
    stage.accepted(&outside, &path, &check("outsideTest", "W-4", item));
    assert_eq!(stage.release(&firm).status, 201);
}

#[test]
fn a_preliminary_report_never_passes_and_gives_way_to_its_final_one() {
    let stage = Stage::new();
    let mut case = Case::complete(LIQUOR);
    case.checks = vec![case::check(&[])];
    let firm = stage.ready(&case);
    let path = firm.batch("checks");
    let item = |value: u32| json!([{"item": "alcohol", "result": {"value": value, "unit": "%"}, "limit": {"max": 60}}]);
    let preliminary = |number: &str, value: u32| {
        let mut body = check("factoryTest", number, item(value));
        body["reportState"] = json!("preliminary");
        body
    };
    let first = stage.accepted(&firm.token, &path, &preliminary("P-1", 50));
    assert_eq!(first["result"], "pass");
    let found = unmet(&stage.release(&firm));
    assert!(found.iter().any(|[_, code, what, _]| code == "testNotCounting" && what == "alcohol"));
    let report = stage.app.get_as(&firm.token, &firm.path("batches/SS-200/L1")).json();
    assert_eq!(report["checks"][1]["reportState"], "preliminary");
    // The same again is a repeat, another under its number is not.
    assert_eq!(stage.app.post(&firm.token, &path, &preliminary("P-1", 50)).status, 200);
    let other = stage.app.post(&firm.token, &path, &preliminary("P-1", 51));
    assert_eq!((other.status, other.code().as_str()), (409, "changedUnderSameIdentity"));
    // A failing one counts, until its final report says otherwise.
    stage.accepted(&firm.token, &path, &preliminary("P-2", 61));
    let found = unmet(&stage.release(&firm));
    assert!(found.iter().any(|[_, code, what, _]| code == "testFailed" && what == "alcohol"));
    let last = stage.accepted(&firm.token, &path, &check("factoryTest", "P-2", item(50)));
    assert_eq!(stage.release(&firm).status, 201);
    let report = stage.report(&firm);
    assert_eq!(notices(&report), [""; 0]);
    assert_eq!(test(&report, "P-2")["reportState"], "final");
    let numbers = |report: &Value| -> Vec<String> {
        let tests = report["provenance"]["tests"].as_array().unwrap().clone();
        tests.iter().map(|test| test["reportNo"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(numbers(&report), ["R-1", "P-1", "P-2"]);
    let zh = page(&stage, &firm, "zh");
    assert!(zh.contains("初检") && page(&stage, &firm, "en").contains("Preliminary"), "{zh}");
    // History stays: the office sees what was superseded, and by what.
    let record = stage.app.get_as(&firm.token, &firm.path("batches/SS-200/L1")).json();
    let checks = record["checks"].as_array().unwrap();
    assert_eq!(checks.len(), 4);
    assert_eq!(checks[2]["supersededBy"], last["receipt"]["position"]);
    // One that comes after its final report changes nothing.
    stage.accepted(&firm.token, &path, &check("factoryTest", "P-3", item(50)));
    stage.accepted(&firm.token, &path, &preliminary("P-3", 61));
    assert_eq!(notices(&stage.report(&firm)), [""; 0]);
    stage.replays();
}

#[test]
fn a_failing_preliminary_report_of_a_compelling_hazard_holds_at_once() {
    let stage = Stage::new();
    let firm = released(&stage);
    let item = |word: &str| json!([{"item": "salmonella", "result": {"stated": word}, "limit": {"max": 0}}]);
    let mut body = check("outsideTest", "P-1", item("detected"));
    body["reportState"] = json!("preliminary");
    stage.accepted(&firm.token, &firm.batch("checks"), &body);
    assert_eq!(stage.report(&firm)["verdict"], "held");
    // The final report does not end the hold: the firm does, and says why.
    let body = check("outsideTest", "P-1", item("notDetected"));
    stage.accepted(&firm.token, &firm.batch("checks"), &body);
    let report = stage.report(&firm);
    assert_eq!(report["verdict"], "held");
    assert!(!notices(&report).contains(&"testFailed"));
    stage.accepted(&firm.token, &firm.batch("unhold"), &super::reason());
    assert_eq!(stage.report(&firm)["verdict"], "registered");
    stage.replays();
}

#[test]
fn a_check_without_items_is_no_pass() {
    let stage = Stage::new();
    let mut case = Case::complete(LIQUOR);
    case.checks = Vec::new();
    let firm = stage.ready(&case);
    let answer =
        stage.accepted(&firm.token, &firm.batch("checks"), &check("factoryTest", "E-1", json!([])));
    assert_eq!(answer["result"], "noItems");
    let found = unmet(&stage.release(&firm));
    let what: Vec<_> = found.iter().map(|[_, _, what, _]| what.as_str()).collect();
    assert!(what.contains(&"alcohol") && what.contains(&"overall"), "{what:?}");
    for body in case_checks() {
        stage.accepted(&firm.token, &firm.batch("checks"), &body);
    }
    assert_eq!(stage.release(&firm).status, 201);
    let report = stage.report(&firm);
    assert_eq!(test(&report, "E-1")["result"], "noItems");
    assert!(page(&stage, &firm, "zh").contains("没有报告检验项目"));
    assert!(page(&stage, &firm, "en").contains("No test item reported"));
}

fn case_checks() -> Vec<Value> {
    Case::complete(LIQUOR).checks
}

#[test]
fn an_item_shows_whether_its_laboratory_is_accredited() {
    let stage = Stage::new();
    let firm = released(&stage);
    let (code, outside) = laboratory(&stage, &firm);
    let (bare, unaccredited) = laboratory_named(&stage, &firm, "WJ-2");
    let entries = format!("/api/v1/organizations/{}/entries", escape(&code));
    let accreditation = json!({
        "kind": "laboratory",
        "number": "CMA 26-001",
        "validFrom": "2026-01-01",
        "validTo": "2026-11-10",
        "covers": ["salmonella", "GB 5009.12", "nitrite; GB 5009.33"],
    });
    stage.accepted(&stage.regulator, &entries, &accreditation);
    let item = |item: &str, method: &str| json!({"item": item, "method": method, "result": {"value": 1, "unit": "mg/kg"}, "limit": {"max": 2}});
    let items = json!([
        item("salmonella", "GB 4789.4"),
        item("lead", "GB 5009.12-2023"),
        item("nitrite", "GB 5009.33"),
        item("nitrite", "GB 5009.99"),
        item("fat", "GB 5009.6"),
    ]);
    let path = firm.batch("checks");
    let mut late = check("outsideTest", "A-2", items.clone());
    late["testedOn"] = json!("2026-11-11");
    let mut named = check("outsideTest", "A-3", items.clone());
    named["laboratory"] = json!({"organization": code});
    let mut unknown = check("outsideTest", "A-4", items.clone());
    unknown["laboratory"] = json!({"organization": "91310115591693856A"});
    stage.accepted(&outside, &path, &check("outsideTest", "A-1", items.clone()));
    stage.accepted(&outside, &path, &late);
    stage.accepted(&firm.token, &path, &named);
    stage.accepted(&firm.token, &path, &unknown);
    stage.accepted(&unaccredited, &path, &check("outsideTest", "A-5", items.clone()));
    stage.accepted(&firm.token, &path, &check("factoryTest", "A-6", items));
    let report = stage.report(&firm);
    let of = |number: &str| -> Vec<Value> {
        let items = test(&report, number)["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["accredited"].clone()).collect()
    };
    let (yes, no, unsaid) = (json!(true), json!(false), Value::Null);
    let covered = vec![yes.clone(), yes.clone(), yes, no.clone(), no.clone()];
    assert_eq!(of("A-1"), covered);
    assert_eq!(of("A-2"), vec![no.clone(); 5], "the accreditation had ended");
    assert_eq!(of("A-3"), covered, "named by the firm");
    assert_eq!(of("A-4"), vec![unsaid.clone(); 5], "not known here");
    assert_eq!(of("A-5"), vec![no; 5], "none at all");
    assert_eq!(of("A-6"), vec![unsaid; 5], "the firm's own");
    assert_eq!(test(&report, "A-5")["statedBy"]["organization"], bare.as_str());
    let zh = page(&stage, &firm, "zh");
    assert!(zh.contains("不在实验室资质范围内") && zh.contains(">在实验室资质范围内<"), "{zh}");
    stage.replays();
}

fn laboratory_named(stage: &Stage, firm: &Firm, number: &str) -> (String, String) {
    let code = super::gln(900_000 + stage.firms.fetch_add(1, Ordering::Relaxed));
    let token = stage.app.admit(&code, "laboratory", "340000");
    let body = json!({"kind": "testingCommission", "number": number, "counterpart": code});
    stage.accepted(&firm.token, &firm.path("entries"), &body);
    (code, token)
}

/// A starred item is owed every six months: told on the page from the day after on, also of old lots.
#[test]
fn an_overdue_rhythm_is_told() {
    let stage = Stage::new();
    let firm = stage.ready(&Case::complete(MEAT));
    assert_eq!(stage.release(&firm).status, 201);
    let overdue = |report: &Value| notices(report).contains(&"rhythmOverdue");
    assert!(!overdue(&stage.report(&firm)));
    // The outside item of the complete case is of 2026-11-03: in time until 2027-05-03.
    let day = |text: &str| {
        let at: jiff::Timestamp = format!("{text}T04:00:00Z").parse().unwrap();
        stage.app.service.app.clock.set(at.as_millisecond());
    };
    day("2027-05-03");
    assert!(!overdue(&stage.report(&firm)));
    day("2027-05-04");
    let report = stage.report(&firm);
    assert!(overdue(&report));
    let expected = json!([{"item": "overall", "months": 6, "lastTestedOn": "2026-11-03", "dueOn": "2027-05-03"}]);
    assert_eq!(report["overdueTests"], expected);
    assert!(page(&stage, &firm, "zh").contains("定期检验已逾期"));
    assert!(page(&stage, &firm, "en").contains("A regular test is overdue"));
    let mut body = check(
        "outsideTest",
        "O-1",
        json!([{
            "item": "fat",
            "starred": true,
            "result": {"value": 1, "unit": "%"},
            "limit": {"max": 30},
        }]),
    );
    body["testedOn"] = json!("2027-05-04");
    stage.accepted(&firm.token, &firm.batch("checks"), &body);
    let report = stage.report(&firm);
    assert!(!overdue(&report) && report.get("overdueTests").is_none());
    assert_eq!(test(&report, "O-1")["items"][0]["starred"], true);
    // A preliminary report is no test of the rhythm.
    day("2028-01-01");
    body["reportNo"] = json!("O-2");
    body["reportState"] = json!("preliminary");
    body["testedOn"] = json!("2027-12-31");
    stage.accepted(&firm.token, &firm.batch("checks"), &body);
    assert!(overdue(&stage.report(&firm)));
}

/// Each kind of check under its name, with value against limit.
#[test]
fn the_page_names_the_kinds() {
    let stage = Stage::new();
    let firm = released(&stage);
    for (at, (kind, zh, en)) in [
        ("incomingInspection", "进货查验", "Incoming inspection"),
        ("processControl", "过程控制", "Process control"),
        ("factoryTest", "出厂检验", "Factory test"),
        ("outsideTest", "外检", "Outside laboratory"),
        ("comparisonTest", "比对试验", "Comparison test"),
    ]
    .into_iter()
    .enumerate()
    {
        let item =
            json!({"item": "fat", "result": {"value": 20 + at, "unit": "%"}, "limit": {"max": 30}});
        let body = check(kind, &format!("K-{at}"), json!([item]));
        stage.accepted(&firm.token, &firm.batch("checks"), &body);
        for (lang, word) in [("zh", zh), ("en", en)] {
            let page = page(&stage, &firm, lang);
            assert!(
                page.contains(&format!("<b>{word}")) || page.contains(&format!(">{word}<")),
                "{kind} {lang}"
            );
            assert!(page.contains(&format!("{} %", 20 + at)) && page.contains("≤30 %"), "{kind}");
        }
    }
}
