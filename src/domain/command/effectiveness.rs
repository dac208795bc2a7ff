//! What is asked for beside a recall: who received the goods, what became of them, links for those
//! without an account, visits to shops; and drills, which recall nothing.

use super::{Document, Lot, MeasureId, OrgCode, ProductCode, Region};
use crate::domain::code_ids::{ConsigneeId, DrillId};
use crate::domain::day::Day;
use crate::domain::evidence::EvidenceHash;
use crate::domain::quantity::Quantity;
use crate::domain::scope::Scope;
use crate::domain::words::{Disposition, DrillStep};

/// Something stated of a recall under way.
#[derive(Debug, Clone)]
pub enum Effectiveness {
    /// Adds a consignee, or corrects one.
    State(StateConsignee),
    Answer(AnswerRecall),
    /// A link is made for a consignee; its secret was made before and only its hash comes here.
    Link {
        consignee: ConsigneeId,
        hash: [u8; 32],
        days: u32,
    },
    Visit(StateVisit),
    /// Free text about a consignee goes, on a legal ground.
    Erase {
        consignee: ConsigneeId,
        document: Document,
    },
    /// A second post agrees to the closing that a first one asked for.
    ConfirmClosure {
        document: Document,
    },
}

/// One lot of the goods' owner, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotAmount {
    pub product: ProductCode,
    pub lot: Lot,
    pub quantity: Quantity,
}

/// Who received goods of a recall, as the firm amends it.
#[derive(Debug, Clone)]
pub struct StateConsignee {
    /// Whose goods; `None`: the actor's own organization.
    pub owner: Option<OrgCode>,
    /// The one to correct; `None` for a further one.
    pub consignee: Option<ConsigneeId>,
    /// Whose customer it is, where it did not get the goods from the firm.
    pub under: Option<ConsigneeId>,
    pub party: Option<OrgCode>,
    pub region: Option<Region>,
    /// In place of what events tell.
    pub got: Option<Vec<LotAmount>>,
    /// It received nothing after all.
    pub removed: bool,
    pub document: Document,
}

/// What a consignee did, or what the firm knows of it.
#[derive(Debug, Clone)]
pub struct AnswerRecall {
    pub consignee: ConsigneeId,
    /// Keyed hash of the link it came through.
    pub link: Option<[u8; 32]>,
    pub notified_on: Option<Day>,
    pub stopped_on: Option<Day>,
    pub lines: Vec<AnswerLine>,
    pub customers: Vec<Customer>,
    pub evidence: Vec<EvidenceHash>,
    /// Nothing more is to come.
    pub last: bool,
    pub document: Document,
}

/// How much went one way, so far; a later line of the same way and lot takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLine {
    pub disposition: Disposition,
    /// `None`: of all lots together.
    pub lot: Option<(ProductCode, Lot)>,
    pub quantity: Quantity,
    pub on: Option<Day>,
}

/// To whom a consignee passed goods on; its name stands in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    pub party: Option<OrgCode>,
    pub region: Option<Region>,
    pub got: Vec<LotAmount>,
}

/// A visit to a shop.
#[derive(Debug, Clone)]
pub struct StateVisit {
    /// Whose goods were looked for.
    pub owner: OrgCode,
    pub consignee: Option<ConsigneeId>,
    pub region: Region,
    pub on: Day,
    pub on_sale: bool,
    pub quantity: Option<Quantity>,
    pub document: Document,
}

/// A recall that is only played.
#[derive(Debug, Clone)]
pub enum Drill {
    Start { scopes: Vec<Scope>, goal_hours: u32, document: Document },
    Step { drill: DrillId, step: DrillStep, document: Document },
}

/// Of which recall.
#[derive(Debug, Clone)]
pub struct OfRecall {
    pub recall: MeasureId,
    pub what: Effectiveness,
}
