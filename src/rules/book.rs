//! The rulebook: every policy that a ledger has adopted, read and put together. A policy is named by a
//! fact; its document came with the program, or stands in that fact. What the rules say stands in the
//! modules beside; which ledger uses which is all that is decided here.

use super::additives::{AdditiveTable, BannedList};
use super::profile::{self, Profile, Profiles, Resolved};
use crate::codec::canonical;
use crate::domain::day::Day;
use crate::domain::words::PolicyKind;
use crate::limits::POLICIES_COUNT_MAX;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{CounterRow, PolicyRow};
use crate::views::apply::COUNTER_POLICIES;
use crate::views::query;
use quick_cache::sync::Cache;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

mod anew;

pub use anew::{Anew, Skipped, shipped_anew};

/// Policies in force, by kind.
#[derive(Debug)]
pub struct Rulebook {
    profiles: Profiles,
    tables: Vec<(Day, AdditiveTable)>,
    banned: Vec<(Day, BannedList)>,
    resolved: Cache<(String, Day), Arc<Resolved>>,
}

/// The rulebook of a ledger, read again whenever a fact changed it.
#[derive(Debug, Default)]
pub struct Rulebooks {
    kept: Mutex<Option<(Option<u64>, Arc<Rulebook>)>>,
}

/// A policy document as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    pub kind: PolicyKind,
    pub id: String,
    pub version: u32,
    pub effective_from: Day,
}

/// Why a document is no policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{pointer}: {problem}")]
pub struct PolicyError {
    /// JSON pointer into the document; empty for the whole of it.
    pub pointer: String,
    pub problem: String,
}

impl Rulebooks {
    /// The rulebook as it stands in `view`.
    pub fn at(&self, view: &impl Read) -> Result<Arc<Rulebook>, StoreError> {
        let stamp = view.row::<CounterRow>(&key::name(COUNTER_POLICIES))?.map(|row| row.0);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, book)) = kept.as_ref().filter(|(known, _)| *known == stamp) {
            return Ok(Arc::clone(book));
        }
        let book = Arc::new(Rulebook::read(view)?);
        *kept = Some((stamp, Arc::clone(&book)));
        Ok(book)
    }
}

impl Rulebook {
    fn read(view: &impl Read) -> Result<Self, StoreError> {
        let (mut profiles, mut tables, mut banned) = (Vec::new(), Vec::new(), Vec::new());
        for (row_key, row) in view.rows::<PolicyRow>(&[], &[], POLICIES_COUNT_MAX)? {
            let unreadable = |reason| StoreError::Damaged { family: "policies", reason };
            let named = key::read_policy(&row_key).ok_or(unreadable("unreadable key"))?;
            let kind = PolicyKind::from_number(named.0).ok_or(unreadable("unknown kind"))?;
            let bytes = document(view, kind, (&named.1, named.2), &row)?;
            let from = Day::from_number(row.effective_from);
            let damaged = |_| unreadable("unreadable policy");
            match kind {
                PolicyKind::Profile => {
                    let parsed = Profile::parse(&bytes);
                    profiles.push(parsed.map_err(|_| unreadable("unreadable profile"))?);
                }
                PolicyKind::Additives => {
                    tables.push((from, AdditiveTable::parse(&bytes).map_err(damaged)?));
                }
                PolicyKind::Banned => {
                    banned.push((from, BannedList::parse(&bytes).map_err(damaged)?));
                }
            }
        }
        let together =
            |_| StoreError::Damaged { family: "policies", reason: "profiles do not fit" };
        let profiles = Profiles::new(profiles).map_err(together)?;
        Ok(Self { profiles, tables, banned, resolved: Cache::new(1_000) })
    }

    /// The profile of a category as in force on a production day.
    pub fn profile(&self, category: &str, day: Day) -> Arc<Resolved> {
        let named = (category.to_owned(), day);
        if let Some(known) = self.resolved.get(&named) {
            return known;
        }
        let resolved = Arc::new(self.profiles.resolve(category, day));
        self.resolved.insert(named, Arc::clone(&resolved));
        resolved
    }

    /// The table of permitted additives in force on a production day.
    pub fn additives(&self, day: Day) -> Option<&AdditiveTable> {
        in_force(&self.tables, day)
    }

    /// The list of banned substances in force on a production day.
    pub fn banned(&self, day: Day) -> Option<&BannedList> {
        in_force(&self.banned, day)
    }

    /// Whether a profile goes together with those in use.
    pub fn takes(&self, profile: Profile) -> bool {
        let all = self.profiles.all().cloned().chain([profile]);
        Profiles::new(all.collect()).is_ok()
    }
}

/// Reads a policy document. Errors: where it is wrong, and how.
pub fn read(kind: PolicyKind, bytes: &[u8]) -> Result<Policy, PolicyError> {
    let dated = |id: &str, version, from: &str| {
        let wrong =
            || PolicyError { pointer: "/effectiveFrom".to_owned(), problem: from.to_owned() };
        let effective_from = Day::parse(from).ok_or_else(wrong)?;
        Ok(Policy { kind, id: id.to_owned(), version, effective_from })
    };
    let table_error = |error: super::additives::TableError| PolicyError {
        pointer: String::new(),
        problem: error.to_string(),
    };
    match kind {
        PolicyKind::Profile => {
            let profile = Profile::parse(bytes).map_err(|error| PolicyError {
                problem: error.problem.to_string(),
                pointer: error.pointer,
            })?;
            let Profile { id, version, effective_from, .. } = profile;
            Ok(Policy { kind, id, version, effective_from })
        }
        PolicyKind::Additives => {
            let table = AdditiveTable::parse(bytes).map_err(table_error)?;
            dated(table.id(), table.version(), table.effective_from())
        }
        PolicyKind::Banned => {
            let list = BannedList::parse(bytes).map_err(table_error)?;
            dated(list.id(), list.version(), list.effective_from())
        }
    }
}

/// The document of an adopted policy.
pub fn document(
    view: &impl Read,
    kind: PolicyKind,
    (id, version): (&str, u32),
    row: &PolicyRow,
) -> Result<Vec<u8>, StoreError> {
    let gone = StoreError::Damaged { family: "policies", reason: "a policy has no document" };
    if !row.shipped {
        return query::section(view, row.position, 0)?.ok_or(gone);
    }
    let named =
        |policy: &Policy| policy.kind == kind && policy.id == id && policy.version == version;
    SHIPPED.iter().find(|(policy, _)| named(policy)).map(|(_, bytes)| bytes.clone()).ok_or(gone)
}

/// What the program brings: each policy with its canonical JSON. A test sees that every file is read.
static SHIPPED: LazyLock<Vec<(Policy, Vec<u8>)>> = LazyLock::new(|| {
    let profiles = profile::SHIPPED.iter().map(|(_, text)| (PolicyKind::Profile, *text));
    let tables = [
        (PolicyKind::Additives, include_str!("../../schemas/tables/gb2760-2024.json")),
        (PolicyKind::Banned, include_str!("../../schemas/tables/banned-substances.json")),
    ];
    let read = |(kind, text): (PolicyKind, &str)| {
        let bytes = canonical_bytes(text.as_bytes())?;
        Some((read(kind, &bytes).ok()?, bytes))
    };
    profiles.chain(tables).filter_map(read).collect()
});

fn canonical_bytes(text: &[u8]) -> Option<Vec<u8>> {
    serde_json::from_slice(text).ok().map(|value| canonical::to_bytes(&value))
}

/// The latest of those that begin on the day or before it.
fn in_force<T>(dated: &[(Day, T)], day: Day) -> Option<&T> {
    let begun = dated.iter().filter(|(from, _)| *from <= day);
    begun.max_by_key(|(from, _)| *from).map(|(_, policy)| policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_shipped_is_read() {
        assert_eq!(SHIPPED.len(), profile::SHIPPED.len() + 2);
        let profiles = SHIPPED.iter().filter(|(policy, _)| policy.kind == PolicyKind::Profile);
        let profiles = profiles.map(|(_, bytes)| Profile::parse(bytes).unwrap()).collect();
        assert!(Profiles::new(profiles).is_ok());
    }
}
