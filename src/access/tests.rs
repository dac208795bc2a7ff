//! The table of members names every member there is, and a split loses, doubles and leaks nothing.

use super::*;
use crate::codec::canonical::to_bytes;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

const SCHEMAS: [(DocumentKind, &str); 5] = [
    (DocumentKind::Organization, include_str!("../../schemas/organization.schema.json")),
    (DocumentKind::Product, include_str!("../../schemas/product.schema.json")),
    (DocumentKind::Batch, include_str!("../../schemas/batch.schema.json")),
    (DocumentKind::Check, include_str!("../../schemas/check.schema.json")),
    (DocumentKind::Recall, include_str!("../../schemas/recall.schema.json")),
];

fn schema(kind: DocumentKind) -> Value {
    let (_, text) = SCHEMAS.iter().find(|(listed, _)| *listed == kind).unwrap();
    serde_json::from_str(text).unwrap()
}

fn example(kind: DocumentKind) -> Value {
    schema(kind)["examples"][0].clone()
}

/// Every place of a schema that holds a scalar.
fn leaves(schema: &Value, node: &Value, place: &str, out: &mut BTreeSet<String>) {
    // A scope may hold scopes; a few turns show every member there is.
    if place.split('/').count() > 10 {
        return;
    }
    if let Some(reference) = node["$ref"].as_str() {
        let target = schema.pointer(reference.trim_start_matches('#')).unwrap();
        return leaves(schema, target, place, out);
    }
    let mut inner = false;
    for choice in node["oneOf"].as_array().into_iter().flatten() {
        inner = true;
        leaves(schema, choice, place, out);
    }
    for (name, member) in node["properties"].as_object().into_iter().flatten() {
        inner = true;
        leaves(schema, member, &format!("{place}/{name}"), out);
    }
    if node["items"].is_object() {
        inner = true;
        leaves(schema, &node["items"], &format!("{place}/*"), out);
    }
    if !inner {
        out.insert(place.to_owned());
    }
}

#[test]
fn every_member_is_named() {
    for (kind, _) in SCHEMAS {
        let schema = schema(kind);
        let mut places = BTreeSet::new();
        leaves(&schema, &schema, "", &mut places);
        assert!(places.len() > 10, "{kind:?}");
        for place in places {
            assert!(members::row(kind, &place).is_some(), "{kind:?} {place}");
        }
    }
}

/// What the contract keeps from the public, and what a scan must show.
#[test]
fn the_contract_decides() {
    use DocumentKind::{Batch, Check, Organization, Product, RecallEnd, Token};
    let office = [
        (Batch, "/quantity/value"),
        (Batch, "/quantity/netMass/value"),
        (Batch, "/units/issue"),
        (Batch, "/units/labelAllowance"),
        (Batch, "/ingredients/0/quantity/value"),
        (Batch, "/ingredients/12/source/organization"),
        (Batch, "/ingredients/0/source/declared/name"),
        (Batch, "/ingredients/0/receivedOn"),
        (Batch, "/ingredients/0/documents/1/number"),
        (Batch, "/ingredients/0/incomingCheck"),
        (Batch, "/additives/0/used/value"),
        (Batch, "/additives/0/activeFraction"),
        (Batch, "/additives/0/source/lotAsPrinted"),
        (Batch, "/processControls/0/value"),
        (Product, "/formula/lines/0/kg"),
        (Product, "/formula"),
        (Organization, "/contact/person"),
        (Organization, "/contact/email"),
        (Check, "/sampleNo"),
        (Token, "/label"),
        (RecallEnd, "/evidence"),
        (Batch, "/inventedLater"),
        (Batch, "/lots"),
        (Batch, ""),
    ];
    for (kind, pointer) in office {
        assert_eq!(audience(kind, pointer), Audience::Office, "{kind:?} {pointer}");
    }
    let everyone = [
        (Batch, "/lot"),
        (Batch, "/lotAsPrinted"),
        (Batch, "/datesAsPrinted/expiry"),
        (Batch, "/saleArea/country/0"),
        (Batch, "/ingredients/0/name/zh"),
        (Batch, "/ingredients/0/documents/1/type"),
        (Batch, "/additives/3/cns"),
        (Organization, "/contact/phone"),
        (Check, "/items/0/results/4"),
        (Check, "/items/0/plan/M"),
    ];
    for (kind, pointer) in everyone {
        assert_eq!(audience(kind, pointer), Audience::Everyone, "{kind:?} {pointer}");
    }
}

#[test]
fn a_batch_is_split_as_expected() {
    let batch = json!({
        "lot": "A1",
        "quantity": {"value": 8100, "unit": "EA"},
        "ingredients": [{"name": {"zh": "猪肉"}, "source": {"lot": "S1"}}, {"material": "m"}],
        "additives": [],
        "processControls": [],
        "saleArea": {"country": ["CN"]},
    });
    let (public, restricted) = split(DocumentKind::Batch, &batch);
    let expected = json!({
        "lot": "A1",
        "ingredients": [{"name": {"zh": "猪肉"}}, {}],
        "additives": [],
        "saleArea": {"country": ["CN"]},
    });
    assert_eq!(public, expected);
    let expected = json!({
        "quantity": {"value": 8100, "unit": "EA"},
        "ingredients": [{"source": {"lot": "S1"}}, {"material": "m"}],
        "processControls": [],
    });
    assert_eq!(restricted, expected);
    let (public, restricted) =
        split_at(DocumentKind::Batch, "/ingredients/0", &batch["ingredients"][0]);
    assert_eq!(public, Some(json!({"name": {"zh": "猪肉"}})));
    assert_eq!(restricted, Some(json!({"source": {"lot": "S1"}})));
}

/// A member that is called like an index does not slip through a row for list elements.
#[test]
fn names_do_not_pass_for_indexes() {
    for name in ["*", "0", "17", "-"] {
        let batch = json!({"ingredients": {name: {"name": {"zh": "x"}}}});
        let (public, restricted) = split(DocumentKind::Batch, &batch);
        assert_eq!((public, restricted), (json!({}), batch), "{name}");
    }
    assert_eq!(split(DocumentKind::Batch, &json!({"ingredients": "x"})).0, json!({}));
}

/// Places of all scalars.
fn scalars(value: &Value, place: &str, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            members
                .iter()
                .for_each(|(name, member)| scalars(member, &format!("{place}/{name}"), out));
        }
        Value::Array(elements) => {
            for (at, element) in elements.iter().enumerate() {
                scalars(element, &format!("{place}/{at}"), out);
            }
        }
        Value::Null => {}
        _ => _ = out.insert(place.to_owned()),
    }
}

fn assert_split(kind: DocumentKind, value: &Value) {
    let (public, restricted) = split(kind, value);
    let merged = merge(&public, &restricted);
    assert_eq!(to_bytes(&merged), to_bytes(value), "{public} {restricted}");
    let (mut all, mut open, mut closed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    scalars(value, "", &mut all);
    scalars(&public, "", &mut open);
    scalars(&restricted, "", &mut closed);
    assert!(open.is_disjoint(&closed), "{public} {restricted}");
    assert_eq!(all, open.union(&closed).cloned().collect());
    for place in &open {
        assert_eq!(audience(kind, place), Audience::Everyone, "{place}");
    }
}

#[test]
fn examples_split_and_merge() {
    for (kind, _) in SCHEMAS {
        let example = example(kind);
        assert_split(kind, &example);
        let (public, restricted) = split(kind, &example);
        assert_ne!(public, json!({}));
        assert_eq!(restricted == json!({}), kind == DocumentKind::Recall, "{kind:?}");
    }
}

/// Any JSON that uses the names of the tables.
fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-z]{0,4}".prop_map(Value::from),
    ];
    let name = prop::sample::select(vec![
        "lot",
        "quantity",
        "ingredients",
        "name",
        "zh",
        "source",
        "documents",
        "type",
        "number",
        "additives",
        "cns",
        "used",
        "saleArea",
        "country",
        "*",
        "a/b",
        "a~b",
    ]);
    scalar.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name.clone(), inner, 0..6).prop_map(|members| {
                Value::Object(members.into_iter().map(|(name, v)| (name.to_owned(), v)).collect())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_split_merges_again(value in any_json()) {
        let document = json!({"ingredients": [value], "extra": value});
        let (public, restricted) = split(DocumentKind::Batch, &document);
        prop_assert_eq!(merge(&public, &restricted), document);
    }

    #[test]
    fn objects_split_without_a_leak(value in any_json()) {
        if value.is_object() {
            assert_split(DocumentKind::Batch, &value);
        }
    }
}
