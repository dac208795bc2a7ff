//! Units: making codes, registering and voiding many at once, and the list for printers.

use crate::client::Connection;
use crate::fill::{self, Maker, Store, folder};
use crate::goods;
use crate::server::Server;
use crate::table::{Table, count, median, ratio};
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use suyuan::app::{App, Options};
use suyuan::clock::Entropy;
use suyuan::domain::command::{Command, Document};
use suyuan::domain::scope::Ordinals;
use suyuan::domain::unit_code::KeySlot;
use suyuan::domain::words::UnitState;
use suyuan::store::faults::Fate;
use suyuan::store::keyring::Keyring;
use suyuan::wire::parse;

/// Rounds of the cipher of a code: each is one keyed hash.
const HASHES: f64 = 10.0;
const MANY: u64 = 10_000_000;
const FEW: u64 = 10;
const TRIES: u64 = 15;
/// Rows of the list for printers.
const ROWS: u64 = 1_000_000;

/// Everything that needs no server.
pub(crate) fn measure() {
    codes();
    batches();
}

fn codes() {
    let folder = folder();
    let mut keyring = Keyring::open(folder.path(), true, &Entropy::System).unwrap();
    keyring.add_unit_key(KeySlot::new(0).unwrap(), &Entropy::System).unwrap();
    let key = *blake3::hash(b"any").as_bytes();
    let both = |_| {
        let codes = per_second(|n| {
            black_box(keyring.code(0, n));
        });
        let hashes = per_second(|n| {
            // As long as what the cipher hashes in a round.
            let mut input = [0; 25];
            if let Some(number) = input.first_chunk_mut() {
                *number = n.to_le_bytes();
            }
            black_box(blake3::keyed_hash(&key, &input));
        });
        (codes, hashes)
    };
    let all: Vec<_> = (0..5).map(both).collect();
    let middle = |figure: fn(&(f64, f64)) -> f64| median(all.iter().map(figure).collect());
    let table =
        Table::new("Codes: one core", &["codes/s", "keyed BLAKE3/s", "codes ÷ (hashes ÷ 10)"]);
    table.row(&[
        count(middle(|(codes, _)| *codes)),
        count(middle(|(_, hashes)| *hashes)),
        ratio(middle(|(codes, hashes)| codes / (hashes / HASHES)), 0.8),
    ]);
}

/// How often a second, on this thread.
pub(crate) fn per_second(mut each: impl FnMut(u64)) -> f64 {
    const LENGTH: Duration = Duration::from_millis(500);
    let (began, mut done) = (Instant::now(), 0);
    while began.elapsed() < LENGTH {
        for _ in 0..256 {
            each(done);
            done += 1;
        }
    }
    done as f64 / began.elapsed().as_secs_f64()
}

fn batches() {
    let folder = folder();
    let written = Arc::new(AtomicUsize::new(0));
    let mut options = Options::new(folder.path());
    let last = Arc::clone(&written);
    options.probe = Some(Arc::new(move |_, bytes: &[u8]| {
        last.store(bytes.len(), Ordering::Relaxed);
        Fate::Succeeds
    }));
    let (app, operator) = App::open(options).unwrap();
    let operator = app.authenticate(&operator.expect("a new ledger")).unwrap();
    let maker = fill::maker(&app, &operator, 0);
    let table = Table::new(
        "Many units at once: one commit each, with its sync",
        &["command", "units", "ms", "bytes written"],
    );
    let mut lines = [
        Line::new("register", MANY),
        Line::new("register", FEW),
        Line::new("void", MANY / 2),
        Line::new("void", FEW / 2),
    ];
    for number in 0..TRIES {
        for line in &mut lines {
            // Registered lots are voided by the lines below.
            let registers = line.command == "register";
            let units = if registers { line.units } else { 2 * line.units };
            let lot = format!("U{units}-{number}");
            let took = if registers {
                register(&app, &maker, &lot, units)
            } else {
                void(&app, &maker, &lot, line.units)
            };
            line.millis.push(took.as_secs_f64() * 1e3);
            line.bytes = written.load(Ordering::Relaxed);
        }
    }
    for Line { command, units, millis, bytes } in lines {
        let shown = format!("{:.2}", median(millis));
        table.row(&[command.to_owned(), count(units as f64), shown, count(bytes as f64)]);
    }
}

/// One command, many times.
struct Line {
    command: &'static str,
    units: u64,
    millis: Vec<f64>,
    bytes: usize,
}

impl Line {
    fn new(command: &'static str, units: u64) -> Self {
        Self { command, units, millis: Vec::new(), bytes: 0 }
    }
}

fn register(app: &App, maker: &Maker, lot: &str, units: u64) -> Duration {
    let body = fill::bytes(&goods::batch_body(&goods::product(0), lot, units));
    let command = Command::RegisterBatch(Box::new(parse::batch(&maker.code, &body).unwrap()));
    timed(app, maker, &body, command)
}

fn void(app: &App, maker: &Maker, lot: &str, units: u64) -> Duration {
    let batch = fill::batch_key(maker, &goods::product(0), lot);
    let ordinals = Ordinals::new(1, units).expect("at least one unit");
    let command = Command::ChangeUnits {
        batch,
        to: UnitState::Voided,
        ordinals,
        document: Document::default(),
    };
    timed(app, maker, format!("void {lot}").as_bytes(), command)
}

fn timed(app: &App, maker: &Maker, body: &[u8], command: Command) -> Duration {
    let submission = fill::submission(app, &maker.actor, body, command);
    let began = Instant::now();
    app.submit_blocking(submission).unwrap();
    began.elapsed()
}

/// `units.csv` over HTTP.
pub(crate) fn csv(store: &Store, server: &Server) {
    let (address, token, maker) = (server.service, &store.token, &store.maker);
    let body = goods::batch_body(&goods::product(0), "CSV", ROWS).to_string();
    let base = format!("/api/v1/organizations/{maker}/batches");
    let head = format!("host: {address}\r\nauthorization: Bearer {token}\r\n");
    let register = format!(
        "POST {base} HTTP/1.1\r\n{head}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let path = format!("{base}/{}/CSV/units.csv", goods::product(0));
    let download = format!("GET {path} HTTP/1.1\r\n{head}connection: close\r\n\r\n");
    let (bytes, took) = crate::load::runtime().block_on(async {
        let mut connection = Connection::open(address).await;
        let (status, answer) = connection.exchange(register.as_bytes()).await;
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(answer));
        let began = Instant::now();
        (connection.drain(download.as_bytes()).await, began.elapsed())
    });
    let table = Table::new("units.csv: one client", &["rows", "rows/s", "MB/s"]);
    let seconds = took.as_secs_f64();
    table.row(&[
        count(ROWS as f64),
        count(ROWS as f64 / seconds),
        count(bytes as f64 / seconds / 1e6),
    ]);
}
