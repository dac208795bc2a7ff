//! Tests that a product owes on a rhythm and that are overdue today: a notice, whatever was in time when
//! the lot was released.

use super::Frame;
use super::find::Found;
use super::model::{OverdueTest, TraceReport};
use crate::domain::day::Day;
use crate::rules::profile::GENERAL;
use crate::rules::tested;
use crate::store::StoreError;
use crate::store::read::Read;

/// Fills in what is overdue, by the profile in force today. Tests are looked up only where the profile
/// asks for a rhythm.
pub(super) fn rhythm(
    view: &impl Read,
    frame: &Frame<'_>,
    found: &Found,
    report: &mut TraceReport,
) -> Result<(), StoreError> {
    let category = report.product.as_ref().map(|product| product.category.as_str());
    let Some(category) = category.filter(|category| *category != GENERAL) else { return Ok(()) };
    let profile = frame.documents.rulebook(view)?.profile(category, frame.today);
    if !profile.has_rhythm() {
        return Ok(());
    }
    let tests = tested::of_product(view, &found.organization, &found.product, frame.today)?;
    let made = found.batch.as_ref().map(|(_, row)| Day::from_number(row.numbers.produced_on));
    let overdue = profile.overdue(&tests, made, frame.today);
    let shown = overdue.iter().map(|overdue| OverdueTest {
        item: overdue.item.to_owned(),
        months: overdue.months,
        last_tested_on: overdue.last.map(|day| day.to_string()),
        due_on: overdue.due.to_string(),
    });
    report.overdue_tests = shown.collect();
    Ok(())
}
