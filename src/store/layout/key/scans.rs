//! Keys of scan counts. They name no code: a subject is hashed, a visitor is a hash already.

use crate::codec::key::KeyWriter;

/// What was scanned, without saying it: a row of counts names no code.
pub fn scanned(organization: &str, product: &str, part: ScannedPart<'_>) -> [u8; 16] {
    let key = KeyWriter::new().text(organization).text(product);
    let key = match part {
        ScannedPart::Product => key,
        ScannedPart::Lot(lot) => key.u8(1).text(lot),
        ScannedPart::Unit(serial) => key.u8(2).text(serial),
    };
    let mut subject = [0; 16];
    blake3::Hasher::new().update(&key.finish()).finalize_xof().fill(&mut subject);
    subject
}

/// What of a product a code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScannedPart<'a> {
    Product,
    Lot(&'a str),
    Unit(&'a str),
}

/// `scan_sessions`.
pub fn scan_session(day: i32, subject: [u8; 16], visitor: [u8; 8]) -> Vec<u8> {
    KeyWriter::new().i32(day).bytes(&subject).bytes(&visitor).finish()
}

/// Start of a day in `scan_sessions`.
pub fn scan_day(day: i32) -> Vec<u8> {
    KeyWriter::new().i32(day).finish()
}

/// `scan_signals`: the newest first.
pub fn scan_signal(organization: &str, at_ms: i64, subject: [u8; 16]) -> Vec<u8> {
    let at = u64::try_from(at_ms).unwrap_or(0);
    KeyWriter::new().text(organization).u64(!at).bytes(&subject).finish()
}
