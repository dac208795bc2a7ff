//! Recalls for readers, wrongly asked for.

use super::world::{Row, ask};

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    ask("GET {R}?state=done", "", 400, "invalid", "?state notAWord"),
    ask("GET {R}?class=4", "", 400, "invalid", "?class outOfRange"),
    ask("GET {R}?regime=toys", "", 400, "invalid", "?regime notAWord"),
    ask("GET {R}?organization=!", "", 400, "invalid", "?organization notACode"),
    ask("GET {R}?since=99999999", "", 400, "invalid", "?since badCursor"),
    ask("GET {R}?overdue=maybe", "", 400, "invalid", "?overdue notAWord"),
    ask("GET /recalls?class=x", "", 400, "invalid", "?class outOfRange"),
    ask("GET /recalls/m-2026-9999", "", 404, "notFound", ""),
    ask("GET /recalls.feed.json?since=x", "", 400, "invalid", "?since badCursor"),
    ask("GET /recalls.atom?since=-1", "", 400, "invalid", "?since badCursor"),
    ask("GET /recalls.atom?cursor=zz", "", 400, "invalid", "?cursor badCursor"),
    ask("GET /api/v1/tasks?limit=201", "regulator", 400, "invalid", "?limit outOfRange"),
    ask("GET /api/v1/tasks?overdue=1", "regulator", 400, "invalid", "?overdue notAWord"),
];
