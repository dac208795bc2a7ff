//! Whether a decoded value has the shape its AI demands: lengths, character sets, check digits,
//! dates and small closed sets.
//!
//! Not here: membership in lists that others keep and change. A country (ISO 3166), currency
//! (ISO 4217), IBAN, package type or coupon is accepted when its characters and length fit.

use crate::domain::check_digit::gs1_valid;

/// One component of a value: the characters it takes, how many, and what they must say.
#[derive(Clone, Copy)]
pub(super) struct Part {
    class: Class,
    len_min: usize,
    len_max: usize,
    optional: bool,
    check: Check,
}

/// The character sets of the GS1 General Specifications (figures 7.11-1 to 7.11-3).
#[derive(Clone, Copy)]
enum Class {
    Digit,
    Cset82,
    Cset39,
    Base64Url,
}

/// What the characters of a component must say beyond their set.
#[derive(Clone, Copy)]
pub(super) enum Check {
    Nothing,
    /// Ends in a GS1 check digit. All zeros pass the arithmetic but name nothing, so are refused.
    Csum,
    /// Ends in the two check characters of a Global Model Number, and starts with a prefix.
    CsumAlpha,
    /// Check characters as above, and not digits alone.
    HasNonDigit,
    /// Starts with four digits, the shortest GS1 company prefix.
    Prefix,
    /// `YYMMDD`.
    Date,
    /// `YYMMDD` where day `00` stands for the whole month.
    DateOrMonth,
    /// `YYYYMMDD`.
    LongDate,
    /// `hh`.
    Hour,
    /// `hhmm`.
    HourMinute,
    /// `00..=59`.
    MinuteOrSecond,
    /// `0` or `1`.
    YesNo,
    Zero,
    NonZero,
    /// Without leading zero, unless it is `0` itself.
    Unpadded,
    Hyphen,
    /// Roll direction: `0`, `1` or `9`.
    Winding,
    /// Piece number and total, two digits each, `1 <= piece <= total`.
    PieceOfTotal,
    /// One of 64 index characters.
    ImporterIndex,
    /// Ten digits, degrees times 10⁷ plus 90.
    Latitude,
    /// Ten digits, degrees times 10⁷, up to 360.
    Longitude,
    /// AIDC media type.
    Media,
    /// ISO 5218.
    Sex,
    /// `position/total`, one digit each.
    PositionInSequence,
    /// Text whose `%` signs each begin an escape of two hexadecimal digits.
    PercentEncoded,
}

impl Part {
    const fn new(class: Class, len_min: usize, len_max: usize) -> Self {
        Self { class, len_min, len_max, optional: false, check: Check::Nothing }
    }

    pub(super) const fn check(mut self, check: Check) -> Self {
        self.check = check;
        self
    }

    pub(super) const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

/// Exactly `len` digits.
pub(super) const fn n(len: usize) -> Part {
    Part::new(Class::Digit, len, len)
}

/// One to `max` digits.
pub(super) const fn n_to(max: usize) -> Part {
    Part::new(Class::Digit, 1, max)
}

/// Exactly `len` characters of set 82.
pub(super) const fn x(len: usize) -> Part {
    Part::new(Class::Cset82, len, len)
}

/// One to `max` characters of set 82.
pub(super) const fn x_to(max: usize) -> Part {
    Part::new(Class::Cset82, 1, max)
}

/// One to `max` characters of set 39.
pub(super) const fn y_to(max: usize) -> Part {
    Part::new(Class::Cset39, 1, max)
}

/// One to `max` characters of base64url.
pub(super) const fn z_to(max: usize) -> Part {
    Part::new(Class::Base64Url, 1, max)
}

/// Whether `value` is made of the components of `shape`, one after the other and nothing else.
pub(super) fn fits(shape: &[Part], value: &str) -> bool {
    let mut rest = value;
    for part in shape {
        if rest.is_empty() && part.optional {
            break;
        }
        // A cut inside a character means that it is not ASCII, so in none of the sets.
        let Some((head, tail)) = rest.split_at_checked(rest.len().min(part.len_max)) else {
            return false;
        };
        let in_class = head.bytes().all(|b| part.class.holds(b));
        if head.len() < part.len_min || !in_class || !says(part.check, head) {
            return false;
        }
        rest = tail;
    }
    rest.is_empty()
}

impl Class {
    fn holds(self, byte: u8) -> bool {
        match self {
            Self::Digit => byte.is_ascii_digit(),
            Self::Cset82 => cset82_index(byte).is_some(),
            Self::Cset39 => {
                matches!(byte, b'#' | b'-' | b'/' | b'0'..=b'9' | b'A'..=b'Z')
            }
            Self::Base64Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='),
        }
    }
}

fn says(check: Check, text: &str) -> bool {
    let digits = || text.bytes().map(|b| u32::from(b.wrapping_sub(b'0')));
    let pair = |at: usize| text.get(at..at + 2).and_then(|t| t.parse::<u32>().ok());
    let one_of = |set: &[&str]| set.contains(&text);
    let up_to = |max: u64| text.parse::<u64>().is_ok_and(|v| v <= max);
    match check {
        Check::Nothing => true,
        Check::Csum => digits().any(|d| d != 0) && gs1_valid(text),
        Check::CsumAlpha => starts_with_prefix(text) && check_pair_valid(text),
        Check::HasNonDigit => {
            starts_with_prefix(text)
                && check_pair_valid(text)
                && text.bytes().any(|b| !b.is_ascii_digit())
        }
        Check::Prefix => starts_with_prefix(text),
        Check::Date => date_valid(text, 1),
        Check::DateOrMonth => date_valid(text, 0),
        Check::LongDate => long_date_valid(text),
        Check::Hour => up_to(23),
        Check::HourMinute => {
            pair(0).is_some_and(|h| h <= 23) && pair(2).is_some_and(|minute| minute <= 59)
        }
        Check::MinuteOrSecond => up_to(59),
        Check::YesNo => one_of(&["0", "1"]),
        Check::Zero => digits().all(|d| d == 0),
        Check::NonZero => digits().any(|d| d != 0),
        Check::Unpadded => text == "0" || !text.starts_with('0'),
        Check::Hyphen => text == "-",
        Check::Winding => one_of(&["0", "1", "9"]),
        Check::PieceOfTotal => {
            matches!((pair(0), pair(2)), (Some(p), Some(t)) if (1..=t).contains(&p))
        }
        Check::ImporterIndex => {
            text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        }
        Check::Latitude => up_to(1_800_000_000),
        Check::Longitude => up_to(3_600_000_000),
        Check::Media => pair(0).is_some_and(|m| (1..=10).contains(&m) || m >= 80),
        Check::Sex => one_of(&["0", "1", "2", "9"]),
        Check::PositionInSequence => {
            matches!(text.as_bytes(), [p @ b'1'..=b'9', b'/', t @ b'1'..=b'9'] if p <= t)
        }
        Check::PercentEncoded => escapes_valid(text),
    }
}

fn starts_with_prefix(text: &str) -> bool {
    text.as_bytes().first_chunk::<4>().is_some_and(|head| head.iter().all(u8::is_ascii_digit))
}

fn escapes_valid(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        after.as_bytes().first_chunk::<2>().is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
    })
}

/// `YYMMDD`. Both centuries a two-digit year can mean agree on leap years: 00 is 2000.
fn date_valid(text: &str, day_min: u32) -> bool {
    let number = |at: usize| text.get(at..at + 2).and_then(|t| t.parse::<u32>().ok());
    match (number(0), number(2), number(4)) {
        (Some(year), Some(month), Some(day)) => {
            (day_min..=days_in_month(year.is_multiple_of(4), month)).contains(&day)
                && (1..=12).contains(&month)
        }
        _ => false,
    }
}

/// `YYYYMMDD` in the Gregorian calendar.
fn long_date_valid(text: &str) -> bool {
    let number = |at: usize, end: usize| text.get(at..end).and_then(|t| t.parse::<u32>().ok());
    match (number(0, 4), number(4, 6), number(6, 8)) {
        (Some(year), Some(month), Some(day)) => {
            let leap =
                year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
            (1..=days_in_month(leap, month)).contains(&day)
        }
        _ => false,
    }
}

/// Days of a month, 0 for a number that is no month.
fn days_in_month(leap: bool, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    }
}

/// The position of a character in GS1 set 82, `None` when it is not in the set.
fn cset82_index(byte: u8) -> Option<u32> {
    const ORDER: &[u8; 82] =
        b"!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    ORDER.iter().position(|&b| b == byte).and_then(|at| u32::try_from(at).ok())
}

/// The check character pair of a Global Model Number: positions in set 82 times ascending primes
/// from the right, modulo 1021, written as two digits of base 32 (GS1 General Specifications,
/// section 7.9.5).
fn check_pair_valid(text: &str) -> bool {
    const PRIMES: [u32; 23] =
        [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];
    const BASE32: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let Some((body, &[high, low])) = text.as_bytes().split_last_chunk::<2>() else {
        return false;
    };
    let value = |byte: u8| BASE32.iter().position(|&b| b == byte);
    let (Some(high), Some(low)) = (value(high), value(low)) else {
        return false;
    };
    let sum: Option<u32> =
        body.iter().rev().zip(PRIMES).map(|(&b, prime)| Some(cset82_index(b)? * prime)).sum();
    sum.is_some_and(|sum| usize::try_from(sum % 1021) == Ok(high * 32 + low))
}
