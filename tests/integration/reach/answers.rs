//! Bodies that are not taken, and both sides of each bound.

use super::{Chain, FIRMS, id, lots, made_of, named, over};
use serde_json::{Value, json};
use suyuan::limits::{
    MEASURE_STEPS_MAX, PREVIEW_LOTS_SHOWN_COUNT, SCOPE_LOTS_COUNT_MAX, SCOPE_UNION_COUNT_MAX,
    SUBJECT_MEASURES_MAX,
};

fn any(count: usize) -> Value {
    let scopes: Vec<Value> = (0..count).map(|at| lots(0, &[&format!("U{at}")])).collect();
    json!({"any": scopes})
}

fn with(mut scope: Value, name: &str, value: Value) -> Value {
    scope[name] = value;
    scope
}

#[track_caller]
fn findings(chain: &Chain, path: &str, body: &Value) -> String {
    let answer = chain.post(&chain.office, path, body);
    assert_eq!((answer.status, answer.code().as_str()), (400, "invalid"), "{}", answer.text());
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    let shown = |error: &Value| {
        format!("{} {}", error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())
    };
    errors.iter().map(shown).collect::<Vec<_>>().join(", ")
}

#[test]
fn wrong_scopes_are_refused_by_opening_and_preview() {
    let chain = Chain::new();
    let root = || made_of((0, "L0"));
    let link = |name: &str, value: &str| {
        with(root(), "ingredientLot", with(named((0, "L0")), name, value.into()))
    };
    let days = json!({"first": "2026-11-01", "last": "2026-11-02"});
    let cases = [
        (
            with(root(), "units", json!({"lot": "A", "first": 1, "last": 2})),
            "/scope/ingredientLot conflict, /scope/product required",
        ),
        (with(root(), "product", "SS-200".into()), "/scope/product conflict"),
        (with(root(), "producedOn", days), "/scope/ingredientLot conflict"),
        (with(root(), "later", true.into()), "/scope/later conflict"),
        (link("lot", "not a lot"), "/scope/ingredientLot/lot notALot"),
        (link("organization", "x"), "/scope/ingredientLot/organization notACode"),
        (link("product", "a b"), "/scope/ingredientLot/product notAProductCode"),
        (json!({"ingredientLot": named((0, "L0"))}), "/scope/organization required"),
        (json!({"any": []}), "/scope/any tooFew"),
        (any(SCOPE_UNION_COUNT_MAX + 1), "/scope/any tooMany"),
        (json!({"any": [root(), {"any": [root()]}]}), "/scope/any/1/any conflict"),
        (with(any(2), "organization", FIRMS[0].0.into()), "/scope/any conflict"),
        (json!({"any": [lots(0, &["bad lot"])]}), "/scope/any/0/lots/0 notALot"),
        (with(root(), "effect", "held".into()), "/scope/effect unknownField"),
    ];
    for (scope, expected) in cases {
        for path in ["/api/v1/recalls", "/api/v1/recalls/preview"] {
            assert_eq!(findings(&chain, path, &over(scope.clone())), expected, "{scope}");
        }
    }
    let effect = |scope: Value, word: &str| with(over(scope), "effect", word.into());
    let found = findings(&chain, "/api/v1/recalls", &effect(root(), "destroyed"));
    assert_eq!(found, "/effect notAWord");
    let found = findings(&chain, "/api/v1/recalls", &effect(lots(0, &["A"]), "held"));
    assert_eq!(found, "/effect conflict");
    assert_eq!(chain.app.get("/api/v1/recalls").json()["items"], json!([]));
}

#[test]
fn a_union_of_twenty_is_taken() {
    let chain = Chain::new();
    let opened = chain.open(any(SCOPE_UNION_COUNT_MAX));
    let shown = chain.followed(id(&opened));
    assert_eq!(shown["steps"].as_array().unwrap().len(), SCOPE_UNION_COUNT_MAX);
    assert_eq!(shown["scope"], any(SCOPE_UNION_COUNT_MAX));
    assert_eq!(shown["reach"], Value::Null);
    // Every scope of a union counts among those of its recall.
    let full = MEASURE_STEPS_MAX / SCOPE_UNION_COUNT_MAX - 1;
    for _ in 0..full {
        chain.step(id(&opened), "narrowing", Some(any(SCOPE_UNION_COUNT_MAX)));
    }
    let rest = MEASURE_STEPS_MAX - (full + 1) * SCOPE_UNION_COUNT_MAX;
    let path = format!("/api/v1/recalls/{}/extension", id(&opened));
    let body = |count| json!({"scope": any(count), "reason": {"en": "more"}});
    chain.refused(&chain.office, &path, &body(rest + 1), 409, "tooManyMeasures");
    chain.accepted(&chain.office, &path, &body(rest));
}

/// The public part of a fact is a leaf of a log and may not be larger than its format can hold.
#[test]
fn a_union_that_makes_the_envelope_too_large_is_refused() {
    let chain = Chain::new();
    let scope = |scope: usize, lots_each: usize| {
        let names: Vec<String> =
            (0..lots_each).map(|lot| format!("LOT-{scope:03}-{lot:06}")).collect();
        lots(0, &names.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let union = |count: usize| json!({"any": (0..count).map(|at| scope(at, SCOPE_LOTS_COUNT_MAX)).collect::<Vec<_>>()});
    let answer = chain.post(&chain.office, "/api/v1/recalls", &over(union(4)));
    assert_eq!(answer.code(), "bodyTooLarge", "{}", answer.text());
    chain.open(union(3));
}

#[test]
fn narrowings_name_goods_and_releases_name_lots() {
    let chain = Chain::of_five();
    let opened = chain.open(made_of((0, "L0")));
    let path = |step: &str| format!("/api/v1/recalls/{}/{step}", id(&opened));
    let body = |scope: Value| json!({"scope": scope, "reason": {"en": "worked out"}});
    let product = json!({"organization": FIRMS[0].0, "product": "SS-200"});
    for (step, scope) in [
        ("narrowing", made_of((0, "L0"))),
        ("narrowing", json!({"any": [lots(1, &["L1"]), made_of((0, "L0"))]})),
        ("releases", made_of((0, "L0"))),
        ("releases", product.clone()),
        ("releases", json!({"any": [lots(1, &["L1"]), product]})),
    ] {
        assert_eq!(findings(&chain, &path(step), &body(scope)), "/scope conflict");
    }
    let answer = chain.app.post(&chain.office, &path("releases"), &body(lots(1, &["L1"])));
    assert_eq!(answer.json()["errors"][0]["pointer"], "Idempotency-Key");
    let again =
        || chain.app.post_keyed(&chain.office, "once", &path("releases"), &body(lots(1, &["L1"])));
    assert_eq!((again().status, again().status), (201, 200));
    chain.step(id(&opened), "lifting", None);
    chain.refused(&chain.office, &path("releases"), &body(lots(1, &["L1"])), 409, "measureEnded");
}

#[test]
fn a_lot_that_nobody_knows_is_recalled_all_the_same() {
    let chain = Chain::new();
    let opened = chain.open(made_of((0, "NEVER")));
    assert_eq!(opened["reach"], json!({"state": "complete", "batches": 0, "units": 0}));
    chain.refused(
        &chain.office,
        "/api/v1/recalls",
        &over(json!({
            "organization": "9521234000013", "ingredientLot": named((0, "L0")),
        })),
        404,
        "notFound",
    );
    chain.lot((1, "LATER"), &[(0, "OTHER")]);
    chain.says((1, "LATER"), "registered");
}

/// Firms have half of the room on one lot: theirs, and another's that they follow for themselves.
#[test]
fn recalls_over_one_ingredient_lot_are_bounded() {
    let chain = Chain::new();
    let own = over(made_of((0, "L0")));
    let followed = over(json!({"organization": FIRMS[0].0, "ingredientLot": named((1, "L1"))}));
    for _ in 0..SUBJECT_MEASURES_MAX / 2 {
        chain.accepted(&chain.tokens[0], "/api/v1/recalls", &own);
        chain.accepted(&chain.tokens[0], "/api/v1/recalls", &followed);
    }
    for body in [&own, &followed] {
        chain.refused(&chain.tokens[0], "/api/v1/recalls", body, 409, "tooManyMeasures");
        chain.accepted(&chain.office, "/api/v1/recalls", body);
    }
    let theirs = over(json!({"organization": FIRMS[2].0, "ingredientLot": named((1, "L1"))}));
    chain.accepted(&chain.tokens[2], "/api/v1/recalls", &theirs);
}

#[test]
fn a_preview_names_a_hundred_lots() {
    let chain = Chain::new();
    for lot in 0..=PREVIEW_LOTS_SHOWN_COUNT {
        chain.lot((1, &format!("M{lot}")), &[(0, "ROOT")]);
    }
    let answer = chain.post(&chain.office, "/api/v1/recalls/preview", &over(made_of((0, "ROOT"))));
    let shown = answer.json();
    assert_eq!(shown["reach"]["batches"], PREVIEW_LOTS_SHOWN_COUNT + 1);
    assert_eq!(shown["lots"].as_array().unwrap().len(), PREVIEW_LOTS_SHOWN_COUNT);
    assert_eq!(chain.app.get("/api/v1/recalls").json()["items"], json!([]));
}
