//! Which tests that a product owes on a rhythm are overdue on a day: for a notice, long after release.
//! What the rhythm means for a release stands in `judge`.

use super::judge::later;
use super::known::Test;
use super::rule::{RuleKey, Terms};
use super::{CheckKind, Resolved};
use crate::domain::day::Day;
use crate::domain::words::Outcome;
use std::collections::BTreeSet;

/// A test that was due and is not on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue<'a> {
    /// Item, or [`super::OVERALL`].
    pub item: &'a str,
    /// How often it is asked for.
    pub months: u32,
    /// The last one on record.
    pub last: Option<Day>,
    /// Last day on which it was in time.
    pub due: Day,
}

impl Resolved {
    /// The rhythms that are overdue on `today`, by tests of the product: those whose last test is older
    /// than they allow, and those without a test where a batch made on `since` is that old.
    pub fn overdue(&self, tests: &[Test], since: Option<Day>, today: Day) -> Vec<Overdue<'_>> {
        let rhythms = self.rules.iter().filter_map(|(key, rule)| match (key, &rule.terms) {
            (RuleKey::Rhythm(item), Terms::Rhythm { months, kinds }) => {
                Some((item.as_str(), *months, kinds))
            }
            _ => None,
        });
        let overdue = rhythms.filter_map(|(item, months, kinds)| {
            let last = last(item, kinds, tests, today);
            let due = later(last.or(since)?, months);
            (today > due).then_some(Overdue { item, months, last, due })
        });
        overdue.collect()
    }

    /// Whether any test is owed on a rhythm.
    pub fn has_rhythm(&self) -> bool {
        self.rules.keys().any(|key| matches!(key, RuleKey::Rhythm(_)))
    }
}

/// The day of the last test that was judged; a failed one was a test too.
fn last(item: &str, kinds: &BTreeSet<CheckKind>, tests: &[Test], today: Day) -> Option<Day> {
    let judged = |test: &&Test| matches!(test.outcome, Outcome::Pass | Outcome::Fail);
    let of_item = tests.iter().filter(|test| test.item == item && kinds.contains(&test.kind));
    of_item.filter(judged).map(|test| test.tested_on).filter(|day| *day <= today).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::profile::{Profile, Profiles, SHIPPED};

    #[test]
    fn a_rhythm_is_overdue_after_its_last_day() {
        let parse = |(_, text): &(&str, &str)| Profile::parse(text.as_bytes()).unwrap();
        let profiles = Profiles::new(SHIPPED.iter().map(parse).collect()).unwrap();
        let day = |text| Day::parse(text).unwrap();
        let meat = profiles.resolve("food.meat.cooked", day("2026-11-01"));
        assert!(meat.has_rhythm());
        assert!(!profiles.resolve("general", day("2026-11-01")).has_rhythm());
        let test = |on, kind, outcome| Test {
            item: "overall".to_owned(),
            kind,
            tested_on: day(on),
            outcome,
        };
        let outside = |on| test(on, CheckKind::OutsideTest, Outcome::Pass);
        let made = Some(day("2026-05-01"));
        let rows: [(Vec<Test>, Option<Day>, &str, bool); 9] = [
            (vec![outside("2026-05-31")], None, "2026-11-30", false),
            (vec![outside("2026-05-31")], None, "2026-12-01", true),
            (vec![outside("2026-05-31"), outside("2026-06-01")], None, "2026-12-01", false),
            (
                vec![test("2026-06-01", CheckKind::OutsideTest, Outcome::Fail)],
                None,
                "2026-12-01",
                false,
            ),
            (
                vec![test("2026-06-01", CheckKind::FactoryTest, Outcome::Pass)],
                made,
                "2026-12-01",
                true,
            ),
            (
                vec![test("2026-06-01", CheckKind::OutsideTest, Outcome::NoLimit)],
                made,
                "2026-12-01",
                true,
            ),
            (vec![outside("2027-01-01")], made, "2026-12-01", true),
            (Vec::new(), made, "2026-11-01", false),
            (Vec::new(), None, "2030-01-01", false),
        ];
        for (tests, since, today, expected) in rows {
            let overdue = meat.overdue(&tests, since, day(today));
            assert_eq!(!overdue.is_empty(), expected, "{tests:?} {since:?} {today}");
        }
        let overdue = meat.overdue(&[outside("2026-01-01")], None, day("2026-11-01"));
        let due = day("2026-07-01");
        let last = Some(day("2026-01-01"));
        assert_eq!(overdue, [Overdue { item: "overall", months: 6, last, due }]);
    }
}
