//! Four eyes: a firm may choose that a correction waits until a second post of it has confirmed it.
//! What a correction says is never a reason to refuse it; who says it, and against which record, is.

use super::goods::{corrected, current};
use super::{Accepted, CheckError, Context, own_batch, party, second_post};
use crate::access::Right;
use crate::domain::command::{Actor, BatchKey, Correct, Document};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::Code;
use crate::domain::words::Eyes;
use crate::fact::body::Body;
use crate::fact::record::{BatchRef, ProposalRecord};
use crate::limits::OPEN_PROPOSALS_MAX;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, PROPOSAL_OPEN, ProposalRow};

/// Chooses how corrections are made. Going back to a single pair of eyes takes two posts, like a
/// correction: the first asks for it, the second does it.
pub(super) fn settings(
    view: &impl Read,
    actor: &Actor,
    organization: &OrgCode,
    mode: Eyes,
) -> Result<Accepted, CheckError> {
    let (organization, row) = party(view, actor, Right::Correct, organization)?;
    let applied = match (mode, row.four_eyes, &row.ending_four_eyes) {
        (Eyes::Single, true, None) => false,
        (Eyes::Single, true, Some(asked)) => {
            second_post(actor, asked)?;
            true
        }
        (Eyes::FourEyes, ..) | (Eyes::Single, false, _) => true,
    };
    let body = Body::SettingsChanged { organization, corrections: mode.number(), applied };
    Ok((body, Document::default()))
}

/// A correction of a firm that chose four eyes.
pub(super) fn propose(
    batch: BatchRef,
    row: &BatchRow,
    command: &Correct,
) -> Result<Accepted, CheckError> {
    if row.proposals >= OPEN_PROPOSALS_MAX {
        return Err(Code::TooManyEntries.into());
    }
    let kind = command.kind.number();
    let body = Body::CorrectionProposed { batch, salt: row.salt, kind, base: command.base };
    Ok((body, command.document.clone()))
}

pub(super) fn confirm(
    view: &impl Read,
    actor: &Actor,
    proposal: u64,
    command: &Correct,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let (batch, row) = own_batch(view, actor, Right::Correct, &command.batch)?;
    let proposed = open_proposal(view, &batch, proposal)?;
    second_post(actor, &proposed.by)?;
    current(&row, command)?;
    let by = Some(ProposalRecord { position: proposal, by: proposed.by });
    corrected(view, batch, &row, command, by, context)
}

/// Any post may turn a proposal down, its own proposer's too.
pub(super) fn reject(
    view: &impl Read,
    actor: &Actor,
    batch: &BatchKey,
    proposal: u64,
    document: &Document,
) -> Result<Accepted, CheckError> {
    let (batch, row) = own_batch(view, actor, Right::Correct, batch)?;
    open_proposal(view, &batch, proposal)?;
    Ok((Body::CorrectionRejected { batch, salt: row.salt, proposal }, document.clone()))
}

fn open_proposal(
    view: &impl Read,
    batch: &BatchRef,
    proposal: u64,
) -> Result<ProposalRow, CheckError> {
    let row: Option<ProposalRow> = view.row(&key::batch_number(batch, proposal))?;
    let row = row.ok_or(Code::NotFound)?;
    if row.state == PROPOSAL_OPEN { Ok(row) } else { Err(Code::ProposalEnded.into()) }
}
