//! CAP 1.2 (OASIS Common Alerting Protocol): one alert a recall, with an info block in each language.
//! The first alert of a recall is an `Alert`, each later one an `Update` that names those it replaces; a
//! recall that is lifted ends with a `Cancel`. A recall that has ended is an `Update`: its goods may
//! still be about.
//!
//! Grades follow the class, whose definitions speak of the gravity and likelihood of harm:
//!
//! | class | urgency | severity | certainty |
//! |---|---|---|---|
//! | 1 | Immediate | Severe | Likely |
//! | 2 | Expected | Moderate | Possible |
//! | 3 | Future | Minor | Unlikely |
//! | none | Expected | Unknown | Unknown |

use super::xml::Xml;
use super::{Area, FeedHead, FeedItem, language, uri};
use crate::domain::day::Instant;
use crate::domain::isolate::{lines, one_line};
use crate::domain::words::{MeasureState, Regime};
use crate::rules::recall::class::Class;
use crate::texts::{Lang, words};

/// Media type of the document.
pub const MEDIA_TYPE: &str = "application/cap+xml; charset=utf-8";

/// Why no alert can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CapError {
    #[error("the sender must not be empty or hold a space, a comma, `<` or `&`")]
    Sender,
    #[error("the number of a recall has letters, digits and `. _ : -` only")]
    Key,
    #[error("nothing was sent that could be cancelled")]
    NothingToCancel,
}

/// Kind of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    Alert,
    Update,
    Cancel,
}

/// The three grades of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grades {
    pub urgency: &'static str,
    pub severity: &'static str,
    pub certainty: &'static str,
}

/// The grades of a class, by the table at the head of this file.
pub fn grades(class: Option<Class>) -> Grades {
    let (urgency, severity, certainty) = match class {
        Some(Class::One) => ("Immediate", "Severe", "Likely"),
        Some(Class::Two) => ("Expected", "Moderate", "Possible"),
        Some(Class::Three) => ("Future", "Minor", "Unlikely"),
        None => ("Expected", "Unknown", "Unknown"),
    };
    Grades { urgency, severity, certainty }
}

/// The kind of the next message about an item. Errors: lifted before anything was sent.
pub fn message(item: &FeedItem) -> Result<Message, CapError> {
    match (item.state, item.alert.earlier.is_empty()) {
        (MeasureState::Lifted, true) => Err(CapError::NothingToCancel),
        (MeasureState::Lifted, false) => Ok(Message::Cancel),
        (_, true) => Ok(Message::Alert),
        (_, false) => Ok(Message::Update),
    }
}

/// The alert as XML. Errors: an identifier that CAP does not allow, or a cancellation of nothing.
pub fn write(head: &FeedHead, item: &FeedItem) -> Result<String, CapError> {
    let of_sender = |letter: char| letter.is_ascii_graphic() && !matches!(letter, ',' | '<' | '&');
    if head.sender.is_empty() || !head.sender.chars().all(of_sender) {
        return Err(CapError::Sender);
    }
    let key = &item.alert.key;
    let of_key = |byte: u8| byte.is_ascii_alphanumeric() || b"._:-".contains(&byte);
    if key.is_empty() || !key.bytes().all(of_key) {
        return Err(CapError::Key);
    }
    let message = message(item)?;
    let mut xml = Xml::new("alert", &[("xmlns", "urn:oasis:names:tc:emergency:cap:1.2")]);
    xml.leaf("identifier", &[], &identifier(key, item.sequence));
    xml.leaf("sender", &[], &head.sender);
    xml.leaf("sent", &[], &time(item.updated));
    xml.leaf("status", &[], if head.is_test { "Test" } else { "Actual" });
    xml.leaf("msgType", &[], message.word());
    xml.leaf("scope", &[], "Public");
    if !item.alert.earlier.is_empty() {
        let earlier = item.alert.earlier.iter().map(|earlier| {
            let identifier = identifier(key, earlier.sequence);
            format!("{},{identifier},{}", head.sender, time(earlier.sent))
        });
        xml.leaf("references", &[], &earlier.collect::<Vec<_>>().join(" "));
    }
    xml.leaf("incidents", &[], key);
    for lang in [Lang::Zh, Lang::En] {
        info(&mut xml, head, item, message, lang);
    }
    Ok(xml.finish())
}

impl Message {
    /// As CAP writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Alert => "Alert",
            Self::Update => "Update",
            Self::Cancel => "Cancel",
        }
    }
}

fn identifier(key: &str, sequence: u64) -> String {
    format!("{key}.{sequence}")
}

/// CAP takes no `Z`; `-00:00` is UTC. Whole seconds.
fn time(instant: Instant) -> String {
    let text = Instant(instant.0.div_euclid(1000).saturating_mul(1000)).to_string();
    text.trim_end_matches('Z').to_owned() + "-00:00"
}

/// One language; the elements in the order of the schema.
fn info(xml: &mut Xml, head: &FeedHead, item: &FeedItem, message: Message, lang: Lang) {
    let (alert, chinese) = (&item.alert, lang.is_chinese());
    let cancelled = message == Message::Cancel;
    let grades = grades(item.class);
    xml.open("info", &[]);
    xml.leaf("language", &[], language(lang));
    let of_health = matches!(item.regime, Regime::Food | Regime::Drug);
    xml.leaf("category", &[], if of_health { "Health" } else { "Safety" });
    let regime = item.regime.word();
    xml.leaf("event", &[], words::regime(regime).map_or(regime, |text| text.get(lang)));
    xml.leaf("responseType", &[], if cancelled { "AllClear" } else { "Avoid" });
    xml.leaf("urgency", &[], if cancelled { "Past" } else { grades.urgency });
    xml.leaf("severity", &[], grades.severity);
    xml.leaf("certainty", &[], grades.certainty);
    if let Some(expires) = alert.expires.filter(|expires| *expires > item.updated) {
        xml.leaf("expires", &[], &time(expires));
    }
    xml.leaf("senderName", &[], &one_line(head.author.pick(chinese)));
    xml.leaf("headline", &[], &one_line(item.title.pick(chinese)));
    xml.leaf("description", &[], &one_line(item.summary.pick(chinese)));
    let instruction = lines(alert.instruction.pick(chinese));
    if !instruction.is_empty() && !cancelled {
        xml.leaf("instruction", &[], &instruction);
    }
    xml.leaf("web", &[], &uri(&item.url));
    if let Some(contact) = alert.contact.as_deref().map(one_line).filter(|text| !text.is_empty()) {
        xml.leaf("contact", &[], &contact);
    }
    pair(xml, "parameter", "recallState", item.state.word());
    pair(xml, "parameter", "recallKind", item.kind.word());
    if let Some(class) = item.class {
        pair(xml, "parameter", "recallClass", &class.number().to_string());
    }
    pair(xml, "parameter", "hazard", alert.hazard.word());
    for each in &alert.areas {
        area(xml, each, chinese);
    }
    xml.close();
}

/// A region by name and code; one that has neither is left out.
fn area(xml: &mut Xml, area: &Area, chinese: bool) {
    let name = one_line(area.name.pick(chinese));
    let code = area.code.as_deref().map(one_line).unwrap_or_default();
    if name.is_empty() && code.is_empty() {
        return;
    }
    xml.open("area", &[]);
    xml.leaf("areaDesc", &[], if name.is_empty() { &code } else { &name });
    if !code.is_empty() {
        let domestic = code.bytes().all(|byte| byte.is_ascii_digit());
        pair(xml, "geocode", if domestic { "GB/T 2260" } else { "ISO 3166" }, &code);
    }
    xml.close();
}

fn pair(xml: &mut Xml, name: &'static str, value_name: &str, value: &str) {
    xml.open(name, &[]);
    xml.leaf("valueName", &[], value_name);
    xml.leaf("value", &[], value);
    xml.close();
}
