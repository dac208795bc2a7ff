//! Properties of every formula: more is never better, and the order does not matter.

use super::*;
use proptest::prelude::*;

/// Additives by the first number of their entry, among them several of each sum.
const NUMBERS: [&str; 14] = [
    "17.001",
    "17.003",
    "17.004",
    "17.009(i)",
    "09.002",
    "09.004",
    "04.018",
    "08.005",
    "08.006",
    "08.010",
    "05.002",
    "15.003",
    "17.030",
    "99.999",
];
const CATEGORIES: [Option<&str>; 10] = [
    Some("08.03.05"),
    Some("08.03"),
    Some("12.03"),
    Some("12.10.03.03"),
    Some("14.04.01"),
    Some("14.06.04"),
    Some("07.04"),
    Some("15.03.01.01"),
    Some("00.00"),
    None,
];
const FRACTIONS: [Option<u32>; 4] = [None, Some(1), Some(50), Some(100)];

prop_compose! {
    fn any_use()(
        number in prop::sample::select(&NUMBERS[..]),
        mass in prop::option::weighted(0.9, 0..3_000_000u32),
        fraction in prop::sample::select(&FRACTIONS[..]),
    ) -> Use<'static> {
        Use {
            additive: named(number),
            mass: mass.map(|mass| Decimal::new(mass.into(), 3)),
            active_fraction: fraction.map(|percent| Decimal::new(percent.into(), 2)),
            function: None,
        }
    }
}

fn basis() -> Basis<'static> {
    let volume = Some(dec("990"));
    let dilution = Some(Dilution { times: dec("10"), drink: Some("14.04.01") });
    Basis { volume, dilution, ..kg("1000") }
}

fn outcomes(formula: &Formula<'_>) -> Vec<(String, Outcome)> {
    let mut outcomes: Vec<_> = judge(&TABLE, formula)
        .iter()
        .map(|finding| (format!("{:?}", finding.subject), finding.outcome))
        .collect();
    outcomes.sort();
    outcomes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_is_never_better(
        category in prop::sample::select(&CATEGORIES[..]),
        before in prop::collection::vec(any_use(), 1..8),
        at in any::<prop::sample::Index>(),
        more in 1..2_000_000u32,
    ) {
        let mut after = before.clone();
        let at = at.index(after.len());
        after[at].mass = after[at].mass.map(|mass| mass + Decimal::new(more.into(), 3));
        let judged = |uses: &[Use<'static>]| outcomes(&Formula { category, basis: basis(), uses, ..Formula::default() });
        let (before, after) = (judged(&before), judged(&after));
        for (subject, outcome) in &after {
            let was = before.iter().find(|(other, _)| other == subject);
            prop_assert!(was.is_none_or(|(_, was)| was <= outcome), "{subject}: {was:?} to {outcome:?}");
        }
    }

    #[test]
    fn the_order_does_not_matter(
        category in prop::sample::select(&CATEGORIES[..]),
        uses in prop::collection::vec(any_use(), 1..8),
        turn in any::<prop::sample::Index>(),
    ) {
        let mut other = uses.clone();
        other.reverse();
        other.rotate_left(turn.index(uses.len()));
        let formula = |uses| Formula { category, basis: basis(), uses, ..Formula::default() };
        prop_assert_eq!(judge(&TABLE, &formula(&uses)), judge(&TABLE, &formula(&other)));
    }

    #[test]
    fn nothing_unstated_passes_a_limit(
        category in prop::sample::select(&CATEGORIES[..]),
        mut uses in prop::collection::vec(any_use(), 1..8),
        without_mass in any::<bool>(),
    ) {
        let mut given = basis();
        if without_mass {
            (given.mass, given.volume) = (None, None);
        } else {
            uses.iter_mut().for_each(|each| each.mass = None);
        }
        let formula = Formula { category, basis: given, uses: &uses, ..Formula::default() };
        for finding in judge(&TABLE, &formula) {
            let has_maximum = finding.limit.is_some_and(|limit| limit.max.is_some());
            prop_assert!(!has_maximum || finding.outcome > Outcome::Within, "{finding:?}");
        }
    }
}
