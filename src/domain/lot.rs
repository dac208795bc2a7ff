//! The texts that name a lot, a serial and a product within an organization, and the one way an own
//! serial splits into prefix and number.
//!
//! They say which characters and how many. Whether a lot or serial is registered, and whether a
//! serial looks like an issued code (`unit_code`), is asked elsewhere.

use std::fmt;

/// The longest lot and serial, in characters (GS1 General Specifications, AI 10 and AI 21).
const GS1_TEXT_CHARS_MAX: usize = 20;
/// The longest product code, in characters.
const PRODUCT_CODE_CHARS_MAX: usize = 40;

/// Why a text is no lot, serial or product code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextCodeError {
    /// Nothing in it.
    Empty,
    /// More characters than the code may have.
    TooLong,
    /// The first character that may not stand where it stands.
    Character(char),
}

/// A batch or lot number: 1 to 20 characters of GS1 CSET 82, case kept (AI 10).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lot(Box<str>);

/// A serial a producer gave a unit: 1 to 20 characters of GS1 CSET 82, case kept (AI 21).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(Box<str>);

/// An organization's own name for a product: 1 to 40 of `A-Z a-z 0-9 . _ -`, case kept, not
/// beginning with `.` so that no product can be a dot segment of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductCode(Box<str>);

impl Lot {
    /// Reads a lot as printed. Errors: empty, over 20 characters, or a character outside CSET 82.
    pub fn parse(text: &str) -> Result<Self, TextCodeError> {
        checked(text, GS1_TEXT_CHARS_MAX, is_cset_82).map(Self)
    }

    /// The lot as printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serial {
    /// Reads a serial as printed. Errors: empty, over 20 characters, or a character outside CSET
    /// 82.
    pub fn parse(text: &str) -> Result<Self, TextCodeError> {
        checked(text, GS1_TEXT_CHARS_MAX, is_cset_82).map(Self)
    }

    /// The serial as printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The only split a serial has: the longest run of digits at its end is the number, the rest
    /// the prefix.
    pub fn split(&self) -> SerialParts {
        let prefix = self.0.trim_end_matches(|c: char| c.is_ascii_digit());
        let number =
            self.0.bytes().skip(prefix.len()).fold(0, |n, d| n * 10 + u128::from(d - b'0'));
        let width = u8::try_from(self.0.len() - prefix.len()).unwrap_or(u8::MAX);
        SerialParts { prefix: prefix.to_owned(), width, number }
    }
}

impl ProductCode {
    /// Reads a product code. Errors: empty, over 40 characters, or a character it may not have.
    pub fn parse(text: &str) -> Result<Self, TextCodeError> {
        if text.starts_with('.') {
            return Err(TextCodeError::Character('.'));
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        checked(text, PRODUCT_CODE_CHARS_MAX, allowed).map(Self)
    }

    /// The code as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A serial taken apart, so that ranges of equal prefix and width can be counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SerialParts {
    /// What stands before the number; it does not end in a digit.
    pub prefix: String,
    /// How many digits the number is printed with; 0 when the serial does not end in a digit.
    pub width: u8,
    /// The number; 0 when the width is 0.
    pub number: u128,
}

impl SerialParts {
    /// The serial with this prefix and the number behind leading zeros. `None` when the number
    /// needs more digits than the width, or when `split` would not give these parts back.
    pub fn join(&self) -> Option<Serial> {
        let width = usize::from(self.width);
        // Checked before formatting: a width read from elsewhere must not size the allocation.
        if self.prefix.len() + width > GS1_TEXT_CHARS_MAX {
            return None;
        }
        let digits = if width == 0 { String::new() } else { format!("{:0width$}", self.number) };
        let serial = Serial::parse(&format!("{}{digits}", self.prefix)).ok()?;
        (serial.split() == *self).then_some(serial)
    }
}

impl fmt::Display for Lot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for ProductCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

fn checked(
    text: &str,
    chars_max: usize,
    allowed: impl Fn(char) -> bool,
) -> Result<Box<str>, TextCodeError> {
    if text.is_empty() {
        return Err(TextCodeError::Empty);
    }
    if text.chars().nth(chars_max).is_some() {
        return Err(TextCodeError::TooLong);
    }
    match text.chars().find(|c| !allowed(*c)) {
        Some(other) => Err(TextCodeError::Character(other)),
        None => Ok(text.into()),
    }
}

/// GS1 AI encodable character set 82 (GS1 General Specifications, figure 7.11-1).
fn is_cset_82(c: char) -> bool {
    matches!(c, '!' | '"' | '%'..='?' | 'A'..='Z' | '_' | 'a'..='z')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cset_82_has_82_characters() {
        let all: String = ('\0'..='\u{ff}').filter(|c| is_cset_82(*c)).collect();
        assert_eq!(all.len(), 82);
        for outside in [' ', '#', '$', '@', '[', '\\', ']', '^', '`', '{', '|', '}', '~', '\u{7f}']
        {
            assert_eq!(Lot::parse(&format!("a{outside}")), Err(TextCodeError::Character(outside)));
        }
    }

    #[test]
    fn lengths_and_case() {
        assert_eq!(Lot::parse(""), Err(TextCodeError::Empty));
        assert_eq!(Lot::parse("批"), Err(TextCodeError::Character('批')));
        assert_eq!(Lot::parse(&"a".repeat(21)), Err(TextCodeError::TooLong));
        assert_eq!(Serial::parse(&"a".repeat(21)), Err(TextCodeError::TooLong));
        assert_eq!(Lot::parse(&"a".repeat(20)).unwrap().as_str(), "a".repeat(20));
        assert_ne!(Lot::parse("Ab1"), Lot::parse("aB1"));
        assert_eq!(Serial::parse("aB/1").unwrap().to_string(), "aB/1");
    }

    #[test]
    fn product_codes() {
        assert_eq!(ProductCode::parse("SS-200_a.1").unwrap().as_str(), "SS-200_a.1");
        assert_eq!(ProductCode::parse("."), Err(TextCodeError::Character('.')));
        assert_eq!(ProductCode::parse("..a"), Err(TextCodeError::Character('.')));
        assert_eq!(ProductCode::parse("a/b"), Err(TextCodeError::Character('/')));
        assert_eq!(ProductCode::parse(""), Err(TextCodeError::Empty));
        assert!(ProductCode::parse(&"a".repeat(40)).is_ok());
        assert_eq!(ProductCode::parse(&"a".repeat(41)), Err(TextCodeError::TooLong));
    }

    #[test]
    fn a_serial_splits_one_way() {
        for (text, prefix, width, number) in [
            ("SN0099", "SN", 4, 99),
            ("A1-", "A1-", 0, 0),
            ("000", "", 3, 0),
            ("2026X7", "2026X", 1, 7),
            ("99999999999999999999", "", 20, 99_999_999_999_999_999_999),
        ] {
            let serial = Serial::parse(text).unwrap();
            let parts = SerialParts { prefix: prefix.to_owned(), width, number };
            assert_eq!(serial.split(), parts);
            assert_eq!(parts.join(), Some(serial));
        }
    }

    #[test]
    fn parts_that_no_serial_has_do_not_join() {
        let parts =
            |prefix: &str, width, number| SerialParts { prefix: prefix.to_owned(), width, number };
        assert_eq!(parts("SN", 2, 99).join(), Serial::parse("SN99").ok());
        for wrong in [
            parts("SN", 2, 100),
            parts("SN", 0, 1),
            parts("SN1", 2, 1),
            parts("S N", 2, 1),
            parts("", 0, 0),
            parts("A", 20, 1),
            parts("A", 255, u128::MAX),
        ] {
            assert_eq!(wrong.join(), None, "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn split_and_join_are_inverse(text in "[!-z]{0,12}[0-9]{0,12}") {
            if let Ok(serial) = Serial::parse(&text) {
                prop_assert_eq!(serial.split().join(), Some(serial));
            }
        }
    }
}
