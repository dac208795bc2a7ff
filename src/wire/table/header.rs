//! The first row of a table: which column is which, under its path or its Chinese or English name, in any
//! order. In a flat table, lines of a record stand beside it: `配料/用量`, `Ingredients/Used` or
//! `ingredients.quantity.value`.

use super::cell::Raw;
use super::columns::{Column, Kind, Sheet};
use super::place::{Finding, Level, cut, letter};

/// Marks of the columns that this service adds to failed rows; they are passed over.
pub(super) const MARKS: [&str; 2] = ["错误 Errors", "提示 Hints"];

/// What the columns of a sheet are.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    /// Name of the sheet; empty in a file without.
    pub name: String,
    /// What stands at the head of each column.
    pub names: Vec<String>,
    /// The sheets whose columns may stand here: the main one first.
    parts: Vec<&'static Sheet>,
    /// For each column of the file the part and the column in it.
    known: Vec<Option<(usize, usize)>>,
}

impl Header {
    /// Reads the head of a table of a kind (`linked`: of that sheet of lines alone).
    pub(super) fn read(
        kind: Kind,
        linked: Option<&'static Sheet>,
        name: &str,
        cells: &[Raw],
    ) -> (Self, Vec<Finding>) {
        let parts: Vec<_> = match linked {
            Some(sheet) => vec![sheet],
            None => std::iter::once(kind.main()).chain(kind.linked()).collect(),
        };
        let names: Vec<_> = cells.iter().map(|cell| cell.shown().trim().to_owned()).collect();
        let mut header = Self { name: name.to_owned(), names, parts, known: Vec::new() };
        let mut findings = Vec::new();
        for (at, text) in header.names.iter().enumerate() {
            let found = if MARKS.contains(&text.as_str()) { None } else { header.column(text) };
            let again = found.is_some() && header.known.contains(&found);
            if again {
                findings.push(header.finding("duplicateColumn", at, text));
            }
            if found.is_none() && !text.is_empty() && !MARKS.contains(&text.as_str()) {
                findings.push(header.finding("unknownColumn", at, text));
            }
            header.known.push(found.filter(|_| !again));
        }
        findings.extend(header.missing());
        (header, findings)
    }

    /// A sheet whose columns may stand here.
    pub(super) fn part(&self, part: usize) -> &'static Sheet {
        self.parts.get(part).copied().unwrap_or(Kind::Serials.main())
    }

    /// How many there are.
    pub(super) fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Where a column of a part stands in the file.
    pub(super) fn place(&self, part: usize, column: usize) -> Option<usize> {
        self.known.iter().position(|known| *known == Some((part, column)))
    }

    /// Which column of which part a column of the file is.
    pub(super) fn known(&self, place: usize) -> Option<(usize, &'static Column)> {
        let (part, column) = (*self.known.get(place)?)?;
        Some((part, self.part(part).columns.get(column)?))
    }

    /// Whether lines of a part stand in this table.
    pub(super) fn has(&self, part: usize) -> bool {
        self.known.iter().flatten().any(|(known, _)| *known == part)
    }

    fn finding(&self, code: &str, at: usize, text: &str) -> Finding {
        Finding {
            level: Level::Error,
            code: code.to_owned(),
            sheet: self.name.clone(),
            row: 1,
            column: letter(at),
            header: cut(text),
            value: String::new(),
        }
    }

    fn column(&self, text: &str) -> Option<(usize, usize)> {
        let text = normal(text);
        self.parts.iter().enumerate().find_map(|(at, part)| {
            let fits = |column: &Column| {
                let path = column.path.trim_start_matches(['@', '!']);
                // `ingredients` names the list; the flag beside it has a name of its own.
                let path = if column.path.starts_with('!') { column.path } else { path };
                if at == 0 {
                    return [path, column.zh, column.en].iter().any(|name| normal(name) == text);
                }
                // The names of the record stand in the main part.
                let names = [
                    format!("{}.{path}", part.list.unwrap_or_default()),
                    format!("{}/{}", part.zh, column.zh),
                    format!("{}/{}", part.en, column.en),
                ];
                !column.path.starts_with('@') && names.iter().any(|name| normal(name) == text)
            };
            part.columns.iter().position(fits).map(|column| (at, column))
        })
    }

    /// Needed columns that are not there.
    fn missing(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (at, part) in self.parts.iter().enumerate().filter(|(at, _)| *at == 0 || self.has(*at))
        {
            for (column, known) in part.columns.iter().enumerate() {
                let named_before = at > 0 && known.path.starts_with('@');
                if known.needed && !named_before && self.place(at, column).is_none() {
                    let mut finding = self.finding("missingColumn", 0, "");
                    finding.column.clear();
                    finding.header = format!("{} / {}", known.zh, known.en);
                    findings.push(finding);
                }
            }
        }
        findings
    }
}

/// A name without what people vary: case, blanks, a mark that it is needed.
fn normal(name: &str) -> String {
    let kept = |letter: &char| !letter.is_whitespace() && !matches!(letter, '*' | '＊' | '_');
    name.chars().filter(kept).flat_map(char::to_lowercase).collect()
}

/// Which sheet a name of a workbook's sheet means.
pub(super) fn sheet_of(name: &str) -> Option<(Kind, Option<&'static Sheet>)> {
    let name = normal(name);
    let fits = |sheet: &Sheet| [sheet.word, sheet.zh, sheet.en].iter().any(|n| normal(n) == name);
    Kind::ALL.into_iter().find_map(|kind| {
        if fits(kind.main()) {
            return Some((kind, None));
        }
        kind.linked().iter().find(|sheet| fits(sheet)).map(|sheet| (kind, Some(sheet)))
    })
}
