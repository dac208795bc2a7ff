//! The balance of making: what went in against what came out and was lost. It refuses and holds
//! nothing, and is the office's alone.

use super::doses::{lot, product, stated};
use super::{Firm, Stage};
use serde_json::{Value, json};

fn flour(kg: f64) -> Value {
    json!({"name": {"zh": "面粉", "en": "flour"}, "quantity": {"value": kg, "unit": "KGM"}})
}

fn balance(stage: &Stage, firm: &Firm) -> Value {
    stage.app.get_as(&firm.token, &firm.path("batches/SS-200/L1")).json()["balance"].clone()
}

fn codes(answer: &Value) -> Vec<&str> {
    let warnings = answer["warnings"].as_array().into_iter().flatten();
    warnings.map(|warning| warning["code"].as_str().unwrap()).collect()
}

#[test]
fn what_was_made_is_held_against_what_went_in() {
    let stage = Stage::new();
    let made = |kg: f64| json!({"value": kg, "unit": "KGM"});
    let lost = |kg: f64, loss: f64| json!({"value": kg, "unit": "KGM", "loss": [{"kind": "baking", "value": loss, "unit": "KGM"}]});
    let bag = json!({"name": {"zh": "袋"}, "role": "packaging", "quantity": {"value": 900, "unit": "EA"}});
    let unweighed = json!({"name": {"zh": "水"}});
    let litres = json!({"name": {"zh": "水"}, "quantity": {"value": 200, "unit": "LTR"}});
    let even =
        json!({"state": "balanced", "yield": "0.9", "unexplained": {"value": "0", "unit": "KGM"}});
    let over = |by: &str, share: &str| {
        json!({
            "state": "overdraw",
            "by": {"value": by, "unit": "KGM"},
            "yield": share,
            "unexplained": {"value": "0", "unit": "KGM"},
        })
    };
    let not = |why: &str| json!({"state": "notComputable", "why": why});
    let rows = [
        (json!([flour(1000.0), bag]), lost(900.0, 100.0), even),
        // Two in a hundred are tolerated.
        (
            json!([flour(1000.0)]),
            made(1020.0),
            json!({"state": "balanced", "yield": "1.02", "unexplained": {"value": "0", "unit": "KGM"}}),
        ),
        (json!([flour(1000.0)]), made(1020.1), over("20.1", "1.0201")),
        (json!([flour(1000.0)]), lost(1000.0, 25.5), over("25.5", "1")),
        // Grams and tonnes meet in kilograms; what is missing is told, and accuses nobody.
        (
            json!([{"name": {"zh": "糖"}, "quantity": {"value": 500_000, "unit": "GRM"}}]),
            json!({"value": 0.4, "unit": "TNE"}),
            json!({"state": "balanced", "yield": "0.8", "unexplained": {"value": "100", "unit": "KGM"}}),
        ),
        (json!([]), made(1.0), not("nothingStated")),
        (json!([flour(10.0), unweighed]), made(12.0), not("inputsIncomplete")),
        (json!([flour(1000.0), litres]), made(1200.0), not("differentKinds")),
        (json!([flour(1000.0)]), json!({"value": 5000, "unit": "EA"}), not("differentKinds")),
    ];
    for (ingredients, quantity, expected) in rows {
        let members = json!({"ingredients": ingredients, "quantity": quantity});
        let (firm, answer) = stated(&stage, "07.02", &members);
        assert_eq!(balance(&stage, &firm), expected, "{members}");
        let told = expected["state"] == "overdraw";
        assert_eq!(codes(&answer).contains(&"yield"), told, "{answer}");
        assert!(stage.tasks(&firm).is_empty());
        assert_eq!(stage.release(&firm).status, 201, "it refuses nothing");
    }
    stage.replays();
}

/// Pieces count by the net content on their label.
#[test]
fn pieces_are_weighed_by_their_label() {
    let stage = Stage::new();
    let firm = stage.firm();
    let mut version = product("07.02");
    version["netContent"] = json!({"value": 200, "unit": "GRM"});
    stage.accepted(&firm.token, &firm.path("products"), &version);
    let pieces = json!({"ingredients": [flour(1000.0)], "quantity": {"value": 5200, "unit": "EA"}});
    let answer = stage.accepted(&firm.token, &firm.path("batches"), &lot(&pieces));
    let warning = &answer["warnings"][0];
    assert_eq!((&warning["code"], &warning["pointer"]), (&json!("yield"), &json!("/quantity")));
    assert!(warning["message"]["en"].as_str().unwrap().contains("40 KGM"), "{warning}");
    assert_eq!(balance(&stage, &firm)["by"], json!({"value": "40", "unit": "KGM"}));
}

#[test]
fn a_correction_balances_anew_and_the_figures_stay_inside() {
    let stage = Stage::new();
    let members = json!({
        "ingredients": [flour(1000.0)],
        "quantity": {"value": 1234.5, "unit": "KGM"},
    });
    let (firm, _) = stated(&stage, "07.02", &members);
    assert_eq!(balance(&stage, &firm)["by"]["value"], "234.5");
    let change = |value: f64| {
        let changes = json!([{"pointer": "/ingredients/0/quantity/value", "value": value}]);
        json!({"kind": "record", "reason": {"zh": "笔误"}, "changes": changes})
    };
    let answer = stage.accepted(&firm.token, &firm.batch("corrections"), &change(1200.5));
    assert_eq!(codes(&answer), ["yield"]);
    assert_eq!(balance(&stage, &firm)["by"]["value"], "34");
    assert_eq!(stage.release(&firm).status, 201);
    let path = firm.path("batches/SS-200/L1");
    for text in [stage.report(&firm).to_string(), stage.page(&firm), stage.app.get(&path).text()] {
        assert!(!text.contains("\"balance\"") && !text.contains("overdraw"), "{text}");
        assert!(!text.contains("1234.5") && !text.contains("1200.5"), "{text}");
    }
    let answer = stage.accepted(&firm.token, &firm.batch("corrections"), &change(1234.5));
    assert!(codes(&answer).is_empty(), "{answer}");
    assert_eq!(balance(&stage, &firm)["state"], "balanced");
    stage.replays();
}
