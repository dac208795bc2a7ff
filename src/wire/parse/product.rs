//! Product versions: the label and the formula.

use super::finder::Finder;
use super::values::Bounds;
use super::{document, sections};
use crate::access::DocumentKind;
use crate::domain::command::RegisterProduct;
use crate::domain::groups::Groups;
use crate::domain::gtin::Gtin;
use crate::domain::lot::ProductCode;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::words::Group;
use crate::fact::document::{
    FormulaDoc, LabelDoc, NutritionDoc, ProductDoc, ShelfLifeDoc, StatementLineDoc, StorageDoc,
};
use crate::limits::{CATEGORY_CHARS_MAX, LINES_COUNT_MAX, LIST_COUNT_MAX};

/// `{product, version?, gtin?, name, category, specification, …}`; version 1 where none is named.
pub fn product(organization: &OrgCode, body: &[u8]) -> Result<RegisterProduct, Refusal> {
    let (document, (product, gtin)) = document(body, judge)?;
    Ok(RegisterProduct {
        organization: organization.clone(),
        product,
        version: document.version.unwrap_or(1),
        gtin,
        category: document.category.clone(),
        groups: groups(&document),
        permit_category: document.permit_category.clone(),
        additive_category: document.additive_category.clone(),
        document: sections(DocumentKind::Product, &document)?,
    })
}

fn groups(document: &ProductDoc) -> Groups {
    let label = document.label.as_ref();
    Groups::default()
        .with(Group::Formula, document.formula.is_some())
        .with(Group::NetContent, document.net_content.is_some())
        .with(Group::ShelfLife, document.shelf_life.is_some())
        .with(Group::Standard, document.standard.is_some())
        .with(Group::ResponsibleParty, document.responsible_party.is_some())
        .with(Group::Storage, label.is_some_and(|label| label.storage.is_some()))
        .with(Group::Allergens, label.is_some_and(|label| label.allergens.is_some()))
        .with(Group::Nutrition, label.is_some_and(|label| label.nutrition.is_some()))
        .with(
            Group::IngredientStatement,
            label.is_some_and(|label| label.ingredient_statement.is_some()),
        )
}

fn judge(finder: &mut Finder, document: &mut ProductDoc) -> Option<(ProductCode, Option<Gtin>)> {
    let product = finder.product_code("product", &document.product);
    let version = *document.version.get_or_insert(1);
    finder.count("version", version.into(), 1, u32::MAX.into());
    finder.day_if("validFrom", document.valid_from.as_deref());
    let gtin = document.gtin.as_mut().and_then(|text| finder.gtin("gtin", text));
    finder.name("name", &mut document.name);
    finder.line("specification", &mut document.specification);
    finder.quantity_if("netContent", document.net_content.as_ref(), Bounds::Positive);
    finder.number_if("largestFaceCm2", document.largest_face_cm2, Bounds::Positive);
    if !is_category(&document.category) {
        finder.report_in("category", FieldCode::NotACategory, &document.category);
    }
    finder.short_if("permitCategory", &mut document.permit_category);
    finder.list_number_if("additiveCategory", document.additive_category.as_deref());
    if let Some(party) = &mut document.responsible_party {
        finder.organization("responsibleParty", party);
    }
    finder.line_if("standard", &mut document.standard);
    if let Some(ShelfLifeDoc { value, unit, date_type }) = &mut document.shelf_life {
        finder.within("shelfLife", |finder| {
            finder.amount(*value, unit, Bounds::Positive);
            finder.short_if("dateType", date_type);
        });
    }
    if let Some(label) = &mut document.label {
        finder.within("label", |finder| judge_label(finder, label));
    }
    if let Some(formula) = &mut document.formula {
        finder.within("formula", |finder| judge_formula(finder, formula));
    }
    Some((product?, gtin))
}

fn judge_label(finder: &mut Finder, label: &mut LabelDoc) {
    if let Some(version) = label.version {
        finder.count("version", version.into(), 1, u32::MAX.into());
    }
    if let Some(basis) = &mut label.basis {
        finder.within("basis", |finder| judge_list(finder, basis));
    }
    if let Some(StorageDoc { min_cel, max_cel, text }) = &mut label.storage {
        finder.within("storage", |finder| {
            finder.number_if("minCel", *min_cel, Bounds::Any);
            finder.number_if("maxCel", *max_cel, Bounds::Any);
            if min_cel.zip(*max_cel).is_some_and(|(min, max)| min > max) {
                finder.report_in("maxCel", FieldCode::Order, "");
            }
            finder.name_if("text", text);
        });
    }
    if let Some(lines) = &mut label.ingredient_statement {
        finder.each("ingredientStatement", lines, LINES_COUNT_MAX, judge_statement_line);
    }
    if let Some(allergens) = &mut label.allergens {
        finder.each("allergens", allergens, LIST_COUNT_MAX, |finder, allergen| {
            finder.short("code", &mut allergen.code);
            finder.short("containment", &mut allergen.containment);
        });
    }
    if let Some(NutritionDoc { per, items }) = &mut label.nutrition {
        finder.within("nutrition", |finder| {
            finder.quantity("per", per, Bounds::Positive);
            finder.each("items", items, LIST_COUNT_MAX, |finder, item| {
                finder.short("code", &mut item.code);
                finder.number("value", item.value, Bounds::NotNegative);
                finder.lab_unit("unit", &item.unit);
            });
        });
    }
}

/// Names of standards.
fn judge_list(finder: &mut Finder, names: &mut [String]) {
    if names.len() > LIST_COUNT_MAX {
        finder.report(FieldCode::TooMany, &names.len().to_string());
    }
    for (at, name) in names.iter_mut().take(LIST_COUNT_MAX).enumerate() {
        finder.line(&at.to_string(), name);
    }
}

fn judge_statement_line(finder: &mut Finder, line: &mut StatementLineDoc) {
    if line.name.is_none() && line.cns.is_none() {
        finder.report_in("name", FieldCode::Required, "");
    }
    finder.name_if("name", &mut line.name);
    finder.list_number_if("cns", line.cns.as_deref());
    finder.number_if("percent", line.percent, Bounds::Percent);
}

fn judge_formula(finder: &mut Finder, formula: &mut FormulaDoc) {
    if let Some(visibility) = formula.visibility.as_deref().filter(|word| *word != "restricted") {
        finder.report_in("visibility", FieldCode::NotAWord, visibility);
    }
    if let Some(version) = formula.version {
        finder.count("version", version.into(), 1, u32::MAX.into());
    }
    finder.quantity_if("basis", formula.basis.as_ref(), Bounds::Positive);
    finder.each("lines", &mut formula.lines, LINES_COUNT_MAX, |finder, line| {
        if line.material.is_none() && line.cns.is_none() {
            finder.report_in("material", FieldCode::Required, "");
        }
        finder.short_if("material", &mut line.material);
        finder.list_number_if("cns", line.cns.as_deref());
        finder.number("kg", line.kg, Bounds::NotNegative);
    });
}

/// Words of letters and digits, each beginning with a small letter, joined by dots.
fn is_category(text: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    text.len() <= CATEGORY_CHARS_MAX && text.split('.').all(word)
}
