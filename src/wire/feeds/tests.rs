//! Tests of the feeds: each document is read back and held against the rules of its format.

mod cap;
mod cap_schema;
mod web;

use super::*;

pub(super) fn both(zh: &str, en: &str) -> BiText {
    BiText::both(zh, en)
}

pub(super) fn at(text: &str) -> Instant {
    Instant(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

pub(super) fn head(lang: Lang) -> FeedHead {
    let feed = "https://t.example.cn/recalls.atom";
    FeedHead {
        id: tag("t.example.cn", Day::parse("2026-01-01").unwrap(), "recalls").unwrap(),
        title: both("召回", "Recalls"),
        author: both("示例追溯平台", "Example traceability service"),
        home_url: "https://t.example.cn/recalls?lang=en&all=1".to_owned(),
        feed_url: page_url(feed, lang, None),
        self_url: page_url(feed, lang, None),
        other_url: page_url(feed, lang.other(), None),
        next_url: None,
        later_url: page_url(feed, lang, Some("41")),
        updated: at("2026-11-01T00:00:00Z"),
        lang,
        sender: "t.example.cn".to_owned(),
        is_test: false,
    }
}

pub(super) fn item(number: u32) -> FeedItem {
    let opened = at("2026-11-22T09:31:00Z");
    FeedItem {
        id: format!("tag:t.example.cn,2026-01-01:recalls/R{number}"),
        url: format!("https://t.example.cn/recalls/R{number}"),
        alert_url: format!("https://t.example.cn/recalls/R{number}.cap"),
        published: opened,
        updated: Instant(opened.0 + i64::from(number) * 1_001),
        title: both("关于召回酱牛肉的公告", "Notice: recall of braised beef"),
        summary: both("检出单增李斯特菌。", "Listeria was found."),
        content: Some(both("第一行\n第二行", "line one\nline two")),
        regime: Regime::Food,
        class: Some(Class::One),
        kind: RecallKind::Voluntary,
        state: MeasureState::Open,
        sequence: u64::from(number) + 40,
        alert: Alert {
            key: format!("R{number}"),
            hazard: Hazard::Pathogen,
            instruction: both("不要食用。\n退回购买处。", "Do not eat it.\nTake it back."),
            contact: Some("0311-0000000".to_owned()),
            areas: vec![
                Area { name: both("河北省", "Hebei"), code: Some("130000".to_owned()) },
                Area { name: both("日本", "Japan"), code: Some("JP".to_owned()) },
            ],
            expires: Some(at("2026-12-04T15:59:59.999Z")),
            earlier: Vec::new(),
        },
    }
}

/// Everything a text can do to a document around it.
pub(super) const HOSTILE: &str = "</title><script>&amp;]]>\"'\u{0}\u{b}\u{1b}\u{7f}\u{85}\u{fffe}\u{202e}x\u{2066}\r\n\t{}\u{2028}שלום%";

/// The same after cleaning.
pub(super) const SHOWN: &str = "\u{2068}</title><script>&amp;]]>\"' x {} שלום%\u{2069}";

pub(super) fn hostile() -> FeedItem {
    let text = || both(HOSTILE, HOSTILE);
    let mut item = item(1);
    item.title = text();
    item.summary = text();
    item.content = Some(text());
    item.url = format!("https://t.example.cn/?a=1&b=\"<{HOSTILE}");
    item.alert.instruction = text();
    item.alert.contact = Some(HOSTILE.to_owned());
    item.alert.areas = vec![Area { name: text(), code: Some(HOSTILE.to_owned()) }];
    item
}

#[test]
fn ids_and_page_addresses_have_one_form() {
    let day = Day::parse("2026-01-01").unwrap();
    let made = tag("t.example.cn", day, "recalls/R-1");
    assert_eq!(made.as_deref(), Some("tag:t.example.cn,2026-01-01:recalls/R-1"));
    for (host, path) in [("", "a"), ("T.cn", "a"), ("t.cn:80", "a"), ("t.cn", ""), ("t.cn", "a b")]
    {
        assert_eq!(tag(host, day, path), None, "{host} {path}");
    }
    let url = |since| page_url("https://t.cn/f", Lang::Zh, since);
    assert_eq!(url(None), "https://t.cn/f?lang=zh");
    assert_eq!(url(Some("0a_-.~")), "https://t.cn/f?lang=zh&since=0a_-.~");
    assert_eq!(url(Some("a&b=é \"")), "https://t.cn/f?lang=zh&since=a%26b%3D%C3%A9%20%22");
}

#[test]
fn the_same_values_give_the_same_bytes() {
    let items: Vec<FeedItem> = (0..20).map(item).collect();
    for lang in [Lang::Zh, Lang::En] {
        let head = head(lang);
        assert_eq!(atom::write(&head, &items), atom::write(&head, &items.clone()));
        let json = |items: &[FeedItem]| json_feed::write(&head, items).unwrap();
        assert_eq!(json(&items), json(&items.clone()));
    }
}
