//! Counting scans, beside the ledger: each visitor of a code once a day, without keeping who it was.
//! Counts are lossy by design: no scan waits for one, and what is not yet on disk goes with the process.
//! Nothing here decides a verdict.

mod keeper;
pub mod patterns;

pub use keeper::{Keeper, KeeperOptions};

use crate::codec::key::KeyWriter;
use crate::store::layout::key::{ScannedPart, scanned};

/// Something that can be scanned, as a report found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    pub organization: String,
    pub product: String,
    pub lot: Option<String>,
    /// The unit, where one was scanned. Only units can be scanned unusually often.
    pub serial: Option<String>,
    /// Category of the product, for the rules.
    pub category: String,
}

impl Scanned {
    fn subject(&self) -> [u8; 16] {
        let part = match (&self.serial, &self.lot) {
            (Some(serial), _) => ScannedPart::Unit(serial),
            (None, Some(lot)) => ScannedPart::Lot(lot),
            (None, None) => ScannedPart::Product,
        };
        scanned(&self.organization, &self.product, part)
    }
}

/// Who scans, as far as a request tells. Used for a keyed hash whose key lives one day; never stored.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    /// Network address; of IPv6 the network of a household.
    pub network: &'a str,
    pub user_agent: &'a str,
}

impl Visitor<'_> {
    fn hashed(&self, salt: &[u8; 32]) -> [u8; 8] {
        let text = KeyWriter::new().text(self.network).text(self.user_agent).finish();
        let mut visitor = [0; 8];
        blake3::Hasher::new_keyed(salt).update(&text).finalize_xof().fill(&mut visitor);
        visitor
    }
}
