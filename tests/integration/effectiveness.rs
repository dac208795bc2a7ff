//! What becomes of recalled goods over HTTP: who received them, what they answer, by account and by
//! one-time link; figures, visits, closing by two posts; drills.

mod closing;
mod drills;
mod links;
mod sites;

use crate::harness::{Answer, MAKER, OTHER, REGULATOR, TestApp, batch_path, recall};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use suyuan::clock::Clock;

/// A customer that is not admitted.
const FAR: &str = "91330281YYDEM52984";
/// 2026-11-24, ten in the morning in Shanghai.
const NOW_MS: i64 = 1_795_485_600_000;
const DAY_MS: i64 = 86_400_000;

/// A maker that shipped 100 pieces of a lot: 60 to a shop that is admitted, 40 to one that is not.
struct Stage {
    app: TestApp,
    maker: String,
    quality: String,
    sales: String,
    shop: String,
    regulator: String,
    elsewhere: String,
    acts: AtomicU32,
}

impl Stage {
    fn new() -> Self {
        let app = TestApp::behind_proxy(|mut options| {
            options.clock = Clock::fixed(NOW_MS);
            options
        });
        let maker = app.with_maker();
        app.lot(&maker, "L1", 100);
        let stage = Self {
            quality: app.token_of_post(MAKER, "quality"),
            sales: app.token_of_post(MAKER, "sales"),
            shop: app.admit(OTHER, "seller", "341126"),
            regulator: app.admit(REGULATOR, "regulator", "340000"),
            elsewhere: app.admit("CN-REG:33", "regulator", "330000"),
            maker,
            app,
            acts: AtomicU32::new(0),
        };
        stage.ship("L1", Some(60), Some(OTHER), "341126");
        stage.ship("L1", Some(40), Some(FAR), "330281");
        stage
    }

    fn ship(&self, lot: &str, pieces: Option<u32>, to: Option<&str>, region: &str) {
        let mut body = json!({"bizStep": "shipping", "on": "2026-11-20", "region": region});
        if let Some(pieces) = pieces {
            body["quantity"] = json!({"value": pieces, "unit": "EA"});
        }
        if let Some(to) = to {
            body["counterpart"] = json!(to);
        }
        self.done(&self.maker, &batch_path(lot, "events"), &body);
    }

    /// Opens a recall over `L1` and gives its path.
    fn recalled(&self) -> String {
        let opened = self.done(&self.maker, "/api/v1/recalls", &recall(&["L1"]));
        format!("/api/v1/recalls/{}", opened["id"].as_str().unwrap())
    }

    fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        let key = format!("act-{}", self.acts.fetch_add(1, Ordering::Relaxed));
        self.app.post_keyed(token, &key, path, body)
    }

    #[track_caller]
    fn done(&self, token: &str, path: &str, body: &Value) -> Value {
        let answer = self.post(token, path, body);
        assert_eq!(answer.status, 201, "{path}: {}", answer.text());
        answer.json()
    }

    #[track_caller]
    fn refused(&self, token: &str, path: &str, body: &Value, status: u16, code: &str) -> Value {
        let answer = self.post(token, path, body);
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.text());
        answer.json()
    }

    #[track_caller]
    fn rows(&self, token: &str, recall: &str) -> Vec<Value> {
        let answer = self.app.get_as(token, &format!("{recall}/consignees"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["items"].as_array().unwrap().clone()
    }

    /// The path of the consignee with this code.
    #[track_caller]
    fn site(&self, recall: &str, party: &str) -> String {
        let rows = self.rows(&self.maker, recall);
        let row = rows.iter().find(|row| row["organization"] == party).unwrap();
        format!("{recall}/consignees/{}", row["id"].as_str().unwrap())
    }

    #[track_caller]
    fn figures(&self, recall: &str) -> Value {
        let answer = self.app.get_as(&self.maker, &format!("{recall}/effectiveness"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    fn facts(&self) -> u64 {
        suyuan::views::query::facts(&self.app.service.app.snapshot()).unwrap()
    }

    fn later(&self, days: i64) {
        self.app.service.app.clock.set(self.app.service.app.now().0.0 + days * DAY_MS);
    }
}

fn answered(outcome: &str, pieces: u32) -> Value {
    json!({
        "notifiedOn": "2026-11-23",
        "outcomes": [{"outcome": outcome, "quantity": {"value": pieces, "unit": "EA"}}],
    })
}

fn reason() -> Value {
    json!({"reason": {"zh": "已收回", "en": "collected"}})
}

/// Nothing of it depends on the process: a rebuilt store answers the same.
#[test]
fn what_was_stated_outlives_a_restart() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let shop = stage.site(&recall, OTHER);
    stage.done(&stage.shop, &format!("{shop}/answers"), &answered("returned", 50));
    let (maker, before) = (stage.maker.clone(), stage.rows(&stage.maker, &recall));
    let folder = stage.app.stop();
    let app = TestApp::on(Arc::clone(&folder), |mut options| {
        options.clock = Clock::fixed(NOW_MS);
        options
    });
    let after = app.get_as(&maker, &format!("{recall}/consignees")).json();
    assert_eq!(after["items"], json!(before));
}
