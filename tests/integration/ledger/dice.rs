//! Histories drawn at random: requests of every kind about few enough things that they meet.

use crate::harness::{MAKER, OTHER, TestApp, batch, escape, organization, product, recall};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use suyuan::clock::Entropy;

/// Reproducible draws.
pub struct Dice(Entropy);

impl Dice {
    /// The same draws for the same seed.
    pub fn new(seed: &str) -> Self {
        Self(Entropy::seeded(seed))
    }

    /// A number from 0 to below `end`.
    pub fn below(&self, end: u64) -> u64 {
        u64::from_be_bytes(*self.0.bytes32().unwrap().first_chunk().unwrap()) % end
    }

    fn pick<'a, T>(&self, of: &'a [T]) -> &'a T {
        let count = u64::try_from(of.len()).unwrap();
        &of[usize::try_from(self.below(count)).unwrap()]
    }

    fn chance(&self, of_ten: u64) -> bool {
        self.below(10) < of_ten
    }

    fn day(&self) -> String {
        format!("2026-11-{:02}", 1 + self.below(20))
    }
}

/// Parties that may be admitted in the course of a history.
const STRANGERS: [&str; 6] = [
    "91310115591693856A",
    "71430580X",
    "10001686-X",
    "911100001000054748",
    "9521234000013",
    "CH-UID:CHE-123.456.789",
];
const PRODUCTS: [&str; 3] = ["SS-200", "RAW", "SP-9"];
const LOTS: u64 = 5;

/// What one request is: who sends it, where to, and what.
type Sent = (&'static str, String, Value);

/// One history.
pub struct History<'a> {
    app: &'a TestApp,
    tokens: &'a BTreeMap<&'static str, String>,
    dice: Dice,
    recalls: Vec<(&'static str, String)>,
    ids: Vec<String>,
    entries: Vec<(&'static str, String)>,
    sent: Vec<(String, Sent)>,
}

impl<'a> History<'a> {
    /// Nothing has happened yet.
    pub fn new(app: &'a TestApp, tokens: &'a BTreeMap<&'static str, String>, dice: Dice) -> Self {
        let (recalls, ids, entries) = (Vec::new(), Vec::new(), Vec::new());
        Self { app, tokens, dice, recalls, ids, entries, sent: Vec::new() }
    }

    /// Sends so many requests; counts their answers by status.
    pub fn play(&mut self, count: usize) -> BTreeMap<u16, usize> {
        let seed = self.dice.below(u64::MAX);
        let mut statuses = BTreeMap::new();
        let products = self.all_products();
        for number in 0..count {
            let key = format!("{seed:x}-{number}");
            let (key, sent) = match products.get(number) {
                Some(sent) => (key, sent.clone()),
                // Now and then somebody says the same again.
                None if self.dice.below(15) == 0 => self.dice.pick(&self.sent).clone(),
                None => (key, self.draw()),
            };
            *statuses.entry(self.send(&key, &sent)).or_default() += 1;
            self.sent.push((key, sent));
        }
        statuses
    }

    fn send(&mut self, key: &str, sent: &Sent) -> u16 {
        let (who, path, body) = sent;
        let bearer = format!("Bearer {}", self.tokens[who]);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", key),
        ];
        let method = if body.is_null() { "DELETE" } else { "POST" };
        let bytes = (!body.is_null()).then(|| body.to_string().into_bytes());
        let answer = self.app.send(method, path, &headers, bytes.as_deref());
        let fine = answer.status < 500 && answer.status != 400;
        assert!(fine, "{sent:?}: {} {}", answer.status, answer.text());
        let json = answer.json();
        if let (201, Some(id)) = (answer.status, json["id"].as_str()) {
            match path.as_str() {
                "/api/v1/recalls" => self.recalls.push((*who, id.to_owned())),
                path if path.ends_with("/tokens") => self.ids.push(id.to_owned()),
                path if path.ends_with("/entries") => self.entries.push((*who, id.to_owned())),
                _ => {}
            }
        }
        answer.status
    }

    /// Every product in its first version, so that lots can follow.
    fn all_products(&self) -> Vec<Sent> {
        let mut all = Vec::new();
        for (who, organization) in [("maker", MAKER), ("other", OTHER)] {
            for name in PRODUCTS {
                all.push((who, of(organization, "products"), version(organization, name, 1)));
            }
        }
        all
    }

    fn draw(&self) -> Sent {
        let dice = &self.dice;
        let (who, organization) =
            *dice.pick(&[("maker", MAKER), ("maker", MAKER), ("other", OTHER)]);
        let product = *dice.pick(&PRODUCTS);
        let lot = format!("L{}", dice.below(LOTS));
        let step = |step: &str| of(organization, &format!("batches/{product}/{lot}/{step}"));
        match dice.below(41) {
            0 => {
                let code = *dice.pick(&STRANGERS);
                let role = *dice.pick(&["producer", "seller", "laboratory"]);
                ("operator", "/api/v1/organizations".to_owned(), party(code, role))
            }
            1 => {
                let role = *dice.pick(&["producer", "seller", "laboratory"]);
                let body = json!({"role": role, "label": "drawn", "post": "warehouse"});
                (who, of(organization, "tokens"), body)
            }
            2 if !self.ids.is_empty() => {
                (who, of(organization, &format!("tokens/{}", dice.pick(&self.ids))), Value::Null)
            }
            3 => {
                let next = u32::try_from(2 + dice.below(3)).unwrap();
                (who, of(organization, "products"), version(organization, product, next))
            }
            4..=10 => (who, of(organization, "batches"), self.batch(product, &lot)),
            11 => (*dice.pick(&["maker", "laboratory"]), step("checks"), self.check()),
            12..=14 => (who, step("release"), json!({})),
            15 | 16 if dice.chance(5) => (who, step("activation"), json!({})),
            15 | 16 => (who, step("activation"), self.range()),
            17 => (*dice.pick(&[who, "seller"]), step("sales"), self.range()),
            18 => (*dice.pick(&[who, "seller"]), step("returns"), self.range()),
            19 => (who, step("voids"), self.range()),
            20 => (who, step("units"), json!({"issue": 1 + dice.below(5)})),
            21 => (who, step("units"), self.serials()),
            22 => (who, step("withdrawal"), reason()),
            23 | 24 => (who, step("corrections"), self.correction()),
            25 => (*dice.pick(&[who, "regulator"]), step("hold"), reason()),
            26 => (*dice.pick(&[who, "regulator"]), step("unhold"), reason()),
            27 => {
                let section = *dice.pick(&["public", "restricted"]);
                let body = json!({"section": section, "legalGround": {"zh": "依法删除"}});
                ("operator", step("erasure"), body)
            }
            28 | 29 if !self.recalls.is_empty() => self.recall_step(organization, product),
            30 if !self.recalls.is_empty() => {
                let (opener, id) = dice.pick(&self.recalls);
                let end = dice.pick(&["closure", "lifting"]);
                (*opener, format!("/api/v1/recalls/{id}/{end}"), reason())
            }
            31 | 32 => (*dice.pick(&[who, "regulator"]), of(organization, "entries"), self.entry()),
            33 | 34 if !self.entries.is_empty() => {
                let (who, id) = dice.pick(&self.entries);
                (*who, format!("/api/v1/entries/{id}/status"), self.status())
            }
            36 => (*dice.pick(&["maker", "other", "seller"]), step("events"), self.event()),
            39 => ("laboratory", "/api/v1/checks".to_owned(), self.waiting(organization)),
            40 => (
                *dice.pick(&[who, "regulator"]),
                self.queued(),
                lot_of(organization, product, &lot),
            ),
            35 => ("operator", "/api/v1/policies".to_owned(), self.policy()),
            _ => {
                let mut body = recall(&[]);
                body["scope"] = self.scope(organization, product);
                (*dice.pick(&[who, "regulator"]), "/api/v1/recalls".to_owned(), body)
            }
        }
    }

    fn recall_step(&self, organization: &str, product: &str) -> Sent {
        let (opener, id) = self.dice.pick(&self.recalls);
        let mut body = reason();
        body["scope"] = self.scope(organization, product);
        // A narrowing follows nothing.
        let follows = body["scope"]["ingredientLot"].is_object();
        let step = if follows || self.dice.chance(5) { "extension" } else { "narrowing" };
        (*opener, format!("/api/v1/recalls/{id}/{step}"), body)
    }

    fn batch(&self, product: &str, lot: &str) -> Value {
        let dice = &self.dice;
        let mut body = batch(lot, 1 + dice.below(9));
        body["product"] = json!(product);
        body["producedOn"] = json!(dice.day());
        body["quantity"]["value"] = json!(20);
        if dice.chance(3) {
            body["units"] = Value::Null;
        }
        if dice.chance(1) {
            body["quantity"]["netMass"] = json!({"value": 10, "unit": "KGM"});
            body["additives"][0]["activeFraction"] = json!(1);
        }
        if dice.chance(5) {
            body["ingredients"][0]["source"] = self.source();
        }
        body
    }

    /// Another lot, registered or not.
    fn source(&self) -> Value {
        json!({
            "organization": self.dice.pick(&[MAKER, OTHER]),
            "product": self.dice.pick(&PRODUCTS),
            "lot": format!("L{}", self.dice.below(2 * LOTS)),
        })
    }

    fn correction(&self) -> Value {
        let change = match self.dice.below(4) {
            0 | 1 => json!({"pointer": "/producedOn", "value": self.dice.day()}),
            2 => {
                json!({"pointer": "/expiresOn", "value": format!("2031-01-{:02}", 1 + self.dice.below(28))})
            }
            _ => json!({"pointer": "/ingredients/0/source", "value": self.source()}),
        };
        json!({"kind": self.dice.pick(&["record", "product", "label"]), "reason": {"zh": "更正"}, "changes": [change]})
    }

    fn check(&self) -> Value {
        json!({
            "kind": self.dice.pick(&["factoryTest", "inspection"]),
            "reportNo": format!("R-{}", self.dice.below(1_000)),
            "testedOn": self.dice.day(),
            "items": [{
                "item": "nitrite",
                "result": {"value": self.dice.below(60), "unit": "mg/kg"},
                "limit": {"max": 30},
            }],
        })
    }

    /// A test of a sample whose lot nobody named.
    fn waiting(&self, organization: &str) -> Value {
        let mut check = self.check();
        check["sampleNo"] = json!("S-1");
        check["labelledProducer"] = json!({"organization": organization});
        json!([check])
    }

    /// Where one of the first waiting tests is matched.
    fn queued(&self) -> String {
        format!("/api/v1/checks/queue/cq-{:04}/match", 1 + self.dice.below(8))
    }

    fn entry(&self) -> Value {
        let dice = &self.dice;
        json!({
            "kind": dice.pick(&["honour", "certificate", "pledge", "other"]),
            "number": format!("C-{}", dice.below(1_000)),
            "validFrom": dice.day(),
            "validTo": format!("2027-01-{:02}", 1 + dice.below(28)),
            "pledges": ["noRecycledFood"],
        })
    }

    fn status(&self) -> Value {
        let mut body = reason();
        let words =
            ["granted", "renewed", "suspended", "resumed", "cancelled", "revoked", "annulled"];
        body["status"] = json!(self.dice.pick(&words));
        body["on"] = json!(self.dice.day());
        body
    }

    fn event(&self) -> Value {
        let steps =
            ["packing", "unpacking", "shipping", "receiving", "destroying", "loss", "rework"];
        let step = self.dice.pick(&steps);
        let mut body = json!({"bizStep": step, "on": self.dice.day()});
        let cases = ["095210010000000017", "195210010000000014", "295210010000000011"];
        if step.ends_with("packing") && self.dice.chance(3) {
            body["sscc"] = json!(cases[0]);
            body["children"] = json!([self.dice.pick(&cases[1..])]);
            return body;
        }
        body["quantity"] = json!({"value": 1 + self.dice.below(30), "unit": "EA"});
        body["counterpart"] = json!(self.dice.pick(&STRANGERS));
        body["sscc"] = json!(self.dice.pick(&cases[1..]));
        if step.ends_with("packing") && self.dice.chance(3) {
            body["parent"] = json!(cases[0]);
        }
        body
    }

    fn policy(&self) -> Value {
        let id = format!("general.drawn{}", self.dice.below(20));
        let name = json!({"zh": "其他", "en": "Other"});
        let document = json!({
            "id": id, "version": 1, "effectiveFrom": "2026-11-10", "parent": "general", "name": name,
        });
        json!({"kind": "profile", "document": document})
    }

    fn range(&self) -> Value {
        let first = 1 + self.dice.below(6);
        json!({"ordinals": {"first": first, "last": first + self.dice.below(4)}})
    }

    fn serials(&self) -> Value {
        let first = self.dice.below(900);
        let prefix = self.dice.pick(&["S", "SN-", "2026-"]);
        if self.dice.chance(5) {
            let last = first + self.dice.below(40);
            json!({"serials": {"first": format!("{prefix}{first:03}"), "last": format!("{prefix}{last:03}")}})
        } else {
            json!({"serials": {"list": [format!("{prefix}{first:04}"), format!("{prefix}{first}X")]}})
        }
    }

    fn scope(&self, organization: &str, product: &str) -> Value {
        let dice = &self.dice;
        let lot = || format!("L{}", dice.below(LOTS));
        let day = 1 + dice.below(15);
        let days = json!({"first": format!("2026-11-{day:02}"), "last": format!("2026-11-{:02}", day + 4)});
        let mut scope = match dice.below(8) {
            0 => json!({"product": product, "lots": [lot()]}),
            1 => json!({"product": product, "lots": ["L1", "L2", "NOT-YET"]}),
            2 => json!({"product": product, "producedOn": days}),
            3 => json!({"producedOn": days}),
            4 => {
                json!({"product": product, "units": {"lot": lot(), "first": 1, "last": 1 + dice.below(5)}})
            }
            5 => json!({"product": product, "serials": {"first": "S100", "last": "S500"}}),
            6 => {
                let named = json!({"organization": organization, "product": product, "lot": lot()});
                json!({"ingredientLot": named})
            }
            _ => json!({"product": product, "later": dice.chance(5)}),
        };
        scope["organization"] = json!(organization);
        scope
    }
}

fn of(organization: &str, rest: &str) -> String {
    format!("/api/v1/organizations/{}/{rest}", escape(organization))
}

fn lot_of(organization: &str, product: &str, lot: &str) -> Value {
    json!({"organization": organization, "product": product, "lot": lot})
}

fn reason() -> Value {
    json!({"reason": {"zh": "原因", "en": "a reason"}})
}

fn party(code: &str, role: &str) -> Value {
    let mut body = organization(code, role, "310000");
    body["contact"]["person"] = Value::Null;
    body
}

fn version(organization: &str, name: &str, version: u32) -> Value {
    let mut body = product();
    body["product"] = json!(name);
    body["version"] = json!(version);
    if name != "SS-200" || organization != MAKER {
        body["gtin"] = Value::Null;
    }
    body["specification"] = json!(format!("{version}00 g"));
    body["additiveCategory"] = json!("08.03.05");
    body
}
