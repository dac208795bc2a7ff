//! Watch lists: what touches a watched thing is told, to the side that watches and nobody else.

use super::receiver::Receiver;
use super::{GTIN, MAKER, OWN, SHOP, Stage, accepted, kind, path, poisoned, reason};
use crate::harness::{batch, batch_path, recall};
use serde_json::{Value, json};
use suyuan::limits::{LISTING_ITEMS_COUNT_MAX, SUBSCRIBER_WATCHES_MAX};

/// What the shop is told by its own list, as `kind of the change`: `watches touched`.
fn told(stage: &Stage) -> Vec<String> {
    let shown = |change: &Value| {
        assert_eq!(kind(change), "watch");
        assert_eq!(change["change"]["position"], change["position"]);
        let watches = change["watches"].as_array().unwrap().len();
        format!("{} {watches}", change["change"]["kind"].as_str().unwrap())
    };
    stage.changes(&stage.shop, "&scope=own", 3).iter().map(shown).collect()
}

#[test]
fn changes_find_what_is_watched() {
    let scope = |part: Value| {
        let mut body = recall(&["L1"]);
        body["scope"] = part;
        body["scope"]["organization"] = MAKER.into();
        body
    };
    let days = json!({"first": "2026-11-01", "last": "2026-11-02"});
    let (lot, product) = (json!({"gtin": GTIN, "lot": "L1"}), json!({"gtin": GTIN}));
    let (firm, other_lot) = (json!({"organization": MAKER}), json!({"gtin": GTIN, "lot": "L9"}));
    // By the code inside the credit code, too.
    let short = json!({"organization": "MA8TY6B18"});
    let (other, stranger) = (json!({"gtin": "09506000134352"}), json!({"permit": "SC1"}));
    let lots = scope(json!({"product": "SS-200", "lots": ["L1"]}));
    for (watched, body, touched) in [
        (&lot, &lots, true),
        (&product, &lots, true),
        (&firm, &lots, true),
        (&short, &lots, true),
        (&other_lot, &lots, false),
        (&other, &lots, false),
        (&stranger, &lots, false),
        (&lot, &scope(json!({"product": "SS-200"})), true),
        (&lot, &scope(json!({"product": "SS-201"})), false),
        (&lot, &scope(json!({"product": "SS-200", "producedOn": days})), true),
        (
            &lot,
            &scope(json!({"product": "SS-200", "units": {"lot": "L1", "first": 1, "last": 1}})),
            true,
        ),
        (
            &other_lot,
            &scope(json!({"product": "SS-200", "units": {"lot": "L1", "first": 1, "last": 1}})),
            false,
        ),
        (&lot, &scope(json!({"later": true})), true),
        (&other, &scope(json!({"later": true})), false),
        (&product, &scope(json!({"producedOn": days})), true),
    ] {
        let stage = Stage::new();
        let receiver = Receiver::start(Vec::new());
        let (_, secret) = stage.hook(SHOP, &stage.shop, &receiver.url(), &["watch"]);
        let id = stage.watch(SHOP, &stage.shop, json!([watched]))["items"][0]["id"].clone();
        let opened = accepted(&stage.app.post_keyed(&stage.maker, "r", "/api/v1/recalls", body));
        stage.end(opened["id"].as_str().unwrap(), "lifting");
        let expected: &[&str] = if touched { &["recallOpened 1", "recallLifted 1"] } else { &[] };
        assert_eq!(told(&stage), expected, "{watched} {body}");
        if touched {
            let taken = receiver.wait_for(2);
            assert_eq!(taken[0].json()["watches"], json!([id]));
            assert_eq!(taken[0].json()["change"]["recall"], opened["id"]);
            assert!(taken.iter().all(|delivery| delivery.is_signed_with(&secret)));
        }
        assert_eq!(receiver.deliveries().len(), expected.len(), "{watched} {body}");
        assert_eq!(stage.own(&stage.app.token(MAKER, "seller")), Vec::<String>::new());
    }
}

/// Holds and withdrawals of what was released reach those who watch; what was not released, nobody.
#[test]
fn what_was_never_released_stays_unknown() {
    let stage = Stage::new();
    stage.app.lot(&stage.maker, "L1", 1);
    stage.app.lot(&stage.maker, "L2", 1);
    let firm = path(OWN, "batches");
    accepted(&stage.app.post(&stage.maker, &firm, &batch("SECRET", 1)));
    let items = json!([{"gtin": GTIN}, {"gtin": GTIN, "lot": "SECRET"}, {"organization": MAKER}]);
    stage.watch(SHOP, &stage.shop, items);
    stage.hold("SECRET");
    accepted(&stage.app.post(&stage.maker, &batch_path("SECRET", "withdrawal"), &reason()));
    stage.hold("L1");
    accepted(&stage.app.post_keyed(&stage.maker, "u", &batch_path("L1", "unhold"), &reason()));
    accepted(&stage.app.post(&stage.maker, &batch_path("L1", "withdrawal"), &reason()));
    accepted(&stage.app.post(&stage.maker, &batch_path("L2", "checks"), &poisoned("L2")));
    // By rule as by hand: the shop sees a hold, and nothing of the firm's task.
    let expected = ["holdOpened 2", "holdEnded 2", "batchWithdrawn 2", "holdOpened 2"];
    assert_eq!(told(&stage), expected);
    let all = json!(stage.changes(&stage.shop, "&scope=own", 200)).to_string();
    assert!(!all.contains("SECRET") && !all.contains("dueAt") && !all.contains("task"), "{all}");
}

#[test]
fn permits_are_watched_by_number() {
    let stage = Stage::new();
    stage.watch(SHOP, &stage.shop, json!([{"permit": "sc 1043-4112-600133"}]));
    let entry = |number: &str| json!({"kind": "foodProduction", "number": number});
    let entries = path(OWN, "entries");
    accepted(&stage.app.post(&stage.maker, &entries, &entry("SC10434112600125")));
    let stated = accepted(&stage.app.post(&stage.maker, &entries, &entry("SC10434112600133")));
    let mut status = reason();
    status["status"] = "revoked".into();
    status["on"] = "2026-12-01".into();
    let change = format!("/api/v1/entries/{}/status", stated["id"].as_str().unwrap());
    accepted(&stage.app.post_keyed(&stage.maker, "s", &change, &status));
    assert_eq!(told(&stage), ["entryRegistered 1", "entryChanged 1"]);
}

#[test]
fn lists_are_kept_and_bounded() {
    let stage = Stage::new();
    let watches = path(SHOP, "watches");
    let item = json!({"gtin": "9521001400176", "lot": "L1", "permit": "SC10434112600133", "organization": MAKER});
    let first = stage.watch(SHOP, &stage.shop, json!([item, {"organization": MAKER}, item]));
    assert_eq!(first["added"], 2);
    assert_eq!(first["items"][0], first["items"][2]);
    let again = stage.app.post(&stage.shop, &watches, &json!({"items": [item]}));
    assert_eq!((again.status, again.json()["added"].clone()), (200, json!(0)));
    let listed = stage.app.get_as(&stage.shop, &watches).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let whole = listed["items"].as_array().unwrap().iter().find(|row| row["lot"] == "L1").unwrap();
    assert_eq!((&whole["gtin"], &whole["id"]), (&json!(GTIN), &first["items"][0]["id"]));
    // Before it was added nothing is told; once it is gone, nothing any more.
    let recalled = stage.recall("r", &["L1"]);
    assert_eq!(told(&stage), ["recallOpened 2"]);
    let bearer = format!("Bearer {}", stage.shop);
    for row in listed["items"].as_array().unwrap() {
        let one = format!("{watches}/{}", row["id"].as_str().unwrap());
        let gone = || stage.app.send("DELETE", &one, &[("authorization", &bearer)], None).status;
        assert_eq!((gone(), gone()), (200, 404));
    }
    stage.end(&recalled, "closure");
    assert_eq!(told(&stage), Vec::<String>::new());
    stage.watch(SHOP, &stage.shop, json!([item]));
    assert_eq!(told(&stage), Vec::<String>::new(), "a new watch told of old changes");
    let mut room = SUBSCRIBER_WATCHES_MAX - 1;
    let mut number = 0_usize;
    let mut items = |count: usize| -> Value {
        let from = number;
        number += count;
        (from..number).map(|n| json!({"permit": format!("P{n}")})).collect()
    };
    while room > 0 {
        let count = room.min(LISTING_ITEMS_COUNT_MAX);
        stage.watch(SHOP, &stage.shop, items(count));
        room -= count;
    }
    let full = stage.app.post(&stage.shop, &watches, &json!({"items": items(1)}));
    assert_eq!((full.status, full.code().as_str()), (409, "tooManyWatches"));
    let page = stage.app.get_as(&stage.shop, &format!("{watches}?limit=200")).json();
    assert!(page["next"].is_string() && page["items"].as_array().unwrap().len() == 200);
}
