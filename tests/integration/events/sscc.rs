//! Cases and pallets: what lies in which, who may know, and what is refused or only told of them.

use super::state;
use crate::harness::{MAKER, OTHER, REGULATOR, TestApp, batch_path};
use serde_json::{Value, json};

const PALLET: &str = "095210010000000017";
const CASE_A: &str = "195210010000000014";
const CASE_B: &str = "295210010000000011";
const THIRD: &str = "91340100099845715P";

fn with(step: &str, more: Value) -> Value {
    let mut body = json!({"bizStep": step, "on": "2026-11-20"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

fn pieces(value: u64) -> Value {
    json!({"value": value, "unit": "EA"})
}

fn case(app: &TestApp, token: &str, sscc: &str) -> Value {
    let answer = app.get_as(token, &format!("/api/v1/sscc/{sscc}"));
    assert_eq!(answer.status, 200, "{sscc}: {}", answer.text());
    answer.json()["accounts"].clone()
}

fn status(app: &TestApp, token: &str, sscc: &str) -> u16 {
    app.get_as(token, &format!("/api/v1/sscc/{sscc}")).status
}

/// Packs two cases, stacks them, ships the pallet to the shop.
fn delivered(app: &TestApp) -> (String, String) {
    let maker = app.with_maker();
    app.lot(&maker, "E1", 100);
    app.lot(&maker, "E2", 100);
    let shop = app.admit(OTHER, "seller", "341126");
    let steps = [
        ("E1", with("packing", json!({"sscc": CASE_A, "quantity": pieces(20)}))),
        ("E2", with("packing", json!({"sscc": CASE_A, "quantity": pieces(5)}))),
        ("E1", with("packing", json!({"sscc": CASE_B, "quantity": pieces(12), "parent": PALLET}))),
        ("E1", with("packing", json!({"sscc": PALLET, "children": [CASE_A]}))),
        (
            "E1",
            with(
                "shipping",
                json!({
                    "sscc": PALLET, "quantity": pieces(32), "counterpart": OTHER, "region": "341126",
                }),
            ),
        ),
        ("E1", with("shipping", json!({"sscc": PALLET, "counterpart": THIRD}))),
    ];
    for (at, (lot, body)) in steps.into_iter().enumerate() {
        let answer = state(app, &maker, &format!("p{at}"), lot, &body);
        assert_eq!(answer["warnings"], Value::Null, "{body}");
    }
    (maker, shop)
}

#[test]
fn a_pallet_tells_what_it_holds_to_those_who_have_to_do_with_it() {
    let app = TestApp::start();
    let (maker, shop) = delivered(&app);
    let pallet = case(&app, &maker, PALLET);
    assert_eq!(pallet[0]["by"], MAKER);
    assert_eq!(pallet[0]["cases"], json!([CASE_A, CASE_B]));
    assert_eq!(pallet[0]["lots"], json!([]));
    assert_eq!(pallet[0]["steps"].as_array().unwrap().len(), 3, "{pallet}");
    assert_eq!(pallet[0]["more"], false);
    let inside = case(&app, &maker, CASE_A);
    assert_eq!(inside[0]["parent"], PALLET);
    let lots = inside[0]["lots"].as_array().unwrap();
    let held: Vec<_> =
        lots.iter().map(|lot| (&lot["lot"], &lot["quantities"][0]["value"])).collect();
    assert_eq!(held, [(&json!("E1"), &json!("20")), (&json!("E2"), &json!("5"))]);
    // The consignee sees what was sent to it, and not to whom else; what is inside was sent too.
    let seen = case(&app, &shop, PALLET);
    assert_eq!(seen[0]["cases"], json!([CASE_A, CASE_B]));
    assert_eq!(seen[0]["steps"].as_array().unwrap().len(), 1, "{seen}");
    assert_eq!(seen[0]["steps"][0]["counterpart"], OTHER);
    assert!(!seen.to_string().contains(THIRD), "{seen}");
    let inside = case(&app, &shop, CASE_A);
    assert_eq!((&inside[0]["lots"][1]["lot"], &inside[0]["steps"]), (&json!("E2"), &json!([])));
    let loose = json!({"sscc": "395210010000000018", "quantity": pieces(1)});
    state(&app, &maker, "loose", "E1", &with("packing", loose));
    assert_eq!(status(&app, &shop, "395210010000000018"), 404);
    // The shop's own account stands beside it, and the maker, whom it names, sees that.
    let received = with("receiving", json!({"sscc": PALLET, "counterpart": MAKER}));
    state(&app, &shop, "r", "E1", &received);
    assert_eq!(case(&app, &shop, PALLET).as_array().unwrap().len(), 2);
    assert_eq!(case(&app, &maker, PALLET).as_array().unwrap().len(), 2);
    // Others, and those who only act on the maker's goods, are told that nothing is there.
    let stranger = app.admit("91341602YYDEM3073G", "producer", "341126");
    let outside = app.admit("CN-REG:33", "regulator", "330000");
    let (seller, laboratory) = (app.token(MAKER, "seller"), app.token(MAKER, "laboratory"));
    for token in [&stranger, &outside, &seller, &laboratory, &app.operator] {
        assert_eq!(status(&app, token, PALLET), 404);
    }
    assert_eq!(app.get(&format!("/api/v1/sscc/{PALLET}")).status, 401);
    // A stranger that names the pallet opens its own account only.
    state(
        &app,
        &stranger,
        "x",
        "E1",
        &with("packing", json!({"sscc": PALLET, "quantity": pieces(1)})),
    );
    let own = case(&app, &stranger, PALLET);
    assert_eq!(own.as_array().unwrap().len(), 1);
    assert!(!own.to_string().contains(CASE_A), "{own}");
    assert_eq!(case(&app, &maker, PALLET).as_array().unwrap().len(), 2);
    let regulator = app.admit(REGULATOR, "regulator", "340000");
    assert_eq!(case(&app, &regulator, PALLET).as_array().unwrap().len(), 3);
}

#[test]
fn what_is_taken_out_is_out() {
    let app = TestApp::start();
    let (maker, _) = delivered(&app);
    let say = |key: &str, body: Value| state(&app, &maker, key, "E1", &body);
    say("1", with("unpacking", json!({"sscc": CASE_A, "quantity": pieces(8)})));
    assert_eq!(case(&app, &maker, CASE_A)[0]["lots"][0]["quantities"][0]["value"], "12");
    say("2", with("unpacking", json!({"sscc": CASE_A, "quantity": pieces(12)})));
    let lots = case(&app, &maker, CASE_A)[0]["lots"].clone();
    assert_eq!((lots.as_array().unwrap().len(), &lots[0]["lot"]), (1, &json!("E2")));
    say("3", with("unpacking", json!({"sscc": PALLET, "children": [CASE_A]})));
    assert_eq!(case(&app, &maker, PALLET)[0]["cases"], json!([CASE_B]));
    assert_eq!(case(&app, &maker, CASE_A)[0].get("parent"), None);
    // Put into another one, it leaves the first.
    say("4", with("packing", json!({"sscc": CASE_B, "parent": CASE_A})));
    assert_eq!(case(&app, &maker, PALLET)[0]["cases"], json!([]));
    assert_eq!(case(&app, &maker, CASE_A)[0]["cases"], json!([CASE_B]));
    // Without a quantity, or more than there was: no longer clear; all of it taken out: gone.
    say("5", with("unpacking", json!({"sscc": CASE_B, "quantity": pieces(13)})));
    let lot = case(&app, &maker, CASE_B)[0]["lots"][0].clone();
    assert_eq!((&lot["unclear"], &lot["quantities"]), (&json!(true), &json!([])));
    say("6", with("unpacking", json!({"sscc": CASE_B})));
    assert_eq!(case(&app, &maker, CASE_B)[0]["lots"], json!([]));
    say("7", with("packing", json!({"sscc": CASE_B})));
    assert_eq!(case(&app, &maker, CASE_B)[0]["lots"][0]["unclear"], true);
    // Shipped or received, nothing moves in or out.
    say("8", with("shipping", json!({"sscc": CASE_B, "quantity": pieces(3)})));
    assert_eq!(case(&app, &maker, CASE_B)[0]["lots"][0]["quantities"], json!([]));
}

#[test]
fn circles_and_slips_of_the_pen_are_told_not_refused() {
    let app = TestApp::start();
    let (maker, _) = delivered(&app);
    let say = |key: &str, body: Value| state(&app, &maker, key, "E1", &body)["warnings"].clone();
    let codes = |told: Value| {
        let told = told.as_array().cloned().unwrap_or_default();
        told.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let circle = say("1", with("packing", json!({"sscc": PALLET, "parent": CASE_A})));
    assert!(circle[0]["message"]["en"].as_str().unwrap().contains("in itself"), "{circle}");
    assert_eq!(codes(circle), ["caseLoop"]);
    let other_way = say("2", with("packing", json!({"sscc": CASE_B, "children": [PALLET]})));
    assert_eq!(codes(other_way), ["caseLoop"]);
    // Reading goes one level, so a circle does not catch it.
    assert_eq!(case(&app, &maker, PALLET)[0]["cases"].as_array().unwrap().len(), 2);
    let slip = say("3", with("packing", json!({"sscc": "095210010000000018"})));
    assert_eq!(codes(slip), ["ssccCheckDigit"]);
    let slip = say("4", with("unpacking", json!({"sscc": PALLET, "parent": "395210010000000019"})));
    assert_eq!(codes(slip), ["ssccCheckDigit"]);
    let answer = app.get_as(&maker, "/api/v1/sscc/1234");
    assert_eq!((answer.status, answer.code().as_str()), (400, "invalid"));
    let path = batch_path("E1", "events");
    let many: Vec<_> = (0..200).map(|at| format!("{at:018}")).collect();
    let full = app.post_keyed(
        &maker,
        "5",
        &path,
        &with("packing", json!({"sscc": PALLET, "children": many})),
    );
    assert_eq!(full.status, 201, "{}", full.text());
    let shown = case(&app, &maker, PALLET);
    assert_eq!(
        (&shown[0]["more"], shown[0]["cases"].as_array().unwrap().len()),
        (&json!(true), 200)
    );
}
