//! SIGKILL under load, again and again on the same folder.

use super::load::{Load, assert_in_order, assert_repeats, lots, register};
use crate::harness::Client;
use crate::process::{Server, binary, operator, run, spawn, with_maker};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::time::Duration;
use suyuan::clock::Entropy;

const ROUNDS: u32 = 50;
const CLIENTS: u32 = 4;
/// Acknowledgements of one round before the kill, at most.
const ACKNOWLEDGED_MAX: u64 = 500;

#[test]
fn what_was_acknowledged_survives_fifty_kills() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut server = Server::start(&data);
    let token = with_maker(server.address, &operator(&data));
    let random = Entropy::seeded("moments of the kills");
    let (mut sent, mut receipts) = (BTreeSet::new(), BTreeMap::new());
    for round in 0..ROUNDS {
        let mut load = Load::start(server.address, &token, CLIENTS, &format!("K{round:02}"));
        let drawn = u64::from_be_bytes(*random.bytes32().unwrap().first_chunk().unwrap());
        load.wait_for(usize::try_from(1 + drawn % ACKNOWLEDGED_MAX).unwrap());
        server.kill();
        load.end();
        if round % 10 == 5 {
            assert_in_order(&data);
        }
        server = Server::start(&data);
        assert_repeats(server.address, &token, load.acknowledged.iter().rev().take(20));
        // What was not answered is there or not; sent again it is accepted either way.
        let unanswered = load.sent.iter().filter(|lot| !load.acknowledged.contains_key(*lot));
        for lot in unanswered {
            let (status, receipt) = register(&Client::new(server.address), &token, lot).unwrap();
            assert!(status == 200 || status == 201, "{lot}: {status} {receipt}");
            receipts.insert(lot.clone(), receipt);
        }
        sent.append(&mut load.sent);
        receipts.append(&mut load.acknowledged);
    }
    println!("{} registrations in {ROUNDS} rounds", receipts.len());
    assert_repeats(server.address, &token, &receipts);
    assert!(server.stop().success());
    assert_in_order(&data);
    assert_eq!(lots(&data), sent, "a lot that nobody sent, or one that is missing");
}

/// A first start may be cut short anywhere: the next one makes a whole ledger of what is there.
#[test]
fn a_start_cut_short_can_be_repeated() {
    for wait in [0, 5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 150] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let (mut child, lines) = spawn(Command::new(binary()), &data);
        let _listening = lines.recv_timeout(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        let status = Server::start(&data).stop();
        assert!(status.success(), "after {wait} ms: {status}");
        let folder = data.to_str().unwrap();
        let token = run(&["token", "--data", folder]);
        assert!(token.ok && token.out.contains("suyuan_"), "after {wait} ms: {token:?}");
        assert_in_order(&data);
    }
}
