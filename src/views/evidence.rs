//! Rows of evidence: which organization added which file, and what was erased.

use super::apply::{At, update};
use crate::domain::evidence::EvidenceHash;
use crate::fact::body::{Body, Private};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{EvidenceRow, OrganizationRow};

pub(super) fn apply<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    match &private.body {
        Body::EvidenceAdded { organization, hash, bytes, media } => {
            let by = private.actor.clone();
            let (bytes, media) = (*bytes, *media);
            let row = EvidenceRow { position: at.position, bytes, media, by, erased: None };
            view.put(key::evidence(hash, organization), &row)?;
            update(view, key::name(organization), |row: &mut OrganizationRow| {
                row.evidence_bytes += bytes;
            })
        }
        Body::EvidenceErased { organization, hash } => {
            let row_key = key::evidence(hash, organization);
            let row: EvidenceRow = super::apply::must(view, &row_key)?;
            view.put(row_key, &EvidenceRow { erased: Some(at.position), ..row.clone() })?;
            update(view, key::name(organization), |owner: &mut OrganizationRow| {
                owner.evidence_bytes = owner.evidence_bytes.saturating_sub(row.bytes);
            })
        }
        _ => Ok(()),
    }
}

/// A file that an organization added.
pub fn row(
    view: &impl Read,
    hash: EvidenceHash,
    organization: &str,
) -> Result<Option<EvidenceRow>, StoreError> {
    view.row(&key::evidence(&hash.0, organization))
}

/// Whether an organization has this file, so that it must be there.
pub fn is_named(view: &impl Read, hash: EvidenceHash) -> Result<bool, StoreError> {
    let rows = view.rows::<EvidenceRow>(&hash.0, &hash.0, usize::MAX)?;
    Ok(rows.iter().any(|(_, row)| row.erased.is_none()))
}
