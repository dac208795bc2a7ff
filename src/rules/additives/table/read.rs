//! From the bytes of a table to its index. Everything a table could contradict itself in is refused
//! here, so that judging never meets it.

use super::shape::{AdditiveDoc, CategoryDoc, LimitDoc, TableDoc};
use super::{Additive, AdditiveTable, Category, Narrowing, Per, Residue, Row, State};
use crate::domain::day::Day;
use crate::fact::document::Dec;
use crate::texts::food::FUNCTION_CLASSES;
use rust_decimal::Decimal;
use thiserror::Error;

const TABLE_BYTES_MAX: usize = 2 << 20;
const CATEGORIES_MAX: usize = 2_000;
const ADDITIVES_MAX: usize = 5_000;
const ROWS_MAX: usize = 1_000;
const NAMES_MAX: usize = 100;
const TEXT_BYTES_MAX: usize = 500;
/// The category of all foods.
const ALL_FOODS: &str = "*";
const HUES: [&str; 8] = ["red", "orange", "yellow", "green", "blue", "brown", "black", "white"];

/// Why bytes are no table of additives.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TableError {
    #[error("longer than {TABLE_BYTES_MAX} bytes")]
    TooLong,
    #[error("not the shape of a table: {0}")]
    Shape(String),
    #[error("empty or too long: {0}")]
    Size(&'static str),
    #[error("not a day: {0}")]
    Day(String),
    #[error("not a category code, or without the category above it: {0}")]
    CategoryCode(String),
    #[error("no such category: {0}")]
    UnknownCategory(String),
    #[error("no such function class or hue: {0}")]
    UnknownWord(String),
    #[error("not a CNS number: {0}")]
    Cns(String),
    #[error("stated twice: {0}")]
    Duplicate(String),
    #[error("at odds with itself: {0}")]
    Limit(String),
}

pub(super) fn read(bytes: &[u8]) -> Result<AdditiveTable, TableError> {
    if bytes.len() > TABLE_BYTES_MAX {
        return Err(TableError::TooLong);
    }
    let doc: TableDoc =
        serde_json::from_slice(bytes).map_err(|error| TableError::Shape(error.to_string()))?;
    for (text, what) in [(&doc.id, "id"), (&doc.source, "source"), (&doc.clause, "clause")] {
        sized(text, what)?;
    }
    if Day::parse(&doc.effective_from).is_none() {
        return Err(TableError::Day(doc.effective_from));
    }
    counted(doc.categories.len(), CATEGORIES_MAX, "categories")?;
    counted(doc.additives.len(), ADDITIVES_MAX, "additives")?;
    let mut table = AdditiveTable {
        id: doc.id.into(),
        version: doc.version,
        effective_from: doc.effective_from.into(),
        source: doc.source.into(),
        categories: categories(doc.categories)?,
        additives: Vec::new(),
        by_cns: Vec::new(),
        by_ins: Vec::new(),
        by_name: Vec::new(),
    };
    number_exceptions(&mut table, &doc.exceptions)?;
    for additive in doc.additives {
        let read = read_additive(&table, doc.exceptions.len(), additive)?;
        table.additives.push(read);
    }
    table.additives.sort_by(|a, b| a.key().cmp(b.key()));
    index(&mut table)?;
    Ok(table)
}

fn categories(docs: Vec<CategoryDoc>) -> Result<Vec<Category>, TableError> {
    let mut categories = Vec::with_capacity(docs.len());
    for doc in docs {
        sized(&doc.zh, "name of a category")?;
        let Some(stem) = stem(&doc.code) else { return Err(TableError::CategoryCode(doc.code)) };
        categories.push(Category {
            stem: stem.into(),
            code: doc.code.into(),
            name: doc.zh.into(),
            parent: None,
            last: 0,
            exception: None,
        });
    }
    categories.sort_by(|a, b| a.stem.cmp(&b.stem));
    let stems: Vec<Box<str>> = categories.iter().map(|category| category.stem.clone()).collect();
    for (at, category) in categories.iter_mut().enumerate() {
        let below = |stem: &str| {
            let rest = stem.strip_prefix(&*category.stem);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let same = stems.iter().skip(at).take_while(|stem| below(stem)).count();
        if stems.get(at + 1) == Some(&category.stem) {
            return Err(TableError::Duplicate(category.code.to_string()));
        }
        category.last = narrow(at + same - 1)?;
        if let Some((above, _)) = category.stem.rsplit_once('.') {
            let found = stems.binary_search_by(|stem| (**stem).cmp(above));
            let unknown = |_| TableError::CategoryCode(category.code.to_string());
            category.parent = Some(narrow(found.map_err(unknown)?)?);
        }
    }
    Ok(categories)
}

/// `14.0` to `14`, `14.01.02` to itself; `None` where it is no code.
fn stem(code: &str) -> Option<&str> {
    let is_pair = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    match code.strip_suffix(".0") {
        Some(stem) => is_pair(stem).then_some(stem),
        None => (code.len() > 2 && code.split('.').all(is_pair)).then_some(code),
    }
}

fn number_exceptions(table: &mut AdditiveTable, codes: &[String]) -> Result<(), TableError> {
    for (at, code) in codes.iter().enumerate() {
        let place = position(table, code)?;
        let number = u8::try_from(at + 1).map_err(|_| TableError::Size("exceptions"))?;
        let last = table.category(place).map_or(place, |category| category.last);
        for category in table.categories.get_mut(place.into()..=last.into()).unwrap_or_default() {
            if category.exception.replace(number).is_some() {
                return Err(TableError::Duplicate(code.clone()));
            }
        }
    }
    Ok(())
}

fn position(table: &AdditiveTable, code: &str) -> Result<u16, TableError> {
    let place = stem(code).and_then(|_| table.place(code));
    place.map(|place| place.0).ok_or_else(|| TableError::UnknownCategory(code.to_owned()))
}

fn read_additive(
    table: &AdditiveTable,
    exceptions: usize,
    doc: AdditiveDoc,
) -> Result<Additive, TableError> {
    counted(doc.cns.len(), NAMES_MAX, "CNS numbers")?;
    counted(doc.limits.len(), ROWS_MAX, "limits")?;
    if doc.ins.len().max(doc.aka.len()) > NAMES_MAX {
        return Err(TableError::Size("names"));
    }
    for text in doc.cns.iter().chain(&doc.ins).chain(&doc.aka).chain([&doc.zh, &doc.en]) {
        sized(text, "number or name")?;
    }
    if let Some(cns) = doc.cns.iter().find(|cns| !is_cns(cns)) {
        return Err(TableError::Cns(cns.clone()));
    }
    let mut functions = Vec::new();
    for word in &doc.functions {
        let code = FUNCTION_CLASSES.into_iter().find(|code| code == word);
        functions.push(code.ok_or_else(|| TableError::UnknownWord(word.clone()))?);
    }
    if let Some(hue) = doc.hue.iter().find(|hue| !HUES.contains(&hue.as_str())) {
        return Err(TableError::UnknownWord(hue.clone()));
    }
    let mut rows = Vec::new();
    for limit in &doc.limits {
        for code in &limit.categories {
            rows.push(row(table, exceptions, doc.cns.first().map_or("", |cns| cns), limit, code)?);
        }
    }
    counted(rows.len(), ROWS_MAX, "limits")?;
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    if let Some((row, _)) = rows.iter().zip(rows.iter().skip(1)).find(|(a, b)| order(a) == order(b))
    {
        return Err(TableError::Duplicate(format!("{} in {}", doc.zh, table.code_of(row))));
    }
    let boxed = |texts: Vec<String>| texts.into_iter().map(Into::into).collect();
    Ok(Additive {
        at: 0,
        cns: boxed(doc.cns),
        ins: boxed(doc.ins),
        zh: doc.zh.into(),
        en: doc.en.into(),
        aka: boxed(doc.aka),
        functions,
        hue: doc.hue.map(Into::into),
        rows,
    })
}

/// Sorts narrowed rows before the other of their category; two rows that are equal here contradict
/// each other or repeat.
fn order(row: &Row) -> (Option<u16>, bool, Option<&str>) {
    let text = row.narrowed.as_ref().map(|narrowing| &*narrowing.text);
    (row.category, text.is_none(), text)
}

fn row(
    table: &AdditiveTable,
    exceptions: usize,
    cns: &str,
    doc: &LimitDoc,
    code: &str,
) -> Result<Row, TableError> {
    let wrong = |why: &str| TableError::Limit(format!("{cns} in {code}: {why}"));
    let category = if code == ALL_FOODS { None } else { Some(position(table, code)?) };
    let positive = |max: &Dec| max.0 > Decimal::ZERO;
    if doc.max.is_some() == doc.gmp {
        return Err(wrong("either max or gmp"));
    }
    if !doc.max.iter().chain(doc.residue.as_ref().map(|residue| &residue.max)).all(positive) {
        return Err(wrong("a maximum is above 0"));
    }
    if doc.residual && (doc.gmp || doc.residue.is_some()) {
        return Err(wrong("a residual maximum stands alone"));
    }
    if category.is_some() != doc.a2.is_empty() {
        return Err(wrong("exceptions of A.2 belong to all foods"));
    }
    let fits = |(from, to): &(u8, u8)| 1 <= *from && from <= to && usize::from(*to) <= exceptions;
    if !doc.a2.iter().all(fits) {
        return Err(wrong("no such number of A.2"));
    }
    let residue_as = doc.residue.as_ref().and_then(|residue| residue.expressed_as.as_ref());
    for text in doc.only.iter().chain(&doc.expressed_as).chain(residue_as) {
        sized(text, "words of a limit")?;
    }
    let mut except = Vec::new();
    for excepted in &doc.except {
        let at = position(table, excepted)?;
        let is_below =
            category.is_none_or(|above| at > above && table.covers(above, super::Place(at)));
        except.push(is_below.then_some(at).ok_or_else(|| wrong("an exception lies below"))?);
    }
    let residue = doc.residue.as_ref().map(|residue| Residue {
        max: residue.max.0,
        below: residue.below,
        expressed_as: residue.expressed_as.as_deref().map(Into::into),
    });
    let narrowed = doc.only.as_deref().map(|text| Narrowing {
        text: text.into(),
        key: format!("{}/{cns}/{code}/{text}", table.id).into(),
    });
    Ok(Row {
        category,
        max: doc.max.map(|max| max.0),
        per: doc.per.map_or(Per::Mass, Into::into),
        expressed_as: doc.expressed_as.as_deref().map(Into::into),
        residual: doc.residual,
        residue,
        state: doc.state.map_or(State::AsSold, Into::into),
        solid: doc.solid,
        except,
        exceptions: doc.a2.clone(),
        narrowed,
    })
}

fn index(table: &mut AdditiveTable) -> Result<(), TableError> {
    for (at, additive) in table.additives.iter_mut().enumerate() {
        let at = narrow(at)?;
        additive.at = at;
        table.by_cns.extend(additive.cns.iter().map(|cns| (cns.clone(), at)));
        table.by_ins.extend(additive.ins.iter().map(|ins| (ins.clone(), at)));
        let names = additive.aka.iter().chain([&additive.zh, &additive.en]);
        table.by_name.extend(names.map(|name| (name.to_lowercase().into(), at)));
    }
    for index in [&mut table.by_cns, &mut table.by_ins, &mut table.by_name] {
        index.sort();
    }
    table.by_ins.dedup();
    table.by_name.dedup();
    let numbers = || table.by_cns.iter().map(|(cns, _)| cns);
    if let Some((cns, _)) = numbers().zip(numbers().skip(1)).find(|(a, b)| a == b) {
        return Err(TableError::Duplicate(cns.to_string()));
    }
    Ok(())
}

/// `FF.NNN`, and `FF.NNN(i)` where a number was divided.
fn is_cns(text: &str) -> bool {
    let (number, part) = text.split_once('(').map_or((text, None), |(a, b)| (a, Some(b)));
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    number.split_once('.').is_some_and(|(class, rest)| digits(class, 2) && digits(rest, 3))
        && part.is_none_or(|part| {
            part.strip_suffix(')').is_some_and(|roman| {
                !roman.is_empty() && roman.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'))
            })
        })
}

fn sized(text: &str, what: &'static str) -> Result<(), TableError> {
    if text.trim().is_empty() || text.len() > TEXT_BYTES_MAX {
        return Err(TableError::Size(what));
    }
    Ok(())
}

fn counted(count: usize, most: usize, what: &'static str) -> Result<(), TableError> {
    if count == 0 || count > most {
        return Err(TableError::Size(what));
    }
    Ok(())
}

fn narrow(at: usize) -> Result<u16, TableError> {
    u16::try_from(at).map_err(|_| TableError::Size("table"))
}
