//! The record of a look-up that a reader keeps: what it says, that it is no scan, and its refusals.

use crate::harness::{MAKER, TestApp, recall};
use crate::process::run;
use serde_json::json;
use std::process::Command;
use suyuan::app::Options;

const PHONE: &str = "Mozilla/5.0 (Linux; Android 14; PHONE-1) Mobile Safari/537.36";

/// What a reader finds in a PDF.
pub(crate) fn text_of(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it.pdf");
    std::fs::write(&file, pdf).unwrap();
    let read = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output();
    let read = read.expect("pdftotext; install poppler-utils, as the set-up does");
    String::from_utf8(read.stdout).unwrap()
}

fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn a_record_says_what_was_shown_when_and_where() {
    let app = TestApp::start();
    let maker = app.with_maker();
    app.lot(&maker, "L1", 2);
    let code = app.units(&maker, "L1")[0][1].clone();
    let path = format!("/c/{code}");
    let report = app.get(&format!("/api/v1/codes/{code}")).json();
    let answer = app.get(&format!("{path}?record=json"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let record = answer.json();
    assert_eq!(record["kind"], "checkRecord");
    assert_eq!(record["signed"], false);
    assert_eq!(record["position"], report["position"]);
    assert_eq!(record["timeZone"], "Asia/Shanghai");
    assert!(record["url"].as_str().unwrap().ends_with(&path), "{record}");
    assert_eq!(record["report"]["verdict"], report["verdict"]);
    assert_eq!(record["statement"].as_array().unwrap().len(), 3);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"suyuan-"));

    for (lang, words) in [
        ("zh", ["查询记录", "它不证明真伪，也不是质量保证", "未签名"]),
        ("en", ["Check record", "It cannot tell an original from a copy", "Not signed"]),
    ] {
        let answer = app.get(&format!("{path}?record=pdf&lang={lang}"));
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"));
        assert_eq!(answer.header("content-language"), lang);
        let text = text_of(&answer.bytes);
        let shown = report["display"]["title"][lang].as_str().unwrap();
        let all = words.into_iter().chain([shown, path.as_str(), "Asia/Shanghai", "L1", MAKER]);
        for word in all {
            assert!(packed(&text).contains(&packed(word)), "{word}\n{text}");
        }
        assert!(text.contains(&report["position"].to_string()), "{text}");
    }
}

#[test]
fn with_a_log_a_record_is_sealed_and_checked_without_network() {
    let folder = std::sync::Arc::new(tempfile::tempdir().unwrap());
    let app = TestApp::on(folder, |options| Options {
        origin: Some("t.example.cn/log".to_owned()),
        ..options
    });
    let maker = app.with_maker();
    app.lot(&maker, "L1", 2);
    let code = app.units(&maker, "L1")[0][1].clone();
    let record = app.get(&format!("/c/{code}?record=json"));
    assert_eq!(record.json()["signed"], true);
    let key = app.get("/log/vkey").text().trim().to_owned();
    let kept = tempfile::tempdir().unwrap();
    let audit = |name: &str, text: &str, key: &str| {
        let file = kept.path().join(name);
        std::fs::write(&file, text).unwrap();
        run(&["audit".as_ref(), file.as_os_str(), "--key".as_ref(), key.as_ref()])
    };
    let good = audit("good.json", &record.text(), &key);
    assert!(good.ok, "{}", good.err);
    let size = record.json()["position"].as_u64().unwrap() + 1;
    assert!(good.out.contains(&format!("first {size} facts")), "{}", good.out);
    assert!(good.out.contains("registered"), "{}", good.out);
    // Written otherwise it is the same record; with another verdict it is not.
    let pretty = serde_json::to_string_pretty(&record.json()).unwrap();
    assert!(audit("pretty.json", &pretty, &key).ok);
    let forged = record.text().replace("\"verdict\":\"registered\"", "\"verdict\":\"recalled\"");
    assert_ne!(forged, record.text());
    let told = audit("forged.json", &forged, &key);
    assert!(!told.ok && told.err.contains("changed after"), "{}", told.err);
    let mut bare = record.json();
    bare.as_object_mut().unwrap().remove("seal");
    assert!(!audit("bare.json", &bare.to_string(), &key).ok);
    let other = suyuan::log::note::Signer::from_seed(
        "t.example.cn/log",
        suyuan::log::note::KeyKind::Log,
        &[9; 32],
    );
    let other = other.unwrap().verifier().to_string();
    assert!(!audit("good.json", &record.text(), &other).ok);
}

#[test]
fn a_record_of_a_recall_names_it_with_the_advice() {
    let app = TestApp::start();
    let maker = app.with_maker();
    app.lot(&maker, "L1", 1);
    let code = app.units(&maker, "L1")[0][1].clone();
    let opened = app.post_keyed(&maker, "k1", "/api/v1/recalls", &recall(&["L1"]));
    assert_eq!(opened.status, 201, "{}", opened.text());
    let id = opened.json()["id"].as_str().unwrap().to_owned();
    let report = app.get(&format!("/api/v1/codes/{code}")).json();
    let text = packed(&text_of(&app.get(&format!("/c/{code}?record=pdf&lang=en")).bytes));
    assert!(text.contains(&id), "{text}");
    assert!(text.contains("Beingrecalled"), "{text}");
    for action in report["display"]["actions"].as_array().unwrap() {
        assert!(text.contains(&packed(action["text"]["en"].as_str().unwrap())), "{action}\n{text}");
    }
}

#[test]
fn a_record_is_no_scan_and_its_forms_are_closed() {
    let app = TestApp::behind_proxy(|options| options);
    let maker = app.with_maker();
    app.lot(&maker, "L1", 1);
    let code = app.units(&maker, "L1")[0][1].clone();
    let visitor =
        [("accept", "text/html"), ("x-forwarded-for", "198.51.100.7"), ("user-agent", PHONE)];
    for form in ["pdf", "json"] {
        let answer = app.send("GET", &format!("/c/{code}?record={form}"), &visitor, None);
        assert_eq!(answer.status, 200);
    }
    app.service.scans.as_ref().unwrap().flush();
    let counted = app.get(&format!("/api/v1/codes/{code}")).json();
    assert_eq!(counted["scans"], json!(null), "{counted}");
    let strange = app.get(&format!("/c/{code}?record=docx"));
    assert_eq!((strange.status, strange.code().as_str()), (400, "invalid"));
    // Nothing registered is a record too: that it was not found is what a reader has to show.
    let unknown = app.get("/o/91341124MA8TY6B186/NOTHING?record=json");
    assert_eq!((unknown.status, &unknown.json()["report"]["verdict"]), (200, &json!("unknown")));
}
