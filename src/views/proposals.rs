//! Rows of what waits for a second post: proposed corrections and recalls, and the choices of four eyes
//! themselves.

use super::apply::{At, update};
use crate::domain::words::Eyes;
use crate::fact::body::{Body, Private};
use crate::fact::record::{BatchRef, MeasureRef};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    BatchRow, OrganizationRow, PROPOSAL_CONFIRMED, PROPOSAL_OPEN, PROPOSAL_REJECTED, ProposalRow,
    RecallProposalRow,
};

pub(super) fn apply<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    match &private.body {
        Body::SettingsChanged { organization, corrections, applied } => {
            let by = private.actor.clone();
            let four_eyes = *corrections == Eyes::FourEyes.number();
            update(view, key::name(organization), |row: &mut OrganizationRow| {
                if *applied {
                    row.four_eyes = four_eyes;
                    row.ending_four_eyes = None;
                } else {
                    row.ending_four_eyes = Some(by);
                }
            })
        }
        Body::CorrectionProposed { batch, kind, base, .. } => {
            let row = ProposalRow {
                kind: *kind,
                by: private.actor.clone(),
                recorded_at: at.recorded_at,
                base: *base,
                state: PROPOSAL_OPEN,
                ended: None,
            };
            view.put(key::batch_number(batch, at.position), &row)?;
            update(view, key::batch(batch), |row: &mut BatchRow| row.proposals += 1)
        }
        Body::BatchCorrected { batch, proposal: Some(proposal), .. } => {
            end(view, batch, proposal.position, PROPOSAL_CONFIRMED, at)
        }
        Body::CorrectionRejected { batch, proposal, .. } => {
            end(view, batch, *proposal, PROPOSAL_REJECTED, at)
        }
        Body::RecallSettingChanged { .. }
        | Body::RecallProposed { .. }
        | Body::RecallProposalRejected { .. } => of_recalls(view, private, at),
        _ => Ok(()),
    }
}

/// A proposed recall was opened.
pub(super) fn confirmed<B: Read>(
    view: &mut Overlay<B>,
    body: &Body,
    at: At,
) -> Result<(), StoreError> {
    match body {
        Body::RecallConfirmed { recall, authority, proposal, .. } => {
            let became = (PROPOSAL_CONFIRMED, Some(*recall));
            end_recall(view, (authority, proposal.position), became, at)
        }
        _ => Ok(()),
    }
}

fn of_recalls<B: Read>(view: &mut Overlay<B>, private: &Private, at: At) -> Result<(), StoreError> {
    let by = private.actor.clone();
    match &private.body {
        Body::RecallSettingChanged { organization, mode, applied } => {
            let four_eyes = *mode == Eyes::FourEyes.number();
            update(view, key::name(organization), |row: &mut OrganizationRow| {
                if *applied {
                    row.recalls_four_eyes = four_eyes;
                    row.ending_recalls = None;
                } else {
                    row.ending_recalls = Some(by);
                }
            })
        }
        Body::RecallProposed { authority } => {
            let recorded_at = at.recorded_at;
            let (state, ended, recall) = (PROPOSAL_OPEN, None, None);
            let row = RecallProposalRow { by, recorded_at, state, ended, recall };
            view.put(key::recall_proposal(authority, at.position), &row)?;
            update(view, key::name(authority), |row: &mut OrganizationRow| {
                row.recall_proposals += 1;
            })
        }
        Body::RecallProposalRejected { authority, proposal } => {
            end_recall(view, (authority, *proposal), (PROPOSAL_REJECTED, None), at)
        }
        _ => Ok(()),
    }
}

fn end_recall<B: Read>(
    view: &mut Overlay<B>,
    (authority, proposal): (&str, u64),
    (state, recall): (u8, Option<MeasureRef>),
    at: At,
) -> Result<(), StoreError> {
    update(view, key::recall_proposal(authority, proposal), |row: &mut RecallProposalRow| {
        (row.state, row.ended, row.recall) = (state, Some(at.position), recall);
    })?;
    update(view, key::name(authority), |row: &mut OrganizationRow| {
        row.recall_proposals = row.recall_proposals.saturating_sub(1);
    })
}

fn end<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    proposal: u64,
    state: u8,
    at: At,
) -> Result<(), StoreError> {
    update(view, key::batch_number(batch, proposal), |row: &mut ProposalRow| {
        row.state = state;
        row.ended = Some(at.position);
    })?;
    update(view, key::batch(batch), |row: &mut BatchRow| {
        row.proposals = row.proposals.saturating_sub(1);
    })
}
