//! Properties of Digital Link over random links and random text: printing and reading are inverse,
//! and nothing panics. Chosen cases are in `tests.rs`.

use proptest::prelude::*;

use super::{AiValue, DigitalLink, decode_segment, encode_segment};
use crate::domain::check_digit::gs1_check_digit;

const GTIN: &str = "09521234000013";

fn gtin() -> impl Strategy<Value = String> {
    "[0-9]{13}".prop_filter_map("all zeros name nothing", |body| {
        let check = gs1_check_digit(body.as_bytes())?;
        body.bytes().any(|b| b != b'0').then(|| format!("{body}{check}"))
    })
}

/// Text of GS1 character set 82.
fn text(max: usize) -> impl Strategy<Value = String> {
    proptest::string::string_regex(&format!("[!\"%&'()*+,\\-./0-9:;<=>?A-Z_a-z]{{1,{max}}}"))
        .unwrap()
}

/// Strings that come near to a link, so that more than the first check is reached.
fn near_link() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("/01/".to_owned()),
        Just("/10/".to_owned()),
        Just("/21/".to_owned()),
        Just("?".to_owned()),
        Just("&17=".to_owned()),
        Just("&3103=".to_owned()),
        Just("%2F".to_owned()),
        Just("%".to_owned()),
        Just(GTIN.to_owned()),
        Just("261231".to_owned()),
        Just("https://a".to_owned()),
        Just("#".to_owned()),
        "[0-9]{1,4}",
        "/[0-9]{2,4}/",
        "&[0-9]{2,4}=",
        "\\PC{0,3}",
        text(5).boxed(),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn printing_then_reading_is_identity(
        gtin in gtin(),
        variant in proptest::option::of(text(20)),
        lot in proptest::option::of(text(20)),
        serial in proptest::option::of(text(20)),
        note in proptest::option::of(text(90)),
    ) {
        let pair = |ai: &str, value: Option<String>| value.map(|value| AiValue::new(ai, &value));
        let link = DigitalLink {
            key: AiValue::new("01", &gtin),
            qualifiers: [pair("22", variant), pair("10", lot), pair("21", serial)].into_iter().flatten().collect(),
            attributes: [pair("99", note)].into_iter().flatten().collect(),
        };
        let read = DigitalLink::parse(&link.canonical());
        prop_assert_eq!(read, Ok(link.clone()));
        let bare = DigitalLink { attributes: Vec::new(), ..link };
        let read = DigitalLink::parse_path(&bare.path(), None);
        prop_assert_eq!(read, Ok(bare));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*", near in near_link()) {
        for uri in [text, near.clone(), format!("https://a{near}"), format!("https://a/01/{GTIN}{near}")] {
            let (path, query) = uri.split_once('?').unwrap_or((&uri, ""));
            let _ = DigitalLink::parse_path(path, Some(query));
            let _ = decode_segment(&uri);
            if let Ok(link) = DigitalLink::parse(&uri) {
                let canonical = link.canonical();
                let again = DigitalLink::parse(&canonical).unwrap();
                prop_assert_eq!(again.canonical(), canonical);
                prop_assert_eq!((again.key, again.qualifiers), (link.key, link.qualifiers));
            }
        }
    }

    #[test]
    fn segments_come_back(value in "\\PC{0,100}", raw in "[\\x00-\\x7f]{0,40}") {
        for value in [value, raw] {
            let encoded = encode_segment(&value);
            prop_assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
            prop_assert_eq!(decode_segment(&encoded), Ok(value));
        }
    }
}
