//! Sector profiles: what a category of product owes before a batch of it may be released. A profile is
//! a small dated document (`schemas/profile.schema.json`) that inherits from another and names the
//! clause behind every rule. Which documents are in use is decided elsewhere, and so is what follows
//! from a gap. Pure: what is on record comes in as [`Known`].
//!
//! A child adds to its parent and may tighten it. What it takes away it has to name as exempt, with the
//! clause that allows it; the same holds for a later version of the same profile.

mod judge;
mod known;
mod parse;
mod permit;
mod read;
mod resolve;
mod rhythm;
mod rule;
mod set;
mod shipped;
#[cfg(test)]
mod tests;
mod words;

pub use judge::{Gap, GapKind, Severity, Why};
pub use known::{Known, Permit, Sale, Test};
pub use read::{Problem, ProfileError};
pub use resolve::Resolved;
pub use rhythm::Overdue;
pub use rule::{Clause, PermitOption, Rule, RuleKey, Terms};
pub use set::{Fault, Profiles, ProfilesError};
pub use shipped::SHIPPED;
pub use words::{
    Channel, CheckKind, Coding, Document, Group, PermitKind, Place, Pledge, Risk, SaleArea, Source,
};

use crate::domain::day::Day;
use std::collections::BTreeMap;

/// Category and profile that asks for nothing.
pub const GENERAL: &str = "general";

/// Item of a test that stands for the outcome of the whole check.
pub const OVERALL: &str = "overall";

/// One version of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The category it is for, dotted words.
    pub id: String,
    /// Counts up from 1.
    pub version: u32,
    /// First production day it is for.
    pub effective_from: Day,
    /// Profile it inherits from; none for a root.
    pub parent: Option<String>,
    pub name: Title,
    /// Its own rules, without those it inherits.
    pub rules: BTreeMap<RuleKey, Rule>,
    /// Rules of its ancestors, or of its earlier versions, that it takes away.
    pub exempt: BTreeMap<RuleKey, Clause>,
}

impl Profile {
    /// How a profile is cited: `food.meat.cooked@2`.
    pub fn label(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }
}

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    pub zh: String,
    pub en: String,
}
