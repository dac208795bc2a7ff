//! Results that come as words, and what a failed item can do. `rules` judges the values,
//! `measured/scope` says what a laboratory is accredited for.
//!
//! A word that tells against the goods is believed. One in their favour counts only in a report from
//! outside, and is told apart from what was worked out: a firm does not pass its own test by a word.

mod scope;

pub use scope::{InScope, Scope, ScopeLine};

use crate::domain::words::{Hazard, Outcome};
use crate::fact::document::LimitDoc;
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
    /// As required, without saying what was found.
    Compliant,
}

impl Stated {
    /// Every word, in the order of the enum.
    pub const ALL: &'static [Self] = &[
        Self::NotDetected,
        Self::BelowDetection,
        Self::Detected,
        Self::Exceeded,
        Self::Below,
        Self::Failed,
        Self::Compliant,
    ];

    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotDetected => "notDetected",
            Self::BelowDetection => "belowDetection",
            Self::Detected => "detected",
            Self::Exceeded => "exceeded",
            Self::Below => "below",
            Self::Failed => "notCompliant",
            Self::Compliant => "compliant",
        }
    }

    /// Reads the words laboratories and announcements use, in either case and language. `None` for
    /// any other text, "passed" among them.
    pub fn parse(text: &str) -> Option<Self> {
        let word: String =
            text.chars().filter(|letter| !letter.is_whitespace() && *letter != '.').collect();
        Some(match word.to_lowercase().as_str() {
            "nd" | "notdetected" | "negative" | "未检出" | "阴性" => Self::NotDetected,
            "belowdetection" | "<lod" | "<loq" | "＜lod" | "＜loq" | "<检出限" | "<定量限"
            | "低于检出限" | "低于定量限" => Self::BelowDetection,
            "detected" | "positive" | "检出" | "阳性" => Self::Detected,
            "exceeded" | "超标" | "超出限量" => Self::Exceeded,
            "below" | "低于标准" | "不足" => Self::Below,
            "notcompliant" | "failed" | "不合格" | "不符合" => Self::Failed,
            "compliant" => Self::Compliant,
            _ => return None,
        })
    }

    /// The outcome of an item with this result. What was not detected, or lies below detection, is
    /// nothing, as in `rules::item_outcome`. What was detected fails where nothing is permitted (no
    /// limit, or one of 0); where something is, the word alone does not tell. That it complies is
    /// taken from a report from `outside` only.
    pub fn outcome(self, limit: Option<&LimitDoc>, outside: bool) -> Outcome {
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
            Self::Compliant if outside => Outcome::Pass,
            Self::Compliant => Outcome::NoLimit,
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
