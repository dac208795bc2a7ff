//! A batch before its release is nobody's to know but its office's; a code of it, once printed, says
//! that it is not on sale.

use super::{WHO, created, everyone, request};
use crate::harness::{MAKER, TestApp, batch, batch_path};
use serde_json::{Value, json};

#[test]
fn an_unreleased_batch_shows_only_by_its_code() {
    let app = TestApp::start();
    let tokens = everyone(&app);
    let maker = &tokens[0];
    let mut early = batch("EARLY", 2);
    early["lotAsPrinted"] = json!("printed-early");
    created(&app.post(maker, &format!("/api/v1/organizations/{MAKER}/batches"), &early));
    for (who, token) in WHO.iter().zip(&tokens) {
        let office = matches!(*who, "maker" | "regulator");
        let answer = request(&app, token, "GET", &batch_path("EARLY", ""), None);
        assert_eq!(answer.status, if office { 200 } else { 404 }, "{who}");
        // The refusal is the same as for a lot that never was.
        if !office {
            let never = request(&app, token, "GET", &batch_path("NEVER", ""), None);
            let words = |answer: &crate::harness::Answer| {
                let mut problem = answer.json();
                problem["requestId"].take();
                problem
            };
            assert_eq!(words(&answer), words(&never), "{who}");
        }
    }
    let lot = |lot: &str| app.get(&format!("/api/v1/gtins/09521001400176/lots/{lot}"));
    let (early, never) = (lot("EARLY"), lot("NEVER"));
    assert_eq!((early.status, never.status), (200, 200));
    let report = early.json();
    assert_eq!(report["identifies"], "product", "{report}");
    assert_eq!(report["notices"][0]["code"], "lotNotRegistered", "{report}");
    assert!(report.get("batch").is_none(), "{report}");
    assert!(!early.text().contains("printed-early"), "{report}");
    let rest = |text: String| {
        let mut report: Value = serde_json::from_str(&text).unwrap();
        report["asOf"].take();
        report
    };
    assert_eq!(rest(early.text().replace("EARLY", "NEVER")), rest(never.text()));

    for [_, code, url] in app.units(maker, "EARLY") {
        let path = url.strip_prefix("HTTPS://T.EXAMPLE.CN").unwrap();
        for path in [path, &format!("/c/{code}"), &format!("/o/{MAKER}/{code}")] {
            assert_eq!(app.verdict(path), "notActivated", "{path}");
        }
        let unit = app.get(&format!("/api/v1/units/{MAKER}/{code}")).json();
        assert_eq!(unit["reasons"][0]["code"], "notReleased", "{unit}");
    }
    for step in ["release", "activation"] {
        created(&app.post(maker, &batch_path("EARLY", step), &json!({})));
    }
    assert_eq!(app.get(&batch_path("EARLY", "")).status, 200);
    assert_eq!(lot("EARLY").json()["identifies"], "lot");
    assert!(lot("EARLY").text().contains("printed-early"));
}

/// Released, but only some units put on sale: the others say so.
#[test]
fn a_unit_that_was_not_put_on_sale_says_so() {
    let app = TestApp::start();
    let maker = app.with_maker();
    created(&app.post(&maker, &format!("/api/v1/organizations/{MAKER}/batches"), &batch("L1", 2)));
    created(&app.post(&maker, &batch_path("L1", "release"), &json!({})));
    let some = json!({"ordinals": {"first": 2, "last": 2}});
    created(&app.post(&maker, &batch_path("L1", "activation"), &some));
    let verdict = |[_, code, _]: [String; 3]| app.verdict(&format!("/c/{code}"));
    let verdicts: Vec<String> = app.units(&maker, "L1").into_iter().map(verdict).collect();
    assert_eq!(verdicts, ["notActivated", "registered"]);
}
