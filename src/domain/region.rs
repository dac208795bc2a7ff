//! Regions: six-digit divisions of China (GB/T 2260), countries (ISO 3166-1 alpha-2) and their
//! subdivisions (ISO 3166-2), and which region lies inside which.
//!
//! Codes only; what they are called is in `region_names`. Codes that were abolished stay valid,
//! since old records carry them, and so does a county that no list has: development zones use such
//! codes on real licences.

use super::region_names::{is_country, is_listed_division, is_province};

/// The national level of China as registrations write it: not a GB/T 2260 code, but in use.
const NATIONAL: &str = "100000";

/// A region: `341124`, `US` or `US-CA`, letters in upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region {
    /// The text, zeros behind it: compares as the text does.
    bytes: [u8; 6],
    len: u8,
}

/// A country of ISO 3166-1, by its two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// Why a text is no region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionError {
    /// Neither six digits, nor two letters, nor two letters, a hyphen and one to three letters or
    /// digits.
    Form,
    /// Six digits whose first two are none of the 34 provinces of GB/T 2260 (and not `100000`).
    UnknownProvince,
    /// Two letters that ISO 3166-1 assigns to no country.
    UnknownCountry,
}

impl Region {
    /// Reads a GB/T 2260, ISO 3166-1 or ISO 3166-2 code, letters in either case. An unlisted county
    /// or subdivision is accepted: see [`Region::is_known`].
    pub fn parse(text: &str) -> Result<Self, RegionError> {
        match text.as_bytes() {
            [p0, p1, rest @ ..] if text.len() == 6 && p0.is_ascii_digit() => {
                if !p1.is_ascii_digit() || !rest.iter().all(u8::is_ascii_digit) {
                    return Err(RegionError::Form);
                }
                if text != NATIONAL && !is_province([*p0, *p1]) {
                    return Err(RegionError::UnknownProvince);
                }
            }
            [c0, c1, b'-', rest @ ..] => {
                if !(1..=3).contains(&rest.len()) || !rest.iter().all(u8::is_ascii_alphanumeric) {
                    return Err(RegionError::Form);
                }
                Country::from_letters([*c0, *c1])?;
            }
            [c0, c1] => {
                Country::from_letters([*c0, *c1])?;
            }
            _ => return Err(RegionError::Form),
        }
        let mut bytes = [0; 6];
        for (to, from) in bytes.iter_mut().zip(text.bytes()) {
            *to = from.to_ascii_uppercase();
        }
        let len = u8::try_from(text.len()).map_err(|_| RegionError::Form)?;
        Ok(Self { bytes, len })
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        let text = self.bytes.get(..usize::from(self.len)).unwrap_or_default();
        // ASCII by construction, so the fallback is never taken.
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// Whether `other` lies in this region or is it. A country includes its subdivisions, China
    /// every six-digit code; `100000` is the whole of China; `XX0000` is a province, `XXYY00` a
    /// city.
    pub fn includes(&self, other: &Self) -> bool {
        let here = self.as_str();
        if self == other {
            return true;
        }
        if here.len() == 2 || here == NATIONAL {
            return self.country() == other.country();
        }
        if !self.is_division() || !other.is_division() {
            return false;
        }
        let stem = here.strip_suffix("0000").or_else(|| here.strip_suffix("00"));
        stem.is_some_and(|stem| other.as_str().starts_with(stem))
    }

    /// The country it is or lies in; China for six digits.
    pub fn country(&self) -> Country {
        let [c0, c1, ..] = self.bytes;
        if self.is_division() { Country(*b"CN") } else { Country([c0, c1]) }
    }

    /// Whether the code itself is listed: a GB/T 2260 code, current or abolished, `100000`, or a
    /// country. A subdivision counts as known, since no list of them is kept.
    pub fn is_known(&self) -> bool {
        let code = self.as_str();
        !self.is_division() || code == NATIONAL || is_listed_division(code)
    }

    /// Whether it is one of the six-digit codes of China.
    fn is_division(&self) -> bool {
        let [first, ..] = self.bytes;
        first.is_ascii_digit()
    }
}

impl std::fmt::Display for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl Country {
    /// Reads two letters in either case. Errors: not two letters, or not assigned in ISO 3166-1.
    pub fn parse(text: &str) -> Result<Self, RegionError> {
        let letters = <[u8; 2]>::try_from(text.as_bytes()).map_err(|_| RegionError::Form)?;
        Self::from_letters(letters)
    }

    /// The two letters, upper case.
    pub fn as_str(&self) -> &str {
        // ASCII by construction, so the fallback is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    fn from_letters(letters: [u8; 2]) -> Result<Self, RegionError> {
        if !letters.iter().all(u8::is_ascii_alphabetic) {
            return Err(RegionError::Form);
        }
        let country = Self(letters.map(|letter| letter.to_ascii_uppercase()));
        if is_country(country.as_str()) { Ok(country) } else { Err(RegionError::UnknownCountry) }
    }
}

impl std::fmt::Display for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn region(text: &str) -> Region {
        Region::parse(text).unwrap()
    }

    #[test]
    fn forms_and_refusals() {
        for (text, canonical) in [
            ("341124", "341124"),
            ("us", "US"),
            ("us-ca", "US-CA"),
            ("GB-ENG", "GB-ENG"),
            ("FR-2A", "FR-2A"),
        ] {
            assert_eq!(region(text).as_str(), canonical);
        }
        for text in [
            "", "3", "34112", "3411244", "34112A", "A41124", "USA", "US-", "US-CALI", "U1", "ＵＳ",
            "US_CA", "1-A", "US-é",
        ] {
            assert_eq!(Region::parse(text), Err(RegionError::Form), "{text}");
        }
        for text in ["991124", "660000", "830000", "000000", "101234"] {
            assert_eq!(Region::parse(text), Err(RegionError::UnknownProvince), "{text}");
        }
        for text in ["XX", "ZZ-A", "UK"] {
            assert_eq!(Region::parse(text), Err(RegionError::UnknownCountry), "{text}");
        }
        assert_eq!(Country::parse("cn").unwrap().as_str(), "CN");
        assert_eq!(Country::parse("CHN"), Err(RegionError::Form));
        assert_eq!(Country::parse("QQ"), Err(RegionError::UnknownCountry));
    }

    #[test]
    fn what_includes_what() {
        for (outer, inner, expected) in [
            ("340000", "341124", true),
            ("341100", "341124", true),
            ("341124", "341124", true),
            ("341124", "341100", false),
            ("341100", "340000", false),
            ("341100", "341200", false),
            ("340000", "350000", false),
            ("CN", "341124", true),
            ("CN", "710000", true),
            ("CN", "CN-AH", true),
            ("CN", "100000", true),
            ("100000", "341124", true),
            ("100000", "CN", true),
            ("341124", "CN", false),
            ("341124", "100000", false),
            ("US", "US-CA", true),
            ("US-CA", "US", false),
            ("US-CA", "US-NY", false),
            ("US-C", "US-CA", false),
            ("US", "341124", false),
            ("100000", "US", false),
        ] {
            assert_eq!(region(outer).includes(&region(inner)), expected, "{outer} {inner}");
        }
    }

    #[test]
    fn listed_abolished_and_unlisted() {
        for (text, known) in [
            ("341124", true),
            ("110103", true),
            ("510901", true),
            ("710000", true),
            ("100000", true),
            ("110302", false),
            ("340174", false),
            ("US-CA", true),
        ] {
            assert_eq!(region(text).is_known(), known, "{text}");
        }
        assert_eq!(region("341124").country().as_str(), "CN");
        assert_eq!(region("us-ca").country().as_str(), "US");
    }

    const A_REGION: &str = "[1-6][1-5][0-9]{4}|(US|CN|DE)(-[0-9A-Z]{1,3})?";

    proptest! {
        #[test]
        fn order_is_that_of_the_text(a in A_REGION, b in A_REGION) {
            if let (Ok(x), Ok(y)) = (Region::parse(&a), Region::parse(&b)) {
                prop_assert_eq!(x.as_str(), &a);
                prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,8}") {
            if let Ok(read) = Region::parse(&text) {
                prop_assert!(read.includes(&read) && read.as_str().eq_ignore_ascii_case(&text));
            }
        }
    }
}
