//! Lots made from lots: previews of a recall against a raw walk, openings, the way back, and that a
//! recall costs what it reaches, however large the store. `SUYUAN_BENCH_LOTS` sets the lots of the world.

mod opening;
mod raw;

use crate::fill::{batch_key, bytes, submission};
use crate::table::{Table, count, median, millis, ratio};
use crate::world::World;
use raw::{Raw, Reading};
use serde_json::json;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use suyuan::access::Viewer;
use suyuan::app::{App, Options, open_store};
use suyuan::domain::command::{Command, Submission};
use suyuan::domain::scope::{Scope, ScopePart};
use suyuan::fact::body::Body;
use suyuan::fact::record::BatchRef;
use suyuan::ledger::reach;
use suyuan::ledger::writer::{Left, Writer};
use suyuan::limits::{LINEAGE_DEPTH_MAX, REACH_STEP_EDGES_COUNT};
use suyuan::lineage::graph::{Question, survey};
use suyuan::lineage::walk::Direction;
use suyuan::store::db::{Db, ReadCounts, count_reads};
use suyuan::store::read::Read;
use suyuan::views::query;
use suyuan::wire::parse;

/// Lots of the world, unless another number is asked for.
const LOTS: u64 = 100_000;
/// Worlds in which a recall of the same reach is opened.
const WORLDS: [u64; 2] = [10_000, 100_000];
/// Times that a walk is made; the middle one counts.
const WALKS: usize = 9;
const TRACES: usize = 20;
/// Recalls of the same lot, one after the other.
const OPENINGS: usize = 5;

/// Prints every table.
pub(crate) fn measure() {
    let lots = std::env::var("SUYUAN_BENCH_LOTS").ok();
    let lots = lots.map_or(LOTS, |text| text.parse().expect("a number of lots"));
    let world = World::filled(lots);
    // Recalls are of what stands in files, not of what was written last.
    open_store(&world.path()).unwrap().0.flush().unwrap();
    let raw = preview(&world);
    back_trace(&world);
    growth(&world);
    opening::measure(&world, raw);
}

/// Previews against the raw walk, both cut where the preview is. Gives how many lots a raw walk of all
/// that was made of the flour finds in a second, with the rows of the lots.
fn preview(world: &World) -> f64 {
    let db = Db::open_read_only(&world.path().join("store")).unwrap();
    let raw = Raw::open(&world.path());
    let title = format!("Preview against a raw walk, {} lots", count(world.lots as f64));
    let columns = [
        "what was made of",
        "lots",
        "raw: edges ms",
        "raw: edges and batch rows ms",
        "preview ms",
        "ratio to edges and rows",
        "ratio to edges",
    ];
    let table = Table::new(&title, &columns);
    let roots = [("the flour, cut", world.flour()), ("a small root, whole", world.small_root())];
    for (name, root) in roots {
        let lots = previewed(world, db.snapshot(), &root);
        let walk = |reading| timed(|| assert_eq!(raw.walk(&root, lots, reading), lots));
        let (edges, rows) = (walk(Reading::Edges), walk(Reading::Rows));
        let preview = timed(|| assert_eq!(previewed(world, db.snapshot(), &root), lots));
        table.row(&[
            name.to_owned(),
            count(lots as f64),
            millis(edges),
            millis(rows),
            millis(preview),
            ratio(rows.as_secs_f64() / preview.as_secs_f64(), 0.5),
            format!("{:.2}", edges.as_secs_f64() / preview.as_secs_f64()),
        ]);
    }
    let all = raw.walk(&world.flour(), u64::MAX, Reading::Edges);
    let took = timed(|| assert_eq!(raw.walk(&world.flour(), u64::MAX, Reading::Rows), all));
    let rate = all as f64 / took.as_secs_f64();
    table.row(&[
        "the flour, whole".to_owned(),
        count(all as f64),
        millis(timed(|| assert_eq!(raw.walk(&world.flour(), u64::MAX, Reading::Edges), all))),
        millis(took),
        "-".to_owned(),
        "-".to_owned(),
        "-".to_owned(),
    ]);
    rate
}

/// Lots that a preview of a recall of `root` finds.
fn previewed(world: &World, view: impl Read, root: &BatchRef) -> u64 {
    let maker = world.maker(root);
    let lot = batch_key(maker, &root.product, &root.lot);
    let part = ScopePart::Ingredient(lot);
    let scope = Scope { organization: maker.code.clone(), part, later: false };
    let preview = reach::preview(view, &maker.actor, &[scope], false).unwrap();
    reach::reached(&preview.view, preview.recall).unwrap().lots
}

/// Everything that went into the last lot.
fn back_trace(world: &World) {
    let db = Db::open_read_only(&world.path().join("store")).unwrap();
    let snapshot = db.snapshot();
    let start = world.last_of_flour();
    let viewer = Viewer::from(&world.maker(&start).actor);
    let question = Question {
        start,
        direction: Direction::Back,
        depth: LINEAGE_DEPTH_MAX,
        from: None,
        to: None,
        organizations: Vec::new(),
    };
    let trace = || survey(&snapshot, &viewer, &question).unwrap();
    let found = trace();
    let times = (0..TRACES).map(|_| seconds(|| black_box(trace().len()))).collect();
    let first_page = seconds(|| black_box(found.page(&snapshot, 0, 100).unwrap().nodes.len()));
    let title = format!("The way back from the last lot, {} lots", count(world.lots as f64));
    let columns = ["lots", "edges", "complete", "walk ms, median of 20", "first page of 100 ms"];
    Table::new(&title, &columns).row(&[
        count(found.len() as f64),
        count(found.edge_count() as f64),
        found.complete().to_string(),
        millis(Duration::from_secs_f64(median(times))),
        millis(Duration::from_secs_f64(first_page)),
    ]);
}

/// Recalls that reach the same number of lots, in worlds of different sizes.
fn growth(world: &World) {
    let mut rows: Vec<_> = WORLDS
        .into_iter()
        .filter(|lots| *lots != world.lots)
        .map(|lots| (lots, openings(&World::filled(lots))))
        .collect();
    rows.push((world.lots, openings(world)));
    rows.sort_by_key(|(lots, _)| *lots);
    let title = "Opening a recall of a small root and following it to the end, on one thread";
    let columns = [
        "lots of the world",
        "lots reached",
        "commits",
        "first ms",
        "median ms",
        "blocks read, first",
        "blocks read per lot",
    ];
    let table = Table::new(title, &columns);
    for (lots, openings) in rows {
        let times = openings.iter().map(|one| one.took.as_secs_f64()).collect();
        let first = openings.first().expect("an opening");
        table.row(&[
            count(lots as f64),
            count(first.lots as f64),
            count(first.commits as f64),
            millis(first.took),
            millis(Duration::from_secs_f64(median(times))),
            count(first.reads.blocks as f64),
            format!("{:.1}", first.reads.blocks as f64 / first.lots as f64),
        ]);
    }
}

/// One opening, followed to its end.
struct Followed {
    took: Duration,
    lots: u64,
    commits: u64,
    reads: ReadCounts,
}

/// Through a writer on this thread, so that what it reads can be counted; the service's own has nothing
/// to do meanwhile.
fn openings(world: &World) -> Vec<Followed> {
    let (app, _) = App::open(Options::new(world.path())).unwrap();
    app.db.flush().unwrap();
    let writer = Writer {
        db: Arc::clone(&app.db),
        queue: Arc::default(),
        clock: Arc::clone(&app.clock),
        entropy: Arc::clone(&app.entropy),
        zone: app.zone.clone(),
        rulebooks: Arc::default(),
        signer: None,
        reach_edges: REACH_STEP_EDGES_COUNT,
        failed: Arc::default(),
        on_commit: Box::new(|| {}),
        on_failure: Box::new(|_| {}),
    };
    let one = |_| {
        let submission = recall(&app, world, &world.small_root());
        let (mut last, mut commits, mut left) = (0, 1, Left::Work);
        let began = Instant::now();
        let (receipt, reads) = count_reads(|| {
            let (mut answers, _) = writer.write(&[submission], &mut last).unwrap();
            while left == Left::Work {
                left = writer.write(&[], &mut last).unwrap().1;
                commits += 1;
            }
            answers.pop().expect("an answer").unwrap()
        });
        let took = began.elapsed();
        let Body::RecallOpened { recall, .. } = receipt.body else { panic!("not an opening") };
        let lots = reach::reached(&app.snapshot(), recall).unwrap().lots;
        Followed { took, lots, commits, reads }
    };
    (0..OPENINGS).map(one).collect()
}

/// An opening over a lot and what was made of it, by its maker.
fn recall(app: &App, world: &World, root: &BatchRef) -> Submission {
    let maker = world.maker(root);
    let before = query::facts(&app.snapshot()).unwrap();
    let body = bytes(&json!({
        "scope": {
            "organization": root.organization,
            "ingredientLot": {
                "organization": root.organization,
                "product": root.product,
                "lot": root.lot,
            },
        },
        "regime": "food",
        "class": 1,
        "kind": "voluntary",
        "hazard": "pathogen",
        "reason": {"en": format!("Found after {before} facts.")},
        "remedy": ["refund"],
        "instructions": {"en": "Do not use."},
    }));
    let command = Command::OpenRecall(parse::recall(&body).unwrap());
    submission(app, &maker.actor, &body, command)
}

fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let began = Instant::now();
    black_box(work());
    began.elapsed().as_secs_f64()
}

/// The middle one of several times, the first of which warms the caches up.
fn timed<T>(mut work: impl FnMut() -> T) -> Duration {
    work();
    Duration::from_secs_f64(median((0..WALKS).map(|_| seconds(&mut work)).collect()))
}
