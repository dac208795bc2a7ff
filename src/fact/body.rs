//! What a fact says, in the shape of the private part: everything that views and receipts are rebuilt
//! from. Variants are only ever appended; a changed shape is a new variant.

use super::record::{
    ActorRecord, AdditivesRecord, Alarm, AnswerRecord, BatchNumbers, BatchRef, CheckedRecord,
    ConsigneeRecord, EntryRecord, EventRecord, FindingRecord, FollowedRecord, InputRecord,
    LotAmountRecord, LotHold, MadeRecord, MeasureRef, PolicyRecord, ProgressRecord, ProposalRecord,
    RetryRecord, ScopeRecord, SerialRecord, StandingRecord, UnitBlock, VisitRecord,
};
use serde::{Deserialize, Serialize};

mod opening;
mod subject;
mod word;

pub use opening::Opening;
pub use subject::Subject;

/// Version byte of the private part. 1: first.
pub const PRIVATE_VERSION: u8 = 1;

/// The private part: never published, never erased, nothing about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Private {
    pub actor: ActorRecord,
    pub retry: Option<RetryRecord>,
    pub body: Body,
}

/// One accepted statement or permission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    LedgerOpened {
        ledger: [u8; 16],
        zone: String,
    },
    /// Fingerprint: derived from the key, so that another file in its place is noticed.
    UnitKeyAdded {
        slot: u8,
        algorithm: u8,
        fingerprint: [u8; 32],
    },
    UnitKeyChanged {
        slot: u8,
        state: u8,
    },
    OrganizationAdmitted {
        code: String,
        gb11714: Option<String>,
        gln: Option<String>,
        roles: Vec<u8>,
        region: String,
    },
    TokenIssued {
        token: [u8; 8],
        hash: [u8; 32],
        role: u8,
        organization: Option<String>,
        region: Option<String>,
        post: Option<String>,
        expires_on: Option<i32>,
    },
    TokenRevoked {
        token: [u8; 8],
        organization: Option<String>,
    },
    ProductRegistered {
        organization: String,
        product: String,
        version: u32,
        gtin: Option<String>,
        category: String,
        groups: u32,
        permit_category: Option<String>,
        additive_category: Option<String>,
    },
    BatchRegistered {
        batch: BatchRef,
        salt: [u8; 32],
        version: u32,
        numbers: BatchNumbers,
        made: MadeRecord,
        /// Computed from the table in force on the production day.
        additives: Vec<AdditivesRecord>,
        /// What the additives set off, where they are above what is permitted.
        alarm: Option<Alarm>,
        inputs: Vec<InputRecord>,
        findings: Vec<FindingRecord>,
        units: Option<UnitBlock>,
    },
    UnitsIssued {
        batch: BatchRef,
        salt: [u8; 32],
        units: UnitBlock,
        /// Product version whose label they carry; `None` for the batch's own.
        label: Option<u32>,
    },
    SerialsRegistered {
        batch: BatchRef,
        salt: [u8; 32],
        first_ordinal: u64,
        serials: Vec<SerialRecord>,
        label: Option<u32>,
    },
    BatchReleased {
        batch: BatchRef,
        salt: [u8; 32],
        standing: StandingRecord,
    },
    UnitsChanged {
        batch: BatchRef,
        salt: [u8; 32],
        state: u8,
        first: u64,
        last: u64,
    },
    BatchWithdrawn {
        batch: BatchRef,
        salt: [u8; 32],
    },
    BatchChecked {
        batch: BatchRef,
        salt: [u8; 32],
        check: CheckedRecord,
        /// What the failed items can do and the hold that follows at once, where that compels one.
        alarm: Option<Alarm>,
    },
    BatchCorrected {
        batch: BatchRef,
        salt: [u8; 32],
        kind: u8,
        numbers: BatchNumbers,
        made: MadeRecord,
        additives: Vec<AdditivesRecord>,
        alarm: Option<Alarm>,
        inputs: Vec<InputRecord>,
        /// Measures that covered the batch before and would not by its new dates: they stay.
        kept: Vec<MeasureRef>,
        /// The post that proposed it, where a second one confirmed.
        proposal: Option<ProposalRecord>,
    },
    SectionErased {
        batch: BatchRef,
        salt: [u8; 32],
        section: u8,
        positions: Vec<u64>,
    },
    HoldOpened {
        hold: MeasureRef,
        batch: BatchRef,
        salt: [u8; 32],
    },
    HoldEnded {
        holds: Vec<MeasureRef>,
        batch: BatchRef,
        salt: [u8; 32],
    },
    RecallOpened {
        recall: MeasureRef,
        scope: ScopeRecord,
        regime: u8,
        class: Option<u8>,
        kind: u8,
        hazard: u8,
        remedy: Vec<u8>,
    },
    RecallStepped {
        recall: MeasureRef,
        include: bool,
        scope: ScopeRecord,
    },
    RecallEnded {
        recall: MeasureRef,
        lifted: bool,
    },
    PoliciesAdopted {
        policies: Vec<PolicyRecord>,
    },
    EntryRegistered {
        entry: u64,
        holder: String,
        record: EntryRecord,
    },
    EntryChanged {
        entry: u64,
        holder: String,
        status: u8,
        on: i32,
        valid_to: Option<i32>,
    },
    EventStated {
        batch: BatchRef,
        salt: [u8; 32],
        event: EventRecord,
        findings: Vec<FindingRecord>,
    },
    /// A laboratory's check of a lot that is not known here, or not its to test: kept, holding nothing.
    CheckQueued {
        queued: u64,
        laboratory: String,
        /// Stands for report and sample: equal where the laboratory says the same again.
        sample: [u8; 32],
        /// The producer that the label, or the lot that was named, leads to.
        producer: Option<String>,
        check: CheckedRecord,
        /// What the failed items can do, where that compels a recall.
        hazard: Option<u8>,
    },
    /// A queued check found its lot: from now on as if it had been added to it.
    CheckMatched {
        queued: u64,
        batch: BatchRef,
        salt: [u8; 32],
        /// The laboratory's token that handed it in.
        by: ActorRecord,
        check: CheckedRecord,
        alarm: Option<Alarm>,
    },
    EvidenceAdded {
        organization: String,
        hash: [u8; 32],
        bytes: u64,
        /// [`crate::domain::evidence::MediaType`].
        media: u8,
    },
    EvidenceErased {
        organization: String,
        hash: [u8; 32],
    },
    SettingsChanged {
        organization: String,
        /// [`crate::domain::words::Eyes`].
        corrections: u8,
        /// `false`: a second post has yet to agree.
        applied: bool,
    },
    /// Its document is that of the correction it would become.
    CorrectionProposed {
        batch: BatchRef,
        salt: [u8; 32],
        kind: u8,
        base: u64,
    },
    CorrectionRejected {
        batch: BatchRef,
        salt: [u8; 32],
        proposal: u64,
    },
    /// A post answered a question about additives, for every lot of a product version.
    JudgementGiven {
        organization: String,
        product: String,
        version: u32,
        key: String,
        permitted: bool,
        /// The ledger's day.
        on: i32,
        /// What the lots that are held by it can do.
        hazard: u8,
        holds: Vec<LotHold>,
        /// It goes on with the lots behind this one, under the answer that stands.
        after: Option<String>,
        /// The last lot that was looked at, where there are more.
        next: Option<String>,
    },
    /// Whether a supplier typed from papers is a registered lot.
    LinkJudged {
        batch: BatchRef,
        salt: [u8; 32],
        input: InputRecord,
        confirmed: bool,
    },
    /// The service followed a recall some edges further; a repeat of the same sequence changes nothing.
    ReachStepped {
        recall: MeasureRef,
        /// Place of the ingredient scope among the steps of the recall.
        step: u16,
        sequence: u32,
        /// Work done, from the front of the queue.
        followed: Vec<FollowedRecord>,
    },
    /// A recall was opened, with when the risk was known.
    RecallStarted {
        recall: MeasureRef,
        scope: ScopeRecord,
        regime: u8,
        class: Option<u8>,
        kind: u8,
        hazard: u8,
        remedy: Vec<u8>,
        /// Milliseconds since 1970.
        known_at: Option<i64>,
    },
    RecallProgressed {
        recall: MeasureRef,
        progress: ProgressRecord,
    },
    /// The Ed25519 key that signs the ledger as a log from now on, under the log's name.
    LogOpened {
        origin: String,
        key: [u8; 32],
        /// Name, size and root of the last checkpoint of a log that this one cannot go on.
        previous: Option<(String, u64, [u8; 32])>,
    },
    /// The firm added a consignee or corrected one.
    ConsigneeStated {
        recall: MeasureRef,
        who: ConsigneeRecord,
        /// Whose customer it is.
        under: Option<[u8; 8]>,
        /// In place of what events tell.
        got: Option<Vec<LotAmountRecord>>,
        removed: bool,
    },
    ConsigneeAnswered {
        recall: MeasureRef,
        who: ConsigneeRecord,
        answer: AnswerRecord,
        /// Keyed hash of the link it came through.
        link: Option<[u8; 32]>,
    },
    /// A one-time link for a consignee without an account.
    AnswerLinkIssued {
        recall: MeasureRef,
        who: ConsigneeRecord,
        hash: [u8; 32],
        /// Milliseconds since 1970.
        expires_at: i64,
    },
    ConsigneeErased {
        recall: MeasureRef,
        consignee: [u8; 8],
        positions: Vec<u64>,
    },
    ShopVisited {
        recall: MeasureRef,
        visit: VisitRecord,
    },
    /// A first post asks to close a recall; a second one has yet to agree.
    ClosureProposed {
        recall: MeasureRef,
    },
    DrillStarted {
        drill: u64,
        organization: String,
        scope: ScopeRecord,
        goal_hours: u32,
    },
    DrillStepped {
        drill: u64,
        organization: String,
        /// [`crate::domain::words::DrillStep`].
        step: u8,
    },
    /// An authority answered a request for help with a recall.
    AssistanceAnswered {
        recall: MeasureRef,
        region: String,
        /// [`crate::domain::words::AssistanceAnswer`].
        answer: u8,
    },
    /// Nobody decided on a recall in time: the authority of the region is told.
    TaskEscalated {
        batch: BatchRef,
        salt: [u8; 32],
        /// Fact that set the task, and which of its tasks it is.
        task: u64,
        number: u64,
        hazard: Option<u8>,
    },
    /// An authority chose how its recalls are opened.
    RecallSettingChanged {
        organization: String,
        /// [`crate::domain::words::Eyes`].
        mode: u8,
        /// `false`: a second post has yet to agree.
        applied: bool,
    },
    /// A first post of an authority asks to open the recall that the document describes.
    RecallProposed {
        authority: String,
    },
    RecallProposalRejected {
        authority: String,
        proposal: u64,
    },
    /// A second post opened what a first one proposed.
    RecallConfirmed {
        recall: MeasureRef,
        scope: ScopeRecord,
        regime: u8,
        class: Option<u8>,
        kind: u8,
        hazard: u8,
        remedy: Vec<u8>,
        known_at: Option<i64>,
        authority: String,
        proposal: ProposalRecord,
    },
}
