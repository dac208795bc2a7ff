//! Pages fetch nothing from elsewhere, run nothing but the one script of ours, and set nothing.

use super::{GTIN_PATH, accepted, add_product, lot_path, own_lot, page, report, unit, whole_page};
use crate::harness::{Answer, MAKER, TestApp, recall};
use serde_json::json;

/// Every kind of page, by its path.
fn pages(app: &TestApp) -> Vec<(String, Answer)> {
    let token = app.with_maker();
    app.lot(&token, "L1", 1);
    app.lot(&token, "L2", 1);
    accepted(app, &token, "/api/v1/recalls", &recall(&["L2"]));
    let paths = [
        "/".to_owned(),
        unit(app, &token, "L1"),
        unit(app, &token, "L2"),
        lot_path("L1"),
        lot_path("L2"),
        lot_path("NEVER"),
        GTIN_PATH.to_owned(),
        format!("/o/{MAKER}/SS-200"),
        "/c/0000-0000-0000-0000".to_owned(),
        "/c/7777".to_owned(),
        "/01/123".to_owned(),
        "/nothing-here".to_owned(),
        "/api/docs".to_owned(),
    ];
    let languages = ["zh", "en"];
    let all = paths.iter().flat_map(|path| languages.map(|lang| (path, lang)));
    all.map(|(path, lang)| (format!("{path} {lang}"), whole_page(app, path, lang))).collect()
}

/// The values of an attribute.
fn values<'a>(text: &'a str, attribute: &str) -> Vec<&'a str> {
    let mark = format!(" {attribute}=\"");
    text.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn pages_are_whole_by_themselves() {
    let app = TestApp::start();
    for (name, answer) in pages(&app) {
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{name}");
        let text = answer.text();
        let framed = text.starts_with("<!doctype html>") && text.trim_end().ends_with("</html>");
        assert!(framed, "{name}");
        let ours = format!("<script>{}</script>", suyuan::web::SCRIPT);
        let text = text.replace(&ours, "");
        let lower = text.to_lowercase();
        for foreign in ["<script", "<iframe", "<link", "<img", "<object", "http://", "https://"] {
            assert!(!lower.contains(foreign), "{name} holds {foreign}");
        }
        for code in ["@import", "url(", "javascript:", " onclick", " onload", " onerror"] {
            assert!(!lower.contains(code), "{name} holds {code}");
        }
        let links = ["href", "action", "src"].map(|attribute| values(&text, attribute)).concat();
        assert!(!links.is_empty(), "{name}");
        for link in links {
            let own = link.starts_with('/') && !link.starts_with("//");
            assert!(own || link.starts_with('#') || link.starts_with("tel:"), "{name}: {link}");
        }
    }
}

#[test]
fn pages_come_with_strict_headers_and_no_cookie() {
    let app = TestApp::start();
    for (name, answer) in pages(&app) {
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{name}: {policy}");
        assert_eq!(policy, suyuan::web::policy::of_pages(), "{name}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{name}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{name}");
        assert_eq!(answer.header("set-cookie"), "", "{name}");
    }
}

/// A page of a code is kept by no search engine.
#[test]
fn codes_stay_out_of_search_engines() {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "L1", 1);
    for path in [unit(&app, &token, "L1"), lot_path("L1"), "/c/0000-0000-0000-0000".to_owned()] {
        let answer = whole_page(&app, &path, "en");
        assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow", "{path}");
    }
    assert_eq!(whole_page(&app, "/", "en").header("x-robots-tag"), "");
    let robots = app.get("/robots.txt");
    assert!(robots.header("content-type").starts_with("text/plain"));
    assert!(robots.text().contains("\nDisallow: /search\n"));
    // Else they would never see the header.
    assert!(!robots.text().contains("Disallow: /c") && !robots.text().contains("Disallow: /0"));
}

#[test]
fn links_of_a_page_lead_somewhere() {
    let app = TestApp::start();
    for (name, answer) in pages(&app) {
        let text = answer.text();
        let links = values(&text, "href").into_iter().filter(|link| link.starts_with('/'));
        let good = answer.status == 200 && !name.starts_with("/api/docs");
        for link in links.filter(|_| good) {
            let link = link.replace("&#38;", "&").replace("&amp;", "&");
            assert_eq!(app.get(&link).status, 200, "{name} leads to {link}");
        }
    }
}

#[test]
fn the_data_of_a_page_says_what_the_page_says() {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "L1", 1);
    add_product(&app, &token, "TF-9", Some("06901234567892"));
    own_lot(&app, &token, "SS-200", "S1", &json!({"list": ["shared", "single"]}));
    own_lot(&app, &token, "TF-9", "T1", &json!({"list": ["shared"]}));
    let code = app.units(&token, "L1")[0][1].clone();
    let paths = [
        format!("{GTIN_PATH}/21/{code}"),
        format!("/c/{code}"),
        lot_path("L1"),
        GTIN_PATH.to_owned(),
        format!("{GTIN_PATH}/21/single"),
        format!("{GTIN_PATH}/21/shared"),
        format!("/01/06901234567892/21/{code}"),
    ];
    for path in paths {
        let page = page(&app, &path, "en").text();
        let links = values(&page, "href").into_iter().filter(|link| link.starts_with("/api/"));
        for link in links {
            let (data, own) = (app.get(link), report(&app, &path));
            assert_eq!(data.json()["verdict"], own["verdict"], "{path} leads to {link}");
            assert_eq!(data.json()["key"]["product"], own["key"]["product"], "{path}: {link}");
        }
    }
}

#[test]
fn no_page_promises_what_a_code_cannot_prove() {
    let app = TestApp::start();
    let claims = [concat!("正", "品"), concat!("放", "心"), concat!("零添", "加"), "区块链"];
    for (name, answer) in pages(&app) {
        let text = answer.text();
        // Styles have words of their own: the safe area of a screen.
        let text = text.split_once("</style>").unwrap().1;
        let ours = format!("<script>{}</script>", suyuan::web::SCRIPT);
        let text = text.replace(&ours, "");
        let lower = text.to_lowercase();
        let words: Vec<_> = lower.split(|c: char| !c.is_ascii_alphabetic()).collect();
        for word in ["authentic", "genuine", "safe", "blockchain"] {
            assert!(!words.contains(&word), "{name} says {word}");
        }
        for claim in claims {
            assert!(!text.contains(claim), "{name} says {claim}");
        }
    }
}
