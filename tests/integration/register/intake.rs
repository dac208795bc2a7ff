//! Laboratories of their own: whose lots they may test, tests handed in together, and those that wait for
//! their lot.

use super::case::{Case, LIQUOR};
use super::{Firm, Stage};
use crate::harness::{Answer, escape};
use serde_json::{Value, json};

const INTAKE: &str = "/api/v1/checks";
const QUEUE: &str = "/api/v1/checks/queue";
const OUTSIDE: &str = "CN-REG:33";

struct Laboratory {
    code: String,
    token: String,
}

fn laboratory(stage: &Stage) -> Laboratory {
    let firm = stage.firms.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let code = super::gln(800_000 + firm);
    let token = stage.app.admit(&code, "laboratory", "340000");
    Laboratory { code, token }
}

/// Lets a laboratory test the firm's lots: the entry.
fn commission(stage: &Stage, firm: &Firm, laboratory: &Laboratory, more: Value) -> String {
    let mut body = json!({"kind": "testingCommission", "number": format!("WJ-{}", laboratory.code), "counterpart": laboratory.code});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let done = stage.accepted(&firm.token, &firm.path("entries"), &body);
    done["id"].as_str().unwrap().to_owned()
}

fn firm(stage: &Stage) -> Firm {
    stage.ready(&Case::complete(LIQUOR))
}

fn check(report_no: &str, word: &str) -> Value {
    json!({
        "kind": "outsideTest",
        "reportNo": report_no,
        "testedOn": "2026-11-05",
        "laboratory": {"contact": "secret-contact 0551-7654321"},
        "reporter": "secret-reporter",
        "items": [{"item": "salmonella", "result": {"stated": word}, "limit": {"max": 0}}],
    })
}

fn of_lot(firm: &Firm, lot: &str, mut check: Value) -> Value {
    for (name, value) in [("organization", firm.code.as_str()), ("product", "SS-200"), ("lot", lot)]
    {
        check[name] = json!(value);
    }
    check
}

fn of_sample(sample: &str, label: Value, mut check: Value) -> Value {
    check["sampleNo"] = json!(sample);
    check["labelledProducer"] = label;
    check["lotAsPrinted"] = json!("secret-lot 7");
    check
}

#[track_caller]
fn hand_in(stage: &Stage, token: &str, key: &str, checks: Value) -> Vec<Value> {
    let answer = stage.app.post_keyed(token, key, INTAKE, &checks);
    assert!(matches!(answer.status, 200 | 201), "{}", answer.text());
    answer.json()["results"].as_array().unwrap().clone()
}

fn outcomes(results: &[Value]) -> Vec<&str> {
    results.iter().map(|result| result["outcome"].as_str().unwrap()).collect()
}

fn seen(stage: &Stage, token: &str) -> Vec<Value> {
    let answer = stage.app.get_as(token, QUEUE);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["items"].as_array().unwrap().clone()
}

fn matched(stage: &Stage, token: &str, number: &str, firm: &Firm, lot: &str) -> Answer {
    let body = json!({"organization": firm.code, "product": "SS-200", "lot": lot});
    stage.app.post(token, &format!("{QUEUE}/{number}/match"), &body)
}

/// Only the owner's word lets a laboratory test, for its product and its days.
#[test]
fn a_laboratory_tests_lots_of_those_who_let_it() {
    let stage = Stage::new();
    let (owner, lab) = (firm(&stage), laboratory(&stage));
    let path = owner.batch("checks");
    let mut number = 0;
    let mut tries = |expected: u16| {
        number += 1;
        let answer =
            stage.app.post(&lab.token, &path, &check(&format!("T-{number}"), "notDetected"));
        assert_eq!(answer.status, expected, "{number}: {}", answer.text());
    };
    tries(403);
    // What a regulator states opens nothing, nor a commission of processing, of another product, or over.
    let body = json!({"kind": "testingCommission", "number": "R-1", "counterpart": lab.code});
    stage.accepted(&stage.regulator, &owner.path("entries"), &body);
    tries(403);
    let body = json!({"kind": "commission", "number": "C-1", "counterpart": lab.code});
    stage.accepted(&owner.token, &owner.path("entries"), &body);
    tries(403);
    commission(&stage, &owner, &lab, json!({"number": "W-1", "product": "OTHER-1"}));
    tries(403);
    commission(&stage, &owner, &lab, json!({"number": "W-2", "validTo": "2026-12-02"}));
    tries(403);
    let entry = commission(
        &stage,
        &owner,
        &lab,
        json!({"number": "W-3", "product": "SS-200", "validTo": "2026-12-03"}),
    );
    tries(201);
    let repeat = stage.app.post(&lab.token, &path, &check(&format!("T-{}", 6), "notDetected"));
    assert_eq!(repeat.status, 200, "{}", repeat.text());
    // It may add tests and nothing else, and reads no more than anyone.
    for step in ["release", "withdrawal", "hold"] {
        let answer = stage.app.post_keyed(&lab.token, step, &owner.batch(step), &json!({}));
        assert!(matches!(answer.status, 400 | 403), "{step}");
    }
    let seen = stage.app.get_as(&lab.token, &owner.path("batches/SS-200/L1"));
    assert_eq!(seen.status, 404, "not released: {}", seen.text());
    let mut status = super::reason();
    status["status"] = json!("cancelled");
    status["on"] = json!("2026-12-03");
    stage.accepted(&owner.token, &format!("/api/v1/entries/{entry}/status"), &status);
    let gone = stage.app.post(&lab.token, &path, &check("T-9", "notDetected"));
    assert_eq!((gone.status, gone.code().as_str()), (403, "notYours"));
    stage.replays();
}

/// Every kind of entry, right and wrong.
fn mixed(owner: &Firm, stranger: &Firm) -> Value {
    let mut by_gtin = check("B-2", "notDetected");
    by_gtin["gtin"] = json!("09506000134352");
    by_gtin["lot"] = json!("L1");
    let mut future = check("B-5", "notDetected");
    future["testedOn"] = json!("2099-01-01");
    let mut wordy = check("B-6", "good");
    wordy["items"][0]["item"] = json!("salmo\u{202e}nella");
    let mut long = check("B-7", "notDetected");
    long["items"] = json!(vec![json!({"item": "x", "result": {"value": 1, "unit": "g"}}); 10_000]);
    let label = json!({"name": {"zh": "某厂"}, "organization": owner.code});
    json!([
        of_lot(owner, "L1", check("B-1", "notDetected")),
        by_gtin,
        of_lot(owner, "NOLOT", check("B-3", "detected")),
        of_lot(stranger, "L1", check("B-4", "detected")),
        of_lot(owner, "L1", future),
        of_lot(owner, "L1", wordy),
        of_lot(owner, "L1", long),
        of_sample("S-1", label.clone(), check("B-8", "detected")),
        of_sample("S-1", label.clone(), check("B-8", "detected")),
        of_sample("S-1", label.clone(), check("B-8", "notDetected")),
        check("B-9", "detected"),
        {"gtin": "09506000134352"},
        17,
    ])
}

/// One result for each entry in order; a wrong one keeps back no other, and a repeat gets the same
/// receipts.
#[test]
fn tests_are_handed_in_together() {
    let stage = Stage::new();
    let (owner, stranger, lab) = (firm(&stage), firm(&stage), laboratory(&stage));
    commission(&stage, &owner, &lab, json!({}));
    let checks = mixed(&owner, &stranger);
    let results = hand_in(&stage, &lab.token, "k1", checks.clone());
    let (r, q, x) = ("recorded", "queued", "refused");
    assert_eq!(outcomes(&results), [r, q, q, q, r, x, x, q, q, x, x, x, x]);
    // Nothing tells a lot that is not there from one that is not the laboratory's to test.
    let shape = |at: usize| {
        let mut result = results[at].clone();
        result["receipt"] = Value::Null;
        result["queueNo"] = Value::Null;
        result
    };
    assert_eq!(shape(2), shape(3));
    assert_eq!(results[7]["queueNo"], results[8]["queueNo"], "the same sample said twice");
    assert_eq!(results[9]["problem"]["code"], "changedUnderSameIdentity");
    let found = |at: usize| -> Vec<String> {
        let errors = results[at]["problem"]["errors"].as_array().unwrap();
        let line = |error: &Value| {
            format!("{} {}", error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())
        };
        errors.iter().map(line).collect()
    };
    assert_eq!(found(5), ["/5/items/0/item character", "/5/items/0/result/stated notAWord"]);
    assert_eq!(found(6), ["/6/items tooMany"]);
    assert_eq!(found(10), ["/10/sampleNo required", "/10/labelledProducer required"]);
    assert_eq!(found(12), ["/12 wrongType"]);
    assert!(found(11).contains(&"/11/kind required".to_owned()), "{:?}", found(11));
    assert_eq!(results[5]["problem"]["status"], 400);
    // The queue holds nothing.
    assert_eq!(stage.tasks(&owner).len() + stage.tasks(&stranger).len(), 0);
    let again = stage.app.post_keyed(&lab.token, "k1", INTAKE, &checks);
    assert_eq!(again.status, 200, "{}", again.text());
    let again = again.json()["results"].as_array().unwrap().clone();
    for (first, second) in results.iter().zip(&again) {
        assert_eq!(first["receipt"], second["receipt"]);
        assert_eq!(first["queueNo"], second["queueNo"]);
    }
    stage.replays();
}

/// By another key, or alone: the same report is the same report.
#[test]
fn the_same_report_is_kept_once() {
    let stage = Stage::new();
    let (owner, stranger, lab) = (firm(&stage), firm(&stage), laboratory(&stage));
    commission(&stage, &owner, &lab, json!({}));
    let checks = mixed(&owner, &stranger);
    let results = hand_in(&stage, &lab.token, "k1", checks.clone());
    let facts =
        |stage: &Stage| suyuan::views::query::facts(&stage.app.service.app.snapshot()).unwrap();
    let before = facts(&stage);
    let third = hand_in(&stage, &lab.token, "k2", checks);
    assert_eq!(third[0]["receipt"], results[0]["receipt"]);
    let alone = stage.app.post(&lab.token, &owner.batch("checks"), &check("B-1", "notDetected"));
    assert_eq!(alone.status, 200, "{}", alone.text());
    assert_eq!(alone.json()["receipt"], results[0]["receipt"]);
    let other = stage.app.post(&lab.token, &owner.batch("checks"), &check("B-1", "detected"));
    assert_eq!((other.status, other.code().as_str()), (409, "changedUnderSameIdentity"));
    assert_eq!(facts(&stage), before);
    let changed =
        hand_in(&stage, &lab.token, "k1", json!([of_lot(&owner, "L1", check("B-1", "detected"))]));
    assert_eq!(changed[0]["problem"]["code"], "changedUnderSameIdentity");
    let unnamed = stage.app.post(&lab.token, INTAKE, &json!([check("B-1", "detected")]));
    assert_eq!((unnamed.status, unnamed.code().as_str()), (400, "invalid"));
    stage.replays();
}

/// A failure handed in with others holds its lot, as one handed in alone.
#[test]
fn a_failure_handed_in_holds_its_lot() {
    let stage = Stage::new();
    let (owner, lab) = (firm(&stage), laboratory(&stage));
    commission(&stage, &owner, &lab, json!({}));
    let checks = json!([of_lot(&owner, "L1", check("B-1", "detected"))]);
    assert_eq!(outcomes(&hand_in(&stage, &lab.token, "k", checks)), ["recorded"]);
    assert_eq!(stage.tasks(&owner).len(), 1);
    assert_eq!(stage.release(&owner).code(), "lotHeld");
}

/// Nobody else matches `cq-0001`, and nobody with a lot that is not there or not theirs.
fn refused_to_others(
    stage: &Stage,
    (owner, stranger): (&Firm, &Firm),
    (lab, rival): (&Laboratory, &Laboratory),
    elsewhere: &str,
) {
    for token in [stranger.token.as_str(), &rival.token, elsewhere, &stage.app.operator] {
        assert_eq!(matched(stage, token, "cq-0001", owner, "L1").status, 404);
    }
    assert_eq!(matched(stage, &owner.token, "cq-0009", owner, "L1").status, 404);
    assert_eq!(matched(stage, &owner.token, "cq-0001", stranger, "L1").status, 403);
    assert_eq!(matched(stage, &owner.token, "cq-0001", owner, "NOLOT").status, 404);
    assert_eq!(matched(stage, &lab.token, "cq-0001", owner, "L1").status, 403, "no commission");
}

/// Who sees which waiting test, and who may match it.
#[test]
fn a_waiting_test_is_seen_by_those_it_names_and_matched_once() {
    let stage = Stage::new();
    let (owner, stranger) = (firm(&stage), firm(&stage));
    let (lab, rival) = (laboratory(&stage), laboratory(&stage));
    let elsewhere = stage.app.admit(OUTSIDE, "regulator", "330000");
    let label = json!({"organization": owner.code});
    let checks = json!([
        of_sample("S-1", label.clone(), check("Q-1", "detected")),
        of_sample("S-2", json!({"name": {"zh": "秘密作坊"}}), check("Q-2", "notDetected")),
        of_sample("S-3", label.clone(), check("Q-3", "notDetected")),
    ]);
    assert_eq!(outcomes(&hand_in(&stage, &lab.token, "k", checks)), ["queued"; 3]);
    let numbers = |token: &str| -> Vec<String> {
        let items = seen(&stage, token);
        items.iter().map(|item| item["queueNo"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(numbers(&lab.token), ["cq-0003", "cq-0002", "cq-0001"]);
    for token in [&owner.token, &stage.regulator] {
        assert_eq!(numbers(token), ["cq-0003", "cq-0001"]);
    }
    for token in [&stranger.token, &rival.token, &elsewhere] {
        assert_eq!(numbers(token), [""; 0]);
    }
    let first = &seen(&stage, &owner.token)[1];
    assert_eq!((&first["sampleNo"], &first["result"]), (&json!("S-1"), &json!("fail")));
    assert_eq!(
        (&first["state"], &first["lotAsPrinted"]),
        (&json!("waiting"), &json!("secret-lot 7"))
    );
    refused_to_others(&stage, (&owner, &stranger), (&lab, &rival), &elsewhere);
    assert_eq!(stage.tasks(&owner).len(), 0);
    let done = matched(&stage, &owner.token, "cq-0001", &owner, "L1");
    assert_eq!(
        (done.status, done.json()["result"].clone()),
        (201, json!("fail")),
        "{}",
        done.text()
    );
    assert_eq!(stage.tasks(&owner).len(), 1);
    let record = stage.app.get_as(&owner.token, &owner.path("batches/SS-200/L1")).json();
    let checks = record["checks"].as_array().unwrap();
    assert_eq!(checks.last().unwrap()["reportNo"], "Q-1");
    assert_eq!(checks.last().unwrap()["statedBy"], "laboratory");
    assert_eq!(checks.last().unwrap()["sampleNo"], "S-1");
    assert!(checks.last().unwrap().get("labelledProducer").is_none());
    let again = matched(&stage, &owner.token, "cq-0001", &owner, "L1");
    assert_eq!((again.status, &again.json()["receipt"]), (200, &done.json()["receipt"]));
    let second = matched(&stage, &stage.regulator, "cq-0001", &stranger, "L1");
    assert_eq!((second.status, second.code().as_str()), (409, "alreadyMatched"));
    // The laboratory learns that it was matched, not with what.
    let own = &seen(&stage, &lab.token)[2];
    assert_eq!((&own["state"], own.get("matchedWith")), (&json!("matched"), None));
    assert_eq!(seen(&stage, &owner.token)[1]["matchedWith"]["lot"], "L1");
    // With a commission the laboratory matches; a regulator may at any time.
    commission(&stage, &owner, &lab, json!({}));
    assert_eq!(matched(&stage, &lab.token, "cq-0002", &owner, "L1").status, 201);
    assert_eq!(matched(&stage, &stage.regulator, "cq-0003", &owner, "L1").status, 201);
    // A report that is on the lot already is not written twice.
    let alone = check("Q-9", "notDetected");
    stage.accepted(&lab.token, &owner.batch("checks"), &alone);
    let late = json!([of_sample("S-9", label, alone)]);
    let late = hand_in(&stage, &lab.token, "late", late);
    let number = late[0]["queueNo"].as_str().unwrap();
    let twice = matched(&stage, &owner.token, number, &owner, "L1");
    assert_eq!((twice.status, twice.code().as_str()), (409, "changedUnderSameIdentity"));
    stage.replays();
}

/// Pages of the queue, to the last row.
#[test]
fn the_queue_is_paged() {
    let stage = Stage::new();
    let (owner, lab) = (firm(&stage), laboratory(&stage));
    let label = json!({"organization": owner.code});
    let one = |n: usize| {
        of_sample(&format!("S-{n}"), label.clone(), check(&format!("Q-{n}"), "notDetected"))
    };
    let all: Vec<_> = (0..7).map(one).collect();
    hand_in(&stage, &lab.token, "k", json!(all));
    for token in [&lab.token, &owner.token, &stage.regulator] {
        let (mut path, mut numbers) = (format!("{QUEUE}?limit=3"), Vec::new());
        loop {
            let page = stage.app.get_as(token, &path).json();
            let items = page["items"].as_array().unwrap();
            numbers.extend(items.iter().map(|item| item["queueNo"].as_str().unwrap().to_owned()));
            let Some(cursor) = page["next"].as_str() else { break };
            path = format!("{QUEUE}?limit=3&cursor={cursor}");
        }
        let expected: Vec<_> = (1..=7).rev().map(|n| format!("cq-{n:04}")).collect();
        assert_eq!(numbers, expected);
    }
}

/// Reporter, contact and what a label said are for those they concern, on every page and in every answer.
#[test]
fn nothing_of_a_report_that_is_the_offices_is_public() {
    let stage = Stage::new();
    let (owner, lab) = (firm(&stage), laboratory(&stage));
    assert_eq!(stage.release(&owner).status, 201);
    commission(&stage, &owner, &lab, json!({}));
    let mut alone = check("B-1", "notDetected");
    alone["sampleNo"] = json!("secret-sample");
    let label = json!({"organization": owner.code});
    let checks = json!([
        of_lot(&owner, "L1", alone),
        of_sample("secret-sample-2", label, check("B-2", "notDetected"))
    ]);
    hand_in(&stage, &lab.token, "k", checks);
    assert_eq!(matched(&stage, &owner.token, "cq-0001", &owner, "L1").status, 201);
    let scan = format!("/o/{}/SS-200/10/L1", escape(&owner.code));
    let record = owner.path("batches/SS-200/L1");
    let office = stage.app.get_as(&owner.token, &record).text();
    for secret in ["secret-reporter", "secret-contact", "secret-sample", "secret-sample-2"] {
        assert!(office.contains(secret), "{secret} was not planted");
    }
    let mut said = String::new();
    for accept in ["text/html", "application/json"] {
        said.push_str(&stage.app.send("GET", &scan, &[("accept", accept)], None).text());
    }
    for token in [&lab.token, &stage.app.operator] {
        said.push_str(&stage.app.get_as(token, &record).text());
    }
    said.push_str(&stage.app.get(&record).text());
    assert!(said.contains("B-1") && said.contains("B-2"));
    let found = said.find("secret").map(|at| said[at..].chars().take(40).collect::<String>());
    assert_eq!(found, None);
}
