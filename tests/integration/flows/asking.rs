//! How an answer is asked for: format, language, compression, method; and the forms that lead to codes.

use super::{GTIN_PATH, page, standing_at, unit};
use crate::harness::{MAKER, TestApp, escape};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;

fn stage() -> (TestApp, String) {
    let app = standing_at("2026-12-03T01:12:00Z");
    let token = app.with_maker();
    app.lot(&token, "L1", 1);
    let path = unit(&app, &token, "L1");
    (app, path)
}

fn media(app: &TestApp, path: &str, accept: &str) -> String {
    let answer = app.send("GET", path, &[("accept", accept)], None);
    assert_eq!(answer.status, 200, "{path} {accept}");
    answer.header("content-type").to_owned()
}

#[test]
fn accept_chooses_page_json_or_linkset() {
    let (app, path) = stage();
    let html = "text/html; charset=utf-8";
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (accept, expected) in [
        ("text/html", html),
        (browser, html),
        ("*/*", html),
        ("application/json", "application/json"),
        ("application/linkset+json", "application/linkset+json"),
    ] {
        assert_eq!(media(&app, &path, accept), expected, "{accept}");
        let code = path.rsplit('/').next().unwrap();
        assert_eq!(media(&app, &format!("/c/{code}"), accept), expected, "{accept}");
    }
    for link_type in ["linkset", "all"] {
        let asked = format!("{path}?linkType={link_type}");
        assert_eq!(media(&app, &asked, "text/html"), "application/linkset+json");
    }
    assert_eq!(media(&app, &format!("{path}?linkType=gs1:pip"), "text/html"), html);
    let vary = page(&app, &path, "zh");
    assert!(vary.header("vary").contains("accept"), "{}", vary.header("vary"));
}

#[test]
fn a_linkset_names_page_and_record() {
    let (app, path) = stage();
    let answer = app.get(&format!("{path}?linkType=linkset"));
    let set = answer.json()["linkset"][0].clone();
    let anchor = format!("https://t.example.cn{path}");
    assert_eq!(set["anchor"], anchor);
    assert_eq!(set["https://ref.gs1.org/voc/defaultLink"][0]["href"], anchor);
    let pages = set["https://ref.gs1.org/voc/traceability"].as_array().unwrap();
    assert!(pages.len() >= 3, "{set}");
    for link in pages {
        let href = link["href"].as_str().unwrap();
        let own = href.strip_prefix("https://t.example.cn").unwrap();
        assert_eq!(app.get(own).status, 200, "{href}");
    }
    let status = set["https://ref.gs1.org/voc/recallStatus"][0]["href"].as_str().unwrap();
    let record = app.get(status.strip_prefix("https://t.example.cn").unwrap()).json();
    assert_eq!(record["verdict"], "registered");
    let link = page(&app, &path, "zh").header("link").to_owned();
    assert!(link.contains(&format!("<{path}?linkType=linkset>; rel=\"linkset\"")), "{link}");
}

#[test]
fn json_is_the_same_behind_every_path() {
    let (app, path) = stage();
    let code = path.rsplit('/').next().unwrap();
    let negotiated = super::report(&app, &path);
    for other in [
        format!("/api/v1/codes/{code}"),
        format!("/api/v1/units/{MAKER}/{code}"),
        format!("/o/{MAKER}/{code}"),
        format!("/O/{MAKER}/SS-200/21/{code}"),
        format!("{GTIN_PATH}/10/L1/21/{code}"),
    ] {
        assert_eq!(super::report(&app, &other), negotiated, "{other}");
    }
    let lot = super::report(&app, &format!("{GTIN_PATH}/10/L1"));
    assert_eq!(app.get("/api/v1/gtins/09521001400176/lots/L1").json(), lot);
    assert_eq!(app.get("/api/v1/gtins/9521001400176/lots/L1").json(), lot);
    assert_eq!(app.get("/api/v1/gtins/09521001400176").json(), super::report(&app, GTIN_PATH));
}

#[test]
fn language_by_parameter_then_by_header_then_chinese() {
    let (app, path) = stage();
    for (query, header, lang) in [
        ("", "", "zh"),
        ("", "en", "en"),
        ("", "en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("", "fr,zh;q=0.3,en;q=0.7", "en"),
        ("", "fr", "zh"),
        ("?lang=en", "zh", "en"),
        ("?lang=zh", "en", "zh"),
        ("?lang=xx", "en", "en"),
    ] {
        let answer = page(&app, &format!("{path}{query}"), header);
        assert_eq!(answer.header("content-language"), lang, "{query} {header}");
        let (title, tag) = if lang == "en" { ("Registered", "en") } else { ("已登记", "zh-") };
        let text = answer.text();
        assert!(text.contains(title), "{query} {header}");
        assert!(text.contains(&format!("<html lang=\"{tag}")), "{query} {header}");
    }
    let problem = app.send("GET", "/api/v1/recalls/x", &[("accept-language", "en")], None);
    let zh = app.send("GET", "/api/v1/recalls/x?lang=zh", &[("accept-language", "en")], None);
    assert_eq!(problem.header("content-language"), "en");
    assert_eq!(zh.header("content-language"), "zh");
    assert_ne!(problem.json()["detail"], zh.json()["detail"]);
    assert_eq!(problem.code(), zh.code());
}

#[test]
fn large_text_and_the_other_language_are_one_link_away() {
    let (app, path) = stage();
    let text = page(&app, &format!("{path}?lang=en&size=large"), "zh").text();
    assert!(text.contains("class=\"large\""), "{text}");
    for link in ["?lang=en\"", "?lang=zh&#38;size=large\"", "?lang=zh&amp;size=large\""] {
        if text.contains(&format!("href=\"{path}{link}")) {
            return;
        }
    }
    panic!("no link to the other language in large text: {text}");
}

/// The head (in small letters) and body of an answer as they came over the wire.
fn raw(app: &TestApp, method: &str, path: &str, header: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(app.address).unwrap();
    let request = format!("{method} {path} HTTP/1.0\r\nhost: t.example.cn\r\n{header}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
    (String::from_utf8(bytes[..end].to_vec()).unwrap().to_lowercase(), bytes[end + 4..].to_vec())
}

#[test]
fn gzip_when_it_is_asked_for() {
    let (app, path) = stage();
    for path in [path.as_str(), "/api/v1/openapi.json"] {
        let (head, plain) = raw(&app, "GET", path, "");
        assert!(!head.contains("content-encoding"), "{head}");
        let (head, packed) = raw(&app, "GET", path, "accept-encoding: gzip\r\n");
        assert!(head.contains("content-encoding: gzip"), "{head}");
        assert!(packed.starts_with(&[0x1f, 0x8b]) && packed.len() < plain.len() / 2, "{path}");
        // The client of these tests unpacks.
        let unpacked = app.send("GET", path, &[], None).bytes;
        assert_eq!(unpacked, plain, "{path}");
    }
}

#[test]
fn head_answers_like_get_without_a_body() {
    let (app, path) = stage();
    for path in [path.as_str(), GTIN_PATH, "/", "/healthz", "/api/v1/openapi.json", "/c/0"] {
        let [(get, body), (head, nothing)] =
            ["GET", "HEAD"].map(|method| raw(&app, method, path, ""));
        assert!(nothing.is_empty() && !body.is_empty(), "{path}");
        assert_eq!(head.lines().next(), get.lines().next(), "{path}");
        for name in ["content-type: ", "etag: ", "vary: ", "cache-control: "] {
            let of =
                |text: &'_ str| text.lines().find(|line| line.starts_with(name)).map(str::to_owned);
            assert_eq!(of(&head), of(&get), "{path} {name}");
        }
    }
}

#[track_caller]
fn leads(app: &TestApp, path: &str, to: &str) {
    let answer = app.get(path);
    assert_eq!(answer.status, 303, "{path}: {}", answer.text());
    assert_eq!(answer.header("location"), to, "{path}");
}

#[test]
fn forms_lead_to_the_address_of_what_was_typed() {
    let (app, path) = stage();
    let code = path.rsplit('/').next().unwrap();
    leads(&app, &format!("/c?code={code}"), &format!("/c/{code}"));
    leads(&app, &format!("/c?code=+{code}+&lang=en"), &format!("/c/{code}?lang=en"));
    leads(&app, "/c?code=&lang=en", "/?lang=en");
    leads(
        &app,
        "/o?org=91341124MA8TY6B186&serial=aB%2F1&lang=en",
        "/o/91341124MA8TY6B186/aB%2F1?lang=en",
    );
    leads(&app, "/o?org=US-FSIS%3AM1&serial=7", "/o/US-FSIS%3AM1/7");
    leads(&app, "/o?org=&serial=", "/");
    assert_eq!(app.get("/o?org=&serial=7").status, 400);
    leads(&app, "/01?gtin=09521001400176&lot=L1&lang=en", &format!("{GTIN_PATH}/10/L1?lang=en"));
    leads(&app, "/01?gtin=9521001400176&lot=", GTIN_PATH);
    leads(
        &app,
        "/01?gtin=9521001400176&lot=A%2F1&size=large",
        &format!("{GTIN_PATH}/10/A%2F1?size=large"),
    );
    let wrong = app.get("/01?gtin=9521001400177");
    assert_eq!(wrong.status, 400, "{}", wrong.text());
    assert_eq!(app.verdict(&format!("/c/{code}")), "registered");
}

#[test]
fn a_whole_address_may_be_pasted() {
    let (app, path) = stage();
    let code = path.rsplit('/').next().unwrap();
    for typed in [
        format!("https://t.example.cn{path}"),
        format!("HTTPS://T.EXAMPLE.CN{path}"),
        format!(" https://t.example.cn{path}?lang=zh "),
    ] {
        leads(&app, &format!("/c?code={}&lang=en", escape(&typed)), &format!("{path}?lang=en"));
    }
    let pasted = escape(&format!("HTTPS://T.EXAMPLE.CN/C/{code}"));
    leads(&app, &format!("/c?code={pasted}"), &format!("/C/{code}"));
}

#[test]
fn a_form_never_leads_to_another_host() {
    let (app, _) = stage();
    for typed in [
        "https://evil.example/c/1",
        "https://t.example.cn//evil.example/",
        "https://t.example.cn/\\evil.example/",
        "https://t.example.cn/\t/evil.example/",
        "//evil.example/",
        "https://t.example.cn@evil.example/c/1",
        "https://t.example.cn/c/1\r\nset-cookie: a=b",
    ] {
        let answer = app.get(&format!("/c?code={}", escape(typed)));
        assert!(answer.status < 500, "{typed}: {}", answer.status);
        if answer.status == 400 {
            assert!(!answer.text().contains("href=\"http"), "{typed}");
            continue;
        }
        let location = answer.header("location");
        let browsers_read: String = location.chars().filter(|c| !c.is_ascii_control()).collect();
        let own = browsers_read.starts_with('/') && !browsers_read.starts_with("//");
        assert!(own && !browsers_read.starts_with("/\\"), "{typed} leads to {location}");
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[test]
fn the_home_page_offers_the_three_forms() {
    let (app, _) = stage();
    for (lang, title) in [("zh", "查一件商品"), ("en", "Look up a product")] {
        let text = page(&app, "/", lang).text();
        assert!(text.contains(title), "{text}");
        for action in ["/c", "/o", "/01"] {
            let form = format!("<form class=\"card\" action=\"{action}\" method=\"get\">");
            assert!(text.contains(&form), "{action}");
        }
        assert!(text.contains(&format!("name=\"lang\" value=\"{lang}\"")), "{text}");
    }
    assert_eq!(json!(app.get("/nothing-here").status), json!(404));
}
