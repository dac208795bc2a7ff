//! The register, the policies and the tasks: entries stated and changed, public dated lists.

use super::act::{Act, Desk};
use super::commands::receipt;
use super::evidence;
use super::extract::{Caller, Segments};
use super::lists::Page;
use super::problem::Refused;
use super::records::{body as answer, joined, party, put, with_receipt};
use super::service::Service;
use crate::access::Viewer;
use crate::domain::code_ids::EntryId;
use crate::domain::command::Command;
use crate::domain::day::{Day, Instant};
use crate::domain::permit::{PermitKind, PermitWarning};
use crate::domain::refusal::Code;
use crate::domain::words::{EntryStatus, Hazard, PolicyKind, TaskKind};
use crate::fact::body::Body;
use crate::rules::book::{self, Skipped};
use crate::rules::entries::Entry;
use crate::rules::orders::{self, OrderState};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::{EntryRow, HolderEntryRow, PolicyRow, TaskRow};
use crate::texts::permits;
use crate::views::entries;
use crate::wire::parse;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// `POST …/entries`: kind and number make it the same entry, for each side that states one.
pub(super) async fn register(act: Act) -> Answer {
    let holder = act.organization()?;
    let (command, warnings) = parse::entry(&holder, &act.body)?;
    let (holder, role) = (holder.to_string(), act.actor.role.word());
    let (kind, number) = (command.permit.kind().word(), command.permit.number().to_owned());
    let identity = [holder.as_str(), kind, &number, role];
    let command = Command::RegisterEntry(Box::new(command));
    let done = act.natural("entry", &identity, command).await?;
    let mut more = Map::new();
    if let Body::EntryRegistered { entry, .. } = &done.body {
        more.insert("id".to_owned(), EntryId(*entry).to_string().into());
    }
    more.insert("warnings".to_owned(), warnings.iter().map(|warning| warned(*warning)).collect());
    Ok(receipt(&done, more))
}

/// `POST /api/v1/entries/{id}/status`.
pub(super) async fn change(act: Act) -> Answer {
    let entry = EntryId::parse(act.segments.text("id")).ok_or(Code::NotFound)?;
    let command = Command::ChangeEntry(parse::entry_status(entry, &act.body)?);
    let route = format!("status {entry}");
    let done = act.keyed(&route, command).await?;
    let mut more = Map::new();
    more.insert("id".to_owned(), entry.to_string().into());
    Ok(receipt(&done, more))
}

/// `GET /api/v1/entries/{id}`.
pub(super) async fn show(
    State(service): Shared,
    Caller(viewer): Caller,
    segments: Segments,
) -> Answer {
    let entry = EntryId::parse(segments.text("id")).ok_or(Code::NotFound)?;
    let snapshot = service.app.snapshot();
    let row = entries::entry(&snapshot, entry.0)?.ok_or(Code::NotFound)?;
    let mut out = shown(&snapshot, &service, entry, &row, &viewer)?.ok_or(Code::NotFound)?;
    with_receipt(&snapshot, &mut out, row.position)?;
    Ok(answer(&out))
}

/// `GET …/entries`: what an organization holds, newest first.
pub(super) async fn of_organization(
    State(service): Shared,
    Caller(viewer): Caller,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let snapshot = service.app.snapshot();
    let party = party(&snapshot, &segments.organization()?)?;
    let page = Page::read(&uri, &key::organization_prefix(&party.code))?;
    page.answer(&snapshot, Family::EntriesByHolder, &uri, |row_key, bytes| {
        let HolderEntryRow = decode(bytes)?;
        let entry = EntryId(key::read_entry(row_key).unwrap_or_default());
        let damaged = StoreError::Damaged { family: "entries", reason: "row is missing" };
        let row = entries::entry(&snapshot, entry.0)?.ok_or(damaged)?;
        Ok(shown(&snapshot, &service, entry, &row, &viewer)?.unwrap_or_default())
    })
}

/// `GET /api/v1/entries`: the whole register, newest first.
pub(super) async fn list(State(service): Shared, Caller(viewer): Caller, uri: Uri) -> Answer {
    let snapshot = service.app.snapshot();
    let page = Page::read(&uri, &[])?;
    page.answer(&snapshot, Family::Entries, &uri, |row_key, bytes| {
        let entry = EntryId(key::read_entry(row_key).unwrap_or_default());
        let row: EntryRow = decode(bytes)?;
        Ok(shown(&snapshot, &service, entry, &row, &viewer)?.unwrap_or_default())
    })
}

/// `POST /api/v1/policies`.
pub(super) async fn adopt(act: Act) -> Answer {
    let command = parse::policy(&act.body)?;
    let (kind, id, version) =
        (command.kind.word(), command.id.clone(), command.version.to_string());
    let identity = [kind, id.as_str(), &version];
    let command = Command::AdoptPolicy(Box::new(command));
    let done = act.natural("policy", &identity, command).await?;
    let mut more = Map::new();
    more.insert("policy".to_owned(), format!("{id}@{version}").into());
    Ok(receipt(&done, more))
}

/// `GET /api/v1/policies`: every version of each, whether it came with the program or not; `skipped`
/// are those that came with it and do not go together with the others.
pub(super) async fn policies(State(service): Shared, uri: Uri) -> Answer {
    let snapshot = service.app.snapshot();
    let page = Page::read(&uri, &[])?;
    let skipped = service.app.skipped.iter().map(|skipped| {
        let Skipped { kind, id, version, reason } = skipped;
        json!({"kind": kind.word(), "id": id, "version": version, "reason": reason})
    });
    let beside = [("skipped", skipped.collect())];
    page.answer_some(&snapshot, Family::Policies, &uri, &beside, |row_key, bytes| {
        let row: PolicyRow = decode(bytes)?;
        let named = key::read_policy(row_key).unwrap_or_default();
        Ok(Some(policy_json(&named, &row)))
    })
}

/// `GET /api/v1/policies/{kind}/{id}/{version}`: with its document.
pub(super) async fn policy(State(service): Shared, segments: Segments) -> Answer {
    let snapshot = service.app.snapshot();
    let kind = PolicyKind::parse(segments.text("kind")).ok_or(Code::NotFound)?;
    let id = segments.text("id").to_owned();
    let text = segments.text("version");
    let version: u32 = text.parse().map_err(|_| Code::NotFound)?;
    // One address for each: `01` and `+1` are none.
    if version.to_string() != text {
        return Err(Code::NotFound.into());
    }
    let row: Option<PolicyRow> = snapshot.row(&key::policy(kind.number(), &id, version))?;
    let row = row.ok_or(Code::NotFound)?;
    let bytes = book::document(&snapshot, kind, (&id, version), &row)?;
    let damaged = |_| StoreError::Damaged { family: "policies", reason: "unreadable document" };
    let mut out = policy_json(&(kind.number(), id, version), &row);
    put(&mut out, "document", serde_json::from_slice(&bytes).map_err(damaged)?);
    Ok(answer(&out))
}

/// `GET …/tasks`: what rules set the organization to do, oldest first.
pub(super) async fn tasks(desk: Desk) -> Answer {
    let (snapshot, party) = desk.look_inside()?;
    let now = desk.service.app.now().0;
    let page = Page::read(&desk.uri, &key::organization_prefix(&party.code))?;
    page.answer(&snapshot, Family::Tasks, &desk.uri, |row_key, bytes| {
        let row: TaskRow = decode(bytes)?;
        let TaskRow { kind, batch, hazard, opened_at, due_at, done, escalated } = row;
        Ok(json!({
            "kind": TaskKind::from_number(kind).map(TaskKind::word),
            "product": batch.product,
            "lot": batch.lot,
            "hazard": hazard.and_then(Hazard::from_number).map(Hazard::word),
            "openedAt": Instant(opened_at).to_string(),
            "dueAt": Instant(due_at).to_string(),
            "overdue": done.is_none() && now.0 > due_at,
            "settledBy": done,
            "escalatedBy": escalated,
            "position": key::last_number(row_key),
        }))
    })
}

/// An entry for a reader; `None` where it is not the reader's to know.
fn shown(
    view: &impl Read,
    service: &Service,
    entry: EntryId,
    row: &EntryRow,
    viewer: &Viewer,
) -> Result<Option<Value>, StoreError> {
    let (_, today) = service.app.now();
    let order = orders::is_order(row).then(|| orders::state_on(row, today));
    let holder = crate::domain::org_code::OrgCode::parse(&row.holder).ok();
    let office =
        holder.and_then(|code| party(view, &code).ok()).is_some_and(|party| party.open_to(viewer));
    // The public hears of an order while its deadline is missed, the office always.
    if !office && order.is_some_and(|state| state != OrderState::Missed) {
        return Ok(None);
    }
    let mut out = joined(view, row.position, office)?;
    evidence::describe(view, &row.holder, &mut out)?;
    let day = |number: &i32| Day::from_number(*number).to_string();
    let statuses = row.statuses.iter().map(|happened| {
        let mut document = joined(view, happened.position, office)?;
        evidence::describe(view, &row.holder, &mut document)?;
        let mut shown = json!({
            "status": EntryStatus::from_number(happened.status).map(EntryStatus::word),
            "on": day(&happened.on),
            "validTo": happened.valid_to.as_ref().map(day),
            "reason": document.get("reason"),
            "statedBy": happened.by.role().word(),
        });
        if let Some(files) = document.get("evidence") {
            put(&mut shown, "evidence", files.clone());
        }
        Ok(shown)
    });
    let statuses: Vec<Value> = statuses.collect::<Result<_, StoreError>>()?;
    let kind = PermitKind::from_number(row.record.kind).map_or("other", PermitKind::word);
    let name = permits::permit_kind(kind);
    let state = match order {
        Some(order) => order.word(),
        None => Entry::of(row).state_on(today).word(),
    };
    put(&mut out, "id", json!(entry.to_string()));
    put(&mut out, "holder", json!(row.holder));
    put(&mut out, "kindName", json!(name.map(|text| json!({"zh": text.zh, "en": text.en}))));
    put(&mut out, "state", json!(state));
    put(&mut out, "statuses", json!(statuses));
    put(&mut out, "statedBy", json!(row.by.role().word()));
    Ok(Some(out))
}

fn policy_json((kind, id, version): &(u8, String, u32), row: &PolicyRow) -> Value {
    json!({
        "kind": PolicyKind::from_number(*kind).map(PolicyKind::word),
        "id": id,
        "version": version,
        "effectiveFrom": Day::from_number(row.effective_from).to_string(),
        "digest": crate::fact::seal::hex_text(row.digest),
        "shipped": row.shipped,
        "position": row.position,
    })
}

/// What is odd about a number that was accepted all the same.
fn warned(warning: PermitWarning) -> Value {
    let code = match warning {
        PermitWarning::CheckDigit => "checkDigit",
        PermitWarning::Region => "region",
        PermitWarning::Category => "category",
        PermitWarning::LicenceType => "licenceType",
        PermitWarning::Year => "year",
    };
    let message = permits::permit_warning(code).map(|text| json!({"zh": text.zh, "en": text.en}));
    json!({"pointer": "/number", "code": code, "message": message})
}
