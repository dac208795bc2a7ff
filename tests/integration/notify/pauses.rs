//! Webhooks that nobody answers any more: paused, said so, and going on after a test that succeeds.

use super::receiver::{Receiver, Reply};
use super::{DAY_MS, MAKER, NOW, OWN, Stage, accepted, path};
use serde_json::json;
use suyuan::limits::WEBHOOK_FAILING_DAYS_MAX;

#[test]
fn a_webhook_that_fails_for_days_is_paused() {
    let stage = Stage::new();
    let receiver = Receiver::start((0..100_000).map(|_| Reply::Status(500)).collect());
    let (id, _) = stage.hook(OWN, &stage.maker, &receiver.url(), &["recallOpened"]);
    stage.recall("r", &["L1"]);
    // Failing counts from when the first failure was noted.
    stage.until(OWN, &stage.maker, |hook| hook["failedAttempts"].as_u64() > Some(0));
    let clock = &stage.app.service.app.clock;
    clock.set(NOW + WEBHOOK_FAILING_DAYS_MAX * DAY_MS - 1);
    let before = receiver.deliveries().len();
    receiver.wait_for(before + 3);
    let listed = stage.listed(OWN, &stage.maker);
    assert_eq!((&listed["state"], &listed["lastStatus"]), (&json!("active"), &json!(500)));
    assert!(
        listed["failingSince"].as_str().unwrap().starts_with("2026-12-03T01:12:00"),
        "{listed}"
    );
    clock.set(NOW + WEBHOOK_FAILING_DAYS_MAX * DAY_MS);
    let paused = stage.until(OWN, &stage.maker, |hook| hook["state"] == "paused");
    assert_eq!(paused["pausedBecause"], "failing");
    let quiet = receiver.deliveries().len();
    stage.recall("r2", &["L2"]);
    // A test that fails changes nothing.
    let failed = stage.test_hook(OWN, &stage.maker, &id);
    assert_eq!(failed.json()["outcome"], "refused");
    assert_eq!(stage.listed(OWN, &stage.maker)["state"], "paused");
    receiver.script(Vec::new());
    assert_eq!(stage.test_hook(OWN, &stage.maker, &id).json()["outcome"], "delivered");
    let taken = receiver.wait_for(quiet + 4);
    let lots: Vec<_> =
        taken[quiet..].iter().map(|taken| taken.json()["scope"]["lots"].clone()).collect();
    assert_eq!(lots[2..], [json!(["L1"]), json!(["L2"])], "{lots:?}");
    assert_eq!(stage.listed(OWN, &stage.maker)["state"], "active");
}

#[test]
fn a_receiver_that_is_gone_is_left_alone() {
    let stage = Stage::new();
    let receiver = Receiver::start(vec![Reply::Status(410)]);
    stage.hook(OWN, &stage.maker, &receiver.url(), &["recallOpened"]);
    stage.recall("r", &["L1"]);
    let paused = stage.until(OWN, &stage.maker, |hook| hook["state"] == "paused");
    assert_eq!((&paused["pausedBecause"], &paused["lastStatus"]), (&json!("gone"), &json!(410)));
    assert_eq!(receiver.deliveries().len(), 1);
    let stage = stage.restart();
    assert_eq!(stage.listed(OWN, &stage.maker)["state"], "paused");
}

/// Whoever may not ask any more is not told any more; another token of the same side takes it over.
#[test]
fn nothing_is_delivered_for_a_token_that_was_revoked() {
    let stage = Stage::new();
    let tokens = path(OWN, "tokens");
    let body = json!({"role": "producer", "label": "leaked"});
    let leaked = accepted(&stage.app.post_keyed(&stage.app.operator, "leaked", &tokens, &body));
    let token = leaked["token"].as_str().unwrap();
    let receiver = Receiver::start(Vec::new());
    let (id, _) = stage.hook(OWN, token, &receiver.url(), &["holdOpened"]);
    let revoke = format!("{tokens}/{}", leaked["id"].as_str().unwrap());
    let bearer = format!("Bearer {}", stage.maker);
    let answer = stage.app.send("DELETE", &revoke, &[("authorization", &bearer)], None);
    assert_eq!(answer.status, 201, "{}", answer.text());
    stage.app.lot(&stage.maker, "L1", 1);
    stage.hold("L1");
    let paused = stage.until(OWN, &stage.maker, |hook| hook["state"] == "paused");
    assert_eq!(paused["pausedBecause"], "tokenEnded");
    assert_eq!(receiver.deliveries().len(), 0);
    assert_eq!(stage.test_hook(OWN, &stage.maker, &id).json()["outcome"], "delivered");
    assert_eq!(receiver.wait_for(2)[1].json()["lot"], "L1");
    assert_eq!(receiver.deliveries()[1].json()["organization"], MAKER);
}
