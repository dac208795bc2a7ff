//! What a measure (hold or recall) covers: data, matched against a batch and a unit, or followed through
//! what was made of a lot.

use super::command::BatchKey;
use super::day::Day;
use super::lot::{Lot, ProductCode, Serial};
use super::org_code::OrgCode;

/// A closed range of a batch's own numbering of its units, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordinals {
    pub first: u64,
    pub last: u64,
}

impl Ordinals {
    /// `None` unless 1 ≤ first ≤ last.
    pub fn new(first: u64, last: u64) -> Option<Self> {
        (first >= 1 && first <= last).then_some(Self { first, last })
    }

    /// How many units it holds.
    pub fn count(self) -> u64 {
        self.last - self.first + 1
    }

    /// Whether `ordinal` lies inside.
    pub fn contains(self, ordinal: u64) -> bool {
        (self.first..=self.last).contains(&ordinal)
    }
}

/// One scope of a measure. Narrower parts are only there under a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub organization: OrgCode,
    pub part: ScopePart,
    /// Open scopes (organization, product) only: batches registered after the measure are covered too.
    pub later: bool,
}

/// Which part of an organization's goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScopePart {
    /// Everything of the organization.
    All,
    /// Every batch of a product.
    Product(ProductCode),
    /// Production dates, both included; of one product or of all.
    ProducedOn { product: Option<ProductCode>, first: Day, last: Day },
    /// Named lots, whenever they are registered.
    Lots { product: ProductCode, lots: Vec<Lot> },
    /// Some units of one lot.
    Units { product: ProductCode, lot: Lot, ordinals: Ordinals },
    /// Own serials of one product, `first..=last`, of equal shape.
    Serials { product: ProductCode, first: Serial, last: Serial },
    /// A lot and what was made of it, registered or not. Of a lot of another party: only goods of the
    /// scope's organization.
    Ingredient(BatchKey),
    /// What the organization made of what it received from a supplier on these days, both included,
    /// and what it made of that.
    Received { supplier: Supplier, first: Day, last: Day },
}

/// From whom goods were received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Supplier {
    /// A party by its code; registered here or not.
    Party(OrgCode),
    /// A name as it stands on papers.
    Named(String),
}

impl ScopePart {
    /// Whether goods are reached through what went into them.
    pub fn follows(&self) -> bool {
        matches!(self, Self::Ingredient(_) | Self::Received { .. })
    }

    /// The product it names, if any.
    pub fn product(&self) -> Option<&ProductCode> {
        match self {
            Self::All | Self::Received { .. } => None,
            Self::Ingredient(lot) => Some(&lot.product),
            Self::ProducedOn { product, .. } => product.as_ref(),
            Self::Product(product)
            | Self::Lots { product, .. }
            | Self::Units { product, .. }
            | Self::Serials { product, .. } => Some(product),
        }
    }
}
