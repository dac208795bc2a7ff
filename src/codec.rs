//! Bytes: canonical JSON, order-keeping keys and versioned values. Knows no table and no fact.

pub mod canonical;
pub mod key;
pub mod value;
