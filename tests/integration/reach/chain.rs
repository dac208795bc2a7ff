//! From one firm to the next: what a scan says right after the answer, whatever was stated first.

use super::{Chain, FIRMS, STRANGER, body, id, lots, made_of, over, page};
use crate::harness::MAKER;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use suyuan::app::Options;
use suyuan::domain::command::{Command, Retry, Submission};
use suyuan::domain::org_code::OrgCode;
use suyuan::store::faults::{Fate, Probe};
use suyuan::wire::parse;

#[test]
fn five_firms_in_a_chain() {
    let chain = Chain::of_five();
    chain.lot((4, "APART"), &[(3, "OTHER")]);
    let preview = chain.accepted_preview(over(made_of((0, "L0"))));
    (0..5).for_each(|firm| chain.says((firm, &format!("L{firm}")), "registered"));
    let opened = chain.open(made_of((0, "L0")));
    assert_eq!(opened["reach"], json!({"state": "complete", "batches": 5, "units": 10}));
    for member in ["state", "batches", "units"] {
        assert_eq!(preview["reach"][member], opened["reach"][member], "{preview}");
    }
    assert_eq!(preview["reach"]["complete"], true);
    assert_eq!(
        (&preview["reach"]["organizations"], &preview["reach"]["released"]),
        (&json!(4), &json!(4))
    );
    assert_eq!(preview["reach"]["regions"], json!(["110108", "310115", "330106", "341126"]));
    (0..5).for_each(|firm| chain.says((firm, &format!("L{firm}")), "recalled"));
    chain.says((4, "APART"), "registered");
    let shown = chain.followed(id(&opened));
    let reach = json!({"state": "complete", "batches": 4, "organizations": 4});
    assert_eq!(shown["reach"], reach);
    let text = |lot| {
        chain
            .app
            .send("GET", &page(lot), &[("accept-language", "en"), ("accept", "text/html")], None)
            .text()
    };
    let sentence = "It was made with an ingredient that is recalled.";
    assert!(text((4, "L4")).contains(sentence) && text((4, "L4")).contains("refund"));
    assert!(!text((0, "L0")).contains(sentence));
    // The page of one firm's goods names no lot of its suppliers.
    assert!(!text((4, "L4")).contains("L3"), "{}", text((4, "L4")));
    chain.step(id(&opened), "closure", None);
    (0..5).for_each(|firm| chain.says((firm, &format!("L{firm}")), "recallClosed"));
    chain.step(id(&opened), "lifting", None);
    (0..5).for_each(|firm| chain.says((firm, &format!("L{firm}")), "registered"));
}

#[test]
fn a_loop_is_followed_once() {
    let chain = Chain::new();
    chain.lot((0, "A"), &[(2, "C"), (0, "A")]);
    chain.lot((1, "B"), &[(0, "A")]);
    chain.lot((2, "C"), &[(1, "B"), (2, "C")]);
    let opened = chain.open(made_of((0, "A")));
    assert_eq!(opened["reach"], json!({"state": "complete", "batches": 3, "units": 6}));
    for lot in [(0, "A"), (1, "B"), (2, "C")] {
        chain.says(lot, "recalled");
    }
}

/// Outputs were registered before their input, and the input of all after the recall.
#[test]
fn late_suppliers_are_joined_with_what_was_made_of_them() {
    let chain = Chain::new();
    chain.lot((3, "D"), &[(2, "C")]);
    chain.lot((2, "C"), &[(1, "B")]);
    let opened = chain.open(made_of((0, "A")));
    assert_eq!(opened["reach"], json!({"state": "complete", "batches": 0, "units": 0}));
    for lot in [(2, "C"), (3, "D")] {
        chain.says(lot, "registered");
    }
    let path = format!("/api/v1/organizations/{}/batches", FIRMS[1].0);
    let inputs = [super::named((0, "A"))];
    assert_eq!(chain.app.post(&chain.tokens[1], &path, &body("B", &inputs)).status, 201);
    assert_eq!(chain.followed(id(&opened))["reach"]["batches"], 3);
    for lot in [(2, "C"), (3, "D")] {
        chain.says(lot, "recalled");
    }
    // A lot that is recalled before it is released stays so.
    let release = format!("{path}/SS-200/B/release");
    chain.refused(&chain.tokens[1], &release, &json!({}), 422, "lotRecalled");
}

#[test]
fn a_correction_joins_and_never_parts() {
    let chain = Chain::new();
    chain.lot((0, "A"), &[]);
    chain.lot((1, "B"), &[]);
    chain.lot((2, "C"), &[(1, "B")]);
    let opened = chain.open(made_of((0, "A")));
    chain.says((2, "C"), "registered");
    let correct = |value: Value| {
        let path = format!("/api/v1/organizations/{}/batches/SS-200/B/corrections", FIRMS[1].0);
        let body = json!({
            "kind": "record",
            "reason": {"zh": "原料登记有误", "en": "ingredients entered wrongly"},
            "changes": [{"pointer": "/ingredients", "value": value}],
        });
        chain.accepted(&chain.tokens[1], &path, &body);
    };
    correct(body("B", &[super::named((0, "A"))])["ingredients"].clone());
    chain.followed(id(&opened));
    for lot in [(1, "B"), (2, "C")] {
        chain.says(lot, "recalled");
    }
    correct(json!([]));
    for lot in [(1, "B"), (2, "C")] {
        chain.says(lot, "recalled");
    }
    chain.step(id(&opened), "narrowing", Some(lots(1, &["B"])));
    chain.says((1, "B"), "registered");
    chain.says((2, "C"), "recalled");
}

/// A firm follows the lot of a supplier that is not even admitted through its own goods.
#[test]
fn a_strangers_lot_is_followed_through_own_goods() {
    let chain = Chain::new();
    let secret = json!({"organization": STRANGER, "product": "SALT", "lot": "SECRET-77"});
    chain.made((0, "A"), std::slice::from_ref(&secret));
    chain.lot((0, "A2"), &[(0, "A")]);
    chain.lot((1, "B"), &[(0, "A")]);
    chain.made((1, "B2"), std::slice::from_ref(&secret));
    let scope = json!({"organization": MAKER, "ingredientLot": secret});
    let opened = chain.accepted(&chain.tokens[0], "/api/v1/recalls", &over(scope));
    assert_eq!(opened["reach"], json!({"state": "complete", "batches": 2, "units": 4}));
    for lot in [(0, "A"), (0, "A2")] {
        chain.says(lot, "recalled");
    }
    for lot in [(1, "B"), (1, "B2")] {
        chain.says(lot, "registered");
    }
    chain.made_recalled((0, "LATE"), &secret);
    chain.says((0, "LATE"), "registered");
    let shown = chain.app.get(&format!("/api/v1/recalls/{}", id(&opened))).text();
    let list = chain.app.get("/api/v1/recalls").text();
    let scan = chain.app.send("GET", &page((0, "A")), &[("accept", "application/json")], None);
    for text in [shown, list, scan.text()] {
        assert!(!text.contains("SECRET-77") && !text.contains("SALT"), "{text}");
        assert!(text.contains(id(&opened)), "{text}");
    }
}

#[test]
fn what_is_reached_may_be_held_instead() {
    let chain = Chain::of_five();
    let mut body = over(made_of((0, "L0")));
    body["effect"] = "held".into();
    let opened = chain.accepted(&chain.office, "/api/v1/recalls", &body);
    chain.says((0, "L0"), "recalled");
    (1..5).for_each(|firm| chain.says((firm, &format!("L{firm}")), "held"));
    chain.step(id(&opened), "releases", Some(lots(2, &["L2"])));
    chain.says((2, "L2"), "registered");
    chain.says((3, "L3"), "held");
    // Named later, it is in again.
    chain.step(id(&opened), "extension", Some(made_of((1, "L1"))));
    chain.says((1, "L1"), "recalled");
    chain.says((2, "L2"), "held");
    chain.step(id(&opened), "closure", None);
    chain.says((3, "L3"), "recallClosed");
}

/// Without a word of the opener, hazards that compel a recall have it; others hold.
#[test]
fn the_effect_goes_by_the_hazard() {
    let hazards = [("pathogen", "recalled"), ("chemical", "recalled"), ("nonFood", "recalled")];
    for (hazard, verdict) in hazards.into_iter().chain([("label", "held"), ("allergen", "held")]) {
        let chain = Chain::new();
        chain.lot((0, "A"), &[]);
        chain.lot((1, "B"), &[(0, "A")]);
        let mut body = over(made_of((0, "A")));
        body["hazard"] = hazard.into();
        chain.accepted(&chain.office, "/api/v1/recalls", &body);
        chain.says((0, "A"), "recalled");
        chain.says((1, "B"), verdict);
    }
}

#[test]
fn a_union_covers_what_any_of_it_does() {
    let chain = Chain::of_five();
    chain.lot((1, "X"), &[]);
    chain.lot((0, "Y"), &[]);
    let any = json!({"any": [made_of((1, "L1")), lots(0, &["Y"]), lots(1, &["NEVER"])]});
    let preview = chain.accepted_preview(over(any.clone()));
    let opened = chain.open(any.clone());
    assert_eq!(opened["reach"], json!({"state": "complete", "batches": 5, "units": 10}));
    assert_eq!(preview["reach"]["batches"], 5);
    for lot in [(1, "L1"), (2, "L2"), (4, "L4"), (0, "Y")] {
        chain.says(lot, "recalled");
    }
    for lot in [(0, "L0"), (1, "X")] {
        chain.says(lot, "registered");
    }
    let mut scope = any;
    scope["any"][0]["effect"] = "recalled".into();
    assert_eq!(chain.followed(id(&opened))["scope"], scope);
    // Another recall over the same goods ends by itself.
    let token = &chain.tokens[2];
    let other = chain.accepted(token, "/api/v1/recalls", &over(made_of((2, "L2"))));
    chain.step(id(&opened), "lifting", None);
    for lot in [(1, "L1"), (0, "Y")] {
        chain.says(lot, "registered");
    }
    for lot in [(2, "L2"), (4, "L4")] {
        chain.says(lot, "recalled");
    }
    let lifting = format!("/api/v1/recalls/{}/lifting", id(&other));
    chain.accepted(token, &lifting, &json!({"reason": {"en": "a false alarm"}}));
    chain.says((4, "L4"), "registered");
}

/// A code that names the product only has to be told which lots.
#[test]
fn a_product_code_asks_for_the_lot() {
    let chain = Chain::of_five();
    let product = format!("/o/{}/SS-200", FIRMS[3].0);
    assert_eq!(chain.app.verdict(&product), "registered");
    let opened = chain.open(made_of((0, "L0")));
    assert_eq!(chain.app.verdict(&product), "checkLot");
    chain.step(id(&opened), "lifting", None);
    assert_eq!(chain.app.verdict(&product), "registered");
}

/// While the writer stands between two steps, nothing that may be reached is plainly registered.
#[test]
fn nothing_is_plainly_registered_while_a_reach_runs() {
    let (go, gone) = channel::<()>();
    let gone = Mutex::new(gone);
    let armed = Arc::new(std::sync::atomic::AtomicU64::new(u64::MAX));
    let left = Arc::clone(&armed);
    let probe: Probe = Arc::new(move |_, _| {
        let before = left.load(std::sync::atomic::Ordering::SeqCst);
        if before != u64::MAX {
            left.store(before.saturating_sub(1), std::sync::atomic::Ordering::SeqCst);
            if before == 0 {
                let _waited = gone.lock().unwrap().recv_timeout(Duration::from_secs(20));
            }
        }
        Fate::Succeeds
    });
    let chain = Chain::on(|options| Options { probe: Some(probe), reach_edges: 1, ..options });
    chain.lot((0, "L0"), &[]);
    for firm in 1..5 {
        chain.lot((firm, &format!("L{firm}")), &[(firm - 1, &format!("L{}", firm - 1))]);
    }
    chain.lot((4, "WITH"), &[(3, "ELSE")]);
    chain.lot((4, "BARE"), &[]);
    // The opening goes through; the step after it does not, until it is let.
    armed.store(1, std::sync::atomic::Ordering::SeqCst);
    let opened = chain.open(made_of((0, "L0")));
    assert_eq!(opened["reach"]["state"], "running");
    chain.says((1, "L1"), "recalled");
    chain.says((4, "BARE"), "registered");
    for lot in [(3, "L3"), (4, "L4"), (4, "WITH")] {
        let json =
            chain.app.send("GET", &page(lot), &[("accept", "application/json")], None).json();
        assert_eq!(json["verdict"], "registered");
        assert_eq!(json["reasons"][0]["code"], "recallCheckRunning");
        assert_eq!(json["notices"][0]["code"], "recallCheckRunning");
        let html = chain.app.send("GET", &page(lot), &[("accept", "text/html")], None).text();
        assert!(
            html.contains("召回范围核对中") && html.contains("class=\"verdict notices"),
            "{html}"
        );
    }
    let product = format!("/o/{}/SS-200", FIRMS[3].0);
    let json = chain.app.send("GET", &product, &[("accept", "application/json")], None).json();
    assert_eq!(json["reasons"][0]["code"], "recallCheckRunning");
    drop(go);
    assert_eq!(chain.followed(id(&opened))["reach"]["batches"], 4);
    (0..5).for_each(|firm| chain.says((firm, &format!("L{firm}")), "recalled"));
    let json =
        chain.app.send("GET", &page((4, "WITH")), &[("accept", "application/json")], None).json();
    assert_eq!((&json["verdict"], &json["reasons"]), (&json!("registered"), &json!([])));
}

/// Many more outputs than one step follows, while others go on writing.
#[test]
fn a_fan_out_of_thousands() {
    const COUNT: usize = 5_000;
    let chain = Chain::new();
    chain.lot((0, "ROOT"), &[]);
    let app = &chain.service_app();
    let actor = app.authenticate(&chain.tokens[1]).unwrap();
    let code = OrgCode::parse(FIRMS[1].0).unwrap();
    let registration = |number: usize| {
        let lot = format!("F{number:05}");
        let body = body(&lot, &[super::named((0, "ROOT"))]).to_string().into_bytes();
        let command = parse::batch(&code, &body).unwrap();
        let retry = Retry { identity: *blake3::hash(lot.as_bytes()).as_bytes(), digest: [1; 32] };
        let command = Command::RegisterBatch(Box::new(command));
        Submission { actor: actor.clone(), command, retry, bytes: 1_024 + body.len() }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for first in (0..COUNT).step_by(1_000) {
        let all: Vec<_> = (first..first + 1_000).map(registration).collect();
        let all = all.into_iter().map(|one| app.submit(one));
        runtime.block_on(join_all(all)).into_iter().for_each(|answer| _ = answer.unwrap());
    }
    let preview = chain.accepted_preview(over(made_of((0, "ROOT"))));
    assert_eq!(preview["reach"]["batches"], COUNT + 1);
    assert_eq!(preview["reach"]["units"], 2 * (COUNT + 1));
    let opened = chain.open(made_of((0, "ROOT")));
    assert!(opened["reach"]["batches"].as_u64().unwrap() >= 101, "{opened}");
    chain.lot((2, "BETWEEN"), &[]);
    let shown = chain.followed(id(&opened));
    assert_eq!(shown["reach"]["batches"], COUNT);
    let path = format!("/api/v1/recalls/{}/lots?limit=200", id(&opened));
    let (mut path, mut listed) = (Some(path), 0);
    while let Some(next) = path {
        let answer = chain.app.get_as(&chain.office, &next).json();
        listed += answer["items"].as_array().unwrap().len();
        let cursor = answer["next"].as_str().map(str::to_owned);
        path =
            cursor.map(|at| format!("/api/v1/recalls/{}/lots?limit=200&cursor={at}", id(&opened)));
    }
    assert_eq!(listed, COUNT);
}

impl Chain {
    #[track_caller]
    fn accepted_preview(&self, body: Value) -> Value {
        let answer = self.post(&self.office, "/api/v1/recalls/preview", &body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    fn service_app(&self) -> &suyuan::app::App {
        &self.app.service.app
    }

    /// Registers a lot that is recalled from the start, and frees it so that it can be looked up.
    #[track_caller]
    fn made_recalled(&self, (firm, lot): (usize, &str), input: &Value) {
        let base = format!("/api/v1/organizations/{}/batches", FIRMS[firm].0);
        let token = &self.tokens[firm];
        let answer = self.app.post(token, &base, &body(lot, std::slice::from_ref(input)));
        assert_eq!(answer.status, 201, "{}", answer.text());
        let release = format!("{base}/SS-200/{lot}/release");
        self.refused(token, &release, &json!({}), 422, "lotRecalled");
        let recalls = self.app.get("/api/v1/recalls").json();
        let id = recalls["items"][0]["id"].as_str().unwrap().to_owned();
        let mut reason = json!({"reason": {"zh": "未用该批原料", "en": "not of that lot"}});
        reason["scope"] = lots(firm, &[lot]);
        self.accepted(token, &format!("/api/v1/recalls/{id}/releases"), &reason);
        assert_eq!(self.app.post(token, &release, &json!({})).status, 201);
    }
}
