//! `make bench`: how near the service comes to what this machine can do, as ratios of two figures of
//! one run. It prints Markdown and never fails for being slow; what is only a test of correctness is
//! not here.
//!
//! `SUYUAN_BENCH_BATCHES` sets how many batches the store of the scans holds, `SUYUAN_BENCH_ONLY` runs
//! one section (`scan`, `register`, `units`, `labels`, `additives`, `imports`, `lineage`), `SUYUAN_BENCH_LOTS` how
//! many lots the world of lots made from lots holds.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be made should end loudly, and its figures are printed"
)]

mod additives;
mod client;
mod fill;
mod goods;
mod imports;
mod labels;
mod lineage;
mod load;
mod machine;
mod register;
mod report;
mod scan;
mod server;
mod table;
mod units;
mod world;

/// Batches of the store of the scans, each with [`goods::UNITS`] codes and four facts.
const BATCHES: u64 = 100_000;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    if let Some(server::ROLE) = arguments.next().as_deref() {
        return server::run(&arguments.collect::<Vec<_>>());
    }
    let only = std::env::var("SUYUAN_BENCH_ONLY").ok();
    let wanted = |section: &str| only.as_deref().is_none_or(|only| only == section);
    println!("{}\n", machine::describe());
    if wanted("labels") {
        labels::measure();
    }
    if wanted("additives") {
        additives::measure();
    }
    if wanted("units") {
        units::measure();
    }
    if wanted("register") {
        register::in_process();
    }
    if wanted("imports") {
        imports::measure();
    }
    if wanted("lineage") {
        lineage::measure();
    }
    if wanted("scan") {
        let batches = std::env::var("SUYUAN_BENCH_BATCHES").ok();
        let batches = batches.map_or(BATCHES, |text| text.parse().expect("a number of batches"));
        let store = fill::Store::filled(batches);
        report::measure(&store);
        let server = server::Server::start(&store);
        scan::measure(&store, &server);
        scan::counting(&store, &server);
        register::over_http(&store, &server);
        units::csv(&store, &server);
        drop(server);
        scan::starts(&store);
    }
}
