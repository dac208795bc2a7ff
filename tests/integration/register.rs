//! The register, the sector profiles and what rules set off: what may be released under which permits
//! and tests, what an additive or a failed test does at once, and which policies are in use.

mod additives;
mod case;
mod doses;
mod gates;
mod hazards;
mod intake;
mod judgements;
mod labels;
mod making;
mod orders;
mod permits;
mod policies;
mod reports;
mod statuses;

use crate::disk::verified;
use crate::harness::{Answer, REGULATOR, TestApp, escape};
use case::Case;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use suyuan::app::Options;
use suyuan::clock::Clock;
use suyuan::ledger::replay::{first_difference, replay};
use suyuan::store::db::Db;

/// 2026-12-03, 09:12 in Shanghai.
const NOW: i64 = 1_796_260_320_000;
const HOUR_MS: i64 = 3_600_000;

/// A ledger whose clock stands, with a regulator of the province, on which many firms try their luck.
struct Stage {
    app: TestApp,
    regulator: String,
    firms: AtomicU32,
}

/// A producer in Fengyang that makes its goods itself.
struct Firm {
    code: String,
    token: String,
}

impl Stage {
    fn new() -> Self {
        let fixed = |options: Options| Options { clock: Clock::fixed(NOW), ..options };
        let app = TestApp::on(Arc::new(tempfile::tempdir().unwrap()), fixed);
        let regulator = app.admit(REGULATOR, "regulator", "340000");
        Self { app, regulator, firms: AtomicU32::new(0) }
    }

    fn firm(&self) -> Firm {
        let number = self.firms.fetch_add(1, Ordering::Relaxed);
        let code = gln(number);
        let token = self.app.admit(&code, "producer", "341126");
        Firm { code, token }
    }

    /// A firm that has registered everything of a case, short of the release.
    fn ready(&self, case: &Case) -> Firm {
        let firm = self.firm();
        for entry in &case.entries {
            self.accepted(&firm.token, &firm.path("entries"), entry);
        }
        self.accepted(&firm.token, &firm.path("products"), &case.product);
        self.accepted(&firm.token, &firm.path("batches"), &case.batch);
        for check in &case.checks {
            self.accepted(&firm.token, &firm.batch("checks"), check);
        }
        firm
    }

    /// The answer to a release, in English.
    fn release(&self, firm: &Firm) -> Answer {
        let bearer = format!("Bearer {}", firm.token);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("accept-language", "en"),
        ];
        self.app.send("POST", &firm.batch("release"), &headers, Some(b"{}"))
    }

    #[track_caller]
    fn accepted(&self, token: &str, path: &str, body: &Value) -> Value {
        let key = blake3::hash(format!("{path} {body}").as_bytes()).to_hex();
        let answer = self.app.post_keyed(token, &key, path, body);
        assert_eq!(answer.status, 201, "{path}: {}", answer.text());
        answer.json()
    }

    fn report(&self, firm: &Firm) -> Value {
        let path = format!("/o/{}/SS-200/10/L1", escape(&firm.code));
        self.app.send("GET", &path, &[("accept", "application/json")], None).json()
    }

    fn page(&self, firm: &Firm) -> String {
        let path = format!("/o/{}/SS-200/10/L1", escape(&firm.code));
        self.app.send("GET", &path, &[("accept", "text/html")], None).text()
    }

    fn tasks(&self, firm: &Firm) -> Vec<Value> {
        let answer = self.app.get_as(&firm.token, &firm.path("tasks"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["items"].as_array().unwrap().clone()
    }

    /// What the ledger holds follows from its facts: replay gives the same views, byte for byte.
    fn replays(&self) {
        let snapshot = self.app.service.app.snapshot();
        let folder = tempfile::tempdir().unwrap();
        let scratch = Db::open(folder.path(), None).unwrap();
        let facts = replay(&snapshot, &scratch, |_| {}).unwrap();
        assert_eq!(first_difference(&snapshot, &scratch.snapshot()).unwrap(), None);
        assert_eq!(verified(&snapshot).unwrap().facts, facts);
    }
}

impl Firm {
    fn path(&self, rest: &str) -> String {
        format!("/api/v1/organizations/{}/{rest}", escape(&self.code))
    }

    fn batch(&self, step: &str) -> String {
        self.path(&format!("batches/SS-200/L1/{step}"))
    }
}

/// Codes of the notices of a report.
fn notices(report: &Value) -> Vec<&str> {
    let notices = report["notices"].as_array().unwrap().iter();
    notices.map(|notice| notice["code"].as_str().unwrap()).collect()
}

/// `pointer code what clause` of every rule that a refused release names.
#[track_caller]
fn unmet(answer: &Answer) -> Vec<[String; 4]> {
    assert_eq!((answer.status, answer.code().as_str()), (422, "gateNotMet"), "{}", answer.text());
    let json = answer.json();
    let errors = json["errors"].as_array().unwrap().iter();
    let text = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
    errors
        .map(|error| {
            assert!(error["message"].as_str().unwrap().ends_with('.'), "{error}");
            ["pointer", "code", "what", "clause"].map(|name| text(error, name))
        })
        .collect()
}

fn reason() -> Value {
    json!({"reason": {"zh": "例行核查", "en": "routine check"}})
}

/// A GLN (GS1): twelve digits and their check digit.
fn gln(number: u32) -> String {
    let digits = format!("952{number:09}");
    let weighted = digits.bytes().zip([1_u32, 3].into_iter().cycle());
    let sum: u32 = weighted.map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}
