//! Webhooks: at least once, in order, signed, to nobody who may not know.

use super::receiver::{Receiver, Reply};
use super::{MAKER, OWN, QUICK, SHOP, Stage, accepted, kind, others, path, poisoned, reason};
use crate::harness::batch_path;
use crate::process::{Server, binary, keyed, operator, with_maker};
use serde_json::{Value, json};
use std::process::Command;
use suyuan::limits::SUBSCRIBER_WEBHOOKS_MAX;

const RECALLS: &[&str] = &["recallOpened", "recallExtended", "recallClosed", "recallLifted"];

/// Whatever the receiver does, each change comes at least once, in order, and none before its time.
#[test]
fn a_bad_receiver_gets_every_change_in_order() {
    let stage = Stage::new();
    let elsewhere = Receiver::start(Vec::new());
    let receiver = Receiver::start(vec![
        Reply::Status(500),
        Reply::Hang,
        Reply::Close,
        Reply::Redirect(elsewhere.url()),
        Reply::Redirect("http://169.254.169.254/latest/meta-data".to_owned()),
        Reply::Status(204),
        Reply::Status(503),
    ]);
    let (hook, secret) = stage.hook(OWN, &stage.maker, &receiver.url(), RECALLS);
    let id = stage.recall("r", &["L1"]);
    stage.extend(&id, &["L2"]);
    stage.end(&id, "closure");
    let taken = receiver.wait_for(9);
    let kinds: Vec<String> = taken.iter().map(|delivery| kind(&delivery.json())).collect();
    let tries = |word: &str, count: usize| vec![word.to_owned(); count];
    let expected =
        [tries("recallOpened", 6), tries("recallExtended", 2), tries("recallClosed", 1)].concat();
    assert_eq!(kinds, expected);
    for delivery in &taken {
        let body = delivery.json();
        assert!(delivery.is_signed_with(&secret), "{delivery:?}");
        assert!(!delivery.is_signed_with("whsec_AAAA"), "{delivery:?}");
        assert_eq!(delivery.id(), format!("{hook}-{}", body["position"]));
        assert_eq!(delivery.headers["webhook-timestamp"], (super::NOW / 1_000).to_string());
        assert_eq!(delivery.headers["content-type"], "application/json");
        assert_eq!(delivery.headers["request"], "POST /changes?shop=1 HTTP/1.1");
        assert_eq!(body["recall"], id.as_str());
        assert_eq!(body["organization"], MAKER);
    }
    assert_eq!(taken[0].json()["scope"]["lots"], json!(["L1"]));
    assert_eq!(taken[0].json()["gtin"], super::GTIN);
    assert_eq!(taken[6].json()["scope"]["lots"], json!(["L2"]));
    let last = taken[8].json()["position"].clone();
    let listed = stage.until(OWN, &stage.maker, |hook| hook["position"] == last);
    assert_eq!((&listed["state"], &listed["failedAttempts"]), (&json!("active"), &json!(0)));
    assert_eq!(elsewhere.deliveries().len(), 0, "a redirect was followed");
    assert_eq!(receiver.deliveries().len(), 9, "a change came again after it was taken");
}

/// What was taken stays taken, what was not comes after the next start.
#[test]
fn a_restart_goes_on_from_the_cursor() {
    let stage = Stage::new();
    let receiver = Receiver::start(Vec::new());
    let (_, secret) = stage.hook(OWN, &stage.maker, &receiver.url(), RECALLS);
    let id = stage.recall("r", &["L1"]);
    let first = receiver.wait_for(1)[0].json()["position"].clone();
    stage.until(OWN, &stage.maker, |hook| hook["position"] == first);
    receiver.script((0..1_000).map(|_| Reply::Status(500)).collect());
    stage.extend(&id, &["L2"]);
    receiver.wait_for(3);
    let stage = stage.restart();
    receiver.script(Vec::new());
    stage.end(&id, "lifting");
    let last = stage.until(OWN, &stage.maker, |hook| {
        hook["failedAttempts"] == 0 && hook["position"].as_u64() > first.as_u64().map(|at| at + 1)
    });
    let taken = receiver.deliveries();
    let kinds: Vec<String> = taken.iter().map(|delivery| kind(&delivery.json())).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "recallOpened").count(), 1, "{kinds:?}");
    assert_eq!(kinds.last().unwrap(), "recallLifted", "{kinds:?}");
    assert_eq!(last["position"], taken.last().unwrap().json()["position"]);
    assert!(taken.iter().all(|delivery| delivery.is_signed_with(&secret)));
}

/// A service that is killed while a receiver hangs delivers the change after its next start.
#[test]
fn a_kill_loses_no_change() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let launch = || {
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$0\" \"$@\" --webhook-loopback"]).arg(binary());
        Server::launch(command, &data)
    };
    let server = launch();
    let token = with_maker(server.address, &operator(&data));
    let receiver = Receiver::start(vec![Reply::Hang]);
    let client = crate::harness::Client::new(server.address);
    let body = json!({"url": receiver.url(), "kinds": ["recallOpened"]});
    let hook = keyed(&client, &token, Some("h"), &path(OWN, "webhooks"), &body).unwrap().json();
    let recall = crate::harness::recall(&["L1"]);
    assert_eq!(keyed(&client, &token, Some("r"), "/api/v1/recalls", &recall).unwrap().status, 201);
    receiver.wait_for(1);
    server.kill();
    let server = launch();
    let taken = receiver.wait_for(2);
    assert_eq!(taken[0].text, taken[1].text);
    assert_eq!(taken[0].id(), taken[1].id());
    assert!(taken[1].is_signed_with(hook["secret"].as_str().unwrap()));
    assert!(server.stop().success());
}

/// Holds, withdrawals and tasks are the office's; what everyone may know goes to whoever asks for it.
#[test]
fn office_changes_go_to_the_office_only() {
    let stage = Stage::new();
    let app = &stage.app;
    let [other, regulator, outside] = others(app);
    let seller = app.token(MAKER, "seller");
    app.lot(&stage.maker, "L1", 1);
    app.lot(&stage.maker, "L2", 1);
    let kinds = ["holdOpened", "taskOpened", "batchWithdrawn", "recallOpened"];
    let sides = [
        (OWN, &stage.maker, true),
        (OWN, &seller, false),
        (super::OTHER, &other, false),
        (super::REGULATOR, &regulator, true),
        ("CN-REG:33", &outside, false),
        (SHOP, &stage.shop, false),
    ];
    let receivers: Vec<_> = sides
        .iter()
        .map(|(of, token, _)| {
            let receiver = Receiver::start(Vec::new());
            let (_, secret) = stage.hook(of, token, &receiver.url(), &kinds);
            (receiver, secret)
        })
        .collect();
    stage.hold("L1");
    accepted(&app.post(&stage.maker, &batch_path("L2", "checks"), &poisoned("L2")));
    accepted(&app.post(&stage.maker, &batch_path("L1", "withdrawal"), &reason()));
    stage.recall("r", &["L1"]);
    for ((of, _, office), (receiver, secret)) in sides.iter().zip(&receivers) {
        let taken = receiver.wait_for(if *office { 4 } else { 1 });
        let kinds: Vec<String> = taken.iter().map(|delivery| kind(&delivery.json())).collect();
        let expected: &[&str] = match office {
            true => &["holdOpened", "taskOpened", "batchWithdrawn", "recallOpened"],
            false => &["recallOpened"],
        };
        assert_eq!(kinds, expected, "{of}");
        assert!(taken.iter().all(|delivery| delivery.is_signed_with(secret)), "{of}");
        if *office {
            let task = taken[1].json();
            assert_eq!((&task["lot"], &task["hazard"]), (&json!("L2"), &json!("nonFood")));
            assert!(task["task"]["dueAt"].is_string() && task["holds"][0].is_string(), "{task}");
        }
    }
}

/// The secret is shown once; the same request is the same webhook; sides do not see each other's.
#[test]
fn registering_listing_and_deleting() {
    let stage = Stage::new();
    let receiver = Receiver::start(Vec::new());
    let hooks = path(OWN, "webhooks");
    let body = json!({"url": receiver.url(), "kinds": ["recallOpened"]});
    let send =
        |token: &str, key: &str, body: &Value| stage.app.post_keyed(token, key, &hooks, body);
    let first = accepted(&send(&stage.maker, "a", &body));
    let again = send(&stage.maker, "a", &body);
    assert_eq!((again.status, again.json()), (200, json!({"id": first["id"]})));
    let other = json!({"url": receiver.url(), "kinds": ["recallClosed"]});
    let changed = send(&stage.maker, "a", &other);
    assert_eq!((changed.status, changed.code().as_str()), (409, "changedUnderSameIdentity"));
    let seller = stage.app.token(MAKER, "seller");
    let sellers = accepted(&send(&seller, "a", &body));
    assert_ne!(sellers["id"], first["id"]);
    assert_ne!(sellers["secret"], first["secret"]);
    let listed = stage.app.get_as(&stage.maker, &hooks).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert_eq!(stage.listed(OWN, &seller)["id"], sellers["id"]);
    assert!(!listed.to_string().contains("whsec"), "{listed}");
    for number in 1..SUBSCRIBER_WEBHOOKS_MAX {
        accepted(&send(&stage.maker, &format!("n{number}"), &body));
    }
    let full = send(&stage.maker, "full", &body);
    assert_eq!((full.status, full.code().as_str()), (409, "tooManyWebhooks"));
    let items = stage.app.get_as(&stage.maker, &hooks).json()["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), SUBSCRIBER_WEBHOOKS_MAX);
    let bearer = [("authorization", format!("Bearer {}", stage.maker))];
    let bearer = bearer.each_ref().map(|(name, value)| (*name, value.as_str()));
    for item in &items {
        let path = format!("{hooks}/{}", item["id"].as_str().unwrap());
        assert_eq!(stage.app.send("DELETE", &path, &bearer, None).status, 200);
        assert_eq!(stage.app.send("DELETE", &path, &bearer, None).status, 404);
    }
    stage.recall("r", &["L1"]);
    let taken = receiver.wait_for(1);
    assert!(taken[0].is_signed_with(sellers["secret"].as_str().unwrap()), "a deleted one was told");
}

/// A test says how the address answers, whatever that is.
#[test]
fn a_test_says_what_came_of_it() {
    let stage = Stage::new();
    let receiver = Receiver::start(vec![
        Reply::Status(204),
        Reply::Status(404),
        Reply::Redirect("http://10.0.0.1/".to_owned()),
        Reply::Hang,
        Reply::Close,
    ]);
    let (id, secret) = stage.hook(OWN, &stage.maker, &receiver.url(), &["watch"]);
    for (outcome, status) in [
        ("delivered", json!(204)),
        ("refused", json!(404)),
        ("refused", json!(307)),
        ("timedOut", Value::Null),
        ("unreachable", Value::Null),
    ] {
        let answer = stage.test_hook(OWN, &stage.maker, &id);
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.json(), json!({"outcome": outcome, "status": status}));
    }
    let taken = receiver.deliveries();
    assert_eq!(taken.len(), 5);
    assert!(taken.iter().all(|delivery| delivery.is_signed_with(&secret)));
    assert_eq!(taken[0].json(), json!({"kind": "test", "webhook": id}));
    // Without the option for development the same address is refused, and so is a test that runs late.
    let strict = suyuan::notify::Settings { loopback: false, ..QUICK };
    let app = crate::harness::TestApp::on(stage.app.stop(), |options| suyuan::app::Options {
        webhooks: strict,
        ..options
    });
    let answer = app.post(&stage.maker, &path(OWN, &format!("webhooks/{id}/test")), &json!({}));
    assert_ne!(answer.json()["outcome"], "delivered", "{}", answer.text());
    assert_eq!(receiver.deliveries().len(), 5);
}
