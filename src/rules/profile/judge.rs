//! Judges what is on record against the rules. It lists gaps; refusing is for the caller.

use super::Resolved;
use super::known::{Known, Sale, Test};
use super::permit;
use super::rule::{Clause, PermitOption, Rule, RuleKey, Terms};
use super::words::{Channel, CheckKind, Document, Group, Risk, SaleArea, place};
use crate::domain::day::Day;
use crate::domain::region::Region;
use crate::domain::words::Outcome;
use std::collections::BTreeSet;

/// Something a rule asks for that is not there as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap<'a> {
    pub kind: GapKind,
    /// Word of the group, kind of permit, pledge, level of coding or channel; item of the test; or
    /// `saleArea`.
    pub what: &'a str,
    pub why: Why,
    /// Document that `pointer` leads into.
    pub document: Option<Document>,
    /// JSON pointer (RFC 6901); empty where no document has a place for it.
    pub pointer: &'static str,
    pub clause: &'a Clause,
    pub severity: Severity,
}

/// What kind of rule is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapKind {
    Coding,
    Group,
    Permit,
    Test,
    Rhythm,
    Declaration,
    Sale,
}

/// What is wrong with it. Of permits, those that fit better come later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Nothing of the kind is on record.
    Missing,
    /// The product names no permit category.
    ClassNotStated,
    /// The permit does not cover the product's category, or the profile does not.
    WrongClass,
    /// The batch does not say where it was made.
    PlaceNotStated,
    /// The permit is for another region.
    WrongRegion,
    /// The permit is for another site.
    WrongSite,
    /// Produced before the permit's first day.
    NotYetValid,
    /// Produced after the permit's last day.
    Expired,
    /// The permit was lost before production, or on the day.
    Lost,
    /// The permit was lost after production.
    LostLater,
    /// The item failed.
    Failed,
    /// There is a result and no limit to judge it by.
    NotJudged,
    /// Passed, in a kind of check that does not count.
    OtherKind,
    /// The last test is older than the rhythm allows.
    Late,
    /// Outside the county or the pledged area.
    OutsideArea,
    /// A channel that is closed to it.
    RefusedChannel,
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// To be told, no more.
    Notice,
    /// The record is shown as incomplete.
    Incomplete,
    /// The batch may not be released.
    RefusesRelease,
}

/// What a rule is short of, before clause and severity.
#[derive(Clone, Copy)]
struct Lack<'a> {
    kind: GapKind,
    what: &'a str,
    why: Why,
    place: Option<(Document, &'static str)>,
}

impl Resolved {
    /// Everything that is not as the rules ask, in the order of [`RuleKey`]; empty when all is there.
    pub fn judge<'a>(&'a self, known: &Known) -> Vec<Gap<'a>> {
        let risk = self.risk();
        let lacks = self.rules.iter().filter_map(|(key, rule)| {
            let lack = lack(key, &rule.terms, known)?;
            let severity = severity(lack.kind, lack.why, rule.gate || risk == Risk::High);
            Some(gap(lack, rule, severity))
        });
        lacks.collect()
    }

    /// What a sale that was reported breaks. A sale is a statement: it is told, never refused.
    pub fn judge_sale<'a>(&'a self, known: &Known, sale: &Sale) -> Vec<Gap<'a>> {
        let Some((rule, area, refused)) = self.sale() else {
            return Vec::new();
        };
        let outside = sale.region.iter().find_map(|region| outside(area, known, region));
        let lack = |what, why| Lack { kind: GapKind::Sale, what, why, place: None };
        let refused = sale.channel.filter(|channel| refused.contains(channel));
        let channel = refused.map(|channel| lack(channel.word(), Why::RefusedChannel));
        let lacks = outside.map(|why| lack(SALE_AREA, why)).into_iter().chain(channel);
        lacks.map(|lack| gap(lack, rule, Severity::Notice)).collect()
    }

    fn sale(&self) -> Option<(&Rule, Option<SaleArea>, &BTreeSet<Channel>)> {
        let rule = self.rules.get(&RuleKey::Sale)?;
        match &rule.terms {
            Terms::Sale { area, refused_channels } => Some((rule, *area, refused_channels)),
            _ => None,
        }
    }
}

const SALE_AREA: &str = "saleArea";
const PRODUCED_ON: (Document, &str) = (Document::Batch, "/producedOn");
const SITE: (Document, &str) = (Document::Batch, "/manufacturer/site");

fn gap<'a>(lack: Lack<'a>, rule: &'a Rule, severity: Severity) -> Gap<'a> {
    let Lack { kind, what, why, place } = lack;
    let (document, pointer) = place.map_or((None, ""), |(document, at)| (Some(document), at));
    Gap { kind, what, why, document, pointer, clause: &rule.clause, severity }
}

/// Permits and tests are conditions of release whatever the risk, and so is a starred item that failed.
fn severity(kind: GapKind, why: Why, gate: bool) -> Severity {
    let always = matches!(kind, GapKind::Permit | GapKind::Test) || why == Why::Failed;
    if why == Why::LostLater {
        Severity::Notice
    } else if always || gate {
        Severity::RefusesRelease
    } else {
        Severity::Incomplete
    }
}

fn lack<'a>(key: &'a RuleKey, terms: &'a Terms, known: &Known) -> Option<Lack<'a>> {
    let lack = |kind, what, why, place| Some(Lack { kind, what, why, place });
    match (key, terms) {
        (RuleKey::Coding, Terms::Coding(level)) if known.coding < *level => {
            lack(GapKind::Coding, level.word(), Why::Missing, Some((Document::Batch, "/units")))
        }
        // A maker abroad is in no register of this market.
        (RuleKey::Group(Group::PermitNumber), _) if known.imported => None,
        (RuleKey::Group(group), _) if !known.groups.contains(group) => {
            lack(GapKind::Group, group.word(), Why::Missing, place(*group))
        }
        (RuleKey::Permit(_), Terms::Permit(options)) => permit_lack(options, known),
        (RuleKey::Test(item), Terms::Test { kinds, when_additive }) => {
            let applies = when_additive.is_empty() || !when_additive.is_disjoint(&known.additives);
            let why = untested(item, kinds, &known.tests).filter(|_| applies)?;
            lack(GapKind::Test, item, why, None)
        }
        (RuleKey::Rhythm(item), Terms::Rhythm { months, kinds }) => {
            let why = out_of_rhythm(item, *months, kinds, known)?;
            lack(GapKind::Rhythm, item, why, None)
        }
        (RuleKey::Declaration(pledge), _) if !known.pledges.contains(pledge) => {
            lack(GapKind::Declaration, pledge.word(), Why::Missing, None)
        }
        (RuleKey::Sale, Terms::Sale { area, .. }) => sale_lack(*area, known),
        _ => None,
    }
}

fn permit_lack<'a>(options: &'a [PermitOption], known: &Known) -> Option<Lack<'a>> {
    let why = permit::shortfall(options, known)?;
    let place = match why {
        Why::ClassNotStated | Why::WrongClass => (Document::Product, "/permitCategory"),
        Why::PlaceNotStated | Why::WrongRegion | Why::WrongSite => SITE,
        Why::NotYetValid | Why::Expired | Why::Lost => PRODUCED_ON,
        _ => (Document::Batch, "/manufacturer/permit"),
    };
    let what = permit::first(options, known)?.kind.word();
    Some(Lack { kind: GapKind::Permit, what, why, place: Some(place) })
}

/// A fail of any kind counts, and no later pass takes it away: microbes are not tested again.
fn untested(item: &str, kinds: &BTreeSet<CheckKind>, tests: &[Test]) -> Option<Why> {
    let of_item = || tests.iter().filter(|test| test.item == item);
    let counts = |test: &&Test| kinds.contains(&test.kind);
    if of_item().any(|test| test.outcome == Outcome::Fail) {
        Some(Why::Failed)
    } else if of_item().filter(counts).any(|test| test.outcome == Outcome::Pass) {
        None
    } else if of_item().any(|test| test.outcome == Outcome::Pass) {
        Some(Why::OtherKind)
    } else if of_item().next().is_some() {
        Some(Why::NotJudged)
    } else {
        Some(Why::Missing)
    }
}

/// The last test up to the production day decides; for the first batches of a product, the first one
/// after it.
fn out_of_rhythm(
    item: &str,
    months: u32,
    kinds: &BTreeSet<CheckKind>,
    known: &Known,
) -> Option<Why> {
    let counts = |test: &&Test| test.item == item && kinds.contains(&test.kind);
    let tests = || known.product_tests.iter().filter(counts);
    let day = known.produced_on;
    let before = tests().filter(|test| test.tested_on <= day).max_by_key(|test| order(test));
    let fresh = before.filter(|test| day <= later(test.tested_on, months));
    let soon = later(day, months);
    let after = || tests().filter(|test| test.tested_on > day && test.tested_on <= soon);
    match fresh
        .or_else(|| after().min_by_key(|test| (test.tested_on, test.outcome != Outcome::Fail)))
    {
        Some(test) => match test.outcome {
            Outcome::Pass => None,
            Outcome::Fail => Some(Why::Failed),
            Outcome::NoLimit | Outcome::NoItems => Some(Why::NotJudged),
        },
        None if before.is_some() => Some(Why::Late),
        None => Some(Why::Missing),
    }
}

/// By day; on the same day a fail decides.
fn order(test: &Test) -> (Day, bool) {
    (test.tested_on, test.outcome == Outcome::Fail)
}

/// The same day of the month so many months later, or the month's last.
pub(super) fn later(day: Day, months: u32) -> Day {
    let epoch = jiff::civil::date(1970, 1, 1);
    let date = epoch.saturating_add(jiff::Span::new().days(day.number()));
    // More months than a span can hold lie after every day there is.
    let span = jiff::Span::new().try_months(months);
    Day::of(span.map_or(jiff::civil::Date::MAX, |span| date.saturating_add(span)))
}

fn sale_lack<'a>(area: Option<SaleArea>, known: &Known) -> Option<Lack<'a>> {
    let lack = |why, place| Lack { kind: GapKind::Sale, what: SALE_AREA, why, place };
    let Some(SaleArea::PledgedOrCounty) = area else {
        return None;
    };
    let Some(county) = &known.region else {
        return Some(lack(Why::PlaceNotStated, Some(SITE)));
    };
    if !known.pledged_area.iter().all(|pledged| county.includes(pledged)) {
        return Some(lack(Why::OutsideArea, None));
    }
    let why = known.sale_area.iter().find_map(|region| outside(area, known, region))?;
    Some(lack(why, Some((Document::Batch, "/saleArea"))))
}

/// Why a region lies outside where sales have to stay. A pledge may be narrower than the county, never
/// wider.
fn outside(area: Option<SaleArea>, known: &Known, region: &Region) -> Option<Why> {
    let Some(SaleArea::PledgedOrCounty) = area else {
        return None;
    };
    let in_county = known.region.as_ref().is_some_and(|county| county.includes(region));
    let pledged = &known.pledged_area;
    let in_pledged = pledged.is_empty() || pledged.iter().any(|part| part.includes(region));
    (!in_county || !in_pledged).then_some(Why::OutsideArea)
}
