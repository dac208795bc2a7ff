//! Findings, with the cell each is about.

use super::columns::Column;
use super::header::Header;
use crate::domain::letters::is_unsafe;
use crate::domain::refusal::FieldError;
use crate::limits::SHOWN_CHARS_MAX;
use serde::{Deserialize, Serialize};

/// Whether a row can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// It cannot.
    Error,
    /// It can; this is how it was read.
    Note,
}

/// What was found, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    pub level: Level,
    /// Stable code: one of a table's own, of a field or of a refusal.
    pub code: String,
    /// Name of the sheet; empty in a file without sheets.
    pub sheet: String,
    /// From 1, as a spreadsheet program counts; 0: the file or sheet as a whole.
    pub row: u32,
    /// Letters of the column; empty: the row as a whole.
    pub column: String,
    /// What stands at the head of the column, or the column that is missing.
    pub header: String,
    /// What was there, cut; empty where showing it helps nobody.
    pub value: String,
}

impl Finding {
    /// About a file or sheet as a whole.
    pub(super) fn of_file(code: &str, sheet: &str, value: &str) -> Self {
        Self {
            level: Level::Error,
            code: code.to_owned(),
            sheet: sheet.to_owned(),
            row: 0,
            column: String::new(),
            header: String::new(),
            value: cut(value),
        }
    }

    /// About a row as a whole.
    pub fn of_row(code: &str, sheet: &str, row: u32, value: &str) -> Self {
        Self { row, ..Self::of_file(code, sheet, value) }
    }
}

/// A value cut for showing, without what could disturb where it is shown.
pub(super) fn cut(value: &str) -> String {
    let clean = |letter| if is_unsafe(letter) { '\u{fffd}' } else { letter };
    value.chars().take(SHOWN_CHARS_MAX).map(clean).collect()
}

/// Letters of a column from 0: `A`, `Z`, `AA`.
pub(super) fn letter(column: usize) -> String {
    let (mut rest, mut letters) = (column + 1, Vec::new());
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// How well a column fits a pointer: 3 is it, 2 holds it, 1 lies within it.
fn fit(column: &Column, segments: &[&str]) -> u8 {
    let path: Vec<_> = column.path.trim_start_matches(['@', '!']).split('.').collect();
    match () {
        () if path == segments => 3,
        () if segments.starts_with(&path) => 2,
        () if path.starts_with(segments) => 1,
        () => 0,
    }
}

/// The finding of a parser at the cell it came from.
pub(super) fn placed(
    header: &Header,
    sheet: usize,
    row: u32,
    pointer: &str,
    error: &FieldError,
) -> Finding {
    let segments: Vec<_> = pointer.split('/').skip(1).collect();
    let columns = header.part(sheet).columns;
    let best = columns
        .iter()
        .enumerate()
        .map(|(at, column)| (fit(column, &segments), header.place(sheet, at).is_some(), at))
        .filter(|(fit, ..)| *fit > 0)
        // The first of the best: `max_by_key` would give the last.
        .min_by_key(|(fit, there, _)| (!*there && *fit < 3, u8::MAX - fit, !*there));
    let place = best.and_then(|(_, _, at)| header.place(sheet, at));
    let expected = best.and_then(|(_, _, at)| columns.get(at));
    Finding {
        level: Level::Error,
        code: error.code.word().to_owned(),
        sheet: header.name.clone(),
        row,
        column: place.map(letter).unwrap_or_default(),
        header: match (place.and_then(|place| header.names.get(place)), expected) {
            (Some(name), _) => name.clone(),
            (None, Some(column)) => format!("{} / {}", column.zh, column.en),
            (None, None) => pointer.to_owned(),
        },
        value: cut(&error.value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letter(column), letters);
        }
    }
}
