//! What a laboratory is accredited for. Pure: it sees the lines of a scope as the register holds them;
//! which accreditations were in force is for the caller.

use super::plain;
use crate::texts::food::test_item;

/// What a laboratory is accredited for: an item, a method, or an item by a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeLine<'a> {
    pub item: Option<&'a str>,
    pub method: Option<&'a str>,
}

impl<'a> ScopeLine<'a> {
    /// Reads a line of a scope as an entry of the register holds it: an item (`salmonella`, `铅`), a
    /// method (`GB 4789.4`), or an item by a method (`铅; GB 5009.12`). What looks like a method and is
    /// none has a semicolon behind it: `PCB 28;`.
    pub fn read(line: &'a str) -> Self {
        let some = |text: &'a str| Some(text.trim()).filter(|text| !text.is_empty());
        match line.split_once([';', '；']) {
            Some((item, method)) => Self { item: some(item), method: some(method) },
            None if names_standard(line) => Self { item: None, method: some(line) },
            None => Self { item: some(line), method: None },
        }
    }
}

/// Whether a test lies in the scope of an accreditation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InScope {
    Within,
    Outside,
    /// No scope is on file, or the test does not name the method that would decide.
    Unsaid,
}

/// The lines of a scope, read once for all items of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    lines: Vec<Names>,
}

/// A line as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Names {
    /// `None` where the line names no item.
    item: Option<Vec<String>>,
    method: Option<Method>,
}

/// Number and year of a standard.
type Method = (String, Option<String>);

impl Scope {
    /// Reads the lines.
    pub fn new<'a>(lines: impl IntoIterator<Item = ScopeLine<'a>>) -> Self {
        let names = |line: ScopeLine<'_>| Names {
            item: line.item.map(names_of),
            method: line.method.map(standard),
        };
        Self { lines: lines.into_iter().map(names).collect() }
    }

    /// Whether it names nothing at all.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether a test of `item` by `method` lies in the scope. A standard without its year stands for
    /// every edition of it; two different years are two methods.
    pub fn covers(&self, item: &str, method: Option<&str>) -> InScope {
        if self.lines.is_empty() {
            return InScope::Unsaid;
        }
        let (names, method) = (names_of(item), method.map(standard));
        let mut undecided = false;
        for line in &self.lines {
            if line.item.as_ref().is_some_and(|own| !own.iter().any(|name| names.contains(name))) {
                continue;
            }
            match (&line.method, &method) {
                (None, _) if line.item.is_none() => {}
                (None, _) => return InScope::Within,
                (Some(own), Some(used)) if same_method(own, used) => return InScope::Within,
                (Some(_), Some(_)) => {}
                (Some(_), None) => undecided = true,
            }
        }
        if undecided { InScope::Unsaid } else { InScope::Outside }
    }
}

/// Whether a text begins like the number of a standard: two capitals or more, maybe with strokes, and a
/// digit behind them.
fn names_standard(text: &str) -> bool {
    let capital = |letter: char| letter.is_ascii_uppercase() || letter == '/';
    let number = text.trim_start().trim_start_matches(capital);
    let letters = text.trim_start().len() - number.len();
    letters >= 2 && number.trim_start().starts_with(|first: char| first.is_ascii_digit())
}

/// The plain names of an item: as written, and in both languages where it is a known one.
fn names_of(item: &str) -> Vec<String> {
    let known = test_item(item).map(|text| [plain(text.zh), plain(text.en)]);
    let names = known.into_iter().flatten().chain([plain(item)]);
    names.filter(|name| !name.is_empty()).collect()
}

fn same_method((a, year_a): &Method, (b, year_b): &Method) -> bool {
    let same_year = year_a.is_none() || year_b.is_none() || year_a == year_b;
    !a.is_empty() && a == b && same_year
}

/// Number and year of a standard: `GB 5009.33-2016 第二法` is `GB5009.33` of `2016`.
fn standard(method: &str) -> Method {
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
