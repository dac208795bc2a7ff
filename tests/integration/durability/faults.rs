//! Durable steps that fail: whoever waits is told that the outcome is unknown, nothing more is written,
//! and the next start decides by what is on disk.

use crate::disk::{families_with, files_with, hidden_sections, verified};
use crate::harness::{Answer, MAKER, TestApp, batch, batch_path};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use std::time::Duration;
use suyuan::app::Options;
use suyuan::store::faults::{Fate, Probe, Step};

/// In the restricted part of the lots here, and long enough to be found.
const SECRET: &str = "秘密供应商";

/// A service whose `step` has this fate from the moment it is armed.
fn faulty(step: Step, fate: Fate) -> (TestApp, Arc<AtomicBool>) {
    let armed = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&armed);
    let probe: Probe =
        Arc::new(
            move |at, _| {
                if at == step && seen.load(Ordering::SeqCst) { fate } else { Fate::Succeeds }
            },
        );
    let folder = Arc::new(tempfile::tempdir().unwrap());
    (TestApp::on(folder, |options| Options { probe: Some(probe), ..options }), armed)
}

fn register(app: &TestApp, token: &str, lot: &str) -> Answer {
    app.post(token, &format!("/api/v1/organizations/{MAKER}/batches"), &batch(lot, 3))
}

fn erase(app: &TestApp, operator: &str, lot: &str) -> Answer {
    let body = json!({"section": "restricted", "legalGround": {"zh": "依法删除"}});
    app.post_keyed(operator, &format!("erase {lot}"), &batch_path(lot, "erasure"), &body)
}

fn assert_unknown(answer: &Answer) {
    assert_eq!((answer.status, answer.code().as_str()), (503, "outcomeUnknown"));
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
}

/// No further write is taken; reading goes on.
fn assert_stopped(app: &TestApp, token: &str) {
    for lot in ["AFTER-1", "AFTER-2"] {
        assert_unknown(&register(app, token, lot));
    }
    assert_eq!(app.get("/readyz").status, 503);
    assert_eq!(app.get("/healthz").status, 200);
    assert_eq!(app.get_as(token, &batch_path("L0", "")).status, 200);
}

/// Opens the folder without the fault: nothing of `AFTER-…` is there and the ledger is in order.
fn reopened(app: TestApp, token: &str) -> TestApp {
    let app = TestApp::on(app.stop(), |options| options);
    assert_eq!(app.get("/readyz").status, 200);
    assert_eq!(app.get_as(token, &batch_path("AFTER-1", "")).status, 404);
    verified(&app.service.app.snapshot()).unwrap();
    app
}

#[test]
fn a_commit_that_failed_is_decided_at_the_next_start() {
    for (fate, there, repeated) in [(Fate::Fails, 404, 201), (Fate::FailsButPersists, 200, 200)] {
        let (app, armed) = faulty(Step::Commit, fate);
        let token = app.with_maker();
        assert_eq!(register(&app, &token, "L0").status, 201);
        armed.store(true, Ordering::SeqCst);
        assert_unknown(&register(&app, &token, "L1"));
        armed.store(false, Ordering::SeqCst);
        assert_stopped(&app, &token);
        let app = reopened(app, &token);
        assert_eq!(app.get_as(&token, &batch_path("L1", "")).status, there, "{fate:?}");
        let again = register(&app, &token, "L1");
        assert_eq!(again.status, repeated, "{fate:?}: {}", again.text());
        assert_eq!(register(&app, &token, "L1").json(), again.json());
        assert_eq!(register(&app, &token, "L2").status, 201);
        verified(&app.service.app.snapshot()).unwrap();
    }
}

#[test]
fn an_erasure_whose_scrub_failed_is_finished_at_the_next_start() {
    for fate in [Fate::Fails, Fate::FailsButPersists] {
        let (app, armed) = faulty(Step::Scrub, fate);
        let operator = app.operator.clone();
        let token = app.with_maker();
        assert_eq!(register(&app, &token, "L0").status, 201);
        armed.store(true, Ordering::SeqCst);
        assert_unknown(&erase(&app, &operator, "L0"));
        assert_stopped(&app, &token);
        let left = files_with(app.data(), SECRET.as_bytes());
        assert_eq!(left.is_empty(), fate == Fate::FailsButPersists, "{fate:?}: {left:?}");
        let app = reopened(app, &token);
        assert_eq!(erase(&app, &operator, "L0").status, 200, "{fate:?}");
        assert_gone(&app);
        let record = app.get_as(&token, &batch_path("L0", "")).json();
        assert_eq!(record["quantity"], Value::Null);
        assert_eq!(verified(&app.service.app.snapshot()).unwrap().erased, 1);
    }
}

/// A failed commit of the erasure itself: all of it or nothing.
#[test]
fn an_erasure_whose_commit_failed_is_whole_or_not_at_all() {
    for (fate, repeated) in [(Fate::Fails, 201), (Fate::FailsButPersists, 200)] {
        let (app, armed) = faulty(Step::Commit, fate);
        let operator = app.operator.clone();
        let token = app.with_maker();
        assert_eq!(register(&app, &token, "L0").status, 201);
        armed.store(true, Ordering::SeqCst);
        assert_unknown(&erase(&app, &operator, "L0"));
        let app = reopened(app, &token);
        let erased = verified(&app.service.app.snapshot()).unwrap().erased;
        assert_eq!(erased, u64::from(fate == Fate::FailsButPersists));
        let left = families_with(&app.service.app.snapshot(), SECRET.as_bytes());
        assert_eq!(left.is_empty(), erased == 1, "{fate:?}: {left:?}");
        assert_eq!(erase(&app, &operator, "L0").status, repeated, "{fate:?}");
        assert_gone(&app);
    }
}

fn assert_gone(app: &TestApp) {
    assert_eq!(files_with(app.data(), SECRET.as_bytes()), [""; 0]);
    assert_eq!(hidden_sections(&app.service.app.snapshot()), 0);
}

/// Those who wait behind the failed group are told the same, and none of them hangs.
#[test]
fn everyone_who_waits_is_told() {
    let waiting = Arc::new(Barrier::new(2));
    let (go, gone) = channel::<()>();
    let gone = std::sync::Mutex::new(gone);
    let (armed, reached) = (Arc::new(AtomicBool::new(false)), Arc::clone(&waiting));
    let seen = Arc::clone(&armed);
    let probe: Probe = Arc::new(move |_, _| {
        if !seen.load(Ordering::SeqCst) {
            return Fate::Succeeds;
        }
        reached.wait();
        let _queued = gone.lock().unwrap().recv_timeout(Duration::from_secs(20));
        Fate::Fails
    });
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let app = TestApp::on(folder, |options| Options { probe: Some(probe), ..options });
    let token = app.with_maker();
    assert_eq!(register(&app, &token, "L0").status, 201);
    armed.store(true, Ordering::SeqCst);
    std::thread::scope(|scope| {
        let send = |lot: String| {
            let (app, token) = (&app, &token);
            scope.spawn(move || register(app, token, &lot))
        };
        let first = send("L1".to_owned());
        waiting.wait();
        let behind: Vec<_> = (2..10).map(|lot| send(format!("L{lot}"))).collect();
        while app.service.app.queued() < behind.len() {
            std::thread::yield_now();
        }
        go.send(()).unwrap();
        assert_unknown(&first.join().unwrap());
        behind.into_iter().for_each(|answer| assert_unknown(&answer.join().unwrap()));
    });
    assert_stopped(&app, &token);
}

/// A writer that panics is a writer that failed: the same for those who wait and for those who come.
#[test]
fn a_writer_that_panics_has_failed() {
    let armed = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&armed);
    let probe: Probe = Arc::new(move |_, _| {
        assert!(!seen.load(Ordering::SeqCst), "the commit panics");
        Fate::Succeeds
    });
    let failures = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&failures);
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let app = TestApp::on(folder, |options| Options {
        probe: Some(probe),
        on_failure: Box::new(move |_| told.store(true, Ordering::SeqCst)),
        ..options
    });
    let token = app.with_maker();
    assert_eq!(register(&app, &token, "L0").status, 201);
    armed.store(true, Ordering::SeqCst);
    assert_unknown(&register(&app, &token, "L1"));
    assert_stopped(&app, &token);
    armed.store(false, Ordering::SeqCst);
    let app = reopened(app, &token);
    assert!(failures.load(Ordering::SeqCst), "nobody was told to end the process");
    assert_eq!(register(&app, &token, "L1").status, 201);
}
