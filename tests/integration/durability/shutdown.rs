//! SIGTERM under load: what was answered is there, and the process ends by itself.

use super::load::{Load, assert_in_order, assert_repeats, lots};
use crate::process::{Server, operator, with_maker};

#[test]
fn what_was_answered_before_the_end_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut server = Server::start(&data);
    let token = with_maker(server.address, &operator(&data));
    for round in 0..3 {
        let mut load = Load::start(server.address, &token, 8, &format!("T{round}"));
        load.wait_for(300);
        server.ask_to_stop();
        let status = server.wait();
        assert!(status.success(), "{status}");
        load.end();
        assert!(load.acknowledged.len() >= 300);
        let there = lots(&data);
        // A request that was taken is answered: nothing is written for a client that hears nothing.
        let unheard = |lot: &&String| there.contains(*lot) && !load.acknowledged.contains_key(*lot);
        assert_eq!(load.sent.iter().find(unheard), None);
        assert_in_order(&data);
        server = Server::start(&data);
        assert_repeats(server.address, &token, &load.acknowledged);
    }
}
