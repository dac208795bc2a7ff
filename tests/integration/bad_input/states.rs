//! Well-formed requests that what is registered does not allow: 404 not there, 409 state or identity,
//! 422 a rule refuses a permission.

use super::world::Body::{But, Text};
use super::world::Good::{
    Batch, Correction, End, Erasure, Ordinals, Organization, Product, Reason, Recall, Step,
};
use super::world::{Body, Row, tell};

const fn conflict(request: &'static str, body: Body, code: &'static str) -> Row {
    tell(request, "maker", body, 409, code, "")
}

const fn refused(request: &'static str, body: Body, code: &'static str) -> Row {
    tell(request, "maker", body, 422, code, "")
}

const fn missing(request: &'static str, body: Body) -> Row {
    tell(request, "maker", body, 404, "notFound", "")
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // One party, one admission.
    tell("POST /api/v1/organizations", "operator", But(Organization, "/code", r#""91341124MA8TY6B186""#), 409, "changedUnderSameIdentity", ""),
    tell("POST /api/v1/organizations", "operator", But(Organization, "/code", r#"{"scheme":"USCC","number":"91341124MA8TY6B186"}"#), 409, "changedUnderSameIdentity", ""),
    tell("POST /api/v1/organizations", "operator", But(Organization, "/code", r#""MA8TY6B18""#), 409, "organizationExists", ""),
    tell("POST /api/v1/organizations", "operator", But(Organization, "/code", r#""MA8TY6B1-8""#), 409, "organizationExists", ""),
    // Products and their versions.
    conflict("POST {O}/products", But(Product, "/version", "1"), "changedUnderSameIdentity"),
    conflict("POST {O}/products", But(Product, "/version", "3"), "versionOutOfOrder"),
    conflict("POST {O}/products", But(Product, "/product", r#""SS-300""#), "versionOutOfOrder"),
    conflict("POST {O}/products", But(Product, "/gtin", r#""09506000134352""#), "gtinTaken"),
    conflict("POST {O}/products", But(Product, "/gtin", r#""9506000134352""#), "gtinTaken"),
    // Batches.
    missing("POST {O}/batches", But(Batch, "/product", r#""SS-300""#)),
    conflict("POST {O}/batches", But(Batch, "/productVersion", "9"), "versionNotRegistered"),
    conflict("POST {O}/batches", But(Batch, "/lot", r#""L1""#), "changedUnderSameIdentity"),
    refused("POST {O}/batches", But(Batch, "/units", r#"{"issue":2}"#), "moreCodesThanPieces"),
    refused("POST {O}/batches", But(Batch, "/units", r#"{"issue":5,"labelAllowance":3}"#), "moreCodesThanPieces"),
    refused("POST {B}/units", Text(r#"{"issue":1}"#), "moreCodesThanPieces"),
    refused("POST {L}/L2/units", Text(r#"{"issue":3}"#), "moreCodesThanPieces"),
    conflict("POST {L}/L4/units", Text(r#"{"issue":1}"#), "batchWithdrawn"),
    conflict("POST {L}/L4/units", Text(r#"{"serials":{"list":["X1"]}}"#), "batchWithdrawn"),
    conflict("POST {L}/L4/release", Text("{}"), "batchWithdrawn"),
    conflict("POST {L}/L4/activation", Text("{}"), "batchWithdrawn"),
    conflict("POST {L}/L4/withdrawal", But(Reason, "/reason/en", r#""another""#), "changedUnderSameIdentity"),
    refused("POST {L}/L5/release", Text("{}"), "lotHeld"),
    refused("POST {L}/L6/release", Text("{}"), "lotRecalled"),
    // Serials of one product, whatever the lot.
    conflict("POST {L}/L3/units", Text(r#"{"serials":{"first":"SN0010","last":"SN0012"}}"#), "serialTaken"),
    conflict("POST {B}/units", Text(r#"{"serials":{"first":"SN0000","last":"SN0001"}}"#), "serialTaken"),
    conflict("POST {B}/units", Text(r#"{"serials":{"first":"SN0004","last":"SN0005"}}"#), "serialTaken"),
    conflict("POST {B}/units", Text(r#"{"serials":{"list":["A1","SN0007","A2"]}}"#), "serialTaken"),
    // Ordinals and states of units.
    conflict("POST {L}/L2/activation", Text("{}"), "notReleased"),
    conflict("POST {L}/L3/activation", But(Ordinals, "", ""), "notReleased"),
    conflict("POST {L}/L8/activation", Text("{}"), "ordinalsNotThere"),
    conflict("POST {B}/activation", But(Ordinals, "/ordinals/last", "4"), "ordinalsNotThere"),
    conflict("POST {B}/voids", But(Ordinals, "/ordinals/last", "4"), "ordinalsNotThere"),
    conflict("POST {B}/sales", But(Ordinals, "/ordinals/last", "1000000000"), "ordinalsNotThere"),
    conflict("POST {L}/L8/returns", But(Ordinals, "", ""), "ordinalsNotThere"),
    // Holds, corrections, erasures.
    conflict("POST {B}/unhold", But(Reason, "", ""), "notHeld"),
    conflict("POST {L}/L5/hold", But(Reason, "/reason/en", r#""another""#), "changedUnderSameIdentity").with(&[("idempotency-key", "l5")]),
    conflict("POST {L}/L5/hold", But(Reason, "/reason/en", r#""another""#), "alreadyHeld"),
    conflict("POST {L}/L7/corrections", But(Correction, "", ""), "alreadyErased"),
    tell("POST {L}/L7/erasure", "operator", But(Erasure, "", ""), 409, "alreadyErased", ""),
    // Recalls.
    missing("POST {R}", But(Recall, "/scope/organization", r#""91310115591693856A""#)),
    missing("POST {R}/preview", But(Recall, "/scope/organization", r#""91310115591693856A""#)),
    conflict("POST {R}/{closed}/extension", But(Step, "", ""), "measureEnded"),
    conflict("POST {R}/{closed}/narrowing", But(Step, "", ""), "measureEnded"),
    conflict("POST {R}/{closed}/closure", But(End, "/evidence", "-"), "measureEnded"),
    tell("POST {R}/{open}/extension", "maker", But(Step, "/scope/organization", r#""91341126MA2QH7K38T""#), 403, "notYours", ""),
    missing("POST {R}/m-2025-0001/closure", But(End, "", "")),
    conflict("POST {R}", But(Recall, "", ""), "changedUnderSameIdentity").with(&[("idempotency-key", "r1")]),
];
