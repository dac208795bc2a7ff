//! The bytes of every kind of fact and of every family: what was written by an earlier version must be
//! read by a later one, so a change of format may not happen unnoticed.
//!
//! `UPDATE_FIXTURES=1` writes the fixture anew, for a change that is meant and has a new version.

use super::script::{play, reproducible};
use crate::disk::{rows, verified};
use crate::harness::{MAKER, TestApp};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;
use suyuan::clock::{Clock, Entropy};
use suyuan::fact::body::Body;
use suyuan::ledger::genesis::{KeyChange, change_unit_key, open_log};
use suyuan::ledger::replay::private;
use suyuan::store::db::{Db, Snapshot};
use suyuan::store::keyring::Keyring;
use suyuan::store::layout::{Family, Kind};

/// Rows of each view that are kept.
const VIEW_ROWS: usize = 4;

#[test]
fn no_byte_of_the_format_has_changed() {
    let app = reproducible();
    let script = play(&app, |_, _| {});
    let units = app.units(script.token_of("maker"), "L1");
    let mut written =
        "# family, key and value in hexadecimal; texts in quotes as they are\n".to_owned();
    for [ordinal, serial, url] in units {
        writeln!(written, "units.csv {ordinal} {serial} {url}").unwrap();
    }
    subscribe(&app, script.token_of("maker"));
    drop(script);
    let db = with_changed_keys(app);
    let snapshot = db.snapshot();
    verified(&snapshot).unwrap();
    assert_eq!(types(&snapshot), ALL_TYPES.iter().copied().collect());
    let mut count: BTreeMap<Family, usize> = BTreeMap::new();
    for (family, key, value) in rows(&snapshot) {
        let seen = count.entry(family).or_default();
        *seen += 1;
        if family.kind() != Kind::View || *seen <= VIEW_ROWS {
            writeln!(written, "{} {} {}", family.name(), hex(&key), shown(family, &value)).unwrap();
        }
    }
    // Nothing is left to follow once a reach has come to its end, nor to fall due after the last task did.
    let at_work = [Family::ReachesRunning, Family::ReachWork, Family::TasksDue];
    // Nobody scans in the script; `scans` reads its rows back after a kill. A cursor moves when a
    // webhook was told something: `notify::hooks`.
    let beside = [Family::Scans, Family::ScanSessions, Family::ScanSignals, Family::Cursors];
    let without = [&at_work[..], &beside].concat();
    let mut all = Family::ALL.iter().filter(|family| !without.contains(family));
    let empty = all.find(|family| !count.contains_key(family));
    assert_eq!(empty, None, "a family of which the script writes no row");
    compare(&written);
}

/// A webhook, of which nothing will be told, and a watch: side rows follow from no fact of the script.
fn subscribe(app: &TestApp, token: &str) {
    let path = |name| format!("/api/v1/organizations/{MAKER}/{name}");
    let hook = json!({"url": "https://shop.example.cn/changes", "kinds": ["taskOpened"]});
    assert_eq!(app.post_keyed(token, "hook", &path("webhooks"), &hook).status, 201);
    let items = json!({"items": [{"gtin": "09521001400176", "lot": "L1"}]});
    assert_eq!(app.post(token, &path("watches"), &items).status, 201);
}

/// Adds a unit key, exposes it and retires the first one; then names the key of the log.
fn with_changed_keys(app: TestApp) -> Db {
    let folder = app.stop();
    let (clock, entropy) = (Clock::fixed(1_795_400_000_000), Entropy::seeded("unit keys"));
    let mut keyring = Keyring::open(&folder.path().join("keys"), false, &entropy).unwrap();
    let db = Db::open(&folder.path().join("store"), None).unwrap();
    for change in [KeyChange::Add, KeyChange::Expose(1), KeyChange::Retire(0)] {
        change_unit_key(&db, &mut keyring, &clock, &entropy, change).unwrap();
    }
    open_log(&db, &mut keyring, &clock, &entropy, "t.example.cn/log").unwrap();
    db
}

fn compare(written: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bytes/ledger.txt");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, written).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap();
    for (at, (known, written)) in known.lines().zip(written.lines()).enumerate() {
        assert_eq!(known, written, "line {}", at + 1);
    }
    assert_eq!(known.lines().count(), written.lines().count());
}

/// Type words of the facts in a ledger.
fn types(snapshot: &Snapshot<'_>) -> BTreeSet<&'static str> {
    let mut types = BTreeSet::new();
    let add = |_: &[u8], bytes: &[u8]| {
        types.insert(listed(&private(bytes)?.body));
        Ok(())
    };
    snapshot.each(Family::Private, &[], add).unwrap();
    types
}

const ALL_TYPES: &[&str] = &[
    "ledgerOpened",
    "unitKeyAdded",
    "unitKeyChanged",
    "organizationAdmitted",
    "tokenIssued",
    "tokenRevoked",
    "productRegistered",
    "batchRegistered",
    "unitsIssued",
    "serialsRegistered",
    "batchReleased",
    "unitsChanged",
    "batchWithdrawn",
    "batchChecked",
    "batchCorrected",
    "sectionErased",
    "holdOpened",
    "holdEnded",
    "recallOpened",
    "recallStepped",
    "recallEnded",
    "policiesAdopted",
    "entryRegistered",
    "entryChanged",
    "eventStated",
    "checkQueued",
    "checkMatched",
    "evidenceAdded",
    "evidenceErased",
    "settingsChanged",
    "correctionProposed",
    "correctionRejected",
    "judgementGiven",
    "linkJudged",
    "reachStepped",
    "recallStarted",
    "recallProgressed",
    "logOpened",
    "consigneeStated",
    "consigneeAnswered",
    "answerLinkIssued",
    "consigneeErased",
    "shopVisited",
    "closureProposed",
    "drillStarted",
    "drillStepped",
    "assistanceAnswered",
    "taskEscalated",
    "recallSettingChanged",
    "recallProposed",
    "recallProposalRejected",
    "recallConfirmed",
];

/// Its type word. A new kind of fact has to be named here, in [`ALL_TYPES`], and in the script.
fn listed(body: &Body) -> &'static str {
    match body {
        Body::LedgerOpened { .. }
        | Body::UnitKeyAdded { .. }
        | Body::UnitKeyChanged { .. }
        | Body::OrganizationAdmitted { .. }
        | Body::TokenIssued { .. }
        | Body::TokenRevoked { .. }
        | Body::ProductRegistered { .. }
        | Body::BatchRegistered { .. }
        | Body::UnitsIssued { .. }
        | Body::SerialsRegistered { .. }
        | Body::BatchReleased { .. }
        | Body::UnitsChanged { .. }
        | Body::BatchWithdrawn { .. }
        | Body::BatchChecked { .. }
        | Body::BatchCorrected { .. }
        | Body::SectionErased { .. }
        | Body::HoldOpened { .. }
        | Body::HoldEnded { .. }
        | Body::RecallOpened { .. }
        | Body::RecallStepped { .. }
        | Body::RecallEnded { .. }
        | Body::PoliciesAdopted { .. }
        | Body::EntryRegistered { .. }
        | Body::EntryChanged { .. }
        | Body::ReachStepped { .. }
        | Body::RecallStarted { .. }
        | Body::RecallProgressed { .. }
        | Body::EventStated { .. }
        | Body::CheckQueued { .. }
        | Body::CheckMatched { .. }
        | Body::EvidenceAdded { .. }
        | Body::EvidenceErased { .. }
        | Body::SettingsChanged { .. }
        | Body::CorrectionProposed { .. }
        | Body::CorrectionRejected { .. }
        | Body::JudgementGiven { .. }
        | Body::LogOpened { .. }
        | Body::LinkJudged { .. }
        | Body::ConsigneeStated { .. }
        | Body::ConsigneeAnswered { .. }
        | Body::AnswerLinkIssued { .. }
        | Body::ConsigneeErased { .. }
        | Body::ShopVisited { .. }
        | Body::ClosureProposed { .. }
        | Body::DrillStarted { .. }
        | Body::DrillStepped { .. }
        | Body::AssistanceAnswered { .. }
        | Body::TaskEscalated { .. }
        | Body::RecallSettingChanged { .. }
        | Body::RecallProposed { .. }
        | Body::RecallProposalRejected { .. }
        | Body::RecallConfirmed { .. } => body.type_word(),
    }
}

/// Envelopes and sections are JSON and stand as text, a section behind its salt.
fn shown(family: Family, value: &[u8]) -> String {
    let salt = match family {
        Family::Facts => 0,
        Family::Sections => 32,
        _ => return hex(value),
    };
    let (salt, json) = value.split_at(salt);
    format!("{}'{}'", hex(salt), String::from_utf8(json.to_vec()).unwrap())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
