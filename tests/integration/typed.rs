//! What people type: read leniently, refused with a sentence that names the field; and what the form
//! says, and does not say, of a mistyped code.

use crate::harness::{Answer, MAKER, TestApp, escape};
use std::collections::BTreeSet;
use suyuan::domain::unit_code::{NotRead, UnitCode, read_typed};
use suyuan::limits::{CODE_TRIALS_PER_HOUR_COUNT, CODE_TRIALS_PER_MINUTE_COUNT};
use suyuan::report::typed::wrong_group;

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A service behind a proxy, with three codes on sale.
fn stage() -> (TestApp, Vec<String>) {
    let app = TestApp::behind_proxy(|options| options);
    let token = app.with_maker();
    app.lot(&token, "L1", 3);
    let codes = app.units(&token, "L1").into_iter().map(|[_, code, _]| code).collect();
    (app, codes)
}

fn asked(app: &TestApp, path: &str, client: &str) -> Answer {
    let headers = [("accept", "text/html"), ("accept-language", "en"), ("x-forwarded-for", client)];
    app.send("GET", path, &headers, None)
}

fn typed(app: &TestApp, text: &str, client: &str) -> Answer {
    asked(app, &format!("/c?code={}", escape(text)), client)
}

/// The sentence of a form that was given back.
fn sentence(answer: &Answer) -> String {
    assert_eq!(answer.status, 400, "{}", answer.text());
    let text = answer.text();
    let alert = text.split("role=\"alert\"><a href=\"#").nth(1).unwrap_or_else(|| panic!("{text}"));
    let (field, rest) = alert.split_once("\">").unwrap();
    assert!(text.contains(&format!("id=\"{field}\"")), "{field}");
    let invalid = text.split("aria-invalid=\"true\"").count();
    assert_eq!(invalid, 2, "one field is marked");
    format!("{field}: {}", rest.split("</a>").next().unwrap())
}

/// A code with another symbol at a place.
fn with_slip(code: &str, place: usize, by: usize) -> String {
    let mut letters: Vec<char> = code.chars().collect();
    let known = ALPHABET.find(letters[place]).unwrap();
    letters[place] = ALPHABET.chars().nth((known + by) % 32).unwrap();
    letters.into_iter().collect()
}

#[test]
fn a_code_is_read_however_it_is_typed() {
    let (app, codes) = stage();
    let code = codes.iter().find(|code| code.contains(['0', '1'])).unwrap_or(&codes[0]);
    let grouped = UnitCode::parse(code).unwrap().to_string();
    let wide: String =
        code.chars().map(|letter| char::from_u32(u32::from(letter) + 0xfee0).unwrap()).collect();
    for text in [
        code.clone(),
        grouped.clone(),
        grouped.to_lowercase(),
        grouped.replace('-', " "),
        grouped.replace('-', "—"),
        grouped.replace('0', "O").replace('1', "l"),
        grouped.replace('0', "o").replace('1', "I"),
        wide,
        format!("  {grouped}\u{3000}"),
        format!("T.example.cn/c/{code}"),
        format!("ｈｔｔｐｓ：／／t.example.cn／c／{code}"),
    ] {
        let answer = typed(&app, &text, "203.0.113.1");
        assert_eq!(answer.status, 303, "{text}: {}", answer.text());
        let location = answer.header("location");
        assert!(location.starts_with(&format!("/c/{code}")), "{text} leads to {location}");
        assert_eq!(asked(&app, location, "203.0.113.1").status, 200);
    }
}

#[test]
fn what_is_wrong_is_said_in_the_field_it_is_in() {
    let (app, codes) = stage();
    let code = &codes[0];
    for (path, said) in [
        (
            format!("/c?code={}", &code[1..]),
            "code: The code on the label has 16 characters; here are 15",
        ),
        (format!("/c?code={code}7"), "code: The code on the label has 16 characters; here are 17"),
        (format!("/c?code={}U{}", &code[..6], &code[7..]), "code: Group 2 of the code holds"),
        (
            format!("/c?code={}", escape("https://elsewhere.example/c/1")),
            "code: This is an address of another site, which is not opened from here: https://elsewhere.example/c/1",
        ),
        ("/01?gtin=9521001400177".into(), "gtin: The barcode fails its check"),
        ("/01?gtin=952100140017".into(), "gtin: The barcode fails its check"),
        ("/01?gtin=95210014001".into(), "gtin: A barcode has 8, 12, 13 or 14 digits; here are 11"),
        ("/01?gtin=952100140017x".into(), "gtin: A barcode has digits only"),
        ("/01?gtin=&lot=1".into(), "gtin: Fill in the digits"),
        ("/01?gtin=9521001400176&lot=%E6%89%B9".into(), "lot: A lot has at most 20"),
        (
            "/01?gtin=9521001400176&serial=123456789012345678901".into(),
            "gtin-serial: A serial has at most 20",
        ),
        (format!("/o?org={MAKER}&serial="), "serial: Fill in the serial"),
        (format!("/o?org={MAKER}&serial=%E6%89%B9"), "serial: A serial has at most 20"),
        ("/o?org=&serial=7".into(), "org: Fill in the organization code"),
        ("/o?org=91341124MA8TY6B187&serial=7".into(), "org: The organization code fails its check"),
        ("/o?org=9134&serial=7".into(), "org: An organization code has 9 characters"),
    ] {
        let answer = asked(&app, &path, "203.0.113.2");
        let found = sentence(&answer);
        assert!(found.starts_with(said), "{path}: {found}");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let wide = "/01?gtin=%EF%BC%99521 001 40017 6&lot=%EF%BC%AC1&serial=S1".replace(' ', "+");
    let answer = asked(&app, &wide, "203.0.113.2");
    assert_eq!(answer.header("location"), "/01/09521001400176/10/L1/21/S1");
    let answer = asked(&app, &format!("/o?org={}&serial=A+7", MAKER.to_lowercase()), "203.0.113.2");
    let location = answer.header("location");
    assert_eq!(location, format!("/o/{}/A7", MAKER.to_lowercase()));
}

/// Whatever one wrong symbol, the form names its group and nothing of the code.
#[test]
fn the_form_names_the_group_that_is_wrong() {
    let (app, codes) = stage();
    let code = &codes[1];
    for place in 0..16 {
        let group = place / 4 + 1;
        let slip = with_slip(code, place, 5 + place);
        let answer = typed(&app, &slip, &format!("198.51.100.{place}"));
        let found = sentence(&answer);
        let expected = format!("group {group} of four");
        assert!(found.contains(&expected), "{slip}: {found}");
        let grouped = UnitCode::parse(code).unwrap().to_string();
        let text = answer.text();
        assert!(!text.contains(code) && !text.contains(&grouped), "the code is not completed");
    }
}

#[test]
fn every_substitution_is_placed_and_chance_is_not() {
    let (app, codes) = stage();
    let (view, keyring) = (app.service.app.snapshot(), &app.service.app.keyring);
    let group_of = |text: &str| match read_typed(text) {
        Err(NotRead::Check(mistyped)) => wrong_group(&view, keyring, &mistyped).unwrap(),
        other => panic!("{text}: {other:?}"),
    };
    for code in &codes {
        for place in 0..16 {
            for by in 1..32 {
                let group = group_of(&with_slip(code, place, by));
                assert_eq!(
                    group,
                    Some(u8::try_from(place / 4 + 1).unwrap()),
                    "{code} {place} {by}"
                );
            }
        }
        // Two slips in two groups are beyond one.
        assert_eq!(group_of(&with_slip(&with_slip(code, 1, 3), 9, 4)), None);
        for place in 1..16 {
            let mut letters: Vec<char> = code.chars().collect();
            letters.swap(place - 1, place);
            let swapped: String = letters.into_iter().collect();
            if swapped != *code {
                let one = (place % 4 != 0).then(|| u8::try_from(place / 4 + 1).unwrap());
                assert_eq!(group_of(&swapped), one, "{code} {place}");
            }
        }
    }
    // A code of our key that no block holds is nobody's.
    let slot = UnitCode::parse(&codes[0]).unwrap().slot().get();
    let unissued = keyring.code(slot, 77_777).unwrap().compact().to_string();
    assert_eq!(group_of(&with_slip(&unissued, 3, 1)), None);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = BTreeSet::new();
    while random.len() < 2_000 {
        let text: String = (0..16)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                ALPHABET.as_bytes()[usize::try_from(state >> 59).unwrap()] as char
            })
            .collect();
        random.insert(text);
    }
    for text in random.iter().filter(|text| UnitCode::parse(text).is_err()) {
        if let Err(NotRead::Check(mistyped)) = read_typed(text) {
            assert_eq!(wrong_group(&view, keyring, &mistyped).unwrap(), None, "{text}");
        }
    }
}

#[test]
fn only_the_form_tries_the_key() {
    let (app, codes) = stage();
    let slip = with_slip(&codes[0], 6, 1);
    for path in [format!("/c/{slip}"), format!("/C/{slip}"), format!("/o/{MAKER}/{slip}")] {
        let text = asked(&app, &path, "203.0.113.3").text();
        assert!(!text.contains("group 2"), "{path}: {text}");
    }
    for path in [format!("/api/v1/codes/{slip}"), format!("/api/v1/units/{MAKER}/{slip}")] {
        assert!(!app.get(&path).text().contains("group 2"), "{path}");
    }
}

/// Beyond the bound the form goes on, and says what needs no key.
#[test]
fn one_client_may_ask_the_key_so_often() {
    let (app, codes) = stage();
    let slip = with_slip(&codes[2], 0, 9);
    for asked in 0..=CODE_TRIALS_PER_HOUR_COUNT {
        let found = sentence(&typed(&app, &slip, "203.0.113.4"));
        let named = found.contains("group 1");
        assert_eq!(named, asked < CODE_TRIALS_PER_HOUR_COUNT, "{asked}: {found}");
    }
    assert!(sentence(&typed(&app, &slip, "203.0.113.5")).contains("group 1"), "another client");
    // Mistyped codes count as look-ups that failed, too.
    let refused = (0..30).map(|_| typed(&app, &slip, "203.0.113.4").status);
    assert!(refused.into_iter().any(|status| status == 429));
}

#[test]
fn all_clients_together_are_bounded() {
    let (app, codes) = stage();
    let slip = with_slip(&codes[2], 15, 9);
    let began = std::time::Instant::now();
    let named = |n: u32| {
        let client = format!("10.{}.{}.7", n / 250, n % 250);
        sentence(&typed(&app, &slip, &client)).contains("group 4")
    };
    let count = (0..CODE_TRIALS_PER_MINUTE_COUNT + 200).filter(|n| named(*n)).count();
    let given_back = began.elapsed().as_secs() * u64::from(CODE_TRIALS_PER_MINUTE_COUNT) / 60 + 11;
    let most = u64::from(CODE_TRIALS_PER_MINUTE_COUNT) + given_back;
    let count = u64::try_from(count).unwrap();
    let least = u64::from(CODE_TRIALS_PER_MINUTE_COUNT);
    assert!((least..=most).contains(&count), "{count} of at most {most}");
}
