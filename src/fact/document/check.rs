//! The document of a test or inspection: what was measured and against which limit. Whether it passed
//! is not in here: `rules` works it out.

use super::number::Dec;
use crate::fact::text::BiText;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};

/// What a laboratory writes for "not detected".
const NOT_DETECTED: &str = "ND";

/// A test of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckDoc {
    /// `factoryTest`, `incomingInspection`, `processControl`, `outsideTest`, `comparisonTest`,
    /// `supervisionSampling`, `importInspection`, or another word.
    pub kind: String,
    pub report_no: String,
    /// `preliminary`, or `final` where nothing is said. A final report takes the place of the
    /// preliminary one of its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample_no: Option<String>,
    /// Who signed or handed it in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub laboratory: Option<LaboratoryDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampled_on: Option<String>,
    pub tested_on: String,
    /// `incoming`, `inProcess`, `final`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    pub items: Vec<CheckItem>,
    /// Hashes of files that were added for the organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<String>>,
}

/// What a laboratory says of the goods it tested, beside the check: a lot of this ledger by its three
/// names or by GTIN and lot; else what the label says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TestedGoodsDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gtin: Option<String>,
    /// Needed where no lot is named, together with `sampleNo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labelled_producer: Option<LabelledProducerDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_as_printed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot_as_printed: Option<String>,
}

impl TestedGoodsDoc {
    /// Its members, which stand among those of the check.
    pub const MEMBERS: [&'static str; 7] = [
        "organization",
        "product",
        "lot",
        "gtin",
        "labelledProducer",
        "productAsPrinted",
        "lotAsPrinted",
    ];
}

/// The producer as the label names it; at least one of the two.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LabelledProducerDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<BiText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
}

/// One check of several that a laboratory hands in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CheckIntakeDoc {
    #[serde(flatten)]
    pub goods: TestedGoodsDoc,
    #[serde(flatten)]
    pub check: CheckDoc,
}

/// Checks that a laboratory hands in together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CheckIntakeList(pub Vec<CheckIntakeDoc>);

/// The lot that a queued check belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckMatchDoc {
    pub organization: String,
    pub product: String,
    pub lot: String,
}

/// Who tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LaboratoryDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Number of the accreditation. `null` states that there is none, and is kept.
    #[serde(default, deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub accreditation: Option<Option<String>>,
    /// A telephone number or address for questions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// One item of a test: `result`, or `results` with their sampling plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckItem {
    pub item: String,
    /// What a failure could do; one of the words of recalls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hazard: Option<String>,
    /// Marked `*` in the licensing rules: tested twice a year, often by an outside laboratory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starred: Option<bool>,
    /// E.g. `GB 5009.33`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<ResultDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<Reading>>,
    /// Unit of `results`, UCUM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<LimitDoc>,
    /// Number of the outside report the values were taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_report: Option<String>,
}

/// One result with its unit, or the word that stands for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResultDoc {
    /// `<`, `<=`, `>` or `>=`: the result is known to lie there only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparator: Option<String>,
    /// Needed where nothing is `stated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Measured>,
    /// UCUM, e.g. `mg/kg`. Needed with a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// In place of a value: `notDetected`, `belowDetection`, `detected`, `exceeded`, `below`,
    /// `compliant` or `notCompliant`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated: Option<String>,
}

/// A sampling plan of GB 29921: `n` samples, of which at most `c` may exceed `m` and none `M`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanDoc {
    pub n: u32,
    pub c: u32,
    pub m: Dec,
    /// Only in three-class plans.
    #[serde(rename = "M", skip_serializing_if = "Option::is_none")]
    pub upper: Option<Dec>,
    /// Amount of sample each result is for, e.g. `25 g`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<String>,
}

/// What a result has to keep, in the unit of the result; both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LimitDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Dec>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Dec>,
    /// Standard that sets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

/// A number, or `"ND"`: not detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    NotDetected,
    Number(Dec),
}

/// One of several results: a number, `"ND"`, or `{comparator, value}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// As in [`ResultDoc`].
    pub comparator: Option<String>,
    pub value: Measured,
}

/// [`Reading`] in its long form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadingDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    comparator: Option<String>,
    value: Measured,
}

impl Measured {
    /// The value to compare with a limit; what was not detected counts as nothing.
    pub fn value(self) -> Decimal {
        match self {
            Self::NotDetected => Decimal::ZERO,
            Self::Number(Dec(value)) => value,
        }
    }
}

impl<'de> Deserialize<'de> for Measured {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) if text == NOT_DETECTED => Ok(Self::NotDetected),
            number @ Value::Number(_) => {
                Dec::deserialize(number).map(Self::Number).map_err(de::Error::custom)
            }
            _ => Err(de::Error::custom("neither a number nor ND")),
        }
    }
}

impl Serialize for Measured {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::NotDetected => serializer.serialize_str(NOT_DETECTED),
            Self::Number(number) => number.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Reading {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if value.is_object() {
            let ReadingDoc { comparator, value } =
                ReadingDoc::deserialize(value).map_err(de::Error::custom)?;
            return Ok(Self { comparator, value });
        }
        let value = Measured::deserialize(value).map_err(de::Error::custom)?;
        Ok(Self { comparator: None, value })
    }
}

impl Serialize for Reading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.comparator.is_none() {
            return self.value.serialize(serializer);
        }
        ReadingDoc { comparator: self.comparator.clone(), value: self.value }.serialize(serializer)
    }
}

impl utoipa::PartialSchema for Measured {
    fn schema() -> RefOr<Schema> {
        let not_detected =
            ObjectBuilder::new().schema_type(Type::String).enum_values(Some([NOT_DETECTED]));
        OneOfBuilder::new().item(<Dec as utoipa::PartialSchema>::schema()).item(not_detected).into()
    }
}

impl ToSchema for Measured {}

impl utoipa::PartialSchema for Reading {
    fn schema() -> RefOr<Schema> {
        let long = ObjectBuilder::new()
            .schema_type(Type::Object)
            .property("comparator", ObjectBuilder::new().schema_type(Type::String))
            .property("value", <Measured as utoipa::PartialSchema>::schema())
            .required("value");
        OneOfBuilder::new().item(<Measured as utoipa::PartialSchema>::schema()).item(long).into()
    }
}

impl ToSchema for Reading {}

/// Keeps a stated `null` apart from a member that is left out.
fn stated<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(deserializer).map(Some)
}
