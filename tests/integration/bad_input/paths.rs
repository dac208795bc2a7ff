//! Paths, query parameters and methods.

use super::world::{Row, ask};

const fn bad(request: &'static str, findings: &'static str) -> Row {
    ask(request, "", 400, "invalid", findings)
}

const fn bad_label(request: &'static str, findings: &'static str) -> Row {
    ask(request, "maker", 400, "invalid", findings)
}

const fn missing(request: &'static str) -> Row {
    ask(request, "", 404, "notFound", "")
}

const fn unknown(request: &'static str) -> Row {
    ask(request, "", 404, "verdict unknown", "").with(JSON)
}

const fn mistyped(request: &'static str) -> Row {
    ask(request, "", 400, "verdict codeMistyped", "").with(JSON)
}

const fn method(request: &'static str) -> Row {
    ask(request, "maker", 405, "methodNotAllowed", "")
}

const JSON: &[(&str, &str)] = &[("accept", "application/json")];

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Codes and serials: a report, with the verdict as its reason.
    mistyped("GET /api/v1/codes/0000000000000001"),
    mistyped("GET /api/v1/codes/0000-0000-0000-0001"),
    mistyped("GET /api/v1/codes/0000000000000"),
    mistyped("GET /api/v1/codes/%E6%89%B9"),
    mistyped("GET /api/v1/units/{ORG}/0000000000000001"),
    mistyped("GET /c/0000000000000001"),
    mistyped("GET /C/U000000000000000"),
    mistyped("GET /01/09521001400176/21/0000000000000001"),
    mistyped("GET /o/{ORG}/SS-200/21/0000000000000001"),
    unknown("GET /api/v1/codes/0000000000000000"),
    unknown("GET /api/v1/units/{ORG}/NOPE"),
    unknown("GET /api/v1/units/91310115591693856A/SN0001"),
    unknown("GET /api/v1/gtins/96385074"),
    unknown("GET /api/v1/gtins/09506000134376/lots/L1"),
    unknown("GET /c/0000000000000000"),
    unknown("GET /O/{ORG}/NOPE"),
    unknown("GET /o/{ORG}/NOPE/10/L1"),
    unknown("GET /o/{ORG}/SS-200/21/SN0011"),
    unknown("GET /01/09506000134376"),
    unknown("GET /01/09521001400176/10/L3/21/SN0011"),
    // Identifiers in paths.
    bad("GET /api/v1/units/91341124MA8TY6B187/SN0001", "/path/org notACode"),
    bad("GET /api/v1/units/{ORG}/a%20b", "/path/serial notASerial"),
    bad("GET /api/v1/units/{ORG}/%C3%28", "/path character"),
    bad("GET /api/v1/gtins/09521001400177", "/path/gtin notAGtin"),
    bad("GET /api/v1/gtins/0952100140017", "/path/gtin notAGtin"),
    bad("GET /api/v1/gtins/00000000000000", "/path/gtin notAGtin"),
    bad("GET /api/v1/gtins/0952100140017X", "/path/gtin notAGtin"),
    bad("GET /api/v1/gtins/09521001400176/lots/a%20b", "/path/lot notALot"),
    bad("GET /api/v1/gtins/09521001400176/lots/123456789012345678901", "/path/lot notALot"),
    bad("GET /api/v1/gtins/09521001400177/lots/L1", "/path/gtin notAGtin"),
    bad("GET {O}/products/a%2Fb", "/path/product notAProductCode"),
    bad("GET {L}/%E6%89%B9", "/path/lot notALot"),
    bad("GET /api/v1/organizations/91341124MA8TY6B187", "/path/org notACode"),
    bad("GET /api/v1/organizations/91341124MA8TY6B187/products/SS-200", "/path/org notACode"),
    bad("GET /api/v1/organizations/LEI%3A9521234000013", "/path/org notACode"),
    bad("GET /o/91341124MA8TY6B187/SN0001", "/path/org notACode"),
    bad("GET /O/91341124MA8TY6B187/SS-200/21/SN0001", "/path/org notACode"),
    bad("GET /o/{ORG}/a%20b", "/path/serial notASerial"),
    bad("GET /o/{ORG}/.x/10/L1", "/path/product notAProductCode"),
    bad("GET /o/{ORG}/SS-200/11/L1", "/path/rest notAWord"),
    bad("GET /o/{ORG}/SS-200/10/a%20b", "/path/lot notALot"),
    bad("GET /o/{ORG}/SS-200/10/L1/10/L2", "/path/rest notAWord"),
    bad("GET /o/{ORG}/SS-200/21/SN0001/10/L1", "/path/rest notAWord"),
    bad("GET /o/{ORG}/SS-200/21/a%20b", "/path/serial notASerial"),
    bad("GET /o/{ORG}/SS-200/10/%ff", "/path character"),
    // GS1 Digital Link.
    bad("GET /01/09521001400177", "/path/rest digitalLink"),
    bad("GET /01/9521001400176", "/path/rest digitalLink"),
    bad("GET /01/00000000000000", "/path/rest digitalLink"),
    bad("GET /01/09521001400176/10/", "/path/rest digitalLink"),
    bad("GET /01/09521001400176/21/SN0001/10/L1", "/path/rest digitalLink"),
    bad("GET /01/09521001400176/10/L1/10/L1", "/path/rest digitalLink"),
    bad("GET /01/09521001400176/99/x", "/path/rest digitalLink"),
    bad("GET /01/09521001400176/10/123456789012345678901", "/path/rest digitalLink"),
    bad("GET /01/09521001400176/10/%ZZ", "/path/rest digitalLink"),
    bad("GET /01/09521001400176/21/%E6%89%B9", "/path/rest digitalLink"),
    bad("GET /01/09521001400176?17=261332", "/path/rest digitalLink"),
    bad("GET /01/09521001400176?10=L1", "/path/rest digitalLink"),
    bad("GET /01/x/414/9521234000013", "/path/rest digitalLink"),
    bad("GET /01?gtin=09521001400177", "?gtin notAGtin"),
    bad("GET /01?gtin=12", "?gtin notAGtin"),
    // Nothing there.
    missing("GET /nothing"),
    missing("GET /api/v1/nothing"),
    missing("POST /api/v2/organizations"),
    missing("GET /api/v1/organizations/{ORG}/"),
    missing("GET /01/"),
    missing("GET /api/v1/organizations/91310115591693856A"),
    missing("GET {O}/products/SS-300"),
    missing("GET {L}/NOLOT"),
    missing("GET {R}/m-2026-9999"),
    missing("GET {R}/m-2026-1"),
    missing("GET {R}/h-2026-0001"),
    missing("GET /metrics"),
    ask("GET {L}/NOLOT/units.csv", "maker", 404, "notFound", ""),
    ask("GET {O}/units/SN0011/qr.svg", "maker", 404, "notFound", ""),
    ask("GET {O}/units/0000000000000000/qr.png", "maker", 404, "notFound", ""),
    ask("DELETE {O}/tokens/0000000000000000", "maker", 404, "notFound", ""),
    ask("DELETE {O}/tokens/xyz", "maker", 404, "notFound", ""),
    ask("GET /api/v1/organizations/91310115591693856A/batches", "maker", 404, "notFound", ""),
    // Query parameters of lists.
    bad("GET {R}?limit=0", "?limit outOfRange"),
    bad("GET {R}?limit=201", "?limit outOfRange"),
    bad("GET {R}?limit=-1", "?limit outOfRange"),
    bad("GET {R}?limit=ten", "?limit outOfRange"),
    bad("GET {R}?limit=", "?limit outOfRange"),
    bad("GET {R}?limit=%ff", "?limit outOfRange"),
    bad("GET {R}?cursor=xyz0", "?cursor badCursor"),
    bad("GET {R}?cursor=010", "?cursor badCursor"),
    bad("GET {R}?cursor=%E6%89%B9", "?cursor badCursor"),
    bad("GET {R}?cursor=%zz", "?cursor badCursor"),
    bad("GET {R}?cursor=01%2B1", "?cursor badCursor"),
    bad("GET {R}?cursor=", "?cursor badCursor"),
    // A hold's key: this list is of recalls.
    bad("GET {R}?cursor=0000000000000007ea0000000000000001", "?cursor badCursor"),
    bad_label("GET {O}/products?cursor=39", "?cursor badCursor"),
    bad_label("GET {O}/products?limit=1000", "?limit outOfRange"),
    bad_label("GET {O}/batches?cursor=zz", "?cursor badCursor"),
    bad_label("GET {O}/batches?limit=1.5", "?limit outOfRange"),
    bad_label("GET {W}?direction=up", "?direction notAWord"),
    bad_label("GET {W}?depth=far", "?depth outOfRange"),
    bad_label("GET {W}?format=pdf", "?format notAWord"),
    bad_label("GET {W}?from=2026-13-01", "?from notADate"),
    bad_label("GET {W}?to=today", "?to notADate"),
    bad_label("GET {W}?from=2026-11-02&to=2026-11-01", "?to order"),
    bad_label("GET {W}?organization=nobody", "?organization notACode"),
    bad_label("GET {W}?cursor=1", "?cursor badCursor"),
    bad_label("GET {W}?cursor=zz-0000000000000000", "?cursor badCursor"),
    bad_label("GET {W}?cursor=1388-0000000000000000", "?cursor badCursor"),
    bad_label("GET {W}?limit=0", "?limit outOfRange"),
    ask("GET {W}?cursor=1-0000000000000000", "maker", 409, "changedMeanwhile", ""),
    ask("GET /api/v1/lineage/{ORG}/SS-200/NOLOT", "maker", 404, "notFound", ""),
    bad_label("GET {O}/lineage/candidates?product=SS-200", "?lot notALot"),
    bad_label("GET {O}/lineage/candidates?lot=L1", "?product notAProductCode"),
    ask("GET {O}/lineage/candidates?product=SS-200&lot=NOLOT", "maker", 404, "notFound", ""),
    bad_label("GET {O}/tokens?cursor=00", "?cursor badCursor"),
    bad_label("GET {O}/tokens?limit=0", "?limit outOfRange"),
    // Another firm's rows.
    bad_label("GET {O}/batches?cursor=3931333431313236", "?cursor badCursor"),
    // Geometry of labels.
    bad_label("GET {O}/units/SN0001/qr.svg?dpi=149", "?dpi outOfRange"),
    bad_label("GET {O}/units/SN0001/qr.svg?dpi=1201", "?dpi outOfRange"),
    bad_label("GET {O}/units/SN0001/qr.svg?dpi=70000", "?dpi outOfRange"),
    bad_label("GET {O}/units/SN0001/qr.svg?dpi=fine", "?dpi outOfRange"),
    bad_label("GET {O}/units/SN0001/qr.png?module=4", "?module outOfRange"),
    bad_label("GET {O}/units/SN0001/qr.png?module=12", "?module outOfRange"),
    bad_label("GET {O}/units/SN0001/qr.png?module=-1", "?module outOfRange"),
    bad_label("GET {O}/units/SN0001/qr.png?dpi=600&module=5", "?module outOfRange"),
    bad_label("GET {O}/units/a%20b/qr.png", "/path/serial notASerial"),
    bad_label("GET {O}/batches/SS-200/a%20b/units.csv", "/path/lot notALot"),
    // Methods.
    method("POST {W}"),
    method("POST /"),
    method("POST /c/0000000000000000"),
    method("PUT /C/0000000000000000"),
    method("DELETE /o/{ORG}/SN0001"),
    method("POST /O/{ORG}/SN0001"),
    method("POST /o/{ORG}/SS-200/10/L1"),
    method("POST /O/{ORG}/SS-200/10/L1"),
    method("POST /01/09521001400176"),
    method("POST /c"),
    method("POST /o"),
    method("POST /01"),
    method("PUT /api/v1/organizations"),
    method("GET /api/v1/organizations"),
    method("PUT {B}"),
    method("DELETE {B}"),
    method("GET {B}/release"),
    method("DELETE {O}/tokens"),
    method("GET {O}/tokens/0000000000000000"),
    method("DELETE {R}/{open}"),
    method("PATCH {R}"),
    method("POST /api/v1/openapi.json"),
    method("POST /api/docs"),
    method("POST /healthz"),
    method("POST /readyz"),
    method("POST /metrics"),
    method("OPTIONS {R}"),
    // Longer than a request target may be.
    ask("GET /api/v1/codes/{long}", "", 414, "targetTooLong", ""),
    ask("GET {R}/{open}/lots", "", 401, "unauthorized", ""),
    ask("GET {R}/m-2026-9999/lots", "maker", 404, "notFound", ""),
    ask("GET {R}?cursor={long}", "", 414, "targetTooLong", ""),
];
