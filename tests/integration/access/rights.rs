//! Roles and rights as one table over the routes.

use super::{WHO, created, everyone, request};
use crate::harness::{MAKER, REGULATOR, TestApp, batch, batch_path, organization, product, recall};
use serde_json::{Value, json};

/// A row: what is asked, and what each of [`WHO`] is told: `+` done, `n` not yours, `r` outside the
/// region, `m` the operator never measures, `o` not the opener's side, `x` not found, `a` no token.
type Row = (&'static str, fn(&Place) -> Asked, &'static str);

/// Method, path, body.
type Asked = (&'static str, String, Option<Value>);

/// What one asker acts on, so that nobody stands in another's way.
struct Place {
    /// Column of the asker.
    at: usize,
    /// A token of the maker that may be revoked.
    token: String,
    /// A recall that the maker opened, and one that the regulator did.
    recalls: [String; 2],
}

impl Place {
    /// A lot of this asker: `S` on sale, `R` released, `N` registered.
    fn lot(&self, kind: char) -> String {
        format!("{kind}{}", self.at)
    }

    fn on(&self, kind: char, step: &str, body: Value) -> Asked {
        ("POST", batch_path(&self.lot(kind), step), Some(body))
    }

    fn recall(&self, kind: &str) -> Value {
        let mut body = recall(&[&self.lot('S')]);
        body["kind"] = json!(kind);
        body
    }
}

fn firm(path: &str) -> String {
    format!("/api/v1/organizations/{MAKER}{path}")
}

fn read(path: String) -> Asked {
    ("GET", path, None)
}

fn post(path: String, body: Value) -> Asked {
    ("POST", path, Some(body))
}

fn reason() -> Value {
    json!({"reason": {"zh": "例行核查", "en": "routine check"}})
}

fn first() -> Value {
    json!({"ordinals": {"first": 1, "last": 1}})
}

fn step(recall: &str, step: &str, body: Value) -> Asked {
    post(format!("/api/v1/recalls/{recall}/{step}"), body)
}

fn scope() -> Value {
    json!({"scope": recall(&["S0"])["scope"], "reason": {"en": "found since"}})
}

fn second_version() -> Value {
    let mut version = product();
    version["version"] = json!(2);
    version
}

fn check(at: usize) -> Value {
    json!({
        "kind": "factoryTest",
        "reportNo": format!("R{at}"),
        "testedOn": "2026-11-02",
        "items": [{"item": "nitrite", "result": {"value": 1, "unit": "mg/kg"}, "limit": {"max": 30}}],
    })
}

fn correction() -> Value {
    json!({
        "kind": "record",
        "reason": {"en": "weighed again"},
        "changes": [{"pointer": "/additives/0/used/value", "value": 70}],
    })
}

fn entry(at: usize) -> Value {
    json!({"kind": "other", "number": format!("N-{at}")})
}

fn status() -> Value {
    let mut body = reason();
    body["status"] = json!("granted");
    body["on"] = json!("2026-11-01");
    body
}

fn event() -> Value {
    json!({"bizStep": "packing", "on": "2026-11-02", "note": {"en": "packed"}})
}

/// A test that waits for its lot.
fn waiting(report_no: &str) -> Value {
    let mut body = check(0);
    body["reportNo"] = json!(report_no);
    body["sampleNo"] = json!("S-1");
    body["labelledProducer"] = json!({"organization": MAKER});
    json!([body])
}

fn policy() -> Value {
    let name = json!({"zh": "茶", "en": "Tea"});
    let document = json!({
        "id": "general.tea",
        "version": 1,
        "effectiveFrom": "2026-12-01",
        "parent": "general",
        "name": name,
    });
    json!({"kind": "profile", "document": document})
}

const MANAGERS: &str = "+nnnnnnn+a";
const FIRM: &str = "+nnnnnnnna";
const SELLERS: &str = "+nnnnn+nna";
const MEASURES: &str = "+n+rnnnnma";
const OPERATOR: &str = "nnnnnnnn+a";
const OFFICE: &str = "+n+nnnnnna";
const EVERYONE: &str = "++++++++++";
const OPENER: &str = "+oooooooma";
const OTHER_OPENER: &str = "oo+oooooma";

#[rustfmt::skip]
const TABLE: &[Row] = &[
    ("admit", |_| post("/api/v1/organizations".into(), organization("91340100099845715P", "seller", "340100")), OPERATOR),
    ("issue a firm's token", |_| post(firm("/tokens"), json!({"role": "seller", "label": "till"})), MANAGERS),
    ("issue a regulator's token", |_| post(format!("/api/v1/organizations/{REGULATOR}/tokens"), json!({"role": "regulator", "label": "office"})), OPERATOR),
    ("list tokens", |_| read(firm("/tokens")), MANAGERS),
    ("revoke a token", |place| ("DELETE", firm(&format!("/tokens/{}", place.token)), None), MANAGERS),
    ("register a product", |_| post(firm("/products"), second_version()), FIRM),
    ("register a batch", |place| post(firm("/batches"), batch(&format!("NEW{}", place.at), 1)), FIRM),
    ("issue units", |place| place.on('N', "units", json!({"serials": {"list": [format!("U{}", place.at)]}})), FIRM),
    ("add a test", |place| place.on('N', "checks", check(place.at)), "+nnn+nnnna"),
    ("hand in tests", |place| post("/api/v1/checks".into(), waiting(&format!("W{}", place.at))), "nnnn++nnna"),
    ("see tests that wait", |_| read("/api/v1/checks/queue".into()), "++++++nnna"),
    ("match a test that waits", |place| post(format!("/api/v1/checks/queue/cq-{:04}/match", place.at + 1), json!({"organization": MAKER, "product": "SS-200", "lot": place.lot('S')})), "+x+x+xxxxa"),
    ("see an unreleased batch", |place| read(batch_path(&place.lot('N'), "")), "+x+xxxxxxx"),
    ("release", |place| place.on('N', "release", json!({})), FIRM),
    ("activate", |place| place.on('R', "activation", json!({})), FIRM),
    ("activate some", |place| place.on('R', "activation", first()), FIRM),
    ("report a sale", |place| place.on('S', "sales", first()), SELLERS),
    ("report a return", |place| place.on('S', "returns", first()), SELLERS),
    ("void", |place| place.on('S', "voids", first()), FIRM),
    ("correct", |place| place.on('S', "corrections", correction()), FIRM),
    ("hold", |place| place.on('S', "hold", reason()), MEASURES),
    ("unhold", |place| place.on('S', "unhold", reason()), MEASURES),
    ("preview a recall", |place| post("/api/v1/recalls/preview".into(), place.recall("voluntary")), MEASURES),
    ("recall by themselves", |place| post("/api/v1/recalls".into(), place.recall("voluntary")), MEASURES),
    ("order a recall", |place| post("/api/v1/recalls".into(), place.recall("ordered")), "nn+rnnnnma"),
    ("extend the maker's recall", |place| step(&place.recalls[0], "extension", scope()), OPENER),
    ("narrow the maker's recall", |place| step(&place.recalls[0], "narrowing", scope()), OPENER),
    ("free a lot of the maker's recall", |place| step(&place.recalls[0], "releases", scope()), OPENER),
    ("close the maker's recall", |place| step(&place.recalls[0], "closure", reason()), OPENER),
    ("lift the maker's recall", |place| step(&place.recalls[0], "lifting", reason()), OPENER),
    ("extend the regulator's recall", |place| step(&place.recalls[1], "extension", scope()), OTHER_OPENER),
    ("narrow the regulator's recall", |place| step(&place.recalls[1], "narrowing", scope()), OTHER_OPENER),
    ("close the regulator's recall", |place| step(&place.recalls[1], "closure", reason()), OTHER_OPENER),
    ("lift the regulator's recall", |place| step(&place.recalls[1], "lifting", reason()), OTHER_OPENER),
    ("see an organization", |_| read(firm("")), EVERYONE),
    ("see a product", |_| read(firm("/products/SS-200")), EVERYONE),
    ("see a batch", |place| read(batch_path(&place.lot('S'), "")), EVERYONE),
    ("see recalls", |_| read("/api/v1/recalls".into()), EVERYONE),
    ("see a recall", |place| read(format!("/api/v1/recalls/{}", place.recalls[1])), EVERYONE),
    ("list products", |_| read(firm("/products")), OFFICE),
    ("list batches", |_| read(firm("/batches")), OFFICE),
    ("list units", |place| read(batch_path(&place.lot('S'), "units.csv")), OFFICE),
    ("print a label", |_| read(firm("/units/OWN1/qr.svg")), OFFICE),
    ("print a label as PNG", |_| read(firm("/units/OWN1/qr.png")), OFFICE),
    ("state an entry", |place| post(firm("/entries"), entry(place.at)), "+n+rnnnnna"),
    ("state what happened to an entry", |_| post("/api/v1/entries/re-0001/status".into(), status()), "+n+rnnnnna"),
    ("adopt a policy", |_| post("/api/v1/policies".into(), policy()), "nnnnnnnn+a"),
    ("state an event", |place| place.on('S', "events", event()), "++nnnn++na"),
    ("see events", |place| read(batch_path(&place.lot('S'), "events")), "++++++++xa"),
    ("see the register", |_| read("/api/v1/entries".into()), EVERYONE),
    ("see a firm's entries", |_| read(firm("/entries")), EVERYONE),
    ("see an entry", |_| read("/api/v1/entries/re-0001".into()), EVERYONE),
    ("see policies", |_| read("/api/v1/policies".into()), EVERYONE),
    ("see a policy", |_| read("/api/v1/policies/profile/food/1".into()), EVERYONE),
    ("list tasks", |_| read(firm("/tasks")), OFFICE),
    ("walk a lineage", |place| read(format!("/api/v1/lineage/{MAKER}/SS-200/{}", place.lot('N'))), "+x+xxxxxxa"),
    ("list candidate links", |_| read(firm("/lineage/candidates")), FIRM),
    ("confirm what is no candidate", |_| post(firm("/lineage/candidates/00/confirmation"), json!({})), "xnnnnnnnna"),
    ("withdraw", |place| place.on('S', "withdrawal", reason()), FIRM),
    ("erase", |place| place.on('S', "erasure", json!({"section": "restricted", "legalGround": {"en": "on request"}})), OPERATOR),
];

/// Lots and a token for each column, and the two recalls.
fn places(app: &TestApp, tokens: &[String; 10]) -> Vec<Place> {
    let [maker, _, regulator, ..] = tokens;
    let recalls = [(maker, "voluntary"), (regulator, "ordered")].map(|(token, kind)| {
        let mut body = recall(&["ELSEWHERE"]);
        body["kind"] = json!(kind);
        let opened = created(&app.post_keyed(token, "table", "/api/v1/recalls", &body));
        opened["id"].as_str().unwrap().to_owned()
    });
    let place = |at: usize| {
        app.lot(maker, &format!("S{at}"), 1);
        for lot in [format!("R{at}"), format!("N{at}")] {
            created(&app.post(maker, &firm("/batches"), &batch(&lot, 1)));
        }
        created(&app.post(maker, &batch_path(&format!("R{at}"), "release"), &json!({})));
        let body = json!({"role": "seller", "label": at.to_string()});
        let issued = created(&app.post_keyed(maker, &at.to_string(), &firm("/tokens"), &body));
        let token = issued["id"].as_str().unwrap().to_owned();
        Place { at, token, recalls: recalls.clone() }
    };
    let places = (0..WHO.len()).map(place).collect();
    for at in 0..WHO.len() {
        let path = "/api/v1/checks";
        created(&app.post_keyed(&tokens[4], &format!("q{at}"), path, &waiting(&format!("Q{at}"))));
    }
    created(&app.post(maker, &firm("/entries"), &entry(99)));
    let own = json!({"serials": {"list": ["OWN1"]}});
    created(&app.post_keyed(maker, "own", &batch_path("S0", "units"), &own));
    places
}

#[test]
fn every_role_is_held_to_its_rights() {
    let app = TestApp::start();
    let tokens = everyone(&app);
    let places = places(&app, &tokens);
    let mut wrong = Vec::new();
    for (what, asked, expected) in TABLE {
        assert_eq!(expected.len(), WHO.len(), "{what}");
        for (place, expected) in places.iter().zip(expected.chars()) {
            let (method, path, body) = asked(place);
            let answer = request(&app, &tokens[place.at], method, &path, body.as_ref());
            let found = match (answer.status, answer.code().as_str()) {
                (200 | 201, _) => '+',
                (403, "notYours") => 'n',
                (403, "outsideRegion") => 'r',
                (403, "operatorNeverMeasures") => 'm',
                (403, "notOpenersSide") => 'o',
                (404, "notFound") => 'x',
                (401, "unauthorized") => 'a',
                _ => '?',
            };
            if found != expected {
                let who = WHO[place.at];
                wrong.push(format!("{what}: {who} {found}, not {expected}: {}", answer.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Members that only the office reads, and who of [`WHO`] finds them in the answer.
const RESTRICTED: [(&str, &str, &str); 12] = [
    ("", "/contact/person", "+.+......."),
    ("", "/counts", "+.+......."),
    ("", "/contact/phone", "++++++++++"),
    ("/products/SS-200", "/formula", "+.+......."),
    ("/products/SS-200", "/name/zh", "++++++++++"),
    ("/batches/SS-200/S0", "/quantity", "+.+......."),
    ("/batches/SS-200/S0", "/unitCount", "+.+......."),
    ("/batches/SS-200/S0", "/units", "+.+......."),
    ("/batches/SS-200/S0", "/ingredients/0/source", "+.+......."),
    ("/batches/SS-200/S0", "/additives/0/used", "+.+......."),
    ("/batches/SS-200/S0", "/checks/0/sampleNo", "+.+......."),
    ("/batches/SS-200/S0", "/checks/1/sampleNo", "+.+.+....."),
];

#[test]
fn restricted_members_are_for_the_office() {
    let app = TestApp::start();
    let tokens = everyone(&app);
    app.lot(&tokens[0], "S0", 1);
    for (at, token) in [(0, &tokens[0]), (1, &tokens[4])] {
        let mut body = check(at);
        body["sampleNo"] = json!(format!("SAMPLE{at}"));
        created(&app.post(token, &batch_path("S0", "checks"), &body));
    }
    for (path, pointer, expected) in RESTRICTED {
        let sees = |token: &String| {
            let answer = request(&app, token, "GET", &firm(path), None);
            assert_eq!(answer.status, 200, "{path}");
            let there = answer.json().pointer(pointer).is_some_and(|value| !value.is_null());
            if there { '+' } else { '.' }
        };
        let found: String = tokens.iter().map(sees).collect();
        assert_eq!(found, expected, "{path} {pointer}");
    }
}
