//! How lots find each other: suppliers that register later, inputs named by GTIN, and suppliers typed
//! from papers whose lot the owner confirms or rejects.

use super::{Firm, created, edges, firm, lot_of, lots, product};
use crate::harness::{MAKER, OTHER, TestApp};
use serde_json::{Value, json};

/// A line of ingredients with a source.
fn line(source: Value) -> Value {
    json!({
        "name": {"en": "soy"},
        "quantity": {"value": 8, "unit": "KGM"},
        "receivedOn": "2026-11-03",
        "source": source,
    })
}

fn typed(name: &str, lot: &str) -> Value {
    line(json!({"declared": {"name": name}, "lotAsPrinted": lot}))
}

fn registers(app: &TestApp, firm: &Firm, lot: &str, ingredients: Value) {
    created(app, &firm.token, &firm.path("batches"), &lot_of(lot, (10.0, "KGM"), &ingredients));
}

#[test]
fn a_supplier_that_registers_later_joins_what_was_said_of_it() {
    let app = TestApp::start();
    let maker = firm(&app, MAKER, "341124", "maker");
    maker.makes(&app, "M1", (10.0, "KGM"), &[(OTHER, "S1", (8.0, "KGM"))]);
    let before = maker.walk(&app, &maker.token, "M1", "");
    assert_eq!(lots(&before)[1], "n1 named unregistered S1");
    // A party that has a GB 11714 code is known by it until it is admitted.
    assert_eq!(before["nodes"][1]["organization"]["code"], OTHER[8..17]);
    let supplier = firm(&app, OTHER, "341126", "supplier");
    // Named and admitted, but nothing of it is released: that is nobody's to know.
    supplier.makes(&app, "S1", (20.0, "KGM"), &[]);
    assert_eq!(lots(&maker.walk(&app, &maker.token, "M1", ""))[1], "n1 named unknown S1");
    created(&app, &supplier.token, &supplier.path("batches/P/S1/release"), &json!({}));
    let after = maker.walk(&app, &maker.token, "M1", "");
    assert_eq!(lots(&after)[1], "n1 named released S1");
    assert_eq!(after["nodes"][1]["producedOn"], "2026-11-01");
    let forward = supplier.walk(&app, &supplier.token, "S1", "direction=forward");
    assert_eq!(forward["nodes"][1]["organization"]["code"], MAKER);
}

#[test]
fn an_input_named_by_gtin_meets_the_product_whenever_it_is_registered() {
    let app = TestApp::start();
    let maker = firm(&app, MAKER, "341124", "maker");
    registers(&app, &maker, "M1", json!([line(json!({"gtin": "9521001400176", "lot": "S1"}))]));
    let before = maker.walk(&app, &maker.token, "M1", "");
    assert_eq!(lots(&before)[1], "n1 named unregistered S1");
    assert_eq!(before["nodes"][1]["gtin"], "09521001400176");
    assert_eq!(before["nodes"][1]["product"], Value::Null);

    let supplier = firm(&app, OTHER, "341126", "supplier");
    let mut version = product("soy sauce");
    version["version"] = json!(2);
    version["gtin"] = json!("09521001400176");
    created(&app, &supplier.token, &supplier.path("products"), &version);
    supplier.sells(&app, "S1", (20.0, "KGM"), &[]);
    // By its identifiers too: one lot, both amounts.
    registers(
        &app,
        &maker,
        "M2",
        json!([
            line(json!({"gtin": "09521001400176", "lot": "S1"})),
            line(json!({"organization": OTHER, "product": "P", "lot": "S1"})),
        ]),
    );
    let after = maker.walk(&app, &maker.token, "M1", "");
    assert_eq!(lots(&after)[1], "n1 named released S1");
    assert_eq!(after["nodes"][1]["organization"]["code"], OTHER);
    let both = maker.walk(&app, &maker.token, "M2", "");
    assert_eq!((lots(&both).len(), edges(&both).len()), (2, 1));
    assert!(edges(&both)["n1>n0"].starts_with("8 KGM, 8 KGM"), "{both}");
    // From the other end, under every name the lot was given.
    let forward = supplier.walk(&app, &supplier.token, "S1", "direction=forward");
    assert_eq!(lots(&forward).len(), 3, "{forward}");
    // What was used by GTIN counts: 8 + 16 of 20 are gone.
    let body =
        lot_of("M3", (10.0, "KGM"), &json!([line(json!({"gtin": "9521001400176", "lot": "S1"}))]));
    let told = created(&app, &maker.token, &maker.path("batches"), &body);
    assert_eq!(told["warnings"][0]["code"], "overdraw", "{told}");
    assert!(told["warnings"][0].to_string().contains("12 KGM"), "{told}");
}

#[test]
fn a_typed_supplier_is_offered_and_confirmed_or_rejected() {
    let app = TestApp::start();
    let maker = firm(&app, MAKER, "341124", "maker");
    let supplier = firm(&app, OTHER, "341126", "某豆业（黑龙江）公司");
    let released = |lot: &str| supplier.sells(&app, lot, (20.0, "KGM"), &[]);
    ["A1", "B1", "C1", "D1"].into_iter().for_each(released);
    supplier.makes(&app, "N1", (20.0, "KGM"), &[]);
    let mut late = lot_of("LATE", (20.0, "KGM"), &json!([]));
    late["producedOn"] = json!("2026-11-04");
    created(&app, &supplier.token, &supplier.path("batches"), &late);
    created(&app, &supplier.token, &supplier.path("batches/P/LATE/release"), &json!({}));
    registers(
        &app,
        &maker,
        "M1",
        json!([
            typed("某豆业 (黑龙江) 公司", "A 1"),
            typed(&format!("豆业 {OTHER}"), "B1"),
            typed("另一家公司", "C1"),
            typed("某豆业（黑龙江）公司", "N1"),
            typed("某豆业（黑龙江）公司", "LATE"),
            line(json!({"organization": OTHER, "product": "P", "lot": "D1"})),
            line(json!({"declared": {"name": "某豆业（黑龙江）公司"}})),
        ]),
    );
    let path = maker.path("lineage/candidates");
    let list = |query: &str| app.get_as(&maker.token, &format!("{path}{query}")).json();
    let offered = list("");
    let lines: Vec<_> = offered["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            format!("{} {} {}", item["output"]["ingredient"], item["input"]["lot"], item["matched"])
        })
        .collect();
    // Another name, a lot not released, one made after it came, one named already: not offered.
    assert_eq!(lines, ["0 \"A1\" \"name\"", "1 \"B1\" \"code\""]);
    assert_eq!(offered["complete"], true);
    assert_eq!(list("?product=P&lot=M1")["items"], offered["items"]);
    assert_eq!(lots(&maker.walk(&app, &maker.token, "M1", "")).len(), 2, "an offer is no link");

    let id = |at: usize| offered["items"][at]["id"].as_str().unwrap().to_owned();
    let judge = |token: &str, key: &str, id: &str, what: &str| {
        app.post_keyed(token, key, &format!("{path}/{id}/{what}"), &json!({}))
    };
    assert_eq!(judge(&supplier.token, "x", &id(0), "confirmation").status, 403);
    let done = judge(&maker.token, "k1", &id(0), "confirmation");
    assert_eq!(done.status, 201, "{}", done.text());
    let again = judge(&maker.token, "k1", &id(0), "confirmation");
    assert_eq!((again.status, &again.json()["receipt"]), (200, &done.json()["receipt"]));
    // Judged, it is no candidate any more.
    assert_eq!(judge(&maker.token, "k2", &id(0), "rejection").status, 404);
    assert_eq!(judge(&maker.token, "k3", &id(1), "rejection").status, 201);
    assert_eq!(judge(&maker.token, "k4", &id(1), "confirmation").status, 404);
    assert_eq!(judge(&maker.token, "k5", "zz", "confirmation").status, 404);
    assert_eq!(list("")["items"], json!([]));

    let linked = maker.walk(&app, &maker.token, "M1", "");
    assert_eq!(
        lots(&linked),
        ["n0 full registered M1", "n1 named released A1", "n2 named released D1"]
    );
    assert_eq!(edges(&linked)["n1>n0"], "8 KGM, ofOutput 0.5");
    let forward = supplier.walk(&app, &supplier.token, "A1", "direction=forward");
    assert_eq!(forward["nodes"][1]["organization"]["code"], MAKER);
    let none = supplier.walk(&app, &supplier.token, "B1", "direction=forward");
    assert_eq!(lots(&none).len(), 1);
}

#[test]
fn what_was_erased_is_offered_no_more_and_replay_gives_the_same_links() {
    let app = TestApp::start();
    let maker = firm(&app, MAKER, "341124", "maker");
    let supplier = firm(&app, OTHER, "341126", "supplier");
    supplier.sells(&app, "A1", (20.0, "KGM"), &[]);
    for lot in ["M1", "M2"] {
        registers(&app, &maker, lot, json!([typed("SUPPLIER", "A1")]));
    }
    let path = maker.path("lineage/candidates");
    let count = |query: &str| {
        let found = app.get_as(&maker.token, &format!("{path}{query}")).json();
        found["items"].as_array().unwrap().len()
    };
    assert_eq!(count(""), 2);
    // A page at a time.
    let first = app.get_as(&maker.token, &format!("{path}?limit=1")).json();
    assert_eq!(first["items"][0]["output"]["lot"], "M1");
    let next = first["next"].as_str().unwrap();
    let second = app.get_as(&maker.token, &format!("{path}?limit=1&cursor={next}")).json();
    assert_eq!(
        (&second["items"][0]["output"]["lot"], &second["next"]),
        (&json!("M2"), &Value::Null)
    );

    let id = first["items"][0]["id"].as_str().unwrap();
    let confirmed =
        app.post_keyed(&maker.token, "k", &format!("{path}/{id}/confirmation"), &json!({}));
    assert_eq!(confirmed.status, 201);
    let erasure = json!({"section": "restricted", "legalGround": {"en": "on request"}});
    for lot in ["M1", "M2"] {
        let erase = maker.path(&format!("batches/P/{lot}/erasure"));
        assert_eq!(app.post_keyed(&app.operator, lot, &erase, &erasure).status, 201);
    }
    assert_eq!(count(""), 0);
    let before = maker.walk(&app, &maker.token, "M1", "");
    assert_eq!(lots(&before).len(), 2, "the link is a fact of its own");
    let token = maker.token.clone();
    let folder = app.stop();
    let rebuilt = std::process::Command::new(env!("CARGO_BIN_EXE_suyuan"))
        .args(["rebuild", "--data"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(rebuilt.status.success(), "{}", String::from_utf8_lossy(&rebuilt.stderr));
    let app = TestApp::on(folder, |options| options);
    assert_eq!(maker.walk(&app, &token, "M1", ""), before);
}
