//! Recalls as feeds that other programs subscribe to: Atom (RFC 4287), JSON Feed 1.1 and, one document a
//! recall, CAP 1.2. Pure writers over one list of plain values: the same values give the same bytes.
//! Which recalls stand in a page, and in which order, is decided by the caller.
//!
//! Texts by others are cleaned and closed off here (`domain::isolate`), and escaped by each format.

pub mod atom;
pub mod cap;
pub mod json_feed;
#[cfg(test)]
mod tests;
mod xml;

use crate::domain::day::{Day, Instant};
use crate::domain::words::{Hazard, MeasureState, RecallKind, Regime};
use crate::fact::text::BiText;
use crate::rules::recall::class::Class;
use crate::texts::{Lang, words};

/// What is said once a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedHead {
    /// Stable id, an absolute IRI that never changes: see [`tag`].
    pub id: String,
    pub title: BiText,
    /// Who publishes the feed.
    pub author: BiText,
    /// The page for people.
    pub home_url: String,
    /// The first page of the feed, in this language.
    pub feed_url: String,
    /// This page of the feed; the first one, or one further on.
    pub self_url: String,
    /// The same page in the other language.
    pub other_url: String,
    /// The next page, none after the last.
    pub next_url: Option<String>,
    /// Where what changes after this page is found: whoever comes back there loses nothing and sees
    /// nothing twice.
    pub later_url: String,
    /// When the feed last changed; stands for a feed without items.
    pub updated: Instant,
    pub lang: Lang,
    /// Sender of CAP alerts, unique in the world: a host name. No space, comma, `<` or `&`.
    pub sender: String,
    /// Alerts are marked as tests: for a demonstration.
    pub is_test: bool,
}

/// One recall as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedItem {
    /// Stable id, an absolute IRI that never changes: see [`tag`].
    pub id: String,
    /// The page for people.
    pub url: String,
    /// The recall's CAP alert.
    pub alert_url: String,
    /// When it was opened.
    pub published: Instant,
    /// When it last changed.
    pub updated: Instant,
    pub title: BiText,
    /// A sentence or two.
    pub summary: BiText,
    /// The whole notice as plain text (`report::notice`), where there is one.
    pub content: Option<BiText>,
    pub regime: Regime,
    pub class: Option<Class>,
    pub kind: RecallKind,
    pub state: MeasureState,
    /// Number of the last change in the ledger.
    pub sequence: u64,
    pub alert: Alert,
}

/// What only a CAP alert says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Number of the recall; letters, digits and `. _ : -`.
    pub key: String,
    pub hazard: Hazard,
    /// What holders are to do.
    pub instruction: BiText,
    /// Telephone of the firm.
    pub contact: Option<String>,
    pub areas: Vec<Area>,
    /// After this nobody needs to be warned any more.
    pub expires: Option<Instant>,
    /// The alerts that this one takes the place of, the first one first.
    pub earlier: Vec<Earlier>,
}

/// A region that is warned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    pub name: BiText,
    /// Six digits of GB/T 2260, or a code of ISO 3166.
    pub code: Option<String>,
}

/// An alert that was sent before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// `sequence` of the item then.
    pub sequence: u64,
    /// `updated` of the item then.
    pub sent: Instant,
}

/// A `tag:` IRI (RFC 4151): a host with a day on which its name was the operator's, and a path. `None`
/// for a host that is no DNS name in small letters or a path with other than letters, digits and
/// `. _ : / -`.
pub fn tag(host: &str, day: Day, path: &str) -> Option<String> {
    let of_host = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-');
    let of_path = |byte: u8| byte.is_ascii_alphanumeric() || b"._:/-".contains(&byte);
    let plain = !host.is_empty() && host.bytes().all(of_host);
    (plain && !path.is_empty() && path.bytes().all(of_path))
        .then(|| format!("tag:{host},{day}:{path}"))
}

/// Address of a page of a feed: `feed_url` in a language, after the cursor `since`.
pub fn page_url(feed_url: &str, lang: Lang, since: Option<&str>) -> String {
    let mut url = format!("{feed_url}?lang={}", lang.code());
    if let Some(since) = since {
        url.push_str("&since=");
        url.push_str(&percent_encoded(since, b"-._~"));
    }
    url
}

/// An address as a URI (RFC 3986): what must not stand in one is percent-encoded.
fn uri(address: &str) -> String {
    percent_encoded(address, b"-._~:/?#[]@!$&'()*+,;=%")
}

/// Letters, digits and the bytes of `kept` as they are, all others as `%XX`.
fn percent_encoded(text: &str, kept: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The language tag of a document for readers.
fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    }
}

/// The last change of a feed: of its newest item, else of the feed itself.
fn last_change(head: &FeedHead, items: &[FeedItem]) -> Instant {
    items.iter().map(|item| item.updated).max().unwrap_or(head.updated)
}

/// Terms a reader can filter by, each with its word for people: regime, class, state.
fn terms(item: &FeedItem, lang: Lang) -> Vec<(String, String)> {
    let name = |list: fn(&str) -> Option<crate::texts::Text>, code: &str| {
        list(code).map_or_else(|| code.to_owned(), |text| text.get(lang).to_owned())
    };
    let regime = item.regime.word();
    let mut terms = vec![(regime.to_owned(), name(words::regime, regime))];
    if let Some(class) = item.class {
        let number = class.number().to_string();
        terms.push((format!("class{number}"), name(words::recall_class, &number)));
    }
    let state = item.state.word();
    terms.push((state.to_owned(), name(words::recall_state, state)));
    terms
}
