//! Scans: whom a request counts as, and the list of units that were scanned unusually often.

use super::act::Desk;
use super::lists::Page;
use super::observe::network;
use super::problem::Refused;
use super::service::Service;
use crate::domain::day::Instant;
use crate::domain::region_names;
use crate::report::model::{Identifies, TraceReport};
use crate::scans::{Keeper, Scanned, Visitor};
use crate::store::layout::{Family, key};
use crate::store::read::decode;
use crate::store::rows::{ScanRow, ScanSignalRow};
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use serde_json::json;
use std::net::IpAddr;

/// A request as far as counting asks.
pub(super) struct Asking<'a> {
    pub method: &'a Method,
    pub headers: &'a HeaderMap,
    pub client: IpAddr,
}

/// Who counts the request: nobody where a program, a preview or a browser ahead of need asks.
pub(super) fn counting<'a>(service: &'a Service, asking: &Asking<'_>) -> Option<&'a Keeper> {
    let keeper = service.scans.as_ref()?;
    let user_agent = text(asking.headers, header::USER_AGENT.as_str());
    let counts = *asking.method == Method::GET
        && !ahead_of_need(asking.headers)
        && !keeper.is_program(user_agent);
    counts.then_some(keeper)
}

/// Counts a page that a person opened, and notes the province that was given with it.
pub(super) fn count(
    keeper: &Keeper,
    asking: &Asking<'_>,
    province: Option<&str>,
    report: &TraceReport,
) -> Option<ScanRow> {
    let scanned = scanned(report)?;
    let network = network(asking.client).to_string();
    let user_agent = text(asking.headers, header::USER_AGENT.as_str());
    let visitor = Visitor { network: &network, user_agent };
    let row = keeper.count(&scanned, &visitor);
    let given = province.and_then(|text| text.parse::<u8>().ok());
    let known = given.filter(|given| region_names::provinces().any(|(known, ..)| known == *given));
    if let Some(province) = known.filter(|_| scanned.serial.is_some()) {
        keeper.place(&scanned, &visitor, province);
    }
    row
}

/// `GET …/scans`: newest first, for the firm and for authorities of its region.
pub(super) async fn signals(desk: Desk) -> Result<Response, Refused> {
    let (snapshot, party) = desk.look_inside()?;
    let page = Page::read(&desk.uri, &key::organization_prefix(&party.code))?;
    page.answer(&snapshot, Family::ScanSignals, &desk.uri, |_, bytes| {
        let ScanSignalRow { product, lot, serial, rule, sessions, at } = decode(bytes)?;
        let at = Instant(at).to_string();
        Ok(json!({
            "product": product, "lot": lot, "serial": serial, "rule": rule,
            "sessions": sessions, "at": at,
        }))
    })
}

fn scanned(report: &TraceReport) -> Option<Scanned> {
    let key = &report.key;
    let unit = report.identifies == Identifies::Unit;
    let known = report.identifies != Identifies::Product;
    Some(Scanned {
        organization: key.organization.clone()?,
        product: key.product.clone()?,
        lot: key.lot.clone().filter(|_| known),
        serial: key.serial.clone().filter(|_| unit),
        category: report.product.as_ref()?.category.clone(),
    })
}

/// Fetched in case somebody wants it, or for a picture of it.
fn ahead_of_need(headers: &HeaderMap) -> bool {
    ["purpose", "sec-purpose", "x-purpose", "x-moz"].iter().any(|name| {
        let purpose = text(headers, name).to_ascii_lowercase();
        purpose.contains("prefetch") || purpose.contains("prerender") || purpose.contains("preview")
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
