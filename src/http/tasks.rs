//! Tasks that rules set the firms of a region, for its authority: who has not decided in time is seen
//! there without being asked after firm by firm.

use super::extract::{Bearer, query as parameter};
use super::lists::{cursor, limit, link_next, to_hex};
use super::problem::Refused;
use super::records::{body as answer, party};
use super::service::Service;
use crate::access::Viewer;
use crate::domain::command::Actor;
use crate::domain::day::Instant;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::region::Region;
use crate::domain::words::{AssistanceAnswer, Hazard, MeasureState, TaskKind};
use crate::fact::record::MeasureRef;
use crate::limits::{PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX, TASKS_READ_COUNT};
use crate::store::layout::{Family, key};
use crate::store::read::{Pair, Read, decode};
use crate::store::rows::{AnsweredRecord, AssistanceRow, MeasureRow, TaskRow};
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// First byte of a cursor: which of the two lists it goes on in.
const ASSISTANCE: u8 = 0;
const FIRMS: u8 = 1;

/// `GET /api/v1/tasks`: requests for help with recalls that reached the region of an authority, the
/// newest recall first, then open tasks of the firms there, by firm and age; with `overdue=true` those
/// out of time.
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
    let count = limit(&uri, PAGE_ROWS_DEFAULT_COUNT, PAGE_ROWS_MAX)?;
    let own = |key: &[u8]| matches!(key.first(), Some(&(ASSISTANCE | FIRMS)));
    let from = cursor(&uri, own)?.unwrap_or_else(|| vec![ASSISTANCE]);
    let (list, from) = from.split_first().map_or((ASSISTANCE, &[][..]), |(list, key)| (*list, key));
    let snapshot = service.app.snapshot();
    let (now, _) = service.app.now();
    let items = Vec::new();
    let mut desk =
        Reading { view: &snapshot, actor: &actor, now, late_only, count, read: 0, items };
    let mut next = if list == ASSISTANCE { desk.assistance(from)? } else { None };
    if next.is_none() {
        next = desk.firms(if list == FIRMS { from } else { &[] })?;
    }
    let next = next.map(|key| to_hex(&key));
    let mut response = answer(&json!({"items": desk.items, "next": next}));
    if let Some(cursor) = next {
        let late = if late_only { "&overdue=true" } else { "" };
        link_next(&mut response, &uri, &format!("cursor={cursor}&limit={count}{late}"));
    }
    Ok(response)
}

/// One page being read: so many items, out of so many rows.
struct Reading<'a, V> {
    view: &'a V,
    actor: &'a Actor,
    now: Instant,
    late_only: bool,
    count: usize,
    read: usize,
    items: Vec<Value>,
}

impl<V: Read> Reading<'_, V> {
    /// Requests for help from a key on; the cursor behind the last row, where the page is full.
    fn assistance(&mut self, from: &[u8]) -> Result<Option<Vec<u8>>, Refused> {
        let rows = self.rows(Family::Assistance, from)?;
        for (row_key, bytes) in &rows {
            if self.is_full() {
                return Ok(Some([&[ASSISTANCE], row_key.as_slice()].concat()));
            }
            let row: AssistanceRow = decode(bytes)?;
            let Some((recall, region)) = key::read_assistance(row_key) else { continue };
            let asked = Region::parse(region).ok();
            let ours = self.actor.region.as_ref().zip(asked.as_ref());
            if row.done.is_some() || !ours.is_some_and(|(own, asked)| own.includes(asked)) {
                continue;
            }
            let measure: Option<MeasureRow> = self.view.row(&key::measure(recall))?;
            let lifted = MeasureState::Lifted.number();
            if measure.is_some_and(|measure| measure.state != lifted) && self.wants(row.due_at) {
                self.items.push(asked_json(recall, region, &row, self.now));
            }
        }
        Ok(None)
    }

    /// The same of tasks of firms.
    fn firms(&mut self, from: &[u8]) -> Result<Option<Vec<u8>>, Refused> {
        let rows = self.rows(Family::Tasks, from)?;
        let (viewer, mut open) = (Viewer::from(self.actor), BTreeMap::new());
        for (row_key, bytes) in &rows {
            if self.is_full() {
                return Ok(Some([&[FIRMS], row_key.as_slice()].concat()));
            }
            let row: TaskRow = decode(bytes)?;
            if row.done.is_some() || !self.wants(row.due_at) {
                continue;
            }
            let organization = &row.batch.organization;
            if !open.contains_key(organization) {
                let code = OrgCode::parse(organization).map_err(|_| Code::Internal)?;
                open.insert(organization.clone(), party(self.view, &code)?.open_to(&viewer));
            }
            if open.get(organization) == Some(&true) {
                self.items.push(shown(&row, key::last_number(row_key), self.now));
            }
        }
        Ok(None)
    }

    fn rows(&self, family: Family, from: &[u8]) -> Result<Vec<Pair>, Refused> {
        let left = TASKS_READ_COUNT.saturating_sub(self.read) + 1;
        Ok(self.view.range(family, from, &[u8::MAX; 64], left)?)
    }

    /// Whether the page ends before the next row, which counts as read.
    fn is_full(&mut self) -> bool {
        let full = self.items.len() >= self.count || self.read >= TASKS_READ_COUNT;
        self.read += 1;
        full
    }

    fn wants(&self, due_at: i64) -> bool {
        !self.late_only || self.now.0 > due_at
    }
}

/// A request for help with a recall.
pub(super) fn asked_json(
    recall: MeasureRef,
    region: &str,
    row: &AssistanceRow,
    now: Instant,
) -> Value {
    let recall = recall.id().to_string();
    let word = |answered: &AnsweredRecord| {
        AssistanceAnswer::from_number(answered.answer).map(AssistanceAnswer::word)
    };
    json!({
        "kind": "assistInRecall",
        "recall": recall,
        "href": format!("/api/v1/recalls/{recall}/assistance"),
        "region": region,
        "organizations": row.organizations,
        "openedAt": Instant(row.opened_at).to_string(),
        "dueAt": Instant(row.due_at).to_string(),
        "overdue": row.done.is_none() && now.0 > row.due_at,
        "answers": row.answers.iter().map(word).collect::<Vec<_>>(),
        "settledBy": row.done,
        "position": row.opened,
    })
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
        "state": if row.escalated.is_some() { "escalated" } else { "open" },
        "escalatedBy": row.escalated,
        "position": position,
    })
}
