//! Figures of a recall: what was shipped, what became of it, who was asked and who is silent. Sums are
//! exact and kept apart by measure: pieces are never added to kilograms. Pure over what views found.

use super::sample::{Recovery, recovery};
use crate::domain::base_units::{Measure, exact_add, in_base};
use crate::domain::words::Disposition;
use crate::fact::record::QuantityRecord;
use crate::store::rows::KeptLine;
use crate::views::consignees::Consignee;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A lot of an owner; `None` where an answer does not say which.
pub type LotName = (String, Option<(String, String)>);

/// Sums of one lot, or of all, in one measure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// To the firm's own customers.
    pub shipped: Decimal,
    /// One for each [`Disposition`], in stored order.
    pub went: [Decimal; DISPOSITIONS],
}

/// Ways that are told apart.
pub const DISPOSITIONS: usize = Disposition::ALL.len();

/// The figures of a recall.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    pub lots: BTreeMap<(LotName, Measure), Sums>,
    pub totals: BTreeMap<Measure, Sums>,
    /// Shipments and answers without a quantity that can be summed.
    pub unstated: u32,
    pub consignees: u32,
    pub notified: u32,
    pub stopped: u32,
    /// Spoke for itself at least once.
    pub answered: u32,
    /// Was notified and has not spoken.
    pub silent: u32,
    pub done: u32,
    /// Consignees by steps from the firm.
    pub levels: BTreeMap<u16, u32>,
}

/// What stands in the way of closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It is not stated that it was notified.
    Notified,
    /// What it got, or what became of it, is not stated.
    Quantity,
}

impl Sums {
    fn way(&self, disposition: Disposition) -> Decimal {
        self.went.get(usize::from(disposition.number())).copied().unwrap_or_default()
    }

    /// Segregated, returned or destroyed.
    pub fn recovered(&self) -> Decimal {
        let ways = Disposition::ALL.iter().filter(|way| way.is_recovered());
        ways.fold(Decimal::ZERO, |sum, way| sum.saturating_add(self.way(*way)))
    }

    /// Recovered, or known to be sold.
    pub fn accounted(&self) -> Decimal {
        self.recovered().saturating_add(self.way(Disposition::Sold))
    }

    /// Shipped, and nobody says where it is; 0 where more is accounted for than was shipped.
    pub fn unaccounted(&self) -> Decimal {
        self.shipped.saturating_sub(self.accounted()).max(Decimal::ZERO)
    }

    /// The share that was recovered; `None` where nothing was shipped.
    pub fn recovery(&self) -> Option<Recovery> {
        recovery(self.recovered(), self.shipped).ok()
    }
}

/// The figures of these consignees; those that were removed do not count.
pub fn figures<'a>(sites: impl Iterator<Item = &'a Consignee>) -> Figures {
    let mut out = Figures::default();
    for site in sites.filter(|site| !site.is_removed()) {
        out.consignees += 1;
        *out.levels.entry(site.who.level).or_default() += 1;
        if let Some(row) = &site.row {
            out.notified += u32::from(row.notified_on.is_some());
            out.stopped += u32::from(row.stopped_on.is_some());
            out.answered += u32::from(row.answered_at.is_some());
            out.silent += u32::from(is_silent(site));
            out.done += u32::from(row.done);
        }
        let got = site.got();
        for lot in &got {
            let name = (site.who.owner.clone(), Some((lot.product.clone(), lot.lot.clone())));
            if site.who.level > 1 {
                continue;
            }
            out.unstated += lot.unstated;
            for (measure, sum) in &lot.sums {
                out.add(&name, *measure, |sums| &mut sums.shipped, *sum);
            }
        }
        let only = match got.as_slice() {
            [one] => Some((one.product.clone(), one.lot.clone())),
            _ => None,
        };
        let lines = site.row.iter().flat_map(|row| &row.lines);
        for KeptLine { line, .. } in lines {
            let name = (site.who.owner.clone(), line.lot.clone().or_else(|| only.clone()));
            match base(&line.quantity) {
                Some((measure, value)) => {
                    let at = usize::from(line.disposition).min(DISPOSITIONS - 1);
                    out.add(&name, measure, |sums| place(sums, at), value);
                }
                None => out.unstated += 1,
            }
        }
    }
    out
}

/// Whether it was notified and has neither spoken nor been settled by the firm.
pub fn is_silent(site: &Consignee) -> bool {
    site.row.as_ref().is_some_and(|row| {
        row.notified_on.is_some() && row.answered_at.is_none() && !row.done && !row.removed
    })
}

/// What a consignee lacks for a closing.
pub fn missing(site: &Consignee) -> Vec<Missing> {
    let row = site.row.as_ref();
    let mut out = Vec::new();
    if row.is_none_or(|row| row.notified_on.is_none()) {
        out.push(Missing::Notified);
    }
    let unknown = site.got().iter().any(|lot| lot.unstated > 0);
    if unknown || row.is_none_or(|row| row.lines.is_empty()) {
        out.push(Missing::Quantity);
    }
    out
}

impl Figures {
    fn add(
        &mut self,
        name: &LotName,
        measure: Measure,
        pick: impl Fn(&mut Sums) -> &mut Decimal,
        value: Decimal,
    ) {
        let lot = self.lots.entry((name.clone(), measure)).or_default();
        let one = exact_add(*pick(lot), value);
        let all = self.totals.entry(measure).or_default();
        let sum = exact_add(*pick(all), value);
        match (one, sum) {
            (Ok(one), Ok(sum)) => {
                *pick(all) = sum;
                if let Some(lot) = self.lots.get_mut(&(name.clone(), measure)) {
                    *pick(lot) = one;
                }
            }
            _ => self.unstated += 1,
        }
    }
}

fn place(sums: &mut Sums, at: usize) -> &mut Decimal {
    let Sums { shipped, went } = sums;
    went.get_mut(at).unwrap_or(shipped)
}

fn base(quantity: &QuantityRecord) -> Option<(Measure, Decimal)> {
    in_base(&quantity.quantity()?).ok()
}
