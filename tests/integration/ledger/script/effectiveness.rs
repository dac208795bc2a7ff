//! The part of the script about what becomes of recalled goods, and about drills.

use super::{MAKER, OTHER, Script, reason, scope};
use serde_json::{Value, json};

impl Script<'_> {
    /// A recall whose goods were shipped: the figures come first, then two posts.
    pub(super) fn closed(&mut self, recall: &str) {
        let listed = self.app.get_as(self.token_of("maker"), &format!("{recall}/consignees"));
        let id = listed.json()["items"][0]["id"].as_str().unwrap().to_owned();
        let answer = json!({
            "notifiedOn": "2026-11-12",
            "outcomes": [{"outcome": "returned", "quantity": {"value": 6, "unit": "EA"}}],
        });
        self.accepted("maker", &format!("{recall}/consignees/{id}/answers"), answer);
        self.accepted("quality", &format!("{recall}/closure"), reason("已收回"));
        let sales = json!({"role": "producer", "label": "h", "post": "sales"});
        self.token("sales", "maker", MAKER, sales);
        self.accepted("sales", &format!("{recall}/closure/confirmation"), reason("同意"));
    }

    /// A consignee that the firm adds, its link, its customers, a visit, an erasure; a drill.
    pub(super) fn effectiveness(&mut self) {
        let lots = json!({"product": "SS-200", "lots": ["L1"]});
        let mut body = crate::harness::recall(&["L1"]);
        body["scope"] = scope(lots.clone());
        let recall = self.recall("maker", body);
        let mut shop = reason("漏记");
        shop["name"] = json!("城东小店");
        shop["contact"] = json!("13800000000");
        shop["got"] =
            json!([{"product": "SS-200", "lot": "L1", "quantity": {"value": 2, "unit": "EA"}}]);
        let added = self.accepted("maker", &format!("{recall}/consignees"), shop);
        let shop = format!("{recall}/consignees/{}", added["id"].as_str().unwrap());
        self.accepted("maker", &format!("{shop}/links"), json!({"days": 3}));
        let customers = json!([{"name": "食堂", "party": OTHER, "region": "341126"}]);
        self.accepted("quality", &format!("{shop}/answers"), json!({"customers": customers}));
        let visit = json!({
            "organization": MAKER, "place": "城东", "region": "341124", "on": "2026-11-19", "onSale": false,
        });
        self.accepted("regulator", &format!("{recall}/visits"), visit);
        let ground = json!({"legalGround": {"zh": "依法删除"}});
        self.accepted("operator", &format!("{shop}/erasure"), ground);
        let again: Value =
            json!({"name": "城东小店", "consignee": added["id"], "reason": {"zh": "更正"}});
        self.accepted("maker", &format!("{recall}/consignees"), again);
        let drill = self.accepted("maker", "/api/v1/drills", json!({"scope": scope(lots)}));
        let steps = format!("/api/v1/drills/{}/steps", drill["id"].as_str().unwrap());
        self.accepted("quality", &steps, json!({"step": "finished"}));
        // One that waits for its second post.
        let mut body = crate::harness::recall(&["L1"]);
        body["scope"] = scope(json!({"product": "SS-200", "lots": ["L1"]}));
        let open = self.recall("maker", body);
        let listed = self.app.get_as(self.token_of("maker"), &format!("{open}/consignees")).json();
        for site in listed["items"].as_array().unwrap() {
            let path = format!("{open}/consignees/{}/answers", site["id"].as_str().unwrap());
            let answer = json!({
                "notifiedOn": "2026-11-19",
                "outcomes": [{"outcome": "sold", "quantity": {"value": 6, "unit": "EA"}}],
                "final": true,
            });
            self.accepted("maker", &path, answer);
        }
        self.accepted("quality", &format!("{open}/closure"), reason("已办结"));
    }
}
