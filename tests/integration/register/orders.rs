//! Improvement orders: who may give one, who reads it, and what a missed deadline stops.

use super::{Firm, NOW, Stage, reason};
use crate::harness::{OTHER, REGULATOR, batch, escape, product};
use serde_json::{Value, json};

const DAY_MS: i64 = 24 * 3_600_000;
/// The ledger's day at [`NOW`].
const TODAY: &str = "2026-12-03";
const TOMORROW: &str = "2026-12-04";

fn order(number: &str, deadline: &str) -> Value {
    json!({
        "kind": "improvementOrder",
        "number": number,
        "validFrom": "2026-11-20",
        "validTo": deadline,
        "instructions": {"zh": "改造排水沟", "en": "Rebuild the drain"},
    })
}

fn status(word: &str, on: &str) -> Value {
    let mut body = reason();
    body["status"] = word.into();
    body["on"] = on.into();
    body
}

/// Registers a lot of `SS-200` made on a day, with codes or without.
fn lot(stage: &Stage, firm: &Firm, lot: &str, made_on: &str, units: u64) -> crate::harness::Answer {
    let mut body = batch(lot, units);
    body["producedOn"] = made_on.into();
    body["quantity"]["value"] = 10.into();
    body.as_object_mut().unwrap().remove("expiresOn");
    if units == 0 {
        body.as_object_mut().unwrap().remove("units");
    }
    stage.app.post(&firm.token, &firm.path("batches"), &body)
}

/// Pointer, code and entry of the first rule that a refusal names.
#[track_caller]
fn unmet(answer: &crate::harness::Answer) -> [String; 3] {
    assert_eq!((answer.status, answer.code().as_str()), (422, "gateNotMet"), "{}", answer.text());
    let error = answer.json()["errors"][0].clone();
    ["pointer", "code", "what"].map(|name| error[name].as_str().unwrap().to_owned())
}

/// Issue, release and activation of a lot: the statuses, and who refused.
fn permissions(stage: &Stage, firm: &Firm, lot: &str) -> [String; 3] {
    let path = |step: &str| firm.path(&format!("batches/SS-200/{lot}/{step}"));
    let key = format!("{lot}-{}", stage.app.service.app.now().0);
    let issued = stage.app.post_keyed(&firm.token, &key, &path("units"), &json!({"issue": 1}));
    let released = stage.app.post(&firm.token, &path("release"), &json!({}));
    let activated = stage.app.post(&firm.token, &path("activation"), &json!({}));
    [issued, released, activated].map(|answer| match answer.status {
        201 => "201".to_owned(),
        422 => unmet(&answer)[1].clone(),
        _ => answer.code(),
    })
}

const STOPPED: &str = "improvementOverdue";

fn firm(stage: &Stage) -> Firm {
    let firm = stage.firm();
    let mut product = product();
    product.as_object_mut().unwrap().remove("gtin");
    stage.accepted(&firm.token, &firm.path("products"), &product);
    firm
}

#[test]
fn a_missed_deadline_stops_what_is_made_after_it() {
    let stage = Stage::new();
    let firm = firm(&stage);
    let entries = firm.path("entries");
    let given = stage.accepted(&stage.regulator, &entries, &order("限改〔2026〕1号", TODAY));
    let id = given["id"].as_str().unwrap().to_owned();

    // The last day is part of the time that was given; a later production date changes nothing yet.
    let early = lot(&stage, &firm, "EARLY", TOMORROW, 0);
    assert_eq!((early.status, &early.json()["warnings"]), (201, &Value::Null));
    assert_eq!(lot(&stage, &firm, "SAME", TODAY, 1).status, 201);
    let step = |step: &str| firm.path(&format!("batches/SS-200/EARLY/{step}"));
    stage.accepted(&firm.token, &step("units"), &json!({"issue": 1}));
    stage.accepted(&firm.token, &step("release"), &json!({}));

    stage.app.service.app.clock.set(NOW + DAY_MS);
    // The statement is recorded and says what is wrong; codes asked for with it are a permission.
    let late = lot(&stage, &firm, "LATE", TOMORROW, 0);
    assert_eq!(late.status, 201, "{}", late.text());
    let warning = &late.json()["warnings"][0];
    assert_eq!((&warning["code"], &warning["pointer"]), (&json!(STOPPED), &json!("/producedOn")));
    assert_eq!(warning["clause"]["en"], "Improvement order 限改〔2026〕1号, deadline 2026-12-03");
    let with_codes = lot(&stage, &firm, "CODED", TOMORROW, 5);
    let refused = ["/producedOn", STOPPED, &id].map(str::to_owned);
    assert_eq!(unmet(&with_codes), refused);
    assert_eq!(permissions(&stage, &firm, "LATE"), [STOPPED, STOPPED, "ordinalsNotThere"]);
    // One that was released in time is not put on sale now, for it was made after the deadline.
    assert_eq!(permissions(&stage, &firm, "EARLY")[2], STOPPED);
    // What was made before the deadline passed goes on, and so do other firms.
    assert_eq!(permissions(&stage, &firm, "SAME"), ["201"; 3]);
    let others = self::firm(&stage);
    assert_eq!(lot(&stage, &others, "LATE", TOMORROW, 1).status, 201);
    assert_eq!(permissions(&stage, &others, "LATE"), ["201"; 3]);

    // A fulfilment that counts from tomorrow changes nothing today.
    let statuses = format!("/api/v1/entries/{id}/status");
    stage.accepted(&stage.regulator, &statuses, &status("fulfilled", "2026-12-05"));
    assert_eq!(permissions(&stage, &firm, "LATE")[1], STOPPED);
    stage.accepted(&stage.regulator, &statuses, &status("fulfilled", TOMORROW));
    assert_eq!(permissions(&stage, &firm, "LATE"), ["201"; 3]);
    stage.replays();
}

#[test]
fn a_withdrawn_order_stops_nothing() {
    let stage = Stage::new();
    let firm = firm(&stage);
    let given = stage.accepted(&stage.regulator, &firm.path("entries"), &order("W1", "2026-11-30"));
    let path = format!("/api/v1/entries/{}/status", given["id"].as_str().unwrap());
    assert_eq!(lot(&stage, &firm, "L9", TODAY, 1).status, 422);
    stage.accepted(&stage.regulator, &path, &status("withdrawn", TODAY));
    assert_eq!(lot(&stage, &firm, "L9", TODAY, 1).status, 201);
    assert_eq!(
        stage.app.get_as(&firm.token, &firm.path("entries")).json()["items"][0]["state"],
        "withdrawn"
    );
}

/// An order for one product leaves the others alone.
#[test]
fn an_order_may_be_for_one_product() {
    let stage = Stage::new();
    let firm = firm(&stage);
    let mut other = order("P1", "2026-11-30");
    other["product"] = "OTHER-1".into();
    stage.accepted(&stage.regulator, &firm.path("entries"), &other);
    assert_eq!(lot(&stage, &firm, "L1", TODAY, 1).status, 201);
    let mut this = order("P2", "2026-11-30");
    this["product"] = "SS-200".into();
    stage.accepted(&stage.regulator, &firm.path("entries"), &this);
    assert_eq!(unmet(&lot(&stage, &firm, "L2", TODAY, 1))[1], STOPPED);
}

#[test]
fn only_an_authority_of_the_region_orders() {
    let stage = Stage::new();
    let firm = firm(&stage);
    let app = &stage.app;
    let officer = app.token(REGULATOR, "officer");
    let elsewhere = app.admit(OTHER, "regulator", "330000");
    let laboratory = app.token(&firm.code, "laboratory");
    let seller = app.token(&firm.code, "seller");
    let tokens = [
        (app.operator.as_str(), 403, "notYours"),
        (&stage.regulator, 201, ""),
        (&officer, 201, ""),
        (&elsewhere, 403, "outsideRegion"),
        (&firm.token, 403, "notYours"),
        (&laboratory, 403, "notYours"),
        (&seller, 403, "notYours"),
    ];
    for (at, (token, expected, code)) in tokens.iter().enumerate() {
        let answer =
            app.post(token, &firm.path("entries"), &order(&format!("N{at}"), "2026-12-20"));
        assert_eq!((answer.status, answer.code().as_str()), (*expected, *code), "{at}");
    }
    // What became of it is theirs to say too; and an order has no other fates, a permit not these.
    let items = app.get_as(&firm.token, &firm.path("entries")).json()["items"].clone();
    let path = format!("/api/v1/entries/{}/status", items[0]["id"].as_str().unwrap());
    for (token, expected, code) in tokens {
        let answer = app.post_keyed(token, "s1", &path, &status("fulfilled", TODAY));
        assert_eq!((answer.status, answer.code().as_str()), (expected, code));
    }
    let renewed = app.post_keyed(&stage.regulator, "s2", &path, &status("renewed", TODAY));
    assert_eq!((renewed.status, &renewed.json()["errors"][0]["pointer"]), (400, &json!("/status")));
    let permit = stage.accepted(
        &firm.token,
        &firm.path("entries"),
        &json!({"kind": "certificate", "number": "HACCP-1"}),
    );
    let path = format!("/api/v1/entries/{}/status", permit["id"].as_str().unwrap());
    let answer = app.post_keyed(&stage.regulator, "s3", &path, &status("fulfilled", TODAY));
    assert_eq!((answer.status, &answer.json()["errors"][0]["code"]), (400, &json!("conflict")));
    // A laboratory makes nothing that could be stopped.
    let path = format!("/api/v1/organizations/{}/entries", escape(REGULATOR));
    let answer = app.post(&stage.regulator, &path, &order("X", TODAY));
    assert_eq!((answer.status, &answer.json()["errors"][0]["pointer"]), (400, &json!("/kind")));
    stage.replays();
}

#[test]
fn an_order_says_what_and_by_when_and_nothing_of_a_permit() {
    let stage = Stage::new();
    let firm = firm(&stage);
    let rows = [
        ("/validTo", Value::Null, "required"),
        ("/instructions", Value::Null, "required"),
        ("/instructions", json!({}), "required"),
        ("/covers", json!(["04"]), "conflict"),
        ("/site", json!("一号车间"), "conflict"),
        ("/counterpart", json!(OTHER), "conflict"),
        ("/pledges", json!(["noAdditiveAbuse"]), "conflict"),
        ("/area", json!(["341126"]), "conflict"),
    ];
    for (pointer, value, code) in rows {
        let mut body = order("B1", TODAY);
        let name = pointer.trim_start_matches('/');
        body[name] = value.clone();
        if value.is_null() {
            body.as_object_mut().unwrap().remove(name);
        }
        let answer = stage.app.post(&stage.regulator, &firm.path("entries"), &body);
        let error = &answer.json()["errors"][0];
        assert_eq!(answer.status, 400, "{pointer}: {}", answer.text());
        assert_eq!((&error["pointer"], &error["code"]), (&json!(pointer), &json!(code)));
    }
    let body = json!({"kind": "certificate", "number": "1", "instructions": {"en": "x"}});
    let answer = stage.app.post(&firm.token, &firm.path("entries"), &body);
    assert_eq!(answer.json()["errors"][0]["pointer"], "/instructions");
}

#[test]
fn the_public_hears_of_an_order_while_it_is_missed() {
    let stage = Stage::new();
    let firm = firm(&stage);
    let given = stage.accepted(&stage.regulator, &firm.path("entries"), &order("PUB", TODAY));
    let id = given["id"].as_str().unwrap().to_owned();
    let paths =
        [firm.path("entries"), "/api/v1/entries".to_owned(), format!("/api/v1/entries/{id}")];
    let seller = stage.app.token(&firm.code, "seller");
    let others = self::firm(&stage);
    let see = |token: Option<&str>| -> [String; 3] {
        paths.each_ref().map(|path| {
            let answer = match token {
                Some(token) => stage.app.get_as(token, path),
                None => stage.app.get(path),
            };
            let json = answer.json();
            let item = if path.ends_with(&id) { &json } else { &json["items"][0] };
            if answer.status == 404 {
                return "hidden".to_owned();
            }
            let instructions = if item["instructions"].is_object() { "+" } else { "" };
            format!("{}{instructions}", item["state"].as_str().unwrap_or("hidden"))
        })
    };
    let readers = [
        (None, false),
        (Some(seller.as_str()), false),
        (Some(&others.token), false),
        (Some(&stage.app.operator), false),
        (Some(&firm.token), true),
        (Some(&stage.regulator), true),
    ];
    let check = |state: &str, public: bool| {
        for (token, office) in readers {
            let expected = match (office, public) {
                (true, _) => format!("{state}+"),
                (false, true) => state.to_owned(),
                (false, false) => "hidden".to_owned(),
            };
            assert_eq!(see(token), [(); 3].map(|()| expected.clone()), "{state} {token:?}");
        }
    };
    check("open", false);
    stage.app.service.app.clock.set(NOW + DAY_MS);
    check("missed", true);
    let path = format!("/api/v1/entries/{id}/status");
    stage.accepted(&stage.regulator, &path, &status("fulfilled", TOMORROW));
    check("fulfilled", false);
    // Nor does the part of a fact that is public for ever name the firm.
    let snapshot = stage.app.service.app.snapshot();
    let position = given["receipt"]["position"].as_u64().unwrap();
    let envelope = suyuan::store::read::Read::bytes(
        &snapshot,
        suyuan::store::layout::Family::Facts,
        &suyuan::store::layout::key::position(position),
    );
    let envelope = String::from_utf8(envelope.unwrap().unwrap()).unwrap();
    assert!(!envelope.contains(&firm.code) && !envelope.contains("improvement"), "{envelope}");
}
