//! Complete cases of the profiles written with care: all that a batch of each needs on record.

use crate::food;
use serde_json::{Value, json};

/// What is registered before a release.
#[derive(Debug, Clone)]
pub struct Case {
    pub entries: Vec<Value>,
    pub product: Value,
    pub batch: Value,
    pub checks: Vec<Value>,
}

pub const MEAT: &str = "food.meat.cooked";
pub const INFANT: &str = "food.infant.formula";
pub const LIQUOR: &str = "food.liquor";
pub const TOY: &str = "goods.toy";
pub const WORKSHOP: &str = "food.workshop";
pub const ALL: [&str; 5] = [MEAT, INFANT, LIQUOR, TOY, WORKSHOP];

impl Case {
    /// All that the profile of a category asks for, and no more.
    pub fn complete(category: &str) -> Self {
        let (class, permits, items): (&str, Vec<Value>, &[&str]) = match category {
            MEAT => ("0401", vec![licence("0401")], &["nitriteResidue", "salmonella"]),
            INFANT => {
                let formula = permit("formulaRegistration", "YP20260001", "2901");
                let items = &["salmonella", "cronobacter", "melamine"];
                ("2901", vec![licence("29"), formula], items)
            }
            LIQUOR => ("1501", vec![licence("15")], &["alcohol"]),
            TOY => ("2201", vec![permit("ccc", "2025012201000001", "2201")], &["smallParts"]),
            _ => (
                "0701",
                vec![permit("workshop", "皖小作坊341126001", "07"), pledge()],
                &["sensory"],
            ),
        };
        Self {
            entries: permits,
            product: product(category, class),
            batch: batch(category == MEAT),
            checks: vec![check(items)],
        }
    }
}

/// A production licence for the firm's own site.
pub fn licence(class: &str) -> Value {
    let mut licence = food::licence();
    licence["covers"] = json!([class]);
    licence
}

fn permit(kind: &str, number: &str, class: &str) -> Value {
    let mut permit = licence(class);
    permit["kind"] = kind.into();
    permit["number"] = number.into();
    permit
}

/// The five pledges of a workshop, for its own county.
fn pledge() -> Value {
    json!({
        "kind": "pledge",
        "number": "CN-2026-1",
        "validFrom": "2026-01-01",
        "pledges": [
            "noNonFoodMaterial",
            "noAdditiveAbuse",
            "noRecycledFood",
            "noMallsOrSupermarkets",
            "withinPledgedArea",
        ],
        "area": ["341126"],
    })
}

fn product(category: &str, class: &str) -> Value {
    let mut product = food::product();
    product["category"] = category.into();
    product["permitCategory"] = class.into();
    let members = product.as_object_mut().unwrap();
    members.remove("gtin");
    if category != MEAT {
        members.remove("additiveCategory");
    }
    product
}

fn batch(with_additives: bool) -> Value {
    let mut batch = food::batch("L1", 1);
    batch["manufacturer"] = json!({"site": "FY-1", "permit": food::LICENCE, "relation": "own"});
    if !with_additives {
        batch["additives"] = json!([]);
    }
    batch.as_object_mut().unwrap().remove("units");
    batch
}

/// A factory test of these items that all pass, with one more from an outside report.
pub fn check(items: &[&str]) -> Value {
    let item = |name: &&str| passed(name);
    let mut items: Vec<Value> = items.iter().map(item).collect();
    let mut outside = passed("moisture");
    outside["fromReport"] = "R-OUT-2609".into();
    items.push(outside);
    json!({"kind": "factoryTest", "reportNo": "R-1", "testedOn": "2026-11-03", "items": items})
}

fn passed(item: &str) -> Value {
    json!({"item": item, "result": {"value": 1, "unit": "%"}, "limit": {"max": 2}})
}
