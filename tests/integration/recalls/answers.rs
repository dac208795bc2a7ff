//! What a preview and an opening count, and what the public reads of recalls.

use super::{Stage, lots, over, recall_path, scope};
use crate::harness::{MAKER, batch, batch_path};
use serde_json::{Value, json};
use suyuan::views::query;

/// Facts in the ledger.
fn facts(stage: &Stage) -> u64 {
    query::facts(&stage.app.service.app.snapshot()).unwrap()
}

/// Three lots of `SS-200` (3 units each, one of own serials), one of the second product (2 units).
fn filled() -> Stage {
    let stage = Stage::with_lots(&["L1", "L2"]);
    stage.second_product();
    stage.second_lot("T1");
    let mut own = batch("L3", 3);
    own.as_object_mut().unwrap().remove("units");
    own["producedOn"] = "2026-12-24".into();
    stage.accepted(&stage.maker, &format!("/api/v1/organizations/{MAKER}/batches"), &own);
    let serials = json!({"serials": {"first": "A01", "last": "A03"}});
    stage.accepted(&stage.maker, &batch_path("L3", "units"), &serials);
    stage
}

#[test]
fn a_preview_writes_nothing_and_counts_like_the_opening() {
    let stage = filled();
    let dates = |first: &str, last: &str| json!({"first": first, "last": last});
    let in_lot = json!({"lot": "L1", "first": 2, "last": 9});
    let cases = [
        (scope(&json!({})), 4, 11),
        (scope(&json!({"later": true})), 4, 11),
        (scope(&json!({"product": "SS-200"})), 3, 9),
        (lots(&["L1", "L3"]), 2, 6),
        (lots(&["L1", "FUTURE"]), 1, 3),
        (scope(&json!({"producedOn": dates("2026-11-01", "2026-11-01")})), 3, 8),
        (
            scope(&json!({"product": "SS-200", "producedOn": dates("2026-12-01", "2026-12-31")})),
            1,
            3,
        ),
        (scope(&json!({"product": "SS-200", "units": in_lot})), 1, 2),
        (scope(&json!({"product": "SS-200", "serials": dates("A02", "A09")})), 1, 2),
    ];
    for (scope, batches, units) in cases {
        let before = facts(&stage);
        let preview = stage.post(&stage.maker, "/api/v1/recalls/preview", &over(&scope));
        assert_eq!(preview.status, 200, "{}", preview.text());
        assert_eq!(facts(&stage), before, "a preview wrote something");
        let expected = json!({"state": "complete", "batches": batches, "units": units});
        assert_eq!(preview.json()["reach"], expected, "{scope}");
        let opened = stage.accepted(&stage.maker, "/api/v1/recalls", &over(&scope));
        assert_eq!(opened["reach"], expected, "{scope}");
        assert_eq!(facts(&stage), before + 1);
    }
}

#[test]
fn a_preview_of_the_scope_alone_is_enough() {
    let stage = filled();
    let body = json!({"scope": lots(&["L1"])});
    let preview = stage.app.post(&stage.maker, "/api/v1/recalls/preview", &body);
    assert_eq!(preview.status, 200, "{}", preview.text());
    assert_eq!(preview.json()["scope"], lots(&["L1"]));
    let unknown = json!({"scope": {"organization": crate::harness::OTHER}});
    let answer = stage.app.post(&stage.maker, "/api/v1/recalls/preview", &unknown);
    assert_eq!((answer.status, answer.code().as_str()), (404, "notFound"));
    assert_eq!(stage.app.get("/api/v1/recalls").json()["items"], json!([]));
}

#[test]
fn a_recall_is_published_with_its_steps_and_end() {
    let stage = Stage::with_lots(&["L1", "L2", "L3"]);
    let id = stage.open(&lots(&["L1"]));
    stage.step(&id, "extension", Some(&lots(&["L2", "L3"])));
    stage.step(&id, "narrowing", Some(&lots(&["L3"])));
    let shown = stage.app.get(&format!("/api/v1/recalls/{id}"));
    assert_eq!(shown.status, 200);
    let shown = shown.json();
    let words = [
        ("id", json!(id)),
        ("state", json!("open")),
        ("regime", json!("food")),
        ("class", json!(1)),
        ("kind", json!("voluntary")),
        ("hazard", json!("pathogen")),
        ("remedy", json!(["refund", "destroy"])),
        ("reason", json!({"zh": "检出单增李斯特菌", "en": "Listeria found"})),
        ("instructions", json!({"zh": "停止食用并退货", "en": "Stop eating, return it"})),
        ("scope", lots(&["L1"])),
    ];
    for (name, expected) in words {
        assert_eq!(shown[name], expected, "{name}");
    }
    assert_eq!(shown["openedBy"]["organization"], MAKER);
    let steps: Vec<(&Value, &Value)> =
        shown["steps"].as_array().unwrap().iter().map(|s| (&s["include"], &s["exclude"])).collect();
    let null = &Value::Null;
    let (first, second, third) = (lots(&["L1"]), lots(&["L2", "L3"]), lots(&["L3"]));
    assert_eq!(steps, [(&first, null), (&second, null), (null, &third)]);
    assert!(shown.get("ended").is_none(), "{shown}");
    stage.step(&id, "closure", None);
    let shown = stage.app.get(&format!("/api/v1/recalls/{id}")).json();
    assert_eq!(shown["state"], "closed");
    assert_eq!(shown["ended"]["reason"]["en"], "worked out anew");
    stage.step(&id, "lifting", None);
    assert_eq!(stage.app.get(&format!("/api/v1/recalls/{id}")).json()["state"], "lifted");
}

#[test]
fn the_list_names_every_recall_a_page_at_a_time() {
    let stage = Stage::with_lots(&["L1"]);
    let opened: Vec<String> = (0..5).map(|_| stage.open(&lots(&["L1"]))).collect();
    let mut listed = Vec::new();
    let mut path = "/api/v1/recalls?limit=2".to_owned();
    for _ in 0..3 {
        let page = stage.app.get(&path);
        assert_eq!(page.status, 200, "{}", page.text());
        let items = page.json()["items"].as_array().unwrap().clone();
        assert!(items.len() <= 2);
        listed.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let link = page.header("link");
        let next = link.strip_prefix('<').and_then(|link| link.split_once(">; rel=\"next\""));
        path = next.map(|(next, _)| next.to_owned()).unwrap_or_default();
    }
    assert_eq!(path, "", "three pages hold five");
    listed.reverse();
    assert_eq!(listed, opened, "newest first, as the description says");
    let recall = stage.app.get(&format!("/api/v1/recalls/{}", opened[0])).json();
    let items = stage.app.get("/api/v1/recalls").json()["items"].as_array().unwrap().clone();
    assert!(items.contains(&recall), "the list shows what the recall's own page shows");
}

#[test]
fn a_scan_leads_to_the_published_recall() {
    let stage = Stage::with_lots(&["L1"]);
    let id = stage.open(&lots(&["L1"]));
    let report =
        stage.app.send("GET", &stage.unit("L1", 1), &[("accept", "application/json")], None);
    let shown = &report.json()["recalls"][0];
    assert_eq!(shown["id"], id.as_str());
    assert_eq!((&shown["state"], &shown["class"]), (&json!("open"), &json!(1)));
    assert_eq!(shown["scopeText"]["en"], "lot L1");
    assert_eq!(shown["phone"], "0550-0000000");
    assert_eq!(stage.app.get(shown["notice"].as_str().unwrap()).status, 200);
    assert_eq!(report.json()["reasons"][0]["recall"], id.as_str());
}

#[test]
fn what_is_not_there_is_not_found() {
    let stage = Stage::with_lots(&["L1"]);
    let hold = stage.accepted(&stage.maker, &batch_path("L1", "hold"), &super::reason());
    let hold = hold["id"].as_str().unwrap();
    for id in ["2026-00001", "nothing", hold] {
        let answer = stage.app.get(&format!("/api/v1/recalls/{id}"));
        assert_eq!((answer.status, answer.code().as_str()), (404, "notFound"), "{id}");
    }
    stage.refused(&stage.maker, &recall_path(hold, "lifting"), &super::reason(), 404, "notFound");
}
