//! Closing a recall: the figures have to be there, and where goods were shipped a second post agrees.
//! What the figures come to is no reason: a recall may close with goods unaccounted for, told as such.

use super::measures::own_measure;
use super::{Accepted, CheckError, second_post};
use crate::access::{Viewer, may_read_restricted};
use crate::domain::code_ids::{ConsigneeId, MeasureId};
use crate::domain::command::{Actor, Document};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, Refusal, Unmet};
use crate::domain::region::Region;
use crate::domain::words::MeasureState;
use crate::fact::body::Body;
use crate::fact::record::MeasureRef;
use crate::limits::FINDINGS_COUNT_MAX;
use crate::rules::recall::figures::{Missing, missing};
use crate::store::StoreError;
use crate::store::read::Read;
use crate::store::rows::MeasureRow;
use crate::texts::effectiveness::CLAUSE_FIGURES;
use crate::views::consignees::{Consignee, closing, consignees};
use crate::views::query;

/// Whether a recall may be closed without a second post: nobody is known to have received its goods.
/// Consignees of owners whose records the closer may not read are their owners' to account for.
///
/// Errors: what the figures lack; [`Code::PostRequired`] where a second post will have to agree.
pub(super) fn at_once(
    view: &impl Read,
    actor: &Actor,
    recall: MeasureRef,
    row: &MeasureRow,
) -> Result<bool, CheckError> {
    let known = accountable(view, actor, recall, row)?;
    let unmet: Vec<Unmet> = known.iter().flat_map(lacks).take(FINDINGS_COUNT_MAX).collect();
    if !unmet.is_empty() {
        return Err(Refusal::Unmet(unmet).into());
    }
    if known.is_empty() {
        return Ok(true);
    }
    if actor.post.is_some() { Ok(false) } else { Err(Code::PostRequired.into()) }
}

/// The second post agrees; the figures are looked at once more.
pub(super) fn confirm(
    view: &impl Read,
    actor: &Actor,
    recall: MeasureId,
    document: &Document,
) -> Result<Accepted, CheckError> {
    let (recall, row) = own_measure(view, actor, recall)?;
    if row.state != MeasureState::Open.number() {
        return Err(Code::MeasureEnded.into());
    }
    let asked = closing(view, recall)?.ok_or(Code::NotFound)?;
    second_post(actor, &asked.by)?;
    at_once(view, actor, recall, &row)?;
    Ok((Body::RecallEnded { recall, lifted: false }, document.clone()))
}

/// Consignees that count, of owners whose records the actor may read.
fn accountable(
    view: &impl Read,
    actor: &Actor,
    recall: MeasureRef,
    row: &MeasureRow,
) -> Result<Vec<Consignee>, CheckError> {
    let viewer = Viewer::from(actor);
    let mut known = Vec::new();
    let mut last: Option<(String, bool)> = None;
    for site in consignees(view, recall, row)?.all {
        let open = match &last {
            Some((owner, open)) if *owner == site.who.owner => *open,
            _ => is_open(view, &viewer, &site.who.owner)?,
        };
        last = Some((site.who.owner.clone(), open));
        if open && !site.is_removed() {
            known.push(site);
        }
    }
    Ok(known)
}

fn is_open(view: &impl Read, viewer: &Viewer, owner: &str) -> Result<bool, StoreError> {
    let Ok(code) = OrgCode::parse(owner) else { return Ok(false) };
    let Some((_, row)) = query::organization(view, &code)? else { return Ok(false) };
    let region = Region::parse(&row.region).ok();
    Ok(region.is_some_and(|region| may_read_restricted(viewer, &code, &region)))
}

fn lacks(site: &Consignee) -> Vec<Unmet> {
    let id = ConsigneeId(site.who.id).to_string();
    let one = |what: &Missing| {
        let code = match what {
            Missing::Notified => FieldCode::NotNotified,
            Missing::Quantity => FieldCode::QuantityUnstated,
        };
        let clause = [CLAUSE_FIGURES.zh.to_owned(), CLAUSE_FIGURES.en.to_owned()];
        Unmet { pointer: format!("/consignees/{id}"), code, what: id.clone(), clause }
    };
    missing(site).iter().map(one).collect()
}
