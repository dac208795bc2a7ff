//! `backup` beside a working service, and `restore`, which leaves out what was erased since.

use crate::disk::files_with;
use crate::durability::load::{Load, assert_in_order, assert_repeats, lots, register};
use crate::harness::{Client, MAKER, batch, batch_path};
use crate::process::{Ended, Server, keyed, operator, post, run, with_maker};
use serde_json::json;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use suyuan::ledger::replay::{COPY_PENDING, mark};
use suyuan::store::db::Db;
use tempfile::TempDir;

/// A running service, a passphrase file, and room for copies.
struct Site {
    temp: TempDir,
    data: PathBuf,
    server: Server,
    token: String,
}

impl Site {
    fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let data = temp.path().join("data");
        let server = Server::start(&data);
        let token = with_maker(server.address, &operator(&data));
        std::fs::write(temp.path().join("passphrase"), "correct horse battery\nsecond line\n")
            .unwrap();
        Self { temp, data, server, token }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.temp.path().join(name)
    }

    fn backup(&self, to: &str) -> Ended {
        let (to, pass) = (self.path(to), self.path("passphrase"));
        run(&[
            "backup".as_ref(),
            "--data".as_ref(),
            self.data.as_os_str(),
            "--to".as_ref(),
            to.as_os_str(),
            "--passphrase-file".as_ref(),
            pass.as_os_str(),
        ])
    }

    fn restore(&self, from: &str, to: &str, passphrase: &str, erasures: Option<&str>) -> Ended {
        let [from, to, pass] = [from, to, passphrase].map(|name| self.path(name));
        let newer = erasures.map(|name| self.path(name));
        let mut arguments = vec!["restore".as_ref(), "--from".as_ref(), from.as_os_str()];
        arguments.extend(["--data".as_ref(), to.as_os_str()]);
        arguments.extend(["--passphrase-file".as_ref(), pass.as_os_str()]);
        if let Some(newer) = &newer {
            arguments.extend(["--erasures".as_ref(), newer.as_os_str()]);
        }
        run(&arguments)
    }

    /// Registers a lot whose public and restricted halves hold these texts.
    fn lot_with(&self, lot: &str, public: &str, restricted: &str) {
        let mut body = batch(lot, 3);
        body["ingredients"][0]["name"]["en"] = json!(public);
        body["ingredients"][0]["source"]["declared"]["name"] = json!(restricted);
        let client = Client::new(self.server.address);
        let path = format!("/api/v1/organizations/{MAKER}/batches");
        assert_eq!(post(&client, &self.token, &path, &body).unwrap().status, 201);
        for step in ["release", "activation"] {
            let answer = post(&client, &self.token, &batch_path(lot, step), &json!({}));
            assert_eq!(answer.unwrap().status, 201);
        }
    }
}

#[track_caller]
fn done(ended: &Ended) {
    assert!(ended.ok, "{ended:?}");
}

#[track_caller]
fn refused(ended: &Ended, sentence: &str) {
    assert!(!ended.ok && ended.err == format!("suyuan: {sentence}\n"), "{ended:?}");
}

#[test]
fn a_backup_of_a_working_service_is_a_whole_ledger() {
    let site = Site::new();
    let mut load = Load::start(site.server.address, &site.token, 4, "B");
    for round in 1..=3 {
        load.wait_for(200 * round);
        let before = load.acknowledged.clone();
        let name = format!("copy-{round}");
        done(&site.backup(&name));
        let restored = format!("restored-{round}");
        done(&site.restore(&name, &restored, "passphrase", None));
        let restored = site.path(&restored);
        assert_in_order(&restored);
        // All that was acknowledged before the backup began.
        let there = lots(&restored);
        assert_eq!(before.keys().find(|lot| !there.contains(*lot)), None);
        let server = Server::start(&restored);
        assert_repeats(server.address, &site.token, before.iter().take(20));
        let new = register(&Client::new(server.address), &site.token, "NEW").unwrap();
        assert_eq!(new.0, 201, "{}", new.1);
    }
    let mut site = site;
    site.server.ask_to_stop();
    assert!(site.server.wait().success());
    load.end();
    assert_in_order(&site.data);
}

#[test]
fn keys_are_only_for_the_passphrase() {
    let site = Site::new();
    std::fs::write(site.path("other"), "another passphrase\n").unwrap();
    std::fs::write(site.path("short"), "short\n").unwrap();
    done(&site.backup("copy"));
    let sealed = site.path("copy/keys.encrypted");
    assert_eq!(std::fs::metadata(&sealed).unwrap().permissions().mode() & 0o777, 0o600);
    for entry in std::fs::read_dir(site.data.join("keys")).unwrap() {
        let key = std::fs::read(entry.unwrap().path()).unwrap();
        assert_eq!(files_with(&site.path("copy"), &key), [""; 0]);
    }
    let wrong = site.restore("copy", "again", "other", None);
    refused(&wrong, "the passphrase does not open the keys");
    let short = site.restore("copy", "again", "short", None);
    refused(&short, "the passphrase needs at least 12 characters");
    assert!(!site.path("again").exists(), "a refused restore leaves nothing in the way");
    let mut cut = std::fs::read(&sealed).unwrap();
    cut.truncate(60);
    std::fs::write(&sealed, cut).unwrap();
    refused(&site.restore("copy", "again", "passphrase", None), "the key file is cut short");
    std::fs::write(&sealed, "nonsense").unwrap();
    let nonsense = site.restore("copy", "again", "passphrase", None);
    refused(&nonsense, "this is no key file of a backup");
}

#[test]
fn nothing_is_written_over() {
    let site = Site::new();
    done(&site.backup("copy"));
    let there =
        |name: &str| format!("{} is there already; name a new folder", site.path(name).display());
    refused(&site.backup("copy"), &there("copy"));
    refused(&site.restore("copy", "data", "passphrase", None), &there("data"));
    let nowhere = format!("{} holds no ledger", site.path("nowhere").display());
    refused(&site.restore("nowhere", "again", "passphrase", None), &nowhere);
}

/// A copy that was cut short is no ledger, and says so.
#[test]
fn an_unfinished_copy_is_refused() {
    let site = Site::new();
    done(&site.backup("copy"));
    done(&site.restore("copy", "again", "passphrase", None));
    {
        let db = Db::open(&site.path("again/store"), None).unwrap();
        mark(&db, Some(COPY_PENDING)).unwrap();
    }
    let data = site.path("again");
    let rebuilt = run(&["rebuild", "--data", data.to_str().unwrap()]);
    refused(&rebuilt, "a row of meta cannot be read: an unfinished copy: copy again");
}

#[test]
fn what_was_erased_since_a_backup_stays_away() {
    let site = Site::new();
    let text = |name: &[u8]| blake3::hash(name).to_hex().to_string();
    let (public, restricted) = (text(b"public"), text(b"restricted"));
    site.lot_with("L1", &public, &restricted);
    done(&site.backup("old"));
    site.lot_with("L2", "water", "a spring");
    let client = Client::new(site.server.address);
    for section in ["public", "restricted"] {
        let body = json!({"section": section, "legalGround": {"zh": "依法删除"}});
        let path = batch_path("L1", "erasure");
        let token = operator(&site.data);
        assert_eq!(keyed(&client, &token, Some(section), &path, &body).unwrap().status, 201);
    }
    done(&site.backup("new"));
    assert_eq!(found(&site.path("new"), &[&public, &restricted]), [""; 0]);

    done(&site.restore("old", "with", "passphrase", None));
    assert!(contents(&site.path("with")).contains(&restricted), "nothing was there to be left out");
    let without = site.restore("old", "without", "passphrase", Some("new"));
    assert!(
        without.ok && without.out.contains("2 erased sections and files left out"),
        "{without:?}"
    );
    let data = site.path("without");
    assert_eq!(found(&data, &[&public, &restricted]), [""; 0]);
    let rows = contents(&data);
    assert!(!rows.contains(&public) && !rows.contains(&restricted));
    let verified = run(&["verify", "--data", data.to_str().unwrap()]);
    assert!(verified.ok && verified.out.contains("(2 erased)"), "{verified:?}");
    let server = Server::start(&data);
    let lot = format!("/o/{MAKER}/SS-200/10/L1");
    let page = Client::new(server.address).send("GET", &lot, &[("accept", "text/html")], None);
    assert_eq!(page.status, 200, "{}", page.text());
}

#[test]
fn erasures_of_another_ledger_are_refused() {
    let (site, other) = (Site::new(), Site::new());
    done(&site.backup("copy"));
    done(&other.backup("copy"));
    let foreign = other.path("copy");
    let refusal = site.restore("copy", "again", "passphrase", Some(foreign.to_str().unwrap()));
    refused(&refusal, "the backup named by --erasures is of another ledger");
}

fn found(folder: &Path, texts: &[&String]) -> Vec<String> {
    texts.iter().flat_map(|text| files_with(folder, text.as_bytes())).collect()
}

/// Every value of a stopped store, as text.
fn contents(data: &Path) -> String {
    let db = Db::open(&data.join("store"), None).unwrap();
    let rows = crate::disk::rows(&db.snapshot());
    rows.iter().map(|(_, _, value)| String::from_utf8_lossy(value).into_owned()).collect()
}
