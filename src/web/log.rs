//! The page about the log, for people who have to judge what it is worth: a consumer, or a consumer's
//! lawyer.

use super::{PageContext, rendered};
use crate::texts::{log, page};
use askama::Template;

/// The log as it stands.
pub struct LogState {
    /// Its name.
    pub origin: String,
    pub size: u64,
    /// Base64.
    pub root: String,
    /// Where this service is reached.
    pub url: String,
    /// The key as the audit program takes it.
    pub key: String,
}

/// What the log proves and what it does not, and its state; `None` where the ledger has no log yet.
pub fn page(state: Option<&LogState>, ctx: &PageContext<'_>) -> String {
    rendered(&LogPage { ctx, state }, 16 * 1024)
}

#[derive(Template)]
#[template(path = "log.html")]
struct LogPage<'a> {
    ctx: &'a PageContext<'a>,
    state: Option<&'a LogState>,
}
