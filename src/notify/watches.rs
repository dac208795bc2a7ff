//! Watch lists: goods, permits and organizations that a side wants to be told of. Side state: who sells
//! what is its own business and no fact of the ledger. A change finds its watches by its subjects.

use super::Subscriber;
use crate::domain::code_ids::SubscriptionId;
use crate::domain::listing::{ListingItem, PermitName};
use crate::domain::org_code::OrgCode;
use crate::fact::body::Body;
use crate::fact::record::ScopeRecord;
use crate::limits::{PAGE_ROWS_MAX, SUBSCRIBER_WATCHES_MAX};
use crate::measure::subjects;
use crate::store::StoreError;
use crate::store::db::{Batch, Db};
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    EntryRow, MeasureRow, ProductRefRow, ProductRow, VersionRow, WatchRow, WatchedRow,
};
use crate::views::{edges, entries, query};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of subjects, as in the keys.
const GTIN: u8 = b'g';
const ORGANIZATION: u8 = b'o';
const PERMIT: u8 = b'p';

/// What came of adding watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// One for each item, in order.
    pub ids: Vec<SubscriptionId>,
    /// So many were not there before.
    pub new: usize,
}

/// Adds watches; one that is there already stays as it is. `None`: there would be more than one side
/// may have, and nothing was added. Only one may run at a time.
pub fn add(
    db: &Db,
    subscriber: &Subscriber,
    items: &[ListingItem],
) -> Result<Option<Added>, StoreError> {
    let prefix = subscriber.prefix();
    let mut view = Overlay::new(db.snapshot());
    let known = view.rows::<WatchRow>(&prefix, &prefix, SUBSCRIBER_WATCHES_MAX)?.len();
    let since = query::facts(&view)?.saturating_sub(1);
    let mut added = Added { ids: Vec::with_capacity(items.len()), new: 0 };
    for item in items {
        let row = row(item, since);
        let id = id(&row);
        let row_key = key::subscribed(&prefix, id.0);
        added.ids.push(id);
        if view.row::<WatchRow>(&row_key)?.is_some() {
            continue;
        }
        added.new += 1;
        for subject in subject_keys(&prefix, &row) {
            view.put(key::subscribed(&subject, id.0), &WatchedRow { since })?;
        }
        view.put(row_key, &row)?;
    }
    if known + added.new > SUBSCRIBER_WATCHES_MAX {
        return Ok(None);
    }
    if added.new > 0 {
        db.commit(crate::ledger::commit::batch(db, &view)?)?;
    }
    Ok(Some(added))
}

/// Takes a watch off the list; `false` when it is not there.
pub fn remove(db: &Db, subscriber: &Subscriber, id: SubscriptionId) -> Result<bool, StoreError> {
    let prefix = subscriber.prefix();
    let row_key = key::subscribed(&prefix, id.0);
    let Some(row) = db.snapshot().row::<WatchRow>(&row_key)? else { return Ok(false) };
    let mut batch = Batch::default();
    db.change(&mut batch, (Family::Watches, &row_key, None))?;
    for subject in subject_keys(&prefix, &row) {
        let subject = key::subscribed(&subject, id.0);
        db.change(&mut batch, (Family::WatchesBySubject, &subject, None))?;
    }
    db.commit(batch)?;
    Ok(true)
}

/// The watch of a row of the list.
pub fn watched(row_key: &[u8]) -> Option<SubscriptionId> {
    row_key.last_chunk().map(|id| SubscriptionId(*id))
}

/// Watches of a side that a change touches; those added after it count nothing.
pub(super) fn touched(
    view: &impl Read,
    subscriber: &[u8],
    position: u64,
    organization: &str,
    body: &Body,
) -> Result<BTreeSet<SubscriptionId>, StoreError> {
    let mut search = Search { view, subscriber, position, found: BTreeSet::new() };
    search.look(ORGANIZATION, one_party(organization).as_str(), None)?;
    match body {
        Body::RecallOpened { scope, .. }
        | Body::RecallStarted { scope, .. }
        | Body::RecallConfirmed { scope, .. }
        | Body::RecallStepped { scope, .. } => {
            search.scope(scope)?;
        }
        Body::RecallEnded { recall, .. } | Body::RecallProgressed { recall, .. } => {
            let row: Option<MeasureRow> = view.row(&key::measure(*recall))?;
            for step in row.iter().flat_map(|row| &row.steps).filter(|step| step.include) {
                search.scope(&step.scope)?;
            }
        }
        Body::ReachStepped { followed, .. } => {
            for lot in followed.iter().flat_map(|followed| &followed.lots) {
                if let Some(lot) = edges::registered(view, lot)? {
                    search.goods(&lot.organization, &lot.product, Some(&lot.lot))?;
                }
            }
        }
        Body::EntryRegistered { entry, .. } | Body::EntryChanged { entry, .. } => {
            let row: Option<EntryRow> = entries::entry(view, *entry)?;
            if let Some(name) = row.and_then(|row| PermitName::of(&row.record.number)) {
                search.look(PERMIT, name.as_str(), None)?;
            }
        }
        other => {
            if let Some(batch) = other.batch() {
                search.goods(&batch.organization, &batch.product, Some(&batch.lot))?;
            }
        }
    }
    Ok(search.found)
}

/// Looks for the watches of one side.
struct Search<'a, V> {
    view: &'a V,
    subscriber: &'a [u8],
    position: u64,
    found: BTreeSet<SubscriptionId>,
}

impl<V: Read> Search<'_, V> {
    fn scope(&mut self, scope: &ScopeRecord) -> Result<(), StoreError> {
        let mut products: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (product, lot) in subjects(scope) {
            products.entry(product).or_default().push(lot);
        }
        for (product, lots) in products {
            if product.is_empty() {
                self.everything_of(&scope.organization)?;
                continue;
            }
            for gtin in gtins(self.view, &scope.organization, product)? {
                for lot in &lots {
                    self.gtin(&gtin, Some(lot).filter(|lot| !lot.is_empty()).copied())?;
                }
            }
        }
        Ok(())
    }

    fn goods(
        &mut self,
        organization: &str,
        product: &str,
        lot: Option<&str>,
    ) -> Result<(), StoreError> {
        for gtin in gtins(self.view, organization, product)? {
            self.gtin(&gtin, lot)?;
        }
        Ok(())
    }

    /// A lot concerns those who watch it and those who watch every lot; a product concerns all of them.
    fn gtin(&mut self, gtin: &str, lot: Option<&str>) -> Result<(), StoreError> {
        if lot.is_some() {
            self.look(GTIN, gtin, Some(""))?;
        }
        self.look(GTIN, gtin, lot)
    }

    /// A measure over a whole organization: the watched GTINs, which are bounded, say whose they are.
    fn everything_of(&mut self, organization: &str) -> Result<(), StoreError> {
        let prefix = key::watched_kind(self.subscriber, GTIN);
        for (row_key, row) in
            self.view.rows::<WatchedRow>(&prefix, &prefix, SUBSCRIBER_WATCHES_MAX)?
        {
            let gtin = key::read_watched(self.subscriber, &row_key).unwrap_or_default();
            let owner: Option<ProductRefRow> = self.view.row(&key::name(gtin))?;
            if owner.is_some_and(|owner| owner.organization == organization) {
                self.note(&row_key, row);
            }
        }
        Ok(())
    }

    fn look(&mut self, kind: u8, name: &str, lot: Option<&str>) -> Result<(), StoreError> {
        let prefix = key::watched(self.subscriber, kind, name, lot);
        for (row_key, row) in
            self.view.rows::<WatchedRow>(&prefix, &prefix, SUBSCRIBER_WATCHES_MAX)?
        {
            self.note(&row_key, row);
        }
        Ok(())
    }

    fn note(&mut self, row_key: &[u8], row: WatchedRow) {
        if row.since < self.position {
            self.found.extend(watched(row_key));
        }
    }
}

/// Every GTIN that a product has or had, in its latest versions.
fn gtins(
    view: &impl Read,
    organization: &str,
    product: &str,
) -> Result<BTreeSet<String>, StoreError> {
    let prefix = key::product(organization, product);
    let Some(row) = view.row::<ProductRow>(&prefix)? else { return Ok(BTreeSet::new()) };
    let kept = u32::try_from(PAGE_ROWS_MAX).unwrap_or(u32::MAX);
    let from = key::version(organization, product, row.latest.saturating_sub(kept));
    let versions = view.rows::<VersionRow>(&prefix, &from, PAGE_ROWS_MAX + 1)?;
    Ok(versions.into_iter().filter_map(|(_, version)| version.gtin).chain(row.gtin).collect())
}

/// The code under which a party is watched, whichever of its codes was written.
fn one_party(organization: &str) -> String {
    let code = OrgCode::parse(organization).ok();
    let shared = code.as_ref().and_then(OrgCode::gb11714);
    shared.unwrap_or(organization).to_owned()
}

fn row(item: &ListingItem, since: u64) -> WatchRow {
    WatchRow {
        gtin: item.gtin.as_ref().map(|gtin| gtin.as_str().to_owned()),
        lot: item.lot.as_ref().map(|lot| lot.as_str().to_owned()),
        permit: item.permit.as_ref().map(|permit| permit.as_str().to_owned()),
        organization: item.organization.as_ref().map(|code| code.as_str().to_owned()),
        since,
    }
}

/// The same things are the same watch.
fn id(row: &WatchRow) -> SubscriptionId {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"suyuan.v1.watch\0");
    for part in [&row.gtin, &row.lot, &row.permit, &row.organization] {
        let text = part.as_deref().unwrap_or_default();
        hasher.update(&(text.len() as u64).to_be_bytes()).update(text.as_bytes());
    }
    let hash = hasher.finalize();
    SubscriptionId(*hash.as_bytes().first_chunk().unwrap_or(&[0; 8]))
}

/// Where a watch is filed, short of its own id.
fn subject_keys(subscriber: &[u8], row: &WatchRow) -> Vec<Vec<u8>> {
    let lot = row.lot.as_deref().unwrap_or_default();
    let gtin = row.gtin.as_deref().map(|gtin| key::watched(subscriber, GTIN, gtin, Some(lot)));
    let permit = row.permit.as_deref();
    let permit = permit.map(|name| key::watched(subscriber, PERMIT, name, None));
    let owner = row.organization.as_deref();
    let owner = owner.map(|code| key::watched(subscriber, ORGANIZATION, &one_party(code), None));
    gtin.into_iter().chain(permit).chain(owner).collect()
}
