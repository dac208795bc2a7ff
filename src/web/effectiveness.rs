//! Pages of what becomes of recalled goods: the form behind a one-time link, which works without
//! script, and the report, which prints.

use super::written::Said;
use super::{PageContext, rendered};
use crate::report::notice::Notice;
use crate::texts::{Text, effectiveness as words, page};
use askama::Template;

/// What the form asks.
#[derive(Debug, Clone, Copy)]
pub struct FormPage<'a> {
    /// Where it is sent: the page itself.
    pub path: &'a str,
    pub recall: &'a str,
    pub title: &'a str,
    pub lots: &'a [FormLot],
    pub customers: &'a [usize],
    /// What was just received, and whether it was the last.
    pub sent: Option<bool>,
}

/// A lot the consignee received.
#[derive(Debug, Clone)]
pub struct FormLot {
    pub place: usize,
    pub name: String,
    pub quantity: String,
    pub unit: &'static str,
}

/// Ways that the form asks for, by the words of the contract.
pub const FORM_WAYS: [&str; 5] = ["segregated", "returned", "destroyed", "sold", "unaccounted"];

/// The form, or the thanks for it.
pub fn form_page(shown: &FormPage<'_>, ctx: &PageContext<'_>) -> String {
    rendered(&Form { ctx, shown }, 16 * 1024)
}

/// What the report says.
#[derive(Debug, Clone, Copy)]
pub struct ReportPage<'a> {
    pub id: &'a str,
    pub notice: &'a Notice,
    pub counts: &'a [(Text, String)],
    pub lots: &'a [ReportLot],
    pub sites: &'a [ReportSite],
    pub visits: &'a [(String, bool)],
    /// Not everything is listed.
    pub part: bool,
}

/// Sums of a lot.
#[derive(Debug, Clone)]
pub struct ReportLot {
    pub name: String,
    pub shipped: String,
    pub recovered: String,
    pub percent: String,
    pub missing: String,
}

/// A consignee.
#[derive(Debug, Clone)]
pub struct ReportSite {
    pub name: String,
    pub level: u64,
    pub region: String,
    pub got: String,
    pub notified: String,
    pub answered: String,
    pub outcomes: String,
}

/// The report of a recall.
pub fn report_page(shown: &ReportPage<'_>, ctx: &PageContext<'_>) -> String {
    rendered(&Report { ctx, shown }, 32 * 1024)
}

#[derive(Template)]
#[template(path = "answer.html")]
struct Form<'a> {
    ctx: &'a PageContext<'a>,
    shown: &'a FormPage<'a>,
}

impl Form<'_> {
    fn ways(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        FORM_WAYS
            .iter()
            .map(|way| (*way, words::outcome(way).map_or(*way, |text| text.get(self.ctx.lang))))
    }
}

#[derive(Template)]
#[template(path = "recall-report.html")]
struct Report<'a> {
    ctx: &'a PageContext<'a>,
    shown: &'a ReportPage<'a>,
}

impl Report<'_> {
    fn counted(&self, (text, _): &(Text, String)) -> &'static str {
        text.get(self.ctx.lang)
    }

    fn plain<'b>(&self, text: &'b str) -> Said<'b> {
        Said::plain(text)
    }
}
