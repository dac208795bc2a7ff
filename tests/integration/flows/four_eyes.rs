//! Next steps of corrections, and corrections that wait for a second post.

use super::{lot_path, reason, report};
use crate::harness::{Answer, MAKER, OTHER, REGULATOR, TestApp, batch_path, product};
use serde_json::{Value, json};
use suyuan::limits::{OPEN_PROPOSALS_MAX, RECALL_DECISION_HOURS_MAX, RELABEL_HOURS_MAX};

const SETTINGS: &str = "settings";

fn own(rest: &str) -> String {
    format!("/api/v1/organizations/{MAKER}/{rest}")
}

/// A token of the maker in a post.
fn post_of(app: &TestApp, post: &str, label: &str) -> String {
    let body = json!({"role": "producer", "label": label, "post": post});
    let answer = app.post_keyed(&app.operator, label, &own("tokens"), &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["token"].as_str().unwrap().to_owned()
}

fn correction(kind: &str, value: &str) -> Value {
    let mut body = reason();
    body["kind"] = kind.into();
    body["changes"] = json!([{"pointer": "/expiresOn", "value": value}]);
    body
}

/// A released lot of a firm with three posts, the second of them with two tokens.
struct Firm {
    app: TestApp,
    plain: String,
    quality: String,
    quality_too: String,
    office: String,
}

impl Firm {
    fn new() -> Self {
        let app = TestApp::start();
        let plain = app.with_maker();
        app.lot(&plain, "L1", 1);
        let quality = post_of(&app, "quality", "q1");
        let quality_too = post_of(&app, "quality", "q2");
        let office = post_of(&app, "management", "m1");
        Self { app, plain, quality, quality_too, office }
    }

    fn choose(&self, token: &str, key: &str, mode: &str) -> Answer {
        self.app.post_keyed(token, key, &own(SETTINGS), &json!({"corrections": mode}))
    }

    fn correct(&self, token: &str, key: &str, kind: &str, value: &str) -> Answer {
        let path = batch_path("L1", "corrections");
        self.app.post_keyed(token, key, &path, &correction(kind, value))
    }

    fn end(&self, token: &str, key: &str, position: &Value, how: &str) -> Answer {
        let path = batch_path("L1", &format!("corrections/{position}/{how}"));
        let body = if how == "rejection" { reason() } else { json!({}) };
        self.app.post_keyed(token, key, &path, &body)
    }

    #[track_caller]
    fn proposed(&self, token: &str, key: &str, kind: &str, value: &str) -> Value {
        let answer = self.correct(token, key, kind, value);
        assert_eq!((answer.status, &answer.json()["state"]), (201, &json!("proposed")));
        answer.json()["receipt"]["position"].clone()
    }

    fn expires_on(&self) -> Value {
        report(&self.app, &lot_path("L1"))["batch"]["expiresOn"].clone()
    }

    fn listed(&self, state: &str) -> Vec<Value> {
        let path = batch_path("L1", &format!("corrections?state={state}"));
        let answer = self.app.get_as(&self.quality, &path);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["items"].as_array().unwrap().clone()
    }

    fn tasks(&self) -> Vec<Value> {
        let answer = self.app.get_as(&self.plain, &own("tasks"));
        answer.json()["items"].as_array().unwrap().clone()
    }
}

#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.text());
}

#[test]
fn each_kind_of_correction_has_its_next_step() {
    let firm = Firm::new();
    let rows = [
        ("record", None, 0, "2031-01-08"),
        ("product", Some("holdOrRecall"), RECALL_DECISION_HOURS_MAX, "2031-01-09"),
        ("label", Some("relabel"), RELABEL_HOURS_MAX, "2031-01-10"),
    ];
    for (kind, step, hours, value) in rows {
        let answer = firm.correct(&firm.plain, kind, kind, value);
        let json = answer.json();
        assert_eq!((answer.status, &json["state"]), (201, &json!("applied")), "{json}");
        let steps = json["nextSteps"].as_array().unwrap();
        assert_eq!(steps.len(), usize::from(step.is_some()), "{json}");
        if let Some(step) = step {
            assert_eq!(steps[0]["code"], step);
            assert!(steps[0]["message"]["zh"].is_string() && steps[0]["message"]["en"].is_string());
            let time =
                |value: &Value| -> jiff::Timestamp { value.as_str().unwrap().parse().unwrap() };
            let recorded = time(&json["receipt"]["recordedAt"]);
            let given = time(&steps[0]["dueAt"]).duration_since(recorded);
            assert_eq!(given, jiff::SignedDuration::from_hours(hours));
        }
        // A repeat is told the same.
        let again = firm.correct(&firm.plain, kind, kind, value);
        assert_eq!((again.status, &again.json()["nextSteps"]), (200, &json["nextSteps"]));
    }
    let kinds = |tasks: &[Value], open: bool| -> Vec<String> {
        let some = tasks.iter().filter(|task| task["settledBy"].is_null() == open);
        some.map(|task| task["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(kinds(&firm.tasks(), true), ["holdOrRecall", "relabel"]);
    // A hold is what a wrong product asks for; a new version of the product brings its label.
    let held = firm.app.post_keyed(&firm.plain, "h", &batch_path("L1", "hold"), &reason());
    assert_eq!(held.status, 201);
    assert_eq!(kinds(&firm.tasks(), true), ["relabel"]);
    let mut version = product();
    version["version"] = json!(2);
    assert_eq!(firm.app.post(&firm.plain, &own("products"), &version).status, 201);
    assert_eq!(kinds(&firm.tasks(), true), Vec::<String>::new());
    assert_eq!(kinds(&firm.tasks(), false).len(), 2);
}

#[test]
fn a_second_post_confirms() {
    let firm = Firm::new();
    let before = firm.expires_on();
    assert_eq!(firm.choose(&firm.quality, "s", "fourEyes").json()["state"], "applied");
    let position = firm.proposed(&firm.quality, "p1", "label", "2031-01-09");
    // Nothing is applied, and nobody but the office sees it.
    assert_eq!(firm.expires_on(), before);
    assert_eq!(report(&firm.app, &lot_path("L1"))["corrections"], json!([]));
    assert_eq!(firm.tasks().len(), 0);
    let open = firm.listed("proposed");
    assert_eq!((open.len(), &open[0]["position"]), (1, &position));
    assert_eq!(open[0]["changes"][0]["to"], "2031-01-09");
    // Not the same token, not the same post, not a token without a post, nor another firm.
    let other = firm.app.admit(OTHER, "producer", "341126");
    for (token, code) in [
        (&firm.quality, "secondPostNeeded"),
        (&firm.quality_too, "secondPostNeeded"),
        (&firm.plain, "secondPostNeeded"),
        (&other, "notYours"),
    ] {
        refused(&firm.end(token, "c1", &position, "confirmation"), 403, code);
    }
    assert_eq!(firm.expires_on(), before);
    let done = firm.end(&firm.office, "c1", &position, "confirmation");
    assert_eq!((done.status, &done.json()["state"]), (201, &json!("applied")), "{}", done.text());
    assert_eq!(done.json()["nextSteps"][0]["code"], "relabel");
    assert_eq!(firm.expires_on(), "2031-01-09");
    let fix = &report(&firm.app, &lot_path("L1"))["corrections"][0];
    assert_eq!(
        (&fix["by"]["post"], &fix["proposedBy"]["post"]),
        (&json!("management"), &json!("quality"))
    );
    assert_eq!(
        fix["changes"][0],
        json!({"field": "/expiresOn", "from": "2031-01-07", "to": "2031-01-09"})
    );
    assert_eq!(fix["reason"]["en"], "misprinted");
    // A repeat is a repeat; another confirmation or a rejection comes too late.
    assert_eq!(firm.end(&firm.office, "c1", &position, "confirmation").status, 200);
    refused(&firm.end(&firm.office, "c2", &position, "confirmation"), 409, "proposalEnded");
    refused(&firm.end(&firm.office, "r2", &position, "rejection"), 409, "proposalEnded");
    assert_eq!((firm.listed("proposed").len(), firm.listed("confirmed").len()), (0, 1));
    crate::disk::verified(&firm.app.service.app.snapshot()).unwrap();
}

#[test]
fn a_rejected_proposal_changes_nothing() {
    let firm = Firm::new();
    firm.choose(&firm.quality, "s", "fourEyes");
    let position = firm.proposed(&firm.quality, "p1", "record", "2031-01-09");
    let before = firm.expires_on();
    let done = firm.end(&firm.office, "r1", &position, "rejection");
    assert_eq!((done.status, &done.json()["state"]), (201, &json!("rejected")));
    refused(&firm.end(&firm.office, "c1", &position, "confirmation"), 409, "proposalEnded");
    assert_eq!(firm.expires_on(), before);
    assert_eq!(firm.listed("rejected").len(), 1);
    for unknown in [json!(0), json!(999_999)] {
        refused(&firm.end(&firm.office, "c", &unknown, "confirmation"), 404, "notFound");
        refused(&firm.end(&firm.office, "r", &unknown, "rejection"), 404, "notFound");
    }
}

#[test]
fn a_proposal_whose_base_has_changed_is_stale() {
    let firm = Firm::new();
    firm.choose(&firm.quality, "s", "fourEyes");
    let first = firm.proposed(&firm.quality, "p1", "record", "2031-01-09");
    let second = firm.proposed(&firm.quality, "p2", "record", "2031-01-10");
    assert_eq!(firm.end(&firm.office, "c1", &first, "confirmation").status, 201);
    refused(&firm.end(&firm.office, "c2", &second, "confirmation"), 409, "changedMeanwhile");
    assert_eq!(firm.expires_on(), "2031-01-09");
    assert_eq!(firm.end(&firm.quality, "r2", &second, "rejection").status, 201);
    // What was erased with the batch cannot be applied.
    let third = firm.proposed(&firm.quality, "p3", "record", "2031-01-11");
    let body = json!({"section": "restricted", "legalGround": {"en": "x"}});
    let erasure = batch_path("L1", "erasure");
    assert_eq!(firm.app.post_keyed(&firm.app.operator, "e", &erasure, &body).status, 201);
    refused(&firm.end(&firm.office, "c3", &third, "confirmation"), 409, "alreadyErased");
    crate::disk::verified(&firm.app.service.app.snapshot()).unwrap();
}

#[test]
fn ending_four_eyes_takes_two_posts() {
    let firm = Firm::new();
    let settings =
        || firm.app.get_as(&firm.plain, own("").trim_end_matches('/')).json()["settings"].clone();
    assert_eq!(settings(), json!({"corrections": "single", "endingProposed": false}));
    assert_eq!(firm.choose(&firm.plain, "s0", "single").json()["state"], "applied");
    assert_eq!(firm.choose(&firm.plain, "s1", "fourEyes").json()["state"], "applied");
    assert_eq!(firm.choose(&firm.quality, "s2", "single").json()["state"], "proposed");
    assert_eq!(settings(), json!({"corrections": "fourEyes", "endingProposed": true}));
    for token in [&firm.quality, &firm.quality_too, &firm.plain] {
        refused(&firm.choose(token, "s3", "single"), 403, "secondPostNeeded");
    }
    firm.proposed(&firm.quality, "p1", "record", "2031-01-09");
    assert_eq!(firm.choose(&firm.office, "s4", "single").json()["state"], "applied");
    assert_eq!(settings(), json!({"corrections": "single", "endingProposed": false}));
    assert_eq!(
        firm.correct(&firm.quality, "p2", "record", "2031-01-10").json()["state"],
        "applied"
    );
    // Choosing four eyes anew takes back what was asked.
    firm.choose(&firm.plain, "s5", "fourEyes");
    firm.choose(&firm.quality, "s6", "single");
    firm.choose(&firm.plain, "s7", "fourEyes");
    assert_eq!(firm.choose(&firm.office, "s8", "single").json()["state"], "proposed");
}

/// Every role on each new route: `(settings, list, confirmation, rejection)`.
#[test]
fn every_role_is_decided() {
    let firm = Firm::new();
    let app = &firm.app;
    firm.choose(&firm.quality, "s", "fourEyes");
    let regulator = app.admit(REGULATOR, "regulator", "340000");
    let rows = [
        ("operator", app.operator.clone(), [403, 403, 403, 403]),
        ("regulator", regulator, [403, 200, 403, 403]),
        ("officer", app.token(REGULATOR, "officer"), [403, 200, 403, 403]),
        ("other", app.admit(OTHER, "producer", "341126"), [403, 403, 403, 403]),
        ("laboratory", app.token(MAKER, "laboratory"), [403, 403, 403, 403]),
        ("seller", app.token(MAKER, "seller"), [403, 403, 403, 403]),
        ("nobody", "suyuan_0000000000000000_00".to_owned(), [401, 401, 401, 401]),
        ("maker", firm.office.clone(), [201, 200, 201, 201]),
    ];
    let first = firm.proposed(&firm.quality, "p1", "record", "2031-01-09");
    let second = firm.proposed(&firm.quality, "p2", "record", "2031-01-10");
    for (who, token, expected) in rows {
        let list = app.get_as(&token, &batch_path("L1", "corrections")).status;
        let found = [
            firm.choose(&token, "x", "fourEyes").status,
            list,
            firm.end(&token, "c", &first, "confirmation").status,
            firm.end(&token, "r", &second, "rejection").status,
        ];
        assert_eq!(found, expected, "{who}");
    }
    let bad = app.get_as(&firm.plain, &batch_path("L1", "corrections?state=lost"));
    refused(&bad, 400, "invalid");
}

#[test]
fn open_proposals_are_bounded() {
    let firm = Firm::new();
    firm.choose(&firm.quality, "s", "fourEyes");
    for number in 0..OPEN_PROPOSALS_MAX {
        firm.proposed(&firm.quality, &format!("p{number}"), "record", "2031-01-09");
    }
    refused(&firm.correct(&firm.quality, "over", "record", "2031-01-09"), 409, "tooManyEntries");
    let position = firm.listed("proposed")[0]["position"].clone();
    assert_eq!(firm.end(&firm.office, "r", &position, "rejection").status, 201);
    assert_eq!(firm.correct(&firm.quality, "over", "record", "2031-01-09").status, 201);
}
