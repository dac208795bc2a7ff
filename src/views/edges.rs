//! Edges between lots, as anybody who follows them should read them. A lot is named by its party's
//! GB 11714 code where it has one; a lot named by GTIN alone meets the registered one as soon as that
//! GTIN is registered, before or after. Not here: walking on (`lineage`).

use crate::codec::key::after_prefix;
use crate::domain::org_code::OrgCode;
use crate::fact::record::{BatchRef, QuantityRecord};
use crate::limits::LINEAGE_VERSIONS_READ_COUNT;
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::{Pair, Read, decode};
use crate::store::rows::{AliasRow, EdgeOutRow, ProductRefRow, ProductRow, VersionRow};
use crate::views::query::{self, one_party};
use std::collections::{BTreeMap, BTreeSet};

/// The other end of an edge, and what went over it as stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    pub lot: BatchRef,
    pub used: Vec<QuantityRecord>,
}

/// The other ends of a lot's edges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Neighbours {
    pub lots: Vec<Neighbour>,
    /// There are more statements than were read.
    pub cut: bool,
}

/// The reference of a lot that is known by GTIN (14 digits) alone: it has no organization yet.
pub fn by_gtin(gtin: &str, lot: &str) -> BatchRef {
    BatchRef { organization: String::new(), product: gtin.to_owned(), lot: lot.to_owned() }
}

/// The GTIN of such a reference.
pub fn gtin_of(lot: &BatchRef) -> Option<&str> {
    lot.organization.is_empty().then_some(lot.product.as_str())
}

/// The lot as edges name it: one named by GTIN becomes that of the product, where it is registered.
pub fn resolved(view: &impl Read, lot: &BatchRef) -> Result<BatchRef, StoreError> {
    let Some(gtin) = gtin_of(lot) else { return Ok(one_party(lot)) };
    let product: Option<ProductRefRow> = view.row(&key::name(gtin))?;
    Ok(product.map_or_else(
        || lot.clone(),
        |ProductRefRow { organization, product }| {
            one_party(&BatchRef { organization, product, lot: lot.lot.clone() })
        },
    ))
}

/// The lot as it is registered, or would be: by the code its organization was admitted with. `None`
/// while nobody is admitted under that code, or holds that GTIN.
pub fn registered(view: &impl Read, lot: &BatchRef) -> Result<Option<BatchRef>, StoreError> {
    let lot = resolved(view, lot)?;
    let Ok(code) = OrgCode::parse(&lot.organization) else { return Ok(None) };
    let known = query::organization(view, &code)?;
    Ok(known.map(|(organization, _)| BatchRef { organization, ..lot }))
}

/// Lots that went into `output`, in the order of their names, from at most `limit` statements.
pub fn inputs(view: &impl Read, output: &BatchRef, limit: usize) -> Result<Neighbours, StoreError> {
    let output = resolved(view, output)?;
    let mut found = BTreeMap::new();
    let (rows, cut) = scan(view, Family::EdgesIn, &key::batch(&output), limit)?;
    for (edge, _) in rows {
        let Some((_, input)) = key::read_edge(&edge) else { continue };
        let row: Option<EdgeOutRow> = view.row(&key::edge(&input, &output))?;
        let used = row.map(|row| row.used).unwrap_or_default();
        add(&mut found, resolved(view, &input)?, used);
    }
    Ok(Neighbours { lots: listed(found), cut })
}

/// Lots that `input` went into, in the order of their names, from at most `limit` statements.
pub fn outputs(view: &impl Read, input: &BatchRef, limit: usize) -> Result<Neighbours, StoreError> {
    let input = resolved(view, input)?;
    let mut found = BTreeMap::new();
    let (mut room, mut any_cut) = (limit, false);
    for named in names(view, &input)? {
        let (rows, cut) = scan(view, Family::EdgesOut, &key::batch(&named), room)?;
        (room, any_cut) = (room.saturating_sub(rows.len()), any_cut || cut);
        for (edge, bytes) in rows {
            let Some((_, output)) = key::read_edge(&edge) else { continue };
            let row: EdgeOutRow = decode(&bytes)?;
            add(&mut found, resolved(view, &output)?, row.used);
        }
    }
    Ok(Neighbours { lots: listed(found), cut: any_cut })
}

/// Every name under which statements may have put the lot: its own, and each GTIN of its product.
pub(super) fn names(view: &impl Read, lot: &BatchRef) -> Result<BTreeSet<BatchRef>, StoreError> {
    Names::default().of(view, lot)
}

/// The GTINs of products that were looked up, by party and product.
#[derive(Debug, Default)]
pub struct Names(BTreeMap<(String, String), Vec<String>>);

impl Names {
    /// Every name of a lot.
    pub(super) fn of(
        &mut self,
        view: &impl Read,
        lot: &BatchRef,
    ) -> Result<BTreeSet<BatchRef>, StoreError> {
        let mut names = BTreeSet::from([lot.clone()]);
        let product = (lot.organization.clone(), lot.product.clone());
        if !self.0.contains_key(&product) {
            let gtins = gtins(view, lot)?;
            self.0.insert(product.clone(), gtins);
        }
        let gtins = self.0.get(&product).into_iter().flatten();
        names.extend(gtins.map(|gtin| by_gtin(gtin, &lot.lot)));
        Ok(names)
    }
}

/// Every GTIN that the product of a lot ever had.
fn gtins(view: &impl Read, lot: &BatchRef) -> Result<Vec<String>, StoreError> {
    let BatchRef { organization, product, .. } = lot;
    let known: Option<AliasRow> = view.row(&key::name(organization))?;
    let organization = known.map_or_else(|| organization.clone(), |row| row.0);
    let prefix = key::product(&organization, product);
    let row: Option<ProductRow> = view.row(&prefix)?;
    // A product that ever had a GTIN says so.
    if row.is_none_or(|row| row.gtin.is_none()) {
        return Ok(Vec::new());
    }
    let versions = view.rows::<VersionRow>(&prefix, &prefix, LINEAGE_VERSIONS_READ_COUNT)?;
    Ok(versions.into_iter().filter_map(|(_, row)| row.gtin).collect())
}

fn scan(
    view: &impl Read,
    family: Family,
    prefix: &[u8],
    limit: usize,
) -> Result<(Vec<Pair>, bool), StoreError> {
    let end = after_prefix(prefix).unwrap_or_else(|| vec![u8::MAX; 64]);
    let mut rows = view.range(family, prefix, &end, limit.saturating_add(1))?;
    let cut = rows.len() > limit;
    rows.truncate(limit);
    Ok((rows, cut))
}

type Found = BTreeMap<BatchRef, Vec<QuantityRecord>>;

fn add(found: &mut Found, lot: BatchRef, used: Vec<QuantityRecord>) {
    found.entry(lot).or_default().extend(used);
}

fn listed(found: Found) -> Vec<Neighbour> {
    found.into_iter().map(|(lot, used)| Neighbour { lot, used }).collect()
}
