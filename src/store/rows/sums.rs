//! Running sums of what went of a lot, so that a balance costs one read however long its history is.
//! What the sums come to is judged in `rules::balance`.

use super::{Family, Row};
use crate::domain::base_units::{Measure, Why, exact_add, in_base};
use crate::domain::quantity::{Quantity, Unit, parse_decimal};
use crate::domain::words::{BizStep, Flow};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Everything stated of a lot that its balance counts: by its owner in events, by other lots as inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotSumsRow {
    /// One for each way and measure that was stated, in that order.
    sums: Vec<FlowSum>,
    /// Quantities in units that are neither mass nor volume nor pieces: with one of them nothing can
    /// be worked out.
    unknown: u32,
    /// A sum grew beyond what an exact decimal holds; it stays unknown.
    too_large: bool,
}
row!(LotSumsRow in LotSums);

/// Quantities of one way and measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FlowSum {
    /// [`Flow`].
    flow: u8,
    /// [`Measure`] as a number.
    measure: u8,
    /// In kilograms, litres or pieces.
    sum: String,
    /// How many quantities; a zero that was stated counts.
    count: u32,
}

impl LotSumsRow {
    /// Counts a quantity.
    pub fn add(&mut self, flow: Flow, quantity: &Quantity) {
        match in_base(quantity) {
            Ok((measure, value)) => self.change(flow, measure, value, 1),
            Err(Why::TooLarge) => self.too_large = true,
            Err(_) => self.unknown = self.unknown.saturating_add(1),
        }
    }

    /// Takes back a quantity that was counted before.
    pub fn remove(&mut self, flow: Flow, quantity: &Quantity) {
        match in_base(quantity) {
            Ok((measure, value)) => self.change(flow, measure, -value, -1),
            Err(Why::TooLarge) => {}
            Err(_) => self.unknown = self.unknown.saturating_sub(1),
        }
    }

    /// Counts what another row counts too: statements under another name of the lot.
    pub fn join(&mut self, other: &Self) {
        self.unknown = self.unknown.saturating_add(other.unknown);
        self.too_large |= other.too_large;
        for FlowSum { flow, measure, sum, count } in &other.sums {
            let known = MEASURES.get(usize::from(*measure)).zip(parse_decimal(sum));
            let Some(((measure, value), flow)) = known.zip(Flow::from_number(*flow)) else {
                continue;
            };
            self.change(flow, *measure, value, i32::try_from(*count).unwrap_or(i32::MAX));
        }
    }

    /// What went one way: at most one quantity for each measure.
    ///
    /// Errors: [`Why::UnknownUnit`] and [`Why::TooLarge`], whichever way it went.
    pub fn amounts(&self, flow: Flow) -> Result<Vec<Quantity>, Why> {
        if self.unknown > 0 {
            return Err(Why::UnknownUnit);
        }
        if self.too_large {
            return Err(Why::TooLarge);
        }
        let of = self.sums.iter().filter(|sum| sum.flow == flow.number());
        of.map(|sum| {
            let unit = MEASURES.get(usize::from(sum.measure)).and_then(|m| Unit::parse(m.unit()));
            let value = parse_decimal(&sum.sum);
            let (value, unit) = value.zip(unit).ok_or(Why::UnknownUnit)?;
            Ok(Quantity { value, unit })
        })
        .collect()
    }

    fn change(&mut self, flow: Flow, measure: Measure, by: Decimal, counts: i32) {
        let place = MEASURES.iter().position(|known| *known == measure).unwrap_or_default();
        let (flow, measure) = (flow.number(), u8::try_from(place).unwrap_or_default());
        let found = self.sums.binary_search_by_key(&(flow, measure), |sum| (sum.flow, sum.measure));
        let at = found.unwrap_or_else(|at| {
            self.sums.insert(at, FlowSum { flow, measure, sum: "0".to_owned(), count: 0 });
            at
        });
        let Some(entry) = self.sums.get_mut(at) else { return };
        let before = parse_decimal(&entry.sum).ok_or(Why::TooLarge);
        match before.and_then(|before| exact_add(before, by)) {
            Ok(sum) => entry.sum = sum.to_string(),
            Err(_) => self.too_large = true,
        }
        entry.count = entry.count.saturating_add_signed(counts);
        if entry.count == 0 {
            self.sums.remove(at);
        }
    }
}

/// Measures by their number.
const MEASURES: [Measure; 3] = [Measure::Mass, Measure::Volume, Measure::Pieces];

/// The way goods go with a step, where a balance counts it.
pub fn flow_of(step: BizStep) -> Option<Flow> {
    match step {
        BizStep::Shipping => Some(Flow::Shipped),
        BizStep::Selling => Some(Flow::Sold),
        BizStep::Returning => Some(Flow::Returned),
        BizStep::Destroying => Some(Flow::Destroyed),
        BizStep::Rework | BizStep::Loss => Some(Flow::Lost),
        BizStep::Packing | BizStep::Unpacking | BizStep::Receiving => None,
    }
}
