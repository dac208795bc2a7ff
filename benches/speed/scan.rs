//! Scans over HTTP, as JSON and as a page, against a bare route that answers the same bytes, with each
//! page counted as a visitor's own; what the counting costs; and how long the service takes to start on
//! such a store.

use crate::fill::{Code, Store};
use crate::load::{Request, Target, take_turns};
use crate::server::Server;
use crate::table::{Table, count, micros, millis, ratio};
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

const CONNECTIONS: u64 = 32;
const ROUND: Duration = Duration::from_millis(1_500);
const PACED: Duration = Duration::from_secs(4);

/// One way to ask.
struct Way {
    name: &'static str,
    path: fn(&Code) -> String,
    headers: &'static str,
    gzip: bool,
    /// Least share of the bare rate.
    target: Option<f64>,
    /// Most processor time above the bare route, in microseconds.
    target_above: Option<f64>,
}

const PHONE: &str = "accept: text/html\r\naccept-language: zh-CN,zh;q=0.9\r\n";
const PHONE_GZIP: &str =
    "accept: text/html\r\naccept-language: zh-CN,zh;q=0.9\r\naccept-encoding: gzip, deflate\r\n";
const JSON: &str = "accept: application/json\r\n";
const JSON_GZIP: &str = "accept: application/json\r\naccept-encoding: gzip, deflate\r\n";

fn units(code: &Code) -> String {
    format!("/api/v1/units/{}/{}", code.organization, code.serial)
}

fn page(code: &Code) -> String {
    format!("/01/{}/21/{}", code.gtin, code.serial)
}

/// A request that is answered alike and never counted.
const AHEAD_OF_NEED: &str = "accept: text/html\r\naccept-language: zh-CN,zh;q=0.9\r\n\
     accept-encoding: gzip, deflate\r\nsec-purpose: prefetch\r\n";

/// Most that counting may add to the processor time of a request.
const COUNTING_SHARE_MAX: f64 = 1.10;

const WAYS: [Way; 4] = [
    Way {
        name: "JSON",
        path: units,
        headers: JSON,
        gzip: false,
        target: Some(0.5),
        target_above: Some(20.0),
    },
    Way {
        name: "JSON, gzip",
        path: units,
        headers: JSON_GZIP,
        gzip: true,
        target: None,
        target_above: None,
    },
    Way {
        name: "page",
        path: page,
        headers: PHONE,
        gzip: false,
        target: Some(0.35),
        target_above: None,
    },
    Way {
        name: "page, gzip",
        path: page,
        headers: PHONE_GZIP,
        gzip: true,
        target: Some(0.35),
        target_above: None,
    },
];

/// Measures every way and prints the table.
pub(crate) fn measure(store: &Store, server: &Server) {
    warm(store, server);
    let title = format!("Scan: {CONNECTIONS} connections, {} batches", count(store.batches as f64));
    let table = Table::new(
        &title,
        &[
            "answer",
            "bare/s",
            "service/s",
            "ratio",
            "bare CPU µs",
            "service CPU µs",
            "above bare µs",
            "bare p99 ms",
            "service p99 ms at half its rate",
        ],
    );
    for way in &WAYS {
        row(&table, store, server, way);
    }
}

/// What it costs to count a visitor: the same pages, asked for by people and ahead of need.
pub(crate) fn counting(store: &Store, server: &Server) {
    let table = Table::new(
        "Counting scans: each request a new visitor",
        &["answer", "not counted CPU µs", "counted CPU µs", "counted / not counted"],
    );
    let way = |headers| Way {
        name: "page, gzip",
        path: page,
        headers,
        gzip: true,
        target: None,
        target_above: None,
    };
    let (ahead, counted) = (way(AHEAD_OF_NEED), way(PHONE_GZIP));
    let service = |way: &Way| target(store, server, way, server.service);
    let (before, after) = take_turns(&service(&ahead), &service(&counted), ROUND);
    let share = after.cpu.as_secs_f64() / before.cpu.as_secs_f64();
    let missed = if share > COUNTING_SHARE_MAX { " **missed**" } else { "" };
    table.row(&[
        counted.name.to_owned(),
        micros(before.cpu),
        micros(after.cpu),
        format!("{share:.2} (≤ {COUNTING_SHARE_MAX:.2}){missed}"),
    ]);
}

/// Asks for as many codes as there are batches, so that what is measured is a service that has run for
/// a while, not the filling of its caches.
fn warm(store: &Store, server: &Server) {
    let Some(json) = WAYS.first() else { return };
    let target = target(store, server, json, server.service);
    let asked = || target.next.load(std::sync::atomic::Ordering::Relaxed);
    while asked() < 2 * store.batches {
        target.closed(ROUND);
    }
}

fn row(table: &Table, store: &Store, server: &Server, way: &Way) {
    let service = target(store, server, way, server.service);
    let bare_address = if way.gzip { server.bare_gzip } else { server.bare };
    let bare = target(store, server, way, bare_address);
    let (bare_best, best) = take_turns(&bare, &service, ROUND);
    let share = best.rate / bare_best.rate;
    let above = (best.cpu.as_secs_f64() - bare_best.cpu.as_secs_f64()) * 1e6;
    let (bare_late, late) =
        (bare.paced(best.rate / 2.0, PACED), service.paced(best.rate / 2.0, PACED));
    table.row(&[
        way.name.to_owned(),
        count(bare_best.rate),
        count(best.rate),
        way.target.map_or(format!("{share:.2}"), |target| ratio(share, target)),
        micros(bare_best.cpu),
        micros(best.cpu),
        way.target_above.map_or(format!("{above:.1}"), |most| {
            let missed = if above > most { " **missed**" } else { "" };
            format!("{above:.1} (≤ {most:.0}){missed}")
        }),
        millis(bare_late),
        millis(late),
    ]);
}

fn target(store: &Store, server: &Server, way: &Way, address: SocketAddr) -> Target {
    let (codes, path, headers) = (Arc::clone(&store.codes), way.path, way.headers);
    let request: Request = Arc::new(move |number, bytes| {
        let code = codes.get(usize::try_from(number).unwrap() % codes.len());
        let path = path(code.expect("within the list"));
        write!(
            bytes,
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nuser-agent: Mozilla/5.0 (Linux; Android 16; \
             visitor {number})\r\n{headers}\r\n"
        )
        .unwrap();
    });
    Target {
        address,
        process: server.process(),
        connections: CONNECTIONS,
        status: 200,
        request,
        next: Arc::default(),
    }
}

/// Starts the service again after an orderly end, and after a power cut.
pub(crate) fn starts(store: &Store) {
    let table = Table::new("Start", &["after", "store opened ms", "first answer ms"]);
    for after in ["an orderly end", "a power cut"] {
        let server = Server::start(store);
        table.row(&[after.to_owned(), millis(server.opened_in), millis(server.ready_in)]);
        server.kill();
    }
}
