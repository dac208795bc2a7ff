//! Documents that scan after scan reads, parsed once, by the position of their fact. A fact never
//! changes, so no entry is ever out of date. Those of a batch can be erased: then they are neither
//! looked up here nor kept.

use super::label;
use super::model::{AdditiveShown, IngredientShown, LabelShown, OriginShown, TestItemShown};
use super::records::{origin, public, public_sized, region_name, version};
use crate::domain::groups::Groups;
use crate::domain::words::{CheckKind, Group, ReportState};
use crate::fact::document::{
    PrintedDatesDoc, PublicAdditive, PublicBatch, PublicCheck, PublicCorrection, PublicIngredient,
    PublicLaboratory, PublicManufacturer, PublicOrganization, PublicProduct,
};
use crate::fact::text::BiText;
use crate::limits::{DOCUMENTS_KEPT_BYTES, DOCUMENTS_KEPT_COUNT};
use crate::rules::book::{Rulebook, Rulebooks};
use crate::store::StoreError;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, OrganizationRow};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::sync::Arc;

/// Parsed documents, bounded: of parties and products by number, of batches and checks by bytes.
#[derive(Debug)]
pub struct Documents {
    organizations: Cache<u64, Arc<OrganizationDocument>>,
    products: Cache<u64, Arc<ProductDocument>>,
    batches: Cache<u64, Arc<Weighed<BatchDocument>>, ByBytes>,
    checks: Cache<u64, Arc<Weighed<CheckDocument>>, ByBytes>,
    rulebooks: Rulebooks,
}

/// A document with the bytes it was parsed from.
#[derive(Debug)]
pub(super) struct Weighed<T> {
    bytes: u64,
    pub document: T,
}

#[derive(Debug, Clone)]
struct ByBytes;

impl<T> Weighter<u64, Arc<Weighed<T>>> for ByBytes {
    fn weight(&self, _: &u64, kept: &Arc<Weighed<T>>) -> u64 {
        kept.bytes
    }
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

/// What a report needs of a batch, as registered or as the last correction left it.
#[derive(Debug, Default)]
pub(super) struct BatchDocument {
    pub lot_as_printed: Option<String>,
    pub dates_as_printed: Option<PrintedDatesDoc>,
    pub manufacturer: Option<PublicManufacturer>,
    pub origin: Option<OriginShown>,
    pub ingredients: Vec<IngredientShown>,
    pub additives: Vec<AdditiveShown>,
}

/// What a report needs of a check.
#[derive(Debug, Default)]
pub(super) struct CheckDocument {
    pub kind: String,
    pub report_no: String,
    pub tested_on: Option<String>,
    pub laboratory: Option<PublicLaboratory>,
    pub report_state: &'static str,
    /// Computed from the items.
    pub result: &'static str,
    pub items: Vec<TestItemShown>,
}

impl Default for Documents {
    fn default() -> Self {
        let count = DOCUMENTS_KEPT_COUNT;
        let weighed = DOCUMENTS_KEPT_BYTES;
        Self {
            organizations: Cache::new(count),
            products: Cache::new(count),
            batches: Cache::with_weighter(count, weighed, ByBytes),
            checks: Cache::with_weighter(count, weighed, ByBytes),
            rulebooks: Rulebooks::default(),
        }
    }
}

impl Documents {
    /// The policies that the ledger has adopted.
    pub(super) fn rulebook(&self, view: &impl Read) -> Result<Arc<Rulebook>, StoreError> {
        self.rulebooks.at(view)
    }

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
                has_formula: row
                    .as_ref()
                    .is_some_and(|row| Groups::from_bits(row.groups).has(Group::Formula)),
                category: row.map(|row| row.category).unwrap_or_default(),
            }))
        })
    }

    /// The document of a batch as it reads now.
    pub(super) fn batch(
        &self,
        view: &impl Read,
        row: &BatchRow,
    ) -> Result<Arc<Weighed<BatchDocument>>, StoreError> {
        let read = || {
            if row.document == row.position {
                let (bytes, document) = public_sized(view, row.document)?;
                return Ok(weighed(bytes, batch_shown(document)));
            }
            let (bytes, correction) = public_sized::<PublicCorrection>(view, row.document)?;
            Ok(weighed(bytes, batch_shown(correction.record)))
        };
        if row.erased != 0 {
            self.batches.remove(&row.document);
            return read();
        }
        self.batches.get_or_insert_with(&row.document, read)
    }

    /// The document of a check of a batch.
    pub(super) fn check(
        &self,
        view: &impl Read,
        row: &BatchRow,
        position: u64,
    ) -> Result<Arc<Weighed<CheckDocument>>, StoreError> {
        let read = || {
            let (bytes, document) = public_sized(view, position)?;
            Ok(weighed(bytes, check_shown(document)))
        };
        if row.erased != 0 {
            self.checks.remove(&position);
            return read();
        }
        self.checks.get_or_insert_with(&position, read)
    }
}

fn weighed<T>(bytes: usize, document: T) -> Arc<Weighed<T>> {
    Arc::new(Weighed { bytes: bytes as u64, document })
}

fn batch_shown(document: PublicBatch) -> BatchDocument {
    BatchDocument {
        lot_as_printed: document.lot_as_printed,
        dates_as_printed: document.dates_as_printed,
        manufacturer: document.manufacturer,
        origin: document.origin.as_ref().map(origin),
        ingredients: document.ingredients.into_iter().map(ingredient).collect(),
        additives: document.additives.into_iter().map(additive).collect(),
    }
}

/// Whether its source lot is on record is the row's to say.
fn ingredient(line: PublicIngredient) -> IngredientShown {
    IngredientShown {
        name: line.name,
        role: line.role,
        origin: line.origin.as_ref().map(origin),
        linked: false,
        documents: line.documents.into_iter().filter_map(|paper| paper.kind).collect(),
    }
}

fn additive(line: PublicAdditive) -> AdditiveShown {
    let known = crate::texts::additives::additive_name(line.cns.as_deref(), line.ins.as_deref());
    let name = line.name.or(known.map(|(zh, en)| BiText::both(zh, en)));
    let class = line.function.as_deref().and_then(crate::texts::food::function_class);
    AdditiveShown {
        cns: line.cns,
        ins: line.ins,
        name: name.unwrap_or_default(),
        function: class.map(|text| BiText::both(text.zh, text.en)),
        result: None,
        clause: None,
        judged_by: None,
    }
}

fn check_shown(document: PublicCheck) -> CheckDocument {
    let kind = document.kind.as_deref().and_then(CheckKind::parse).unwrap_or(CheckKind::Other);
    let state = document.report_state.as_deref().and_then(ReportState::parse);
    CheckDocument {
        report_state: state.unwrap_or(ReportState::Final).word(),
        kind: document.kind.unwrap_or_default(),
        report_no: document.report_no.unwrap_or_default(),
        tested_on: document.tested_on,
        laboratory: document.laboratory,
        result: crate::rules::overall(&document.items, kind).word(),
        items: document.items.iter().map(|item| label::test_item(item, kind)).collect(),
    }
}
