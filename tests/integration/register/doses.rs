//! What an additive is judged per: carried over with ingredients, after dilution, per litre, per fat;
//! the figures are the office's alone.

use super::{Firm, Stage};
use serde_json::{Value, json};

/// A product of a food category of GB 2760.
pub(super) fn product(category: &str) -> Value {
    json!({
        "product": "SS-200",
        "name": {"zh": "样品", "en": "Sample"},
        "category": "general",
        "specification": "1 kg",
        "additiveCategory": category,
    })
}

/// A lot with members of its own.
pub(super) fn lot(members: &Value) -> Value {
    let mut lot = json!({
        "product": "SS-200",
        "lot": "L1",
        "producedOn": "2026-11-03",
        "origin": {"country": "CN", "region": "341126"},
        "quantity": {"value": 1000, "unit": "KGM"},
        "ingredients": [],
        "additives": [],
    });
    lot.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    lot
}

/// A firm with one lot of the category.
pub(super) fn stated(stage: &Stage, category: &str, members: &Value) -> (Firm, Value) {
    let firm = stage.firm();
    stage.accepted(&firm.token, &firm.path("products"), &product(category));
    let answer = stage.accepted(&firm.token, &firm.path("batches"), &lot(members));
    (firm, answer)
}

fn grams(cns: &str, grams: f64) -> Value {
    json!({"cns": cns, "used": {"value": grams, "unit": "GRM"}, "activeFraction": 1})
}

/// Soy sauce that brings so much benzoic acid along.
pub(super) fn soy(kg: u64, contained: f64) -> Value {
    json!({
        "name": {"zh": "酱油", "en": "soy sauce"},
        "quantity": {"value": kg, "unit": "KGM"},
        "additiveCategory": "12.04",
        "additives": [{
            "cns": "17.001",
            "contained": {"value": contained, "unit": "GRM"},
            "activeFraction": 1,
        }],
    })
}

/// `pointer result dose/limit missing or question`, one finding a line.
pub(super) fn found(stage: &Stage, firm: &Firm) -> Vec<String> {
    let record = stage.app.get_as(&firm.token, &firm.path("batches/SS-200/L1")).json();
    let text = |found: &Value, name: &str| found[name].as_str().unwrap_or("-").to_owned();
    let line = |found: &Value| {
        let why = found["missing"].as_str().or(found["question"]["key"].as_str());
        format!(
            "{} {} {}/{} {}",
            text(found, "pointer"),
            text(found, "result"),
            text(found, "dose"),
            text(found, "limit"),
            why.unwrap_or("-"),
        )
    };
    record["additiveFindings"].as_array().unwrap().iter().map(line).collect()
}

/// Category, lot, findings, whether it is held.
type Row = (&'static str, Value, &'static str, bool);

#[track_caller]
fn judged(rows: &[Row]) {
    let stage = Stage::new();
    for (category, members, expected, held) in rows {
        let (firm, _) = stated(&stage, category, members);
        assert_eq!(found(&stage, &firm).join(", "), *expected, "{category} {members}");
        assert_eq!(stage.tasks(&firm).len(), usize::from(*held), "{category} {members}");
    }
    stage.replays();
}

/// So much of an additive in so many kilograms, and more members.
fn dosed(kg: u64, additive: Value, more: Value) -> Value {
    let mut members = json!({"quantity": {"value": kg, "unit": "KGM"}, "additives": [additive]});
    members.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    members
}

/// What the ingredient may hold is up to a post, what it may not is over; used and carried over count
/// together.
#[test]
fn what_came_in_with_an_ingredient_is_judged() {
    let both = |contained: f64| {
        dosed(1000, grams("17.001", 400.0), json!({"ingredients": [soy(1000, contained)]}))
    };
    judged(&[
        (
            "08.03.05",
            json!({"ingredients": [soy(50, 50.0)]}),
            "/ingredients/0/additives needsJudgement 1000 mg/kg/1000 mg/kg GB 2760-2024/3.4.1/17.001/12.04",
            false,
        ),
        (
            "08.03.05",
            json!({"ingredients": [soy(50, 50.001)]}),
            "/ingredients/0/additives over 1000.02 mg/kg/1000 mg/kg -",
            true,
        ),
        ("12.10.01.02", both(200.0), "/additives/0 within 600 mg/kg/600 mg/kg -", false),
        (
            "12.10.01.02",
            both(1001.0),
            "/additives/0 within 400 mg/kg/600 mg/kg -, /ingredients/0/additives over 1001 mg/kg/1000 mg/kg -",
            true,
        ),
    ]);
}

/// A solid drink is judged as the drink it becomes.
#[test]
fn dilution_is_judged() {
    let drink = |g: f64, more: Value| dosed(100, grams("17.001", g), more);
    let diluted = || json!({"preparation": {"times": 10, "drink": "14.04"}});
    judged(&[
        ("14.06.04", drink(200.0, diluted()), "/additives/0 within 200 mg/kg/200 mg/kg -", false),
        ("14.06.04", drink(200.1, diluted()), "/additives/0 over 200.1 mg/kg/200 mg/kg -", true),
        ("14.06.04", drink(200.0, json!({})), "/additives/0 needsJudgement -/- drink", false),
    ]);
}

#[test]
fn limits_per_litre_and_per_fat_are_judged() {
    let whisky = |g: f64, more: Value| dosed(94, grams("08.108", g), more);
    let density = || json!({"density": {"kgPerLitre": 0.94}});
    let biscuits = |g: f64, more: Value| dosed(1000, grams("04.001", g), more);
    let fat = || json!({"fat": {"value": 200_000, "unit": "GRM"}});
    let no_volume = "/additives/0 needsJudgement -/6000 mg/L volume";
    let no_fat = "/additives/0 needsJudgement -/200 mg/kg fatMass";
    judged(&[
        ("15.01.04", whisky(600.0, density()), "/additives/0 within 6000 mg/L/6000 mg/L -", false),
        ("15.01.04", whisky(600.1, density()), "/additives/0 over 6001 mg/L/6000 mg/L -", true),
        ("15.01.04", whisky(600.0, json!({})), no_volume, false),
        ("07.03.04", biscuits(40.0, fat()), "/additives/0 within 200 mg/kg/200 mg/kg -", false),
        ("07.03.04", biscuits(40.1, fat()), "/additives/0 over 200.5 mg/kg/200 mg/kg -", true),
        ("07.03.04", biscuits(40.0, json!({})), no_fat, false),
    ]);
}

/// A banned name counts where it came in with an ingredient too.
#[test]
fn a_banned_substance_is_found_in_an_ingredient() {
    let stage = Stage::new();
    let mut ingredient = soy(50, 1.0);
    ingredient["additives"][0] = json!({
        "ins": "9999",
        "name": {"zh": "苏丹红"},
        "contained": {"value": 1, "unit": "GRM"},
    });
    let (firm, _) = stated(&stage, "08.03.05", &json!({"ingredients": [ingredient]}));
    assert_eq!(stage.tasks(&firm)[0]["hazard"], "nonFood");
}

/// What an ingredient brought along, and every figure, stays with the office.
#[test]
fn figures_are_the_offices() {
    let stage = Stage::new();
    let members = json!({
        "ingredients": [soy(50, 48.75)],
        "additives": [grams("04.018", 912.375)],
        "density": {"kgPerLitre": 1.0625},
        "fat": {"value": 312.5, "unit": "KGM"},
        "preparation": {"times": 7.125, "drink": "14.04"},
    });
    let (firm, answer) = stated(&stage, "08.03.05", &members);
    let told = answer["warnings"].to_string();
    assert!(told.contains("975 mg/kg") && told.contains("3.4.1/17.001/12.04"), "{told}");
    assert_eq!(stage.release(&firm).status, 201);
    let path = firm.path("batches/SS-200/L1");
    let office = stage.app.get_as(&firm.token, &path).text();
    let secrets =
        ["48.75", "912.375", "1.0625", "312.5", "7.125", "975 mg", "17.001", "12.04", "14.04"];
    let (report, page) = (stage.report(&firm).to_string(), stage.page(&firm));
    let public = stage.app.get(&path).text();
    let seller = stage.app.get_as(&stage.app.token(&firm.code, "seller"), &path).text();
    for secret in secrets {
        assert!(office.contains(secret), "{secret}: {office}");
        for text in [&report, &page, &public, &seller] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
    for name in ["additiveFindings", "balance", "mg/kg"] {
        assert!(!public.contains(name) && !report.contains(name), "{name}");
    }
    let regulator = stage.app.get_as(&stage.regulator, &path).text();
    assert!(regulator.contains("additiveFindings") && regulator.contains("975 mg/kg"));
}
