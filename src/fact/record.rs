//! Plain records that facts and view rows are made of, in the shape in which they are stored. They hold
//! identifiers, numbers and words, never free text.

use crate::domain::code_ids::{MeasureId, TokenId};
use crate::domain::command::{Actor, BatchFacts, BatchKey, Retry, SerialRange};
use crate::domain::day::Day;
use crate::domain::letters::folded;
use crate::domain::lot::{Lot, ProductCode, SerialParts};
use crate::domain::org_code::OrgCode;
use crate::domain::scope::{Ordinals, Scope, ScopePart, Supplier};
use crate::domain::words::{MeasureKind, Role};
use serde::{Deserialize, Serialize};

mod effectiveness;
mod recalls;
mod rules;

pub use effectiveness::{
    AnswerRecord, ConsigneeRecord, CustomerRecord, LineRecord, LotAmountRecord, VisitRecord,
};
pub use recalls::ProgressRecord;
pub use rules::{
    AdditiveRecord, AdditivesRecord, Alarm, AskedRecord, CheckedRecord, EntryRecord, EventRecord,
    FindingRecord, InputRecord, ItemRecord, LotHold, MadeRecord, MakingRecord, PolicyRecord,
    QuantityRecord, StandingRecord,
};

/// A batch by its three identifiers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BatchRef {
    pub organization: String,
    pub product: String,
    pub lot: String,
}

impl From<&BatchKey> for BatchRef {
    fn from(key: &BatchKey) -> Self {
        Self {
            organization: key.organization.to_string(),
            product: key.product.to_string(),
            lot: key.lot.to_string(),
        }
    }
}

impl BatchRef {
    /// The same identifiers as domain types; `None` only for a damaged store.
    pub fn key(&self) -> Option<BatchKey> {
        Some(BatchKey {
            organization: OrgCode::parse(&self.organization).ok()?,
            product: ProductCode::parse(&self.product).ok()?,
            lot: Lot::parse(&self.lot).ok()?,
        })
    }
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorRecord {
    pub token: [u8; 8],
    pub role: u8,
    pub organization: Option<String>,
    pub region: Option<String>,
    pub post: Option<String>,
}

impl From<&Actor> for ActorRecord {
    fn from(actor: &Actor) -> Self {
        Self {
            token: actor.token.0,
            role: actor.role.number(),
            organization: actor.organization.as_ref().map(ToString::to_string),
            region: actor.region.as_ref().map(|region| region.as_str().to_owned()),
            post: actor.post.clone(),
        }
    }
}

impl ActorRecord {
    /// The service itself, at the opening of a ledger.
    pub fn service() -> Self {
        let token = TokenId([0; 8]).0;
        Self { token, role: Role::Operator.number(), organization: None, region: None, post: None }
    }

    /// The role; `Operator` only for a damaged store or the service itself.
    pub fn role(&self) -> Role {
        Role::from_number(self.role).unwrap_or(Role::Operator)
    }
}

/// A proposed correction: the fact that holds it, and who proposed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalRecord {
    pub position: u64,
    pub by: ActorRecord,
}

/// How a repeat of the command behind a fact is recognized.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryRecord {
    pub identity: [u8; 32],
    pub digest: [u8; 32],
}

impl From<Retry> for RetryRecord {
    fn from(retry: Retry) -> Self {
        Self { identity: retry.identity, digest: retry.digest }
    }
}

/// A block of issued codes: consecutive ordinals of a unit key, and of the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitBlock {
    pub slot: u8,
    /// First ordinal within the key.
    pub first: u64,
    pub count: u64,
    /// First ordinal within the batch, from 1.
    pub first_ordinal: u64,
}

/// Own serials of equal shape: `prefix` + `first..=last` with `width` digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SerialRecord {
    pub prefix: String,
    pub width: u8,
    pub first: u128,
    pub last: u128,
}

impl From<&SerialRange> for SerialRecord {
    fn from(range: &SerialRange) -> Self {
        Self {
            prefix: range.first.prefix.clone(),
            width: range.first.width,
            first: range.first.number,
            last: range.last,
        }
    }
}

impl SerialRecord {
    /// How many serials.
    pub fn count(&self) -> u64 {
        u64::try_from(self.last.saturating_sub(self.first)).unwrap_or(u64::MAX).saturating_add(1)
    }

    /// The serial at `offset` from the first.
    pub fn at(&self, offset: u64) -> Option<String> {
        let number = self.first.checked_add(u128::from(offset))?;
        let parts = SerialParts { prefix: self.prefix.clone(), width: self.width, number };
        parts.join().map(|serial| serial.to_string())
    }
}

/// Facts of a batch that views and checks need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchNumbers {
    /// Days since 1970-01-01.
    pub produced_on: i32,
    pub expires_on: Option<i32>,
    pub pieces: Option<u64>,
    pub label_allowance: u64,
    /// [`crate::domain::groups::Groups`] of the batch's own document.
    pub groups: u32,
}

impl From<&BatchFacts> for BatchNumbers {
    fn from(facts: &BatchFacts) -> Self {
        Self {
            produced_on: facts.produced_on.number(),
            expires_on: facts.expires_on.map(Day::number),
            pieces: facts.pieces,
            label_allowance: facts.label_allowance,
            groups: facts.groups.bits(),
        }
    }
}

/// A measure's identifier as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MeasureRef {
    pub kind: u8,
    pub year: u16,
    pub number: u32,
}

impl From<MeasureId> for MeasureRef {
    fn from(id: MeasureId) -> Self {
        Self { kind: id.kind.number(), year: id.year, number: id.number }
    }
}

impl MeasureRef {
    /// The identifier people see.
    pub fn id(self) -> MeasureId {
        let kind = MeasureKind::from_number(self.kind).unwrap_or(MeasureKind::Recall);
        MeasureId { kind, year: self.year, number: self.number }
    }
}

/// A lot whose outputs a reach looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowedRecord {
    pub lot: BatchRef,
    /// Edges from the lot that is recalled by name.
    pub distance: u16,
    /// Outputs that were not reached before.
    pub lots: Vec<BatchRef>,
    /// The last output looked at, where there may be more.
    pub after: Option<BatchRef>,
}

/// A scope as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeRecord {
    pub organization: String,
    pub part: PartRecord,
    pub later: bool,
}

/// The part of an organization's goods; see [`ScopePart`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartRecord {
    All,
    Product {
        product: String,
    },
    ProducedOn {
        product: Option<String>,
        first: i32,
        last: i32,
    },
    Lots {
        product: String,
        lots: Vec<String>,
    },
    Units {
        product: String,
        lot: String,
        first: u64,
        last: u64,
    },
    Serials {
        product: String,
        range: SerialRecord,
    },
    /// The lot as edges name it.
    Ingredient {
        lot: BatchRef,
        /// What is reached is held pending assessment, not recalled.
        held: bool,
        /// The lot is another party's: only goods of the scope's organization are followed.
        own: bool,
    },
    /// What any of these covers; none is a union itself. The organization of the union says nothing.
    Any {
        scopes: Vec<ScopeRecord>,
    },
    /// What the organization made of what it received from a supplier on these days.
    Received {
        supplier: SupplierRecord,
        first: i32,
        last: i32,
        /// As for an ingredient.
        held: bool,
    },
}

/// From whom goods were received. A name that was typed may be a person's: only what stands for it is
/// kept here, the name itself stands in the recall's document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SupplierRecord {
    /// The party as edges name it.
    Party(String),
    /// See [`SupplierRecord::named`].
    Named([u8; 32]),
}

impl SupplierRecord {
    /// A typed name: equal for names that people read as one.
    pub fn named(name: &str) -> Self {
        let key = "suyuan 2026 supplier as typed";
        Self::Named(blake3::derive_key(key, folded(name).as_bytes()))
    }
}

impl ScopeRecord {
    /// The scope itself, or those it joins.
    pub fn parts(&self) -> &[Self] {
        match &self.part {
            PartRecord::Any { scopes } => scopes,
            _ => std::slice::from_ref(self),
        }
    }

    /// One scope as it is, several as a union.
    pub fn joined(mut scopes: Vec<Self>) -> Self {
        match scopes.pop() {
            Some(only) if scopes.is_empty() => only,
            last => {
                scopes.extend(last);
                let part = PartRecord::Any { scopes };
                Self { organization: String::new(), part, later: false }
            }
        }
    }

    /// Whether goods are reached through what went into them, and then whether they are held only.
    pub fn follows(&self) -> Option<bool> {
        match &self.part {
            PartRecord::Ingredient { held, .. } | PartRecord::Received { held, .. } => Some(*held),
            _ => None,
        }
    }

    /// The lot it follows to what was made of it.
    pub fn ingredient(&self) -> Option<&BatchRef> {
        match &self.part {
            PartRecord::Ingredient { lot, .. } => Some(lot),
            _ => None,
        }
    }
}

impl From<&Scope> for ScopeRecord {
    fn from(scope: &Scope) -> Self {
        Self {
            organization: scope.organization.to_string(),
            part: PartRecord::from(&scope.part),
            later: scope.later,
        }
    }
}

impl From<&ScopePart> for PartRecord {
    fn from(part: &ScopePart) -> Self {
        match part {
            ScopePart::All => Self::All,
            ScopePart::Product(product) => Self::Product { product: product.to_string() },
            ScopePart::ProducedOn { product, first, last } => Self::ProducedOn {
                product: product.as_ref().map(ToString::to_string),
                first: first.number(),
                last: last.number(),
            },
            ScopePart::Lots { product, lots } => Self::Lots {
                product: product.to_string(),
                lots: lots.iter().map(ToString::to_string).collect(),
            },
            ScopePart::Units { product, lot, ordinals: Ordinals { first, last } } => Self::Units {
                product: product.to_string(),
                lot: lot.to_string(),
                first: *first,
                last: *last,
            },
            ScopePart::Serials { product, first, last } => {
                let range = SerialRange { first: first.split(), last: last.split().number };
                Self::Serials { product: product.to_string(), range: SerialRecord::from(&range) }
            }
            // Whose it is and what becomes of the goods is settled when it is checked.
            ScopePart::Ingredient(lot) => {
                Self::Ingredient { lot: BatchRef::from(lot), held: false, own: false }
            }
            ScopePart::Received { supplier, first, last } => Self::Received {
                supplier: match supplier {
                    Supplier::Party(code) => {
                        let party = code.gb11714().unwrap_or_else(|| code.as_str());
                        SupplierRecord::Party(party.to_owned())
                    }
                    Supplier::Named(name) => SupplierRecord::named(name),
                },
                first: first.number(),
                last: last.number(),
                held: false,
            },
        }
    }
}
