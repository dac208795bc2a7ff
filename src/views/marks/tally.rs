//! What a walk marks between two writes of its counters: rows that many lots share are read and written
//! once, whatever the number of lots.

use super::super::apply::must;
use super::{Walk, count, mark_key, product_marks, running_counter};
use crate::fact::record::BatchRef;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    AliasRow, BatchRow, MarkRecord, MarkRow, ProductRow, ReachRow, ReachWorkRow, ReachedByRow,
    ReachedRow, RunningRow,
};
use crate::views::query;
use std::collections::{BTreeMap, BTreeSet};

/// The names under which something was made of lots, as far as that was looked up before.
pub type Ways = BTreeMap<BatchRef, Vec<BatchRef>>;

/// Counters of one walk, until they are written.
pub(super) struct Tally<'a> {
    walk: &'a Walk,
    /// Its row, with what was marked and queued since.
    pub reach: ReachRow,
    /// Lots and units of each organization that the measure did not come to before.
    new: BTreeMap<String, (u64, u64)>,
    /// The codes that parties were admitted with.
    codes: BTreeMap<String, String>,
    /// Products of which it is noted that there are marks to read.
    flagged: BTreeSet<(String, String)>,
}

impl<'a> Tally<'a> {
    /// Nothing counted since the last write.
    pub(super) fn of(view: &impl Read, walk: &'a Walk) -> Result<Self, StoreError> {
        let reach = must(view, &key::reach(walk.id, walk.step))?;
        let (new, codes, flagged) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Ok(Self { walk, reach, new, codes, flagged })
    }

    /// Marks a lot that comes right after `via`, or that goods received went into, unless the walk ends
    /// before it or was there.
    pub(super) fn mark<B: Read>(
        &mut self,
        view: &mut Overlay<B>,
        lot: &BatchRef,
        via: Option<&BatchRef>,
        distance: u16,
        ways: &Ways,
    ) -> Result<(), StoreError> {
        if self.walk.ends_before(lot) {
            return Ok(());
        }
        let mark_key = mark_key(lot, self.walk.id);
        let mut row: MarkRow = view.row(&mark_key)?.unwrap_or_default();
        if row.by.iter().any(|by| by.step == self.walk.step) {
            return Ok(());
        }
        let distance = distance.saturating_add(1);
        let first = row.by.is_empty();
        row.by.push(MarkRecord { step: self.walk.step, via: via.cloned(), distance });
        view.put(mark_key, &row)?;
        let found = self.registered(view, lot)?;
        let units = found.as_ref().map_or(0, |(_, row)| row.units);
        self.reach.lots += 1;
        self.reach.units += units;
        if first {
            view.put(key::reached(self.walk.id, lot), &ReachedRow)?;
            let counted = self.new.entry(lot.organization.clone()).or_default();
            *counted = (counted.0 + 1, counted.1 + units);
            if let Some((batch, row)) = found {
                self.flag(view, lot, (&batch, row))?;
            }
        }
        let known = ways.get(lot).cloned();
        let ways = known.map_or_else(|| super::ways_on(view, lot), Ok)?;
        self.queue(view, ways, distance)
    }

    /// Queues lots whose outputs are to be followed. One of which nothing was made yet is not queued: an
    /// edge stated later comes by itself.
    pub(super) fn queue<B: Read>(
        &mut self,
        view: &mut Overlay<B>,
        ways: Vec<BatchRef>,
        distance: u16,
    ) -> Result<(), StoreError> {
        for lot in ways {
            let work = ReachWorkRow { lot, distance, after: None };
            let place = key::reach_work(self.walk.id, self.walk.step, self.reach.tail);
            view.put(place, &work)?;
            self.reach.tail += 1;
        }
        Ok(())
    }

    /// Writes what was counted, and notes that the walk has work left, where it has. Gives the
    /// organizations to which the measure came for the first time.
    pub(super) fn write<B: Read>(self, view: &mut Overlay<B>) -> Result<Vec<String>, StoreError> {
        let Self { walk, reach, new, .. } = self;
        let reach_key = key::reach(walk.id, walk.step);
        view.put(reach_key.clone(), &reach)?;
        if reach.head < reach.tail && view.row::<RunningRow>(&reach_key)?.is_none() {
            view.put(reach_key, &RunningRow)?;
            count(view, running_counter(walk.owner.as_deref()), 1)?;
        }
        let all_key = key::reached_by(walk.id, "");
        let mut all: ReachedByRow = view.row(&all_key)?.unwrap_or_default();
        let any = !new.is_empty();
        let mut first = Vec::new();
        for (organization, (lots, units)) in new {
            let one_key = key::reached_by(walk.id, &organization);
            let known: Option<ReachedByRow> = view.row(&one_key)?;
            if known.is_none() {
                all.organizations += 1;
                first.push(organization);
            }
            let mut one = known.unwrap_or(ReachedByRow { organizations: 1, ..Default::default() });
            for row in [&mut one, &mut all] {
                row.lots += lots;
                row.units += units;
            }
            view.put(one_key, &one)?;
        }
        if any {
            view.put(all_key, &all)?;
        }
        Ok(first)
    }

    /// Notes at the lot and its product that there is a mark to read.
    fn flag<B: Read>(
        &mut self,
        view: &mut Overlay<B>,
        lot: &BatchRef,
        (batch, row): (&BatchRef, BatchRow),
    ) -> Result<(), StoreError> {
        if !row.reached {
            view.put(key::batch(batch), &BatchRow { reached: true, ..row })?;
        }
        if !self.flagged.insert((lot.organization.clone(), lot.product.clone())) {
            return Ok(());
        }
        let product_key = key::product(&batch.organization, &batch.product);
        let product: ProductRow = must(view, &product_key)?;
        if !product.reached {
            view.put(product_key, &ProductRow { reached: true, ..product })?;
        }
        let mut product_key = product_marks(&lot.organization, &lot.product);
        product_key.extend_from_slice(&key::measure(self.walk.id));
        let by = vec![MarkRecord { step: self.walk.step, via: None, distance: 0 }];
        view.put(product_key, &MarkRow { by })
    }

    /// The registered batch as edges name it: under the code its party was admitted with, and its row.
    fn registered(
        &mut self,
        view: &impl Read,
        lot: &BatchRef,
    ) -> Result<Option<(BatchRef, BatchRow)>, StoreError> {
        let organization = match self.codes.get(&lot.organization) {
            Some(code) => code.clone(),
            None => {
                let known = view.row::<AliasRow>(&key::name(&lot.organization))?;
                let code = known.map_or_else(|| lot.organization.clone(), |row| row.0);
                self.codes.insert(lot.organization.clone(), code.clone());
                code
            }
        };
        let batch = BatchRef { organization, ..lot.clone() };
        Ok(query::batch(view, &batch)?.map(|row| (batch, row)))
    }
}
