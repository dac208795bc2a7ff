//! A file and its fact: bounds, cut-off uploads, faults in between, copies and verification.

use super::{PDF, PNG, added, erase, hash, path, upload};
use crate::disk::verified;
use crate::harness::{MAKER, OTHER, TestApp};
use crate::process::{Server, operator, run, with_maker};
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use suyuan::app::Options;
use suyuan::domain::command::{AddEvidence, Command, Retry, Submission};
use suyuan::domain::evidence::{EvidenceHash, MediaType};
use suyuan::domain::org_code::OrgCode;
use suyuan::limits::{
    EVIDENCE_BYTES_MAX, EVIDENCE_UPLOADS_COUNT_MAX, ORGANIZATION_EVIDENCE_BYTES_MAX,
};
use suyuan::store::faults::{Fate, Probe, Step};

/// Names of the files there are, drafts included.
pub(super) fn kept(data: &Path) -> Vec<String> {
    let list = |folder: &Path| -> Vec<std::path::PathBuf> {
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let mut names: Vec<String> = list(&data.join("evidence"))
        .iter()
        .flat_map(|folder| list(folder))
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

fn pdf_of(bytes: u64) -> Vec<u8> {
    let mut file = PDF.to_vec();
    file.resize(usize::try_from(bytes).unwrap(), b'.');
    file
}

#[test]
fn ten_mebibytes_pass_and_one_byte_more_does_not() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let most = pdf_of(EVIDENCE_BYTES_MAX);
    let name = added(&app, &maker, "application/pdf", &most);
    assert_eq!(app.get_as(&maker, &path(&format!("/{name}"))).bytes, most);
    // A length that is too much is refused before a byte of it came.
    let mut stream = std::net::TcpStream::connect(app.address).unwrap();
    write!(stream, "POST {} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {maker}\r\n", path(""))
        .unwrap();
    let over = EVIDENCE_BYTES_MAX + 1;
    write!(stream, "content-type: application/pdf\r\ncontent-length: {over}\r\n\r\n").unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
    // Without a length it is counted as it comes.
    let mut stream = std::net::TcpStream::connect(app.address).unwrap();
    write!(stream, "POST {} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {maker}\r\n", path(""))
        .unwrap();
    write!(stream, "content-type: application/pdf\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
    let chunk = pdf_of(EVIDENCE_BYTES_MAX + 1);
    write!(stream, "{:x}\r\n", chunk.len()).unwrap();
    // The service may answer before it has read all.
    let _cut = stream.write_all(&chunk).and_then(|()| stream.write_all(b"\r\n0\r\n\r\n"));
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
    drop(stream);
    assert_eq!(kept(app.data()), [name]);
}

#[test]
fn an_organization_has_so_much_room() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let actor = app.service.app.authenticate(&maker).unwrap();
    let claim = |number: u64, bytes: u64| {
        let identity = *blake3::hash(&number.to_be_bytes()).as_bytes();
        app.service.app.submit_blocking(Submission {
            actor: actor.clone(),
            command: Command::AddEvidence(AddEvidence {
                organization: OrgCode::parse(MAKER).unwrap(),
                hash: EvidenceHash(identity),
                bytes,
                media: MediaType::Pdf,
            }),
            retry: Retry { identity, digest: identity },
            bytes: 100,
        })
    };
    let whole = ORGANIZATION_EVIDENCE_BYTES_MAX / EVIDENCE_BYTES_MAX;
    for number in 0..whole {
        claim(number, EVIDENCE_BYTES_MAX).unwrap();
    }
    let rest = ORGANIZATION_EVIDENCE_BYTES_MAX % EVIDENCE_BYTES_MAX;
    assert_eq!(claim(1_000, rest + 1).unwrap_err().code(), "evidenceFull");
    claim(1_001, rest).unwrap();
    // A refused file is not left behind, and an erasure makes room.
    let full = upload(&app, &maker, "application/pdf", PDF);
    assert_eq!((full.status, full.code().as_str()), (409, "evidenceFull"));
    assert_eq!(kept(app.data()), Vec::<String>::new());
    let first = EvidenceHash(*blake3::hash(&0_u64.to_be_bytes()).as_bytes()).to_string();
    assert_eq!(erase(&app, &app.operator, &first).status, 201);
    assert_eq!(upload(&app, &maker, "application/pdf", PDF).status, 201);
}

/// An upload that ends early, and more uploads at once than are taken: neither leaves anything.
#[test]
fn cut_uploads_leave_nothing_and_room_is_bounded() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let begin = || {
        let mut stream = std::net::TcpStream::connect(app.address).unwrap();
        write!(
            stream,
            "POST {} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {maker}\r\n",
            path("")
        )
        .unwrap();
        write!(stream, "content-type: application/pdf\r\ncontent-length: 1000000\r\n\r\n%PDF-")
            .unwrap();
        stream
    };
    let open: Vec<_> = (0..EVIDENCE_UPLOADS_COUNT_MAX).map(|_| begin()).collect();
    // Each has its seat once its draft is there.
    while kept(app.data()).len() < EVIDENCE_UPLOADS_COUNT_MAX {
        std::thread::yield_now();
    }
    let busy = upload(&app, &maker, "image/png", PNG);
    assert_eq!((busy.status, busy.code().as_str()), (503, "busy"));
    drop(open);
    while !kept(app.data()).is_empty() {
        std::thread::yield_now();
    }
    assert_eq!(upload(&app, &maker, "image/png", PNG).status, 201);
    assert_eq!(kept(app.data()), [hash(PNG)]);
}

#[test]
fn the_same_bytes_at_once_are_one_file() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let file = pdf_of(1_000_000);
    let barrier = Barrier::new(4);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let one = || {
            barrier.wait();
            upload(&app, &maker, "application/pdf", &file).status
        };
        let started: Vec<_> = (0..4).map(|_| scope.spawn(one)).collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut sorted = statuses.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [200, 200, 200, 201]);
    assert_eq!(kept(app.data()), [hash(&file)]);
    assert_eq!(app.get_as(&maker, &path(&format!("/{}", hash(&file)))).bytes, file);
}

/// Two firms with the same scan: an erasure for one leaves the other's.
#[test]
fn a_file_goes_with_its_last_owner() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let other = app.admit(OTHER, "producer", "341126");
    let name = added(&app, &maker, "application/pdf", PDF);
    let bearer = format!("Bearer {other}");
    let headers = [("content-type", "application/pdf"), ("authorization", bearer.as_str())];
    let theirs = format!("/api/v1/organizations/{OTHER}/evidence");
    assert_eq!(app.send("POST", &theirs, &headers, Some(PDF)).status, 201);
    assert_eq!(erase(&app, &app.operator, &name).status, 201);
    assert_eq!(app.get_as(&maker, &path(&format!("/{name}"))).status, 410);
    let kept_file = app.get_as(&other, &format!("{theirs}/{name}"));
    assert_eq!((kept_file.status, kept_file.bytes.as_slice()), (200, PDF));
    let ground = json!({"legalGround": {"en": "court order"}});
    let route = format!("{theirs}/{name}/erasure");
    assert_eq!(app.post_keyed(&app.operator, "theirs", &route, &ground).status, 201);
    assert_eq!(kept(app.data()), Vec::<String>::new());
    verified(&app.service.app.snapshot()).unwrap();
}

/// The commit fails between the file and its fact: the next start goes by the facts.
#[test]
fn a_fault_between_file_and_fact_is_decided_at_the_next_start() {
    for (fate, there, again) in [(Fate::Fails, 404, 201), (Fate::FailsButPersists, 200, 200)] {
        let armed = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&armed);
        let probe: Probe = Arc::new(move |step, _| match step {
            Step::Commit if seen.load(Ordering::SeqCst) => fate,
            _ => Fate::Succeeds,
        });
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let app = TestApp::on(folder, |options| Options { probe: Some(probe), ..options });
        let maker = app.with_maker();
        armed.store(true, Ordering::SeqCst);
        let answer = upload(&app, &maker, "application/pdf", PDF);
        assert_eq!((answer.status, answer.code().as_str()), (503, "outcomeUnknown"), "{fate:?}");
        // The file was first, whatever became of the fact.
        assert_eq!(kept(app.data()), [hash(PDF)]);
        std::fs::write(app.data().join("evidence/tmp/1-1"), b"%PDF- half").unwrap();
        let app = TestApp::on(app.stop(), |options| options);
        let target = path(&format!("/{}", hash(PDF)));
        assert_eq!(app.get_as(&maker, &target).status, there, "{fate:?}");
        assert_eq!(kept(app.data()).len(), usize::from(there == 200), "{fate:?}");
        assert_eq!(upload(&app, &maker, "application/pdf", PDF).status, again, "{fate:?}");
        assert_eq!(app.get_as(&maker, &target).bytes, PDF);
        verified(&app.service.app.snapshot()).unwrap();
    }
}

/// An erasure whose file was not removed yet: the next start removes it.
#[test]
fn an_erasure_cut_short_is_finished_at_the_next_start() {
    let app = TestApp::start();
    let (operator, maker) = (app.operator.clone(), app.with_maker());
    let name = added(&app, &maker, "application/pdf", PDF);
    assert_eq!(erase(&app, &operator, &name).status, 201);
    let folder = app.stop();
    let file = folder.path().join("evidence").join(&name[..2]).join(&name);
    std::fs::write(&file, PDF).unwrap();
    let app = TestApp::on(folder, |options| options);
    assert!(!file.exists());
    assert_eq!(app.get_as(&maker, &path(&format!("/{name}"))).status, 410);
}

/// A changed byte on disk is never served.
#[test]
fn a_changed_file_is_not_served() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let name = added(&app, &maker, "application/pdf", PDF);
    let file = app.data().join("evidence").join(&name[..2]).join(&name);
    std::fs::write(&file, b"%PDF-1.7 another").unwrap();
    assert_eq!(app.get_as(&maker, &path(&format!("/{name}"))).status, 500);
}

/// SIGKILL right after an acknowledgement, a copy, an erasure, and a restore that leaves out what was
/// erased since: `verify` accepts each, and finds what is missing or changed.
#[test]
fn files_survive_a_kill_and_travel_with_copies() {
    let temp = tempfile::tempdir().unwrap();
    let at = |name: &str| temp.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(at("pass"), "correct horse battery\n").unwrap();
    let server = Server::start(Path::new(&at("data")));
    let operator = operator(Path::new(&at("data")));
    let maker = with_maker(server.address, &operator);
    let send = |address, token: &str, target: &str, headers: &[(&str, &str)], body: &[u8]| {
        let bearer = format!("Bearer {token}");
        let headers = [headers, &[("authorization", bearer.as_str())]].concat();
        crate::harness::send(address, "POST", target, &headers, Some(body)).status
    };
    for (media, bytes) in [("application/pdf", PDF), ("image/png", PNG)] {
        let media = [("content-type", media)];
        assert_eq!(send(server.address, &maker, &path(""), &media, bytes), 201);
    }
    server.kill();
    let verify = |name: &str| run(&["verify", "--data", &at(name)]);
    let sound = verify("data");
    assert!(sound.ok && sound.out.contains("2 files of evidence"), "{sound:?}");
    let copy = |to: &str| {
        run(&["backup", "--data", &at("data"), "--to", &at(to), "--passphrase-file", &at("pass")])
    };
    assert!(copy("old").ok);
    let server = Server::start(Path::new(&at("data")));
    let headers = [("content-type", "application/json"), ("idempotency-key", "e")];
    let route = path(&format!("/{}/erasure", hash(PDF)));
    let ground = br#"{"legalGround":{"en":"court order"}}"#;
    assert_eq!(send(server.address, &operator, &route, &headers, ground), 201);
    assert!(server.stop().success());
    let after = verify("data");
    assert!(after.ok && after.out.contains("1 files of evidence"), "{after:?}");
    assert!(copy("new").ok);
    assert_eq!(kept(Path::new(&at("new"))), [hash(PNG)]);

    let restore = |from: &str, to: &str, more: &[&str]| {
        let (from, to, pass) = (at(from), at(to), at("pass"));
        let arguments = ["restore", "--from", &from, "--data", &to, "--passphrase-file", &pass];
        run(&[&arguments, more].concat())
    };
    assert!(restore("old", "whole", &[]).ok);
    assert_eq!(kept(Path::new(&at("whole"))).len(), 2);
    let without = restore("old", "without", &["--erasures", &at("new")]);
    assert!(without.ok, "{without:?}");
    assert_eq!(kept(Path::new(&at("without"))), [hash(PNG)]);
    assert!(verify("without").ok && verify("whole").ok);
    let server = Server::start(Path::new(&at("without")));
    let bearer = format!("Bearer {maker}");
    let target = path(&format!("/{}", hash(PDF)));
    let headers = [("authorization", bearer.as_str())];
    let gone = crate::harness::send(server.address, "GET", &target, &headers, None);
    assert_eq!(gone.status, 410, "{}", gone.text());
    assert!(server.stop().success());

    let name = hash(PNG);
    let file = Path::new(&at("whole")).join("evidence").join(&name[..2]).join(&name);
    std::fs::write(&file, b"\x89PNG\r\n\x1a\n another").unwrap();
    let changed = verify("whole");
    assert!(!changed.ok, "{changed:?}");
    std::fs::remove_file(&file).unwrap();
    let missing = verify("whole");
    assert!(!missing.ok, "{missing:?}");
}
