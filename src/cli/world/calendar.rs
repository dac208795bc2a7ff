//! Days of the demo, counted back from today, and the words of documents that depend on them.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

/// Today, from which every day of the demo is counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendar {
    pub(super) today: Date,
}

impl Calendar {
    /// The date so many days before today.
    pub(super) fn ago(self, days: u32) -> Date {
        self.today.saturating_sub(i64::from(days).days())
    }

    /// The same as documents write it: `YYYY-MM-DD`.
    pub(super) fn day(self, days: u32) -> Value {
        self.ago(days).to_string().into()
    }

    /// Puts the words of a day into every text of a document: `{date}` 20261122, `{day}` 2026-11-22,
    /// `{yy}` 26, `{yymm}` 2611, `{mmdd}` 1122, `{n}` the number of the lot in its series, `{since}` the
    /// day on which products were registered.
    pub(super) fn fill(self, document: &Value, days: u32, number: usize) -> Value {
        let fill = |value: &Value| self.fill(value, days, number);
        match document {
            Value::String(text) => self.words(text, days, number).into(),
            Value::Array(values) => values.iter().map(fill).collect(),
            Value::Object(members) => {
                members.iter().map(|(name, value)| (name.clone(), fill(value))).collect()
            }
            other => other.clone(),
        }
    }

    /// The words of one text; see [`Calendar::fill`].
    pub(super) fn words(self, text: &str, days: u32, number: usize) -> String {
        if !text.contains('{') {
            return text.to_owned();
        }
        let date = self.ago(days);
        let (year, month, day) = (date.year(), date.month(), date.day());
        let yy = year % 100;
        text.replace("{date}", &format!("{year:04}{month:02}{day:02}"))
            .replace("{day}", &date.to_string())
            .replace("{yymm}", &format!("{yy:02}{month:02}"))
            .replace("{mmdd}", &format!("{month:02}{day:02}"))
            .replace("{yy}", &format!("{yy:02}"))
            .replace("{n}", &format!("{number:02}"))
            .replace("{since}", &self.ago(super::REGISTERED_DAYS_AGO).to_string())
    }
}

/// A date as Chinese packs print it: `2026年11月22日`.
pub(super) fn as_printed(date: Date) -> String {
    format!("{:04}年{:02}月{:02}日", date.year(), date.month(), date.day())
}
