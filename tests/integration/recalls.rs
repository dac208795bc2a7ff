//! Recalls and holds over HTTP: what a scan says of every scope, step and end, who may do what, and that
//! no scan after the answer is behind it.

mod answers;
mod ends;
mod holds;
mod officers;
mod process;
mod rights;
mod scopes;
mod stale;
mod steps;
mod terminal;

use crate::food;
use crate::harness::{Answer, MAKER, REGULATOR, TestApp, batch, batch_path, recall};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};

/// Another product of the maker, without a GTIN.
const SECOND: &str = "TF-9";
const GTIN_PATH: &str = "/01/09521001400176";

/// A service with a maker, and a key for every act.
struct Stage {
    app: TestApp,
    maker: String,
    acts: AtomicU64,
}

impl Stage {
    /// A fresh ledger with a maker and its product `SS-200`.
    fn new() -> Self {
        let app = TestApp::start();
        let maker = app.with_maker();
        Self { app, maker, acts: AtomicU64::new(0) }
    }

    /// The same, with these lots of three units on sale.
    fn with_lots(lots: &[&str]) -> Self {
        let stage = Self::new();
        lots.iter().for_each(|lot| stage.app.lot(&stage.maker, lot, 3));
        stage
    }

    /// A lot of food on sale.
    fn of_food(lot: &str) -> Self {
        let app = TestApp::start();
        let maker = food::with_maker(&app);
        food::lot(&app, &maker, lot, 3);
        Self { app, maker, acts: AtomicU64::new(0) }
    }

    /// A regulator of the province the maker is in.
    fn regulator(&self) -> String {
        self.app.admit(REGULATOR, "regulator", "340000")
    }

    /// A command under a key of its own.
    fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        let key = format!("act-{}", self.acts.fetch_add(1, Ordering::Relaxed));
        self.app.post_keyed(token, &key, path, body)
    }

    /// A command that must be accepted.
    #[track_caller]
    fn accepted(&self, token: &str, path: &str, body: &Value) -> Value {
        let answer = self.post(token, path, body);
        assert_eq!(answer.status, 201, "{path}: {}", answer.text());
        answer.json()
    }

    /// A command that must be refused like this.
    #[track_caller]
    fn refused(&self, token: &str, path: &str, body: &Value, status: u16, code: &str) {
        let answer = self.post(token, path, body);
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.text());
    }

    /// Opens a recall of the maker over a scope: its id.
    #[track_caller]
    fn open(&self, scope: &Value) -> String {
        let answer = self.accepted(&self.maker, "/api/v1/recalls", &over(scope));
        answer["id"].as_str().unwrap().to_owned()
    }

    /// An extension, narrowing, closure or lifting by the maker.
    #[track_caller]
    fn step(&self, id: &str, step: &str, scope: Option<&Value>) {
        let mut body = reason();
        if let Some(scope) = scope {
            body["scope"] = scope.clone();
        }
        self.accepted(&self.maker, &recall_path(id, step), &body);
    }

    /// The scan path of a unit of `SS-200`.
    fn unit(&self, lot: &str, ordinal: usize) -> String {
        let [_, serial, _] = &self.app.units(&self.maker, lot)[ordinal - 1];
        format!("{GTIN_PATH}/21/{serial}")
    }

    #[track_caller]
    fn says(&self, path: &str, verdict: &str) {
        assert_eq!(self.app.verdict(path), verdict, "{path}");
    }

    /// What a unit of the lot, the lot and the product say.
    #[track_caller]
    fn all_say(&self, lot: &str, [unit, whole, product]: [&str; 3]) {
        self.says(&self.unit(lot, 1), unit);
        self.says(&lot_path(lot), whole);
        self.says(GTIN_PATH, product);
    }

    /// Corrects one member of a lot of `SS-200`.
    #[track_caller]
    fn correct(&self, lot: &str, pointer: &str, value: &str) {
        let body = json!({
            "kind": "record",
            "reason": {"zh": "登记错误", "en": "entered wrongly"},
            "changes": [{"pointer": pointer, "value": value}],
        });
        self.accepted(&self.maker, &batch_path(lot, "corrections"), &body);
    }

    /// Registers the second product.
    fn second_product(&self) {
        let body = json!({
            "product": SECOND,
            "name": {"zh": "豆腐干", "en": "Dried tofu"},
            "category": "general",
            "specification": "100 g",
        });
        let path = format!("/api/v1/organizations/{MAKER}/products");
        self.accepted(&self.maker, &path, &body);
    }

    /// Puts a lot of the second product on sale: the path of its first unit.
    fn second_lot(&self, lot: &str) -> String {
        let mut body = batch(lot, 2);
        body["product"] = SECOND.into();
        self.accepted(&self.maker, &format!("/api/v1/organizations/{MAKER}/batches"), &body);
        let base = format!("/api/v1/organizations/{MAKER}/batches/{SECOND}/{lot}");
        self.accepted(&self.maker, &format!("{base}/release"), &json!({}));
        self.accepted(&self.maker, &format!("{base}/activation"), &json!({}));
        let rows = self.app.get_as(&self.maker, &format!("{base}/units.csv")).text();
        let serial = rows.lines().nth(1).unwrap().split(',').nth(1).unwrap();
        format!("/C/{serial}")
    }

    /// Registers a lot of `SS-200` made on a day, without release: the path of its first unit.
    fn registered(&self, lot: &str, produced_on: &str) -> String {
        let mut body = batch(lot, 3);
        body["producedOn"] = produced_on.into();
        self.accepted(&self.maker, &format!("/api/v1/organizations/{MAKER}/batches"), &body);
        self.unit(lot, 1)
    }
}

/// The body of a recall over a scope.
fn over(scope: &Value) -> Value {
    let mut body = recall(&["-"]);
    body["scope"] = scope.clone();
    body
}

/// A scope of the maker with these members more.
fn scope(members: &Value) -> Value {
    let mut scope = json!({"organization": MAKER});
    for (name, value) in members.as_object().unwrap() {
        scope[name] = value.clone();
    }
    scope
}

fn lots(lots: &[&str]) -> Value {
    scope(&json!({"product": "SS-200", "lots": lots}))
}

fn reason() -> Value {
    json!({"reason": {"zh": "复检合格范围已查明", "en": "worked out anew"}})
}

fn recall_path(id: &str, step: &str) -> String {
    format!("/api/v1/recalls/{id}/{step}")
}

fn lot_path(lot: &str) -> String {
    format!("{GTIN_PATH}/10/{lot}")
}
