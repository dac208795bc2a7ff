//! SIGKILL at many steps of a long reach, again and again on the same folder: the next start goes on,
//! nothing that was made of the lot is ever plainly registered, none is missed and none counted twice.

use super::{FIRMS, made_of, named, over};
use crate::harness::{Client, batch};
use crate::process::{Server, keyed, operator, run, with_maker};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

/// Lots made of the first one. Each goes into every shared lot, and into one of its own.
const MIDDLE: usize = 60;
const SHARED: usize = 200;
/// Lots reached when the process is killed; the steps between are some hundred edges each.
const KILLS: [u64; 9] = [0, 1, 61, 262, 263, 270, 285, 300, 315];
const PATIENCE: Duration = Duration::from_secs(30);

struct World {
    client: Client,
    token: String,
}

impl World {
    fn at(server: &Server, token: &str) -> Self {
        Self { client: Client::new(server.address), token: token.to_owned() }
    }

    fn accepted(&self, key: Option<&str>, path: &str, body: &Value) -> Value {
        let answer = keyed(&self.client, &self.token, key, path, body).unwrap();
        assert!([200, 201].contains(&answer.status), "{path}: {}", answer.text());
        answer.json()
    }

    fn made(&self, lot: &str, inputs: &[String]) {
        let ingredient =
            |input: &String| json!({"name": {"en": "part"}, "source": named((0, input))});
        let mut body = batch(lot, 1);
        body["ingredients"] = inputs.iter().map(ingredient).collect();
        let base = format!("/api/v1/organizations/{}/batches", FIRMS[0].0);
        self.accepted(None, &base, &body);
        self.accepted(None, &format!("{base}/SS-200/{lot}/release"), &json!({}));
    }

    fn get(&self, path: &str) -> Option<Value> {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str()), ("accept", "application/json")];
        let answer = self.client.try_send("GET", path, &headers, None).ok()?;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        Some(answer.json())
    }

    fn reach(&self, id: &str) -> Value {
        self.get(&format!("/api/v1/recalls/{id}")).unwrap()["reach"].clone()
    }

    /// Whether the goods are being checked; they are that or recalled.
    fn is_checked(&self, lot: &str) -> bool {
        let report = self.get(&super::page((0, lot))).unwrap();
        let running = report["reasons"].to_string().contains("recallCheckRunning");
        assert!(running || report["verdict"] == "recalled", "{lot}: {report}");
        running
    }

    fn lots(&self, id: &str) -> Vec<String> {
        let (mut lots, mut path) = (Vec::new(), format!("/api/v1/recalls/{id}/lots?limit=200"));
        loop {
            let page = self.get(&path).unwrap();
            let items = page["items"].as_array().unwrap();
            lots.extend(items.iter().map(|lot| lot["lot"].as_str().unwrap().to_owned()));
            let Some(next) = page["next"].as_str() else { return lots };
            path = format!("/api/v1/recalls/{id}/lots?limit=200&cursor={next}");
        }
    }
}

/// A lot, what was made of it, and what was made of that: every lot that the recall has to come to.
fn fill(world: &World) -> BTreeSet<String> {
    let names = |letter: &str, count: usize| -> Vec<String> {
        (0..count).map(|number| format!("{letter}{number:03}")).collect()
    };
    let (middle, own, shared) = (names("M", MIDDLE), names("OWN", MIDDLE), names("S", SHARED));
    world.made("ROOT", &[]);
    for (lot, own) in middle.iter().zip(&own) {
        world.made(lot, &["ROOT".to_owned()]);
        world.made(own, std::slice::from_ref(lot));
    }
    shared.iter().for_each(|lot| world.made(lot, &middle));
    world.made("LAST", std::slice::from_ref(&own[MIDDLE - 1]));
    world.made("APART", &["ELSE".to_owned()]);
    middle.into_iter().chain(own).chain(shared).chain(["LAST".to_owned()]).collect()
}

#[test]
fn a_reach_that_is_killed_at_any_step_is_finished_by_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut server = Server::start(&data);
    let token = with_maker(server.address, &operator(&data));
    let all = fill(&World::at(&server, &token));
    let (mut cut, mut checked) = (BTreeSet::new(), 0);
    for (round, kill_at) in KILLS.iter().enumerate() {
        let world = World::at(&server, &token);
        let key = format!("open-{round}");
        let opened = world.accepted(Some(&key), "/api/v1/recalls", &over(made_of((0, "ROOT"))));
        let id = opened["id"].as_str().unwrap().to_owned();
        let reached = wait_for(&world, &id, *kill_at);
        server.kill();
        server = Server::start(&data);
        let world = World::at(&server, &token);
        let first = world.reach(&id);
        if first["state"] == "running" {
            cut.insert(reached);
        }
        // From the 201 on, at every moment.
        let until = Instant::now() + PATIENCE;
        while world.reach(&id)["state"] == "running" {
            checked += usize::from(world.is_checked("LAST"));
            assert!(Instant::now() < until, "it is followed without end");
        }
        assert!(!world.is_checked("LAST"));
        let reach = json!({"state": "complete", "batches": all.len(), "organizations": 1});
        assert_eq!(world.reach(&id), reach, "killed at {reached}");
        let lots = world.lots(&id);
        assert_eq!(lots.len(), all.len(), "killed at {reached}");
        assert_eq!(lots.into_iter().collect::<BTreeSet<_>>(), all, "killed at {reached}");
        let apart = world.get(&super::page((0, "APART"))).unwrap();
        assert_eq!(apart["verdict"], "registered", "{apart}");
        let reason = json!({"reason": {"en": "the next round"}});
        let lifting = format!("/api/v1/recalls/{id}/lifting");
        world.accepted(Some(&format!("lift-{round}")), &lifting, &reason);
    }
    println!("cut at {cut:?} lots; {checked} looks while it was being followed after a start");
    assert!(
        cut.len() >= 3 && checked > 0,
        "the reach was over before the process was killed: {cut:?}"
    );
    assert!(server.stop().success());
    verified(&data);
}

/// Waits until so many lots are reached, or all are: how many were seen last.
fn wait_for(world: &World, id: &str, lots: u64) -> u64 {
    loop {
        let reach = world.reach(id);
        let reached = reach["batches"].as_u64().unwrap();
        if reached >= lots || reach["state"] != "running" {
            return reached;
        }
    }
}

/// The chain of facts holds, and the views are those of a replay.
fn verified(data: &Path) {
    let ended = run(&["verify", "--data", data.to_str().unwrap()]);
    assert!(ended.ok, "{ended:?}");
}
