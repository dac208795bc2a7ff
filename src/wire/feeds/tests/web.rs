//! Atom and JSON Feed, read back.

use super::{HOSTILE, SHOWN, at, both, head, hostile, item};
use crate::texts::Lang;
use crate::wire::feeds::{FeedItem, atom, json_feed, page_url};
use roxmltree::{Document, Node};
use serde_json::Value;

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn children<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Vec<Node<'a, 'i>> {
    let elements = node.children().filter(Node::is_element);
    elements.filter(|child| child.tag_name().name() == name).collect()
}

fn text<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    let found = children(node, name);
    assert_eq!(found.len(), 1, "{name} of {}", node.tag_name().name());
    found[0].text().unwrap_or_default()
}

/// What RFC 4287 asks of a feed, as far as these feeds go.
fn check(document: &Document<'_>) {
    let feed = document.root_element();
    assert_eq!((feed.tag_name().name(), feed.tag_name().namespace()), ("feed", Some(ATOM)));
    let known = ["id", "title", "updated", "author", "link", "entry"];
    let known_in_entry =
        ["id", "title", "updated", "published", "link", "category", "summary", "content"];
    for node in document.descendants().filter(Node::is_element) {
        assert_eq!(node.tag_name().namespace(), Some(ATOM));
    }
    let entries = children(feed, "entry");
    for (node, known) in std::iter::once((feed, &known[..]))
        .chain(entries.iter().map(|entry| (*entry, &known_in_entry[..])))
    {
        for child in node.children().filter(Node::is_element) {
            assert!(known.contains(&child.tag_name().name()), "{:?}", child.tag_name());
        }
        // 4.2.6: an absolute IRI; 4.2.14: exactly one title, here plain text.
        assert!(text(node, "id").starts_with("tag:"));
        let title = children(node, "title");
        assert_eq!(title.len(), 1);
        assert!(title[0].children().all(|child| child.is_text()));
        // 3.3: RFC 3339 with an upper-case T and Z.
        let updated = text(node, "updated");
        assert!(updated.contains('T') && updated.ends_with('Z'), "{updated}");
        assert!(updated.parse::<jiff::Timestamp>().is_ok(), "{updated}");
        // 4.1.1 and 4.1.2: no two alternates of one type and language.
        let mut alternates: Vec<_> = children(node, "link")
            .iter()
            .filter(|link| link.attribute("rel") == Some("alternate"))
            .map(|link| (link.attribute("type"), link.attribute("hreflang")))
            .collect();
        let count = alternates.len();
        assert!(count > 0, "an entry without an alternate needs content");
        alternates.sort_unstable();
        alternates.dedup();
        assert_eq!(alternates.len(), count);
        for link in children(node, "link") {
            assert!(link.attribute("href").is_some_and(|href| href.starts_with("https://")));
            assert!(link.attribute("type").is_some_and(|kind| kind.contains('/')));
        }
        for category in children(node, "category") {
            assert!(category.attribute("term").is_some_and(|term| !term.is_empty()));
        }
    }
    // 4.1.1: an author of the feed stands for each entry.
    assert!(!text(children(feed, "author")[0], "name").is_empty());
    let links = children(feed, "link");
    let selves = links.iter().filter(|link| link.attribute("rel") == Some("self"));
    assert_eq!(selves.count(), 1);
    // 4.2.15: the feed changed when its newest entry did.
    let newest = entries.iter().map(|entry| text(*entry, "updated")).max();
    assert!(newest.is_none_or(|newest| newest == text(feed, "updated")));
}

/// What JSON Feed 1.1 asks.
fn check_json(feed: &Value) {
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert!(feed["title"].is_string() && feed["items"].is_array());
    assert!(feed["next_url"].is_null() || feed["next_url"] != feed["feed_url"]);
    let known = [
        "version",
        "title",
        "home_page_url",
        "feed_url",
        "next_url",
        "authors",
        "language",
        "items",
    ];
    let known_in_item = [
        "id",
        "url",
        "title",
        "summary",
        "content_text",
        "date_published",
        "date_modified",
        "tags",
    ];
    let all_known = |value: &Value, known: &[&str]| {
        let names = value.as_object().unwrap().keys();
        names.filter(|name| !name.starts_with('_')).all(|name| known.contains(&name.as_str()))
    };
    assert!(all_known(feed, &known));
    for item in feed["items"].as_array().unwrap() {
        assert!(all_known(item, &known_in_item), "{item}");
        assert!(item["id"].is_string() && item["content_text"].is_string());
        for name in ["date_published", "date_modified"] {
            assert!(item[name].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
        }
        assert!(item["tags"].as_array().unwrap().iter().all(Value::is_string));
    }
}

fn json(lang: Lang, items: &[FeedItem]) -> Value {
    let text = json_feed::write(&head(lang), items).unwrap();
    let feed = serde_json::from_str(&text).unwrap();
    check_json(&feed);
    feed
}

#[test]
fn an_atom_feed_reads_as_expected() {
    let mut one = item(0);
    one.content = None;
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>tag:t.example.cn,2026-01-01:recalls</id>
  <title>Recalls</title>
  <updated>2026-11-22T09:31:00Z</updated>
  <author>
    <name>Example traceability service</name>
  </author>
  <link rel="self" type="application/atom+xml" hreflang="en" href="https://t.example.cn/recalls.atom?lang=en"/>
  <link rel="alternate" type="text/html" hreflang="en" href="https://t.example.cn/recalls?lang=en&amp;all=1"/>
  <link rel="alternate" type="application/atom+xml" hreflang="zh-CN" href="https://t.example.cn/recalls.atom?lang=zh"/>
  <link rel="monitor" type="application/atom+xml" hreflang="en" href="https://t.example.cn/recalls.atom?lang=en&amp;since=41"/>
  <entry>
    <id>tag:t.example.cn,2026-01-01:recalls/R0</id>
    <title>Notice: recall of braised beef</title>
    <updated>2026-11-22T09:31:00Z</updated>
    <published>2026-11-22T09:31:00Z</published>
    <link rel="alternate" type="text/html" href="https://t.example.cn/recalls/R0"/>
    <link rel="alternate" type="application/cap+xml" href="https://t.example.cn/recalls/R0.cap"/>
    <category term="food" label="Food recall"/>
    <category term="class1" label="Class 1"/>
    <category term="open" label="open"/>
    <summary type="text">Listeria was found.</summary>
  </entry>
</feed>
"#;
    let text = atom::write(&head(Lang::En), &[one]);
    assert_eq!(text, expected);
    check(&Document::parse(&text).unwrap());
}

#[test]
fn an_empty_feed_is_a_feed() {
    for lang in [Lang::Zh, Lang::En] {
        let written = atom::write(&head(lang), &[]);
        let document = Document::parse(&written).unwrap();
        check(&document);
        assert_eq!(text(document.root_element(), "updated"), "2026-11-01T00:00:00Z");
        let feed = json(lang, &[]);
        assert_eq!(feed["_recalls"]["updated"], "2026-11-01T00:00:00Z");
        assert_eq!(feed["items"], Value::Array(Vec::new()));
    }
}

#[test]
fn a_thousand_recalls_are_all_there_in_their_order() {
    let items: Vec<FeedItem> = (0..1000).map(item).collect();
    let written = atom::write(&head(Lang::Zh), &items);
    let document = Document::parse(&written).unwrap();
    check(&document);
    let entries = children(document.root_element(), "entry");
    let feed = json(Lang::Zh, &items);
    assert_eq!((entries.len(), feed["items"].as_array().unwrap().len()), (1000, 1000));
    for ((item, entry), json) in items.iter().zip(entries).zip(feed["items"].as_array().unwrap()) {
        assert_eq!(text(entry, "id"), item.id);
        assert_eq!(json["id"].as_str(), Some(item.id.as_str()));
        assert_eq!(json["_recall"]["sequence"], item.sequence);
    }
    assert_eq!(text(document.root_element(), "updated"), items[999].updated.to_string());
}

#[test]
fn each_language_has_its_own_feed() {
    let zh = atom::write(&head(Lang::Zh), &[item(1)]);
    assert!(
        zh.contains("xml:lang=\"zh-CN\"") && zh.contains("<title>关于召回酱牛肉的公告</title>")
    );
    assert!(!zh.contains("braised") && zh.contains("label=\"食品召回\""));
    assert!(zh.contains("<content type=\"text\">第一行\n第二行</content>"));
    assert_eq!(json(Lang::Zh, &[item(1)])["language"], "zh-CN");
    assert_eq!(json(Lang::En, &[item(1)])["items"][0]["content_text"], "line one\nline two");
    // Said in one language only: better than nothing.
    let mut only = item(1);
    only.summary.en = None;
    assert_eq!(json(Lang::En, &[only])["items"][0]["summary"], "检出单增李斯特菌。");
}

#[test]
fn pages_lead_on() {
    let mut head = head(Lang::En);
    let next = page_url("https://t.example.cn/recalls.atom", Lang::En, Some("00ff"));
    head.next_url = Some(next.clone());
    let rels = |text: &str| -> Vec<(String, String)> {
        let document = Document::parse(text).unwrap();
        check(&document);
        let links = children(document.root_element(), "link");
        let attribute = |link: &Node<'_, '_>, name| link.attribute(name).unwrap().to_owned();
        links.iter().map(|link| (attribute(link, "rel"), attribute(link, "href"))).collect()
    };
    let first = rels(&atom::write(&head, &[item(1)]));
    assert!(first.contains(&("next".to_owned(), next.clone())));
    assert!(first.iter().all(|(rel, _)| rel != "first"));
    let written = json_feed::write(&head, &[item(1)]).unwrap();
    let feed: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(feed["next_url"], next);
    let second = super::FeedHead { self_url: next, next_url: None, ..head.clone() };
    let written = json_feed::write(&second, &[item(2)]).unwrap();
    let feed: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(
        (&feed["feed_url"], feed.get("next_url")),
        (&Value::from(head.feed_url.clone()), None)
    );
    let second = rels(&atom::write(&second, &[item(2)]));
    assert!(second.contains(&("first".to_owned(), head.feed_url.clone())));
    assert!(second.iter().all(|(rel, _)| rel != "next"));
}

#[test]
fn hostile_texts_stay_texts() {
    let mut head = head(Lang::En);
    head.title = both(HOSTILE, HOSTILE);
    head.author = both(HOSTILE, HOSTILE);
    let written = atom::write(&head, &[hostile()]);
    let document = Document::parse(&written).unwrap();
    check(&document);
    let feed = document.root_element();
    let entry = children(feed, "entry")[0];
    assert_eq!(text(feed, "title"), SHOWN);
    assert_eq!(text(entry, "title"), SHOWN);
    assert_eq!(text(entry, "summary"), SHOWN);
    assert!(!written.contains("<script"));
    let json = json_feed::write(&head, &[hostile()]).unwrap();
    let json: Value = serde_json::from_str(&json).unwrap();
    check_json(&json);
    assert_eq!(json["title"], SHOWN);
    assert_eq!(json["items"][0]["summary"], SHOWN);
    assert!(json["items"][0]["url"].as_str().unwrap().is_ascii());
    let steering = ['\u{202e}', '\u{2066}', '\u{0}', '\u{1b}'];
    assert!(!json["items"][0]["content_text"].as_str().unwrap().contains(steering));
}

#[test]
fn a_recall_without_class_or_notice_says_less() {
    let mut bare = item(1);
    bare.class = None;
    bare.content = None;
    bare.updated = at("2026-11-22T09:31:00.250Z");
    let feed = json(Lang::En, &[bare.clone()]);
    assert_eq!(feed["items"][0]["tags"], serde_json::json!(["food", "open"]));
    assert!(feed["items"][0]["_recall"].get("class").is_none());
    assert_eq!(feed["items"][0]["content_text"], "Listeria was found.");
    let written = atom::write(&head(Lang::En), &[bare]);
    assert!(!written.contains("<content") && written.contains("09:31:00.25Z"));
    check(&Document::parse(&written).unwrap());
}

proptest::proptest! {
    #[test]
    fn any_text_gives_documents_that_read_back(said in "(?s).{0,80}", url in "(?s).{0,40}") {
        let mut one = item(1);
        one.title = both(&said, &said);
        one.summary = both(&said, &said);
        one.content = Some(both(&said, &said));
        one.url = format!("https://t.example.cn/{url}");
        let written = atom::write(&head(Lang::En), &[one.clone()]);
        let document = Document::parse(&written).unwrap();
        check(&document);
        let entry = children(document.root_element(), "entry")[0];
        let feed = json(Lang::En, &[one]);
        // Both formats carry the same text.
        proptest::prop_assert_eq!(text(entry, "title"), feed["items"][0]["title"].as_str().unwrap());
        proptest::prop_assert_eq!(text(entry, "content"), feed["items"][0]["content_text"].as_str().unwrap());
    }
}
