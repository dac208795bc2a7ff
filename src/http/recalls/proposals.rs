//! Recalls that an authority opens by two posts: what waits, and the second post's word on it.

use super::super::act::{Act, Desk};
use super::super::commands::receipt;
use super::super::corrections::{position, state_word, wanted_state};
use super::super::lists::Page;
use super::super::records::{joined, party};
use super::{Answer, answered};
use crate::domain::command::Command;
use crate::domain::day::Instant;
use crate::domain::refusal::Code;
use crate::fact::record::MeasureRef;
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::RecallProposalRow;
use crate::views::query;
use crate::wire::parse;
use serde_json::{Map, json};

/// `GET …/recall-proposals?state=`: what was proposed, oldest first, for the authority itself.
pub(in crate::http) async fn list(desk: Desk) -> Answer {
    let wanted = wanted_state(&desk)?;
    let (snapshot, party) = desk.look_inside()?;
    let page = Page::read(&desk.uri, &key::organization_prefix(&party.code))?;
    page.answer_some(&snapshot, Family::RecallProposals, &desk.uri, &[], |row_key, bytes| {
        let row: RecallProposalRow = decode(bytes)?;
        if wanted.is_some_and(|state| state != row.state) {
            return Ok(None);
        }
        let position = key::last_number(row_key).unwrap_or_default();
        let rejected = row.ended.filter(|_| row.recall.is_none());
        let ending = rejected.map(|ended| joined(&snapshot, ended, true)).transpose()?;
        Ok(Some(json!({
            "position": position,
            "state": state_word(row.state),
            "at": Instant(row.recorded_at).to_string(),
            "post": row.by.post,
            "proposed": joined(&snapshot, position, true)?,
            "recall": row.recall.map(|recall| MeasureRef::id(recall).to_string()),
            "reason": ending.and_then(|ending| ending.get("reason").cloned()),
            "endedBy": row.ended,
        })))
    })
}

/// `POST …/recall-proposals/{position}/confirmation`: the recall is opened, by a second post.
pub(in crate::http) async fn confirm(act: Act) -> Answer {
    parse::empty(&act.body)?;
    let authority = act.organization()?;
    let proposal = position(&act.segments)?;
    let route = format!("recall confirmation {authority} {proposal}");
    if let Some(earlier) = act.earlier(&route)? {
        return answered(&act.service, &earlier);
    }
    let recall = {
        let snapshot = act.service.app.snapshot();
        let party = party(&snapshot, &authority)?;
        // Others are not told whether there is such a proposal.
        if act.actor.organization.as_ref() != Some(&authority) {
            return Err(Code::NotYours.into());
        }
        let row: Option<RecallProposalRow> =
            snapshot.row(&key::recall_proposal(&party.code, proposal))?;
        row.ok_or(Code::NotFound)?;
        let proposed = query::section(&snapshot, proposal, 1)?;
        parse::recall(&proposed.unwrap_or_default())?
    };
    let command = Command::ConfirmRecall { authority, proposal, recall: Box::new(recall) };
    let done = act.keyed(&route, command).await?;
    answered(&act.service, &done)
}

/// `POST …/recall-proposals/{position}/rejection`.
pub(in crate::http) async fn reject(act: Act) -> Answer {
    let document = parse::reason(&act.body)?;
    let authority = act.organization()?;
    let proposal = position(&act.segments)?;
    let route = format!("recall rejection {authority} {proposal}");
    let done = act.keyed(&route, Command::RejectRecall { authority, proposal, document }).await?;
    let mut more = Map::new();
    more.insert("state".to_owned(), "rejected".into());
    Ok(receipt(&done, more))
}
