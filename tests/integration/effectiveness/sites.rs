//! Consignees: derived, amended, answering; who sees which.

use super::{FAR, Stage, answered};
use crate::harness::{MAKER, OTHER, REGULATOR, organization};
use serde_json::{Value, json};

#[test]
fn consignees_follow_from_shipments_one_for_each_site() {
    let stage = Stage::new();
    stage.ship("L1", Some(5), Some(OTHER), "341126");
    stage.ship("L1", None, Some(OTHER), "341124");
    let recall = stage.recalled();
    let rows = stage.rows(&stage.maker, &recall);
    let shown: Vec<_> = rows
        .iter()
        .map(|row| {
            let got = &row["lots"][0];
            let pieces = got["quantities"][0]["value"].as_str().unwrap_or("").to_owned();
            (row["region"].as_str().unwrap(), pieces, got["unstated"].as_u64().unwrap())
        })
        .collect();
    for expected in
        [("341126", "65".to_owned(), 0), ("330281", "40".into(), 0), ("341124", String::new(), 1)]
    {
        assert!(shown.contains(&expected), "{shown:?}");
    }
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row["notified"] == false && row["level"] == 1));
    let figures = stage.figures(&recall);
    assert_eq!(figures["totals"][0]["shipped"], "105");
    assert_eq!((&figures["consignees"], &figures["unstated"]), (&json!(3), &json!(1)));
}

#[test]
fn goods_passed_on_lie_one_level_down() {
    let stage = Stage::new();
    let mut on = json!({"bizStep": "shipping", "on": "2026-11-21", "region": "341100"});
    on["counterpart"] = json!("91341602YYDEM3073G");
    on["quantity"] = json!({"value": 20, "unit": "EA"});
    stage.done(&stage.shop, &crate::harness::batch_path("L1", "events"), &on);
    let recall = stage.recalled();
    let rows = stage.rows(&stage.maker, &recall);
    let level = |party: &str| {
        rows.iter().find(|row| row["organization"] == party).unwrap()["level"].clone()
    };
    assert_eq!((level(OTHER), level("91341602YYDEM3073G")), (json!(1), json!(2)));
    let figures = stage.figures(&recall);
    // What was passed on was shipped once.
    assert_eq!(figures["totals"][0]["shipped"], "100");
    assert_eq!(figures["depth"], 2);
}

#[test]
fn each_reader_sees_its_own_rows() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let stranger = stage.app.admit("91341602YYDEM3073G", "partner", "341602");
    let parties = |token: &str| {
        let rows = stage.rows(token, &recall);
        let mut all: Vec<_> =
            rows.iter().map(|row| row["organization"].as_str().unwrap().to_owned()).collect();
        all.sort();
        all
    };
    let both = {
        let mut both = vec![OTHER.to_owned(), FAR.to_owned()];
        both.sort();
        both
    };
    assert_eq!(parties(&stage.maker), both);
    assert_eq!(parties(&stage.regulator), both);
    // The office of the shop's province sees the shop, nobody else's customers.
    assert_eq!(parties(&stage.elsewhere), [FAR]);
    assert_eq!(parties(&stage.shop), [OTHER]);
    assert!(parties(&stranger).is_empty());
    assert!(parties(&stage.app.operator).is_empty());
    // Another producer's token of the shop is not the shop: it was admitted as a seller.
    for (token, status) in [(&stage.shop, 403), (&stranger, 403), (&stage.elsewhere, 403)] {
        for what in ["effectiveness", "report"] {
            let answer = stage.app.get_as(token, &format!("{recall}/{what}"));
            assert_eq!(answer.status, status, "{what}: {}", answer.text());
        }
    }
    assert_eq!(stage.app.get(&format!("{recall}/consignees")).status, 401);
    let public = stage.app.get(&recall).text();
    assert!(!public.contains(OTHER) && !public.contains(FAR), "{public}");
}

#[test]
fn who_may_answer_for_whom() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let shop = format!("{}/answers", stage.site(&recall, OTHER));
    let far = format!("{}/answers", stage.site(&recall, FAR));
    let body = answered("segregated", 60);
    stage.refused(&stage.shop, &far, &body, 404, "notFound");
    stage.refused(&stage.elsewhere, &far, &body, 404, "notFound");
    stage.refused(&stage.app.operator, &far, &body, 404, "notFound");
    stage.done(&stage.shop, &shop, &body);
    let row = |party: &str| {
        let rows = stage.rows(&stage.maker, &recall);
        rows.into_iter().find(|row| row["organization"] == party).unwrap()
    };
    assert_eq!(row(OTHER)["answered"], true);
    assert_eq!(row(OTHER)["outcomes"][0]["by"], "consignee");
    // The firm says otherwise: what was said last stands, told as disputed.
    stage.done(&stage.maker, &shop, &answered("segregated", 55));
    let line = row(OTHER)["outcomes"][0].clone();
    assert_eq!((&line["by"], &line["disputed"]), (&json!("firm"), &json!(true)));
    stage.done(&stage.regulator, &far, &answered("destroyed", 40));
    assert_eq!(row(FAR)["outcomes"][0]["by"], "authority");
    assert_eq!(row(FAR)["answered"], false);
    let total = stage.figures(&recall)["totals"][0].clone();
    let found = ["shipped", "recovered", "unaccountedFor", "recoveryPercent"]
        .map(|name| total[name].clone());
    assert_eq!(found, ["100", "95", "5", "95"].map(|text| json!(text)));
    let evidence = json!({"notifiedOn": "2026-11-23", "evidence": ["0".repeat(64)]});
    stage.refused(&stage.maker, &shop, &evidence, 400, "invalid");
}

#[test]
fn silence_is_seen() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let far = stage.site(&recall, FAR);
    stage.done(&stage.maker, &format!("{far}/answers"), &json!({"notifiedOn": "2026-11-23"}));
    stage.later(4);
    let rows = stage.rows(&stage.maker, &recall);
    let days = |party: &str| {
        rows.iter().find(|row| row["organization"] == party).unwrap()["silentDays"].clone()
    };
    assert_eq!((days(FAR), days(OTHER)), (json!(5), Value::Null));
    assert_eq!(stage.figures(&recall)["silent"], 1);
}

#[test]
fn the_firm_amends_and_names_are_erasable() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let path = format!("{recall}/consignees");
    let amount = json!({"product": "SS-200", "lot": "L1", "quantity": {"value": 7, "unit": "EA"}});
    let shop = json!({
        "name": "CORNER-SHOP-Q", "contact": "13800009999", "region": "341124", "got": [amount],
        "reason": {"en": "sold from the van"},
    });
    let added = stage.done(&stage.maker, &path, &shop);
    let id = added["id"].as_str().unwrap();
    assert_eq!(stage.figures(&recall)["totals"][0]["shipped"], "107");
    assert!(stage.app.get_as(&stage.regulator, &path).text().contains("13800009999"));
    let correction = json!({"consignee": id, "removed": true, "reason": {"en": "it was nobody"}});
    stage.done(&stage.maker, &path, &correction);
    assert_eq!(stage.figures(&recall)["totals"][0]["shipped"], "100");
    // Not the goods of a stranger, and not by one.
    stage.refused(&stage.shop, &path, &shop, 403, "notYours");
    let mut foreign = shop.clone();
    foreign["organization"] = json!(MAKER);
    stage.refused(&stage.shop, &path, &foreign, 403, "notYours");
    let ground = json!({"legalGround": {"en": "on request"}});
    let erasure = format!("{path}/{id}/erasure");
    stage.refused(&stage.maker, &erasure, &ground, 404, "notFound");
    stage.done(&stage.app.operator, &erasure, &ground);
    stage.refused(&stage.app.operator, &erasure, &ground, 409, "alreadyErased");
    let listed = stage.app.get_as(&stage.maker, &path).text();
    assert!(!listed.contains("13800009999") && !listed.contains("CORNER-SHOP-Q"), "{listed}");
}

#[test]
fn customers_of_a_consignee_are_consignees_and_chains_end() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let mut site = stage.site(&recall, OTHER);
    for level in 2..=8 {
        let body = json!({"customers": [{"name": format!("next {level}"), "region": "341100"}]});
        let done = stage.done(&stage.maker, &format!("{site}/answers"), &body);
        site = format!("{recall}/consignees/{}", done["customers"][0].as_str().unwrap());
    }
    let body = json!({"customers": [{"name": "one too deep"}]});
    stage.refused(&stage.maker, &format!("{site}/answers"), &body, 400, "invalid");
    let rows = stage.rows(&stage.maker, &recall);
    let last = rows.iter().find(|row| row["name"] == "next 8").unwrap();
    assert_eq!(last["level"], 8);
    assert_eq!(stage.figures(&recall)["depth"], 8);
}

#[test]
fn one_consignee_has_so_many_statements_and_quantities() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let shop = format!("{}/answers", stage.site(&recall, OTHER));
    let lines = |from: usize| {
        let line = |at: usize| json!({"outcome": "returned", "product": "SS-200", "lot": format!("X{at}"), "quantity": {"value": 1, "unit": "EA"}});
        json!({"outcomes": (from..from + 50).map(line).collect::<Vec<_>>()})
    };
    for from in [0, 50, 100, 150] {
        stage.done(&stage.maker, &shop, &lines(from));
    }
    stage.refused(&stage.maker, &shop, &lines(200), 409, "tooManyEntries");
    let far = format!("{}/answers", stage.site(&recall, FAR));
    for _ in 0..100 {
        stage.done(&stage.maker, &far, &json!({"notifiedOn": "2026-11-23"}));
    }
    stage.refused(&stage.maker, &far, &json!({"notifiedOn": "2026-11-23"}), 409, "tooManyEntries");
}

#[test]
fn the_list_has_pages_and_a_table() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let first = stage.app.get_as(&stage.maker, &format!("{recall}/consignees?limit=1"));
    let next = first.json()["next"].as_str().unwrap().to_owned();
    assert!(first.header("link").contains(&next));
    let second = stage
        .app
        .get_as(&stage.maker, &format!("{recall}/consignees?limit=1&cursor={next}"))
        .json();
    assert_ne!(first.json()["items"], second["items"]);
    assert_eq!(second["next"], Value::Null);
    let table = stage.app.get_as(&stage.maker, &format!("{recall}/consignees?format=csv"));
    assert!(table.header("content-type").starts_with("text/csv"));
    assert_eq!(table.text().lines().count(), 3);
    assert!(table.text().contains("SS-200 L1 60 EA"), "{}", table.text());
    for wrong in ["limit=0", "cursor=zz", "format=pdf"] {
        let answer = stage.app.get_as(&stage.maker, &format!("{recall}/consignees?{wrong}"));
        assert_eq!(answer.status, 400, "{wrong}");
    }
}

#[test]
fn samples_and_visits() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let sample =
        |query: &str| stage.app.get_as(&stage.maker, &format!("{recall}/effectiveness?{query}"));
    let found = sample("population=1000&level=C").json()["sample"].clone();
    assert_eq!((&found["checks"], &found["noneSilent"]["checks"]), (&json!(100), &json!(56)));
    assert_eq!(found["share"]["checks"], 278);
    for wrong in [
        "population=-1",
        "population=100001",
        "level=F",
        "level=B&percent=10",
        "tolerable=1",
        "margin=0",
    ] {
        assert_eq!(sample(wrong).status, 400, "{wrong}");
    }
    let visit = json!({
        "organization": MAKER, "place": "market hall", "region": "341124", "on": "2026-11-23",
        "onSale": true, "quantity": {"value": 2, "unit": "EA"},
    });
    let path = format!("{recall}/visits");
    stage.refused(&stage.maker, &path, &visit, 403, "notYours");
    stage.refused(&stage.elsewhere, &path, &visit, 403, "outsideRegion");
    stage.done(&stage.regulator, &path, &visit);
    let officer = stage.app.token(REGULATOR, "officer");
    stage.done(&officer, &path, &visit);
    let mut foreign = visit.clone();
    foreign["organization"] = json!(OTHER);
    stage.refused(&stage.regulator, &path, &foreign, 404, "notFound");
    let visits = stage.figures(&recall)["visits"].clone();
    assert_eq!(visits.as_array().unwrap().len(), 2);
    assert_eq!((&visits[0]["onSale"], &visits[0]["place"]), (&json!(true), &json!("market hall")));
}

/// Nothing in the public envelope tells who buys from whom.
#[test]
fn envelopes_name_no_consignee() {
    let stage = Stage::new();
    let body = organization("91341602YYDEM3073G", "partner", "341602");
    stage.done(&stage.app.operator, "/api/v1/organizations", &body);
    let recall = stage.recalled();
    let shop = format!("{}/answers", stage.site(&recall, OTHER));
    let done = stage.done(&stage.shop, &shop, &answered("returned", 1));
    let position = done["receipt"]["position"].as_u64().unwrap();
    let snapshot = stage.app.service.app.snapshot();
    let key = suyuan::store::layout::key::position(position);
    let envelope =
        suyuan::store::read::Read::bytes(&snapshot, suyuan::store::layout::Family::Facts, &key);
    let envelope = String::from_utf8(envelope.unwrap().unwrap()).unwrap();
    assert!(!envelope.contains(OTHER) && !envelope.contains("m-2026"), "{envelope}");
}
