//! The lots of every series: which, when, how many, and which other lots they were made from.

use super::calendar::Calendar;
use super::catalogue::{self, Line};
use super::story::fate;
use super::{encoded, organization_path};

/// Days between the release of a lot and its use in another.
const UNDERWAY_DAYS: u32 = 3;

/// Every lot of the demo.
pub(super) struct Stock {
    pub(super) calendar: Calendar,
    pub(super) lots: Vec<Made>,
}

/// One lot.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) line: &'static Line,
    /// Place in its series, from 1.
    pub(super) number: usize,
    /// Days before today on which it was made.
    pub(super) made: u32,
    /// Days before today of test and release; `None` where that day is still to come.
    pub(super) ready: Option<u32>,
    pub(super) lot: String,
    pub(super) pieces: u64,
    /// Codes issued at registration, or own serials.
    pub(super) units: u64,
}

/// A lot as the story names it: by the day on which it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LotName {
    pub(super) organization: &'static str,
    pub(super) product: &'static str,
    /// Days before today.
    pub(super) made: u32,
}

/// See [`LotName`].
pub(super) const fn lot(organization: &'static str, product: &'static str, made: u32) -> LotName {
    LotName { organization, product, made }
}

/// Which units were put on sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Activated {
    No,
    All,
    /// Those up to this ordinal.
    First(u64),
}

impl Stock {
    /// The lots, in the order of the catalogue.
    pub(super) fn new(calendar: Calendar) -> Self {
        let lots = catalogue::lines().flat_map(|line| series(calendar, line)).collect();
        Self { calendar, lots }
    }

    /// The lot of that name, if it is in the catalogue.
    pub(super) fn find(&self, name: LotName) -> Option<&Made> {
        self.lots.iter().find(|lot| lot.is(name))
    }

    /// The newest lot of a product that was released in time to be used on a day.
    pub(super) fn usable(&self, organization: &str, product: &str, days: u32) -> Option<&Made> {
        let in_time = |lot: &&Made| {
            lot.ready.is_some_and(|ready| ready >= days + UNDERWAY_DAYS) && fate(lot).released
        };
        let line =
            |lot: &&Made| lot.line.organization == organization && lot.line.code() == product;
        self.lots.iter().filter(line).filter(in_time).min_by_key(|lot| lot.made)
    }
}

impl Made {
    /// The route of an action on this lot.
    pub(super) fn path(&self, action: &str) -> String {
        let organization = organization_path(self.line.organization);
        let (product, lot) = (encoded(self.line.code()), encoded(&self.lot));
        format!("{organization}/batches/{product}/{lot}/{action}")
    }

    /// Net mass in grams; 0 where goods are counted only.
    pub(super) fn grams(&self) -> u64 {
        self.pieces * self.line.made.grams
    }

    /// Whether it is the lot of that name.
    pub(super) fn is(&self, name: LotName) -> bool {
        let LotName { organization, product, made } = name;
        self.line.organization == organization && self.line.code() == product && self.made == made
    }
}

fn series(calendar: Calendar, line: &'static Line) -> impl Iterator<Item = Made> {
    let series = &line.made;
    let regular = (0..series.count).map(|at| series.oldest.saturating_sub(at * series.every));
    let days = regular.chain(series.also.iter().copied());
    let pieces = series.pieces.iter().copied().cycle();
    days.zip(pieces).zip(1..).map(move |((made, pieces), number)| Made {
        line,
        number,
        made,
        ready: made.checked_sub(series.tested_after),
        lot: calendar.words(series.lot, made, number),
        pieces,
        units: units(line, pieces),
    })
}

fn units(line: &Line, pieces: u64) -> u64 {
    let listed = |list: &[&str]| list.iter().map(|_| 1).sum();
    match &line.made.serials {
        Some(serials) if serials.list.is_empty() => serials.count,
        Some(serials) => listed(&serials.list),
        None => line.made.codes.unwrap_or(pieces),
    }
}
