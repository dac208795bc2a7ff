//! Tasks that rules set the firms of a region, for its authority: who has not decided in time is seen
//! there without being asked after firm by firm.

use super::extract::{Bearer, query as parameter};
use super::lists::{Page, link_next, to_hex};
use super::problem::Refused;
use super::records::{body as answer, party};
use super::service::Service;
use crate::access::Viewer;
use crate::domain::day::Instant;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::words::{Hazard, TaskKind};
use crate::limits::TASKS_READ_COUNT;
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::TaskRow;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// `GET /api/v1/tasks`: open tasks of the firms in the region of an authority, by firm and age; with
/// `overdue=true` those out of time.
pub(super) async fn list(
    State(service): State<Arc<Service>>,
    Bearer(actor): Bearer,
    uri: Uri,
) -> Result<Response, Refused> {
    if !actor.role.is_of_authority() {
        return Err(Code::NotYours.into());
    }
    let late_only = match parameter(&uri, "overdue").as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(Refusal::field("?overdue", FieldCode::NotAWord).into()),
    };
    let page = Page::read(&uri, &[])?;
    let (now, _) = service.app.now();
    let snapshot = service.app.snapshot();
    let rows = snapshot.range(Family::Tasks, page.from(), &[u8::MAX; 64], TASKS_READ_COUNT + 1)?;
    let (viewer, mut open) = (Viewer::from(&actor), BTreeMap::new());
    let (mut items, mut next) = (Vec::new(), None);
    for (read, (row_key, bytes)) in rows.iter().enumerate() {
        if items.len() >= page.count() || read >= TASKS_READ_COUNT {
            next = Some(to_hex(row_key));
            break;
        }
        let row: TaskRow = decode(bytes)?;
        if row.done.is_some() || late_only && now.0 <= row.due_at {
            continue;
        }
        let organization = &row.batch.organization;
        if !open.contains_key(organization) {
            let code = OrgCode::parse(organization).map_err(|_| Code::Internal)?;
            open.insert(organization.clone(), party(&snapshot, &code)?.open_to(&viewer));
        }
        if open.get(organization) == Some(&true) {
            items.push(shown(&row, key::last_number(row_key), now));
        }
    }
    let mut response = answer(&json!({"items": items, "next": next}));
    if let Some(cursor) = next {
        let late = if late_only { "&overdue=true" } else { "" };
        link_next(&mut response, &uri, &format!("cursor={cursor}&limit={}{late}", page.count()));
    }
    Ok(response)
}

fn shown(row: &TaskRow, position: Option<u64>, now: Instant) -> Value {
    json!({
        "organization": row.batch.organization,
        "kind": TaskKind::from_number(row.kind).map(TaskKind::word),
        "product": row.batch.product,
        "lot": row.batch.lot,
        "hazard": row.hazard.and_then(Hazard::from_number).map(Hazard::word),
        "openedAt": Instant(row.opened_at).to_string(),
        "dueAt": Instant(row.due_at).to_string(),
        "overdue": now.0 > row.due_at,
        "position": position,
    })
}
