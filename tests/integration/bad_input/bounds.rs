//! One request just over every bound of `limits` that one request can reach. The others:
//!
//! - `BODY_BYTES_MAX`, `REQUEST_SECONDS_MAX`, `HEADER_READ_SECONDS_MAX`, `DRAIN_SECONDS_MAX`: `wire`
//!   and `stops`.
//! - `ORGANIZATION_CODES_MAX`, `BATCH_UNITS_MAX` for issued codes, `BATCH_SEGMENTS_MAX`,
//!   `SUBJECT_MEASURES_MAX`, `MEASURE_STEPS_MAX`, `SERIAL_SHAPE_PRODUCTS_MAX`,
//!   `PAGE_ROWS_DEFAULT_COUNT`, `REPORT_LIST_COUNT_MAX`, `QUEUE_COUNT_MAX`, `QUEUE_BYTES_MAX`,
//!   `GROUP_COUNT_MAX`, `GROUP_BYTES_MAX`, `RETRY_AFTER_SECONDS`, `ORGANIZATION_ENTRIES_MAX`,
//!   `ENTRY_STATUSES_MAX`, `BATCH_EVENTS_MAX`: many requests, in `capacity`.
//! - `CARRIED_COUNT_MAX`, `QUESTION_KEY_CHARS_MAX`, `DENSITY_KG_PER_LITRE_MAX`, `DILUTION_TIMES_MAX`: in
//!   `additives`. `JUDGED_LOTS_COUNT`, `QUESTION_BRANCHES_COUNT`: no refusal; `register` goes past them.
//! - `SSCC_CHILDREN_COUNT_MAX`, `STEPS_CSV_ROWS_MAX`: `register`; both sides of each in `events`, where
//!   `SSCC_ROWS_SHOWN_COUNT` is passed too.
//! - `INTAKE_CHECKS_COUNT_MAX`, `ACCREDITED_LINES_COUNT_MAX`: `checks`.
//! - `RECALL_DECISION_HOURS_MAX`, `RELABEL_HOURS_MAX`: no refusal; `register` and `flows` see a task
//!   fall due.
//! - `CHECK_FILE_BYTES_MAX`, `CHECK_FILE_NAME_CHARS_MAX`, `CHECK_FILES_COUNT_MAX`: of the command line, in
//!   `http/check_files`.
//! - `EVIDENCE_BYTES_MAX`, `ORGANIZATION_EVIDENCE_BYTES_MAX`, `EVIDENCE_COUNT_MAX`,
//!   `EVIDENCE_UPLOADS_COUNT_MAX`: `evidence`. `OPEN_PROPOSALS_MAX`: `flows`.
//! - `SCOPE_UNION_COUNT_MAX`, `PREVIEW_LOTS_SHOWN_COUNT`, `ENVELOPE_BYTES_MAX` (by a union of scopes):
//!   `reach/answers`. `REACH_STEP_EDGES_COUNT`, `REACH_STEP_EDGES_BESIDE_COUNT`: no refusal; `reach/chain` goes far over it.
//! - `CONSIGNEE_LEVELS_MAX`, `CONSIGNEE_FACTS_MAX`, `CONSIGNEE_LINES_MAX`, `ANSWER_LINK_DAYS_MAX`,
//!   `ANSWER_LINK_DAYS_DEFAULT`, `ANSWER_FORM_BYTES_MAX`, `DRILL_HOURS_MAX`, `DRILL_STEPS_MAX`:
//!   `effectiveness`.
//! - `FAILED_LOOKUPS_BURST_COUNT`, `FAILED_LOOKUPS_PER_MINUTE_COUNT`: `lookups`.
//! - `TARGET_BYTES_MAX`, `PAGE_ROWS_MAX`: `paths`. `IDEMPOTENCY_KEY_CHARS_MAX`, `JSON_DEPTH_MAX`: also
//!   on every route, in `routes`.
//! - `LISTING_ITEMS_COUNT_MAX`, `WEBHOOK_URL_CHARS_MAX`: `bad_input/notify`.
//!   `LISTING_ITEMS_PER_MINUTE_COUNT`, `SUBSCRIBER_WATCHES_MAX`, `SUBSCRIBER_WEBHOOKS_MAX`,
//!   `CHANGE_STREAMS_COUNT_MAX`, `CHANGES_READ_COUNT`, `WEBHOOK_FAILING_DAYS_MAX`: `notify`.
//! - `LINEAGE_LOTS_MAX`, `PICTURE_BOXES_MAX`: no refusal; walks beyond them are in `lineage`.
//! - `FEED_ITEMS_COUNT_MAX`, `NOTICE_PRODUCTS_COUNT_MAX`, `TASKS_READ_COUNT`, `FEED_CACHE_SECONDS`: no
//!   refusal; a page ends there and says where to go on.
//! - `PRINT_CHARS_MAX`, `PRINT_PAGES_COUNT_MAX`: `print`.
//! - `RECALL_STAGES_MAX`, `RECALL_PAPERS_MAX`: `recalls/process`; `ASSISTANCE_ANSWERS_MAX`:
//!   `recalls/assistance`, which holds `ASSISTANCE_HOURS_MAX` too.
//! - `ESCALATED_TASKS_COUNT`, `ESCALATION_CHECK_MS`: no refusal; `notices` waits for an escalation.
//! - `NOTE_BYTES_MAX`, `NOTE_SIGNATURES_COUNT_MAX`: notes are read by auditors, in `log::note::tests`.
//! - `IMPORT_BYTES_MAX`, `IMPORT_UNPACKED_BYTES_MAX`, `IMPORT_PARTS_COUNT_MAX`, `IMPORT_COLUMNS_COUNT_MAX`,
//!   `IMPORT_CELL_CHARS_MAX`, `SIDE_IMPORTS_COUNT_MAX`: `imports`. `IMPORT_CHUNK_COUNT`,
//!   `IMPORT_TEMPLATE_ROWS_COUNT`, `EXPORT_PAGE_ROWS_COUNT`, `EXPORT_CHUNK_BYTES`,
//!   `SENDING_WAIT_SECONDS`: no refusal.
//! - `CSV_CHUNK_ROWS_COUNT`: not a refusal; lists longer than it are read in `labels`.
//!
//! Not reached by any test over HTTP: `KEY_ORDINAL_MAX` (a hundred organizations would have to use up
//! their quota), `CONSIGNEE_LOTS_READ_COUNT`, `CONSIGNEE_EVENTS_READ_COUNT`, `VISITS_SHOWN_COUNT` and
//! `DRILL_LOTS_SHOWN_COUNT` (no refusal: the answer says that it is not complete),
//! `RECALL_CONSIGNEES_MAX` and `RECALL_VISITS_MAX` (10,000 statements), `REACH_COUNT_MAX` (200,000 batches), `PREVIEW_LOTS_COUNT` (10,000 lots made of one),
//! `PREVIEW_LOOKS_COUNT` (100,000 lots of one firm),
//! `CONNECTIONS_COUNT_MAX` (10,001 open sockets on both sides of one process);
//! `IMPORT_ROWS_COUNT_MAX` (200,000 rows), `IMPORT_SHARED_BYTES_MAX` (met like the bound on the whole),
//! `IMPORT_FINDINGS_COUNT_MAX` (no refusal), `IMPORTS_AT_ONCE_COUNT_MAX`, `EXPORTS_AT_ONCE_COUNT_MAX` (a race);
//! `POLICIES_COUNT_MAX` (each policy is read again with all the others), `OPEN_TASKS_COUNT_MAX`,
//! `PRODUCT_CHECKS_READ_COUNT`, `ACCREDITED_LINES_READ_COUNT`, `SSCC_DEPTH_MAX`,
//! `SSCC_PARTIES_READ_COUNT`, `INPUT_RECEIPTS_SHOWN_COUNT`, `LINEAGE_VERSIONS_READ_COUNT`,
//! `CANDIDATE_SUPPLIERS_READ_COUNT`, `CANDIDATE_PRODUCTS_READ_COUNT` and `CANDIDATE_LOTS_READ_COUNT`
//! (what is looked through, not refused); `LINEAGE_EDGES_MAX` (the bound on lots is met first);
//! `CHANGE_STREAM_SECONDS_MAX` (an hour) and `CHANGE_STREAM_QUIET_SECONDS`; `WEBHOOK_THREADS_COUNT`,
//! `WEBHOOK_RETRY_MS`, `WEBHOOK_RETRY_MS_MAX` and `WEBHOOK_ANSWER_MS_MAX`, which tests set shorter;
//! `WAL_BYTES_MAX`, `BLOCK_CACHE_BYTES`, `DOCUMENTS_KEPT_COUNT`, `DOCUMENTS_KEPT_BYTES` and
//! `REPLAY_FACTS_COUNT` bound no request.

use super::world::Body::{But, Made, Text};
use super::world::Good::{
    Batch, Check, Correction, End, Erasure, Ordinals, Organization, Product, Reason, Recall,
    Serials, Token,
};
use super::world::{Good, Row, ask, bad, changed, tell};
use serde_json::{Value, json};
use suyuan::limits::{
    ADDITIVES_COUNT_MAX, CATEGORY_CHARS_MAX, CHANGES_COUNT_MAX, CHECK_ITEMS_COUNT_MAX,
    CHECK_RESULTS_COUNT_MAX, CURSOR_CHARS_MAX, FINDINGS_COUNT_MAX, JSON_DEPTH_MAX, LINES_COUNT_MAX,
    LIST_COUNT_MAX, NAME_CHARS_MAX, SCOPE_LOTS_COUNT_MAX, SERIALS_LIST_COUNT_MAX, SHOWN_CHARS_MAX,
    TEXT_CHARS_MAX, WORD_CHARS_MAX,
};

/// A good body with a long text at a place.
fn long(good: Good, place: &str, chars: usize) -> Value {
    changed(good, place, &json!("长".repeat(chars)).to_string())
}

/// A good body with many of one element at a place.
fn many(good: Good, place: &str, element: &Value, count: usize) -> Value {
    changed(good, place, &json!(vec![element; count]).to_string())
}

fn additives() -> Value {
    many(Batch, "/additives", &json!({"cns": "09.002"}), ADDITIVES_COUNT_MAX + 1)
}

fn ingredients() -> Value {
    many(Batch, "/ingredients", &json!({"name": {"en": "salt"}}), LINES_COUNT_MAX + 1)
}

fn formula() -> Value {
    let lines = vec![json!({"material": "salt", "kg": 1}); LINES_COUNT_MAX + 1];
    changed(Product, "/formula", &json!({"lines": lines}).to_string())
}

fn papers() -> Value {
    let papers = json!({"type": "certificate"});
    many(Batch, "/ingredients/0/documents", &papers, LIST_COUNT_MAX + 1)
}

fn items() -> Value {
    let item = json!({"item": "nitrite", "result": {"value": 1, "unit": "mg/kg"}});
    many(Check, "/items", &item, CHECK_ITEMS_COUNT_MAX + 1)
}

fn results() -> Value {
    let item = json!({
        "item": "total count",
        "results": vec![json!({"value": 1}); CHECK_RESULTS_COUNT_MAX + 1],
        "unit": "CFU/g",
    });
    changed(Check, "/items/0", &item.to_string())
}

fn changes() -> Value {
    let change = |at: usize| json!({"pointer": format!("/additives/{at}/used/value"), "value": 1});
    let changes: Vec<Value> = (0..=CHANGES_COUNT_MAX).map(change).collect();
    changed(Correction, "/changes", &json!(changes).to_string())
}

fn lots() -> Value {
    let lots: Vec<String> = (0..=SCOPE_LOTS_COUNT_MAX).map(|lot| format!("LOT{lot}")).collect();
    changed(Recall, "/scope/lots", &json!(lots).to_string())
}

fn serials() -> Value {
    let list: Vec<String> = (0..=SERIALS_LIST_COUNT_MAX).map(|n| format!("S{n}")).collect();
    changed(Serials, "/serials", &json!({"list": list}).to_string())
}

fn deep() -> Value {
    (0..JSON_DEPTH_MAX).fold(json!({}), |inner, _| json!([inner]))
}

fn category() -> Value {
    changed(Product, "/category", &json!("c".repeat(CATEGORY_CHARS_MAX + 1)).to_string())
}

fn post() -> Value {
    changed(Token, "/post", &json!("p".repeat(WORD_CHARS_MAX + 1)).to_string())
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    tell("POST /api/v1/organizations", "operator", Made(|| long(Organization, "/name/zh", NAME_CHARS_MAX + 1)), 400, "invalid", "/name/zh tooLong"),
    tell("POST /api/v1/organizations", "operator", Made(|| long(Organization, "/address/zh", TEXT_CHARS_MAX + 1)), 400, "invalid", "/address/zh tooLong"),
    tell("POST /api/v1/organizations", "operator", Made(|| long(Organization, "/contact/phone", WORD_CHARS_MAX + 1)), 400, "invalid", "/contact/phone tooLong"),
    tell("POST /api/v1/organizations", "operator", But(Organization, "/roles", r#"["producer","laboratory","seller","regulator","producer"]"#), 400, "invalid", "/roles/4 overlap, /roles tooMany"),
    bad("POST {O}/tokens", Made(|| long(Token, "/label", NAME_CHARS_MAX + 1)), "/label tooLong"),
    bad("POST {O}/tokens", Made(post), "/post notAWord"),
    bad("POST {O}/products", Made(|| long(Product, "/name/en", NAME_CHARS_MAX + 1)), "/name/en tooLong"),
    bad("POST {O}/products", Made(category), "/category notACategory"),
    bad("POST {O}/products", Made(formula), "/formula/lines tooMany"),
    bad("POST {O}/batches", Made(additives), "/additives tooMany"),
    bad("POST {O}/batches", Made(ingredients), "/ingredients tooMany"),
    bad("POST {O}/batches", Made(papers), "/ingredients/0/documents tooMany"),
    bad("POST {O}/batches", But(Batch, "/quantity/value", "1000000000000000.1"), "/quantity/value outOfRange"),
    bad("POST {O}/batches", But(Batch, "/units", r#"{"issue":100000001}"#), "/units/issue outOfRange"),
    bad("POST {O}/batches", But(Batch, "/units", r#"{"labelAllowance":1000000001}"#), "/units/labelAllowance outOfRange"),
    bad("POST {B}/checks", Made(items), "/items tooMany"),
    bad("POST {B}/checks", Made(results), "/items/0/results tooMany"),
    bad("POST {B}/checks", Made(|| long(Check, "/reportNo", WORD_CHARS_MAX + 1)), "/reportNo tooLong"),
    bad("POST {B}/hold", Made(|| long(Reason, "/reason/zh", TEXT_CHARS_MAX + 1)), "/reason/zh tooLong"),
    bad("POST {B}/hold", Text(r#"{"reason":{"zh":"例行核查"}}"#), "Idempotency-Key tooLong").with(&[("idempotency-key", "~129")]),
    bad("POST {B}/corrections", Made(changes), "/changes tooMany"),
    bad("POST {B}/units", Text(r#"{"issue":100000001}"#), "/issue outOfRange"),
    bad("POST {B}/units", Made(serials), "/serials/list tooMany"),
    bad("POST {B}/units", Text(r#"{"serials":{"first":"N0000000000","last":"N1000000000"}}"#), "/serials/last tooMany"),
    bad("POST {B}/voids", But(Ordinals, "/ordinals/last", "1000000001"), "/ordinals/last outOfRange"),
    bad("POST {B}/release", Made(deep), " tooDeep"),
    tell("POST {B}/erasure", "operator", Made(|| long(Erasure, "/legalGround/en", TEXT_CHARS_MAX + 1)), 400, "invalid", "/legalGround/en tooLong"),
    bad("POST {R}", Made(lots), "/scope/lots tooMany"),
    bad("POST {R}/preview", Made(lots), "/scope/lots tooMany"),
    bad("POST {R}", Made(|| long(Recall, "/instructions/zh", TEXT_CHARS_MAX + 1)), "/instructions/zh tooLong"),
    bad("POST {R}/{open}/closure", Made(|| long(End, "/evidence", TEXT_CHARS_MAX + 1)), "/evidence tooLong"),
    ask("GET {R}?limit=201", "", 400, "invalid", "?limit outOfRange"),
    tell("POST {O}/lineage/candidates/00/confirmation", "maker", Text("{}"), 404, "notFound", ""),
    tell("POST {O}/lineage/candidates/zz/rejection", "maker", Text("{}"), 404, "notFound", ""),
    ask("GET {W}?depth=0", "maker", 400, "invalid", "?depth outOfRange"),
    ask("GET {W}?depth=101", "maker", 400, "invalid", "?depth outOfRange"),
    ask("GET {W}?limit=201", "maker", 400, "invalid", "?limit outOfRange"),
    ask("GET {O}/lineage/candidates?limit=201", "maker", 400, "invalid", "?limit outOfRange"),
    ask("GET {O}/products/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "", 400, "invalid", "/path/product notAProductCode"),
];

/// A cursor as long as the bound is read, one that is longer is not.
#[test]
fn cursors_are_bounded() {
    let world = super::World::prepare();
    for (chars, status) in [(CURSOR_CHARS_MAX, 200), (CURSOR_CHARS_MAX + 2, 400)] {
        let cursor = format!("01{}", "f".repeat(chars - 2));
        let answer = world.app.get(&format!("/api/v1/recalls?cursor={cursor}"));
        assert_eq!(answer.status, status, "{chars}: {}", answer.text());
    }
}

/// However much is wrong, the answer stays short.
#[test]
fn findings_and_what_they_show_are_bounded() {
    let world = super::World::prepare();
    let wrong: Vec<String> = (0..=FINDINGS_COUNT_MAX).map(|n| "坏 ".repeat(n + 1)).collect();
    let body = changed(Recall, "/scope/lots", &json!(wrong).to_string());
    let answer = world.app.post_keyed(world.token("maker"), "k", "/api/v1/recalls", &body);
    assert_eq!(answer.status, 400, "{}", answer.text());
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    assert_eq!(errors.len(), FINDINGS_COUNT_MAX);
    let shown = |error: &Value| error["value"].as_str().unwrap_or_default().chars().count();
    assert_eq!(errors.iter().map(shown).max(), Some(SHOWN_CHARS_MAX));
}
