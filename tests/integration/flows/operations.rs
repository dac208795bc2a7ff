//! For those who run the service and those who build on it: health, readiness, the description.

use super::page;
use crate::harness::TestApp;
use serde_json::Value;

/// Every route of the contract, as the description writes it.
const ROUTES: [(&str, &str); 48] = [
    ("get", "/"),
    ("get", "/01/{rest}"),
    ("get", "/c/{code}"),
    ("get", "/C/{code}"),
    ("get", "/o/{org}/{serial}"),
    ("get", "/O/{org}/{serial}"),
    ("get", "/o/{org}/{product}/{rest}"),
    ("get", "/O/{org}/{product}/{rest}"),
    ("get", "/api/v1/units/{org}/{serial}"),
    ("get", "/api/v1/codes/{code}"),
    ("get", "/api/v1/gtins/{gtin}"),
    ("get", "/api/v1/gtins/{gtin}/lots/{lot}"),
    ("get", "/api/v1/organizations/{org}"),
    ("get", "/api/v1/organizations/{org}/products/{product}"),
    ("get", "/api/v1/organizations/{org}/batches/{product}/{lot}"),
    ("get", "/api/v1/recalls"),
    ("get", "/api/v1/recalls/{id}"),
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/metrics"),
    ("post", "/api/v1/organizations"),
    ("post", "/api/v1/organizations/{org}/tokens"),
    ("get", "/api/v1/organizations/{org}/tokens"),
    ("delete", "/api/v1/organizations/{org}/tokens/{id}"),
    ("post", "/api/v1/organizations/{org}/products"),
    ("get", "/api/v1/organizations/{org}/products"),
    ("post", "/api/v1/organizations/{org}/batches"),
    ("get", "/api/v1/organizations/{org}/batches"),
    ("post", "/api/v1/organizations/{org}/batches/{product}/{lot}/checks"),
    ("post", "/api/v1/organizations/{org}/batches/{product}/{lot}/release"),
    ("post", "/api/v1/organizations/{org}/batches/{product}/{lot}/activation"),
    ("post", "/api/v1/organizations/{org}/batches/{product}/{lot}/hold"),
    ("post", "/api/v1/organizations/{org}/batches/{product}/{lot}/unhold"),
    ("post", "/api/v1/organizations/{org}/batches/{product}/{lot}/withdrawal"),
    ("post", "/api/v1/organizations/{org}/batches/{product}/{lot}/voids"),
    ("post", "/api/v1/organizations/{org}/batches/{product}/{lot}/sales"),
    ("post", "/api/v1/organizations/{org}/batches/{product}/{lot}/returns"),
    ("post", "/api/v1/organizations/{org}/batches/{product}/{lot}/corrections"),
    ("post", "/api/v1/organizations/{org}/batches/{product}/{lot}/erasure"),
    ("post", "/api/v1/organizations/{org}/batches/{product}/{lot}/units"),
    ("get", "/api/v1/organizations/{org}/batches/{product}/{lot}/units.csv"),
    ("get", "/api/v1/organizations/{org}/units/{serial}/qr.svg"),
    ("get", "/api/v1/organizations/{org}/units/{serial}/qr.png"),
    ("post", "/api/v1/recalls/preview"),
    ("post", "/api/v1/recalls"),
    ("post", "/api/v1/recalls/{id}/extension"),
    ("post", "/api/v1/recalls/{id}/closure"),
    ("post", "/api/v1/recalls/{id}/lifting"),
];

#[test]
fn a_running_service_is_alive_and_ready() {
    let app = TestApp::start();
    assert_eq!((app.get("/healthz").status, app.get("/readyz").status), (200, 200));
    assert_eq!(app.get("/healthz").text(), "ok\n");
    assert_eq!(app.get("/readyz").text(), "ready\n");
}

#[test]
fn the_description_is_openapi_3_1_and_names_every_route() {
    let app = TestApp::start();
    let answer = app.get("/api/v1/openapi.json");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/json");
    let document: Value = serde_json::from_slice(&answer.bytes).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
    assert!(document["info"]["title"].as_str().unwrap().contains("Suyuan"));
    let narrowing = ("post", "/api/v1/recalls/{id}/narrowing");
    let releases = ("post", "/api/v1/recalls/{id}/releases");
    let lots = ("get", "/api/v1/recalls/{id}/lots");
    for (method, path) in ROUTES.into_iter().chain([narrowing, releases, lots]) {
        let operation = &document["paths"][path][method];
        assert!(operation["summary"].is_string(), "{method} {path} is not described");
        let needs_token = method != "get" || office(path);
        assert!(operation["security"].is_array() || !needs_token, "{method} {path}");
        if method == "post" {
            body_is_described(&document, operation, path);
        }
    }
}

/// Routes to read that need a token.
fn office(path: &str) -> bool {
    let lists = ["/tokens", "/products", "/batches", "/lots", "/units.csv", "/qr.svg", "/qr.png"];
    lists.iter().any(|end| path.ends_with(end))
}

fn body_is_described(document: &Value, operation: &Value, path: &str) {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    let name = schema.as_str().unwrap_or_default().rsplit('/').next().unwrap();
    assert!(document["components"]["schemas"][name].is_object(), "{path}: {operation}");
}

/// Every `$ref` leads to a schema that is there.
#[test]
fn the_description_has_no_loose_ends() {
    let app = TestApp::start();
    let document = app.get("/api/v1/openapi.json").json();
    let mut waiting = vec![&document];
    let mut seen = 0;
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(link)) = members.get("$ref") {
                    let pointer = link.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{link} leads nowhere");
                    seen += 1;
                }
                waiting.extend(members.values());
            }
            Value::Array(elements) => waiting.extend(elements),
            _ => {}
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn the_description_can_be_browsed() {
    let app = TestApp::start();
    for (lang, sample) in [("zh", "令牌"), ("en", "token")] {
        let answer = page(&app, "/api/docs", lang);
        assert_eq!(answer.status, 200);
        let text = answer.text();
        assert!(text.contains(&format!("<html lang=\"{lang}")), "{text}");
        assert!(text.contains(&format!(">{sample}</span>")), "{text}");
        for (method, path) in ROUTES {
            assert!(text.contains(path), "{path}");
            assert!(text.contains(&method.to_uppercase()), "{method}");
        }
        assert!(text.contains("RecallDoc"), "bodies are shown");
    }
}

#[test]
fn numbers_are_kept_only_where_they_are_recorded() {
    let app = TestApp::start();
    // Recording is the binary's: a service inside another program does not install it.
    assert_eq!(app.get("/metrics").status, 404);
}
