//! Consignees of a recall: derived from shipments of its lots, one for each site, amended by what was
//! stated of them.

use super::lots::{CoveredLot, covered};
use crate::domain::base_units::{Measure, exact_add, in_base};
use crate::domain::words::BizStep;
use crate::fact::record::{BatchRef, ConsigneeRecord, EventRecord, MeasureRef, QuantityRecord};
use crate::limits::{CONSIGNEE_EVENTS_READ_COUNT, CONSIGNEE_LEVELS_MAX, RECALL_CONSIGNEES_MAX};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{ConsigneeRow, EventRow, MeasureRow};
use crate::views::query::party_code;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A shipment to a consignee, or its own word that it received goods.
#[derive(Debug, Clone)]
pub struct Shipment {
    pub product: String,
    pub lot: String,
    pub quantity: Option<QuantityRecord>,
    pub on: i32,
    pub by: String,
    pub position: u64,
    /// Stated by the consignee, where nobody stated that it was sent.
    pub received: bool,
}

/// A site that received goods of a recall.
#[derive(Debug, Clone)]
pub struct Consignee {
    pub who: ConsigneeRecord,
    pub shipments: Vec<Shipment>,
    pub row: Option<ConsigneeRow>,
}

/// How much of one lot a consignee got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Got {
    pub product: String,
    pub lot: String,
    /// One sum for each measure that was stated.
    pub sums: BTreeMap<Measure, Decimal>,
    /// Shipments whose quantity is not stated, or in a unit that is none of the three measures.
    pub unstated: u32,
}

/// All consignees of a recall, in order of owner, level and identifier.
#[derive(Debug, Clone)]
pub struct Consignees {
    pub all: Vec<Consignee>,
    pub lots: Vec<CoveredLot>,
    /// Not cut off at a bound.
    pub complete: bool,
}

impl Consignee {
    /// It received nothing after all.
    pub fn is_removed(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.removed)
    }

    /// What it got, lot by lot: as amended, else as events tell.
    pub fn got(&self) -> Vec<Got> {
        let mut lots: BTreeMap<(&str, &str), Got> = BTreeMap::new();
        let amended = self.row.as_ref().and_then(|row| row.got.as_ref());
        let stated: Vec<(&str, &str, Option<&QuantityRecord>)> = match amended {
            Some(got) => {
                got.iter().map(|got| (&*got.product, &*got.lot, Some(&got.quantity))).collect()
            }
            None => {
                let sent = self.shipments.iter();
                sent.map(|sent| (&*sent.product, &*sent.lot, sent.quantity.as_ref())).collect()
            }
        };
        for (product, lot, quantity) in stated {
            let got = lots.entry((product, lot)).or_insert_with(|| Got {
                product: product.to_owned(),
                lot: lot.to_owned(),
                sums: BTreeMap::new(),
                unstated: 0,
            });
            let known =
                quantity.and_then(QuantityRecord::quantity).and_then(|it| in_base(&it).ok());
            let sum = known.and_then(|(measure, value)| {
                let before = got.sums.get(&measure).copied().unwrap_or_default();
                Some((measure, exact_add(before, value).ok()?))
            });
            match sum {
                Some((measure, sum)) => drop(got.sums.insert(measure, sum)),
                None => got.unstated += 1,
            }
        }
        lots.into_values().collect()
    }
}

/// Everybody who received goods of a recall.
pub fn consignees(
    view: &impl Read,
    id: MeasureRef,
    measure: &MeasureRow,
) -> Result<Consignees, StoreError> {
    let (lots, mut complete) = covered(view, id, measure)?;
    let mut left = CONSIGNEE_EVENTS_READ_COUNT;
    let mut sites: BTreeMap<[u8; 8], Consignee> = BTreeMap::new();
    for lot in &lots {
        let prefix = key::batch(&lot.batch);
        let rows = view.rows::<EventRow>(&prefix, &prefix, left + 1)?;
        complete &= rows.len() <= left;
        left -= rows.len().min(left);
        let events: Vec<(u64, EventRecord)> = rows
            .into_iter()
            .map(|(key, row)| (key::last_number(&key).unwrap_or_default(), row.event))
            .collect();
        of_lot(id, &lot.batch, lot.row.made.maker.as_deref(), &events, &mut sites);
    }
    let prefix = key::measure(id);
    let limit = usize::try_from(RECALL_CONSIGNEES_MAX).unwrap_or(usize::MAX).saturating_mul(2);
    for (_, row) in view.rows::<ConsigneeRow>(&prefix, &prefix, limit)? {
        let new = || Consignee { who: row.who.clone(), shipments: Vec::new(), row: None };
        let site = sites.entry(row.who.id).or_insert_with(new);
        site.who = row.who.clone();
        site.row = Some(row);
    }
    let mut all: Vec<Consignee> = sites.into_values().collect();
    all.sort_by(|one, two| order(&one.who).cmp(&order(&two.who)));
    Ok(Consignees { all, lots, complete })
}

fn order(who: &ConsigneeRecord) -> (&str, u16, [u8; 8]) {
    (who.owner.as_str(), who.level, who.id)
}

/// Adds the sites to which events say that one lot went.
fn of_lot(
    id: MeasureRef,
    batch: &BatchRef,
    maker: Option<&str>,
    events: &[(u64, EventRecord)],
    sites: &mut BTreeMap<[u8; 8], Consignee>,
) {
    let owner = party_code(&batch.organization);
    let firm: BTreeSet<String> =
        [Some(owner.clone()), maker.map(party_code)].into_iter().flatten().collect();
    let named = |code: &Option<String>| code.as_deref().map(party_code);
    let shipping = events.iter().filter(|(_, event)| event.biz_step == BizStep::Shipping.number());
    let ways =
        shipping.clone().map(|(_, event)| (party_code(&event.by), named(&event.counterpart)));
    let levels = levels(&firm, &ways.collect::<Vec<_>>());
    let level = |by: &str| levels.get(by).copied().unwrap_or(1).saturating_add(1);
    let mut add = |party: Option<String>, event: &EventRecord, level: u16, position, received| {
        let who = ConsigneeRecord {
            id: site_id(id, &batch.organization, named(&party).as_deref(), event.region.as_deref()),
            owner: batch.organization.clone(),
            party,
            region: event.region.clone(),
            level,
        };
        let new = || Consignee { who: who.clone(), shipments: Vec::new(), row: None };
        let site = sites.entry(who.id).or_insert_with(new);
        site.who.level = site.who.level.min(level);
        site.shipments.push(Shipment {
            product: batch.product.clone(),
            lot: batch.lot.clone(),
            quantity: event.quantity.clone(),
            on: event.on,
            by: event.by.clone(),
            position,
            received,
        });
    };
    let mut sent_to = BTreeSet::new();
    for (position, event) in shipping {
        let (by, to) = (party_code(&event.by), named(&event.counterpart));
        // Between the owner and the maker it has not left the firm.
        if to.as_ref().is_some_and(|to| firm.contains(to)) {
            continue;
        }
        sent_to.extend(to.clone());
        let level = if firm.contains(&by) { 1 } else { level(&by) };
        add(event.counterpart.clone(), event, level, *position, false);
    }
    for (position, event) in events {
        let by = party_code(&event.by);
        let known = firm.contains(&by) || sent_to.contains(&by);
        if event.biz_step != BizStep::Receiving.number() || known {
            continue;
        }
        let from = named(&event.counterpart);
        let direct = from.as_ref().is_none_or(|from| firm.contains(from));
        let level = if direct { 1 } else { from.as_deref().map_or(1, level) };
        add(Some(event.by.clone()), event, level, *position, true);
    }
}

/// Steps of each party from the firm, along shipments.
fn levels(firm: &BTreeSet<String>, ways: &[(String, Option<String>)]) -> BTreeMap<String, u16> {
    let mut levels: BTreeMap<String, u16> = firm.iter().map(|code| (code.clone(), 0)).collect();
    for _ in 0..CONSIGNEE_LEVELS_MAX {
        let mut changed = false;
        for (by, to) in ways {
            let Some((level, to)) = levels.get(by).copied().zip(to.as_ref()) else { continue };
            let known = levels.get(to).copied();
            if known.is_none_or(|known| known > level + 1) {
                levels.insert(to.clone(), level + 1);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    levels
}

/// The identifier of a site that events name.
pub fn site_id(id: MeasureRef, owner: &str, party: Option<&str>, region: Option<&str>) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new_derive_key("suyuan 2026 consignee of a recall");
    hasher.update(&key::measure(id));
    for part in [owner, party.unwrap_or_default(), region.unwrap_or_default()] {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    let mut id = [0; 8];
    hasher.finalize_xof().fill(&mut id);
    id
}
