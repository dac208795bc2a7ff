//! Suyuan: traceability and product-code lookup.
//!
//! The modules stand in the order in which they may use one another: each knows only those above it.
//! Bytes become commands in `wire`, commands become facts in `ledger`, facts become rows in `views`,
//! rows become a report in `report`, and a report becomes a page in `web`. See ARCHITECTURE.md.

// Scans allocate on every core and RocksDB beside them: with the C library's allocator a scan took
// nearly twice the processor time (`make bench`).
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

pub mod clock;
pub mod limits;
pub mod texts;

pub mod codec;
pub mod domain;

pub mod fact;
pub mod store;

pub mod access;

pub mod lineage;
pub mod measure;
pub mod views;

pub mod rules;
pub mod verdict;

pub mod report;

pub mod log;

pub mod ledger;

pub mod scans;
pub mod search;

pub mod labels;
pub mod print;
pub mod wire;

pub mod notify;

pub mod app;

pub mod web;

pub mod http;

pub mod cli;
