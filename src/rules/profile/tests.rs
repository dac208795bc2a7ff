//! Tests of the shipped profiles and of the rules they are read, put together and judged by.

mod documents;
mod food;
mod goods;
mod set;

use super::*;
use crate::domain::region::Region;
use crate::domain::words::Outcome;
use std::collections::BTreeSet;

/// Before and after GB 7718-2025 comes into force.
const TODAY: &str = "2026-11-22";
const FROM_2027: &str = "2027-04-01";

const GATES: &str = "Special rectification plans (Hebei 2011, Hubei 2007), part 2 (4)";
const STARRED: &str = "Special rectification plans (Hebei 2011, Hubei 2007), part 5, compulsory tests (starred items)";
const WORKSHOP: &str = "Special rectification plans (Hebei 2011, Hubei 2007), part 5 (3)";

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn region(code: &str) -> Region {
    Region::parse(code).unwrap()
}

fn shipped() -> Profiles {
    let parse = |(name, text): &(&str, &str)| {
        Profile::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    Profiles::new(SHIPPED.iter().map(parse).collect()).unwrap()
}

fn test(item: &str, kind: CheckKind, tested_on: &str) -> Test {
    Test { item: item.to_owned(), kind, tested_on: day(tested_on), outcome: Outcome::Pass }
}

fn permit(kind: PermitKind, class: &str) -> Permit {
    Permit {
        kind,
        classes: if class.is_empty() { Vec::new() } else { vec![class.to_owned()] },
        site: Some("FY-1".to_owned()),
        region: Some(region("341126")),
        valid_from: Some(day("2024-01-01")),
        valid_to: Some(day("2028-12-31")),
        lost_on: None,
    }
}

/// Everything a batch can have on record but permits and tests.
fn known(produced_on: &str, class: &str) -> Known {
    Known {
        produced_on: day(produced_on),
        imported: false,
        site: Some("FY-1".to_owned()),
        region: Some(region("341126")),
        coding: Coding::Batch,
        permit_class: Some(class.to_owned()).filter(|class| !class.is_empty()),
        groups: Group::ALL.iter().copied().collect(),
        additives: BTreeSet::new(),
        permits: Vec::new(),
        tests: Vec::new(),
        product_tests: Vec::new(),
        pledges: BTreeSet::new(),
        pledged_area: Vec::new(),
        sale_area: Vec::new(),
    }
}

fn with_tests(mut known: Known, items: &[&str], outside: &str) -> Known {
    let batch_test = |item: &&str| test(item, CheckKind::FactoryTest, TODAY);
    known.tests = items.iter().map(batch_test).collect();
    known.product_tests = vec![test(OVERALL, CheckKind::OutsideTest, outside)];
    known
}

/// A gap as a row of a table: kind, what, why, pointer, start of the clause, severity.
type Row<'a> = (GapKind, &'a str, Why, &'a str, &'a str, Severity);

/// The rules of `category` find exactly `expected` in what is left of `known` after `change`.
#[track_caller]
fn finds(category: &str, known: &Known, change: impl FnOnce(&mut Known), expected: &[Row<'_>]) {
    let mut known = known.clone();
    change(&mut known);
    let resolved = shipped().resolve(category, known.produced_on);
    let gaps = resolved.judge(&known);
    let found: Vec<Row<'_>> = gaps
        .iter()
        .map(|gap| {
            assert_eq!(gap.document.is_some(), !gap.pointer.is_empty());
            (gap.kind, gap.what, gap.why, gap.pointer, gap.clause.en.as_str(), gap.severity)
        })
        .collect();
    assert_eq!(found, expected, "{category}");
}

/// Each group of the table, and no other, is asked for, and taken away alone it is the only gap.
#[track_caller]
fn asks_for_groups(
    category: &str,
    known: &Known,
    severity: Severity,
    table: &[(&str, &[(Group, &str)])],
) {
    let mut asked = BTreeSet::new();
    for (clause, groups) in table {
        for (group, pointer) in *groups {
            asked.insert(RuleKey::Group(*group));
            let gap = (GapKind::Group, group.word(), Why::Missing, *pointer, *clause, severity);
            finds(category, known, |known| _ = known.groups.remove(group), &[gap]);
        }
    }
    let resolved = shipped().resolve(category, known.produced_on);
    let groups = resolved.rules.keys().filter(|key| matches!(key, RuleKey::Group(_)));
    assert_eq!(groups.cloned().collect::<BTreeSet<_>>(), asked, "{category}");
}

/// Every way in which the one permit at `at` can fall short of its rule.
#[track_caller]
fn asks_for_permit(category: &str, known: &Known, at: usize, clause: &str, bound: Option<Place>) {
    let what = known.permits[at].kind.word();
    let by_class = known.permits[at].kind == PermitKind::FoodProduction;
    let row = |why, pointer, severity| [(GapKind::Permit, what, why, pointer, clause, severity)];
    let refused = |why, pointer| row(why, pointer, Severity::RefusesRelease);
    let case = |change: fn(&mut Permit), expected: &[Row<'_>]| {
        finds(category, known, |known| change(&mut known.permits[at]), expected);
    };
    let absent = refused(Why::Missing, "/manufacturer/permit");
    finds(category, known, |known| _ = known.permits.remove(at), &absent);
    let class = refused(Why::WrongClass, "/permitCategory");
    case(|permit| permit.classes = vec!["9999".to_owned()], &class);
    case(|permit| permit.classes.clear(), if by_class { &class } else { &[] });
    finds(category, known, |known| known.permits[at].valid_from = Some(known.produced_on), &[]);
    case(|permit| permit.valid_from = Some(day("2028-01-01")), &refused(Why::NotYetValid, ON));
    case(|permit| permit.valid_to = Some(day("2025-12-31")), &refused(Why::Expired, ON));
    case(|permit| permit.lost_on = Some(day("2026-01-01")), &refused(Why::Lost, ON));
    finds(
        category,
        known,
        |known| known.permits[at].lost_on = Some(known.produced_on),
        &refused(Why::Lost, ON),
    );
    let later = row(Why::LostLater, "/manufacturer/permit", Severity::Notice);
    case(|permit| permit.lost_on = Some(day("2028-01-01")), &later);
    let wrong_region = refused(Why::WrongRegion, "/manufacturer/site");
    let region_matters: &[Row<'_>] = if bound.is_some() { &wrong_region } else { &[] };
    case(|permit| permit.region = Some(region("341124")), region_matters);
    case(|permit| permit.region = Some(region("341100")), &[]);
    let wrong_site = refused(Why::WrongSite, "/manufacturer/site");
    let site_matters: &[Row<'_>] = if bound == Some(Place::Site) { &wrong_site } else { &[] };
    case(|permit| permit.site = Some("FY-2".to_owned()), site_matters);
}

/// Every way in which the test `item` of the batch can fall short.
#[track_caller]
fn asks_for_test(category: &str, known: &Known, item: &str, clause: &str) {
    let gap = |why| [(GapKind::Test, item, why, "", clause, Severity::RefusesRelease)];
    let at = known.tests.iter().position(|test| test.item == item).unwrap();
    let case = |change: fn(&mut Test), why| {
        finds(category, known, |known| change(&mut known.tests[at]), &gap(why));
    };
    finds(category, known, |known| _ = known.tests.remove(at), &gap(Why::Missing));
    case(|test| test.outcome = Outcome::Fail, Why::Failed);
    case(|test| test.outcome = Outcome::NoLimit, Why::NotJudged);
    case(|test| test.kind = CheckKind::ComparisonTest, Why::OtherKind);
    let fails_elsewhere = |known: &mut Known| {
        let mut failed = test(item, CheckKind::SupervisionSampling, TODAY);
        failed.outcome = Outcome::Fail;
        known.tests.push(failed);
    };
    finds(category, known, fails_elsewhere, &gap(Why::Failed));
}

/// The outside test of the product every six months.
#[track_caller]
fn asks_for_outside_test(category: &str, known: &Known, severity: Severity) {
    let row = |why, severity| [(GapKind::Rhythm, OVERALL, why, "", STARRED, severity)];
    let on = |tested_on: &'static str, expected: &[Row<'_>]| {
        let change = |known: &mut Known| known.product_tests[0].tested_on = day(tested_on);
        finds(category, known, change, expected);
    };
    finds(category, known, |known| known.product_tests.clear(), &row(Why::Missing, severity));
    on("2026-05-22", &[]);
    on("2026-05-21", &row(Why::Late, severity));
    on("2027-05-22", &[]);
    on("2027-05-23", &row(Why::Missing, severity));
    let own_laboratory = |known: &mut Known| known.product_tests[0].kind = CheckKind::FactoryTest;
    finds(category, known, own_laboratory, &row(Why::Missing, severity));
    let failed = |known: &mut Known| known.product_tests[0].outcome = Outcome::Fail;
    finds(category, known, failed, &row(Why::Failed, Severity::RefusesRelease));
    // On one day a fail decides, before production and after it.
    for tested_on in ["2026-09-01", "2026-12-01"] {
        for failed_first in [true, false] {
            let change = |known: &mut Known| {
                let mut tests = vec![test(OVERALL, CheckKind::OutsideTest, tested_on); 2];
                tests[usize::from(!failed_first)].outcome = Outcome::Fail;
                known.product_tests = tests;
            };
            finds(category, known, change, &row(Why::Failed, Severity::RefusesRelease));
        }
    }
    let failed_later = |known: &mut Known| {
        let mut test = test(OVERALL, CheckKind::OutsideTest, "2026-12-01");
        test.outcome = Outcome::Fail;
        known.product_tests.push(test);
    };
    finds(category, known, failed_later, &[]);
}

const ON: &str = "/producedOn";
