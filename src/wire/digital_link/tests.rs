//! Tests of Digital Link reading and writing: the case file, the bounds, each kind of value and the
//! table. Random links and random text are in `properties.rs`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::ai_table::{lookup, rows_covering};
use super::{
    ATTRIBUTES_MAX, AiValue, DigitalLink, DigitalLinkError, URI_BYTES_MAX, decode_segment,
    encode_segment,
};

const GTIN: &str = "09521234000013";

fn parse(path_and_query: &str) -> Result<DigitalLink, DigitalLinkError> {
    DigitalLink::parse(&format!("https://example.org{path_and_query}"))
}

/// Parses a link of the test GTIN with `tail` behind it.
fn item(tail: &str) -> Result<DigitalLink, DigitalLinkError> {
    parse(&format!("/01/{GTIN}{tail}"))
}

#[test]
fn every_case_of_the_fixture() {
    let fixture: Value =
        serde_json::from_str(include_str!("../../../tests/fixtures/digital-link.json")).unwrap();
    let (mut read, mut refused) = (0, 0);
    for case in fixture["cases"].as_array().unwrap() {
        let text = case["link"].as_str().unwrap();
        let outcome = DigitalLink::parse(text);
        if let Some(fault) = case["refused"].as_str() {
            let found = outcome.map_err(|e| format!("{e:?}"));
            assert_eq!(found, Err(fault.to_owned()), "{text}");
            refused += 1;
            continue;
        }
        let link = outcome.unwrap_or_else(|e| panic!("{text}: {e:?}"));
        let pairs = || link.all().map(|pair| (pair.ai.clone(), Value::from(pair.value.clone())));
        let found: BTreeMap<String, Value> = pairs().collect();
        let expected: BTreeMap<String, Value> =
            case["reads"].as_object().unwrap().clone().into_iter().collect();
        assert_eq!(found, expected, "{text}");
        assert_eq!(pairs().count(), expected.len(), "{text}");
        assert_eq!(link.canonical(), case["canonical"].as_str().unwrap(), "{text}");
        read += 1;
    }
    assert_eq!((read, refused), (82, 82));
}

#[test]
fn parts_of_a_link() {
    let link = DigitalLink::parse(&format!(
        "HTTPS://ID.example.org/a/b/01/{GTIN}/22/V/10/L%2f1+2/21/S?linkType=gs1:pip&17=261200&99=a%2B#x"
    ))
    .unwrap();
    assert_eq!(link.key, AiValue::new("01", GTIN));
    let qualifiers = [("22", "V"), ("10", "L/1+2"), ("21", "S")];
    assert_eq!(link.qualifiers, qualifiers.map(|(ai, value)| AiValue::new(ai, value)));
    let attributes = [("17", "261200"), ("99", "a+")];
    assert_eq!(link.attributes, attributes.map(|(ai, value)| AiValue::new(ai, value)));
    assert_eq!(link.get("10"), Some("L/1+2"));
    assert_eq!(link.get("99"), Some("a+"));
    assert_eq!(link.get("15"), None);
    assert_eq!(link.path(), format!("/01/{GTIN}/22/V/10/L%2F1%2B2/21/S"));
}

#[test]
fn request_paths() {
    let lot = format!("/01/{GTIN}/10/AB%2FC");
    for path in [lot.clone(), format!("{lot}/")] {
        let link = DigitalLink::parse_path(&path, Some("linkType=all&utm=a|b{}")).unwrap();
        assert_eq!(link.get("10"), Some("AB/C"));
        assert!(link.attributes.is_empty());
    }
    // A path that is also a value: the pairs are counted from the right.
    let link = DigitalLink::parse_path(&format!("/01/{GTIN}/10/01/21/414"), None).unwrap();
    assert_eq!(
        (link.get("01"), link.get("10"), link.get("21")),
        (Some(GTIN), Some("01"), Some("414"))
    );

    let refused = |path: &str, query| DigitalLink::parse_path(path, query).unwrap_err();
    assert_eq!(refused(&format!("{lot}//"), None), DigitalLinkError::Qualifier);
    assert_eq!(refused(&format!("{lot}/foo"), None), DigitalLinkError::Qualifier);
    assert_eq!(refused(&format!("/01/{GTIN}/17/261231"), None), DigitalLinkError::Qualifier);
    assert_eq!(refused("/foo", None), DigitalLinkError::NoKey);
    assert_eq!(refused("/", None), DigitalLinkError::NoKey);
    assert_eq!(refused("", None), DigitalLinkError::NoKey);
    assert_eq!(refused(&format!("{lot}?17=261231"), None), DigitalLinkError::Characters);
    assert_eq!(refused(&format!("/01/{GTIN}/10/批"), None), DigitalLinkError::Characters);
    assert_eq!(refused(&lot, Some("99=a<b")), DigitalLinkError::Characters);
    assert_eq!(refused(&lot, Some("17=261331")), DigitalLinkError::AttributeValue);
}

#[test]
fn hosts() {
    for host in ["a.example", "a.example:443", "a.example:", "[2001:db8::1]", "[::1]:8080"] {
        let link = DigitalLink::parse(&format!("http://{host}/01/{GTIN}"));
        assert_eq!(link.map(|l| l.path()), Ok(format!("/01/{GTIN}")), "{host}");
    }
    for host in ["", "a:65536", "a:+1", "u@a", "a%2e", "[::1", "[::1]8080", "[::g]", "::1", "a,b"] {
        let link = DigitalLink::parse(&format!("http://{host}/01/{GTIN}"));
        assert_eq!(link, Err(DigitalLinkError::Host), "{host}");
    }
}

#[test]
fn bound_uri_bytes() {
    let padded = |len: usize| {
        let start = format!("https://a/01/{GTIN}?x=");
        let padding = "x".repeat(len - start.len());
        format!("{start}{padding}")
    };
    assert!(DigitalLink::parse(&padded(URI_BYTES_MAX)).is_ok());
    assert_eq!(DigitalLink::parse(&padded(URI_BYTES_MAX + 1)), Err(DigitalLinkError::TooLong));

    let path = format!("/01/{GTIN}");
    let query = |len: usize| "x".repeat(len - path.len());
    assert!(DigitalLink::parse_path(&path, Some(&query(URI_BYTES_MAX))).is_ok());
    let long = query(URI_BYTES_MAX + 1);
    assert_eq!(DigitalLink::parse_path(&path, Some(&long)), Err(DigitalLinkError::TooLong));

    let segment = "x".repeat(URI_BYTES_MAX);
    assert_eq!(decode_segment(&segment).as_ref(), Ok(&segment));
    assert_eq!(decode_segment(&format!("{segment}x")), Err(DigitalLinkError::TooLong));
}

#[test]
fn bound_attributes() {
    let names = (7230..=7239).chain(710..=716).chain(7030..=7039).chain(91..=99);
    let all: Vec<String> = names.map(|ai| format!("{ai}=156X")).collect();
    let with = |count: usize| item(&format!("?{}", all[..count].join("&")));
    assert_eq!(with(ATTRIBUTES_MAX).unwrap().attributes.len(), ATTRIBUTES_MAX);
    assert_eq!(with(ATTRIBUTES_MAX + 1), Err(DigitalLinkError::TooLong));
}

#[test]
fn the_longest_hostile_paths_are_refused() {
    for piece in ["/", "/01", "/99/x", "/10/x", "%", "//01"] {
        let path = piece.repeat(URI_BYTES_MAX / piece.len());
        assert!(DigitalLink::parse_path(&path, None).is_err(), "{piece}");
    }
    let query = "99=x&".repeat(400);
    let path = format!("/01/{GTIN}");
    let found = DigitalLink::parse_path(&path, Some(&query));
    assert_eq!(found, Err(DigitalLinkError::Attribute));
}

#[test]
fn attribute_values() {
    let good = "
        17=240229 17=260200 7006=000229 7003=2612312359 7007=260101 7007=260101260131
        7011=2612310000 8008=26123123 8008=261231235959 422=156 423=156392 3103=000189
        8005=000199 8001=00010000200390 7030=156ABC 420=%22 8110=1";
    for query in good.split_ascii_whitespace() {
        assert!(item(&format!("?{query}")).is_ok(), "{query}");
    }
    let bad = "
        17=250229 17=260431 17=261301 17=260001 17=2612311 17=26123 7006=260200 7003=2612312400
        7003=2612312360 7007=260101260 7011=26123100001 8008=26123124 8008=2612312360 422=15
        423=15639 3103=00018 3103=00018X 8001=00000000200390 8001=00010000200320 99= 99=a%20b
        99=a+b 99=%C3%A9 410=0000000000000 7023=12A4 251=%23";
    for query in bad.split_ascii_whitespace() {
        let found = item(&format!("?{query}"));
        assert_eq!(found, Err(DigitalLinkError::AttributeValue), "{query}");
    }
    for query in ["99=%", "99=%4", "99=%4G", "99=%+1", "99=%FF"] {
        assert_eq!(item(&format!("?{query}")), Err(DigitalLinkError::Percent), "{query}");
    }
    let shipment = |query: &str| parse(&format!("/00/952012345678912345?{query}"));
    let good = "
        4321=0 4330=001250- 4330=001250 4309=18000000003600000000 4324=2612002359 4300=A%25E6";
    for query in good.split_ascii_whitespace() {
        assert!(shipment(query).is_ok(), "{query}");
    }
    let bad = "
        4330=001250%2B 4309=18000000010000000000 4309=00000000003600000001 4300=A%25E";
    for query in bad.split_ascii_whitespace() {
        assert_eq!(shipment(query), Err(DigitalLinkError::AttributeValue), "{query}");
    }
    let person = |query: &str| parse(&format!("/8018/012345678912345675?{query}"));
    for query in
        ["7250=20000229", "7252=9", "7241=10", "7241=80", "7258=1/2&7259=A", "7251=202602281200"]
    {
        assert!(person(query).is_ok(), "{query}");
    }
    for query in [
        "7250=21000229",
        "7250=20230229",
        "7252=3",
        "7241=11",
        "7241=00",
        "7258=2/1&7259=A",
        "7258=0/1",
    ] {
        assert_eq!(person(query), Err(DigitalLinkError::AttributeValue), "{query}");
    }
}

#[test]
fn key_and_qualifier_values() {
    let good = "
        /8006/095212340000130102/22/V/10/L/21/S /415/9521234000013/8020/R
        /414/9521234000013/7040/1ABC /417/9521234000013/7040/1AB- /8004/9520ABC/7040/1AB_
        /8010/9520%23-%2FAZ/8011/0 /8010/9520A/8011/120 /8013/1987654Ad4X4bL5ttr2310c2K
        /8003/09521234000013 /255/9521234000013123";
    for path in good.split_ascii_whitespace() {
        assert!(parse(path).is_ok(), "{path}");
    }
    let bad_keys = "
        /01/00000000000000 /00/000000000000000000 /8003/19521234000013 /8006/095212340000130201
        /8006/095212340000130001 /8010/9520a /8010/952A /8013/1987654Ad4X4bL5ttr2310c3K
        /8013/1987654Bd4X4bL5ttr2310c2K /8013/2K /401/952X /255/9521234000013A";
    for path in bad_keys.split_ascii_whitespace() {
        assert_eq!(parse(path), Err(DigitalLinkError::KeyValue), "{path}");
    }
    let bad_qualifiers = "
        /8010/9520A/8011/012 /417/9521234000013/7040/1AB. /417/9521234000013/7040/AABC
        /8018/012345678912345675/8019/A /01/09521234000013/235/abcdefghijklmnopqrstuvwxyz123";
    for path in bad_qualifiers.split_ascii_whitespace() {
        assert_eq!(parse(path), Err(DigitalLinkError::QualifierValue), "{path}");
    }
    let misplaced = "
        /01/09521234000013/235/T/21/S /414/9521234000013/254/E/7040/1ABC /415/9521234000013
        /01/09521234000013/8020/R /253/9521234000013/21/S";
    for path in misplaced.split_ascii_whitespace() {
        assert_eq!(parse(path), Err(DigitalLinkError::Qualifier), "{path}");
    }
}

#[test]
fn application_identifiers_that_need_or_bar_each_other() {
    let good = "
        /01/09521234000013?422=156&427=FJ /01/09521234000013/21/S?250=2
        /01/09521234000013?3103=000001&3923=1 /01/09521234000013/21/S?8030=AB
        /00/952012345678912345?02=09521234000013&37=1
        /01/09521234000013?3103=000001&3203=000001";
    for link in good.split_ascii_whitespace() {
        assert!(parse(link).is_ok(), "{link}");
    }
    let bad = "
        /01/09521234000013?427=FJ /01/09521234000013?250=2 /01/09521234000013?3923=1
        /01/09521234000013?8030=AB /00/952012345678912345?02=09521234000013
        /01/09521234000013?37=1 /01/09521234000013?3102=000001&3103=000001
        /01/09521234000013?4330=001250 /00/952012345678912345?4330=001250&4331=001250
        /01/09521234000013?422=156&426=156 /414/9521234000013?17=261231";
    for link in bad.split_ascii_whitespace() {
        assert_eq!(parse(link), Err(DigitalLinkError::Pairing), "{link}");
    }
    for ai in
        ["21", "22", "235", "254", "7040", "8011", "8019", "8020", "8200", "03", "8014", "7041"]
    {
        let link = format!("/8004/9520614141234567?{ai}=1");
        assert_eq!(parse(&link), Err(DigitalLinkError::Attribute), "{ai}");
    }
}

#[test]
fn the_table_has_each_identifier_once() {
    let two = (0..100).map(|number| format!("{number:02}"));
    let three = (0..1_000).map(|number| format!("{number:03}"));
    let four = (0..10_000).map(|number| format!("{number:04}"));
    let mut of_length: BTreeMap<usize, usize> = BTreeMap::new();
    let mut keys = Vec::new();
    for ai in two.chain(three).chain(four) {
        let Some(entry) = lookup(&ai) else { continue };
        assert_eq!(rows_covering(&ai), 1, "{ai}");
        *of_length.entry(ai.len()).or_default() += 1;
        let Some(sequences) = entry.sequences else { continue };
        for qualifier in sequences.iter().copied().flatten() {
            assert!(lookup(qualifier).is_some_and(|e| e.sequences.is_none()), "{ai} {qualifier}");
        }
        keys.push(ai);
    }
    assert_eq!(of_length, BTreeMap::from([(2, 26), (3, 37), (4, 473)]));
    let known = "00 01 253 255 401 402 414 415 417 8003 8004 8006 8010 8013 8017 8018";
    assert_eq!(keys.join(" "), known);
    for not_ai in ["", "0", "1", "04", "310", "3106", "3944", "717", "99999", "１", "0１", "310１"]
    {
        assert!(lookup(not_ai).is_none(), "{not_ai}");
    }
}

#[test]
fn segments() {
    assert_eq!(encode_segment("aZ09-._~"), "aZ09-._~");
    assert_eq!(encode_segment("a/b +%"), "a%2Fb%20%2B%25");
    assert_eq!(encode_segment("批"), "%E6%89%B9");
    assert_eq!(decode_segment("%e6%89%B9+%2F").as_deref(), Ok("批+/"));
    for malformed in ["%", "%4", "%4G", "%G4", "a%", "%E6", "%FF", "%%41"] {
        assert_eq!(decode_segment(malformed), Err(DigitalLinkError::Percent), "{malformed}");
    }
}
