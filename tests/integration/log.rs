//! The public log: its files are those of a tree of the facts, its proofs hold, an auditor who follows it
//! from outside sees what was rewritten, and a store that its checkpoint does not fit is not served.

mod beside;
mod rollback;

use crate::harness::{MAKER, TestApp, recall};
use crate::process::run;
use std::path::Path;
use std::sync::Arc;
use suyuan::app::{App, Options};
use suyuan::log::Hash;
use suyuan::log::checkpoint::Checkpoint;
use suyuan::log::follow::Follower;
use suyuan::log::note::{Note, Verifier};
use suyuan::log::proof::Proof;
use suyuan::log::tree::{leaf_hash, verify_consistency};
use suyuan::store::db::{Batch, Db};
use suyuan::store::layout::{Family, key};
use suyuan::store::read::Read;
use tempfile::TempDir;

const ORIGIN: &str = "t.example.cn/log";

fn logged(options: Options) -> Options {
    Options { origin: Some(ORIGIN.to_owned()), ..options }
}

fn start() -> TestApp {
    TestApp::on(Arc::new(tempfile::tempdir().unwrap()), logged)
}

fn key_of(app: &TestApp) -> Verifier {
    let answer = app.get("/log/vkey");
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/plain; charset=utf-8"));
    Verifier::parse(answer.text().trim()).unwrap()
}

fn checkpoint(app: &TestApp) -> Checkpoint {
    let answer = app.get("/log/checkpoint");
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    Checkpoint::signed_by(&Note::parse(&answer.bytes).unwrap(), &key_of(app)).unwrap()
}

/// Facts enough for two whole tiles of hashes and a partial one above.
fn fill(app: &TestApp, facts: u64) -> String {
    let token = app.with_maker();
    let mut lot = 0;
    while checkpoint(app).size < facts {
        lot += 1;
        app.lot(&token, &format!("L{lot}"), 1);
    }
    token
}

/// All entries of the published log, in order.
fn entries(app: &TestApp, size: u64) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for index in 0..size.div_ceil(256) {
        let width = (size - 256 * index).min(256);
        let part = if width < 256 { format!(".p/{width}") } else { String::new() };
        let answer = app.get(&format!("/log/tile/entries/{index:03}{part}"));
        assert_eq!(answer.status, 200);
        let mut bytes = answer.bytes.as_slice();
        while let Some((length, rest)) = bytes.split_first_chunk::<2>() {
            let (entry, rest) = rest.split_at(u16::from_be_bytes(*length).into());
            all.push(entry.to_vec());
            bytes = rest;
        }
    }
    all
}

fn root(entries: &[Vec<u8>]) -> Hash {
    let mut follower = Follower::default();
    entries.iter().for_each(|entry| follower.push(leaf_hash(entry), |_, _| {}));
    follower.root()
}

#[test]
fn a_page_says_what_the_log_proves_and_what_it_does_not() {
    let app = start();
    let size = checkpoint(&app).size;
    for (lang, words) in
        [("zh", ["它能证明", "它不能证明"]), ("en", ["It proves", "It does not prove"])]
    {
        let page = app.get(&format!("/log?lang={lang}"));
        assert_eq!(page.status, 200);
        let text = page.text();
        let state = format!("<dd>{size}</dd>");
        for part in words.into_iter().chain([ORIGIN, state.as_str(), &key_of(&app).to_string()]) {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }
}

#[test]
fn the_files_are_those_of_a_tree_of_the_facts() {
    let app = start();
    fill(&app, 530);
    let now = checkpoint(&app);
    assert_eq!((now.origin.as_str(), now.size), (ORIGIN, now.size.max(530)));
    let all = entries(&app, now.size);
    assert_eq!(all.len() as u64, now.size);
    assert_eq!(root(&all), now.root);
    let hashes = app.get("/log/tile/0/001");
    let wanted: Vec<u8> = all[256..512].iter().flat_map(|entry| leaf_hash(entry)).collect();
    assert_eq!(hashes.bytes, wanted);
    assert_eq!(hashes.header("content-type"), "application/octet-stream");
    assert!(hashes.header("cache-control").contains("immutable"));
    assert_eq!(app.get("/log/tile/1/000.p/1").bytes, root(&all[..256]));
    assert_eq!(app.get("/log/tile/1/000.p/2").bytes[32..], root(&all[256..512]));
    // A partial file of every size on the way is still there.
    assert_eq!(app.get("/log/tile/0/000.p/7").bytes, hashes_of(&all[..7]));
}

fn hashes_of(entries: &[Vec<u8>]) -> Vec<u8> {
    entries.iter().flat_map(|entry| leaf_hash(entry)).collect()
}

#[test]
fn nothing_else_is_a_file_of_the_log() {
    let app = start();
    let size = checkpoint(&app).size;
    assert!(size < 255, "{size}");
    let beyond = format!("0/000.p/{}", size + 1);
    for path in [
        "0/000",
        "0/0",
        "00/000",
        "0/000.p/0",
        "0/000.p/256",
        "0/x000/001",
        "1/000.p/1",
        "entries/001.p/1",
        "64/000",
        "data/000",
        "0/000.p/1/",
        beyond.as_str(),
    ] {
        let answer = app.get(&format!("/log/tile/{path}"));
        assert_eq!((answer.status, answer.code().as_str()), (404, "notFound"), "{path}");
        assert!(!answer.header("cache-control").contains("immutable"), "{path}");
    }
    assert_eq!(app.get(&format!("/log/tile/0/000.p/{size}")).status, 200);
    for path in ["00", "+1", "-1", "x", &size.to_string(), "18446744073709551616"] {
        assert_eq!(app.get(&format!("/api/v1/proofs/{path}")).status, 404, "{path}");
    }
    for query in [
        "",
        "?from=x",
        "?from=01",
        "?from=3&to=2",
        &format!("?from={}", size + 1),
        "?from=1&to=999999",
    ] {
        assert_eq!(app.get(&format!("/api/v1/proofs/consistency{query}")).status, 400, "{query}");
    }
}

#[test]
fn every_receipt_has_a_proof_that_holds_without_the_service() {
    let app = start();
    let token = fill(&app, 20);
    let opened = app.post_keyed(&token, "r", "/api/v1/recalls", &recall(&["L1"]));
    let position = opened.json()["receipt"]["position"].as_u64().unwrap();
    let key = key_of(&app);
    let size = checkpoint(&app).size;
    for position in [0, 1, 5, position, size - 1] {
        let answer = app.get(&format!("/api/v1/proofs/{position}"));
        let proof = Proof::parse(&answer.bytes).unwrap();
        let entry = proof.extra.clone().unwrap();
        assert_eq!(proof.verify(&entry, &key).unwrap().size, size);
        let said: serde_json::Value = serde_json::from_slice(&entry).unwrap();
        assert_eq!(said["position"], position);
    }
    let file = app.data().join("recall.tlog-proof");
    std::fs::write(&file, app.get(&format!("/api/v1/proofs/{position}")).bytes).unwrap();
    let file = file.to_str().unwrap().to_owned();
    let ended = run(&["audit", &file, "--key", &key.to_string()]);
    assert!(ended.ok && ended.out.contains("recallOpened"), "{}", ended.err);
    let other = run(&["audit", &file, "--key", "other+00000000+AQ=="]);
    assert!(!other.ok);
    let text = std::fs::read_to_string(&file).unwrap().replace("index ", "index 1");
    std::fs::write(&file, text).unwrap();
    assert!(!run(&["audit", &file, "--key", &key.to_string()]).ok);
}

#[test]
fn an_earlier_state_is_the_beginning_of_a_later_one() {
    let app = start();
    let token = fill(&app, 10);
    let was = checkpoint(&app);
    for lot in 0..9 {
        app.lot(&token, &format!("M{lot}"), 1);
    }
    let now = checkpoint(&app);
    let answer = app.get(&format!("/api/v1/proofs/consistency?from={}", was.size)).json();
    let path = answer["path"].as_array().unwrap().iter().map(from_base64).collect::<Vec<_>>();
    assert!(verify_consistency((was.size, &was.root), (now.size, &now.root), &path));
    assert_eq!(from_base64(&answer["from"]["root"]), was.root);
}

fn from_base64(text: &serde_json::Value) -> Hash {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(text.as_str().unwrap());
    bytes.unwrap().try_into().unwrap()
}

fn audited(app: &TestApp, state: &Path) -> (bool, String) {
    let url = format!("http://{}", app.address);
    let ended = run(&["audit", &url, "--state", state.to_str().unwrap()]);
    (ended.ok, ended.out + &ended.err)
}

#[test]
fn an_auditor_follows_and_sees_what_was_rewritten() {
    let app = start();
    let token = fill(&app, 260);
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state.json");
    let (fine, said) = audited(&app, &state);
    assert!(fine, "{said}");
    let (fine, said) = audited(&app, &state);
    assert!(fine && said.contains(" 0 of them new"), "{said}");
    app.lot(&token, "later", 1);
    assert!(audited(&app, &state).0);
    let kept = std::fs::read_to_string(&state).unwrap();

    // An entry, a hash and an upper hash changed behind the service's back; each is put back afterwards.
    let fresh = folder.path().join("fresh.json");
    for (family, place, said) in [
        (Family::Facts, key::position(9), "fact 9 "),
        (Family::LogHashes, key::log_hash(0, 9), "fact 9 "),
        (Family::LogHashes, key::log_hash(8, 0), "does not fit the facts"),
    ] {
        let before = app.service.app.snapshot().bytes(family, &place).unwrap().unwrap();
        let mut bytes = before.clone();
        let at = bytes.len() - 3;
        bytes[at] ^= 1;
        set(&app.service.app.db, family, &place, &bytes);
        let (fine, told) = audited(&app, &fresh);
        assert!(!fine && told.contains(said), "{family:?}: {told}");
        assert!(!fresh.exists());
        set(&app.service.app.db, family, &place, &before);
    }

    // A kept state that was tampered with is no beginning.
    let mut bytes = kept.clone().into_bytes();
    let at = kept.find("\"edge\"").unwrap() + 20;
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    std::fs::write(&state, bytes).unwrap();
    assert!(!audited(&app, &state).0);
    std::fs::write(&state, &kept).unwrap();

    // Another log in its place: other key.
    let other = start();
    let (fine, said) = audited(&other, &state);
    assert!(!fine && said.contains("not signed by"), "{said}");
}

#[test]
fn a_copy_put_back_is_seen_by_who_looked_before() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let app = TestApp::on(Arc::clone(&folder), logged);
    let token = fill(&app, 12);
    let old = TempDir::new().unwrap();
    app.stop();
    copied(&folder.path().join("store"), &old.path().join("store"));
    let state = old.path().join("state.json");
    let app = TestApp::on(Arc::clone(&folder), logged);
    app.lot(&token, "second", 1);
    assert!(audited(&app, &state).0);
    app.stop();
    std::fs::remove_dir_all(folder.path().join("store")).unwrap();
    copied(&old.path().join("store"), &folder.path().join("store"));
    let app = TestApp::on(Arc::clone(&folder), logged);
    let (fine, said) = audited(&app, &state);
    assert!(!fine && said.contains("rolled back"), "{said}");
    // Filled up again to the size that was seen, it is another history of that size.
    let seen = Checkpoint::parse(&kept_note(&state).text).unwrap().size;
    let mut lot = 0;
    while checkpoint(&app).size < seen {
        lot += 1;
        app.lot(&token, &format!("other{lot}"), 1);
    }
    let (fine, said) = audited(&app, &state);
    assert!(!fine && said.contains("as evidence"), "{said}");
}

fn kept_note(state: &Path) -> Note {
    let kept: serde_json::Value = serde_json::from_slice(&std::fs::read(state).unwrap()).unwrap();
    Note::parse(kept["checkpoint"].as_str().unwrap().as_bytes()).unwrap()
}

#[test]
fn the_log_goes_on_after_a_restart_under_the_same_key() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let app = TestApp::on(Arc::clone(&folder), logged);
    fill(&app, 12);
    let (was, key) = (checkpoint(&app), key_of(&app));
    app.stop();
    // Another public address does not rename the log.
    let app = TestApp::on(Arc::clone(&folder), |options| Options {
        origin: Some("elsewhere.example/log".to_owned()),
        ..options
    });
    assert_eq!((checkpoint(&app), key_of(&app)), (was, key));
    app.stop();
    std::fs::remove_file(folder.path().join("keys/log.key")).unwrap();
    let refused = App::open(logged(Options::new(folder.path()))).map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("key of the log"), "{refused}");
}

#[test]
fn a_store_that_its_checkpoint_does_not_fit_is_not_served() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let app = TestApp::on(Arc::clone(&folder), logged);
    fill(&app, 12);
    let size = checkpoint(&app).size;
    app.stop();
    let db = Db::open(&folder.path().join("store"), None).unwrap();
    // The last leaf is read on the way to the root, unless it was hashed into a larger subtree already.
    let level = u8::try_from(size.trailing_zeros()).unwrap();
    let place = key::log_hash(level, (size >> level) - 1);
    let mut bytes = db.snapshot().bytes(Family::LogHashes, &place).unwrap().unwrap();
    bytes[0] ^= 1;
    set(&db, Family::LogHashes, &place, &bytes);
    drop(db);
    let refused = App::open(logged(Options::new(folder.path()))).map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("checkpoint"), "{refused}");
}

#[test]
fn facts_from_before_the_log_are_leaves_of_it() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let app = TestApp::on(Arc::clone(&folder), |options| options);
    let token = app.with_maker();
    app.lot(&token, "early", 1);
    assert_eq!(app.get("/log/checkpoint").status, 404);
    assert_eq!(app.get("/log/vkey").status, 404);
    assert_eq!(app.get("/log/tile/0/000.p/1").status, 404);
    app.stop();
    let db = Db::open(&folder.path().join("store"), None).unwrap();
    let mut batch = Batch::default();
    db.snapshot()
        .each(Family::LogHashes, &[], |key, _| {
            db.change(&mut batch, (Family::LogHashes, key, None))
        })
        .unwrap();
    db.commit(batch).unwrap();
    drop(db);
    let app = TestApp::on(folder, logged);
    let now = checkpoint(&app);
    assert_eq!(root(&entries(&app, now.size)), now.root);
    app.lot(&token, "late", 1);
    let state = app.data().join("state.json");
    assert!(audited(&app, &state).0);
    assert_eq!(app.get(&format!("/api/v1/organizations/{MAKER}")).status, 200);
}

fn set(db: &Db, family: Family, key: &[u8], value: &[u8]) {
    let mut batch = Batch::default();
    db.change(&mut batch, (family, key, Some(value))).unwrap();
    db.commit(batch).unwrap();
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
