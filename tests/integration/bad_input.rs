//! Bad requests: every route is sent what it must refuse, by a table of requests with the status, the
//! stable code and every finding, in both languages; and nothing of it is stored. What each field of a
//! body may hold is told in full by the tests of the parser; here a body is wrong in one or two ways
//! per route.

mod additives;
mod beside;
mod bodies;
mod bounds;
mod callers;
mod capacity;
mod checks;
mod lookups;
mod notices;
mod notify;
mod paths;
mod register;
mod routes;
mod states;
mod stops;
mod wire;
mod world;

use crate::harness::{Answer, send};
use serde_json::Value;
use world::{Body, Row, World};

/// Rows of a table, sent to one prepared world; afterwards nothing may have been added to it.
fn refuse_all<'a>(world: &World, rows: impl IntoIterator<Item = &'a Row>) -> usize {
    let before = world.facts();
    let mut wrong = Vec::new();
    let mut sent = 0;
    for row in rows {
        for lang in ["zh", "en"] {
            let answer = ask(world, row, lang);
            let found = faults(row, lang, &answer);
            if !found.is_empty() {
                let answered: String = answer.text().chars().take(300).collect();
                let Row { request, who, headers, .. } = row;
                let body: String = format!("{:?}", row.body).chars().take(120).collect();
                let found = found.join("; ");
                wrong.push(format!(
                    "{request} as {who:?} {headers:?} {body} [{lang}]: {found}; {} {answered}",
                    answer.status
                ));
            }
        }
        sent += 1;
    }
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(world.facts(), before, "a refused request was stored");
    sent
}

fn ask(world: &World, row: &Row, lang: &str) -> Answer {
    let (method, path) = row.request.split_once(' ').unwrap();
    let path = world.path(path);
    let body = row.body.bytes();
    let client = world.next_client();
    let token = world.token(row.who);
    let bearer = format!("Bearer {token}");
    let mut headers = vec![("accept-language", lang.to_owned()), ("x-forwarded-for", client)];
    if !token.is_empty() {
        headers.push(("authorization", bearer));
    }
    if body.is_some() {
        headers.push(("content-type", "application/json".to_owned()));
        headers.push(("idempotency-key", "a-bad-one".to_owned()));
    }
    for (name, value) in row.headers {
        headers.retain(|(known, _)| known != name);
        if let Some(length) = value.strip_prefix('~') {
            headers.push((name, "k".repeat(length.parse().unwrap())));
        } else if *value != "-" {
            headers.push((name, (*value).to_owned()));
        }
    }
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    send(world.app.address, method, &path, &headers, body.as_deref())
}

/// Everything about an answer that is not as the row says.
fn faults(row: &Row, lang: &str, answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    let mut expect = |what: &str, found: &str, expected: &str| {
        if found != expected {
            faults.push(format!("{what} is {found:?}, not {expected:?}"));
        }
    };
    let json = answer.json();
    expect("status", &answer.status.to_string(), &row.status.to_string());
    if let Some(verdict) = row.code.strip_prefix("verdict ") {
        expect("verdict", json["verdict"].as_str().unwrap_or_default(), verdict);
        expect("content-type", answer.header("content-type"), "application/json");
        return faults;
    }
    expect("code", &answer.code(), row.code);
    expect("findings", &findings(&json), row.findings);
    expect("content-type", answer.header("content-type"), "application/problem+json");
    expect("content-language", answer.header("content-language"), lang);
    expect("status inside", &json["status"].to_string(), &row.status.to_string());
    let id = answer.header("x-request-id");
    expect("requestId", json["requestId"].as_str().unwrap_or_default(), id);
    let challenge = if row.status == 401 { "Bearer" } else { "" };
    expect("www-authenticate", answer.header("www-authenticate"), challenge);
    if id.is_empty() {
        faults.push("there is no x-request-id".to_owned());
    }
    if row.status == 405 && answer.header("allow").is_empty() {
        faults.push("405 without Allow (RFC 9110, 15.5.6)".to_owned());
    }
    let messages = json["errors"].as_array().into_iter().flatten().map(|error| &error["message"]);
    for sentence in messages.chain([&json["detail"]]) {
        if !is_sentence(sentence, lang) {
            faults.push(format!("no sentence in {lang}: {sentence}"));
        }
    }
    faults
}

/// `pointer code`, one after another.
fn findings(json: &Value) -> String {
    let text = |error: &Value, name: &str| error[name].as_str().unwrap_or("?").to_owned();
    let errors = json["errors"].as_array().into_iter().flatten();
    let lines = errors.map(|error| format!("{} {}", text(error, "pointer"), text(error, "code")));
    lines.collect::<Vec<_>>().join(", ")
}

/// A sentence a reader of that language can read: in Chinese with ideographs, in English without.
fn is_sentence(value: &Value, lang: &str) -> bool {
    let text = value.as_str().unwrap_or_default();
    let ideographs = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    match lang {
        "zh" => ideographs >= 3,
        _ => ideographs == 0 && text.contains(' ') && text.ends_with(['.', ';']),
    }
}

#[test]
fn bad_requests_are_refused_and_leave_nothing() {
    let world = World::prepare();
    let tables = [
        additives::ROWS,
        bodies::ROWS,
        beside::ROWS,
        bounds::ROWS,
        callers::ROWS,
        checks::ROWS,
        notices::ROWS,
        notify::ROWS,
        paths::ROWS,
        register::ROWS,
        states::ROWS,
    ];
    let sent = refuse_all(&world, tables.into_iter().flatten());
    assert!(sent >= 350, "{sent} rows");
    let all = tables.into_iter().flatten();
    routes::every_route_is_among(&all.map(|row| row.request).collect::<Vec<_>>());
}

/// Faults that every route has in common, made from the service's own list of routes.
#[test]
fn every_route_refuses_what_all_routes_refuse() {
    let world = World::prepare();
    let rows = routes::common_faults();
    assert!(rows.len() >= 300, "{} rows", rows.len());
    refuse_all(&world, &rows);
}

/// The rows are refused for the reason they name: without their fault, the same requests pass.
#[test]
fn good_bodies_pass() {
    let world = World::prepare();
    for (request, who, body) in routes::good_requests() {
        let row = Row { request, who, body: Body::Text(body), ..Row::NONE };
        let answer = ask(&world, &row, "en");
        assert!(matches!(answer.status, 200 | 201), "{request}: {}", answer.text());
    }
}

/// Outside `/api/`, a browser is told in a page, in its language.
#[test]
fn a_browser_is_told_in_a_page() {
    let world = World::prepare();
    for (path, status) in
        [("/01/09521001400177", 400), ("/nothing", 404), ("/o/91341124MA8TY6B187/X", 400)]
    {
        for (lang, word) in [("zh", "<html lang=\"zh"), ("en", "<html lang=\"en")] {
            let headers = [("accept", "text/html"), ("accept-language", lang)];
            let answer = world.app.send("GET", path, &headers, None);
            assert_eq!(answer.status, status, "{path}");
            assert!(answer.header("content-type").starts_with("text/html"), "{path}");
            assert!(answer.text().contains(word), "{path}: {}", answer.text());
            assert!(!answer.header("x-request-id").is_empty());
        }
    }
}
