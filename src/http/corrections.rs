//! Corrections of batches: made, or proposed where the firm chose four eyes; confirmed and rejected by
//! another post; listed for the office. And the choice itself.

use super::act::{Act, Desk};
use super::commands::{CORRECTION_TRIES, names, receipt, told};
use super::extract::{Segments, query as parameter};
use super::lists::Page;
use super::problem::Refused;
use super::records::{self, joined, party, put};
use super::service::Service;
use super::warnings;
use crate::domain::command::Command;
use crate::domain::day::Instant;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::words::{CorrectionKind, Eyes};
use crate::fact::body::Body;
use crate::fact::record::BatchRef;
use crate::ledger::queue::Receipt;
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::{
    PROPOSAL_CONFIRMED, PROPOSAL_OPEN, PROPOSAL_REJECTED, ProposalRow, TaskRow,
};
use crate::texts::steps;
use crate::views::query;
use crate::wire::parse;
use axum::response::Response;
use serde_json::{Map, json};

type Answer = Result<Response, Refused>;

/// `POST …/corrections`. The changes are applied to the record as it stands; when somebody else was
/// quicker, to the record as it stands then.
pub(super) async fn correct(act: Act) -> Answer {
    let batch = act.batch()?;
    let request = parse::correction(&act.body)?;
    let route = format!("corrections {}", names(&batch).join(" "));
    if let Some(earlier) = act.earlier(&route)? {
        return answer(&act.service, &earlier);
    }
    for _ in 0..CORRECTION_TRIES {
        let command = {
            let snapshot = act.service.app.snapshot();
            let current = records::current(&snapshot, &act.actor, &batch)?;
            parse::correct(&batch, &current.document, current.position, &request)?
        };
        match act.keyed(&route, Command::Correct(Box::new(command))).await {
            Err(Refused(Refusal::Because(Code::ChangedMeanwhile))) => {}
            other => return answer(&act.service, &other?),
        }
    }
    Err(Code::ChangedMeanwhile.into())
}

/// `POST …/corrections/{position}/confirmation`: what was proposed, by a second post.
pub(super) async fn confirm(act: Act) -> Answer {
    parse::empty(&act.body)?;
    let batch = act.batch()?;
    let proposal = position(&act.segments)?;
    let route = format!("confirmation {} {proposal}", names(&batch).join(" "));
    if let Some(earlier) = act.earlier(&route)? {
        return answer(&act.service, &earlier);
    }
    let correct = {
        let snapshot = act.service.app.snapshot();
        records::current(&snapshot, &act.actor, &batch)?;
        let party = party(&snapshot, &batch.organization)?;
        let batch_ref = BatchRef { organization: party.code, ..BatchRef::from(&batch) };
        let row: Option<ProposalRow> = snapshot.row(&key::batch_number(&batch_ref, proposal))?;
        let row = row.ok_or(Code::NotFound)?;
        let half = |section| query::section(&snapshot, proposal, section);
        let halves = [half(0)?.unwrap_or_default(), half(1)?.unwrap_or_default()];
        parse::proposed(&batch, row.kind, row.base, halves)?
    };
    let command = Command::ConfirmCorrection { proposal, correct: Box::new(correct) };
    let done = act.keyed(&route, command).await?;
    answer(&act.service, &done)
}

/// `POST …/corrections/{position}/rejection`.
pub(super) async fn reject(act: Act) -> Answer {
    let document = parse::reason(&act.body)?;
    let batch = act.batch()?;
    let proposal = position(&act.segments)?;
    let route = format!("rejection {} {proposal}", names(&batch).join(" "));
    let done = act.keyed(&route, Command::RejectCorrection { batch, proposal, document }).await?;
    answer(&act.service, &done)
}

/// `GET …/corrections?state=`: what was proposed, oldest first, for the office.
pub(super) async fn proposals(desk: Desk) -> Answer {
    let wanted = wanted_state(&desk)?;
    let named = desk.segments.batch()?;
    let (snapshot, party) = desk.look_inside()?;
    let batch = BatchRef { organization: party.code, ..BatchRef::from(&named) };
    query::batch(&snapshot, &batch)?.ok_or(Code::NotFound)?;
    let page = Page::read(&desk.uri, &key::batch(&batch))?;
    page.answer_some(&snapshot, Family::Proposals, &desk.uri, &[], |row_key, bytes| {
        let row: ProposalRow = decode(bytes)?;
        if wanted.is_some_and(|state| state != row.state) {
            return Ok(None);
        }
        let position = key::last_number(row_key).unwrap_or_default();
        let document = joined(&snapshot, position, true)?;
        Ok(Some(json!({
            "position": position,
            "state": state_word(row.state),
            "kind": CorrectionKind::from_number(row.kind).map(CorrectionKind::word),
            "at": Instant(row.recorded_at).to_string(),
            "post": row.by.post,
            "base": row.base,
            "reason": document.get("reason"),
            "changes": document.get("changes"),
            "endedBy": row.ended,
        })))
    })
}

/// `POST …/settings`.
pub(super) async fn settings(act: Act) -> Answer {
    let organization = act.organization()?;
    let setting = parse::settings(&act.body)?;
    let route = format!("settings {organization}");
    let command = Command::ChangeSettings { organization, setting };
    let done = act.keyed(&route, command).await?;
    let mut more = Map::new();
    let chosen = match &done.body {
        Body::SettingsChanged { corrections, applied, .. } => {
            Some(("corrections", corrections, applied))
        }
        Body::RecallSettingChanged { mode, applied, .. } => Some(("recalls", mode, applied)),
        _ => None,
    };
    if let Some((name, mode, applied)) = chosen {
        let state = if *applied { "applied" } else { "proposed" };
        more.insert(name.to_owned(), json!(Eyes::from_number(*mode).map(Eyes::word)));
        more.insert("state".to_owned(), state.into());
    }
    Ok(receipt(&done, more))
}

/// The receipt with what became of the correction and what comes next.
fn answer(service: &Service, done: &Receipt) -> Answer {
    let (state, step) = match &done.body {
        Body::CorrectionProposed { .. } => ("proposed", Some("confirm")),
        Body::CorrectionRejected { .. } => ("rejected", None),
        Body::BatchCorrected { kind, .. } => match CorrectionKind::from_number(*kind) {
            Some(CorrectionKind::Product) => ("applied", Some("holdOrRecall")),
            Some(CorrectionKind::Label) => ("applied", Some("relabel")),
            _ => ("applied", None),
        },
        _ => ("applied", None),
    };
    let mut next = step.map(|code| {
        let text = steps::next_step(code).unwrap_or(crate::texts::Text::NONE);
        json!({"code": code, "message": {"zh": text.zh, "en": text.en}})
    });
    if let (Some(next), Some(batch)) = (&mut next, done.body.batch()) {
        let task_key = key::task(&batch.organization, done.position);
        if let Some(task) = service.app.snapshot().row::<TaskRow>(&task_key)? {
            put(next, "dueAt", json!(Instant(task.due_at).to_string()));
        }
    }
    let mut more = told(warnings::of_batch(&service.app.snapshot(), &done.body)?);
    more.insert("state".to_owned(), state.into());
    more.insert("nextSteps".to_owned(), next.into_iter().collect());
    Ok(receipt(done, more))
}

/// Which proposals are asked for; `None` for all.
pub(super) fn wanted_state(desk: &Desk) -> Result<Option<u8>, Refused> {
    match parameter(&desk.uri, "state").as_deref() {
        None => Ok(None),
        Some("proposed") => Ok(Some(PROPOSAL_OPEN)),
        Some("confirmed") => Ok(Some(PROPOSAL_CONFIRMED)),
        Some("rejected") => Ok(Some(PROPOSAL_REJECTED)),
        Some(_) => Err(Refusal::field("?state", FieldCode::NotAWord).into()),
    }
}

pub(super) fn state_word(state: u8) -> &'static str {
    match state {
        PROPOSAL_OPEN => "proposed",
        PROPOSAL_CONFIRMED => "confirmed",
        _ => "rejected",
    }
}

/// One address for each position: `01` and `+1` are none.
pub(super) fn position(segments: &Segments) -> Result<u64, Refused> {
    let text = segments.text("position");
    let position: u64 = text.parse().map_err(|_| Code::NotFound)?;
    if position.to_string() == text { Ok(position) } else { Err(Code::NotFound.into()) }
}
