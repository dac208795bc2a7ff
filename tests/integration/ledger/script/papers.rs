//! The part of the script about files, and about corrections and recalls that wait for a second post.

use super::{MAKER, Script, of, own, reason};
use crate::harness::{organization, recall};
use serde_json::json;

/// The authority of the maker's county.
const COUNTY: &str = "CN-REG:341124";

impl Script<'_> {
    /// A file that an entry names, and one that is erased.
    pub(super) fn papers(&mut self) {
        let licence = self.accepted("maker", &own("evidence"), json!("%PDF-1.7 a licence"));
        let photo = self.accepted("regulator", &own("evidence"), json!("%PDF-1.7 a photo"));
        let named = json!({"kind": "certificate", "number": "C-9", "evidence": [licence["hash"]]});
        self.accepted("maker", &own("entries"), named);
        let erasure = format!("evidence/{}/erasure", photo["hash"].as_str().unwrap());
        self.accepted("operator", &own(&erasure), json!({"legalGround": {"zh": "依法删除"}}));
    }

    /// Corrections that wait for a second post: one confirmed, one rejected, one left open.
    pub(super) fn four_eyes(&mut self) {
        self.accepted("quality", &own("settings"), json!({"corrections": "fourEyes"}));
        let office = json!({"role": "producer", "label": "g", "post": "management"});
        self.token("management", "maker", MAKER, office);
        let of_lot = of("SS-200", "L2", "corrections");
        for (how, day) in [("confirmation", 8), ("rejection", 9), ("", 10)] {
            let value = format!("2031-01-{day:02}");
            let mut body = reason("笔误");
            body["kind"] = json!("record");
            body["changes"] = json!([{"pointer": "/expiresOn", "value": value}]);
            let proposed = self.accepted("quality", &of_lot, body);
            let position = &proposed["receipt"]["position"];
            let body = if how == "rejection" { reason("不属实") } else { json!({}) };
            if !how.is_empty() {
                self.accepted("management", &format!("{of_lot}/{position}/{how}"), body);
            }
        }
    }

    /// Recalls of an authority that two officers open: one confirmed, one rejected, one left open.
    pub(super) fn two_officers(&mut self) {
        let of_authority = |rest: &str| format!("/api/v1/organizations/{COUNTY}/{rest}");
        self.accepted(
            "operator",
            "/api/v1/organizations",
            organization(COUNTY, "regulator", "341124"),
        );
        for (name, post) in [("duty", "duty"), ("head", "head")] {
            let body = json!({"role": "regulator", "label": post, "post": post});
            self.token(name, "operator", COUNTY, body);
        }
        self.accepted("duty", &of_authority("settings"), json!({"recalls": "fourEyes"}));
        for how in ["confirmation", "rejection", ""] {
            let proposed = self.accepted("duty", "/api/v1/recalls", recall(&["L77"]));
            let position = &proposed["receipt"]["position"];
            let body = if how == "rejection" { reason("证据不足") } else { json!({}) };
            if !how.is_empty() {
                let path = of_authority(&format!("recall-proposals/{position}/{how}"));
                self.accepted("head", &path, body);
            }
        }
    }
}
