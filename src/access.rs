//! Access: who may see and do what. Every route, page, export and log line goes by the two tables
//! here: members of documents × audience (`access/members.rs`) and roles × rights (`access/rights.rs`).
//! Not here: who is asking (`http`), and which organization a thing belongs to (`views`).

mod members;
mod rights;
#[cfg(test)]
mod tests;

pub use members::{Audience, DocumentKind, audience};
pub use rights::{
    Right, RightCode, Viewer, may, may_everywhere, may_read_check, may_read_restricted,
    may_see_queued,
};

use serde_json::{Map, Value};

/// Splits a document into what everyone may read and what only the office may. The halves share no
/// scalar. Where an element of a list has nothing on one side, an empty value of its kind (`{}`, `[]`,
/// `null`) keeps its place, so that indexes mean the same in both.
pub fn split(kind: DocumentKind, document: &Value) -> (Value, Value) {
    let (public, restricted) = split_at(kind, "", document);
    let empty = || Value::Object(Map::new());
    (public.unwrap_or_else(empty), restricted.unwrap_or_else(empty))
}

/// Splits the value that stands at `pointer` (RFC 6901) of a document; `None` where a side has
/// nothing.
pub fn split_at(
    kind: DocumentKind,
    pointer: &str,
    value: &Value,
) -> (Option<Value>, Option<Value>) {
    let mut place = members::place(pointer);
    let mut halves = Halves::default();
    halves.take(kind, &mut place, value);
    (halves.public, halves.restricted)
}

/// Puts the halves of a split together again; the inverse of [`split`].
pub fn merge(public: &Value, restricted: &Value) -> Value {
    match (public, restricted) {
        (Value::Object(public), Value::Object(restricted)) => {
            let mut out = public.clone();
            for (name, member) in restricted {
                let merged = public.get(name).map(|other| merge(other, member));
                out.insert(name.clone(), merged.unwrap_or_else(|| member.clone()));
            }
            Value::Object(out)
        }
        (Value::Array(left), Value::Array(right)) => {
            let count = left.len().max(right.len());
            let element = |at| match (left.get(at), right.get(at)) {
                (Some(left), Some(right)) => merge(left, right),
                (Some(only), None) | (None, Some(only)) => only.clone(),
                (None, None) => Value::Null,
            };
            Value::Array((0..count).map(element).collect())
        }
        (Value::Null, other) | (other, _) => other.clone(),
    }
}

/// The two sides of one value.
#[derive(Default)]
struct Halves {
    public: Option<Value>,
    restricted: Option<Value>,
}

impl Halves {
    fn take(&mut self, kind: DocumentKind, place: &mut String, value: &Value) {
        match value {
            Value::Object(members) if !members.is_empty() => {
                let (mut public, mut restricted) = (Map::new(), Map::new());
                for (name, member) in members {
                    let half = Self::of_member(kind, place, &members::segment(name), member);
                    public.extend(half.public.map(|half| (name.clone(), half)));
                    restricted.extend(half.restricted.map(|half| (name.clone(), half)));
                }
                self.public = (!public.is_empty()).then_some(Value::Object(public));
                self.restricted = (!restricted.is_empty()).then_some(Value::Object(restricted));
            }
            Value::Array(elements) if !elements.is_empty() => {
                let halves: Vec<_> = elements
                    .iter()
                    .map(|element| Self::of_member(kind, place, members::EACH, element))
                    .collect();
                let side = |pick: fn(&Self) -> &Option<Value>| {
                    let some = halves.iter().any(|half| pick(half).is_some());
                    let keep = |(half, element)| {
                        let half: &Option<Value> = pick(half);
                        half.clone().unwrap_or_else(|| placeholder(element))
                    };
                    some.then(|| Value::Array(halves.iter().zip(elements).map(keep).collect()))
                };
                self.public = side(|half| &half.public);
                self.restricted = side(|half| &half.restricted);
            }
            leaf => {
                let empty = leaf.is_object() || leaf.is_array();
                let of = if empty { members::audience_of_empty } else { audience };
                match of(kind, place) {
                    Audience::Everyone => self.public = Some(leaf.clone()),
                    Audience::Office => self.restricted = Some(leaf.clone()),
                }
            }
        }
    }

    fn of_member(kind: DocumentKind, place: &mut String, segment: &str, member: &Value) -> Self {
        let length = place.len();
        place.push('/');
        place.push_str(segment);
        let mut half = Self::default();
        half.take(kind, place, member);
        place.truncate(length);
        half
    }
}

/// What keeps the place of an element that stands on the other side.
fn placeholder(element: &Value) -> Value {
    match element {
        Value::Object(_) => Value::Object(Map::new()),
        Value::Array(_) => Value::Array(Vec::new()),
        _ => Value::Null,
    }
}
