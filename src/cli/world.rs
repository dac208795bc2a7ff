//! The demonstration world: invented firms, goods and events, as the calls that bring them about over
//! the API. Nothing in it is real: every name says so, GTINs have the GS1 demonstration prefix 952,
//! organization codes have right check characters and belong to nobody.
//!
//! It sends nothing and issues no tokens: that is the runner's work. What the firms make stands in
//! `schemas/demo`; what happens to single lots, in `story`.

mod calendar;
mod catalogue;
mod lots;
mod papers;
mod parties;
mod register;
mod showcase;
mod story;
#[cfg(test)]
mod tests;

use calendar::Calendar;
use catalogue::{Line, ORGANIZATIONS};
use lots::{Activated, Stock};
use serde_json::{Value, json};
use std::cmp::Reverse;

/// Days before today on which the organizations were admitted.
const ADMITTED_DAYS_AGO: u32 = 400;
/// Days before today on which the products were registered.
const REGISTERED_DAYS_AGO: u32 = 395;

/// One `POST` of the demo: who, where, what, and how many days before today it happened (0 = today).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Call {
    pub who: Who,
    /// Absolute path, segments percent-encoded.
    pub path: String,
    pub body: Value,
    pub days_ago: u32,
    /// `Idempotency-Key`, for commands that may rightly be repeated.
    pub key: Option<String>,
}

/// Whose token a call is made with. Roles other than the operator's name the organization that the
/// token is bound to: for a laboratory or seller the one whose goods it was let to act on, or the shop
/// itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    Operator,
    Producer(&'static str),
    Laboratory(&'static str),
    Seller(&'static str),
    Regulator(&'static str),
}

/// A code worth trying, for what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Highlight {
    pub title_zh: &'static str,
    pub title_en: &'static str,
    pub organization: &'static str,
    pub product: &'static str,
    /// Empty: the code names the product only.
    pub lot: String,
    /// Of the unit within its lot, from 1; 0: the code names the lot or the product only.
    pub ordinal: u64,
}

/// A question of somebody who had goods, worth asking over the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    pub title_zh: &'static str,
    pub title_en: &'static str,
    /// Whose token it is asked with.
    pub who: Who,
    /// Absolute path.
    pub path: String,
}

/// Every call, oldest first, in an order the service accepts. The same for the same day.
pub(super) fn calls(today: jiff::civil::Date) -> Vec<Call> {
    let calendar = Calendar { today };
    let stock = Stock::new(calendar);
    let mut calls = Calls::default();
    for organization in ORGANIZATIONS.iter() {
        let path = "/api/v1/organizations".to_owned();
        calls.push(ADMITTED_DAYS_AGO, Who::Operator, path, organization.clone());
    }
    register::entries(&mut calls, calendar);
    for line in catalogue::lines() {
        products(&mut calls, calendar, line);
    }
    for lot in &stock.lots {
        life(&mut calls, &stock, lot);
    }
    story::events(&mut calls, &stock);
    calls.in_order()
}

/// Codes to try, one for each state that the page can show.
pub(super) fn highlights(today: jiff::civil::Date) -> Vec<Highlight> {
    showcase::highlights(&Stock::new(Calendar { today }))
}

/// Questions to try with the tokens of those who may ask them.
pub(super) fn questions(today: jiff::civil::Date) -> Vec<Question> {
    showcase::questions(&Stock::new(Calendar { today }))
}

/// Calls as they are thought of; time puts them in order.
#[derive(Default)]
struct Calls(Vec<Call>);

impl Calls {
    fn push(&mut self, days_ago: u32, who: Who, path: String, body: Value) {
        self.0.push(Call { who, path, body, days_ago, key: None });
    }

    /// Oldest first; calls of one day stay as they came. Keys follow the order.
    fn in_order(self) -> Vec<Call> {
        let mut calls = self.0;
        calls.sort_by_key(|call| Reverse(call.days_ago));
        for (at, call) in calls.iter_mut().enumerate() {
            call.key = needs_key(&call.path).then(|| format!("demo-{at:05}"));
        }
        calls
    }
}

/// Whether the command may rightly be repeated, so that its identity cannot be its content.
fn needs_key(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    matches!(
        last,
        "units"
            | "voids"
            | "sales"
            | "returns"
            | "corrections"
            | "hold"
            | "unhold"
            | "recalls"
            | "extension"
            | "narrowing"
            | "closure"
            | "lifting"
            | "status"
            | "events"
    )
}

fn products(calls: &mut Calls, calendar: Calendar, line: &'static Line) {
    let who = Who::Producer(line.organization);
    let path = format!("{}/products", organization_path(line.organization));
    let first = papers::product(calendar, line);
    if let Some(revision) = &line.revised {
        let body = papers::revised(calendar, &first, revision);
        calls.push(revision.days_ago, who, path.clone(), body);
    }
    calls.push(REGISTERED_DAYS_AGO, who, path, first);
}

/// What every lot goes through, as far as its fate lets it.
fn life(calls: &mut Calls, stock: &Stock, lot: &lots::Made) {
    let who = Who::Producer(lot.line.organization);
    let batches = format!("{}/batches", organization_path(lot.line.organization));
    calls.push(lot.made, who, batches, story::as_first_typed(stock, lot));
    if let Some(serials) = papers::serials(stock.calendar, lot) {
        calls.push(lot.made, who, lot.path("units"), serials);
    }
    let Some(ready) = lot.ready else { return };
    let fate = story::fate(lot);
    if !fate.tested {
        return;
    }
    if let Some(check) = story::factory_test(stock, lot, ready) {
        let outside = check.pointer("/laboratory/organization");
        let outside = outside.is_some_and(|code| code != lot.line.organization);
        let tester = if outside { Who::Laboratory(lot.line.organization) } else { who };
        calls.push(ready, tester, lot.path("checks"), check);
    }
    if let Some(check) = papers::outside_test(stock.calendar, lot, ready) {
        let tester = Who::Laboratory(lot.line.organization);
        calls.push(ready, tester, lot.path("checks"), check);
    }
    if fate.released {
        calls.push(ready, who, lot.path("release"), json!({}));
    }
    let activation = match fate.activated {
        Activated::No => return,
        Activated::All => json!({}),
        Activated::First(last) => json!({"ordinals": {"first": 1, "last": last}}),
    };
    if lot.units > 0 {
        calls.push(ready, who, lot.path("activation"), activation);
    }
}

/// `/api/v1/organizations/{code}`.
fn organization_path(code: &str) -> String {
    format!("/api/v1/organizations/{}", encoded(code))
}

/// A path segment (RFC 3986): everything but unreserved characters percent-encoded.
fn encoded(text: &str) -> String {
    let mut segment = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            segment.push_str(&format!("%{byte:02X}"));
        }
    }
    segment
}
