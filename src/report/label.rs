//! The digital label (GB 7718-2025 clause 9) and measured values, from documents to words. Allergens
//! come first, everything else in printed order.

use super::model::{LabelItem, LabelShown, NutritionRow, TestItemShown};
use crate::domain::words::CheckKind;
use crate::fact::document::PublicProduct;
use crate::fact::document::{CheckItem, LimitDoc, Measured, Reading};
use crate::fact::document::{LabelDoc, NutritionDoc, QuantityDoc, StatementLineDoc};
use crate::fact::text::BiText;
use crate::rules;
use crate::rules::label::nutrition::nrv_percent;
use crate::rules::measured::Stated;
use crate::texts::additives::additive_name;
use crate::texts::food;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;

/// The label of a product version.
pub(super) fn label(product: &PublicProduct) -> LabelShown {
    let mut items = Vec::new();
    let document = product.label.as_ref();
    if let Some(text) = document.and_then(allergens) {
        items.push(item("allergens", text));
    }
    if let Some(lines) = document.and_then(|label| label.ingredient_statement.as_deref()) {
        items.push(item("ingredientStatement", statement(lines)));
    }
    if let Some(nutrition) = document.and_then(|label| label.nutrition.as_ref()) {
        items.push(self::nutrition(nutrition));
    }
    if let Some(text) = net_content(product) {
        items.push(item("netContent", BiText::both(text.clone(), text)));
    }
    if let Some(text) = document.and_then(|label| label.storage.as_ref()?.text.clone()) {
        items.push(item("storage", text));
    }
    if let Some(life) = &product.shelf_life {
        let unit = crate::texts::scopes::time_unit(&life.unit);
        let both = unit.map(|unit| {
            (format!("{}{}", life.value.0, unit.zh), format!("{} {}", life.value.0, unit.en))
        });
        let (zh, en) = both.unwrap_or_else(|| {
            let text = format!("{} {}", life.value.0, life.unit);
            (text.clone(), text)
        });
        items.push(item("shelfLife", BiText::both(zh, en)));
    }
    if let Some(standard) = &product.standard {
        items.push(item("standard", BiText::both(standard, standard)));
    }
    LabelShown { version: document.and_then(|label| label.version), items }
}

/// Adds the permit number of the maker.
pub(super) fn permit(label: &mut LabelShown, permit: &str) {
    label.items.push(item("permit", BiText::both(permit, permit)));
}

/// Net content as people write it.
pub(super) fn net_content(product: &PublicProduct) -> Option<String> {
    product.net_content.as_ref().map(quantity)
}

/// One measured item in words.
pub(super) fn test_item(item: &CheckItem, kind: CheckKind) -> TestItemShown {
    let unit = item.unit.as_deref().unwrap_or_default();
    let stated = rules::stated(item).map(Stated::word);
    let shown = match (&item.result, &item.results) {
        (Some(result), _) => match result.value {
            Some(value) => {
                let comparator = result.comparator.as_deref().unwrap_or_default();
                with_unit(&format!("{comparator}{}", measured(value)), result.unit.as_deref())
            }
            None => stated.unwrap_or_default().to_owned(),
        },
        (None, Some(results)) => {
            let all: Vec<_> = results.iter().map(reading).collect();
            let same = all.windows(2).all(|pair| pair.first() == pair.last());
            match all.first() {
                Some(first) if same && all.len() > 1 => {
                    with_unit(&format!("{} × {first}", all.len()), Some(unit))
                }
                _ => with_unit(&all.join(", "), Some(unit)),
            }
        }
        (None, None) => String::new(),
    };
    let unit = item.result.as_ref().and_then(|result| result.unit.as_deref()).unwrap_or(unit);
    let planned = item.plan.as_ref().map(|plan| {
        let upper = plan.upper.map(|upper| format!(", M={}", upper.0)).unwrap_or_default();
        let text = format!("n={}, c={}, m={}{upper}", plan.n, plan.c, plan.m.0);
        with_unit(&text, plan.per.as_deref().map(|_| "").or(Some(unit)))
    });
    TestItemShown {
        item: item.item.clone(),
        starred: item.starred == Some(true),
        shown,
        stated: stated.is_some(),
        stated_text: stated
            .and_then(food::stated_result)
            .map(|text| BiText::both(text.zh, text.en)),
        limit: item.limit.as_ref().and_then(|limit| bounds(limit, unit)).or(planned),
        share: share(item),
        basis: item.limit.as_ref().and_then(|limit| limit.basis.clone()),
        result: rules::item_outcome(item, kind).word(),
        accredited: None,
    }
}

/// A corrected value as text; a structure as its JSON.
pub(super) fn value_shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(members) if members.contains_key("zh") || members.contains_key("en") => {
            let text = |name| members.get(name).and_then(Value::as_str);
            let both: Vec<_> = [text("zh"), text("en")].into_iter().flatten().collect();
            both.join(" / ")
        }
        other => other.to_string(),
    }
}

fn item(code: &'static str, text: BiText) -> LabelItem {
    LabelItem { code, text: Some(text), rows: Vec::new() }
}

fn allergens(label: &LabelDoc) -> Option<BiText> {
    let all = label.allergens.as_deref().filter(|all| !all.is_empty())?;
    let named = |wanted: &str, chinese: bool| {
        let of = all.iter().filter(|allergen| allergen.containment == wanted);
        let names = of.map(|allergen| match food::allergen(&allergen.code) {
            Some(text) if chinese => text.zh,
            Some(text) => text.en,
            None => allergen.code.as_str(),
        });
        names.collect::<Vec<_>>().join(if chinese { "、" } else { ", " })
    };
    let clause = |wanted: &str, chinese: bool| {
        let names = named(wanted, chinese);
        if names.is_empty() || wanted == "CONTAINS" {
            return names;
        }
        food::containment(wanted).map_or(names.clone(), |text| {
            if chinese { format!("{}：{names}", text.zh) } else { format!("{}: {names}", text.en) }
        })
    };
    let both = |chinese: bool| {
        let clauses = [clause("CONTAINS", chinese), clause("MAY_CONTAIN", chinese)];
        let kept: Vec<_> = clauses.into_iter().filter(|clause| !clause.is_empty()).collect();
        kept.join(if chinese { "；" } else { "; " })
    };
    Some(BiText::both(both(true), both(false)))
}

fn statement(lines: &[StatementLineDoc]) -> BiText {
    let name = |line: &StatementLineDoc, chinese: bool| {
        let known = additive_name(line.cns.as_deref(), None);
        let known = known.map(|(zh, en)| if chinese { zh } else { en });
        let own = line.name.as_ref().map(|name| name.pick(chinese));
        let name = own.or(known).or(line.cns.as_deref()).unwrap_or_default();
        match &line.percent {
            Some(percent) if chinese => format!("{name}（{}%）", percent.0),
            Some(percent) => format!("{name} ({}%)", percent.0),
            None => name.to_owned(),
        }
    };
    let all = |chinese: bool| lines.iter().map(|line| name(line, chinese)).collect::<Vec<_>>();
    BiText::both(all(true).join("、"), all(false).join(", "))
}

fn nutrition(document: &NutritionDoc) -> LabelItem {
    let rows = document.items.iter().map(|line| NutritionRow {
        code: line.code.clone(),
        value: line.value.0.to_string(),
        unit: line.unit.clone(),
        nrv_percent: nrv_percent(&line.code, &line.unit, line.value.0),
    });
    let per = quantity(&document.per);
    let text = Some(BiText::both(format!("每 {per}"), format!("per {per}")));
    LabelItem { code: "nutrition", text, rows: rows.collect() }
}

/// A quantity with the symbol people know: 200 g, 1 L, 12 pieces.
fn quantity(quantity: &QuantityDoc) -> String {
    let symbol = match quantity.unit.as_str() {
        "GRM" => "g",
        "KGM" => "kg",
        "LTR" => "L",
        "MLT" => "mL",
        "MTR" => "m",
        "EA" | "H87" | "C62" => "×",
        other => other,
    };
    if symbol == "×" {
        format!("× {}", quantity.value.0)
    } else {
        format!("{} {symbol}", quantity.value.0)
    }
}

fn bounds(limit: &LimitDoc, unit: &str) -> Option<String> {
    let text = match (&limit.min, &limit.max) {
        (None, None) => return None,
        (Some(min), None) => format!("≥{}", min.0),
        (None, Some(max)) => format!("≤{}", max.0),
        (Some(min), Some(max)) => format!("{}–{}", min.0, max.0),
    };
    Some(with_unit(&text, Some(unit)))
}

/// What was measured as thousandths of its upper limit. What was not detected is nothing of it; a value
/// "less than" counts as that value.
fn share(item: &CheckItem) -> Option<u16> {
    let of_plan = || item.plan.as_ref().map(|plan| plan.upper.as_ref().unwrap_or(&plan.m).0);
    let limit = item.limit.as_ref().and_then(|limit| limit.max.as_ref()).map(|max| max.0);
    let limit =
        limit.or_else(of_plan).filter(|limit| limit.is_sign_positive() && !limit.is_zero())?;
    let single = item.result.as_ref().and_then(|result| result.value);
    let several = item.results.iter().flatten().map(|reading| reading.value);
    let number = |value| match value {
        Measured::NotDetected => Decimal::ZERO,
        Measured::Number(number) => number.0,
    };
    let largest = single.into_iter().chain(several).map(number).max()?;
    let share = largest.checked_div(limit)?.checked_mul(Decimal::ONE_THOUSAND)?;
    Some(share.trunc().to_u16().unwrap_or(if share.is_sign_negative() { 0 } else { u16::MAX }))
}

fn measured(value: Measured) -> String {
    match value {
        Measured::NotDetected => "ND".to_owned(),
        Measured::Number(number) => number.0.to_string(),
    }
}

fn reading(reading: &Reading) -> String {
    format!("{}{}", reading.comparator.as_deref().unwrap_or_default(), measured(reading.value))
}

/// A value with its unit; what was not detected has none.
fn with_unit(text: &str, unit: Option<&str>) -> String {
    match unit.map(unit_word) {
        Some(unit) if !unit.is_empty() && !text.ends_with("ND") => format!("{text} {unit}"),
        _ => text.to_owned(),
    }
}

/// A unit of UCUM or of UN/ECE Recommendation 20 as people write it; others as they are.
fn unit_word(unit: &str) -> &str {
    match unit {
        "[CFU]/g" => "CFU/g",
        "[CFU]/mL" => "CFU/mL",
        "[g]" | "GRM" => "g",
        "KGM" => "kg",
        "MLT" => "mL",
        "LTR" => "L",
        "ug" => "µg",
        "ug/kg" => "µg/kg",
        "ug/L" => "µg/L",
        "MOhm" => "MΩ",
        "Ohm" => "Ω",
        "Cel" | "CEL" => "°C",
        "%{vol}" => "% vol",
        "g/(100.g)" => "g/100 g",
        "mg/dm2" => "mg/dm²",
        "{count}" | "1" => "",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_written_as_people_write_them() {
        for (unit, shown) in [
            ("[CFU]/g", "12 CFU/g"),
            ("ug", "12 µg"),
            ("MOhm", "12 MΩ"),
            ("{count}", "12"),
            ("[g]", "12 g"),
            ("%{vol}", "12 % vol"),
            ("g/(100.g)", "12 g/100 g"),
            ("Cel", "12 °C"),
            ("mg/dm2", "12 mg/dm²"),
            ("mg/kg", "12 mg/kg"),
        ] {
            assert_eq!(with_unit("12", Some(unit)), shown);
        }
        assert_eq!(with_unit("12", None), "12");
        assert_eq!(with_unit("5 × ND", Some("[CFU]/g")), "5 × ND");
    }
}
