//! What the plan and the notice of a food recall must hold, and which of it is missing. It sees that
//! something is stated, not whether it is right. Lists of other regimes are not known here.

use crate::domain::words::Regime;
use crate::texts::{Text, recalls as t};
use serde_json::Value;

/// A document of a recall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// The plan, for the authority (Food Recall Measures, Art. 15: eight items).
    Plan,
    /// The notice, for everybody (Art. 16).
    Notice,
}

/// One part that has to be stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Item of the article, from 1.
    pub item: u8,
    /// JSON pointer (RFC 6901) into the document.
    pub pointer: &'static str,
    pub name: Text,
}

impl Paper {
    /// The article that lists its parts.
    pub fn clause(self) -> Text {
        match self {
            Self::Plan => t::PLAN_CLAUSE,
            Self::Notice => t::NOTICE_CLAUSE,
        }
    }

    /// Its parts under a regime, in the order of the article; empty where no list is known.
    pub fn parts(self, regime: Regime) -> &'static [Part] {
        match (regime, self) {
            (Regime::Food, Self::Plan) => PLAN,
            (Regime::Food, Self::Notice) => NOTICE,
            _ => &[],
        }
    }

    /// The parts that a document does not state. A part is stated by a number, a truth value, a text
    /// with a letter in it, or a list or object with something stated in it.
    pub fn missing(self, regime: Regime, document: &Value) -> Vec<Part> {
        let states = |part: &&Part| document.pointer(part.pointer).is_some_and(is_stated);
        self.parts(regime).iter().filter(|part| !states(part)).copied().collect()
    }
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

const fn part(item: u8, pointer: &'static str, name: Text) -> Part {
    Part { item, pointer, name }
}

const PLAN: &[Part] = &[
    part(1, "/producer/name", t::PART_PRODUCER_NAME),
    part(1, "/producer/address", t::PART_PRODUCER_ADDRESS),
    part(1, "/producer/legalPerson", t::PART_LEGAL_PERSON),
    part(1, "/producer/personInCharge", t::PART_PERSON_IN_CHARGE),
    part(1, "/producer/contact", t::PART_CONTACT),
    part(2, "/product/name", t::PART_PRODUCT_NAME),
    part(2, "/product/brand", t::PART_BRAND),
    part(2, "/product/specification", t::PART_SPECIFICATION),
    part(2, "/product/producedOn", t::PART_PRODUCED_ON),
    part(2, "/product/lots", t::PART_LOTS),
    part(2, "/product/quantity", t::PART_QUANTITY),
    part(2, "/area", t::PART_AREA),
    part(3, "/reason", t::PART_REASON),
    part(3, "/harm", t::PART_HARM),
    part(4, "/class", t::PART_CLASS),
    part(4, "/procedure", t::PART_PROCEDURE),
    part(4, "/timeLimits", t::PART_TIME_LIMITS),
    part(5, "/notice/text", t::PART_NOTICE_TEXT),
    part(5, "/notice/channel", t::PART_NOTICE_CHANNEL),
    part(6, "/operatorDuties", t::PART_OPERATOR_DUTIES),
    part(7, "/disposal", t::PART_DISPOSAL),
    part(7, "/cost", t::PART_COST),
    part(8, "/expectedEffect", t::PART_EXPECTED_EFFECT),
];

const NOTICE: &[Part] = &[
    part(1, "/producer/name", t::PART_PRODUCER_NAME),
    part(1, "/producer/phone", t::PART_PHONE),
    part(1, "/producer/email", t::PART_EMAIL),
    part(2, "/product/name", t::PART_PRODUCT_NAME),
    part(2, "/product/brand", t::PART_BRAND),
    part(2, "/product/specification", t::PART_SPECIFICATION),
    part(2, "/product/producedOn", t::PART_PRODUCED_ON),
    part(2, "/product/lots", t::PART_LOTS),
    part(3, "/reason", t::PART_REASON),
    part(3, "/class", t::PART_CLASS),
    part(3, "/startsOn", t::PART_STARTS_ON),
    part(3, "/endsOn", t::PART_ENDS_ON),
    part(3, "/area", t::PART_AREA),
    part(4, "/operatorDuties", t::PART_OPERATOR_DUTIES),
    part(4, "/refund", t::PART_REFUND),
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
        assert_eq!(Paper::Plan.missing(Regime::Food, &plan()), []);
        for part in PLAN {
            let mut less = plan();
            remove(&mut less, part.pointer);
            assert_eq!(Paper::Plan.missing(Regime::Food, &less), [*part]);
        }
        let items: BTreeSet<u8> = PLAN.iter().map(|part| part.item).collect();
        assert_eq!(items, (1..=8).collect());
        assert_eq!(Paper::Plan.missing(Regime::Food, &json!({})).len(), PLAN.len());
        assert_eq!(Paper::Plan.missing(Regime::Food, &Value::Null).len(), PLAN.len());
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
            let missing = Paper::Plan.missing(Regime::Food, &document);
            assert_eq!(missing.len(), 1, "{empty}");
            assert_eq!(missing[0].name.zh, "召回原因");
        }
    }

    #[test]
    fn a_notice_has_its_own_list() {
        let notice = json!({
            "producer": {"name": "n", "phone": "1", "email": "a@example.cn"},
            "product": {"name": "n", "brand": "b", "specification": "s", "producedOn": "2026-11-01",
                "lots": ["A1"]},
            "reason": "r", "class": 2, "startsOn": "2026-11-22", "endsOn": "2026-12-18",
            "area": "a", "operatorDuties": "d", "refund": "f",
        });
        assert_eq!(Paper::Notice.missing(Regime::Food, &notice), []);
        for part in NOTICE {
            let mut less = notice.clone();
            remove(&mut less, part.pointer);
            assert_eq!(Paper::Notice.missing(Regime::Food, &less), [*part]);
        }
        assert_ne!(Paper::Notice.clause(), Paper::Plan.clause());
    }

    #[test]
    fn other_regimes_have_no_list_here() {
        for regime in Regime::ALL.iter().filter(|regime| **regime != Regime::Food) {
            assert!(Paper::Plan.missing(*regime, &json!({})).is_empty(), "{regime:?}");
        }
    }
}
