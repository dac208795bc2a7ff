//! Exact decimals in documents: the text of the JSON number goes straight into a decimal and back, so
//! that no binary fraction ever stands in between.

use crate::domain::quantity::parse_decimal;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::Number;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// Digits before the exponent; as many always fit a decimal exactly.
const DIGITS_MAX: usize = 28;

/// An exact decimal, a JSON number on the wire. Trailing zeros are kept: `14.0` stays `14.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dec(pub Decimal);

impl<'de> Deserialize<'de> for Dec {
    /// Errors: not a JSON number, or one that a decimal cannot hold exactly.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = Number::deserialize(deserializer)?;
        exact(number.as_str()).map(Self).ok_or_else(|| de::Error::custom("not an exact decimal"))
    }
}

impl Serialize for Dec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: Number = self.0.to_string().parse().map_err(ser::Error::custom)?;
        number.serialize(serializer)
    }
}

impl utoipa::PartialSchema for Dec {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Number).description(Some("Exact decimal")).into()
    }
}

impl utoipa::ToSchema for Dec {}

/// The decimal of a JSON number's text; `None` where it would have to be rounded.
fn exact(text: &str) -> Option<Decimal> {
    let (digits, _) = text.split_once(['e', 'E']).unwrap_or((text, ""));
    if digits.bytes().filter(u8::is_ascii_digit).count() > DIGITS_MAX {
        return None;
    }
    parse_decimal(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(text: &str) -> Option<String> {
        let dec: Dec = serde_json::from_str(text).ok()?;
        let from_value: Dec = serde_json::from_value(serde_json::from_str(text).ok()?).ok()?;
        assert_eq!(dec, from_value, "{text}");
        Some(serde_json::to_string(&dec).unwrap())
    }

    #[test]
    fn numbers_pass_through_exactly() {
        for text in
            ["0", "0.1", "14.0", "100.30", "-0.512", "1620", "9999999999999999.000000000001"]
        {
            assert_eq!(through(text).as_deref(), Some(text));
        }
        assert_eq!(through("1e3").as_deref(), Some("1000"));
        assert_eq!(through("12.50E-1").as_deref(), Some("1.250"));
    }

    #[test]
    fn what_would_be_rounded_is_refused() {
        for text in [
            "12345678901234567890123456789",
            "0.12345678901234567890123456789",
            "1e400",
            "1e-30",
            "1.2345678901234567890123456789e2",
            "\"1\"",
            "true",
        ] {
            assert_eq!(through(text), None, "{text}");
        }
    }
}
