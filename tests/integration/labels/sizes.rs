//! Codes cost nothing until they are scanned: ten million take the room of ten.

use crate::harness::{MAKER, TestApp, batch_path};
use serde_json::{Value, json};
use suyuan::store::layout::Family;
use suyuan::store::read::Read;
use suyuan::views::query;

/// What the store holds, in all families together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Held {
    facts: u64,
    rows: usize,
    bytes: usize,
}

impl Held {
    fn of(app: &TestApp) -> Self {
        let snapshot = app.service.app.snapshot();
        let all =
            |family: &Family| snapshot.range(*family, &[], &[u8::MAX; 64], usize::MAX).unwrap();
        // A leaf of the log completes one or more of its subtrees, by its position alone.
        let counted = Family::ALL.iter().filter(|family| **family != Family::LogHashes);
        let pairs: Vec<_> = counted.flat_map(all).collect();
        let bytes = pairs.iter().map(|(key, value)| key.len() + value.len()).sum();
        Self { facts: query::facts(&snapshot).unwrap(), rows: pairs.len(), bytes }
    }

    /// What came since.
    fn since(self, before: Self) -> Self {
        Self {
            facts: self.facts - before.facts,
            rows: self.rows - before.rows,
            bytes: self.bytes - before.bytes,
        }
    }

    /// The same facts and rows, and no more bytes apart than the digits of the numbers.
    #[track_caller]
    fn is_like(self, other: Self, what: &str) {
        assert_eq!((self.facts, self.rows), (other.facts, other.rows), "{what}");
        assert!(self.bytes.abs_diff(other.bytes) <= 64, "{what}: {self:?} and {other:?}");
    }
}

/// What an act adds to the store.
fn cost(app: &TestApp, act: impl FnOnce()) -> Held {
    let before = Held::of(app);
    act();
    Held::of(app).since(before)
}

/// The bodies of acts on a lot of so many units: step, key, body.
fn acts(units: u64) -> [(&'static str, Value); 6] {
    let half = |first: u64, last: u64| json!({"ordinals": {"first": first, "last": last}});
    [
        ("release", json!({})),
        ("activation", json!({})),
        ("voids", half(1, units / 2)),
        ("sales", half(units / 2 + 1, units)),
        ("returns", half(units - 1, units)),
        ("units", json!({"issue": units})),
    ]
}

/// Registers a lot with codes and acts on it: what each act added.
fn costs(app: &TestApp, token: &str, lot: &str, units: u64) -> Vec<Held> {
    let mut body = crate::harness::batch(lot, units);
    body["quantity"]["value"] = json!(2 * units);
    let post = |path: String, body: &Value| {
        let answer = app.post_keyed(token, &format!("{path}-key"), &path, body);
        assert_eq!(answer.status, 201, "{path}: {}", answer.text());
    };
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    let mut costs = vec![cost(app, || {
        let answer = app.post(token, &batches, &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
    })];
    for (step, body) in acts(units) {
        costs.push(cost(app, || post(batch_path(lot, step), &body)));
    }
    costs
}

#[test]
fn ten_million_codes_take_the_room_of_ten() {
    let app = TestApp::start();
    let token = app.with_maker();
    // The first lot also adds rows that every later one finds.
    costs(&app, &token, "AAA", 10);
    let few = costs(&app, &token, "BBB", 10);
    let many = costs(&app, &token, "CCC", 10_000_000);
    let names = ["registration", "release", "activation", "voids", "sales", "returns", "units"];
    for ((few, many), name) in few.iter().zip(&many).zip(names) {
        assert_eq!(few.facts, 1, "{name}");
        assert!(few.bytes > 100, "{name}: {few:?}");
        many.is_like(*few, name);
    }
}

#[test]
fn a_recall_of_ten_million_units_is_one_fact() {
    let app = TestApp::start();
    let token = app.with_maker();
    for (lot, units) in [("BBB", 10), ("CCC", 10_000_000)] {
        costs(&app, &token, lot, units);
    }
    let recall = |lot: &str| {
        let before = Held::of(&app);
        let body = crate::harness::recall(&[lot]);
        let opened = app.post_keyed(&token, lot, "/api/v1/recalls", &body);
        assert_eq!(opened.status, 201, "{}", opened.text());
        (Held::of(&app).since(before), opened.json()["reach"]["units"].clone())
    };
    let (first, _) = recall("AAA");
    let (few, few_units) = recall("BBB");
    let (many, many_units) = recall("CCC");
    assert_eq!((few_units, many_units), (json!(20), json!(20_000_000)));
    assert_eq!(first.facts, 1);
    many.is_like(few, "recall");
}

#[test]
fn the_first_the_last_and_the_middle_of_ten_million_answer() {
    let app = TestApp::start();
    let token = app.with_maker();
    let units = 10_000_000;
    app.lot(&token, "L1", units);
    let half = json!({"ordinals": {"first": 1, "last": units / 2}});
    let answer = app.post_keyed(&token, "v", &batch_path("L1", "voids"), &half);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let keyring = &app.service.app.keyring;
    for (ordinal, verdict) in [
        (1, "withdrawn"),
        (units / 2, "withdrawn"),
        (units / 2 + 1, "registered"),
        (units, "registered"),
        (units + 1, "unknown"),
    ] {
        let code = keyring.code(0, ordinal - 1).unwrap();
        assert_eq!(app.verdict(&format!("/c/{}", code.compact().as_str())), verdict, "{ordinal}");
    }
}
