//! What a shop names when it asks about goods it lists, or wants to be told of them.

use super::gtin::Gtin;
use super::lot::Lot;
use super::org_code::OrgCode;

/// Goods as a listing names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingItem {
    pub gtin: Option<Gtin>,
    pub lot: Option<Lot>,
    pub permit: Option<PermitName>,
    pub organization: Option<OrgCode>,
}

/// The number of a permit as it is compared: the kind is not known, so blanks, hyphens, case and the
/// width of letters do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermitName(Box<str>);

impl PermitName {
    /// What is compared of a number as written; `None` where nothing is left.
    pub fn of(written: &str) -> Option<Self> {
        let plain = |letter: char| match u32::from(letter) {
            // Full-width forms of the printable ASCII characters.
            wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(letter),
            _ => letter,
        };
        let counts = |letter: &char| !letter.is_whitespace() && !letter.is_control();
        let kept = written.chars().filter(counts).map(plain).filter(|letter| *letter != '-');
        let name: String = kept.flat_map(char::to_uppercase).collect();
        (!name.is_empty()).then(|| Self(name.into()))
    }

    /// The compared form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_without_what_people_write_differently() {
        let name = |text: &str| PermitName::of(text).map(|name| name.as_str().to_owned());
        let licence = Some("SC10434112600133".to_owned());
        for text in
            ["SC10434112600133", "sc 104 3411 2600133", "SC-10434112600133", "ＳＣ10434112600133"]
        {
            assert_eq!(name(text), licence, "{text}");
        }
        assert_eq!(name("皖小作坊〔2020〕1号"), Some("皖小作坊〔2020〕1号".to_owned()));
        assert_ne!(name("SC10434112600134"), licence);
        for text in ["", " - ", "\u{7}"] {
            assert_eq!(name(text), None, "{text:?}");
        }
    }
}
