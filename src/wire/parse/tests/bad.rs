//! Bad bodies: an accepted one with one thing changed, and everything that is said about it.

use super::*;
use crate::limits::{
    ADDITIVES_COUNT_MAX, CHANGES_COUNT_MAX, CHECK_ITEMS_COUNT_MAX, CHECK_RESULTS_COUNT_MAX,
    FINDINGS_COUNT_MAX, ISSUE_UNITS_MAX, LINES_COUNT_MAX, LIST_COUNT_MAX, NAME_CHARS_MAX,
    SCOPE_LOTS_COUNT_MAX, SERIALS_LIST_COUNT_MAX, SHOWN_CHARS_MAX, TEXT_CHARS_MAX, WORD_CHARS_MAX,
};
use Route::*;

/// Route, place in its example, what is put there (`-` takes the member out), findings.
type Row = (Route, &'static str, &'static str, &'static str);

const PARTIES: &[Row] = &[
    (Organization, "/code", "\"91341124MA8TY6B187\"", "/code checkDigit"),
    (Organization, "/code", "\"abc\"", "/code notACode"),
    (Organization, "/code", "\"\"", "/code notACode"),
    (Organization, "/code", "17", "/code wrongType"),
    (Organization, "/code", r#"{"scheme":"X","number":"1"}"#, "/code notACode"),
    (Organization, "/code", r#"{"scheme":"US-FSIS"}"#, "/code wrongType"),
    (Organization, "/code", "-", "/code required"),
    (Organization, "/name", "{}", "/name required"),
    (Organization, "/name", "\"x\"", "/name wrongType"),
    (Organization, "/name/zh", "\"  \"", "/name/zh emptyText"),
    (Organization, "/name/en", "\"a\\u202eb\"", "/name/en character"),
    (Organization, "/name/en", "\"a\\u0000b\"", "/name/en controlCharacter"),
    (Organization, "/name/de", "\"x\"", "/name/de unknownField"),
    (Organization, "/roles", "[]", "/roles tooFew"),
    (Organization, "/roles", "[\"operator\"]", "/roles/0 notAWord"),
    (Organization, "/roles", "[\"producer\",\"producer\"]", "/roles/1 overlap"),
    (Organization, "/roles", "[\"producer\",1]", "/roles/1 wrongType"),
    (Organization, "/roles", "null", "/roles wrongType"),
    (Organization, "/region", "\"991124\"", "/region notARegion"),
    (Organization, "/contact", "{}", "/contact/phone required"),
    (Organization, "/contact/email", "\"nobody\"", "/contact/email malformed"),
    (Organization, "/contact/fax", "\"1\"", "/contact/fax unknownField"),
    (Organization, "/gln", "\"9521001000019\"", "/gln checkDigit"),
    (Organization, "/gln", "\"123\"", "/gln notACode"),
    (Token, "/role", "\"operator\"", "/role notAWord"),
    (Token, "/label", "\"\"", "/label emptyText"),
    (Token, "/expiresOn", "\"2027-02-29\"", "/expiresOn notADate"),
    (Token, "/post", "\"Wang Wei\"", "/post notAWord"),
];

const PRODUCTS: &[Row] = &[
    (Product, "/product", "\"a/b\"", "/product notAProductCode"),
    (Product, "/version", "0", "/version outOfRange"),
    (Product, "/version", "1.5", "/version wrongType"),
    (Product, "/version", "-1", "/version outOfRange"),
    (Product, "/version", "4294967296", "/version outOfRange"),
    (Product, "/gtin", "\"09521001400177\"", "/gtin checkDigit"),
    (Product, "/gtin", "\"12345\"", "/gtin notAGtin"),
    (Product, "/category", "\"Food.meat\"", "/category notACategory"),
    (Product, "/category", "\"food..meat\"", "/category notACategory"),
    (Product, "/category", "\"\"", "/category notACategory"),
    (Product, "/specification", "-", "/specification required"),
    (Product, "/netContent/value", "0", "/netContent/value outOfRange"),
    (Product, "/netContent/value", "\"200\"", "/netContent/value wrongType"),
    (Product, "/netContent/unit", "\"g\"", "/netContent/unit notAUnit"),
    (Product, "/responsibleParty", "\"x\"", "/responsibleParty notACode"),
    (Product, "/label/storage/minCel", "5", "/label/storage/maxCel order"),
    (
        Product,
        "/label/ingredientStatement/0/percent",
        "101",
        "/label/ingredientStatement/0/percent outOfRange",
    ),
    (Product, "/label/ingredientStatement/1", "{}", "/label/ingredientStatement/1/name required"),
    (Product, "/label/nutrition/items/0/unit", "\"k J\"", "/label/nutrition/items/0/unit notAUnit"),
    (Product, "/formula/visibility", "\"public\"", "/formula/visibility notAWord"),
    (Product, "/formula/lines/0/kg", "-1", "/formula/lines/0/kg outOfRange"),
    (Product, "/formula/lines/0/kg", "1e400", "/formula/lines/0/kg outOfRange"),
    (
        Product,
        "/formula/lines/0/kg",
        "0.12345678901234567890123456789",
        "/formula/lines/0/kg outOfRange",
    ),
];

const BATCHES: &[Row] = &[
    (Batch, "/lot", "\"2026 A1\"", "/lot notALot"),
    (Batch, "/lot", "\"123456789012345678901\"", "/lot notALot"),
    (Batch, "/producedOn", "\"2026-11-31\"", "/producedOn notADate"),
    (Batch, "/producedOn", "20261122", "/producedOn wrongType"),
    (Batch, "/expiresOn", "\"2026-11-21\"", "/expiresOn beforeProduction"),
    (Batch, "/origin", "{}", "/origin/country required"),
    (Batch, "/origin/country", "\"US\"", "/origin/region conflict"),
    (Batch, "/origin/country", "\"XX\"", "/origin/country notARegion"),
    (Batch, "/quantity/value", "0", "/quantity/value outOfRange"),
    (Batch, "/quantity/value", "1000000000000000.01", "/quantity/value outOfRange"),
    (Batch, "/quantity/unit", "\"ea\"", "/quantity/unit notAUnit"),
    (Batch, "/quantity/unit", "-", "/quantity/unit required"),
    (Batch, "/quantity", "[8100,\"EA\"]", "/quantity wrongType"),
    (Batch, "/quantity/netMass", "[1,\"KGM\"]", "/quantity/netMass wrongType"),
    (Batch, "/ingredients/1", "[{\"zh\":\"x\"}]", "/ingredients/1 wrongType"),
    (Batch, "/quantity/loss/0/value", "-0.1", "/quantity/loss/0/value outOfRange"),
    (Batch, "/ingredients", "-", "/ingredients required"),
    (Batch, "/additives", "-", "/additives required"),
    (Batch, "/ingredients/0/name", "-", "/ingredients/0/name required"),
    (Batch, "/ingredients/0/source/lot", "-", "/ingredients/0/source/lot required"),
    (
        Batch,
        "/ingredients/0/source/organization",
        "\"91230183MA1C4XW99M\"",
        "/ingredients/0/source/organization checkDigit",
    ),
    (
        Batch,
        "/ingredients/1/source",
        "{}",
        "/ingredients/1/source/organization required, /ingredients/1/source/product required, \
         /ingredients/1/source/lot required",
    ),
    (Batch, "/ingredients/1/receivedOn", "\"yesterday\"", "/ingredients/1/receivedOn notADate"),
    (Batch, "/ingredients/0/documents/0/type", "-", "/ingredients/0/documents/0/type required"),
    (Batch, "/ingredients/0/origin/region", "\"US-CA\"", "/ingredients/0/origin/region conflict"),
    (Batch, "/additives/0", "{}", "/additives/0/cns required"),
    (Batch, "/additives/0/cns", "\"09/002\"", "/additives/0/cns notACode"),
    (Batch, "/additives/1/activeFraction", "1.01", "/additives/1/activeFraction outOfRange"),
    (
        Batch,
        "/processControls/0/measuredAt",
        "\"2026-11-22T06:40:00\"",
        "/processControls/0/measuredAt notADate",
    ),
    (Batch, "/saleArea/country/0", "\"China\"", "/saleArea/country/0 notARegion"),
    (Batch, "/units/issue", "0", "/units/issue outOfRange"),
    (Batch, "/units/issue", "\"8\"", "/units/issue wrongType"),
    (Batch, "/colour", "\"red\"", "/colour unknownField"),
    (Batch, "/productVersion", "0", "/productVersion outOfRange"),
    (Batch, "/organization", "\"x\"", "/organization unknownField"),
];

const CHECKS: &[Row] = &[
    (Check, "/kind", "\"a b\"", "/kind notAWord"),
    (Check, "/reportNo", "\"\"", "/reportNo emptyText"),
    (Check, "/testedOn", "-", "/testedOn required"),
    (Check, "/reportState", "\"draft\"", "/reportState notAWord"),
    (Check, "/items/0/result", r#"{"stated":"good"}"#, "/items/0/result/stated notAWord"),
    (Check, "/items/0/result", r#"{"stated":"合格"}"#, "/items/0/result/stated notAWord"),
    (
        Check,
        "/items/0/result",
        r#"{"stated":"detected","value":1,"unit":"g"}"#,
        "/items/0/result/stated conflict",
    ),
    (
        Check,
        "/items/0/result",
        r#"{"stated":"detected","comparator":"<"}"#,
        "/items/0/result/comparator conflict",
    ),
    (Check, "/items/0/result", "{}", "/items/0/result/value required"),
    (Check, "/items/0/item", "\"nitrite\u{202e}\"", "/items/0/item character"),
    (Check, "/reporter", "\"a\\u0007\"", "/reporter controlCharacter"),
    (Check, "/items/0/result", "-", "/items/0/result required"),
    (Check, "/items/1/result", r#"{"value":1,"unit":"g"}"#, "/items/1/results conflict"),
    (Check, "/items/0/result/unit", "-", "/items/0/result/unit required"),
    (Check, "/items/0/result/value", "\"none\"", "/items/0/result/value wrongType"),
    (Check, "/items/3/result/comparator", "\"~\"", "/items/3/result/comparator notAWord"),
    (Check, "/items/3/result/value", "\"ND\"", "/items/3/result/comparator conflict"),
    (Check, "/items/0/pass", "true", "/items/0/pass unknownField"),
    (Check, "/items/0/hazard", "\"bad\"", "/items/0/hazard notAWord"),
    (Check, "/items/1/results/2", "\"few\"", "/items/1/results/2 wrongType"),
    (Check, "/items/1/unit", "-", "/items/1/unit required"),
    (Check, "/items/1/plan/c", "6", "/items/1/plan/c outOfRange"),
    (Check, "/items/1/plan/n", "0", "/items/1/plan/n outOfRange, /items/1/plan/c outOfRange"),
    (Check, "/items/1/plan/M", "1", "/items/1/plan/M order"),
    (Check, "/items/0/limit/min", "31", "/items/0/limit/max order"),
];

const RECALLS: &[Row] = &[
    (Recall, "/regime", "\"toys\"", "/regime notAWord"),
    (Recall, "/regime", "\"vehicle\"", "/class classNotInRegime"),
    (Recall, "/class", "4", "/class outOfRange"),
    (Recall, "/class", "300", "/class outOfRange"),
    (Recall, "/class", "\"1\"", "/class wrongType"),
    (Recall, "/kind", "\"forced\"", "/kind notAWord"),
    (Recall, "/hazard", "\"glass\"", "/hazard notAWord"),
    (Recall, "/reason", "-", "/reason required"),
    (Recall, "/remedy", "[\"refund\",\"refund\"]", "/remedy/1 overlap"),
    (Recall, "/remedy", "[\"money\"]", "/remedy/0 notAWord"),
    (Recall, "/scope", "{}", "/scope/organization required"),
    (Recall, "/scope/product", "-", "/scope/product required"),
    (Recall, "/scope/lots", "[]", "/scope/lots tooFew"),
    (Recall, "/scope/lots", "[\"A\",\"A\"]", "/scope/lots/1 overlap"),
    (Recall, "/scope/lots", "[\"a b\"]", "/scope/lots/0 notALot"),
    (Recall, "/scope/later", "true", "/scope/later conflict"),
    (Recall, "/scope/units", r#"{"lot":"A","first":1,"last":2}"#, "/scope/units conflict"),
    (
        Recall,
        "/scope/ingredientLot",
        r#"{"organization":"x","product":"p","lot":"l"}"#,
        "/scope/ingredientLot conflict, /scope/ingredientLot/organization notACode",
    ),
    (
        Recall,
        "/scope/receivedFrom",
        r#"{"supplier":"x","supplierName":"y","first":"2026-11-02","last":"2026-11-01"}"#,
        "/scope/receivedFrom conflict, /scope/receivedFrom/supplierName conflict, \
         /scope/receivedFrom/last order, /scope/product conflict",
    ),
    (Preview, "/scope/lots", "[\"a b\"]", "/scope/lots/0 notALot"),
    (Preview, "/scope", "-", "/scope required"),
    (Preview, "/x", "1", "/x unknownField"),
    (Step, "/scope/producedOn/last", "\"2026-10-31\"", "/scope/producedOn/last order"),
    (Step, "/scope/producedOn/first", "\"x\"", "/scope/producedOn/first notADate"),
    (Step, "/reason", "{}", "/reason required"),
    (End, "/evidence", "\"\"", "/evidence emptyText"),
    (End, "/evidence", "1", "/evidence wrongType"),
    (Erasure, "/section", "\"all\"", "/section notAWord"),
    (Erasure, "/legalGround", "-", "/legalGround required"),
    (Reason, "/reason/zh", "7", "/reason/zh wrongType"),
    (Reason, "/reason", "null", "/reason wrongType"),
];

const UNITS: &[Row] = &[
    (UnitsChange, "/ordinals/first", "0", "/ordinals/first outOfRange"),
    (UnitsChange, "/ordinals/first", "21", "/ordinals/last order"),
    (UnitsChange, "/ordinals", "-", "/ordinals required"),
    (Activation, "/ordinals/last", "-", "/ordinals/last required"),
    (Activation, "/ordinals/last", "-7", "/ordinals/last outOfRange"),
    (Empty, "/force", "true", "/force unknownField"),
    (Units, "/serials", "-", "/issue required"),
    (Units, "/issue", "5", "/serials conflict"),
    (Units, "/serials/last", "\"SN999\"", "/serials/last unequalShape"),
    (Units, "/serials/last", "\"SM0999\"", "/serials/last unequalShape"),
    (Units, "/serials/last", "\"SN0000\"", "/serials/last order"),
    (Units, "/serials/first", "\"SN 1\"", "/serials/first notASerial"),
    (Units, "/serials/last", "-", "/serials/last required"),
    (Units, "/serials/list", "[\"A\"]", "/serials/list conflict"),
    (Units, "/serials", r#"{"list":[]}"#, "/serials/list tooFew"),
    (Units, "/serials", r#"{"list":["A","B","A"]}"#, "/serials/list/2 overlap"),
    (Units, "/serials", r#"{"list":["A","批"]}"#, "/serials/list/1 notASerial"),
    (
        Units,
        "/serials",
        r#"{"first":"0000000000000000","last":"0000000000000000"}"#,
        "/serials/first looksLikeIssuedCode",
    ),
    (Units, "/serials", r#"{"list":["0000000000000000"]}"#, "/serials/list/0 looksLikeIssuedCode"),
    (
        Units,
        "/serials",
        r#"{"first":"2026112200000001","last":"2026112200008100"}"#,
        "/serials/first looksLikeIssuedCode",
    ),
    (Units, "/serials", r#"{"first":"0000000001","last":"9999999999"}"#, "/serials/last tooMany"),
    (Correction, "/kind", "\"wish\"", "/kind notAWord"),
    (Correction, "/changes", "[]", "/changes tooFew"),
    (Correction, "/changes/0/value", "-", "/changes/0/value required"),
    (Correction, "/changes/0/pointer", "\"additives\"", "/changes/0/pointer notAPointer"),
    (Correction, "/changes/0/pointer", "\"/a~2\"", "/changes/0/pointer notAPointer"),
    (Correction, "/changes/0/pointer", "\"\"", "/changes/0/pointer notAPointer"),
    (Correction, "/changes/0/pointer", "\"/lot\"", "/changes/0/pointer notCorrectable"),
    (Correction, "/changes/0/pointer", "\"/product\"", "/changes/0/pointer notCorrectable"),
    (Correction, "/changes/0/pointer", "\"/organization\"", "/changes/0/pointer notCorrectable"),
    (Correction, "/changes/0/pointer", "\"/units\"", "/changes/0/pointer notCorrectable"),
];

/// The example of a route with one place changed.
fn changed(route: Route, place: &str, value: Option<Value>) -> Value {
    let mut body = route.example();
    let (parent, name) = place.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap();
    match (parent, value) {
        (Value::Object(members), Some(value)) => _ = members.insert(name.to_owned(), value),
        (Value::Object(members), None) => _ = members.remove(name).unwrap(),
        (Value::Array(elements), Some(value)) => elements[name.parse::<usize>().unwrap()] = value,
        other => panic!("{other:?}"),
    }
    body
}

#[test]
fn every_fault_is_told_at_its_place() {
    let tables = [PARTIES, PRODUCTS, BATCHES, CHECKS, RECALLS, UNITS];
    for (route, place, put, expected) in tables.into_iter().flatten() {
        let value = (*put != "-").then(|| serde_json::from_str(put).unwrap());
        let body = changed(*route, place, value);
        assert_eq!(findings(route.parse(&bytes(&body))), *expected, "{route:?} {place} {put}");
    }
}

#[test]
fn faults_come_out_together() {
    let body = br#"{"product":7,"lot":"a b","colour":"red","producedOn":"2026-02-30",
        "quantity":{"value":-1,"unit":"pieces"},"ingredients":[{"quantity":"much"}],"additives":{}}"#;
    let expected = "/product wrongType, /colour unknownField, \
        /ingredients/0/quantity wrongType, /ingredients/0/name required, /additives wrongType, \
        /origin required, /lot notALot, /producedOn notADate, /quantity/value outOfRange, \
        /quantity/unit notAUnit";
    let mut found: Vec<String> =
        findings(batch(&firm(), body)).split(", ").map(str::to_owned).collect();
    let mut expected: Vec<String> = expected.split(", ").map(str::to_owned).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn bodies_that_are_no_object_are_refused() {
    for route in ROUTES {
        for body in ["[]", "null", "1", "\"x\"", "true"] {
            assert_eq!(findings(route.parse(body.as_bytes())), " wrongType", "{route:?} {body}");
        }
        assert_eq!(findings(route.parse(b"{")), " malformed");
        assert_eq!(findings(route.parse(b"{\"a\xff\":1}")), " malformed");
        assert_eq!(findings(route.parse(&b"[".repeat(17))), " tooDeep");
        let twice = [b"{\"x\":1,\"x\":2,", &bytes(&route.example())[1..]].concat();
        if route != Route::Empty {
            let found = findings(route.parse(&twice));
            assert_eq!(found, "/x duplicateField, /x unknownField", "{route:?}");
        }
    }
    assert_eq!(findings(empty(br#"{"x":1,"x":2}"#)), "/x duplicateField, /x unknownField");
}

/// Something just over each bound, and the bound itself.
#[test]
fn bounds_hold() {
    let list = |value: &Value, count: usize| Value::Array(vec![value.clone(); count]);
    let numbered = |count: usize| -> Value { (0..count).map(|at| format!("L{at:05}")).collect() };
    let check = Route::Check.example();
    let lists = [
        (Batch, "/ingredients", Route::Batch.example()["ingredients"][1].clone(), LINES_COUNT_MAX),
        (Batch, "/additives", json!({"cns": "09.002"}), ADDITIVES_COUNT_MAX),
        (Batch, "/processControls", json!({"step": "a", "parameter": "b"}), LINES_COUNT_MAX),
        (Batch, "/quantity/loss", json!({"kind": "a", "value": 1, "unit": "KGM"}), LIST_COUNT_MAX),
        (Batch, "/ingredients/0/documents", json!({"type": "a"}), LIST_COUNT_MAX),
        (Product, "/label/ingredientStatement", json!({"cns": "15.004"}), LINES_COUNT_MAX),
        (Product, "/label/basis", json!("GB 7718"), LIST_COUNT_MAX),
        (Product, "/formula/lines", json!({"cns": "15.004", "kg": 1}), LINES_COUNT_MAX),
        (Check, "/items", check["items"][0].clone(), CHECK_ITEMS_COUNT_MAX),
        (Check, "/items/1/results", json!(1), CHECK_RESULTS_COUNT_MAX),
    ];
    for (route, place, element, most) in lists {
        let with = |count| {
            findings(route.parse(&bytes(&changed(route, place, Some(list(&element, count))))))
        };
        assert_eq!(with(most), "", "{place}");
        assert_eq!(with(most + 1), format!("{place} tooMany"));
    }
    for (route, place, most) in
        [(Recall, "/scope/lots", SCOPE_LOTS_COUNT_MAX), (Units, "/serials", SERIALS_LIST_COUNT_MAX)]
    {
        let with = |count| {
            let list =
                if route == Units { json!({"list": numbered(count)}) } else { numbered(count) };
            findings(route.parse(&bytes(&changed(route, place, Some(list)))))
        };
        assert_eq!(with(most), "");
        assert!(with(most + 1).ends_with(" tooMany"));
    }
    for (route, place, most) in [
        (Organization, "/name/en", NAME_CHARS_MAX),
        (Reason, "/reason/en", TEXT_CHARS_MAX),
        (Check, "/reportNo", WORD_CHARS_MAX),
    ] {
        let with = |count| {
            let text = Value::String("字".repeat(count));
            findings(route.parse(&bytes(&changed(route, place, Some(text)))))
        };
        assert_eq!(with(most), "");
        assert_eq!(with(most + 1), format!("{place} tooLong"));
    }
    let issue = |count: u64| findings(units(&bytes(&json!({"issue": count}))));
    assert_eq!(issue(ISSUE_UNITS_MAX), "");
    assert_eq!(issue(ISSUE_UNITS_MAX + 1), "/issue outOfRange");
    let category = |chars| {
        findings(product(
            &firm(),
            &bytes(&changed(Product, "/category", Some(json!("a".repeat(chars))))),
        ))
    };
    assert_eq!(category(crate::limits::CATEGORY_CHARS_MAX), "");
    assert_eq!(category(crate::limits::CATEGORY_CHARS_MAX + 1), "/category notACategory");
    let changes: Vec<Value> = (0..=CHANGES_COUNT_MAX)
        .map(|at| json!({"pointer": format!("/additives/{at}/ins"), "value": "1"}))
        .collect();
    let body =
        |count: usize| bytes(&changed(Correction, "/changes", Some(json!(changes[..count]))));
    assert_eq!(findings(correction(&body(CHANGES_COUNT_MAX))), "");
    assert_eq!(findings(correction(&body(CHANGES_COUNT_MAX + 1))), "/changes tooMany");
}

#[test]
fn findings_are_few_short_and_clean() {
    let lines = json!(vec![json!({"name": {"zh": ""}}); LINES_COUNT_MAX]);
    let body = bytes(&changed(Batch, "/ingredients", Some(lines)));
    let Err(Refusal::Invalid(errors)) = batch(&firm(), &body) else { panic!("accepted") };
    assert_eq!(errors.len(), FINDINGS_COUNT_MAX);
    let long = format!("\u{202e}\n{}", "x".repeat(100));
    let body = bytes(&changed(Batch, "/lot", Some(json!(long))));
    let Err(Refusal::Invalid(errors)) = batch(&firm(), &body) else { panic!("accepted") };
    let shown = &errors[0].value;
    assert_eq!(shown.chars().count(), SHOWN_CHARS_MAX);
    assert!(shown.starts_with("\u{fffd}\u{fffd}x") && shown.ends_with('…'), "{shown}");
}
