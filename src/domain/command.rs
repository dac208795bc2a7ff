//! Commands: what somebody asks the ledger to accept, already parsed. A command that exists is
//! well-formed; whether it may be accepted is decided by `ledger/check` against the state.

use super::code_ids::{EntryId, MeasureId, QueueId, TokenId};
use super::day::{Day, Instant};
use super::evidence::{EvidenceHash, MediaType};
use super::groups::Groups;
use super::gtin::{Gln, Gtin};
use super::lot::{Lot, ProductCode, Serial, SerialParts};
use super::org_code::OrgCode;
use super::permit::Permit;
use super::quantity::Quantity;
use super::region::Region;
use super::scope::{Ordinals, Scope};
use super::sscc::Sscc;
use super::words::{
    BizStep, Channel, CorrectionKind, EntryStatus, Eyes, Hazard, Pledge, PolicyKind, ReachEffect,
    RecallKind, Regime, Remedy, Role, SectionKind, UnitState,
};
use rust_decimal::Decimal;

mod checks;
mod effectiveness;
mod made;
mod recalls;

pub use checks::{AddCheck, Checked, CheckedItem, TakeInCheck, Target};
pub use effectiveness::{
    AnswerLine, AnswerRecall, Customer, Drill, Effectiveness, LotAmount, OfRecall, StateConsignee,
    StateVisit,
};
pub use made::{AdditiveUse, CarriedUse, Making, Preparation};
pub use recalls::{AnswerAssistance, Progress, StateProgress};

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
    IssueUnits { batch: BatchKey, count: u64, label: Option<u32> },
    RegisterSerials { batch: BatchKey, serials: Vec<SerialRange>, label: Option<u32> },
    Correct(Box<Correct>),
    Erase { batch: BatchKey, section: SectionKind, document: Document },
    Hold { batch: BatchKey, document: Document },
    Unhold { batch: BatchKey, document: Document },
    OpenRecall(OpenRecall),
    StepRecall { recall: MeasureId, include: bool, scopes: Vec<Scope>, document: Document },
    EndRecall { recall: MeasureId, lift: bool, document: Document },
    StateProgress(Box<StateProgress>),
    AnswerAssistance(AnswerAssistance),
    RegisterEntry(Box<RegisterEntry>),
    ChangeEntry(ChangeEntry),
    AdoptPolicy(Box<AdoptPolicy>),
    StateEvent(Box<StateEvent>),
    TakeInCheck(Box<TakeInCheck>),
    MatchCheck { queued: QueueId, batch: BatchKey },
    AddEvidence(AddEvidence),
    EraseEvidence { organization: OrgCode, hash: EvidenceHash, document: Document },
    ChangeSettings { organization: OrgCode, setting: Setting },
    ConfirmRecall { authority: OrgCode, proposal: u64, recall: Box<OpenRecall> },
    RejectRecall { authority: OrgCode, proposal: u64, document: Document },
    ConfirmCorrection { proposal: u64, correct: Box<Correct> },
    RejectCorrection { batch: BatchKey, proposal: u64, document: Document },
    Judge(Box<Judge>),
    JudgeLink { batch: BatchKey, input: Box<Input>, confirmed: bool },
    OfRecall(Box<OfRecall>),
    Drill(Box<Drill>),
}

/// What an organization chooses for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// How its records are corrected.
    Corrections(Eyes),
    /// How the recalls of an authority are opened.
    Recalls(Eyes),
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
    /// Groups of the product's own document, the formula included.
    pub groups: Groups,
    /// Class of the production licence, e.g. `0401`.
    pub permit_category: Option<String>,
    /// Food category of GB 2760, e.g. `08.03.05`.
    pub additive_category: Option<String>,
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
    /// The maker, where that is not the organization itself.
    pub maker: Option<OrgCode>,
    /// The maker's name of its site.
    pub site: Option<String>,
    /// Made in another country than the market's.
    pub imported: bool,
    pub additives: Vec<AdditiveUse>,
    /// Additives that came in with ingredients.
    pub carried: Vec<CarriedUse>,
    /// Kilograms per litre.
    pub density: Option<Decimal>,
    /// Fat and oil in what was made, in kilograms.
    pub fat_kg: Option<Decimal>,
    pub preparation: Option<Preparation>,
    pub making: Making,
    /// How much was made.
    pub quantity: Quantity,
    pub net_mass: Option<Quantity>,
    /// What the additives went into, in kilograms, where it was stated as a mass.
    pub mass_kg: Option<Decimal>,
    /// The same in litres, where it was stated as a volume.
    pub volume_l: Option<Decimal>,
}

/// A lineage edge: a lot that went into this batch, by reference (registered yet or not).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub lot: InputLot,
    /// Place in the list of ingredients; `None` for an additive.
    pub line: Option<u16>,
    /// How much of it went in, as stated.
    pub used: Option<Quantity>,
}

/// How an input names its lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputLot {
    Batch(BatchKey),
    /// Whose product that is shows once the GTIN is registered.
    Gtin {
        gtin: Gtin,
        lot: Lot,
    },
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

/// A permit, filing, certificate, title or pledge of an organization, as the register holds it.
#[derive(Debug, Clone)]
pub struct RegisterEntry {
    pub holder: OrgCode,
    pub permit: Permit,
    pub valid_from: Option<Day>,
    /// Last day, included.
    pub valid_to: Option<Day>,
    /// Product classes, whole or by their beginning.
    pub covers: Vec<String>,
    /// The holder's name of the one site it is for.
    pub site: Option<String>,
    pub region: Option<Region>,
    /// The other party of a commission.
    pub counterpart: Option<OrgCode>,
    /// The one product a commission is for.
    pub product: Option<ProductCode>,
    pub pledges: Vec<Pledge>,
    /// Area that sales are pledged to stay in.
    pub area: Vec<Region>,
    pub evidence: Vec<EvidenceHash>,
    pub document: Document,
}

/// A profile or table to be used from a day on; its document was read before.
#[derive(Debug, Clone)]
pub struct AdoptPolicy {
    pub kind: PolicyKind,
    pub id: String,
    pub version: u32,
    /// First production day it is for.
    pub effective_from: Day,
    pub digest: [u8; 32],
    pub document: Document,
}

/// Something that happened to goods of a batch, stated by whoever had them.
#[derive(Debug, Clone)]
pub struct StateEvent {
    pub batch: BatchKey,
    pub biz_step: BizStep,
    pub on: Day,
    pub quantity: Option<Quantity>,
    /// To whom, or from whom.
    pub counterpart: Option<OrgCode>,
    /// Where it went, or where it happened.
    pub region: Option<Region>,
    pub channel: Option<Channel>,
    /// Case or pallet it is about: goods are packed into it, shipped or received with it.
    pub sscc: Option<Sscc>,
    /// Of packing and unpacking: the case that `sscc` was put into or taken out of.
    pub parent: Option<Sscc>,
    /// Of packing and unpacking: the cases that were put into `sscc` or taken out of it.
    pub children: Vec<Sscc>,
    pub document: Document,
}

/// An answer of a post to a question of the table of additives, for every lot of a product version.
#[derive(Debug, Clone)]
pub struct Judge {
    pub organization: OrgCode,
    pub product: ProductCode,
    /// `None`: the latest version.
    pub version: Option<u32>,
    /// As the question was told.
    pub key: String,
    pub permitted: bool,
    /// Goes on with the lots behind this one, under an answer that stands already.
    pub after: Option<String>,
    pub document: Document,
}

/// Something that happened to an entry.
#[derive(Debug, Clone)]
pub struct ChangeEntry {
    pub entry: EntryId,
    pub status: EntryStatus,
    pub on: Day,
    /// New last day of a renewal; `None` for no end.
    pub valid_to: Option<Day>,
    pub evidence: Vec<EvidenceHash>,
    pub document: Document,
}

/// A file that was put under its name before.
#[derive(Debug, Clone)]
pub struct AddEvidence {
    pub organization: OrgCode,
    pub hash: EvidenceHash,
    pub bytes: u64,
    pub media: MediaType,
}

/// Opening of a recall.
#[derive(Debug, Clone)]
pub struct OpenRecall {
    /// At least one; what any of them covers is recalled.
    pub scopes: Vec<Scope>,
    /// What becomes of goods made of a recalled ingredient; `None`: by the hazard.
    pub effect: Option<ReachEffect>,
    pub regime: Regime,
    pub class: Option<u8>,
    pub kind: RecallKind,
    pub hazard: Hazard,
    pub remedy: Vec<Remedy>,
    /// When the risk became known.
    pub known_at: Option<Instant>,
    pub document: Document,
}
