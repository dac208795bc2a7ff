//! Lineage over HTTP: chains across firms and what each of them sees, pages, bounds, forms, suppliers
//! that register later, and suppliers typed from papers.

mod chain;
mod forms;
mod links;

use crate::harness::{TestApp, escape, organization};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A firm with its token and one product `P`.
pub struct Firm {
    pub code: &'static str,
    pub token: String,
}

/// Admits a firm under a name of its own, with the product `P`.
pub fn firm(app: &TestApp, code: &'static str, region: &str, name: &str) -> Firm {
    let mut body = organization(code, "producer", region);
    body["name"] = json!({"zh": name, "en": name});
    created(app, &app.operator, "/api/v1/organizations", &body);
    let firm = Firm { code, token: app.token(code, "producer") };
    created(app, &firm.token, &firm.path("products"), &product(&format!("{name} goods")));
    firm
}

pub fn product(name: &str) -> Value {
    json!({"product": "P", "name": {"zh": name, "en": name}, "category": "general", "specification": "1"})
}

/// What went into a lot: a firm's code, its lot, how much.
pub type Used<'a> = (&'a str, &'a str, (f64, &'a str));

impl Firm {
    pub fn path(&self, rest: &str) -> String {
        format!("/api/v1/organizations/{}/{rest}", escape(self.code))
    }

    /// Registers a lot of `P`.
    pub fn makes(&self, app: &TestApp, lot: &str, made: (f64, &str), inputs: &[Used<'_>]) {
        let ingredient = |(code, lot, (value, unit)): &Used<'_>| {
            json!({
                "name": {"en": "input"},
                "quantity": {"value": value, "unit": unit},
                "source": {"organization": code, "product": "P", "lot": lot},
            })
        };
        let ingredients: Vec<_> = inputs.iter().map(ingredient).collect();
        created(app, &self.token, &self.path("batches"), &lot_of(lot, made, &json!(ingredients)));
    }

    /// The same, put on sale.
    pub fn sells(&self, app: &TestApp, lot: &str, made: (f64, &str), inputs: &[Used<'_>]) {
        self.makes(app, lot, made, inputs);
        created(app, &self.token, &self.path(&format!("batches/P/{lot}/release")), &json!({}));
    }

    pub fn walk(&self, app: &TestApp, token: &str, lot: &str, query: &str) -> Value {
        let answer = app.get_as(token, &self.walk_path(lot, query));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    pub fn walk_path(&self, lot: &str, query: &str) -> String {
        format!("/api/v1/lineage/{}/P/{lot}?{query}", escape(self.code))
    }
}

pub fn lot_of(lot: &str, (value, unit): (f64, &str), ingredients: &Value) -> Value {
    json!({
        "product": "P",
        "lot": lot,
        "producedOn": "2026-11-01",
        "quantity": {"value": value, "unit": unit},
        "origin": {"country": "CN"},
        "ingredients": ingredients,
        "additives": [],
    })
}

#[track_caller]
pub fn created(app: &TestApp, token: &str, path: &str, body: &Value) -> Value {
    let answer = app.post(token, path, body);
    assert_eq!(answer.status, 201, "{path}: {}", answer.text());
    answer.json()
}

/// `id access state lot` of each lot, in order.
pub fn lots(graph: &Value) -> Vec<String> {
    let text = |node: &Value, name: &str| node[name].as_str().unwrap_or("-").to_owned();
    let line =
        |node: &Value| ["id", "access", "state", "lot"].map(|name| text(node, name)).join(" ");
    graph["nodes"].as_array().unwrap().iter().map(line).collect()
}

/// `from>to` of each edge with what is known of it.
pub fn edges(graph: &Value) -> BTreeMap<String, String> {
    let said = |edge: &Value| {
        let used = edge["used"].as_array().into_iter().flatten();
        let used = used.map(|used| {
            format!("{} {}", used["value"].as_str().unwrap(), used["unit"].as_str().unwrap())
        });
        let mut parts: Vec<String> = used.collect();
        for name in ["share", "ofOutput"] {
            parts.extend(edge[name].as_str().map(|share| format!("{name} {share}")));
        }
        parts.extend(edge["loop"].as_bool().map(|_| "loop".to_owned()));
        parts.join(", ")
    };
    let ends = |edge: &Value| {
        format!("{}>{}", edge["from"].as_str().unwrap(), edge["to"].as_str().unwrap())
    };
    let list = graph["edges"].as_array().unwrap();
    let all: BTreeMap<_, _> = list.iter().map(|edge| (ends(edge), said(edge))).collect();
    assert_eq!(all.len(), list.len(), "an edge twice: {graph}");
    all
}
