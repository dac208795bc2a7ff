//! Recalls that follow an ingredient lot to what was made of it: against a plain recomputation over
//! random histories, over HTTP from one firm to the next, and after every step that fails.

mod answers;
mod assistance;
mod chain;
mod gtin;
mod kills;
mod model;
mod naive;
mod receipts;
mod restarts;
mod rights;

use crate::harness::{Answer, MAKER, OTHER, REGULATOR, TestApp, batch, product, recall};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use suyuan::app::Options;

/// Makers one after the other, with their regions: two in Anhui, one each in Shanghai, Zhejiang, Beijing.
const FIRMS: [(&str, &str); 5] = [
    (MAKER, "341124"),
    (OTHER, "341126"),
    ("91310115591693856A", "310115"),
    ("91330100799655058B", "330106"),
    ("911100001000054748", "110108"),
];
/// A party that is not admitted.
const STRANGER: &str = "9521234000013";

/// A lot of a firm.
type Lot<'a> = (usize, &'a str);

/// A service with five makers, and an office of Anhui.
struct Chain {
    app: TestApp,
    tokens: Vec<String>,
    office: String,
    acts: AtomicU64,
}

impl Chain {
    fn new() -> Self {
        Self::on(|options| options)
    }

    fn on(change: impl FnOnce(Options) -> Options) -> Self {
        let app = TestApp::on(Arc::new(tempfile::tempdir().unwrap()), change);
        let admitted = |(code, region): &(&str, &str)| {
            let token = app.admit(code, "producer", region);
            let mut goods = product();
            goods.as_object_mut().unwrap().remove("gtin");
            let answer =
                app.post(&token, &format!("/api/v1/organizations/{code}/products"), &goods);
            assert_eq!(answer.status, 201, "{}", answer.text());
            token
        };
        let tokens = FIRMS.iter().map(admitted).collect();
        let office = app.admit(REGULATOR, "regulator", "340000");
        Self { app, tokens, office, acts: AtomicU64::new(0) }
    }

    /// Firm `n` makes lot `Ln` of the lot before it, from `L0` of the first.
    fn of_five() -> Self {
        let chain = Self::new();
        chain.lot((0, "L0"), &[]);
        for firm in 1..FIRMS.len() {
            let (lot, input) = (format!("L{firm}"), format!("L{}", firm - 1));
            chain.lot((firm, &lot), &[(firm - 1, &input)]);
        }
        chain
    }

    /// Registers and releases a lot of two units.
    #[track_caller]
    fn lot(&self, (firm, lot): Lot<'_>, inputs: &[Lot<'_>]) {
        let inputs: Vec<Value> = inputs.iter().map(|input| named(*input)).collect();
        self.made((firm, lot), &inputs);
    }

    #[track_caller]
    fn made(&self, (firm, lot): Lot<'_>, inputs: &[Value]) {
        let (code, _) = FIRMS[firm];
        let base = format!("/api/v1/organizations/{code}/batches");
        let answer = self.app.post(&self.tokens[firm], &base, &body(lot, inputs));
        assert_eq!(answer.status, 201, "{}", answer.text());
        let release = format!("{base}/SS-200/{lot}/release");
        let answer = self.app.post(&self.tokens[firm], &release, &json!({}));
        assert_eq!(answer.status, 201, "{}", answer.text());
    }

    #[track_caller]
    fn says(&self, lot: Lot<'_>, verdict: &str) {
        assert_eq!(self.app.verdict(&page(lot)), verdict, "{lot:?}");
    }

    fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        let key = format!("act-{}", self.acts.fetch_add(1, Ordering::Relaxed));
        self.app.post_keyed(token, &key, path, body)
    }

    #[track_caller]
    fn accepted(&self, token: &str, path: &str, body: &Value) -> Value {
        let answer = self.post(token, path, body);
        assert_eq!(answer.status, 201, "{path}: {}", answer.text());
        answer.json()
    }

    #[track_caller]
    fn refused(&self, token: &str, path: &str, body: &Value, status: u16, code: &str) {
        let answer = self.post(token, path, body);
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.text());
    }

    /// Opens a recall by the office: its answer.
    #[track_caller]
    fn open(&self, scope: Value) -> Value {
        self.accepted(&self.office, "/api/v1/recalls", &over(scope))
    }

    /// A step or end by the office.
    #[track_caller]
    fn step(&self, id: &str, step: &str, scope: Option<Value>) -> Value {
        let mut body = json!({"reason": {"zh": "已查明", "en": "worked out"}});
        if let Some(scope) = scope {
            body["scope"] = scope;
        }
        self.accepted(&self.office, &format!("/api/v1/recalls/{id}/{step}"), &body)
    }

    /// The public record of a recall, once nothing of it is left to follow.
    #[track_caller]
    fn followed(&self, id: &str) -> Value {
        for _ in 0..1_000_000 {
            let shown = self.app.get(&format!("/api/v1/recalls/{id}")).json();
            if shown["reach"]["state"] != "running" {
                return shown;
            }
            std::thread::yield_now();
        }
        panic!("{id} is followed without end");
    }
}

/// A lot of two units, of these inputs.
fn body(lot: &str, inputs: &[Value]) -> Value {
    let mut body = batch(lot, 2);
    let ingredient =
        |source: &Value| json!({"name": {"zh": "原料", "en": "ingredient"}, "source": source});
    body["ingredients"] = inputs.iter().map(ingredient).collect();
    body
}

fn named((firm, lot): Lot<'_>) -> Value {
    json!({"organization": FIRMS[firm].0, "product": "SS-200", "lot": lot})
}

/// What was made of a lot, anywhere.
fn made_of((firm, lot): Lot<'_>) -> Value {
    json!({"organization": FIRMS[firm].0, "ingredientLot": named((firm, lot))})
}

fn lots(firm: usize, lots: &[&str]) -> Value {
    json!({"organization": FIRMS[firm].0, "product": "SS-200", "lots": lots})
}

/// A recall for a pathogen over a scope.
fn over(scope: Value) -> Value {
    let mut body = recall(&["-"]);
    body["scope"] = scope;
    body
}

fn page((firm, lot): Lot<'_>) -> String {
    format!("/o/{}/SS-200/10/{lot}", FIRMS[firm].0)
}

fn id(opened: &Value) -> &str {
    opened["id"].as_str().unwrap()
}
