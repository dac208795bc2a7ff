//! CAP, read back and held against its schema.

use super::cap_schema::check;
use super::{HOSTILE, SHOWN, at, head, hostile, item};
use crate::domain::words::{MeasureState, Regime};
use crate::rules::recall::class::Class;
use crate::texts::Lang;
use crate::wire::feeds::cap::{self, CapError, Message, grades};
use crate::wire::feeds::{Area, Earlier, FeedItem};
use roxmltree::Document;

fn written(item: &FeedItem) -> String {
    let text = cap::write(&head(Lang::Zh), item).unwrap();
    check(Document::parse(&text).unwrap().root_element());
    text
}

fn values(text: &str, name: &str) -> Vec<String> {
    let document = Document::parse(text).unwrap();
    let found = document.descendants().filter(|node| node.tag_name().name() == name);
    found.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_first_alert_reads_as_expected() {
    let mut one = item(2);
    one.alert.areas.truncate(1);
    let text = written(&one);
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">
  <identifier>R2.42</identifier>
  <sender>t.example.cn</sender>
  <sent>2026-11-22T09:31:02-00:00</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <incidents>R2</incidents>
  <info>
    <language>zh-CN</language>
    <category>Health</category>
    <event>食品召回</event>
    <responseType>Avoid</responseType>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Likely</certainty>
    <expires>2026-12-04T15:59:59-00:00</expires>
    <senderName>示例追溯平台</senderName>
    <headline>关于召回酱牛肉的公告</headline>
    <description>检出单增李斯特菌。</description>
    <instruction>不要食用。
退回购买处。</instruction>
    <web>https://t.example.cn/recalls/R2</web>
    <contact>0311-0000000</contact>
";
    assert!(text.starts_with(head), "{text}");
    assert_eq!(values(&text, "language"), ["zh-CN", "en"]);
    assert_eq!(values(&text, "areaDesc"), ["河北省", "Hebei"]);
    assert!(text.contains("<valueName>GB/T 2260</valueName>\n        <value>130000</value>"));
}

#[test]
fn later_messages_name_those_they_replace() {
    let earlier = |sequence, sent| Earlier { sequence, sent: at(sent) };
    let mut later = item(2);
    later.alert.earlier =
        vec![earlier(40, "2026-11-22T09:31:00.700Z"), earlier(41, "2026-11-22T09:31:01Z")];
    let update = written(&later);
    assert_eq!(values(&update, "msgType"), ["Update"]);
    let references = "t.example.cn,R2.40,2026-11-22T09:31:00-00:00 \
                      t.example.cn,R2.41,2026-11-22T09:31:01-00:00";
    assert_eq!(values(&update, "references"), [references]);
    later.state = MeasureState::Closed;
    let closed = written(&later);
    assert_eq!(values(&closed, "msgType"), ["Update"]);
    assert_eq!(values(&closed, "urgency"), ["Immediate", "Immediate"]);
    assert!(closed.contains("<value>closed</value>"));
    later.state = MeasureState::Lifted;
    let cancel = written(&later);
    assert_eq!(values(&cancel, "msgType"), ["Cancel"]);
    assert_eq!(values(&cancel, "responseType"), ["AllClear", "AllClear"]);
    assert_eq!(values(&cancel, "urgency"), ["Past", "Past"]);
    assert!(values(&cancel, "instruction").is_empty());
    later.alert.earlier.clear();
    assert_eq!(cap::message(&later), Err(CapError::NothingToCancel));
    assert_eq!(cap::write(&head(Lang::En), &later), Err(CapError::NothingToCancel));
    assert_eq!(cap::message(&item(1)), Ok(Message::Alert));
}

#[test]
fn a_reference_is_what_was_sent() {
    let first = item(7);
    let sent = written(&first);
    let mut second = first.clone();
    second.alert.earlier = vec![Earlier { sequence: first.sequence, sent: first.updated }];
    second.sequence += 1;
    let of = |name| values(&sent, name)[0].clone();
    let expected = format!("{},{},{}", of("sender"), of("identifier"), of("sent"));
    assert_eq!(values(&written(&second), "references"), [expected]);
}

#[test]
fn grades_follow_the_table() {
    let rows = [
        (Some(Class::One), "Immediate", "Severe", "Likely"),
        (Some(Class::Two), "Expected", "Moderate", "Possible"),
        (Some(Class::Three), "Future", "Minor", "Unlikely"),
        (None, "Expected", "Unknown", "Unknown"),
    ];
    for (class, urgency, severity, certainty) in rows {
        let found = grades(class);
        assert_eq!(
            (found.urgency, found.severity, found.certainty),
            (urgency, severity, certainty)
        );
        let text = written(&FeedItem { class, ..item(1) });
        assert_eq!(values(&text, "severity"), [severity, severity]);
        assert_eq!(text.contains("recallClass"), class.is_some());
    }
    let category = |regime| values(&written(&FeedItem { regime, ..item(1) }), "category").remove(0);
    assert_eq!(category(Regime::Drug), "Health");
    for regime in [Regime::ConsumerGoods, Regime::Vehicle, Regime::Other] {
        assert_eq!(category(regime), "Safety");
    }
}

#[test]
fn an_alert_expires_after_it_is_sent_or_not_at_all() {
    let expires = |at| {
        let mut one = item(0);
        one.alert.expires = at;
        values(&written(&one), "expires").len()
    };
    assert_eq!(expires(None), 0);
    assert_eq!(expires(Some(at("2026-11-22T09:31:00Z"))), 0);
    assert_eq!(expires(Some(at("2026-11-22T09:31:01Z"))), 2);
}

#[test]
fn areas_have_a_name_or_a_code() {
    let mut one = item(1);
    let none = Area { name: Default::default(), code: None };
    let code = Area { code: Some("CN-13".to_owned()), ..none.clone() };
    let name = Area { code: None, ..one.alert.areas[0].clone() };
    one.alert.areas = vec![none, code, name];
    let text = written(&one);
    assert_eq!(values(&text, "areaDesc"), ["CN-13", "河北省", "CN-13", "Hebei"]);
    let named = values(&text, "valueName");
    assert_eq!(named.iter().filter(|name| *name == "ISO 3166").count(), 2);
    one.alert.areas.clear();
    assert!(values(&written(&one), "area").is_empty());
}

#[test]
fn a_demonstration_sends_tests() {
    let mut head = head(Lang::Zh);
    head.is_test = true;
    assert_eq!(values(&cap::write(&head, &item(1)).unwrap(), "status"), ["Test"]);
}

#[test]
fn identifiers_that_cap_does_not_allow_are_refused() {
    for sender in ["", "a b", "a,b", "a<b", "a&b", "a\n", "平台"] {
        let mut head = head(Lang::Zh);
        head.sender = sender.to_owned();
        assert_eq!(cap::write(&head, &item(1)), Err(CapError::Sender), "{sender:?}");
    }
    for key in ["", "a b", "a,b", "a<b", "a&b", "a/b", "号"] {
        let mut one = item(1);
        one.alert.key = key.to_owned();
        assert_eq!(cap::write(&head(Lang::Zh), &one), Err(CapError::Key), "{key:?}");
    }
}

#[test]
fn hostile_texts_stay_texts() {
    let mut one = hostile();
    one.sequence = u64::MAX;
    let text = written(&one);
    assert_eq!(values(&text, "headline"), [SHOWN, SHOWN]);
    assert_eq!(values(&text, "areaDesc"), [SHOWN, SHOWN]);
    assert!(!text.contains("<script") && !text.contains('\u{202e}'));
    let web = values(&text, "web").remove(0);
    assert!(web.starts_with("https://t.example.cn/?a=1&b=%22%3C%3C/title") && web.is_ascii());
    assert!(!values(&text, "instruction")[0].contains(HOSTILE));
}
