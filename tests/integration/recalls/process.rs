//! A recall that runs: when the risk was known, stages in their order, papers with what the law asks for,
//! more time; who may state what; what everybody and what only the sides read.

use super::{Stage, lots, over, recall_path, scope};
use crate::harness::{OTHER, recall, recall_notice, recall_plan, recall_stage};
use serde_json::{Value, json};

impl Stage {
    fn shown(&self, id: &str) -> Value {
        self.app.get(&format!("/api/v1/recalls/{id}")).json()
    }

    #[track_caller]
    fn finds(&self, token: &str, path: &str, body: &Value, findings: &[(&str, &str)]) {
        let answer = self.post(token, path, body);
        assert_eq!((answer.status, answer.code().as_str()), (400, "invalid"), "{}", answer.text());
        let found = answer.json()["errors"].as_array().unwrap().clone();
        let found: Vec<_> = found
            .iter()
            .map(|one| (one["pointer"].as_str().unwrap(), one["code"].as_str().unwrap()))
            .collect();
        assert_eq!(found, findings);
    }

    /// A recall with its papers on record.
    fn with_papers(&self) -> String {
        let id = self.open(&lots(&["L1"]));
        self.accepted(&self.maker, &recall_path(&id, "plan"), &recall_plan());
        self.accepted(&self.maker, &recall_path(&id, "notice"), &recall_notice());
        id
    }
}

#[test]
fn stages_follow_one_another_and_are_told_to_everybody() {
    let stage = Stage::with_lots(&["L1"]);
    let id = stage.open(&lots(&["L1"]));
    let path = recall_path(&id, "stages");
    assert_eq!(stage.shown(&id)["stage"], "assessed");
    let say = |word: &str| recall_stage(word);
    stage.refused(&stage.maker, &path, &say("notified"), 409, "stageOutOfOrder");
    stage.refused(&stage.maker, &path, &say("assessed"), 409, "stageOutOfOrder");
    stage.refused(&stage.maker, &path, &say("started"), 409, "planMissing");
    stage.accepted(&stage.maker, &recall_path(&id, "plan"), &recall_plan());
    stage.accepted(&stage.maker, &path, &say("started"));
    stage.refused(&stage.maker, &path, &say("notified"), 409, "noticeMissing");
    stage.accepted(&stage.maker, &recall_path(&id, "notice"), &recall_notice());
    for word in ["notified", "recovering", "disposed", "recovering", "disposed"] {
        stage.accepted(&stage.maker, &path, &say(word));
        assert_eq!(stage.shown(&id)["stage"], word);
    }
    stage.refused(&stage.maker, &path, &say("started"), 409, "stageOutOfOrder");
    let shown = stage.shown(&id);
    assert_eq!(shown["stages"].as_array().unwrap().len(), 6);
    assert_eq!(shown["stages"][0]["statement"]["en"], "done");
    assert_eq!(shown["stages"][0]["statedBy"]["role"], "producer");
    assert_eq!(shown["flags"], json!({"ordered": false, "extended": false}));
    let page = stage.app.get(&format!("/recalls/{id}?lang=en")).text();
    assert!(page.contains("goods coming back") && page.contains("disposed of"), "{page}");
    let feed = stage.app.get("/recalls.feed.json").json();
    let sequence = feed["items"][0]["_recall"]["sequence"].as_u64().unwrap();
    assert_eq!(sequence, shown["stages"][5]["position"].as_u64().unwrap());
    let told = stage.app.get("/api/v1/changes?since=0").json();
    let kinds = told["items"].as_array().unwrap().iter();
    assert_eq!(kinds.filter(|one| one["kind"] == "recallProgressed").count(), 7, "{told}");
    stage.step(&id, "closure", None);
    assert_eq!(stage.shown(&id)["stage"], "closed");
    for word in ["stages", "plan", "notice"] {
        let body = [say("recovering"), recall_plan(), recall_notice()];
        let body = &body[["stages", "plan", "notice"].iter().position(|one| *one == word).unwrap()];
        stage.refused(&stage.maker, &recall_path(&id, word), body, 409, "measureEnded");
    }
    stage.refused(
        &stage.maker,
        &recall_path(&id, "closure"),
        &super::reason(),
        409,
        "measureEnded",
    );
}

#[test]
fn a_stage_is_a_word_at_a_moment_that_has_come() {
    let stage = Stage::with_lots(&["L1"]);
    let id = stage.with_papers();
    let path = recall_path(&id, "stages");
    for word in ["closed", "discovered", "ordered", ""] {
        stage.finds(&stage.maker, &path, &recall_stage(word), &[("/stage", "notAWord")]);
    }
    let at = |at: &str| {
        let mut body = recall_stage("started");
        body["at"] = json!(at);
        body
    };
    stage.finds(&stage.maker, &path, &at("2026-11-01"), &[("/at", "notAnInstant")]);
    stage.finds(&stage.maker, &path, &at("2190-01-01T00:00:00Z"), &[("/at", "outOfRange")]);
    stage.accepted(&stage.maker, &path, &at("2020-01-02T08:00:00+08:00"));
    assert_eq!(stage.shown(&id)["stages"][0]["at"], "2020-01-02T00:00:00Z");
    let mut earlier = recall_stage("notified");
    earlier["at"] = json!("2020-01-01T00:00:00Z");
    stage.finds(&stage.maker, &path, &earlier, &[("/at", "order")]);
    let mut classed = recall_stage("notified");
    classed["class"] = json!(1);
    stage.finds(&stage.maker, &path, &classed, &[("/class", "conflict")]);
    let unsaid = json!({"stage": "notified"});
    stage.finds(&stage.maker, &path, &unsaid, &[("/statement", "required")]);
}

#[test]
fn a_class_comes_with_the_assessment() {
    let stage = Stage::with_lots(&["L1"]);
    let mut body = over(&lots(&["L1"]));
    body.as_object_mut().unwrap().remove("class");
    body["hazard"] = json!("allergen");
    let id = stage.accepted(&stage.maker, "/api/v1/recalls", &body)["id"].clone();
    let id = id.as_str().unwrap();
    assert_eq!(stage.shown(id)["stage"], "discovered");
    let path = recall_path(id, "stages");
    stage.refused(&stage.maker, &path, &recall_stage("started"), 409, "stageOutOfOrder");
    let mut plan = recall_plan();
    stage.finds(&stage.maker, &recall_path(id, "plan"), &plan, &[("/class", "required")]);
    let assessed = |class: Value| {
        let mut body = recall_stage("assessed");
        body["class"] = class;
        body
    };
    stage.finds(&stage.maker, &path, &recall_stage("assessed"), &[("/class", "required")]);
    stage.finds(&stage.maker, &path, &assessed(json!(3)), &[("/class", "allergenClass")]);
    stage.finds(&stage.maker, &path, &assessed(json!(4)), &[("/class", "outOfRange")]);
    assert_eq!(stage.shown(id)["class"], Value::Null, "nothing changed");
    stage.accepted(&stage.maker, &path, &assessed(json!(2)));
    let shown = stage.shown(id);
    assert_eq!((&shown["stage"], &shown["class"]), (&json!("assessed"), &json!(2)));
    assert_eq!(shown["comparable"]["fda"], "Class II");
    stage.finds(&stage.maker, &recall_path(id, "plan"), &plan, &[("/class", "conflict")]);
    plan["class"] = json!(2);
    stage.accepted(&stage.maker, &recall_path(id, "plan"), &plan);
}

#[test]
fn papers_without_what_the_law_asks_for_are_refused() {
    let stage = Stage::with_lots(&["L1"]);
    let id = stage.open(&lots(&["L1"]));
    let plan = recall_path(&id, "plan");
    let mut less = recall_plan();
    less["producer"].as_object_mut().unwrap().remove("legalPerson");
    less["disposal"] = json!("—");
    let missing = [("/producer/legalPerson", "required"), ("/disposal", "required")];
    stage.finds(&stage.maker, &plan, &less, &missing);
    let nothing = stage.post(&stage.maker, &plan, &json!({}));
    assert_eq!(nothing.json()["errors"].as_array().unwrap().len(), 23);
    let notice = recall_path(&id, "notice");
    let mut less = recall_notice();
    less.as_object_mut().unwrap().remove("refund");
    stage.finds(&stage.maker, &notice, &less, &[("/refund", "required")]);
    let mut days = recall_notice();
    days["endsOn"] = json!("2026-11-19");
    stage.finds(&stage.maker, &notice, &days, &[("/endsOn", "order")]);
    let shown = stage.shown(&id);
    assert!(shown.get("planFiledAt").is_none() && shown.get("notice").is_none(), "{shown}");
    // Where no list is known, a paper says what it says.
    let goods = json!({"regime": "consumerGoods", "hazard": "injury"});
    let mut body = over(&lots(&["L1"]));
    body.as_object_mut().unwrap().remove("class");
    body.as_object_mut().unwrap().extend(goods.as_object().unwrap().clone());
    let other = stage.accepted(&stage.maker, "/api/v1/recalls", &body)["id"].clone();
    let other = other.as_str().unwrap();
    stage.accepted(&stage.maker, &recall_path(other, "stages"), &recall_stage("started"));
    stage.accepted(&stage.maker, &recall_path(other, "plan"), &json!({"cost": "free"}));
    let clocks = stage.shown(other)["clocks"].clone();
    assert_eq!((&clocks[1]["kind"], &clocks[1]["state"]), (&json!("plan"), &json!("met")));
}

#[test]
fn the_plan_is_for_the_sides_and_the_notice_for_everybody() {
    let stage = Stage::with_lots(&["L1"]);
    let id = stage.with_papers();
    let regulator = stage.regulator();
    let stranger = stage.app.admit(OTHER, "producer", "341126");
    let elsewhere = stage.app.admit("CN-REG:33", "regulator", "330000");
    let plan = recall_path(&id, "plan");
    for (token, status) in [
        (&stage.maker, 200),
        (&regulator, 200),
        (&stranger, 403),
        (&elsewhere, 403),
        (&stage.app.operator, 403),
    ] {
        assert_eq!(stage.app.get_as(token, &plan).status, status);
    }
    assert_eq!(stage.app.get(&plan).status, 401);
    assert_eq!(stage.app.get_as(&stage.maker, &plan).json()["cost"]["zh"], "企业承担");
    let bare = stage.open(&lots(&["L1"]));
    let none = stage.app.get_as(&stage.maker, &recall_path(&bare, "plan"));
    assert_eq!((none.status, none.code().as_str()), (404, "notFound"));
    assert_eq!(stage.shown(&id)["notice"]["refund"]["en"], "Money back for the pack");
    let page = stage.app.get(&format!("/recalls/{id}?lang=en")).text();
    assert!(page.contains("Anhui") && page.contains("Count the stock"), "{page}");
    for path in [format!("/api/v1/recalls/{id}"), format!("/recalls/{id}")] {
        assert!(!stage.app.get(&path).text().contains("企业承担"), "{path}");
    }
}

#[test]
fn each_side_states_what_is_its_own() {
    let stage = Stage::with_lots(&["L1"]);
    let regulator = stage.regulator();
    let stranger = stage.app.admit(OTHER, "producer", "341126");
    let elsewhere = stage.app.admit("CN-REG:33", "regulator", "330000");
    let seller = stage.app.token(crate::harness::MAKER, "seller");
    let mut ordered = recall(&["L1"]);
    ordered["kind"] = json!("ordered");
    let id = stage.accepted(&regulator, "/api/v1/recalls", &ordered)["id"].clone();
    let id = id.as_str().unwrap();
    assert_eq!(stage.shown(id)["flags"]["ordered"], true);
    let (plan, stages) = (recall_path(id, "plan"), recall_path(id, "stages"));
    for token in [&stranger, &elsewhere, &seller] {
        stage.refused(token, &plan, &recall_plan(), 403, "notYours");
        stage.refused(token, &stages, &recall_stage("started"), 403, "notYours");
    }
    let operator = &stage.app.operator;
    stage.refused(operator, &stages, &recall_stage("started"), 403, "operatorNeverMeasures");
    // What was ordered the firm plans and carries out; what class it is, is the opener's to say.
    stage.accepted(&stage.maker, &plan, &recall_plan());
    stage.accepted(&stage.maker, &stages, &recall_stage("started"));
    stage.refused(&stage.maker, &stages, &recall_stage("assessed"), 403, "notOpenersSide");
    let time = recall_path(id, "time");
    let longer = json!({"finishBy": "2190-01-01", "reason": {"zh": "春节", "en": "holidays"}});
    stage.refused(&stage.maker, &time, &longer, 403, "notYours");
    stage.refused(&elsewhere, &time, &longer, 403, "outsideRegion");
    let past = json!({"finishBy": "2020-01-01", "reason": {"zh": "春节"}});
    stage.finds(&regulator, &time, &past, &[("/finishBy", "outOfRange")]);
    stage.accepted(&regulator, &time, &longer);
    let shown = stage.shown(id);
    assert_eq!(shown["flags"]["extended"], true);
    assert_eq!(shown["moreTime"]["reason"]["en"], "holidays");
    assert_eq!(shown["clocks"][1]["lastDay"], "2190-01-01");
}

#[test]
fn the_clock_for_starting_runs_from_when_the_risk_was_known() {
    let stage = Stage::with_lots(&["L1"]);
    let mut body = over(&lots(&["L1"]));
    let open = |body: &Value| {
        let answer = stage.accepted(&stage.maker, "/api/v1/recalls", body);
        answer["id"].as_str().unwrap().to_owned()
    };
    body["riskKnownAt"] = json!("2190-01-01T00:00:00Z");
    stage.finds(&stage.maker, "/api/v1/recalls", &body, &[("/riskKnownAt", "outOfRange")]);
    body["riskKnownAt"] = json!("yesterday");
    stage.finds(&stage.maker, "/api/v1/recalls", &body, &[("/riskKnownAt", "notAnInstant")]);
    body["riskKnownAt"] = json!("2020-01-01T08:00:00+08:00");
    let id = open(&body);
    let shown = stage.shown(&id);
    assert_eq!(shown["riskKnownAt"], "2020-01-01T00:00:00Z");
    let clock = &shown["clocks"][0];
    assert_eq!((&clock["kind"], &clock["state"]), (&json!("start"), &json!("overdue")));
    assert_eq!(clock["due"], "2020-01-02T00:00:00Z");
    assert_eq!(shown["overdue"], true);
    assert!(stage.app.get("/recalls?lang=en").text().contains("overdue"));
    stage.says(&stage.unit("L1", 1), "recalled");
    stage.accepted(&stage.maker, &recall_path(&id, "plan"), &recall_plan());
    let mut early = recall_stage("started");
    early["at"] = json!("2019-12-31T00:00:00Z");
    stage.finds(&stage.maker, &recall_path(&id, "stages"), &early, &[("/at", "order")]);
    early["at"] = json!("2020-01-01T20:00:00Z");
    stage.accepted(&stage.maker, &recall_path(&id, "stages"), &early);
    assert_eq!(stage.shown(&id)["clocks"][0]["state"], "met");
}

#[test]
fn statements_on_one_recall_are_bounded() {
    let stage = Stage::with_lots(&["L1"]);
    let id = stage.with_papers();
    let stages = recall_path(&id, "stages");
    for word in ["started", "notified"] {
        stage.accepted(&stage.maker, &stages, &recall_stage(word));
    }
    for at in 2..suyuan::limits::RECALL_STAGES_MAX {
        let word = ["recovering", "disposed"][at % 2];
        stage.accepted(&stage.maker, &stages, &recall_stage(word));
    }
    stage.refused(&stage.maker, &stages, &recall_stage("recovering"), 409, "tooManyStatements");
    let plan = recall_path(&id, "plan");
    for _ in 2..suyuan::limits::RECALL_PAPERS_MAX {
        stage.accepted(&stage.maker, &plan, &recall_plan());
    }
    stage.refused(&stage.maker, &plan, &recall_plan(), 409, "tooManyStatements");
}

#[test]
fn scopes_that_reach_nothing_everything_or_too_much() {
    let stage = Stage::with_lots(&["L1"]);
    let nothing = stage.accepted(&stage.maker, "/api/v1/recalls", &over(&lots(&["NO-SUCH-LOT"])));
    assert_eq!(nothing["reach"]["batches"], 0);
    stage.says(&stage.unit("L1", 1), "registered");
    let everything = stage.accepted(&stage.maker, "/api/v1/recalls", &over(&scope(&json!({}))));
    assert_eq!(everything["reach"]["batches"], 1);
    let many: Vec<String> = (0..20_000).map(|lot| format!("L{lot}")).collect();
    let many = over(&scope(&json!({"product": "SS-200", "lots": many})));
    stage.finds(&stage.maker, "/api/v1/recalls", &many, &[("/scope/lots", "tooMany")]);
    let mut foreign = recall(&["L1"]);
    stage.app.admit(OTHER, "producer", "341126");
    foreign["scope"]["organization"] = json!(OTHER);
    stage.refused(&stage.maker, "/api/v1/recalls", &foreign, 403, "notYours");
    let elsewhere = stage.app.admit("CN-REG:33", "regulator", "330000");
    stage.refused(&elsewhere, "/api/v1/recalls", &recall(&["L1"]), 403, "outsideRegion");
    let mut unclassed = recall(&["L1"]);
    unclassed["regime"] = json!("vehicle");
    stage.finds(&stage.maker, "/api/v1/recalls", &unclassed, &[("/class", "classNotInRegime")]);
}
