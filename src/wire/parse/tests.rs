//! Bodies as clients send them: what the examples become, what bad ones are told, and that nothing a
//! client sends can bring the parser down.

mod accepted;
mod bad;
mod corrections;
mod mutations;

use super::*;
use crate::domain::code_ids::EntryId;
use crate::domain::command::BatchKey;
use crate::domain::lot::{Lot, ProductCode};
use crate::domain::org_code::OrgCode;
use serde_json::json;

const FIRM: &str = "91341124MA8TY6B186";

/// The parser of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route {
    Organization,
    Token,
    Product,
    Batch,
    Check,
    Reason,
    UnitsChange,
    Activation,
    Empty,
    Units,
    Erasure,
    Recall,
    Preview,
    Step,
    End,
    Correction,
    Entry,
    EntryStatus,
    Policy,
}

const ROUTES: [Route; 19] = [
    Route::Organization,
    Route::Token,
    Route::Product,
    Route::Batch,
    Route::Check,
    Route::Reason,
    Route::UnitsChange,
    Route::Activation,
    Route::Empty,
    Route::Units,
    Route::Erasure,
    Route::Recall,
    Route::Preview,
    Route::Step,
    Route::End,
    Route::Correction,
    Route::Entry,
    Route::EntryStatus,
    Route::Policy,
];

impl Route {
    fn parse(self, body: &[u8]) -> Result<(), Refusal> {
        match self {
            Self::Organization => organization(body).map(drop),
            Self::Token => token(body).map(drop),
            Self::Product => product(&firm(), body).map(drop),
            Self::Batch => batch(&firm(), body).map(drop),
            Self::Check => check(key(), body, [0; 32]).map(drop),
            Self::Reason => reason(body).map(drop),
            Self::UnitsChange => units_change(body).map(drop),
            Self::Activation => activation(body).map(drop),
            Self::Empty => empty(body),
            Self::Units => units(body).map(drop),
            Self::Erasure => erasure(body).map(drop),
            Self::Recall => recall(body).map(drop),
            Self::Preview => recall_preview(body).map(drop),
            Self::Step => recall_extension(body).map(drop),
            Self::End => recall_end(body).map(drop),
            Self::Correction => correction(body).map(drop),
            Self::Entry => entry(&firm(), body).map(drop),
            Self::EntryStatus => entry_status(EntryId(1), body).map(drop),
            Self::Policy => policy(body).map(drop),
        }
    }

    /// A body that is accepted.
    fn example(self) -> Value {
        let reason = json!({"zh": "录入错误", "en": "typing error"});
        match self {
            Self::Organization => {
                of_schema(include_str!("../../../schemas/organization.schema.json"))
            }
            Self::Product => of_schema(include_str!("../../../schemas/product.schema.json")),
            Self::Batch => of_schema(include_str!("../../../schemas/batch.schema.json")),
            Self::Check => of_schema(include_str!("../../../schemas/check.schema.json")),
            Self::Recall | Self::Preview => {
                of_schema(include_str!("../../../schemas/recall.schema.json"))
            }
            Self::Token => json!({
                "role": "laboratory", "label": "LIMS", "expiresOn": "2027-12-31", "post": "quality",
            }),
            Self::Reason => json!({"reason": reason}),
            Self::UnitsChange => json!({"ordinals": {"first": 1, "last": 20}, "reason": reason}),
            Self::Activation => json!({"ordinals": {"first": 1, "last": 20}}),
            Self::Empty => json!({}),
            Self::Units => json!({"serials": {"first": "SN0001", "last": "SN0999"}}),
            Self::Erasure => json!({"section": "restricted", "legalGround": reason}),
            Self::Step => json!({
                "scope": {"organization": FIRM, "producedOn": {"first": "2026-11-01", "last": "2026-11-30"}},
                "reason": reason,
            }),
            Self::End => json!({"reason": reason, "evidence": "R-77"}),
            Self::Correction => json!({
                "kind": "record",
                "reason": reason,
                "changes": [{"pointer": "/additives/0/used/value", "value": 120}],
            }),
            Self::Entry => json!({
                "kind": "foodProduction",
                "number": "SC10434112600125",
                "issuer": {"zh": "凤阳县市场监督管理局"},
                "validFrom": "2024-01-01",
                "validTo": "2028-12-31",
                "covers": ["0401", "04"],
                "site": "FY-1",
                "region": "341126",
                "counterpart": "91341126MA2QH7K38T",
                "product": "SS-200",
                "pledges": ["noRecycledFood"],
                "area": ["341126", "341124"],
                "note": {"zh": "正本"},
            }),
            Self::EntryStatus => json!({
                "status": "renewed",
                "on": "2026-11-01",
                "validTo": "2031-10-31",
                "reason": reason,
            }),
            Self::Policy => json!({
                "kind": "profile",
                "document": {
                    "id": "general.tea",
                    "version": 1,
                    "effectiveFrom": "2026-12-01",
                    "parent": "general",
                    "name": {"zh": "茶", "en": "Tea"},
                },
            }),
        }
    }
}

fn of_schema(schema: &str) -> Value {
    let schema: Value = serde_json::from_str(schema).unwrap();
    schema["examples"][0].clone()
}

fn firm() -> OrgCode {
    OrgCode::parse(FIRM).unwrap()
}

fn key() -> BatchKey {
    BatchKey {
        organization: firm(),
        product: ProductCode::parse("SS-200").unwrap(),
        lot: Lot::parse("20261122A1").unwrap(),
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    to_bytes(value)
}

/// `pointer code`, one after another; empty for an accepted body.
fn findings<T>(result: Result<T, Refusal>) -> String {
    match result {
        Ok(_) => String::new(),
        Err(Refusal::Because(code)) => code.word().to_owned(),
        Err(Refusal::Invalid(errors)) => {
            let lines: Vec<String> = errors
                .iter()
                .map(|error| format!("{} {}", error.pointer, error.code.word()))
                .collect();
            lines.join(", ")
        }
        Err(other @ Refusal::Unmet(_)) => other.code().to_owned(),
    }
}

/// A kept section as JSON.
fn kept(section: &[u8]) -> Value {
    serde_json::from_slice(section).unwrap()
}
