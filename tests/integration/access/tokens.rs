//! Tokens: stored hashed, shown once, void once revoked or past their day.

use super::{created, request};
use crate::harness::{MAKER, OTHER, TestApp};
use serde_json::{Value, json};
use std::path::Path;
use suyuan::clock::Clock;

/// 2026-11-22, ten in the morning in Shanghai.
const NOW_MS: i64 = 1_795_312_800_000;
const HOUR_MS: i64 = 3_600_000;

fn tokens() -> String {
    format!("/api/v1/organizations/{MAKER}/tokens")
}

fn issue(app: &TestApp, key: &str, body: &Value) -> (String, String) {
    let issued = created(&app.post_keyed(&app.operator, key, &tokens(), body));
    let text = |name: &str| issued[name].as_str().unwrap().to_owned();
    (text("id"), text("token"))
}

fn reads(app: &TestApp, token: &str) -> u16 {
    app.get_as(token, &format!("/api/v1/organizations/{MAKER}/batches")).status
}

/// How many files under a folder hold these bytes.
fn files_with(folder: &Path, bytes: &[u8]) -> usize {
    let mut found = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found += files_with(&path, bytes);
        } else {
            let content = std::fs::read(&path).unwrap();
            found += usize::from(content.windows(bytes.len()).any(|part| part == bytes));
        }
    }
    found
}

#[test]
fn a_secret_stands_in_no_file() {
    let app = TestApp::start();
    app.with_maker();
    let body = json!({"role": "producer", "label": "plain-and-findable"});
    let (id, token) = issue(&app, "one", &body);
    let secrets: Vec<String> =
        [&token, &app.operator].map(|token| token.rsplit('_').next().unwrap().to_owned()).to_vec();
    let folder = app.stop();
    // What is stored in the clear is found, so that not finding means something.
    assert!(files_with(folder.path(), b"plain-and-findable") > 0);
    for secret in &secrets {
        assert_eq!(secret.len(), 64);
        assert_eq!(files_with(folder.path(), secret.as_bytes()), 0);
        assert_eq!(files_with(folder.path(), &secret.as_bytes()[..16]), 0);
        let bytes: Vec<u8> = secret
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
        assert_eq!(files_with(folder.path(), &bytes), 0);
    }
    let again = TestApp::on(folder, |options| options);
    assert_eq!(reads(&again, &token), 200, "{id}");
}

#[test]
fn a_list_shows_no_secret_and_a_repeat_no_token() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let body =
        json!({"role": "seller", "label": "till 7", "post": "quality", "expiresOn": "2199-01-01"});
    let (id, token) = issue(&app, "one", &body);
    let list = app.get_as(&maker, &tokens());
    assert_eq!(list.status, 200);
    let items = list.json()["items"].as_array().unwrap().clone();
    let shown = items.iter().find(|item| item["id"] == id.as_str()).unwrap();
    let expected = json!({
        "id": id,
        "role": "seller",
        "label": "till 7",
        "post": "quality",
        "expiresOn": "2199-01-01",
        "revoked": false,
    });
    assert_eq!(shown, &expected);
    for token in [&token, &maker, &app.operator] {
        assert!(!list.text().contains(token.rsplit('_').next().unwrap()));
    }
    let repeat = app.post_keyed(&app.operator, "one", &tokens(), &body);
    assert_eq!(repeat.status, 200, "{}", repeat.text());
    assert_eq!(repeat.json()["id"], id.as_str());
    assert_eq!(repeat.json()["token"], Value::Null);
    assert_eq!(repeat.header("cache-control"), "no-store");
}

#[test]
fn a_revoked_token_is_void_at_once() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let (id, token) = issue(&app, "one", &json!({"role": "producer", "label": "x"}));
    let path = format!("{}/{id}", tokens());
    assert_eq!(reads(&app, &token), 200);
    created(&request(&app, &maker, "DELETE", &path, None));
    assert_eq!(reads(&app, &token), 401);
    assert_eq!(reads(&app, &maker), 200);
    assert_eq!(request(&app, &maker, "DELETE", &path, None).status, 200, "a repeat");
    assert_eq!(request(&app, &token, "DELETE", &path, None).status, 401);
    let list = app.get_as(&maker, &tokens()).json();
    let revoked = |item: &&Value| item["id"] == id.as_str() && item["revoked"] == true;
    assert_eq!(list["items"].as_array().unwrap().iter().filter(revoked).count(), 1);
    let again = TestApp::on(app.stop(), |options| options);
    assert_eq!(reads(&again, &token), 401, "after a restart");
}

/// The last day counts in the ledger's zone: until midnight in Shanghai.
#[test]
fn a_token_is_good_until_its_last_day_ends() {
    let app = TestApp::on(std::sync::Arc::new(tempfile::tempdir().unwrap()), |mut options| {
        options.clock = Clock::fixed(NOW_MS);
        options
    });
    app.with_maker();
    let body = json!({"role": "producer", "label": "x", "expiresOn": "2026-11-22"});
    let (_, token) = issue(&app, "one", &body);
    assert_eq!(reads(&app, &token), 200);
    app.service.app.clock.set(NOW_MS + 14 * HOUR_MS - 1);
    assert_eq!(reads(&app, &token), 200, "a millisecond before midnight");
    app.service.app.clock.set(NOW_MS + 14 * HOUR_MS);
    assert_eq!(reads(&app, &token), 401, "midnight");
}

/// A token is its text, whole: nothing near it is good, and the scheme's case does not matter.
#[test]
fn only_the_whole_text_is_a_token() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let other = app.admit(OTHER, "producer", "341126");
    let (id, secret) = maker.rsplit_once('_').unwrap();
    let (other_id, _) = other.rsplit_once('_').unwrap();
    let mut flipped = secret.to_owned();
    let last = if flipped.pop() == Some('0') { '1' } else { '0' };
    flipped.push(last);
    for wrong in [
        format!("{id}_{flipped}"),
        format!("{id}_{}", secret.to_uppercase()),
        format!("{id}_{}", &secret[..63]),
        format!("{id}_{secret}0"),
        format!("{other_id}_{secret}"),
        format!("{id}_"),
        secret.to_owned(),
        format!("{id} {secret}"),
    ] {
        assert_eq!(reads(&app, &wrong), 401, "{wrong}");
    }
    let path = format!("/api/v1/organizations/{MAKER}/batches");
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let value = format!("{scheme} {maker}");
        let answer = app.send("GET", &path, &[("authorization", &value)], None);
        assert_eq!(answer.status, 200, "{scheme}");
    }
}
