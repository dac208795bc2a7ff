//! The published schemas name the same members as the structs, and their examples read and print
//! without a change.

use super::*;
use crate::codec::canonical::to_bytes;
use crate::fact::text::BiText;
use serde::de::value::Error as ProbeError;
use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde::{Serialize, forward_to_deserialize_any};
use serde_json::Value;
use std::collections::BTreeSet;

const ORGANIZATION: &str = include_str!("../../../schemas/organization.schema.json");
const PRODUCT: &str = include_str!("../../../schemas/product.schema.json");
const BATCH: &str = include_str!("../../../schemas/batch.schema.json");
const CHECK: &str = include_str!("../../../schemas/check.schema.json");
const RECALL: &str = include_str!("../../../schemas/recall.schema.json");

/// Fails with the names that a struct asks for.
struct Probe;

impl<'de> Deserializer<'de> for Probe {
    type Error = ProbeError;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, ProbeError> {
        Err(ProbeError::custom(""))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, ProbeError> {
        Err(ProbeError::custom(fields.join(" ")))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn fields<T: DeserializeOwned>() -> BTreeSet<String> {
    let names = T::deserialize(Probe).err().map(|error| error.to_string()).unwrap_or_default();
    names.split_whitespace().map(str::to_owned).collect()
}

/// The members of a schema's object, all of them closed.
fn members(schema: &Value, name: Option<&str>) -> BTreeSet<String> {
    let object = name.map_or(schema, |name| &schema["$defs"][name]);
    assert_eq!(object["additionalProperties"], Value::Bool(false), "{name:?}");
    object["properties"].as_object().unwrap().keys().cloned().collect()
}

/// One schema against its root struct and every struct it defines.
macro_rules! check_schema {
    ($text:expr, $root:ty, [$($part:ident),*], but $others:expr) => {
        let schema: Value = serde_json::from_str($text).unwrap();
        assert_eq!(members(&schema, None), fields::<$root>());
        let mut defined: BTreeSet<&str> = $others.into_iter().collect();
        $(
            defined.insert(stringify!($part));
            assert_eq!(members(&schema, Some(stringify!($part))), fields::<$part>());
        )*
        let listed: BTreeSet<&str> =
            schema["$defs"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(listed, defined);
        assert_required::<$root>(&schema);
    };
}

/// A member is required exactly when the struct cannot do without it.
#[track_caller]
fn assert_required<T: DeserializeOwned>(schema: &Value) {
    let required: BTreeSet<&str> =
        schema["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let example = schema["examples"][0].as_object().unwrap();
    for name in example.keys() {
        let mut without = example.clone();
        without.remove(name);
        let missing = serde_json::from_value::<T>(Value::Object(without)).is_err();
        assert_eq!(missing, required.contains(name.as_str()), "{name}");
    }
}

#[test]
fn schemas_name_the_members_of_the_structs() {
    check_schema!(ORGANIZATION, OrganizationDoc, [BiText, ContactDoc, RegistryNumber],
        but ["OrgRef", "TextDoc"]);
    check_schema!(PRODUCT, ProductDoc, [
        AllergenDoc, BiText, FormulaDoc, FormulaLineDoc, LabelDoc, NutrientDoc, NutritionDoc,
        QuantityDoc, ShelfLifeDoc, StatementLineDoc, StorageDoc
    ], but []);
    check_schema!(BATCH, BatchDoc, [
        AdditiveDoc, AmountDoc, BatchUnitsDoc, BiText, CarriedDoc, DeclaredDoc, DensityDoc,
        IngredientDoc, LossDoc, ManufacturerDoc, OriginDoc, PaperDoc, PreparationDoc,
        PrintedDatesDoc, ProcessControlDoc, QuantityDoc, SaleAreaDoc, SourceDoc
    ], but []);
    check_schema!(CHECK, CheckDoc, [CheckItem, LaboratoryDoc, LimitDoc, PlanDoc, ResultDoc],
        but ["Measured", "Reading"]);
    check_schema!(RECALL, RecallDoc, [
        BatchLinkDoc, BiText, DaysDoc, LotUnitsDoc, ReceivedDoc, ScopeDoc, SerialsDoc
    ], but []);
}

#[track_caller]
fn unchanged<T: DeserializeOwned + Serialize>(schema: &str) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let example = &schema["examples"][0];
    let document: T = serde_json::from_value(example.clone()).unwrap();
    let printed = serde_json::to_value(&document).unwrap();
    assert_eq!(
        String::from_utf8(to_bytes(&printed)).unwrap(),
        String::from_utf8(to_bytes(example)).unwrap()
    );
}

#[test]
fn examples_read_and_print_unchanged() {
    unchanged::<OrganizationDoc>(ORGANIZATION);
    unchanged::<ProductDoc>(PRODUCT);
    unchanged::<BatchDoc>(BATCH);
    unchanged::<CheckDoc>(CHECK);
    unchanged::<RecallDoc>(RECALL);
}

#[test]
fn a_stated_null_is_kept_apart_from_nothing() {
    for text in ["{}", r#"{"accreditation":null}"#, r#"{"accreditation":"L1"}"#] {
        let laboratory: LaboratoryDoc = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&laboratory).unwrap(), text);
    }
}

#[test]
fn readings_have_a_short_and_a_long_form() {
    for text in ["10.50", "\"ND\"", r#"{"comparator":"<","value":10}"#] {
        let reading: Reading = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&reading).unwrap(), text);
    }
    for text in ["\"nd\"", "true", "{}", r#"{"value":1,"x":1}"#, "null"] {
        assert!(serde_json::from_str::<Reading>(text).is_err(), "{text}");
    }
}

#[test]
fn public_readings_are_lenient() {
    fn read<T: DeserializeOwned + Default + PartialEq + std::fmt::Debug>() {
        assert_eq!(serde_json::from_str::<T>(r#"{"later":[1.5,{}]}"#).unwrap(), T::default());
    }
    read::<PublicOrganization>();
    read::<PublicProduct>();
    read::<PublicBatch>();
    read::<PublicCheck>();
    read::<PublicRecall>();
    read::<PublicReason>();
    read::<PublicCorrection>();
}
