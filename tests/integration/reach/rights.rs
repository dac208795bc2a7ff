//! Who may follow what, and who sees where it went.

use super::{Chain, FIRMS, id, lots, made_of, named, over};
use crate::harness::MAKER;
use serde_json::{Value, json};

fn listed(chain: &Chain, token: &str, id: &str) -> Vec<String> {
    let answer = chain.app.get_as(token, &format!("/api/v1/recalls/{id}/lots"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let items = answer.json()["items"].as_array().unwrap().clone();
    items.iter().map(|item| item["lot"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_firm_follows_its_own_lot_to_everybody() {
    let chain = Chain::of_five();
    let opened = chain.accepted(&chain.tokens[1], "/api/v1/recalls", &over(made_of((1, "L1"))));
    assert_eq!(opened["reach"]["batches"], 4);
    chain.says((0, "L0"), "registered");
    (1..5).for_each(|firm| chain.says((firm, &format!("L{firm}")), "recalled"));
    assert_eq!(listed(&chain, &chain.tokens[1], id(&opened)).len(), 3);
}

#[test]
fn a_firm_follows_anothers_lot_to_its_own_goods_only() {
    let chain = Chain::of_five();
    chain.lot((2, "OWN"), &[(2, "L2")]);
    let whole = over(made_of((1, "L1")));
    for path in ["/api/v1/recalls", "/api/v1/recalls/preview"] {
        chain.refused(&chain.tokens[2], path, &whole, 403, "notYours");
        let mut any = over(json!({"any": [lots(2, &["L2"]), made_of((1, "L1"))]}));
        chain.refused(&chain.tokens[2], path, &any, 403, "notYours");
        any["scope"]["any"][1]["organization"] = "9521234000013".into();
        chain.refused(&chain.tokens[2], path, &any, 404, "notFound");
    }
    let own = json!({"organization": FIRMS[2].0, "ingredientLot": named((1, "L1"))});
    let opened = chain.accepted(&chain.tokens[2], "/api/v1/recalls", &over(own));
    assert_eq!(opened["reach"]["batches"], 2);
    for lot in [(2, "L2"), (2, "OWN")] {
        chain.says(lot, "recalled");
    }
    for lot in [(1, "L1"), (3, "L3"), (4, "L4")] {
        chain.says(lot, "registered");
    }
}

#[test]
fn an_operator_follows_nothing() {
    let chain = Chain::of_five();
    let operator = chain.app.operator.clone();
    for path in ["/api/v1/recalls", "/api/v1/recalls/preview"] {
        let body = over(made_of((0, "L0")));
        chain.refused(&operator, path, &body, 403, "operatorNeverMeasures");
    }
}

#[test]
fn lots_are_listed_to_the_opener_and_to_offices_of_their_region() {
    let chain = Chain::of_five();
    let opened = chain.open(made_of((0, "L0")));
    let path = format!("/api/v1/recalls/{}/lots", id(&opened));
    assert_eq!(listed(&chain, &chain.office, id(&opened)).len(), 4);
    let shanghai = chain.app.admit("71430580X", "regulator", "310000");
    assert_eq!(listed(&chain, &shanghai, id(&opened)), ["L2"]);
    assert_eq!(chain.app.get(&path).status, 401);
    for token in chain.tokens.iter().chain([&chain.app.operator]) {
        assert_eq!(chain.app.get_as(token, &path).code(), "notYours");
    }
    assert_eq!(chain.app.get_as(&chain.office, "/api/v1/recalls/r-2026-9999/lots").status, 404);
    let answer = chain.app.get_as(&chain.office, &path).json();
    let first =
        answer["items"].as_array().unwrap().iter().find(|item| item["lot"] == "L1").unwrap();
    let expected = json!({
        "organization": FIRMS[1].0, "product": "SS-200", "lot": "L1", "distance": 1,
        "via": {"organization": first["via"]["organization"], "product": "SS-200", "lot": "L0"},
        "effect": "recalled", "units": 2, "state": "released", "otherRecalls": [],
    });
    assert_eq!(*first, expected);
}

/// A preview names only what its reader may read; the rest is counted.
#[test]
fn a_preview_names_no_lot_of_others() {
    let chain = Chain::of_five();
    chain.lot((0, "L0B"), &[(0, "L0")]);
    let preview = |token: &str| {
        let answer = chain.post(token, "/api/v1/recalls/preview", &over(made_of((0, "L0"))));
        assert_eq!(answer.status, 200, "{}", answer.text());
        let json = answer.json();
        let lots: Vec<Value> = json["lots"].as_array().unwrap().clone();
        let lots = lots.iter().map(|lot| lot["lot"].as_str().unwrap().to_owned());
        (json["reach"]["batches"].as_u64(), lots.collect::<Vec<_>>())
    };
    assert_eq!(preview(&chain.tokens[0]), (Some(6), vec!["L0B".to_owned()]));
    assert_eq!(preview(&chain.office).1, ["L1", "L0B"]);
    let other = chain.open(made_of((1, "L1")));
    let answer = chain.post(&chain.office, "/api/v1/recalls/preview", &over(made_of((0, "L0"))));
    let shown = &answer.json()["lots"][0];
    assert_eq!((&shown["lot"], &shown["otherRecalls"]), (&json!("L1"), &json!([id(&other)])));
}

/// The opener's side frees any lot its recall came to, in whichever region, and no other.
#[test]
fn only_reached_lots_are_freed_elsewhere() {
    let chain = Chain::of_five();
    chain.lot((4, "APART"), &[]);
    let opened = chain.open(made_of((0, "L0")));
    let path = |step: &str| format!("/api/v1/recalls/{}/{step}", id(&opened));
    let mut body = json!({"scope": lots(4, &["L4"]), "reason": {"zh": "复检合格范围已查明"}});
    chain.refused(&chain.tokens[4], &path("releases"), &body, 403, "notOpenersSide");
    for step in ["releases", "narrowing"] {
        body["scope"] = lots(4, &["L4", "APART"]);
        chain.refused(&chain.office, &path(step), &body, 403, "outsideRegion");
        body["scope"] = json!({"organization": FIRMS[4].0, "product": "SS-200"});
    }
    body["scope"] = lots(4, &["L4"]);
    chain.accepted(&chain.office, &path("releases"), &body);
    chain.says((4, "L4"), "registered");
    chain.says((3, "L3"), "recalled");
    chain.refused(&chain.office, &path("extension"), &body, 403, "outsideRegion");
}

/// What a firm reads of its own lot names the recall, whoever opened it.
#[test]
fn the_record_of_a_lot_says_how_it_is_recalled() {
    let chain = Chain::of_five();
    let opened = chain.open(made_of((0, "L0")));
    let path =
        |firm: usize| format!("/api/v1/organizations/{}/batches/SS-200/L{firm}", FIRMS[firm].0);
    let reached = chain.app.get_as(&chain.tokens[3], &path(3)).json();
    let measure = json!({
        "id": id(&opened), "kind": "recall", "state": "open", "wholeLot": true,
        "byIngredient": "recalled",
    });
    assert_eq!(reached["measures"], json!([measure]));
    let named = chain.app.get_as(&chain.tokens[0], &path(0)).json();
    assert_eq!(named["measures"][0]["byIngredient"], Value::Null);
    assert_eq!(FIRMS[0].0, MAKER);
}
