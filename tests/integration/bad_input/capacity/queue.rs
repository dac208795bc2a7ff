//! The queue before the writer. A probe at the commit holds the writer, so that commands pile up as
//! they would on a disk that does not answer.

use super::{created, refused, submission};
use crate::harness::{MAKER, OTHER, TestApp, organization};
use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use suyuan::domain::code_ids::TokenId;
use suyuan::domain::command::{Actor, AdmitOrganization, Command, Document};
use suyuan::domain::org_code::OrgCode;
use suyuan::domain::region::Region;
use suyuan::domain::words::Role;
use suyuan::ledger::queue::Answer;
use suyuan::limits::{
    GROUP_BYTES_MAX, GROUP_COUNT_MAX, QUEUE_BYTES_MAX, QUEUE_COUNT_MAX, RETRY_AFTER_SECONDS,
};
use suyuan::store::faults::{Fate, Step};

const WAIT: Duration = Duration::from_secs(20);

/// A gate before every commit.
#[derive(Default)]
struct Gate {
    state: Mutex<(bool, usize)>,
    opened: Condvar,
}

impl Gate {
    fn set(&self, closed: bool) {
        self.state.lock().unwrap().0 = closed;
        self.opened.notify_all();
    }

    /// Commits so far.
    fn passed(&self) -> usize {
        self.state.lock().unwrap().1
    }

    /// Waits while closed, though not for ever.
    fn pass(&self) {
        let state = self.state.lock().unwrap();
        let (mut state, _) =
            self.opened.wait_timeout_while(state, WAIT, |(closed, _)| *closed).unwrap();
        state.1 += 1;
    }
}

fn start() -> (TestApp, Arc<Gate>, Receiver<()>) {
    let gate = Arc::new(Gate::default());
    let (arrive, arrived) = channel();
    let seen = Arc::clone(&gate);
    let arrive = Mutex::new(arrive);
    let app = TestApp::on(Arc::new(tempfile::tempdir().unwrap()), |mut options| {
        options.probe = Some(Arc::new(move |step, _: &[u8]| {
            if step == Step::Commit {
                let _nobody_listens = arrive.lock().unwrap().send(());
                seen.pass();
            }
            Fate::Succeeds
        }));
        options
    });
    (app, gate, arrived)
}

type Waiting<'a> = Pin<Box<dyn Future<Output = Answer> + 'a>>;

/// A command handed in and left waiting.
fn hand_in(app: &TestApp, number: usize, bytes: usize) -> Waiting<'_> {
    let command = Command::AdmitOrganization(AdmitOrganization {
        code: OrgCode::registry("TEST", &number.to_string()).unwrap(),
        gln: None,
        roles: vec![Role::Producer],
        region: Region::parse("340000").unwrap(),
        document: Document::default(),
    });
    let operator = Actor {
        token: TokenId([0; 8]),
        role: Role::Operator,
        organization: None,
        region: None,
        post: None,
    };
    let mut waiting: Waiting<'_> =
        Box::pin(app.service.app.submit(submission(number, command, operator, bytes)));
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(waiting.as_mut().poll(&mut context), Poll::Pending), "command {number}");
    waiting
}

/// How many commits it takes to answer all.
fn commits_for(gate: &Gate, waiting: Vec<Waiting<'_>>) -> usize {
    let before = gate.passed();
    gate.set(false);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let all = futures_util::future::join_all(waiting);
    let answers = runtime.block_on(async { tokio::time::timeout(WAIT, all).await }).unwrap();
    assert!(answers.iter().all(Result::is_ok), "{:?}", answers.iter().find(|one| one.is_err()));
    gate.passed() - before
}

#[test]
fn a_full_queue_says_when_to_come_back() {
    let (app, gate, arrived) = start();
    created(&app.post(
        &app.operator,
        "/api/v1/organizations",
        &organization(MAKER, "producer", "341124"),
    ));
    while arrived.try_recv().is_ok() {}
    gate.set(true);
    let first = hand_in(&app, 0, 1_024);
    arrived.recv_timeout(WAIT).unwrap();
    let mut waiting: Vec<_> =
        (1..=QUEUE_COUNT_MAX).map(|number| hand_in(&app, number, 1_024)).collect();
    assert_eq!(app.service.app.queued(), QUEUE_COUNT_MAX);
    let body = organization(OTHER, "producer", "341126");
    let ask = || app.post(&app.operator, "/api/v1/organizations", &body);
    for _ in 0..2 {
        let busy = ask();
        refused(&busy, 503, "busy");
        assert_eq!(busy.header("retry-after"), RETRY_AFTER_SECONDS.to_string());
        assert_eq!(busy.header("content-type"), "application/problem+json");
    }
    // Reading goes on, and the service is not about to end.
    assert_eq!(app.get(&format!("/api/v1/organizations/{MAKER}")).status, 200);
    assert_eq!(app.get("/readyz").status, 200);
    waiting.insert(0, first);
    assert_eq!(commits_for(&gate, waiting), 1 + QUEUE_COUNT_MAX / GROUP_COUNT_MAX);
    created(&ask());
}

#[test]
fn the_queue_and_its_groups_are_bounded_in_bytes() {
    let (app, gate, arrived) = start();
    while arrived.try_recv().is_ok() {}
    gate.set(true);
    let mut waiting = vec![hand_in(&app, 0, 1_024)];
    arrived.recv_timeout(WAIT).unwrap();
    let large = GROUP_BYTES_MAX - 1;
    let count = QUEUE_BYTES_MAX / large;
    waiting.extend((1..=count).map(|number| hand_in(&app, number, large)));
    let left = QUEUE_BYTES_MAX - count * large;
    waiting.push(hand_in(&app, count + 1, left));
    let body = organization(MAKER, "producer", "341124");
    refused(&app.post(&app.operator, "/api/v1/organizations", &body), 503, "busy");
    // A group is closed once its bytes are reached: two large commands each.
    assert_eq!(commits_for(&gate, waiting), 1 + (count + 1).div_ceil(2));
    created(&app.post(&app.operator, "/api/v1/organizations", &body));
}
