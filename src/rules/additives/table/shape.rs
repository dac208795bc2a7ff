//! The documented shape of a table file. Which values it may hold is checked in `read`.

use super::{Per, State};
use crate::fact::document::Dec;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct TableDoc {
    pub(super) id: String,
    pub(super) version: u32,
    pub(super) effective_from: String,
    pub(super) source: String,
    pub(super) clause: String,
    pub(super) categories: Vec<CategoryDoc>,
    pub(super) exceptions: Vec<String>,
    pub(super) additives: Vec<AdditiveDoc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CategoryDoc {
    pub(super) code: String,
    pub(super) zh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AdditiveDoc {
    pub(super) cns: Vec<String>,
    #[serde(default)]
    pub(super) ins: Vec<String>,
    pub(super) zh: String,
    pub(super) en: String,
    #[serde(default)]
    pub(super) aka: Vec<String>,
    pub(super) functions: Vec<String>,
    pub(super) hue: Option<String>,
    pub(super) limits: Vec<LimitDoc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitDoc {
    /// Codes, or `*` for all foods but those of `a2`.
    #[serde(rename = "in")]
    pub(super) categories: Vec<String>,
    /// mg/kg, or mg/L with `per: L`. Either this or `gmp`.
    pub(super) max: Option<Dec>,
    /// As much as is needed.
    #[serde(default)]
    pub(super) gmp: bool,
    /// kg of food where it is left out.
    pub(super) per: Option<PerDoc>,
    /// Substance the maximum is expressed as.
    #[serde(rename = "as")]
    pub(super) expressed_as: Option<String>,
    /// The maximum bounds what remains in the food.
    #[serde(default)]
    pub(super) residual: bool,
    /// What may remain, beside the maximum of what is used.
    pub(super) residue: Option<ResidueDoc>,
    /// As sold where it is left out.
    pub(super) state: Option<StateDoc>,
    /// The solid drink that becomes this drink is covered too.
    #[serde(default)]
    pub(super) solid: bool,
    /// Categories below that are left out.
    #[serde(default)]
    pub(super) except: Vec<String>,
    /// Numbers of table A.2 that are left out, as ranges.
    #[serde(default)]
    pub(super) a2: Vec<(u8, u8)>,
    /// Words that narrow it and that no machine can decide.
    pub(super) only: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResidueDoc {
    pub(super) max: Dec,
    #[serde(default)]
    pub(super) below: bool,
    #[serde(rename = "as")]
    pub(super) expressed_as: Option<String>,
}

#[derive(Deserialize, Clone, Copy)]
pub(super) enum PerDoc {
    #[serde(rename = "L")]
    Volume,
    #[serde(rename = "fat")]
    Fat,
    #[serde(rename = "other")]
    Other,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "camelCase")]
pub(super) enum StateDoc {
    AsDrunk,
    AsEaten,
    Diluted,
    ByFactor,
}

impl From<PerDoc> for Per {
    fn from(doc: PerDoc) -> Self {
        match doc {
            PerDoc::Volume => Self::Volume,
            PerDoc::Fat => Self::Fat,
            PerDoc::Other => Self::Other,
        }
    }
}

impl From<StateDoc> for State {
    fn from(doc: StateDoc) -> Self {
        match doc {
            StateDoc::AsDrunk => Self::AsDrunk,
            StateDoc::AsEaten | StateDoc::Diluted => Self::Prepared,
            StateDoc::ByFactor => Self::ByFactor,
        }
    }
}
