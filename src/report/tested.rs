//! The tests of a batch as a report shows them: which stand, who is behind each, and whether the
//! laboratory was accredited. What they come to is worked out in `rules`.

use super::Documents;
use super::documents::CheckDocument;
use super::model::{StatedBy, TestShown};
use super::records::{organization_name, stated_by};
use crate::fact::document::PublicLaboratory;
use crate::fact::record::{ActorRecord, BatchRef};
use crate::limits::REPORT_LIST_COUNT_MAX;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, CheckRow};

/// The tests of a batch, without the preliminary reports that a final one took the place of.
pub(super) fn tests(
    view: &impl Read,
    documents: &Documents,
    batch: &BatchRef,
    row: &BatchRow,
) -> Result<Vec<TestShown>, StoreError> {
    if row.checks == 0 {
        return Ok(Vec::new());
    }
    let mut tests = Vec::new();
    for (position, check) in checks(view, batch, row)? {
        if check.superseded.is_some() {
            continue;
        }
        let kept = documents.check(view, row, position)?;
        let CheckDocument { kind, report_no, tested_on, report_state, laboratory, result, items } =
            &kept.document;
        let mut items = items.clone();
        for (item, record) in items.iter_mut().zip(&check.check.items) {
            item.accredited = record.accredited;
        }
        tests.push(TestShown {
            kind: kind.clone(),
            report_no: report_no.clone(),
            report_state,
            tested_on: tested_on.clone(),
            stated_by: tested_by(view, documents, batch, &check.by, laboratory.as_ref())?,
            result,
            items,
        });
    }
    Ok(tests)
}

/// The checks of a batch by position: one by one while its row names them all, else by a search.
fn checks(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
) -> Result<Vec<(u64, CheckRow)>, StoreError> {
    let prefix = key::batch(batch);
    if row.first_checks.len() < row.checks as usize {
        let rows = view.rows::<CheckRow>(&prefix, &prefix, REPORT_LIST_COUNT_MAX)?;
        let place = |key: &[u8]| key::last_number(key).unwrap_or_default();
        return Ok(rows.into_iter().map(|(key, row)| (place(&key), row)).collect());
    }
    let one = |position: &u64| {
        let found: Option<CheckRow> = view.row(&key::batch_number(batch, *position))?;
        Ok(found.map(|row| (*position, row)))
    };
    row.first_checks.iter().filter_map(|position| one(position).transpose()).collect()
}

/// Who stands behind a test. A firm's laboratory is the one the statement names, not whoever handed it
/// in; a laboratory that the firm let test is itself.
fn tested_by(
    view: &impl Read,
    documents: &Documents,
    batch: &BatchRef,
    actor: &ActorRecord,
    laboratory: Option<&PublicLaboratory>,
) -> Result<StatedBy, StoreError> {
    let mut by = stated_by(view, documents, actor)?;
    if by.role == "laboratory" && by.organization.as_deref() == Some(batch.organization.as_str()) {
        by.organization = laboratory.and_then(|laboratory| laboratory.organization.clone());
        by.name = organization_name(view, documents, by.organization.as_deref())?;
    }
    Ok(by)
}
