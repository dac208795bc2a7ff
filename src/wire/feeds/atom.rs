//! Atom 1.0 (RFC 4287, paged by RFC 5005): one feed a language, for an entry has one title.

use super::xml::Xml;
use super::{FeedHead, FeedItem, language, last_change, terms, uri};
use crate::domain::isolate::{lines, one_line};

/// Media type of the document.
pub const MEDIA_TYPE: &str = "application/atom+xml; charset=utf-8";

/// The feed as XML.
pub fn write(head: &FeedHead, items: &[FeedItem]) -> String {
    let (lang, chinese) = (language(head.lang), head.lang.is_chinese());
    let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", lang)];
    let mut xml = Xml::new("feed", &root);
    xml.leaf("id", &[], &head.id);
    xml.leaf("title", &[], &one_line(head.title.pick(chinese)));
    xml.leaf("updated", &[], &last_change(head, items).to_string());
    xml.open("author", &[]);
    xml.leaf("name", &[], &one_line(head.author.pick(chinese)));
    xml.close();
    let (atom, html) = ("application/atom+xml", "text/html");
    let other = language(head.lang.other());
    let mut links = vec![
        ("self", atom, lang, &head.self_url),
        ("alternate", html, lang, &head.home_url),
        ("alternate", atom, other, &head.other_url),
    ];
    if head.self_url != head.feed_url {
        links.push(("first", atom, lang, &head.feed_url));
    }
    // To be told of changes (RFC 5989), on the last page too, which names no next one.
    links.push(("monitor", atom, lang, &head.later_url));
    links.extend(head.next_url.as_ref().map(|next| ("next", atom, lang, next)));
    for (rel, kind, lang, href) in links {
        let href = uri(href);
        let link = [("rel", rel), ("type", kind), ("hreflang", lang), ("href", &href)];
        xml.empty("link", &link);
    }
    for item in items {
        entry(&mut xml, head, item);
    }
    xml.finish()
}

fn entry(xml: &mut Xml, head: &FeedHead, item: &FeedItem) {
    let chinese = head.lang.is_chinese();
    xml.open("entry", &[]);
    xml.leaf("id", &[], &item.id);
    xml.leaf("title", &[], &one_line(item.title.pick(chinese)));
    xml.leaf("updated", &[], &item.updated.to_string());
    xml.leaf("published", &[], &item.published.to_string());
    for (rel, kind, href) in [
        ("alternate", "text/html", &item.url),
        ("alternate", "application/cap+xml", &item.alert_url),
    ] {
        xml.empty("link", &[("rel", rel), ("type", kind), ("href", &uri(href))]);
    }
    for (term, label) in terms(item, head.lang) {
        xml.empty("category", &[("term", &term), ("label", &label)]);
    }
    xml.leaf("summary", &[("type", "text")], &one_line(item.summary.pick(chinese)));
    if let Some(content) = &item.content {
        xml.leaf("content", &[("type", "text")], &lines(content.pick(chinese)));
    }
    xml.close();
}
