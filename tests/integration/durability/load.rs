//! Clients that register lots until the service is gone, and what they saw of it.

use crate::harness::{Client, MAKER, batch};
use crate::process::{post, run};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use suyuan::store::db::Db;
use suyuan::store::layout::{Family, key};

/// What a client saw of one lot: it is sent, and maybe answered with a receipt.
enum Seen {
    Sent(String),
    Acknowledged(String, Value),
}

/// Clients at work.
pub struct Load {
    clients: Vec<JoinHandle<()>>,
    seen: Receiver<Seen>,
    pub sent: BTreeSet<String>,
    /// Receipts by lot.
    pub acknowledged: BTreeMap<String, Value>,
}

impl Load {
    /// So many clients, each sending one registration after the other; `name` begins every lot.
    pub fn start(address: SocketAddr, token: &str, clients: u32, name: &str) -> Self {
        let (tell, seen) = channel();
        let client = |number: u32| {
            let (token, tell) = (token.to_owned(), tell.clone());
            let name = format!("{name}-{number}");
            std::thread::spawn(move || register_on(&Client::new(address), &token, &name, &tell))
        };
        let clients = (0..clients).map(client).collect();
        Self { clients, seen, sent: BTreeSet::new(), acknowledged: BTreeMap::new() }
    }

    /// Waits until so many registrations are acknowledged.
    pub fn wait_for(&mut self, count: usize) {
        while self.acknowledged.len() < count {
            match self.seen.recv_timeout(Duration::from_secs(30)) {
                Ok(seen) => self.note(seen),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(error) => panic!("nothing more is acknowledged: {error}"),
            }
        }
    }

    /// Waits for the clients, whose service has ended.
    pub fn end(&mut self) {
        for client in self.clients.drain(..) {
            client.join().unwrap();
        }
        while let Ok(seen) = self.seen.try_recv() {
            self.note(seen);
        }
    }

    fn note(&mut self, seen: Seen) {
        match seen {
            Seen::Sent(lot) => _ = self.sent.insert(lot),
            Seen::Acknowledged(lot, receipt) => _ = self.acknowledged.insert(lot, receipt),
        }
    }
}

fn register_on(client: &Client, token: &str, name: &str, tell: &Sender<Seen>) {
    for next in 0.. {
        let lot = format!("{name}-{next:04}");
        tell.send(Seen::Sent(lot.clone())).unwrap();
        let Some((status, receipt)) = register(client, token, &lot) else { return };
        assert_eq!(status, 201, "{lot}: {receipt}");
        tell.send(Seen::Acknowledged(lot, receipt)).unwrap();
    }
}

/// Status and receipt of a registration; `None` when the service ended first.
pub fn register(client: &Client, token: &str, lot: &str) -> Option<(u16, Value)> {
    let path = format!("/api/v1/organizations/{MAKER}/batches");
    let answer = post(client, token, &path, &batch(lot, 3))?;
    Some((answer.status, answer.json()["receipt"].clone()))
}

/// The same registrations again are answered with the same receipts.
pub fn assert_repeats<'a>(
    address: SocketAddr,
    token: &str,
    receipts: impl IntoIterator<Item = (&'a String, &'a Value)>,
) {
    let client = Client::new(address);
    for (lot, receipt) in receipts {
        assert!(receipt["contentId"].is_string(), "{lot}: {receipt}");
        assert_eq!(register(&client, token, lot), Some((200, receipt.clone())), "{lot}");
    }
}

/// `suyuan verify` finds the folder in order.
pub fn assert_in_order(data: &Path) {
    let verified = run(&["verify", "--data", data.to_str().unwrap()]);
    assert!(verified.ok && verified.out.contains("in order"), "{verified:?}");
}

/// Every lot that is registered in the store.
pub fn lots(data: &Path) -> BTreeSet<String> {
    let db = Db::open(&data.join("store"), None).unwrap();
    let mut lots = BTreeSet::new();
    let add = |row_key: &[u8], _: &[u8]| {
        lots.insert(key::read_batch(row_key).unwrap().lot);
        Ok(())
    };
    db.snapshot().each(Family::Batches, &[], add).unwrap();
    lots
}
