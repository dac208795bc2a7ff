//! The browsable page of the API: every route with its body's schema, folded. English and Chinese
//! frame, no script.

use crate::texts::Lang;
use askama::Template;

/// The style of the page.
pub(super) const STYLE: &str = include_str!("templates/docs.css");

/// One route of the API.
pub struct Entry {
    pub method: String,
    pub path: String,
    pub summary: String,
    pub needs_token: bool,
    pub body_name: Option<String>,
    pub body: Option<String>,
}

/// The page of all routes.
pub fn docs_page(lang: Lang, entries: &[Entry]) -> String {
    let page = DocsPage { lang, entries };
    // Rendering into a string fails only when a template does, and this one cannot.
    page.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "docs.html")]
struct DocsPage<'a> {
    lang: Lang,
    entries: &'a [Entry],
}
