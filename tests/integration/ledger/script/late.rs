//! The part of the script in which a recall comes to another region, and a day goes by.

use super::{MAKER, Script, own, scope};
use crate::harness::{batch, organization, product};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A producer in Nanjing, and the authority of its province.
const NEIGHBOUR: &str = "91320114YYDEM7517X";
const ITS_AUTHORITY: &str = "91310115YYDEM8624W";

/// How long the service may take; it decides nothing else.
const PATIENCE: Duration = Duration::from_secs(60);

impl Script<'_> {
    /// An authority recalls an ingredient of which a lot in another region was made: the authority there
    /// is asked for help and answers.
    pub(super) fn neighbours(&mut self) {
        let all = "/api/v1/organizations";
        self.accepted("operator", all, organization(NEIGHBOUR, "producer", "320114"));
        self.accepted("operator", all, organization(ITS_AUTHORITY, "regulator", "320000"));
        let role = |role: &str| json!({"role": role, "label": "n"});
        self.token("neighbour", "operator", NEIGHBOUR, role("producer"));
        self.token("asked", "operator", ITS_AUTHORITY, role("regulator"));
        let mut lot = batch("N9", 1);
        let source = json!({"organization": MAKER, "product": "SS-200", "lot": "L4"});
        lot["ingredients"] = json!([{"name": {"en": "a"}, "source": source}]);
        let mut goods = product();
        goods.as_object_mut().unwrap().remove("gtin");
        self.accepted("neighbour", &format!("{all}/{NEIGHBOUR}/products"), goods);
        self.accepted("neighbour", &format!("{all}/{NEIGHBOUR}/batches"), lot);
        let mut body = crate::harness::recall(&["-"]);
        body["scope"] = json!({"any": [scope(json!({"ingredientLot": source}))]});
        body["effect"] = json!("recalled");
        let recall = self.recall("regulator", body);
        let path = format!("{recall}/assistance");
        self.until("a request for help", |script| {
            let asked = script.app.get_as(script.token_of("asked"), &path).json();
            asked["items"].as_array().is_some_and(|items| !items.is_empty())
        });
        let answer = json!({
            "region": "320114", "answer": "goodsSecured",
            "statement": {"zh": "已封存三箱", "en": "three cases secured"},
        });
        self.accepted("asked", &path, answer);
    }

    /// A day later nobody has decided on what was found: the service itself tells the authority.
    pub(super) fn late(&mut self) {
        let clock = &self.app.service.app.clock;
        clock.set(clock.now_ms() + 25 * 3_600_000);
        self.until("the last escalation", |script| {
            let tasks = script.app.get_as(script.token_of("maker"), &own("tasks")).json();
            let told = |task: &Value| {
                task["kind"] != "decideOnRecall"
                    || !(task["settledBy"].is_null() && task["escalatedBy"].is_null())
            };
            let tasks = tasks["items"].as_array().unwrap();
            assert!(tasks.iter().any(|task| task["settledBy"].is_null()), "no task is open");
            tasks.iter().all(told)
        });
    }

    /// Waits for what the service does by itself.
    fn until(&self, what: &str, there: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !there(self) {
            assert!(begun.elapsed() < PATIENCE, "{what} does not come");
            std::thread::yield_now();
        }
    }
}
