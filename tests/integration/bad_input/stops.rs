//! Clients that are slow: a request head, a body, and a stop of the service each have their time.

use super::wire::{answer, connect};
use crate::harness::{MAKER, TestApp};
use std::time::{Duration, Instant};
use suyuan::limits::{DRAIN_SECONDS_MAX, HEADER_READ_SECONDS_MAX, REQUEST_SECONDS_MAX};

/// More than a busy machine is late.
const SLACK: Duration = Duration::from_secs(8);

fn stalled_body(token: &str) -> String {
    format!(
        "POST /api/v1/organizations/{MAKER}/batches HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{\"product\":"
    )
}

/// How long the service keeps a connection, and what it says at last.
fn until_closed(app: &TestApp, bytes: &str) -> (Duration, String) {
    let began = Instant::now();
    let mut said = String::new();
    let stream = connect(app, bytes.as_bytes());
    // Reading stops at its own time-out: try again until the service is through.
    while said.is_empty() && began.elapsed() < Duration::from_secs(REQUEST_SECONDS_MAX) + SLACK {
        said = answer(stream.try_clone().unwrap());
        if said.is_empty() && is_closed(&stream) {
            break;
        }
    }
    (began.elapsed(), said)
}

fn is_closed(stream: &std::net::TcpStream) -> bool {
    matches!(stream.peek(&mut [0]), Ok(0))
}

#[test]
fn slow_clients_are_given_up() {
    let app = TestApp::start();
    let token = app.with_maker();
    let slow = stalled_body(&token);
    std::thread::scope(|scope| {
        let body = scope.spawn(|| until_closed(&app, &slow));
        let head = scope.spawn(|| until_closed(&app, "GET /healthz HTTP/1.1\r\nhost: "));
        let (took, said) = head.join().unwrap();
        let due = Duration::from_secs(HEADER_READ_SECONDS_MAX);
        assert!(took >= due / 2 && took <= due + SLACK, "{took:?}");
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 408 "), "{said}");
        let (took, said) = body.join().unwrap();
        let due = Duration::from_secs(REQUEST_SECONDS_MAX);
        assert!(took >= due - Duration::from_secs(1) && took <= due + SLACK, "{took:?}");
        assert!(said.starts_with("HTTP/1.1 408 "), "{said}");
        assert!(said.contains("\"code\":\"timedOut\""), "{said}");
    });
}

/// A stop waits for open requests, but not for ever.
#[test]
fn a_stalled_request_does_not_hold_up_a_stop() {
    let app = TestApp::start();
    let token = app.with_maker();
    let stream = connect(&app, stalled_body(&token).as_bytes());
    assert_eq!(app.get("/healthz").status, 200);
    let began = Instant::now();
    app.stop();
    let took = began.elapsed();
    let due = Duration::from_secs(DRAIN_SECONDS_MAX);
    assert!(took >= due / 2 && took <= due + SLACK, "{took:?}");
    drop(stream);
}
