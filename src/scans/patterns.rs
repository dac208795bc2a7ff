//! Which patterns of scans are unusual, and which visitors are programs: dated data, read at start.
//! A pattern leads to a notice and a signal, never to a verdict: anyone with a photograph could force it.

use crate::limits::{SCAN_PATTERNS_BYTES_MAX, SCAN_PATTERNS_COUNT_MAX, SCAN_PLACES_COUNT_MAX};
use crate::store::rows::ScanRow;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The patterns that come with the program.
const SHIPPED: &[u8] = include_bytes!("../../schemas/tables/scan-patterns.json");

const HOUR_MS: i64 = 3_600_000;

/// A whole file of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patterns {
    #[serde(rename = "id")]
    _id: String,
    #[serde(rename = "version")]
    _version: u32,
    #[serde(rename = "note", default)]
    _note: String,
    patterns: Vec<Pattern>,
    /// Parts of a User-Agent, in lower case.
    programs: Vec<String>,
}

/// What is unusual for units of one category.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Pattern {
    category: String,
    sessions: u64,
    sessions_in_a_day: u32,
    far_apart: FarApart,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct FarApart {
    provinces: usize,
    hours: i64,
}

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PatternsError {
    #[error("scan patterns: longer than {SCAN_PATTERNS_BYTES_MAX} bytes")]
    TooLong,
    #[error("scan patterns: {0}")]
    Shape(#[from] serde_json::Error),
    #[error("scan patterns: more than {SCAN_PATTERNS_COUNT_MAX} patterns or programs")]
    TooMany,
    #[error("scan patterns: category {0:?} has numbers out of range")]
    Range(String),
    #[error("scan patterns: no pattern for every category (\"category\": \"\")")]
    NoDefault,
    #[error("scan patterns: program {0:?} is not three or more characters in lower case")]
    Program(String),
}

impl Patterns {
    /// Reads a file strictly (`schemas/scan-patterns.schema.json`).
    pub fn parse(bytes: &[u8]) -> Result<Self, PatternsError> {
        if bytes.len() > SCAN_PATTERNS_BYTES_MAX {
            return Err(PatternsError::TooLong);
        }
        let read: Self = serde_json::from_slice(bytes)?;
        let most = read.patterns.len().max(read.programs.len());
        if most > SCAN_PATTERNS_COUNT_MAX {
            return Err(PatternsError::TooMany);
        }
        let in_range = |pattern: &Pattern| {
            pattern.sessions >= 2
                && pattern.sessions_in_a_day >= 2
                && (2..=SCAN_PLACES_COUNT_MAX).contains(&pattern.far_apart.provinces)
                && (1..=720).contains(&pattern.far_apart.hours)
        };
        if let Some(pattern) = read.patterns.iter().find(|pattern| !in_range(pattern)) {
            return Err(PatternsError::Range(pattern.category.clone()));
        }
        if !read.patterns.iter().any(|pattern| pattern.category.is_empty()) {
            return Err(PatternsError::NoDefault);
        }
        let plain = |word: &String| word.chars().count() >= 3 && word.to_lowercase() == *word;
        if let Some(word) = read.programs.iter().find(|word| !plain(word)) {
            return Err(PatternsError::Program(word.clone()));
        }
        Ok(read)
    }

    /// Those that come with the program.
    pub fn shipped() -> Result<Self, PatternsError> {
        Self::parse(SHIPPED)
    }

    /// Whether a User-Agent is a program's: robots, link previews, command lines, and whatever says
    /// nothing of itself.
    pub fn is_program(&self, user_agent: &str) -> bool {
        let known = user_agent.to_lowercase();
        known.trim().is_empty() || self.programs.iter().any(|word| known.contains(word.as_str()))
    }

    /// The rule that calls the counts of a unit of this category unusual, if one does.
    pub fn unusual(&self, category: &str, row: &ScanRow) -> Option<&'static str> {
        let pattern = self.for_category(category)?;
        if row.sessions > pattern.sessions {
            return Some("sessions");
        }
        if row.today > pattern.sessions_in_a_day {
            return Some("sessionsInADay");
        }
        let since = row.last_at - pattern.far_apart.hours * HOUR_MS;
        let places = row.places.iter().filter(|(_, at)| *at >= since);
        let provinces: BTreeSet<_> = places.map(|(province, _)| province).collect();
        (provinces.len() >= pattern.far_apart.provinces).then_some("farApart")
    }

    fn for_category(&self, category: &str) -> Option<&Pattern> {
        let fits = |pattern: &&Pattern| {
            let rest = category.strip_prefix(pattern.category.as_str());
            pattern.category.is_empty()
                || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.patterns.iter().filter(fits).max_by_key(|pattern| pattern.category.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(sessions: u64, today: u32, places: &[(u8, i64)]) -> ScanRow {
        let last_at = places.last().map_or(0, |(_, at)| *at);
        ScanRow { sessions, today, last_at, places: places.to_vec(), ..ScanRow::default() }
    }

    #[test]
    fn the_longest_category_that_fits_counts_on_both_sides_of_its_limits() {
        let patterns = Patterns::shipped().unwrap();
        let cases = [
            ("general", 60, 1, None),
            ("general", 61, 1, Some("sessions")),
            ("food.meat.cooked", 30, 15, None),
            ("food.meat.cooked", 31, 1, Some("sessions")),
            ("food.meat.cooked", 30, 16, Some("sessionsInADay")),
            ("food.liquor.distilled", 12, 6, None),
            ("food.liquor.distilled", 13, 1, Some("sessions")),
            // Another word that begins alike is another category.
            ("foodless", 60, 30, None),
        ];
        for (category, sessions, today, expected) in cases {
            let found = patterns.unusual(category, &row(sessions, today, &[]));
            assert_eq!(found, expected, "{category} {sessions} {today}");
        }
    }

    #[test]
    fn far_apart_means_several_provinces_within_the_hours() {
        let patterns = Patterns::shipped().unwrap();
        let hours = |n: i64| n * HOUR_MS;
        let far = |places: &[(u8, i64)]| patterns.unusual("food", &row(3, 3, places));
        assert_eq!(far(&[(34, 0), (11, hours(23)), (44, hours(24))]), Some("farApart"));
        assert_eq!(far(&[(34, 0), (11, hours(23)), (44, hours(24) + 1)]), None);
        assert_eq!(far(&[(34, 0), (34, hours(1)), (11, hours(2)), (11, hours(3))]), None);
    }

    #[test]
    fn programs_are_known_by_a_part_of_their_name_and_silence() {
        let patterns = Patterns::shipped().unwrap();
        for name in ["", "  ", "Googlebot/2.1", "curl/8.5", "Slackbot-LinkExpanding 1.0"] {
            assert!(patterns.is_program(name), "{name:?}");
        }
        let phone = "Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36 MicroMessenger/8.0.50";
        assert!(!patterns.is_program(phone));
    }

    #[test]
    fn a_file_is_read_strictly() {
        let pattern = r#"{"category":"","sessions":2,"sessionsInADay":2,"farApart":{"provinces":2,"hours":1}}"#;
        let file = |patterns: &str, programs: &str| {
            let text = format!(
                r#"{{"id":"scan-patterns","version":1,"patterns":[{patterns}],"programs":[{programs}]}}"#
            );
            Patterns::parse(text.as_bytes())
        };
        assert!(file(pattern, r#""bot""#).is_ok());
        let bad = [
            ("", r#""bot""#),
            (pattern, r#""Bot""#),
            (pattern, r#""ab""#),
            (&pattern.replace(r#""sessions":2"#, r#""sessions":1"#), ""),
            (&pattern.replace(r#""provinces":2"#, r#""provinces":9"#), ""),
            (&pattern.replace(r#""hours":1"#, r#""hours":0"#), ""),
            (&pattern.replace(r#""category""#, r#""kategory""#), ""),
        ];
        for (patterns, programs) in bad {
            assert!(file(patterns, programs).is_err(), "{patterns} {programs}");
        }
        let many = vec![pattern; SCAN_PATTERNS_COUNT_MAX + 1].join(",");
        assert!(matches!(file(&many, ""), Err(PatternsError::TooMany)));
        let long = vec![b' '; SCAN_PATTERNS_BYTES_MAX + 1];
        assert!(matches!(Patterns::parse(&long), Err(PatternsError::TooLong)));
    }
}
