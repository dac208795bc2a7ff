//! What people type into the forms: read leniently, sent on to the address it stands for, or given back
//! with a sentence that names the field. The key trial runs here and nowhere else.

use super::extract::{Client, Language, query};
use super::lookup::{Answer, Shared, closed_up, form};
use super::observe::{CLIENTS_KEPT, network};
use super::problem::Refused;
use super::service::Service;
use crate::domain::gtin::{Gtin, GtinError};
use crate::domain::lot::{Lot, Serial};
use crate::domain::org_code::{OrgCode, OrgCodeError};
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::unit_code::{NotRead, read_typed};
use crate::limits::{
    CODE_TRIALS_PER_HOUR_COUNT, CODE_TRIALS_PER_MINUTE_COUNT, TYPED_SHOWN_CHARS_MAX,
};
use crate::report::typed::wrong_group;
use crate::texts::{Lang, Text, forms};
use crate::web::PageContext;
use crate::web::forms::{Entered, Field, Wrong, home};
use crate::wire::digital_link::encode_segment;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use unicode_normalization::UnicodeNormalization;

/// Bounds how often the key says where a code seems wrong: for one client, and for all together.
pub struct Trials {
    each: RateLimiter<IpAddr, DashMapStateStore<IpAddr>, DefaultClock>,
    all: DefaultDirectRateLimiter,
}

impl Default for Trials {
    fn default() -> Self {
        let count = |count| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let hour = Quota::per_hour(count(CODE_TRIALS_PER_HOUR_COUNT));
        let minute = Quota::per_minute(count(CODE_TRIALS_PER_MINUTE_COUNT));
        Self { each: RateLimiter::dashmap(hour), all: RateLimiter::direct(minute) }
    }
}

impl Trials {
    /// Whether one more may be made; counts it.
    fn allow(&self, client: IpAddr) -> bool {
        if self.each.len() > CLIENTS_KEPT {
            self.each.retain_recent();
        }
        self.each.check_key(&network(client)).is_ok() && self.all.check().is_ok()
    }
}

/// The form for codes: to the code's own address, or to one of ours that was pasted whole.
pub(super) async fn code_form(
    State(service): Shared,
    Language(lang): Language,
    Client(client): Client,
    uri: Uri,
) -> Answer {
    let typed = plain(&query(&uri, "code").unwrap_or_default());
    if typed.is_empty() {
        return form(&uri, "/");
    }
    let wrong = |sentence: String| {
        let shown = shortened(&typed);
        let entered = Entered {
            code: &shown,
            wrong: Some(Wrong { field: Field::Code, sentence: &sentence }),
            ..Entered::default()
        };
        let path = format!("/c?code={}", encode_segment(&shown));
        Ok(again(&service, &uri, lang, &path, &entered))
    };
    if let Some(address) = address(&service, &typed) {
        return match service.own_path(&address) {
            Some(path) => form(&uri, path.split('?').next().unwrap_or("/")),
            None => {
                let url = shortened(&typed);
                wrong(forms::ADDRESS_FOREIGN.fill_lang(lang, &[("url", &url)]))
            }
        };
    }
    let refused = match read_typed(&typed) {
        Ok(Some(code)) => return form(&uri, &format!("/c/{}", code.compact())),
        Ok(None) => return form(&uri, &format!("/c/{}", encode_segment(&closed_up(&typed)))),
        Err(refused) => refused,
    };
    service.failures.count(client)?;
    let numbered = |text: Text, name, number: String| text.fill_lang(lang, &[(name, &number)]);
    wrong(match refused {
        NotRead::Count(n) => numbered(forms::CODE_COUNT, "n", n.to_string()),
        NotRead::Character(k) => numbered(forms::CODE_CHARACTER, "k", k.to_string()),
        NotRead::Check(mistyped) => {
            let group = match service.trials.allow(client) {
                true => wrong_group(&service.app.snapshot(), &service.app.keyring, &mistyped)?,
                false => None,
            };
            match group {
                Some(k) => numbered(forms::CODE_GROUP, "k", k.to_string()),
                None => forms::CODE_CHECK.get(lang).to_owned(),
            }
        }
    })
}

/// The form for organization code and serial.
pub(super) async fn serial_form(
    State(service): Shared,
    Language(lang): Language,
    uri: Uri,
) -> Answer {
    let [organization, serial] = ["org", "serial"].map(|name| field(&uri, name));
    if organization.is_empty() && serial.is_empty() {
        return form(&uri, "/");
    }
    let checked = match OrgCode::parse(&organization) {
        Err(error) => Err((Field::Organization, organization_sentence(error).get(lang).to_owned())),
        Ok(_) => serial_of(&serial, Field::Serial, lang, true).map(|_| ()),
    };
    match checked {
        Ok(()) => {
            let [organization, serial] = [&organization, &serial].map(|text| encode_segment(text));
            form(&uri, &format!("/o/{organization}/{serial}"))
        }
        Err((field, sentence)) => {
            let [organization, serial] = [organization, serial].map(|text| shortened(&text));
            let entered = Entered {
                organization: &organization,
                serial: &serial,
                wrong: Some(Wrong { field, sentence: &sentence }),
                ..Entered::default()
            };
            let [org, own] = [&organization, &serial].map(|text| encode_segment(text));
            let path = format!("/o?org={org}&serial={own}");
            Ok(again(&service, &uri, lang, &path, &entered))
        }
    }
}

/// The form for barcode, lot and serial; shorter barcodes get their zeros.
pub(super) async fn gtin_form(
    State(service): Shared,
    Language(lang): Language,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let [gtin, lot, serial] = ["gtin", "lot", "serial"].map(|name| field(&uri, name));
    if [&gtin, &lot, &serial].iter().all(|text| text.is_empty()) {
        return form(&uri, "/");
    }
    let checked = gtin_path(&gtin, &lot, &serial, lang);
    let (field, sentence) = match checked {
        Ok(path) => return form(&uri, &path),
        Err(wrong) => wrong,
    };
    if !accepts_page(&headers) {
        let code = match field {
            Field::Lot => FieldCode::NotALot,
            Field::GtinSerial => FieldCode::NotASerial,
            _ => FieldCode::NotAGtin,
        };
        let name = if field == Field::GtinSerial { "serial" } else { field.id() };
        return Err(Refused(Refusal::field(format!("?{name}"), code)));
    }
    let [gtin, lot, serial] = [gtin, lot, serial].map(|text| shortened(&text));
    let entered = Entered {
        gtin: &gtin,
        lot: &lot,
        gtin_serial: &serial,
        wrong: Some(Wrong { field, sentence: &sentence }),
        ..Entered::default()
    };
    let [number, of, own] = [&gtin, &lot, &serial].map(|text| encode_segment(text));
    let path = format!("/01?gtin={number}&lot={of}&serial={own}");
    Ok(again(&service, &uri, lang, &path, &entered))
}

/// Which field is wrong, and the sentence.
type WrongField = (Field, String);

fn gtin_path(gtin: &str, lot: &str, serial: &str, lang: Lang) -> Result<String, WrongField> {
    let sentence = |error| match error {
        GtinError::Length if gtin.is_empty() => forms::GTIN_MISSING.get(lang).to_owned(),
        GtinError::Length => {
            forms::GTIN_COUNT.fill_lang(lang, &[("n", &gtin.chars().count().to_string())])
        }
        GtinError::NotDigits => forms::GTIN_DIGITS.get(lang).to_owned(),
        GtinError::CheckDigit | GtinError::AllZeros => forms::GTIN_CHECK.get(lang).to_owned(),
    };
    let number = Gtin::parse(gtin).map_err(|error| (Field::Gtin, sentence(error)))?;
    let mut path = format!("/01/{}", number.as_str());
    if !lot.is_empty() {
        let wrong = |_| (Field::Lot, forms::LOT_WRONG.get(lang).to_owned());
        let lot = Lot::parse(lot).map_err(wrong)?;
        path.push_str(&format!("/10/{}", encode_segment(lot.as_str())));
    }
    if !serial.is_empty() {
        let serial = serial_of(serial, Field::GtinSerial, lang, false)?;
        path.push_str(&format!("/21/{}", encode_segment(serial.as_str())));
    }
    Ok(path)
}

/// A serial; beside an organization longer product codes are taken too, and sent on as they are.
fn serial_of(text: &str, at: Field, lang: Lang, or_product: bool) -> Result<Serial, WrongField> {
    let sentence = if text.is_empty() { forms::SERIAL_MISSING } else { forms::SERIAL_WRONG };
    let wrong = |_| (at, sentence.get(lang).to_owned());
    let first: String = if or_product { text.chars().take(20).collect() } else { text.to_owned() };
    Serial::parse(&first).map_err(wrong)
}

fn organization_sentence(error: OrgCodeError) -> Text {
    match error {
        OrgCodeError::Empty => forms::ORGANIZATION_MISSING,
        OrgCodeError::CheckCharacter | OrgCodeError::InnerCheckCharacter => {
            forms::ORGANIZATION_CHECK
        }
        OrgCodeError::TooLong
        | OrgCodeError::Form
        | OrgCodeError::Department
        | OrgCodeError::Province
        | OrgCodeError::Scheme
        | OrgCodeError::Number => forms::ORGANIZATION_FORM,
    }
}

/// The page with the forms, what was typed in them, and what is wrong.
pub(super) fn again(
    service: &Service,
    uri: &Uri,
    lang: Lang,
    path: &str,
    entered: &Entered<'_>,
) -> Response {
    let large = query(uri, "size").as_deref() == Some("large");
    let host = service.public_url.host();
    let ctx = PageContext { lang, large, host, path, json_path: "" };
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_LANGUAGE, lang.code())];
    (StatusCode::BAD_REQUEST, headers, Html(home(&ctx, entered))).into_response()
}

/// An address in what was typed: with its scheme, or beginning with a host of ours.
fn address(service: &Service, typed: &str) -> Option<String> {
    if typed.contains("://") {
        return Some(typed.to_owned());
    }
    let (host, _) = typed.split_once('/')?;
    let ours = std::iter::once(service.public_url.host())
        .chain(service.also_hosts.iter().map(String::as_str));
    let known = ours.into_iter().any(|known| known.eq_ignore_ascii_case(host));
    known.then(|| format!("https://{typed}"))
}

/// In the plain letters and digits that full-width and other styled ones stand for (NFKC, UAX 15).
fn plain(typed: &str) -> String {
    typed.nfkc().collect::<String>().trim().to_owned()
}

/// A field without white space: packs print lots and barcodes in groups.
fn field(uri: &Uri, name: &str) -> String {
    closed_up(&plain(&query(uri, name).unwrap_or_default()))
}

/// As much of it as is shown again.
pub(super) fn shortened(typed: &str) -> String {
    typed.chars().filter(|letter| !letter.is_control()).take(TYPED_SHOWN_CHARS_MAX).collect()
}

fn accepts_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}
