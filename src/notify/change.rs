//! What a change says, as JSON: from its fact and the public half of its document. Members that only
//! the office may read are asked for.

use crate::domain::code_ids::EntryId;
use crate::domain::day::{Day, Instant};
use crate::domain::permit::PermitKind;
use crate::domain::words::{
    ChangeKind, EntryStatus, Hazard, RecallKind, RecallPaper, RecallStage, Regime, Remedy,
};
use crate::fact::body::{Body, Private};
use crate::fact::record::{Alarm, BatchRef, MeasureRef, ProgressRecord, ScopeRecord};
use crate::fact::seal::scope_json;
use crate::ledger::commit::SECTION_PUBLIC;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{EntryRow, NoticeRow, ProductRow, TaskRow};
use crate::views::query;
use serde_json::{Map, Value, json};

/// The change at a position; `office`: with what only the office may read.
pub(super) fn json(
    view: &impl Read,
    position: u64,
    notice: &NoticeRow,
    private: &Private,
    office: bool,
) -> Result<Value, StoreError> {
    let missing = StoreError::Damaged { family: "notices", reason: "a change has no fact" };
    let recorded = query::receipt(view, position)?.ok_or(missing)?;
    let kind = ChangeKind::from_number(notice.kind).unwrap_or(ChangeKind::Watch);
    // A task is the office's own; others see the hold that came with it.
    let kind =
        if kind == ChangeKind::TaskOpened && !office { ChangeKind::HoldOpened } else { kind };
    let mut out = Map::new();
    out.insert("position".into(), position.into());
    out.insert("recordedAt".into(), recorded.recorded_at.to_string().into());
    out.insert("kind".into(), kind.word().into());
    out.insert("organization".into(), notice.organization.as_str().into());
    out.insert("statedBy".into(), private.actor.role().word().into());
    let document = document(view, position)?;
    for member in ["reason", "instructions"] {
        if let Some(text) = document.get(member) {
            out.insert(member.into(), text.clone());
        }
    }
    let more = match &private.body {
        Body::RecallOpened { recall, scope, .. }
        | Body::RecallStarted { recall, scope, .. }
        | Body::RecallConfirmed { recall, scope, .. }
        | Body::RecallStepped { recall, scope, .. } => {
            recall_json(view, *recall, Some(scope), &private.body)?
        }
        Body::RecallEnded { recall, .. }
        | Body::RecallProgressed { recall, .. }
        | Body::ReachStepped { recall, .. } => recall_json(view, *recall, None, &private.body)?,
        Body::EntryRegistered { entry, .. } | Body::EntryChanged { entry, .. } => {
            entry_json(view, *entry, &private.body)?
        }
        Body::HoldOpened { hold, batch, .. } => batch_json(view, batch, &[*hold])?,
        Body::HoldEnded { holds, batch, .. } => batch_json(view, batch, holds)?,
        Body::TaskEscalated { batch, task, hazard, .. } => {
            let mut out = batch_json(view, batch, &[])?;
            let hazard = hazard.and_then(Hazard::from_number).map(Hazard::word);
            put(&mut out, "hazard", json!(hazard));
            put(&mut out, "task", json!({"kind": "decideOnRecall", "position": task}));
            out
        }
        Body::BatchWithdrawn { batch, .. } => batch_json(view, batch, &[])?,
        Body::BatchChecked { batch, alarm: Some(alarm), .. }
        | Body::BatchRegistered { batch, alarm: Some(alarm), .. }
        | Body::BatchCorrected { batch, alarm: Some(alarm), .. } => {
            alarm_json(view, batch, alarm, position, office)?
        }
        _ => Value::Null,
    };
    if let Value::Object(more) = more {
        out.extend(more);
    }
    Ok(Value::Object(out))
}

fn recall_json(
    view: &impl Read,
    recall: MeasureRef,
    scope: Option<&ScopeRecord>,
    body: &Body,
) -> Result<Value, StoreError> {
    let id = recall.id().to_string();
    let mut out = json!({"recall": id, "href": format!("/api/v1/recalls/{id}")});
    if let Some(scope) = scope {
        put(&mut out, "scope", scope_json(scope));
        let subjects = crate::measure::subjects(scope);
        if let Some((product, _)) = subjects.first().filter(|(product, _)| !product.is_empty())
            && let Some(gtin) = gtin(view, &scope.organization, product)?
        {
            put(&mut out, "gtin", gtin.into());
        }
    }
    if let Some(opening) = body.opening() {
        let remedies = opening.remedy.iter().filter_map(|number| Remedy::from_number(*number));
        let kind = RecallKind::from_number(opening.kind).map(RecallKind::word);
        put(&mut out, "regime", json!(Regime::from_number(opening.regime).map(Regime::word)));
        put(&mut out, "class", json!(opening.class));
        put(&mut out, "recallKind", json!(kind));
        put(&mut out, "hazard", json!(Hazard::from_number(opening.hazard).map(Hazard::word)));
        put(&mut out, "remedy", remedies.map(Remedy::word).collect());
    }
    if let Body::RecallProgressed { progress, .. } = body {
        progress_json(&mut out, progress);
    }
    Ok(out)
}

fn progress_json(out: &mut Value, progress: &ProgressRecord) {
    match progress {
        ProgressRecord::Stage { stage, at, .. } => {
            put(out, "stage", json!(RecallStage::from_number(*stage).map(RecallStage::word)));
            put(out, "at", Instant(*at).to_string().into());
        }
        ProgressRecord::Plan => put(out, "filed", RecallPaper::Plan.word().into()),
        ProgressRecord::Notice { .. } => put(out, "filed", RecallPaper::Notice.word().into()),
        ProgressRecord::MoreTime { finish_by } => {
            put(out, "finishBy", Day::from_number(*finish_by).to_string().into());
        }
    }
}

fn entry_json(view: &impl Read, entry: u64, body: &Body) -> Result<Value, StoreError> {
    let row: Option<EntryRow> = crate::views::entries::entry(view, entry)?;
    let damaged = StoreError::Damaged { family: "entries", reason: "row is missing" };
    let row = row.ok_or(damaged)?;
    let stated = document(view, row.position)?;
    let id = EntryId(entry).to_string();
    let kind = PermitKind::from_number(row.record.kind).map(PermitKind::word);
    let mut out = json!({
        "entry": id,
        "href": format!("/api/v1/entries/{id}"),
        "permit": {"kind": kind, "number": stated.get("number")},
    });
    if let Body::EntryChanged { status, on, valid_to, .. } = body {
        let day = |number: i32| Day::from_number(number).to_string();
        put(&mut out, "status", json!(EntryStatus::from_number(*status).map(EntryStatus::word)));
        put(&mut out, "on", day(*on).into());
        put(&mut out, "validTo", json!(valid_to.map(day)));
    }
    Ok(out)
}

fn batch_json(
    view: &impl Read,
    batch: &BatchRef,
    holds: &[MeasureRef],
) -> Result<Value, StoreError> {
    let mut out = json!({"product": batch.product, "lot": batch.lot});
    if let Some(gtin) = gtin(view, &batch.organization, &batch.product)? {
        put(&mut out, "gtin", gtin.into());
    }
    if !holds.is_empty() {
        put(&mut out, "holds", holds.iter().map(|hold| hold.id().to_string()).collect());
    }
    Ok(out)
}

fn alarm_json(
    view: &impl Read,
    batch: &BatchRef,
    alarm: &Alarm,
    position: u64,
    office: bool,
) -> Result<Value, StoreError> {
    let holds: Vec<_> = alarm.hold.into_iter().collect();
    let mut out = batch_json(view, batch, &holds)?;
    put(&mut out, "hazard", json!(Hazard::from_number(alarm.hazard).map(Hazard::word)));
    let task: Option<TaskRow> = view.row(&key::task(&batch.organization, position))?;
    if let Some(task) = task.filter(|_| office) {
        put(
            &mut out,
            "task",
            json!({
                "kind": "decideOnRecall",
                "dueAt": Instant(task.due_at).to_string(),
            }),
        );
    }
    Ok(out)
}

fn put(out: &mut Value, name: &str, value: Value) {
    if let Some(members) = out.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

fn gtin(view: &impl Read, organization: &str, product: &str) -> Result<Option<String>, StoreError> {
    let row: Option<ProductRow> = view.row(&key::product(organization, product))?;
    Ok(row.and_then(|row| row.gtin))
}

/// The public half of a fact's document; empty when it never was or was erased.
fn document(view: &impl Read, position: u64) -> Result<Value, StoreError> {
    let bytes = query::section(view, position, SECTION_PUBLIC)?;
    let damaged = |_| StoreError::Damaged { family: "sections", reason: "unreadable document" };
    let parsed = bytes.map(|bytes| serde_json::from_slice(&bytes)).transpose();
    Ok(parsed.map_err(damaged)?.unwrap_or_else(|| Value::Object(Map::new())))
}
