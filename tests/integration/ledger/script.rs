//! A fixed script with a command of every kind, each accepted.

mod effectiveness;
mod late;
mod papers;

use crate::harness::{Answer, MAKER, OTHER, REGULATOR, TestApp, batch, organization, product};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use suyuan::app::Options;
use suyuan::clock::{Clock, Entropy};

/// The laboratory.
const LABORATORY: &str = "9521234000013";

const JSON: &str = "application/json";

/// 2026-11-20, 09:00 in Shanghai.
const NOW: i64 = 1_795_136_400_000;

/// A service in which the same requests give the same bytes.
pub fn reproducible() -> TestApp {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    TestApp::on(folder, |options| Options {
        clock: Clock::fixed(NOW),
        entropy: Entropy::seeded("suyuan test ledger"),
        ..options
    })
}

/// One request as it was sent.
#[derive(Debug, Clone)]
pub struct Request {
    pub who: &'static str,
    pub key: String,
    pub method: &'static str,
    pub path: String,
    pub media: &'static str,
    /// JSON, or the text of a file.
    pub body: Value,
}

/// A script while it is played.
pub struct Script<'a> {
    app: &'a TestApp,
    tokens: BTreeMap<&'static str, String>,
    /// Every request with its answer, in order.
    pub done: Vec<(Request, Answer)>,
    after_each: Box<dyn FnMut(&TestApp, &Request) + 'a>,
}

/// Plays the script on a fresh ledger; `after_each` sees every request that was accepted.
pub fn play<'a>(app: &'a TestApp, after_each: impl FnMut(&TestApp, &Request) + 'a) -> Script<'a> {
    let tokens = BTreeMap::from([("operator", app.operator.clone())]);
    let after_each = Box::new(after_each);
    let mut script = Script { app, tokens, done: Vec::new(), after_each };
    script.parties();
    script.register();
    script.goods();
    script.units();
    script.measures();
    script.found();
    script.intake();
    script.judged();
    script.ends();
    script.links();
    script.follow();
    script.papers();
    script.four_eyes();
    script.effectiveness();
    script.neighbours();
    script.two_officers();
    script.late();
    script
}

/// `…/batches/{product}/{lot}/{step}` of the maker.
fn of(product: &str, lot: &str, step: &str) -> String {
    format!("/api/v1/organizations/{MAKER}/batches/{product}/{lot}/{step}")
}

fn own(rest: &str) -> String {
    format!("/api/v1/organizations/{MAKER}/{rest}")
}

fn scope(part: Value) -> Value {
    let mut scope = json!({"organization": MAKER});
    scope.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
    scope
}

fn reason(zh: &str) -> Value {
    json!({"reason": {"zh": zh}})
}

impl Script<'_> {
    fn parties(&mut self) {
        let all = "/api/v1/organizations";
        let mut laboratory = organization(LABORATORY, "laboratory", "340000");
        laboratory["gln"] = json!(LABORATORY);
        self.accepted("operator", all, organization(MAKER, "producer", "341124"));
        self.accepted("operator", all, organization(OTHER, "producer", "341126"));
        self.accepted("operator", all, organization(REGULATOR, "regulator", "340000"));
        self.accepted("operator", all, laboratory);
        self.token("maker", "operator", MAKER, json!({"role": "producer", "label": "first"}));
        self.token(
            "regulator",
            "operator",
            REGULATOR,
            json!({"role": "regulator", "label": "office"}),
        );
        let post =
            json!({"role": "producer", "label": "b", "post": "quality", "expiresOn": "2099-12-31"});
        self.token("quality", "maker", MAKER, post);
        self.token("laboratory", "maker", MAKER, json!({"role": "laboratory", "label": "c"}));
        self.token("seller", "maker", MAKER, json!({"role": "seller", "label": "d"}));
        let id = self.token("lost", "maker", MAKER, json!({"role": "seller", "label": "e"}));
        self.send("maker", "DELETE", &own(&format!("tokens/{id}")), Value::Null);
    }

    /// Permits, what became of one, and a profile.
    fn register(&mut self) {
        let licence = json!({
            "kind": "foodProduction",
            "number": "SC10434112600125",
            "issuer": {"zh": "全椒县市场监督管理局"},
            "validFrom": "2024-01-01",
            "validTo": "2026-12-31",
            "covers": ["0401"],
            "site": "QJ-1",
            "region": "341124",
        });
        let first = self.accepted("regulator", &own("entries"), licence);
        let pledges = json!(["noAdditiveAbuse", "noRecycledFood"]);
        let pledge =
            json!({"kind": "pledge", "number": "C-7", "pledges": pledges, "area": ["341124"]});
        self.accepted("quality", &own("entries"), pledge);
        let commission = json!({"kind": "commission", "number": "WT-1", "counterpart": OTHER, "product": "SS-200"});
        self.accepted("maker", &own("entries"), commission);
        let status = format!("/api/v1/entries/{}/status", first["id"].as_str().unwrap());
        let mut change = reason("到期延续");
        change["status"] = json!("renewed");
        change["on"] = json!("2026-11-01");
        change["validTo"] = json!("2031-12-31");
        self.accepted("regulator", &status, change);
        let profile = json!({
            "id": "general.tea",
            "version": 1,
            "effectiveFrom": "2026-12-01",
            "parent": "general",
            "name": {"zh": "茶", "en": "Tea"},
        });
        let policy = json!({"kind": "profile", "document": profile});
        self.accepted("operator", "/api/v1/policies", policy);
    }

    fn goods(&mut self) {
        self.accepted("maker", &own("products"), product());
        let mut second = product();
        second["version"] = json!(2);
        second["permitCategory"] = json!("0401");
        second["additiveCategory"] = json!("08.03.05");
        second["specification"] = json!("250 g");
        self.accepted("maker", &own("products"), second);
        let plain = json!({
            "product": "RAW",
            "name": {"en": "Raw pork"},
            "category": "general",
            "specification": "half",
        });
        self.accepted("maker", &own("products"), plain);
        let mut input = batch("IN-1", 1);
        input["product"] = json!("RAW");
        input["units"] = Value::Null;
        input["quantity"] = json!({"value": 1000.5, "unit": "KGM"});
        self.accepted("maker", &own("batches"), input);
        let mut lot = batch("L1", 5);
        lot["quantity"]["value"] = json!(20);
        lot["ingredients"][0]["source"] =
            json!({"organization": MAKER, "product": "RAW", "lot": "IN-1"});
        self.accepted("maker", &own("batches"), lot);
        self.accepted("maker", &own("batches"), batch("L2", 3));
        for (who, number, kind, item, value) in [
            ("quality", "R-1", "factoryTest", "nitrite", 11.2),
            ("laboratory", "R-2", "inspection", "fat", 31.0),
        ] {
            let items = json!([{
                "item": item,
                "result": {"value": value, "unit": "mg/kg"},
                "limit": {"max": 30},
            }]);
            let body =
                json!({"kind": kind, "reportNo": number, "testedOn": "2026-11-02", "items": items});
            self.accepted(who, &of("SS-200", "L1", "checks"), body);
        }
        let changes = json!([
            {"pointer": "/expiresOn", "value": "2031-01-08"},
            {"pointer": "/ingredients/0/quantity/value", "value": 13.25},
        ]);
        let body = json!({"kind": "record", "reason": {"zh": "笔误"}, "changes": changes});
        self.accepted("quality", &of("SS-200", "L1", "corrections"), body);
    }

    fn units(&mut self) {
        let range = |first: u64, last: u64| json!({"ordinals": {"first": first, "last": last}});
        self.accepted("quality", &of("SS-200", "L1", "release"), json!({}));
        self.accepted("maker", &of("SS-200", "L1", "activation"), range(1, 3));
        self.accepted(
            "maker",
            &of("SS-200", "L1", "units"),
            json!({"issue": 2, "labelVersion": 1}),
        );
        self.accepted("maker", &of("SS-200", "L1", "activation"), json!({}));
        self.accepted("seller", &of("SS-200", "L1", "sales"), range(1, 2));
        self.accepted("seller", &of("SS-200", "L1", "returns"), range(2, 2));
        let mut voided = range(7, 7);
        voided["reason"] = json!({"en": "label torn"});
        self.accepted("maker", &of("SS-200", "L1", "voids"), voided);
        let serials = json!({"serials": {"first": "RW-0001", "last": "RW-0100"}});
        self.accepted("maker", &of("RAW", "IN-1", "units"), serials);
        let shipment = json!({
            "bizStep": "shipping",
            "on": "2026-11-10",
            "quantity": {"value": 6, "unit": "EA"},
            "counterpart": OTHER,
            "region": "341126",
            "sscc": "095210010000000017",
        });
        self.accepted("maker", &of("SS-200", "L1", "events"), shipment);
        let serials = json!({"serials": {"list": ["RX-7", "RX-8", "Y"]}});
        self.accepted("maker", &of("RAW", "IN-1", "units"), serials);
    }

    fn measures(&mut self) {
        self.accepted("quality", &of("SS-200", "L1", "hold"), reason("待查"));
        self.accepted("regulator", &of("SS-200", "L1", "hold"), reason("抽检"));
        self.accepted("maker", &of("SS-200", "L1", "unhold"), reason("已查"));
        let mut recall = crate::harness::recall(&["L1"]);
        let days = json!({"first": "2026-11-01", "last": "2026-11-01"});
        recall["scope"] = scope(json!({"product": "SS-200", "producedOn": days}));
        let first = self.recall("maker", recall.clone());
        let units = json!({"lot": "L2", "first": 2, "last": 3});
        let mut step = reason("部分无关");
        step["scope"] = scope(json!({"product": "SS-200", "units": units}));
        self.accepted("quality", &format!("{first}/narrowing"), step.clone());
        step["scope"] = scope(json!({"product": "RAW", "lots": ["IN-1", "IN-2"]}));
        self.accepted("maker", &format!("{first}/extension"), step.clone());
        step["scope"] = scope(json!({"product": "RAW"}));
        self.accepted("maker", &format!("{first}/extension"), step);
        // Out of the days of the recall: it stays over the lot.
        let changes = json!([{"pointer": "/producedOn", "value": "2026-10-31"}]);
        let body = json!({"kind": "record", "reason": {"zh": "日期有误"}, "changes": changes});
        self.accepted("maker", &of("SS-200", "L1", "corrections"), body);
        self.closed(&first);
        recall["kind"] = json!("ordered");
        recall["scope"] = scope(json!({"later": true}));
        let second = self.recall("regulator", recall.clone());
        let mut end = reason("复检合格");
        end["evidence"] = json!("R-3");
        self.accepted("regulator", &format!("{second}/lifting"), end);
        recall["scope"] =
            scope(json!({"product": "RAW", "serials": {"first": "RW-0002", "last": "RW-0003"}}));
        recall["riskKnownAt"] = json!("2026-11-19T08:00:00+08:00");
        let third = self.recall("regulator", recall);
        self.accepted("maker", &format!("{third}/plan"), crate::harness::recall_plan());
        self.accepted("maker", &format!("{third}/notice"), crate::harness::recall_notice());
        self.accepted(
            "quality",
            &format!("{third}/stages"),
            crate::harness::recall_stage("started"),
        );
        let time = json!({"finishBy": "2027-01-29", "reason": {"zh": "同意延长"}});
        self.accepted("regulator", &format!("{third}/time"), time);
    }

    /// A failed test and an additive over the limit: lots held by rule, and what settles the tasks.
    fn found(&mut self) {
        let item = json!({"item": "salmonella", "result": {"value": 1, "unit": "[CFU]/g"}, "limit": {"max": 0}});
        let body = json!({"kind": "supervisionSampling", "reportNo": "R-9", "testedOn": "2026-11-19", "items": [item]});
        self.accepted("laboratory", &of("SS-200", "L2", "checks"), body);
        let mut over = batch("L3", 1);
        over["quantity"] = json!({"value": 10, "unit": "KGM"});
        over["additives"][0]["activeFraction"] = json!(1);
        over["manufacturer"] = json!({"organization": OTHER, "site": "FY-1"});
        over.as_object_mut().unwrap().remove("units");
        self.accepted("maker", &own("batches"), over);
        self.accepted("quality", &of("SS-200", "L3", "unhold"), reason("已销毁"));
        let changes = json!([{"pointer": "/additives/0/used/value", "value": 99}]);
        let body = json!({"kind": "record", "reason": {"zh": "笔误"}, "changes": changes});
        self.accepted("maker", &of("SS-200", "L3", "corrections"), body);
    }

    /// A laboratory of its own: a preliminary report and its final one, tests handed in together, and one
    /// of them matched with its lot.
    fn intake(&mut self) {
        let commission =
            json!({"kind": "testingCommission", "number": "WJ-1", "counterpart": LABORATORY});
        self.accepted("maker", &own("entries"), commission);
        self.token("outside", "operator", LABORATORY, json!({"role": "laboratory", "label": "f"}));
        let check = |number: &str, value: u32| {
            let item = json!({"item": "fat", "result": {"value": value, "unit": "%"}, "limit": {"max": 30}});
            json!({"kind": "outsideTest", "reportNo": number, "testedOn": "2026-11-12", "items": [item]})
        };
        let mut preliminary = check("P-1", 31);
        preliminary["reportState"] = json!("preliminary");
        self.accepted("outside", &of("SS-200", "L2", "checks"), preliminary);
        self.accepted("outside", &of("SS-200", "L2", "checks"), check("P-1", 29));
        let mut known = check("P-2", 20);
        for (name, value) in [("organization", MAKER), ("product", "SS-200"), ("lot", "L2")] {
            known[name] = json!(value);
        }
        let mut waiting = check("P-3", 32);
        waiting["sampleNo"] = json!("S-3");
        waiting["labelledProducer"] = json!({"organization": MAKER});
        self.accepted("outside", "/api/v1/checks", json!([known]));
        self.accepted("outside", "/api/v1/checks", json!([waiting]));
        let lot = json!({"organization": MAKER, "product": "SS-200", "lot": "L2"});
        self.accepted("maker", "/api/v1/checks/queue/cq-0001/match", lot);
    }

    /// A question about an additive that a post answers: the lot that asked is held.
    fn judged(&mut self) {
        let jam = json!({
            "product": "JAM",
            "name": {"zh": "草莓酱"},
            "category": "general",
            "specification": "300 g",
            "additiveCategory": "04.01.02.05",
        });
        self.accepted("maker", &own("products"), jam);
        let mut lot = batch("J1", 1);
        lot["product"] = json!("JAM");
        lot["quantity"] = json!({"value": 1000, "unit": "KGM"});
        lot["additives"] =
            json!([{"cns": "17.003", "used": {"value": 500, "unit": "GRM"}, "activeFraction": 1}]);
        lot["ingredients"][0]["additives"] =
            json!([{"cns": "17.003", "contained": {"value": 1, "unit": "GRM"}}]);
        lot["density"] = json!({"kgPerLitre": 1.2});
        lot.as_object_mut().unwrap().remove("units");
        self.accepted("maker", &own("batches"), lot);
        let mut answer = reason("罐头产品");
        answer["key"] = json!(crate::harness::JAM_QUESTION);
        answer["permitted"] = json!(false);
        self.accepted("quality", &own("products/JAM/judgements"), answer);
    }

    fn ends(&mut self) {
        self.accepted("maker", &of("SS-200", "L2", "withdrawal"), reason("撤回"));
        for section in ["restricted", "public"] {
            let body = json!({"section": section, "legalGround": {"zh": "依法删除"}});
            self.accepted("operator", &of("SS-200", "L1", "erasure"), body);
        }
    }

    /// Inputs named by GTIN, and a supplier typed from papers that turns out to be a registered lot.
    fn links(&mut self) {
        let mut lot = batch("L4", 1);
        lot["ingredients"] = json!([
            {"name": {"en": "a"}, "source": {"gtin": "9521001400176", "lot": "L2"}},
            {"name": {"en": "b"}, "source": {"gtin": "09506000134352", "lot": "N1"}},
            {
                "name": {"en": "c"},
                "quantity": {"value": 2, "unit": "EA"},
                "source": {"declared": {"name": "测试食品 有限公司"}, "lotAsPrinted": "L 1"},
            },
        ]);
        self.accepted("maker", &own("batches"), lot);
        let path = own("lineage/candidates");
        let query = format!("{path}?product=SS-200&lot=L4");
        let found = self.app.get_as(self.token_of("maker"), &query).json();
        let id = found["items"][0]["id"].as_str().unwrap();
        self.accepted("quality", &format!("{path}/{id}/confirmation"), json!({}));
    }

    /// A recall that follows an ingredient to what was made of it.
    fn follow(&mut self) {
        let mut recall = crate::harness::recall(&["-"]);
        let root = json!({"organization": MAKER, "product": "RAW", "lot": "IN-1"});
        recall["scope"] = json!({"any": [scope(json!({"ingredientLot": root}))]});
        recall["effect"] = json!("held");
        self.recall("maker", recall);
    }

    /// Issues a token under a name, and gives its id.
    fn token(&mut self, name: &'static str, who: &'static str, of: &str, body: Value) -> String {
        let answer = self.accepted(who, &format!("/api/v1/organizations/{of}/tokens"), body);
        self.tokens.insert(name, answer["token"].as_str().unwrap().to_owned());
        answer["id"].as_str().unwrap().to_owned()
    }

    /// Opens a recall and gives its path.
    fn recall(&mut self, who: &'static str, body: Value) -> String {
        let answer = self.accepted(who, "/api/v1/recalls", body);
        format!("/api/v1/recalls/{}", answer["id"].as_str().unwrap())
    }

    fn accepted(&mut self, who: &'static str, path: &str, body: Value) -> Value {
        self.send(who, "POST", path, body)
    }

    #[track_caller]
    fn send(&mut self, who: &'static str, method: &'static str, path: &str, body: Value) -> Value {
        let media = if path.ends_with("/evidence") { "application/pdf" } else { JSON };
        let key = format!("key {}", self.done.len());
        let request = Request { who, key, method, path: path.to_owned(), media, body };
        let answer = self.repeat(&request);
        assert_eq!(answer.status, 201, "{request:?}: {}", answer.text());
        let json = answer.json();
        (self.after_each)(self.app, &request);
        self.done.push((request, answer));
        json
    }

    /// Sends a request, again or for the first time.
    pub fn repeat(&self, request: &Request) -> Answer {
        let bearer = format!("Bearer {}", self.tokens[request.who]);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", request.media),
            ("idempotency-key", request.key.as_str()),
        ];
        let body = match &request.body {
            Value::Null => None,
            Value::String(file) if request.media != JSON => Some(file.clone().into_bytes()),
            json => Some(json.to_string().into_bytes()),
        };
        self.app.send(request.method, &request.path, &headers, body.as_deref())
    }

    /// The token of a name.
    pub fn token_of(&self, name: &str) -> &str {
        &self.tokens[name]
    }
}
