//! Keys, one function per family: the only place that lays out their bytes. Which family a key is of, and
//! what lies under it, stands in the table of `layout`.

use crate::codec::key::{KeyReader, KeyWriter};
use crate::fact::record::{BatchRef, MeasureRef};

pub use super::effectiveness::{consignee, read_consignee, visit};
pub use super::reach::{
    MARK_REACHED, MARK_ROOT, MARK_ROOT_OF, mark, marks, reach, reach_work, reached, reached_by,
    reached_lot, reached_organization, read_reach,
};
pub use super::tasks::{
    assistance, further_task, read_assistance, read_task, read_task_due, task, task_due,
};

mod scans;

pub use scans::{ScannedPart, scan_day, scan_session, scan_signal, scanned};

/// facts, private, blocks, `log_keys`.
pub fn position(position: u64) -> Vec<u8> {
    position.to_be_bytes().to_vec()
}

/// `log_hashes`.
pub fn log_hash(level: u8, index: u64) -> Vec<u8> {
    KeyWriter::new().u8(level).u64(index).finish()
}

/// sections.
pub fn section(position: u64, section: u8) -> Vec<u8> {
    KeyWriter::new().u64(position).u8(section).finish()
}

/// organizations, aliases, counters.
pub fn name(name: &str) -> Vec<u8> {
    name.as_bytes().to_vec()
}

/// tokens.
pub fn token(organization: &str, token: [u8; 8]) -> Vec<u8> {
    KeyWriter::new().text(organization).bytes(&token).finish()
}

/// `checks_by_product`: the latest day first.
pub fn product_check(batch: &BatchRef, day: i32, position: u64) -> Vec<u8> {
    let inverted = u64::MAX - u64::try_from(i64::from(day) - i64::from(i32::MIN)).unwrap_or(0);
    let key = KeyWriter::new().text(&batch.organization).text(&batch.product);
    key.u64(inverted).u64(position).finish()
}

/// `check_reports`.
pub fn check_report(batch: &BatchRef, report: &[u8; 32]) -> Vec<u8> {
    let mut key = self::batch(batch);
    key.extend_from_slice(report);
    key
}

/// `check_reports` of a laboratory's queue.
pub fn queued_report(laboratory: &str, sample: &[u8; 32]) -> Vec<u8> {
    KeyWriter::new().text(laboratory).text("").text("").bytes(sample).finish()
}

/// The day of a `checks_by_product` key.
pub fn read_product_check(key: &[u8]) -> Option<i32> {
    let mut reader = KeyReader::new(key);
    reader.text()?;
    reader.text()?;
    let days = i64::try_from(u64::MAX - reader.u64()?).ok()?;
    i32::try_from(days + i64::from(i32::MIN)).ok()
}

/// Prefix of `events_by_party`: what one party stated of a batch.
pub fn party_events(batch: &BatchRef, party: &str) -> Vec<u8> {
    KeyWriter::new().bytes(&self::batch(batch)).text(party).finish()
}

/// `events_by_party`: the newest comes first.
pub fn party_event(batch: &BatchRef, party: &str, position: u64) -> Vec<u8> {
    KeyWriter::new().bytes(&party_events(batch, party)).u64(!position).finish()
}

/// The position of an `events_by_party` key.
pub fn read_party_event(key: &[u8]) -> Option<u64> {
    last_number(key).map(|inverted| !inverted)
}

/// What a row of cases tells of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SsccPart {
    /// Who has an account of it.
    Account = 0,
    /// Whom, and then who, was named in a step of it.
    Told = 1,
    Lot = 2,
    Child = 3,
    Parent = 4,
    Step = 5,
}

/// sscc: all of one part.
pub fn sscc(sscc: &str, part: SsccPart) -> Vec<u8> {
    KeyWriter::new().text(sscc).u8(part as u8).finish()
}

/// sscc: one part of one party's account, or its prefix.
pub fn sscc_of(sscc: &str, part: SsccPart, party: &str) -> Vec<u8> {
    KeyWriter::new().bytes(&self::sscc(sscc, part)).text(party).finish()
}

/// sscc: a lot, another case or party, a position within such a part.
pub fn sscc_row(sscc: &str, part: SsccPart, party: &str, what: &[u8]) -> Vec<u8> {
    KeyWriter::new().bytes(&sscc_of(sscc, part, party)).bytes(what).finish()
}

/// The text that closes an sscc key after its prefix.
pub fn read_sscc_text(key: &[u8], prefix: &[u8]) -> Option<String> {
    KeyReader::new(key.get(prefix.len()..)?).text().map(str::to_owned)
}

/// answers; prefix of questions.
pub fn question(organization: &str, product: &str, version: u32, question: &str) -> Vec<u8> {
    let key = KeyWriter::new().text(organization).text(product);
    key.u64(u64::from(version)).text(question).finish()
}

/// questions: a lot that asked.
pub fn asking_lot(batch: &BatchRef, version: u32, question: &str) -> Vec<u8> {
    let mut key = self::question(&batch.organization, &batch.product, version, question);
    key.extend_from_slice(batch.lot.as_bytes());
    key
}

/// judgements.
pub fn judgement(organization: &str, product: &str, position: u64) -> Vec<u8> {
    KeyWriter::new().text(organization).text(product).u64(position).finish()
}

/// policies.
pub fn policy(kind: u8, id: &str, version: u32) -> Vec<u8> {
    KeyWriter::new().u8(kind).text(id).u64(u64::from(version)).finish()
}

/// Kind, id and version of a policies key.
pub fn read_policy(key: &[u8]) -> Option<(u8, String, u32)> {
    let (kind, rest) = key.split_first()?;
    let mut reader = KeyReader::new(rest);
    Some((*kind, reader.text()?.to_owned(), u32::try_from(reader.u64()?).ok()?))
}

/// entries, `queued_checks`, drills: newest first.
pub fn entry(entry: u64) -> Vec<u8> {
    KeyWriter::new().u64(u64::MAX - entry).finish()
}

/// `entries_by_holder`, `queued_by_party`.
pub fn holder_entry(holder: &str, entry: u64) -> Vec<u8> {
    KeyWriter::new().text(holder).u64(u64::MAX - entry).finish()
}

/// `entries_by_number`.
pub fn numbered_entry(number: &str, entry: u64) -> Vec<u8> {
    KeyWriter::new().text(number).u64(u64::MAX - entry).finish()
}

/// Everything a subscriber keeps, in webhooks, cursors, watches and `watches_by_subject`.
pub fn subscriber(organization: &str, role: u8) -> Vec<u8> {
    KeyWriter::new().text(organization).u8(role).finish()
}

/// Organization and role of such a key.
pub fn read_subscriber(key: &[u8]) -> Option<(String, u8)> {
    let mut reader = KeyReader::new(key);
    Some((reader.text()?.to_owned(), reader.u8()?))
}

/// A webhook, cursor or watch of a subscriber.
pub fn subscribed(subscriber: &[u8], id: [u8; 8]) -> Vec<u8> {
    KeyWriter::new().bytes(subscriber).bytes(&id).finish()
}

/// `watches_by_subject` without the watch; without a lot everything under the name.
pub fn watched(subscriber: &[u8], kind: u8, name: &str, lot: Option<&str>) -> Vec<u8> {
    let key = KeyWriter::new().bytes(subscriber).u8(kind).text(name);
    lot.map_or(key.clone(), |lot| key.text(lot)).finish()
}

/// Everything of one kind that a subscriber watches.
pub fn watched_kind(subscriber: &[u8], kind: u8) -> Vec<u8> {
    KeyWriter::new().bytes(subscriber).u8(kind).finish()
}

/// The name in such a key.
pub fn read_watched<'a>(subscriber: &[u8], key: &'a [u8]) -> Option<&'a str> {
    KeyReader::new(key.get(subscriber.len() + 1..)?).text()
}

/// evidence: who has the same file stands together.
pub fn evidence(hash: &[u8; 32], organization: &str) -> Vec<u8> {
    KeyWriter::new().bytes(hash).text(organization).finish()
}

/// The hash of an evidence key.
pub fn read_evidence(key: &[u8]) -> Option<[u8; 32]> {
    key.first_chunk().copied()
}

/// The entry of a key of either.
pub fn read_entry(key: &[u8]) -> Option<u64> {
    last_number(key).map(|inverted| u64::MAX - inverted)
}

/// products; prefix of `product_versions`.
pub fn product(organization: &str, product: &str) -> Vec<u8> {
    KeyWriter::new().text(organization).text(product).finish()
}

/// Everything of an organization, in families whose keys begin with it.
pub fn organization_prefix(organization: &str) -> Vec<u8> {
    KeyWriter::new().text(organization).finish()
}

/// Organization and product of a products key.
pub fn read_goods(key: &[u8]) -> Option<(String, String)> {
    let mut reader = KeyReader::new(key);
    Some((reader.text()?.to_owned(), reader.text()?.to_owned()))
}

/// The product of a products key.
pub fn read_product(key: &[u8]) -> Option<String> {
    let mut reader = KeyReader::new(key);
    reader.text()?;
    reader.text().map(str::to_owned)
}

/// `product_versions`.
pub fn version(organization: &str, product: &str, version: u32) -> Vec<u8> {
    KeyWriter::new().text(organization).text(product).u64(u64::from(version)).finish()
}

/// batches; prefix of every family kept per batch.
pub fn batch(batch: &BatchRef) -> Vec<u8> {
    KeyWriter::new().text(&batch.organization).text(&batch.product).text(&batch.lot).finish()
}

/// `recall_proposals`.
pub fn recall_proposal(authority: &str, position: u64) -> Vec<u8> {
    KeyWriter::new().text(authority).u64(position).finish()
}

/// `unit_segments`, `batch_blocks`, checks, proposals: a batch and a number.
pub fn batch_number(batch: &BatchRef, number: u64) -> Vec<u8> {
    let mut key = self::batch(batch);
    key.extend_from_slice(&number.to_be_bytes());
    key
}

/// The number at the end of such a key.
pub fn last_number(key: &[u8]) -> Option<u64> {
    key.last_chunk().map(|bytes| u64::from_be_bytes(*bytes))
}

/// `batches_by_date`.
pub fn batch_date(batch: &BatchRef, day: i32) -> Vec<u8> {
    date_prefix(&batch.organization, &batch.product, day).text(&batch.lot).finish()
}

/// Start of a day in `batches_by_date`.
pub fn date_prefix(organization: &str, product: &str, day: i32) -> KeyWriter {
    KeyWriter::new().text(organization).text(product).i32(day)
}

/// The lot of a `batches_by_date` key.
pub fn date_lot(key: &[u8]) -> Option<BatchRef> {
    let mut reader = KeyReader::new(key);
    let organization = reader.text()?.to_owned();
    let product = reader.text()?.to_owned();
    reader.i32()?;
    Some(BatchRef { organization, product, lot: reader.text()?.to_owned() })
}

/// Reads a batch key.
pub fn read_batch(key: &[u8]) -> Option<BatchRef> {
    let mut reader = KeyReader::new(key);
    Some(BatchRef {
        organization: reader.text()?.to_owned(),
        product: reader.text()?.to_owned(),
        lot: reader.text()?.to_owned(),
    })
}

/// `unit_blocks`.
pub fn unit_block(slot: u8, first: u64) -> Vec<u8> {
    KeyWriter::new().u8(slot).u64(first).finish()
}

/// Prefix of `own_ranges`: one shape of serials of one product.
pub fn own_shape(organization: &str, product: &str, prefix: &str, width: u8) -> KeyWriter {
    KeyWriter::new().text(organization).text(product).text(prefix).u8(width)
}

/// `own_shapes`; without a product its prefix.
pub fn shape_product(
    organization: &str,
    prefix: &str,
    width: u8,
    product: Option<&str>,
) -> Vec<u8> {
    let key = KeyWriter::new().text(organization).text(prefix).u8(width);
    product.map_or(key.clone(), |product| key.text(product)).finish()
}

/// `edges_in` (output, input) and `edges_out` (input, output).
pub fn edge(from: &BatchRef, to: &BatchRef) -> Vec<u8> {
    let mut key = batch(from);
    key.extend_from_slice(&batch(to));
    key
}

/// The two lots of such a key.
pub fn read_edge(key: &[u8]) -> Option<(BatchRef, BatchRef)> {
    let mut reader = KeyReader::new(key);
    let mut lot = || -> Option<BatchRef> {
        let (organization, product) = (reader.text()?.to_owned(), reader.text()?.to_owned());
        Some(BatchRef { organization, product, lot: reader.text()?.to_owned() })
    };
    Some((lot()?, lot()?))
}

/// measures: the newest comes first.
pub fn measure(id: MeasureRef) -> Vec<u8> {
    KeyWriter::new().u8(id.kind).u64(!u64::from(id.year)).u64(!u64::from(id.number)).finish()
}

/// Length of a measure in a key.
pub(super) const MEASURE_BYTES: usize = 17;

/// Reads the measure at the end of a key.
pub fn read_measure(key: &[u8]) -> Option<MeasureRef> {
    let start = key.len().checked_sub(MEASURE_BYTES)?;
    let mut reader = KeyReader::new(key.get(start..)?);
    Some(MeasureRef {
        kind: reader.u8()?,
        year: u16::try_from(!reader.u64()?).ok()?,
        number: u32::try_from(!reader.u64()?).ok()?,
    })
}

/// Subject of measures and history: organization, product and lot, the latter two may be empty.
pub fn subject(organization: &str, product: &str, lot: &str) -> Vec<u8> {
    KeyWriter::new().text(organization).text(product).text(lot).finish()
}

/// `measures_by_subject`.
pub fn subject_measure(subject: &[u8], state: u8, id: MeasureRef) -> Vec<u8> {
    KeyWriter::new().bytes(subject).u8(state).bytes(&measure(id)).finish()
}

/// `measures_by_product`.
pub fn product_measure(organization: &str, product: &str, state: u8, id: MeasureRef) -> Vec<u8> {
    KeyWriter::new()
        .bytes(&self::product(organization, product))
        .u8(state)
        .bytes(&measure(id))
        .finish()
}

/// corrections: the newest comes first.
pub fn correction(batch: &BatchRef, position: u64) -> Vec<u8> {
    batch_number(batch, !position)
}

/// The position of a corrections key.
pub fn read_correction(key: &[u8]) -> Option<u64> {
    last_number(key).map(|inverted| !inverted)
}

/// history.
pub fn subject_position(subject: &[u8], position: u64) -> Vec<u8> {
    KeyWriter::new().bytes(subject).u64(position).finish()
}
