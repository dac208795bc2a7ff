//! A process that ends between two steps of a reach: the next start goes on where the disk left off.

use super::{FIRMS, REGULATOR, body, made_of, named, over, page};
use crate::disk::verified;
use crate::harness::{TestApp, product};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use suyuan::app::Options;
use suyuan::store::faults::{Fate, Probe};

const NEVER: u64 = u64::MAX;

#[test]
fn a_reach_is_finished_after_a_failure_at_any_step() {
    for fate in [Fate::Fails, Fate::FailsButPersists] {
        for step in 0..5 {
            finished(fate, step);
        }
    }
}

/// The commit `step` places after the recall's opening fails; the process ends and starts again.
fn finished(fate: Fate, step: u64) {
    let left = Arc::new(AtomicU64::new(NEVER));
    let count = Arc::clone(&left);
    let probe: Probe = Arc::new(move |_, _| match count.load(Ordering::SeqCst) {
        NEVER => Fate::Succeeds,
        0 => fate,
        more => {
            count.store(more - 1, Ordering::SeqCst);
            Fate::Succeeds
        }
    });
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let slow = |options: Options| Options { reach_edges: 1, ..options };
    let app = TestApp::on(folder, |options| Options { probe: Some(probe), ..slow(options) });
    let office = prepared(&app);
    left.store(step, Ordering::SeqCst);
    let path = "/api/v1/recalls";
    let first = app.post_keyed(&office, "open", path, &over(made_of((0, "L0"))));
    let known = step > 0;
    assert_eq!(first.status, if known { 201 } else { 503 }, "{}", first.text());
    // Wait for the commit that fails, where the opening is not it.
    for _ in 0..1_000_000 {
        if app.get("/readyz").status == 503 {
            break;
        }
        std::thread::yield_now();
    }
    assert_eq!(app.get("/readyz").status, 503, "{fate:?} {step}");
    let app = TestApp::on(app.stop(), slow);
    let again = app.post_keyed(&office, "open", path, &over(made_of((0, "L0"))));
    let lost = step == 0 && fate == Fate::Fails;
    assert_eq!(again.status, if lost { 201 } else { 200 }, "{}", again.text());
    let id = again.json()["id"].as_str().unwrap().to_owned();
    let shown = followed(&app, &id);
    let reach = json!({"state": "complete", "batches": 4, "organizations": 1});
    assert_eq!(shown["reach"], reach, "{fate:?} {step}");
    for lot in ["L0", "L1", "L2", "L3", "L4"] {
        assert_eq!(app.verdict(&page((0, lot))), "recalled", "{fate:?} {step} {lot}");
    }
    assert_eq!(app.verdict(&page((0, "APART"))), "registered");
    let lots = app.get_as(&office, &format!("{path}/{id}/lots")).json();
    let lots = lots["items"].as_array().unwrap().iter().map(|lot| lot["lot"].clone());
    assert_eq!(lots.collect::<Value>(), json!(["L1", "L2", "L3", "L4"]));
    verified(&app.service.app.snapshot()).unwrap();
}

/// One firm that makes four lots one of another: a token of the office.
fn prepared(app: &TestApp) -> String {
    let (code, region) = FIRMS[0];
    let token = app.admit(code, "producer", region);
    let mut goods = product();
    goods.as_object_mut().unwrap().remove("gtin");
    let base = format!("/api/v1/organizations/{code}");
    assert_eq!(app.post(&token, &format!("{base}/products"), &goods).status, 201);
    let made = |lot: &str, inputs: &[Value]| {
        let path = format!("{base}/batches");
        assert_eq!(app.post(&token, &path, &body(lot, inputs)).status, 201);
        let path = format!("{path}/SS-200/{lot}/release");
        assert_eq!(app.post(&token, &path, &json!({})).status, 201);
    };
    made("L0", &[]);
    for lot in 1..5 {
        made(&format!("L{lot}"), &[named((0, &format!("L{}", lot - 1)))]);
    }
    made("APART", &[named((0, "ELSE"))]);
    app.admit(REGULATOR, "regulator", "340000")
}

fn followed(app: &TestApp, id: &str) -> Value {
    for _ in 0..1_000_000 {
        let shown = app.get(&format!("/api/v1/recalls/{id}")).json();
        if shown["reach"]["state"] == "complete" {
            return shown;
        }
        std::thread::yield_now();
    }
    panic!("{id} is followed without end");
}
