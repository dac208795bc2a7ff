//! What is told beside a receipt: a statement was accepted as it stands, and something in it looks
//! wrong. Never a reason to refuse.

use super::findings;
use crate::domain::day::Day;
use crate::domain::words::FindingKind;
use crate::fact::body::Body;
use crate::fact::document::{ProductDoc, PublicProduct, ShelfLifeDoc};
use crate::fact::record::FindingRecord;
use crate::rules::label::items::{Goods, Pack, Party, missing};
use crate::rules::label::nutrition::{NutritionFinding, findings as nutrition_findings};
use crate::rules::label::{Edition, allergens, dates};
use crate::store::StoreError;
use crate::store::read::Read;
use crate::texts::{Value as Named, problems};
use crate::views::judgements::Answers;
use crate::views::query;
use serde_json::{Value, json};

/// Of a product version: mandatory items the label lacks, the nutrition table, allergens that an
/// ingredient plainly is. Food only; `today` decides which edition of the standards is followed.
pub(super) fn of_product(body: &[u8], today: Day) -> Vec<Value> {
    let Ok(document) = serde_json::from_slice::<ProductDoc>(body) else { return Vec::new() };
    if !document.category.starts_with("food") {
        return Vec::new();
    }
    let label = document.label.as_ref();
    let basis = label.and_then(|label| label.basis.clone()).unwrap_or_default();
    let edition = Edition::of(today, &basis);
    let mut warnings: Vec<_> = items_missing(&document, edition);
    if let Some(table) = label.and_then(|label| label.nutrition.as_ref()) {
        warnings.extend(nutrition_findings(table, edition).iter().map(nutrition));
    }
    let lines = label.and_then(|label| label.ingredient_statement.as_deref()).unwrap_or_default();
    let declared = label.and_then(|label| label.allergens.as_deref()).unwrap_or_default();
    let names = allergens::names_of(lines);
    warnings.extend(allergens::undeclared(&document.name, &names, declared).iter().map(|found| {
        let values = [("name", Named::same(&found.name))];
        warning("/label/allergens", "allergenUndeclared", &values)
    }));
    warnings
}

/// Of a batch, registered or corrected: an expiry date that does not follow from shelf life and
/// production date, what was computed of its additives, and its balance. Dose, limit and amounts are the
/// office's to see, which is who asks.
pub(super) fn of_batch(view: &impl Read, body: &Body) -> Result<Vec<Value>, StoreError> {
    let (batch, numbers, additives, made, found) = match body {
        Body::BatchRegistered { batch, numbers, additives, made, findings, .. } => {
            (batch, numbers, additives, made, findings.as_slice())
        }
        Body::BatchCorrected { batch, numbers, additives, made, .. } => {
            (batch, numbers, additives, made, [].as_slice())
        }
        _ => return Ok(Vec::new()),
    };
    let Some(row) = query::batch(view, batch)? else { return Ok(Vec::new()) };
    let standing = Answers::of(batch, row.version).standing(view, additives)?;
    let mut warnings: Vec<_> = standing.iter().filter_map(findings::additive_warning).collect();
    warnings.extend(found.iter().map(finding));
    warnings.extend(findings::balance_warning(&made.making));
    let life = shelf_life(view, row.version_position)?;
    if let Some((life, printed)) = life.zip(numbers.expires_on.map(Day::from_number)) {
        let produced_on = Day::from_number(numbers.produced_on);
        if let Some(mismatch) = dates::expiry_mismatch(produced_on, &life, printed) {
            let expected = mismatch.expected.to_string();
            let values = [("expected", Named::same(&expected))];
            warnings.push(warning("/expiresOn", "expiryMismatch", &values));
        }
    }
    Ok(warnings)
}

/// What does not add up, or breaks a rule, in a statement that was recorded.
pub(super) fn finding(record: &FindingRecord) -> Value {
    let kind = FindingKind::from_number(record.kind).map_or("", FindingKind::word);
    let pointer = match record.line {
        Some(line) => format!("/ingredients/{line}/quantity"),
        None if record.by.is_some() => "/quantity".to_owned(),
        None if record.kind == FindingKind::ImprovementOverdue.number() => "/producedOn".to_owned(),
        None => String::new(),
    };
    let by = record.by.as_ref().map(|by| format!("{} {}", by.value, by.unit)).unwrap_or_default();
    let mut told = warning(&pointer, kind, &[("by", Named::same(&by))]);
    let [zh, en] = &record.clause;
    if !zh.is_empty()
        && let Some(members) = told.as_object_mut()
    {
        members.insert("clause".to_owned(), json!({"zh": zh, "en": en}));
    }
    told
}

fn items_missing(document: &ProductDoc, edition: Edition) -> Vec<Value> {
    // What stands with the organization or with each batch is not the product's to lack.
    const OF_PRODUCT: [(&str, &str); 8] = [
        ("name", "/name/zh"),
        ("ingredientStatement", "/label/ingredientStatement"),
        ("nutrition", "/label/nutrition"),
        ("netContent", "/netContent"),
        ("shelfLife", "/shelfLife"),
        ("storage", "/label/storage"),
        ("standard", "/standard"),
        ("allergens", "/label/allergens"),
    ];
    let pack = Pack {
        product: document,
        edition,
        goods: match document.category.starts_with("food.liquor") {
            true => Goods::StrongDrink,
            false => Goods::Ordinary,
        },
        imported: false,
        party: Party::default(),
        permit: None,
        lot: None,
        produced_on: None,
        expires_on: None,
    };
    let missing = missing(&pack);
    let rows = OF_PRODUCT.iter().filter(|(code, _)| missing.contains(code));
    rows.map(|(_, pointer)| warning(pointer, "labelItemMissing", &[])).collect()
}

fn nutrition(finding: &NutritionFinding) -> Value {
    const POINTER: &str = "/label/nutrition";
    match finding {
        NutritionFinding::Missing { code } => {
            warning(POINTER, "nutrientMissing", &[("nutrient", Named::same(code))])
        }
        NutritionFinding::Declare { code, value, unit } => {
            let value = format!("{value} {unit}");
            let values = [("nutrient", Named::same(code)), ("value", Named::same(&value))];
            warning(POINTER, "nutrientRounding", &values)
        }
        NutritionFinding::Unit { code, unit } => {
            let values = [("nutrient", Named::same(code)), ("unit", Named::same(unit))];
            warning(POINTER, "nutrientUnit", &values)
        }
    }
}

fn shelf_life(view: &impl Read, position: u64) -> Result<Option<ShelfLifeDoc>, StoreError> {
    let Some(bytes) = query::section(view, position, 0)? else { return Ok(None) };
    let damaged = |_| StoreError::Damaged { family: "sections", reason: "unreadable document" };
    let document: PublicProduct = serde_json::from_slice(&bytes).map_err(damaged)?;
    Ok(document.shelf_life)
}

/// One warning with its sentence.
pub(super) fn warning(pointer: &str, code: &str, values: &[(&str, Named<'_>)]) -> Value {
    let message = problems::of_warning(code).map(|text| text.fill(values));
    let (zh, en) = message.unwrap_or_default();
    json!({"pointer": pointer, "code": code, "message": {"zh": zh, "en": en}})
}
