//! Drills: whoever may recall goods may play it. Nothing is measured, and no scan knows.

use super::measures::resolved;
use super::{Accepted, CheckError, party};
use crate::access::Right;
use crate::domain::command::{Actor, Drill};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::Code;
use crate::domain::words::{DrillStep, RecallKind};
use crate::fact::body::Body;
use crate::limits::DRILL_STEPS_MAX;
use crate::store::read::Read;
use crate::views::drills;

pub(super) fn judge(
    view: &impl Read,
    actor: &Actor,
    command: &Drill,
) -> Result<Accepted, CheckError> {
    match command {
        Drill::Start { scopes, goal_hours, document } => {
            let scope = resolved(view, actor, RecallKind::Voluntary, scopes, false)?;
            let first = scope.parts().first().map(|part| part.organization.clone());
            let (organization, goal_hours) = (first.unwrap_or_default(), *goal_hours);
            let drill = drills::next(view)?;
            Ok((Body::DrillStarted { drill, organization, scope, goal_hours }, document.clone()))
        }
        Drill::Step { drill, step, document } => {
            let row = drills::row(view, drill.0)?.ok_or(Code::NotFound)?;
            let code = OrgCode::parse(&row.organization).map_err(|_| Code::NotFound)?;
            // That there is a drill at all is nobody else's to know.
            let right = Right::Measure(RecallKind::Voluntary);
            party(view, actor, right, &code).map_err(|error| match error {
                CheckError::Refused(_) => Code::NotFound.into(),
                store @ CheckError::Store(_) => store,
            })?;
            if row.steps.iter().any(|step| step.step == DrillStep::Finished.number()) {
                return Err(Code::MeasureEnded.into());
            }
            // The last place is kept for the end of it.
            let last = *step == DrillStep::Finished;
            if row.steps.len() + usize::from(!last) >= DRILL_STEPS_MAX {
                return Err(Code::TooManyEntries.into());
            }
            let (drill, organization) = (drill.0, row.organization);
            Ok((Body::DrillStepped { drill, organization, step: step.number() }, document.clone()))
        }
    }
}
