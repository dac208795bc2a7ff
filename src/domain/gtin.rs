//! GS1 keys of trade items and parties: GTIN and GLN.
//!
//! A value of these types has the right length and check digit. Whether anybody was given the
//! number by GS1 is not known here.

use std::fmt;

use super::check_digit::gs1_valid;

/// A Global Trade Item Number in its 14-digit form; shorter ones are padded with leading zeros
/// (GS1 General Specifications, section 3.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin([u8; 14]);

/// A Global Location Number, 13 digits (GS1 General Specifications, section 2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gln([u8; 13]);

/// Why a text is no GTIN or GLN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GtinError {
    /// Digits only, but not one of the lengths the key has.
    Length,
    /// Something other than the digits 0 to 9.
    NotDigits,
    /// The last digit does not belong to the others.
    CheckDigit,
    /// Only zeros: the check digit fits, yet nobody holds it.
    AllZeros,
}

impl Gtin {
    /// Reads a GTIN-8, GTIN-12, GTIN-13 or GTIN-14: 8, 12, 13 or 14 digits.
    pub fn parse(text: &str) -> Result<Self, GtinError> {
        match text.len() {
            8 | 12 | 13 | 14 => padded(text).map(Self),
            _ => Err(length_or_digits(text)),
        }
    }

    /// Reads exactly 14 digits, the only form GS1 Digital Link URIs carry.
    pub fn parse14(text: &str) -> Result<Self, GtinError> {
        if text.len() == 14 { padded(text).map(Self) } else { Err(length_or_digits(text)) }
    }

    /// The 14 digits.
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }
}

impl Gln {
    /// Reads exactly 13 digits.
    pub fn parse(text: &str) -> Result<Self, GtinError> {
        if text.len() == 13 { padded(text).map(Self) } else { Err(length_or_digits(text)) }
    }

    /// The 13 digits.
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Gln {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

fn length_or_digits(text: &str) -> GtinError {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        GtinError::Length
    } else {
        GtinError::NotDigits
    }
}

/// The digits of `text` behind leading zeros, which leave the check digit as it is.
fn padded<const N: usize>(text: &str) -> Result<[u8; N], GtinError> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(GtinError::NotDigits);
    }
    if !gs1_valid(text) {
        return Err(GtinError::CheckDigit);
    }
    if text.bytes().all(|byte| byte == b'0') {
        return Err(GtinError::AllZeros);
    }
    let mut digits = [b'0'; N];
    for (to, from) in digits.iter_mut().rev().zip(text.bytes().rev()) {
        *to = from;
    }
    Ok(digits)
}

fn ascii(digits: &[u8]) -> &str {
    // The constructors let digits through only, so the fallback is never taken.
    std::str::from_utf8(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_fixture() {
        let rows = include_str!("../../tests/fixtures/check-digits.csv");
        let mut seen = 0;
        for row in rows.lines().filter(|row| !row.starts_with('#')).skip(1) {
            let [kind, digits, check] = row.split(',').collect::<Vec<_>>()[..] else {
                panic!("not three fields: {row}")
            };
            let read = match kind {
                "GLN" => Gln::parse(digits).map(|gln| gln.to_string()),
                kind if kind.starts_with("GTIN-") => Gtin::parse(digits).map(|gtin| {
                    assert_eq!(Gtin::parse14(gtin.as_str()), Ok(gtin));
                    gtin.to_string().trim_start_matches('0').to_owned()
                }),
                _ => continue,
            };
            let expected = if digits.ends_with(check) {
                let gtin = digits.trim_start_matches('0').to_owned();
                Ok(if kind == "GLN" { digits.to_owned() } else { gtin })
            } else {
                Err(GtinError::CheckDigit)
            };
            assert_eq!(read, expected, "{row}");
            seen += 1;
        }
        assert_eq!(seen, 23);
    }

    #[test]
    fn lengths_and_digits() {
        assert_eq!(Gtin::parse("96385074").unwrap().as_str(), "00000096385074");
        for (text, error) in [
            ("", GtinError::Length),
            ("9638507", GtinError::Length),
            ("123456789", GtinError::Length),
            ("010614141000415", GtinError::Length),
            ("9638507A", GtinError::NotDigits),
            ("９６３８５０７４", GtinError::NotDigits),
            (" 96385074", GtinError::NotDigits),
            ("00000000", GtinError::AllZeros),
            ("00000000000000", GtinError::AllZeros),
        ] {
            assert_eq!(Gtin::parse(text), Err(error), "{text}");
        }
        assert_eq!(Gtin::parse14("9506000134352"), Err(GtinError::Length));
        assert_eq!(Gln::parse("96385074"), Err(GtinError::Length));
        assert_eq!(Gln::parse("0000000000000"), Err(GtinError::AllZeros));
        assert_eq!(Gln::parse("952123400001E"), Err(GtinError::NotDigits));
    }
}
