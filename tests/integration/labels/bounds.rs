//! What a label may be: module sizes, resolutions, and whose labels one may print.

use super::{answers, label_path, lot};
use crate::harness::{Answer, MAKER, OTHER, TestApp};
use serde_json::{Value, json};

fn stage() -> (TestApp, String, String) {
    let app = TestApp::start();
    let token = app.with_maker();
    let list = lot(&app, &token, [MAKER, "SS-200", "L1"], &Value::Null);
    answers(&app, &list[0]);
    (app, token, list[0].serial.clone())
}

fn side(answer: &Answer) -> u32 {
    png::Decoder::new(std::io::Cursor::new(&answer.bytes)).read_info().unwrap().info().width
}

#[test]
fn modules_outside_the_bounds_of_retail_are_refused() {
    let (app, token, serial) = stage();
    for (query, pointer) in [
        ("dpi=203&module=3", "?module"),
        ("dpi=300&module=4", "?module"),
        ("dpi=300&module=12", "?module"),
        ("dpi=600&module=9", "?module"),
        ("dpi=600&module=24", "?module"),
        ("module=0", "?module"),
        ("module=65535", "?module"),
        ("module=65536", "?module"),
        ("module=-5", "?module"),
        ("module=5.5", "?module"),
        ("dpi=149", "?dpi"),
        ("dpi=1201", "?dpi"),
        ("dpi=many", "?dpi"),
    ] {
        for kind in ["png", "svg"] {
            let path = format!("{}?{query}", label_path(MAKER, &serial, kind));
            let answer = app.get_as(&token, &path);
            assert_eq!(answer.status, 400, "{path}");
            assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{path}");
            assert_eq!(answer.json()["errors"][0]["code"], "outOfRange", "{path}");
        }
    }
}

#[test]
fn modules_inside_the_bounds_make_sides_of_whole_dots() {
    let (app, token, serial) = stage();
    let default = app.get_as(&token, &label_path(MAKER, &serial, "png"));
    // 300 dpi and 5 dots are the default.
    assert_eq!(side(&default) % 5, 0);
    let modules = side(&default) / 5;
    for (dpi, module) in [(203, 4), (203, 7), (300, 5), (300, 11), (600, 10), (600, 23)] {
        let path = format!("{}?dpi={dpi}&module={module}", label_path(MAKER, &serial, "png"));
        let answer = app.get_as(&token, &path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert_eq!(side(&answer), modules * module, "{path}");
    }
}

#[test]
fn labels_and_lists_are_the_firms_own() {
    let (app, token, serial) = stage();
    let stranger = app.admit(OTHER, "producer", "341126");
    let list = crate::harness::batch_path("L1", "units.csv");
    let paths = [label_path(MAKER, &serial, "png"), label_path(MAKER, &serial, "svg"), list];
    for path in &paths {
        let refused = app.get_as(&stranger, path);
        assert_eq!((refused.status, refused.code().as_str()), (403, "notYours"), "{path}");
        assert_eq!(app.get(path).status, 401, "{path}");
        assert_eq!(app.get_as(&app.operator, path).status, 403, "{path}");
        assert_eq!(app.get_as(&token, path).status, 200, "{path}");
    }
    // Under another firm the same code is not there.
    let elsewhere = app.get_as(&stranger, &label_path(OTHER, &serial, "png"));
    assert_eq!((elsewhere.status, elsewhere.code().as_str()), (404, "notFound"));
}

#[test]
fn there_is_no_label_of_what_was_not_registered() {
    let (app, token, _) = stage();
    for serial in ["0000000000000000", "NEVER", "0000-0000-0000-0000"] {
        let answer = app.get_as(&token, &label_path(MAKER, serial, "png"));
        assert_eq!((answer.status, answer.code().as_str()), (404, "notFound"), "{serial}");
    }
    let missing = app.get_as(&token, &crate::harness::batch_path("NEVER", "units.csv"));
    assert_eq!((missing.status, missing.code()), (404, "notFound".to_owned()));
    assert_eq!(json!(missing.header("content-type")), json!("application/problem+json"));
}
