//! A repeated command gets the receipt of the first, also after a restart; the same identity with other
//! content is refused. Every route that writes is here.

use crate::harness::{
    Answer, MAKER, OTHER, TestApp, batch, batch_path, organization, product, recall,
};
use serde_json::{Value, json};

/// One act: who, on which route, what, and what the same identity must not say instead.
struct Act {
    operator: bool,
    key: &'static str,
    path: String,
    body: Value,
    /// `None` where the path says everything.
    other: Option<Value>,
}

fn act(key: &'static str, path: impl Into<String>, body: Value, other: Value) -> Act {
    let other = (!other.is_null()).then_some(other);
    Act { operator: false, key, path: path.into(), body, other }
}

fn words(zh: &str) -> Value {
    json!({"zh": zh, "en": "words"})
}

fn because(zh: &str) -> Value {
    json!({"reason": words(zh)})
}

fn units(first: u64, last: u64) -> Value {
    json!({"ordinals": {"first": first, "last": last}})
}

/// Sets a member.
fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

/// Acts on goods, in an order in which each is accepted.
fn acts_on_goods() -> Vec<Act> {
    let own = format!("/api/v1/organizations/{MAKER}");
    let products = format!("{own}/products");
    let batches = format!("{own}/batches");
    let lot = |step: &str| batch_path("L1", step);
    let goods = product();
    let check = json!({
        "kind": "factoryTest",
        "reportNo": "R-1",
        "testedOn": "2026-11-03",
        "items": [{"item": "ph", "result": {"value": 6.1, "unit": "[pH]"}}],
    });
    let fix = json!({
        "kind": "label",
        "reason": words("印错"),
        "changes": [{"pointer": "/expiresOn", "value": "2031-01-08"}],
    });
    let fix_otherwise = with(fix.clone(), "kind", "record".into());
    let of_serials = |list: [&str; 2]| json!({"serials": {"list": list}});
    vec![
        act("", products, goods.clone(), with(goods, "specification", "201 g".into())),
        act("", &batches, batch("L1", 9), with(batch("L1", 9), "producedOn", "2026-11-02".into())),
        act("", lot("checks"), check.clone(), with(check, "testedOn", "2026-11-04".into())),
        act("", lot("release"), json!({}), Value::Null),
        act("", lot("activation"), units(1, 8), Value::Null),
        act("sold", lot("sales"), units(1, 4), units(1, 5)),
        act("back", lot("returns"), units(1, 1), units(1, 2)),
        act("void", lot("voids"), units(8, 8), units(7, 8)),
        act("more", lot("units"), of_serials(["A1", "A2"]), of_serials(["A1", "A3"])),
        act("hold", lot("hold"), because("核查"), because("另查")),
        act("unhold", lot("unhold"), because("查清"), because("另清")),
        act("fix", lot("corrections"), fix, fix_otherwise),
        act("", lot("withdrawal"), because("撤回"), because("另撤")),
    ]
}

/// Acts of the operator, and the life of two recalls.
fn acts_on_parties(recalls: [&str; 2]) -> Vec<Act> {
    let party = organization(OTHER, "producer", "341126");
    let moved = with(party.clone(), "region", "341124".into());
    let token = json!({"role": "producer", "label": "line 3"});
    let grounds = |zh: &str| json!({"section": "restricted", "legalGround": words(zh)});
    let of_operator = |act: Act| Act { operator: true, ..act };
    let tokens = format!("/api/v1/organizations/{MAKER}/tokens");
    let scoped = |zh: &str, lot: &str| with(because(zh), "scope", recall(&[lot])["scope"].clone());
    let [first, second] =
        recalls.map(|id| move |step: &str| format!("/api/v1/recalls/{id}/{step}"));
    vec![
        of_operator(act("", "/api/v1/organizations", party, moved)),
        of_operator(act("token", tokens, token.clone(), with(token, "label", "line 4".into()))),
        act("wider", first("extension"), scoped("扩大", "L8"), scoped("扩大", "L9")),
        act("narrower", first("narrowing"), scoped("缩小", "L8"), scoped("缩小", "L9")),
        act("close", first("closure"), because("完成"), because("另成")),
        act("lift", second("lifting"), because("无关"), because("另有")),
        of_operator(act("erase", batch_path("L1", "erasure"), grounds("依法"), grounds("另依"))),
    ]
}

fn send(app: &TestApp, tokens: &[String; 2], act: &Act, body: &Value) -> Answer {
    let token = &tokens[usize::from(act.operator)];
    if act.key.is_empty() {
        app.post(token, &act.path, body)
    } else {
        app.post_keyed(token, act.key, &act.path, body)
    }
}

/// Does every act once: its receipts.
fn done(app: &TestApp, tokens: &[String; 2], acts: &[Act]) -> Vec<Value> {
    let receipt = |act: &Act| {
        let answer = send(app, tokens, act, &act.body);
        assert_eq!(answer.status, 201, "{}: {}", act.path, answer.text());
        let receipt = answer.json()["receipt"].clone();
        assert!(receipt["position"].is_u64() && receipt["contentId"].is_string(), "{receipt}");
        receipt
    };
    acts.iter().map(receipt).collect()
}

/// Says every act again, and otherwise.
fn repeat(app: &TestApp, tokens: &[String; 2], acts: &[Act], receipts: &[Value]) {
    for (act, receipt) in acts.iter().zip(receipts) {
        let again = send(app, tokens, act, &act.body);
        assert_eq!(again.status, 200, "{}: {}", act.path, again.text());
        assert_eq!(&again.json()["receipt"], receipt, "{}", act.path);
        assert!(again.json().get("token").is_none(), "a token is shown once");
        let Some(other) = &act.other else { continue };
        let refused = send(app, tokens, act, other);
        let found = (refused.status, refused.code());
        assert_eq!(found, (409, "changedUnderSameIdentity".to_owned()), "{}", act.path);
    }
}

#[test]
fn every_act_is_done_once_also_across_a_restart() {
    let app = TestApp::start();
    let maker = app.admit(MAKER, "producer", "341124");
    let tokens = [maker, app.operator.clone()];
    let mut acts = acts_on_goods();
    let mut receipts = done(&app, &tokens, &acts);
    let opened = ["r1", "r2"].map(|key| {
        let other = with(recall(&["L7"]), "class", 2.into());
        act(key, "/api/v1/recalls", recall(&["L7"]), other)
    });
    let ids = opened.each_ref().map(|act| {
        let answer = send(&app, &tokens, act, &act.body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        let again = send(&app, &tokens, act, &act.body);
        assert_eq!((again.status, &again.json()["id"]), (200, &answer.json()["id"]));
        receipts.push(answer.json()["receipt"].clone());
        answer.json()["id"].as_str().unwrap().to_owned()
    });
    acts.extend(opened);
    // Erasure last: what is gone cannot be corrected again, but the receipt of the correction stays.
    let rest = acts_on_parties(ids.each_ref().map(String::as_str));
    repeat(&app, &tokens, &acts, &receipts);
    receipts.extend(done(&app, &tokens, &rest));
    acts.extend(rest);
    repeat(&app, &tokens, &acts, &receipts);
    let app = TestApp::on(app.stop(), |options| options);
    repeat(&app, &tokens, &acts, &receipts);
}

#[test]
fn a_second_activation_of_all_units_is_a_new_act_once_there_are_more() {
    let app = TestApp::start();
    let maker = app.with_maker();
    app.lot(&maker, "L1", 2);
    let path = batch_path("L1", "activation");
    assert_eq!(app.post(&maker, &path, &json!({})).status, 200);
    let own = json!({"serials": {"list": ["B1"]}});
    assert_eq!(app.post_keyed(&maker, "k", &batch_path("L1", "units"), &own).status, 201);
    assert_eq!(app.verdict("/01/09521001400176/21/B1"), "notActivated");
    assert_eq!(app.post(&maker, &path, &json!({})).status, 201);
    assert_eq!(app.verdict("/01/09521001400176/21/B1"), "registered");
}

#[test]
fn revoking_twice_is_revoking_once() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let path = format!("/api/v1/organizations/{MAKER}/tokens");
    let body = json!({"role": "seller", "label": "shop"});
    let issued = app.post_keyed(&maker, "shop", &path, &body).json();
    let one = format!("{path}/{}", issued["id"].as_str().unwrap());
    let bearer = format!("Bearer {maker}");
    let revoke = || app.send("DELETE", &one, &[("authorization", &bearer)], None);
    let (first, second) = (revoke(), revoke());
    assert_eq!((first.status, second.status), (201, 200), "{}", second.text());
    assert_eq!(first.json()["receipt"], second.json()["receipt"]);
}

#[test]
fn the_order_of_members_and_the_space_between_them_say_nothing() {
    let app = TestApp::start();
    let maker = app.with_maker();
    app.lot(&maker, "L1", 1);
    let path = batch_path("L1", "hold");
    let bearer = format!("Bearer {maker}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", "h"),
    ];
    let send = |text: &str| app.send("POST", &path, &headers, Some(text.as_bytes())).status;
    assert_eq!(send(r#"{"reason":{"zh":"核查","en":"check"}}"#), 201);
    assert_eq!(send("{ \"reason\" : {\"en\":\"check\",\n \"zh\":\"\\u6838\\u67e5\"} }"), 200);
    assert_eq!(send(r#"{"reason":{"zh":"核查","en":"checks"}}"#), 409);
}

#[test]
fn keys_are_the_tokens_own() {
    let app = TestApp::start();
    let maker = app.with_maker();
    app.lot(&maker, "L1", 1);
    let path = format!("/api/v1/organizations/{MAKER}/tokens");
    let body = json!({"role": "producer", "label": "second"});
    let issued = app.post_keyed(&app.operator, "second", &path, &body).json();
    let second = issued["token"].as_str().unwrap();
    let sales = batch_path("L1", "sales");
    let statuses =
        [&maker, second].map(|token| app.post_keyed(token, "same", &sales, &units(1, 1)).status);
    assert_eq!(statuses, [201, 201], "two tokens, two statements");
    let missing = app.post(&maker, &sales, &units(1, 1));
    assert_eq!(missing.status, 400, "{}", missing.text());
    assert_eq!(missing.json()["errors"][0]["pointer"], "Idempotency-Key");
}
