//! Corrections: changes at JSON pointers, applied to the batch's document, which is then judged as a
//! whole. Kept are the changes and the record as it reads afterwards.

use super::decode::decode;
use super::finder::{Finder, lies_in};
use super::{batch, document, section};
use crate::access::{DocumentKind, merge, split, split_at};
use crate::domain::command::{BatchKey, Correct, Document, Setting};
use crate::domain::refusal::{Code, FieldCode, FieldError, Refusal};
use crate::domain::words::{CorrectionKind, Eyes};
use crate::fact::document::{BatchDoc, CorrectionDoc, SettingsDoc};
use crate::fact::text::BiText;
use crate::limits::CHANGES_COUNT_MAX;
use serde_json::{Map, Value, json};

/// What a correction cannot touch: the identity of the batch, the version it was made to, and the
/// codes that were asked for. These need a withdrawal and a new registration.
const FIXED: [&str; 5] = ["/organization", "/product", "/lot", "/productVersion", "/units/issue"];

/// A correction before it meets the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionRequest {
    pub kind: CorrectionKind,
    reason: BiText,
    changes: Vec<Change>,
}

/// One change: set, or remove.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    pointer: String,
    /// `None` removes.
    value: Option<Value>,
}

/// A change that was applied.
struct Applied {
    pointer: String,
    /// What no other change of the correction may touch.
    footprint: String,
    from: Option<Value>,
}

/// `{kind, reason, changes[{pointer, value}]}`.
pub fn correction(body: &[u8]) -> Result<CorrectionRequest, Refusal> {
    let (document, kind) = document(body, |finder, document: &mut CorrectionDoc| {
        finder.prose("reason", &mut document.reason);
        if document.changes.is_empty() {
            finder.report_in("changes", FieldCode::TooFew, "");
        }
        finder.each("changes", &mut document.changes, CHANGES_COUNT_MAX, |finder, change| {
            let pointer = change.pointer.as_str();
            if !is_pointer(pointer) {
                finder.report_in("pointer", FieldCode::NotAPointer, pointer);
            } else if is_fixed(pointer) {
                finder.report_in("pointer", FieldCode::NotCorrectable, pointer);
            }
        });
        finder.word("kind", &document.kind, CorrectionKind::parse)
    })?;
    let changes = document.changes.into_iter().map(|change| Change {
        pointer: change.pointer,
        value: (!change.value.is_null()).then_some(change.value),
    });
    Ok(CorrectionRequest { kind, reason: document.reason, changes: changes.collect() })
}

/// Applies a correction to `current`, the whole document of the batch (both halves merged) as it stood
/// at position `base`.
///
/// Errors, with pointers into the correction's body: a pointer whose parent is not there, changes that
/// touch one another, and every finding about the corrected document.
pub fn correct(
    key: &BatchKey,
    current: &Value,
    base: u64,
    request: &CorrectionRequest,
) -> Result<Correct, Refusal> {
    let (changed, applied) = apply(current, &request.changes)?;
    let (record, parts) = judged(changed, &request.changes, &applied)?;
    let document = halves(request, &applied, &record);
    Ok(Correct {
        batch: key.clone(),
        kind: request.kind,
        facts: parts.facts,
        inputs: parts.inputs,
        base,
        document,
    })
}

/// What was proposed, as the correction it becomes: the halves of the proposal's document hold the
/// record as it would read, and are kept again with the correction.
///
/// Errors: [`Code::AlreadyErased`] where the proposal was erased.
pub fn proposed(
    key: &BatchKey,
    kind: u8,
    base: u64,
    [public, restricted]: [Vec<u8>; 2],
) -> Result<Correct, Refusal> {
    let half = |bytes: &[u8]| -> Option<Value> {
        serde_json::from_slice::<Value>(bytes).ok()?.get("record").cloned()
    };
    let halves = half(&public).zip(half(&restricted));
    let (open, closed) = halves.ok_or(Refusal::Because(Code::AlreadyErased))?;
    let mut finder = Finder::new();
    let mut record = decode::<BatchDoc>(merge(&open, &closed), &mut finder);
    let parts = record.as_mut().and_then(|record| batch::judge(&mut finder, record));
    let parts = finder.finish(parts)?;
    Ok(Correct {
        batch: key.clone(),
        kind: CorrectionKind::from_number(kind).unwrap_or(CorrectionKind::Record),
        facts: parts.facts,
        inputs: parts.inputs,
        base,
        document: Document { public, restricted },
    })
}

/// `{corrections}`, or `{recalls}` of an authority.
pub fn settings(body: &[u8]) -> Result<Setting, Refusal> {
    let (_, setting) = document(body, |finder, document: &mut SettingsDoc| {
        match (&document.corrections, &document.recalls) {
            (Some(word), None) => {
                finder.word("corrections", word, Eyes::parse).map(Setting::Corrections)
            }
            (None, Some(word)) => finder.word("recalls", word, Eyes::parse).map(Setting::Recalls),
            (None, None) => {
                finder.report_in("corrections", FieldCode::Required, "");
                None
            }
            (Some(_), Some(_)) => {
                finder.report_in("recalls", FieldCode::Conflict, "");
                None
            }
        }
    })?;
    Ok(setting)
}

fn apply(current: &Value, changes: &[Change]) -> Result<(Value, Vec<Applied>), Refusal> {
    let mut finder = Finder::new();
    let mut record = current.clone();
    let mut applied: Vec<Applied> = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        let place = format!("/changes/{at}/pointer");
        let Some(one) = set(&mut record, change) else {
            finder.note(&place, FieldCode::NotAPointer, &change.pointer);
            continue;
        };
        let touches = |other: &Applied| {
            lies_in(&one.footprint, &other.footprint) || lies_in(&other.footprint, &one.footprint)
        };
        if applied.iter().any(touches) {
            finder.note(&place, FieldCode::Overlap, &change.pointer);
        }
        applied.push(one);
    }
    finder.finish(Some((record, applied)))
}

/// Sets or removes one value; `None` where there is no such place.
fn set(record: &mut Value, change: &Change) -> Option<Applied> {
    let (parent, last) = change.pointer.rsplit_once('/')?;
    let own =
        |from| Applied { pointer: change.pointer.clone(), footprint: change.pointer.clone(), from };
    match record.pointer_mut(parent)? {
        Value::Object(members) => {
            let name = last.replace("~1", "/").replace("~0", "~");
            match change.value.clone() {
                Some(value) => Some(own(members.insert(name, value))),
                None => members.remove(&name).map(|from| own(Some(from))),
            }
        }
        Value::Array(elements) => match (last, change.value.clone()) {
            ("-", Some(value)) => {
                let pointer = format!("{parent}/{}", elements.len());
                elements.push(value);
                Some(Applied { footprint: pointer.clone(), pointer, from: None })
            }
            (_, Some(value)) => {
                let element = elements.get_mut(index(last)?)?;
                Some(own(Some(std::mem::replace(element, value))))
            }
            (_, None) => {
                let at = index(last).filter(|at| *at < elements.len())?;
                let from = Some(elements.remove(at));
                // What stood behind it has moved up: indexes of this list mean something else now.
                Some(Applied { footprint: parent.to_owned(), ..own(from) })
            }
        },
        _ => None,
    }
}

/// Judges the corrected document; findings are told at the changes that caused them.
fn judged(
    changed: Value,
    changes: &[Change],
    applied: &[Applied],
) -> Result<(Value, batch::BatchParts), Refusal> {
    let mut finder = Finder::new();
    let mut document = decode::<BatchDoc>(changed, &mut finder);
    let parts = document.as_mut().and_then(|document| batch::judge(&mut finder, document));
    let errors = finder.into_errors();
    if !errors.is_empty() {
        let told = errors.into_iter().map(|error| at_change(error, changes, applied));
        return Err(Refusal::Invalid(told.collect()));
    }
    let record = document.and_then(|document| serde_json::to_value(document).ok());
    record.zip(parts).ok_or(Refusal::Because(Code::Internal))
}

fn at_change(error: FieldError, changes: &[Change], applied: &[Applied]) -> FieldError {
    let caused = applied.iter().zip(changes).enumerate().find_map(|(at, (one, change))| {
        if let Some(rest) = error.pointer.strip_prefix(&one.pointer)
            && lies_in(&error.pointer, &one.pointer)
        {
            // Nothing of a value lies under one that was removed.
            let rest = if change.value.is_some() { rest } else { "" };
            return Some(format!("/changes/{at}/value{rest}"));
        }
        lies_in(&one.pointer, &error.pointer).then(|| format!("/changes/{at}/value"))
    });
    FieldError { pointer: caused.unwrap_or_else(|| "/changes".to_owned()), ..error }
}

/// The kept document: the public half names every changed member and gives the values of public ones.
fn halves(request: &CorrectionRequest, applied: &[Applied], record: &Value) -> Document {
    let (public_record, restricted_record) = split(DocumentKind::Batch, record);
    let (mut public, mut restricted) = (Vec::new(), Vec::new());
    for (one, change) in applied.iter().zip(&request.changes) {
        let mut open = Map::from_iter([("pointer".to_owned(), one.pointer.as_str().into())]);
        let mut closed = open.clone();
        // The record holds the value as it was understood.
        let to = change.value.as_ref().and_then(|_| record.pointer(&one.pointer));
        for (name, value) in [("from", one.from.as_ref()), ("to", to)] {
            let Some(value) = value else { continue };
            let (seen, unseen) = split_at(DocumentKind::Batch, &one.pointer, value);
            open.extend(seen.map(|value| (name.to_owned(), value)));
            closed.extend(unseen.map(|value| (name.to_owned(), value)));
        }
        if closed.len() > 1 {
            restricted.push(Value::Object(closed));
        }
        public.push(Value::Object(open));
    }
    let public = json!({
        "kind": request.kind.word(),
        "reason": request.reason,
        "changes": public,
        "record": public_record,
    });
    let restricted = json!({"changes": restricted, "record": restricted_record});
    Document { public: section(&public), restricted: section(&restricted) }
}

/// RFC 6901, and not the whole document.
fn is_pointer(text: &str) -> bool {
    let escapes = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    text.starts_with('/') && escapes
}

/// Whether a change there would reach something fixed.
fn is_fixed(pointer: &str) -> bool {
    FIXED.iter().any(|fixed| lies_in(pointer, fixed) || lies_in(fixed, pointer))
}

/// An index of RFC 6901: digits without leading zeros.
fn index(text: &str) -> Option<usize> {
    let plain = text == "0" || !text.starts_with(['0', '+']);
    text.parse().ok().filter(|_| plain)
}
