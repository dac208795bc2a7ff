//! Telling machines: changes to follow, streams, webhooks, watches, and the listing check.

mod feed;
mod hooks;
mod listings;
mod pauses;
mod receiver;
mod stream;
mod watches;

use crate::harness::{Answer, MAKER, OTHER, REGULATOR, TestApp, batch_path, escape, recall};
use serde_json::{Value, json};
use std::sync::Arc;
use suyuan::app::Options;
use suyuan::clock::Clock;
use suyuan::notify::Settings;
use tempfile::TempDir;

/// 2026-12-03, 09:12 in Shanghai.
const NOW: i64 = 1_796_260_320_000;
const DAY_MS: i64 = 86_400_000;
/// A shop: GLN.
const SHOP: &str = "9521234000013";
const GTIN: &str = "09521001400176";

/// Webhooks that come back quickly, and may lead to this machine.
const QUICK: Settings =
    Settings { loopback: true, retry_ms: 10, retry_ms_max: 40, answer_ms: 1_500 };

/// A maker with a product and a shop, at a standing clock.
struct Stage {
    app: TestApp,
    maker: String,
    shop: String,
}

impl Stage {
    fn new() -> Self {
        let app = start(Arc::new(tempfile::tempdir().unwrap()));
        let maker = app.with_maker();
        let shop = app.admit(SHOP, "seller", "341124");
        Self { app, maker, shop }
    }

    /// The same on the same folder, after an end in order.
    fn restart(self) -> Self {
        let Self { app, maker, shop } = self;
        Self { app: start(app.stop()), maker, shop }
    }

    fn recall(&self, key: &str, lots: &[&str]) -> String {
        let answer = self.app.post_keyed(&self.maker, key, "/api/v1/recalls", &recall(lots));
        accepted(&answer)["id"].as_str().unwrap().to_owned()
    }

    fn extend(&self, id: &str, lots: &[&str]) {
        let body = json!({"scope": recall(lots)["scope"], "reason": {"zh": "扩大", "en": "wider"}});
        let path = format!("/api/v1/recalls/{id}/extension");
        accepted(&self.app.post_keyed(&self.maker, &format!("{lots:?}"), &path, &body));
    }

    fn end(&self, id: &str, step: &str) {
        let path = format!("/api/v1/recalls/{id}/{step}");
        accepted(&self.app.post_keyed(&self.maker, step, &path, &reason()));
    }

    fn hold(&self, lot: &str) {
        let path = batch_path(lot, "hold");
        accepted(&self.app.post_keyed(&self.maker, lot, &path, &reason()));
    }

    /// A webhook of whoever holds the token: its id and secret.
    fn hook(&self, of: &str, token: &str, url: &str, kinds: &[&str]) -> (String, String) {
        let body = json!({"url": url, "kinds": kinds});
        let answer =
            self.app.post_keyed(token, &format!("{url}{kinds:?}"), &path(of, "webhooks"), &body);
        let json = accepted(&answer);
        let text = |name: &str| json[name].as_str().unwrap().to_owned();
        (text("id"), text("secret"))
    }

    /// The one webhook of a side, as listed.
    fn listed(&self, of: &str, token: &str) -> Value {
        let answer = self.app.get_as(token, &path(of, "webhooks"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["items"][0].clone()
    }

    /// Waits until the one webhook of a side is as wished.
    fn until(&self, of: &str, token: &str, wished: impl Fn(&Value) -> bool) -> Value {
        let began = std::time::Instant::now();
        loop {
            let listed = self.listed(of, token);
            if wished(&listed) {
                return listed;
            }
            assert!(began.elapsed().as_secs() < 20, "{listed}");
            std::thread::yield_now();
        }
    }

    fn test_hook(&self, of: &str, token: &str, id: &str) -> Answer {
        self.app.post(token, &path(of, &format!("webhooks/{id}/test")), &json!({}))
    }

    fn watch(&self, of: &str, token: &str, items: Value) -> Value {
        accepted(&self.app.post(token, &path(of, "watches"), &json!({"items": items})))
    }

    /// Every change a reader sees, `limit` at a time, as `kind` with what it is about.
    fn changes(&self, token: &str, query: &str, limit: usize) -> Vec<Value> {
        let (mut since, mut all) = (0, Vec::new());
        loop {
            let path = format!("/api/v1/changes?since={since}&limit={limit}{query}");
            let answer =
                if token.is_empty() { self.app.get(&path) } else { self.app.get_as(token, &path) };
            assert_eq!(answer.status, 200, "{}", answer.text());
            let page = answer.json();
            let items = page["items"].as_array().unwrap();
            assert!(items.len() <= limit);
            all.extend(items.iter().cloned());
            since = page["next"].as_u64().unwrap();
            if page["more"] == false {
                return all;
            }
        }
    }

    fn own(&self, token: &str) -> Vec<String> {
        self.changes(token, "&scope=own", 200).iter().map(kind).collect()
    }
}

fn start(folder: Arc<TempDir>) -> TestApp {
    TestApp::on(folder, |options| Options { clock: Clock::fixed(NOW), webhooks: QUICK, ..options })
}

fn path(of: &str, rest: &str) -> String {
    format!("/api/v1/organizations/{}/{rest}", escape(of))
}

fn reason() -> Value {
    json!({"reason": {"zh": "例行核查", "en": "routine check"}})
}

#[track_caller]
fn accepted(answer: &Answer) -> Value {
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn kind(change: &Value) -> String {
    change["kind"].as_str().unwrap().to_owned()
}

/// A test of the maker that finds poison: a hold and a task by rule.
fn poisoned(lot: &str) -> Value {
    json!({
        "kind": "factoryTest",
        "reportNo": format!("R-{lot}"),
        "testedOn": "2026-11-02",
        "items": [{"item": "rhodamineB", "result": {"value": 1, "unit": "mg/kg"}, "limit": {"max": 0}, "hazard": "nonFood"}],
    })
}

/// Another producer and two regulators, one of them elsewhere: their tokens.
fn others(app: &TestApp) -> [String; 3] {
    [
        app.admit(OTHER, "producer", "341126"),
        app.admit(REGULATOR, "regulator", "340000"),
        app.admit("CN-REG:33", "regulator", "330000"),
    ]
}

/// The maker's own code, for the paths of its webhooks.
const OWN: &str = MAKER;
