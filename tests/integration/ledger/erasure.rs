//! What is erased is gone: from every answer, from every row, from every file. What was said about it
//! stays, and so does everything that can be worked out without it.

use crate::disk::{families_with, files_with, hidden_sections, verified};
use crate::harness::{Answer, MAKER, TestApp, batch, batch_path};
use serde_json::{Value, json};
use suyuan::clock::Entropy;
use suyuan::ledger::replay::{first_difference, replay};
use suyuan::store::db::Db;
use suyuan::store::layout::Family;
use suyuan::store::read::Read;

/// Texts that occur nowhere else.
struct Texts {
    public: [String; 2],
    restricted: [String; 2],
}

/// Registers a lot, puts it on sale and corrects it, with one text in each half of each record.
fn corrected_lot(app: &TestApp, token: &str, lot: &str) -> Texts {
    let entropy = Entropy::seeded(lot);
    let text = || blake3::Hash::from_bytes(entropy.bytes32().unwrap()).to_hex().to_string();
    let texts = Texts { public: [text(), text()], restricted: [text(), text()] };
    let mut body = batch(lot, 2);
    body["ingredients"][0]["name"]["zh"] = json!(texts.public[0]);
    body["ingredients"][0]["source"]["declared"]["name"] = json!(texts.restricted[0]);
    let registered = app.post(token, &format!("/api/v1/organizations/{MAKER}/batches"), &body);
    assert_eq!(registered.status, 201, "{}", registered.text());
    for step in ["release", "activation"] {
        assert_eq!(app.post(token, &batch_path(lot, step), &json!({})).status, 201);
    }
    let changes = json!([
        {"pointer": "/ingredients/0/name/zh", "value": texts.public[1]},
        {"pointer": "/ingredients/0/source/declared/name", "value": texts.restricted[1]},
    ]);
    let body = json!({"kind": "record", "reason": {"zh": "更正"}, "changes": changes});
    let path = batch_path(lot, "corrections");
    let corrected = app.post_keyed(token, &format!("correct {lot}"), &path, &body);
    assert_eq!(corrected.status, 201, "{}", corrected.text());
    texts
}

fn erase(app: &TestApp, section: &str, lot: &str) -> Answer {
    let body = json!({"section": section, "legalGround": {"zh": "依法删除"}});
    let key = format!("erase {section} {lot}");
    app.post_keyed(&app.operator, &key, &batch_path(lot, "erasure"), &body)
}

fn notices(report: &Value) -> Vec<&str> {
    let notices = report["notices"].as_array().unwrap();
    notices.iter().map(|notice| notice["code"].as_str().unwrap()).collect()
}

#[track_caller]
fn assert_gone(app: &TestApp, text: &str) {
    assert_eq!(families_with(&app.service.app.snapshot(), text.as_bytes()), [""; 0]);
    assert_eq!(files_with(app.data(), text.as_bytes()), [""; 0]);
    assert_eq!(hidden_sections(&app.service.app.snapshot()), 0);
}

#[track_caller]
fn assert_there(app: &TestApp, text: &str) {
    let families = families_with(&app.service.app.snapshot(), text.as_bytes());
    let only_there = !families.is_empty() && families.iter().all(|name| *name == "sections");
    assert!(only_there, "{text}: {families:?}");
}

/// The views are those of a replay, and every commitment but the erased ones still fits.
fn assert_in_order(app: &TestApp, erased: u64) {
    let snapshot = app.service.app.snapshot();
    assert_eq!(verified(&snapshot).unwrap().erased, erased);
    let folder = tempfile::tempdir().unwrap();
    let scratch = Db::open(folder.path(), None).unwrap();
    replay(&snapshot, &scratch, |_| {}).unwrap();
    assert_eq!(first_difference(&snapshot, &scratch.snapshot()).unwrap(), None);
}

#[test]
fn erased_halves_are_gone_from_answers_rows_and_files() {
    let app = TestApp::start();
    let token = app.with_maker();
    let texts = corrected_lot(&app, &token, "L1");
    let other = corrected_lot(&app, &token, "L2");
    let [_, serial, _] = app.units(&token, "L1").remove(0);
    let scan = format!("/api/v1/units/{MAKER}/{serial}");
    let page = format!("/o/{MAKER}/{serial}");
    let record = batch_path("L1", "");
    for text in texts.public.iter().chain(&texts.restricted) {
        assert_there(&app, text);
    }
    assert!(!files_with(app.data(), texts.restricted[0].as_bytes()).is_empty());
    assert!(app.get(&scan).text().contains(&texts.public[1]));
    assert!(app.get_as(&token, &record).text().contains(&texts.restricted[1]));

    assert_eq!(erase(&app, "restricted", "L1").status, 201);
    texts.restricted.iter().for_each(|text| assert_gone(&app, text));
    texts.public.iter().for_each(|text| assert_there(&app, text));
    assert_in_order(&app, 2);
    assert!(app.get(&scan).text().contains(&texts.public[1]));

    assert_eq!(erase(&app, "public", "L1").status, 201);
    texts.public.iter().for_each(|text| assert_gone(&app, text));
    assert_in_order(&app, 4);
    let report = app.get(&scan);
    assert_eq!(report.status, 200, "{}", report.text());
    assert_eq!(report.json()["verdict"], "registered");
    assert!(notices(&report.json()).contains(&"erased"), "{}", report.text());
    let page = app.send("GET", &page, &[("accept", "text/html")], None);
    assert_eq!(page.status, 200);
    for answer in [report, page, app.get_as(&token, &record), app.get(&record)] {
        assert_eq!(answer.status, 200);
        for text in texts.public.iter().chain(&texts.restricted) {
            assert!(!answer.text().contains(text.as_str()));
        }
    }
    // The lot beside it has lost nothing, and what is gone is gone for good.
    other.public.iter().chain(&other.restricted).for_each(|text| assert_there(&app, text));
    for section in ["restricted", "public"] {
        let path = batch_path("L1", "erasure");
        let body = json!({"section": section, "legalGround": {"zh": "再次"}});
        let again = app.post_keyed(&app.operator, &format!("again {section}"), &path, &body);
        assert_eq!((again.status, again.code().as_str()), (409, "alreadyErased"));
        assert_eq!(erase(&app, section, "L1").status, 200);
    }
    let app = TestApp::on(app.stop(), |options| options);
    texts.public.iter().chain(&texts.restricted).for_each(|text| assert_gone(&app, text));
    assert_in_order(&app, 4);
}

/// Rows that were long in table files, among many others, on the last level too.
#[test]
fn rows_deep_in_the_store_are_erased_too() {
    let app = TestApp::start();
    let token = app.with_maker();
    let texts = corrected_lot(&app, &token, "L1");
    for round in 0..3 {
        crate::bulk::register(&app.service.app, &token, 400 * round..400 * (round + 1));
        app.service.app.db.flush().unwrap();
    }
    // An erasure of something else brings everything before it to the last level.
    corrected_lot(&app, &token, "L2");
    assert_eq!(erase(&app, "public", "L2").status, 201);
    for section in ["public", "restricted"] {
        assert_eq!(erase(&app, section, "L1").status, 201);
    }
    texts.public.iter().chain(&texts.restricted).for_each(|text| assert_gone(&app, text));
    assert_in_order(&app, 6);
}

/// A long read that began before an erasure keeps its rows; they go with the first commit after it.
#[test]
fn a_long_read_delays_an_erasure_but_does_not_prevent_it() {
    let app = TestApp::start();
    let token = app.with_maker();
    let texts = corrected_lot(&app, &token, "L1");
    let snapshot = app.service.app.snapshot();
    assert_eq!(erase(&app, "restricted", "L1").status, 201);
    assert!(!families_with(&snapshot, texts.restricted[0].as_bytes()).is_empty());
    assert_eq!(families_with(&app.service.app.snapshot(), texts.restricted[0].as_bytes()), [""; 0]);
    assert!(hidden_sections(&app.service.app.snapshot()) > 0, "the read holds nothing back");
    drop(snapshot);
    corrected_lot(&app, &token, "L2");
    texts.restricted.iter().for_each(|text| assert_gone(&app, text));
}

/// The same when the process ends before that commit.
#[test]
fn an_erasure_delayed_by_a_long_read_is_finished_at_the_next_start() {
    let app = TestApp::start();
    let token = app.with_maker();
    let texts = corrected_lot(&app, &token, "L1");
    {
        let _long = app.service.app.snapshot();
        assert_eq!(erase(&app, "public", "L1").status, 201);
    }
    let app = TestApp::on(app.stop(), |options| options);
    texts.public.iter().for_each(|text| assert_gone(&app, text));
    let pending = app.service.app.snapshot().bytes(Family::Meta, b"scrub-pending").unwrap();
    assert_eq!(pending, None);
}

/// Restricted text never leaves `sections`, so nothing else has to be looked through.
#[test]
fn only_sections_hold_free_text() {
    let app = TestApp::start();
    let token = app.with_maker();
    let texts = corrected_lot(&app, &token, "L1");
    let body = json!({"reason": {"zh": texts.public[0]}});
    assert_eq!(app.post_keyed(&token, "hold", &batch_path("L1", "hold"), &body).status, 201);
    let free = ["张三丰", "测试路1号", "secret-pork", "Smoked pork sausage"];
    free.iter().for_each(|text| assert_there(&app, text));
    texts.public.iter().chain(&texts.restricted).for_each(|text| assert_there(&app, text));
}
