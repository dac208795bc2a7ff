//! Every bound of the service, with its unit in its name. A test sends something just over each.
//! Nothing here is a policy of a trade: those are data under `schemas/`.

/// Largest envelope: the leaf size that C2SP tlog-tiles entry bundles can carry.
pub const ENVELOPE_BYTES_MAX: usize = 65_535;
/// Largest body of a request that carries one document.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// Nesting of JSON; deeper is refused before it is built.
pub const JSON_DEPTH_MAX: usize = 16;
/// A name, one line of text.
pub const NAME_CHARS_MAX: usize = 200;
/// A reason, an instruction, an address.
pub const TEXT_CHARS_MAX: usize = 2_000;
/// A short identifier inside a document (report number, document number, method).
pub const WORD_CHARS_MAX: usize = 64;
/// Category of a product, dotted words.
pub const CATEGORY_CHARS_MAX: usize = 64;
/// Ingredients of a batch, lines of a formula or of a label's statement.
pub const LINES_COUNT_MAX: usize = 300;
/// Additives of a batch.
pub const ADDITIVES_COUNT_MAX: usize = 100;
/// Items of one check.
pub const CHECK_ITEMS_COUNT_MAX: usize = 300;
/// Results of one item of a check (sampling plans use 5 to 60).
pub const CHECK_RESULTS_COUNT_MAX: usize = 100;
/// Any other list inside a document.
pub const LIST_COUNT_MAX: usize = 50;
/// Changes of one correction.
pub const CHANGES_COUNT_MAX: usize = 50;
/// Roles of an organization.
pub const ROLES_COUNT_MAX: usize = 4;
/// Amounts and measured values, either side of zero: far above any, and exact with 12 decimals.
pub const QUANTITY_MAX: i64 = 1_000_000_000_000_000;
/// Findings that one refusal lists; the rest are found when these are put right.
pub const FINDINGS_COUNT_MAX: usize = 100;
/// What a finding shows of the value that was there.
pub const SHOWN_CHARS_MAX: usize = 64;

/// Units of one issuing command.
pub const ISSUE_UNITS_MAX: u64 = 100_000_000;
/// Units of one batch, issued codes and own serials together.
pub const BATCH_UNITS_MAX: u64 = 1_000_000_000;
/// Codes one key can make: 40 bits.
pub const KEY_ORDINAL_MAX: u64 = (1 << 40) - 1;
/// Issued codes of one organization, unless the operator raises it.
pub const ORGANIZATION_CODES_MAX: u64 = 10_000_000_000;
/// Serials in one list; a range has one row and no such bound.
pub const SERIALS_LIST_COUNT_MAX: usize = 10_000;
/// Disjoint states of a batch's units.
pub const BATCH_SEGMENTS_MAX: u32 = 10_000;
/// Products that may share one shape of own serials within an organization.
pub const SERIAL_SHAPE_PRODUCTS_MAX: usize = 64;

/// Outside checks of a product that are looked through for those of the last months.
pub const PRODUCT_CHECKS_READ_COUNT: usize = 256;
/// Events stated of the goods of one batch.
pub const BATCH_EVENTS_MAX: u32 = 10_000;
/// Lots that used a lot, as far as a balance adds them up.
pub const LINEAGE_EDGES_READ_COUNT: usize = 10_000;
/// Policies that a ledger has adopted, every version of each.
pub const POLICIES_COUNT_MAX: usize = 2_000;
/// Tasks of one organization that are looked through for those still open.
pub const OPEN_TASKS_COUNT_MAX: usize = 10_000;
/// Hours in which a firm has to decide on a recall once it knows of a compelling hazard: the start of
/// a recall of class 1 (Measures for Food Recall, 2015, amended 2020).
pub const RECALL_DECISION_HOURS_MAX: i64 = 24;

/// Entries of the register that one organization holds.
pub const ORGANIZATION_ENTRIES_MAX: u32 = 1_000;
/// Things that happen to one entry.
pub const ENTRY_STATUSES_MAX: usize = 100;

/// Lots that one recall scope names.
pub const SCOPE_LOTS_COUNT_MAX: usize = 1_000;
/// Scopes that one union joins.
pub const SCOPE_UNION_COUNT_MAX: usize = 20;
/// Edges that one step of a reach follows, between two groups of commands.
pub const REACH_STEP_EDGES_COUNT: usize = 1_000;
/// Lots that a preview of a reach marks before it says "at least".
pub const PREVIEW_LOTS_COUNT: u64 = 10_000;
/// Lots that a preview names.
pub const PREVIEW_LOTS_SHOWN_COUNT: usize = 100;
/// Open or closed measures on one organization, product or batch.
pub const SUBJECT_MEASURES_MAX: u32 = 64;
/// Scopes of one measure: the opening one, extensions and narrowings.
pub const MEASURE_STEPS_MAX: usize = 256;
/// Batches counted one by one for a preview; beyond it the count says "at least".
pub const REACH_COUNT_MAX: u64 = 200_000;

/// Commands waiting for the writer.
pub const QUEUE_COUNT_MAX: usize = 4_096;
/// Bytes waiting for the writer.
pub const QUEUE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Commands of one commit.
pub const GROUP_COUNT_MAX: usize = 512;
/// Bytes of one commit.
pub const GROUP_BYTES_MAX: usize = 8 * 1024 * 1024;
/// What a client is told to wait when the queue is full.
pub const RETRY_AFTER_SECONDS: u64 = 1;

/// Rows of one page of a list.
pub const PAGE_ROWS_MAX: usize = 200;
/// Rows of one page when the client names no number.
pub const PAGE_ROWS_DEFAULT_COUNT: usize = 50;
/// Length of a cursor.
pub const CURSOR_CHARS_MAX: usize = 512;
/// Length of an Idempotency-Key.
pub const IDEMPOTENCY_KEY_CHARS_MAX: usize = 128;
/// Checks, corrections shown with a scan; the batch's own page lists all.
pub const REPORT_LIST_COUNT_MAX: usize = 50;

/// Whole-request time-out.
pub const REQUEST_SECONDS_MAX: u64 = 30;
/// Time a client has to send its request head.
pub const HEADER_READ_SECONDS_MAX: u64 = 10;
/// Connections served at once; more wait.
pub const CONNECTIONS_COUNT_MAX: usize = 10_000;
/// Time that open requests have to finish after a stop signal.
pub const DRAIN_SECONDS_MAX: u64 = 10;
/// Failed look-ups one client may make at once.
pub const FAILED_LOOKUPS_BURST_COUNT: u32 = 30;
/// Failed look-ups one client may make each minute after that.
pub const FAILED_LOOKUPS_PER_MINUTE_COUNT: u32 = 10;
/// Length of a request target.
pub const TARGET_BYTES_MAX: usize = 2_048;
/// Rows of `units.csv` made at a time.
pub const CSV_CHUNK_ROWS_COUNT: u64 = 4_096;

/// Parsed documents of organizations, and of product versions, kept for scans.
pub const DOCUMENTS_KEPT_COUNT: usize = 10_000;
/// Parsed documents of batches and of checks, each, kept for scans: bytes of what they were parsed from.
pub const DOCUMENTS_KEPT_BYTES: u64 = 64 * 1024 * 1024;
/// Write-ahead log over all families: bounds how long a start replays.
pub const WAL_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Memory for blocks read.
pub const BLOCK_CACHE_BYTES: usize = 512 * 1024 * 1024;
/// Facts replayed in one batch.
pub const REPLAY_FACTS_COUNT: usize = 4_096;
