//! JSON Feed 1.1 (jsonfeed.org), with what the format has no member for in `_recall`.

use super::{FeedHead, FeedItem, language, last_change, terms, uri};
use crate::domain::isolate::{lines, one_line};
use serde::Serialize;

/// Media type of the document.
pub const MEDIA_TYPE: &str = "application/feed+json; charset=utf-8";

#[derive(Serialize)]
struct Feed<'a> {
    version: &'static str,
    title: String,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    authors: [Author; 1],
    language: &'static str,
    _recalls: FeedExtension<'a>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author {
    name: String,
}

/// `id` and `updated` are of the feed, which has no members for them; `later_url` leads to what changes
/// after this page.
#[derive(Serialize)]
struct FeedExtension<'a> {
    id: &'a str,
    updated: String,
    other_language_url: String,
    later_url: String,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: String,
    title: String,
    summary: String,
    content_text: String,
    date_published: String,
    date_modified: String,
    tags: Vec<String>,
    _recall: Extension,
}

#[derive(Serialize)]
struct Extension {
    regime: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<u8>,
    kind: &'static str,
    state: &'static str,
    sequence: u64,
    alert_url: String,
}

/// The feed as JSON. `feed_url` is that of the first page on every page, for readers take it as the
/// feed's identity. Errors: none that these values can cause.
pub fn write(head: &FeedHead, items: &[FeedItem]) -> Result<String, serde_json::Error> {
    let chinese = head.lang.is_chinese();
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: one_line(head.title.pick(chinese)),
        home_page_url: uri(&head.home_url),
        feed_url: uri(&head.feed_url),
        next_url: head.next_url.as_deref().map(uri),
        authors: [Author { name: one_line(head.author.pick(chinese)) }],
        language: language(head.lang),
        _recalls: FeedExtension {
            id: &head.id,
            updated: last_change(head, items).to_string(),
            other_language_url: uri(&head.other_url),
            later_url: uri(&head.later_url),
        },
        items: items.iter().map(|each| item(head, each)).collect(),
    };
    serde_json::to_string(&feed)
}

fn item<'a>(head: &FeedHead, item: &'a FeedItem) -> Item<'a> {
    let chinese = head.lang.is_chinese();
    let summary = one_line(item.summary.pick(chinese));
    let content = item.content.as_ref().map(|content| lines(content.pick(chinese)));
    Item {
        id: &item.id,
        url: uri(&item.url),
        title: one_line(item.title.pick(chinese)),
        content_text: content.unwrap_or_else(|| summary.clone()),
        summary,
        date_published: item.published.to_string(),
        date_modified: item.updated.to_string(),
        tags: terms(item, head.lang).into_iter().map(|(term, _)| term).collect(),
        _recall: Extension {
            regime: item.regime.word(),
            class: item.class.map(crate::rules::recall::class::Class::number),
            kind: item.kind.word(),
            state: item.state.word(),
            sequence: item.sequence,
            alert_url: uri(&item.alert_url),
        },
    }
}
