//! Every route of the service, taken from its own OpenAPI document, and the faults they have in common.

use super::world::{Body, Good, Row};
use serde_json::Value;
use std::collections::BTreeSet;

/// Each route that takes a body, with a token and a body that it accepts, in an order in which all pass.
const GOOD: &[(&str, &str, Option<Good>)] = &[
    ("POST /api/v1/organizations", "operator", Some(Good::Organization)),
    ("POST {O}/tokens", "maker", Some(Good::Token)),
    ("POST {O}/products", "maker", Some(Good::Product)),
    ("POST {O}/products/JAM/judgements", "quality", Some(Good::Judgement)),
    ("POST {O}/batches", "maker", Some(Good::Batch)),
    ("POST {B}/checks", "maker", Some(Good::Check)),
    ("POST /api/v1/checks", "laboratory", Some(Good::Intake)),
    ("POST /api/v1/checks/queue/cq-0001/match", "maker", Some(Good::Match)),
    ("POST {B}/release", "maker", None),
    ("POST {B}/activation", "maker", Some(Good::Ordinals)),
    ("POST {B}/units", "maker", Some(Good::Serials)),
    ("POST {B}/sales", "maker", Some(Good::Ordinals)),
    ("POST {B}/returns", "maker", Some(Good::Ordinals)),
    ("POST {B}/voids", "maker", Some(Good::Ordinals)),
    ("POST {B}/hold", "maker", Some(Good::Reason)),
    ("POST {B}/unhold", "maker", Some(Good::Reason)),
    ("POST {B}/corrections", "maker", Some(Good::Correction)),
    ("POST {L}/L2/corrections/{proposal}/confirmation", "second", None),
    ("POST {L}/L2/corrections/{second proposal}/rejection", "maker", Some(Good::Reason)),
    ("POST {O}/settings", "maker", Some(Good::Settings)),
    ("POST {A}/recall-proposals/{proposed recall}/confirmation", "head", None),
    ("POST {A}/recall-proposals/{second proposed recall}/rejection", "duty", Some(Good::Reason)),
    ("POST {O}/evidence/{hash}/erasure", "operator", Some(Good::Ground)),
    ("POST {B}/events", "maker", Some(Good::Event)),
    ("POST {B}/withdrawal", "maker", Some(Good::Reason)),
    ("POST {B}/erasure", "operator", Some(Good::Erasure)),
    ("POST {R}/preview", "maker", Some(Good::Recall)),
    ("POST {R}", "maker", Some(Good::Recall)),
    ("POST {R}/{open}/extension", "maker", Some(Good::Step)),
    ("POST {R}/{open}/narrowing", "maker", Some(Good::Step)),
    ("POST {R}/{open}/releases", "maker", Some(Good::Step)),
    ("POST {R}/{open}/plan", "maker", Some(Good::Plan)),
    ("POST {R}/{open}/notice", "maker", Some(Good::Notice)),
    ("POST {R}/{open}/stages", "maker", Some(Good::Stage)),
    ("POST {R}/{open}/time", "regulator", Some(Good::Time)),
    ("POST {R}/{open}/closure", "maker", Some(Good::End)),
    ("POST {R}/{open}/lifting", "maker", Some(Good::End)),
    ("POST {R}/{closing}/consignees/{consignee}/links", "maker", Some(Good::Link)),
    ("POST {R}/{closing}/closure/confirmation", "quality", Some(Good::End)),
    ("POST {R}/{closing}/consignees", "maker", Some(Good::Consignee)),
    ("POST {R}/{closing}/consignees/{consignee}/answers", "maker", Some(Good::Answer)),
    ("POST {R}/{closing}/visits", "regulator", Some(Good::Visit)),
    ("POST {R}/{closing}/consignees/{consignee}/erasure", "operator", Some(Good::Ground)),
    ("POST /api/v1/drills", "maker", Some(Good::Drill)),
    ("POST /api/v1/drills/dr-0001/steps", "maker", Some(Good::DrillStep)),
    ("POST {O}/lineage/candidates/{candidate}/confirmation", "maker", None),
    ("POST {O}/lineage/candidates/{wrong}/rejection", "maker", None),
    ("POST {O}/entries", "maker", Some(Good::Entry)),
    ("POST {E}/{entry}/status", "maker", Some(Good::Status)),
    ("POST /api/v1/policies", "operator", Some(Good::Policy)),
    ("POST /api/v1/listings/check", "maker", Some(Good::Listing)),
    ("POST {O}/watches", "maker", Some(Good::Listing)),
    ("POST {O}/webhooks", "maker", Some(Good::Webhook)),
    ("POST {O}/webhooks/{hook}/test", "maker", None),
];

/// Routes on which a repeat is a new act, so that the client has to name it.
const KEYED: &[&str] = &[
    "/v1/checks",
    "/tokens",
    "/units",
    "/sales",
    "/returns",
    "/voids",
    "/hold",
    "/unhold",
    "/corrections",
    "/erasure",
    "{R}",
    "/extension",
    "/narrowing",
    "/releases",
    "/closure",
    "/plan",
    "/notice",
    "/stages",
    "/time",
    "/lifting",
    "/status",
    "/events",
    "/webhooks",
    "/settings",
    "/confirmation",
    "/rejection",
    "/judgements",
    "/consignees",
    "/answers",
    "/visits",
    "/links",
    "/v1/drills",
    "/dr-0001/steps",
];

/// The good requests, as text.
pub(super) fn good_requests() -> Vec<(&'static str, &'static str, &'static str)> {
    let text = |good: Option<Good>| good.map_or("{}".to_owned(), |good| good.value().to_string());
    GOOD.iter().map(|(request, who, good)| (*request, *who, &*text(*good).leak())).collect()
}

/// What every route refuses: callers, media types, bodies, keys, methods, and what its path names.
pub(super) fn common_faults() -> Vec<Row> {
    let mut rows: Vec<Row> = operations()
        .into_iter()
        .map(|(_, path)| format!("PATCH {}", filled(&path)))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|request| Row { request: request.leak(), ..refused(405, "methodNotAllowed", "") })
        .collect();
    for (request, who, body) in good_requests() {
        let good = Row { request, who, body: Body::Text(body), ..Row::NONE };
        rows.extend(callers(good));
        rows.extend(bodies(good));
        rows.extend(paths(good));
        if KEYED.iter().any(|end| request.ends_with(end)) {
            let key = |value, code| Row { headers: value, ..with(good, 400, "invalid", code) };
            rows.extend([
                key(&[("idempotency-key", "-")], "Idempotency-Key required"),
                key(&[("idempotency-key", "~129")], "Idempotency-Key tooLong"),
                key(&[("idempotency-key", "")], "Idempotency-Key character"),
            ]);
        }
    }
    rows
}

fn callers(good: Row) -> Vec<Row> {
    // Whoever lists goods may check them, without a token too; a bad one is refused all the same.
    let public = good.request.ends_with("/listings/check");
    let mut rows: Vec<Row> = ["", "garbage", "revoked", "expired"]
        .into_iter()
        .filter(|who| !public || !who.is_empty())
        .map(|who| Row { who, ..with(good, 401, "unauthorized", "") })
        .collect();
    rows.push(with(good, 401, "unauthorized", "").with(&[("authorization", "Basic bWU6bWU=")]));
    // The firm whose goods are recalled states these too.
    let of_a_side = ["/plan", "/notice", "/stages", "/time"];
    let of_a_side = of_a_side.iter().any(|end| good.request.ends_with(end));
    let of_a_recall =
        good.request.contains("{open}") && !of_a_side || good.request.contains("{closing}/closure");
    let code = if of_a_recall { "notOpenersSide" } else { "notYours" };
    // Whoever had the goods may say what happened to them.
    // Who received goods, and who plays a recall, is nobody else's to know.
    let hidden = ["/match", "/steps"].iter().any(|end| good.request.ends_with(end));
    if hidden || good.request.contains("{closing}/consignees") {
        rows.push(Row { who: "other", ..with(good, 404, "notFound", "") });
    } else if !good.request.ends_with("/events") && !public {
        rows.push(Row { who: "other", ..with(good, 403, code, "") });
    }
    rows
}

fn bodies(good: Row) -> Vec<Row> {
    let mut rows = vec![
        with(good, 415, "mediaType", "").with(&[("content-type", "-")]),
        with(good, 415, "mediaType", "").with(&[("content-type", "text/plain")]),
        with(good, 415, "mediaType", "").with(&[("content-type", "application/jsonl")]),
    ];
    let Body::Text(text) = good.body else { return rows };
    let mut body: Value = serde_json::from_str(text).unwrap();
    if body.is_array() {
        for (text, findings) in [
            ("[{\"a\":", " malformed"),
            ("{}", " wrongType"),
            ("null", " wrongType"),
            ("[]", " tooFew"),
            ("[{\"a\":1,\"a\":2}]", "/0/a duplicateField"),
        ] {
            rows.push(Row { body: Body::Text(text), ..with(good, 400, "invalid", findings) });
        }
        return rows;
    }
    let member =
        body.as_object().unwrap().iter().next().map(|(name, value)| format!("\"{name}\":{value},"));
    let name = body.as_object().unwrap().keys().next().cloned();
    body["colour"] = "red".into();
    let twice = match (member, name) {
        (Some(member), Some(name)) => {
            (text.replacen('{', &format!("{{{member}"), 1), format!("/{name} duplicateField"))
        }
        _ => ("{\"a\":1,\"a\":2}".to_owned(), "/a duplicateField, /a unknownField".to_owned()),
    };
    let invalid = |text: String, findings: &'static str| Row {
        body: Body::Text(text.leak()),
        ..with(good, 400, "invalid", findings)
    };
    rows.extend([
        invalid("{\"a\":".to_owned(), " malformed"),
        invalid("\u{feff}{}".to_owned(), " malformed"),
        invalid("[]".to_owned(), " wrongType"),
        invalid("null".to_owned(), " wrongType"),
        invalid(body.to_string(), "/colour unknownField"),
        invalid(twice.0, twice.1.leak()),
        invalid(format!("{{\"a\":{}1{}}}", "[".repeat(16), "]".repeat(16)), " tooDeep"),
    ]);
    rows
}

fn paths(good: Row) -> Vec<Row> {
    let elsewhere = |from: &str, to: &str, status, code, findings| Row {
        request: good.request.replace(from, to).leak(),
        ..with(good, status, code, findings)
    };
    let batch = |to: &str, status, code, findings| elsewhere("{B}", to, status, code, findings);
    let organization = |code: &str| format!("/api/v1/organizations/{code}");
    let wrong_digit = organization("91341124MA8TY6B187");
    let not_admitted = organization("91310115591693856A");
    if good.request.contains("{O}") {
        let at = |to: &str, status, code, findings| elsewhere("{O}", to, status, code, findings);
        return vec![
            at(&wrong_digit, 400, "invalid", "/path/org notACode"),
            at(&organization("%20"), 400, "invalid", "/path/org notACode"),
            at(&organization("%ff"), 400, "invalid", "/path character"),
            at(&not_admitted, 404, "notFound", ""),
        ];
    }
    if good.request.contains("{B}") {
        let of = |firm: &str| format!("{firm}/batches/SS-200/L1");
        return vec![
            batch(&of(&wrong_digit), 400, "invalid", "/path/org notACode"),
            batch(&of(&not_admitted), 404, "notFound", ""),
            batch("{O}/batches/.x/L1", 400, "invalid", "/path/product notAProductCode"),
            batch("{O}/batches/SS-200/a%20b", 400, "invalid", "/path/lot notALot"),
            batch("{L}/123456789012345678901", 400, "invalid", "/path/lot notALot"),
            batch("{L}/NOLOT", 404, "notFound", ""),
            batch("{O}/batches/SS-201/L1", 404, "notFound", ""),
        ];
    }
    if good.request.contains("{open}") {
        let recall = |to: &str| elsewhere("{open}", to, 404, "notFound", "");
        return vec![recall("m-2026-9999"), recall("m-1"), recall("h-2026-0001")];
    }
    if good.request.contains("{closing}") {
        let recall = |to: &str| elsewhere("{closing}", to, 404, "notFound", "");
        let mut rows = vec![recall("m-2026-9999"), recall("m-1"), recall("h-2026-0001")];
        if good.request.contains("{consignee}") {
            let other = |to: &str| elsewhere("{consignee}", to, 404, "notFound", "");
            rows.extend(["0123456789abcdef", "x", "0123456789ABCDEF"].map(other));
        }
        return rows;
    }
    if good.request.contains("dr-0001") {
        return ["dr-9999", "dr-1", "re-0001"]
            .map(|to| elsewhere("dr-0001", to, 404, "notFound", ""))
            .to_vec();
    }
    if good.request.contains("cq-0001") {
        let queued = |to: &str| elsewhere("cq-0001", to, 404, "notFound", "");
        return ["cq-9999", "cq-1", "cq-00001", "re-0001", "cq-99999999999999999999"]
            .map(queued)
            .to_vec();
    }
    if good.request.contains("{entry}") {
        let entry = |to: &str| elsewhere("{entry}", to, 404, "notFound", "");
        return ["re-9999", "re-1", "re-00001", "m-2026-0001", "re-99999999999999999999"]
            .map(entry)
            .to_vec();
    }
    Vec::new()
}

fn with(good: Row, status: u16, code: &'static str, findings: &'static str) -> Row {
    Row { status, code, findings, ..good }
}

fn refused(status: u16, code: &'static str, findings: &'static str) -> Row {
    with(Row::NONE, status, code, findings)
}

/// Method and path of every operation of the OpenAPI document.
fn operations() -> Vec<(String, String)> {
    let document: Value =
        serde_json::from_str(&suyuan::http::openapi().to_json().unwrap()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            if ["get", "post", "delete"].contains(&method.as_str()) {
                operations.push((method.to_uppercase(), path.clone()));
            }
        }
    }
    assert!(operations.len() >= 50, "{operations:?}");
    operations
}

/// The path of a route with something in every place.
fn filled(route: &str) -> String {
    let places = [
        ("/01/{rest}", "/01/09521001400176"),
        ("{rest}", "10/L1"),
        ("{org}", "{ORG}"),
        ("{product}", "SS-200"),
        ("{lot}", "L1"),
        ("{serial}", "SN0001"),
        ("{code}", "0000000000000000"),
        ("{gtin}", "09521001400176"),
        ("{number}", "cq-0001"),
        ("/drills/{id}", "/drills/dr-0001"),
        ("{consignee}", "0123456789abcdef"),
        ("{token}", "0123456789abcdef0123456789abcdef"),
        ("/entries/{id}", "/entries/{entry}"),
        ("{kind}/{id}/{version}", "profile/general.tea/1"),
        ("{hash}", "{hash}"),
        ("{position}", "1"),
        ("{id}", "{open}"),
    ];
    places.iter().fold(route.to_owned(), |path, (place, value)| path.replace(place, value))
}

/// Every route has a row of its own; those that take a body or revoke, with their method.
pub(super) fn every_route_is_among(requests: &[&str]) {
    let missing: Vec<String> = operations()
        .into_iter()
        .filter(|(method, path)| {
            !requests.iter().any(|request| {
                let (sent, target) = request.split_once(' ').unwrap();
                (method == "GET" || sent == method) && fits(path, target)
            })
        })
        .map(|(method, path)| format!("{method} {path}"))
        .collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
    let posts: BTreeSet<String> = operations()
        .into_iter()
        // A file and a form are no JSON: their own tests send bad ones. Help is answered for where it was
        // asked, which is nowhere here: `notices` and `reach::assistance` send bad answers.
        .filter(|(method, path)| {
            let apart = ["/evidence", "/assistance"].iter().any(|end| path.ends_with(end));
            // A run of an import needs a file that was sent before: see `imports`.
            method == "POST" && !apart && path != "/r/{token}" && !path.contains("/imports")
        })
        .map(|(_, path)| path)
        .collect();
    for path in &posts {
        assert!(
            GOOD.iter().any(|(request, ..)| fits(path, request.split_once(' ').unwrap().1)),
            "no good body for {path}"
        );
    }
    assert_eq!(posts.len(), GOOD.len());
}

/// Whether a row's path is one of a route's.
fn fits(route: &str, target: &str) -> bool {
    let target = target
        .replace("{B}", "{O}/batches/SS-200/L1")
        .replace("{L}", "{O}/batches/SS-200")
        .replace("{O}", "/api/v1/organizations/x")
        .replace("{R}", "/api/v1/recalls")
        .replace("{W}", "/api/v1/lineage/x/SS-200/L1")
        .replace("{E}", "/api/v1/entries")
        .replace("{A}", "/api/v1/organizations/x");
    let target = target.split('?').next().unwrap_or_default();
    let (route, rest) = match route.strip_suffix("/{rest}") {
        Some(route) => (route, true),
        None => (route, false),
    };
    let (places, parts): (Vec<_>, Vec<_>) =
        (route.split('/').collect(), target.split('/').collect());
    let long_enough = if rest { parts.len() > places.len() } else { parts.len() == places.len() };
    let same = |(place, part): (&&str, &&str)| place.starts_with('{') || place == part;
    long_enough && places.iter().zip(&parts).all(same)
}
