//! Food additives against a dated table (GB 2760) and a list of banned substances. Pure: it reads
//! bytes it is given and judges what was stated. It fetches nothing, stores nothing and blocks
//! nothing.
//!
//! - [`AdditiveTable`]: the table, read strictly and indexed.
//! - [`judge`]: findings for a [`Formula`].
//! - [`AdditiveTable::residue_limit`]: the limit for a laboratory's result, which is another check.
//! - [`BannedList`]: what must not be in food at all.

mod banned;
mod dose;
mod finding;
mod formula;
mod judge;
mod sums;
mod table;
#[cfg(test)]
mod tests;

pub use banned::{Banned, BannedList};
pub use finding::{Clause, Finding, Limit, Missing, Outcome, Part, Reason, Subject, SumRule, Unit};
pub use formula::{Answer, Basis, Carried, Dilution, Formula, Named, Use};
pub use judge::judge;
pub use table::{Additive, AdditiveTable, Found, TableError};
