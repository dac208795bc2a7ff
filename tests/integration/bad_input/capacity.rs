//! Bounds that many requests reach together: the queue before the writer, quotas of codes, measures on
//! one subject, states of one batch, rows of one page.

mod queue;
mod register;

use crate::harness::{MAKER, REGULATOR, TestApp, batch, batch_path, product, recall};
use futures_util::future::join_all;
use serde_json::{Value, json};
use suyuan::domain::command::{Actor, BatchKey, Command, Document, Retry, Submission};
use suyuan::domain::lot::{Lot, ProductCode};
use suyuan::domain::org_code::OrgCode;
use suyuan::domain::refusal::Refusal;
use suyuan::domain::scope::Ordinals;
use suyuan::domain::words::{Role, UnitState};
use suyuan::limits::{
    BATCH_SEGMENTS_MAX, BATCH_UNITS_MAX, ISSUE_UNITS_MAX, MEASURE_STEPS_MAX,
    ORGANIZATION_CODES_MAX, PAGE_ROWS_DEFAULT_COUNT, QUEUE_COUNT_MAX, REPORT_LIST_COUNT_MAX,
    SERIAL_SHAPE_PRODUCTS_MAX, SUBJECT_MEASURES_MAX,
};

fn refused(answer: &crate::harness::Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.text());
}

fn created(answer: &crate::harness::Answer) {
    assert_eq!(answer.status, 201, "{}", answer.text());
}

/// A batch whose codes are not counted against pieces.
fn by_weight(lot: &str, codes: u64) -> Value {
    let mut body = batch(lot, codes);
    body["quantity"] = json!({"value": 1, "unit": "KGM"});
    body
}

#[test]
fn codes_of_a_batch_and_of_an_organization_are_bounded() {
    let app = TestApp::start();
    let token = app.with_maker();
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    let issue = |lot: &str, key: String, count: u64| {
        app.post_keyed(&token, &key, &batch_path(lot, "units"), &json!({"issue": count}))
    };
    for number in 0..ORGANIZATION_CODES_MAX / BATCH_UNITS_MAX {
        let lot = format!("L{number}");
        created(&app.post(&token, &batches, &by_weight(&lot, ISSUE_UNITS_MAX)));
        for part in 1..BATCH_UNITS_MAX / ISSUE_UNITS_MAX {
            created(&issue(&lot, format!("{lot}-{part}"), ISSUE_UNITS_MAX));
        }
    }
    refused(&issue("L0", "over".to_owned(), 1), 422, "quotaExceeded");
    let serials = json!({"serials": {"list": ["S1"]}});
    let over = app.post_keyed(&token, "own", &batch_path("L0", "units"), &serials);
    refused(&over, 400, "invalid");
    assert_eq!(over.json()["errors"][0]["code"], "tooMany", "{}", over.text());
    refused(&app.post(&token, &batches, &by_weight("ONE", 1)), 422, "quotaExceeded");
    let mut bare = by_weight("NONE", 1);
    bare.as_object_mut().unwrap().remove("units");
    created(&app.post(&token, &batches, &bare));
    refused(&issue("NONE", "none".to_owned(), 1), 422, "quotaExceeded");
    created(&app.post_keyed(&token, "own", &batch_path("NONE", "units"), &serials));
}

/// Firms have half of the room, so that an authority always finds some.
#[test]
fn measures_on_one_subject_are_bounded() {
    let app = TestApp::start();
    let firm = app.with_maker();
    let authority = app.admit(REGULATOR, "regulator", "340000");
    app.lot(&firm, "L1", 1);
    let mut opened = 0;
    for (token, room) in [(&firm, SUBJECT_MEASURES_MAX / 2), (&authority, SUBJECT_MEASURES_MAX)] {
        while opened < room {
            let key = opened.to_string();
            created(&app.post_keyed(token, &key, "/api/v1/recalls", &recall(&["L1"])));
            opened += 1;
        }
        let over = app.post_keyed(token, "over", "/api/v1/recalls", &recall(&["L1"]));
        refused(&over, 409, "tooManyMeasures");
    }
    // Every one of them is told, none is cut off by the bound.
    let report = app.get("/api/v1/gtins/09521001400176/lots/L1").json();
    assert_eq!(report["verdict"], "recalled");
    assert_eq!(report["recalls"].as_array().unwrap().len(), usize::try_from(opened).unwrap());
    // One that is lifted makes room again.
    let lift = json!({"reason": {"en": "no reason was found"}});
    let last = app.get(&format!("/api/v1/recalls?cursor=01&limit={opened}")).json();
    let last = last["items"][0]["id"].as_str().unwrap().to_owned();
    created(&app.post_keyed(&authority, "lift", &format!("/api/v1/recalls/{last}/lifting"), &lift));
    created(&app.post_keyed(&authority, "again", "/api/v1/recalls", &recall(&["L1"])));
    first_page_is_short(&app);
}

fn first_page_is_short(app: &TestApp) {
    let page = app.get("/api/v1/recalls");
    assert_eq!(page.json()["items"].as_array().unwrap().len(), PAGE_ROWS_DEFAULT_COUNT);
    let next = page.header("link").split(['<', '>']).nth(1).unwrap().to_owned();
    let second = app.get(&next).json();
    assert_eq!(
        second["items"][0]["id"].as_str().unwrap().rsplit('-').next(),
        Some("0015"),
        "newest first"
    );
}

#[test]
fn scopes_of_one_recall_are_bounded() {
    let app = TestApp::start();
    let token = app.with_maker();
    let opened = app.post_keyed(&token, "open", "/api/v1/recalls", &recall(&["LOT0"]));
    created(&opened);
    let id = opened.json()["id"].as_str().unwrap().to_owned();
    let extend = |number: usize| {
        let scope = recall(&[&format!("LOT{number}")])["scope"].clone();
        let body = json!({"scope": scope, "reason": {"en": "another lot was found"}});
        let path = format!("/api/v1/recalls/{id}/extension");
        app.post_keyed(&token, &number.to_string(), &path, &body)
    };
    for number in 1..MEASURE_STEPS_MAX {
        created(&extend(number));
    }
    refused(&extend(MEASURE_STEPS_MAX), 409, "tooManyMeasures");
    let end = json!({"reason": {"en": "done"}});
    created(&app.post_keyed(&token, "end", &format!("/api/v1/recalls/{id}/closure"), &end));
}

/// Commands given in this process, many at once, as one group after another.
fn submit_all(app: &TestApp, commands: impl Iterator<Item = Command>) -> Vec<Option<&'static str>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let submissions: Vec<_> = commands
        .enumerate()
        .map(|(number, command)| submission(number, command, maker(), 1_024))
        .collect();
    let mut refusals = Vec::new();
    for part in submissions.chunks(QUEUE_COUNT_MAX) {
        let waiting = part.iter().map(|submission| app.service.app.submit(submission.clone()));
        let answers = runtime.block_on(join_all(waiting));
        refusals.extend(answers.iter().map(|answer| answer.as_ref().err().map(Refusal::code)));
    }
    refusals
}

fn submission(number: usize, command: Command, actor: Actor, bytes: usize) -> Submission {
    let identity = *blake3::hash(format!("{number} {command:?}").as_bytes()).as_bytes();
    Submission { actor, command, retry: Retry { identity, digest: identity }, bytes }
}

fn maker() -> Actor {
    Actor {
        token: suyuan::domain::code_ids::TokenId([0; 8]),
        role: Role::Producer,
        organization: OrgCode::parse(MAKER).ok(),
        region: None,
        post: None,
    }
}

#[test]
fn states_of_a_batch_are_bounded() {
    let app = TestApp::start();
    let token = app.with_maker();
    let half = u64::from(BATCH_SEGMENTS_MAX) / 2;
    app.lot(&token, "L1", 2 * half + 10);
    let key = BatchKey {
        organization: OrgCode::parse(MAKER).unwrap(),
        product: ProductCode::parse("SS-200").unwrap(),
        lot: Lot::parse("L1").unwrap(),
    };
    // Every other unit is voided; what lies between stays on sale.
    let voids = (1..=half).map(|number| Command::ChangeUnits {
        batch: key.clone(),
        to: UnitState::Voided,
        ordinals: Ordinals::new(2 * number, 2 * number).unwrap(),
        document: Document::default(),
    });
    let refusals = submit_all(&app, voids);
    assert_eq!(refusals.iter().flatten().count(), 0, "{:?}", refusals.iter().flatten().next());
    let one = json!({"ordinals": {"first": 1, "last": 1}});
    for step in ["voids", "sales", "returns"] {
        let answer = app.post_keyed(&token, step, &batch_path("L1", step), &one);
        refused(&answer, 409, "tooManySegments");
    }
}

#[test]
fn products_that_share_a_shape_of_serials_are_bounded() {
    let app = TestApp::start();
    let token = app.with_maker();
    let firm = format!("/api/v1/organizations/{MAKER}");
    let register = |number: usize| {
        let mut goods = product();
        let members = goods.as_object_mut().unwrap();
        members.remove("gtin");
        members.insert("product".to_owned(), json!(format!("P{number}")));
        created(&app.post(&token, &format!("{firm}/products"), &goods));
        let mut lot = batch("L", 1);
        lot["product"] = json!(format!("P{number}"));
        lot.as_object_mut().unwrap().remove("units");
        created(&app.post(&token, &format!("{firm}/batches"), &lot));
        let serials = json!({"serials": {"list": [format!("SN{number:05}")]}});
        let path = format!("{firm}/batches/P{number}/L/units");
        app.post_keyed(&token, &number.to_string(), &path, &serials)
    };
    for number in 0..SERIAL_SHAPE_PRODUCTS_MAX {
        created(&register(number));
    }
    // One more would be registered and never found again.
    refused(&register(SERIAL_SHAPE_PRODUCTS_MAX), 409, "serialShapeFull");
    let last = SERIAL_SHAPE_PRODUCTS_MAX - 1;
    assert_eq!(app.get(&format!("/api/v1/units/{MAKER}/SN{last:05}")).status, 200);
    // Those that share it already go on.
    let more = json!({"serials": {"list": ["SN99999"]}});
    created(&app.post_keyed(&token, "more", &format!("{firm}/batches/P0/L/units"), &more));
}

#[test]
fn a_scan_shows_so_many_tests() {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "L1", 1);
    for number in 0..=REPORT_LIST_COUNT_MAX {
        let check = json!({
            "kind": "factoryTest",
            "reportNo": format!("R{number}"),
            "testedOn": "2026-11-02",
            "items": [{"item": "nitrite", "result": {"value": 1, "unit": "mg/kg"}, "limit": {"max": 30}}],
        });
        created(&app.post(&token, &batch_path("L1", "checks"), &check));
    }
    let report = app.get("/api/v1/gtins/09521001400176/lots/L1").json();
    let shown = report["provenance"]["tests"].as_array().unwrap().len();
    assert_eq!(shown, REPORT_LIST_COUNT_MAX);
    let record = app.get(&batch_path("L1", "")).json();
    assert_eq!(record["checks"].as_array().unwrap().len(), REPORT_LIST_COUNT_MAX + 1);
}
