//! Files of records: what is found in them, what is taken in, and who may send them.

mod exports;
mod files;
mod mistakes;
mod terminal;

use crate::harness::{Answer, MAKER, TestApp};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub const CSV: &str = "text/csv";
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub const NDJSON: &str = "application/x-ndjson";

/// Head of a flat table of batches, in Chinese, in no order.
pub const HEAD: &str = "批号,产品代码,生产日期,数量,单位,产地国家,没有配料,没有使用添加剂\r\n";

fn base(organization: &str) -> String {
    format!("/api/v1/organizations/{organization}/imports")
}

/// Sends a file.
pub fn send(app: &TestApp, token: &str, kind: &str, media: &str, file: &[u8]) -> Answer {
    let kind = if kind.is_empty() { String::new() } else { format!("?kind={kind}") };
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", media)];
    app.send("POST", &format!("{}{kind}", base(MAKER)), &headers, Some(file))
}

/// Waits until an import is not at work any more.
pub fn settled(app: &TestApp, token: &str, id: &str) -> Value {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let answer = app.get_as(token, &format!("{}/{id}?lang=en&limit=200", base(MAKER)));
        assert_eq!(answer.status, 200, "{}", answer.text());
        let state = answer.json();
        if !["checking", "running"].contains(&state["state"].as_str().unwrap()) {
            return state;
        }
        assert!(Instant::now() < end, "{state}");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

/// Sends a file and waits until it was tried.
#[track_caller]
pub fn tried(app: &TestApp, token: &str, kind: &str, media: &str, file: &[u8]) -> Value {
    let answer = send(app, token, kind, media, file);
    assert_eq!(answer.status, 202, "{}", answer.text());
    settled(app, token, answer.json()["id"].as_str().unwrap())
}

/// Runs what was tried.
#[track_caller]
pub fn run(app: &TestApp, token: &str, import: &Value, mode: &str) -> Value {
    let id = import["id"].as_str().unwrap();
    let answer = app.post(token, &format!("{}/{id}/run", base(MAKER)), &json!({"mode": mode}));
    assert_eq!(answer.status, 202, "{}", answer.text());
    settled(app, token, id)
}

/// `records accepted repeated failed`.
pub fn counts(import: &Value) -> [u64; 4] {
    ["records", "accepted", "repeated", "failed"].map(|n| import["counts"][n].as_u64().unwrap())
}

/// `sheet!column+row code` of every finding.
pub fn findings(import: &Value) -> Vec<String> {
    let all = import["items"].as_array().unwrap().iter();
    let one = |finding: &Value| {
        let text = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
        assert!(!text("message").is_empty(), "{finding}");
        format!("{}{}{} {}", text("sheet"), text("column"), finding["row"], text("code"))
    };
    all.map(one).collect()
}

fn lines(rows: &[&str]) -> Vec<u8> {
    format!("{HEAD}{}\r\n", rows.join("\r\n")).into_bytes()
}

fn good(lot: &str) -> String {
    format!("{lot},SS-200,2026-11-01,100,EA,CN,是,是")
}

#[test]
fn all_or_nothing_or_the_rest_and_never_twice() {
    let app = TestApp::start();
    let token = app.with_maker();
    let rows = [good("A1"), "A2,SS-200,yesterday,100,EA,CN,是,是".to_owned(), good("A3")];
    let file = lines(&rows.each_ref().map(String::as_str));
    let import = tried(&app, &token, "batches", CSV, &file);
    assert_eq!((counts(&import), import["state"].as_str()), ([3, 2, 0, 1], Some("checked")));
    assert_eq!(findings(&import), ["C3 notADate"]);
    assert!(import["note"].as_str().unwrap().contains("trial"));
    assert_eq!(app.get_as(&token, &crate::harness::batch_path("A1", "")).status, 404);

    let path = format!("{}/{}", base(MAKER), import["id"].as_str().unwrap());
    let refused = app.post(&token, &format!("{path}/run"), &json!({"mode": "rollback"}));
    assert_eq!((refused.status, refused.code().as_str()), (409, "importHasFindings"));
    let done = run(&app, &token, &import, "proceed");
    assert_eq!((counts(&done), done["state"].as_str()), ([3, 2, 0, 1], Some("done")));
    for (lot, status) in [("A1", 200), ("A2", 404), ("A3", 200)] {
        let answer = app.get_as(&token, &crate::harness::batch_path(lot, ""));
        assert_eq!(answer.status, status, "{lot}");
    }

    // The failed row comes back marked; mended it goes through, and nothing is there twice.
    let failed = app.get_as(&token, &format!("{path}/failed?lang=en")).text();
    assert_eq!(failed.lines().count(), 2, "{failed}");
    assert!(failed.contains("C 生产日期: Write a date"), "{failed}");
    let mended = failed.replace("yesterday", "2026-11-02");
    let again = tried(&app, &token, "batches", CSV, mended.as_bytes());
    assert_eq!(counts(&run(&app, &token, &again, "rollback")), [1, 1, 0, 0]);
    let whole = String::from_utf8(file).unwrap().replace("yesterday", "2026-11-02");
    let whole = tried(&app, &token, "batches", CSV, whole.as_bytes());
    assert_eq!(counts(&run(&app, &token, &whole, "rollback")), [3, 0, 3, 0]);
    let rerun = app.post(&token, &format!("{path}/run"), &json!({"mode": "proceed"}));
    assert_eq!((rerun.status, rerun.code().as_str()), (409, "importNotReady"));
    let bad = app.post(&token, &format!("{path}/run"), &json!({"mode": "maybe"}));
    assert_eq!((bad.status, bad.code().as_str()), (400, "invalid"));
}

#[test]
fn only_a_side_that_may_sends_and_sees() {
    let app = TestApp::start();
    let token = app.with_maker();
    let seller = app.token(MAKER, "seller");
    let other = app.admit(crate::harness::OTHER, "producer", "341126");
    let file = lines(&[&good("A1")]);
    for (who, code) in [(&seller, "notYours"), (&app.operator, "notYours")] {
        let answer = send(&app, who, "batches", CSV, &file);
        assert_eq!((answer.status, answer.code().as_str()), (403, code));
    }
    assert_eq!(send(&app, "", "batches", CSV, &file).status, 401);
    let theirs = tried(&app, &other, "batches", CSV, &file);
    assert_eq!(findings(&theirs), ["2 notYours"]);
    let own = tried(&app, &token, "batches", CSV, &file);
    let path = format!("{}/{}", base(MAKER), own["id"].as_str().unwrap());
    for who in [&seller, &other, &app.operator] {
        for rest in ["", "/failed"] {
            assert_eq!(app.get_as(who, &format!("{path}{rest}")).status, 404);
        }
        assert_eq!(app.post(who, &format!("{path}/run"), &json!({"mode": "proceed"})).status, 404);
    }
    let wrong = send(&app, &token, "batches", "application/json", &file);
    assert_eq!((wrong.status, wrong.code().as_str()), (415, "importMediaType"));
    assert_eq!(send(&app, &token, "pallets", CSV, &file).status, 400);
}

#[test]
fn what_was_cut_off_goes_on() {
    let app = TestApp::start();
    let token = app.with_maker();
    let import = tried(&app, &token, "batches", CSV, &lines(&[&good("A1"), &good("A2")]));
    let id = import["id"].as_str().unwrap().to_owned();
    let state = app.data().join("imports").join(&id).join("state.json");
    let folder = app.stop();
    let text = std::fs::read_to_string(&state).unwrap();
    std::fs::write(&state, text.replace("\"stage\":\"checked\"", "\"stage\":\"running\"")).unwrap();
    let app = TestApp::on(folder, |options| options);
    let cut = settled(&app, &token, &id);
    assert_eq!(cut["state"], "interrupted");
    let done = run(&app, &token, &cut, "rollback");
    assert_eq!((counts(&done), done["state"].as_str()), ([2, 2, 0, 0], Some("done")));
}
