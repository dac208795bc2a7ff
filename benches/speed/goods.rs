//! Documents like those of a food maker: organizations, products with a whole label, batches with
//! ingredients and additives, factory tests. All invented; numbers of GS1 are from its range for
//! demonstrations (952).

use serde_json::{Value, json};

/// Codes issued with a batch.
pub(crate) const UNITS: u64 = 20;
/// Products of an organization.
pub(crate) const PRODUCTS: u64 = 5;

const LICENCE: &str = "SC10434112400018";

/// Code of the n-th organization: a GLN.
pub(crate) fn organization(n: u64) -> String {
    with_check_digit(&format!("952{n:09}"))
}

/// The organization's own name of its p-th product.
pub(crate) fn product(p: u64) -> String {
    format!("SS-{}", 100 + p)
}

/// GTIN of the p-th product of the n-th organization, 14 digits.
pub(crate) fn gtin(n: u64, p: u64) -> String {
    let thirteen = with_check_digit(&format!("952{:09}", n * PRODUCTS + p));
    format!("0{thirteen}")
}

/// Body of an admission.
pub(crate) fn organization_body(n: u64) -> Value {
    json!({
        "code": organization(n),
        "name": {"zh": format!("椒陵第{n}肉制品有限公司"), "en": format!("Jiaoling Meats No. {n} Co., Ltd.")},
        "roles": ["producer"],
        "region": "341124",
        "address": {"zh": "安徽省滁州市全椒县测试路18号", "en": "18 Test Road, Quanjiao, Chuzhou, Anhui"},
        "contact": {"phone": "0550-0000018", "person": "测试员"},
    })
}

/// Body of the register entry of its food production licence.
pub(crate) fn licence_body(n: u64) -> Value {
    json!({
        "kind": "foodProduction",
        "number": LICENCE,
        "note": {"zh": format!("第{n}号"), "en": format!("No. {n}")},
        "validFrom": "2026-01-01",
        "covers": ["04"],
        "region": "341124",
    })
}

/// Body of a product.
pub(crate) fn product_body(n: u64, p: u64) -> Value {
    let (each, weight) = (product(p), 150 + 10 * p);
    json!({
        "product": each,
        "gtin": gtin(n, p),
        "name": {"zh": format!("烟熏猪肉香肠{weight}克"), "en": format!("Smoked pork sausage {weight} g")},
        "specification": format!("{weight} g"),
        "netContent": {"value": weight, "unit": "GRM"},
        "category": "food.meat.cooked",
        "permitCategory": "0401",
        "additiveCategory": "08.03.05",
        "responsibleParty": organization(n),
        "standard": "SB/T 10279",
        "shelfLife": {"value": 60, "unit": "DAY", "dateType": "bestBefore"},
        "label": {
            "version": 1,
            "basis": ["GB 7718-2025", "GB 28050-2025"],
            "storage": {"minCel": 0, "maxCel": 4, "text": {"zh": "0-4 ℃冷藏", "en": "Keep refrigerated at 0 to 4 °C"}},
            "ingredientStatement": [
                {"name": {"zh": "猪肉", "en": "pork"}, "percent": 82},
                {"name": {"zh": "饮用水", "en": "water"}},
                {"name": {"zh": "食用盐", "en": "salt"}},
                {"name": {"zh": "白砂糖", "en": "sugar"}},
                {"name": {"zh": "大豆分离蛋白", "en": "soy protein isolate"}},
                {"name": {"zh": "白胡椒粉", "en": "ground white pepper"}},
                {"cns": "09.002"},
                {"cns": "15.013"},
                {"cns": "04.004"},
            ],
            "allergens": [{"code": "AY", "containment": "CONTAINS"}, {"code": "AM", "containment": "MAY_CONTAIN"}],
            "nutrition": {
                "per": {"value": 100, "unit": "GRM"},
                "items": [
                    {"code": "energy", "value": 1084, "unit": "kJ"},
                    {"code": "protein", "value": 14.2, "unit": "g"},
                    {"code": "fat", "value": 20.5, "unit": "g"},
                    {"code": "carbohydrate", "value": 4.8, "unit": "g"},
                    {"code": "sodium", "value": 890, "unit": "mg"},
                ],
            },
        },
        "formula": {
            "visibility": "restricted",
            "basis": {"value": 1000, "unit": "KGM"},
            "lines": [{"material": "pork-80", "kg": 820}, {"material": "salt", "kg": 18.5}, {"cns": "09.002", "kg": 0.03}],
        },
    })
}

/// Body of a batch with so many codes. It has every group that the profile of its category asks for.
pub(crate) fn batch_body(product: &str, lot: &str, units: u64) -> Value {
    json!({
        "product": product,
        "lot": lot,
        "producedOn": "2026-11-01",
        "expiresOn": "2099-12-31",
        "datesAsPrinted": {"production": "2026/11/01", "expiry": "2099/12/31"},
        "manufacturer": {"site": "L-2", "permit": LICENCE, "relation": "own"},
        "origin": {"country": "CN", "region": "341124", "stage": "cooked"},
        "quantity": {"value": units, "unit": "EA", "netMass": {"value": 1240.5, "unit": "KGM"}},
        "ingredients": [
            ingredient(["猪肉", "pork"], "pork-80", 1017.2),
            ingredient(["食用盐", "salt"], "salt", 22.3),
            ingredient(["白砂糖", "sugar"], "sugar", 18.6),
            ingredient(["大豆分离蛋白", "soy protein isolate"], "soy", 24.8),
            ingredient(["胶原蛋白肠衣", "collagen casing"], "casing", 11.0),
        ],
        "additives": [
            {"cns": "09.002", "used": {"value": 37.2, "unit": "GRM"}, "function": "colourRetention"},
            {"cns": "15.013", "used": {"value": 2480, "unit": "GRM"}, "function": "waterRetention"},
        ],
        "processControls": [
            {"step": "cooking", "parameter": "coreTemperature", "min": 72, "value": 74.5, "unit": "Cel"},
        ],
        "units": {"issue": units},
    })
}

/// Body of the factory test of a lot.
pub(crate) fn check_body(lot: &str) -> Value {
    json!({
        "kind": "factoryTest",
        "reportNo": format!("R-{lot}"),
        "testedOn": "2026-11-02",
        "stage": "final",
        "items": [
            {"item": "nitriteResidue", "hazard": "chemical", "method": "GB 5009.33",
             "result": {"value": 11.5, "unit": "mg/kg"}, "limit": {"max": 30, "basis": "GB 2760-2024"}},
            {"item": "moisture", "method": "GB 5009.3",
             "result": {"value": 62.1, "unit": "%"}, "limit": {"max": 70, "basis": "SB/T 10279"}},
            {"item": "salmonella", "hazard": "pathogen", "method": "GB 4789.4", "unit": "1/g",
             "results": ["ND", "ND", "ND", "ND", "ND"], "plan": {"n": 5, "c": 0, "m": 0}},
            {"item": "listeriaMonocytogenes", "hazard": "pathogen", "method": "GB 4789.30", "unit": "1/g",
             "results": ["ND", "ND", "ND", "ND", "ND"], "plan": {"n": 5, "c": 0, "m": 0, "per": "25 g"}},
        ],
    })
}

/// Body of the test of an outside laboratory, which the profile asks for every six months: once for
/// each product.
pub(crate) fn outside_check_body(lot: &str) -> Value {
    let mut body = check_body(lot);
    if let Some(kind) = body.get_mut("kind") {
        *kind = json!("outsideTest");
    }
    body
}

fn ingredient([zh, en]: [&str; 2], material: &str, kilograms: f64) -> Value {
    json!({
        "name": {"zh": zh, "en": en},
        "material": material,
        "role": "ingredient",
        "quantity": {"value": kilograms, "unit": "KGM"},
        "source": {"declared": {"name": "测试供应商", "phone": "0550-0000300"}, "lotAsPrinted": "20261028-07"},
        "origin": {"country": "CN", "region": "341126"},
        "receivedOn": "2026-10-31",
        "documents": [{"type": "supplierTest"}],
        "incomingCheck": "I-1001",
    })
}

/// Appends the check digit of GS1 (General Specifications, 7.9).
fn with_check_digit(digits: &str) -> String {
    let weighted = digits.bytes().rev().enumerate().map(|(at, digit)| {
        let weight = if at % 2 == 0 { 3 } else { 1 };
        weight * u32::from(digit - b'0')
    });
    let sum: u32 = weighted.sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}
