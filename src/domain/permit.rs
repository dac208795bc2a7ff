//! Numbers of permits, filings and certificates, as labels and papers write them.
//!
//! Only the shape of a number can be wrong. Real labels carry licences with a wrong check digit and
//! with regions that no list has, so these are warnings. Whether a permit is in force, and for whom,
//! is what the register says (`rules::entries`), not its number.

use super::letters::{is_invisible, is_unsafe};
use std::fmt;

use super::check_digit::mod_11_10_valid;
use super::region::Region;
use super::region_names::is_listed_division;
use crate::texts::Text;
use crate::texts::permits::{additive_class, food_class};

mod kind;
#[cfg(test)]
mod tests;

pub use kind::PermitKind;

/// The longest number, in characters, and what it may take in bytes before it is read.
const NUMBER_CHARS_MAX: usize = 60;
const NUMBER_BYTES_MAX: usize = 4 * NUMBER_CHARS_MAX;
/// China has issued CCC certificates since this year.
const CCC_YEAR_MIN: u16 = 2002;
/// Classes of food that the old `QS` numbers share with today's catalogue; 27 and 28 meant others.
const SHARED_CLASSES: std::ops::RangeInclusive<u8> = 1..=26;

/// A number with its kind. Its text is canonical: `SC…` and `QS…` in upper case without blanks, a
/// CCC certificate as 16 digits, the others as written, without blanks at the ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permit {
    kind: PermitKind,
    number: Box<str>,
}

/// Why a text is no number of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermitError {
    /// Nothing in it.
    Empty,
    /// More than 60 characters.
    TooLong,
    /// A control character, one that turns the direction of writing, or one that is not seen.
    Characters,
    /// Not the letters and the count of digits of its kind.
    Form,
}

/// What is odd about a number that is accepted all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermitWarning {
    /// The last digit does not belong to the others.
    CheckDigit,
    /// The region is not in GB/T 2260, neither current nor abolished, or none can be read.
    Region,
    /// The class is not in the licensing catalogue.
    Category,
    /// The first digit of a food production licence is neither 1 (food) nor 2 (food additives).
    LicenceType,
    /// The year of a CCC certificate lies before the first one.
    Year,
}

/// Whether a number says that its permit is for a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// The number names the category.
    Yes,
    /// The number names another, and such a permit has only one.
    No,
    /// The number does not say: ask the scope of the register entry.
    Unsaid,
}

impl Permit {
    /// Reads a number of a known kind; full-width letters and digits count as plain ones.
    pub fn parse(kind: PermitKind, text: &str) -> Result<Self, PermitError> {
        if text.len() > NUMBER_BYTES_MAX {
            return Err(PermitError::TooLong);
        }
        let written: String = text.trim().chars().map(half_width).collect();
        if written.is_empty() {
            return Err(PermitError::Empty);
        }
        if written.chars().count() > NUMBER_CHARS_MAX {
            return Err(PermitError::TooLong);
        }
        if written.chars().any(|letter| is_unsafe(letter) || is_invisible(letter)) {
            return Err(PermitError::Characters);
        }
        let number = match kind {
            PermitKind::FoodProduction => shaped(&written, "SC", 14)?,
            PermitKind::FoodProductionOld => shaped(&written, "QS", 12)?,
            PermitKind::Ccc => shaped(&written, "", 16)?,
            _ => written,
        };
        Ok(Self { kind, number: number.into() })
    }

    /// Reads a number whose kind only its own shape tells, as on the label of a food: `SC…` or
    /// `QS…`.
    pub fn from_food_label(text: &str) -> Result<Self, PermitError> {
        match Self::parse(PermitKind::FoodProduction, text) {
            Err(PermitError::Form) => Self::parse(PermitKind::FoodProductionOld, text),
            read => read,
        }
    }

    /// Its kind.
    pub fn kind(&self) -> PermitKind {
        self.kind
    }

    /// The canonical text.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Where the production site or the workshop lies, as far as the number says: digits 4 to 9 of a
    /// food production licence, or the first listed county in the number of a workshop, which each
    /// province writes in its own way. `None` also for digits of no province.
    pub fn region(&self) -> Option<Region> {
        match self.kind {
            PermitKind::FoodProduction => Region::parse(self.digits(3, 6)).ok(),
            PermitKind::Workshop => county_in(&self.number),
            _ => None,
        }
    }

    /// The class a food production licence, old or new, was given for, in Chinese and English.
    /// `None` where the number has none or an unknown one.
    pub fn category_name(&self) -> Option<Text> {
        match (self.kind, self.digits(0, 1)) {
            (PermitKind::FoodProduction, "2") => additive_class(self.digits(1, 2)),
            (PermitKind::FoodProduction, "1") => self.food_digits().and_then(food_class),
            (PermitKind::FoodProductionOld, _) => self.food_digits().and_then(food_class),
            _ => None,
        }
    }

    /// Whether the number says that the permit is for `category`, two or four digits of the food
    /// licensing catalogue (`04`, `0401`; additives `32`, `3201`), or of the CCC catalogue. A food
    /// licence carries the class first applied for and may list more of them; of the old ones and of
    /// the CCC certificates each stands for one.
    pub fn covers(&self, category: &str) -> Coverage {
        let well_formed =
            matches!(category.len(), 2 | 4) && category.bytes().all(|byte| byte.is_ascii_digit());
        if !well_formed {
            return Coverage::Unsaid;
        }
        let class = category.get(..2).unwrap_or_default();
        let said = |yes: bool, otherwise| if yes { Coverage::Yes } else { otherwise };
        match self.kind {
            PermitKind::FoodProduction if self.digits(0, 1) == "2" => {
                let own = format!("32{}", self.digits(1, 2));
                said(own.starts_with(category), Coverage::Unsaid)
            }
            PermitKind::FoodProduction => said(self.food_digits() == Some(class), Coverage::Unsaid),
            PermitKind::FoodProductionOld => match self.food_digits() {
                Some(own) => said(own == class, Coverage::No),
                None => Coverage::Unsaid,
            },
            PermitKind::Ccc => said(self.digits(6, 4).starts_with(category), Coverage::No),
            _ => Coverage::Unsaid,
        }
    }

    /// What is odd about it, in the order of [`PermitWarning`].
    pub fn warnings(&self) -> Vec<PermitWarning> {
        let mut found = Vec::new();
        let mut warn = |odd: bool, warning| found.extend(odd.then_some(warning));
        let known_region = || self.region().is_some_and(|region| region.is_known());
        match self.kind {
            PermitKind::FoodProduction => {
                let known_type = matches!(self.digits(0, 1), "1" | "2");
                warn(!mod_11_10_valid(self.digits(0, 14)), PermitWarning::CheckDigit);
                warn(!known_region(), PermitWarning::Region);
                warn(known_type && self.category_name().is_none(), PermitWarning::Category);
                warn(!known_type, PermitWarning::LicenceType);
            }
            PermitKind::FoodProductionOld => {
                let class = self.digits(4, 2).parse::<u8>().unwrap_or_default();
                warn(!(1..=28).contains(&class), PermitWarning::Category);
            }
            PermitKind::Ccc => {
                let year = self.digits(0, 4).parse::<u16>().unwrap_or_default();
                warn(year < CCC_YEAR_MIN, PermitWarning::Year);
            }
            PermitKind::Workshop => warn(!known_region(), PermitWarning::Region),
            _ => {}
        }
        found
    }

    /// The class of food as the catalogue of today numbers it: of a licence for food (not for
    /// additives), or of an old one whose class still means the same.
    fn food_digits(&self) -> Option<&str> {
        match self.kind {
            PermitKind::FoodProduction if self.digits(0, 1) == "1" => {
                Some(self.digits(1, 2)).filter(|class| *class <= "31")
            }
            PermitKind::FoodProductionOld => {
                let class = self.digits(4, 2);
                let number = class.parse::<u8>().ok()?;
                SHARED_CLASSES.contains(&number).then_some(class)
            }
            _ => None,
        }
    }

    /// `count` digits from the one at `from`, letters before the digits not counted.
    fn digits(&self, from: usize, count: usize) -> &str {
        let digits = self.number.trim_start_matches(|first: char| first.is_ascii_uppercase());
        digits.get(from..from + count).unwrap_or_default()
    }
}

impl fmt::Display for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.number)
    }
}

/// Whether a scope of categories, as a register entry lists them, takes in `category`: an entry of
/// two digits covers every category under it, one of four only itself.
pub fn scope_covers<'a>(scope: impl IntoIterator<Item = &'a str>, category: &str) -> bool {
    scope.into_iter().any(|entry| !entry.is_empty() && category.starts_with(entry))
}

/// The number without blanks and hyphens: `prefix`, in either case, and `count` digits.
fn shaped(written: &str, prefix: &str, count: usize) -> Result<String, PermitError> {
    let number: String = written
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let digits = number.strip_prefix(prefix).ok_or(PermitError::Form)?;
    let fits = digits.len() == count && digits.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(number) } else { Err(PermitError::Form) }
}

/// The first six digits of a run of digits that are a listed county (not a province or a city).
fn county_in(number: &str) -> Option<Region> {
    let runs = number.split(|letter: char| !letter.is_ascii_digit());
    let counties = runs.filter_map(|run| run.get(..6));
    counties
        .filter(|code| !code.ends_with("00") && is_listed_division(code))
        .find_map(|code| Region::parse(code).ok())
}

/// Full-width forms (U+FF01 to U+FF5E), as Chinese input methods write them, as plain ASCII.
fn half_width(letter: char) -> char {
    match letter {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(letter) - 0xFF01 + 0x21).unwrap_or(letter)
        }
        _ => letter,
    }
}
