//! Access: who may do and see what, over HTTP. Every role against every right, what is never public,
//! what a batch is before its release, and tokens.

pub(crate) mod matrix;
mod rights;
mod tokens;
mod unreleased;

use crate::harness::{Answer, MAKER, OTHER, REGULATOR, TestApp};
use serde_json::Value;

/// A regulator of Zhejiang, outside the maker's province.
const OUTSIDE: &str = "CN-REG:33";

/// Who there is, in the order of the columns of the tables.
const WHO: [&str; 10] = [
    "maker",
    "foreign maker",
    "regulator",
    "regulator elsewhere",
    "laboratory",
    "foreign laboratory",
    "seller",
    "foreign seller",
    "operator",
    "nobody",
];

/// A maker with a product, and a token of everyone.
fn everyone(app: &TestApp) -> [String; 10] {
    tokens_of(app, app.with_maker())
}

/// The same where the maker is admitted already.
fn tokens_of(app: &TestApp, maker: String) -> [String; 10] {
    [
        maker,
        app.admit(OTHER, "producer", "341126"),
        app.admit(REGULATOR, "regulator", "340000"),
        app.admit(OUTSIDE, "regulator", "330000"),
        app.token(MAKER, "laboratory"),
        app.token(OTHER, "laboratory"),
        app.token(MAKER, "seller"),
        app.token(OTHER, "seller"),
        app.operator.clone(),
        String::new(),
    ]
}

/// Any request, with a fresh key where it has a body.
fn request(app: &TestApp, token: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
    let bearer = format!("Bearer {token}");
    let key = blake3::hash(format!("{token}{path}{body:?}").as_bytes()).to_hex();
    let mut headers = Vec::new();
    if !token.is_empty() {
        headers.push(("authorization", bearer.as_str()));
    }
    if body.is_some() {
        headers.extend([("content-type", "application/json"), ("idempotency-key", key.as_str())]);
    }
    let bytes = body.map(|body| body.to_string().into_bytes());
    app.send(method, path, &headers, bytes.as_deref())
}

/// Everything that was to be created was.
#[track_caller]
fn created(answer: &Answer) -> Value {
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}
