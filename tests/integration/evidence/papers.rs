//! What papers say of files: named only where they are there, shown only to those who may read them.

use super::{PDF, PNG, added, entry, erase, hash, path, upload};
use crate::harness::{MAKER, OTHER, REGULATOR, TestApp, batch_path};
use serde_json::{Value, json};
use suyuan::limits::EVIDENCE_COUNT_MAX;

fn check(evidence: &Value) -> Value {
    json!({
        "kind": "factoryTest",
        "reportNo": hash(evidence.to_string().as_bytes())[..20],
        "testedOn": "2026-11-02",
        "items": [{"item": "nitrite", "result": {"value": 20, "unit": "mg/kg"}}],
        "evidence": evidence,
    })
}

fn status(evidence: &Value) -> Value {
    json!({"status": "suspended", "on": "2026-11-20", "reason": {"en": "why"}, "evidence": evidence})
}

#[test]
fn papers_name_files_that_are_there() {
    let app = TestApp::start();
    let maker = app.with_maker();
    app.lot(&maker, "L1", 1);
    let other = app.admit(OTHER, "producer", "341126");
    let regulator = app.admit(REGULATOR, "regulator", "340000");
    let [licence, report] =
        [("application/pdf", PDF), ("image/png", PNG)].map(|(m, b)| added(&app, &maker, m, b));
    let entries = format!("/api/v1/organizations/{MAKER}/entries");
    let checks = batch_path("L1", "checks");
    let stated = app.post(&maker, &entries, &entry("E1", &json!([licence, report])));
    assert_eq!(stated.status, 201, "{}", stated.text());
    let id = stated.json()["id"].as_str().unwrap().to_owned();
    let statuses = format!("/api/v1/entries/{id}/status");
    assert_eq!(app.post_keyed(&maker, "k", &statuses, &status(&json!([report]))).status, 201);
    assert_eq!(app.post(&maker, &checks, &check(&json!([report]))).status, 201);

    let rows = [
        (json!(["x"]), "/evidence/0"),
        (json!([licence, "0".repeat(64)]), "/evidence/1"),
        (json!([licence, licence]), "/evidence/1"),
        (json!(["../keys"]), "/evidence/0"),
    ];
    for (named, pointer) in rows {
        let answers = [
            app.post(&maker, &entries, &entry("E2", &named)),
            app.post_keyed(&maker, "k2", &statuses, &status(&named)),
            app.post(&maker, &checks, &check(&named)),
        ];
        for answer in answers {
            let error = &answer.json()["errors"][0];
            assert_eq!(answer.status, 400, "{named}: {}", answer.text());
            assert_eq!(error["pointer"], pointer, "{named}");
        }
    }
    let many = json!(vec![licence.clone(); EVIDENCE_COUNT_MAX + 1]);
    let answer = app.post(&maker, &entries, &entry("E3", &many)).json();
    let codes = answer["errors"].as_array().unwrap().iter().map(|error| error["code"].clone());
    assert!(codes.into_iter().any(|code| code == "tooMany"), "{answer}");
    // Another firm's files are not one's own.
    let theirs = format!("/api/v1/organizations/{OTHER}/entries");
    let answer = app.post(&other, &theirs, &entry("E4", &json!([licence])));
    assert_eq!(answer.json()["errors"][0]["code"], "notEvidence");

    let described = |hash: &str, media: &str, bytes: &[u8]| json!({"hash": hash, "mediaType": media, "bytes": bytes.len(), "erased": false});
    let pdf = described(&licence, "application/pdf", PDF);
    let png = described(&report, "image/png", PNG);
    let record = batch_path("L1", "");
    for (token, office) in
        [(&maker, true), (&regulator, true), (&other, false), (&app.operator, false)]
    {
        let shown = app.get_as(token, &format!("/api/v1/entries/{id}")).json();
        let checked = app.get_as(token, &record).json()["checks"][0].clone();
        if office {
            assert_eq!(shown["evidence"], json!([pdf, png]));
            assert_eq!(shown["statuses"][0]["evidence"], json!([png]));
            assert_eq!(checked["evidence"], json!([png]));
        } else {
            let text = format!("{shown}{checked}");
            assert!(!text.contains("evidence") && !text.contains(&report), "{text}");
        }
    }
    let scan = app.get(&format!("/o/{MAKER}/SS-200/10/L1")).text();
    assert!(!scan.contains(&report) && !scan.contains(&licence), "{scan}");
}

#[test]
fn an_erased_file_is_gone_and_says_so() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let name = added(&app, &maker, "application/pdf", PDF);
    let entries = format!("/api/v1/organizations/{MAKER}/entries");
    let id = app.post(&maker, &entries, &entry("E1", &json!([name]))).json()["id"].clone();
    let target = path(&format!("/{name}"));
    assert_eq!(erase(&app, &app.operator, &"0".repeat(64)).status, 404);
    let erased = erase(&app, &app.operator, &name);
    assert_eq!((erased.status, &erased.json()["hash"]), (201, &json!(name)), "{}", erased.text());
    assert_eq!(super::files::kept(app.data()), Vec::<String>::new());
    let gone = app.get_as(&maker, &target);
    assert_eq!((gone.status, gone.code().as_str()), (410, "evidenceErased"));
    // Nobody else hears even that.
    assert_eq!(app.get(&target).status, 404);
    assert_eq!(erase(&app, &app.operator, &name).status, 200);
    let body = json!({"legalGround": {"en": "again"}});
    let again = app.post_keyed(&app.operator, "other", &path(&format!("/{name}/erasure")), &body);
    assert_eq!((again.status, again.code().as_str()), (409, "alreadyErased"));
    // It does not come back, and nothing new names it; what names it says that it is gone.
    let back = upload(&app, &maker, "application/pdf", PDF);
    assert_eq!((back.status, back.code().as_str()), (410, "evidenceErased"));
    assert_eq!(super::files::kept(app.data()), Vec::<String>::new());
    assert_eq!(app.post(&maker, &entries, &entry("E2", &json!([name]))).status, 400);
    let shown = app.get_as(&maker, &format!("/api/v1/entries/{}", id.as_str().unwrap())).json();
    assert_eq!(shown["evidence"][0]["erased"], true);
}
