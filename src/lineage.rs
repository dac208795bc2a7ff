//! Lineage: which lots went into a lot, and into which it went. A walk over the edges that firms state
//! of their own lots; what a reader may know of each lot it meets; how much of it went where; and the
//! lots that a supplier typed from papers may be. Pure over a view of the store: formats belong to
//! `wire`, pictures to `web`, recalls to `measure`.

pub mod candidates;
pub mod graph;
pub mod layout;
pub mod receipts;
pub mod share;
pub mod walk;

#[cfg(test)]
mod tests;
