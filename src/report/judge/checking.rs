//! What is not known yet: whether a recall that is being followed comes to the goods.

use super::super::find::Found;
use super::super::model::TraceReport;
use super::reason_of;
use crate::store::StoreError;
use crate::store::read::Read;
use crate::verdict::{ReasonCode, Verdict, worst};
use crate::views::marks;

/// A recall is being followed through ingredients, and what was scanned may be among what it comes to:
/// until that is known, it is not plainly registered.
pub(super) fn recall_check(
    view: &impl Read,
    found: &Found,
    report: &mut TraceReport,
) -> Result<(), StoreError> {
    let inputs = match &found.batch {
        Some((_, row)) => row.inputs,
        None => found.product_row.inputs,
    };
    // A recall of goods received may come to lots whose suppliers were only typed.
    let inputs = inputs || found.organization_row.measures > 0;
    let recalled = worst(&report.reasons) == Verdict::Recalled;
    if inputs && !recalled && marks::is_running(view, &found.organization)? {
        report.reasons.push(reason_of(ReasonCode::RecallCheckRunning, None, None));
    }
    Ok(())
}
