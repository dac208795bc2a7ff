//! From a JSON value to a document struct. Serde stops at the first fault of shape; here the fault is
//! noted, put right with a stand-in, and reading goes on, so that a body's faults come out together.

use super::finder::{Finder, lies_in, segment};
use crate::domain::refusal::FieldCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::{Path, Segment};
use std::collections::BTreeMap;

/// Readings of one body: a stand-in may have to be exchanged until its type fits.
const READINGS_MAX: usize = 32;

/// Reads `value` as `T`. `None` when the shape is beyond repair; every fault is noted either way.
pub(super) fn decode<T>(mut value: Value, finder: &mut Finder) -> Option<T>
where
    T: DeserializeOwned + Serialize,
{
    let mut stand_ins = BTreeMap::new();
    for _ in 0..READINGS_MAX {
        let (pointer, message) = match serde_path_to_error::deserialize::<_, T>(&value) {
            Ok(document) => {
                let printed = serde_json::to_value(&document).ok()?;
                match list_for_object(&value, &printed) {
                    Some(pointer) if !stand_ins.contains_key(&pointer) => (pointer, String::new()),
                    _ => return Some(document),
                }
            }
            Err(error) => (pointer_of(error.path()), error.inner().to_string()),
        };
        repair(&mut value, &pointer, &message, &mut stand_ins, finder)?;
    }
    None
}

/// Serde reads a list as a struct, member by member. Here that is a wrong type: the place of the first
/// list that was read so.
fn list_for_object(given: &Value, printed: &Value) -> Option<String> {
    match (given, printed) {
        (Value::Array(_), Value::Object(_)) => Some(String::new()),
        (Value::Array(given), Value::Array(printed)) => {
            given.iter().zip(printed).enumerate().find_map(|(at, (given, printed))| {
                list_for_object(given, printed).map(|rest| format!("/{at}{rest}"))
            })
        }
        (Value::Object(given), Value::Object(printed)) => given.iter().find_map(|(name, given)| {
            let rest = list_for_object(given, printed.get(name)?)?;
            Some(format!("/{}{rest}", segment(name)))
        }),
        _ => None,
    }
}

/// Notes the fault and takes it out of the way. `None` where it cannot be.
fn repair(
    value: &mut Value,
    pointer: &str,
    message: &str,
    stand_ins: &mut BTreeMap<String, usize>,
    finder: &mut Finder,
) -> Option<()> {
    if message.starts_with("unknown field `") {
        finder.note(pointer, FieldCode::UnknownField, "");
        let (parent, name) = pointer.rsplit_once('/')?;
        return members(value, parent)?.remove(&unescaped(name)).map(drop);
    }
    if let Some(name) = missing_field(message) {
        let member = format!("{pointer}/{name}");
        if !stand_ins.keys().any(|stand_in| lies_in(pointer, stand_in)) {
            finder.note(&member, FieldCode::Required, "");
        }
        stand_ins.insert(member, 0);
        members(value, pointer)?.insert(name.to_owned(), stand_in(0)?);
        return Some(());
    }
    let place = value.pointer_mut(pointer)?;
    let next = match stand_ins.get(pointer) {
        Some(tried) => tried + 1,
        None => {
            finder.note(pointer, fault(place, message), &scalar_text(place));
            0
        }
    };
    // The body itself has no stand-in: there is nothing to read in it.
    if pointer.is_empty() {
        return None;
    }
    stand_ins.insert(pointer.to_owned(), next);
    *place = stand_in(next)?;
    Some(())
}

/// Values to try in place of a wrong one, one of each type.
fn stand_in(at: usize) -> Option<Value> {
    match at {
        0 => Some(Value::String(String::new())),
        1 => Some(Value::from(0)),
        2 => Some(Value::Array(Vec::new())),
        3 => Some(Value::Object(Map::new())),
        4 => Some(Value::Bool(false)),
        5 => Some(Value::Null),
        _ => None,
    }
}

/// Whether a value has the wrong type, or is a number that does not fit.
fn fault(value: &Value, message: &str) -> FieldCode {
    let whole = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match value {
        Value::Number(number) => {
            let misfit =
                message.starts_with("invalid value") || message.starts_with("invalid number");
            let inexact = message.contains("not an exact decimal");
            let unfit = inexact || (misfit && whole(number.as_str()));
            if unfit { FieldCode::OutOfRange } else { FieldCode::WrongType }
        }
        _ => FieldCode::WrongType,
    }
}

fn scalar_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => String::new(),
        other => other.to_string(),
    }
}

fn members<'a>(value: &'a mut Value, pointer: &str) -> Option<&'a mut Map<String, Value>> {
    value.pointer_mut(pointer)?.as_object_mut()
}

/// The name in serde's message.
fn missing_field(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.strip_suffix('`')
}

fn pointer_of(path: &Path) -> String {
    let mut pointer = String::new();
    for part in path {
        let part = match part {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => segment(key),
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&part);
    }
    pointer
}

fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}
