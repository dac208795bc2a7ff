//! What is on disk: bytes in the files of a data folder, rows of a store, a ledger checked as a whole.

use std::path::Path;
use suyuan::ledger::verify::{Verified, VerifyError, verify};
use suyuan::store::db::{Db, Snapshot, count_reads};
use suyuan::store::layout::Family;

/// Names of the files under `folder` that contain `needle`.
pub fn files_with(folder: &Path, needle: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, needle));
        } else if contains(&std::fs::read(&path).unwrap_or_default(), needle) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// Every row of every family, in order.
pub fn rows(snapshot: &Snapshot<'_>) -> Vec<(Family, Vec<u8>, Vec<u8>)> {
    let mut rows = Vec::new();
    for family in Family::ALL {
        let add = |key: &[u8], value: &[u8]| {
            rows.push((*family, key.to_vec(), value.to_vec()));
            Ok(())
        };
        snapshot.each(*family, &[], add).unwrap();
    }
    rows
}

/// Families with a row whose value contains `needle`, however it is compressed on disk.
pub fn families_with(snapshot: &Snapshot<'_>, needle: &[u8]) -> Vec<&'static str> {
    let rows = rows(snapshot).into_iter().filter(|(_, _, value)| contains(value, needle));
    rows.map(|(family, ..)| family.name()).collect()
}

/// Deleted sections that are still in the files, hidden behind the mark of their deletion. Tables may be
/// compressed, so this sees what a search for bytes cannot.
pub fn hidden_sections(snapshot: &Snapshot<'_>) -> u64 {
    count_reads(|| snapshot.each(Family::Sections, &[], |_, _| Ok(())).unwrap()).1.deleted
}

/// Checks a ledger as `suyuan verify` does.
pub fn verified(snapshot: &Snapshot<'_>) -> Result<Verified, VerifyError> {
    let folder = tempfile::tempdir().unwrap();
    let scratch = Db::open(&folder.path().join("scratch"), None).unwrap();
    verify(snapshot, &scratch, |_| {})
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let starts = bytes.iter().enumerate().filter(|(_, byte)| Some(*byte) == needle.first());
    starts.into_iter().any(|(at, _)| bytes[at..].starts_with(needle))
}
