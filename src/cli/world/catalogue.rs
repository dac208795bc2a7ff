//! The catalogue under `schemas/demo`: organizations, what they hold in the register, and product lines
//! with the series of lots made of each. Documents stand there as the API takes them; a series adds how they differ from lot to lot.

use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// Bodies of the admissions.
pub(super) static ORGANIZATIONS: LazyLock<Vec<Value>> =
    LazyLock::new(|| read(include_str!("../../../schemas/demo/organizations.json")));

/// Entries of the register, in the order of their numbers.
pub(super) static ENTRIES: LazyLock<Vec<Stated>> =
    LazyLock::new(|| read(include_str!("../../../schemas/demo/entries.json")));

/// Bodies of policies that the operator adopts: a profile for what slaughterhouses make.
pub(super) static POLICIES: LazyLock<Vec<Value>> =
    LazyLock::new(|| read(include_str!("../../../schemas/demo/policies.json")));

static LINES: LazyLock<[Vec<Line>; 5]> = LazyLock::new(|| {
    [
        read(include_str!("../../../schemas/demo/meat.json")),
        read(include_str!("../../../schemas/demo/dairy.json")),
        read(include_str!("../../../schemas/demo/pantry.json")),
        read(include_str!("../../../schemas/demo/goods.json")),
        read(include_str!("../../../schemas/demo/small.json")),
    ]
});

/// Every product line.
pub(super) fn lines() -> impl Iterator<Item = &'static Line> {
    LINES.iter().flatten()
}

/// An entry of the register: who holds it, and the regulator that states it, if not the holder.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Stated {
    pub(super) by: Option<&'static str>,
    pub(super) holder: &'static str,
    pub(super) entry: Value,
}

/// A product and the lots made of it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Line {
    pub(super) organization: &'static str,
    /// Body of the first version, without the formula, which follows from the series.
    pub(super) product: Map<String, Value>,
    pub(super) revised: Option<Revision>,
    pub(super) made: Series,
}

/// A second version of a product.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Revision {
    pub(super) days_ago: u32,
    /// JSON pointers into the first version, and what stands there now.
    pub(super) changes: Map<String, Value>,
}

/// Lots made of a product. Members named as those of a batch are its documents' own.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Series {
    /// Days before today on which the first lot was made.
    pub(super) oldest: u32,
    /// Days from lot to lot.
    pub(super) every: u32,
    pub(super) count: u32,
    /// Lots outside the series, by days before today.
    #[serde(default)]
    pub(super) also: Vec<u32>,
    /// Pattern of the lot, and of how it is printed where that differs.
    pub(super) lot: &'static str,
    pub(super) printed: Option<&'static str>,
    /// Pieces of each lot, in turn.
    pub(super) pieces: Vec<u64>,
    /// Labels that may be spoilt.
    #[serde(default)]
    pub(super) spare: u64,
    /// Codes issued with a lot; one for each piece where it is left out.
    pub(super) codes: Option<u64>,
    /// Net mass of a piece in grams; 0 where goods are counted only.
    pub(super) grams: u64,
    pub(super) loss_per_mille: Option<u64>,
    pub(super) serials: Option<Serials>,
    pub(super) manufacturer: Option<Value>,
    pub(super) origin: Value,
    /// As in a batch, but with `perMille` (of the net mass) or `each` (for one piece) for the
    /// quantity, `from` (organization, product) for the lot, and `receivedBefore` days.
    pub(super) ingredients: Vec<Map<String, Value>>,
    /// As in a batch, but with `mgPerKg` for the amount used.
    #[serde(default)]
    pub(super) additives: Vec<Map<String, Value>>,
    pub(super) process_controls: Option<Value>,
    pub(super) sale_area: Option<Value>,
    /// Every so many lots, an outside laboratory tests the same items: the rhythm of compulsory tests.
    pub(super) outside_every: Option<usize>,
    /// Days from making to the factory test, which is also the day of release.
    pub(super) tested_after: u32,
    pub(super) laboratory: Option<Value>,
    /// Items of the factory test; `vary` is how far results go up and down, in per cent.
    pub(super) tests: Vec<Map<String, Value>>,
}

/// Own serials of a lot: a list of patterns, or a range.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Serials {
    #[serde(default)]
    pub(super) list: Vec<&'static str>,
    #[serde(default)]
    pub(super) prefix: &'static str,
    #[serde(default)]
    pub(super) width: usize,
    #[serde(default)]
    pub(super) first: u64,
    #[serde(default)]
    pub(super) count: u64,
}

impl Line {
    /// The organization's code of the product.
    pub(super) fn code(&self) -> &str {
        self.text("product")
    }

    /// Whether it is food, which has a formula on file.
    pub(super) fn is_food(&self) -> bool {
        self.text("category").starts_with("food.")
    }

    fn text(&self, member: &str) -> &str {
        self.product.get(member).and_then(Value::as_str).unwrap_or_default()
    }
}

/// The files are part of the program and read by its tests, so the fallback is never taken.
fn read<T: Deserialize<'static>>(text: &'static str) -> Vec<T> {
    serde_json::from_str(text).unwrap_or_default()
}
