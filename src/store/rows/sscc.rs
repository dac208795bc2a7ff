//! Rows of cases and pallets, by SSCC. Each party has its own account of a case: what another says it
//! holds neither adds to it nor opens it.

use super::{Family, Row};
use crate::fact::record::{BatchRef, QuantityRecord};
use serde::{Deserialize, Serialize};

/// Something known of a case; what it is about stands in the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SsccRow {
    /// A party has an account of it.
    Account,
    /// A party named another one in a step of it.
    Told,
    /// Goods of a lot lie in it.
    Lot(SsccLot),
    /// Another case lies in it.
    Child,
    /// It lies in another case, by its SSCC.
    Parent(String),
    /// Something happened to it.
    Step(SsccStep),
}
row!(SsccRow in Sscc);

/// How much of a lot lies in a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsccLot {
    /// One for each unit that was stated.
    pub quantities: Vec<QuantityRecord>,
    /// Something was put in or taken out without a quantity, or more was taken out than put in.
    pub unclear: bool,
}

/// A step of a case, by the event that stated it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsccStep {
    pub batch: BatchRef,
    /// [`crate::domain::words::BizStep`].
    pub biz_step: u8,
    pub on: i32,
    pub counterpart: Option<String>,
    pub region: Option<String>,
}
