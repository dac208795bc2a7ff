//! One lot and one edge of a lineage, as far as the reader may know them.

use super::party::{Party, public};
use super::{Access, Survey};
use crate::domain::day::Day;
use crate::domain::words::{BatchState, MeasureKind, MeasureState};
use crate::fact::document::PublicProduct;
use crate::fact::record::{BatchRef, QuantityRecord};
use crate::fact::text::BiText;
use crate::limits::LINEAGE_EDGES_MAX;
use crate::lineage::share::{share, share_of_made};
use crate::lineage::walk::{Direction, Link, Reached};
use crate::measure::Target;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, ProductRow};
use crate::views::edges;
use crate::views::query::{self, Filed};
use rust_decimal::Decimal;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// A lot. What the reader may not know is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its place in the walk; the same on every page of one answer.
    pub id: usize,
    pub depth: u32,
    pub access: Access,
    /// The code it was admitted with, or as it was written.
    pub organization: Option<String>,
    pub organization_name: BiText,
    /// Outside the reader's region, or another firm's.
    pub foreign: bool,
    pub product: Option<String>,
    pub product_name: BiText,
    /// GTIN that nobody has registered yet.
    pub gtin: Option<String>,
    pub lot: Option<String>,
    pub produced_on: Option<Day>,
    pub state: State,
    /// Forward: what part of its inputs comes from lots of this walk.
    pub touched: Option<Decimal>,
    /// It has further neighbours, deeper than was asked for.
    pub more: bool,
}

/// How a lot stands, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// An open recall covers it, or part of it.
    Recalled,
    /// A recall over it has ended: still not to be used.
    RecallClosed,
    Held,
    Withdrawn,
    Released,
    /// Not released yet.
    Registered,
    /// Named by those who used it, not registered.
    Unregistered,
    /// Not the reader's to know.
    Unknown,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Recalled,
        Self::RecallClosed,
        Self::Held,
        Self::Withdrawn,
        Self::Released,
        Self::Registered,
        Self::Unregistered,
        Self::Unknown,
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Recalled => "recalled",
            Self::RecallClosed => "recallClosed",
            Self::Held => "held",
            Self::Withdrawn => "withdrawn",
            Self::Released => "released",
            Self::Registered => "registered",
            Self::Unregistered => "unregistered",
            Self::Unknown => "unknown",
        }
    }
}

/// An edge: what went into what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Place of the input in the walk.
    pub from: usize,
    /// Place of the output.
    pub to: usize,
    /// As stated; empty where nothing was, or where it is not the reader's to know.
    pub used: Vec<QuantityRecord>,
    /// What part of the input went in.
    pub share: Option<Decimal>,
    /// What part of the output's linked inputs it is.
    pub of_output: Option<Decimal>,
    pub in_loop: bool,
}

/// The row of a lot, where the reader may know of it: a lot that was never released is its office's.
pub(super) fn row(
    view: &impl Read,
    lot: &BatchRef,
    access: Access,
) -> Result<Option<(BatchRef, BatchRow)>, StoreError> {
    if access < Access::Named {
        return Ok(None);
    }
    let Some(batch) = edges::registered(view, lot)? else { return Ok(None) };
    let row = query::batch(view, &batch)?;
    let open =
        |row: &BatchRow| access == Access::Full || row.state != BatchState::Registered.number();
    Ok(row.filter(open).map(|row| (batch, row)))
}

/// Reads the lots of one page. What all inputs of an output come to is read once, and no more edges
/// than a walk may follow.
pub(super) struct Reading<'a, V> {
    view: &'a V,
    survey: &'a Survey,
    inputs: RefCell<BTreeMap<usize, Vec<QuantityRecord>>>,
    /// Edges of the walk by the place of their output.
    into: BTreeMap<usize, Vec<&'a Link>>,
    room: Cell<usize>,
}

impl<'a, V: Read> Reading<'a, V> {
    pub(super) fn new(view: &'a V, survey: &'a Survey) -> Self {
        let mut into: BTreeMap<usize, Vec<&Link>> = BTreeMap::new();
        for link in &survey.walk.links {
            into.entry(link.output).or_default().push(link);
        }
        let room = Cell::new(LINEAGE_EDGES_MAX);
        Self { view, survey, inputs: RefCell::default(), into, room }
    }

    pub(super) fn node(&self, place: usize) -> Result<Node, StoreError> {
        let nobody =
            BatchRef { organization: String::new(), product: String::new(), lot: String::new() };
        let none = Reached { lot: nobody, depth: 0, more: false };
        let Reached { lot, depth, more } = self.survey.walk.lots.get(place).unwrap_or(&none);
        let access = self.survey.access(place);
        let party = self.survey.parties.met(&lot.organization);
        let mut node = Node {
            id: place,
            depth: *depth,
            access,
            organization: None,
            organization_name: BiText::default(),
            foreign: access != Access::Full,
            product: None,
            product_name: BiText::default(),
            gtin: None,
            lot: None,
            produced_on: None,
            state: State::Unknown,
            touched: None,
            more: *more,
        };
        if access >= Access::Organization && !lot.organization.is_empty() {
            let code = party.map_or(&lot.organization, |party| &party.code);
            node.organization = Some(code.clone());
            node.organization_name = party.map(|party| party.name.clone()).unwrap_or_default();
        }
        if access >= Access::Named {
            self.named(&mut node, lot, party)?;
        }
        if access == Access::Full && self.survey.direction == Direction::Forward && place > 0 {
            node.touched = self.touched(place)?;
        }
        Ok(node)
    }

    fn named(
        &self,
        node: &mut Node,
        lot: &BatchRef,
        party: Option<&Party>,
    ) -> Result<(), StoreError> {
        node.lot = Some(lot.lot.clone());
        if let Some(gtin) = edges::gtin_of(lot) {
            node.gtin = Some(gtin.to_owned());
            node.state = State::Unregistered;
            return Ok(());
        }
        node.product = Some(lot.product.clone());
        let found = row(self.view, lot, node.access)?.map(|(_, row)| row);
        node.produced_on = found.as_ref().map(|row| Day::from_number(row.numbers.produced_on));
        let Some(party) = party else {
            node.state = State::Unregistered;
            return Ok(());
        };
        node.state = self.state(lot, party, found.as_ref(), node.access)?;
        let product = key::product(&party.code, &lot.product);
        let latest: Option<ProductRow> = self.view.row(&product)?;
        let version = found.map(|row| row.version_position);
        if let Some(position) = version.or(latest.map(|row| row.latest_position)) {
            node.product_name = public::<PublicProduct>(self.view, position)?.name;
        }
        Ok(())
    }

    /// Recalls are published for registered and unregistered lots alike; a hold shows with a lot that
    /// the reader may know of.
    fn state(
        &self,
        lot: &BatchRef,
        party: &Party,
        row: Option<&BatchRow>,
        access: Access,
    ) -> Result<State, StoreError> {
        let target = Target {
            organization: &party.code,
            product: &lot.product,
            lot: Some(&lot.lot),
            registered_at: row.map(|row| row.position),
            produced_on: row.map(|row| row.numbers.produced_on),
            issued_only: row.is_some_and(|row| row.codes == row.units),
            ..Target::default()
        };
        let everywhere = Filed { organization: true, product: true, lot: true, reached: true };
        let own = match row.and_then(|row| BatchState::from_number(row.state)) {
            Some(BatchState::Registered) => State::Registered,
            Some(BatchState::Released) => State::Released,
            Some(BatchState::Withdrawn) => State::Withdrawn,
            None if access == Access::Full => State::Unregistered,
            None => State::Unknown,
        };
        let covering = query::covering(self.view, &target, everywhere)?;
        let measured = covering.iter().filter_map(|found| {
            let open = found.measure.state == MeasureState::Open.number();
            let hold = found.id.kind == MeasureKind::Hold.number() || found.held && open;
            match (hold, open) {
                (true, true) if row.is_some() => Some(State::Held),
                (true, _) => None,
                (false, true) => Some(State::Recalled),
                (false, false) => Some(State::RecallClosed),
            }
        });
        Ok(measured.chain([own]).min().unwrap_or(own))
    }

    /// `None` for an edge that is not there. What was used is the output's statement; what was made of
    /// the input is the input's.
    pub(super) fn edge(&self, number: usize) -> Result<Option<Edge>, StoreError> {
        let Some(link) = self.survey.walk.links.get(number) else { return Ok(None) };
        let Link { input, output, used, in_loop } = link;
        let full = |place: usize| self.survey.access(place) == Access::Full;
        let mut edge = Edge {
            from: *input,
            to: *output,
            used: Vec::new(),
            share: None,
            of_output: None,
            in_loop: *in_loop,
        };
        if full(*output) {
            edge.used.clone_from(used);
            edge.of_output = share(used, &self.inputs_of(*output)?);
            if full(*input)
                && let Some(reached) = self.survey.walk.lots.get(*input)
                && let Some((_, row)) = row(self.view, &reached.lot, Access::Full)?
            {
                edge.share = share_of_made(used, &row.made);
            }
        }
        Ok(Some(edge))
    }

    /// What part of a lot's linked inputs comes from lots of the walk.
    fn touched(&self, place: usize) -> Result<Option<Decimal>, StoreError> {
        let into = self.into.get(&place).into_iter().flatten();
        let used: Vec<_> = into.flat_map(|link| link.used.iter().cloned()).collect();
        Ok(share(&used, &self.inputs_of(place)?))
    }

    /// What all inputs of a lot that name their lot come to; nothing once too many were read.
    fn inputs_of(&self, place: usize) -> Result<Vec<QuantityRecord>, StoreError> {
        if let Some(known) = self.inputs.borrow().get(&place) {
            return Ok(known.clone());
        }
        let Some(reached) = self.survey.walk.lots.get(place) else { return Ok(Vec::new()) };
        let found = edges::inputs(self.view, &reached.lot, self.room.get())?;
        self.room.set(self.room.get().saturating_sub(found.lots.len()));
        let stated = found.lots.iter().all(|input| !input.used.is_empty());
        let all = if found.cut || !stated {
            Vec::new()
        } else {
            found.lots.into_iter().flat_map(|input| input.used).collect()
        };
        self.inputs.borrow_mut().insert(place, all.clone());
        Ok(all)
    }
}
