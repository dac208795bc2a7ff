//! The pages people read, rendered on the server: one file, one style, nothing fetched from elsewhere, and
//! one small script that no page needs. They show a `TraceReport` and decide nothing. Routes and headers belong to `http`.

mod allergens;
pub mod check_record;
pub mod docs;
pub mod effectiveness;
pub mod firms;
pub mod forms;
mod icons;
pub mod installed;
pub mod lineage;
pub mod log;
mod places;
pub mod policy;
pub mod recalls;
mod scan;
#[cfg(test)]
mod tests;
mod tone;
mod written;

use crate::report::model::TraceReport;
use crate::texts::{Lang, Text, page, verdicts};
use askama::Template;

/// The one style of all pages. It stands in the page: a second request would cost more than its bytes.
pub const STYLE: &str = include_str!("web/templates/style.css");

/// The one script of all pages: reading aloud, a reader's own allergens (kept in the browser, never sent),
/// and keeping the last checks for reading without network. Every page is whole without it.
pub const SCRIPT: &str = include_str!("web/assets/page.js");

/// What a page needs beside its content.
#[derive(Clone, Copy, Debug)]
pub struct PageContext<'a> {
    pub lang: Lang,
    /// Large text was asked for (`?size=large`).
    pub large: bool,
    /// Host as people should see it in the address, e.g. `t.example.cn`.
    pub host: &'a str,
    /// Path (and query, without `lang` and `size`) of this page; the switches of the bar link to it.
    pub path: &'a str,
    /// Path of the same answer as JSON; empty where there is none.
    pub json_path: &'a str,
}

/// The scan page of any verdict, with choices, `unknown` and `codeMistyped` too.
pub fn scan_page(report: &TraceReport, ctx: &PageContext<'_>) -> String {
    rendered(&scan::Scan::new(report, ctx), 24 * 1024)
}

/// A page of one sentence, for errors.
pub fn message_page(ctx: &PageContext<'_>, title: &str, sentence: &str) -> String {
    rendered(&Message { ctx, title, sentence }, 8 * 1024)
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message<'a> {
    ctx: &'a PageContext<'a>,
    title: &'a str,
    sentence: &'a str,
}

impl PageContext<'_> {
    /// A text in the reader's language.
    fn t(&self, text: Text) -> &'static str {
        text.get(self.lang)
    }

    /// The tag of `<html lang>`; the script is named so that Chinese glyphs are chosen.
    fn tag(&self) -> &'static str {
        written::tag(self.lang)
    }

    /// A path with the reader's language and text size carried along.
    fn link(&self, path: &str) -> String {
        link(path, self.lang, self.large)
    }

    fn link_other_language(&self) -> String {
        link(self.path, self.lang.other(), self.large)
    }

    fn link_other_size(&self) -> String {
        link(self.path, self.lang, !self.large)
    }
}

fn link(path: &str, lang: Lang, large: bool) -> String {
    let separator = if path.contains('?') { '&' } else { '?' };
    let size = if large { "&size=large" } else { "" };
    format!("{path}{separator}lang={}{size}", lang.code())
}

/// Rendering into memory does not fail; were it to, the reader gets a sentence, not an empty page.
fn rendered(page: &impl Template, capacity: usize) -> String {
    let mut html = String::with_capacity(capacity);
    match page.render_into(&mut html) {
        Ok(()) => html,
        Err(_) => format!("{} {}", verdicts::RETRY.zh, verdicts::RETRY.en),
    }
}
