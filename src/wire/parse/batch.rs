//! Batches: what the heart needs of them, and the lots they were made from.

use super::finder::Finder;
use super::made::{
    additive_use, carried, fat, groups, imported, making, mass, net_mass, preparation, volume,
};
use super::values::Bounds;
use super::{document, sections};
use crate::access::DocumentKind;
use crate::domain::command::{BatchFacts, BatchKey, Input, InputLot, RegisterBatch};
use crate::domain::day::Day;
use crate::domain::lot::{Lot, ProductCode};
use crate::domain::org_code::OrgCode;
use crate::domain::quantity::Quantity;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::fact::document::{
    AdditiveDoc, AmountDoc, BatchDoc, BatchUnitsDoc, CarriedDoc, IngredientDoc, ManufacturerDoc,
    ProcessControlDoc, SourceDoc,
};
use crate::limits::{
    ADDITIVES_COUNT_MAX, BATCH_UNITS_MAX, CARRIED_COUNT_MAX, ISSUE_UNITS_MAX, LINES_COUNT_MAX,
    LIST_COUNT_MAX,
};

/// `{product, lot, producedOn, expiresOn?, quantity, origin, ingredients[], additives[], units?, …}`.
pub fn batch(organization: &OrgCode, body: &[u8]) -> Result<RegisterBatch, Refusal> {
    let (document, parts) = document(body, judge)?;
    Ok(RegisterBatch {
        batch: BatchKey {
            organization: organization.clone(),
            product: parts.product,
            lot: parts.lot,
        },
        facts: parts.facts,
        product_version: document.product_version,
        inputs: parts.inputs,
        issue: document.units.as_ref().and_then(|units| units.issue),
        document: sections(DocumentKind::Batch, &document)?,
    })
}

/// What the heart needs of a batch's document.
pub(super) struct BatchParts {
    pub(super) product: ProductCode,
    pub(super) lot: Lot,
    pub(super) facts: BatchFacts,
    pub(super) inputs: Vec<Input>,
}

/// Judges a whole document; a corrected one is judged the same way.
pub(super) fn judge(finder: &mut Finder, document: &mut BatchDoc) -> Option<BatchParts> {
    let product = finder.product_code("product", &document.product);
    if let Some(version) = document.product_version {
        finder.count("productVersion", version.into(), 1, u32::MAX.into());
    }
    let lot = finder.lot("lot", &document.lot);
    finder.short_if("lotAsPrinted", &mut document.lot_as_printed);
    let days = judge_days(finder, document);
    if let Some(dates) = &mut document.dates_as_printed {
        finder.within("datesAsPrinted", |finder| {
            finder.short_if("production", &mut dates.production);
            finder.short_if("expiry", &mut dates.expiry);
        });
    }
    let maker = document.manufacturer.as_mut().and_then(|manufacturer| {
        finder.within("manufacturer", |finder| judge_manufacturer(finder, manufacturer))
    });
    finder.origin("origin", &mut document.origin);
    let quantity = finder.within("quantity", |finder| judge_amount(finder, &mut document.quantity));
    judge_food(finder, document);
    let mut inputs = Vec::new();
    let mut lines = 0_u16..;
    finder.each("ingredients", &mut document.ingredients, LINES_COUNT_MAX, |finder, ingredient| {
        let line = lines.next();
        inputs.extend(judge_ingredient(finder, ingredient).map(|input| Input { line, ..input }));
    });
    finder.each("additives", &mut document.additives, ADDITIVES_COUNT_MAX, |finder, additive| {
        inputs.extend(judge_additive(finder, additive));
    });
    if let Some(controls) = &mut document.process_controls {
        finder.each("processControls", controls, LINES_COUNT_MAX, judge_control);
    }
    if let Some(area) = &mut document.sale_area {
        finder.within("saleArea", |finder| judge_countries(finder, &mut area.country));
    }
    if let Some(units) = &document.units {
        finder.within("units", |finder| judge_units(finder, units));
    }
    let (produced_on, expires_on) = days?;
    let made = quantity?;
    let allowance = document.units.as_ref().and_then(|units| units.label_allowance);
    let facts = BatchFacts {
        produced_on,
        expires_on,
        pieces: made.pieces(),
        label_allowance: allowance.unwrap_or(0),
        groups: groups(document),
        maker,
        site: document.manufacturer.as_ref().and_then(|maker| maker.site.clone()),
        imported: imported(&document.origin),
        additives: document.additives.iter().map(additive_use).collect(),
        carried: carried(document),
        density: document.density.as_ref().map(|density| density.kg_per_litre.0),
        fat_kg: document.fat.as_ref().and_then(fat),
        preparation: document.preparation.as_ref().map(preparation),
        making: making(document),
        net_mass: net_mass(&document.quantity),
        quantity: made.clone(),
        mass_kg: mass(&document.quantity),
        volume_l: volume(&document.quantity),
    };
    Some(BatchParts { product: product?, lot: lot?, facts, inputs })
}

/// What limits on additives are per, beside mass and volume, and how many came in with ingredients.
fn judge_food(finder: &mut Finder, document: &BatchDoc) {
    if let Some(density) = &document.density {
        finder.within("density", |finder| {
            finder.number("kgPerLitre", density.kg_per_litre, Bounds::Density);
        });
    }
    if let Some(fat) = &document.fat {
        finder.mass("fat", fat);
    }
    if let Some(preparation) = &document.preparation {
        finder.within("preparation", |finder| {
            finder.number("times", preparation.times, Bounds::Dilution);
            finder.list_number_if("drink", preparation.drink.as_deref());
        });
    }
    let carried = document.ingredients.iter().flat_map(|line| &line.additives).map(Vec::len);
    let carried: usize = carried.sum();
    if carried > CARRIED_COUNT_MAX {
        finder.report_in("ingredients", FieldCode::TooMany, &carried.to_string());
    }
}

fn judge_days(finder: &mut Finder, document: &BatchDoc) -> Option<(Day, Option<Day>)> {
    let produced_on = finder.day("producedOn", &document.produced_on);
    let expires_on = finder.day_if("expiresOn", document.expires_on.as_deref());
    if produced_on.zip(expires_on).is_some_and(|(produced, expires)| expires < produced) {
        let text = document.expires_on.as_deref().unwrap_or_default();
        finder.report_in("expiresOn", FieldCode::BeforeProduction, text);
    }
    Some((produced_on?, expires_on))
}

fn judge_manufacturer(finder: &mut Finder, manufacturer: &mut ManufacturerDoc) -> Option<OrgCode> {
    let code = manufacturer.organization.as_mut();
    let maker = code.and_then(|code| finder.organization("organization", code));
    finder.short_if("site", &mut manufacturer.site);
    finder.short_if("permit", &mut manufacturer.permit);
    finder.short_if("relation", &mut manufacturer.relation);
    finder.short_if("entry", &mut manufacturer.entry);
    maker
}

fn judge_amount(finder: &mut Finder, amount: &mut AmountDoc) -> Option<Quantity> {
    let quantity = finder.amount(amount.value, &amount.unit, Bounds::Positive);
    finder.quantity_if("netMass", amount.net_mass.as_ref(), Bounds::NotNegative);
    if let Some(losses) = &mut amount.loss {
        finder.each("loss", losses, LIST_COUNT_MAX, |finder, loss| {
            finder.short("kind", &mut loss.kind);
            finder.amount(loss.value, &loss.unit, Bounds::NotNegative);
        });
    }
    quantity
}

fn judge_ingredient(finder: &mut Finder, ingredient: &mut IngredientDoc) -> Option<Input> {
    finder.name("name", &mut ingredient.name);
    finder.short_if("material", &mut ingredient.material);
    finder.short_if("role", &mut ingredient.role);
    let used = finder.quantity_if("quantity", ingredient.quantity.as_ref(), Bounds::NotNegative);
    if let Some(origin) = &mut ingredient.origin {
        finder.origin("origin", origin);
    }
    finder.day_if("receivedOn", ingredient.received_on.as_deref());
    if let Some(papers) = &mut ingredient.documents {
        finder.each("documents", papers, LIST_COUNT_MAX, |finder, paper| {
            finder.short("type", &mut paper.kind);
            finder.short_if("number", &mut paper.number);
        });
    }
    finder.short_if("incomingCheck", &mut ingredient.incoming_check);
    finder.list_number_if("additiveCategory", ingredient.additive_category.as_deref());
    if let Some(carried) = &mut ingredient.additives {
        finder.each("additives", carried, CARRIED_COUNT_MAX, judge_carried);
    }
    let source = ingredient.source.as_mut()?;
    let lot = finder.within("source", |finder| judge_source(finder, source))?;
    Some(Input { lot, line: None, used })
}

fn judge_carried(finder: &mut Finder, carried: &mut CarriedDoc) {
    if carried.cns.is_none() && carried.ins.is_none() {
        finder.report_in("cns", FieldCode::Required, "");
    }
    finder.list_number_if("cns", carried.cns.as_deref());
    finder.list_number_if("ins", carried.ins.as_deref());
    finder.name_if("name", &mut carried.name);
    finder.mass("contained", &carried.contained);
    finder.number_if("activeFraction", carried.active_fraction, Bounds::Fraction);
}

fn judge_additive(finder: &mut Finder, additive: &mut AdditiveDoc) -> Option<Input> {
    if additive.cns.is_none() && additive.ins.is_none() {
        finder.report_in("cns", FieldCode::Required, "");
    }
    finder.list_number_if("cns", additive.cns.as_deref());
    finder.list_number_if("ins", additive.ins.as_deref());
    finder.name_if("name", &mut additive.name);
    finder.short_if("function", &mut additive.function);
    let used = finder.quantity_if("used", additive.used.as_ref(), Bounds::NotNegative);
    finder.number_if("activeFraction", additive.active_fraction, Bounds::Fraction);
    finder.short_if("expressedAs", &mut additive.expressed_as);
    let source = additive.source.as_mut()?;
    let lot = finder.within("source", |finder| judge_source(finder, source))?;
    Some(Input { lot, line: None, used })
}

/// A lot by its identifiers, or what is known of it; the lot alone becomes a lineage edge.
fn judge_source(finder: &mut Finder, source: &mut SourceDoc) -> Option<InputLot> {
    if let Some(declared) = &mut source.declared {
        finder.within("declared", |finder| {
            finder.line_if("name", &mut declared.name);
            finder.short_if("phone", &mut declared.phone);
        });
    }
    finder.short_if("lotAsPrinted", &mut source.lot_as_printed);
    let typed = source.declared.is_some() || source.lot_as_printed.is_some();
    let named_otherwise = source.organization.is_some() || source.product.is_some();
    let named = named_otherwise || source.gtin.is_some() || source.lot.is_some();
    if typed && !named {
        return None;
    }
    if let Some(text) = &mut source.gtin {
        return judge_gtin(finder, text, source.lot.as_deref(), named_otherwise);
    }
    let members = [
        ("organization", &source.organization),
        ("product", &source.product),
        ("lot", &source.lot),
    ];
    for (name, member) in members {
        if member.is_none() {
            finder.report_in(name, FieldCode::Required, "");
        }
    }
    let organization =
        source.organization.as_mut().and_then(|text| finder.organization("organization", text));
    let product = source.product.as_deref().and_then(|text| finder.product_code("product", text));
    let lot = source.lot.as_deref().and_then(|text| finder.lot("lot", text));
    let key = BatchKey { organization: organization?, product: product?, lot: lot? };
    Some(InputLot::Batch(key))
}

/// One name of a lot is enough: two could contradict each other, and nobody could say which holds.
fn judge_gtin(
    finder: &mut Finder,
    text: &mut String,
    lot: Option<&str>,
    named_otherwise: bool,
) -> Option<InputLot> {
    if named_otherwise {
        finder.report_in("gtin", FieldCode::Conflict, text);
    }
    let gtin = finder.gtin("gtin", text);
    if lot.is_none() {
        finder.report_in("lot", FieldCode::Required, "");
    }
    let lot = lot.and_then(|text| finder.lot("lot", text));
    Some(InputLot::Gtin { gtin: gtin?, lot: lot? })
}

fn judge_control(finder: &mut Finder, control: &mut ProcessControlDoc) {
    finder.short("step", &mut control.step);
    finder.short("parameter", &mut control.parameter);
    finder.number_if("min", control.min, Bounds::Any);
    finder.number_if("max", control.max, Bounds::Any);
    finder.number_if("value", control.value, Bounds::Any);
    if control.min.zip(control.max).is_some_and(|(min, max)| min > max) {
        finder.report_in("max", FieldCode::Order, "");
    }
    if let Some(unit) = &control.unit {
        finder.lab_unit("unit", unit);
    }
    if let Some(instant) = &control.measured_at
        && (!instant.ends_with('Z') || instant.parse::<jiff::Timestamp>().is_err())
    {
        finder.report_in("measuredAt", FieldCode::NotADate, instant);
    }
}

fn judge_countries(finder: &mut Finder, countries: &mut [String]) {
    finder.distinct("country", countries);
    // ISO 3166-1 has 249 countries.
    finder.each("country", countries, LINES_COUNT_MAX, |finder, country| {
        match crate::domain::region::Country::parse(country) {
            Ok(parsed) => parsed.as_str().clone_into(country),
            Err(_) => finder.report(FieldCode::NotARegion, country),
        }
    });
}

fn judge_units(finder: &mut Finder, units: &BatchUnitsDoc) {
    if let Some(issue) = units.issue {
        finder.count("issue", issue, 1, ISSUE_UNITS_MAX);
    }
    if let Some(allowance) = units.label_allowance {
        finder.count("labelAllowance", allowance, 0, BATCH_UNITS_MAX);
    }
}
