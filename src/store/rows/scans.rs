//! Rows of scan counts. Side state: lossy, anonymous, outside rebuild. A backup carries the counts, not who was
//! counted today. Nothing here says who scanned, from which address, or with what.

use super::{Family, Row};
use serde::{Deserialize, Serialize};

/// How often a unit, lot or product was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanRow {
    /// Milliseconds since 1970, whole minutes.
    pub first_at: i64,
    pub last_at: i64,
    /// Visitors, each once a day.
    pub sessions: u64,
    /// Days since 1970 that `today` is of.
    pub day: i32,
    pub today: u32,
    /// Provinces (first two digits of GB/T 2260) that readers gave, with how many did.
    pub provinces: Vec<(u8, u32)>,
    /// The latest of them with their time, newest last.
    pub places: Vec<(u8, i64)>,
    /// When a rule called the pattern unusual, milliseconds since 1970.
    pub unusual_since: Option<i64>,
}
row!(ScanRow in Scans);

/// A visitor that was counted today, with the province it gave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanSessionRow {
    pub province: Option<u8>,
}
row!(ScanSessionRow in ScanSessions);

/// A unit whose pattern of scans a rule calls unusual, for the firm and its regulators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanSignalRow {
    pub product: String,
    pub lot: String,
    pub serial: String,
    /// `sessions`, `sessionsInADay` or `farApart`.
    pub rule: String,
    pub sessions: u64,
    pub at: i64,
}
row!(ScanSignalRow in ScanSignals);
