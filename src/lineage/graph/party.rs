//! The organizations of a walk, each read once.

use crate::domain::org_code::OrgCode;
use crate::domain::region::Region;
use crate::fact::document::PublicOrganization;
use crate::fact::text::BiText;
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::Read;
use crate::views::query;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// An admitted organization.
#[derive(Debug, Clone)]
pub(super) struct Party {
    /// The code it was admitted with.
    pub code: String,
    pub parsed: OrgCode,
    pub region: Region,
    pub name: BiText,
}

/// Those met so far, by the code under which edges name them; `None`: not admitted.
#[derive(Debug, Default)]
pub(super) struct Parties(BTreeMap<String, Option<Party>>);

impl Parties {
    /// The organization behind a code, read where it was not met before.
    pub(super) fn of(
        &mut self,
        view: &impl Read,
        code: &str,
    ) -> Result<Option<&Party>, StoreError> {
        if !self.0.contains_key(code) {
            self.0.insert(code.to_owned(), read(view, code)?);
        }
        Ok(self.met(code))
    }

    /// One that was met.
    pub(super) fn met(&self, code: &str) -> Option<&Party> {
        self.0.get(code).and_then(Option::as_ref)
    }
}

fn read(view: &impl Read, code: &str) -> Result<Option<Party>, StoreError> {
    let Ok(named) = OrgCode::parse(code) else { return Ok(None) };
    let Some((code, row)) = query::organization(view, &named)? else { return Ok(None) };
    let parsed = OrgCode::parse(&code).ok().zip(Region::parse(&row.region).ok());
    let name = public::<PublicOrganization>(view, row.position)?.name;
    Ok(parsed.map(|(parsed, region)| Party { code, parsed, region, name }))
}

/// The public document of a fact; an erased one is empty.
pub(in crate::lineage) fn public<T: DeserializeOwned + Default>(
    view: &impl Read,
    position: u64,
) -> Result<T, StoreError> {
    let found = view.with(Family::Sections, &key::section(position, 0), |salted| {
        serde_json::from_slice(salted.get(32..).unwrap_or_default())
            .map_err(|_| StoreError::Damaged { family: "sections", reason: "unreadable document" })
    })?;
    Ok(found.unwrap_or_default())
}
