//! Evidence: files kept beside the ledger. Who adds and who reads them, what is refused, what papers
//! say of them, and that a file and its fact stay together whatever happens in between.

mod files;
mod papers;

use crate::harness::{Answer, MAKER, OTHER, REGULATOR, TestApp, escape};
use serde_json::{Value, json};

/// A small file of each kind: only its beginning is looked at.
const PDF: &[u8] = b"%PDF-1.7 licence of the firm, sealed in red";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n a certificate";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a test report";

/// A regulator of Zhejiang, outside the maker's province.
const OUTSIDE: &str = "CN-REG:33";

fn path(rest: &str) -> String {
    format!("/api/v1/organizations/{MAKER}/evidence{rest}")
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn upload(app: &TestApp, token: &str, media: &str, bytes: &[u8]) -> Answer {
    let bearer = format!("Bearer {token}");
    let mut headers = vec![("content-type", media)];
    if !token.is_empty() {
        headers.push(("authorization", bearer.as_str()));
    }
    app.send("POST", &path(""), &headers, Some(bytes))
}

#[track_caller]
fn added(app: &TestApp, token: &str, media: &str, bytes: &[u8]) -> String {
    let answer = upload(app, token, media, bytes);
    assert_eq!(answer.status, 201, "{}", answer.text());
    hash(bytes)
}

fn erase(app: &TestApp, token: &str, hash: &str) -> Answer {
    let ground = json!({"legalGround": {"zh": "依法删除", "en": "court order"}});
    app.post_keyed(token, &format!("erase {hash}"), &path(&format!("/{hash}/erasure")), &ground)
}

fn entry(number: &str, evidence: &Value) -> Value {
    json!({"kind": "certificate", "number": number, "evidence": evidence})
}

#[test]
fn a_file_is_kept_and_given_back_as_it_was() {
    let app = TestApp::start();
    let maker = app.with_maker();
    for (media, bytes, ending) in
        [("application/pdf", PDF, "pdf"), ("image/png", PNG, "png"), ("IMAGE/JPEG", JPEG, "jpg")]
    {
        let first = upload(&app, &maker, media, bytes);
        let json = first.json();
        assert_eq!(first.status, 201, "{}", first.text());
        let expected = json!([hash(bytes), bytes.len(), media.to_lowercase()]);
        assert_eq!(json!([json["hash"], json["bytes"], json["mediaType"]]), expected);
        let again = upload(&app, &maker, media, bytes);
        assert_eq!((again.status, &again.json()["receipt"]), (200, &json["receipt"]));
        let shown = app.get_as(&maker, &path(&format!("/{}", hash(bytes))));
        assert_eq!((shown.status, shown.bytes.as_slice()), (200, bytes));
        assert_eq!(shown.header("content-type"), media.to_lowercase());
        assert_eq!(shown.header("x-content-type-options"), "nosniff");
        assert_eq!(shown.header("cache-control"), "private, no-store");
        let disposition = shown.header("content-disposition").to_owned();
        assert!(disposition.starts_with("attachment"), "{disposition}");
        assert!(disposition.ends_with(&format!(".{ending}\"")), "{disposition}");
    }
}

/// Who may add, and who may read what the firm added and what its laboratory added.
#[test]
fn every_role_is_decided() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let rows = [
        ("maker", maker.clone(), 201, 200, 200),
        ("other", app.admit(OTHER, "producer", "341126"), 403, 404, 404),
        ("regulator", app.admit(REGULATOR, "regulator", "340000"), 201, 200, 200),
        ("officer", app.token(REGULATOR, "officer"), 201, 200, 200),
        ("outside", app.admit(OUTSIDE, "regulator", "330000"), 403, 404, 404),
        ("laboratory", app.token(MAKER, "laboratory"), 201, 404, 200),
        ("foreign laboratory", app.token(OTHER, "laboratory"), 403, 404, 404),
        ("seller", app.token(MAKER, "seller"), 403, 404, 404),
        ("operator", app.operator.clone(), 403, 404, 404),
        ("nobody", String::new(), 401, 404, 404),
    ];
    let own = added(&app, &maker, "application/pdf", PDF);
    let laboratory = &rows[5].1;
    let theirs = added(&app, laboratory, "image/png", PNG);
    for (who, token, add, read_own, read_theirs) in &rows {
        let bytes = [b"%PDF-", who.as_bytes()].concat();
        assert_eq!(upload(&app, token, "application/pdf", &bytes).status, *add, "{who}");
        for (name, expected) in [(&own, read_own), (&theirs, read_theirs)] {
            let target = path(&format!("/{name}"));
            let answer = match token.is_empty() {
                true => app.get(&target),
                false => app.get_as(token, &target),
            };
            assert_eq!(answer.status, *expected, "{who}: {}", answer.text());
        }
        // Erasing is the operator's.
        let expected = match *who {
            "operator" => 201,
            "nobody" => 401,
            _ => 403,
        };
        assert_eq!(erase(&app, token, &theirs).status, expected, "{who}");
    }
    // A file is the one organization's that added it.
    let elsewhere = format!("/api/v1/organizations/{OTHER}/evidence/{own}");
    assert_eq!(app.get_as(&rows[1].1, &elsewhere).status, 404);
    assert_eq!(app.get_as(&maker, &elsewhere).status, 404);
}

#[test]
fn what_is_no_such_file_is_refused_and_leaves_nothing() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let rows: &[(&str, &[u8], u16, &str)] = &[
        ("application/pdf", PNG, 400, "notThatMedia"),
        ("image/png", PDF, 400, "notThatMedia"),
        ("image/jpeg", b"\xff\xd8", 400, "notThatMedia"),
        ("application/pdf", b"", 400, "notThatMedia"),
        ("application/pdf", b" %PDF-1.7", 400, "notThatMedia"),
        ("image/gif", b"GIF89a", 415, "evidenceMediaType"),
        ("application/json", b"{}", 415, "evidenceMediaType"),
        ("text/html", b"%PDF-", 415, "evidenceMediaType"),
    ];
    for (media, bytes, status, code) in rows {
        let answer = upload(&app, &maker, media, bytes);
        let json = answer.json();
        let found = json["errors"][0]["code"].as_str().or(json["code"].as_str());
        assert_eq!((answer.status, found), (*status, Some(*code)), "{media}: {}", answer.text());
    }
    assert_eq!(files::kept(app.data()), Vec::<String>::new());
}

#[test]
fn a_name_is_64_digits_and_nothing_else() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let name = added(&app, &maker, "application/pdf", PDF);
    let tricks = [
        "..%2F..%2Fkeys%2Fpepper.key".to_owned(),
        "%2e%2e".to_owned(),
        "%00".to_owned(),
        name.to_uppercase(),
        name[1..].to_owned(),
        format!("{name}0"),
        format!("{}%2F{name}", &name[..2]),
        format!("{name}%00"),
        "0".repeat(64),
    ];
    for trick in tricks {
        let answer = app.get_as(&maker, &path(&format!("/{trick}")));
        assert!(matches!(answer.status, 400 | 404), "{trick}: {}", answer.status);
        let erased = app.post_keyed(
            &app.operator,
            &trick,
            &path(&format!("/{trick}/erasure")),
            &json!({"legalGround": {"en": "x"}}),
        );
        assert!(matches!(erased.status, 400 | 404), "{trick}: {}", erased.status);
    }
    let foreign = format!("/api/v1/organizations/{}/evidence/{name}", escape("CN-REG:77"));
    assert_eq!(app.get_as(&maker, &foreign).status, 404);
    assert_eq!(app.get_as(&maker, &path(&format!("/{name}"))).status, 200);
}
