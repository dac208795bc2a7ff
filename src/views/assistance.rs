//! Rows of requests for help (协查): a recall that reaches an organization outside the region in which it
//! was opened asks the authorities of that organization's region. They follow from the reach itself, so
//! that a repeated step asks nobody twice.

use super::apply::{At, update};
use crate::domain::region::Region;
use crate::domain::words::AssistanceAnswer;
use crate::fact::body::{Body, Private};
use crate::fact::record::MeasureRef;
use crate::limits::ASSISTANCE_HOURS_MAX;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{AliasRow, AnsweredRecord, AssistanceRow, MeasureRow, OrganizationRow};

/// A recall came to organizations for the first time.
pub(super) fn reached<B: Read>(
    view: &mut Overlay<B>,
    recall: MeasureRef,
    organizations: &[String],
    at: At,
) -> Result<(), StoreError> {
    if organizations.is_empty() {
        return Ok(());
    }
    let measure: MeasureRow = super::apply::must(view, &key::measure(recall))?;
    let Some(words) = &measure.recall else { return Ok(()) };
    let class = usize::from(words.class.unwrap_or(3)).saturating_sub(1);
    let [.., most] = ASSISTANCE_HOURS_MAX;
    let hours = ASSISTANCE_HOURS_MAX.get(class).copied().unwrap_or(most);
    let home = home(view, &measure)?;
    for organization in organizations {
        let Some(region) = region_of(view, organization)? else { continue };
        if !home.as_ref().is_some_and(|home| home.includes(&region)) {
            ask(view, (recall, &region), hours, at)?;
        }
    }
    Ok(())
}

/// Asks the authorities of a region for one organization more.
fn ask<B: Read>(
    view: &mut Overlay<B>,
    (recall, region): (MeasureRef, &Region),
    hours: i64,
    at: At,
) -> Result<(), StoreError> {
    const HOUR_MS: i64 = 3_600_000;
    let row_key = key::assistance(recall, Some(region.as_str()));
    let due_at = at.recorded_at + hours * HOUR_MS;
    let row = match view.row::<AssistanceRow>(&row_key)? {
        // The clock goes on from the first request, but for one that was answered.
        Some(row) if row.done.is_none() => {
            AssistanceRow { organizations: row.organizations + 1, ..row }
        }
        before => {
            let (answers, organizations) =
                before.map_or((Vec::new(), 0), |row| (row.answers, row.organizations));
            AssistanceRow {
                opened: at.position,
                opened_at: at.recorded_at,
                due_at,
                organizations: organizations + 1,
                answers,
                done: None,
            }
        }
    };
    view.put(row_key, &row)
}

/// The region in which a recall was opened: the authority's, or that of the firm.
fn home(view: &impl Read, measure: &MeasureRow) -> Result<Option<Region>, StoreError> {
    match (&measure.opener.region, &measure.opener.organization) {
        (Some(region), _) => Ok(Region::parse(region).ok()),
        (None, Some(organization)) => region_of(view, organization),
        (None, None) => Ok(None),
    }
}

fn region_of(view: &impl Read, organization: &str) -> Result<Option<Region>, StoreError> {
    let admitted: Option<AliasRow> = view.row(&key::name(organization))?;
    let code = admitted.map_or_else(|| organization.to_owned(), |row| row.0);
    let row: Option<OrganizationRow> = view.row(&key::name(&code))?;
    Ok(row.and_then(|row| Region::parse(&row.region).ok()))
}

pub(super) fn answered<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    let Body::AssistanceAnswered { recall, region, answer } = &private.body else {
        return Ok(());
    };
    let by = private.actor.clone();
    let (answer, position) = (*answer, at.position);
    let ends = answer != AssistanceAnswer::Received.number();
    update(view, key::assistance(*recall, Some(region)), |row: &mut AssistanceRow| {
        row.answers.push(AnsweredRecord { answer, at: at.recorded_at, position, by });
        row.done = ends.then_some(position);
    })
}
