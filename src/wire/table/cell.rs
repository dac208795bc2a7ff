//! One cell: what a program stored in it, and the JSON value of its column's form. What can be read in
//! one way only is read; what cannot is a fault of that cell.

use super::place::Level;
use crate::domain::day::Day;
use serde_json::{Number, Value};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Text,
    Number,
    Whole,
    Date,
    /// Texts between `;`, `；`, `、` or commas.
    List,
    Flag,
    /// A text, mostly one of these.
    Choice(&'static [&'static str]),
}

/// The words of a form that a template offers.
pub(super) fn form_words(form: Form) -> &'static [&'static str] {
    match form {
        Form::Choice(words) => words,
        Form::Flag => &["yes"],
        _ => &[],
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Raw {
    #[default]
    Empty,
    Text(String),
    /// A number of a spreadsheet, where every number is a binary fraction.
    Number(f64),
    /// A day of a spreadsheet; `false`: it has a time of day.
    Date(String, bool),
    Flag(bool),
    /// `#N/A` and the like.
    Error(String),
    /// A formula with what it came to last.
    Formula(String),
}

impl Raw {
    /// As it is shown to a person.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Date(text, _) | Self::Error(text) | Self::Formula(text) => {
                text.clone()
            }
            Self::Number(number) => decimal(*number),
            Self::Flag(flag) => flag.to_string(),
        }
    }

    /// Whether nothing but blanks stands there.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// What was read of a cell, and what there is to say of it.
pub(super) type Reading = (Option<Value>, Option<(&'static str, Level)>);

/// Digits that a spreadsheet keeps of a number.
const DIGITS_KEPT: f64 = 1e15;

/// The value of a cell under a column of a form. `typed`: the file tells numbers from texts.
pub(super) fn value(raw: &Raw, form: Form, typed: bool) -> Reading {
    let wrong = |code| (None, Some((code, Level::Error)));
    match raw {
        _ if raw.is_blank() => (None, None),
        Raw::Error(_) => wrong("cellError"),
        Raw::Formula(_) => wrong("formula"),
        Raw::Text(text) if text.contains('\u{fffd}') => wrong("badBytes"),
        Raw::Text(text) => {
            let trimmed = text.trim();
            let (value, note) = of_text(trimmed, form, typed);
            let blanks = (trimmed.len() != text.len()).then_some(("blanksTrimmed", Level::Note));
            (value, note.or(blanks))
        }
        Raw::Number(number) => of_number(*number, form),
        Raw::Date(_, false) if form == Form::Date => wrong("timeInDate"),
        Raw::Date(text, _) if form == Form::Date => (Some(text.as_str().into()), None),
        Raw::Date(..) => wrong("dateInOtherColumn"),
        Raw::Flag(flag) if form == Form::Flag => (Some((*flag).into()), None),
        Raw::Flag(_) | Raw::Empty => wrong("wrongType"),
    }
}

fn of_text(text: &str, form: Form, typed: bool) -> Reading {
    let plain = || (Some(Value::from(text)), None);
    match form {
        Form::Text | Form::Choice(_) => plain(),
        Form::Number | Form::Whole => match json_number(text) {
            Some(number) => {
                let note = typed.then_some(("numberAsText", Level::Note));
                (Some(Value::Number(number)), note)
            }
            None => plain(),
        },
        Form::Date => match day(text) {
            Some(day) if day == text => plain(),
            Some(day) => (Some(day.into()), Some(("dateRewritten", Level::Note))),
            None if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                (None, Some(("dayNumber", Level::Error)))
            }
            None => plain(),
        },
        Form::List => {
            let parts = text.split([';', '；', '、', ',', '，']).map(str::trim);
            let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
            (Some(parts.into()), None)
        }
        Form::Flag => match text.to_lowercase().as_str() {
            "是" | "yes" | "y" | "true" | "1" | "√" => (Some(true.into()), None),
            "否" | "no" | "n" | "false" | "0" => (Some(false.into()), None),
            _ => (None, Some(("wrongType", Level::Error))),
        },
    }
}

fn of_number(number: f64, form: Form) -> Reading {
    match form {
        Form::Number | Form::Whole => match json_number(&decimal(number)) {
            Some(number) => (Some(Value::Number(number)), None),
            None => (None, Some(("wrongType", Level::Error))),
        },
        Form::Date => (None, Some(("dayNumber", Level::Error))),
        Form::Flag if number == 0.0 || number == 1.0 => (Some((number == 1.0).into()), None),
        Form::Flag => (None, Some(("wrongType", Level::Error))),
        Form::Text | Form::Choice(_) | Form::List if number.abs() >= DIGITS_KEPT => {
            (None, Some(("numberTooLong", Level::Error)))
        }
        Form::List => (Some(vec![decimal(number)].into()), None),
        Form::Text | Form::Choice(_) => (Some(decimal(number).into()), None),
    }
}

/// The decimal that a person typed: what a spreadsheet shows with its 15 digits.
fn decimal(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

fn json_number(text: &str) -> Option<Number> {
    serde_json::from_str::<Number>(text).ok()
}

/// `YYYY-MM-DD` of a date whose year comes first.
fn day(text: &str) -> Option<String> {
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let rewritten = if digits {
        format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?)
    } else {
        let text = text.strip_suffix('日').unwrap_or(text);
        let parts: Vec<_> = text.split(['-', '/', '.', '年', '月']).collect();
        let [year, month, day] = parts.as_slice() else { return None };
        let number = |part: &&str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !number(month) || !number(day) {
            return None;
        }
        format!("{year}-{month:0>2}-{day:0>2}")
    };
    Day::parse(&rewritten).map(|_| rewritten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_a_person_typed() {
        for (number, text) in [(0.1 + 0.2, "0.3"), (12.5, "12.5"), (1e15, "1000000000000000")] {
            assert_eq!(decimal(number), text);
        }
    }

    #[test]
    fn a_day_is_read_where_there_is_one_reading() {
        for text in ["2026-11-01", "2026/11/1", "2026.11.01", "2026年11月1日", "20261101"] {
            assert_eq!(day(text).as_deref(), Some("2026-11-01"), "{text}");
        }
        for text in ["01/11/2026", "11-01", "2026-13-01", "26-11-01", "2026-11-01 08:00", "soon"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
