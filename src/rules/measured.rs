//! Results that come as words, whether a laboratory was accredited for an item, and what a failed
//! item can do. `rules` judges the values.
//!
//! A word that tells against the goods is believed, one in their favour is not: "passed" is worked
//! out from a value or not at all.

use crate::domain::words::{Hazard, Outcome};
use crate::fact::document::LimitDoc;
use crate::texts::food::test_item;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A result without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// Not detected, negative.
    NotDetected,
    /// Below the limit of detection or quantification, which is not stated. Where it is, the result
    /// has a value and a comparator.
    BelowDetection,
    /// Detected, positive.
    Detected,
    /// Above what is permitted.
    Exceeded,
    /// Less than what is required.
    Below,
    /// Not as required, without saying in which way.
    Failed,
}

/// What a laboratory is accredited for: an item, a method, or an item by a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeLine<'a> {
    pub item: Option<&'a str>,
    pub method: Option<&'a str>,
}

/// Whether a test lies in the scope of an accreditation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InScope {
    Within,
    Outside,
    /// No scope is on file, or the test does not name the method that would decide.
    Unsaid,
}

impl Stated {
    /// Reads the words laboratories and announcements use, in either case and language. `None` for
    /// any other text, "passed" among them.
    pub fn parse(text: &str) -> Option<Self> {
        let word: String =
            text.chars().filter(|letter| !letter.is_whitespace() && *letter != '.').collect();
        Some(match word.to_lowercase().as_str() {
            "nd" | "notdetected" | "negative" | "未检出" | "阴性" => Self::NotDetected,
            "<lod" | "<loq" | "＜lod" | "＜loq" | "<检出限" | "<定量限" | "低于检出限"
            | "低于定量限" => Self::BelowDetection,
            "detected" | "positive" | "检出" | "阳性" => Self::Detected,
            "exceeded" | "超标" | "超出限量" => Self::Exceeded,
            "below" | "低于标准" | "不足" => Self::Below,
            "failed" | "不合格" | "不符合" => Self::Failed,
            _ => return None,
        })
    }

    /// The outcome of an item with this result. What was not detected, or lies below detection, is
    /// nothing, as in `rules::item_outcome`. What was detected fails where nothing is permitted (no
    /// limit, or one of 0); where something is, the word alone does not tell.
    pub fn outcome(self, limit: Option<&LimitDoc>) -> Outcome {
        let min = limit.and_then(|limit| limit.min).map(|min| min.0);
        let max = limit.and_then(|limit| limit.max).map(|max| max.0);
        match self {
            Self::NotDetected | Self::BelowDetection => match (min, max) {
                (None, None) => Outcome::NoLimit,
                (min, max) => {
                    let kept = min.is_none_or(|min| min <= Decimal::ZERO)
                        && max.is_none_or(|max| max >= Decimal::ZERO);
                    if kept { Outcome::Pass } else { Outcome::Fail }
                }
            },
            Self::Detected if min.is_some() || max.is_some_and(|max| max > Decimal::ZERO) => {
                Outcome::NoLimit
            }
            Self::Detected | Self::Exceeded | Self::Below | Self::Failed => Outcome::Fail,
        }
    }
}

/// Names by the word of their hazard, as in the file.
#[derive(Deserialize)]
struct Table {
    hazards: BTreeMap<String, Vec<String>>,
}

static TABLE: &str = include_str!("../../schemas/tables/hazard-items.json");

static BY_NAME: LazyLock<BTreeMap<String, Hazard>> = LazyLock::new(|| {
    // The table is part of the program and a test reads it: empty only where that test fails.
    let hazards = serde_json::from_str::<Table>(TABLE).map(|table| table.hazards);
    let mut by_name = BTreeMap::new();
    for (word, names) in hazards.unwrap_or_default() {
        let Some(hazard) = Hazard::parse(&word) else { continue };
        by_name.extend(names.iter().map(|name| (plain(name), hazard)));
    }
    by_name
});

/// What a failure of an item can do, by its name in either language or its code in `texts::food`;
/// `None` for an item that is not in the table.
pub fn hazard_by_name(item: &str) -> Option<Hazard> {
    BY_NAME.get(&plain(item)).copied()
}

/// What a failed item can do: the laboratory may raise it above the table, not lower a compelling
/// hazard to a lesser one. `Other` where neither says.
pub fn hazard_of(item: &str, stated: Option<Hazard>) -> Hazard {
    let by_name = hazard_by_name(item);
    let firm = by_name.filter(|hazard| compels_recall(*hazard));
    firm.or(stated).or(by_name).unwrap_or(Hazard::Other)
}

/// Whether food with such a hazard must be recalled: pathogens, chemical contamination, materials
/// that are no food (the three of the quality administration's work plan of 2007, point 15).
pub fn compels_recall(hazard: Hazard) -> bool {
    matches!(hazard, Hazard::Pathogen | Hazard::Chemical | Hazard::NonFood)
}

/// Whether a test of `item` by `method` lies in the scope. A standard without its year stands for
/// every edition of it; two different years are two methods.
pub fn in_scope(item: &str, method: Option<&str>, scope: &[ScopeLine<'_>]) -> InScope {
    if scope.is_empty() {
        return InScope::Unsaid;
    }
    let mut undecided = false;
    for line in scope {
        if line.item.is_some_and(|own| !same_item(own, item)) {
            continue;
        }
        match (line.method, method) {
            (None, _) if line.item.is_none() => {}
            (None, _) => return InScope::Within,
            (Some(own), Some(used)) if same_method(own, used) => return InScope::Within,
            (Some(_), Some(_)) => {}
            (Some(_), None) => undecided = true,
        }
    }
    if undecided { InScope::Unsaid } else { InScope::Outside }
}

fn same_item(a: &str, b: &str) -> bool {
    let names = |item: &str| {
        let known = test_item(item).map(|text| [plain(text.zh), plain(text.en)]);
        known.into_iter().flatten().chain([plain(item)]).collect::<Vec<_>>()
    };
    let (a, b) = (names(a), names(b));
    a.iter().any(|name| !name.is_empty() && b.contains(name))
}

fn same_method(a: &str, b: &str) -> bool {
    let ((a, year_a), (b, year_b)) = (standard(a), standard(b));
    let same_year = year_a.is_none() || year_b.is_none() || year_a == year_b;
    !a.is_empty() && a == b && same_year
}

/// Number and year of a standard: `GB 5009.33-2016 第二法` is `GB5009.33` of `2016`.
fn standard(method: &str) -> (String, Option<String>) {
    let whole: String = method
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| if matches!(letter, '—' | '–') { '-' } else { letter.to_ascii_uppercase() })
        .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '/' | '-'))
        .collect();
    match whole.rsplit_once('-') {
        Some((number, year))
            if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            (number.to_owned(), Some(year.to_owned()))
        }
        _ => (whole, None),
    }
}

/// A name without what laboratories add to it: notes in brackets, blanks, hyphens, "residue".
fn plain(name: &str) -> String {
    const ENDINGS: [&str; 7] =
        ["的残留量", "残留量", "残留", "的含量", "含量", "residues", "residue"];
    let mut depth = 0_u32;
    let mut kept = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth > 0 || letter.is_whitespace() => {}
            '-' | '_' | '[' | ']' | '·' => {}
            '\u{2080}'..='\u{2089}' => {
                kept.extend(char::from_digit(u32::from(letter) - 0x2080, 10));
            }
            _ => kept.extend(letter.to_lowercase()),
        }
    }
    let ending = ENDINGS.iter().find_map(|ending| kept.strip_suffix(ending));
    match ending {
        Some(stem) if !stem.is_empty() => stem.to_owned(),
        _ => kept,
    }
}

#[cfg(test)]
mod tests;
