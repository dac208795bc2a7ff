//! Keys of the families in which tasks and requests for help wait.

use super::key::{MEASURE_BYTES, measure, read_measure};
use crate::codec::key::{KeyReader, KeyWriter};
use crate::fact::record::MeasureRef;

/// tasks.
pub fn task(organization: &str, position: u64) -> Vec<u8> {
    KeyWriter::new().text(organization).u64(position).finish()
}

/// tasks: a further one of the same fact; `number` from 1.
pub fn further_task(organization: &str, position: u64, number: u64) -> Vec<u8> {
    KeyWriter::new().text(organization).u64(position).u64(number).u64(position).finish()
}

/// Fact and number of a tasks key.
pub fn read_task(key: &[u8], organization: &str) -> (u64, u64) {
    let prefix = KeyWriter::new().text(organization).finish();
    let mut reader = KeyReader::new(key.get(prefix.len()..).unwrap_or_default());
    (reader.u64().unwrap_or_default(), reader.u64().unwrap_or_default())
}

/// `tasks_due`: the earliest comes first.
pub fn task_due(due_at: i64, task: &[u8]) -> Vec<u8> {
    KeyWriter::new().u64(u64::try_from(due_at).unwrap_or(0)).bytes(task).finish()
}

/// Time and tasks key of a `tasks_due` key.
pub fn read_task_due(key: &[u8]) -> Option<(i64, &[u8])> {
    let (due, task) = key.split_first_chunk::<8>()?;
    Some((i64::try_from(u64::from_be_bytes(*due)).ok()?, task))
}

/// assistance; without a region its prefix.
pub fn assistance(id: MeasureRef, region: Option<&str>) -> Vec<u8> {
    let key = KeyWriter::new().bytes(&measure(id));
    region.map_or(key.clone(), |region| key.text(region)).finish()
}

/// Measure and region of an assistance key.
pub fn read_assistance(key: &[u8]) -> Option<(MeasureRef, &str)> {
    let (measure, region) = key.split_at_checked(MEASURE_BYTES)?;
    Some((read_measure(measure)?, KeyReader::new(region).text()?))
}
