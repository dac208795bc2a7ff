//! Questions that the standard leaves to judgement: shown to the office, answered once per product
//! version by a post, good for every lot of it, and with their consequence.

use super::doses::{found, lot, product, soy};
use super::{Firm, Stage, notices};
use crate::harness::{JAM_QUESTION, OTHER, escape};
use serde_json::{Value, json};
use suyuan::limits::JUDGED_LOTS_COUNT;

const JAM: &str = "04.01.02.05";

/// A lot of jam with so many grams of sorbic acid in 1,000 kg; 1 g/kg are permitted unless canned.
fn jam(name: &str, grams: f64) -> Value {
    let used = json!({"value": grams, "unit": "GRM"});
    let mut lot =
        lot(&json!({"additives": [{"cns": "17.003", "used": used, "activeFraction": 1}]}));
    lot["lot"] = name.into();
    lot
}

fn answer(permitted: bool) -> Value {
    json!({
        "key": JAM_QUESTION,
        "permitted": permitted,
        "reason": {"zh": "非罐头产品，密封后冷藏", "en": "not canned: chilled-secret-reason"},
    })
}

/// A firm with one lot of jam, and its quality office.
fn asked(stage: &Stage) -> (Firm, String, Value) {
    let firm = stage.firm();
    stage.accepted(&firm.token, &firm.path("products"), &product(JAM));
    let told = stage.accepted(&firm.token, &firm.path("batches"), &jam("L1", 500.0));
    let quality = stage.app.token_of_post(&firm.code, "quality");
    (firm, quality, told)
}

fn answers(firm: &Firm) -> String {
    firm.path("products/SS-200/judgements")
}

/// Result and clause of the only additive, and who judged it.
fn shown(stage: &Stage, firm: &Firm) -> Value {
    let additive = &stage.report(firm)["provenance"]["additives"][0];
    json!([additive["result"], additive["clause"], additive["judgedBy"]])
}

fn judged() -> Value {
    json!({"post": "quality", "on": "2026-12-03"})
}

#[test]
fn the_question_is_told_and_shown_to_the_office_alone() {
    let stage = Stage::new();
    let (firm, _, told) = asked(&stage);
    let question = json!({"key": JAM_QUESTION, "text": {"zh": "罐头除外"}});
    let warning = &told["warnings"][0];
    assert_eq!((&warning["code"], &warning["question"]), (&json!("needsJudgement"), &question));
    assert!(warning["message"]["en"].as_str().unwrap().contains("a post has to answer"));
    let path = firm.path("batches/SS-200/L1");
    let record = stage.app.get_as(&firm.token, &path).json();
    assert_eq!(record["additiveFindings"][0]["question"], question);
    assert_eq!(stage.release(&firm).status, 201, "a question refuses nothing");
    assert_eq!(shown(&stage, &firm)[0], "needsJudgement");
    for text in [stage.report(&firm).to_string(), stage.page(&firm), stage.app.get(&path).text()] {
        assert!(!text.contains("罐头除外"), "{text}");
    }
}

#[test]
fn yes_is_good_for_lots_before_and_after() {
    let stage = Stage::new();
    let (firm, quality, _) = asked(&stage);
    assert_eq!(stage.release(&firm).status, 201);
    let done = stage.accepted(&quality, &answers(&firm), &answer(true));
    assert_eq!((&done["version"], &done["lotsHeld"]), (&json!(1), &json!(0)));
    let within = json!(["within", "GB 2760-2024 A.1, 04.01.02.05", judged()]);
    assert_eq!(shown(&stage, &firm), within);
    let page = stage.page(&firm);
    assert!(page.contains("由岗位 quality 于"), "{page}");
    assert!(!page.contains("chilled-secret-reason") && !page.contains("非罐头产品"), "{page}");
    let next = stage.accepted(&firm.token, &firm.path("batches"), &jam("L2", 999.0));
    assert_eq!(next["warnings"], Value::Null, "{next}");
    let over = stage.accepted(&firm.token, &firm.path("batches"), &jam("L3", 1000.1));
    assert_eq!(over["warnings"][0]["code"], "over", "{over}");
    assert_eq!(over["warnings"][0]["judgedBy"]["post"], "quality");
    assert_eq!(stage.tasks(&firm).len(), 1, "what is over is held, answered or not");
    // Another version is another formula.
    let mut second = product(JAM);
    second["version"] = json!(2);
    stage.accepted(&firm.token, &firm.path("products"), &second);
    let next = stage.accepted(&firm.token, &firm.path("batches"), &jam("L4", 999.0));
    assert_eq!(next["warnings"][0]["code"], "needsJudgement");
    stage.replays();
}

#[test]
fn no_holds_the_lots_that_asked() {
    let stage = Stage::new();
    let (firm, quality, _) = asked(&stage);
    stage.accepted(&firm.token, &firm.path("batches"), &jam("L2", 10.0));
    let mut plain = jam("L3", 1.0);
    plain["additives"] = json!([]);
    stage.accepted(&firm.token, &firm.path("batches"), &plain);
    assert_eq!(stage.release(&firm).status, 201);
    assert_eq!(stage.report(&firm)["verdict"], "registered");
    let done = stage.accepted(&quality, &answers(&firm), &answer(false));
    assert_eq!(done["lotsHeld"], 2);
    let report = stage.report(&firm);
    assert_eq!(report["verdict"], "held");
    assert!(notices(&report).contains(&"additiveFound"), "{report}");
    assert_eq!(shown(&stage, &firm), json!(["notPermitted", "GB 2760-2024 A.1", judged()]));
    let tasks = stage.tasks(&firm);
    let lots: Vec<_> = tasks.iter().map(|task| task["lot"].as_str().unwrap()).collect();
    assert_eq!(lots, ["L1", "L2"]);
    assert!(tasks.iter().all(|task| task["position"] == done["receipt"]["position"]), "{tasks:?}");
    let refused = stage.app.post(&firm.token, &firm.path("batches/SS-200/L2/release"), &json!({}));
    assert_eq!(refused.code(), "lotHeld");
    let free = stage.app.post(&firm.token, &firm.path("batches/SS-200/L3/release"), &json!({}));
    assert_eq!(free.status, 201, "it asked nothing");
    let next = stage.accepted(&firm.token, &firm.path("batches"), &jam("L9", 1.0));
    assert_eq!(next["warnings"][0]["code"], "notPermitted");
    assert_eq!(stage.tasks(&firm).len(), 3);
    // Ending one hold leaves the others, and settles its own task.
    stage.accepted(&firm.token, &firm.batch("unhold"), &super::reason());
    let open = stage.tasks(&firm).iter().filter(|task| task["settledBy"].is_null()).count();
    assert_eq!(open, 2);
    assert_eq!(stage.report(&firm)["verdict"], "registered");
    let held = stage.app.post(&firm.token, &firm.path("batches/SS-200/L2/release"), &json!({}));
    assert_eq!(held.code(), "lotHeld");
    stage.replays();
}

#[test]
fn a_changed_answer_is_a_new_fact() {
    let stage = Stage::new();
    let (firm, quality, _) = asked(&stage);
    assert_eq!(stage.release(&firm).status, 201);
    let path = answers(&firm);
    let yes = stage.app.post_keyed(&quality, "1", &path, &answer(true));
    assert_eq!(yes.status, 201, "{}", yes.text());
    let again = stage.app.post_keyed(&quality, "1", &path, &answer(true));
    assert_eq!((again.status, &again.json()["receipt"]), (200, &yes.json()["receipt"]));
    let other = stage.app.post_keyed(&quality, "1", &path, &answer(false));
    assert_eq!(other.code(), "changedUnderSameIdentity");
    assert_eq!(shown(&stage, &firm)[0], "within");
    let no = stage.app.post_keyed(&quality, "2", &path, &answer(false)).json();
    assert_eq!(no["lotsHeld"], 1);
    assert_eq!(stage.report(&firm)["verdict"], "held");
    let safety = stage.app.token_of_post(&firm.code, "safety");
    stage.accepted(&safety, &path, &answer(true));
    assert_eq!(shown(&stage, &firm)[2]["post"], "safety");
    assert_eq!(stage.report(&firm)["verdict"], "held", "a hold ends with a reason of its own");
    for token in [&firm.token, &stage.regulator] {
        let list = stage.app.get_as(token, &path).json();
        let items = list["items"].as_array().unwrap();
        let row = |item: &Value| format!("{} {} {}", item["permitted"], item["post"], item["on"]);
        let rows: Vec<_> = items.iter().map(row).collect();
        assert_eq!(
            rows,
            [
                r#"true "quality" "2026-12-03""#,
                r#"false "quality" "2026-12-03""#,
                r#"true "safety" "2026-12-03""#
            ]
        );
        assert!(items.iter().all(|item| item["key"] == JAM_QUESTION && item["version"] == 1));
        assert_eq!(items[0]["reason"], answer(true)["reason"]);
    }
    let first = stage.app.get_as(&firm.token, &format!("{path}?limit=1"));
    assert!(first.header("link").contains("rel=\"next\""));
    stage.replays();
}

#[test]
fn only_a_post_of_the_firm_answers() {
    let stage = Stage::new();
    let (firm, quality, _) = asked(&stage);
    let path = answers(&firm);
    let refused = |token: &str, body: &Value| {
        let refused = stage.app.post_keyed(token, "k", &path, body);
        format!("{} {}", refused.status, refused.code())
    };
    assert_eq!(refused(&firm.token, &answer(true)), "403 postRequired");
    stage.app.admit(OTHER, "producer", "341126");
    let other = stage.app.token_of_post(OTHER, "quality");
    assert_eq!(refused(&other, &answer(true)), "403 notYours");
    assert_eq!(refused(&stage.regulator, &answer(true)), "403 notYours");
    assert_eq!(refused(&stage.app.operator, &answer(true)), "403 notYours");
    let tokens = firm.path("tokens");
    let seller = json!({"role": "seller", "label": "till", "post": "quality"});
    let seller = stage.accepted(&firm.token, &tokens, &seller)["token"].clone();
    assert_eq!(refused(seller.as_str().unwrap(), &answer(true)), "403 notYours");
    assert_eq!(stage.app.get_as(&other, &path).code(), "notYours");
    let mut unknown = answer(true);
    unknown["key"] = json!("GB 2760-2024/17.003/04.01.02.05");
    assert_eq!(refused(&quality, &unknown), "409 questionNotAsked");
    let mut version = answer(true);
    version["version"] = json!(7);
    assert_eq!(refused(&quality, &version), "409 versionNotRegistered");
    let elsewhere = format!("/api/v1/organizations/{}/products/X/judgements", escape(&firm.code));
    assert_eq!(stage.app.post_keyed(&quality, "k", &elsewhere, &answer(true)).status, 404);
    assert_eq!(stage.app.get_as(&firm.token, &path).json()["items"], json!([]));
}

#[test]
fn a_correction_is_judged_with_the_answer() {
    let stage = Stage::new();
    let (firm, quality, _) = asked(&stage);
    stage.accepted(&quality, &answers(&firm), &answer(true));
    let change = |grams: f64| {
        let changes = json!([{"pointer": "/additives/0/used/value", "value": grams}]);
        json!({"kind": "record", "reason": {"zh": "笔误"}, "changes": changes})
    };
    let fine = stage.accepted(&firm.token, &firm.batch("corrections"), &change(1000.0));
    assert_eq!(fine["warnings"], Value::Null, "{fine}");
    assert!(stage.tasks(&firm).is_empty());
    let over = stage.accepted(&firm.token, &firm.batch("corrections"), &change(1001.0));
    assert_eq!(over["warnings"][0]["code"], "over", "{over}");
    assert_eq!(stage.tasks(&firm).len(), 1);
    stage.accepted(&firm.token, &firm.batch("unhold"), &super::reason());
    // Without the additive the lot asks no more, and no answer touches it.
    let changes = json!([{"pointer": "/additives", "value": []}]);
    let without = json!({"kind": "record", "reason": {"zh": "未使用"}, "changes": changes});
    stage.accepted(&firm.token, &firm.batch("corrections"), &without);
    let done = stage.accepted(&quality, &answers(&firm), &answer(false));
    assert_eq!(done["lotsHeld"], 0);
    stage.accepted(&firm.token, &firm.batch("corrections"), &{
        let used = json!({"cns": "17.003", "used": {"value": 1, "unit": "GRM"}});
        let changes = json!([{"pointer": "/additives", "value": [used]}]);
        json!({"kind": "record", "reason": {"zh": "补登"}, "changes": changes})
    });
    let tasks = stage.tasks(&firm);
    assert_eq!(tasks.len(), 2, "the correction meets the answer that stands");
    stage.replays();
}

/// What came in with an ingredient, and what further questions an answer opens.
#[test]
fn carried_over_is_answered_too_and_one_question_may_follow_another() {
    let stage = Stage::new();
    let key = "GB 2760-2024/3.4.1/17.001/12.04";
    let firm = stage.firm();
    stage.accepted(&firm.token, &firm.path("products"), &product("08.03.05"));
    let soy = lot(&json!({"ingredients": [soy(50, 50.0)]}));
    stage.accepted(&firm.token, &firm.path("batches"), &soy);
    let quality = stage.app.token_of_post(&firm.code, "quality");
    let body = |key: &str, permitted: bool| json!({"key": key, "permitted": permitted, "reason": {"zh": "判定"}});
    stage.accepted(&quality, &answers(&firm), &body(key, true));
    let within = "/ingredients/0/additives within 1000 mg/kg/1000 mg/kg -";
    assert_eq!(found(&stage, &firm), [within]);
    let done = stage.accepted(&quality, &answers(&firm), &body(key, false));
    assert_eq!(done["lotsHeld"], 1);
    let report = stage.report(&firm);
    assert!(!report.to_string().contains("17.001"), "{report}");

    // Tartrazine in fillings: 300 mg/kg for one kind, 50 for others.
    let firm = stage.firm();
    stage.accepted(&firm.token, &firm.path("products"), &product("07.04"));
    let used = json!({"value": 60, "unit": "GRM"});
    let filling =
        lot(&json!({"additives": [{"cns": "08.005", "used": used, "activeFraction": 1}]}));
    stage.accepted(&firm.token, &firm.path("batches"), &filling);
    let quality = stage.app.token_of_post(&firm.code, "quality");
    let keys = [
        "GB 2760-2024/08.005/07.04/仅限布丁、糕点用馅料及表面用挂浆",
        "GB 2760-2024/08.005/07.04/仅限风味派馅料",
    ];
    assert!(found(&stage, &firm)[0].ends_with(keys[0]), "{:?}", found(&stage, &firm));
    stage.accepted(&quality, &answers(&firm), &body(keys[0], false));
    assert!(found(&stage, &firm)[0].ends_with(keys[1]), "{:?}", found(&stage, &firm));
    let done = stage.accepted(&quality, &answers(&firm), &body(keys[1], true));
    assert_eq!(done["lotsHeld"], 1, "permitted, and above the maximum of that row");
    assert_eq!(found(&stage, &firm), ["/additives/0 over 60 mg/kg/50 mg/kg -"]);
    stage.replays();
}

/// One answer reaches every lot, in as many facts as that takes.
#[test]
fn an_answer_reaches_more_lots_than_one_fact_takes() {
    let stage = Stage::new();
    let (firm, quality, _) = asked(&stage);
    for number in 0..JUDGED_LOTS_COUNT {
        let answer =
            stage.app.post(&firm.token, &firm.path("batches"), &jam(&format!("M{number}"), 1.0));
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    let before = suyuan::views::query::facts(&stage.app.service.app.snapshot()).unwrap();
    let done = stage.accepted(&quality, &answers(&firm), &answer(false));
    assert_eq!(done["lotsHeld"], JUDGED_LOTS_COUNT + 1);
    let after = suyuan::views::query::facts(&stage.app.service.app.snapshot()).unwrap();
    assert_eq!(after - before, 2);
    for lot in
        ["L1".to_owned(), "M0".to_owned(), format!("M{}", JUDGED_LOTS_COUNT - 1), "M99".to_owned()]
    {
        let record =
            stage.app.get_as(&firm.token, &firm.path(&format!("batches/SS-200/{lot}"))).json();
        assert_eq!(record["measures"][0]["state"], "open", "{lot}: {record}");
    }
    let list = stage.app.get_as(&firm.token, &answers(&firm)).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "one answer");
    let key = blake3::hash(format!("{} {}", answers(&firm), answer(false)).as_bytes()).to_hex();
    let again = stage.app.post_keyed(&quality, &key, &answers(&firm), &answer(false));
    assert_eq!((again.status, &again.json()["lotsHeld"]), (200, &done["lotsHeld"]));
    assert_eq!(suyuan::views::query::facts(&stage.app.service.app.snapshot()).unwrap(), after);
    stage.replays();
}
