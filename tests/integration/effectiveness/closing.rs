//! Closing: the figures first, then two posts; the report.

use super::{FAR, Stage, answered, reason};
use crate::check_record::text_of;
use crate::harness::{OTHER, recall};
use serde_json::json;

#[test]
fn a_recall_of_shipped_goods_closes_with_its_figures_and_two_posts() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let closure = format!("{recall}/closure");
    let confirm = format!("{closure}/confirmation");
    let (shop, far) = (stage.site(&recall, OTHER), stage.site(&recall, FAR));
    let missing = |answer: serde_json::Value| {
        let errors = answer["errors"].as_array().unwrap().clone();
        let mut codes: Vec<_> =
            errors.iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect();
        codes.sort();
        codes
    };
    let told = stage.refused(&stage.quality, &closure, &reason(), 422, "gateNotMet");
    assert_eq!(
        missing(told),
        ["notNotified", "notNotified", "quantityUnstated", "quantityUnstated"]
    );
    stage.done(&stage.shop, &format!("{shop}/answers"), &answered("returned", 50));
    stage.done(&stage.maker, &format!("{far}/answers"), &json!({"notifiedOn": "2026-11-23"}));
    let told = stage.refused(&stage.quality, &closure, &reason(), 422, "gateNotMet");
    assert_eq!(missing(told), ["quantityUnstated"]);
    stage.done(&stage.maker, &format!("{far}/answers"), &answered("unaccounted", 40));
    stage.refused(&stage.maker, &closure, &reason(), 403, "postRequired");
    stage.refused(&stage.sales, &confirm, &reason(), 404, "notFound");
    stage.done(&stage.quality, &closure, &reason());
    let state = || stage.app.get(&recall).json()["state"].clone();
    assert_eq!(state(), "open");
    stage.refused(&stage.quality, &confirm, &reason(), 403, "secondPostNeeded");
    stage.refused(&stage.maker, &confirm, &reason(), 403, "secondPostNeeded");
    stage.refused(&stage.regulator, &confirm, &reason(), 403, "notOpenersSide");
    // What is learned meanwhile counts.
    stage.ship("L1", None, Some("91341602YYDEM3073G"), "341602");
    stage.refused(&stage.sales, &confirm, &reason(), 422, "gateNotMet");
    let late = stage.site(&recall, "91341602YYDEM3073G");
    let mut none = answered("returned", 0);
    none["final"] = json!(true);
    stage.done(&stage.maker, &format!("{late}/answers"), &none);
    stage.refused(&stage.sales, &confirm, &reason(), 422, "gateNotMet");
    let id = late.rsplit('/').next().unwrap();
    let got = json!([{"product": "SS-200", "lot": "L1", "quantity": {"value": 0, "unit": "EA"}}]);
    let body = json!({"consignee": id, "got": got, "reason": {"en": "a slip without goods"}});
    stage.done(&stage.maker, &format!("{recall}/consignees"), &body);
    stage.done(&stage.sales, &confirm, &reason());
    assert_eq!(state(), "closed");
    stage.refused(&stage.sales, &confirm, &reason(), 409, "measureEnded");
    // Statements of what happened are taken afterwards too.
    stage.done(&stage.maker, &format!("{far}/answers"), &answered("destroyed", 3));
}

#[test]
fn nothing_shipped_is_nothing_to_account_for() {
    let stage = Stage::new();
    stage.app.lot(&stage.maker, "L2", 5);
    let opened = stage.done(&stage.maker, "/api/v1/recalls", &recall(&["L2"]));
    let path = format!("/api/v1/recalls/{}", opened["id"].as_str().unwrap());
    stage.done(&stage.maker, &format!("{path}/closure"), &reason());
    assert_eq!(stage.app.get(&path).json()["state"], "closed");
}

#[test]
fn lifting_needs_no_figures() {
    let stage = Stage::new();
    let path = stage.recalled();
    stage.done(&stage.maker, &format!("{path}/lifting"), &reason());
    assert_eq!(stage.app.get(&path).json()["state"], "lifted");
}

#[test]
fn the_report_says_what_the_records_say() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let shop = stage.site(&recall, OTHER);
    let mut answer = answered("returned", 50);
    answer["note"] = json!({"en": "<b>cold store</b>"});
    stage.done(&stage.shop, &format!("{shop}/answers"), &answer);
    let report = stage.app.get_as(&stage.maker, &format!("{recall}/report")).json();
    assert_eq!(report["figures"]["totals"][0]["recoveryPercent"], "50");
    assert_eq!(report["consignees"].as_array().unwrap().len(), 2);
    assert_eq!(report["complete"], true);
    for (lang, word) in [("zh", "召回情况报告"), ("en", "Report of a recall")] {
        let path = format!("{recall}/report?format=html&lang={lang}");
        let page = stage.app.get_as(&stage.regulator, &path);
        assert!(page.header("content-type").starts_with("text/html"));
        let text = page.text();
        assert!(text.contains(word) && text.contains("50 %") && text.contains(FAR), "{text}");
    }
    for (lang, title, share, went) in [
        ("zh", "召回情况报告", "收回率", "已退回 50 EA"),
        ("en", "Report of a recall", "Recovery rate", "Returned 50 EA"),
    ] {
        let path = format!("{recall}/report?format=pdf&lang={lang}");
        let answer = stage.app.get_as(&stage.regulator, &path);
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"));
        assert_eq!(answer.header("content-language"), lang);
        let text = text_of(&answer.bytes);
        for word in [title, share, went, "50 %", &FAR[..8], recall.rsplit('/').next().unwrap()] {
            assert!(text.contains(word), "{word} in {text}");
        }
    }
    let other = stage.app.get_as(&stage.shop, &format!("{recall}/report?format=pdf"));
    assert_eq!((other.status, other.code().as_str()), (403, "notYours"));
    let wrong = stage.app.get_as(&stage.maker, &format!("{recall}/report?format=doc"));
    assert_eq!(wrong.status, 400);
}
