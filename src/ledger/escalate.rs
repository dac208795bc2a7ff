//! Tasks that nobody settled in time are escalated to the authority of the region, without anybody
//! running a job: the writer looks whether one fell due. Each is a fact of the service, so that it
//! stands in the feed of changes, is delivered, and is not told twice.

use crate::domain::day::Instant;
use crate::fact::body::Body;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::BatchRow;
use crate::views::apply::must;
use crate::views::tasks::out_of_time;

/// The next task to escalate, and whether any waits to fall due.
pub(super) fn next(view: &impl Read, now: Instant) -> Result<(Option<Body>, bool), StoreError> {
    let (found, waiting) = out_of_time(view, now.0)?;
    let Some((task_key, task)) = found else { return Ok((None, waiting)) };
    let row: BatchRow = must(view, &key::batch(&task.batch))?;
    let (position, number) = key::read_task(&task_key, &task.batch.organization);
    let body = Body::TaskEscalated {
        batch: task.batch,
        salt: row.salt,
        task: position,
        number,
        hazard: task.hazard,
    };
    Ok((Some(body), true))
}
