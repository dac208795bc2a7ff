//! Rows of drills: recalls that are only played. Nothing of them stands where a scan, a list or a feed
//! looks.

use super::apply::{At, update};
use crate::fact::body::{Body, Private};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{CounterRow, DrillRow, DrillStepRecord};

/// Counter of drills, i.e. the number of the last.
const COUNTER: &str = "drills";

pub(super) fn apply<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    match &private.body {
        Body::DrillStarted { drill, organization, scope, goal_hours } => {
            view.put(key::name(COUNTER), &CounterRow(*drill))?;
            let row = DrillRow {
                position: at.position,
                started_at: at.recorded_at,
                by: private.actor.clone(),
                organization: organization.clone(),
                scope: scope.clone(),
                goal_hours: *goal_hours,
                steps: Vec::new(),
            };
            view.put(key::entry(*drill), &row)
        }
        Body::DrillStepped { drill, step, .. } => {
            update(view, key::entry(*drill), |row: &mut DrillRow| {
                let by = private.actor.clone();
                let (at, position) = (at.recorded_at, at.position);
                row.steps.push(DrillStepRecord { step: *step, at, position, by });
            })
        }
        _ => Ok(()),
    }
}

/// The next number of a drill.
pub fn next(view: &impl Read) -> Result<u64, StoreError> {
    Ok(view.row::<CounterRow>(&key::name(COUNTER))?.map_or(0, |row| row.0) + 1)
}

/// A drill.
pub fn row(view: &impl Read, drill: u64) -> Result<Option<DrillRow>, StoreError> {
    view.row(&key::entry(drill))
}
