//! Search by name: firms and products by the beginning of any word of their names, by pinyin and by its
//! initials. The index is side state in memory: it holds nothing that the sections do not hold, is made
//! from them at a start, and follows the facts. What an answer shows is read from the sections again, so
//! that an erased name is gone with its section, whatever the index still holds.

mod index;
mod names;

use crate::fact::body::Body;
use crate::fact::text::BiText;
use crate::limits::{SEARCH_BUILD_ROWS_COUNT, SEARCH_FACTS_READ_COUNT};
use crate::report::firm::{firm_name, goods_name, is_recalled, product_recalls};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::{OrganizationRow, ProductRow};
use crate::views::query;
use index::Index;
pub use index::{Hits, Subject};
pub use names::words;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// A result, as everybody may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub organization: String,
    pub organization_name: BiText,
    /// `None` for the organization itself.
    pub product: Option<String>,
    pub name: BiText,
    pub specification: Option<String>,
    /// A recall that has not been lifted names it, or lots of it.
    pub recalled: bool,
}

/// The index, shared by readers; empty until it was built.
#[derive(Debug, Default)]
pub struct Names(RwLock<Option<Index>>);

impl Names {
    /// Follows some facts where the index is there already, so that what was committed just before is in.
    pub fn follow_some(&self, view: &impl Read) -> Result<(), StoreError> {
        if self.read().is_some() {
            self.follow(view)?;
        }
        Ok(())
    }

    /// Builds the index where there is none, else follows some facts. Gives back whether it is current.
    pub fn follow(&self, view: &impl Read) -> Result<bool, StoreError> {
        let facts = query::facts(view)?;
        let Some(from) = self.read().as_ref().map(|index| index.position) else {
            let built = build(view, facts)?;
            self.write().get_or_insert(built);
            return Ok(true);
        };
        if from >= facts {
            return Ok(true);
        }
        let to = facts.min(from.saturating_add(SEARCH_FACTS_READ_COUNT));
        let mut changes = Vec::new();
        for position in from..to {
            if let Some(private) = query::private(view, position)? {
                changes.extend(touched(private.body));
            }
        }
        let mut index = self.write();
        // Another reader may have followed the same facts meanwhile.
        if let Some(index) = index.as_mut().filter(|index| index.position == from) {
            for change in changes {
                apply(view, index, change)?;
            }
            index.position = to;
        }
        Ok(to == facts)
    }

    /// Subjects whose names match every word, at most `rows` after the one given; `None` while the index
    /// is being built.
    pub fn find(&self, words: &[String], after: Option<&Subject>, rows: usize) -> Option<Hits> {
        self.read().as_ref().map(|index| index.find(words, after, rows))
    }

    fn read(&self) -> RwLockReadGuard<'_, Option<Index>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Option<Index>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a subject is called today; `None` where its name was erased.
pub fn found(view: &impl Read, subject: &Subject) -> Result<Option<Found>, StoreError> {
    let code = subject.organization.as_str();
    let Some(row) = view.row::<OrganizationRow>(&key::name(code))? else { return Ok(None) };
    let organization_name = firm_name(view, &row)?;
    let (name, specification, recalled) = match &subject.product {
        None => (organization_name.clone(), None, is_recalled(view, code, &row)?),
        Some(product) => {
            let goods: Option<ProductRow> = view.row(&key::product(code, product))?;
            let Some(goods) = goods else { return Ok(None) };
            let (name, specification) = goods_name(view, &goods)?;
            let recalls = product_recalls(view, (code, &row), (product, &goods))?;
            (name, specification, !recalls.is_empty())
        }
    };
    if name.zh.is_none() && name.en.is_none() {
        return Ok(None);
    }
    Ok(Some(Found {
        organization: subject.organization.clone(),
        organization_name,
        product: subject.product.clone(),
        name,
        specification,
        recalled,
    }))
}

/// What a fact changes of the index.
enum Change {
    Named(Subject),
    Erased(Vec<u64>),
}

fn touched(body: Body) -> Option<Change> {
    Some(match body {
        Body::OrganizationAdmitted { code, .. } => {
            Change::Named(Subject { organization: code, product: None })
        }
        Body::ProductRegistered { organization, product, .. } => {
            Change::Named(Subject { organization, product: Some(product) })
        }
        Body::SectionErased { positions, .. } => Change::Erased(positions),
        _ => return None,
    })
}

fn apply(view: &impl Read, index: &mut Index, change: Change) -> Result<(), StoreError> {
    let subjects = match change {
        Change::Named(subject) => vec![subject],
        Change::Erased(positions) => index.named_at(&positions),
    };
    for subject in subjects {
        match named(view, &subject)? {
            Some((position, name)) => index.put(subject, position, &name),
            None => index.remove(&subject),
        }
    }
    Ok(())
}

/// Where the name of a subject stands, and the name.
fn named(view: &impl Read, subject: &Subject) -> Result<Option<(u64, BiText)>, StoreError> {
    let code = subject.organization.as_str();
    match &subject.product {
        None => {
            let row: Option<OrganizationRow> = view.row(&key::name(code))?;
            row.map(|row| Ok((row.position, firm_name(view, &row)?))).transpose()
        }
        Some(product) => {
            let row: Option<ProductRow> = view.row(&key::product(code, product))?;
            row.map(|row| Ok((row.latest_position, goods_name(view, &row)?.0))).transpose()
        }
    }
}

/// Everything that has a name, by its rows: as much work as there are firms and products, however many
/// facts there are.
fn build(view: &impl Read, facts: u64) -> Result<Index, StoreError> {
    let mut index = Index::at(facts);
    each(view, Family::Organizations, |row_key, bytes| {
        let row: OrganizationRow = decode(bytes)?;
        let organization = String::from_utf8_lossy(row_key).into_owned();
        let name = firm_name(view, &row)?;
        index.put(Subject { organization, product: None }, row.position, &name);
        Ok(())
    })?;
    each(view, Family::Products, |row_key, bytes| {
        let row: ProductRow = decode(bytes)?;
        if let Some((organization, product)) = key::read_goods(row_key) {
            let name = goods_name(view, &row)?.0;
            let subject = Subject { organization, product: Some(product) };
            index.put(subject, row.latest_position, &name);
        }
        Ok(())
    })?;
    Ok(index)
}

fn each(
    view: &impl Read,
    family: Family,
    mut each: impl FnMut(&[u8], &[u8]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut from = Vec::new();
    loop {
        let rows = view.range(family, &from, &[u8::MAX; 64], SEARCH_BUILD_ROWS_COUNT)?;
        for (row_key, bytes) in &rows {
            each(row_key, bytes)?;
        }
        match rows.last() {
            Some((last, _)) if rows.len() == SEARCH_BUILD_ROWS_COUNT => {
                from = [last.as_slice(), &[0]].concat();
            }
            _ => return Ok(()),
        }
    }
}
