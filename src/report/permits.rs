//! Permits under which a batch was made, as they stand today.

use super::Frame;
use super::model::PermitShown;
use super::records::stated_by;
use crate::domain::code_ids::EntryId;
use crate::domain::day::Day;
use crate::domain::permit::PermitKind;
use crate::domain::words::Pledge;
use crate::rules::entries::Entry;
use crate::store::StoreError;
use crate::store::read::Read;
use crate::store::rows::BatchRow;
use crate::views::entries;

/// The entries that the release named, each by one read.
pub(super) fn permits(
    view: &impl Read,
    frame: &Frame<'_>,
    row: &BatchRow,
) -> Result<Vec<PermitShown>, StoreError> {
    let Some(standing) = &row.standing else { return Ok(Vec::new()) };
    let produced_on = Day::from_number(row.numbers.produced_on);
    let mut shown = Vec::with_capacity(standing.permits.len());
    for number in &standing.permits {
        let Some(entry) = entries::entry(view, *number)? else { continue };
        let history = Entry::of(&entry);
        let lost_on = history.lost_after(produced_on, frame.today);
        let pledges = entry.record.pledges.iter().filter_map(|pledge| Pledge::from_number(*pledge));
        shown.push(PermitShown {
            entry: EntryId(*number).to_string(),
            kind: PermitKind::from_number(entry.record.kind).map_or("other", PermitKind::word),
            number: entry.record.number,
            covers: entry.record.covers,
            pledges: pledges.map(Pledge::word).collect(),
            valid_on_production: history.covered_on(produced_on),
            now: history.state_on(frame.today).word(),
            lost_on: lost_on.map(|day| day.to_string()),
            stated_by: stated_by(view, frame.documents, &entry.by)?,
        });
    }
    Ok(shown)
}
