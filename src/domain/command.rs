//! Commands: what somebody asks the ledger to accept, already parsed. A command that exists is
//! well-formed; whether it may be accepted is decided by `ledger/check` against the state.

use super::code_ids::{MeasureId, TokenId};
use super::day::Day;
use super::gtin::{Gln, Gtin};
use super::lot::{Lot, ProductCode, Serial, SerialParts};
use super::org_code::OrgCode;
use super::quantity::Quantity;
use super::region::Region;
use super::scope::{Ordinals, Scope};
use super::words::{
    CorrectionKind, Hazard, Outcome, RecallKind, Regime, Remedy, Role, SectionKind, UnitState,
};

/// Who acts. Never a person: a token speaks for an organization, maybe in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub token: TokenId,
    pub role: Role,
    /// `None` for the operator.
    pub organization: Option<OrgCode>,
    /// A regulator's region.
    pub region: Option<Region>,
    /// Post of the office, e.g. `quality`: a word, never a name.
    pub post: Option<String>,
}

/// A request to the ledger.
#[derive(Debug, Clone)]
pub struct Submission {
    pub actor: Actor,
    pub command: Command,
    pub retry: Retry,
    /// Bytes it occupies in the queue.
    pub bytes: usize,
}

/// How a repeated command is recognized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// What makes it the same command: its subject, or the client's Idempotency-Key with token and route.
    pub identity: [u8; 32],
    /// Keyed digest of the content: equal for a true repeat. Never published.
    pub digest: [u8; 32],
}

/// Free content of a record, split by who may read it; canonical JSON, empty when there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    pub public: Vec<u8>,
    pub restricted: Vec<u8>,
}

/// Identity of a batch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BatchKey {
    pub organization: OrgCode,
    pub product: ProductCode,
    pub lot: Lot,
}

/// What can be asked for.
#[derive(Debug, Clone)]
pub enum Command {
    AdmitOrganization(AdmitOrganization),
    IssueToken(IssueToken),
    RevokeToken { organization: OrgCode, token: TokenId },
    RegisterProduct(RegisterProduct),
    RegisterBatch(Box<RegisterBatch>),
    AddCheck(AddCheck),
    Release { batch: BatchKey },
    Activate { batch: BatchKey, ordinals: Option<Ordinals> },
    ChangeUnits { batch: BatchKey, to: UnitState, ordinals: Ordinals, document: Document },
    Withdraw { batch: BatchKey, document: Document },
    IssueUnits { batch: BatchKey, count: u64 },
    RegisterSerials { batch: BatchKey, serials: Vec<SerialRange> },
    Correct(Box<Correct>),
    Erase { batch: BatchKey, section: SectionKind, document: Document },
    Hold { batch: BatchKey, document: Document },
    Unhold { batch: BatchKey, document: Document },
    OpenRecall(OpenRecall),
    StepRecall { recall: MeasureId, include: bool, scope: Scope, document: Document },
    EndRecall { recall: MeasureId, lift: bool, document: Document },
}

/// Admission of a party.
#[derive(Debug, Clone)]
pub struct AdmitOrganization {
    pub code: OrgCode,
    pub gln: Option<Gln>,
    pub roles: Vec<Role>,
    pub region: Region,
    pub document: Document,
}

/// A new token; its secret was made before and only its hash comes here.
#[derive(Debug, Clone)]
pub struct IssueToken {
    /// `None` for an operator token.
    pub organization: Option<OrgCode>,
    pub role: Role,
    pub token: TokenId,
    pub hash: [u8; 32],
    pub post: Option<String>,
    /// Last day it is good for.
    pub expires_on: Option<Day>,
    pub document: Document,
}

/// A product, or a further version of one.
#[derive(Debug, Clone)]
pub struct RegisterProduct {
    pub organization: OrgCode,
    pub product: ProductCode,
    pub version: u32,
    pub gtin: Option<Gtin>,
    /// Dotted words, e.g. `food.meat.cooked`; `general` has the empty profile.
    pub category: String,
    pub has_formula: bool,
    pub document: Document,
}

/// A batch (lot) that was made.
#[derive(Debug, Clone)]
pub struct RegisterBatch {
    pub batch: BatchKey,
    pub facts: BatchFacts,
    /// `None`: the latest version of the product.
    pub product_version: Option<u32>,
    pub inputs: Vec<Input>,
    /// Codes to issue at once.
    pub issue: Option<u64>,
    pub document: Document,
}

/// What the heart itself must know of a batch; everything else stays in its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchFacts {
    pub produced_on: Day,
    pub expires_on: Option<Day>,
    /// Whole pieces, where the quantity is counted in pieces.
    pub pieces: Option<u64>,
    /// Labels that may be spoilt, beyond the pieces.
    pub label_allowance: u64,
    pub groups: Groups,
}

/// Which of the groups that the policy papers name are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Groups {
    pub origin: bool,
    pub ingredients: bool,
    pub additives: bool,
}

/// A lineage edge: a lot that went into this batch, by reference (registered yet or not).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub batch: BatchKey,
    /// Place in the list of ingredients; `None` for an additive.
    pub line: Option<u16>,
    /// How much of it went in, as stated.
    pub used: Option<Quantity>,
}

/// A test or inspection of a batch.
#[derive(Debug, Clone)]
pub struct AddCheck {
    pub batch: BatchKey,
    /// Kind of the check, e.g. `factoryTest`.
    pub kind: CheckKind,
    /// Computed from the items.
    pub outcome: Outcome,
    pub document: Document,
}

/// Kinds of check of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckKind {
    FactoryTest,
    Other,
}

/// Own serials `first..=last` of equal shape, in registration order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SerialRange {
    pub first: SerialParts,
    /// Number of the last serial; equal to the first for a listed one.
    pub last: u128,
}

impl SerialRange {
    /// One listed serial.
    pub fn one(serial: &Serial) -> Self {
        let first = serial.split();
        let last = first.number;
        Self { first, last }
    }

    /// How many serials; saturates far above every limit.
    pub fn count(&self) -> u64 {
        u64::try_from(self.last.saturating_sub(self.first.number))
            .unwrap_or(u64::MAX)
            .saturating_add(1)
    }
}

/// A correction: the whole record as it reads afterwards, with what changed and why.
#[derive(Debug, Clone)]
pub struct Correct {
    pub batch: BatchKey,
    pub kind: CorrectionKind,
    pub facts: BatchFacts,
    pub inputs: Vec<Input>,
    /// Position of the document the changes were applied to; another one is refused.
    pub base: u64,
    pub document: Document,
}

/// Opening of a recall.
#[derive(Debug, Clone)]
pub struct OpenRecall {
    pub scope: Scope,
    pub regime: Regime,
    pub class: Option<u8>,
    pub kind: RecallKind,
    pub hazard: Hazard,
    pub remedy: Vec<Remedy>,
    pub document: Document,
}
