//! Every kind of scope, against units, lots and products inside and outside of it, registered before and
//! after.

use super::{GTIN_PATH, SECOND, Stage, lot_path, lots, scope};
use crate::harness::{MAKER, OTHER, TestApp, batch, batch_path, product};
use serde_json::json;

#[test]
fn an_organization_is_recalled_with_all_its_products() {
    let stage = Stage::with_lots(&["L1"]);
    stage.second_product();
    let second = stage.second_lot("L1");
    let foreign = other_makers_unit(&stage.app);
    stage.all_say("L1", ["registered"; 3]);
    stage.open(&scope(&json!({})));
    stage.all_say("L1", ["recalled"; 3]);
    stage.says(&second, "recalled");
    stage.says(&format!("/o/{MAKER}/{SECOND}"), "recalled");
    stage.says(&foreign, "registered");
    stage.app.lot(&stage.maker, "L2", 3);
    stage.says(&stage.unit("L2", 1), "registered");
    stage.says(&lot_path("L2"), "registered");
}

#[test]
fn an_organization_is_recalled_with_what_it_registers_later() {
    let stage = Stage::with_lots(&["L1"]);
    stage.second_product();
    stage.open(&scope(&json!({"later": true})));
    stage.all_say("L1", ["recalled"; 3]);
    stage.says(&stage.registered("L2", "2026-11-02"), "recalled");
    stage.refused(&stage.maker, &batch_path("L2", "release"), &json!({}), 422, "lotRecalled");
}

#[test]
fn a_product_is_recalled_as_far_as_it_is_registered() {
    let stage = Stage::with_lots(&["L1", "L2"]);
    stage.second_product();
    let second = stage.second_lot("L1");
    stage.open(&scope(&json!({"product": "SS-200"})));
    stage.all_say("L1", ["recalled"; 3]);
    stage.all_say("L2", ["recalled"; 3]);
    stage.says(&second, "registered");
    stage.says(&format!("/o/{MAKER}/{SECOND}"), "registered");
    stage.app.lot(&stage.maker, "L3", 3);
    stage.all_say("L3", ["registered", "registered", "recalled"]);
    stage.says(&lot_path("NEVER"), "checkLot");
}

#[test]
fn a_product_is_recalled_with_later_lots_when_the_scope_says_so() {
    let stage = Stage::with_lots(&["L1"]);
    stage.open(&scope(&json!({"product": "SS-200", "later": true})));
    stage.all_say("L1", ["recalled"; 3]);
    stage.says(&stage.registered("L2", "2026-11-02"), "recalled");
    stage.says(&lot_path("NEVER"), "recalled");
}

#[test]
fn named_lots_are_recalled_whenever_they_are_registered() {
    let stage = Stage::with_lots(&["L1", "L2"]);
    stage.open(&lots(&["L1", "FUTURE"]));
    stage.all_say("L1", ["recalled", "recalled", "checkLot"]);
    stage.all_say("L2", ["registered", "registered", "checkLot"]);
    stage.says(&lot_path("FUTURE"), "recalled");
    stage.says(&stage.registered("FUTURE", "2026-11-02"), "recalled");
    stage.refused(&stage.maker, &batch_path("FUTURE", "release"), &json!({}), 422, "lotRecalled");
}

#[test]
fn the_product_says_which_lots_to_look_for() {
    let stage = Stage::with_lots(&["L1"]);
    stage.open(&lots(&["L1"]));
    let page = stage.app.send("GET", GTIN_PATH, &[("accept-language", "en")], None).text();
    assert!(page.contains("Affected: lot L1."), "{page}");
    assert!(page.contains(&format!("<form action=\"{GTIN_PATH}\"")), "{page}");
    let answer = stage.app.get(&format!("{GTIN_PATH}?lot=L1&lang=en"));
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), format!("{}?lang=en", lot_path("L1")));
}

#[test]
fn production_dates_bind_both_ends_included() {
    let stage = Stage::new();
    let days = [
        ("D30", "2026-11-30", "notActivated"),
        ("D01", "2026-12-01", "recalled"),
        ("D05", "2026-12-05", "recalled"),
        ("D06", "2026-12-06", "notActivated"),
    ];
    let units = days.map(|(lot, day, _)| stage.registered(lot, day));
    let dates = json!({"first": "2026-12-01", "last": "2026-12-05"});
    stage.open(&scope(&json!({"product": "SS-200", "producedOn": dates})));
    for (unit, (lot, _, verdict)) in units.iter().zip(days) {
        assert_eq!(stage.app.verdict(unit), verdict, "{lot}");
    }
    stage.says(GTIN_PATH, "checkLot");
    stage.says(&stage.registered("LATE-IN", "2026-12-03"), "recalled");
    stage.says(&stage.registered("LATE-OUT", "2026-12-07"), "notActivated");
}

#[test]
fn production_dates_without_a_product_reach_every_product() {
    let stage = Stage::with_lots(&["L1"]);
    stage.second_product();
    let second = stage.second_lot("L1");
    let day = |day: &str| scope(&json!({"producedOn": {"first": day, "last": day}}));
    let elsewhere = stage.open(&day("2026-10-31"));
    stage.all_say("L1", ["registered", "registered", "checkLot"]);
    stage.step(&elsewhere, "lifting", None);
    stage.open(&day("2026-11-01"));
    stage.all_say("L1", ["recalled", "recalled", "checkLot"]);
    stage.says(&second, "recalled");
}

#[test]
fn ordinals_inside_are_recalled_and_the_rest_is_not() {
    let stage = Stage::new();
    stage.app.lot(&stage.maker, "L1", 5);
    stage.app.lot(&stage.maker, "L2", 1);
    let units = json!({"lot": "L1", "first": 2, "last": 3});
    stage.open(&scope(&json!({"product": "SS-200", "units": units})));
    let verdicts: Vec<_> = (1..=5).map(|at| stage.app.verdict(&stage.unit("L1", at))).collect();
    let expected = ["registered", "recalled", "recalled", "registered", "registered"];
    assert_eq!(verdicts, expected);
    stage.says(&lot_path("L1"), "recalled");
    stage.says(GTIN_PATH, "checkLot");
    stage.all_say("L2", ["registered", "registered", "checkLot"]);
    // Units issued later count on; the range does not move.
    stage.app.post(&stage.maker, &batch_path("L1", "activation"), &json!({}));
    stage.says(&stage.unit("L1", 4), "registered");
}

#[test]
fn own_serials_inside_the_range_are_recalled() {
    let stage = Stage::new();
    let mut body = batch("OWN", 20);
    body.as_object_mut().unwrap().remove("units");
    let path = format!("/api/v1/organizations/{MAKER}/batches");
    stage.accepted(&stage.maker, &path, &body);
    let serials = json!({"serials": {"first": "SN-0001", "last": "SN-0020"}});
    stage.accepted(&stage.maker, &batch_path("OWN", "units"), &serials);
    for step in ["release", "activation"] {
        stage.accepted(&stage.maker, &batch_path("OWN", step), &json!({}));
    }
    let range = json!({"first": "SN-0009", "last": "SN-0011"});
    stage.open(&scope(&json!({"product": "SS-200", "serials": range})));
    for (serial, verdict) in [
        ("SN-0008", "registered"),
        ("SN-0009", "recalled"),
        ("SN-0010", "recalled"),
        ("SN-0011", "recalled"),
        ("SN-0012", "registered"),
    ] {
        stage.says(&format!("{GTIN_PATH}/21/{serial}"), verdict);
        stage.says(&format!("/o/{MAKER}/{serial}"), verdict);
    }
    stage.says(&lot_path("OWN"), "recalled");
    stage.says(GTIN_PATH, "checkLot");
}

#[test]
fn a_lot_without_the_recalled_serials_is_not_recalled() {
    let stage = Stage::with_lots(&["L1"]);
    let mut body = batch("OWN", 20);
    body.as_object_mut().unwrap().remove("units");
    let path = format!("/api/v1/organizations/{MAKER}/batches");
    stage.accepted(&stage.maker, &path, &body);
    let serials = json!({"serials": {"first": "SN-0001", "last": "SN-0020"}});
    stage.accepted(&stage.maker, &batch_path("OWN", "units"), &serials);
    stage.accepted(&stage.maker, &batch_path("OWN", "release"), &json!({}));
    let range = json!({"first": "SN-0009", "last": "SN-0011"});
    stage.open(&scope(&json!({"product": "SS-200", "serials": range})));
    stage.says(&lot_path("OWN"), "recalled");
    stage.says(&stage.unit("L1", 1), "registered");
    stage.says(&lot_path("L1"), "registered");
}

#[test]
fn a_product_warns_however_many_recalls_were_lifted_before() {
    let stage = Stage::with_lots(&["Z9"]);
    let names: Vec<String> = (0..300).map(|at| format!("A{at:03}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let id = stage.open(&lots(&names));
    stage.says(GTIN_PATH, "checkLot");
    stage.step(&id, "lifting", None);
    stage.says(GTIN_PATH, "registered");
    stage.open(&lots(&["Z9"]));
    stage.all_say("Z9", ["recalled", "recalled", "checkLot"]);
}

#[test]
fn a_correction_of_the_date_marks_and_never_unmarks() {
    let stage = Stage::with_lots(&["L1", "L2"]);
    let dates = json!({"first": "2026-12-01", "last": "2026-12-31"});
    let id = stage.open(&scope(&json!({"product": "SS-200", "producedOn": dates})));
    stage.all_say("L1", ["registered", "registered", "checkLot"]);
    stage.correct("L1", "/producedOn", "2026-12-15");
    stage.all_say("L1", ["recalled", "recalled", "checkLot"]);
    stage.correct("L1", "/producedOn", "2026-11-01");
    stage.all_say("L1", ["recalled", "recalled", "checkLot"]);
    stage.all_say("L2", ["registered", "registered", "checkLot"]);
    stage.step(&id, "lifting", None);
    stage.all_say("L1", ["registered"; 3]);
}

/// A unit of another firm, on sale.
fn other_makers_unit(app: &TestApp) -> String {
    let token = app.admit(OTHER, "producer", "341126");
    let mut goods = product();
    goods.as_object_mut().unwrap().remove("gtin");
    let base = format!("/api/v1/organizations/{OTHER}");
    assert_eq!(app.post(&token, &format!("{base}/products"), &goods).status, 201);
    assert_eq!(app.post(&token, &format!("{base}/batches"), &batch("L1", 1)).status, 201);
    for step in ["release", "activation"] {
        let path = format!("{base}/batches/SS-200/L1/{step}");
        assert_eq!(app.post(&token, &path, &json!({})).status, 201);
    }
    let rows = app.get_as(&token, &format!("{base}/batches/SS-200/L1/units.csv")).text();
    format!("/c/{}", rows.lines().nth(1).unwrap().split(',').nth(1).unwrap())
}
