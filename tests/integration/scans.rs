//! Scan counts: each visitor once a day, programs never, and what survives a kill.

use crate::harness::{Answer, Client, MAKER, OTHER, REGULATOR, TestApp};
use crate::process::{Server, operator, with_maker};
use serde_json::{Value, json};

const PHONE: &str = "Mozilla/5.0 (Linux; Android 14; PHONE-1) Mobile Safari/537.36";

/// A service behind a proxy, its maker's token, and the paths of its issued codes.
fn set_up(units: u64) -> (TestApp, String, Vec<String>) {
    let app = TestApp::behind_proxy(|options| options);
    let maker = app.with_maker();
    app.lot(&maker, "L1", units);
    let serials = app.units(&maker, "L1");
    let paths = serials.iter().map(|[_, serial, _]| format!("/c/{serial}")).collect();
    (app, maker, paths)
}

/// Opens a page as a visitor at an address.
fn open(app: &TestApp, path: &str, address: &str, more: &[(&str, &str)]) -> Answer {
    let known = [("accept", "text/html"), ("x-forwarded-for", address), ("user-agent", PHONE)];
    let named = |name: &str| more.iter().any(|(other, _)| *other == name);
    let headers: Vec<_> =
        known.into_iter().filter(|(name, _)| !named(name)).chain(more.iter().copied()).collect();
    app.send("GET", path, &headers, None)
}

/// What is on disk by now, as the JSON answer says it; it never counts itself.
fn counted(app: &TestApp, path: &str) -> Value {
    app.service.scans.as_ref().unwrap().flush();
    let answer = app.send("GET", path, &[("accept", "application/json")], None).json();
    answer["scans"]["sessions"].clone()
}

#[test]
fn one_visitor_counts_once_however_often_and_programs_never() {
    let (app, _, paths) = set_up(3);
    let (first, second) = (&paths[0], &paths[1]);
    let visitor = Client::new(app.address);
    let headers =
        [("accept", "text/html"), ("x-forwarded-for", "198.51.100.7"), ("user-agent", PHONE)];
    for _ in 0..10_000 {
        assert_eq!(visitor.send("GET", first, &headers, None).status, 200);
    }
    assert_eq!(counted(&app, first), json!(1));
    let programs = [
        ("user-agent", "Mozilla/5.0 (compatible; Googlebot/2.1)"),
        ("user-agent", "Slackbot-LinkExpanding 1.0"),
        ("user-agent", "curl/8.5.0"),
        ("user-agent", ""),
        ("sec-purpose", "prefetch;prerender"),
        ("x-moz", "prefetch"),
        ("accept", "application/json"),
    ];
    for n in 0..1_000 {
        let address = format!("203.0.113.{}", n % 250);
        open(&app, first, &address, &[programs[n % programs.len()]]);
        open(&app, second, &address, &[programs[n % programs.len()]]);
    }
    let head = [("accept", "text/html"), ("user-agent", PHONE), ("accept-encoding", "identity")];
    assert_eq!(app.send("HEAD", second, &head, None).status, 200);
    assert_eq!(counted(&app, first), json!(1));
    assert_eq!(counted(&app, second), Value::Null);
    for n in 0..500 {
        let address = format!("192.0.2.{}", n % 250);
        let agent = format!("{PHONE} build/{}", n / 250);
        open(&app, second, &address, &[("user-agent", &agent)]);
    }
    assert_eq!(counted(&app, second), json!(500));
}

#[test]
fn the_page_says_first_query_then_how_often() {
    let (app, _, paths) = set_up(2);
    let page = open(&app, &paths[0], "198.51.100.7", &[]).text();
    assert!(page.contains("首次查询"), "{page}");
    let again = open(&app, &paths[0], "198.51.100.8", &[]).text();
    assert!(again.contains("已被查询 2 次"), "{again}");
    let english = open(&app, &paths[0], "198.51.100.8", &[("accept-language", "en")]).text();
    assert!(english.contains("Looked up 2 times"), "{english}");
    let lot = "/01/09521001400176/10/L1";
    let page = open(&app, lot, "198.51.100.7", &[]).text();
    assert!(page.contains("此码印在许多包装上"), "{page}");
    assert_eq!(counted(&app, lot), json!(1));
    assert_eq!(counted(&app, &paths[1]), Value::Null);
    // A household's IPv6 network is one visitor.
    for address in ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"] {
        open(&app, &paths[1], address, &[]);
    }
    assert_eq!(counted(&app, &paths[1]), json!(1));
}

#[test]
fn an_answer_keeps_its_tag_when_only_counts_change() {
    let (app, _, paths) = set_up(1);
    let first = open(&app, &paths[0], "198.51.100.7", &[]);
    let second = open(&app, &paths[0], "198.51.100.8", &[]);
    assert_ne!(first.text(), second.text());
    assert_eq!(first.header("etag"), second.header("etag"));
    let tag = first.header("etag").to_owned();
    let fresh = open(&app, &paths[0], "198.51.100.9", &[("if-none-match", &tag)]);
    assert_eq!(fresh.status, 304);
    assert_eq!(counted(&app, &paths[0]), json!(3), "a page that is still fresh was looked at too");
}

#[test]
fn unusually_many_visitors_give_a_notice_and_a_signal_but_no_verdict() {
    let (app, maker, paths) = set_up(2);
    // Category `general`: 30 a day are usual.
    for n in 0..31 {
        assert!(
            !open(&app, &paths[0], &format!("192.0.2.{n}"), &[]).text().contains("查询次数异常")
        );
    }
    assert_eq!(counted(&app, &paths[0]), json!(31));
    let page = open(&app, &paths[0], "192.0.2.99", &[]).text();
    assert!(page.contains("查询次数异常") && page.contains("32位访客"), "{page}");
    assert_eq!(app.verdict(&paths[0]), "registered");
    // Codes of lots and products are on many packs.
    for n in 0..40 {
        open(&app, "/01/09521001400176/10/L1", &format!("192.0.2.{n}"), &[]);
    }
    assert_eq!(counted(&app, "/01/09521001400176/10/L1"), json!(40));
    let page = open(&app, "/01/09521001400176/10/L1", "192.0.2.99", &[]).text();
    assert!(!page.contains("查询次数异常"), "{page}");
    let path = format!("/api/v1/organizations/{MAKER}/scans");
    let listed = app.get_as(&maker, &path).json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "{listed}");
    let signal = &listed["items"][0];
    assert_eq!((&signal["rule"], &signal["sessions"]), (&json!("sessionsInADay"), &json!(31)));
    assert_eq!(format!("/c/{}", signal["serial"].as_str().unwrap()), paths[0].replace('-', ""));
    let regulator = app.admit(REGULATOR, "regulator", "340000");
    assert_eq!(app.get_as(&regulator, &path).json(), listed);
    let other = app.admit(OTHER, "producer", "341126");
    assert_eq!(app.get_as(&other, &path).status, 403);
    assert_eq!(app.get_as(&app.operator, &path).status, 403);
    assert_eq!(app.get(&path).status, 401);
}

#[test]
fn a_place_is_only_what_a_counted_reader_gives_once() {
    let (app, maker, paths) = set_up(1);
    let give = |address: &str, province: &str| {
        let path = format!("{}?province={province}&lang=en", paths[0]);
        let answer = open(&app, &path, address, &[]);
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, &*format!("{}?lang=en", paths[0]))
        );
    };
    for province in ["11", "44", "11", "99", "x"] {
        give("198.51.100.7", province);
    }
    counted(&app, &paths[0]);
    let report = app.send("GET", &paths[0], &[("accept", "application/json")], None).json();
    let beijing =
        json!([{"province": "11", "name": {"zh": "北京市", "en": "Beijing"}, "sessions": 1}]);
    assert_eq!(report["scans"]["provinces"], beijing);
    for (address, province) in
        [("198.51.100.8", "31"), ("198.51.100.9", "65"), ("198.51.100.10", "46")]
    {
        give(address, province);
    }
    counted(&app, &paths[0]);
    let path = format!("/api/v1/organizations/{MAKER}/scans");
    assert_eq!(app.get_as(&maker, &path).json()["items"][0]["rule"], json!("farApart"));
    assert_eq!(app.verdict(&paths[0]), "registered");
}

#[test]
fn a_new_day_counts_a_visitor_again_and_forgets_who_it_was() {
    let (app, _, paths) = set_up(1);
    let now = app.service.app.clock.now_ms();
    app.service.app.clock.set(now);
    open(&app, &paths[0], "198.51.100.7", &[]);
    open(&app, &paths[0], "198.51.100.7", &[]);
    assert_eq!(counted(&app, &paths[0]), json!(1));
    app.service.app.clock.set(now + 86_400_000);
    open(&app, &paths[0], "198.51.100.7", &[]);
    assert_eq!(counted(&app, &paths[0]), json!(2));
    // Kept for 1,000 days after the last scan, then forgotten with the next day that is counted.
    app.service.app.clock.set(now + 1_003 * 86_400_000);
    open(&app, "/01/09521001400176", "198.51.100.7", &[]);
    assert_eq!(counted(&app, &paths[0]), Value::Null);
}

#[test]
fn a_kill_loses_the_last_second_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data);
    with_maker(server.address, &operator(&data));
    let path = "/01/09521001400176";
    let visit = |server: &Server, n: u32| {
        let agent = format!("{PHONE} visitor/{n}");
        let headers = [("accept", "text/html"), ("user-agent", agent.as_str())];
        let answer = crate::harness::send(server.address, "GET", path, &headers, None);
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    let kept = |server: &Server| {
        let headers = [("accept", "application/json")];
        let answer = crate::harness::send(server.address, "GET", path, &headers, None);
        answer.json()["scans"]["sessions"].as_u64().unwrap_or(0)
    };
    (0..50).for_each(|n| visit(&server, n));
    let began = std::time::Instant::now();
    while kept(&server) < 50 {
        assert!(began.elapsed().as_secs() < 30, "{} of 50 on disk", kept(&server));
    }
    (50..60).for_each(|n| visit(&server, n));
    server.kill();
    let server = Server::start(&data);
    let after = kept(&server);
    assert!((50..=60).contains(&after), "{after}");
    // The same visitors of the same day are still known.
    (0..50).for_each(|n| visit(&server, n));
    let began = std::time::Instant::now();
    visit(&server, 99);
    while kept(&server) < after + 1 {
        assert!(began.elapsed().as_secs() < 30, "{} on disk", kept(&server));
    }
    assert_eq!(kept(&server), after + 1);
}
