//! Tests of register entries: every status before, on and after its day, in any order of recording.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// An entry valid from 2024-01-01 to 2026-12-31 with facts written `word date` or
/// `renewed date newEnd`.
fn entry(facts: &[&str]) -> Entry {
    let facts = facts.iter().map(|text| {
        let parts: Vec<_> = text.split(' ').collect();
        let valid_to = parts.get(2).map(|text| day(text));
        let word = EntryStatus::parse(parts[0]).unwrap();
        StatusFact { on: day(parts[1]), status: Status::of(word, valid_to).unwrap() }
    });
    Entry { from: Some(day("2024-01-01")), to: Some(day("2026-12-31")), facts: facts.collect() }
}

type Row = (&'static [&'static str], &'static [(&'static str, &'static str)]);

const ROWS: &[Row] = &[
    (
        &[],
        &[
            ("2023-12-31", "notYet"),
            ("2024-01-01", "valid"),
            ("2026-12-31", "valid"),
            ("2027-01-01", "expired"),
        ],
    ),
    (
        &["granted 2024-03-01"],
        &[("2024-02-29", "notYet"), ("2024-03-01", "valid"), ("2024-03-02", "valid")],
    ),
    (&["granted 2023-11-01"], &[("2023-12-31", "notYet"), ("2024-01-01", "valid")]),
    (
        &["granted 2024-05-01", "granted 2024-03-01"],
        &[("2024-02-29", "notYet"), ("2024-03-01", "valid")],
    ),
    (
        &["renewed 2026-12-01 2029-12-31"],
        &[
            ("2026-12-31", "valid"),
            ("2027-01-01", "valid"),
            ("2029-12-31", "valid"),
            ("2030-01-01", "expired"),
        ],
    ),
    // Renewed too late: the gap is not covered, neither then nor later.
    (
        &["renewed 2027-02-01 2029-12-31"],
        &[
            ("2026-12-31", "valid"),
            ("2027-01-01", "expired"),
            ("2027-01-31", "expired"),
            ("2027-02-01", "valid"),
        ],
    ),
    (&["renewed 2026-12-01"], &[("2099-12-31", "valid")]),
    (
        &["renewed 2026-12-01 2031-12-31", "renewed 2025-12-01 2029-12-31"],
        &[("2030-06-01", "valid"), ("2032-01-01", "expired")],
    ),
    (&["renewed 2025-01-01 2025-06-30"], &[("2025-06-30", "valid"), ("2025-07-01", "expired")]),
    (
        &["suspended 2025-05-10"],
        &[
            ("2025-05-09", "valid"),
            ("2025-05-10", "suspended"),
            ("2026-12-31", "suspended"),
            ("2027-01-01", "expired"),
        ],
    ),
    (
        &["resumed 2025-06-01", "suspended 2025-05-10"],
        &[("2025-05-31", "suspended"), ("2025-06-01", "valid"), ("2025-06-02", "valid")],
    ),
    // Of one day, the order of recording decides.
    (&["suspended 2025-05-10", "resumed 2025-05-10"], &[("2025-05-10", "valid")]),
    (&["resumed 2025-05-10", "suspended 2025-05-10"], &[("2025-05-11", "suspended")]),
    (
        &["cancelled 2025-05-10"],
        &[("2025-05-09", "valid"), ("2025-05-10", "cancelled"), ("2027-01-01", "cancelled")],
    ),
    (
        &["revoked 2025-05-10"],
        &[("2025-05-09", "valid"), ("2025-05-10", "revoked"), ("2025-05-11", "revoked")],
    ),
    (
        &["annulled 2025-05-10"],
        &[
            ("2023-12-31", "notYet"),
            ("2024-01-01", "annulled"),
            ("2025-05-09", "annulled"),
            ("2025-05-10", "annulled"),
            ("2027-01-01", "annulled"),
        ],
    ),
    // Expired, and only then taken off the register.
    (
        &["cancelled 2027-03-01"],
        &[("2027-01-01", "expired"), ("2027-02-28", "expired"), ("2027-03-01", "cancelled")],
    ),
    // Ends are final, and the worst of them stands.
    (
        &["cancelled 2025-06-01", "revoked 2025-05-10", "resumed 2025-07-01"],
        &[("2025-05-10", "revoked"), ("2025-06-01", "revoked"), ("2025-07-01", "revoked")],
    ),
    (
        &["revoked 2025-06-01", "cancelled 2025-05-10", "renewed 2025-05-20 2029-12-31"],
        &[("2025-05-10", "cancelled"), ("2025-05-31", "cancelled"), ("2025-06-01", "revoked")],
    ),
    (&["revoked 2025-05-10", "annulled 2026-01-01"], &[("2025-05-11", "annulled")]),
    (&["cancelled 2023-06-01"], &[("2023-05-31", "notYet"), ("2023-06-01", "cancelled")]),
];

#[test]
fn states_before_on_and_after_the_day() {
    for (facts, days) in ROWS {
        for (on, state) in *days {
            let entry = entry(facts);
            assert_eq!(entry.state_on(day(on)).word(), *state, "{facts:?} on {on}");
            assert_eq!(entry.covered_on(day(on)), *state == "valid", "{facts:?} on {on}");
        }
    }
}

#[test]
fn an_entry_without_dates_has_no_bounds() {
    let open = Entry { from: None, to: None, facts: Vec::new() };
    assert!(open.covered_on(day("1900-01-01")) && open.covered_on(day("2199-12-31")));
    let granted = StatusFact { on: day("2024-03-01"), status: Status::Granted };
    let open = Entry { facts: vec![granted], ..open };
    assert_eq!(open.state_on(day("2024-02-29")), EntryState::NotYet);
    let annulled = StatusFact { on: day("2025-03-01"), status: Status::Annulled };
    let void = Entry { from: None, to: None, facts: vec![annulled] };
    assert_eq!(void.state_on(day("1900-01-01")), EntryState::Annulled);
}

#[test]
fn a_licence_lost_after_production_is_told_with_its_day() {
    let (made, today) = (day("2026-11-22"), day("2026-12-03"));
    let lost = |facts: &[&str]| entry(facts).lost_after(made, today);
    assert_eq!(lost(&[]), None);
    assert_eq!(lost(&["cancelled 2026-12-01"]), Some(day("2026-12-01")));
    assert_eq!(lost(&["suspended 2026-11-25", "resumed 2026-11-30"]), None);
    assert_eq!(lost(&["suspended 2026-11-25", "revoked 2026-12-01"]), Some(day("2026-11-25")));
    // Lost by the day of production already, or void from the beginning: not "after".
    assert_eq!(lost(&["revoked 2026-11-22"]), None);
    assert_eq!(lost(&["annulled 2026-12-01"]), None);
    assert_eq!(entry(&[]).lost_after(made, day("2027-02-01")), Some(day("2027-01-01")));
}

fn a_status() -> impl Strategy<Value = Status> {
    prop_oneof![
        Just(Status::Granted),
        (19_000..22_000).prop_map(|to| Status::Renewed { valid_to: Some(Day::from_number(to)) }),
        Just(Status::Suspended),
        Just(Status::Resumed),
        Just(Status::Cancelled),
        Just(Status::Revoked),
        Just(Status::Annulled),
    ]
}

proptest! {
    /// Days differ, so the order of recording must not matter.
    #[test]
    fn recorded_in_any_order(
        facts in proptest::collection::btree_map(19_000..22_000, a_status(), 0..8),
        turn in 0_usize..8,
        asked in 18_900..22_100,
    ) {
        let facts: Vec<_> = facts
            .into_iter()
            .map(|(on, status)| StatusFact { on: Day::from_number(on), status })
            .collect();
        let mut turned = facts.clone();
        turned.rotate_left(turn % facts.len().max(1));
        let mut reversed = facts.clone();
        reversed.reverse();
        let to = Some(Day::from_number(20_000));
        let state = |facts: &[StatusFact]| {
            Entry { from: None, to, facts: facts.to_vec() }.state_on(Day::from_number(asked))
        };
        prop_assert_eq!(state(&facts), state(&turned));
        prop_assert_eq!(state(&facts), state(&reversed));
        let ended = |status| facts.iter().any(|fact| fact.status == status && fact.on.number() <= asked);
        if ended(Status::Revoked) || ended(Status::Cancelled) || ended(Status::Annulled) {
            prop_assert_ne!(state(&facts), EntryState::Valid);
        }
    }
}
