//! Rows of the register: entries and what happened to them.

use super::apply::{At, update};
use crate::domain::listing::PermitName;
use crate::domain::permit::PermitKind;
use crate::fact::body::{Body, Private};
use crate::limits::LIST_COUNT_MAX;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    CounterRow, EntryRow, HolderEntryRow, NumberedEntryRow, OrganizationRow, StatusRecord,
};

/// Counter of entries, i.e. the number of the last one.
pub const COUNTER_ENTRIES: &str = "entries";

pub(super) fn apply<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    let by = private.actor.clone();
    match &private.body {
        Body::EntryRegistered { entry, holder, record } => {
            let (holder, record) = (holder.clone(), record.clone());
            view.put(key::holder_entry(&holder, *entry), &HolderEntryRow)?;
            if let Some(name) = PermitName::of(&record.number) {
                view.put(key::numbered_entry(name.as_str(), *entry), &NumberedEntryRow)?;
            }
            view.put(key::name(COUNTER_ENTRIES), &CounterRow(*entry))?;
            let order = record.kind == PermitKind::ImprovementOrder.number();
            update(view, key::name(&holder), |row: &mut OrganizationRow| {
                row.entries += 1;
                row.orders += u32::from(order);
            })?;
            let statuses = Vec::new();
            let row = EntryRow { position: at.position, holder, record, by, statuses };
            view.put(key::entry(*entry), &row)
        }
        Body::EntryChanged { entry, status, on, valid_to, .. } => {
            let position = at.position;
            let (status, on, valid_to) = (*status, *on, *valid_to);
            let happened = StatusRecord { status, on, valid_to, position, by };
            update(view, key::entry(*entry), |row: &mut EntryRow| row.statuses.push(happened))
        }
        _ => Ok(()),
    }
}

/// The entry under its number.
pub fn entry(view: &impl Read, entry: u64) -> Result<Option<EntryRow>, StoreError> {
    view.row(&key::entry(entry))
}

/// Every entry an organization holds, newest first.
pub fn of_holder(view: &impl Read, holder: &str) -> Result<Vec<(u64, EntryRow)>, StoreError> {
    let prefix = key::organization_prefix(holder);
    let limit = crate::limits::ORGANIZATION_ENTRIES_MAX as usize;
    let mut found = Vec::new();
    for (row_key, _) in view.rows::<HolderEntryRow>(&prefix, &prefix, limit)? {
        let number = key::read_entry(&row_key).unwrap_or_default();
        found.push((number, super::apply::must(view, &key::entry(number))?));
    }
    Ok(found)
}

/// Every entry under a number, newest first, up to a bound: each side may state one of its own.
pub fn of_number(
    view: &impl Read,
    number: &PermitName,
) -> Result<Vec<(u64, EntryRow)>, StoreError> {
    let prefix = key::organization_prefix(number.as_str());
    let mut found = Vec::new();
    for (row_key, _) in view.rows::<NumberedEntryRow>(&prefix, &prefix, LIST_COUNT_MAX)? {
        let number = key::read_entry(&row_key).unwrap_or_default();
        found.push((number, super::apply::must(view, &key::entry(number))?));
    }
    Ok(found)
}

/// Number of the next entry.
pub fn next(view: &impl Read) -> Result<u64, StoreError> {
    let last = view.row::<CounterRow>(&key::name(COUNTER_ENTRIES))?;
    Ok(last.map_or(0, |row| row.0) + 1)
}
