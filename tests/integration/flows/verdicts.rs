//! Every verdict a scan can have, with its words, on page and JSON alike.

use super::{GTIN_PATH, accepted, add_product, at, lot_path, notices, page, reason, report, unit};
use super::{own_lot, standing_at};
use crate::food;
use crate::harness::{MAKER, OTHER, TestApp, batch, batch_path, recall};
use serde_json::{Value, json};

fn stage() -> (TestApp, String) {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "L1", 3);
    (app, token)
}

/// The same with food.
fn food_stage() -> (TestApp, String) {
    let app = TestApp::start();
    let token = food::with_maker(&app);
    food::lot(&app, &token, "L1", 3);
    (app, token)
}

/// The title of a path in both languages.
fn titles(app: &TestApp, path: &str) -> Value {
    report(app, path)["display"]["title"].clone()
}

#[track_caller]
fn says(app: &TestApp, path: &str, verdict: &str, [zh, en]: [&str; 2]) {
    assert_eq!(app.verdict(path), verdict, "{path}");
    assert_eq!(titles(app, path), json!({"zh": zh, "en": en}), "{path}");
    for (lang, title) in [("zh", zh), ("en", en)] {
        let page = page(app, path, lang).text();
        let heading = format!("<span>{title}</span></h1>");
        assert!(page.contains(&heading), "{path}: {page}");
    }
}

fn ordinals(first: u64, last: u64) -> Value {
    let mut body = reason();
    body["ordinals"] = json!({"first": first, "last": last});
    body
}

#[test]
fn registered() {
    let (app, token) = stage();
    let check = json!({
        "kind": "factoryTest",
        "reportNo": "R-1",
        "testedOn": "2026-11-03",
        "items": [{"item": "salmonella", "result": {"value": "ND"}, "limit": {"max": 0}}],
    });
    accepted(&app, &token, &batch_path("L1", "checks"), &check);
    let title = ["已登记，目前没有召回", "Registered, no recall now"];
    for path in [unit(&app, &token, "L1"), lot_path("L1"), GTIN_PATH.to_owned()] {
        says(&app, &path, "registered", title);
        assert_eq!(report(&app, &path)["reasons"], json!([]));
        let page = page(&app, &path, "en").text();
        assert!(page.contains("Codes can be copied"), "{page}");
    }
}

#[test]
fn registered_with_notices_to_read_first() {
    let (app, token) = stage();
    let title = ["已登记，有提示请先看", "Registered, please read this first"];
    let fat = json!({"item": "fat", "result": {"value": 31, "unit": "%"}, "limit": {"max": 30}});
    let check =
        json!({"kind": "factoryTest", "reportNo": "R-1", "testedOn": "2026-11-03", "items": [fat]});
    accepted(&app, &token, &batch_path("L1", "checks"), &check);
    says(&app, &unit(&app, &token, "L1"), "registered", title);
    assert_eq!(notices(&app, &lot_path("L1")), ["testFailed"]);
    says(&app, &lot_path("NEVER"), "registered", title);
    assert_eq!(notices(&app, &lot_path("NEVER")), ["lotNotRegistered"]);
    let page = page(&app, &lot_path("NEVER"), "en").text();
    assert!(page.contains("Lot NEVER is not registered"), "{page}");
}

#[test]
fn an_unreleased_lot_is_nobodys_to_know_without_its_code() {
    let (app, token) = stage();
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    accepted(&app, &token, &batches, &batch("L2", 2));
    let title = ["此码尚未登记上市", "Not yet released for sale"];
    says(&app, &unit(&app, &token, "L2"), "notActivated", title);
    assert_eq!(report(&app, &unit(&app, &token, "L2"))["reasons"][0]["code"], "notReleased");
    assert_eq!(notices(&app, &lot_path("L2")), ["lotNotRegistered"]);
    assert_eq!(app.get(&batch_path("L2", "")).status, 404);
    accepted(&app, &token, &batch_path("L2", "release"), &json!({}));
    says(&app, &unit(&app, &token, "L2"), "notActivated", title);
    assert_eq!(report(&app, &unit(&app, &token, "L2"))["reasons"][0]["code"], "notActivated");
    assert_eq!(app.verdict(&lot_path("L2")), "registered");
    accepted(&app, &token, &batch_path("L2", "activation"), &json!({}));
    assert_eq!(app.verdict(&unit(&app, &token, "L2")), "registered");
}

#[test]
fn activation_comes_after_release_and_unit_by_unit() {
    let (app, token) = stage();
    accepted(&app, &token, &format!("/api/v1/organizations/{MAKER}/batches"), &batch("L2", 3));
    let early = app.post(&token, &batch_path("L2", "activation"), &json!({}));
    assert_eq!((early.status, early.code().as_str()), (409, "notReleased"));
    accepted(&app, &token, &batch_path("L2", "release"), &json!({}));
    let some = json!({"ordinals": {"first": 2, "last": 2}});
    accepted(&app, &token, &batch_path("L2", "activation"), &some);
    let units = app.units(&token, "L2");
    let verdicts = units.iter().map(|[_, serial, _]| app.verdict(&format!("/c/{serial}")));
    let expected = ["notActivated", "registered", "notActivated"];
    assert_eq!(verdicts.collect::<Vec<_>>(), expected);
}

#[test]
fn recalled_and_ended() {
    let (app, token) = food_stage();
    let opened = accepted(&app, &token, "/api/v1/recalls", &recall(&["L1"]));
    let path = unit(&app, &token, "L1");
    says(&app, &path, "recalled", ["正在召回，请勿食用", "Recalled: do not eat"]);
    let product = ["有批次正在召回，请核对批号", "Some lots recalled: check yours"];
    says(&app, GTIN_PATH, "checkLot", product);
    let id = opened["id"].as_str().unwrap();
    accepted(&app, &token, &format!("/api/v1/recalls/{id}/closure"), &reason());
    says(&app, &path, "recallClosed", ["已召回批次，请勿食用", "Recalled lot: do not eat"]);
}

#[test]
fn held() {
    let (app, token) = stage();
    accepted(&app, &token, &batch_path("L1", "hold"), &reason());
    let title = ["暂停销售，核查中", "Sale suspended, being checked"];
    says(&app, &unit(&app, &token, "L1"), "held", title);
    says(&app, &lot_path("L1"), "held", title);
    let page = page(&app, &lot_path("L1"), "en").text();
    assert!(page.contains("there is no conclusion yet") && page.contains("misprinted"), "{page}");
}

#[test]
fn withdrawn_unit_and_withdrawn_lot() {
    let (app, token) = stage();
    accepted(&app, &token, &batch_path("L1", "voids"), &ordinals(1, 1));
    let path = unit(&app, &token, "L1");
    says(&app, &path, "withdrawn", ["此码已作废", "Code withdrawn"]);
    assert_eq!(report(&app, &path)["withdrawal"]["what"], "unit");
    assert!(page(&app, &path, "en").text().contains("(misprinted)"));
    assert_eq!(app.verdict(&lot_path("L1")), "registered");
    app.lot(&token, "L2", 1);
    accepted(&app, &token, &batch_path("L2", "withdrawal"), &reason());
    let title = ["此批已撤回", "Lot withdrawn"];
    says(&app, &unit(&app, &token, "L2"), "withdrawn", title);
    says(&app, &lot_path("L2"), "withdrawn", title);
    assert_eq!(report(&app, &lot_path("L2"))["withdrawal"]["what"], "batch");
    for step in ["release", "activation"] {
        let body = json!({"ordinals": {"first": 1, "last": 1}});
        let body = if step == "release" { json!({}) } else { body };
        app.post(&token, &batch_path("L2", step), &body);
    }
    assert_eq!(app.verdict(&unit(&app, &token, "L2")), "withdrawn");
}

#[test]
fn expired_the_day_after_the_last_day_of_the_ledgers_zone() {
    let app = standing_at("2026-12-03T00:00:00Z");
    let token = app.with_maker();
    let mut body = batch("L1", 1);
    body["expiresOn"] = "2027-01-07".into();
    accepted(&app, &token, &format!("/api/v1/organizations/{MAKER}/batches"), &body);
    accepted(&app, &token, &batch_path("L1", "release"), &json!({}));
    accepted(&app, &token, &batch_path("L1", "activation"), &json!({}));
    let path = unit(&app, &token, "L1");
    app.service.app.clock.set(at("2027-01-07T23:59:59.999+08:00"));
    assert_eq!(app.verdict(&path), "registered");
    assert_eq!(report(&app, &path)["batch"]["daysLeft"], 0);
    assert!(page(&app, &path, "en").text().contains("today is the last day"));
    app.service.app.clock.set(at("2027-01-08T00:00:00+08:00"));
    for path in [path.as_str(), &lot_path("L1")] {
        says(&app, path, "expired", ["已过保质期", "Past its date"]);
        assert_eq!(report(&app, path)["batch"]["daysLeft"], -1);
        assert!(page(&app, path, "en").text().contains("7 January 2027, which was yesterday"));
    }
    assert_eq!(app.verdict(GTIN_PATH), "registered");
}

#[test]
fn suspect_where_the_address_names_another_product_or_lot() {
    let (app, token) = stage();
    add_product(&app, &token, "TF-9", Some("06901234567892"));
    app.admit(OTHER, "producer", "341126");
    let serial = app.units(&token, "L1")[0][1].clone();
    let title = ["此码有异常，请核对", "Something is unusual: please compare"];
    for path in [
        format!("/01/06901234567892/21/{serial}"),
        format!("/01/00012345678905/21/{serial}"),
        format!("/o/{MAKER}/TF-9/21/{serial}"),
        format!("/o/{OTHER}/{serial}"),
    ] {
        says(&app, &path, "suspect", title);
        assert_eq!(report(&app, &path)["reasons"][0]["code"], "codeOfAnotherProduct", "{path}");
        assert_eq!(report(&app, &path)["key"]["product"], "SS-200", "{path}");
    }
    assert_eq!(app.verdict(&format!("/o/{MAKER}/{serial}")), "registered");
    let other_lot = format!("{GTIN_PATH}/10/L2/21/{serial}");
    assert_eq!(app.verdict(&other_lot), "suspect");
    assert_eq!(report(&app, &other_lot)["batch"]["lot"], "L1");
    assert_eq!(app.verdict(&format!("{GTIN_PATH}/10/L1/21/{serial}")), "registered");
    // What is worse is said first.
    accepted(&app, &token, "/api/v1/recalls", &recall(&["L1"]));
    assert_eq!(app.verdict(&format!("/01/06901234567892/21/{serial}")), "recalled");
}

#[test]
fn unknown_is_404_and_says_nothing_else() {
    let (app, _) = stage();
    let title = ["没有查到此码", "Not found here"];
    for path in ["/c/0000-0000-0000-0000", "/01/06901234567892", "/o/91340100099845715P/XYZ"] {
        says(&app, path, "unknown", title);
        assert_eq!(page(&app, path, "zh").status, 404, "{path}");
        let report = report(&app, path);
        assert_eq!(report["identifies"], "nothing");
        for absent in ["product", "batch", "organization", "receipt"] {
            assert!(report.get(absent).is_none(), "{path}: {report}");
        }
    }
}

#[test]
fn mistyped_is_400_on_page_and_json() {
    let (app, token) = stage();
    let serial = app.units(&token, "L1")[0][1].clone();
    let last = if serial.ends_with('7') { "8" } else { "7" };
    let wrong = format!("{}{last}", &serial[..15]);
    let title = ["可能输错一位", "One character seems wrong"];
    for path in [format!("/c/{wrong}"), format!("{GTIN_PATH}/21/{wrong}")] {
        says(&app, &path, "codeMistyped", title);
        let shown = page(&app, &path, "en");
        assert_eq!(shown.status, 400);
        assert!(
            shown.text().contains("<form class=\"card\" action=\"/c\""),
            "typing again is offered"
        );
    }
    let json = app.get(&format!("/api/v1/codes/{wrong}"));
    assert_eq!((json.status, &json.json()["verdict"]), (400, &json!("codeMistyped")));
}

#[test]
fn an_own_serial_says_that_it_can_be_guessed() {
    let (app, token) = stage();
    own_lot(&app, &token, "SS-200", "OWN", &json!({"first": "A001", "last": "A009"}));
    for path in [format!("{GTIN_PATH}/21/A005"), format!("/o/{MAKER}/A005")] {
        assert_eq!(app.verdict(&path), "registered", "{path}");
        assert!(notices(&app, &path).contains(&"ownSerial".to_owned()), "{path}");
        assert!(page(&app, &path, "en").text().contains("easy to guess"), "{path}");
        assert_eq!(report(&app, &path)["unit"]["codeKind"], "own", "{path}");
    }
    assert_eq!(app.verdict(&format!("{GTIN_PATH}/21/A010")), "unknown");
}

#[test]
fn an_erased_record_says_so() {
    let (app, token) = stage();
    let body = json!({"section": "public", "legalGround": {"zh": "依法删除", "en": "by law"}});
    accepted(&app, &app.operator, &batch_path("L1", "erasure"), &body);
    let path = unit(&app, &token, "L1");
    assert_eq!(app.verdict(&path), "registered");
    assert!(notices(&app, &path).contains(&"erased".to_owned()));
    assert!(report(&app, &path)["provenance"]["ingredients"].as_array().unwrap().is_empty());
}
