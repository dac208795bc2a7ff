//! Balances over drawn histories: what a running sum finds is what summing everything anew finds; and
//! what one statement costs does not grow with the history.

use super::state;
use crate::harness::{MAKER, OTHER, TestApp, batch, batch_path};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use suyuan::domain::quantity::{Quantity, Unit};
use suyuan::rules::balance::{Balance, LeftFrom, Tolerance, leaving};

/// Numbers drawn alike at every run.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % end
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let at = self.below(words.len() as u64);
        words[usize::try_from(at).unwrap()]
    }
}

/// Everything stated of one lot, kept apart by what it means.
#[derive(Default)]
struct Stated {
    shipped: Vec<Quantity>,
    gone: Vec<Quantity>,
    destroyed: Vec<Quantity>,
    sold: Vec<Quantity>,
    returned: Vec<Quantity>,
}

fn quantity(value: u64, unit: &str) -> Quantity {
    Quantity { value: Decimal::from(value), unit: Unit::parse(unit).unwrap() }
}

impl Stated {
    fn of(&mut self, step: &str) -> Option<&mut Vec<Quantity>> {
        Some(match step {
            "shipping" => &mut self.shipped,
            "loss" | "rework" => &mut self.gone,
            "destroying" => &mut self.destroyed,
            "selling" => &mut self.sold,
            "returning" => &mut self.returned,
            _ => return None,
        })
    }

    /// By how much too much, as a warning tells it.
    fn told(&self, made: &Quantity, net: Option<&Quantity>) -> Option<String> {
        let balance = leaving(&LeftFrom {
            made,
            net_content: net,
            shipped: &self.shipped,
            used: &self.gone,
            destroyed: &self.destroyed,
            sold: &self.sold,
            returned: &self.returned,
            tolerance: Tolerance::NONE,
        });
        match balance {
            Balance::Overdraw { by, unit } => Some(format!("{} {unit}", by.normalize())),
            _ => None,
        }
    }
}

fn overdraw(answer: &Value) -> Option<String> {
    let told = answer["warnings"].as_array()?;
    let found = told.iter().find(|one| one["code"] == "overdraw")?;
    let text = found["message"]["en"].as_str().unwrap();
    Some(text.split(": ").nth(1).unwrap().trim_end_matches(" too much.").to_owned())
}

#[test]
fn running_sums_find_what_a_full_sum_finds() {
    const STEPS: [&str; 8] = [
        "shipping",
        "selling",
        "returning",
        "destroying",
        "loss",
        "rework",
        "packing",
        "receiving",
    ];
    let app = TestApp::start();
    let maker = app.with_maker();
    let shop = app.admit(OTHER, "seller", "341126");
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    // Unit of what was made and of what is stated of it; net mass of the whole lot.
    let kinds: [(&str, &[&str], Option<u64>); 4] = [
        ("EA", &["EA", "H87"], None),
        ("EA", &["EA", "KGM", "GRM"], Some(50)),
        ("KGM", &["KGM", "GRM", "TNE"], None),
        ("EA", &["EA", "EA", "EA", "EA", "EA", "EA", "KGM", "MTR"], None),
    ];
    let mut drawn = Drawn(17);
    let mut overdrawn = 0;
    for (at, (unit, units, net)) in kinds.into_iter().enumerate() {
        let lot = format!("D{at}");
        let mut body = batch(&lot, 100);
        body["quantity"] = json!({"value": 100, "unit": unit});
        if let Some(net) = net {
            body["quantity"]["netMass"] = json!({"value": net, "unit": "KGM"});
        }
        assert_eq!(app.post(&maker, &batches, &body).status, 201);
        assert_eq!(app.post(&maker, &batch_path(&lot, "release"), &json!({})).status, 201);
        let made = quantity(100, unit);
        let per_piece = net.map(|net| Quantity {
            value: Decimal::from(net) / Decimal::from(100),
            unit: Unit::parse("KGM").unwrap(),
        });
        let mut stated = Stated::default();
        for number in 0..60 {
            let step = drawn.pick(&STEPS);
            let unit = drawn.pick(units);
            let value = 1 + drawn.below(if unit == "GRM" { 20_000 } else { 20 });
            let foreign = drawn.below(4) == 0;
            let body = json!({
                "bizStep": step, "on": "2026-11-20", "quantity": {"value": value, "unit": unit},
            });
            let token = if foreign { &shop } else { &maker };
            let answer = state(&app, token, &format!("{at}-{number}"), &lot, &body);
            // What others say of the lot is theirs: it adds nothing and is told nothing.
            if foreign {
                assert_eq!(overdraw(&answer), None, "{body}");
                continue;
            }
            let counted = stated.of(step).map(|list| list.push(quantity(value, unit))).is_some();
            let expected = stated.told(&made, per_piece.as_ref()).filter(|_| counted);
            assert_eq!(overdraw(&answer), expected, "{lot} {number} {body}");
            overdrawn += usize::from(expected.is_some());
        }
    }
    assert!(overdrawn > 40, "{overdrawn}");
}

/// A correction that states another amount of the same input replaces the first; two lines of one lot
/// are added up.
#[test]
fn a_corrected_input_is_counted_once() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    let mut raw = batch("RAW", 1);
    raw["quantity"] = json!({"value": 100, "unit": "KGM"});
    assert_eq!(app.post(&maker, &batches, &raw).status, 201);
    let source = json!({"organization": MAKER, "product": "SS-200", "lot": "RAW"});
    let line = |value: u64| json!({"name": {"en": "pork"}, "quantity": {"value": value, "unit": "KGM"}, "source": source});
    let mut first = batch("OUT1", 1);
    first["ingredients"] = json!([line(60), line(50)]);
    let told = app.post(&maker, &batches, &first).json()["warnings"].clone();
    assert_eq!(told[0]["pointer"], "/ingredients/1/quantity", "{told}");
    assert!(told[0]["message"]["en"].as_str().unwrap().contains("10 KGM"), "{told}");
    let correction = json!({
        "kind": "record", "reason": {"en": "weighed again"},
        "changes": [{"pointer": "/ingredients/1/quantity/value", "value": 30}],
    });
    let path = batch_path("OUT1", "corrections");
    assert_eq!(app.post_keyed(&maker, "c", &path, &correction).status, 201);
    let balance = app.get_as(&maker, &batch_path("RAW", "steps")).json()["balance"].clone();
    assert_eq!((balance["left"].as_str(), balance["unit"].as_str()), (Some("10"), Some("KGM")));
    let mut second = batch("OUT2", 1);
    second["ingredients"] = json!([line(10)]);
    assert_eq!(app.post(&maker, &batches, &second).json()["warnings"], Value::Null);
    let mut third = batch("OUT3", 1);
    third["ingredients"] = json!([line(1)]);
    let told = app.post(&maker, &batches, &third).json()["warnings"].clone();
    assert!(told[0]["message"]["en"].as_str().unwrap().contains("1 KGM"), "{told}");
}

/// However much others say of a lot, the page shows what its owner says, the newest of it.
#[test]
fn others_cannot_hide_the_owners_steps() {
    let app = TestApp::start();
    let maker = app.with_maker();
    app.lot(&maker, "E1", 10);
    let shop = app.admit(OTHER, "seller", "341126");
    let said = |step: &str, day: u64| json!({"bizStep": step, "on": format!("2026-11-{day:02}")});
    for number in 0..60 {
        state(&app, &shop, &format!("f{number}"), "E1", &said("receiving", 20));
    }
    for number in 0..55 {
        state(&app, &maker, &format!("o{number}"), "E1", &said("packing", 1 + number / 5));
    }
    state(&app, &maker, "last", "E1", &said("shipping", 28));
    let report = app.get("/api/v1/gtins/09521001400176/lots/E1").json();
    let timeline = report["provenance"]["timeline"].as_array().unwrap().clone();
    let count = |step: &str| timeline.iter().filter(|one| one["bizStep"] == step).count();
    assert_eq!((count("receiving"), count("packing"), count("shipping")), (0, 49, 1));
    assert_eq!(timeline.last().unwrap()["bizStep"], "shipping", "{timeline:?}");
    let days: Vec<_> = timeline.iter().map(|one| one["on"].as_str().unwrap()).collect();
    assert!(days.is_sorted(), "{days:?}");
}
