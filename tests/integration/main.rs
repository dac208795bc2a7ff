//! One binary of tests that talk HTTP to a real service on a real store. Each module is an area; the
//! harness starts services and sends requests.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::type_complexity,
    reason = "a test binary has no users, and one that fails should fail loudly"
)]

mod access;
mod bad_input;
mod bulk;
mod check_record;
mod disk;
mod durability;
mod effectiveness;
mod events;
mod evidence;
mod firms;
mod flows;
mod food;
mod fsis;
mod harness;
mod imports;
mod labels;
mod ledger;
mod lineage;
mod log;
mod notices;
mod notify;
mod print;
mod process;
mod reach;
mod recalls;
mod register;
mod scans;
mod typed;
mod weight;
