//! The register of the demo: the profile that the operator adopts, what the organizations hold, and the
//! licence that was cancelled.

use super::calendar::Calendar;
use super::catalogue::{ENTRIES, POLICIES};
use super::story::text;
use super::{Calls, REGISTERED_DAYS_AGO, Who, organization_path, parties};
use crate::domain::code_ids::EntryId;
use serde_json::json;

/// Days before today on which the entries were stated: after the products, before any lot.
const STATED_DAYS_AGO: u32 = REGISTERED_DAYS_AGO - 5;
/// Days before today from which the oil mill's licence was cancelled, as it was recorded the same day.
const CANCELLED_DAYS_AGO: u32 = 15;

/// Policies, entries, and what happened to them.
pub(super) fn entries(calls: &mut Calls, calendar: Calendar) {
    for policy in POLICIES.iter() {
        let path = "/api/v1/policies".to_owned();
        calls.push(STATED_DAYS_AGO, Who::Operator, path, policy.clone());
    }
    for stated in ENTRIES.iter() {
        let who = stated.by.map_or(Who::Producer(stated.holder), Who::Regulator);
        let path = format!("{}/entries", organization_path(stated.holder));
        calls.push(STATED_DAYS_AGO, who, path, calendar.fill(&stated.entry, 0, 0));
    }
    let Some(id) = number_of("foodProduction", parties::OIL) else { return };
    let body = json!({
        "status": "cancelled",
        "on": calendar.day(CANCELLED_DAYS_AGO),
        "reason": text(
            "企业搬迁，原址停产，申请注销",
            "The mill moved, stopped at the old site and asked for the licence to be cancelled",
        ),
    });
    let path = format!("/api/v1/entries/{id}/status");
    calls.push(CANCELLED_DAYS_AGO, Who::Regulator(parties::REG_AH), path, body);
}

/// The number the service gives an entry: it counts them as they come.
fn number_of(kind: &str, holder: &str) -> Option<EntryId> {
    let named = ENTRIES.iter().zip(1..);
    named
        .filter(|(stated, _)| stated.holder == holder)
        .find(|(stated, _)| stated.entry.get("kind").is_some_and(|word| word == kind))
        .map(|(_, number)| EntryId(number))
}
