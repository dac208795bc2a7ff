//! Rows of what waits for a second post: proposed corrections, and the choice of four eyes itself.

use super::apply::{At, update};
use crate::domain::words::CorrectionMode;
use crate::fact::body::{Body, Private};
use crate::fact::record::BatchRef;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    BatchRow, OrganizationRow, PROPOSAL_CONFIRMED, PROPOSAL_OPEN, PROPOSAL_REJECTED, ProposalRow,
};

pub(super) fn apply<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    match &private.body {
        Body::SettingsChanged { organization, corrections, applied } => {
            let by = private.actor.clone();
            let four_eyes = *corrections == CorrectionMode::FourEyes.number();
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
        _ => Ok(()),
    }
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
