//! Bodies of requests become parts of commands: bytes in, domain values and canonical documents out.
//! Pure functions. Every finding of a body is reported at once, each with its JSON pointer. Whether
//! the command may be accepted is not asked here.
//!
//! What is kept is the body as it was understood: texts trimmed, codes and GTINs in their canonical
//! form, numbers exact, split by `access` into what everyone and what the office may read.

mod batch;
mod check;
mod correction;
mod decode;
mod effectiveness;
mod entry;
mod event;
mod finder;
mod intake;
mod json;
mod judgement;
mod made;
mod notify;
mod organization;
mod product;
mod recall;
mod recall_progress;
mod serials;
#[cfg(test)]
mod tests;
mod text;
mod units;
mod values;

pub use batch::batch;
pub use check::check;
pub use correction::{CorrectionRequest, correct, correction, proposed, settings};
pub use effectiveness::{answer_link, consignee, drill, drill_step, recall_answer, visit};
pub use entry::{entry, entry_status, policy};
pub use event::event;
pub use intake::{IntakeEntry, check_match, intake};
pub use judgement::judgement;
pub use notify::{
    ListingBody, ListingItemBody, WebhookBody, WebhookRequest, listing, watches, webhook,
};
pub use organization::{TokenRequest, organization, token};
pub use product::product;
pub use recall::{
    erasure, ground, reason, recall, recall_end, recall_extension, recall_narrowing,
    recall_preview, recall_release,
};
pub use recall_progress::{assistance, more_time, recall_notice, recall_plan, recall_stage};
pub use units::{
    ActivationBody, EmptyBody, OrdinalsBody, SerialsBody, UnitsAsked, UnitsBody, UnitsChangeBody,
    UnitsRequest, activation, empty, units, units_change,
};

use crate::access::{DocumentKind, split};
use crate::codec::canonical::to_bytes;
use crate::domain::command::Document;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use decode::decode;
use finder::Finder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The canonical bytes (RFC 8785) of a body, for telling a repeat from a changed command. An empty
/// body counts as `{}`. Errors: not JSON, a member twice, too deep.
pub fn canonical(body: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut finder = Finder::new();
    let value = json::read(or_empty_object(body), &mut finder);
    finder.finish(value).map(|value| to_bytes(&value))
}

/// An object's members of these names, and the canonical bytes of the rest. Errors: not JSON, no object, a
/// member twice, too deep.
pub fn without_members(
    body: &[u8],
    names: &[&str],
) -> Result<(serde_json::Map<String, Value>, Vec<u8>), Refusal> {
    let mut finder = Finder::new();
    let value = json::read(body, &mut finder);
    let Value::Object(mut rest) = finder.finish(value)? else {
        return Err(Refusal::field("", FieldCode::WrongType));
    };
    let taken = names.iter().filter_map(|name| rest.remove_entry(*name)).collect();
    Ok((taken, to_bytes(&Value::Object(rest))))
}

/// Reads a body as `T` and hands it on to be judged; refuses with everything that was found.
fn document<T: DeserializeOwned + Serialize, R>(
    body: &[u8],
    judge: impl FnOnce(&mut Finder, &mut T) -> Option<R>,
) -> Result<(T, R), Refusal> {
    let mut finder = Finder::new();
    let value = json::read(body, &mut finder);
    let mut document = value.and_then(|value| decode::<T>(value, &mut finder));
    let judged = document.as_mut().and_then(|document| judge(&mut finder, document));
    finder.finish(document.zip(judged))
}

/// The canonical halves of a document; a half without members is empty.
fn sections(kind: DocumentKind, document: &impl Serialize) -> Result<Document, Refusal> {
    let value = serde_json::to_value(document).map_err(|_| Refusal::Because(Code::Internal))?;
    let (public, restricted) = split(kind, &value);
    Ok(Document { public: section(&public), restricted: section(&restricted) })
}

fn section(half: &Value) -> Vec<u8> {
    if half.as_object().is_some_and(serde_json::Map::is_empty) {
        Vec::new()
    } else {
        to_bytes(half)
    }
}

fn or_empty_object(body: &[u8]) -> &[u8] {
    if body.is_empty() { b"{}" } else { body }
}
