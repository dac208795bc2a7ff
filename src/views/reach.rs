//! How much a scope covers now: batches and units. Exact by counters for open scopes; counted one by
//! one, up to a bound, for dates.

use crate::fact::record::{BatchRef, PartRecord, ScopeRecord};
use crate::limits::REACH_COUNT_MAX;
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::Read;
use crate::store::rows::{BatchRow, OrganizationRow, OwnRangeRow, ProductRow};

/// What a scope covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    pub batches: u64,
    pub units: u64,
    /// Counting stopped at the bound: there are at least so many.
    pub at_least: bool,
}

impl Reach {
    /// Adds what another scope covers.
    pub fn add(&mut self, other: Self) {
        self.batches += other.batches;
        self.units += other.units;
        self.at_least |= other.at_least;
    }
}

/// Counts what is registered under a scope; the parts of a union one by one.
pub fn reach(view: &impl Read, scope: &ScopeRecord) -> Result<Reach, StoreError> {
    let organization = scope.organization.as_str();
    match &scope.part {
        PartRecord::All => {
            let row: Option<OrganizationRow> = view.row(&key::name(organization))?;
            Ok(row.map_or(Reach::default(), |row| whole(row.batches, row.units)))
        }
        PartRecord::Product { product } => {
            let row: Option<ProductRow> = view.row(&key::product(organization, product))?;
            Ok(row.map_or(Reach::default(), |row| whole(row.batches, row.units)))
        }
        PartRecord::ProducedOn { product: Some(product), first, last } => {
            let mut found = Reach::default();
            dates(view, organization, product, (*first, *last), &mut found)?;
            Ok(found)
        }
        PartRecord::ProducedOn { product: None, first, last } => {
            let mut found = Reach::default();
            let prefix = key::organization_prefix(organization);
            let limit = usize::try_from(REACH_COUNT_MAX).unwrap_or(usize::MAX);
            for (product_key, _) in view.rows::<ProductRow>(&prefix, &prefix, limit)? {
                let product = key::read_product(&product_key).unwrap_or_default();
                dates(view, organization, &product, (*first, *last), &mut found)?;
            }
            Ok(found)
        }
        PartRecord::Lots { product, lots } => {
            let mut found = Reach::default();
            for lot in lots {
                if let Some(row) = lot_row(view, organization, product, lot)? {
                    found.batches += 1;
                    found.units += row.units;
                }
            }
            Ok(found)
        }
        PartRecord::Units { product, lot, first, last } => {
            let row = lot_row(view, organization, product, lot)?;
            Ok(row.map_or(Reach::default(), |row| {
                whole(1, (*last).min(row.units).saturating_add(1).saturating_sub(*first))
            }))
        }
        PartRecord::Serials { product, range } => serials(view, organization, product, range),
        // The lot itself; what was made of it is marked, and counted with the marks.
        PartRecord::Ingredient { own: true, .. } | PartRecord::Received { .. } => {
            Ok(Reach::default())
        }
        PartRecord::Ingredient { lot, .. } => {
            let row = lot_row(view, organization, &lot.product, &lot.lot)?;
            Ok(row.map_or(Reach::default(), |row| whole(1, row.units)))
        }
        PartRecord::Any { scopes } => {
            let mut sum = Reach::default();
            for scope in scopes {
                sum.add(reach(view, scope)?);
            }
            Ok(sum)
        }
    }
}

fn whole(batches: u64, units: u64) -> Reach {
    Reach { batches, units, at_least: false }
}

fn lot_row(
    view: &impl Read,
    organization: &str,
    product: &str,
    lot: &str,
) -> Result<Option<BatchRow>, StoreError> {
    let batch = BatchRef {
        organization: organization.to_owned(),
        product: product.to_owned(),
        lot: lot.to_owned(),
    };
    super::query::batch(view, &batch)
}

fn dates(
    view: &impl Read,
    organization: &str,
    product: &str,
    (first, last): (i32, i32),
    found: &mut Reach,
) -> Result<(), StoreError> {
    let start = key::date_prefix(organization, product, first).finish();
    let end = key::date_prefix(organization, product, last.saturating_add(1)).finish();
    let room = REACH_COUNT_MAX.saturating_sub(found.batches);
    let limit = usize::try_from(room).unwrap_or(usize::MAX);
    let rows = view.range(Family::BatchesByDate, &start, &end, limit)?;
    found.at_least |= rows.len() >= limit;
    for (date_key, _) in rows {
        let Some(batch) = key::date_lot(&date_key) else { continue };
        if let Some(row) = super::query::batch(view, &batch)? {
            found.batches += 1;
            found.units += row.units;
        }
    }
    Ok(())
}

fn serials(
    view: &impl Read,
    organization: &str,
    product: &str,
    range: &crate::fact::record::SerialRecord,
) -> Result<Reach, StoreError> {
    let shape = key::own_shape(organization, product, &range.prefix, range.width);
    let prefix = shape.clone().finish();
    let before =
        view.last_row::<OwnRangeRow>(&prefix, &shape.clone().u128(range.first).finish())?;
    let from = before.map_or_else(|| shape.clone().u128(range.first).finish(), |(key, _)| key);
    let limit = usize::try_from(REACH_COUNT_MAX).unwrap_or(usize::MAX);
    let rows = view.rows::<OwnRangeRow>(&prefix, &from, limit)?;
    let mut lots = std::collections::BTreeSet::new();
    let mut found = Reach { at_least: rows.len() >= limit, ..Reach::default() };
    for (row_key, row) in rows {
        let start = row_key.last_chunk().map_or(0, |bytes| u128::from_be_bytes(*bytes));
        let (first, last) = (start.max(range.first), row.last.min(range.last));
        if first <= last {
            found.units += u64::try_from(last - first).unwrap_or(u64::MAX).saturating_add(1);
            lots.insert(row.lot);
        }
    }
    found.batches = lots.len() as u64;
    Ok(found)
}
