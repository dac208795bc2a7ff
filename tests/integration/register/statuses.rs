//! What happened to a permit, before and after production and release: what may be released, and what
//! a scan says of what was.

use super::case::{Case, MEAT};
use super::{Firm, Stage, notices, reason, unmet};
use serde_json::{Value, json};

/// A licence with what happened to it, in order.
fn with_statuses(stage: &Stage, statuses: &[(&str, &str)]) -> Firm {
    let mut case = Case::complete(MEAT);
    let licence = case.entries.pop().unwrap();
    let firm = stage.ready(&case);
    let entry = stage.accepted(&firm.token, &firm.path("entries"), &licence);
    let id = entry["id"].as_str().unwrap().to_owned();
    for (status, on) in statuses {
        change(stage, &firm, &id, status, on);
    }
    firm
}

fn change(stage: &Stage, firm: &Firm, id: &str, status: &str, on: &str) {
    let mut body = reason();
    body["status"] = status.into();
    body["on"] = on.into();
    let answer = stage.accepted(&firm.token, &format!("/api/v1/entries/{id}/status"), &body);
    assert_eq!(answer["id"], id);
}

fn entry_of(stage: &Stage, firm: &Firm) -> Value {
    stage.app.get(&firm.path("entries")).json()["items"][0].clone()
}

/// The lots are made on 2026-11-01.
const BEFORE: &str = "2026-10-01";
const AFTER: &str = "2026-11-15";

#[test]
fn what_a_permit_was_on_the_production_day_decides() {
    let stage = Stage::new();
    let cases: &[(&[(&str, &str)], bool, &str)] = &[
        (&[("granted", BEFORE)], true, "valid"),
        (&[("granted", AFTER)], false, "valid"),
        (&[("renewed", BEFORE)], true, "valid"),
        (&[("suspended", BEFORE)], false, "suspended"),
        (&[("suspended", BEFORE), ("resumed", "2026-10-31")], true, "valid"),
        (&[("suspended", BEFORE), ("resumed", "2026-11-02")], false, "valid"),
        (&[("suspended", AFTER)], true, "suspended"),
        (&[("suspended", AFTER), ("resumed", "2026-11-20")], true, "valid"),
        (&[("cancelled", BEFORE)], false, "cancelled"),
        (&[("cancelled", "2026-11-01")], false, "cancelled"),
        (&[("cancelled", "2026-11-02")], true, "cancelled"),
        (&[("revoked", BEFORE)], false, "revoked"),
        (&[("revoked", AFTER)], true, "revoked"),
        // 撤销: it should not have been given, so nothing was covered, whenever it was annulled.
        (&[("annulled", BEFORE)], false, "annulled"),
        (&[("annulled", AFTER)], false, "annulled"),
        (&[("revoked", BEFORE), ("granted", "2026-10-20")], false, "revoked"),
    ];
    for (statuses, released, state) in cases {
        let firm = with_statuses(&stage, statuses);
        assert_eq!(entry_of(&stage, &firm)["state"], *state, "{statuses:?}");
        let answer = stage.release(&firm);
        if *released {
            assert_eq!(answer.status, 201, "{statuses:?}: {}", answer.text());
            let permit = &stage.report(&firm)["permits"][0];
            assert_eq!(
                (&permit["now"], &permit["validOnProduction"]),
                (&json!(state), &json!(true))
            );
        } else {
            let found = unmet(&answer);
            assert_eq!(found.len(), 1, "{statuses:?} {found:?}");
            let [pointer, code, what, _] = &found[0];
            let row = [pointer.as_str(), code, what];
            assert_eq!(row, ["/producedOn", "permitNotCovering", "foodProduction"], "{statuses:?}");
        }
    }
    stage.replays();
}

/// A loss after production takes nothing back; a scan tells of it with its day.
#[test]
fn a_permit_lost_after_production_is_told() {
    let stage = Stage::new();
    for (status, on, lost) in [
        ("cancelled", AFTER, true),
        ("revoked", AFTER, true),
        ("suspended", AFTER, true),
        ("renewed", AFTER, false),
    ] {
        let firm = with_statuses(&stage, &[]);
        assert_eq!(stage.release(&firm).status, 201);
        assert_eq!(notices(&stage.report(&firm)), [""; 0]);
        let id = entry_of(&stage, &firm)["id"].as_str().unwrap().to_owned();
        change(&stage, &firm, &id, status, on);
        let report = stage.report(&firm);
        assert_eq!(report["verdict"], "registered", "{status}");
        let told: &[&str] = if lost { &["permitLost"] } else { &[] };
        assert_eq!(notices(&report), told, "{status}");
        let day = if lost { json!(on) } else { Value::Null };
        assert_eq!(report["permits"][0]["lostOn"], day, "{status}");
        assert_eq!(report["permits"][0]["validOnProduction"], true, "{status}");
        assert_eq!(stage.page(&firm).contains("2026年11月15日起不再有效"), lost, "{status}");
        if status == "suspended" {
            change(&stage, &firm, &id, "resumed", "2026-12-01");
            assert_eq!(notices(&stage.report(&firm)), [""; 0]);
        }
    }
    stage.replays();
}

/// Annulled after release: the lot stays released, but was never covered, and a scan says so.
#[test]
fn a_permit_annulled_after_release_never_covered() {
    let stage = Stage::new();
    let firm = with_statuses(&stage, &[]);
    assert_eq!(stage.release(&firm).status, 201);
    let id = entry_of(&stage, &firm)["id"].as_str().unwrap().to_owned();
    change(&stage, &firm, &id, "annulled", AFTER);
    let report = stage.report(&firm);
    let permit = &report["permits"][0];
    assert_eq!((&permit["now"], &permit["validOnProduction"]), (&json!("annulled"), &json!(false)));
    assert!(notices(&report).contains(&"permitLost"), "{report}");
}

#[test]
fn an_entry_shows_its_history_in_order() {
    let stage = Stage::new();
    let firm = with_statuses(&stage, &[("suspended", BEFORE), ("resumed", "2026-10-31")]);
    let entry = entry_of(&stage, &firm);
    let id = entry["id"].as_str().unwrap();
    let shown = stage.app.get(&format!("/api/v1/entries/{id}")).json();
    assert_eq!((&shown["holder"], &shown["kind"]), (&json!(firm.code), &json!("foodProduction")));
    assert_eq!(shown["kindName"]["en"].as_str().map(str::is_empty), Some(false));
    let statuses = shown["statuses"].as_array().unwrap();
    let words: Vec<_> = statuses.iter().map(|happened| happened["status"].clone()).collect();
    assert_eq!(words, ["suspended", "resumed"]);
    assert_eq!(statuses[0]["on"], BEFORE);
    assert_eq!(statuses[0]["reason"]["en"], "routine check");
    assert_eq!(statuses[0]["statedBy"], "producer");
    assert!(shown["receipt"]["contentId"].is_string(), "{shown}");
    let all = stage.app.get("/api/v1/entries?limit=1").json();
    assert_eq!(all["items"][0]["id"], *id, "newest first");
}
