//! JSON as this service takes it: UTF-8, at most so deep, no member twice, numbers kept as their text.

use super::finder::{Finder, segment};
use crate::domain::refusal::FieldCode;
use crate::limits::JSON_DEPTH_MAX;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::RefCell;
use std::fmt;

/// The member by which `serde_json` hands over a number's text.
const NUMBER_MEMBER: &str = "$serde_json::private::Number";
/// No member of a body may begin like it.
const PRIVATE_PREFIX: &str = "$serde_json::";

/// The value of a body; `None` when a finding says why there is none.
pub(super) fn read(body: &[u8], finder: &mut Finder) -> Option<Value> {
    if too_deep(body) {
        finder.note("", FieldCode::TooDeep, "");
        return None;
    }
    let findings = RefCell::new(Vec::new());
    let mut reader = serde_json::Deserializer::from_slice(body);
    let strict = Strict { pointer: String::new(), findings: &findings };
    let read = strict.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    for (pointer, code) in findings.take() {
        finder.note(&pointer, code, "");
    }
    match read {
        Ok(value) => Some(value),
        Err(error) => {
            let place = format!("{}:{}", error.line(), error.column());
            finder.note("", FieldCode::Malformed, &place);
            None
        }
    }
}

/// Whether brackets nest deeper than allowed. Only strings are understood; the parser does the rest.
fn too_deep(body: &[u8]) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > JSON_DEPTH_MAX {
            return true;
        }
    }
    false
}

/// Reads a value, noting members that come twice; the first one counts.
struct Strict<'a> {
    pointer: String,
    findings: &'a RefCell<Vec<(String, FieldCode)>>,
}

impl Strict<'_> {
    fn under(&self, name: &str) -> Self {
        Strict { pointer: format!("{}/{}", self.pointer, segment(name)), findings: self.findings }
    }

    fn find(&self, code: FieldCode) {
        self.findings.borrow_mut().push((self.pointer.clone(), code));
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut out = Vec::new();
        while let Some(value) = elements.next_element_seed(self.under(&out.len().to_string()))? {
            out.push(value);
        }
        Ok(Value::Array(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut out = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if name == NUMBER_MEMBER && out.is_empty() {
                let text: String = members.next_value()?;
                return text.parse::<Number>().map(Value::Number).map_err(A::Error::custom);
            }
            let member = self.under(&name);
            if name.starts_with(PRIVATE_PREFIX) {
                member.find(FieldCode::UnknownField);
            }
            if out.contains_key(&name) {
                member.find(FieldCode::DuplicateField);
                members.next_value_seed(member)?;
            } else {
                let value = members.next_value_seed(member)?;
                out.insert(name, value);
            }
        }
        Ok(Value::Object(out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::canonical::to_bytes;

    /// Canonical text, or `pointer code value` of the first finding.
    fn through(body: &[u8]) -> String {
        let mut finder = Finder::new();
        let value = read(body, &mut finder);
        match finder.finish(value) {
            Ok(value) => String::from_utf8(to_bytes(&value)).unwrap(),
            Err(crate::domain::refusal::Refusal::Invalid(errors)) => {
                format!("{} {} {}", errors[0].pointer, errors[0].code.word(), errors[0].value)
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_are_read_exactly() {
        let body =
            br#" {"b":[1.50,-2,0.10e1,18446744073709551616,"\u00e9\n",true,null,{}],"a":[]} "#;
        let expected = r#"{"a":[],"b":[1.50,-2,0.10e+1,18446744073709551616,"é\n",true,null,{}]}"#;
        assert_eq!(through(body), expected);
    }

    #[test]
    fn malformed_bodies_are_refused() {
        let bodies: [&[u8]; 12] = [
            b"",
            b" ",
            b"{",
            b"[1,]",
            b"{\"a\":1}x",
            b"{\"a\":\"\xff\"}",
            b"\"\\ud800\"",
            b"01",
            b"nul",
            b"{\"a\":1,}",
            b"\xef\xbb\xbf{}",
            b"\"a\nb\"",
        ];
        for body in bodies {
            let found = through(body);
            assert!(
                found.starts_with(" malformed 1:") || found.starts_with(" malformed 2:"),
                "{found}"
            );
        }
    }

    #[test]
    fn members_come_once() {
        assert_eq!(through(br#"{"a":{"b/c":1,"b\/c":2}}"#), "/a/b~1c duplicateField ");
        assert_eq!(through(br#"[0,{"a":1,"a":{"x":1,"x":1}}]"#), "/1/a duplicateField ");
        let private = r#"{"a":{"$serde_json::private::RawValue":"[]"}}"#;
        assert!(through(private.as_bytes()).ends_with(" unknownField "), "{private}");
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(through(nested(JSON_DEPTH_MAX).as_bytes()), nested(JSON_DEPTH_MAX));
        assert_eq!(through(nested(JSON_DEPTH_MAX + 1).as_bytes()), " tooDeep ");
        assert_eq!(through("[".repeat(1_000_000).as_bytes()), " tooDeep ");
        let brackets =
            r#"["\"[[[[[[[[[[[[[[[[[[[[",{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]"#;
        assert_eq!(through(brackets.as_bytes()), brackets);
    }
}
