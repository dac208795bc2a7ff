//! Keys of the families in which the reach of recalls is kept.

use super::key::{MEASURE_BYTES, batch, last_number, measure, read_batch, read_measure};
use crate::codec::key::{KeyReader, KeyWriter};
use crate::fact::record::{BatchRef, MeasureRef};

/// Kind of a mark: the lot is reached.
pub const MARK_REACHED: u8 = 0;
/// Kind of a mark: the lot is named, and what was made of it anywhere is reached.
pub const MARK_ROOT: u8 = 1;
/// Kind of a mark: the lot is named, and what one organization made of it is reached.
pub const MARK_ROOT_OF: u8 = 2;

/// marks of one kind on a lot, or on a product with an empty lot.
pub fn marks(lot: &BatchRef, kind: u8) -> KeyWriter {
    KeyWriter::new().bytes(&batch(lot)).u8(kind)
}

/// marks: one of them.
pub fn mark(marks: KeyWriter, id: MeasureRef) -> Vec<u8> {
    marks.bytes(&measure(id)).finish()
}

/// reached.
pub fn reached(id: MeasureRef, lot: &BatchRef) -> Vec<u8> {
    KeyWriter::new().bytes(&measure(id)).bytes(&batch(lot)).finish()
}

/// The lot of a reached key.
pub fn reached_lot(key: &[u8]) -> Option<BatchRef> {
    read_batch(key.get(MEASURE_BYTES..)?)
}

/// `reached_by`.
pub fn reached_by(id: MeasureRef, organization: &str) -> Vec<u8> {
    KeyWriter::new().bytes(&measure(id)).text(organization).finish()
}

/// The organization of a `reached_by` key.
pub fn reached_organization(key: &[u8]) -> Option<String> {
    KeyReader::new(key.get(MEASURE_BYTES..)?).text().map(str::to_owned)
}

/// reaches and `reaches_running`; prefix of `reach_work`.
pub fn reach(id: MeasureRef, step: u16) -> Vec<u8> {
    KeyWriter::new().bytes(&measure(id)).u64(u64::from(step)).finish()
}

/// Measure and step of such a key.
pub fn read_reach(key: &[u8]) -> Option<(MeasureRef, u16)> {
    let (measure, step) = key.split_at_checked(MEASURE_BYTES)?;
    Some((read_measure(measure)?, u16::try_from(last_number(step)?).ok()?))
}

/// `reach_work`.
pub fn reach_work(id: MeasureRef, step: u16, number: u64) -> Vec<u8> {
    KeyWriter::new().bytes(&reach(id, step)).u64(number).finish()
}
