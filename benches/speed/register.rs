//! Registrations: over HTTP against a route that only parses the same bodies, and in process against
//! writing the same bytes again.

use crate::fill::{self, Store, folder};
use crate::goods;
use crate::load::{Request, Target, take_turns};
use crate::server::Server;
use crate::table::{Table, count, median, micros, ratio};
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use suyuan::app::{App, Options};
use suyuan::domain::command::{Command, Submission};
use suyuan::store::db::Db;
use suyuan::store::faults::{Fate, Step};
use suyuan::wire::parse;

const CONNECTIONS: u64 = 64;
const ROUND: Duration = Duration::from_secs(2);
/// Registrations in process, of one round.
const REGISTRATIONS: u64 = 10_000;
/// Rounds in process; the best counts.
const ROUNDS: usize = 5;

/// Stands in the body where the lot goes.
const LOT: &str = "LOT-GOES-HERE";

/// Over HTTP, into the store of the scans.
pub(crate) fn over_http(store: &Store, server: &Server) {
    let table = Table::new(
        &format!("Registration over HTTP: {CONNECTIONS} connections"),
        &[
            "parse only/s",
            "service/s",
            "ratio",
            "parse only CPU µs",
            "service CPU µs",
            "facts per sync",
        ],
    );
    let next = Arc::new(AtomicU64::new(0));
    let bare = target(store, server, server.bare, &next);
    let service = target(store, server, server.service, &next);
    let before = commits(server);
    let (bare_best, best) = take_turns(&bare, &service, ROUND);
    let after = commits(server);
    table.row(&[
        count(bare_best.rate),
        count(best.rate),
        ratio(best.rate / bare_best.rate, 0.35),
        micros(bare_best.cpu),
        micros(best.cpu),
        format!("{:.1}", (after.0 - before.0) / (after.1 - before.1)),
    ]);
}

fn target(store: &Store, server: &Server, address: SocketAddr, next: &Arc<AtomicU64>) -> Target {
    let body = goods::batch_body(&goods::product(0), LOT, goods::UNITS).to_string();
    let (before, after) = body.split_once(LOT).expect("the place of the lot");
    let lot_bytes = lot(0).len();
    let head = format!(
        "POST /api/v1/organizations/{}/batches HTTP/1.1\r\nhost: {address}\r\n\
         authorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        store.maker,
        store.token,
        before.len() + lot_bytes + after.len(),
    );
    let (start, after) = (head + before, after.to_owned());
    let request: Request = Arc::new(move |number, bytes| {
        for part in [&start, &lot(number), &after] {
            bytes.extend_from_slice(part.as_bytes());
        }
    });
    Target {
        address,
        process: server.process(),
        connections: CONNECTIONS,
        status: 201,
        request,
        next: Arc::clone(next),
    }
}

pub(crate) fn lot(number: u64) -> String {
    format!("H{number:010}")
}

/// Facts and commits so far, from the service's own metrics.
fn commits(server: &Server) -> (f64, f64) {
    let request = format!("GET /metrics HTTP/1.1\r\nhost: {}\r\n\r\n", server.service);
    let text = crate::load::runtime().block_on(async {
        let mut connection = crate::client::Connection::open(server.service).await;
        let (_, answer) = connection.exchange(request.as_bytes()).await;
        String::from_utf8_lossy(answer).into_owned()
    });
    let counter = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|value| value.trim().parse().ok()).unwrap_or(0.0)
    };
    (counter("suyuan_facts_total "), counter("suyuan_commits_total "))
}

/// In process: commands that were parsed before, on a fresh store; then the bytes of every commit
/// again, on another fresh store.
pub(crate) fn in_process() {
    let rounds: Vec<_> = (0..ROUNDS).map(|_| round()).collect();
    let best = |time: fn(&Round) -> Duration| rounds.iter().map(time).min().expect("a round");
    let (live, again) = (best(|round| round.live), best(|round| round.again));
    let facts = REGISTRATIONS as f64;
    let each = |figure: fn(&Round) -> f64| median(rounds.iter().map(figure).collect());
    let commits = each(|round| round.commits as f64);
    let table = Table::new(
        &format!("Registration in process: {CONNECTIONS} tasks"),
        &[
            "same bytes again/s",
            "service/s",
            "ratio",
            "facts per sync",
            "bytes per fact",
            "sync µs",
        ],
    );
    table.row(&[
        count(facts / again.as_secs_f64()),
        count(facts / live.as_secs_f64()),
        ratio(again.as_secs_f64() / live.as_secs_f64(), 0.5),
        format!("{:.1}", facts / commits),
        count(each(|round| round.bytes as f64) / facts),
        micros(again.div_f64(commits)),
    ]);
}

/// One round.
struct Round {
    live: Duration,
    again: Duration,
    commits: usize,
    bytes: usize,
}

fn round() -> Round {
    let folder = folder();
    let recorded: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
    let mut options = Options::new(folder.path());
    let keep = Arc::clone(&recorded);
    options.probe = Some(Arc::new(move |step, bytes: &[u8]| {
        if step == Step::Commit {
            keep.lock().unwrap().push(bytes.to_vec());
        }
        Fate::Succeeds
    }));
    let (app, operator) = App::open(options).unwrap();
    let operator = app.authenticate(&operator.expect("a new ledger")).unwrap();
    let maker = fill::maker(&app, &operator, 0);
    let product = goods::product(0);
    let document = |lot: &str| goods::batch_body(&product, lot, goods::UNITS);
    let submissions = submissions(&app, &maker, &document);
    recorded.lock().unwrap().clear();
    let live = submit_all(app, submissions);
    let commits = std::mem::take(&mut *recorded.lock().unwrap());
    let bytes = commits.iter().map(Vec::len).sum();
    Round { live, again: replay(&commits), commits: commits.len(), bytes }
}

/// Registrations per second in process, of documents by their lots, on a fresh store: the best round.
pub(crate) fn rate(document: &impl Fn(&str) -> Value) -> f64 {
    let round = |_| {
        let folder = folder();
        let (app, operator) = App::open(Options::new(folder.path())).unwrap();
        let operator = app.authenticate(&operator.expect("a new ledger")).unwrap();
        let maker = fill::maker(&app, &operator, 0);
        let submissions = submissions(&app, &maker, document);
        REGISTRATIONS as f64 / submit_all(app, submissions).as_secs_f64()
    };
    (0..ROUNDS).map(round).fold(0.0, f64::max)
}

fn submissions(
    app: &App,
    maker: &fill::Maker,
    document: &impl Fn(&str) -> Value,
) -> Vec<Submission> {
    let one = |number| {
        let body = fill::bytes(&document(&lot(number)));
        let command = Command::RegisterBatch(Box::new(parse::batch(&maker.code, &body).unwrap()));
        fill::submission(app, &maker.actor, &body, command)
    };
    (0..REGISTRATIONS).map(one).collect()
}

fn submit_all(app: App, submissions: Vec<Submission>) -> Duration {
    let app = Arc::new(app);
    let waiting = Arc::new(Mutex::new(submissions.into_iter()));
    let accepted = Arc::new(AtomicU64::new(0));
    let began = Instant::now();
    fill::threads().block_on(async {
        let mut workers = tokio::task::JoinSet::new();
        for _ in 0..CONNECTIONS {
            let (app, waiting, accepted) =
                (Arc::clone(&app), Arc::clone(&waiting), Arc::clone(&accepted));
            workers.spawn(async move {
                loop {
                    let next = waiting.lock().unwrap().next();
                    let Some(submission) = next else { return };
                    app.submit(submission).await.unwrap();
                    accepted.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        workers.join_all().await;
    });
    let took = began.elapsed();
    assert_eq!(accepted.load(Ordering::Relaxed), REGISTRATIONS);
    took
}

fn replay(commits: &[Vec<u8>]) -> Duration {
    let folder = folder();
    let db = Db::open(folder.path(), None).unwrap();
    let began = Instant::now();
    for bytes in commits {
        db.commit_recorded(bytes).unwrap();
    }
    began.elapsed()
}
