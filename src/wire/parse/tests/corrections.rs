//! Corrections applied to the example batch.

use super::*;
use crate::domain::command::Correct;
use crate::domain::words::CorrectionKind;
use crate::fact::document::PublicCorrection;

/// The example batch as it is kept, both halves together.
fn current() -> Value {
    let document = batch(&firm(), &bytes(&Route::Batch.example())).unwrap().document;
    crate::access::merge(&kept(&document.public), &kept(&document.restricted))
}

fn apply(changes: &Value) -> Result<Correct, Refusal> {
    let body = json!({"kind": "record", "reason": {"zh": "录入错误"}, "changes": changes});
    correct(&key(), &current(), 7, &correction(&bytes(&body))?)
}

#[test]
fn a_correction_keeps_changes_and_record() {
    let exact: Value = serde_json::from_str("120.50").unwrap();
    let correct = apply(&json!([
        {"pointer": "/additives/0/used/value", "value": exact},
        {"pointer": "/expiresOn", "value": "2027-01-07"},
        {"pointer": "/ingredients/1/source", "value": {"organization": FIRM, "product": "SOY", "lot": "9"}},
        {"pointer": "/lotAsPrinted", "value": null},
        {"pointer": "/quantity/value", "value": 8000},
    ]))
    .unwrap();
    assert_eq!((correct.base, correct.kind), (7, CorrectionKind::Record));
    assert_eq!(correct.facts.pieces, Some(8000));
    assert_eq!(correct.facts.expires_on.unwrap().to_string(), "2027-01-07");
    assert_eq!(correct.inputs.len(), 4);
    let public = kept(&correct.document.public);
    let expected = json!([
        {"pointer": "/additives/0/used/value"},
        {"pointer": "/expiresOn", "from": "2027-01-06", "to": "2027-01-07"},
        {"pointer": "/ingredients/1/source"},
        {"pointer": "/lotAsPrinted", "from": "20261122 A1"},
        {"pointer": "/quantity/value"},
    ]);
    assert_eq!(public["changes"], expected);
    assert_eq!(
        (&public["kind"], &public["reason"]),
        (&json!("record"), &json!({"zh": "录入错误"}))
    );
    assert_eq!(public["record"]["expiresOn"], json!("2027-01-07"));
    assert_eq!(public["record"]["quantity"], Value::Null);
    let restricted = kept(&correct.document.restricted);
    assert_eq!(restricted["changes"][0]["from"], json!(100));
    assert_eq!(restricted["changes"][0]["to"].to_string(), "120.50");
    assert_eq!(restricted["changes"][1]["from"]["declared"]["name"], json!("某豆业公司"));
    assert_eq!(restricted["changes"].as_array().unwrap().len(), 3);
    assert_eq!(restricted["record"]["quantity"]["value"], json!(8000));
    let read: PublicCorrection = serde_json::from_slice(&correct.document.public).unwrap();
    assert_eq!(read.record.additives.len(), 4);
    let text = String::from_utf8(correct.document.public).unwrap();
    assert!(!text.contains("120.50") && !text.contains("某豆业公司") && !text.contains("8000"));
}

/// A change of a whole element is told in two halves.
#[test]
fn mixed_values_are_split() {
    let added =
        json!({"cns": "12.001", "name": {"zh": " 味精 "}, "used": {"value": 3, "unit": "KGM"}});
    let correct = apply(&json!([
        {"pointer": "/additives/-", "value": added},
        {"pointer": "/ingredients/0", "value": null},
    ]))
    .unwrap();
    assert_eq!(correct.inputs.len(), 2);
    let public = kept(&correct.document.public);
    let appended = &public["changes"][0];
    let to = json!({"cns": "12.001", "name": {"zh": "味精"}});
    assert_eq!(appended, &json!({"pointer": "/additives/4", "to": to}));
    let removed = &public["changes"][1]["from"];
    assert_eq!(
        removed["documents"],
        json!([{"type": "animalQuarantine"}, {"type": "meatInspection"}])
    );
    assert_eq!((&removed["quantity"], &removed["source"]), (&Value::Null, &Value::Null));
    let restricted = kept(&correct.document.restricted);
    let used = json!({"used": {"value": 3, "unit": "KGM"}});
    assert_eq!(restricted["changes"][0], json!({"pointer": "/additives/4", "to": used}));
    assert_eq!(restricted["changes"][1]["from"]["source"]["lot"], json!("20261105-07"));
}

#[test]
fn bad_corrections_are_told_at_the_change() {
    let rows = [
        (
            json!([{"pointer": "/expiresOn", "value": "2026-01-01"}]),
            "/changes/0/value beforeProduction",
        ),
        (json!([{"pointer": "/producedOn", "value": "2028-01-01"}]), "/changes beforeProduction"),
        (json!([{"pointer": "/origin", "value": null}]), "/changes/0/value required"),
        (
            json!([{"pointer": "/origin/country", "value": null}, {"pointer": "/origin/region", "value": null}]),
            "/changes/0/value required",
        ),
        (json!([{"pointer": "/colour", "value": "red"}]), "/changes/0/value unknownField"),
        (
            json!([{"pointer": "/saleArea", "value": {"country": ["CN"], "town": 1}}]),
            "/changes/0/value/town unknownField",
        ),
        (json!([{"pointer": "/quantity/value", "value": "much"}]), "/changes/0/value wrongType"),
        (json!([{"pointer": "/additives/9/cns", "value": "1"}]), "/changes/0/pointer notAPointer"),
        (
            json!([{"pointer": "/additives/4", "value": {"cns": "1"}}]),
            "/changes/0/pointer notAPointer",
        ),
        (json!([{"pointer": "/additives/00/cns", "value": "1"}]), "/changes/0/pointer notAPointer"),
        (json!([{"pointer": "/producedOn/x", "value": "1"}]), "/changes/0/pointer notAPointer"),
        (json!([{"pointer": "/additives/-", "value": null}]), "/changes/0/pointer notAPointer"),
        (json!([{"pointer": "/additives/7", "value": null}]), "/changes/0/pointer notAPointer"),
        (json!([{"pointer": "/formula", "value": null}]), "/changes/0/pointer notAPointer"),
        (
            json!([{"pointer": "/saleArea", "value": {"country": ["\u{202e}"]}},
                {"pointer": "/saleArea", "value": null}]),
            "/changes/1/pointer overlap",
        ),
        (
            json!([{"pointer": "/additives/-", "value": {"cns": "\u{202e}"}},
                {"pointer": "/additives/2", "value": null}]),
            "/changes/1/pointer overlap",
        ),
        (
            json!([{"pointer": "/additives/2", "value": null},
                {"pointer": "/additives/0/cns", "value": "1"}]),
            "/changes/1/pointer overlap",
        ),
        (json!([{"pointer": "/productVersion", "value": 2}]), "/changes/0/pointer notCorrectable"),
        (json!([{"pointer": "/units/issue", "value": 2}]), "/changes/0/pointer notCorrectable"),
    ];
    for (changes, expected) in rows {
        assert_eq!(findings(apply(&changes)), expected, "{changes}");
    }
}
