//! Many writers share one sync.

use super::load::register;
use crate::harness::{Client, TestApp};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use suyuan::app::Options;
use suyuan::store::faults::{Fate, Probe, Step};

const WRITERS: u64 = 64;
const EACH: u64 = 20;
/// What a sync takes at least, as on a plain disk.
const SYNC: Duration = Duration::from_millis(3);

#[test]
fn sixty_four_writers_share_commits() {
    let commits = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&commits);
    let (_never, silence) = channel::<()>();
    let silence = Mutex::new(silence);
    let probe: Probe = Arc::new(move |step, _| {
        if step == Step::Commit {
            counted.fetch_add(1, Ordering::SeqCst);
            let _waited = silence.lock().unwrap().recv_timeout(SYNC);
        }
        Fate::Succeeds
    });
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let app = TestApp::on(folder, |options| Options { probe: Some(probe), ..options });
    let token = app.with_maker();
    let before = commits.load(Ordering::SeqCst);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (token, address) = (&token, app.address);
            scope.spawn(move || {
                let client = Client::new(address);
                for next in 0..EACH {
                    let lot = format!("W{writer}-{next}");
                    let (status, receipt) = register(&client, token, &lot).unwrap();
                    assert_eq!(status, 201, "{receipt}");
                }
            });
        }
    });
    let commits = commits.load(Ordering::SeqCst) - before;
    println!("{} facts in {commits} commits", WRITERS * EACH);
    assert!(WRITERS * EACH / commits >= 10, "{commits} commits");
}
