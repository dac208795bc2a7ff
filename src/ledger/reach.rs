//! Following a recall from an ingredient lot to what was made of it, in bounded steps. A step is a fact
//! of the service: it says what was found, so that replay and followers look for nothing themselves.
//! What a lot being marked means stands in `views/marks.rs`.

use super::check::{CheckError, resolved};
use crate::domain::command::{Actor, Document};
use crate::domain::scope::Scope;
use crate::domain::words::{Hazard, MeasureKind, MeasureState, RecallKind, Regime};
use crate::fact::body::{Body, Private};
use crate::fact::record::{ActorRecord, BatchRef, FollowedRecord, MeasureRef, ScopeRecord};
use crate::fact::seal::Draft;
use crate::limits::{PREVIEW_LOTS_COUNT, REACH_STEP_EDGES_COUNT};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    EdgeOutRow, MeasureRow, ReachRow, ReachWorkRow, ReachedByRow, RunningRow,
};
use crate::views::apply::{At, apply, must};
use crate::views::marks::{Walk, ways_on};
use crate::views::query;
use std::collections::{BTreeSet, VecDeque};

/// Whether any reach has work left.
pub fn is_left(view: &impl Read) -> Result<bool, StoreError> {
    Ok(first_running(view)?.is_some())
}

/// The next step of the first reach that has work left: at most `edges` edges are followed. `None` when
/// nothing is left.
pub fn next_step(view: &impl Read, edges: usize) -> Result<Option<Body>, StoreError> {
    let Some((recall, step)) = first_running(view)? else { return Ok(None) };
    step_of(view, recall, step, edges).map(Some)
}

fn step_of(
    view: &impl Read,
    recall: MeasureRef,
    step: u16,
    edges: usize,
) -> Result<Body, StoreError> {
    let reach: ReachRow = must(view, &key::reach(recall, step))?;
    let measure: MeasureRow = must(view, &key::measure(recall))?;
    let missing = StoreError::Damaged { family: "measures", reason: "a reach without its scope" };
    let walk = Walk::of(recall, step, &measure).ok_or(missing)?;
    let lifted = measure.state == MeasureState::Lifted.number();
    let (mut left, mut found, mut followed) = (edges.max(1), BTreeSet::new(), Vec::new());
    // What this step finds joins the queue behind what is there, in the order in which it is marked.
    let (mut stored, mut new) = (reach.head..reach.tail, VecDeque::new());
    while left > 0 {
        let work = match stored.next() {
            Some(number) => must(view, &key::reach_work(recall, step, number))?,
            None => match new.pop_front() {
                Some(work) => work,
                None => break,
            },
        };
        // Work of a lifted recall is only put away.
        let limit = if lifted { 0 } else { left };
        let (outputs, after) = outputs(view, &work, limit)?;
        left = left.saturating_sub(outputs.len().max(1));
        let ReachWorkRow { lot, distance, .. } = work;
        let mut lots = Vec::new();
        for output in outputs {
            if found.contains(&output) || !walk.is_new(view, &output)? {
                continue;
            }
            for lot in ways_on(view, &output)? {
                let distance = distance.saturating_add(1);
                new.push_back(ReachWorkRow { lot, distance, after: None });
            }
            found.insert(output.clone());
            lots.push(output);
        }
        followed.push(FollowedRecord { lot, distance, lots, after });
    }
    Ok(Body::ReachStepped { recall, step, sequence: reach.next, followed })
}

/// A step as the service states it.
pub fn draft(body: Body) -> Draft {
    let (actor, document) = (ActorRecord::service(), Document::default());
    Draft { actor, retry: None, body, document }
}

/// The next outputs of a lot, at most `limit`, and the last of them where there may be more.
fn outputs(
    view: &impl Read,
    work: &ReachWorkRow,
    limit: usize,
) -> Result<(Vec<BatchRef>, Option<BatchRef>), StoreError> {
    let prefix = key::batch(&work.lot);
    let from = work.after.as_ref().map_or_else(
        || prefix.clone(),
        |after| {
            let mut from = key::edge(&work.lot, after);
            from.push(0);
            from
        },
    );
    let rows = view.rows::<EdgeOutRow>(&prefix, &from, limit)?;
    let full = limit > 0 && rows.len() >= limit;
    let output = |edge: &[u8]| key::read_batch(edge.get(prefix.len()..)?);
    let outputs: Vec<BatchRef> = rows.iter().filter_map(|(edge, _)| output(edge)).collect();
    let after = if full { outputs.last().cloned() } else { None };
    Ok((outputs, after))
}

/// What a measure reached through ingredients so far.
pub fn reached(view: &impl Read, recall: MeasureRef) -> Result<ReachedByRow, StoreError> {
    Ok(view.row(&key::reached_by(recall, ""))?.unwrap_or_default())
}

fn first_running(view: &impl Read) -> Result<Option<(MeasureRef, u16)>, StoreError> {
    let rows = view.rows::<RunningRow>(&[], &[], 1)?;
    Ok(rows.first().and_then(|(row_key, _)| key::read_reach(row_key)))
}

/// A recall as if it had been opened now: its number, its scope, and the state with it in it.
pub struct Preview<B> {
    pub recall: MeasureRef,
    pub scope: ScopeRecord,
    /// The same views as after an opening; nothing of it is written.
    pub view: Overlay<B>,
    /// Place of the opening.
    pub position: u64,
}

/// Opens a recall in memory and follows it until all is reached or the bound of previews is.
///
/// Errors: those of an opening.
pub fn preview<B: Read>(
    base: B,
    actor: &Actor,
    scopes: &[Scope],
    held: bool,
) -> Result<Preview<B>, CheckError> {
    let scope = resolved(&base, actor, RecallKind::Voluntary, scopes, held)?;
    Ok(played(base, &ActorRecord::from(actor), scope)?)
}

/// Follows a scope as [`preview`] does, whoever may see what it comes to.
pub fn played<B: Read>(
    base: B,
    actor: &ActorRecord,
    scope: ScopeRecord,
) -> Result<Preview<B>, StoreError> {
    let position = query::facts(&base)?;
    // A number that no recall has, and that stands before all others.
    let recall =
        MeasureRef { kind: MeasureKind::Recall.number(), year: u16::MAX, number: u32::MAX };
    let body = Body::RecallOpened {
        recall,
        scope: scope.clone(),
        regime: Regime::Other.number(),
        class: None,
        kind: RecallKind::Voluntary.number(),
        hazard: Hazard::Other.number(),
        remedy: Vec::new(),
    };
    let mut view = Overlay::new(base);
    let mut at = At { position, recorded_at: 0, content_id: [0; 32] };
    let actor = actor.clone();
    apply(&mut view, &Private { actor, retry: None, body }, at)?;
    let mut lots = 0;
    while lots < PREVIEW_LOTS_COUNT
        && let Some((_, step)) = first_running(&view)?.filter(|(first, _)| *first == recall)
    {
        let body = step_of(&view, recall, step, REACH_STEP_EDGES_COUNT)?;
        lots = reached(&view, recall)?.lots;
        at.position += 1;
        apply(&mut view, &Private { actor: ActorRecord::service(), retry: None, body }, at)?;
    }
    Ok(Preview { recall, scope, view, position })
}
