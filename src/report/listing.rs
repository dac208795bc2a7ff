//! The listing check: what a shop should know of goods before it lists them. The goods are judged by
//! the report of a scan; what stands here beside is the permit and the organization a listing names.
//! No reason is no promise: it says only that nothing on record speaks against the goods.

use super::{Frame, Lookup, report};
use crate::domain::day::Day;
use crate::domain::listing::ListingItem;
use crate::domain::permit::{PermitKind, scope_covers};
use crate::domain::words::BatchState;
use crate::fact::record::BatchRef;
use crate::fact::text::BiText;
use crate::rules::entries::{Entry, EntryState};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, EntryRow, ProductRefRow, ProductRow, VersionRow};
use crate::texts::listings;
use crate::verdict::{Notice, Reason, ReasonCode};
use crate::views::{entries, query};
use serde::Serialize;

/// Something that speaks against goods, or that is not on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListingReason {
    /// One of a closed set of words; see `texts/listings.rs`.
    pub code: &'static str,
    /// Recalls behind it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recalls: Vec<String>,
    /// State of the permit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'static str>,
    /// RFC 3339 UTC or a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    pub message: BiText,
}

/// Everything that speaks against an item, as of the state that `view` shows.
pub fn listing(
    view: &impl Read,
    frame: &Frame<'_>,
    item: &ListingItem,
) -> Result<Vec<ListingReason>, StoreError> {
    let mut out = Vec::new();
    let mut owner = None;
    if let Some(gtin) = item.gtin {
        owner = view.row::<ProductRefRow>(&key::name(gtin.as_str()))?;
        match &owner {
            None => out.push(plain("unknownGtin")),
            Some(_) => {
                let lookup = Lookup::Gtin { gtin, lot: item.lot.clone(), serial: None };
                let report = report(view, frame, &lookup)?;
                let unregistered =
                    report.notices.iter().any(|notice| notice.code == Notice::LotNotRegistered);
                goods(&report.reasons, &mut out);
                if unregistered {
                    out.push(plain("lotNotRegistered"));
                }
            }
        }
    }
    if let (Some(code), Some(owner)) = (&item.organization, &owner) {
        let known = query::organization(view, code)?;
        if known.is_none_or(|(known, _)| known != owner.organization) {
            out.push(plain("organizationMismatch"));
        }
    }
    permit(view, frame.today, item, owner.as_ref(), &mut out)?;
    Ok(out)
}

/// The reasons of a scan in the words of a listing; recalls of one kind in one.
fn goods(reasons: &[Reason], out: &mut Vec<ListingReason>) {
    for reason in reasons {
        let code = match reason.code {
            ReasonCode::Recalled => "recalled",
            ReasonCode::RecallClosed => "recallClosed",
            ReasonCode::CheckLot => "checkLot",
            ReasonCode::Held => "held",
            ReasonCode::UnitVoided | ReasonCode::BatchWithdrawn => "withdrawn",
            ReasonCode::Expired => "expired",
            ReasonCode::RecallCheckRunning => "recallCheckRunning",
            ReasonCode::CodeOfAnotherProduct | ReasonCode::CodeKeyExposed => "suspect",
            // Sale of single units is told at their codes.
            ReasonCode::NotReleased | ReasonCode::NotActivated => continue,
        };
        let recalls: Vec<String> =
            if code == "held" { Vec::new() } else { reason.recall.iter().cloned().collect() };
        match out.iter_mut().find(|known| known.code == code) {
            Some(known) => known.recalls.extend(recalls),
            None => out.push(ListingReason { recalls, since: reason.since.clone(), ..plain(code) }),
        }
    }
    for reason in out {
        let (ids, since) = (reason.recalls.join(", "), reason.since.clone().unwrap_or_default());
        reason.message = message(reason.code, &[("ids", &ids), ("since", &since)]);
    }
}

fn permit(
    view: &impl Read,
    today: Day,
    item: &ListingItem,
    owner: Option<&ProductRefRow>,
    out: &mut Vec<ListingReason>,
) -> Result<(), StoreError> {
    let Some(number) = &item.permit else { return Ok(()) };
    let mut stated: Vec<EntryRow> =
        entries::of_number(view, number)?.into_iter().map(|(_, row)| row).collect();
    // Where an authority has stated the permit, what firms say of it counts no more.
    if stated.iter().any(|row| row.by.role().is_of_authority()) {
        stated.retain(|row| row.by.role().is_of_authority());
    }
    let Some(newest) = stated.first() else {
        out.push(plain("permitUnknown"));
        return Ok(());
    };
    if stated.iter().all(|row| Entry::of(row).state_on(today) != EntryState::Valid) {
        let entry = Entry::of(newest);
        let (state, since) = (entry.state_on(today).word(), lost_on(&entry, today));
        let since = since.map(|day| day.to_string());
        out.push(ListingReason { state: Some(state), since, ..plain("permitNotValid") });
    }
    if let Some(owner) = owner {
        let goods = Goods::of(view, owner, item)?;
        stated.retain(|row| goods.are_of_class(row));
        let own = stated.iter().any(|row| goods.are_of(&row.holder));
        if !own {
            let makers =
                if stated.is_empty() { Vec::new() } else { commissioned(view, owner, today)? };
            if !stated.iter().any(|row| makers.contains(&row.holder)) {
                out.push(plain("permitNotCovering"));
            }
        }
    }
    Ok(())
}

/// The last day on which the entry went out of force, up to today.
fn lost_on(entry: &Entry, today: Day) -> Option<Day> {
    let changes = entry.facts.iter().map(|fact| fact.on).chain(entry.to.map(Day::next));
    let before = |day: Day| Day::from_number(day.number() - 1);
    changes
        .filter(|on| *on <= today && !entry.covered_on(*on) && entry.covered_on(before(*on)))
        .max()
}

/// The product of an item, as far as a permit is compared with it.
struct Goods<'a> {
    owner: &'a ProductRefRow,
    class: Option<String>,
    maker: Option<String>,
}

impl<'a> Goods<'a> {
    fn of(
        view: &impl Read,
        owner: &'a ProductRefRow,
        item: &ListingItem,
    ) -> Result<Self, StoreError> {
        let ProductRefRow { organization, product } = owner;
        let mut batch: Option<BatchRow> = None;
        if let Some(lot) = &item.lot {
            let (organization, product) = (organization.clone(), product.clone());
            let named = BatchRef { organization, product, lot: lot.to_string() };
            // What was not released says nothing to anyone.
            batch = query::batch(view, &named)?
                .filter(|row| row.state != BatchState::Registered.number());
        }
        let row: Option<ProductRow> = view.row(&key::product(organization, product))?;
        let latest = row.map_or(0, |row| row.latest);
        let version = batch.as_ref().map_or(latest, |batch| batch.version);
        let version: Option<VersionRow> =
            view.row(&key::version(organization, product, version))?;
        let class = version.and_then(|version| version.permit_category);
        Ok(Self { owner, class, maker: batch.and_then(|batch| batch.made.maker) })
    }

    /// Whether an entry takes in this product and its class.
    fn are_of_class(&self, row: &EntryRow) -> bool {
        let record = &row.record;
        let product = record.product.as_ref().is_none_or(|named| *named == self.owner.product);
        let covers = || record.covers.iter().map(String::as_str);
        let class = self.class.as_deref();
        product
            && (record.covers.is_empty() || class.is_none_or(|class| scope_covers(covers(), class)))
    }

    /// Whether an organization owns them, or made them as the lot says.
    fn are_of(&self, holder: &str) -> bool {
        holder == self.owner.organization || self.maker.as_deref() == Some(holder)
    }
}

/// Those whom the owner has commissioned with the product, by what is in force today.
fn commissioned(
    view: &impl Read,
    owner: &ProductRefRow,
    today: Day,
) -> Result<Vec<String>, StoreError> {
    let held = entries::of_holder(view, &owner.organization)?.into_iter();
    let lets = held.filter(|(_, row)| {
        row.record.kind == PermitKind::Commission.number()
            && row.record.product.as_ref().is_none_or(|named| *named == owner.product)
            && Entry::of(row).covered_on(today)
    });
    Ok(lets.filter_map(|(_, row)| row.record.counterpart).collect())
}

fn plain(code: &'static str) -> ListingReason {
    let message = message(code, &[]);
    ListingReason { code, recalls: Vec::new(), state: None, since: None, message }
}

fn message(code: &str, values: &[(&str, &str)]) -> BiText {
    let Some(text) = listings::of_reason(code) else { return BiText::default() };
    let values: Vec<_> =
        values.iter().map(|(name, value)| (*name, crate::texts::Value::same(value))).collect();
    let (zh, en) = text.fill(&values);
    BiText::both(zh, en)
}
