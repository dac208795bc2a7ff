//! Recalls for readers, wrongly asked for.

use super::world::Body::{But, Text};
use super::world::Good::{Notice, Plan, Stage, Time};
use super::world::{Row, ask, bad, tell};

/// An answer to a request for help.
const ANSWER: &str = r#"{"region":"341124","answer":"received","statement":{"zh":"查"}}"#;

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    ask("GET {R}?state=done", "", 400, "invalid", "?state notAWord"),
    ask("GET {R}?class=4", "", 400, "invalid", "?class outOfRange"),
    ask("GET {R}?regime=toys", "", 400, "invalid", "?regime notAWord"),
    ask("GET {R}?organization=!", "", 400, "invalid", "?organization notACode"),
    ask("GET {R}?since=99999999", "", 400, "invalid", "?since badCursor"),
    ask("GET {R}?overdue=maybe", "", 400, "invalid", "?overdue notAWord"),
    ask("GET {R}/{open}/plan", "", 401, "unauthorized", ""),
    ask("GET {R}/{open}/plan", "other", 403, "notYours", ""),
    ask("GET {R}/{open}/plan", "maker", 404, "notFound", ""),
    bad("POST {R}/{open}/plan", But(Plan, "/cost", "-"), "/cost required"),
    bad("POST {R}/{open}/plan", But(Plan, "/class", "4"), "/class outOfRange"),
    bad("POST {R}/{open}/plan", But(Plan, "/class", "2"), "/class conflict"),
    bad("POST {R}/{open}/plan", But(Plan, "/product/lots/0", "\"a b\""), "/product/lots/0 notALot"),
    bad("POST {R}/{open}/plan", But(Plan, "/product/quantity/value", "-1"), "/product/quantity/value outOfRange"),
    bad("POST {R}/{open}/plan", But(Plan, "/product/producedOn/last", "\"2026-10-31\""), "/product/producedOn/last order"),
    bad("POST {R}/{open}/notice", But(Notice, "/area", "-"), "/area required"),
    bad("POST {R}/{open}/notice", But(Notice, "/endsOn", "\"soon\""), "/endsOn notADate"),
    bad("POST {R}/{open}/stages", But(Stage, "/stage", "\"closed\""), "/stage notAWord"),
    bad("POST {R}/{open}/stages", But(Stage, "/statement", "-"), "/statement required"),
    tell("POST {R}/{open}/stages", "maker", But(Stage, "/stage", "\"notified\""), 409, "stageOutOfOrder", ""),
    tell("POST {R}/{open}/stages", "maker", But(Stage, "", ""), 409, "planMissing", ""),
    tell("POST {R}/{closed}/plan", "maker", But(Plan, "", ""), 409, "measureEnded", ""),
    tell("POST {R}/{open}/time", "regulator", But(Time, "/finishBy", "\"2020-01-01\""), 400, "invalid", "/finishBy outOfRange"),
    tell("POST {R}/{open}/time", "maker", But(Time, "", ""), 403, "notYours", ""),
    tell("POST {R}/{open}/time", "outside", But(Time, "", ""), 403, "outsideRegion", ""),
    ask("GET {R}/{open}/assistance", "", 401, "unauthorized", ""),
    ask("GET {R}/{open}/assistance", "maker", 403, "notYours", ""),
    ask("GET {R}/{open}/assistance?limit=0", "regulator", 400, "invalid", "?limit outOfRange"),
    tell("POST {R}/{open}/assistance", "", Text(ANSWER), 401, "unauthorized", ""),
    tell("POST {R}/{open}/assistance", "maker", Text(ANSWER), 403, "notYours", ""),
    tell("POST {R}/{open}/assistance", "outside", Text(ANSWER), 403, "outsideRegion", ""),
    // Nobody is asked: the recall comes to no other region.
    tell("POST {R}/{open}/assistance", "regulator", Text(ANSWER), 404, "notFound", ""),
    tell("POST {R}/{open}/assistance", "regulator", Text("[]"), 400, "invalid", " wrongType"),
    tell("POST {R}/{open}/assistance", "regulator", Text(r#"{"region":"341124","answer":"maybe","statement":{"zh":"查"}}"#), 400, "invalid", "/answer notAWord"),
    tell("POST {R}/{open}/assistance", "regulator", Text(r#"{"region":"341124","answer":"received"}"#), 400, "invalid", "/statement required"),
    ask("GET /recalls?class=x", "", 400, "invalid", "?class outOfRange"),
    ask("GET /recalls/m-2026-9999", "", 404, "notFound", ""),
    ask("GET /recalls.feed.json?since=x", "", 400, "invalid", "?since badCursor"),
    ask("GET /recalls.atom?since=-1", "", 400, "invalid", "?since badCursor"),
    ask("GET /recalls.atom?cursor=zz", "", 400, "invalid", "?cursor badCursor"),
    ask("GET /api/v1/tasks?limit=201", "regulator", 400, "invalid", "?limit outOfRange"),
    ask("GET /api/v1/tasks?overdue=1", "regulator", 400, "invalid", "?overdue notAWord"),
];
