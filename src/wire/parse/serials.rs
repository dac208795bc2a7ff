//! Own serials: ranges of equal shape, and lists that are joined into such ranges.

use super::finder::Finder;
use crate::domain::command::SerialRange;
use crate::domain::lot::{Serial, SerialParts};
use crate::domain::refusal::FieldCode;
use crate::domain::unit_code::UnitCode;
use crate::limits::{BATCH_UNITS_MAX, SERIALS_LIST_COUNT_MAX};

/// Characters of an issued code.
const ISSUED_CODE_CHARS: usize = 16;
/// Among so many consecutive serials that could be issued codes, some are: any thousand numbers that
/// differ in their last three digits give every check character.
const LOOKALIKE_WINDOW_COUNT: u64 = 2_000;

/// `first` and `last` of the object being judged: equal prefix and width, in order, and none that
/// looks like an issued code.
pub(super) fn judge_range(
    finder: &mut Finder,
    first: &str,
    last: &str,
) -> Option<(Serial, Serial)> {
    let first_serial = finder.serial("first", first);
    let last_serial = finder.serial("last", last);
    let (first_serial, last_serial) = first_serial.zip(last_serial)?;
    let (from, to) = (first_serial.split(), last_serial.split());
    if from.prefix != to.prefix || from.width != to.width {
        finder.report_in("last", FieldCode::UnequalShape, last);
        return None;
    }
    if to.number < from.number {
        finder.report_in("last", FieldCode::Order, last);
        return None;
    }
    let range = SerialRange { first: from, last: to.number };
    if range.count() > BATCH_UNITS_MAX {
        finder.report_in("last", FieldCode::TooMany, last);
    }
    if let Some(lookalike) = lookalike(&range) {
        finder.report_in("first", FieldCode::LooksLikeIssuedCode, &lookalike);
    }
    Some((first_serial, last_serial))
}

/// A list in registration order. Neighbours that follow one another become one range.
pub(super) fn judge_list(finder: &mut Finder, list: &mut [String]) -> Option<Vec<SerialRange>> {
    if list.is_empty() {
        finder.report_in("list", FieldCode::TooFew, "");
    }
    finder.distinct("list", list);
    let mut ranges: Vec<SerialRange> = Vec::new();
    finder.each("list", list, SERIALS_LIST_COUNT_MAX, |finder, text| {
        let Ok(serial) = Serial::parse(text) else {
            finder.report(FieldCode::NotASerial, text);
            return;
        };
        if UnitCode::looks_like(text) {
            finder.report(FieldCode::LooksLikeIssuedCode, text);
        }
        let one = SerialRange::one(&serial);
        match ranges.last_mut() {
            Some(range) if follows(range, &one.first) => range.last = one.last,
            _ => ranges.push(one),
        }
    });
    Some(ranges)
}

fn follows(range: &SerialRange, next: &SerialParts) -> bool {
    range.first.prefix == next.prefix
        && range.first.width == next.width
        && range.last.checked_add(1) == Some(next.number)
}

/// The first serial of a range that looks like an issued code.
fn lookalike(range: &SerialRange) -> Option<String> {
    let SerialParts { prefix, width, number } = &range.first;
    if prefix.len() + usize::from(*width) != ISSUED_CODE_CHARS {
        return None;
    }
    let last = range.last.min(number.saturating_add(LOOKALIKE_WINDOW_COUNT.into()));
    (*number..=last).find_map(|number| {
        let serial = SerialParts { number, ..range.first.clone() }.join()?;
        UnitCode::looks_like(serial.as_str()).then(|| serial.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(first: &str, last: &str) -> SerialRange {
        let (first, last) = (Serial::parse(first).unwrap(), Serial::parse(last).unwrap());
        SerialRange { first: first.split(), last: last.split().number }
    }

    /// The window is wide enough: whatever the prefix, a thousand last digits give every check.
    #[test]
    fn every_long_range_of_sixteen_holds_a_lookalike() {
        for prefix in ["0000000000000", "2026112200000", "7K3MQ9TXV2HD8", "ZZZZZZZZZZZZZ"] {
            let found =
                (0..1000).filter(|n| UnitCode::looks_like(&format!("{prefix}{n:03}"))).count();
            assert!((1..1000).contains(&found), "{prefix}: {found}");
        }
        assert!(lookalike(&range("2026112200000000", "2026112299999999")).is_some());
        assert_eq!(lookalike(&range("202611220000000", "202611229999999")), None);
        assert_eq!(lookalike(&range("SNU-112200000000", "SNU-112299999999")), None);
    }

    #[test]
    fn a_range_is_searched_to_its_end() {
        let lookalikes: Vec<u32> =
            (0..1000).filter(|n| UnitCode::looks_like(&format!("2026112200000{n:03}"))).collect();
        let gap = lookalikes.windows(2).find(|pair| pair[1] - pair[0] > 2).unwrap();
        let serial = |n: u32| format!("2026112200000{n:03}");
        assert_eq!(lookalike(&range(&serial(gap[0] + 1), &serial(gap[1] - 1))), None);
        assert_eq!(lookalike(&range(&serial(gap[0] + 1), &serial(gap[1]))), Some(serial(gap[1])));
    }

    #[test]
    fn listed_neighbours_are_joined_in_order() {
        let mut finder = Finder::new();
        let mut list = ["A1", "A2", "A3", "A5", "A4", "A09", "A10", "B", "B1"].map(str::to_owned);
        let ranges = judge_list(&mut finder, &mut list).unwrap();
        assert!(finder.into_errors().is_empty());
        let shown: Vec<(String, u8, u128, u128)> = ranges
            .iter()
            .map(|r| (r.first.prefix.clone(), r.first.width, r.first.number, r.last))
            .collect();
        let expected = [
            ("A", 1, 1, 3),
            ("A", 1, 5, 5),
            ("A", 1, 4, 4),
            ("A", 2, 9, 10),
            ("B", 0, 0, 0),
            ("B", 1, 1, 1),
        ];
        assert_eq!(shown, expected.map(|(p, w, f, l)| (p.to_owned(), w, f, l)));
        assert_eq!(ranges.iter().map(SerialRange::count).sum::<u64>(), 9);
    }
}
