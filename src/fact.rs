//! Facts: what was accepted and is now history. A fact is an envelope (public for ever), a private part
//! (kept for ever, never published) and up to two sections (free content, the only erasable bytes).
//! Nothing here judges; `ledger/check` decides what becomes a fact.

pub mod body;
pub mod document;
pub mod record;
pub mod seal;
pub mod text;
