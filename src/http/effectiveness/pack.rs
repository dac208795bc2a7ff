//! What a drill comes to: lots with their balance and gaps, consignees, figures, and the places in the
//! ledger of everything that was used.

use super::super::chain::drilled;
use super::super::lists::viewer;
use super::super::problem::Refused;
use super::super::recalls::reached_json;
use super::super::records::put;
use super::sites::{seen, shown};
use super::{figures_json, table};
use crate::domain::code_ids::DrillId;
use crate::domain::command::Actor;
use crate::domain::day::{Day, Instant};
use crate::fact::seal::hex_text;
use crate::ledger::reach::{Preview, played};
use crate::limits::{DRILL_LOTS_SHOWN_COUNT, STEPS_CSV_ROWS_MAX};
use crate::rules::recall::figures::figures;
use crate::store::db::Snapshot;
use crate::store::layout::key;
use crate::store::rows::{DrillRow, MeasureRow};
use crate::views::apply::must;
use crate::views::query;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What the scope of a drill comes to as the ledger stands.
pub(super) struct Gathered {
    pub reach: Value,
    pub lots: Value,
    pub consignees: Vec<Value>,
    pub figures: Value,
    pub receipts: Vec<Value>,
    /// Nothing was left out at a bound.
    pub complete: bool,
}

pub(super) fn gathered(
    snapshot: Snapshot<'_>,
    actor: &Actor,
    row: &DrillRow,
    (now, today): (Instant, Day),
) -> Result<Gathered, Refused> {
    let done = played(snapshot, &row.by, row.scope.clone())?;
    let Preview { recall, view, .. } = &done;
    let measure: MeasureRow = must(view, &key::measure(*recall))?;
    let (reach, followed) = reached_json(view, &done.scope, *recall, done.position)?;
    let found = seen(view, actor, *recall, &measure)?;
    let mut positions = BTreeSet::from([row.position]);
    positions.extend(row.steps.iter().map(|step| step.position));
    let mut lots = Vec::new();
    for lot in found.lots.iter().take(DRILL_LOTS_SHOWN_COUNT) {
        let mut out = drilled(view, viewer(actor), &lot.batch, &lot.row)?;
        put(&mut out, "whole", json!(lot.whole));
        positions.insert(lot.row.position);
        lots.push(out);
    }
    let mut sites = Vec::new();
    for site in found.sites.iter().take(STEPS_CSV_ROWS_MAX) {
        positions.extend(site.shipments.iter().map(|sent| sent.position));
        sites.push(shown(view, site, now, today)?);
    }
    let whole = lots.len() == found.lots.len() && sites.len() == found.sites.len();
    let mut receipts = Vec::new();
    for position in positions {
        let Some(told) = query::receipt(view, position)? else { continue };
        receipts.push(json!({
            "position": told.position,
            "recordedAt": told.recorded_at.to_string(),
            "contentId": hex_text(told.content_id),
        }));
    }
    let sums = figures(found.sites.iter());
    Ok(Gathered {
        reach,
        lots: Value::Array(lots),
        consignees: sites,
        figures: figures_json(&sums, found.complete),
        receipts,
        complete: whole && followed && found.complete,
    })
}

/// The pack as one JSON file; consignees stand in it as a table too.
pub(super) fn answer(id: DrillId, mut head: Value, found: Gathered) -> Response {
    let csv = table::text(&found.consignees);
    let parts = [
        ("reach", found.reach),
        ("lots", found.lots),
        ("figures", found.figures),
        ("consignees", json!(found.consignees)),
        ("consigneesCsv", json!(csv)),
        ("receipts", json!(found.receipts)),
        ("complete", json!(found.complete)),
    ];
    for (name, value) in parts {
        put(&mut head, name, value);
    }
    let name = format!("attachment; filename=\"{id}.json\"");
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, name.as_str()),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, head.to_string()).into_response()
}
