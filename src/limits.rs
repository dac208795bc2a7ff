//! Every bound of the service, with its unit in its name. A test sends something just over each.
//! Nothing here is a policy of a trade: those are data under `schemas/`.

/// Largest envelope: the leaf size that C2SP tlog-tiles entry bundles can carry.
pub const ENVELOPE_BYTES_MAX: usize = 65_535;
/// Largest body of a request that carries one document.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// A file by which another firm's browser checks an address: a line or two.
pub const CHECK_FILE_BYTES_MAX: usize = 4_096;
/// Its name.
pub const CHECK_FILE_NAME_CHARS_MAX: usize = 64;
/// How many of them.
pub const CHECK_FILES_COUNT_MAX: usize = 16;
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
/// Additives that came in with the ingredients of a batch, all together.
pub const CARRIED_COUNT_MAX: usize = 100;
/// Key of a question about an additive: colours of unknown hue are named one by one.
pub const QUESTION_KEY_CHARS_MAX: usize = 800;
/// Open questions of a batch that are worked out ahead, for both answers; what lies beyond stays open
/// until a correction.
pub const QUESTION_BRANCHES_COUNT: usize = 128;
/// Lots that one answer holds in one fact; the rest follow in facts of their own before it is answered.
pub const JUDGED_LOTS_COUNT: usize = 200;
/// Density of a food in kilograms per litre: above that of any matter on Earth.
pub const DENSITY_KG_PER_LITRE_MAX: i64 = 30;
/// Times that a food is diluted before it is drunk.
pub const DILUTION_TIMES_MAX: i64 = 10_000;
/// Items of one check.
pub const CHECK_ITEMS_COUNT_MAX: usize = 300;
/// Checks that a laboratory hands in with one request.
pub const INTAKE_CHECKS_COUNT_MAX: usize = 200;
/// Results of one item of a check (sampling plans use 5 to 60).
pub const CHECK_RESULTS_COUNT_MAX: usize = 100;
/// Items and methods that one accreditation of a laboratory names; a larger scope has several entries.
pub const ACCREDITED_LINES_COUNT_MAX: usize = 500;
/// Items and methods of a laboratory's accreditations that a check is held against.
pub const ACCREDITED_LINES_READ_COUNT: usize = 2_000;
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
/// Cases that one event puts into another, or takes out.
pub const SSCC_CHILDREN_COUNT_MAX: usize = 200;
/// Cases within cases, as far up as one that would lie in itself is looked for.
pub const SSCC_DEPTH_MAX: usize = 16;
/// Parties whose accounts of one case are looked through for those a reader may see.
pub const SSCC_PARTIES_READ_COUNT: usize = 100;
/// Lots, cases and steps, each, that one account of a case shows.
pub const SSCC_ROWS_SHOWN_COUNT: usize = 200;
/// Rows of one page of a lot's steps as CSV.
pub const STEPS_CSV_ROWS_MAX: usize = 2_000;
/// Receiving events shown with one input of a lot.
pub const INPUT_RECEIPTS_SHOWN_COUNT: usize = 10;
/// Lots that one walk along the lineage reaches; beyond it the answer says that it is not complete.
pub const LINEAGE_LOTS_MAX: usize = 5_000;
/// Edges that one walk along the lineage follows.
pub const LINEAGE_EDGES_MAX: usize = 20_000;
/// Edges from the lot a walk begins at.
pub const LINEAGE_DEPTH_MAX: u32 = 100;
/// Versions of a product that are looked through for the GTINs its lots may be named by.
pub const LINEAGE_VERSIONS_READ_COUNT: usize = 200;
/// Boxes of one picture of a lineage; more lots are folded together.
pub const PICTURE_BOXES_MAX: usize = 200;
/// Organizations whose names are compared with a supplier as it was typed.
pub const CANDIDATE_SUPPLIERS_READ_COUNT: usize = 10_000;
/// Products of such a supplier that are looked at for a lot of the typed number.
pub const CANDIDATE_PRODUCTS_READ_COUNT: usize = 500;
/// Lots that one search for candidate links looks at.
pub const CANDIDATE_LOTS_READ_COUNT: usize = 20_000;
/// Policies that a ledger has adopted, every version of each.
pub const POLICIES_COUNT_MAX: usize = 2_000;
/// Tasks of one organization that are looked through for those still open.
pub const OPEN_TASKS_COUNT_MAX: usize = 10_000;
/// Hours in which a firm has to see to goods whose label is wrong: the start of a recall of class 3,
/// which is that of labels (Measures for Food Recall, 2015, amended 2020).
pub const RELABEL_HOURS_MAX: i64 = 72;
/// Proposed corrections of one batch that wait for a second post.
pub const OPEN_PROPOSALS_MAX: u32 = 20;
/// Hours in which a firm has to decide on a recall once it knows of a compelling hazard: the start of
/// a recall of class 1 (Measures for Food Recall, 2015, amended 2020).
pub const RECALL_DECISION_HOURS_MAX: i64 = 24;

/// Entries of the register that one organization holds.
pub const ORGANIZATION_ENTRIES_MAX: u32 = 1_000;
/// Things that happen to one entry.
pub const ENTRY_STATUSES_MAX: usize = 100;

/// Characters of one printed document, all texts together.
pub const PRINT_CHARS_MAX: usize = 1_000_000;
/// Pages of one printed document.
pub const PRINT_PAGES_COUNT_MAX: usize = 500;

/// One file of evidence.
pub const EVIDENCE_BYTES_MAX: u64 = 10 * 1024 * 1024;
/// All files of evidence of one organization.
pub const ORGANIZATION_EVIDENCE_BYTES_MAX: u64 = 1024 * 1024 * 1024;
/// Files of evidence that one paper names.
pub const EVIDENCE_COUNT_MAX: usize = 10;
/// Uploads of evidence at once; more are told to come back.
pub const EVIDENCE_UPLOADS_COUNT_MAX: usize = 16;

/// Lots that one recall scope names.
pub const SCOPE_LOTS_COUNT_MAX: usize = 1_000;
/// Scopes that one union joins.
pub const SCOPE_UNION_COUNT_MAX: usize = 20;
/// Stages stated of one recall: goods may come in again after a disposal.
pub const RECALL_STAGES_MAX: usize = 32;
/// Papers filed for one recall, and times its last day was moved.
pub const RECALL_PAPERS_MAX: u32 = 64;
/// Answers to one request for help with a recall.
pub const ASSISTANCE_ANSWERS_MAX: usize = 20;
/// Hours in which an authority that is asked for help with a recall of class 1, 2 or 3 answers: no law
/// states them, so they are those for starting such a recall; without a class, those of class 3.
pub const ASSISTANCE_HOURS_MAX: [i64; 3] = [24, 48, 72];
/// Tasks out of time that one commit escalates; the rest follow in the next.
pub const ESCALATED_TASKS_COUNT: usize = 50;
/// How often the writer looks for tasks out of time while nothing else waits.
pub const ESCALATION_CHECK_MS: u64 = 500;
/// Edges that one step of a reach follows, between two groups of commands.
pub const REACH_STEP_EDGES_COUNT: usize = 1_000;
/// The same beside commands that wait for their answer.
pub const REACH_STEP_EDGES_BESIDE_COUNT: usize = 100;
/// Lots that a preview of a reach marks before it says "at least".
pub const PREVIEW_LOTS_COUNT: u64 = 10_000;
/// Edges followed, and lots whose papers are looked at, before a preview of a reach says "at least".
pub const PREVIEW_LOOKS_COUNT: usize = 100_000;
/// Lots that a preview names.
pub const PREVIEW_LOTS_SHOWN_COUNT: usize = 100;
/// Lots of a recall whose shipments are read for its consignees; beyond it the answer says so.
pub const CONSIGNEE_LOTS_READ_COUNT: usize = 2_000;
/// Events of those lots, all together.
pub const CONSIGNEE_EVENTS_READ_COUNT: usize = 20_000;
/// Statements that add or correct consignees of one recall, customers named in answers included.
pub const RECALL_CONSIGNEES_MAX: u64 = 10_000;
/// Steps from the firm to a consignee.
pub const CONSIGNEE_LEVELS_MAX: u16 = 8;
/// Facts about one consignee: statements, answers, links.
pub const CONSIGNEE_FACTS_MAX: usize = 100;
/// Quantities that stand for one consignee, one for each way and lot.
pub const CONSIGNEE_LINES_MAX: usize = 200;
/// Visits to shops for one recall.
pub const RECALL_VISITS_MAX: u64 = 10_000;
/// Visits to shops that one answer shows.
pub const VISITS_SHOWN_COUNT: usize = 1_000;
/// Days for which a link for an answer may be good.
pub const ANSWER_LINK_DAYS_MAX: u32 = 90;
/// The same where none are named.
pub const ANSWER_LINK_DAYS_DEFAULT: u32 = 14;
/// A form sent through a link.
pub const ANSWER_FORM_BYTES_MAX: usize = 64 * 1024;
/// Hours a drill sets itself.
pub const DRILL_HOURS_MAX: u32 = 720;
/// Steps of one drill.
pub const DRILL_STEPS_MAX: usize = 200;
/// Lots that a drill shows with their balance and gaps.
pub const DRILL_LOTS_SHOWN_COUNT: usize = 200;
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
/// Mistyped codes of one client for which the form says each hour which group seems wrong. At the bound
/// for all clients together a guesser hits less than once in a hundred years: see `report/typed`.
pub const CODE_TRIALS_PER_HOUR_COUNT: u32 = 20;
/// The same for all clients together, each minute.
pub const CODE_TRIALS_PER_MINUTE_COUNT: u32 = 600;
/// What a form shows again of what was typed.
pub const TYPED_SHOWN_CHARS_MAX: usize = 200;
/// Searches of one client each minute, and at once.
pub const SEARCHES_PER_MINUTE_COUNT: u32 = 120;
/// A search as it is typed.
pub const SEARCH_QUERY_CHARS_MAX: usize = 100;
/// Words of a search that are looked for; further ones are passed over.
pub const SEARCH_WORDS_COUNT_MAX: usize = 5;
/// Places in one way of writing a name where a search may begin.
pub const NAME_STARTS_COUNT_MAX: usize = 40;
/// Starts of names that one page of a search looks at; beyond it the next page goes on.
pub const SEARCH_STARTS_READ_COUNT: usize = 5_000;
/// Facts that the index of names follows at a time.
pub const SEARCH_FACTS_READ_COUNT: u64 = 1_000;
/// Rows read at a time while the index of names is built.
pub const SEARCH_BUILD_ROWS_COUNT: usize = 1_000;
/// Entries of the register looked through for the page of an organization.
pub const FIRM_ENTRIES_SHOWN_COUNT: usize = 100;
/// Rows of measures looked through for the recalls on that page.
pub const FIRM_RECALLS_READ_COUNT: usize = 200;
/// Versions that the page of a product lists, the newest first.
pub const PRODUCT_VERSIONS_SHOWN_COUNT: usize = 50;
/// Length of a request target.
pub const TARGET_BYTES_MAX: usize = 2_048;
/// Rows of `units.csv` made at a time.
pub const CSV_CHUNK_ROWS_COUNT: u64 = 4_096;

/// How often scans are counted on disk: no more than this is lost with the process.
pub const SCAN_FLUSH_MS: u64 = 500;
/// Scans waiting to be counted; beyond it they are not.
pub const SCANS_PENDING_COUNT_MAX: usize = 200_000;
/// Visitors of one code that are told apart in a day; beyond it the count stands still.
pub const SCAN_VISITORS_PER_DAY_COUNT_MAX: u32 = 10_000;
/// Times and places of one code that rules compare.
pub const SCAN_PLACES_COUNT_MAX: usize = 8;
/// Days that counts of a code are kept after its last scan, unless the operator says otherwise.
pub const SCAN_RETENTION_DAYS_DEFAULT: u32 = 1_095;
/// Rows of counts looked through at a time for those to forget.
pub const SCAN_SWEEP_ROWS_COUNT: usize = 10_000;
/// A file of scan patterns.
pub const SCAN_PATTERNS_BYTES_MAX: usize = 64 * 1024;
/// Patterns, and words by which programs are known, in one file.
pub const SCAN_PATTERNS_COUNT_MAX: usize = 200;

/// Parsed documents of organizations, and of product versions, kept for scans.
pub const DOCUMENTS_KEPT_COUNT: usize = 10_000;
/// Parsed documents of batches and of checks, each, kept for scans: bytes of what they were parsed from.
pub const DOCUMENTS_KEPT_BYTES: u64 = 64 * 1024 * 1024;
/// Write-ahead log over all families: bounds how long a start replays.
pub const WAL_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Memory for blocks read.
pub const BLOCK_CACHE_BYTES: usize = 512 * 1024 * 1024;
/// Memory of a store that is thrown away: for blocks read, and again for rows not yet in files.
pub const SCRATCH_BYTES: usize = 16 * 1024 * 1024;
/// Facts replayed in one batch.
pub const REPLAY_FACTS_COUNT: usize = 4_096;

/// Recalls of one page of a feed.
pub const FEED_ITEMS_COUNT_MAX: usize = 50;
/// Products that a notice names one by one.
pub const NOTICE_PRODUCTS_COUNT_MAX: usize = 20;
/// Tasks looked through for one page of those out of time.
pub const TASKS_READ_COUNT: usize = 2_000;
/// Seconds for which feeds and notices may be kept by those who read them.
pub const FEED_CACHE_SECONDS: u32 = 60;
/// Rows of changes looked through for one page of them.
pub const CHANGES_READ_COUNT: usize = 1_000;
/// Streams of changes open at once; more get 503.
pub const CHANGE_STREAMS_COUNT_MAX: usize = 256;
/// A stream of changes ends after so long, and the reader resumes: its token is then looked at again.
pub const CHANGE_STREAM_SECONDS_MAX: u64 = 3_600;
/// Silence on a stream of changes after which a comment is sent.
pub const CHANGE_STREAM_QUIET_SECONDS: u64 = 15;

/// Items of one listing check, or of one request that adds watches.
pub const LISTING_ITEMS_COUNT_MAX: usize = 500;
/// Items one client without a token may check each minute, and at once.
pub const LISTING_ITEMS_PER_MINUTE_COUNT: u32 = 1_000;
/// Things one side of an organization watches.
pub const SUBSCRIBER_WATCHES_MAX: usize = 10_000;

/// Webhooks of one side of an organization.
pub const SUBSCRIBER_WEBHOOKS_MAX: usize = 16;
/// Address of a webhook.
pub const WEBHOOK_URL_CHARS_MAX: usize = 500;
/// Deliveries that run at once, each to another webhook.
pub const WEBHOOK_THREADS_COUNT: usize = 4;
/// A webhook's answer comes within this, or counts as none.
pub const WEBHOOK_ANSWER_MS_MAX: u64 = 8_000;
/// Wait after a first failed delivery; it doubles with each one.
pub const WEBHOOK_RETRY_MS: u64 = 5_000;
/// Longest wait after a failed delivery.
pub const WEBHOOK_RETRY_MS_MAX: u64 = 3_600_000;
/// A webhook that has failed for so long is paused.
pub const WEBHOOK_FAILING_DAYS_MAX: i64 = 5;
/// The least time between two writes of the high-water mark.
pub const HIGH_WATER_EVERY_MS: u64 = 1_000;
/// A signed note that is read.
pub const NOTE_BYTES_MAX: usize = 64 * 1024;
/// Signatures on a note that is read.
pub const NOTE_SIGNATURES_COUNT_MAX: usize = 64;

/// A file of records that is brought in.
pub const IMPORT_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// What a spreadsheet may unpack to.
pub const IMPORT_UNPACKED_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// The texts that the cells of a spreadsheet share, which are held while it is read.
pub const IMPORT_SHARED_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Parts of the archive that a spreadsheet is.
pub const IMPORT_PARTS_COUNT_MAX: usize = 1_000;
/// Rows of one sheet, or lines of one file.
pub const IMPORT_ROWS_COUNT_MAX: usize = 200_000;
/// Columns of one sheet.
pub const IMPORT_COLUMNS_COUNT_MAX: usize = 256;
/// Text of one cell: longer than any text of a document.
pub const IMPORT_CELL_CHARS_MAX: usize = 4_000;
/// Findings of one import that are kept; the rest are counted.
pub const IMPORT_FINDINGS_COUNT_MAX: usize = 10_000;
/// Imports of one side that are kept; the oldest that has ended makes room.
pub const SIDE_IMPORTS_COUNT_MAX: usize = 10;
/// Imports that read or write at once; more are told to come back.
pub const IMPORTS_AT_ONCE_COUNT_MAX: usize = 2;
/// Commands of an import that wait for the writer at once.
pub const IMPORT_CHUNK_COUNT: usize = 256;
/// Facts of a trial that are held in memory; more go to a store that is thrown away.
pub const IMPORT_TRIAL_FACTS_COUNT: usize = 2_000;
/// Exports that are made at once; more are told to come back.
pub const EXPORTS_AT_ONCE_COUNT_MAX: usize = 4;
/// How long a reader of a long answer may take for one piece of it.
pub const SENDING_WAIT_SECONDS: u64 = 60;
/// Rows of an export that are read at once.
pub const EXPORT_PAGE_ROWS_COUNT: usize = 500;
/// What an export hands over at once.
pub const EXPORT_CHUNK_BYTES: usize = 64 * 1024;
/// Rows of a template that offer the words of a column.
pub const IMPORT_TEMPLATE_ROWS_COUNT: u32 = 1_000;
