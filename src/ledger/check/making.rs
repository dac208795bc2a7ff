//! Balance of the making of a batch: what went in against what came out and was declared lost. Kept
//! with the fact for the office; it refuses nothing and holds nothing.

use crate::domain::command::BatchFacts;
use crate::domain::quantity::{Quantity, Unit};
use crate::fact::document::PublicProduct;
use crate::fact::record::{MakingRecord, QuantityRecord};
use crate::rules::balance::{Balance, MadeFrom, Tolerance, making};
use crate::store::StoreError;
use crate::store::read::Read;
use crate::store::rows::VersionRow;
use crate::views::query;
use rust_decimal::Decimal;

/// The balance of a batch of a product version.
pub(super) fn balance(
    view: &impl Read,
    version: &VersionRow,
    facts: &BatchFacts,
) -> Result<MakingRecord, StoreError> {
    let pieces = facts.net_mass.is_none() && facts.quantity.pieces().is_some();
    let net_content = if pieces { net_content(view, version)? } else { None };
    let found = making(&MadeFrom {
        inputs: &facts.making.inputs,
        complete: facts.making.complete,
        made: &facts.quantity,
        net_mass: facts.net_mass.as_ref(),
        net_content: net_content.as_ref(),
        losses: &facts.making.losses,
        tolerance: Tolerance::MAKING,
    });
    let quantity = |value: Decimal, unit: &str| QuantityRecord {
        value: value.normalize().to_string(),
        unit: unit.to_owned(),
    };
    let (why, by) = match found.balance {
        Balance::Balanced => (None, None),
        Balance::Overdraw { by, unit } => (None, Some(quantity(by, unit))),
        Balance::NotComputable { why } => (Some(why.word().to_owned()), None),
    };
    Ok(MakingRecord {
        why,
        by,
        yielded: found.yielded.map(|share| share.normalize().to_string()),
        unexplained: found.unexplained.zip(found.unit).map(|(value, unit)| quantity(value, unit)),
    })
}

/// Net content of a piece, as the label of the version says it.
fn net_content(view: &impl Read, version: &VersionRow) -> Result<Option<Quantity>, StoreError> {
    let Some(bytes) = query::section(view, version.position, 0)? else { return Ok(None) };
    let damaged = |_| StoreError::Damaged { family: "sections", reason: "unreadable document" };
    let document: PublicProduct = serde_json::from_slice(&bytes).map_err(damaged)?;
    let stated = document.net_content;
    Ok(stated.and_then(|it| Some(Quantity { value: it.value.0, unit: Unit::parse(&it.unit)? })))
}
