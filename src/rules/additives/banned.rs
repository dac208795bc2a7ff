//! Substances that are never allowed in food, by the names they go by. A name that is not on the list
//! proves nothing.

use crate::domain::day::Day;
use serde::Deserialize;
use std::collections::BTreeMap;

use super::table::TableError;

const LIST_BYTES_MAX: usize = 256 << 10;
const SUBSTANCES_MAX: usize = 1_000;
const NAMES_MAX: usize = 50;
const NAME_BYTES_MAX: usize = 120;
/// Fewer would be found inside of other words.
const NAME_CHARS_MIN: usize = 2;

/// A dated list of banned substances.
#[derive(Debug)]
pub struct BannedList {
    id: String,
    version: u32,
    effective_from: String,
    source: String,
    substances: Vec<Banned>,
    /// Names as they are compared, each with its substance.
    names: Vec<(String, usize)>,
}

/// A banned substance.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Banned {
    pub zh: String,
    pub en: String,
    /// Other names, in any language.
    #[serde(default)]
    pub aka: Vec<String>,
    /// Standard or order that bans it, where one names it.
    #[serde(default)]
    pub clause: Option<String>,
    /// Harmless things whose names hold one of these names.
    #[serde(default)]
    pub not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ListDoc {
    id: String,
    version: u32,
    effective_from: String,
    source: String,
    substances: Vec<Banned>,
}

impl BannedList {
    /// Reads a list strictly. Errors: not the documented shape, out of bounds, a name of two
    /// substances.
    pub fn parse(bytes: &[u8]) -> Result<Self, TableError> {
        if bytes.len() > LIST_BYTES_MAX {
            return Err(TableError::TooLong);
        }
        let doc: ListDoc =
            serde_json::from_slice(bytes).map_err(|error| TableError::Shape(error.to_string()))?;
        if Day::parse(&doc.effective_from).is_none() {
            return Err(TableError::Day(doc.effective_from));
        }
        if doc.substances.is_empty() || doc.substances.len() > SUBSTANCES_MAX {
            return Err(TableError::Size("substances"));
        }
        if doc.id.trim().is_empty() || doc.source.trim().is_empty() {
            return Err(TableError::Size("id or source"));
        }
        let mut owners = BTreeMap::new();
        for (at, substance) in doc.substances.iter().enumerate() {
            if substance.aka.len() > NAMES_MAX || substance.not.len() > NAMES_MAX {
                return Err(TableError::Size("names"));
            }
            for name in substance.aka.iter().chain([&substance.zh, &substance.en]) {
                let folded = folded(name);
                let is_short = folded.chars().count() < NAME_CHARS_MIN;
                if is_short || name.len() > NAME_BYTES_MAX {
                    return Err(TableError::Size("name"));
                }
                if owners.insert(folded, at).is_some() {
                    return Err(TableError::Duplicate(name.clone()));
                }
            }
        }
        Ok(Self {
            id: doc.id,
            version: doc.version,
            effective_from: doc.effective_from,
            source: doc.source,
            substances: doc.substances,
            names: owners.into_iter().collect(),
        })
    }

    /// The substance whose name the text is or holds: Chinese names anywhere in it, names in Latin
    /// letters as whole words. Case and the width of characters do not matter. The first by name.
    pub fn find(&self, text: &str) -> Option<&Banned> {
        let text = folded(text);
        self.names.iter().find_map(|(name, at)| {
            let substance = self.substances.get(*at)?;
            let mut rest = text.clone();
            for harmless in &substance.not {
                rest = rest.replace(&folded(harmless), " ");
            }
            holds(&rest, name).then_some(substance)
        })
    }

    /// Name of the list.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Counts up when the list is written down better.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// First day it applies, `YYYY-MM-DD`.
    pub fn effective_from(&self) -> &str {
        &self.effective_from
    }

    /// Where it is taken from.
    pub fn source(&self) -> &str {
        &self.source
    }
}

/// Lower case, full-width forms as their plain ones, no outer blanks.
fn folded(text: &str) -> String {
    let plain = |c: char| match u32::from(c) {
        full @ 0xff01..=0xff5e => char::from_u32(full - 0xfee0).unwrap_or(c),
        0x3000 => ' ',
        _ => c,
    };
    text.trim().chars().map(plain).flat_map(char::to_lowercase).collect()
}

fn holds(text: &str, name: &str) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().last());
        let after = text.get(at + name.len()..).and_then(|tail| tail.chars().next());
        let starts_latin = name.starts_with(|c: char| c.is_ascii_alphanumeric());
        let ends_latin = name.ends_with(|c: char| c.is_ascii_alphanumeric());
        !(starts_latin && joins(before) || ends_latin && joins(after))
    })
}
