//! Who asks: no token, a bad one, or one that does not cover the request.

use super::world::Body::{But, Text};
use super::world::Good::{
    Batch, Check, Correction, Erasure, Ground, Organization, Product, Reason, Recall, Settings,
    Token,
};
use super::world::{Body, Row, ask, tell};

const BASIC: &[(&str, &str)] = &[("authorization", "Basic bWU6bWU=")];
const BARE: &[(&str, &str)] = &[("authorization", "suyuan_0000000000000000_00")];

const fn nobody(request: &'static str) -> Row {
    ask(request, "", 401, "unauthorized", "")
}

const fn not_yours(request: &'static str, who: &'static str) -> Row {
    ask(request, who, 403, "notYours", "")
}

const fn no(request: &'static str, who: &'static str, body: Body, code: &'static str) -> Row {
    tell(request, who, body, 403, code, "")
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    nobody("GET {O}/tokens"),
    nobody("GET {B}/corrections"),
    ask("GET {B}/corrections", "seller", 403, "notYours", ""),
    ask("GET {O}/evidence/{hash}", "", 404, "notFound", ""),
    ask("GET {O}/evidence/{hash}", "seller", 404, "notFound", ""),
    tell("POST {O}/evidence", "maker", Text("{}"), 415, "evidenceMediaType", ""),
    tell("POST {O}/evidence", "seller", Text("{}"), 403, "notYours", ""),
    tell("POST {O}/evidence", "", Text("{}"), 401, "unauthorized", ""),
    no("POST {O}/settings", "seller", But(Settings, "", ""), "notYours"),
    no("POST {L}/L2/corrections/{proposal}/confirmation", "maker", Text("{}"), "secondPostNeeded"),
    no("POST {L}/L2/corrections/{proposal}/rejection", "laboratory", But(Reason, "", ""), "notYours"),
    nobody("GET {A}/recall-proposals"),
    not_yours("GET {A}/recall-proposals", "maker"),
    no("POST {A}/recall-proposals/{proposed recall}/confirmation", "duty", Text("{}"), "secondPostNeeded"),
    no("POST {A}/recall-proposals/{proposed recall}/rejection", "maker", But(Reason, "", ""), "notYours"),
    tell("POST {O}/imports", "maker", Text("{}"), 415, "importMediaType", ""),
    tell("POST {O}/imports?kind=pallets", "maker", Text("{}"), 400, "invalid", "?kind notAWord"),
    no("POST {O}/imports", "seller", Text("{}"), "notYours"),
    nobody("GET {O}/imports/0000000000000000"),
    ask("GET {O}/imports/0000000000000000", "maker", 404, "notFound", ""),
    ask("GET {O}/imports/0000000000000000/failed", "maker", 404, "notFound", ""),
    tell("POST {O}/imports/0000000000000000/run", "maker", Text("{}"), 404, "notFound", ""),
    nobody("GET {O}/exports/batches.csv"),
    not_yours("GET {O}/exports/batches.csv", "other"),
    ask("GET {O}/exports/events.csv", "maker", 404, "notFound", ""),
    ask("GET /api/v1/imports/templates/pallets.xlsx", "", 404, "notFound", ""),
    no("POST {O}/evidence/{hash}/erasure", "maker", But(Ground, "", ""), "notYours"),
    nobody("GET {O}/products"),
    nobody("GET {O}/batches"),
    nobody("GET {B}/units.csv"),
    nobody("GET {O}/units/SN0001/qr.svg"),
    nobody("GET {O}/units/SN0001/qr.png"),
    nobody("DELETE {O}/tokens/0000000000000000"),
    nobody("DELETE {O}/tokens/0000000000000000").with(BASIC),
    nobody("GET {O}/tokens").with(BARE),
    ask("GET {O}/tokens", "garbage", 401, "unauthorized", ""),
    ask("GET {O}/tokens", "revoked", 401, "unauthorized", ""),
    ask("GET {O}/tokens", "expired", 401, "unauthorized", ""),
    ask("GET {O}/batches", "expired", 401, "unauthorized", ""),
    ask("GET {B}/units.csv", "revoked", 401, "unauthorized", ""),
    // Where no token is needed, a bad one is refused, not passed over.
    ask("GET {O}", "garbage", 401, "unauthorized", ""),
    ask("GET {O}/products/SS-200", "revoked", 401, "unauthorized", ""),
    ask("GET {B}", "expired", 401, "unauthorized", ""),
    nobody("GET {B}").with(BASIC),
    // Others' goods and tokens.
    not_yours("GET {O}/tokens", "other"),
    not_yours("GET {O}/tokens", "laboratory"),
    not_yours("GET {O}/tokens", "regulator"),
    not_yours("GET {O}/products", "other"),
    not_yours("GET {O}/products", "operator"),
    not_yours("GET {O}/batches", "other"),
    not_yours("GET {O}/batches", "seller"),
    not_yours("GET {O}/batches", "outside"),
    not_yours("GET {B}/units.csv", "other"),
    not_yours("GET {B}/units.csv", "operator"),
    not_yours("GET {L}/NOLOT/units.csv", "other"),
    not_yours("GET {O}/units/SN0001/qr.svg", "other"),
    not_yours("GET {O}/units/SN0001/qr.png", "laboratory"),
    not_yours("DELETE {O}/tokens/0000000000000000", "other"),
    no("POST {O}/batches", "other", But(Batch, "", ""), "notYours"),
    no("POST {O}/products", "laboratory", But(Product, "", ""), "notYours"),
    no("POST {B}/release", "operator", Text("{}"), "notYours"),
    no("POST {B}/checks", "seller", But(Check, "", ""), "notYours"),
    no("POST {B}/corrections", "regulator", But(Correction, "", ""), "notYours"),
    no("POST {B}/withdrawal", "regulator", But(Reason, "", ""), "notYours"),
    no("POST {B}/erasure", "maker", But(Erasure, "", ""), "notYours"),
    no("POST /api/v1/organizations", "maker", But(Organization, "", ""), "notYours"),
    no("POST {O}/tokens", "maker", But(Token, "/role", r#""regulator""#), "notYours"),
    tell("POST {O}/tokens", "operator", But(Token, "/role", r#""regulator""#), 400, "invalid", "/role conflict"),
    // Measures.
    no("POST {B}/hold", "operator", But(Reason, "", ""), "operatorNeverMeasures"),
    no("POST {B}/hold", "outside", But(Reason, "", ""), "outsideRegion"),
    no("POST {L}/L5/unhold", "regulator", But(Reason, "", ""), "notOpenersSide"),
    no("POST {R}", "operator", But(Recall, "", ""), "operatorNeverMeasures"),
    no("POST {R}", "outside", But(Recall, "", ""), "outsideRegion"),
    no("POST {R}", "maker", But(Recall, "/kind", r#""ordered""#), "notYours"),
    no("POST {R}", "seller", But(Recall, "", ""), "notYours"),
    no("POST {R}/preview", "outside", But(Recall, "", ""), "outsideRegion"),
    no("POST {R}/preview", "operator", But(Recall, "", ""), "operatorNeverMeasures"),
    no("POST {R}/{open}/closure", "regulator", But(Reason, "", ""), "notOpenersSide"),
    no("POST {R}/{open}/lifting", "operator", But(Reason, "", ""), "operatorNeverMeasures"),
    no("POST {R}/m-2026-0003/lifting", "maker", But(Reason, "", ""), "notOpenersSide"),
];
