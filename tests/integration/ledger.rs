//! The ledger: what is accepted stays byte for byte, views follow from it alone, what is erased is gone,
//! and whoever changes a byte is found out. Invariants 2, 3 and 4, and the commands of the binary.

mod append_only;
mod bytes;
mod copies;
pub mod dice;
mod erasure;
mod history;
mod lookup;
mod reads;
mod script;
mod tamper;
mod upkeep;
