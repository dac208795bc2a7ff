//! Views: rows derived from facts, each shaped for one question. `apply` is the only writer of view
//! rows, for live commits and replay alike, so that replay gives byte-identical rows.

pub mod apply;
mod assistance;
mod batches;
pub mod campaigns;
pub mod checks;
pub mod consignees;
pub mod drills;
pub mod edges;
pub mod entries;
pub mod events;
pub mod evidence;
pub mod judgements;
pub mod marks;
mod measures;
pub mod notices;
pub mod proposals;
pub mod query;
pub mod reach;
pub mod sscc;
pub mod tasks;
mod units;
