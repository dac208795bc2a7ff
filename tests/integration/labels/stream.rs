//! The list of a million units streams: a slow reader costs the service no memory, and what it reads is
//! the whole list. The service is a process of its own, so that its memory is known.

use super::{Row, row};
use crate::harness::{Client, MAKER, batch, batch_path};
use crate::process::{Server, operator, post, with_maker};
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const UNITS: u64 = 1_000_000;
/// How much the service may grow while the list is read.
const GROWTH_KB_MAX: u64 = 50 * 1024;
/// How long the reader does nothing: far longer than making the whole list takes.
const PAUSE: Duration = Duration::from_secs(4);

/// Resident memory of a process, in kB.
fn resident_kb(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().trim().parse().unwrap()
}

/// Asks for the list and leaves the answer on the wire, behind its head.
fn ask(address: SocketAddr, token: &str) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let path = batch_path("L1", "units.csv");
    // HTTP/1.0: the body ends with the connection, without chunks.
    let request = format!("GET {path} HTTP/1.0\r\nauthorization: Bearer {token}\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut reader = BufReader::with_capacity(64 * 1024, stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    assert!(line.starts_with("HTTP/1.") && line.contains(" 200 "), "{line}");
    while line != "\r\n" {
        line.clear();
        assert!(reader.read_line(&mut line).unwrap() > 0, "the head ends");
    }
    reader
}

/// What was kept of the list.
struct Read {
    rows: u64,
    samples: Vec<Row>,
    most_kb: u64,
}

/// Reads line by line, keeping a few rows and the largest memory seen.
fn read_slowly(mut reader: BufReader<TcpStream>, process: u32) -> Read {
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    assert_eq!(line, "ordinal,serial,url\n");
    let mut read = Read { rows: 0, samples: Vec::new(), most_kb: 0 };
    loop {
        line.clear();
        if reader.read_line(&mut line).unwrap() == 0 {
            return read;
        }
        assert!(line.ends_with('\n'), "the list broke off: {line}");
        read.rows += 1;
        let row = row(line.trim_end());
        assert_eq!(row.ordinal, read.rows, "in order, none missing");
        if read.rows == 1_000 {
            std::thread::park_timeout(PAUSE);
        }
        if read.rows % 25_000 == 1_000 {
            read.most_kb = read.most_kb.max(resident_kb(process));
        }
        if read.rows == 1 || read.rows == UNITS || read.rows.is_multiple_of(90_001) {
            read.samples.push(row);
        }
    }
}

#[test]
fn a_million_units_stream_to_a_slow_reader() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data);
    let token = with_maker(server.address, &operator(&data));
    let client = Client::new(server.address);
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    let none = json!({});
    let steps = [
        (batches, batch("L1", UNITS)),
        (batch_path("L1", "release"), none.clone()),
        (batch_path("L1", "activation"), none),
    ];
    for (path, body) in &steps {
        let answer = post(&client, &token, path, body).unwrap();
        assert_eq!(answer.status, 201, "{path}: {}", answer.text());
    }
    // A whole fast reading first, so that only what reading slowly costs is measured.
    let mut fast = ask(server.address, &token);
    std::io::copy(&mut fast, &mut std::io::sink()).unwrap();
    let before = resident_kb(server.id());
    let read = read_slowly(ask(server.address, &token), server.id());
    let grown = read.most_kb.saturating_sub(before);
    assert_eq!(read.rows, UNITS);
    assert!(grown < GROWTH_KB_MAX, "grown by {grown} kB over {before} kB");
    let serials: std::collections::BTreeSet<_> =
        read.samples.iter().map(|row| &row.serial).collect();
    assert_eq!((serials.len(), read.samples.len()), (13, 13));
    for row in &read.samples {
        let answer = client.send("GET", row.path(), &[("accept", "application/json")], None);
        assert_eq!(answer.status, 200, "{row:?}");
        assert_eq!(answer.json()["key"]["serial"], row.serial, "{row:?}");
        assert_eq!(answer.json()["key"]["lot"], "L1", "{row:?}");
    }
    assert!(server.stop().success());
}

#[test]
fn a_reader_that_leaves_ends_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data);
    let token = with_maker(server.address, &operator(&data));
    let client = Client::new(server.address);
    let batches = format!("/api/v1/organizations/{MAKER}/batches");
    let answer = post(&client, &token, &batches, &batch("L1", UNITS)).unwrap();
    assert_eq!(answer.status, 201, "{}", answer.text());
    for _ in 0..20 {
        let mut reader = ask(server.address, &token);
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        assert_eq!(line, "ordinal,serial,url\n");
    }
    // Nothing is left that would keep the service from ending in time.
    assert!(server.stop().success());
}
