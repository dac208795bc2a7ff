//! Answers of a post to questions about additives: given once for all lots of a product version, listed
//! with every earlier one.

use super::act::{Act, Desk};
use super::commands::receipt;
use super::lists::Page;
use super::problem::Refused;
use super::records::{joined, put};
use crate::domain::command::{Command, Judge};
use crate::domain::day::Day;
use crate::domain::refusal::Code;
use crate::fact::body::Body;
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::{JudgementRow, ProductRow};
use crate::wire::parse;
use axum::response::Response;
use serde_json::{Map, json};

type Answer = Result<Response, Refused>;

/// `POST …/judgements`. Lots that asked the question and come to be outside the table are held; where
/// they are more than one fact takes, facts of the same answer follow before this returns, and a repeat
/// goes on where an earlier call was cut off.
pub(super) async fn give(act: Act) -> Answer {
    let organization = act.organization()?;
    let product = act.segments.product()?;
    let mut command = parse::judgement(&organization, &product, &act.body)?;
    let (mut first, mut held) = (None, 0_usize);
    loop {
        let after = command.after.as_deref().unwrap_or_default();
        let route = format!("judgements {organization} {product} {after}");
        let done = act.keyed(&route, Command::Judge(Box::new(command.clone()))).await?;
        let Body::JudgementGiven { version, holds, next, .. } = &done.body else {
            return Err(Code::Internal.into());
        };
        held += holds.len();
        let next = next.clone();
        command = Judge { version: Some(*version), after: next.clone(), ..command };
        let first = first.get_or_insert(done);
        if next.is_none() {
            let mut more = Map::new();
            if let Body::JudgementGiven { version, .. } = &first.body {
                more.insert("version".to_owned(), json!(version));
            }
            more.insert("lotsHeld".to_owned(), json!(held));
            return Ok(receipt(first, more));
        }
    }
}

/// `GET …/judgements`: every answer, oldest first; the last of a version and key stands.
pub(super) async fn list(desk: Desk) -> Answer {
    let (snapshot, party) = desk.look_inside()?;
    let prefix = key::product(&party.code, desk.segments.product()?.as_str());
    if snapshot.row::<ProductRow>(&prefix)?.is_none() {
        return Err(Code::NotFound.into());
    }
    let page = Page::read(&desk.uri, &prefix)?;
    page.answer(&snapshot, Family::Judgements, &desk.uri, |row_key, bytes| {
        let row: JudgementRow = decode(bytes)?;
        let position = key::last_number(row_key).unwrap_or_default();
        let mut out = joined(&snapshot, position, true)?;
        put(&mut out, "version", json!(row.version));
        put(&mut out, "key", json!(row.key));
        put(&mut out, "permitted", json!(row.permitted));
        put(&mut out, "post", json!(row.by.post));
        put(&mut out, "on", json!(Day::from_number(row.on).to_string()));
        put(&mut out, "position", json!(position));
        Ok(out)
    })
}
