//! Documents of parties: the organization itself and the tokens that speak for it.

use crate::fact::text::BiText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A party as the operator admits it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrganizationDoc {
    pub code: OrgRef,
    pub name: BiText,
    /// `regulator`, `officer`, `producer`, `workshop`, `importer`, `laboratory`, `seller`, `partner`.
    pub roles: Vec<String>,
    /// GB/T 2260 (six digits) or ISO 3166.
    pub region: String,
    pub address: TextDoc,
    pub contact: ContactDoc,
    /// 13 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gln: Option<String>,
}

/// How a buyer or an office reaches the party. Only the telephone is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContactDoc {
    pub phone: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// An organization's code: a text (GB 11714, GB 32100, GLN, LEI, `SCHEME:NUMBER`), or the number of
/// another registry in two members. Kept as the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum OrgRef {
    Code(String),
    Registry(RegistryNumber),
}

/// The number another registry gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegistryNumber {
    pub scheme: String,
    pub number: String,
}

/// Text of one office, in one language or in two: an address, a label, a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum TextDoc {
    Plain(String),
    Both(BiText),
}

/// A token to be issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenDoc {
    /// `regulator`, `officer`, `producer`, `workshop`, `importer`, `laboratory`, `seller`, `partner`.
    pub role: String,
    /// What the office calls it, e.g. `line 3 printer`.
    pub label: TextDoc,
    /// Last day it is good for, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
    /// Post that holds it, e.g. `quality`: a word, never a person's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
}
