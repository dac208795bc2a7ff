//! The nutrition table (GB 28050-2025): shares of the reference values, how values are declared, and
//! which nutrients must be there.

use super::Edition;
use crate::fact::document::NutritionDoc;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// What the standard fixes for a nutrient. Amounts in `unit`.
struct Nutrient {
    code: &'static str,
    unit: &'static str,
    /// Decimal places of a declared value.
    places: u32,
    /// Up to this much in 100 g or 100 mL, in tenths of the unit, is declared as 0.
    zero_tenths: i64,
    /// Reference value of a day.
    reference: Option<i64>,
    /// Must be in the table under the edition named and later ones.
    from: Option<Edition>,
}

const NUTRIENTS: [Nutrient; 8] = [
    nutrient("energy", "kJ", 0, 170, Some(8400), Some(Edition::Of2011)),
    nutrient("protein", "g", 1, 5, Some(60), Some(Edition::Of2011)),
    nutrient("fat", "g", 1, 5, Some(60), Some(Edition::Of2011)),
    nutrient("saturatedFat", "g", 1, 1, Some(20), Some(Edition::Of2025)),
    nutrient("carbohydrate", "g", 1, 5, Some(300), Some(Edition::Of2011)),
    nutrient("sugars", "g", 1, 5, None, Some(Edition::Of2025)),
    nutrient("fibre", "g", 1, 5, Some(25), None),
    nutrient("sodium", "mg", 0, 50, Some(2000), Some(Edition::Of2011)),
];

const fn nutrient(
    code: &'static str,
    unit: &'static str,
    places: u32,
    zero_tenths: i64,
    reference: Option<i64>,
    from: Option<Edition>,
) -> Nutrient {
    Nutrient { code, unit, places, zero_tenths, reference, from }
}

/// A line of the table that is not as the standard has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NutritionFinding {
    /// A mandatory nutrient is not in the table.
    Missing { code: &'static str },
    /// The value should be declared as this one: rounded, or 0 under the threshold.
    Declare { code: String, value: Decimal, unit: &'static str },
    /// The unit is none the nutrient can be declared in.
    Unit { code: String, unit: String },
}

/// Share of the reference value (NRV), in whole percent, halves rounded up: 982 kJ is 12.
/// `None` for a nutrient without reference value, another unit (`g`, `mg`, `ug` count as one) or a
/// negative amount.
pub fn nrv_percent(code: &str, unit: &str, value: Decimal) -> Option<u32> {
    let nutrient = find(code)?;
    let reference = Decimal::from(nutrient.reference?);
    let value = in_unit(nutrient, unit, value)?;
    let percent = value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(reference)?;
    round(percent, 0).to_u32()
}

/// The value as it is declared for 100 g or 100 mL, in the unit of the standard: steps of 1 kJ,
/// 0.1 g and 1 mg; nothing at or under the threshold (17 kJ, 0.5 g, saturated fat 0.1 g, sodium
/// 5 mg). `None` as for [`nrv_percent`], reference value apart.
pub fn declared(code: &str, unit: &str, value: Decimal) -> Option<(Decimal, &'static str)> {
    let nutrient = find(code)?;
    let value = in_unit(nutrient, unit, value)?;
    let threshold = Decimal::new(nutrient.zero_tenths, 1);
    let declared = if value <= threshold { Decimal::ZERO } else { round(value, nutrient.places) };
    Some((declared, nutrient.unit))
}

/// What is not as the edition has it, missing nutrients first. Values are judged only in a table
/// for 100 g or 100 mL: for another amount the thresholds say nothing. A nutrient the standard does
/// not fix is passed over.
pub fn findings(table: &NutritionDoc, edition: Edition) -> Vec<NutritionFinding> {
    let mandatory = NUTRIENTS
        .iter()
        .filter(|nutrient| nutrient.from.is_some_and(|from| from <= edition))
        .filter(|nutrient| !table.items.iter().any(|line| line.code == nutrient.code));
    let mut found: Vec<_> =
        mandatory.map(|nutrient| NutritionFinding::Missing { code: nutrient.code }).collect();
    let per_hundred =
        table.per.value.0 == Decimal::ONE_HUNDRED && matches!(&*table.per.unit, "GRM" | "MLT");
    for line in &table.items {
        let Some(nutrient) = find(&line.code) else { continue };
        let code = line.code.clone();
        match (
            in_unit(nutrient, &line.unit, line.value.0),
            declared(&code, &line.unit, line.value.0),
        ) {
            (Some(given), Some((value, unit))) if per_hundred && given != value => {
                found.push(NutritionFinding::Declare { code, value, unit });
            }
            (Some(_), _) => {}
            (None, _) => found.push(NutritionFinding::Unit { code, unit: line.unit.clone() }),
        }
    }
    found
}

fn find(code: &str) -> Option<&'static Nutrient> {
    NUTRIENTS.iter().find(|nutrient| nutrient.code == code)
}

fn in_unit(nutrient: &Nutrient, unit: &str, value: Decimal) -> Option<Decimal> {
    let micrograms = |unit| match unit {
        "g" => Some(Decimal::new(1_000_000, 0)),
        "mg" => Some(Decimal::new(1_000, 0)),
        "ug" => Some(Decimal::ONE),
        _ => None,
    };
    if value.is_sign_negative() && !value.is_zero() {
        return None;
    }
    if unit == nutrient.unit {
        return Some(value);
    }
    value.checked_mul(micrograms(unit)?)?.checked_div(micrograms(nutrient.unit)?)
}

fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn table(per: &str, items: &str) -> NutritionDoc {
        serde_json::from_str(&format!(r#"{{"per":{per},"items":[{items}]}}"#)).unwrap()
    }

    const HUNDRED: &str = r#"{"value":100,"unit":"GRM"}"#;

    #[test]
    fn shares_of_the_reference_values() {
        for (code, unit, value, expected) in [
            // The smoked sausage: 98200/8400 = 11.69, 1400/60 = 23.3, 1800/60, 700/20, 460/300 = 1.53.
            ("energy", "kJ", "982", Some(12)),
            ("protein", "g", "14.0", Some(23)),
            ("fat", "g", "18.0", Some(30)),
            ("saturatedFat", "g", "7.0", Some(35)),
            ("carbohydrate", "g", "4.6", Some(2)),
            ("sodium", "mg", "860", Some(43)),
            ("sodium", "g", "0.86", Some(43)),
            ("fibre", "g", "25", Some(100)),
            ("energy", "kJ", "0", Some(0)),
            // 0.5 % and just under it.
            ("energy", "kJ", "42", Some(1)),
            ("energy", "kJ", "41.9", Some(0)),
            ("sodium", "mg", "9999999999999999999999999999", None),
            ("energy", "kcal", "235", None),
            ("energy", "g", "1", None),
            ("sodium", "mg", "-1", None),
            ("sugars", "g", "1.2", None),
            ("vitaminC", "mg", "50", None),
        ] {
            assert_eq!(nrv_percent(code, unit, dec(value)), expected, "{code} {value} {unit}");
        }
    }

    #[test]
    fn values_are_rounded_and_small_ones_are_nothing() {
        for (code, unit, value, expected) in [
            ("energy", "kJ", "981.5", Some("982")),
            ("energy", "kJ", "17", Some("0")),
            ("energy", "kJ", "17.1", Some("17")),
            ("protein", "g", "14.04", Some("14.0")),
            ("protein", "g", "14.05", Some("14.1")),
            ("fat", "g", "0.5", Some("0")),
            ("fat", "g", "0.51", Some("0.5")),
            ("saturatedFat", "g", "0.1", Some("0")),
            ("saturatedFat", "g", "0.11", Some("0.1")),
            ("sugars", "g", "0.5", Some("0")),
            ("fibre", "g", "0.6", Some("0.6")),
            ("sodium", "mg", "5", Some("0")),
            ("sodium", "mg", "5.4", Some("5")),
            ("sodium", "g", "0.0054", Some("5")),
            ("transFat", "g", "1", None),
        ] {
            let read = declared(code, unit, dec(value)).map(|(value, _)| value);
            assert_eq!(read, expected.map(dec), "{code} {value}");
        }
    }

    #[test]
    fn a_table_is_compared_with_its_edition() {
        use NutritionFinding::{Declare, Missing, Unit};
        let four = r#"{"code":"energy","value":982,"unit":"kJ"},{"code":"protein","value":14.0,"unit":"g"},
            {"code":"fat","value":18.0,"unit":"g"},{"code":"carbohydrate","value":4.6,"unit":"g"}"#;
        let sodium = r#"{"code":"sodium","value":860,"unit":"mg"}"#;
        let old = table(HUNDRED, &format!("{four},{sodium}"));
        assert_eq!(findings(&old, Edition::Of2011), []);
        assert_eq!(
            findings(&old, Edition::Of2025),
            [Missing { code: "saturatedFat" }, Missing { code: "sugars" }]
        );
        let odd = r#"{"code":"sodium","value":4,"unit":"mg"},{"code":"transFat","value":0.01,"unit":"g"},
            {"code":"fibre","value":1,"unit":"kJ"}"#;
        assert_eq!(
            findings(&table(HUNDRED, &format!("{four},{odd}")), Edition::Of2011),
            [
                Declare { code: "sodium".into(), value: Decimal::ZERO, unit: "mg" },
                Unit { code: "fibre".into(), unit: "kJ".into() },
            ]
        );
        let serving = r#"{"value":30,"unit":"GRM"}"#;
        let small = r#"{"code":"sodium","value":4,"unit":"mg"}"#;
        assert_eq!(findings(&table(serving, &format!("{four},{small}")), Edition::Of2011), []);
    }
}
