//! Reading the documents behind rows: sections joined by position, parsed leniently. An erased section
//! reads as an empty document.

use super::Documents;
use super::model::{OriginShown, StatedBy};
use crate::domain::region::{Country, Region};
use crate::domain::region_names;
use crate::fact::document::OriginDoc;
use crate::fact::document::PublicProduct;
use crate::fact::record::ActorRecord;
use crate::fact::text::BiText;
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::Read;
use crate::store::rows::{OrganizationRow, VersionRow};
use serde::de::DeserializeOwned;

const PUBLIC: u8 = 0;

/// The public document of a fact.
pub(super) fn public<T: DeserializeOwned + Default>(
    view: &impl Read,
    position: u64,
) -> Result<T, StoreError> {
    Ok(public_sized(view, position)?.1)
}

/// The same with the bytes it takes.
pub(super) fn public_sized<T: DeserializeOwned + Default>(
    view: &impl Read,
    position: u64,
) -> Result<(usize, T), StoreError> {
    let found = view.with(Family::Sections, &key::section(position, PUBLIC), |salted| {
        let document = serde_json::from_slice(salted.get(32..).unwrap_or_default())
            .map_err(|_| StoreError::Damaged { family: "sections", reason: "unreadable document" });
        Ok((salted.len(), document?))
    })?;
    Ok(found.unwrap_or_default())
}

/// Name of a product by its latest version.
pub(super) fn product_names(
    view: &impl Read,
    organization: &str,
    product: &str,
) -> Result<BiText, StoreError> {
    let row: Option<crate::store::rows::ProductRow> =
        view.row(&key::product(organization, product))?;
    let Some(row) = row else { return Ok(BiText::default()) };
    Ok(public::<PublicProduct>(view, row.latest_position)?.name)
}

/// Category of a product version.
pub(super) fn version(
    view: &impl Read,
    organization: &str,
    product: &str,
    version: u32,
) -> Result<Option<VersionRow>, StoreError> {
    view.row(&key::version(organization, product, version))
}

/// Who acted, in words: role, organization with its name, post. Never a person.
pub(super) fn stated_by(
    view: &impl Read,
    documents: &Documents,
    actor: &ActorRecord,
) -> Result<StatedBy, StoreError> {
    let name = organization_name(view, documents, actor.organization.as_deref())?;
    Ok(StatedBy {
        role: actor.role().word(),
        organization: actor.organization.clone(),
        name,
        post: actor.post.clone(),
    })
}

/// Name of an organization, where it is registered here under that code.
pub(super) fn organization_name(
    view: &impl Read,
    documents: &Documents,
    code: Option<&str>,
) -> Result<Option<BiText>, StoreError> {
    let row = match code {
        Some(code) => view.row::<OrganizationRow>(&key::name(code))?,
        None => None,
    };
    row.map(|row| Ok(documents.organization(view, &row)?.name.clone())).transpose()
}

/// A place in words.
pub(super) fn region_name(region: &str) -> BiText {
    match Region::parse(region) {
        Ok(region) => BiText::both(region_names::name_zh(&region), region_names::name_en(&region)),
        Err(_) => BiText::default(),
    }
}

/// An origin: the region where it is known, else the country.
pub(super) fn origin(doc: &OriginDoc) -> OriginShown {
    let name = match (&doc.region, &doc.country) {
        (Some(region), _) => region_name(region),
        (None, Some(country)) => Country::parse(country).map_or_else(
            |_| BiText::default(),
            |country| {
                BiText::both(region_names::country_zh(country), region_names::country_en(country))
            },
        ),
        (None, None) => BiText::default(),
    };
    OriginShown { country: doc.country.clone(), region: doc.region.clone(), name }
}
