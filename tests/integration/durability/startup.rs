//! A start after a kill: the write-ahead log is bounded, so what is read back does not grow with the
//! ledger.

use crate::bulk;
use crate::harness::{MAKER, TestApp};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Enough to fill the write-ahead log once.
const REGISTRATIONS: u64 = 30_000;
/// Times never decide a test: this one tells a start from a hang.
const OPENED_WITHIN: Duration = Duration::from_secs(20);

#[test]
fn a_killed_store_opens_at_once() {
    let app = TestApp::start();
    let token = app.with_maker();
    let began = Instant::now();
    bulk::register(&app.service.app, &token, 0..REGISTRATIONS);
    let written = began.elapsed();
    let copy = Arc::new(tempfile::tempdir().unwrap());
    as_a_kill_leaves_it(app.data(), copy.path());
    let began = Instant::now();
    let reopened = TestApp::on(copy, |options| options);
    let opened = began.elapsed();
    println!("{REGISTRATIONS} registrations in {written:?}; opened after a kill in {opened:?}");
    assert!(opened < OPENED_WITHIN, "{opened:?}");
    let organization = reopened.get_as(&token, &format!("/api/v1/organizations/{MAKER}"));
    assert_eq!(organization.json()["counts"]["batches"], REGISTRATIONS, "{}", organization.text());
}

/// Copies the files of an open store while nothing changes them: what a process that is killed now
/// leaves behind.
fn as_a_kill_leaves_it(data: &Path, copy: &Path) {
    for _ in 0..1_000 {
        let before = files(data);
        let copied = before.keys().all(|name| {
            let to = copy.join(name);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            // A file that a compaction has just replaced is gone.
            std::fs::copy(data.join(name), to).is_ok()
        });
        if copied && files(data) == before {
            return;
        }
        std::fs::remove_dir_all(copy.join("store")).unwrap();
    }
    panic!("the files of the store never stood still");
}

/// Names under a folder, with sizes.
fn files(folder: &Path) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    for part in ["store", "keys"] {
        for entry in std::fs::read_dir(folder.join(part)).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{part}/{}", entry.file_name().to_str().unwrap());
            // Gone meanwhile: the next look will differ.
            found.insert(name, entry.metadata().map_or(0, |metadata| metadata.len()));
        }
    }
    found
}
