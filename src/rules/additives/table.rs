//! The table of permitted additives, indexed: who is meant by a number or name, and which rows cover
//! a food. It holds what the table says; what follows for a formula is not here.

use super::finding::{Limit, Unit};
use super::formula::Named;
use rust_decimal::Decimal;

mod read;
mod shape;

pub use read::TableError;

/// A dated table of additives (GB 2760, tables A.1, A.2 and E.1).
#[derive(Debug)]
pub struct AdditiveTable {
    id: Box<str>,
    version: u32,
    effective_from: Box<str>,
    source: Box<str>,
    /// In the order of the tree: what lies below a category follows it.
    categories: Vec<Category>,
    additives: Vec<Additive>,
    by_cns: Vec<(Box<str>, u16)>,
    by_ins: Vec<(Box<str>, u16)>,
    by_name: Vec<(Box<str>, u16)>,
}

/// A food category of the tree E.1.
#[derive(Debug)]
struct Category {
    /// As printed, e.g. `14.0`.
    code: Box<str>,
    /// Without the `.0` of the top: a prefix of what lies below.
    stem: Box<str>,
    name: Box<str>,
    parent: Option<u16>,
    /// The last category at or below it.
    last: u16,
    /// Number in table A.2 of itself or of what it lies below.
    exception: Option<u8>,
}

/// One entry of the table. It may hold several substances, whose doses count together.
#[derive(Debug, PartialEq, Eq)]
pub struct Additive {
    /// Its place among the entries.
    pub(super) at: u16,
    /// At least one.
    pub cns: Vec<Box<str>>,
    pub ins: Vec<Box<str>>,
    pub zh: Box<str>,
    pub en: Box<str>,
    /// Further names, mostly of its substances.
    pub aka: Vec<Box<str>>,
    /// Codes of function classes.
    pub functions: Vec<&'static str>,
    /// Of a colour, where its name says it.
    pub hue: Option<Box<str>>,
    /// All foods first, then in the order of the tree; within a category narrowed rows first.
    pub(super) rows: Vec<Row>,
}

/// A limit in one category.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// `None`: all foods but those of `exceptions`.
    pub(super) category: Option<u16>,
    /// `None`: as much as is needed.
    pub(super) max: Option<Decimal>,
    pub(super) per: Per,
    pub(super) expressed_as: Option<Box<str>>,
    /// The maximum bounds the residue.
    pub(super) residual: bool,
    /// A limit of the residue beside the maximum.
    pub(super) residue: Option<Residue>,
    pub(super) state: State,
    /// It covers the solid drink that becomes this drink.
    pub(super) solid: bool,
    /// Categories below it that it does not cover.
    pub(super) except: Vec<u16>,
    /// Numbers of table A.2 that it does not cover, as ranges.
    pub(super) exceptions: Vec<(u8, u8)>,
    pub(super) narrowed: Option<Narrowing>,
}

/// Words that narrow a row, and the key under which they are asked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Narrowing {
    pub(super) text: Box<str>,
    pub(super) key: Box<str>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Residue {
    pub(super) max: Decimal,
    pub(super) below: bool,
    pub(super) expressed_as: Option<Box<str>>,
}

/// What a maximum is per.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Per {
    Mass,
    Volume,
    Fat,
    /// Something a formula does not state.
    Other,
}

/// The state of the food a maximum is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    AsSold,
    /// 以即饮状态计: a solid drink after dilution.
    AsDrunk,
    /// 以即食状态计, or after dilution in every case.
    Prepared,
    /// More by a factor where the food is sold as a powder (如用于果冻粉…).
    ByFactor,
}

/// Who is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found<'t> {
    One(&'t Additive),
    /// Several entries, or two numbers of different ones.
    Several,
    Nothing,
}

/// A category of this table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(u16);

impl AdditiveTable {
    /// Reads a table strictly. Errors: not the documented shape, out of bounds, or at odds with itself.
    pub fn parse(bytes: &[u8]) -> Result<Self, TableError> {
        read::read(bytes)
    }

    /// The standard with its year, e.g. `GB 2760-2024`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Counts up when the same standard is written down better.
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

    /// Every entry, in the order of its first CNS number.
    pub fn additives(&self) -> &[Additive] {
        &self.additives
    }

    /// Codes and Chinese names of the categories, in the order of the tree.
    pub fn categories(&self) -> impl Iterator<Item = (&str, &str)> {
        self.categories.iter().map(|category| (&*category.code, &*category.name))
    }

    /// Finds an entry by CNS number, else by INS number, else by name. A stated CNS number decides: one
    /// that is not in the table is `Nothing`, whatever the INS number says; an INS number of another
    /// entry makes it `Several`.
    pub fn find(&self, named: &Named<'_>) -> Found<'_> {
        let by_ins = named.ins.map(|ins| matching(&self.by_ins, ins)).unwrap_or_default();
        if let Some(cns) = named.cns {
            return match matching(&self.by_cns, cns) {
                [(_, entry), ..]
                    if !by_ins.is_empty() && by_ins.iter().all(|(_, e)| e != entry) =>
                {
                    Found::Several
                }
                found => self.one(found),
            };
        }
        if named.ins.is_some() {
            return self.one(by_ins);
        }
        named.name.map_or(Found::Nothing, |name| {
            self.one(matching(&self.by_name, &name.trim().to_lowercase()))
        })
    }

    fn one(&self, found: &[(Box<str>, u16)]) -> Found<'_> {
        match found {
            [] => Found::Nothing,
            [(_, at)] => self.additives.get(usize::from(*at)).map_or(Found::Nothing, Found::One),
            _ => Found::Several,
        }
    }

    /// The category of a code; `14` is `14.0`.
    pub(super) fn place(&self, code: &str) -> Option<Place> {
        let stem = code.strip_suffix(".0").unwrap_or(code);
        let at = self.categories.binary_search_by(|category| (*category.stem).cmp(stem)).ok()?;
        u16::try_from(at).ok().map(Place)
    }

    pub(super) fn code(&self, place: Place) -> &str {
        self.category(place.0).map_or("", |category| &category.code)
    }

    /// The code a row stands at; `*` for all foods.
    pub(super) fn code_of(&self, row: &Row) -> &str {
        row.category.map_or("*", |at| self.code(Place(at)))
    }

    /// Whether `place` is the category of the code or lies below it.
    pub(super) fn is_under(&self, place: Place, code: &str) -> bool {
        self.place(code).is_some_and(|above| self.covers(above.0, place))
    }

    /// The number in table A.2 that covers the category.
    pub(super) fn exception(&self, place: Place) -> Option<u8> {
        self.category(place.0).and_then(|category| category.exception)
    }

    /// Rows that cover the category, nearest first, those for all foods last.
    pub(super) fn rows<'t>(&'t self, additive: &'t Additive, place: Place) -> Vec<&'t Row> {
        let mut found = Vec::new();
        let mut next = Some(place.0);
        while let Some(at) = next {
            let rows = rows_at(additive, Some(at)).iter();
            found.extend(rows.filter(|row| !self.leaves_out(row, place)));
            next = self.category(at).and_then(|category| category.parent);
        }
        let rows = rows_at(additive, None).iter();
        found.extend(rows.filter(|row| !self.leaves_out(row, place)));
        found
    }

    /// Whether the table tells apart what lies below the category: by a row of its own, or by leaving
    /// it out of a row that covers the rest.
    pub(super) fn divides(&self, additive: &Additive, place: Place, rows: &[&Row]) -> bool {
        let Some(last) = self.category(place.0).map(|category| category.last) else { return false };
        if last == place.0 {
            return false;
        }
        let below = |at: u16| at > place.0 && at <= last;
        additive.rows.iter().filter_map(|row| row.category).any(below)
            || rows.iter().any(|row| {
                row.except.iter().copied().any(below)
                    || (!row.exceptions.is_empty()
                        && (place.0..=last).any(|at| self.leaves_out(row, Place(at))))
            })
    }

    /// The limit of the residue a laboratory finds, of the row nearest to the category that is not
    /// narrowed, else of the nearest at all. `None` where the table has none or not the category.
    pub fn residue_limit<'t>(&'t self, additive: &'t Additive, code: &str) -> Option<Limit<'t>> {
        let rows = self.rows(additive, self.place(code)?);
        let limits = || rows.iter().filter_map(|row| row.residue_limit());
        limits().find(|limit| limit.only.is_none()).or_else(|| limits().next())
    }

    fn leaves_out(&self, row: &Row, place: Place) -> bool {
        row.except.iter().any(|at| self.covers(*at, place))
            || (!row.exceptions.is_empty()
                && self.exception(place).is_some_and(|number| {
                    row.exceptions.iter().any(|(from, to)| (*from..=*to).contains(&number))
                }))
    }

    fn covers(&self, above: u16, place: Place) -> bool {
        place.0 >= above && self.category(above).is_some_and(|category| place.0 <= category.last)
    }

    fn category(&self, at: u16) -> Option<&Category> {
        self.categories.get(usize::from(at))
    }
}

impl Additive {
    /// The first CNS number, which identifies the entry.
    pub fn key(&self) -> &str {
        self.cns.first().map_or("", |cns| cns)
    }
}

impl Row {
    /// The limit of what is used.
    pub(super) fn limit(&self) -> Limit<'_> {
        Limit {
            max: self.max,
            unit: match self.per {
                Per::Mass | Per::Other => Unit::MgPerKg,
                Per::Volume => Unit::MgPerL,
                Per::Fat => Unit::MgPerKgFat,
            },
            expressed_as: self.expressed_as.as_deref(),
            residue: self.residual,
            below: false,
            only: self.narrowed.as_ref().map(|narrowing| &*narrowing.text),
        }
    }

    fn residue_limit(&self) -> Option<Limit<'_>> {
        if self.residual {
            return Some(self.limit());
        }
        let residue = self.residue.as_ref()?;
        let expressed_as = residue.expressed_as.as_ref().or(self.expressed_as.as_ref());
        Some(Limit {
            max: Some(residue.max),
            unit: Unit::MgPerKg,
            expressed_as: expressed_as.map(|text| &**text),
            residue: true,
            below: residue.below,
            ..self.limit()
        })
    }
}

/// Entries of an index under one word.
fn matching<'i>(index: &'i [(Box<str>, u16)], word: &str) -> &'i [(Box<str>, u16)] {
    between(index, |(key, _)| (**key).cmp(word))
}

fn rows_at(additive: &Additive, category: Option<u16>) -> &[Row] {
    between(&additive.rows, |row| row.category.cmp(&category))
}

/// The run of a sorted slice that is equal.
fn between<T>(sorted: &[T], order: impl Fn(&T) -> std::cmp::Ordering) -> &[T] {
    let from = sorted.partition_point(|each| order(each).is_lt());
    let rest = sorted.get(from..).unwrap_or_default();
    let count = rest.iter().take_while(|each| order(each).is_eq()).count();
    rest.get(..count).unwrap_or_default()
}
