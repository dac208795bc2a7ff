//! The same command from sixteen threads at once: accepted once, and everybody gets that receipt.

use crate::harness::{Answer, Client, MAKER, TestApp, batch, batch_path, recall};
use serde_json::{Value, json};
use std::sync::Barrier;

const THREADS: usize = 16;

/// Sends it from all threads at the same moment.
fn race(app: &TestApp, token: &str, path: &str, body: &Value) -> Vec<Answer> {
    let start = Barrier::new(THREADS);
    let text = body.to_string();
    let bearer = format!("Bearer {token}");
    std::thread::scope(|scope| {
        let one = || {
            let client = Client::new(app.address);
            assert_eq!(client.send("GET", "/healthz", &[], None).status, 200);
            let headers = [
                ("authorization", bearer.as_str()),
                ("content-type", "application/json"),
                ("idempotency-key", "race"),
            ];
            start.wait();
            client.send("POST", path, &headers, Some(text.as_bytes()))
        };
        let running: Vec<_> = (0..THREADS).map(|_| scope.spawn(one)).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn once(answers: &[Answer], what: &str) {
    let with = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((with(201), with(200)), (1, THREADS - 1), "{what}: {}", answers[0].text());
    let first = answers[0].json()["receipt"].clone();
    assert!(first["position"].is_u64());
    assert!(answers.iter().all(|answer| answer.json()["receipt"] == first), "{what}");
}

#[test]
fn a_race_of_sixteen_is_won_once() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    once(&race(&app, &maker, &batches, &batch("L1", 5)), "batch");
    for step in ["release", "activation"] {
        once(&race(&app, &maker, &batch_path("L1", step), &json!({})), step);
    }
    let sold = json!({"ordinals": {"first": 1, "last": 2}});
    once(&race(&app, &maker, &batch_path("L1", "sales"), &sold), "sales");
    let opened = race(&app, &maker, "/api/v1/recalls", &recall(&["L1"]));
    once(&opened, "recall");
    let id = &opened[0].json()["id"];
    assert!(id.is_string() && opened.iter().all(|answer| &answer.json()["id"] == id));
    assert_eq!(app.get("/api/v1/recalls").json()["items"].as_array().unwrap().len(), 1);
    assert_eq!(app.units(&maker, "L1").len(), 5);
}

#[test]
fn of_two_contents_under_one_identity_one_wins() {
    let app = TestApp::start();
    let maker = app.with_maker();
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    let start = Barrier::new(THREADS);
    let (app, maker, start) = (&app, &maker, &start);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let one = |at: usize| {
            let mut body = batch("L1", 5);
            body["producedOn"] =
                if at.is_multiple_of(2) { "2026-11-01" } else { "2026-11-02" }.into();
            let path = batches.clone();
            scope.spawn(move || {
                start.wait();
                app.post(maker, &path, &body).status
            })
        };
        let running: Vec<_> = (0..THREADS).map(one).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let count = |status: u16| statuses.iter().filter(|found| **found == status).count();
    assert_eq!((count(201), count(200), count(409)), (1, THREADS / 2 - 1, THREADS / 2));
}
