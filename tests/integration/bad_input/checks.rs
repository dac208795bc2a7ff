//! Tests handed in together, and the queue: what is wrong with the whole of a request. What is wrong with
//! one entry is told in its place, and leaves the others: see `register::intake`.

use super::world::Body::{But, Made};
use super::world::Good::{Intake, Match};
use super::world::{Row, ask, tell, waiting};
use serde_json::{Value, json};
use suyuan::limits::{ACCREDITED_LINES_COUNT_MAX, INTAKE_CHECKS_COUNT_MAX};

fn too_many() -> Value {
    json!(vec![waiting("S-2"); INTAKE_CHECKS_COUNT_MAX + 1])
}

fn accreditation() -> Value {
    let lines = vec!["salmonella"; ACCREDITED_LINES_COUNT_MAX + 1];
    json!({"kind": "laboratory", "number": "CNAS L0001", "covers": lines})
}

const MATCH: &str = "POST /api/v1/checks/queue/cq-0001/match";

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    tell("POST /api/v1/checks", "laboratory", Made(too_many), 400, "invalid", " tooMany"),
    tell("POST /api/v1/checks", "regulator", But(Intake, "", ""), 403, "notYours", ""),
    tell("POST {O}/entries", "maker", Made(accreditation), 400, "invalid", "/covers tooMany"),
    tell("POST {O}/entries", "maker", Made(|| json!({"kind": "laboratory", "number": "L1", "covers": ["", "lead\u{202e}"]})), 400, "invalid", "/covers/0 emptyText, /covers/1 character"),
    tell("POST {O}/entries", "maker", Made(|| json!({"kind": "testingCommission", "number": "W1"})), 400, "invalid", "/counterpart required"),
    tell(MATCH, "maker", But(Match, "/lot", "\"a b\""), 400, "invalid", "/lot notALot"),
    tell(MATCH, "maker", But(Match, "/lot", "-"), 400, "invalid", "/lot required"),
    tell(MATCH, "maker", But(Match, "/organization", "\"91341124MA8TY6B187\""), 400, "invalid", "/organization checkDigit"),
    tell(MATCH, "maker", But(Match, "/lot", "\"NOLOT\""), 404, "notFound", ""),
    tell(MATCH, "maker", But(Match, "/organization", "\"91341126MA2QH7K38T\""), 403, "notYours", ""),
    tell(MATCH, "outside", But(Match, "", ""), 404, "notFound", ""),
    tell(MATCH, "operator", But(Match, "", ""), 404, "notFound", ""),
    ask("GET /api/v1/checks/queue", "", 401, "unauthorized", ""),
    ask("GET /api/v1/checks/queue", "operator", 403, "notYours", ""),
    ask("GET /api/v1/checks/queue?limit=201", "laboratory", 400, "invalid", "?limit outOfRange"),
    ask("GET /api/v1/checks/queue?cursor=00", "maker", 400, "invalid", "?cursor badCursor"),
];
