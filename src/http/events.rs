//! Events of goods: stated by whoever had them, listed for those whose they are.

use super::act::{Act, Desk};
use super::commands::{names, receipt};
use super::lists::{Page, viewer};
use super::problem::Refused;
use super::records::{itself, joined, put};
use super::warnings;
use crate::domain::command::Command;
use crate::domain::refusal::Code;
use crate::domain::words::BatchState;
use crate::fact::body::Body;
use crate::fact::record::BatchRef;
use crate::store::layout::{Family, key};
use crate::store::read::decode;
use crate::store::rows::EventRow;
use crate::views::query;
use crate::wire::parse;
use axum::response::Response;
use serde_json::{Map, Value, json};

type Answer = Result<Response, Refused>;

/// `POST …/events`.
pub(super) async fn state(act: Act) -> Answer {
    let batch = act.batch()?;
    let route = format!("events {}", names(&batch).join(" "));
    let command = Command::StateEvent(Box::new(parse::event(&batch, &act.body)?));
    let done = act.keyed(&route, command).await?;
    let mut more = Map::new();
    if let Body::EventStated { findings, .. } = &done.body
        && !findings.is_empty()
    {
        let told: Vec<_> = findings.iter().map(warnings::finding).collect();
        more.insert("warnings".to_owned(), Value::Array(told));
    }
    Ok(receipt(&done, more))
}

/// `GET …/events`: every event for the office of the batch, its own ones for another party; both ways
/// one step of the chain.
pub(super) async fn list(desk: Desk) -> Answer {
    let named = desk.segments.batch()?;
    let (snapshot, party) = desk.look()?;
    let office = party.open_to(&viewer(&desk.actor));
    let batch = BatchRef { organization: party.code.clone(), ..BatchRef::from(&named) };
    let row = query::batch(&snapshot, &batch)?.ok_or(Code::NotFound)?;
    let unreleased = row.state == BatchState::Registered.number();
    if !office && (unreleased || desk.actor.organization.is_none()) {
        return Err(Code::NotFound.into());
    }
    let own = itself(&snapshot, &desk.actor)?.map(|own| own.code);
    let page = Page::read(&desk.uri, &key::batch(&batch))?;
    page.answer(&snapshot, Family::Events, &desk.uri, |row_key, bytes| {
        let row: EventRow = decode(bytes)?;
        let position = key::last_number(row_key).unwrap_or_default();
        let whole = office || own.as_ref() == Some(&row.event.by);
        let mut out = joined(&snapshot, position, whole)?;
        put(&mut out, "position", json!(position));
        if whole {
            let findings: Vec<_> = row.findings.iter().map(warnings::finding).collect();
            put(&mut out, "by", json!(row.event.by));
            put(&mut out, "findings", Value::Array(findings));
        }
        Ok(out)
    })
}
