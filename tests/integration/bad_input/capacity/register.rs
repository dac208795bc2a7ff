//! Bounds of the register and of events: entries of one organization, what happens to one entry, events
//! of one batch.

use super::{refused, submit_all};
use crate::harness::{MAKER, TestApp, batch_path};
use serde_json::{Value, json};
use suyuan::domain::command::{BatchKey, Command};
use suyuan::domain::lot::{Lot, ProductCode};
use suyuan::domain::org_code::OrgCode;
use suyuan::limits::{BATCH_EVENTS_MAX, ENTRY_STATUSES_MAX, ORGANIZATION_ENTRIES_MAX};
use suyuan::wire::parse;

fn entry(number: u32) -> Value {
    json!({"kind": "other", "number": format!("N-{number}")})
}

fn maker() -> OrgCode {
    OrgCode::parse(MAKER).unwrap()
}

/// All of them are accepted.
#[track_caller]
fn all(app: &TestApp, commands: impl Iterator<Item = Command>) {
    let refusals = submit_all(app, commands);
    assert_eq!(refusals.iter().flatten().count(), 0, "{:?}", refusals.iter().flatten().next());
}

#[test]
fn entries_of_an_organization_are_bounded() {
    let app = TestApp::start();
    let token = app.with_maker();
    let commands = (1..=ORGANIZATION_ENTRIES_MAX).map(|number| {
        let (command, _) = parse::entry(&maker(), entry(number).to_string().as_bytes()).unwrap();
        Command::RegisterEntry(Box::new(command))
    });
    all(&app, commands);
    let path = format!("/api/v1/organizations/{MAKER}/entries");
    refused(&app.post(&token, &path, &entry(0)), 409, "tooManyEntries");
    // What happens to those that are there can still be stated.
    let body = json!({"status": "revoked", "on": "2026-11-01", "reason": {"en": "misused"}});
    let answer = app.post_keyed(&token, "k", "/api/v1/entries/re-0001/status", &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[test]
fn what_happens_to_an_entry_is_bounded() {
    let app = TestApp::start();
    let token = app.with_maker();
    let path = format!("/api/v1/organizations/{MAKER}/entries");
    assert_eq!(app.post(&token, &path, &entry(1)).status, 201);
    let status = |number: usize| {
        let body = json!({"status": "granted", "on": "2026-11-01", "reason": {"en": "again"}});
        app.post_keyed(&token, &number.to_string(), "/api/v1/entries/re-0001/status", &body)
    };
    for number in 0..ENTRY_STATUSES_MAX {
        let answer = status(number);
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    refused(&status(ENTRY_STATUSES_MAX), 409, "tooManyEntries");
    let shown = app.get("/api/v1/entries/re-0001").json();
    assert_eq!(shown["statuses"].as_array().unwrap().len(), ENTRY_STATUSES_MAX);
}

#[test]
fn events_of_a_batch_are_bounded() {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "L1", 1);
    let key = BatchKey {
        organization: maker(),
        product: ProductCode::parse("SS-200").unwrap(),
        lot: Lot::parse("L1").unwrap(),
    };
    let event = json!({"bizStep": "packing", "on": "2026-11-02"});
    let body = event.to_string();
    let command = || parse::event(&key, body.as_bytes()).unwrap();
    all(&app, (0..BATCH_EVENTS_MAX).map(|_| Command::StateEvent(Box::new(command()))));
    let over = app.post_keyed(&token, "over", &batch_path("L1", "events"), &event);
    refused(&over, 409, "tooManyEntries");
    assert_eq!(app.verdict("/01/09521001400176/10/L1"), "registered");
}
