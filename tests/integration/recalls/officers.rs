//! An authority that chose four eyes: a first officer proposes a recall, a second one opens it, and
//! until then nobody else hears of it.

use super::{Stage, lot_path};
use crate::harness::{MAKER, OTHER, REGULATOR, recall};
use serde_json::{Value, json};
use suyuan::limits::OPEN_PROPOSALS_MAX;

const NEIGHBOUR: &str = "CN-REG:341124";

fn of_authority(rest: &str) -> String {
    format!("/api/v1/organizations/{REGULATOR}/{rest}")
}

fn proposal(position: &Value, how: &str) -> String {
    of_authority(&format!("recall-proposals/{position}/{how}"))
}

fn ordered(lot: &str) -> Value {
    let mut body = recall(&[lot]);
    body["kind"] = "ordered".into();
    body
}

fn reason() -> Value {
    json!({"reason": {"zh": "样品已复核"}})
}

/// Two lots on sale, and an authority with an officer on duty, their deputy and a head.
struct Office {
    stage: Stage,
    plain: String,
    duty: String,
    deputy: String,
    head: String,
}

impl Office {
    fn new() -> Self {
        let stage = Stage::with_lots(&["L1", "L2"]);
        let plain = stage.regulator();
        let post_of = |post: &str, label: &str| {
            let body = json!({"role": "regulator", "label": label, "post": post});
            let issued = stage.accepted(&stage.app.operator, &of_authority("tokens"), &body);
            issued["token"].as_str().unwrap().to_owned()
        };
        let [duty, deputy, head] =
            [("duty", "a"), ("duty", "b"), ("head", "c")].map(|(post, label)| post_of(post, label));
        Self { plain, duty, deputy, head, stage }
    }

    fn choose(&self, token: &str, mode: &str) -> Value {
        self.stage.accepted(token, &of_authority("settings"), &json!({"recalls": mode}))
    }

    fn propose(&self, lot: &str) -> Value {
        let answer = self.stage.accepted(&self.duty, "/api/v1/recalls", &ordered(lot));
        assert_eq!((&answer["state"], &answer["id"]), (&json!("proposed"), &Value::Null));
        answer["receipt"]["position"].clone()
    }

    fn listed(&self, state: &str) -> Vec<Value> {
        let path = of_authority(&format!("recall-proposals?state={state}"));
        let answer = self.stage.app.get_as(&self.plain, &path);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["items"].as_array().unwrap().clone()
    }
}

#[test]
fn a_second_officer_opens_what_a_first_one_proposed() {
    let office = Office::new();
    let stage = &office.stage;
    assert_eq!(office.choose(&office.plain, "fourEyes")["state"], "applied");
    let position = office.propose("L1");
    let waiting = &office.listed("proposed")[0];
    assert_eq!((&waiting["position"], &waiting["post"]), (&position, &json!("duty")));
    assert_eq!(waiting["proposed"]["scope"]["lots"], json!(["L1"]));
    // Nothing shows: neither to those who scan, nor in the lists, the changes and the facts.
    stage.says(&lot_path("L1"), "registered");
    let app = &stage.app;
    assert_eq!(app.get("/api/v1/recalls").json()["items"], json!([]));
    assert_eq!(app.get("/api/v1/changes?since=0").json()["items"], json!([]));
    let fact = app.get(&format!("/api/v1/entries?position={position}")).text();
    assert!(!fact.contains("\"L1\""), "{fact}");

    let confirmation = proposal(&position, "confirmation");
    for first in [&office.duty, &office.deputy, &office.plain] {
        stage.refused(first, &confirmation, &json!({}), 403, "secondPostNeeded");
    }
    let opened = stage.accepted(&office.head, &confirmation, &json!({}));
    let id = opened["id"].as_str().unwrap();
    assert_eq!(opened["reach"]["batches"], 1);
    stage.says(&lot_path("L1"), "recalled");
    let shown = app.get(&format!("/api/v1/recalls/{id}")).json();
    assert_eq!((&shown["openedBy"]["post"], &shown["kind"]), (&json!("head"), &json!("ordered")));
    assert_eq!(app.get("/api/v1/changes?since=0").json()["items"][0]["kind"], "recallOpened");
    let ended = &office.listed("confirmed")[0];
    assert_eq!((&ended["recall"], &ended["endedBy"]), (&json!(id), &opened["receipt"]["position"]));
    stage.refused(&office.head, &confirmation, &json!({}), 409, "proposalEnded");
    crate::disk::verified(&app.service.app.snapshot()).unwrap();
}

#[test]
fn a_repeat_of_the_confirmation_opens_nothing_twice() {
    let office = Office::new();
    office.choose(&office.plain, "fourEyes");
    let path = proposal(&office.propose("L1"), "confirmation");
    let confirm = || office.stage.app.post_keyed(&office.head, "once", &path, &json!({}));
    let [first, again] = [confirm(), confirm()];
    assert_eq!((first.status, again.status), (201, 200), "{}", again.text());
    assert_eq!(first.json()["id"], again.json()["id"]);
    let listed = office.stage.app.get("/api/v1/recalls").json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
}

#[test]
fn a_proposal_is_judged_like_the_recall() {
    let office = Office::new();
    let stage = &office.stage;
    office.choose(&office.plain, "fourEyes");
    let recalls = "/api/v1/recalls";
    stage.refused(&office.plain, recalls, &ordered("L1"), 403, "postRequired");
    let mut elsewhere = ordered("L1");
    elsewhere["scope"]["organization"] = OTHER.into();
    stage.refused(&office.duty, recalls, &elsewhere, 404, "notFound");
    stage.app.admit(OTHER, "producer", "330000");
    stage.refused(&office.duty, recalls, &elsewhere, 403, "outsideRegion");
    assert_eq!(office.listed("proposed").len(), 0);
    for _ in 0..OPEN_PROPOSALS_MAX {
        office.propose("L1");
    }
    stage.refused(&office.duty, recalls, &ordered("L1"), 409, "tooManyEntries");
    let first = office.listed("proposed")[0]["position"].clone();
    stage.accepted(&office.duty, &proposal(&first, "rejection"), &reason());
    office.propose("L2");
    // What a firm recalls of its own accord waits for nobody.
    stage.open(&super::scope(&json!({"product": "SS-200", "lots": ["L1"]})));
    stage.says(&lot_path("L1"), "recalled");
}

#[test]
fn a_rejected_proposal_leaves_nothing_public() {
    let office = Office::new();
    let stage = &office.stage;
    office.choose(&office.plain, "fourEyes");
    let position = office.propose("L1");
    stage.accepted(&office.deputy, &proposal(&position, "rejection"), &reason());
    let ended = &office.listed("rejected")[0];
    assert_eq!((&ended["reason"]["zh"], &ended["recall"]), (&json!("样品已复核"), &Value::Null));
    stage.refused(
        &office.head,
        &proposal(&position, "confirmation"),
        &json!({}),
        409,
        "proposalEnded",
    );
    stage.refused(&office.head, &proposal(&position, "rejection"), &reason(), 409, "proposalEnded");
    stage.says(&lot_path("L1"), "registered");
    crate::disk::verified(&stage.app.service.app.snapshot()).unwrap();
}

#[test]
fn proposals_are_the_authoritys_own() {
    let office = Office::new();
    let stage = &office.stage;
    office.choose(&office.plain, "fourEyes");
    let position = office.propose("L1");
    let neighbour = stage.app.admit(NEIGHBOUR, "regulator", "341124");
    let officer = stage.app.token(REGULATOR, "officer");
    let list = of_authority("recall-proposals");
    for token in [&stage.maker, &neighbour, &officer, &stage.app.operator] {
        for how in ["confirmation", "rejection"] {
            let body = if how == "rejection" { reason() } else { json!({}) };
            stage.refused(token, &proposal(&position, how), &body, 403, "notYours");
        }
        stage.refused(
            token,
            &of_authority("settings"),
            &json!({"recalls": "single"}),
            403,
            "notYours",
        );
    }
    for token in [&stage.maker, &neighbour, &stage.app.operator] {
        assert_eq!(stage.app.get_as(token, &list).status, 403);
    }
    stage.refused(
        &office.head,
        &proposal(&json!(999), "confirmation"),
        &json!({}),
        404,
        "notFound",
    );
    // A firm opens no recalls as an authority, and an authority corrects no records.
    let own = &format!("/api/v1/organizations/{MAKER}/settings");
    assert_ne!(
        stage.app.post_keyed(&stage.maker, "x", own, &json!({"recalls": "fourEyes"})).status,
        201
    );
    stage.refused(
        &office.head,
        &of_authority("settings"),
        &json!({"corrections": "single"}),
        403,
        "notYours",
    );
    for (body, pointer) in [
        (json!({}), "/corrections"),
        (json!({"corrections": "single", "recalls": "single"}), "/recalls"),
    ] {
        let answer = stage.post(&office.head, &of_authority("settings"), &body);
        assert_eq!(answer.status, 400);
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{}", answer.text());
    }
}

#[test]
fn going_back_to_one_pair_of_eyes_takes_two_posts() {
    let office = Office::new();
    let settings = || {
        let path = format!("/api/v1/organizations/{REGULATOR}");
        office.stage.app.get_as(&office.plain, &path).json()["settings"].clone()
    };
    assert_eq!(settings(), json!({"recalls": "single", "endingProposed": false}));
    office.choose(&office.plain, "fourEyes");
    assert_eq!(office.choose(&office.duty, "single")["state"], "proposed");
    assert_eq!(settings(), json!({"recalls": "fourEyes", "endingProposed": true}));
    let single = json!({"recalls": "single"});
    office.stage.refused(
        &office.deputy,
        &of_authority("settings"),
        &single,
        403,
        "secondPostNeeded",
    );
    office.propose("L1");
    assert_eq!(office.choose(&office.head, "single")["state"], "applied");
    assert_eq!(settings(), json!({"recalls": "single", "endingProposed": false}));
    let opened = office.stage.accepted(&office.plain, "/api/v1/recalls", &ordered("L2"));
    assert!(opened["id"].is_string());
}
