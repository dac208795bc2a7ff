//! What the plan and the notice of a food recall must hold, and which of it is missing. It sees that
//! something is stated, not whether it is right. Lists of other regimes are not known here.

use crate::domain::words::{RecallPaper, Regime};
use serde_json::Value;

/// One part that has to be stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Item of the article, from 1: of Art. 15 of the Food Recall Measures for a plan, of Art. 16 for a
    /// notice.
    pub item: u8,
    /// JSON pointer (RFC 6901) into the document.
    pub pointer: &'static str,
}

/// The parts under a regime, in the order of the article; empty where no list is known. A notice states
/// what the recall and the register do not hold already: producer, product, lots, reason and class of the
/// article stand there.
pub fn parts(paper: RecallPaper, regime: Regime) -> &'static [Part] {
    match (regime, paper) {
        (Regime::Food, RecallPaper::Plan) => PLAN,
        (Regime::Food, RecallPaper::Notice) => NOTICE,
        _ => &[],
    }
}

/// The parts that a document does not state. A part is stated by a number, a truth value, a text
/// with a letter in it, or a list or object with something stated in it.
pub fn missing(paper: RecallPaper, regime: Regime, document: &Value) -> Vec<Part> {
    let states = |part: &&Part| document.pointer(part.pointer).is_some_and(is_stated);
    parts(paper, regime).iter().filter(|part| !states(part)).copied().collect()
}

fn is_stated(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => text.chars().any(char::is_alphanumeric),
        Value::Array(elements) => elements.iter().any(is_stated),
        Value::Object(members) => members.values().any(is_stated),
    }
}

const fn part(item: u8, pointer: &'static str) -> Part {
    Part { item, pointer }
}

const PLAN: &[Part] = &[
    part(1, "/producer/name"),
    part(1, "/producer/address"),
    part(1, "/producer/legalPerson"),
    part(1, "/producer/personInCharge"),
    part(1, "/producer/contact"),
    part(2, "/product/name"),
    part(2, "/product/brand"),
    part(2, "/product/specification"),
    part(2, "/product/producedOn"),
    part(2, "/product/lots"),
    part(2, "/product/quantity"),
    part(2, "/area"),
    part(3, "/reason"),
    part(3, "/harm"),
    part(4, "/class"),
    part(4, "/procedure"),
    part(4, "/timeLimits"),
    part(5, "/notice/text"),
    part(5, "/notice/channel"),
    part(6, "/operatorDuties"),
    part(7, "/disposal"),
    part(7, "/cost"),
    part(8, "/expectedEffect"),
];

const NOTICE: &[Part] = &[
    part(1, "/email"),
    part(2, "/brand"),
    part(3, "/startsOn"),
    part(3, "/endsOn"),
    part(3, "/area"),
    part(4, "/operatorDuties"),
    part(4, "/refund"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeSet;

    fn plan() -> Value {
        json!({
            "producer": {
                "name": {"zh": "河北示例酱菜有限公司"},
                "address": "石家庄市",
                "legalPerson": "某人",
                "personInCharge": "某人",
                "contact": {"phone": "0311-0000000"},
            },
            "product": {
                "name": {"zh": "酱菜", "en": "pickles"},
                "brand": "无",
                "specification": "500 g",
                "producedOn": {"first": "2026-11-01", "last": "2026-11-02"},
                "lots": ["A1"],
                "quantity": {"value": 0, "unit": "EA"},
            },
            "area": ["130100"], "reason": {"en": "glass"}, "harm": "cuts", "class": 1,
            "procedure": "p", "timeLimits": "t", "notice": {"text": "n", "channel": "site"},
            "operatorDuties": "stop", "disposal": "destroy", "cost": "producer",
            "expectedEffect": "all of it",
        })
    }

    fn remove(document: &mut Value, pointer: &str) {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
    }

    #[test]
    fn every_part_of_a_plan_is_missed() {
        assert_eq!(missing(RecallPaper::Plan, Regime::Food, &plan()), []);
        for part in PLAN {
            let mut less = plan();
            remove(&mut less, part.pointer);
            assert_eq!(missing(RecallPaper::Plan, Regime::Food, &less), [*part]);
        }
        let items: BTreeSet<u8> = PLAN.iter().map(|part| part.item).collect();
        assert_eq!(items, (1..=8).collect());
        assert_eq!(missing(RecallPaper::Plan, Regime::Food, &json!({})).len(), PLAN.len());
        assert_eq!(missing(RecallPaper::Plan, Regime::Food, &Value::Null).len(), PLAN.len());
    }

    #[test]
    fn nothing_said_is_nothing_stated() {
        for empty in [
            json!(null),
            json!(""),
            json!(" \u{3000}"),
            json!("—"),
            json!([]),
            json!([""]),
            json!({"zh": ""}),
            json!({"zh": null, "en": " "}),
        ] {
            let mut document = plan();
            document["reason"] = empty.clone();
            let missing = missing(RecallPaper::Plan, Regime::Food, &document);
            assert_eq!(missing.len(), 1, "{empty}");
            assert_eq!(missing[0].pointer, "/reason");
        }
    }

    #[test]
    fn a_notice_has_its_own_list() {
        let notice = json!({
            "email": "a@example.cn", "brand": "b", "startsOn": "2026-11-22", "endsOn": "2026-12-18",
            "area": "a", "operatorDuties": "d", "refund": "f",
        });
        assert_eq!(missing(RecallPaper::Notice, Regime::Food, &notice), []);
        for part in NOTICE {
            let mut less = notice.clone();
            remove(&mut less, part.pointer);
            assert_eq!(missing(RecallPaper::Notice, Regime::Food, &less), [*part]);
        }
    }

    #[test]
    fn other_regimes_have_no_list_here() {
        for regime in Regime::ALL.iter().filter(|regime| **regime != Regime::Food) {
            assert!(missing(RecallPaper::Plan, *regime, &json!({})).is_empty(), "{regime:?}");
        }
    }
}
