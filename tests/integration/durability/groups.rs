//! Many writers share one sync.

use super::load::register;
use crate::harness::{Client, TestApp};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use suyuan::app::Options;
use suyuan::store::faults::{Fate, Probe, Step};

const WRITERS: usize = 64;
/// How long anything here may take before the test gives up; it decides nothing else.
const PATIENCE: Duration = Duration::from_secs(60);

/// While one commit waits for its disk, what 64 writers send gathers, and the next commit takes it all.
#[test]
fn sixty_four_writers_share_a_commit() {
    let (commits, held) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let (reached, at_the_disk) = channel();
    let (free, freed) = channel::<()>();
    let freed = Mutex::new(freed);
    let (counted, hold) = (Arc::clone(&commits), Arc::clone(&held));
    let probe: Probe = Arc::new(move |step, _| {
        if step == Step::Commit {
            counted.fetch_add(1, Ordering::SeqCst);
            if hold.swap(false, Ordering::SeqCst) {
                reached.send(()).unwrap();
                freed.lock().unwrap().recv_timeout(PATIENCE).unwrap();
            }
        }
        Fate::Succeeds
    });
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let app = TestApp::on(folder, |options| Options { probe: Some(probe), ..options });
    let token = app.with_maker();
    let before = commits.load(Ordering::SeqCst);
    held.store(true, Ordering::SeqCst);
    std::thread::scope(|scope| {
        let write = |lot: String| {
            let (status, receipt) = register(&Client::new(app.address), &token, &lot).unwrap();
            assert_eq!(status, 201, "{receipt}");
        };
        scope.spawn(move || write("FIRST".to_owned()));
        at_the_disk.recv_timeout(PATIENCE).unwrap();
        for writer in 0..WRITERS {
            scope.spawn(move || write(format!("W{writer}")));
        }
        let begun = Instant::now();
        while app.service.app.queued() < WRITERS {
            assert!(begun.elapsed() < PATIENCE, "only {} wait", app.service.app.queued());
            std::thread::yield_now();
        }
        free.send(()).unwrap();
    });
    assert_eq!(commits.load(Ordering::SeqCst) - before, 2, "one held, and one for all that waited");
}
