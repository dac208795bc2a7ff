//! Improvement orders against goods: a permission for a lot made after a missed deadline is refused; the
//! statement that such a lot was made is recorded with a finding.

use super::{CheckError, Context, gate};
use crate::domain::day::Day;
use crate::domain::refusal::{FieldCode, Refusal, Unmet};
use crate::domain::words::FindingKind;
use crate::fact::record::{BatchRef, FindingRecord};
use crate::rules::orders::{self, Missed};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, OrganizationRow};

/// Orders to the owner or the maker that stop permissions for goods made on a day.
pub(super) fn missed(
    view: &impl Read,
    batch: &BatchRef,
    maker: Option<&str>,
    made_on: Day,
    today: Day,
) -> Result<Vec<Missed>, StoreError> {
    // Most firms were never ordered anything: nothing more is read for them.
    let mut ordered = false;
    for party in [Some(batch.organization.as_str()), maker].into_iter().flatten() {
        let row: Option<OrganizationRow> = view.row(&key::name(party))?;
        ordered |= row.is_some_and(|row| row.orders > 0);
    }
    if !ordered {
        return Ok(Vec::new());
    }
    Ok(orders::missed(&gate::held(view, batch, maker)?, made_on, today))
}

/// The rules that a missed deadline leaves unmet.
pub(super) fn unmet(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
    today: Day,
) -> Result<Vec<Unmet>, StoreError> {
    let made_on = Day::from_number(row.numbers.produced_on);
    let missed = missed(view, batch, row.made.maker.as_deref(), made_on, today)?;
    Ok(missed.iter().map(one).collect())
}

/// A permission for a registered lot: refused while a missed order stops it.
pub(super) fn not_overdue(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
    context: &Context<'_>,
) -> Result<(), CheckError> {
    refuse(unmet(view, batch, row, context.today)?)
}

/// The same for codes that are asked for together with a registration.
pub(super) fn may_issue(missed: &[Missed]) -> Result<(), CheckError> {
    refuse(missed.iter().map(one).collect())
}

/// What is told of a registration.
pub(super) fn finding(missed: &Missed) -> FindingRecord {
    let kind = FindingKind::ImprovementOverdue.number();
    FindingRecord { kind, line: None, by: None, clause: missed.clause() }
}

fn one(missed: &Missed) -> Unmet {
    Unmet {
        pointer: "/producedOn".to_owned(),
        code: FieldCode::ImprovementOverdue,
        what: missed.entry.to_string(),
        clause: missed.clause(),
    }
}

fn refuse(unmet: Vec<Unmet>) -> Result<(), CheckError> {
    if unmet.is_empty() { Ok(()) } else { Err(Refusal::Unmet(unmet).into()) }
}
