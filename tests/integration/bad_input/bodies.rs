//! Bodies with a fault of their own: one or two for every route that takes one.

use super::world::Body::{But, Text};
use super::world::Good::{
    Batch, Check, Correction, End, Erasure, Ordinals, Organization, Product, Reason, Recall,
    Serials, Step, Token,
};
use super::world::{Row, bad, tell};

const PARTIES: &str = "POST /api/v1/organizations";
const TOKENS: &str = "POST {O}/tokens";
const PRODUCTS: &str = "POST {O}/products";
const BATCHES: &str = "POST {O}/batches";
const CHECKS: &str = "POST {B}/checks";
const UNITS: &str = "POST {B}/units";
const CORRECTIONS: &str = "POST {B}/corrections";
const RECALLS: &str = "POST {R}";

const fn party(body: super::world::Body, findings: &'static str) -> Row {
    tell(PARTIES, "operator", body, 400, "invalid", findings)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Check digits.
    party(But(Organization, "/code", r#""91340100099845716P""#), "/code checkDigit"),
    party(But(Organization, "/code", r#""91340100099845716T""#), "/code checkDigit"),
    party(But(Organization, "/code", r#""09984571-6""#), "/code checkDigit"),
    party(But(Organization, "/code", r#"{"scheme":"GLN","number":"9521234000014"}"#), "/code checkDigit"),
    party(But(Organization, "/code", r#""529900T8BM49AURSDO56""#), "/code checkDigit"),
    party(But(Organization, "/gln", r#""9521234000014""#), "/gln checkDigit"),
    bad(PRODUCTS, But(Product, "/gtin", r#""09521001400177""#), "/gtin checkDigit"),
    bad(PRODUCTS, But(Product, "/gtin", r#""9638507""#), "/gtin notAGtin"),
    bad(PRODUCTS, But(Product, "/responsibleParty", r#""91341124MA8TY6B187""#), "/responsibleParty checkDigit"),
    bad(BATCHES, But(Batch, "/manufacturer", r#"{"organization":"91341124MA8TY6B187"}"#), "/manufacturer/organization checkDigit"),
    bad(BATCHES, But(Batch, "/ingredients/0/source", r#"{"organization":"91341124MA8TY6B187","product":"P","lot":"L"}"#), "/ingredients/0/source/organization checkDigit"),
    bad(CHECKS, But(Check, "/laboratory", r#"{"organization":"91341124MA8TY6B187"}"#), "/laboratory/organization checkDigit"),
    bad(RECALLS, But(Recall, "/scope/organization", r#""91341124MA8TY6B187""#), "/scope/organization checkDigit"),
    bad(CORRECTIONS, But(Correction, "/changes/0", r#"{"pointer":"/ingredients/0/source","value":{"organization":"91341124MA8TY6B187","product":"P","lot":"L"}}"#), "/changes/0/value/organization checkDigit"),
    // Types.
    party(But(Organization, "/code", "17"), "/code wrongType"),
    party(But(Organization, "/roles", r#""producer""#), "/roles wrongType"),
    party(But(Organization, "/name", r#"["zh"]"#), "/name wrongType"),
    bad(TOKENS, But(Token, "/label", "1"), "/label wrongType"),
    bad(PRODUCTS, But(Product, "/version", r#""2""#), "/version wrongType"),
    bad(BATCHES, But(Batch, "/quantity/value", r#""3""#), "/quantity/value wrongType"),
    bad(BATCHES, But(Batch, "/lot", "20261101"), "/lot wrongType"),
    bad(BATCHES, But(Batch, "/ingredients", "{}"), "/ingredients wrongType"),
    bad(CHECKS, But(Check, "/items/0/result/value", r#""few""#), "/items/0/result/value wrongType"),
    bad("POST {B}/hold", But(Reason, "/reason", r#""because""#), "/reason wrongType"),
    bad("POST {B}/sales", But(Ordinals, "/ordinals", "[1,2]"), "/ordinals wrongType"),
    bad(UNITS, Text(r#"{"issue":"5"}"#), "/issue wrongType"),
    bad(UNITS, Text(r#"{"issue":1.5}"#), "/issue wrongType"),
    bad(RECALLS, But(Recall, "/class", r#""1""#), "/class wrongType"),
    bad("POST {R}/{open}/closure", But(End, "/evidence", "7"), "/evidence wrongType"),
    // What is missing, and several faults at once.
    party(Text("{}"), "/code required, /name required, /roles required, /region required, /address required, /contact required"),
    bad(TOKENS, But(Token, "/role", "-"), "/role required"),
    bad(BATCHES, But(Batch, "/quantity/unit", "-"), "/quantity/unit required"),
    bad(BATCHES, But(Batch, "/ingredients/0/source", r#"{"organization":"91341124MA8TY6B186"}"#), "/ingredients/0/source/product required, /ingredients/0/source/lot required"),
    bad(CHECKS, But(Check, "/items/0/result", "-"), "/items/0/result required"),
    bad(UNITS, Text("{}"), "/issue required"),
    bad("POST {B}/withdrawal", Text("{}"), "/reason required"),
    bad("POST {B}/unhold", But(Reason, "/reason", "{}"), "/reason required"),
    bad("POST {B}/voids", Text("{}"), "/ordinals required"),
    bad("POST {B}/returns", But(Ordinals, "/ordinals/last", "-"), "/ordinals/last required"),
    bad("POST {R}/{open}/narrowing", But(Step, "/reason", "-"), "/reason required"),
    bad("POST {R}/preview", Text("{}"), "/scope required"),
    // Unknown fields, also deep inside.
    party(But(Organization, "/contact/fax", r#""1""#), "/contact/fax unknownField"),
    bad(TOKENS, But(Token, "/secret", r#""x""#), "/secret unknownField"),
    bad(BATCHES, But(Batch, "/ingredients/0/price", "3"), "/ingredients/0/price unknownField"),
    bad(BATCHES, But(Batch, "/organization", r#""91341124MA8TY6B186""#), "/organization unknownField"),
    bad(CHECKS, But(Check, "/result", r#""pass""#), "/result unknownField"),
    bad("POST {B}/release", Text(r#"{"force":true}"#), "/force unknownField"),
    bad("POST {B}/activation", Text(r#"{"units":3}"#), "/units unknownField"),
    bad(RECALLS, But(Recall, "/scope/region", r#""340000""#), "/scope/region unknownField"),
    bad("POST {R}/preview", But(Recall, "/urgent", "true"), "/urgent unknownField"),
    // Controls, bidirectional marks, empty text.
    party(But(Organization, "/name/zh", r#""a\u0000b""#), "/name/zh controlCharacter"),
    party(But(Organization, "/name/en", r#""a\u202eb""#), "/name/en character"),
    party(But(Organization, "/contact/phone", r#""0550\n1""#), "/contact/phone controlCharacter"),
    bad(PRODUCTS, But(Product, "/name/en", r#""\u2067sausage""#), "/name/en character"),
    bad(PRODUCTS, But(Product, "/specification", r#""  ""#), "/specification emptyText"),
    bad("POST {B}/hold", But(Reason, "/reason/zh", r#""\u200f""#), "/reason/zh character"),
    bad("POST {B}/withdrawal", But(Reason, "/reason/en", r#""a\u001bb""#), "/reason/en controlCharacter"),
    bad(RECALLS, But(Recall, "/instructions/en", r#""eat\u202e it""#), "/instructions/en character"),
    bad("POST {R}/{open}/lifting", But(End, "/reason/zh", r#""\t""#), "/reason/zh emptyText"),
    bad("POST {R}/{open}/extension", But(Step, "/reason/en", r#""a\ufffeb""#), "/reason/en character"),
    // Days.
    bad(TOKENS, But(Token, "/expiresOn", r#""2027-02-29""#), "/expiresOn notADate"),
    bad(TOKENS, But(Token, "/expiresOn", r#""2026-11-22""#), "/expiresOn outOfRange"),
    bad(PRODUCTS, But(Product, "/validFrom", r#""2026-1-1""#), "/validFrom notADate"),
    bad(BATCHES, But(Batch, "/producedOn", r#""2026-11-31""#), "/producedOn notADate"),
    bad(BATCHES, But(Batch, "/expiresOn", r#""2026-10-31""#), "/expiresOn beforeProduction"),
    bad(BATCHES, But(Batch, "/ingredients/0/receivedOn", r#""soon""#), "/ingredients/0/receivedOn notADate"),
    bad(CHECKS, But(Check, "/testedOn", r#""2026-00-10""#), "/testedOn notADate"),
    bad(CORRECTIONS, But(Correction, "/changes/0", r#"{"pointer":"/expiresOn","value":"2026-10-31"}"#), "/changes/0/value beforeProduction"),
    bad(CORRECTIONS, But(Correction, "/changes/0", r#"{"pointer":"/producedOn","value":"2026-02-30"}"#), "/changes/0/value notADate"),
    bad(RECALLS, But(Recall, "/scope", r#"{"organization":"91341124MA8TY6B186","producedOn":{"first":"2026-11-30","last":"2026-11-01"}}"#), "/scope/producedOn/last order"),
    // Words and units.
    party(But(Organization, "/roles/0", r#""operator""#), "/roles/0 notAWord"),
    party(But(Organization, "/region", r#""999999""#), "/region notARegion"),
    bad(TOKENS, But(Token, "/role", r#""operator""#), "/role notAWord"),
    bad(TOKENS, But(Token, "/post", r#""Li Si""#), "/post notAWord"),
    bad(PRODUCTS, But(Product, "/product", r#""a/b""#), "/product notAProductCode"),
    bad(PRODUCTS, But(Product, "/category", r#""Food""#), "/category notACategory"),
    bad(BATCHES, But(Batch, "/lot", r#""2026 A""#), "/lot notALot"),
    bad(BATCHES, But(Batch, "/quantity/unit", r#""pieces""#), "/quantity/unit notAUnit"),
    bad(BATCHES, But(Batch, "/quantity/value", "-1"), "/quantity/value outOfRange"),
    bad(BATCHES, But(Batch, "/quantity/value", "1e400"), "/quantity/value outOfRange"),
    bad(BATCHES, But(Batch, "/origin", r#"{"country":"US","region":"341124"}"#), "/origin/region conflict"),
    bad(BATCHES, But(Batch, "/additives/0/cns", r#""09/002""#), "/additives/0/cns notACode"),
    bad(CHECKS, But(Check, "/kind", r#""a test""#), "/kind notAWord"),
    bad(CHECKS, But(Check, "/items/0/limit", r#"{"min":3,"max":2}"#), "/items/0/limit/max order"),
    tell("POST {B}/erasure", "operator", But(Erasure, "/section", r#""all""#), 400, "invalid", "/section notAWord"),
    bad(CORRECTIONS, But(Correction, "/kind", r#""wish""#), "/kind notAWord"),
    bad(CORRECTIONS, But(Correction, "/changes/0/pointer", r#""/lot""#), "/changes/0/pointer notCorrectable"),
    bad(CORRECTIONS, But(Correction, "/changes/0/pointer", r#""/nowhere/0""#), "/changes/0/pointer notAPointer"),
    bad(CORRECTIONS, But(Correction, "/changes/0", r#"{"pointer":"/colour","value":"red"}"#), "/changes/0/value unknownField"),
    // Ordinals and own serials.
    bad("POST {B}/voids", But(Ordinals, "/ordinals/first", "0"), "/ordinals/first outOfRange"),
    bad("POST {B}/sales", But(Ordinals, "/ordinals/first", "2"), "/ordinals/last order"),
    bad("POST {B}/activation", But(Ordinals, "/ordinals/last", "-3"), "/ordinals/last outOfRange"),
    bad(UNITS, But(Serials, "/serials/last", r#""T002""#), "/serials/last unequalShape"),
    bad(UNITS, But(Serials, "/serials/last", r#""T0000""#), "/serials/last order"),
    bad(UNITS, Text(r#"{"serials":{"list":["A","B","A"]}}"#), "/serials/list/2 overlap"),
    bad(UNITS, Text(r#"{"serials":{"list":["0000000000000000"]}}"#), "/serials/list/0 looksLikeIssuedCode"),
    bad(UNITS, Text(r#"{"issue":1,"serials":{"list":["A"]}}"#), "/serials conflict"),
    // Scopes.
    bad(RECALLS, But(Recall, "/class", "4"), "/class outOfRange"),
    bad(RECALLS, But(Recall, "/regime", r#""vehicle""#), "/class classNotInRegime"),
    bad(RECALLS, But(Recall, "/scope/units", r#"{"lot":"L1","first":1,"last":2}"#), "/scope/units conflict"),
    bad(RECALLS, But(Recall, "/scope/later", "true"), "/scope/later conflict"),
    bad(RECALLS, But(Recall, "/scope/product", "-"), "/scope/product required"),
    bad(RECALLS, But(Recall, "/remedy", r#"["refund","refund"]"#), "/remedy/1 overlap"),
    bad("POST {R}/preview", But(Recall, "/scope/lots", "[]"), "/scope/lots tooFew"),
    bad("POST {R}/{open}/extension", But(Step, "/scope/serials", r#"{"first":"A1","last":"A9"}"#), "/scope/serials conflict"),
    bad("POST {R}/{open}/narrowing", But(Step, "/scope/lots", r#"["L1","L1"]"#), "/scope/lots/1 overlap"),
    bad("POST {R}/{open}/releases", But(Step, "/scope/lots", "-"), "/scope conflict"),
];
