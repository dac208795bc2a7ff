//! Reads JSON strictly: members that are not known, given twice, of a wrong type or out of bounds are
//! refused, with a pointer to the place. It knows shapes, not rules.

use super::rule::is_name;
use crate::domain::day::Day;
use crate::domain::letters::{is_invisible, is_unsafe};
use crate::limits::{
    BODY_BYTES_MAX, CATEGORY_CHARS_MAX, LIST_COUNT_MAX, NAME_CHARS_MAX, WORD_CHARS_MAX,
};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt;

/// Why a document is no profile, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("profile document, at \"{pointer}\": {problem}")]
pub struct ProfileError {
    /// JSON pointer (RFC 6901); empty for the whole document.
    pub pointer: String,
    pub problem: Problem,
}

/// What is wrong at the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("too many bytes")]
    TooLarge,
    #[error("not JSON, or a member stands twice")]
    NotJson,
    #[error("a member of this name is not known")]
    UnknownMember,
    #[error("required")]
    Required,
    #[error("of a wrong type")]
    WrongType,
    #[error("not one of the words allowed here")]
    NotAWord,
    #[error("not a day, YYYY-MM-DD")]
    NotADay,
    #[error("empty, or too long")]
    Length,
    #[error("outside its bounds")]
    Range,
    #[error("there is a rule about this already")]
    Repeated,
}

/// A value with its place.
pub(super) struct Node<'a> {
    value: &'a Value,
    pointer: String,
}

/// The members of an object, all of them known.
pub(super) struct Members<'a> {
    map: &'a Map<String, Value>,
    pointer: String,
}

/// Reads bytes as JSON without repeated members.
pub(super) fn json(bytes: &[u8]) -> Result<Value, ProfileError> {
    let whole = |problem| ProfileError { pointer: String::new(), problem };
    if bytes.len() > BODY_BYTES_MAX {
        return Err(whole(Problem::TooLarge));
    }
    let distinct: Result<Distinct, _> = serde_json::from_slice(bytes);
    distinct.and_then(|_| serde_json::from_slice(bytes)).map_err(|_| whole(Problem::NotJson))
}

impl<'a> Node<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self { value, pointer: String::new() }
    }

    /// This place with what is wrong there.
    pub(super) fn wrong<T>(&self, problem: Problem) -> Result<T, ProfileError> {
        Err(ProfileError { pointer: self.pointer.clone(), problem })
    }

    /// An object with no other members than these.
    pub(super) fn members(&self, known: &[&str]) -> Result<Members<'a>, ProfileError> {
        let Value::Object(map) = self.value else {
            return self.wrong(Problem::WrongType);
        };
        if let Some(name) = map.keys().find(|name| !known.contains(&name.as_str())) {
            return member(&self.pointer, name, self.value).wrong(Problem::UnknownMember);
        }
        Ok(Members { map, pointer: self.pointer.clone() })
    }

    /// A list of 1 to `LIST_COUNT_MAX` elements.
    pub(super) fn list<T>(
        &self,
        mut read: impl FnMut(&Node<'a>) -> Result<T, ProfileError>,
    ) -> Result<Vec<T>, ProfileError> {
        let Value::Array(elements) = self.value else {
            return self.wrong(Problem::WrongType);
        };
        if !(1..=LIST_COUNT_MAX).contains(&elements.len()) {
            return self.wrong(Problem::Length);
        }
        let nodes = elements.iter().enumerate();
        nodes.map(|(at, value)| read(&member(&self.pointer, &at.to_string(), value))).collect()
    }

    /// A list without repetition.
    pub(super) fn distinct<T: Ord>(
        &self,
        mut read: impl FnMut(&Node<'a>) -> Result<T, ProfileError>,
    ) -> Result<BTreeSet<T>, ProfileError> {
        let mut all = BTreeSet::new();
        self.list(|node| {
            let fresh = all.insert(read(node)?);
            if fresh { Ok(()) } else { node.wrong(Problem::Repeated) }
        })?;
        Ok(all)
    }

    /// A text people read, one line.
    pub(super) fn line(&self) -> Result<String, ProfileError> {
        let text = self.text(NAME_CHARS_MAX)?;
        let unsafe_letter = |letter| is_unsafe(letter) || is_invisible(letter);
        if text.trim().is_empty() || text.chars().any(unsafe_letter) {
            self.wrong(Problem::Length)
        } else {
            Ok(text.to_owned())
        }
    }

    /// One of a closed set.
    pub(super) fn word<T>(&self, parse: impl Fn(&str) -> Option<T>) -> Result<T, ProfileError> {
        let text = self.text(WORD_CHARS_MAX)?;
        parse(text).map_or_else(|| self.wrong(Problem::NotAWord), Ok)
    }

    /// A name of our own making, e.g. the item of a test.
    pub(super) fn name(&self) -> Result<String, ProfileError> {
        self.word(|text| is_name(text).then(|| text.to_owned()))
    }

    /// Numbers of a catalogue: digits and points.
    pub(super) fn number_text(&self) -> Result<String, ProfileError> {
        let fits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        self.word(|text| fits(text).then(|| text.to_owned()))
    }

    /// Dotted words, each like [`Node::name`].
    pub(super) fn category(&self) -> Result<String, ProfileError> {
        let text = self.text(CATEGORY_CHARS_MAX)?;
        let fits = text.split('.').all(is_name);
        if fits { Ok(text.to_owned()) } else { self.wrong(Problem::NotAWord) }
    }

    pub(super) fn day(&self) -> Result<Day, ProfileError> {
        let text = self.text(WORD_CHARS_MAX)?;
        Day::parse(text).map_or_else(|| self.wrong(Problem::NotADay), Ok)
    }

    pub(super) fn flag(&self) -> Result<bool, ProfileError> {
        self.value.as_bool().map_or_else(|| self.wrong(Problem::WrongType), Ok)
    }

    /// A whole number from 1 to `max`.
    pub(super) fn count(&self, max: u32) -> Result<u32, ProfileError> {
        let Some(number) = self.value.as_number() else {
            return self.wrong(Problem::WrongType);
        };
        let count = number.as_u64().and_then(|count| u32::try_from(count).ok());
        let fits = count.filter(|count| (1..=max).contains(count));
        fits.map_or_else(|| self.wrong(Problem::Range), Ok)
    }

    fn text(&self, chars_max: usize) -> Result<&'a str, ProfileError> {
        let Value::String(text) = self.value else {
            return self.wrong(Problem::WrongType);
        };
        let fits = !text.is_empty() && text.chars().nth(chars_max).is_none();
        if fits { Ok(text) } else { self.wrong(Problem::Length) }
    }
}

impl<'a> Members<'a> {
    /// A member that may be left out.
    pub(super) fn get(&self, name: &str) -> Option<Node<'a>> {
        self.map.get(name).map(|value| member(&self.pointer, name, value))
    }

    /// A member that has to be there.
    pub(super) fn need(&self, name: &str) -> Result<Node<'a>, ProfileError> {
        let missing = || format!("{}/{name}", self.pointer);
        self.get(name)
            .ok_or_else(|| ProfileError { pointer: missing(), problem: Problem::Required })
    }
}

fn member<'a>(pointer: &str, name: &str, value: &'a Value) -> Node<'a> {
    let segment = name.replace('~', "~0").replace('/', "~1");
    Node { value, pointer: format!("{pointer}/{segment}") }
}

/// Any JSON in which no object has a member twice: a map would keep the last one in silence.
struct Distinct;

impl<'de> Deserialize<'de> for Distinct {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DistinctVisitor)
    }
}

struct DistinctVisitor;

impl<'de> Visitor<'de> for DistinctVisitor {
    type Value = Distinct;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without repeated members")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Distinct, E> {
        Ok(Distinct)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Distinct, E> {
        Ok(Distinct)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Distinct, E> {
        Ok(Distinct)
    }

    fn visit_str<E>(self, _: &str) -> Result<Distinct, E> {
        Ok(Distinct)
    }

    fn visit_unit<E>(self) -> Result<Distinct, E> {
        Ok(Distinct)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Distinct, A::Error> {
        while list.next_element::<Distinct>()?.is_some() {}
        Ok(Distinct)
    }

    /// Numbers with a fraction come here too: they are kept as text inside a map of one member.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Distinct, A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            if !names.insert(name) {
                return Err(A::Error::custom("a member stands twice"));
            }
            map.next_value::<Distinct>()?;
        }
        Ok(Distinct)
    }
}
