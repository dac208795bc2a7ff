//! Invariant 3: no route and no command edits or deletes a fact.

use super::script::{play, reproducible};
use crate::disk::{rows, verified};
use crate::harness::{MAKER, TestApp};
use std::cell::RefCell;
use suyuan::http::openapi;
use suyuan::store::layout::Family;

type Rows = Vec<(Family, Vec<u8>, Vec<u8>)>;

/// Envelopes, private parts and blocks: everything of the ledger but what an erasure may take.
fn facts(app: &TestApp) -> Rows {
    let kept = [Family::Facts, Family::Private, Family::Blocks];
    let all = rows(&app.service.app.snapshot());
    all.into_iter().filter(|(family, ..)| kept.contains(family)).collect()
}

fn sections(app: &TestApp) -> Rows {
    let all = rows(&app.service.app.snapshot());
    all.into_iter().filter(|(family, ..)| *family == Family::Sections).collect()
}

#[track_caller]
fn assert_kept(before: &Rows, after: &Rows, what: &str) {
    for row in before {
        assert!(after.contains(row), "{what} changed {:?} {:?}", row.0, row.1);
    }
}

#[test]
fn every_command_only_adds() {
    let app = reproducible();
    let before = RefCell::new((facts(&app), sections(&app)));
    let script = play(&app, |app, request| {
        let (old_facts, old_sections) = &mut *before.borrow_mut();
        let now = (facts(app), sections(app));
        assert_kept(old_facts, &now.0, &request.path);
        // An envelope, a private part, a block of its own; a reach takes its first step with it.
        let rows = if request.body["effect"].is_string() { 5 } else { 3 };
        assert_eq!(now.0.len(), old_facts.len() + rows, "{}", request.path);
        if !request.path.ends_with("/erasure") {
            assert_kept(old_sections, &now.1, &request.path);
        }
        (*old_facts, *old_sections) = now;
    });
    // What the service stated by itself after the last request only adds too.
    let after = facts(&app);
    assert_kept(&before.borrow().0, &after, "the clock");
    // A repeat adds nothing, and gets the receipt it got.
    for (request, answer) in &script.done {
        let again = script.repeat(request);
        if again.code() == "evidenceErased" {
            // What was erased on a legal ground does not come back with a repeat.
            assert!(request.path.ends_with("/evidence"), "{request:?}");
            continue;
        }
        assert_eq!(again.status, 200, "{request:?}: {}", again.text());
        let (mut first, mut second) = (answer.json(), again.json());
        assert_eq!(first["receipt"], second["receipt"], "{request:?}");
        // The text of a token is shown once; how far a recall reaches is counted anew, and warnings are
        // judged anew by what posts have answered since.
        let secret = if request.path.ends_with("/links") { "url" } else { "token" };
        for shown_once in [secret, "reach", "warnings"] {
            first.as_object_mut().unwrap().remove(shown_once);
            assert!(shown_once != secret || second[shown_once].is_null());
        }
        // Of tests that came together, each says whether it was there.
        for one in second["results"].as_array_mut().into_iter().flatten() {
            assert_eq!(one["repeated"], true, "{request:?}");
            one["repeated"] = false.into();
        }
        for (name, value) in first.as_object().unwrap() {
            assert_eq!(&second[name], value, "{request:?}");
        }
    }
    assert_eq!(facts(&app), after);
}

/// Every method on every path of the API, as everyone: what is refused changes nothing, and what is
/// accepted adds.
#[test]
fn no_route_edits_or_deletes_a_fact() {
    let app = reproducible();
    let script = play(&app, |_, _| {});
    let before = facts(&app);
    let paths: Vec<String> = openapi().paths.paths.keys().cloned().collect();
    let templates = paths.iter().filter(|path| path.contains("/batches/{product}/{lot}"));
    assert!(templates.count() > 10, "{paths:?}");
    for path in &paths {
        let path = concrete(path);
        for method in ["DELETE", "PUT", "PATCH", "POST"] {
            for who in ["operator", "maker", "regulator"] {
                let bearer = format!("Bearer {}", script.token_of(who));
                let headers = [
                    ("authorization", bearer.as_str()),
                    ("content-type", "application/json"),
                    ("idempotency-key", "any"),
                ];
                let answer = app.send(method, &path, &headers, Some(b"{}"));
                assert!(answer.status < 500, "{method} {path}: {}", answer.text());
            }
        }
    }
    let after = facts(&app);
    assert_kept(&before, &after, "a route");
    verified(&app.service.app.snapshot()).unwrap();
}

/// A path of things that are there.
fn concrete(template: &str) -> String {
    let entry = template.replace("/entries/{id}", "/entries/re-0001");
    [
        ("{kind}/{id}/{version}", "profile/general.tea/1"),
        ("{org}", MAKER),
        ("{product}", "SS-200"),
        ("{lot}", "L1"),
        ("{id}", "m-2026-0001"),
        ("{serial}", "RW-0001"),
        ("{gtin}", "09521001400176"),
        ("{code}", "0000000000000000"),
        ("{rest}", "10/L1"),
    ]
    .iter()
    .fold(entry, |path, (name, value)| path.replace(name, value))
}
