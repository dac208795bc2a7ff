//! The entity tag of a look-up: the same while nothing is said differently, another one after every
//! change and at midnight of the ledger's zone.

use super::{GTIN_PATH, accepted, at, lot_path, page, reason, standing_at, unit};
use crate::harness::{Answer, TestApp, batch_path, recall};

const MORNING: &str = "2026-12-03T09:00:00+08:00";

fn stage() -> (TestApp, String, Vec<String>) {
    let app = standing_at(MORNING);
    let token = app.with_maker();
    app.lot(&token, "L1", 1);
    let paths = vec![unit(&app, &token, "L1"), lot_path("L1"), GTIN_PATH.to_owned()];
    (app, token, paths)
}

fn again(app: &TestApp, path: &str, accept: &str, etag: &str) -> Answer {
    app.send("GET", path, &[("accept", accept), ("if-none-match", etag)], None)
}

fn etag(app: &TestApp, path: &str, accept: &str) -> String {
    let answer = app.send("GET", path, &[("accept", accept)], None);
    let etag = answer.header("etag").to_owned();
    assert!(etag.starts_with("W/\"") && etag.len() > 20, "{path}: {etag}");
    etag
}

#[test]
fn the_same_answer_is_not_sent_twice() {
    let (app, _, paths) = stage();
    for path in &paths {
        for accept in ["text/html", "application/json", "application/linkset+json"] {
            let etag = etag(&app, path, accept);
            let same = again(&app, path, accept, &etag);
            assert_eq!(same.status, 304, "{path} {accept}");
            assert!(same.bytes.is_empty());
            assert_eq!(same.header("etag"), etag);
            // A browser would put it over the one the kept page came with.
            assert_eq!(same.header("content-security-policy"), "");
            assert_eq!(again(&app, path, accept, &format!("W/\"x\", {etag}")).status, 304);
            assert_eq!(again(&app, path, accept, "W/\"x\"").status, 200);
        }
    }
}

#[test]
fn page_json_linkset_and_languages_have_tags_of_their_own() {
    let (app, _, paths) = stage();
    let mut tags: Vec<String> = ["text/html", "application/json", "application/linkset+json"]
        .map(|accept| etag(&app, &paths[0], accept))
        .to_vec();
    tags.push(page(&app, &paths[0], "en").header("etag").to_owned());
    tags.push(etag(&app, &paths[1], "text/html"));
    tags.push(etag(&app, &paths[2], "text/html"));
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 6);
}

#[test]
fn time_alone_changes_nothing_within_a_day() {
    let (app, _, paths) = stage();
    for path in &paths {
        let etag = etag(&app, path, "text/html");
        app.service.app.clock.set(at("2026-12-03T09:00:01+08:00"));
        assert_eq!(again(&app, path, "text/html", &etag).status, 304, "a second later");
        app.service.app.clock.set(at("2026-12-03T23:59:59+08:00"));
        assert_eq!(again(&app, path, "text/html", &etag).status, 304, "later that day: {path}");
        app.service.app.clock.set(at(MORNING));
    }
}

#[test]
fn what_happens_to_other_goods_changes_nothing() {
    let (app, token, paths) = stage();
    let before = etag(&app, &paths[0], "text/html");
    app.lot(&token, "L2", 5);
    accepted(&app, &token, "/api/v1/recalls", &recall(&["L2"]));
    assert_eq!(again(&app, &paths[0], "text/html", &before).status, 304);
}

#[test]
fn midnight_of_the_ledgers_zone_makes_a_new_tag() {
    let (app, _, paths) = stage();
    for path in &paths {
        app.service.app.clock.set(at("2026-12-03T23:59:59+08:00"));
        let before = etag(&app, path, "application/json");
        // 16:00 in Greenwich, where it is still the third.
        app.service.app.clock.set(at("2026-12-04T00:00:00+08:00"));
        let after = again(&app, path, "application/json", &before);
        assert_eq!(after.status, 200, "{path}");
        assert_ne!(after.header("etag"), before);
        assert_eq!(after.json()["judgedOn"]["date"], "2026-12-04");
        assert_eq!(after.json()["judgedOn"]["timeZone"], "Asia/Shanghai");
        assert_eq!(after.json()["verdict"], "registered");
    }
}

#[test]
fn midnight_in_greenwich_makes_none() {
    let (app, _, paths) = stage();
    app.service.app.clock.set(at("2026-12-03T23:59:59Z"));
    let before = etag(&app, &paths[0], "application/json");
    app.service.app.clock.set(at("2026-12-04T00:00:00Z"));
    assert_eq!(again(&app, &paths[0], "application/json", &before).status, 304);
}

#[test]
fn every_change_makes_a_new_tag() {
    let (app, token, paths) = stage();
    let tags = || paths.iter().map(|path| etag(&app, path, "text/html")).collect::<Vec<_>>();
    let mut known = tags();
    let mut changed = |what: &str, of: [bool; 3]| {
        let now = tags();
        let differ: Vec<bool> = known.iter().zip(&now).map(|(old, new)| old != new).collect();
        assert_eq!(differ, of, "{what}: unit, lot, product");
        known = now;
    };
    let opened = accepted(&app, &token, "/api/v1/recalls", &recall(&["L1"]));
    let id = opened["id"].as_str().unwrap();
    changed("recall", [true, true, true]);
    accepted(&app, &token, &format!("/api/v1/recalls/{id}/closure"), &reason());
    changed("closure", [true, true, true]);
    accepted(&app, &token, &format!("/api/v1/recalls/{id}/lifting"), &reason());
    changed("lifting", [true, true, true]);
    accepted(&app, &token, &batch_path("L1", "hold"), &reason());
    changed("hold", [true, true, false]);
    accepted(&app, &token, &batch_path("L1", "unhold"), &reason());
    changed("unhold", [true, true, false]);
    let sold = serde_json::json!({"ordinals": {"first": 1, "last": 1}});
    accepted(&app, &token, &batch_path("L1", "sales"), &sold);
    changed("sale", [true, false, false]);
    accepted(&app, &token, &batch_path("L1", "withdrawal"), &reason());
    changed("withdrawal", [true, true, false]);
}

#[test]
fn a_recall_is_never_hidden_by_a_kept_tag() {
    let (app, token, paths) = stage();
    let before: Vec<_> = paths.iter().map(|path| etag(&app, path, "text/html")).collect();
    accepted(&app, &token, "/api/v1/recalls", &recall(&["L1"]));
    for (path, etag) in paths.iter().zip(&before) {
        let answer = again(&app, path, "text/html", etag);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text().contains("正在召回"), "{path}");
    }
    for path in &paths {
        assert_eq!(page(&app, path, "zh").header("cache-control"), "no-cache");
    }
}

#[test]
fn what_is_not_found_is_never_answered_as_unchanged() {
    let (app, _, _) = stage();
    let path = "/c/0000-0000-0000-0000";
    let etag = etag(&app, path, "text/html");
    assert_eq!(again(&app, path, "text/html", &etag).status, 404);
}
