//! Documents that scan after scan reads, parsed once: organizations and product versions, by the
//! position of their fact. A fact never changes and these sections are not erasable, so no entry is
//! ever out of date. Batches are not kept: there are too many, and theirs can be erased.

use super::label;
use super::model::LabelShown;
use super::records::{public, region_name, version};
use crate::fact::document::{PublicOrganization, PublicProduct};
use crate::fact::text::BiText;
use crate::limits::DOCUMENTS_KEPT_COUNT;
use crate::store::StoreError;
use crate::store::read::Read;
use crate::store::rows::OrganizationRow;
use quick_cache::sync::Cache;
use std::sync::Arc;

/// Parsed documents, bounded by number.
#[derive(Debug)]
pub struct Documents {
    organizations: Cache<u64, Arc<OrganizationDocument>>,
    products: Cache<u64, Arc<ProductDocument>>,
}

/// What a report needs of an organization.
#[derive(Debug)]
pub(super) struct OrganizationDocument {
    pub name: BiText,
    pub phone: Option<String>,
    pub region_name: BiText,
}

/// What a report needs of a product version.
#[derive(Debug)]
pub(super) struct ProductDocument {
    pub name: BiText,
    pub specification: Option<String>,
    pub net_content: Option<String>,
    pub label: LabelShown,
    pub category: String,
    pub has_formula: bool,
}

impl Default for Documents {
    fn default() -> Self {
        let empty = DOCUMENTS_KEPT_COUNT;
        Self { organizations: Cache::new(empty), products: Cache::new(empty) }
    }
}

impl Documents {
    /// The document of an admitted organization.
    pub(super) fn organization(
        &self,
        view: &impl Read,
        row: &OrganizationRow,
    ) -> Result<Arc<OrganizationDocument>, StoreError> {
        self.organizations.get_or_insert_with(&row.position, || {
            let document: PublicOrganization = public(view, row.position)?;
            Ok(Arc::new(OrganizationDocument {
                name: document.name,
                phone: document.contact.phone,
                region_name: region_name(&row.region),
            }))
        })
    }

    /// The document of version `number` of a product, which stands at `position`.
    pub(super) fn product(
        &self,
        view: &impl Read,
        (organization, product, number): (&str, &str, u32),
        position: u64,
    ) -> Result<Arc<ProductDocument>, StoreError> {
        self.products.get_or_insert_with(&position, || {
            let document: PublicProduct = public(view, position)?;
            let row = version(view, organization, product, number)?;
            Ok(Arc::new(ProductDocument {
                net_content: label::net_content(&document),
                label: label::label(&document),
                name: document.name,
                specification: document.specification,
                has_formula: row.as_ref().is_some_and(|row| row.has_formula),
                category: row.map(|row| row.category).unwrap_or_default(),
            }))
        })
    }
}
