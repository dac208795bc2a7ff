//! Routes of the log, of a recall's consignees, of drills, and pages beside the scan page: one refusal of
//! each, so that none is forgotten. Their own tests send the rest.

use super::world::{Row, ask};

pub(super) const ROWS: &[Row] = &[
    ask("GET /api/v1/drills?limit=201", "maker", 400, "invalid", "?limit outOfRange"),
    ask("POST /api/v1/drills", "", 401, "unauthorized", ""),
    ask("GET /api/v1/drills/dr-9999", "maker", 404, "notFound", ""),
    ask("GET /api/v1/drills/dr-9999/pack", "maker", 404, "notFound", ""),
    ask("POST /api/v1/drills/dr-9999/steps", "", 401, "unauthorized", ""),
    ask("POST {R}/m-2026-9999/closure/confirmation", "", 401, "unauthorized", ""),
    ask("GET {R}/m-2026-9999/consignees", "maker", 404, "notFound", ""),
    ask("POST {R}/m-2026-9999/consignees", "", 401, "unauthorized", ""),
    ask("POST {R}/m-2026-9999/consignees/0123456789abcdef/answers", "", 401, "unauthorized", ""),
    ask("POST {R}/m-2026-9999/consignees/0123456789abcdef/erasure", "", 401, "unauthorized", ""),
    ask("POST {R}/m-2026-9999/consignees/0123456789abcdef/links", "", 401, "unauthorized", ""),
    ask("GET {R}/m-2026-9999/effectiveness", "maker", 404, "notFound", ""),
    ask("GET {R}/m-2026-9999/report", "maker", 404, "notFound", ""),
    ask("POST {R}/m-2026-9999/visits", "", 401, "unauthorized", ""),
    ask("GET /api/v1/proofs/consistency", "", 404, "notFound", ""),
    ask("GET /api/v1/proofs/1", "", 404, "notFound", ""),
    ask("GET /log/checkpoint", "", 404, "notFound", ""),
    ask("GET /log/vkey", "", 404, "notFound", ""),
    ask("GET /log/tile/0/000", "", 404, "notFound", ""),
    ask("GET /api/v1/search?q={long}", "", 414, "targetTooLong", ""),
    ask("GET /search?q={long}", "", 414, "targetTooLong", ""),
    ask("GET /organizations/{long}", "", 414, "targetTooLong", ""),
    ask("GET /organizations/{long}/products/x", "", 414, "targetTooLong", ""),
    ask("GET /r/{long}", "", 414, "targetTooLong", ""),
    ask("POST /r/{long}", "", 414, "targetTooLong", ""),
    ask("DELETE /robots.txt", "", 405, "methodNotAllowed", ""),
    ask("DELETE /favicon.ico", "", 405, "methodNotAllowed", ""),
    ask("DELETE /icon-192.png", "", 405, "methodNotAllowed", ""),
    ask("DELETE /icon-512.png", "", 405, "methodNotAllowed", ""),
    ask("DELETE /icon.svg", "", 405, "methodNotAllowed", ""),
    ask("DELETE /manifest.webmanifest", "", 405, "methodNotAllowed", ""),
    ask("DELETE /sw.js", "", 405, "methodNotAllowed", ""),
];
