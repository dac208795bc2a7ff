//! The engine against the shipped tables. Expectations are worked out by hand from table A.1.

mod banned;
mod cases;
mod properties;
mod read;
mod rules;

use super::{
    AdditiveTable, Answer, Basis, Carried, Dilution, Finding, Formula, Named, Outcome, Reason,
    Subject, Use, judge,
};
use rust_decimal::Decimal;
use std::sync::LazyLock;

const TABLE_BYTES: &[u8] = include_bytes!("../../../schemas/tables/gb2760-2024.json");

static TABLE: LazyLock<AdditiveTable> =
    LazyLock::new(|| AdditiveTable::parse(TABLE_BYTES).unwrap());

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn some(text: &str) -> Option<Decimal> {
    (text != "-").then(|| dec(text))
}

/// `17.004 1200 0.746 preservative`: CNS number (or `ins:…`, `name:…`), mass in g, active fraction,
/// function; `-` for what is not stated.
fn used(text: &'static str) -> Use<'static> {
    let mut words = text.split_whitespace();
    let additive = named(words.next().unwrap());
    let mass = words.next().and_then(some);
    let active_fraction = words.next().and_then(some);
    Use { additive, mass, active_fraction, function: words.next() }
}

fn named(text: &'static str) -> Named<'static> {
    if let Some(ins) = text.strip_prefix("ins:") {
        return Named { ins: Some(ins), ..Named::default() };
    }
    match text.strip_prefix("name:") {
        Some(name) => Named { name: Some(name), ..Named::default() },
        None => Named { cns: Some(text), ..Named::default() },
    }
}

fn uses(text: &'static str) -> Vec<Use<'static>> {
    text.split(';').map(|each| used(each.trim())).collect()
}

fn kg(mass: &str) -> Basis<'static> {
    Basis { mass: Some(dec(mass)), ..Basis::default() }
}

fn word(finding: &Finding<'_>) -> String {
    let why = match &finding.reason {
        None => String::new(),
        Some(Reason::Missing(missing)) => format!(" {}", missing.word()),
        Some(Reason::Question { key, .. }) => format!(" {key}"),
        Some(Reason::Ambiguous) => " ambiguous".to_owned(),
    };
    let dose = finding
        .dose
        .map_or_else(|| "-".to_owned(), |dose| dose.round_dp(4).normalize().to_string());
    let max = finding
        .limit
        .and_then(|limit| limit.max)
        .map_or_else(|| "-".to_owned(), |max| max.to_string());
    let unit = finding.limit.map_or("", |limit| limit.unit.code());
    format!("{}{why} | {dose}/{max} {unit} | {}", finding.outcome.word(), finding.clause)
}
