//! The ledger: commands in, facts out, one writer, one synced batch per group. It knows nothing of HTTP.

pub mod check;
pub mod commit;
mod escalate;
pub mod genesis;
pub mod queue;
pub mod reach;
pub mod replay;
pub mod tree;
pub mod trial;
pub mod verify;
pub mod writer;
