//! Recalls that an authority opens by two posts, and its choice of that: the first post says what is to
//! be recalled and is told at once what is wrong with it, the second opens it. Nothing shows before.

use super::{Accepted, CheckError, Context, measures, party, second_post};
use crate::access::{self, Right};
use crate::codec::canonical::to_bytes;
use crate::domain::command::{Actor, Document, OpenRecall};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::Code;
use crate::domain::words::{Eyes, Role};
use crate::fact::body::Body;
use crate::fact::record::ProposalRecord;
use crate::limits::OPEN_PROPOSALS_MAX;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{OrganizationRow, PROPOSAL_OPEN, RecallProposalRow};
use crate::views::query;
use serde_json::Value;

/// Chooses how the authority's recalls are opened. Going back to one pair of eyes takes two posts.
pub(super) fn choose(
    view: &impl Read,
    actor: &Actor,
    organization: &OrgCode,
    mode: Eyes,
) -> Result<Accepted, CheckError> {
    let (organization, row) = party(view, actor, Right::ChooseEyes, organization)?;
    let applied = match (mode, row.recalls_four_eyes, &row.ending_recalls) {
        (Eyes::Single, true, None) => false,
        (Eyes::Single, true, Some(asked)) => {
            second_post(actor, asked)?;
            true
        }
        (Eyes::FourEyes, ..) | (Eyes::Single, false, _) => true,
    };
    let body = Body::RecallSettingChanged { organization, mode: mode.number(), applied };
    Ok((body, Document::default()))
}

/// What the opening of a recall comes to: the recall, or where the authority chose four eyes a proposal
/// of it, which was judged like the recall itself.
pub(super) fn open(
    view: &impl Read,
    actor: &Actor,
    command: &OpenRecall,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let opened = measures::open(view, actor, command, context)?;
    let Some((authority, row)) = authority(view, actor)? else { return Ok(opened) };
    if !row.recalls_four_eyes {
        return Ok(opened);
    }
    if actor.post.is_none() {
        return Err(Code::PostRequired.into());
    }
    if row.recall_proposals >= OPEN_PROPOSALS_MAX {
        return Err(Code::TooManyEntries.into());
    }
    // As a whole in the restricted half: nothing of it is public before the second post agreed.
    let half = |bytes: &[u8]| serde_json::from_slice(bytes).unwrap_or(Value::Null);
    let Document { public, restricted } = &command.document;
    let restricted = to_bytes(&access::merge(&half(public), &half(restricted)));
    let document = Document { public: Vec::new(), restricted };
    Ok((Body::RecallProposed { authority }, document))
}

/// The second post opens what the first one proposed; it is judged once more, as things stand now.
pub(super) fn confirm(
    view: &impl Read,
    actor: &Actor,
    (authority, proposal): (&OrgCode, u64),
    command: &OpenRecall,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let (authority, proposed) = open_proposal(view, actor, authority, proposal)?;
    second_post(actor, &proposed.1.by)?;
    let (body, document) = measures::open(view, actor, command, context)?;
    let opening = body.opening().ok_or(Code::Internal)?;
    let body = Body::RecallConfirmed {
        recall: opening.recall,
        scope: opening.scope.clone(),
        regime: opening.regime,
        class: opening.class,
        kind: opening.kind,
        hazard: opening.hazard,
        remedy: opening.remedy.to_vec(),
        known_at: opening.known_at,
        authority,
        proposal: ProposalRecord { position: proposed.0, by: proposed.1.by },
    };
    Ok((body, document))
}

/// Any post of the authority may turn a proposal down, its own proposer's too.
pub(super) fn reject(
    view: &impl Read,
    actor: &Actor,
    (authority, proposal): (&OrgCode, u64),
    document: &Document,
) -> Result<Accepted, CheckError> {
    let (authority, _) = open_proposal(view, actor, authority, proposal)?;
    // The reason speaks of goods that nobody recalled: it is as little public as the proposal.
    let Document { public, restricted } = document;
    let restricted = if restricted.is_empty() { public.clone() } else { restricted.clone() };
    let document = Document { public: Vec::new(), restricted };
    Ok((Body::RecallProposalRejected { authority, proposal }, document))
}

/// The authority that the actor speaks for.
fn authority(
    view: &impl Read,
    actor: &Actor,
) -> Result<Option<(String, OrganizationRow)>, CheckError> {
    match (&actor.organization, actor.role) {
        (Some(code), Role::Regulator) => Ok(query::organization(view, code)?),
        _ => Ok(None),
    }
}

fn open_proposal(
    view: &impl Read,
    actor: &Actor,
    authority: &OrgCode,
    proposal: u64,
) -> Result<(String, (u64, RecallProposalRow)), CheckError> {
    let (authority, _) = party(view, actor, Right::ChooseEyes, authority)?;
    let row: Option<RecallProposalRow> = view.row(&key::recall_proposal(&authority, proposal))?;
    let row = row.ok_or(Code::NotFound)?;
    if row.state != PROPOSAL_OPEN {
        return Err(Code::ProposalEnded.into());
    }
    Ok((authority, (proposal, row)))
}
