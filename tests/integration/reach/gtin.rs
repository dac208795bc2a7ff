//! Inputs that are named by GTIN and lot alone: a recall meets them as soon as that GTIN is registered.

use super::{Chain, FIRMS, body, id, made_of, named};
use crate::harness::product;
use serde_json::{Value, json};

const GTIN: &str = "09521001400176";

/// The first firm gives its product the GTIN, in a second version.
fn give_gtin(chain: &Chain) {
    let mut goods = product();
    goods["version"] = json!(2);
    let path = format!("/api/v1/organizations/{}/products", FIRMS[0].0);
    let answer = chain.app.post(&chain.tokens[0], &path, &goods);
    assert_eq!((answer.status, goods["gtin"].as_str()), (201, Some(GTIN)), "{}", answer.text());
}

fn by_gtin(lot: &str) -> Vec<Value> {
    vec![json!({"gtin": GTIN, "lot": lot})]
}

#[test]
fn a_recall_follows_inputs_named_by_gtin() {
    let chain = Chain::new();
    give_gtin(&chain);
    chain.lot((0, "A"), &[]);
    chain.made((1, "B"), &by_gtin("A"));
    chain.lot((2, "C"), &[(1, "B")]);
    chain.made((3, "APART"), &by_gtin("OTHER"));
    let opened = chain.open(made_of((0, "A")));
    assert_eq!(opened["reach"], json!({"state": "complete", "batches": 3, "units": 6}));
    for lot in [(0, "A"), (1, "B"), (2, "C")] {
        chain.says(lot, "recalled");
    }
    chain.says((3, "APART"), "registered");
    // Stated after the recall, under the GTIN or under the organization's code.
    for (firm, inputs) in [(4, by_gtin("A")), (3, vec![named((0, "A"))])] {
        let path = format!("/api/v1/organizations/{}/batches", FIRMS[firm].0);
        let answer = chain.app.post(&chain.tokens[firm], &path, &body("LATER", &inputs));
        assert_eq!(answer.status, 201, "{}", answer.text());
        let release = format!("{path}/SS-200/LATER/release");
        chain.refused(&chain.tokens[firm], &release, &json!({}), 422, "lotRecalled");
    }
}

#[test]
fn a_gtin_registered_after_the_recall_joins_what_named_it() {
    let chain = Chain::new();
    chain.lot((0, "A"), &[]);
    chain.made((1, "B"), &by_gtin("A"));
    chain.lot((2, "C"), &[(1, "B")]);
    let opened = chain.open(made_of((0, "A")));
    assert_eq!(opened["reach"]["batches"], 1);
    for lot in [(1, "B"), (2, "C")] {
        chain.says(lot, "registered");
    }
    give_gtin(&chain);
    assert_eq!(chain.followed(id(&opened))["reach"]["batches"], 2);
    for lot in [(1, "B"), (2, "C")] {
        chain.says(lot, "recalled");
    }
    chain.step(id(&opened), "lifting", None);
    for lot in [(0, "A"), (1, "B"), (2, "C")] {
        chain.says(lot, "registered");
    }
}
