//! What is on record for a batch, as far as a profile asks. The caller gathers it; nothing here is
//! looked up.

use super::words::{Channel, CheckKind, Coding, Group, PermitKind, Pledge};
use crate::domain::day::Day;
use crate::domain::region::Region;
use crate::domain::words::Outcome;
use std::collections::BTreeSet;

/// What is on record for a batch and its product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub produced_on: Day,
    /// Made in another country than the market's.
    pub imported: bool,
    /// The maker's name of the site that made it.
    pub site: Option<String>,
    /// Region of that site; of the maker where no site is named.
    pub region: Option<Region>,
    pub coding: Coding,
    /// Permit category of the product version, e.g. `0401`. Without one only rules that name
    /// categories of their own find fault.
    pub permit_class: Option<String>,
    /// Groups that are there. A list that is stated to be empty is there.
    pub groups: BTreeSet<Group>,
    /// CNS numbers of the additives used.
    pub additives: BTreeSet<String>,
    /// Register entries of the maker, or of the importer.
    pub permits: Vec<Permit>,
    /// Tests of this batch, one for each item, and one named [`super::OVERALL`] for each check.
    pub tests: Vec<Test>,
    /// Tests of any batch of the product, as `tests`.
    pub product_tests: Vec<Test>,
    pub pledges: BTreeSet<Pledge>,
    /// Area the maker pledged to sell in; empty where none was named.
    pub pledged_area: Vec<Region>,
    /// Where the batch is meant to be sold; empty where nothing was said.
    pub sale_area: Vec<Region>,
}

/// A register entry that permits something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    pub kind: PermitKind,
    /// Permit categories it covers, whole or by their beginning: `04` covers `0401`.
    pub classes: Vec<String>,
    /// The one site it is for.
    pub site: Option<String>,
    /// The region it is for.
    pub region: Option<Region>,
    pub valid_from: Option<Day>,
    /// Last day, included.
    pub valid_to: Option<Day>,
    /// First day on which it was revoked, suspended or cancelled.
    pub lost_on: Option<Day>,
}

/// One item of a check with its computed outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    pub item: String,
    pub kind: CheckKind,
    pub tested_on: Day,
    pub outcome: Outcome,
}

/// A sale that was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    pub region: Option<Region>,
    pub channel: Option<Channel>,
}
