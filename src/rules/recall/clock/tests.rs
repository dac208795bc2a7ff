//! Tests of clocks: both sides of each deadline.

use super::*;
use crate::rules::recall::calendar::tests::shipped;

fn at(text: &str) -> Instant {
    let local: jiff::civil::DateTime = text.parse().unwrap();
    Instant(local.to_zoned(shanghai()).unwrap().timestamp().as_millisecond())
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn rule(regime: Regime, class: Option<Class>, kind: ClockKind) -> &'static ClockRule {
    rules(regime, class).find(|rule| rule.kind == kind).unwrap()
}

fn state_at(rule: &ClockRule, happened: &Happened, now: &str) -> ClockState {
    let (zone, calendars) = (shanghai(), shipped());
    state(rule, happened, None, at(now), Frame { zone: &zone, calendars: &calendars })
}

/// `from` starts the clock; at `last` it still runs, at `first_late` no more.
#[track_caller]
fn turns(rule: &ClockRule, from: &str, last: &str, first_late: &str) {
    let happened = Happened::from([(rule.runs_from, at(from))]);
    let running = state_at(rule, &happened, last);
    assert!(matches!(running, ClockState::Running { .. }), "{last}: {running:?}");
    let overdue = state_at(rule, &happened, first_late);
    assert!(matches!(overdue, ClockState::Overdue { .. }), "{first_late}: {overdue:?}");
}

#[test]
fn starting_is_counted_in_hours_to_the_minute() {
    let start = rule(Regime::Food, Some(Class::One), ClockKind::Start);
    turns(start, "2026-11-20T17:05", "2026-11-21T17:05", "2026-11-21T17:06");
    turns(start, "2026-11-20T17:05", "2026-11-21T17:05:00.000", "2026-11-21T17:05:00.001");
    let second = rule(Regime::Food, Some(Class::Two), ClockKind::Start);
    turns(second, "2026-11-20T17:05", "2026-11-22T17:05", "2026-11-22T17:06");
    let third = rule(Regime::Food, Some(Class::Three), ClockKind::Start);
    turns(third, "2026-11-20T17:05", "2026-11-23T17:05", "2026-11-23T17:06");
    // Holidays have hours like any other day, and so has 29 February.
    turns(start, "2026-10-01T08:30", "2026-10-02T08:30", "2026-10-02T08:31");
    turns(start, "2028-02-28T12:00", "2028-02-29T12:00", "2028-02-29T12:01");
}

#[test]
fn finishing_is_counted_in_working_days() {
    let finish = |class| rule(Regime::Food, Some(class), ClockKind::Finish);
    // Across the Golden Week, whatever the hour of the publication.
    for hour in ["00:00", "12:00", "23:59"] {
        let from = format!("2026-09-28T{hour}");
        turns(finish(Class::One), &from, "2026-10-16T23:59", "2026-10-17T00:00");
    }
    turns(finish(Class::Two), "2026-09-28T09:00", "2026-10-30T23:59", "2026-10-31T00:00");
    turns(finish(Class::Three), "2026-09-28T09:00", "2026-11-13T23:59", "2026-11-14T00:00");
    // Across the Spring Festival with its two worked Saturdays.
    turns(finish(Class::One), "2026-02-12T09:00", "2026-03-04T23:59", "2026-03-05T00:00");
}

#[test]
fn goods_and_vehicles_have_their_own_clocks() {
    let goods = |kind| rule(Regime::ConsumerGoods, None, kind);
    let from = "2026-06-18T10:00";
    turns(goods(ClockKind::Report), from, "2026-06-23T23:59", "2026-06-24T00:00");
    turns(goods(ClockKind::Plan), from, "2026-07-03T23:59", "2026-07-04T00:00");
    turns(goods(ClockKind::FinalReport), from, "2026-07-10T23:59", "2026-07-11T00:00");
    let objection = rule(Regime::Vehicle, None, ClockKind::Objection);
    turns(objection, from, "2026-07-10T23:59", "2026-07-11T00:00");
    assert_eq!(objection.nature, Nature::Right);
}

#[test]
fn what_is_not_known_has_no_clock() {
    for (regime, class) in [
        (Regime::Food, None),
        (Regime::Drug, None),
        (Regime::Drug, Some(Class::One)),
        (Regime::Other, None),
        (Regime::ConsumerGoods, Some(Class::One)),
    ] {
        assert_eq!(rules(regime, class).count(), 0, "{regime:?} {class:?}");
    }
    let all = Regime::ALL.iter().flat_map(|regime| {
        let classes = Class::ALL.into_iter().map(Some).chain([None]);
        classes.flat_map(|class| rules(*regime, class))
    });
    assert_eq!(all.count(), table::RULES.len());
}

#[test]
fn a_clock_waits_runs_and_is_met() {
    let rule = rule(Regime::Food, Some(Class::One), ClockKind::Start);
    let waiting = state_at(rule, &Happened::new(), "2026-11-20T17:05");
    assert_eq!(waiting, ClockState::Waiting { on: Event::RiskKnown });
    let met = |started: &str| {
        let known = (Event::RiskKnown, at("2026-11-20T17:05"));
        let happened = Happened::from([known, (Event::Started, at(started))]);
        // Long after: what was met stays met.
        match state_at(rule, &happened, "2026-12-31T00:00") {
            ClockState::Met { late_ms, .. } => late_ms,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(met("2026-11-21T17:05"), None);
    assert_eq!(met("2026-11-21T17:06"), Some(60_000));
    assert_eq!(met("2026-11-20T17:00"), None);
    let words = |state: ClockState| [Nature::Duty, Nature::Right].map(|nature| state.word(nature));
    assert_eq!(words(waiting), ["waiting", "waiting"]);
    let known = Happened::from([(Event::RiskKnown, at("2026-11-20T17:05"))]);
    assert_eq!(words(state_at(rule, &known, "2026-11-21T17:05")), ["running", "running"]);
    assert_eq!(words(state_at(rule, &known, "2026-11-21T17:06")), ["overdue", "lapsed"]);
    match state_at(rule, &known, "2026-11-21T18:05") {
        ClockState::Overdue { by_ms, due } => {
            assert_eq!((by_ms, due.last_day, due.basis), (3_600_000, None, None));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_extension_counts_where_the_clause_allows_it() {
    let (zone, calendars) = (shanghai(), shipped());
    let frame = Frame { zone: &zone, calendars: &calendars };
    let finish = rule(Regime::Food, Some(Class::One), ClockKind::Finish);
    let happened = Happened::from([(Event::NoticePublished, at("2026-09-28T09:00"))]);
    let due_to = |to: Option<&str>| match state(
        finish,
        &happened,
        to.map(day),
        at("2026-09-29T00:00"),
        frame,
    ) {
        ClockState::Running { due } => (due.last_day.unwrap().to_string(), due.extended),
        other => panic!("{other:?}"),
    };
    assert_eq!(due_to(None), ("2026-10-16".to_owned(), false));
    assert_eq!(due_to(Some("2026-10-16")), ("2026-10-16".to_owned(), false));
    assert_eq!(due_to(Some("2026-10-01")), ("2026-10-16".to_owned(), false));
    assert_eq!(due_to(Some("2026-10-17")), ("2026-10-17".to_owned(), true));
    let start = rule(Regime::Food, Some(Class::One), ClockKind::Start);
    let known = Happened::from([(Event::RiskKnown, at("2026-09-28T09:00"))]);
    let late = state(start, &known, Some(day("2026-10-17")), at("2026-09-29T09:01"), frame);
    assert!(matches!(late, ClockState::Overdue { .. }));
}

#[test]
fn the_zone_decides_when_a_day_ends() {
    let calendars = shipped();
    let rule = rule(Regime::ConsumerGoods, None, ClockKind::Report);
    let published = at("2026-11-23T07:00");
    let shanghai = shanghai();
    let in_shanghai = due(rule, published, Frame { zone: &shanghai, calendars: &calendars });
    let in_utc = due(rule, published, Frame { zone: &TimeZone::UTC, calendars: &calendars });
    assert_eq!(in_shanghai.at, Instant(at("2026-11-26T00:00").0 - 1));
    // In UTC it was still Sunday the 22nd: the count begins on Monday.
    assert_eq!(in_utc.last_day.unwrap().to_string(), "2026-11-24");
    assert_eq!(in_utc.at.to_string(), "2026-11-24T23:59:59.999Z");
}

#[test]
fn times_far_away_do_not_overflow() {
    let (zone, calendars) = (shanghai(), Calendars::none());
    let frame = Frame { zone: &zone, calendars: &calendars };
    for rule in &table::RULES {
        for from in [i64::MIN, 0, i64::MAX] {
            let happened = Happened::from([(rule.runs_from, Instant(from))]);
            let _ = state(rule, &happened, None, Instant(i64::MAX), frame);
            let _ = state(rule, &happened, None, Instant(i64::MIN), frame);
        }
    }
    let far = Day::of(jiff::civil::date(9999, 12, 31));
    assert!(end_of_day(far, &zone).0 > 0);
}
