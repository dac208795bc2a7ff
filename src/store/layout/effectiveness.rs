//! Keys of what becomes of recalled goods.

use super::key::{MEASURE_BYTES, measure};
use crate::codec::key::KeyWriter;
use crate::fact::record::MeasureRef;

/// consignees.
pub fn consignee(recall: MeasureRef, id: [u8; 8]) -> Vec<u8> {
    KeyWriter::new().bytes(&measure(recall)).bytes(&id).finish()
}

/// The consignee of such a key.
pub fn read_consignee(key: &[u8]) -> Option<[u8; 8]> {
    key.get(MEASURE_BYTES..)?.try_into().ok()
}

/// visits.
pub fn visit(recall: MeasureRef, position: u64) -> Vec<u8> {
    KeyWriter::new().bytes(&measure(recall)).u64(position).finish()
}
