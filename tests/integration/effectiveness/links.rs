//! One-time links: who gets one, what the form takes, when it ends, and that nothing shows it.

use super::{DAY_MS, FAR, Stage};
use crate::access::matrix::log;
use crate::harness::{Answer, OTHER};
use serde_json::json;

const FORM: &str = "application/x-www-form-urlencoded";

impl Stage {
    fn link(&self, site: &str, days: u32) -> String {
        let done = self.done(&self.maker, &format!("{site}/links"), &json!({"days": days}));
        done["url"].as_str().unwrap().strip_prefix("https://t.example.cn").unwrap().to_owned()
    }

    fn filled(&self, path: &str, form: &str) -> Answer {
        let headers = [("content-type", FORM), ("accept", "application/json")];
        self.app.send("POST", path, &headers, Some(form.as_bytes()))
    }

    fn opened(&self, path: &str) -> Answer {
        self.app.send("GET", path, &[("accept", "text/html")], None)
    }
}

#[test]
fn a_consignee_without_an_account_answers_once_for_all() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let path = stage.link(&stage.site(&recall, FAR), 7);
    for (lang, word) in [("zh", "召回答复"), ("en", "Answer to a recall")] {
        let page = stage.opened(&format!("{path}?lang={lang}"));
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.text().contains(word) && page.text().contains("40 EA"), "{}", page.text());
        // Not kept by the browser for reading without network: the address is a key.
        assert!(!page.text().contains("data-keep>"));
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("x-robots-tag"), "noindex");
    }
    let sent = stage.filled(
        &path,
        "stopped=1&q0-segregated=30&c0-name=%E9%A3%9F%E5%A0%82&c0-contact=138&c0-q0=10",
    );
    assert_eq!(sent.status, 200, "{}", sent.text());
    let rows = stage.rows(&stage.maker, &recall);
    let far = rows.iter().find(|row| row["organization"] == FAR).unwrap();
    assert_eq!((&far["answered"], &far["stoppedSaleOn"]), (&json!(true), &json!("2026-11-24")));
    assert_eq!(far["outcomes"][0]["by"], "link");
    let canteen = rows.iter().find(|row| row["name"] == "食堂").unwrap();
    assert_eq!((&canteen["level"], &canteen["under"]), (&json!(2), &far["id"]));
    assert_eq!(canteen["lots"][0]["quantities"][0]["value"], "10");
    // Not final yet: it may say more; then no more, but a repeat is no other answer.
    assert_eq!(stage.filled(&path, "q0-segregated=25&q0-sold=5&final=1").status, 200);
    assert_eq!(stage.filled(&path, "q0-segregated=25&q0-sold=5&final=1").status, 200);
    let late = stage.filled(&path, "q0-segregated=1");
    assert_eq!((late.status, late.code().as_str()), (410, "answerLinkUsed"));
    assert_eq!(stage.opened(&path).status, 410);
    let rows = stage.rows(&stage.maker, &recall);
    let far = rows.iter().find(|row| row["organization"] == FAR).unwrap();
    assert_eq!((&far["final"], &far["link"]["used"]), (&json!(true), &json!(true)));
    assert_eq!(far["outcomes"].as_array().unwrap().len(), 2);
}

#[test]
fn a_link_ends_and_is_told_once() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let site = stage.site(&recall, FAR);
    let body = json!({"days": 1});
    let once = stage.app.post_keyed(&stage.maker, "link", &format!("{site}/links"), &body);
    let path = once.json()["url"]
        .as_str()
        .unwrap()
        .strip_prefix("https://t.example.cn")
        .unwrap()
        .to_owned();
    let again = stage.app.post_keyed(&stage.maker, "link", &format!("{site}/links"), &body);
    assert_eq!((again.status, again.json().get("url").is_none()), (200, true));
    let secret = path.trim_start_matches("/r/");
    assert_eq!(secret.len(), 32);
    // Only a keyed hash is kept.
    let snapshot = stage.app.service.app.snapshot();
    for (_, key, value) in crate::disk::rows(&snapshot) {
        let holds = |bytes: &[u8]| bytes.windows(32).any(|part| part == secret.as_bytes());
        assert!(!holds(&key) && !holds(&value));
    }
    stage.app.service.app.clock.set(super::NOW_MS + DAY_MS - 1);
    assert_eq!(stage.opened(&path).status, 200);
    stage.app.service.app.clock.set(super::NOW_MS + DAY_MS);
    assert_eq!(stage.opened(&path).status, 410);
    let late = stage.filled(&path, "stopped=1");
    assert_eq!((late.status, late.code().as_str()), (410, "answerLinkExpired"));
    for days in [0, 91] {
        stage.refused(
            &stage.maker,
            &format!("{site}/links"),
            &json!({"days": days}),
            400,
            "invalid",
        );
    }
    let usual = stage.done(&stage.maker, &format!("{site}/links"), &json!({}));
    assert!(usual["expiresAt"].as_str().unwrap().starts_with("2026-12-09"), "{usual}");
}

#[test]
fn only_who_runs_the_recall_makes_links_while_it_is_open() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let links = format!("{}/links", stage.site(&recall, OTHER));
    stage.refused(&stage.shop, &links, &json!({}), 404, "notFound");
    stage.refused(&stage.elsewhere, &links, &json!({}), 404, "notFound");
    stage.done(&stage.regulator, &links, &json!({}));
    stage.done(&stage.maker, &format!("{recall}/lifting"), &super::reason());
    stage.refused(&stage.maker, &links, &json!({}), 409, "measureEnded");
}

#[test]
fn forms_that_say_nothing_readable_are_refused() {
    let stage = Stage::new();
    let recall = stage.recalled();
    let path = stage.link(&stage.site(&recall, FAR), 7);
    let code = |form: &str| {
        let answer = stage.filled(&path, form);
        (answer.status, answer.code())
    };
    assert_eq!(code("q0-returned=ten"), (400, "invalid".into()));
    assert_eq!(code("q0-returned=-1"), (400, "invalid".into()));
    assert_eq!(code("note=%zz"), (400, "invalid".into()));
    assert_eq!(code(&format!("note={}", "x".repeat(2_001))), (400, "invalid".into()));
    assert_eq!(code(&format!("note={}", "x".repeat(64 * 1024))), (413, "bodyTooLarge".into()));
    let json = stage.app.send("POST", &path, &[("content-type", "application/json")], Some(b"{}"));
    assert_eq!(json.status, 415);
    // In a browser it is a page.
    let headers = [("content-type", FORM), ("accept", "text/html")];
    let page = stage.app.send("POST", &path, &headers, Some(b"q0-returned=ten"));
    assert!(page.status == 400 && page.header("content-type").starts_with("text/html"));
}

#[test]
fn guesses_are_counted() {
    let stage = Stage::new();
    let guess = |at: u32| {
        let path = format!("/r/{at:032x}");
        stage.app.send("GET", &path, &[("x-forwarded-for", "203.0.113.9")], None).status
    };
    let all: Vec<u16> = (0..40).map(guess).collect();
    assert_eq!(all[0], 404);
    assert!(all.contains(&429), "{all:?}");
    assert_eq!(stage.app.get("/r/x").status, 404);
}

/// Whoever reads the log could answer in the consignee's place.
#[test]
fn the_log_never_shows_a_link() {
    log::watch();
    let stage = Stage::new();
    let recall = stage.recalled();
    let path = stage.link(&stage.site(&recall, FAR), 7);
    let secret = path.trim_start_matches("/r/").to_owned();
    log::guard([secret.clone()].iter());
    let before = log::lines();
    let paths = [
        path.clone(),
        format!("{path}?lang=en"),
        format!("{path}/"),
        format!("/{path}"),
        format!("/R/{secret}"),
        format!("/%72/{secret}"),
    ];
    for path in &paths {
        stage.opened(path);
        stage.filled(path, "q0-returned=ten");
    }
    assert_eq!(stage.filled(&path, "q0-returned=40&final=1").status, 200);
    assert_eq!(stage.opened(&path).status, 410);
    // A line for each request at least: the log is read.
    assert!(log::lines() >= before + 14, "{}", log::lines() - before);
    let leaks: Vec<_> = log::leaks().into_iter().filter(|line| line.contains(&secret)).collect();
    assert!(leaks.is_empty(), "{}", leaks.join(""));
}
