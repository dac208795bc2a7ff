//! The number of a logistics unit (a pallet, a carton on its way): SSCC, 18 digits.
//!
//! It is copied from papers by hand, so a wrong check digit is a warning; only another shape is
//! refused. What the unit holds is not known here.

use std::fmt;

use super::check_digit::gs1_valid;

/// Before the digits where people read the element string aloud: the application identifier.
const AI: &str = "00";
const DIGITS: usize = 18;

/// A Serial Shipping Container Code (GS1 General Specifications, section 2.2.1): 18 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sscc([u8; DIGITS]);

/// The text is not 18 digits, with or without `(00)` or `00` before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnSscc;

impl Sscc {
    /// Reads 18 digits; blanks between groups are dropped, and so is the application identifier
    /// (`(00)`, or `00` before 18 further digits).
    pub fn parse(text: &str) -> Result<Self, NotAnSscc> {
        let text = text.trim();
        let text = text.strip_prefix("(00)").unwrap_or(text);
        let mut found = [0; DIGITS + AI.len()];
        let mut count = 0;
        for byte in text.bytes().filter(|byte| *byte != b' ') {
            let place = found.get_mut(count).filter(|_| byte.is_ascii_digit()).ok_or(NotAnSscc)?;
            *place = byte;
            count += 1;
        }
        let digits = found.get(..count).ok_or(NotAnSscc)?;
        let digits = if count == DIGITS {
            digits
        } else {
            digits.strip_prefix(AI.as_bytes()).ok_or(NotAnSscc)?
        };
        <[u8; DIGITS]>::try_from(digits).map(Self).map_err(|_| NotAnSscc)
    }

    /// The 18 digits.
    pub fn as_str(&self) -> &str {
        // ASCII by construction, so the fallback is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether the last digit does not belong to the others: most likely a slip of the pen.
    pub fn check_digit_warning(&self) -> bool {
        !gs1_valid(self.as_str())
    }
}

impl fmt::Display for Sscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sscc_of_the_fixture() {
        let rows = include_str!("../../tests/fixtures/check-digits.csv");
        let mut seen = 0;
        for row in rows.lines().filter(|row| row.starts_with("SSCC,")) {
            let [_, digits, check] = row.split(',').collect::<Vec<_>>()[..] else {
                panic!("not three fields: {row}")
            };
            let sscc = Sscc::parse(digits).unwrap();
            assert_eq!(sscc.to_string(), digits);
            assert_eq!(sscc.check_digit_warning(), !digits.ends_with(check), "{row}");
            seen += 1;
        }
        assert_eq!(seen, 4);
    }

    #[test]
    fn ways_of_writing_it() {
        let bare = "106141412345678908";
        for text in [
            "(00)106141412345678908",
            "00106141412345678908",
            " (00) 1 0614141 234567890 8 ",
            "1 0614141 234567890 8",
        ] {
            assert_eq!(
                Sscc::parse(text).map(|sscc| sscc.to_string()),
                Ok(bare.to_owned()),
                "{text}"
            );
        }
        // 18 digits that begin with 00 are the number itself.
        assert_eq!(Sscc::parse("006141411234567890").unwrap().as_str(), "006141411234567890");
        for text in [
            "",
            "10614141234567890",
            "1061414123456789080",
            "01106141412345678908",
            "0010614141234567890812",
            "(00)00106141412345678908x",
            "10614141234567890A",
            "１06141412345678908",
        ] {
            assert_eq!(Sscc::parse(text), Err(NotAnSscc), "{text}");
        }
    }
}
