//! Once a recall was answered, no scan on any connection says less; once it was lifted, none says more.

use super::{GTIN_PATH, over, reason, recall_path};
use crate::harness::{Answer, Client, TestApp};
use crate::recalls::lots;
use serde_json::Value;
use std::net::SocketAddr;

const CONNECTIONS: usize = 8;
const TRIES_EACH: usize = 125;
/// A lot takes part in several tries, for what was lifted stays on its list.
const LOTS_EACH: usize = 5;

/// One of the connections: what it writes with, what it scans with, and its goods.
struct Worker {
    number: usize,
    writer: Client,
    reader: Client,
    token: String,
    /// Lot, scan path of a unit, and the path of its JSON.
    goods: Vec<(String, String, String)>,
}

impl Worker {
    fn write(&self, key: &str, path: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", key),
        ];
        self.writer.send("POST", path, &headers, Some(body.to_string().as_bytes()))
    }

    fn json(&self, path: &str) -> Value {
        self.reader.send("GET", path, &[], None).json()["verdict"].clone()
    }

    fn page_says_recalled(&self, path: &str) -> bool {
        let page = self.reader.send("GET", path, &[("accept", "text/html")], None);
        page.text().contains("<section class=\"verdict recalled full\"")
    }

    /// Opens, scans, lifts, scans; how many scans were behind.
    fn work(&self) -> usize {
        let mut stale = 0;
        for at in 0..TRIES_EACH {
            let (lot, page, json) = &self.goods[at % self.goods.len()];
            let key = format!("{}-{at}", self.number);
            let opened = self.write(&key, "/api/v1/recalls", &over(&lots(&[lot])));
            let first_page = self.page_says_recalled(page);
            let first_json = self.json(json) == "recalled";
            assert_eq!(opened.status, 201, "{}", opened.text());
            stale += usize::from(!first_page) + usize::from(!first_json);
            let id = opened.json()["id"].as_str().unwrap().to_owned();
            let lifted = self.write(&format!("{key}-end"), &recall_path(&id, "lifting"), &reason());
            let after = self.json(json);
            assert_eq!(lifted.status, 201, "{}", lifted.text());
            stale += usize::from(after != "registered");
        }
        stale
    }
}

#[test]
fn no_scan_of_a_thousand_is_behind_the_answer() {
    let app = TestApp::start();
    let token = app.with_maker();
    let workers: Vec<Worker> =
        (0..CONNECTIONS).map(|number| worker(&app, app.address, &token, number)).collect();
    let stale: usize = std::thread::scope(|scope| {
        let running: Vec<_> = workers.iter().map(|worker| scope.spawn(|| worker.work())).collect();
        running.into_iter().map(|worker| worker.join().unwrap()).sum()
    });
    assert_eq!(stale, 0, "scans behind the answer");
    assert_eq!(CONNECTIONS * TRIES_EACH, 1_000);
}

fn worker(app: &TestApp, address: SocketAddr, token: &str, number: usize) -> Worker {
    let goods = (0..LOTS_EACH).map(|at| {
        let lot = format!("W{number}-{at}");
        app.lot(token, &lot, 1);
        let [_, serial, _] = &app.units(token, &lot)[0];
        (lot, format!("{GTIN_PATH}/21/{serial}"), format!("/api/v1/codes/{serial}"))
    });
    let goods = goods.collect();
    let (writer, reader) = (Client::new(address), Client::new(address));
    Worker { number, writer, reader, token: token.to_owned(), goods }
}
