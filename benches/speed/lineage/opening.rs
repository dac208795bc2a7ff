//! Opening a recall of a lot that much was made of: how fast it comes to everything, and what those who
//! register lots meanwhile notice of it.

use super::recall;
use crate::fill::{submission, threads};
use crate::table::{Table, count, millis};
use crate::world::{World, batch, body};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use suyuan::app::{App, Options};
use suyuan::domain::command::Command;
use suyuan::fact::body::Body;
use suyuan::fact::record::MeasureRef;
use suyuan::ledger::reach;
use suyuan::wire::parse;

/// Tasks that register lots, each the next as soon as it has its answer.
const TASKS: u64 = 64;
/// How long they do so before the opening, and after everything is reached.
const QUIET: Duration = Duration::from_secs(3);
/// Lots that go into each new one.
const INPUTS: u64 = 3;
/// One new lot in so many is made of lots of the flour, so that the recall meets them while its reach
/// stays about as large as the world made it.
const OF_FLOUR: u64 = 16;
/// Most that the slowest hundredth may take while a recall is followed, as a multiple of before.
const TARGET: f64 = 3.0;

/// How an opening went.
struct Opened {
    began: Instant,
    /// Until its submission was answered.
    answered: Duration,
    /// Until nothing was left to follow.
    complete: Duration,
    lots: u64,
}

/// A registration: when it was handed in, and how long it took.
type Submitted = (Instant, Duration);

/// Prints the tables; `raw` is how many lots a raw walk of the same reach finds in a second.
pub(super) fn measure(world: &World, raw: f64) {
    let (app, _) = App::open(Options::new(world.path())).unwrap();
    let app = Arc::new(app);
    let (opened, submitted) = threads().block_on(under_load(&app, world));
    let alone = threads().block_on(open(&app, world));
    app.close();
    let title = format!("Opening a recall of the flour, {} lots", count(world.lots as f64));
    let columns = ["meanwhile", "answered ms", "all reached ms", "lots", "lots/s", "× raw walk"];
    let table = Table::new(&title, &columns);
    for (meanwhile, opened) in [("64 tasks register", &opened), ("nobody", &alone)] {
        let rate = opened.lots as f64 / opened.complete.as_secs_f64();
        table.row(&[
            meanwhile.to_owned(),
            millis(opened.answered),
            millis(opened.complete),
            count(opened.lots as f64),
            count(rate),
            format!("{:.1}", raw / rate),
        ]);
    }
    drop(table);
    waiting(&opened, &submitted);
}

/// What registrations took before, during and after.
fn waiting(opened: &Opened, submitted: &[Submitted]) {
    let until = opened.began + opened.complete;
    let phases = [
        ("before the opening", slowest(submitted, |(from, took)| *from + *took < opened.began)),
        (
            "while it is followed",
            slowest(submitted, |(from, took)| *from <= until && *from + *took >= opened.began),
        ),
        ("when all is reached", slowest(submitted, |(from, _)| *from > until)),
    ];
    let title = "Registering lots meanwhile: 64 tasks, one lot in 16 made of the flour";
    let table = Table::new(title, &["when", "lots/s", "median ms", "p99 ms", "p99, × before"]);
    let before = phases.first().map_or(1.0, |(_, found)| found.p99.as_secs_f64());
    for (when, found) in &phases {
        let times = found.p99.as_secs_f64() / before;
        let missed = if times > TARGET { " **missed**" } else { "" };
        table.row(&[
            (*when).to_owned(),
            count(found.rate),
            millis(found.median),
            millis(found.p99),
            format!("{times:.2} (≤ {TARGET:.2}){missed}"),
        ]);
    }
}

/// Registrations of a phase.
struct Phase {
    rate: f64,
    median: Duration,
    p99: Duration,
}

fn slowest(submitted: &[Submitted], within: impl Fn(&Submitted) -> bool) -> Phase {
    let those: Vec<_> = submitted.iter().filter(|one| within(one)).collect();
    let first = those.iter().map(|(from, _)| *from).min().expect("a registration");
    let last = those.iter().map(|(from, took)| *from + *took).max().expect("a registration");
    let mut times: Vec<_> = those.iter().map(|(_, took)| *took).collect();
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    let rate = times.len() as f64 / (last - first).as_secs_f64();
    Phase { rate, median: at(50), p99: at(99) }
}

async fn under_load(app: &Arc<App>, world: &World) -> (Opened, Vec<Submitted>) {
    let (next, stop) = (Arc::new(AtomicU64::new(world.lots)), Arc::new(AtomicBool::new(false)));
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..TASKS {
        let (app, makers) = (Arc::clone(app), Arc::clone(&world.makers));
        let (next, stop) = (Arc::clone(&next), Arc::clone(&stop));
        let (flour, lots) = (world.flour_lots(), world.lots);
        workers.spawn(async move {
            let mut submitted = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let lot = next.fetch_add(1, Ordering::Relaxed);
                let organizations = makers.len() as u64;
                let of = if lot % OF_FLOUR == 0 { 0..flour } else { flour..lots };
                let input = |n| of.start + drawn(lot, n) % (of.end - of.start);
                let inputs: Vec<_> = (0..INPUTS).map(|n| batch(input(n), organizations)).collect();
                let body = body(&format!("N{lot:09}"), &inputs);
                let at = usize::try_from(lot % organizations).unwrap();
                let maker = makers.get(at).expect("a maker for each lot");
                let parsed = parse::batch(&maker.code, &body).unwrap();
                let command = Command::RegisterBatch(Box::new(parsed));
                let submission = submission(&app, &maker.actor, &body, command);
                let from = Instant::now();
                app.submit(submission).await.unwrap();
                submitted.push((from, from.elapsed()));
            }
            submitted
        });
    }
    tokio::time::sleep(QUIET).await;
    let opened = open(app, world).await;
    tokio::time::sleep(QUIET).await;
    stop.store(true, Ordering::Relaxed);
    (opened, workers.join_all().await.into_iter().flatten().collect())
}

/// Opens a recall of the flour and waits until nothing is left to follow.
async fn open(app: &App, world: &World) -> Opened {
    let mut commits = app.commits();
    let submission = recall(app, world, &world.flour());
    let began = Instant::now();
    let receipt = app.submit(submission).await.unwrap();
    let answered = began.elapsed();
    let Body::RecallOpened { recall, .. } = receipt.body else { panic!("not an opening") };
    while reach::is_left(&app.snapshot()).unwrap() {
        commits.changed().await.unwrap();
    }
    let complete = began.elapsed();
    Opened { began, answered, complete, lots: lots(app, recall) }
}

fn lots(app: &App, recall: MeasureRef) -> u64 {
    reach::reached(&app.snapshot(), recall).unwrap().lots
}

/// A number that goes with a new lot and one of its inputs.
fn drawn(lot: u64, input: u64) -> u64 {
    let hash = blake3::hash(&[lot.to_be_bytes(), input.to_be_bytes()].concat());
    hash.as_bytes().first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}
