//! Requests for help with a recall (协查): the answer of an authority, and what was asked and answered.

use super::super::act::{Act, Desk};
use super::super::commands::receipt;
use super::super::lists::Page;
use super::super::records::{joined, put};
use super::super::tasks::asked_json;
use super::{Answer, recall_id};
use crate::domain::command::Command;
use crate::domain::day::Instant;
use crate::domain::refusal::Code;
use crate::domain::region::Region;
use crate::domain::words::AssistanceAnswer;
use crate::fact::record::MeasureRef;
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::{AssistanceRow, MeasureRow};
use crate::wire::parse;
use serde_json::{Map, Value, json};

/// `POST …/assistance`.
pub(in crate::http) async fn answer(act: Act) -> Answer {
    let recall = recall_id(&act.segments)?;
    let command = Command::AnswerAssistance(parse::assistance(recall, &act.body)?);
    let done = act.keyed(&format!("assistance {recall}"), command).await?;
    Ok(receipt(&done, Map::new()))
}

/// `GET …/assistance`: the authority that opened the recall sees all that was asked, another one what
/// was asked of its region.
pub(in crate::http) async fn list(desk: Desk) -> Answer {
    let (service, actor) = (&desk.service, &desk.actor);
    if !actor.role.is_of_authority() {
        return Err(Code::NotYours.into());
    }
    let snapshot = service.app.snapshot();
    let id = MeasureRef::from(recall_id(&desk.segments)?);
    let measure: Option<MeasureRow> = snapshot.row(&key::measure(id))?;
    let measure = measure.ok_or(Code::NotFound)?;
    let own = actor.organization.as_ref().map(|code| code.as_str());
    let opener = own.is_some() && measure.opener.organization.as_deref() == own;
    let (now, _) = service.app.now();
    let page = Page::read(&desk.uri, &key::assistance(id, None))?;
    page.answer_some(&snapshot, Family::Assistance, &desk.uri, &[], |row_key, bytes| {
        let row: AssistanceRow = decode(bytes)?;
        let Some((_, region)) = key::read_assistance(row_key) else { return Ok(None) };
        let asked = Region::parse(region).ok();
        let ours = actor.region.as_ref().zip(asked.as_ref());
        if !opener && !ours.is_some_and(|(own, asked)| own.includes(asked)) {
            return Ok(None);
        }
        let mut answers: Vec<Value> = Vec::with_capacity(row.answers.len());
        for answered in &row.answers {
            let said = joined(&snapshot, answered.position, true)?;
            answers.push(json!({
                "answer":
                    AssistanceAnswer::from_number(answered.answer).map(AssistanceAnswer::word),
                "at": Instant(answered.at).to_string(),
                "statement": said.get("statement"),
                "organization": answered.by.organization,
                "post": answered.by.post,
                "position": answered.position,
            }));
        }
        let mut out = asked_json(id, region, &row, now);
        put(&mut out, "answers", answers.into());
        Ok(Some(out))
    })
}
