//! Own serials that several products share: the reader chooses, and every choice leads on.

use super::{GTIN_PATH, add_product, notices, own_lot, page, report};
use crate::harness::{MAKER, TestApp, escape};
use serde_json::json;

fn shared() -> (TestApp, String) {
    let app = TestApp::start();
    let token = app.with_maker();
    add_product(&app, &token, "TF-9", None);
    let serials = json!({"list": ["000123", "aB/1", "only-here"]});
    own_lot(&app, &token, "SS-200", "S1", &serials);
    own_lot(&app, &token, "TF-9", "T1", &json!({"list": ["000123", "aB/1"]}));
    (app, token)
}

#[test]
fn several_products_with_one_serial_are_offered() {
    let (app, _) = shared();
    for serial in ["000123", "aB/1"] {
        let path = format!("/o/{MAKER}/{}", escape(serial));
        let json = app.send("GET", &path, &[("accept", "application/json")], None);
        assert_eq!(json.status, 300, "{}", json.text());
        let choices = json.json()["choices"].as_array().unwrap().clone();
        let products: Vec<_> = choices.iter().map(|it| it["product"].as_str().unwrap()).collect();
        assert_eq!(products, ["SS-200", "TF-9"]);
        let api = app.get(&format!("/api/v1/units/{MAKER}/{}", escape(serial)));
        assert_eq!(api.status, 300);
        let shown = page(&app, &path, "zh");
        assert_eq!(shown.status, 300);
        assert!(shown.text().contains("请选择产品"), "{}", shown.text());
        for choice in &choices {
            let path = choice["path"].as_str().unwrap();
            assert!(shown.text().contains(&format!("href=\"{path}?lang=zh\"")), "{}", shown.text());
            assert_eq!(app.verdict(path), "registered", "{path}");
            let chosen = report(&app, path);
            assert_eq!(chosen["key"]["product"], choice["product"]);
            assert_eq!(chosen["key"]["serial"], serial);
            assert_eq!(chosen["product"]["name"], choice["name"]);
        }
    }
}

#[test]
fn a_serial_of_one_product_needs_no_choice() {
    let (app, _) = shared();
    let path = format!("/o/{MAKER}/only-here");
    assert_eq!(app.verdict(&path), "registered");
    assert_eq!(report(&app, &path)["key"]["product"], "SS-200");
    assert!(notices(&app, &path).contains(&"ownSerial".to_owned()));
    assert_eq!(app.verdict(&format!("{GTIN_PATH}/21/000123")), "registered");
    assert_eq!(app.verdict(&format!("/o/{MAKER}/TF-9/21/only-here")), "unknown");
    assert_eq!(app.verdict(&format!("/o/{MAKER}/ONLY-HERE")), "unknown");
}

#[test]
fn a_lot_or_serial_may_hold_a_slash() {
    let (app, token) = shared();
    own_lot(&app, &token, "TF-9", "A/1", &json!({"list": ["x/y/z"]}));
    let lot = format!("/o/{MAKER}/TF-9/10/A%2F1");
    assert_eq!(app.verdict(&lot), "registered");
    assert_eq!(report(&app, &lot)["key"]["lot"], "A/1");
    for path in [format!("/O/{MAKER}/TF-9/21/x%2Fy%2Fz"), format!("/o/{MAKER}/x%2Fy%2Fz")] {
        assert_eq!(app.verdict(&path), "registered", "{path}");
        assert_eq!(report(&app, &path)["key"]["serial"], "x/y/z", "{path}");
    }
    let both = format!("/o/{MAKER}/TF-9/10/A%2F1/21/x%2Fy%2Fz");
    assert_eq!(app.verdict(&both), "registered");
}
