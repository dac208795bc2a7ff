//! Every column family: what its key and value are, and what kind of data it holds. Numbers in keys
//! are big-endian, texts are closed by a zero byte, values begin with a version byte.
//!
//! | family | key | value | kind |
//! |---|---|---|---|
//! | meta | name | bytes | side (but `format`, `ledger`: truth) |
//! | facts | position u64 | envelope bytes | truth |
//! | private | position u64 | salt 32 ‖ private part | truth |
//! | sections | position u64 ‖ section u8 | salt 32 ‖ canonical JSON | truth, the only erasable rows |
//! | blocks | first position u64 | `BlockRow` | truth |
//! | organizations | code | `OrganizationRow` | view |
//! | aliases | GB 11714 code | code | view |
//! | tokens | organization or "" ‖ token id 8 | `TokenRow` | view |
//! | `token_index` | token id 8 | organization or "" | view |
//! | products | organization ‖ product | `ProductRow` | view |
//! | `product_versions` | organization ‖ product ‖ version u32 as u64 | `VersionRow` | view |
//! | gtins | GTIN-14 | `ProductRefRow` | view |
//! | batches | organization ‖ product ‖ lot | `BatchRow` | view |
//! | `batches_by_date` | organization ‖ product ‖ day i32 ‖ lot | () | view |
//! | `unit_blocks` | slot u8 ‖ first ordinal of the key u64 | `UnitBlockRow` | view |
//! | `batch_blocks` | organization ‖ product ‖ lot ‖ first ordinal of the batch u64 | `BatchBlockRow` | view |
//! | `unit_segments` | organization ‖ product ‖ lot ‖ first ordinal u64 | `SegmentRow` | view |
//! | `own_ranges` | organization ‖ product ‖ prefix ‖ width u8 ‖ first u128 | `OwnRangeRow` | view |
//! | `own_shapes` | organization ‖ prefix ‖ width u8 ‖ product | () | view |
//! | checks | organization ‖ product ‖ lot ‖ position u64 | `CheckRow` | view |
//! | `checks_by_product` | organization ‖ product ‖ inverted day u64 ‖ position u64 | `ProductCheckRow` | view |
//! | `check_reports` | batch, or laboratory ‖ "" ‖ "" ‖ report 32 | `CheckReportRow` | view |
//! | `queued_checks` | inverted number u64 | `QueuedCheckRow` | view |
//! | `queued_by_party` | laboratory or labelled producer ‖ inverted number u64 | () | view |
//! | events | organization ‖ product ‖ lot ‖ position u64 | `EventRow` | view |
//! | `events_by_party` | organization ‖ product ‖ lot ‖ party ‖ inverted position u64 | `PartyEventRow` | view |
//! | `lot_sums` | organization ‖ product ‖ lot, as edges name them | `LotSumsRow` | view |
//! | sscc | SSCC ‖ kind u8 ‖ party ‖ party, batch, SSCC or position | `SsccRow` | view |
//! | tasks | organization ‖ position u64 (further ones of a fact: ‖ number u64 ‖ position u64) | `TaskRow` | view |
//! | `tasks_due` | due time in ms u64 ‖ tasks key | () | view |
//! | answers | organization ‖ product ‖ version u64 ‖ question | `AnswerRow` | view |
//! | questions | organization ‖ product ‖ version u64 ‖ question ‖ lot | () | view |
//! | judgements | organization ‖ product ‖ position u64 | `JudgementRow` | view |
//! | `edges_in` | output batch ‖ input batch | position u64 | view |
//! | `edges_out` | input batch ‖ output batch | `EdgeOutRow` | view |
//! | links | output batch ‖ input batch | `LinkRow` | view |
//! | measures | kind u8 ‖ inverted year u64 ‖ inverted number u64 | `MeasureRow` | view |
//! | `measures_by_subject` | organization ‖ product or "" ‖ lot or "" ‖ state u8 ‖ measure | () | view |
//! | `measures_by_product` | organization ‖ product ‖ state u8 ‖ measure | () | view |
//! | campaigns | measure | `CampaignRow` | view |
//! | assistance | measure ‖ region | `AssistanceRow` | view |
//! | marks | lot, or product with an empty lot ‖ kind u8 ‖ organization (kind 2) ‖ measure | `MarkRow` | view |
//! | reached | measure ‖ lot | () | view |
//! | `reached_by` | measure ‖ organization, or "" for all | `ReachedByRow` | view |
//! | reaches | measure ‖ step u64 | `ReachRow` | view |
//! | `reaches_running` | measure ‖ step u64 | () | view |
//! | `reach_work` | measure ‖ step u64 ‖ number u64 | `ReachWorkRow` | view |
//! | consignees | measure ‖ consignee 8 | `ConsigneeRow` | view |
//! | `answer_links` | keyed hash 32 | `AnswerLinkRow` | view |
//! | visits | measure ‖ position u64 | `VisitRow` | view |
//! | closings | measure | `ClosingRow` | view |
//! | drills | inverted drill u64 | `DrillRow` | view |
//! | policies | kind u8 ‖ id ‖ version u64 | `PolicyRow` | view |
//! | entries | inverted entry u64 | `EntryRow` | view |
//! | `entries_by_holder` | organization ‖ inverted entry u64 | () | view |
//! | evidence | hash 32 ‖ organization | `EvidenceRow` | view |
//! | corrections | organization ‖ product ‖ lot ‖ inverted position u64 | `CorrectionRow` | view |
//! | proposals | organization ‖ product ‖ lot ‖ position u64 | `ProposalRow` | view |
//! | `recall_proposals` | authority ‖ position u64 | `RecallProposalRow` | view |
//! | history | organization ‖ product or "" ‖ lot or "" ‖ position u64 | () | view |
//! | receipts | retry identity 32 | `ReceiptRow` | view |
//! | counters | name | u64 | view |
//! | `unit_keys` | slot u8 | `UnitKeyRow` | view |
//! | `log_keys` | position u64 | `LogKeyRow` | view |
//! | `log_hashes` | level u8 ‖ index u64 | SHA-256 of a complete subtree | view |
//! | scans | scanned subject 16 | `ScanRow` | side |
//! | `scan_sessions` | day i32 ‖ scanned subject 16 ‖ visitor 8 | `ScanSessionRow` | side |
//! | `scan_signals` | organization ‖ inverted time u64 ‖ scanned subject 16 | `ScanSignalRow` | side |
//! | notices | position u64 | `NoticeRow` | view |
//! | `entries_by_number` | number as compared ‖ inverted entry u64 | () | view |
//! | webhooks | organization ‖ role u8 ‖ id 8 | `WebhookRow` | side |
//! | cursors | organization ‖ role u8 ‖ id 8 | `CursorRow` | side |
//! | watches | organization ‖ role u8 ‖ id 8 | `WatchRow` | side |
//! | `watches_by_subject` | organization ‖ role u8 ‖ kind u8 ‖ name ‖ lot or "" ‖ id 8 | `WatchedRow` | side |
//!
//! Facts come first in `Family::ALL`; views can be dropped and replayed (`suyuan rebuild`).

mod effectiveness;
mod reach;
mod tasks;

pub mod key;

/// Format of the whole store. 1: first. 2: facts of evidence, judgements, links, reaches and queued tests.
/// 3: what SSCCs hold moved to a family of that name, to leave `cases` to complaints.
/// 4: tasks say who was told; requests for help and proposed recalls have families.
/// 5: the fact that opens a log may name the one before it.
pub const FORMAT: u64 = 5;

/// Declares the families once: variant, name on disk, kind.
macro_rules! families {
    ($($variant:ident $name:literal $kind:ident,)+) => {
        /// A column family.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Family { $($variant,)+ }

        impl Family {
            /// Every family.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name on disk.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What it holds.
            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)+ }
            }
        }
    };
}

/// Whether rows can be made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The ledger itself.
    Truth,
    /// Derived from facts by `views::apply` alone.
    View,
    /// Neither: outside rebuild.
    Side,
}

families! {
    Meta "meta" Side,
    Facts "facts" Truth,
    Private "private" Truth,
    Sections "sections" Truth,
    Blocks "blocks" Truth,
    Organizations "organizations" View,
    Aliases "aliases" View,
    Tokens "tokens" View,
    TokenIndex "token_index" View,
    Products "products" View,
    ProductVersions "product_versions" View,
    Gtins "gtins" View,
    Batches "batches" View,
    BatchesByDate "batches_by_date" View,
    UnitBlocks "unit_blocks" View,
    BatchBlocks "batch_blocks" View,
    UnitSegments "unit_segments" View,
    OwnRanges "own_ranges" View,
    OwnShapes "own_shapes" View,
    Checks "checks" View,
    ChecksByProduct "checks_by_product" View,
    CheckReports "check_reports" View,
    QueuedChecks "queued_checks" View,
    QueuedByParty "queued_by_party" View,
    Events "events" View,
    EventsByParty "events_by_party" View,
    LotSums "lot_sums" View,
    Sscc "sscc" View,
    Tasks "tasks" View,
    TasksDue "tasks_due" View,
    Answers "answers" View,
    Questions "questions" View,
    Judgements "judgements" View,
    EdgesIn "edges_in" View,
    EdgesOut "edges_out" View,
    Links "links" View,
    Measures "measures" View,
    MeasuresBySubject "measures_by_subject" View,
    MeasuresByProduct "measures_by_product" View,
    Campaigns "campaigns" View,
    Assistance "assistance" View,
    Marks "marks" View,
    Reached "reached" View,
    ReachedBy "reached_by" View,
    Reaches "reaches" View,
    ReachesRunning "reaches_running" View,
    ReachWork "reach_work" View,
    Consignees "consignees" View,
    AnswerLinks "answer_links" View,
    Visits "visits" View,
    Closings "closings" View,
    Drills "drills" View,
    Policies "policies" View,
    Entries "entries" View,
    EntriesByHolder "entries_by_holder" View,
    Evidence "evidence" View,
    Corrections "corrections" View,
    Proposals "proposals" View,
    RecallProposals "recall_proposals" View,
    History "history" View,
    Receipts "receipts" View,
    Counters "counters" View,
    UnitKeys "unit_keys" View,
    LogKeys "log_keys" View,
    LogHashes "log_hashes" View,
    Scans "scans" Side,
    ScanSessions "scan_sessions" Side,
    ScanSignals "scan_signals" Side,
    Notices "notices" View,
    EntriesByNumber "entries_by_number" View,
    Webhooks "webhooks" Side,
    Cursors "cursors" Side,
    Watches "watches" Side,
    WatchesBySubject "watches_by_subject" Side,
}
