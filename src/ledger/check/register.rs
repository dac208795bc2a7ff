//! Checks of the register: entries are statements; who may make them is all that is asked, and that
//! they can be kept.

use super::{Accepted, CheckError, evidence, party};
use crate::access::Right;
use crate::domain::command::{Actor, ChangeEntry, RegisterEntry};
use crate::domain::day::Day;
use crate::domain::org_code::OrgCode;
use crate::domain::permit::PermitKind;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::words::Role;
use crate::fact::body::Body;
use crate::fact::record::EntryRecord;
use crate::limits::{ENTRY_STATUSES_MAX, ORGANIZATION_ENTRIES_MAX};
use crate::rules::orders;
use crate::store::read::Read;
use crate::views::{entries, query};

pub(super) fn register(
    view: &impl Read,
    actor: &Actor,
    command: &RegisterEntry,
) -> Result<Accepted, CheckError> {
    let (holder, row) = party(view, actor, Right::StateEntry, &command.holder)?;
    if command.permit.kind() == PermitKind::ImprovementOrder {
        may_order(actor)?;
        let answers = |role: &u8| Role::from_number(*role).is_some_and(Role::answers_for_goods);
        if !row.roles.iter().any(answers) {
            return Err(Refusal::field("/kind", FieldCode::Conflict).into());
        }
    }
    if row.entries >= ORGANIZATION_ENTRIES_MAX {
        return Err(Code::TooManyEntries.into());
    }
    evidence::named(view, &holder, &command.evidence)?;
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
    let order = orders::is_order(&row);
    if order {
        may_order(actor)?;
    }
    if order != command.status.is_of_orders() {
        return Err(Refusal::field("/status", FieldCode::Conflict).into());
    }
    if row.statuses.len() >= ENTRY_STATUSES_MAX {
        return Err(Code::TooManyEntries.into());
    }
    evidence::named(view, &holder, &command.evidence)?;
    let body = Body::EntryChanged {
        entry,
        holder,
        status: command.status.number(),
        on: command.on.number(),
        valid_to: command.valid_to.map(Day::number),
    };
    Ok((body, command.document.clone()))
}

/// Only an authority orders, and says what became of an order.
fn may_order(actor: &Actor) -> Result<(), Code> {
    if actor.role.is_of_authority() { Ok(()) } else { Err(Code::NotYours) }
}
