//! Verification finds a changed byte, wherever it is.

use super::script::{play, reproducible};
use crate::disk::{rows, verified};
use std::sync::Arc;
use suyuan::ledger::verify::verify;
use suyuan::store::db::{Batch, Db};
use suyuan::store::layout::{Family, Kind, key};
use suyuan::store::read::Read;
use tempfile::TempDir;

/// A store with the script in it.
struct Store {
    db: Db,
    /// Stays empty: whatever is wrong with the ledger itself is found before its replay.
    scratch: Db,
    _folder: Arc<TempDir>,
}

fn store() -> Store {
    let app = reproducible();
    play(&app, |_, _| {});
    let folder = app.stop();
    let db = Db::open(&folder.path().join("store"), None).unwrap();
    let scratch = Db::open(&folder.path().join("scratch"), None).unwrap();
    verified(&db.snapshot()).unwrap();
    Store { db, scratch, _folder: folder }
}

fn set(db: &Db, family: Family, key: &[u8], value: Option<&[u8]>) {
    let mut batch = Batch::default();
    db.change(&mut batch, (family, key, value)).unwrap();
    db.commit(batch).unwrap();
}

impl Store {
    /// What verification says once the row is changed; the row is as before afterwards.
    fn found(&self, family: Family, key: &[u8], value: Option<&[u8]>) -> String {
        let before = self.db.snapshot().bytes(family, key).unwrap();
        assert_ne!(before.as_deref(), value, "{family:?} {key:?} would not change");
        set(&self.db, family, key, value);
        let said = match family.kind() {
            Kind::View => verified(&self.db.snapshot()),
            _ => verify(&self.db.snapshot(), &self.scratch, |_| {}),
        };
        set(&self.db, family, key, before.as_deref());
        said.map_or_else(|error| error.to_string(), |_| "in order".to_owned())
    }

    fn bytes(&self, family: Family, key: &[u8]) -> Vec<u8> {
        self.db.snapshot().bytes(family, key).unwrap().unwrap()
    }

    fn rows(&self, family: Family) -> Vec<(Family, Vec<u8>, Vec<u8>)> {
        let all = rows(&self.db.snapshot());
        all.into_iter().filter(|(other, ..)| *other == family).collect()
    }
}

/// The bytes with one bit of one byte turned.
fn turned(mut bytes: Vec<u8>, at: usize) -> Vec<u8> {
    bytes[at] ^= 1;
    bytes
}

/// The text with one part replaced.
fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(text.contains(from), "{text}");
    text.replacen(from, to, 1).into_bytes()
}

/// A registered product.
const PLACE: u64 = 20;

#[test]
fn a_changed_fact_is_found() {
    let store = store();
    let place = key::position(PLACE);
    let envelope = store.bytes(Family::Facts, &place);
    let hash = envelope.windows(11).position(|part| part == b"\"private\":\"").unwrap() + 11;
    let digit = if envelope[hash] == b'0' { b'1' } else { b'0' };
    let mut other_hash = envelope.clone();
    other_hash[hash] = digit;
    let of = |from: &str, to: &str| Some(replaced(&envelope, from, to));
    let rows = [
        (of("\"recordedAt\":\"2026", "\"recordedAt\":\"2025"), "block at 20: its hash"),
        (of("\"position\":20", "\"position\":21"), "fact 20: states another position"),
        (of("productRegistered", "productRegistereD"), "fact 20: states another type"),
        (of("{\"actor\"", "{ \"actor\""), "fact 20: is not canonical JSON"),
        (of("{\"actor\"", "[\"actor\""), "fact 20: is no JSON"),
        (Some(other_hash), "fact 20: does not fit its private part"),
        (of("\"public\":", "\"publik\":"), "fact 20:"),
        (None, "fact 20: is missing"),
    ];
    for (value, expected) in rows {
        let said = store.found(Family::Facts, &place, value.as_deref());
        assert!(said.starts_with(expected), "{expected}: {said}");
    }
    for at in (0..envelope.len()).step_by(7) {
        let said = store.found(Family::Facts, &place, Some(&turned(envelope.clone(), at)));
        assert!(said.starts_with("fact 20: ") || said.starts_with("block at 20: "), "{at}: {said}");
    }
    let last = store.rows(Family::Facts).len() as u64;
    let said = store.found(Family::Facts, &key::position(last), Some(&envelope));
    assert_eq!(said, format!("fact {last}: belongs to no block"));
    assert!(verified(&store.db.snapshot()).is_ok());
}

#[test]
fn a_changed_private_part_or_section_is_found() {
    let store = store();
    let place = key::position(PLACE);
    let part = store.bytes(Family::Private, &place);
    for at in 0..part.len() {
        let said = store.found(Family::Private, &place, Some(&turned(part.clone(), at)));
        // Bytes that say nothing at all are met before the commitment is looked at.
        let unreadable =
            at >= 32 && said == "a row of private cannot be read: unreadable private part";
        assert!(
            said == "fact 20: does not fit its private part" || unreadable,
            "byte {at}: {said}"
        );
    }
    let said = store.found(Family::Private, &place, None);
    assert_eq!(said, "fact 20: has no private part");
    let section = key::section(PLACE, 0);
    let text = store.bytes(Family::Sections, &section);
    let wrong = "fact 20: does not fit one of its sections";
    for at in [0, 31, 32, text.len() - 1] {
        let said = store.found(Family::Sections, &section, Some(&turned(text.clone(), at)));
        assert_eq!(said, wrong, "byte {at}");
    }
    // Removed without a fact that says so, or put where none was.
    assert_eq!(store.found(Family::Sections, &section, None), wrong);
    let said = store.found(Family::Sections, &key::section(0, 0), Some(&text));
    assert_eq!(said, "fact 0: does not fit one of its sections");
    // An erased one put back is one that does not belong there, unless it is the very same.
    let erased = erased(&store.db);
    let said = store.found(Family::Sections, &key::section(erased, 1), Some(&text));
    assert_eq!(said, format!("fact {erased}: does not fit one of its sections"));
}

#[test]
fn a_changed_block_is_found() {
    let store = store();
    let place = key::position(PLACE);
    let block = store.bytes(Family::Blocks, &place);
    // Version, count, hash of the block before, hash.
    for (at, expected) in [
        (1, "block at 20: its hash does not fit its facts"),
        (2, "block at 20: names another block before it"),
        (33, "block at 20: names another block before it"),
        (34, "block at 20: its hash does not fit its facts"),
        (65, "block at 20: its hash does not fit its facts"),
    ] {
        let said = store.found(Family::Blocks, &place, Some(&turned(block.clone(), at)));
        assert!(said.starts_with(expected), "byte {at}: {said}");
    }
    let said = store.found(Family::Blocks, &place, None);
    assert!(said.starts_with("block at 21: does not follow"), "{said}");
    let (_, last, _) = store.rows(Family::Blocks).pop().unwrap();
    let said = store.found(Family::Blocks, &last, None);
    let position = key::last_number(&last).unwrap();
    assert_eq!(said, format!("fact {position}: belongs to no block"));
}

/// One row changed, one missing, one too many, in every view.
#[test]
fn a_changed_view_is_found() {
    let store = store();
    // Nothing is left to follow once a reach has come to its end; the script's ledger has no log's key.
    let at_work = [Family::ReachesRunning, Family::ReachWork, Family::TasksDue, Family::LogKeys];
    let views = Family::ALL.iter().filter(|family| family.kind() == Kind::View);
    for family in views.filter(|family| !at_work.contains(family)) {
        let (_, row_key, value) = store.rows(*family).pop().unwrap();
        let mut longer = row_key.clone();
        longer.push(1);
        let at = value.len() - 1;
        let cases =
            [(&row_key, Some(turned(value.clone(), at))), (&row_key, None), (&longer, Some(value))];
        for (row_key, value) in cases {
            let said = store.found(*family, row_key, value.as_deref());
            let expected = format!("view {} differs from a replay", family.name());
            assert!(said.starts_with(&expected), "{said}");
        }
    }
    assert!(verified(&store.db.snapshot()).is_ok());
}

/// Position of a fact whose restricted section was erased.
fn erased(db: &Db) -> u64 {
    let erased = suyuan::ledger::verify::erased(&db.snapshot()).unwrap();
    erased.into_iter().find(|(_, section)| *section == 1).unwrap().0
}
