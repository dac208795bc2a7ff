//! Checks of answers to requests for help: an authority answers for what lies in its region.

use super::measures::recall_row;
use super::{Accepted, CheckError};
use crate::domain::command::{Actor, AnswerAssistance};
use crate::domain::refusal::Code;
use crate::domain::words::{MeasureState, Role};
use crate::fact::body::Body;
use crate::limits::ASSISTANCE_ANSWERS_MAX;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::AssistanceRow;

pub(super) fn answer(
    view: &impl Read,
    actor: &Actor,
    command: &AnswerAssistance,
) -> Result<Accepted, CheckError> {
    if actor.role != Role::Regulator {
        return Err(Code::NotYours.into());
    }
    if !actor.region.as_ref().is_some_and(|own| own.includes(&command.region)) {
        return Err(Code::OutsideRegion.into());
    }
    let (recall, row) = recall_row(view, actor, command.recall)?;
    let region = command.region.as_str().to_owned();
    let asked: Option<AssistanceRow> = view.row(&key::assistance(recall, Some(&region)))?;
    let asked = asked.ok_or(Code::NotFound)?;
    if row.state == MeasureState::Lifted.number() {
        return Err(Code::MeasureEnded.into());
    }
    if asked.done.is_some() {
        return Err(Code::AlreadyAnswered.into());
    }
    if asked.answers.len() >= ASSISTANCE_ANSWERS_MAX {
        return Err(Code::TooManyStatements.into());
    }
    let answer = command.answer.number();
    Ok((Body::AssistanceAnswered { recall, region, answer }, command.document.clone()))
}
