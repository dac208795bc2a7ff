//! Tests of calendars and of counting working days.

use super::*;

pub(crate) fn shipped() -> Calendars {
    let mut calendars = Calendars::none();
    for (name, text) in SHIPPED {
        let calendar = Calendar::parse(text.as_bytes()).unwrap();
        assert_eq!(calendar.id, name);
        assert_eq!(calendars.put(calendar), None);
    }
    calendars
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[track_caller]
fn counts(from: &str, count: u16, to: &str, basis: Basis) {
    let counted = shipped().add_working_days(day(from), count);
    assert_eq!((counted.day.to_string().as_str(), counted.basis), (to, basis), "{from} + {count}");
}

#[test]
fn weekdays_are_told_from_weekends() {
    // A Saturday before the epoch, one after a leap day, one of a leap century.
    for text in ["1969-12-27", "1970-01-03", "2024-03-02", "2000-02-26", "1900-01-06"] {
        assert!(!is_weekend(Day::from_number(day(text).number() - 1)), "{text}");
        assert!(is_weekend(day(text)) && is_weekend(day(text).next()), "{text}");
        assert!(!is_weekend(day(text).next().next()), "{text}");
    }
}

#[test]
fn the_golden_week_is_passed_over() {
    // 1 to 7 October are off; Sunday 20 September and Saturday 10 October are worked.
    counts("2026-09-30", 0, "2026-09-30", Basis::Published);
    counts("2026-09-30", 1, "2026-10-08", Basis::Published);
    counts("2026-09-30", 3, "2026-10-10", Basis::Published);
    counts("2026-09-30", 4, "2026-10-12", Basis::Published);
    counts("2026-09-28", 10, "2026-10-16", Basis::Published);
    counts("2026-09-18", 10, "2026-10-09", Basis::Published);
    // From within the holiday, the count begins after it.
    counts("2026-10-03", 1, "2026-10-08", Basis::Published);
}

#[test]
fn the_saturdays_around_the_spring_festival_are_worked() {
    counts("2026-02-13", 1, "2026-02-14", Basis::Published);
    counts("2026-02-13", 2, "2026-02-24", Basis::Published);
    counts("2026-02-13", 5, "2026-02-27", Basis::Published);
    counts("2026-02-13", 6, "2026-02-28", Basis::Published);
    counts("2026-02-13", 7, "2026-03-02", Basis::Published);
    // Sunday 4 January stands in for Friday 2 January.
    counts("2026-01-01", 1, "2026-01-04", Basis::Published);
}

#[test]
fn an_answer_says_what_it_rests_on() {
    counts("2026-12-30", 1, "2026-12-31", Basis::Published);
    counts("2026-12-30", 2, "2027-01-04", Basis::Provisional);
    counts("2027-12-30", 1, "2027-12-31", Basis::Provisional);
    counts("2027-12-31", 1, "2028-01-03", Basis::WeekdaysOnly);
    counts("2025-12-31", 1, "2026-01-04", Basis::WeekdaysOnly);
    // 29 February is a day like another: in 2028 a Tuesday, in 2026 not there.
    counts("2028-02-28", 1, "2028-02-29", Basis::WeekdaysOnly);
    counts("2028-02-28", 2, "2028-03-01", Basis::WeekdaysOnly);
    counts("2100-02-26", 1, "2100-03-01", Basis::WeekdaysOnly);
    let words = [Basis::Published, Basis::Provisional, Basis::WeekdaysOnly].map(Basis::word);
    assert_eq!(words, ["published", "provisional", "weekdaysOnly"]);
    assert_eq!(Basis::Published.caution(), None);
    assert_ne!(Basis::Provisional.caution(), Basis::WeekdaysOnly.caution());
}

#[test]
fn the_year_2026_has_248_working_days() {
    // 365 days, 104 of them weekends, 13 statutory days off.
    let calendars = shipped();
    let count = calendars.working_days_between(day("2025-12-31"), day("2026-12-31"));
    assert_eq!(count, 248);
    assert_eq!(calendars.working_days_between(day("2026-12-31"), day("2026-12-31")), 0);
    assert_eq!(calendars.working_days_between(day("2026-12-31"), day("2026-01-01")), 0);
}

#[test]
fn counting_forth_and_back_agrees() {
    let calendars = shipped();
    for start in ["2026-01-31", "2026-09-24", "2026-12-25", "2027-02-01"] {
        for count in 0..60 {
            let end = calendars.add_working_days(day(start), count).day;
            assert_eq!(calendars.working_days_between(day(start), end), u32::from(count));
        }
    }
}

#[test]
fn every_shipped_calendar_is_loaded() {
    assert_eq!(Calendars::shipped(), Ok(shipped()));
}

#[test]
fn a_later_calendar_replaces_the_one_of_its_year() {
    let mut calendars = shipped();
    let announced = SHIPPED[1].1.replace("provisional", "published");
    let calendar = Calendar::parse(announced.as_bytes()).unwrap();
    assert_eq!(calendars.put(calendar).unwrap().status, Status::Provisional);
    assert_eq!(calendars.of_year(2027).unwrap().status, Status::Published);
    assert_eq!(calendars.kind(day("2027-02-05")), Kind { working: false, basis: Basis::Published });
}

const VALID: &str = r#"{"id":"cn-2026","region":"CN","year":2026,"status":"published",
    "source":{"zh":"通知","en":"Notice"},
    "holidays":[{"first":"2026-01-01","last":"2026-01-03","name":{"zh":"元旦","en":"New Year"}}],
    "workdays":["2026-01-04"]}"#;

#[track_caller]
fn refused(from: &str, to: &str, expected: &[(&str, Problem)]) {
    let changed = VALID.replace(from, to);
    assert_ne!(changed, VALID, "{from} is not there");
    let found = Calendar::parse(changed.as_bytes()).unwrap_err();
    let found: Vec<_> = found.iter().map(|error| (error.pointer.as_str(), error.problem)).collect();
    assert_eq!(found, expected, "{from} -> {to}");
}

#[test]
fn documents_are_read_strictly() {
    assert!(Calendar::parse(VALID.as_bytes()).is_ok());
    refused("\"CN\"", "\"US\"", &[("/region", Problem::NotAWord)]);
    refused("cn-2026", "cn-2027", &[("/id", Problem::NotAWord)]);
    refused("published", "final", &[("/status", Problem::NotAWord)]);
    refused("\"通知\"", "\" \"", &[("/source/zh", Problem::Text)]);
    refused("\"Notice\"", "\"No\\u202etice\"", &[("/source/en", Problem::Text)]);
    refused("2026-01-04", "2026-02-30", &[("/workdays/0", Problem::NotADay)]);
    refused("2026-01-04", "2027-01-03", &[("/workdays/0", Problem::OutsideYear)]);
    refused("2026-01-04", "2026-01-05", &[("/workdays/0", Problem::NotAWeekend)]);
    refused("2026-01-04", "2026-01-03", &[("/workdays/0", Problem::Holiday)]);
    let twice = "2026-01-04\",\"2026-01-04";
    refused("2026-01-04", twice, &[("/workdays/1", Problem::Repeated)]);
    refused("2026-01-03", "2025-12-31", &[("/holidays/0/last", Problem::OutsideYear)]);
    let backwards = "\"first\":\"2026-01-09\"";
    refused("\"first\":\"2026-01-01\"", backwards, &[("/holidays/0/last", Problem::Order)]);
    let again = r#""workdays":["2026-01-04"],"holidays":[]"#;
    refused(r#""workdays":["2026-01-04"]"#, again, &[("", Problem::Shape)]);
    refused("\"status\"", "\"state\"", &[("/state", Problem::Shape)]);
    refused("\"zh\":\"元旦\",", "", &[("/holidays/0/name", Problem::Shape)]);
    refused("2026,", "\"2026\",", &[("/year", Problem::Shape)]);
    let two =
        r#"{"first":"2026-01-03","last":"2026-01-05","name":{"zh":"一","en":"a"}}],"workdays""#;
    let overlap = format!(",{two}");
    let both = [("/holidays/1/first", Problem::Overlap), ("/workdays/0", Problem::Holiday)];
    refused("],\n    \"workdays\"", &overlap, &both);
}

#[test]
fn every_finding_is_given_and_bounds_are_kept() {
    let changed = VALID.replace("CN", "").replace("published", "").replace("01-04", "13-01");
    assert_eq!(Calendar::parse(changed.as_bytes()).unwrap_err().len(), 3);
    let year = VALID.replace("2026", "2200");
    assert!(Calendar::parse(year.as_bytes()).unwrap_err().iter().any(|e| e.pointer == "/year"));
    let saturdays = |count: i32| {
        let first = day("2026-01-10").number();
        let days: Vec<String> =
            (0..count).map(|at| format!("\"{}\"", Day::from_number(first + 7 * at))).collect();
        VALID.replace("\"2026-01-04\"", &days.join(","))
    };
    assert!(Calendar::parse(saturdays(50).as_bytes()).is_ok());
    let many = Calendar::parse(saturdays(51).as_bytes()).unwrap_err();
    assert_eq!(many[0].problem, Problem::TooMany);
    let large = format!("{VALID}{}", " ".repeat(crate::limits::BODY_BYTES_MAX));
    assert_eq!(Calendar::parse(large.as_bytes()).unwrap_err()[0].problem, Problem::TooLarge);
    let name = |chars: usize| VALID.replace("New Year", &"a".repeat(chars));
    assert!(Calendar::parse(name(200).as_bytes()).is_ok());
    assert!(Calendar::parse(name(201).as_bytes()).is_err());
    for junk in ["", "null", "[]", "{", "{}", &format!("{VALID}x")] {
        assert!(Calendar::parse(junk.as_bytes()).is_err(), "{junk}");
    }
}
