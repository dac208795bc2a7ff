//! Organization codes: who a party is, as a registry numbered it.
//!
//! Five kinds: the organization code (GB 11714-1997), the unified social credit code that holds one
//! (GB 32100-2015), the GLN, the LEI, and `SCHEME:NUMBER` for every other registry. A code is right
//! in itself here; whether the party is admitted is the ledger's business.

use std::fmt;

use super::check_digit::mod_97_10_valid;
use super::gtin::{Gln, GtinError};
use super::region_names::is_listed_division;

mod gb;
use gb::{check_gb11714, check_gb32100};

const SCHEME_CHARS_MAX: usize = 16;
const NUMBER_CHARS_MAX: usize = 40;
/// The longest reference, in bytes: scheme, colon, number.
const REFERENCE_BYTES_MAX: usize = SCHEME_CHARS_MAX + 1 + NUMBER_CHARS_MAX;

/// An organization code in its canonical text: upper case (but for the number of another registry),
/// no hyphen before a check character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgCode(Box<str>);

/// What kind of code an [`OrgCode`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrgScheme {
    /// Organization code, 9 characters (GB 11714-1997).
    Gb11714,
    /// Unified social credit code, 18 characters (GB 32100-2015).
    Gb32100,
    /// Global Location Number, 13 digits (GS1).
    Gln,
    /// Legal Entity Identifier, 20 characters (ISO 17442).
    Lei,
    /// The number of another registry, `SCHEME:NUMBER`.
    Other,
}

/// Why a text is no organization code. Where several hold, the first in this order of checks: form,
/// check characters, department, province.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrgCodeError {
    /// Nothing in it.
    Empty,
    /// Longer than any reference.
    TooLong,
    /// The length or the characters of no kind of code.
    Form,
    /// The check character does not belong to the others.
    CheckCharacter,
    /// The GB 11714 code inside a unified social credit code has a wrong check character.
    InnerCheckCharacter,
    /// The first two characters of a unified social credit code are no registering department and
    /// category.
    Department,
    /// Its region begins with no province of GB/T 2260, nor with 10 (registered nationally).
    Province,
    /// A registry's name is not 2 to 16 of `A-Z 0-9 -` beginning with a letter.
    Scheme,
    /// A registry's number is not 1 to 40 of `A-Z a-z 0-9 + . _ / -`.
    Number,
}

impl OrgCode {
    /// Reads a code of any kind; letters in either case, and GB 11714 with or without the hyphen
    /// before its check character. The length tells the kinds apart, a colon the other registries.
    pub fn parse(text: &str) -> Result<Self, OrgCodeError> {
        if text.len() > REFERENCE_BYTES_MAX {
            return Err(OrgCodeError::TooLong);
        }
        if let Some((scheme, number)) = text.split_once(':') {
            return Self::registry(scheme, number);
        }
        let mut code = text.to_ascii_uppercase();
        if code.len() == 10 && code.as_bytes().get(8) == Some(&b'-') {
            code.remove(8);
        }
        match code.len() {
            0 => return Err(OrgCodeError::Empty),
            9 => check_gb11714(&code)?,
            13 => check_gln(&code)?,
            18 => check_gb32100(&code)?,
            20 => check_lei(&code)?,
            _ => return Err(OrgCodeError::Form),
        }
        Ok(Self(code.into()))
    }

    /// The code of another registry: the registry's short name, upper-cased, and the number it
    /// gave, case kept. The schemes `GB11714`, `GB32100`, `USCC`, `GLN` and `LEI` give the bare
    /// code, so that one code has one text. Errors: [`OrgCodeError::Scheme`],
    /// [`OrgCodeError::Number`], and those of the bare codes.
    pub fn registry(scheme: &str, number: &str) -> Result<Self, OrgCodeError> {
        let scheme_char = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if !(2..=SCHEME_CHARS_MAX).contains(&scheme.len())
            || !scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            || !scheme.bytes().all(scheme_char)
        {
            return Err(OrgCodeError::Scheme);
        }
        let number_char = |byte: u8| byte.is_ascii_alphanumeric() || b"+._/-".contains(&byte);
        if !(1..=NUMBER_CHARS_MAX).contains(&number.len()) || !number.bytes().all(number_char) {
            return Err(OrgCodeError::Number);
        }
        let scheme = scheme.to_ascii_uppercase();
        let bare = match scheme.as_str() {
            "GB11714" => Some(OrgScheme::Gb11714),
            "GB32100" | "USCC" => Some(OrgScheme::Gb32100),
            "GLN" => Some(OrgScheme::Gln),
            "LEI" => Some(OrgScheme::Lei),
            _ => None,
        };
        let Some(bare) = bare else { return Ok(Self(format!("{scheme}:{number}").into())) };
        let code = Self::parse(number)?;
        if code.scheme() == bare { Ok(code) } else { Err(OrgCodeError::Form) }
    }

    /// The canonical reference: `91341124MA8TY6B186`, `US-FSIS:M7091A+P7091A`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind of code.
    pub fn scheme(&self) -> OrgScheme {
        // Without a colon each kind has its own length.
        match self.0.len() {
            _ if self.0.contains(':') => OrgScheme::Other,
            9 => OrgScheme::Gb11714,
            13 => OrgScheme::Gln,
            18 => OrgScheme::Gb32100,
            _ => OrgScheme::Lei,
        }
    }

    /// Registry and number, for [`OrgScheme::Other`] only.
    pub fn parts(&self) -> Option<(&str, &str)> {
        self.0.split_once(':')
    }

    /// The GB 11714 code it is or holds (characters 9 to 17 of a unified social credit code). Two
    /// codes with the same one are one party.
    pub fn gb11714(&self) -> Option<&str> {
        match self.scheme() {
            OrgScheme::Gb11714 => Some(&self.0),
            OrgScheme::Gb32100 => self.0.get(8..17),
            OrgScheme::Gln | OrgScheme::Lei | OrgScheme::Other => None,
        }
    }

    /// Whether this is a unified social credit code whose region is not in GB/T 2260, neither
    /// current nor abolished. Such codes are real (`100000`, development zones), so this is worth a
    /// notice, never a refusal.
    pub fn region_warning(&self) -> bool {
        self.scheme() == OrgScheme::Gb32100 && !self.0.get(2..8).is_some_and(is_listed_division)
    }
}

impl fmt::Display for OrgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

fn check_gln(code: &str) -> Result<(), OrgCodeError> {
    match Gln::parse(code) {
        Ok(_) => Ok(()),
        Err(GtinError::CheckDigit) => Err(OrgCodeError::CheckCharacter),
        Err(GtinError::Length | GtinError::NotDigits | GtinError::AllZeros) => {
            Err(OrgCodeError::Form)
        }
    }
}

/// ISO 17442: 18 letters and digits, two check digits (MOD 97-10).
fn check_lei(code: &str) -> Result<(), OrgCodeError> {
    let letters = code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !letters || !code.bytes().rev().take(2).all(|byte| byte.is_ascii_digit()) {
        return Err(OrgCodeError::Form);
    }
    if mod_97_10_valid(code) { Ok(()) } else { Err(OrgCodeError::CheckCharacter) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::region::Region;
    use super::super::region_names::name_zh;
    use super::*;

    #[test]
    fn every_code_of_the_fixture() {
        let rows = include_str!("../../tests/fixtures/org-codes.csv");
        let mut seen = 0;
        for row in rows.lines().filter(|row| !row.starts_with('#')).skip(1) {
            let [kind, text, outcome, canonical, region] = row.split(',').collect::<Vec<_>>()[..]
            else {
                panic!("not five fields: {row}")
            };
            seen += 1;
            let code = match OrgCode::parse(text) {
                Ok(code) => code,
                Err(error) => {
                    assert_eq!(format!("{error:?}"), outcome, "{row}");
                    continue;
                }
            };
            assert_eq!(if code.region_warning() { "warn" } else { "ok" }, outcome, "{row}");
            assert_eq!(code.as_str(), canonical, "{row}");
            assert_eq!(OrgCode::parse(&text.to_lowercase()), Ok(code.clone()), "{row}");
            let gb11714 = OrgCode::parse(code.gb11714().unwrap()).unwrap();
            assert_eq!(gb11714.scheme(), OrgScheme::Gb11714, "{row}");
            if kind == "org" {
                assert_eq!(gb11714, code, "{row}");
                continue;
            }
            assert_eq!(code.scheme(), OrgScheme::Gb32100, "{row}");
            let held = Region::parse(&canonical[2..8]).unwrap();
            let national = held.as_str() == "100000";
            assert_eq!(held.is_known(), national || !code.region_warning(), "{row}");
            assert!(name_zh(&held).ends_with(region), "{row}");
        }
        assert_eq!(seen, 38);
    }

    #[test]
    fn one_party_under_two_codes() {
        let credit = OrgCode::parse("91340100099845715P").unwrap();
        assert_eq!(credit.gb11714(), OrgCode::parse("09984571-5").unwrap().gb11714());
        assert_eq!(OrgCode::parse("9521234000013").unwrap().gb11714(), None);
        assert!(OrgCode::parse("91341124MA8TY6B186").is_ok_and(|code| !code.region_warning()));
    }

    #[test]
    fn gln_lei_and_other_registries() {
        for (text, canonical, scheme) in [
            ("9521234000013", "9521234000013", OrgScheme::Gln),
            ("529900t8bm49aursdo55", "529900T8BM49AURSDO55", OrgScheme::Lei),
            ("us-fsis:M7091A+P7091A", "US-FSIS:M7091A+P7091A", OrgScheme::Other),
            ("EU:IT.03/a", "EU:IT.03/a", OrgScheme::Other),
            ("lei:529900T8BM49AURSDO55", "529900T8BM49AURSDO55", OrgScheme::Lei),
            ("USCC:91340100099845715P", "91340100099845715P", OrgScheme::Gb32100),
            ("GB11714:09984571-5", "099845715", OrgScheme::Gb11714),
        ] {
            let code = OrgCode::parse(text).unwrap();
            assert_eq!((code.as_str(), code.scheme()), (canonical, scheme), "{text}");
            assert_eq!(OrgCode::parse(code.as_str()), Ok(code.clone()), "{text}");
            assert_eq!(code.parts().is_some(), scheme == OrgScheme::Other, "{text}");
        }
        let fsis = OrgCode::registry("US-FSIS", "M7091A+P7091A").unwrap();
        assert_eq!(fsis.parts(), Some(("US-FSIS", "M7091A+P7091A")));
        assert_eq!((fsis.gb11714(), fsis.region_warning()), (None, false));
    }

    #[test]
    fn refusals_by_name() {
        use OrgCodeError::*;
        let long = format!("{}:{}", "A".repeat(16), "1".repeat(41));
        for (text, error) in [
            ("", Empty),
            (long.as_str(), TooLong),
            (" 09984571-5", Form),
            ("0998457-15", Form),
            ("09984571Y", Form),
            ("组织机", Form),
            ("09984571-6", CheckCharacter),
            ("9134010009984571XP", CheckCharacter),
            ("91A40100099845715P", Form),
            ("9521234000014", CheckCharacter),
            ("0000000000000", Form),
            ("529900T8BM49AURSDO56", CheckCharacter),
            ("529900T8BM49AURSDOAA", Form),
            ("U:1", Scheme),
            ("1US:1", Scheme),
            ("U_S:1", Scheme),
            ("AAAAAAAAAAAAAAAAA:1", Scheme),
            ("US:", Number),
            ("US:a:b", Number),
            ("US:a b", Number),
            ("LEI:9521234000013", Form),
            ("GLN:9521234000014", CheckCharacter),
        ] {
            assert_eq!(OrgCode::parse(text), Err(error), "{text}");
        }
        assert_eq!(OrgCode::registry("US", &"1".repeat(41)), Err(Number));
        assert!(OrgCode::registry("US", &"1".repeat(40)).is_ok());
    }

    proptest! {
        #[test]
        fn what_parses_is_canonical(text in "[0-9A-Za-z:+-]{0,24}|\\PC{0,60}") {
            if let Ok(code) = OrgCode::parse(&text) {
                prop_assert_eq!(OrgCode::parse(code.as_str()), Ok(code));
            }
        }

        #[test]
        fn registry_references_read_back(
            scheme in "[A-Z][A-Z0-9-]{1,15}",
            number in "[A-Za-z0-9+._/-]{1,40}",
        ) {
            let reference = format!("{scheme}:{number}");
            if let Ok(code) = OrgCode::registry(&scheme, &number) {
                prop_assert_eq!(code.parts(), Some((scheme.as_str(), number.as_str())));
                prop_assert_eq!(OrgCode::parse(&reference), Ok(code));
            }
        }
    }
}
