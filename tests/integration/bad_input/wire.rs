//! Bodies that are too long, break off, or come in pieces, written to the socket byte by byte.

use crate::harness::{MAKER, TestApp, batch, product};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;
use suyuan::limits::BODY_BYTES_MAX;
use suyuan::views::query;

const ANSWER_SECONDS_MAX: u64 = 20;

/// Writes bytes to a fresh connection.
pub(super) fn connect(app: &TestApp, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(app.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(ANSWER_SECONDS_MAX))).unwrap();
    stream.write_all(bytes).unwrap();
    stream
}

/// Everything the service says until it closes the connection.
pub(super) fn answer(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    // A connection that is reset has been answered before.
    while let Ok(read @ 1..) = stream.read(&mut piece) {
        bytes.extend_from_slice(&piece[..read]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn head(token: &str, more: &str) -> String {
    format!(
        "POST /api/v1/organizations/{MAKER}/batches HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
         authorization: Bearer {token}\r\ncontent-type: application/json\r\n{more}\r\n\r\n"
    )
}

fn refused(answer: &str, status: u16, code: &str) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    assert!(answer.contains(&format!("\"code\":\"{code}\"")), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("x-request-id: "), "{answer}");
}

#[test]
fn bodies_are_bounded_however_they_come() {
    let app = TestApp::start();
    let token = app.with_maker();
    let facts = || query::facts(&app.service.app.snapshot()).unwrap();
    let before = facts();
    let announced = format!("content-length: {}", BODY_BYTES_MAX + 1);
    refused(&answer(connect(&app, head(&token, &announced).as_bytes())), 413, "bodyTooLarge");

    // In chunks: nobody knows how much will come, so it is counted.
    let mut chunked = head(&token, "transfer-encoding: chunked").into_bytes();
    for _ in 0..BODY_BYTES_MAX / 65_536 {
        chunked.extend_from_slice(b"10000\r\n");
        chunked.extend_from_slice(&[b' '; 65_536]);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"1\r\n \r\n");
    refused(&answer(connect(&app, &chunked)), 413, "bodyTooLarge");
    assert_eq!(facts(), before);
}

/// Exactly as long as allowed, and in chunks: accepted.
#[test]
fn a_body_of_the_largest_size_is_read() {
    let app = TestApp::start();
    let token = app.with_maker();
    let body = batch("L1", 3).to_string();
    let padded = format!("{body}{}", " ".repeat(BODY_BYTES_MAX - body.len()));
    let whole = format!("{}{padded}", head(&token, &format!("content-length: {BODY_BYTES_MAX}")));
    let accepted = answer(connect(&app, whole.as_bytes()));
    assert!(accepted.starts_with("HTTP/1.1 201 "), "{accepted}");
    let half = body.len() / 2;
    let (first, second) = body.split_at(half);
    let chunks = format!(
        "{}{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
        head(&token, "transfer-encoding: chunked"),
        first.len(),
        second.len()
    );
    let repeated = answer(connect(&app, chunks.as_bytes()));
    assert!(repeated.starts_with("HTTP/1.1 200 "), "{repeated}");
}

/// A body that ends before its announced length is not taken for a whole one, even where it could be
/// read as one.
#[test]
fn a_body_that_breaks_off_is_not_accepted() {
    let app = TestApp::start();
    let token = app.with_maker();
    let before = query::facts(&app.service.app.snapshot()).unwrap();
    let body = batch("L1", 3).to_string();
    let announced = head(&token, &format!("content-length: {}", body.len() + 1));
    let chunked = head(&token, "transfer-encoding: chunked");
    for request in [
        format!("{announced}{body}"),
        format!("{chunked}{:x}\r\n{body}\r\n", body.len()),
        format!("{chunked}{:x}\r\n{}", body.len(), product()),
    ] {
        let stream = connect(&app, request.as_bytes());
        stream.shutdown(Shutdown::Write).unwrap();
        let said = answer(stream);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 400 "), "{said}");
    }
    assert_eq!(query::facts(&app.service.app.snapshot()).unwrap(), before);
    let whole =
        app.post(&token, &format!("/api/v1/organizations/{MAKER}/batches"), &batch("L1", 3));
    assert_eq!(whole.status, 201, "{}", whole.text());
}

/// Requests that are not HTTP end the connection and nothing else.
#[test]
fn noise_on_the_socket_harms_nobody() {
    let app = TestApp::start();
    for noise in
        [&b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..], b"GET\r\n\r\n", b"\r\n\r\n\r\n"]
    {
        let stream = connect(&app, noise);
        stream.shutdown(Shutdown::Write).unwrap();
        let said = answer(stream);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 400 "), "{said}");
    }
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "x".repeat(70_000));
    let said = answer(connect(&app, long.as_bytes()));
    assert!(said.starts_with("HTTP/1.1 414 ") || said.starts_with("HTTP/1.1 431 "), "{said}");
    assert_eq!(app.get("/healthz").status, 200);
}
