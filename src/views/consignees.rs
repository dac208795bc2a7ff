//! Who received goods of a recall: rows of what was stated of consignees, joined with what events of the
//! lots tell. A consignee nobody spoke of has no row: its shipments are enough.

use super::apply::{At, update};
use crate::domain::words::AnswerSide;
use crate::fact::body::{Body, Private};
use crate::fact::record::{AnswerRecord, ConsigneeRecord, LineRecord, MeasureRef, VisitRecord};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    AnswerLinkRow, ClosingRow, ConsigneeRow, CounterRow, KeptLine, LinkKept, VisitRow,
};

mod found;
mod lots;

pub use found::{Consignee, Consignees, Got, Shipment, consignees, site_id};
pub use lots::{CoveredLot, covered};

/// Restricted halves of documents.
const RESTRICTED: u8 = 1;

pub(super) fn apply<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    match &private.body {
        Body::ConsigneeStated { recall, who, under, got, removed } => {
            count(view, &counter(*recall), 1)?;
            change(view, *recall, who, at, |row| {
                row.who = who.clone();
                row.under = under.or(row.under);
                row.removed = *removed;
                row.named.push((at.position, None));
                row.got = got.clone().or(row.got.take());
            })
        }
        Body::ConsigneeAnswered { recall, who, answer, link } => {
            answered(view, *recall, who, answer, at)?;
            match link {
                Some(hash) if answer.last => {
                    update(view, hash.to_vec(), |row: &mut AnswerLinkRow| {
                        row.used = Some(at.position);
                    })
                }
                _ => Ok(()),
            }
        }
        Body::AnswerLinkIssued { recall, who, hash, expires_at } => {
            let (recall, expires_at) = (*recall, *expires_at);
            let row = AnswerLinkRow { recall, who: who.clone(), expires_at, used: None };
            view.put(hash.to_vec(), &row)?;
            change(view, recall, who, at, |row| {
                row.link = Some(LinkKept { expires_at, used: false, position: at.position });
            })
        }
        Body::ConsigneeErased { recall, consignee, positions } => {
            for position in positions {
                view.delete(Family::Sections, key::section(*position, RESTRICTED));
            }
            update(view, key::consignee(*recall, *consignee), |row: &mut ConsigneeRow| {
                row.erased = true;
            })
        }
        Body::ShopVisited { recall, visit } => {
            count(view, &visit_counter(*recall), 1)?;
            let row = VisitRow { visit: VisitRecord::clone(visit), by: private.actor.clone() };
            view.put(key::visit(*recall, at.position), &row)
        }
        Body::ClosureProposed { recall } => {
            let row = ClosingRow { position: at.position, by: private.actor.clone() };
            view.put(key::measure(*recall), &row)
        }
        _ => Ok(()),
    }
}

/// Counter of statements that add or correct consignees of a recall.
pub fn counter(recall: MeasureRef) -> String {
    format!("consignees.{}.{}", recall.year, recall.number)
}

/// Counter of visits to shops for a recall.
pub fn visit_counter(recall: MeasureRef) -> String {
    format!("visits.{}.{}", recall.year, recall.number)
}

/// What a counter says.
pub fn counted(view: &impl Read, counter: &str) -> Result<u64, StoreError> {
    Ok(view.row::<CounterRow>(&key::name(counter))?.map_or(0, |row| row.0))
}

/// What was stated of a consignee.
pub fn row(
    view: &impl Read,
    recall: MeasureRef,
    id: [u8; 8],
) -> Result<Option<ConsigneeRow>, StoreError> {
    view.row(&key::consignee(recall, id))
}

fn answered<B: Read>(
    view: &mut Overlay<B>,
    recall: MeasureRef,
    who: &ConsigneeRecord,
    answer: &AnswerRecord,
    at: At,
) -> Result<(), StoreError> {
    change(view, recall, who, at, |row| {
        row.notified_on = answer.notified_on.or(row.notified_on);
        row.stopped_on = answer.stopped_on.or(row.stopped_on);
        let side = AnswerSide::from_number(answer.side);
        if side.is_some_and(AnswerSide::is_consignee) {
            row.answered_at = Some(at.recorded_at);
        }
        for line in &answer.lines {
            keep(&mut row.lines, line, answer.side, at.position);
        }
        row.done |= answer.last;
        if side == Some(AnswerSide::Link)
            && answer.last
            && let Some(link) = &mut row.link
        {
            link.used = true;
        }
    })?;
    for (place, customer) in (0_u16..).zip(&answer.customers) {
        count(view, &counter(recall), 1)?;
        change(view, recall, &customer.who, at, |row| {
            row.under = Some(who.id);
            row.got = Some(customer.got.clone());
            row.named.push((at.position, Some(place)));
        })?;
    }
    Ok(())
}

/// The latest statement of a way and lot stands.
fn keep(lines: &mut Vec<KeptLine>, line: &LineRecord, side: u8, position: u64) {
    let of_same = |kept: &&mut KeptLine| {
        kept.line.disposition == line.disposition && kept.line.lot == line.lot
    };
    let mut new = KeptLine { line: line.clone(), side, position, disputed: false };
    match lines.iter_mut().find(of_same) {
        Some(kept) => {
            new.disputed = kept.side != side && kept.line.quantity != line.quantity;
            *kept = new;
        }
        None => lines.push(new),
    }
}

/// Changes the row of a consignee, made where there is none yet.
fn change<B: Read>(
    view: &mut Overlay<B>,
    recall: MeasureRef,
    who: &ConsigneeRecord,
    at: At,
    change: impl FnOnce(&mut ConsigneeRow),
) -> Result<(), StoreError> {
    let row_key = key::consignee(recall, who.id);
    let mut row = view.row(&row_key)?.unwrap_or_else(|| ConsigneeRow {
        who: who.clone(),
        under: None,
        got: None,
        removed: false,
        named: Vec::new(),
        notified_on: None,
        stopped_on: None,
        lines: Vec::new(),
        answered_at: None,
        done: false,
        facts: Vec::new(),
        erased: false,
        link: None,
    });
    change(&mut row);
    row.facts.push(at.position);
    row.erased = false;
    view.put(row_key, &row)
}

fn count<B: Read>(view: &mut Overlay<B>, counter: &str, by: u64) -> Result<(), StoreError> {
    let now = counted(view, counter)?;
    view.put(key::name(counter), &CounterRow(now.saturating_add(by)))
}

/// The link behind a keyed hash.
pub fn link(view: &impl Read, hash: &[u8; 32]) -> Result<Option<AnswerLinkRow>, StoreError> {
    view.row(hash)
}

/// The closing of a recall that waits for a second post.
pub fn closing(view: &impl Read, recall: MeasureRef) -> Result<Option<ClosingRow>, StoreError> {
    view.row(&key::measure(recall))
}

/// Visits to shops for a recall, in order, at most so many.
pub fn visits(
    view: &impl Read,
    recall: MeasureRef,
    limit: usize,
) -> Result<Vec<(u64, VisitRow)>, StoreError> {
    let prefix = key::measure(recall);
    let rows = view.rows::<VisitRow>(&prefix, &prefix, limit)?;
    Ok(rows
        .into_iter()
        .map(|(key, row)| (key::last_number(&key).unwrap_or_default(), row))
        .collect())
}
