//! The list of changes, by position in the ledger: what each reader sees of it, a page at a time. The
//! position of the last change looked at is the cursor, so that a reader who comes back with it loses
//! nothing and sees nothing twice.

use super::{Subscriber, change, watches};
use crate::access::{Viewer, may_read_restricted};
use crate::domain::org_code::OrgCode;
use crate::domain::region::Region;
use crate::domain::words::{ChangeKind, ChangeReach};
use crate::limits::CHANGES_READ_COUNT;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{NoticeRow, OrganizationRow};
use crate::views::{notices, query};
use serde_json::{Value, json};

/// Who reads.
#[derive(Debug, Clone)]
pub enum Reader {
    /// Whoever asks: what law publishes.
    Everyone,
    /// A side of an organization.
    Party(Party),
}

/// A side of an organization, and what it wants.
#[derive(Debug, Clone)]
pub struct Party {
    pub viewer: Viewer,
    /// Whose watches count; `None` for a token without an organization.
    pub subscriber: Option<Subscriber>,
    /// What a webhook asked for; `None`: what concerns the side itself, office changes and watches.
    pub kinds: Option<Vec<ChangeKind>>,
}

/// Some changes in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Position and what is told of it.
    pub changes: Vec<(u64, Value)>,
    /// Where to go on.
    pub next: u64,
    /// There may be more already.
    pub more: bool,
}

/// Changes after `since`, at most `limit`.
pub fn page(
    view: &impl Read,
    reader: &Reader,
    since: u64,
    limit: usize,
) -> Result<Page, StoreError> {
    let rows = notices::after(view, since, CHANGES_READ_COUNT)?;
    let mut page =
        Page { changes: Vec::new(), next: since, more: rows.len() >= CHANGES_READ_COUNT };
    for (position, notice) in rows {
        if page.changes.len() >= limit {
            page.more = true;
            break;
        }
        page.next = position;
        if let Some(told) = told(view, reader, position, &notice)? {
            page.changes.push((position, told));
        }
    }
    Ok(page)
}

/// What a reader is told of a change; `None`: nothing.
fn told(
    view: &impl Read,
    reader: &Reader,
    position: u64,
    notice: &NoticeRow,
) -> Result<Option<Value>, StoreError> {
    let reach = ChangeReach::from_number(notice.reach).unwrap_or(ChangeReach::Office);
    let missing = StoreError::Damaged { family: "private", reason: "a change has no fact" };
    let private = || query::private(view, position)?.ok_or(missing);
    let party = match reader {
        Reader::Everyone if reach == ChangeReach::Everyone => {
            return Ok(Some(change::json(view, position, notice, &private()?, false)?));
        }
        Reader::Everyone => return Ok(None),
        Reader::Party(party) => party,
    };
    let office = is_office(view, &party.viewer, &notice.organization)?;
    if party.wants(notice, reach, office) {
        return Ok(Some(change::json(view, position, notice, &private()?, office)?));
    }
    if reach == ChangeReach::Office || !party.wants_watches() {
        return Ok(None);
    }
    let Some(subscriber) = &party.subscriber else { return Ok(None) };
    let private = private()?;
    let prefix = subscriber.prefix();
    let touched = watches::touched(view, &prefix, position, &notice.organization, &private.body)?;
    if touched.is_empty() {
        return Ok(None);
    }
    let change = change::json(view, position, notice, &private, false)?;
    let ids: Vec<_> = touched.iter().map(ToString::to_string).collect();
    Ok(Some(json!({
        "position": position,
        "recordedAt": change.get("recordedAt"),
        "kind": ChangeKind::Watch.word(),
        "watches": ids,
        "change": change,
    })))
}

impl Party {
    /// Whether the change itself is told, and not that something watched was touched.
    fn wants(&self, notice: &NoticeRow, reach: ChangeReach, office: bool) -> bool {
        match &self.kinds {
            None => office,
            Some(kinds) => {
                let named = kinds.iter().any(|kind| kind.number() == notice.kind);
                // The hold that comes with a task is told as the task.
                let held = notice.kind == ChangeKind::TaskOpened.number()
                    && kinds.contains(&ChangeKind::HoldOpened);
                (office || reach == ChangeReach::Everyone) && (named || held)
            }
        }
    }

    fn wants_watches(&self) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&ChangeKind::Watch))
    }
}

fn is_office(view: &impl Read, viewer: &Viewer, organization: &str) -> Result<bool, StoreError> {
    let row: Option<OrganizationRow> = view.row(&key::name(organization))?;
    let known = row.and_then(|row| {
        Some((OrgCode::parse(organization).ok()?, Region::parse(&row.region).ok()?))
    });
    Ok(known.is_some_and(|(code, region)| may_read_restricted(viewer, &code, &region)))
}
