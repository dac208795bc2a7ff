//! The report alone, in process, on one core: what a scan costs before any protocol.

use crate::fill::{Code, Store};
use crate::table::{Table, count};
use std::hint::black_box;
use std::time::Instant;
use suyuan::app::{App, Options};
use suyuan::domain::lot::Serial;
use suyuan::domain::org_code::OrgCode;
use suyuan::report::{Documents, Frame, Lookup, report};
use suyuan::store::db::count_reads;

const REPORTS: usize = 50_000;
const COUNTED: usize = 1_000;

/// Prints microseconds and blocks looked into for each report.
pub(crate) fn measure(store: &Store) {
    let (app, _) = App::open(Options::new(store.path())).unwrap();
    let documents = Documents::default();
    let ask = |code: &Code| {
        let (now, today) = app.now();
        let (keyring, zone) = (&app.keyring, app.zone_name.as_str());
        let frame = Frame { keyring, documents: &documents, zone, now, today };
        let lookup = Lookup::Serial {
            organization: OrgCode::parse(&code.organization).unwrap(),
            serial: Serial::parse(&code.serial).unwrap(),
        };
        report(&app.snapshot(), &frame, &lookup).unwrap()
    };
    let asked = || store.codes.iter().cycle();
    asked().take(REPORTS / 5).for_each(|code| drop(black_box(ask(code))));
    let began = Instant::now();
    asked().skip(7).take(REPORTS).for_each(|code| drop(black_box(ask(code))));
    let each = began.elapsed().as_secs_f64() / REPORTS as f64;
    let (made, counts) =
        count_reads(|| asked().skip(11).take(COUNTED).map(|code| ask(code).position).max());
    assert!(made.is_some());
    let began = Instant::now();
    for code in asked().skip(13).take(REPORTS / 5) {
        black_box(serde_json::to_vec(&ask(code)).unwrap());
    }
    let with_json = began.elapsed().as_secs_f64() / (REPORTS / 5) as f64;
    let title = format!("Report in process: one core, {} batches", count(store.batches as f64));
    let table = Table::new(&title, &["report µs", "with JSON µs", "blocks looked into"]);
    table.row(&[
        format!("{:.1}", each * 1e6),
        format!("{:.1}", with_json * 1e6),
        format!("{:.1}", counts.blocks as f64 / COUNTED as f64),
    ]);
}
