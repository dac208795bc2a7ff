//! Shelf life: which last day follows from the production day, and whether the printed one fits.
//!
//! The last day is included. A life of days or weeks is added to the production day; one of months
//! or years ends on the same day of the month, or on the last day of a month that is too short for
//! it (31 August and six months: 28 or 29 February). Half years and other parts count where they are
//! whole months, parts of days never. Firms may count the production day as the first day of the
//! life, so that one day less fits as well.

use crate::domain::day::Day;
use crate::fact::document::ShelfLifeDoc;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);
/// Every six months have at most as many days.
const SIX_MONTHS_IN_DAYS: u32 = 184;

/// The printed last day does not follow from production day and shelf life: worth a warning that
/// shows both days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpiryMismatch {
    pub expected: Day,
    pub printed: Day,
}

/// The last day, counted from the day after production. `None` for a unit other than `DAY`, `WEE`,
/// `MON` and `ANN`, for a life that is no whole number of days or months, negative, or that goes
/// past 2199.
pub fn last_day(produced_on: Day, value: Decimal, unit: &str) -> Option<Day> {
    let produced = EPOCH.checked_add(days(produced_on.number())?).ok()?;
    let span = match unit {
        "DAY" => days(whole(value)?)?,
        "WEE" => days(whole(value.checked_mul(Decimal::from(7))?)?)?,
        "MON" => months(whole(value)?)?,
        "ANN" => months(whole(value.checked_mul(Decimal::from(12))?)?)?,
        _ => return None,
    };
    let last = produced.checked_add(span).ok()?;
    (last.year() < 2200).then(|| Day::of(last))
}

/// Compares a printed last day with the shelf life; nothing where it fits or cannot be worked out.
pub fn expiry_mismatch(
    produced_on: Day,
    life: &ShelfLifeDoc,
    printed: Day,
) -> Option<ExpiryMismatch> {
    let expected = last_day(produced_on, life.value.0, &life.unit)?;
    let fits = matches!(expected.days_since(printed), 0 | 1);
    (!fits).then_some(ExpiryMismatch { expected, printed })
}

/// Whether a shelf life is six months or more, from whatever day it is counted. In days that takes
/// 184, which no six months exceed.
pub fn lasts_six_months(life: &ShelfLifeDoc) -> bool {
    let value = life.value.0;
    match life.unit.as_str() {
        "DAY" => value >= Decimal::from(SIX_MONTHS_IN_DAYS),
        "WEE" => value >= Decimal::from(SIX_MONTHS_IN_DAYS.div_ceil(7)),
        "MON" => value >= Decimal::from(6),
        "ANN" => value >= Decimal::new(5, 1),
        _ => false,
    }
}

fn whole(value: Decimal) -> Option<i32> {
    let fits = value.fract().is_zero() && value >= Decimal::ZERO;
    fits.then(|| value.to_i32()).flatten()
}

fn days(count: i32) -> Option<jiff::Span> {
    jiff::Span::new().try_days(count).ok()
}

fn months(count: i32) -> Option<jiff::Span> {
    jiff::Span::new().try_months(count).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn life(value: &str, unit: &str) -> ShelfLifeDoc {
        serde_json::from_str(&format!(r#"{{"value":{value},"unit":"{unit}"}}"#)).unwrap()
    }

    #[test]
    fn last_days() {
        for (produced, value, unit, expected) in [
            ("2026-11-22", "45", "DAY", Some("2027-01-06")),
            ("2026-11-22", "0", "DAY", Some("2026-11-22")),
            ("2026-11-22", "45.0", "DAY", Some("2027-01-06")),
            ("2026-11-22", "2", "WEE", Some("2026-12-06")),
            ("2026-11-22", "12", "MON", Some("2027-11-22")),
            ("2026-11-22", "1", "ANN", Some("2027-11-22")),
            ("2026-11-22", "1.5", "ANN", Some("2028-05-22")),
            // Ends of months: the month that is too short ends the life.
            ("2026-01-31", "1", "MON", Some("2026-02-28")),
            ("2024-01-31", "1", "MON", Some("2024-02-29")),
            ("2026-08-31", "6", "MON", Some("2027-02-28")),
            ("2026-05-31", "6", "MON", Some("2026-11-30")),
            ("2026-02-28", "1", "MON", Some("2026-03-28")),
            ("2024-02-29", "1", "ANN", Some("2025-02-28")),
            ("2024-02-29", "4", "ANN", Some("2028-02-29")),
            ("2199-12-30", "1", "DAY", Some("2199-12-31")),
            ("2199-12-31", "1", "DAY", None),
            ("2026-11-22", "0.5", "MON", None),
            ("2026-11-22", "0.5", "DAY", None),
            ("2026-11-22", "-1", "DAY", None),
            ("2026-11-22", "72", "HUR", None),
            ("2026-11-22", "2147483647", "DAY", None),
            ("2026-11-22", "2147483647", "MON", None),
            ("2026-11-22", "9999999999999999999999999999", "ANN", None),
            ("2026-11-22", "9999999999999999999999999999", "WEE", None),
        ] {
            let found = last_day(day(produced), value.parse().unwrap(), unit);
            assert_eq!(found, expected.map(day), "{produced} + {value} {unit}");
        }
    }

    #[test]
    fn a_mismatch_shows_both_days() {
        let check = |printed| expiry_mismatch(day("2026-11-22"), &life("45", "DAY"), day(printed));
        assert_eq!(check("2027-01-06"), None);
        assert_eq!(check("2027-01-05"), None);
        for printed in ["2027-01-04", "2027-01-07", "2026-11-22", "2026-01-01"] {
            let expected = ExpiryMismatch { expected: day("2027-01-06"), printed: day(printed) };
            assert_eq!(check(printed), Some(expected));
        }
        assert_eq!(expiry_mismatch(day("2026-11-22"), &life("1", "HUR"), day("1999-01-01")), None);
    }

    #[test]
    fn six_months_or_more() {
        for (value, unit, expected) in [
            ("6", "MON", true),
            ("5.9", "MON", false),
            ("1", "ANN", true),
            ("0.5", "ANN", true),
            ("0.4", "ANN", false),
            ("184", "DAY", true),
            ("183", "DAY", false),
            ("27", "WEE", true),
            ("26", "WEE", false),
            ("9999", "HUR", false),
        ] {
            assert_eq!(lasts_six_months(&life(value, unit)), expected, "{value} {unit}");
        }
    }

    proptest! {
        /// 1900 to 2150, up to 40 years.
        #[test]
        fn the_last_day_never_precedes_and_months_keep_the_day_or_end_the_month(
            produced in -25_567_i32..66_000, count in 0_u32..480,
        ) {
            let produced = Day::from_number(produced);
            let by_day = last_day(produced, count.into(), "DAY").unwrap();
            prop_assert_eq!(by_day.days_since(produced), i64::from(count));
            let by_month = last_day(produced, count.into(), "MON").unwrap();
            prop_assert!(by_month >= produced);
            let of_month = |day: Day| day.to_string()[8..].parse::<u8>().unwrap();
            let next = Day::from_number(by_month.number() + 1);
            prop_assert!(of_month(by_month) == of_month(produced) || of_month(next) == 1);
            prop_assert!(last_day(produced, count.into(), "MON") <= last_day(produced, (count + 1).into(), "MON"));
        }
    }
}
