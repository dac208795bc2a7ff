//! Checks of policies: who may adopt one, and whether it goes together with those in use.

use super::{Accepted, CheckError, Context};
use crate::access;
use crate::access::Right;
use crate::domain::command::{Actor, AdoptPolicy};
use crate::domain::refusal::Code;
use crate::domain::words::PolicyKind;
use crate::fact::body::Body;
use crate::fact::record::PolicyRecord;
use crate::limits::POLICIES_COUNT_MAX;
use crate::rules::profile::Profile;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::PolicyRow;

pub(super) fn adopt(
    view: &impl Read,
    actor: &Actor,
    command: &AdoptPolicy,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    access::may_everywhere(actor, Right::AdoptPolicy)?;
    let AdoptPolicy { kind, id, version, .. } = command;
    let known = view.rows::<PolicyRow>(&[], &[], POLICIES_COUNT_MAX)?;
    if known.len() >= POLICIES_COUNT_MAX {
        return Err(Code::TooManyEntries.into());
    }
    if view.row::<PolicyRow>(&key::policy(kind.number(), id, *version))?.is_some() {
        return Err(Code::ChangedUnderSameIdentity.into());
    }
    let fits = match kind {
        PolicyKind::Profile => Profile::parse(&command.document.public)
            .is_ok_and(|profile| context.rulebook.takes(profile)),
        PolicyKind::Additives | PolicyKind::Banned => true,
    };
    if !fits {
        return Err(Code::PolicyConflict.into());
    }
    let policy = PolicyRecord {
        kind: kind.number(),
        id: id.clone(),
        version: *version,
        effective_from: command.effective_from.number(),
        digest: command.digest,
        shipped: false,
    };
    Ok((Body::PoliciesAdopted { policies: vec![policy] }, command.document.clone()))
}
