//! The commands of the binary that look after a folder, and what a start refuses, each with a sentence
//! that says what to do.

use crate::harness::{Client, MAKER, batch};
use crate::process::{Ended, Server, binary, operator, post, run, with_maker};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;
use suyuan::store::db::{Batch, Db};
use suyuan::store::layout::Family;
use tempfile::TempDir;

/// A folder with a ledger: one maker, one lot with codes, on sale.
struct Folder {
    _temp: TempDir,
    data: PathBuf,
    /// The maker's.
    token: String,
}

impl Folder {
    fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let data = temp.path().join("data");
        let server = Server::start(&data);
        let token = with_maker(server.address, &operator(&data));
        let client = Client::new(server.address);
        let own = format!("/api/v1/organizations/{MAKER}/batches");
        assert_eq!(post(&client, &token, &own, &batch("L1", 3)).unwrap().status, 201);
        for step in ["release", "activation"] {
            let path = format!("{own}/SS-200/L1/{step}");
            assert_eq!(post(&client, &token, &path, &json!({})).unwrap().status, 201);
        }
        assert!(server.stop().success());
        Self { _temp: temp, data, token }
    }

    fn data(&self) -> &str {
        self.data.to_str().unwrap()
    }

    fn key(&self, name: &str) -> PathBuf {
        self.data.join("keys").join(name)
    }

    /// `suyuan COMMAND --data …` with more arguments.
    fn run(&self, command: &str, more: &[&str]) -> Ended {
        let arguments = [&[command, "--data", self.data()], more].concat();
        run(&arguments)
    }

    fn serve(&self, more: &[&str]) -> Ended {
        let fixed = ["--listen", "127.0.0.1:0", "--public-url", "https://t.example.cn"];
        self.run("serve", &[&fixed, more].concat())
    }

    /// Code of the first unit of L1.
    fn first_code(&self, server: &Server) -> String {
        let path = format!("/api/v1/organizations/{MAKER}/batches/SS-200/L1/units.csv");
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str())];
        let csv = Client::new(server.address).send("GET", &path, &headers, None).text();
        csv.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned()
    }
}

/// A refusal is one sentence and an exit code, nothing else.
#[track_caller]
fn assert_refused(ended: &Ended, sentence: &str) {
    assert!(!ended.ok, "{ended:?}");
    assert_eq!(ended.out, "");
    let lines: Vec<_> = ended.err.lines().filter(|line| !line.starts_with('{')).collect();
    assert_eq!(lines, [format!("suyuan: {sentence}")]);
}

#[test]
fn a_folder_in_use_is_refused() {
    let folder = Folder::new();
    let server = Server::start(&folder.data);
    let locked = "another process has this store open";
    assert_refused(&folder.serve(&[]), locked);
    for command in ["token", "rebuild", "verify"] {
        assert_refused(&folder.run(command, &[]), locked);
    }
    let live = folder.run("verify", &["--live"]);
    assert!(live.ok && live.out.contains("in order"), "{live:?}");
    assert_eq!(Client::new(server.address).send("GET", "/readyz", &[], None).status, 200);
}

#[test]
fn a_folder_without_a_ledger_is_refused_and_not_made() {
    let temp = tempfile::tempdir().unwrap();
    let nowhere = temp.path().join("nowhere");
    let path = nowhere.to_str().unwrap();
    for command in ["token", "rebuild", "verify"] {
        let sentence = format!("{path} holds no ledger");
        assert_refused(&run(&[command, "--data", path]), &sentence);
    }
    assert!(!nowhere.exists());
}

#[test]
fn a_key_folder_that_does_not_fit_is_refused() {
    let folder = Folder::new();
    let restore = "restore DIR/keys from its backup";
    let key = folder.key("unit-00.key");
    let kept = std::fs::read(&key).unwrap();
    let missing =
        format!("the ledger names unit key 0, which the key folder does not hold: {restore}");
    let other = format!("unit key 0 in the key folder is not the one the ledger names: {restore}");
    let malformed = format!("{} does not hold 64 hexadecimal digits", key.display());
    std::fs::remove_file(&key).unwrap();
    assert_refused(&folder.serve(&[]), &missing);
    assert_refused(&folder.run("rebuild", &[]), &missing);
    assert!(!key.exists(), "a new key in its place would make every printed code unreadable");
    for (text, sentence) in [("0123456789abcdef".repeat(4), &other), ("key".to_owned(), &malformed)]
    {
        std::fs::write(&key, text).unwrap();
        assert_refused(&folder.serve(&[]), sentence);
    }
    std::fs::write(&key, &kept).unwrap();
    for name in ["token-pepper.key", "retry-digest.key"] {
        let path = folder.key(name);
        let kept = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let sentence =
            format!("{} is missing although there is a ledger: {restore}", path.display());
        assert_refused(&folder.serve(&[]), &sentence);
        assert!(!path.exists(), "a new {name} in its place would void every token or receipt");
        std::fs::write(&path, &kept).unwrap();
    }
    let server = Server::start(&folder.data);
    let again = post(
        &Client::new(server.address),
        &folder.token,
        &format!("/api/v1/organizations/{MAKER}/batches"),
        &batch("L1", 3),
    );
    assert_eq!(again.unwrap().status, 200);
}

#[test]
fn another_zone_is_refused() {
    let folder = Folder::new();
    let sentence = "this ledger judges dates in Asia/Shanghai; start it with --zone Asia/Shanghai";
    assert_refused(&folder.serve(&["--zone", "Europe/Berlin"]), sentence);
    let temp = tempfile::tempdir().unwrap();
    let fresh = temp.path().join("data");
    let data = fresh.to_str().unwrap();
    let url = ["--public-url", "https://t.example.cn", "--listen", "127.0.0.1:0"];
    let serve = |zone| run(&[&["serve", "--data", data, "--zone", zone], &url[..]].concat());
    assert_refused(&serve("Asia/Peking"), "\"Asia/Peking\" is no time zone of the IANA database");
    assert!(Server::start(&fresh).stop().success());
    assert_refused(&serve("Asia/Tokyo"), sentence);
}

#[test]
fn a_lost_operator_token_is_replaced() {
    let folder = Folder::new();
    let made = folder.run("token", &[]);
    let token = made.out.trim().strip_prefix("operator token (shown once): ").unwrap().to_owned();
    let server = Server::start(&folder.data);
    let client = Client::new(server.address);
    for (token, status) in [(&token, 201), (&operator(&folder.data), 200)] {
        let body = crate::harness::organization("9521234000013", "laboratory", "340000");
        assert_eq!(post(&client, token, "/api/v1/organizations", &body).unwrap().status, status);
    }
}

#[test]
fn damaged_views_are_found_and_made_again() {
    let folder = Folder::new();
    damage(&folder.data);
    let found = folder.run("verify", &[]);
    assert!(!found.ok && found.err.contains("view batches differs from a replay"), "{found:?}");
    let rebuilt = folder.run("rebuild", &[]);
    assert!(rebuilt.ok && rebuilt.out.contains("made again from 11 facts"), "{rebuilt:?}");
    let verified = folder.run("verify", &[]);
    assert!(verified.ok && verified.out.contains("11 facts in"), "{verified:?}");
    let server = Server::start(&folder.data);
    let code = folder.first_code(&server);
    let scan = Client::new(server.address).send("GET", &format!("/c/{code}"), &[], None);
    assert_eq!(scan.status, 200);
}

/// Deletes the batches of a store.
fn damage(data: &Path) {
    let db = Db::open(&data.join("store"), None).unwrap();
    let mut changes = Batch::default();
    let delete = |key: &[u8], _: &[u8]| db.change(&mut changes, (Family::Batches, key, None));
    db.snapshot().each(Family::Batches, &[], delete).unwrap();
    db.commit(changes).unwrap();
}

/// A rebuild that was killed is finished by the next start.
#[test]
fn a_rebuild_cut_short_is_finished_at_the_next_start() {
    let folder = Folder::new();
    {
        let db = Db::open(&folder.data.join("store"), None).unwrap();
        let views = Some(suyuan::ledger::replay::VIEWS_PENDING);
        suyuan::ledger::replay::mark(&db, views).unwrap();
        db.drop_views().unwrap();
    }
    let server = Server::start(&folder.data);
    let code = folder.first_code(&server);
    assert_eq!(
        Client::new(server.address).send("GET", &format!("/c/{code}"), &[], None).status,
        200
    );
    assert!(server.stop().success());
    let verified = folder.run("verify", &[]);
    assert!(verified.ok, "{verified:?}");
}

#[test]
fn unit_keys_are_added_retired_and_declared_exposed() {
    let folder = Folder::new();
    for (change, slot) in [("add", "1"), ("retire", "0"), ("expose", "0")] {
        let done = folder.run("unit-key", &[change, "0"]);
        assert!(done.ok && done.out.contains(&format!("unit key {slot}: {change}")), "{done:?}");
    }
    assert_refused(
        &folder.run("unit-key", &["retire", "0"]),
        "unit key 0 was declared exposed; that cannot be taken back",
    );
    assert!(folder.key("unit-01.key").exists());
    let server = Server::start(&folder.data);
    let client = Client::new(server.address);
    let code = folder.first_code(&server);
    let report = client.send("GET", &format!("/api/v1/codes/{code}"), &[], None).json();
    assert_eq!(report["verdict"], "suspect", "{report}");
    let own = format!("/api/v1/organizations/{MAKER}/batches");
    assert_eq!(post(&client, &folder.token, &own, &batch("L2", 3)).unwrap().status, 201);
    let bearer = format!("Bearer {}", folder.token);
    let path = format!("{own}/SS-200/L2/units.csv");
    let csv = client.send("GET", &path, &[("authorization", &bearer)], None).text();
    let new = csv.lines().nth(1).unwrap().split(',').nth(1).unwrap();
    assert!(code.starts_with('0') && new.starts_with('1'), "{code} {new}");
}

/// Everything named by bare names, in the folder the service is started in.
#[test]
fn paths_may_be_relative() {
    let temp = tempfile::tempdir().unwrap();
    let mut command = Command::new(binary());
    command.current_dir(temp.path());
    assert!(Server::launch(command, Path::new("data")).stop().success());
    let token = std::fs::read_to_string(temp.path().join("data.token")).unwrap();
    assert!(token.starts_with("suyuan_"), "{token}");
}
