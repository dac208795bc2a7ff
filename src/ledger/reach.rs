//! Following a recall from an ingredient lot to what was made of it, in bounded steps. A step is a fact
//! of the service: it says what was found, so that replay and followers look for nothing themselves.
//! What a lot being marked means stands in `views/marks.rs`.

use super::check::{CheckError, resolved};
use crate::domain::command::{Actor, Document};
use crate::domain::scope::Scope;
use crate::domain::words::{Hazard, MeasureKind, MeasureState, RecallKind, Regime};
use crate::fact::body::{Body, Private};
use crate::fact::record::{
    ActorRecord, BatchRef, FollowedRecord, MeasureRef, PartRecord, ScopeRecord,
};
use crate::fact::seal::Draft;
use crate::limits::{PREVIEW_LOOKS_COUNT, PREVIEW_LOTS_COUNT, REACH_STEP_EDGES_COUNT};
use crate::lineage::receipts::{Wanted, went_into};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    BatchRow, EdgeOutRow, MeasureRow, ReachRow, ReachWorkRow, ReachedByRow, RunningRow,
};
use crate::views::apply::{At, apply, must};
use crate::views::edges::Names;
use crate::views::marks::{self, Walk, Ways, ways_by};
use crate::views::query::{self, one_party};
use std::collections::VecDeque;

/// Whether any reach has work left.
pub fn is_left(view: &impl Read) -> Result<bool, StoreError> {
    Ok(first_running(view)?.is_some())
}

/// The next step of the first reach that has work left: at most `edges` edges are followed. `None` when
/// nothing is left.
pub fn next_step(view: &impl Read, edges: usize) -> Result<Option<Body>, StoreError> {
    let Some((recall, step)) = first_running(view)? else { return Ok(None) };
    step_of(view, recall, step, edges).map(|(body, _)| Some(body))
}

fn step_of(
    view: &impl Read,
    recall: MeasureRef,
    step: u16,
    edges: usize,
) -> Result<(Body, Ways), StoreError> {
    let reach: ReachRow = must(view, &key::reach(recall, step))?;
    let measure: MeasureRow = must(view, &key::measure(recall))?;
    let missing = StoreError::Damaged { family: "measures", reason: "a reach without its scope" };
    let walk = Walk::of(recall, step, &measure).ok_or(missing)?;
    let lifted = measure.state == MeasureState::Lifted.number();
    let mut names = Names::default();
    let (mut left, mut found, mut followed) = (edges.max(1), Ways::new(), Vec::new());
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
        let (outputs, after, read) = match walk.is_look(&work) {
            true => looked(view, &measure, (&walk, &work), limit)?,
            false => {
                let (outputs, after) = outputs(view, &work, limit)?;
                let read = outputs.len();
                (outputs, after, read)
            }
        };
        left = left.saturating_sub(read.max(1));
        let ReachWorkRow { lot, distance, .. } = work;
        let mut lots = Vec::new();
        for output in outputs {
            if found.contains_key(&output) || !walk.is_new(view, &output)? {
                continue;
            }
            let ways = ways_by(view, &output, &mut names)?;
            for lot in ways.iter().cloned() {
                let distance = distance.saturating_add(1);
                new.push_back(ReachWorkRow { lot, distance, after: None });
            }
            found.insert(output.clone(), ways);
            lots.push(output);
        }
        followed.push(FollowedRecord { lot, distance, lots, after });
    }
    Ok((Body::ReachStepped { recall, step, sequence: reach.next, followed }, found))
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

/// Lots of an organization that goods received went into, among the next that this work names, at most
/// `limit`; the last one looked at where there may be more; and how many were looked at.
fn looked(
    view: &impl Read,
    measure: &MeasureRow,
    (walk, work): (&Walk, &ReachWorkRow),
    limit: usize,
) -> Result<(Vec<BatchRef>, Option<BatchRef>, usize), StoreError> {
    let scope = measure.steps.get(usize::from(walk.step)).map(|step| &step.scope);
    let Some(ScopeRecord {
        organization,
        part: PartRecord::Received { supplier, first, last, .. },
        ..
    }) = scope
    else {
        return Ok((Vec::new(), None, 0));
    };
    let wanted = Wanted { supplier, first: *first, last: *last };
    let (lots, after) = if work.lot.lot.is_empty() {
        let prefix = key::organization_prefix(organization);
        let from = work.after.as_ref().map_or_else(
            || prefix.clone(),
            |after| {
                let mut from = key::batch(after);
                from.push(0);
                from
            },
        );
        let rows = view.rows::<BatchRow>(&prefix, &from, limit)?;
        let lots: Vec<_> =
            rows.iter().filter_map(|(row_key, _)| key::read_batch(row_key)).collect();
        let after = if rows.len() >= limit { lots.last().cloned() } else { None };
        (lots, after)
    } else if marks::is_party(organization, &work.lot.organization) {
        (vec![work.lot.clone()], None)
    } else {
        outputs(view, work, limit)?
    };
    let mut found = Vec::new();
    for lot in &lots {
        if !marks::is_party(organization, &lot.organization) {
            continue;
        }
        let Some((batch, row)) = marks::registered(view, lot)? else { continue };
        if went_into(view, wanted, &batch, &row)? {
            found.push(one_party(&batch));
        }
    }
    Ok((found, after, lots.len()))
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
    let at = At { position, recorded_at: 0, content_id: [0; 32] };
    let actor = actor.clone();
    apply(&mut view, &Private { actor, retry: None, body }, at)?;
    let (mut lots, mut steps) = (0, 0);
    // A step follows or looks at so many at most, so that looking for goods received ends too.
    while lots < PREVIEW_LOTS_COUNT
        && steps * REACH_STEP_EDGES_COUNT < PREVIEW_LOOKS_COUNT
        && let Some((_, step)) = first_running(&view)?.filter(|(first, _)| *first == recall)
    {
        let (body, ways) = step_of(&view, recall, step, REACH_STEP_EDGES_COUNT)?;
        if let Body::ReachStepped { sequence, followed, .. } = body {
            marks::stepped_by(&mut view, (recall, step), (sequence, &followed), &ways, at)?;
        }
        lots = reached(&view, recall)?.lots;
        steps += 1;
    }
    Ok(Preview { recall, scope, view, position })
}
