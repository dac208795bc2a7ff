//! Marks: lots that a recall reaches through what went into them. A lot is marked before its own
//! outputs are followed, so that an edge stated meanwhile finds the mark; what is left to follow waits
//! in a queue that bounded steps work off. Marks say nothing of the recall's state: that is read with
//! them, so closing or lifting a recall changes no mark.
//!
//! A walk over goods received from a supplier has no lot to begin at: its work is to look through the
//! organization's lots, and again at each one of which something new is stated. What the papers of a lot
//! say is read by the step (`ledger/reach.rs`), never here, so that nothing erasable comes into a row.

use super::apply::{At, must, update};
use super::query::one_party;
use super::{assistance, edges};
use crate::domain::words::MeasureState;
use crate::fact::record::{BatchRef, FollowedRecord, MeasureRef, PartRecord, ScopeRecord};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    CounterRow, EdgeOutRow, MarkRecord, MarkRow, MeasureRow, ReachRow, ReachWorkRow, RunningRow,
};

mod find;
mod tally;

use tally::Tally;

pub(super) use find::{add_reached, add_reached_lots};
pub use find::{
    first, is_party, is_reached, is_running, registered, walks_of_own, walks_of_receipts, ways_by,
    ways_on,
};
pub use tally::Ways;

/// Counter of ingredient scopes that were ever followed: while it is zero no edge can meet a mark.
const COUNTER_STARTED: &str = "reaches.started";

/// Counter of reaches with work left: over everybody's goods, or over one party's own.
fn running_counter(owner: Option<&str>) -> Vec<u8> {
    key::name(&owner.map_or_else(|| "reaches".to_owned(), |owner| format!("reaches.{owner}")))
}

/// One ingredient scope of a measure and where it may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    pub id: MeasureRef,
    /// Place among the steps of the measure.
    pub step: u16,
    /// The lot that is named; every lot of the owner where goods received are looked for.
    root: BatchRef,
    /// The party whose goods alone are followed.
    owner: Option<String>,
}

impl Walk {
    /// `None` where the scope follows no goods.
    pub fn new(id: MeasureRef, step: u16, scope: &ScopeRecord) -> Option<Self> {
        let owner = || party_of(&scope.organization);
        match &scope.part {
            PartRecord::Ingredient { lot, own, .. } => {
                Some(Self { id, step, root: lot.clone(), owner: own.then(owner) })
            }
            PartRecord::Received { .. } => {
                Some(Self { id, step, root: every_lot(&owner()), owner: Some(owner()) })
            }
            _ => None,
        }
    }

    /// Whether it looks for goods received, which no lot that it begins at names.
    pub fn looks(&self) -> bool {
        self.root.lot.is_empty()
    }

    /// Whether this work is to look at what papers say of lots, not to follow one that is marked.
    pub fn is_look(&self, work: &ReachWorkRow) -> bool {
        self.looks() && work.distance == 0
    }

    /// The walk of a step of a measure.
    pub fn of(id: MeasureRef, step: u16, measure: &MeasureRow) -> Option<Self> {
        Self::new(id, step, &measure.steps.get(usize::from(step))?.scope)
    }

    /// Whether it goes neither to this lot nor beyond: another party's, or where it began.
    fn ends_before(&self, lot: &BatchRef) -> bool {
        *lot == self.root || self.owner.as_ref().is_some_and(|owner| *owner != lot.organization)
    }

    /// Whether it marks this lot when it comes there, and did not before.
    pub fn is_new(&self, view: &impl Read, lot: &BatchRef) -> Result<bool, StoreError> {
        if self.ends_before(lot) {
            return Ok(false);
        }
        let marked: Option<MarkRow> = view.row(&mark_key(lot, self.id))?;
        Ok(marked.is_none_or(|row| row.by.iter().all(|by| by.step != self.step)))
    }
}

/// An ingredient scope takes effect: the lot it names gets its mark and its outputs are queued.
pub(super) fn start<B: Read>(
    view: &mut Overlay<B>,
    id: MeasureRef,
    step: u16,
    scope: &ScopeRecord,
) -> Result<(), StoreError> {
    let Some(walk) = Walk::new(id, step, scope) else { return Ok(()) };
    view.put(key::reach(id, step), &ReachRow::default())?;
    count(view, key::name(COUNTER_STARTED), 1)?;
    let marks = root_marks(&walk.root, walk.owner.as_deref());
    let root_key = key::mark(marks, id);
    let mut row: MarkRow = view.row(&root_key)?.unwrap_or_default();
    row.by.push(MarkRecord { step, via: None, distance: 0 });
    view.put(root_key, &row)?;
    let ways = if walk.looks() { vec![walk.root.clone()] } else { ways_on(view, &walk.root)? };
    put_work(view, &walk, ways)
}

/// Queues lots to begin at, or to look at again.
fn put_work<B: Read>(
    view: &mut Overlay<B>,
    walk: &Walk,
    ways: Vec<BatchRef>,
) -> Result<(), StoreError> {
    let mut tally = Tally::of(view, walk)?;
    tally.queue(view, ways, 0)?;
    tally.write(view).map(|_| ())
}

/// Something was stated of a lot: recalls that look for goods its organization received look at it, or
/// at what the organization made of it.
pub(super) fn stated<B: Read>(
    view: &mut Overlay<B>,
    organization: &str,
    lot: &BatchRef,
) -> Result<(), StoreError> {
    if view.row::<CounterRow>(&key::name(COUNTER_STARTED))?.is_none() {
        return Ok(());
    }
    let owner = party_of(organization);
    let marks = root_marks(&every_lot(&owner), Some(&owner)).finish();
    for (row_key, row) in view.rows::<MarkRow>(&marks, &marks, usize::MAX)? {
        let Some(id) = key::read_measure(&row_key) else { continue };
        let measure: MeasureRow = must(view, &key::measure(id))?;
        if measure.state == MeasureState::Lifted.number() {
            continue;
        }
        for by in row.by {
            let Some(walk) = Walk::of(id, by.step, &measure) else { continue };
            let ways = match one_party(lot) {
                own if own.organization == owner => vec![own],
                other => ways_on(view, &other)?,
            };
            put_work(view, &walk, ways)?;
        }
    }
    Ok(())
}

/// An edge was stated: what reached the input reaches the output with it.
pub(super) fn joined<B: Read>(
    view: &mut Overlay<B>,
    input: &BatchRef,
    output: &BatchRef,
    at: At,
) -> Result<(), StoreError> {
    if view.row::<CounterRow>(&key::name(COUNTER_STARTED))?.is_none() {
        return Ok(());
    }
    let input = edges::resolved(view, input)?;
    let reached = key::marks(&input, key::MARK_REACHED).finish();
    let root = root_marks(&input, None).finish();
    let root_of = root_marks(&input, Some(&output.organization)).finish();
    for prefix in [reached, root, root_of] {
        for (row_key, row) in view.rows::<MarkRow>(&prefix, &prefix, usize::MAX)? {
            let Some(id) = key::read_measure(&row_key) else { continue };
            let measure: MeasureRow = must(view, &key::measure(id))?;
            if measure.state == MeasureState::Lifted.number() {
                continue;
            }
            for by in row.by {
                let Some(walk) = Walk::of(id, by.step, &measure) else { continue };
                let mut tally = Tally::of(view, &walk)?;
                tally.mark(view, output, Some(&input), by.distance, &Ways::default())?;
                let new = tally.write(view)?;
                assistance::reached(view, id, &new, at)?;
            }
        }
    }
    Ok(())
}

/// A GTIN was registered: what was stated of its lots by GTIN alone meets them now.
pub(super) fn gtin_registered<B: Read>(
    view: &mut Overlay<B>,
    gtin: &str,
    at: At,
) -> Result<(), StoreError> {
    if view.row::<CounterRow>(&key::name(COUNTER_STARTED))?.is_none() {
        return Ok(());
    }
    let prefix = key::product("", gtin);
    for (row_key, _) in view.rows::<EdgeOutRow>(&prefix, &prefix, usize::MAX)? {
        if let Some((input, output)) = key::read_edge(&row_key) {
            joined(view, &input, &output, at)?;
            stated(view, &output.organization, &output)?;
        }
    }
    Ok(())
}

/// A step of the service: marks what it found and takes the work it did off the queue.
pub(super) fn stepped<B: Read>(
    view: &mut Overlay<B>,
    (id, step): (MeasureRef, u16),
    sequence: u32,
    followed: &[FollowedRecord],
    at: At,
) -> Result<(), StoreError> {
    stepped_by(view, (id, step), (sequence, followed), &Ways::default(), at)
}

/// The same, by whoever found out which lots of the step something was made of.
pub fn stepped_by<B: Read>(
    view: &mut Overlay<B>,
    (id, step): (MeasureRef, u16),
    (sequence, followed): (u32, &[FollowedRecord]),
    ways: &Ways,
    at: At,
) -> Result<(), StoreError> {
    let reach_key = key::reach(id, step);
    if must::<ReachRow>(view, &reach_key)?.next != sequence {
        return Ok(());
    }
    let measure: MeasureRow = must(view, &key::measure(id))?;
    let missing = StoreError::Damaged { family: "measures", reason: "a reach without its scope" };
    let walk = Walk::of(id, step, &measure).ok_or(missing)?;
    let mut tally = Tally::of(view, &walk)?;
    for FollowedRecord { lot, distance, lots, after } in followed {
        let via = match walk.looks() && *distance == 0 {
            true => None,
            false => Some(edges::resolved(view, lot)?),
        };
        for output in lots {
            tally.mark(view, output, via.as_ref(), *distance, ways)?;
        }
        let work_key = key::reach_work(id, step, tally.reach.head);
        if after.is_some() {
            update(view, work_key, |row: &mut ReachWorkRow| row.after.clone_from(after))?;
        } else {
            view.delete(Family::ReachWork, work_key);
            tally.reach.head += 1;
        }
    }
    tally.reach.next += 1;
    let left = tally.reach.head < tally.reach.tail;
    let new = tally.write(view)?;
    assistance::reached(view, id, &new, at)?;
    if left {
        return Ok(());
    }
    view.delete(Family::ReachesRunning, reach_key);
    // What a lifted recall still had to follow stopped counting when it was lifted.
    if measure.state == MeasureState::Lifted.number() {
        return Ok(());
    }
    count(view, running_counter(walk.owner.as_deref()), -1)
}

/// A recall was lifted: nobody needs to wait for what it had still to follow.
pub(super) fn lifted<B: Read>(
    view: &mut Overlay<B>,
    id: MeasureRef,
    measure: &MeasureRow,
) -> Result<(), StoreError> {
    for walk in walks(id, measure) {
        if view.row::<RunningRow>(&key::reach(id, walk.step))?.is_some() {
            count(view, running_counter(walk.owner.as_deref()), -1)?;
        }
    }
    Ok(())
}

/// The ingredient scopes of a measure.
pub fn walks(id: MeasureRef, measure: &MeasureRow) -> impl Iterator<Item = Walk> {
    let steps = (0_u16..).zip(&measure.steps).filter(|(_, step)| step.include);
    steps.filter_map(move |(place, step)| Walk::new(id, place, &step.scope))
}

fn count<B: Read>(view: &mut Overlay<B>, counter: Vec<u8>, by: i64) -> Result<(), StoreError> {
    let now = view.row::<CounterRow>(&counter)?.map_or(0, |row| row.0);
    view.put(counter, &CounterRow(now.saturating_add_signed(by)))
}

/// What stands for every lot of a party.
fn every_lot(party: &str) -> BatchRef {
    BatchRef { organization: party.to_owned(), product: String::new(), lot: String::new() }
}

fn mark_key(lot: &BatchRef, id: MeasureRef) -> Vec<u8> {
    key::mark(key::marks(lot, key::MARK_REACHED), id)
}

fn root_marks(root: &BatchRef, owner: Option<&str>) -> crate::codec::key::KeyWriter {
    match owner {
        None => key::marks(root, key::MARK_ROOT),
        Some(owner) => key::marks(root, key::MARK_ROOT_OF).text(owner),
    }
}

/// A product under the empty lot, which no lot has.
fn product_marks(organization: &str, product: &str) -> Vec<u8> {
    let any = BatchRef {
        organization: organization.to_owned(),
        product: product.to_owned(),
        lot: String::new(),
    };
    key::marks(&any, key::MARK_REACHED).finish()
}

/// The party as edges name it.
fn party_of(organization: &str) -> String {
    one_party(&every_lot(organization)).organization
}
