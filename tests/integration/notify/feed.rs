//! The list of changes: complete, in order, the same after a replay, and silent about what is not public.

use super::receiver::Receiver;
use super::{MAKER, OWN, Stage, accepted, kind, others, path, poisoned, reason};
use crate::harness::{batch, batch_path};
use serde_json::{Value, json};
use suyuan::ledger::replay::{first_difference, rebuild, replay};
use suyuan::limits::CHANGES_READ_COUNT;
use suyuan::store::db::Db;
use suyuan::store::layout::Family;
use suyuan::store::read::Read;

fn licence() -> Value {
    json!({"kind": "foodProduction", "number": "SC10434112600133", "validFrom": "2024-01-01",
        "validTo": "2028-12-31", "covers": ["0401"], "region": "341124"})
}

/// One of each change.
fn everything(stage: &Stage) {
    let app = &stage.app;
    for lot in ["L1", "L2", "L3"] {
        app.lot(&stage.maker, lot, 1);
    }
    let unreleased = format!("/api/v1/organizations/{MAKER}/batches");
    accepted(&app.post(&stage.maker, &unreleased, &batch("SECRET", 1)));
    let entry = accepted(&app.post(&stage.maker, &path(OWN, "entries"), &licence()));
    let mut status = reason();
    status["status"] = "suspended".into();
    status["on"] = "2026-12-01".into();
    let change = format!("/api/v1/entries/{}/status", entry["id"].as_str().unwrap());
    accepted(&app.post_keyed(&stage.maker, "s", &change, &status));
    stage.hold("SECRET");
    stage.hold("L1");
    accepted(&app.post_keyed(&stage.maker, "u", &batch_path("L1", "unhold"), &reason()));
    accepted(&app.post(&stage.maker, &batch_path("L3", "checks"), &poisoned("L3")));
    accepted(&app.post(&stage.maker, &batch_path("L3", "withdrawal"), &reason()));
    let id = stage.recall("r", &["L1"]);
    stage.extend(&id, &["L2", "L1"]);
    let narrowing =
        json!({"scope": crate::harness::recall(&["L2"])["scope"], "reason": {"zh": "缩小"}});
    let path = format!("/api/v1/recalls/{id}/narrowing");
    accepted(&app.post_keyed(&stage.maker, "n", &path, &narrowing));
    stage.end(&id, "closure");
    let id = stage.recall("r2", &["L2"]);
    stage.end(&id, "lifting");
}

const PUBLIC: &[&str] = &[
    "entryRegistered",
    "entryChanged",
    "recallOpened",
    "recallExtended",
    "recallNarrowed",
    "recallClosed",
    "recallOpened",
    "recallLifted",
];
const OFFICE: &[&str] = &[
    "entryRegistered",
    "entryChanged",
    "holdOpened",
    "holdOpened",
    "holdEnded",
    "taskOpened",
    "batchWithdrawn",
    "recallOpened",
    "recallExtended",
    "recallNarrowed",
    "recallClosed",
    "recallOpened",
    "recallLifted",
];

#[test]
fn a_round_trip_loses_and_repeats_nothing() {
    let stage = Stage::new();
    everything(&stage);
    let whole = stage.changes("", "", 200);
    assert_eq!(whole.iter().map(kind).collect::<Vec<_>>(), PUBLIC);
    let positions: Vec<u64> = whole.iter().map(|one| one["position"].as_u64().unwrap()).collect();
    assert!(positions.is_sorted_by(|left, right| left < right), "{positions:?}");
    for limit in [1, 2, 3, 7] {
        assert_eq!(stage.changes("", "", limit), whole, "{limit}");
        let own = stage.changes(&stage.maker, "&scope=own", limit);
        assert_eq!(own.iter().map(kind).collect::<Vec<_>>(), OFFICE, "{limit}");
    }
    // From any position on, exactly what comes after it.
    let last = positions.last().unwrap();
    for since in 0..=*last {
        let page = stage.app.get(&format!("/api/v1/changes?since={since}&limit=200")).json();
        let after = whole.iter().filter(|one| one["position"].as_u64().unwrap() > since);
        assert_eq!(
            page["items"].as_array().unwrap().iter().collect::<Vec<_>>(),
            after.collect::<Vec<_>>()
        );
        assert_eq!(page["next"].as_u64().unwrap(), since.max(*last));
    }
    let text = json!(whole).to_string();
    assert!(!text.contains("SECRET") && !text.contains("holdOpened"), "{text}");
    let suspended = &whole[1];
    assert_eq!(
        suspended["permit"],
        json!({"kind": "foodProduction", "number": "SC10434112600133"})
    );
    assert_eq!(
        (&suspended["status"], &suspended["on"]),
        (&json!("suspended"), &json!("2026-12-01"))
    );
    assert_eq!(suspended["reason"]["en"], "routine check");
    assert_eq!(whole[2]["instructions"]["en"], "Stop eating, return it");
    assert_eq!(whole[2]["hazard"], "pathogen");
}

#[test]
fn what_is_known_is_not_sent_again() {
    let stage = Stage::new();
    stage.recall("r", &["L1"]);
    let first = stage.app.get("/api/v1/changes");
    let etag = first.header("etag").to_owned();
    let known = [("if-none-match", etag.as_str())];
    let again = stage.app.send("GET", "/api/v1/changes", &known, None);
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    assert_eq!(again.header("etag"), etag);
    let next = first.json()["next"].as_u64().unwrap();
    assert!(first.header("link").contains(&format!("since={next}")), "{}", first.header("link"));
    stage.recall("r2", &["L1"]);
    let news = stage.app.send("GET", "/api/v1/changes", &known, None);
    assert_eq!((news.status, news.json()["items"].as_array().unwrap().len()), (200, 2));
}

/// Each role sees its own: the firm and its region's authority the office's changes, nobody else.
#[test]
fn each_role_sees_its_own() {
    let stage = Stage::new();
    let [other, regulator, outside] = others(&stage.app);
    everything(&stage);
    assert_eq!(stage.own(&stage.maker), OFFICE);
    assert_eq!(stage.own(&regulator), OFFICE);
    let seller = stage.app.token(MAKER, "seller");
    let laboratory = stage.app.token(MAKER, "laboratory");
    for token in [&other, &outside, &seller, &laboratory, &stage.shop] {
        assert_eq!(stage.own(token), Vec::<String>::new());
        let public = stage.changes(token, "", 200);
        assert_eq!(public.iter().map(kind).collect::<Vec<_>>(), PUBLIC);
    }
    let task = stage.changes(&stage.maker, "&scope=own", 200)[5].clone();
    assert_eq!((&task["lot"], &task["task"]["kind"]), (&json!("L3"), &json!("decideOnRecall")));
}

/// A page looks at so many rows; one with nothing for the reader still leads on.
#[test]
fn pages_that_are_looked_through_lead_on() {
    let stage = Stage::new();
    let entries = path(OWN, "entries");
    let count = suyuan::limits::ORGANIZATION_ENTRIES_MAX;
    let side = |number: u32| format!("F-{number}");
    for number in 0..count {
        let body = json!({"kind": "honour", "number": side(number)});
        accepted(&stage.app.post(&stage.maker, &entries, &body));
    }
    stage.recall("r", &["L1"]);
    assert!(CHANGES_READ_COUNT <= count as usize);
    // The shop watches nothing: its first page is empty and says that there is more.
    let page = stage.app.get_as(&stage.shop, "/api/v1/changes?scope=own").json();
    assert_eq!((&page["items"], &page["more"]), (&json!([]), &json!(true)));
    stage.watch(super::SHOP, &stage.shop, json!([{"gtin": super::GTIN}]));
    stage.extend("m-2026-0001", &["L2"]);
    let own = stage.changes(&stage.shop, "&scope=own", 200);
    assert_eq!(own.iter().map(kind).collect::<Vec<_>>(), ["watch"]);
    assert_eq!(stage.changes("", "", 200).len(), count as usize + 2);
}

/// Notices follow from facts; webhooks and watches follow from nothing and are left alone.
#[test]
fn a_rebuild_makes_notices_again_and_keeps_side_state() {
    let stage = Stage::new();
    everything(&stage);
    let receiver = Receiver::start(Vec::new());
    let (_, secret) = stage.hook(OWN, &stage.maker, &receiver.url(), &["recallOpened"]);
    stage.watch(super::SHOP, &stage.shop, json!([{"gtin": super::GTIN, "lot": "L1"}]));
    {
        let snapshot = stage.app.service.app.snapshot();
        let folder = tempfile::tempdir().unwrap();
        let scratch = Db::open(folder.path(), None).unwrap();
        replay(&snapshot, &scratch, |_| {}).unwrap();
        assert_eq!(first_difference(&snapshot, &scratch.snapshot()).unwrap(), None);
        let notices = scratch.snapshot().range(Family::Notices, &[], &[255; 9], 100).unwrap();
        assert_eq!(notices.len(), OFFICE.len());
    }
    let Stage { app, maker, shop } = stage;
    let folder = app.stop();
    {
        let side = [Family::Webhooks, Family::Cursors, Family::Watches, Family::WatchesBySubject];
        let db = Db::open(&folder.path().join("store"), None).unwrap();
        let rows =
            |db: &Db| side.map(|family| db.snapshot().range(family, &[], &[255; 64], 9).unwrap());
        let before = rows(&db);
        assert!(before.iter().all(|rows| rows.len() == 1));
        rebuild(&db, |_| {}).unwrap();
        assert_eq!(rows(&db), before);
    }
    let stage = Stage { app: super::start(folder), maker, shop };
    stage.recall("after", &["L1"]);
    assert!(receiver.wait_for(1)[0].is_signed_with(&secret));
    assert_eq!(stage.own(&stage.shop), ["watch"]);
}
