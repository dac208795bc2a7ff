//! Checks of evidence: who may add a file, that it can be kept, and that papers name files which are
//! there.

use super::{Accepted, CheckError, party};
use crate::access::Right;
use crate::domain::command::{Actor, AddEvidence, Document};
use crate::domain::evidence::EvidenceHash;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, FieldError, Refusal};
use crate::fact::body::Body;
use crate::limits::{EVIDENCE_BYTES_MAX, ORGANIZATION_EVIDENCE_BYTES_MAX};
use crate::store::read::Read;
use crate::views::evidence;

pub(super) fn add(
    view: &impl Read,
    actor: &Actor,
    command: &AddEvidence,
) -> Result<Accepted, CheckError> {
    let (organization, owner) = party(view, actor, Right::AddEvidence, &command.organization)?;
    if command.bytes > EVIDENCE_BYTES_MAX {
        return Err(Code::BodyTooLarge.into());
    }
    if evidence::row(view, command.hash, &organization)?.is_some() {
        return Err(Code::EvidenceErased.into());
    }
    if owner.evidence_bytes.saturating_add(command.bytes) > ORGANIZATION_EVIDENCE_BYTES_MAX {
        return Err(Code::EvidenceFull.into());
    }
    let (hash, bytes, media) = (command.hash.0, command.bytes, command.media.number());
    Ok((Body::EvidenceAdded { organization, hash, bytes, media }, Document::default()))
}

pub(super) fn erase(
    view: &impl Read,
    actor: &Actor,
    organization: &OrgCode,
    hash: EvidenceHash,
    document: &Document,
) -> Result<Accepted, CheckError> {
    let (organization, _) = party(view, actor, Right::EraseSection, organization)?;
    let row = evidence::row(view, hash, &organization)?.ok_or(Code::NotFound)?;
    if row.erased.is_some() {
        return Err(Code::AlreadyErased.into());
    }
    Ok((Body::EvidenceErased { organization, hash: hash.0 }, document.clone()))
}

/// That every file a paper names was added for the organization and is still there.
pub(super) fn named(
    view: &impl Read,
    organization: &str,
    hashes: &[EvidenceHash],
) -> Result<(), CheckError> {
    let mut errors = Vec::new();
    for (at, hash) in hashes.iter().enumerate() {
        let row = evidence::row(view, *hash, organization)?;
        if row.is_none_or(|row| row.erased.is_some()) {
            errors.push(FieldError::at(format!("/evidence/{at}"), FieldCode::NotEvidence));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors).into()) }
}
