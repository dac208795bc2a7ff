//! The listing check: a row for each reason, judged as a scan judges, and silent about what is secret.

use super::{GTIN, MAKER, OTHER, SHOP, Stage, accepted, others, path, reason};
use crate::harness::{TestApp, batch, batch_path};
use serde_json::{Value, json};
use std::sync::Arc;
use suyuan::clock::Clock;
use suyuan::limits::{LISTING_ITEMS_COUNT_MAX, LISTING_ITEMS_PER_MINUTE_COUNT};

/// The reasons for one item, as their codes.
fn codes(stage: &Stage, item: &Value) -> Vec<String> {
    reasons(stage, item).iter().map(|reason| reason["code"].as_str().unwrap().to_owned()).collect()
}

fn reasons(stage: &Stage, item: &Value) -> Vec<Value> {
    let answer = stage.app.post(&stage.shop, "/api/v1/listings/check", &json!({"items": [item]}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let reasons = answer.json()["items"][0]["reasons"].as_array().unwrap().clone();
    for reason in &reasons {
        for lang in ["zh", "en"] {
            let text = reason["message"][lang].as_str().unwrap();
            assert!(text.chars().count() > 5 && !text.contains('{'), "{text}");
        }
    }
    reasons
}

fn lot(lot: &str) -> Value {
    json!({"gtin": GTIN, "lot": lot})
}

#[test]
fn goods_are_judged_as_by_a_scan() {
    let stage = Stage::new();
    let app = &stage.app;
    for lot in ["GOOD", "RECALLED", "ENDED", "HELD", "GONE", "BOTH"] {
        app.lot(&stage.maker, lot, 1);
    }
    let mut old = batch("OLD", 1);
    old["expiresOn"] = "2026-12-02".into();
    accepted(&app.post(&stage.maker, &path(MAKER, "batches"), &old));
    accepted(&app.post(&stage.maker, &batch_path("OLD", "release"), &json!({})));
    accepted(&app.post(&stage.maker, &path(MAKER, "batches"), &batch("SECRET", 1)));
    let product = json!({"gtin": GTIN});
    assert_eq!(codes(&stage, &product), Vec::<String>::new());
    let open = [stage.recall("r", &["RECALLED", "BOTH"]), stage.recall("r2", &["BOTH"])];
    let ended = stage.recall("r3", &["ENDED"]);
    stage.end(&ended, "closure");
    stage.hold("HELD");
    accepted(&app.post(&stage.maker, &batch_path("GONE", "withdrawal"), &reason()));
    for (item, expected) in [
        (lot("GOOD"), &[][..]),
        (lot("RECALLED"), &["recalled"]),
        (lot("BOTH"), &["recalled"]),
        (lot("ENDED"), &["recallClosed"]),
        (lot("HELD"), &["held"]),
        (lot("GONE"), &["withdrawn"]),
        (lot("OLD"), &["expired"]),
        (product, &["checkLot"]),
        (json!({"gtin": "09506000134352"}), &["unknownGtin"]),
        (json!({"gtin": "9521001400176", "lot": "GOOD", "organization": MAKER}), &[]),
        (json!({"gtin": GTIN, "lot": "GOOD", "organization": "MA8TY6B18"}), &[]),
        (json!({"gtin": GTIN, "lot": "GOOD", "organization": SHOP}), &["organizationMismatch"]),
        (json!({"gtin": GTIN, "lot": "GOOD", "organization": OTHER}), &["organizationMismatch"]),
    ] {
        assert_eq!(codes(&stage, &item), expected, "{item}");
    }
    let both = &reasons(&stage, &lot("BOTH"))[0];
    let ids = open.map(|id| json!(id));
    let named = both["recalls"].as_array().unwrap();
    assert!(named.len() == 2 && ids.iter().all(|id| named.contains(id)), "{both}");
    assert!(both["message"]["en"].as_str().unwrap().contains("m-2026-0002"), "{both}");
    // A lot that was not released and one that never was are told apart by nothing.
    let blank = |lot_name: &str| json!(reasons(&stage, &lot(lot_name))).to_string();
    assert_eq!(blank("SECRET"), blank("NEVER"));
    assert!(codes(&stage, &lot("SECRET")).contains(&"lotNotRegistered".to_owned()));
}

#[test]
fn permits_are_compared() {
    let stage = Stage::new();
    let app = &stage.app;
    let [other, regulator, _] = others(app);
    let mut version = crate::harness::product();
    version["version"] = 2.into();
    version["permitCategory"] = "0401".into();
    accepted(&app.post(&stage.maker, &path(MAKER, "products"), &version));
    let state = |token: &str, of: &str, number: &str, more: Value| {
        let mut entry = json!({"kind": "foodProduction", "number": number, "validFrom": "2024-01-01",
            "validTo": "2028-12-31", "covers": ["04"]});
        entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        accepted(&app.post(token, &path(of, "entries"), &entry))["id"].as_str().unwrap().to_owned()
    };
    let change = |token: &str, id: &str, status: &str, on: &str| {
        let body = json!({"status": status, "on": on, "reason": {"zh": "原因"}});
        accepted(&app.post_keyed(token, status, &format!("/api/v1/entries/{id}/status"), &body));
    };
    let maker = &stage.maker;
    state(maker, MAKER, "SC10434112600011", json!({}));
    state(maker, MAKER, "SC10434112600022", json!({"covers": ["0301"]}));
    state(maker, MAKER, "SC10434112600033", json!({"product": "OTHER"}));
    state(maker, MAKER, "SC10434112600044", json!({"validTo": "2026-11-30"}));
    state(maker, MAKER, "SC10434112600055", json!({"validFrom": "2027-01-01"}));
    let revoked = state(maker, MAKER, "SC10434112600066", json!({}));
    change(maker, &revoked, "revoked", "2026-10-05");
    state(&other, OTHER, "SC10434112600077", json!({}));
    state(&other, OTHER, "SC10434112600088", json!({}));
    // What the authority says of a number counts, whatever the firm says.
    state(maker, MAKER, "SC10434112600099", json!({}));
    let suspended = state(&regulator, MAKER, "SC10434112600099", json!({}));
    change(&regulator, &suspended, "suspended", "2026-12-01");
    for (number, expected) in [
        ("SC10434112600011", &[][..]),
        ("sc 1043 4112 6000 11", &[]),
        ("SC10434112600012", &["permitUnknown"]),
        ("SC10434112600022", &["permitNotCovering"]),
        ("SC10434112600033", &["permitNotCovering"]),
        ("SC10434112600044", &["permitNotValid expired 2026-12-01"]),
        ("SC10434112600055", &["permitNotValid notYet "]),
        ("SC10434112600066", &["permitNotValid revoked 2026-10-05"]),
        ("SC10434112600077", &["permitNotCovering"]),
        ("SC10434112600099", &["permitNotValid suspended 2026-12-01"]),
    ] {
        let found = reasons(&stage, &json!({"gtin": GTIN, "permit": number}));
        let shown = |reason: &Value| {
            let text = |name: &str| reason[name].as_str().unwrap_or_default().to_owned();
            match text("state") {
                state if state.is_empty() => text("code"),
                state => format!("{} {state} {}", text("code"), text("since")),
            }
        };
        assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), expected, "{number}");
    }
    // A commission lets another make the goods.
    let commission = json!({"kind": "commission", "counterpart": OTHER, "covers": []});
    state(maker, MAKER, "C-1", commission);
    assert_eq!(
        codes(&stage, &json!({"gtin": GTIN, "permit": "SC10434112600077"})),
        Vec::<String>::new()
    );
}

/// All items are judged from one state, and as many as the bound; nobody's word is "safe".
#[test]
fn a_full_list_is_answered_at_once() {
    let stage = Stage::new();
    stage.recall("r", &["L1"]);
    let items = vec![lot("L1"); LISTING_ITEMS_COUNT_MAX];
    let answer = stage.app.post(&stage.shop, "/api/v1/listings/check", &json!({"items": items}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let json = answer.json();
    assert_eq!(json["items"].as_array().unwrap().len(), LISTING_ITEMS_COUNT_MAX);
    assert_eq!(json["judgedOn"], json!({"date": "2026-12-03", "timeZone": "Asia/Shanghai"}));
    assert_eq!(json["asOf"], "2026-12-03T01:12:00Z");
    let text = answer.text().to_lowercase();
    assert!(!text.contains("safe") && !text.contains("authentic"), "{text}");
}

/// A client without a token has a budget of items; a token has none, and a bad one no check at all.
#[test]
fn checks_without_a_token_are_rationed() {
    let app = TestApp::behind_proxy(|mut options| {
        options.clock = Clock::fixed(super::NOW);
        options
    });
    let maker = app.with_maker();
    let items = |count: usize| json!({"items": vec![json!({"gtin": GTIN}); count]}).to_string();
    let ask = |client: &str, count: usize| {
        let headers = [("content-type", "application/json"), ("x-forwarded-for", client)];
        app.send("POST", "/api/v1/listings/check", &headers, Some(items(count).as_bytes()))
    };
    let budget = usize::try_from(LISTING_ITEMS_PER_MINUTE_COUNT).unwrap();
    let mut asked = 0;
    while asked < budget {
        let count = (budget - asked).min(LISTING_ITEMS_COUNT_MAX);
        let answer = ask("10.0.0.1", count);
        assert_eq!(answer.status, 200, "{}", answer.text());
        asked += count;
    }
    let over = ask("10.0.0.1", LISTING_ITEMS_COUNT_MAX);
    assert_eq!((over.status, over.code().as_str()), (429, "tooManyRequests"));
    assert!(!over.header("retry-after").is_empty());
    assert_eq!(ask("10.0.0.2", 1).status, 200);
    let body: Value = serde_json::from_str(&items(LISTING_ITEMS_COUNT_MAX)).unwrap();
    for _ in 0..3 {
        assert_eq!(app.post(&maker, "/api/v1/listings/check", &body).status, 200);
    }
    let folder = Arc::clone(&app.folder);
    drop((app, folder));
}
