//! Checks of the register: entries are statements; who may make them is all that is asked, and that
//! they can be kept.

use super::{Accepted, CheckError, party};
use crate::access::Right;
use crate::domain::command::{Actor, ChangeEntry, RegisterEntry};
use crate::domain::day::Day;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::Code;
use crate::fact::body::Body;
use crate::fact::record::EntryRecord;
use crate::limits::{ENTRY_STATUSES_MAX, ORGANIZATION_ENTRIES_MAX};
use crate::store::read::Read;
use crate::views::{entries, query};

pub(super) fn register(
    view: &impl Read,
    actor: &Actor,
    command: &RegisterEntry,
) -> Result<Accepted, CheckError> {
    let (holder, row) = party(view, actor, Right::StateEntry, &command.holder)?;
    if row.entries >= ORGANIZATION_ENTRIES_MAX {
        return Err(Code::TooManyEntries.into());
    }
    let mut record = EntryRecord::from(command);
    if let Some(counterpart) = &command.counterpart {
        // Under the code it was admitted with, so that its tokens are known for it.
        let known = query::organization(view, counterpart)?;
        record.counterpart = known.map(|(known, _)| known).or(record.counterpart);
    }
    let body = Body::EntryRegistered { entry: entries::next(view)?, holder, record };
    Ok((body, command.document.clone()))
}

pub(super) fn change(
    view: &impl Read,
    actor: &Actor,
    command: &ChangeEntry,
) -> Result<Accepted, CheckError> {
    let entry = command.entry.0;
    let row = entries::entry(view, entry)?.ok_or(Code::NotFound)?;
    let holder = OrgCode::parse(&row.holder).map_err(|_| Code::NotFound)?;
    let (holder, _) = party(view, actor, Right::StateEntry, &holder)?;
    if row.statuses.len() >= ENTRY_STATUSES_MAX {
        return Err(Code::TooManyEntries.into());
    }
    let body = Body::EntryChanged {
        entry,
        holder,
        status: command.status.number(),
        on: command.on.number(),
        valid_to: command.valid_to.map(Day::number),
    };
    Ok((body, command.document.clone()))
}
