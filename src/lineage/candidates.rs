//! Candidate links: a supplier typed from papers and the registered lot it may mean. Found when asked
//! for, from documents as they read now, so that what was erased finds nothing; a link exists only once
//! the owner of the output confirms it.
//!
//! A lot is a candidate when its number is the one typed, it was made before it was received, and its
//! organization bears the typed name or has the typed code. Lots that were never released are not
//! offered: they are nobody's to know.

use crate::access;
use crate::domain::day::Day;
use crate::domain::letters::{closed_up, folded};
use crate::domain::lot::Lot;
use crate::domain::org_code::OrgCode;
use crate::domain::quantity::{Quantity, Unit, parse_decimal};
use crate::domain::words::BatchState;
use crate::fact::document::PublicOrganization;
use crate::fact::record::BatchRef;
use crate::fact::text::BiText;
use crate::limits::{
    CANDIDATE_LOTS_READ_COUNT, CANDIDATE_PRODUCTS_READ_COUNT, CANDIDATE_SUPPLIERS_READ_COUNT,
};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::{BatchRow, LinkRow, OrganizationRow, ProductRow};
use crate::views::query::{self, one_party};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A lot that a typed supplier may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The lot it may have gone into, and the line of its ingredients.
    pub output: BatchRef,
    pub line: u16,
    /// As typed.
    pub supplier: String,
    pub lot_as_printed: String,
    pub received_on: Option<Day>,
    pub used: Option<Quantity>,
    /// The registered lot.
    pub input: BatchRef,
    pub input_name: BiText,
    pub produced_on: Day,
    /// The code was typed, not only the name.
    pub by_code: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Candidates {
    pub found: Vec<Candidate>,
    /// The search ended at its bound: there may be more.
    pub cut: bool,
}

/// An ingredient whose supplier was typed.
struct Typed {
    output: BatchRef,
    line: u16,
    supplier: String,
    lot_as_printed: String,
    received_on: Option<Day>,
    used: Option<Quantity>,
}

/// An organization that a typed supplier may be.
#[derive(Clone)]
struct Supplier {
    code: String,
    name: BiText,
}

/// Candidates of these lots, in their order.
pub fn candidates(
    view: &impl Read,
    outputs: &[(BatchRef, BatchRow)],
) -> Result<Candidates, StoreError> {
    let mut lines = Vec::new();
    for (batch, row) in outputs {
        lines.extend(typed(view, batch, row)?);
    }
    let mut out = Candidates::default();
    if lines.is_empty() {
        return Ok(out);
    }
    let wanted: BTreeSet<String> = lines.iter().map(|line| folded(&line.supplier)).collect();
    let (named, cut) = by_name(view, &wanted)?;
    out.cut = cut;
    let mut room = CANDIDATE_LOTS_READ_COUNT;
    for line in &lines {
        let by_code = by_code(view, &line.supplier)?;
        let known: Vec<_> = by_code.iter().map(|supplier| supplier.code.clone()).collect();
        let by_name = named.get(&folded(&line.supplier)).into_iter().flatten();
        let by_name = by_name.filter(|supplier| !known.contains(&supplier.code)).cloned();
        let by_code = by_code.into_iter().map(|supplier| (supplier, true));
        for (supplier, by_code) in by_code.chain(by_name.map(|supplier| (supplier, false))) {
            out.cut |= lots_of(view, line, &supplier, by_code, &mut room, &mut out.found)?;
        }
    }
    Ok(out)
}

/// The ingredients of a lot, as it reads now, that name a supplier and a lot but no identifiers.
fn typed(view: &impl Read, batch: &BatchRef, row: &BatchRow) -> Result<Vec<Typed>, StoreError> {
    let record = record(view, row)?;
    let lines = record.get("ingredients").and_then(Value::as_array);
    let mut found = Vec::new();
    for (line, ingredient) in (0_u16..).zip(lines.into_iter().flatten()) {
        let text = |pointer: &str| ingredient.pointer(pointer).and_then(Value::as_str);
        let named = ["organization", "product", "lot", "gtin"];
        let is_named = named.iter().any(|name| text(&format!("/source/{name}")).is_some());
        let typed = text("/source/declared/name").zip(text("/source/lotAsPrinted"));
        let Some((supplier, lot)) = typed.filter(|_| !is_named) else { continue };
        let value = ingredient.pointer("/quantity/value").map(ToString::to_string);
        let value = value.as_deref().and_then(parse_decimal);
        let unit = text("/quantity/unit").and_then(Unit::parse);
        found.push(Typed {
            output: batch.clone(),
            line,
            supplier: supplier.to_owned(),
            lot_as_printed: lot.to_owned(),
            received_on: text("/receivedOn").and_then(Day::parse),
            used: value.zip(unit).map(|(value, unit)| Quantity { value, unit }),
        });
    }
    Ok(found)
}

/// The document of a lot as it reads now, as far as it was not erased.
pub(super) fn record(view: &impl Read, row: &BatchRow) -> Result<Value, StoreError> {
    let half = |section| -> Result<Value, StoreError> {
        let bytes = query::section(view, row.document, section)?.unwrap_or_else(|| b"{}".to_vec());
        serde_json::from_slice(&bytes)
            .map_err(|_| StoreError::Damaged { family: "sections", reason: "unreadable document" })
    };
    let mut document = access::merge(&half(0)?, &half(1)?);
    // A correction holds the whole record as it reads since.
    Ok(document.get_mut("record").map(Value::take).unwrap_or(document))
}

/// Organizations that bear one of the names, in Chinese or English, by the folded name.
fn by_name(
    view: &impl Read,
    wanted: &BTreeSet<String>,
) -> Result<(BTreeMap<String, Vec<Supplier>>, bool), StoreError> {
    let mut found: BTreeMap<String, Vec<Supplier>> = BTreeMap::new();
    let limit = CANDIDATE_SUPPLIERS_READ_COUNT;
    let rows = view.range(Family::Organizations, &[], &[u8::MAX; 8], limit + 1)?;
    for (row_key, bytes) in rows.iter().take(limit) {
        let row: OrganizationRow = decode(bytes)?;
        let name = super::graph::public::<PublicOrganization>(view, row.position)?.name;
        let names: BTreeSet<_> =
            [&name.zh, &name.en].into_iter().flatten().map(|name| folded(name)).collect();
        for folded in names.intersection(wanted) {
            let code = String::from_utf8_lossy(row_key).into_owned();
            let supplier = Supplier { code, name: name.clone() };
            found.entry(folded.clone()).or_default().push(supplier);
        }
    }
    Ok((found, rows.len() > limit))
}

/// The organization whose code stands in the typed text.
fn by_code(view: &impl Read, typed: &str) -> Result<Vec<Supplier>, StoreError> {
    let mut found: Vec<Supplier> = Vec::new();
    for word in typed.split(|letter: char| !letter.is_ascii_graphic()) {
        let word = word.trim_matches(['(', ')', ',', ';']);
        let Ok(code) = OrgCode::parse(word) else { continue };
        let Some((code, row)) = query::organization(view, &code)? else { continue };
        let name = super::graph::public::<PublicOrganization>(view, row.position)?.name;
        if found.iter().all(|known| known.code != code) {
            found.push(Supplier { code, name });
        }
    }
    Ok(found)
}

/// The supplier's lots of the typed number; whether the search ended at its bound.
fn lots_of(
    view: &impl Read,
    line: &Typed,
    supplier: &Supplier,
    by_code: bool,
    room: &mut usize,
    found: &mut Vec<Candidate>,
) -> Result<bool, StoreError> {
    let Ok(lot) = Lot::parse(&closed_up(&line.lot_as_printed)) else { return Ok(false) };
    let prefix = key::organization_prefix(&supplier.code);
    let limit = CANDIDATE_PRODUCTS_READ_COUNT.min(*room);
    let products = view.rows::<ProductRow>(&prefix, &prefix, limit + 1)?;
    *room -= products.len().min(limit);
    for (product_key, _) in products.iter().take(limit) {
        let Some(product) = key::read_product(product_key) else { continue };
        let organization = supplier.code.clone();
        let input = BatchRef { organization, product, lot: lot.to_string() };
        let Some(row) = query::batch(view, &input)? else { continue };
        let produced_on = Day::from_number(row.numbers.produced_on);
        let later = line.received_on.is_some_and(|received| received < produced_on);
        let itself = input == line.output;
        if row.state == BatchState::Registered.number() || later || itself {
            continue;
        }
        if judged(view, &line.output, &input)? {
            continue;
        }
        found.push(Candidate {
            output: line.output.clone(),
            line: line.line,
            supplier: line.supplier.clone(),
            lot_as_printed: line.lot_as_printed.clone(),
            received_on: line.received_on,
            used: line.used.clone(),
            input,
            input_name: supplier.name.clone(),
            produced_on,
            by_code,
        });
    }
    Ok(products.len() > limit)
}

/// Whether the link was confirmed or rejected.
pub fn judged(view: &impl Read, output: &BatchRef, input: &BatchRef) -> Result<bool, StoreError> {
    let link = key::edge(&one_party(output), &one_party(input));
    Ok(view.row::<LinkRow>(&link)?.is_some())
}
