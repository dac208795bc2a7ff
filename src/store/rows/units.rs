//! Rows of units: blocks of codes, states by ordinals, own serials, and the keys codes are made with.

use super::{Family, Row};
use crate::fact::record::BatchRef;
use serde::{Deserialize, Serialize};

/// Consecutive issued codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitBlockRow {
    pub batch: BatchRef,
    pub count: u64,
    pub first_ordinal: u64,
    pub position: u64,
    /// Product version whose label they carry; `None` for the batch's own.
    pub label: Option<u32>,
}
row!(UnitBlockRow in UnitBlocks);

/// The same from the side of the batch: issued codes or own serials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BatchBlockRow {
    Issued { slot: u8, first: u64, count: u64 },
    Own(crate::fact::record::SerialRecord),
}
row!(BatchBlockRow in BatchBlocks);

impl BatchBlockRow {
    /// How many units.
    pub fn count(&self) -> u64 {
        match self {
            Self::Issued { count, .. } => *count,
            Self::Own(serials) => serials.count(),
        }
    }
}

/// Units `first..=last` of a batch in one state; the first stands in the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentRow {
    pub last: u64,
    pub state: u8,
    pub position: u64,
}
row!(SegmentRow in UnitSegments);

/// Own serials of one shape; the first number stands in the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRangeRow {
    pub last: u128,
    pub lot: String,
    pub first_ordinal: u64,
    /// As in [`UnitBlockRow`].
    pub label: Option<u32>,
}
row!(OwnRangeRow in OwnRanges);

/// Presence in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnShapeRow;
row!(OwnShapeRow in OwnShapes);

/// State of a unit key: codes are made with it.
pub const KEY_ACTIVE: u8 = 0;
/// No more codes are made with it.
pub const KEY_RETIRED: u8 = 1;
/// It became known to others.
pub const KEY_EXPOSED: u8 = 2;

/// A unit key of the keyring; its bytes are in the key folder, never here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitKeyRow {
    pub algorithm: u8,
    pub fingerprint: [u8; 32],
    /// [`KEY_ACTIVE`], [`KEY_RETIRED`] or [`KEY_EXPOSED`].
    pub state: u8,
    pub next: u64,
    pub position: u64,
}
row!(UnitKeyRow in UnitKeys);
