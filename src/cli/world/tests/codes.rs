//! Every number of the demo that has a check digit, worked out again here by the text of its standard.

use super::*;

/// The oat mill abroad, under the number of another registry.
const ABROAD: &str = "IE-CRO:DEMO-40871";

/// GB 11714-1997: weights 3 7 9 10 5 8 4 2, 11 less the sum modulo 11; 10 is X, 11 is 0.
fn gb11714(body: &str) -> char {
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(weights).map(|(c, w)| c.to_digit(36).unwrap() * w).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap(),
    }
}

/// GB 32100-2015: 31 letters and digits, weights 3ⁱ modulo 31.
fn gb32100(body: &str) -> char {
    let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut weight = 1;
    let mut sum = 0;
    for c in body.chars() {
        sum += alphabet.find(c).unwrap() * weight;
        weight = weight * 3 % 31;
    }
    alphabet.chars().nth((31 - sum % 31) % 31).unwrap()
}

/// GS1: weights 3 and 1 from the right, to the next ten.
fn gs1(body: &str) -> u32 {
    let digits = body.chars().rev().map(|c| c.to_digit(10).unwrap());
    let sum: u32 = digits.zip([3, 1].into_iter().cycle()).map(|(d, w)| d * w).sum();
    (10 - sum % 10) % 10
}

/// GB/T 17710 MOD 11,10.
fn mod_11_10(body: &str) -> u32 {
    let digits = body.chars().map(|c| c.to_digit(10).unwrap());
    let last = digits.fold(10, |product, digit| {
        let sum = (product + digit) % 10;
        let sum = if sum == 0 { 10 } else { sum };
        sum * 2 % 11
    });
    (11 - last) % 10
}

fn split_check(text: &str) -> (&str, char) {
    let (at, check) = text.char_indices().next_back().unwrap();
    (&text[..at], check)
}

#[test]
fn organization_codes_have_both_check_characters() {
    let (mut credit, mut others, mut seen) = (0, Vec::new(), BTreeSet::new());
    for body in ORGANIZATIONS.iter() {
        let Some(code) = body["code"].as_str() else {
            others.push(format!("{}:{}", body["code"]["scheme"], body["code"]["number"]));
            continue;
        };
        assert!(seen.insert(code), "{code} twice");
        if code.len() != 18 {
            assert!(OrgCode::parse(code).is_ok(), "{code}");
            others.push(code.to_owned());
            continue;
        }
        let (front, check) = split_check(code);
        assert_eq!(gb32100(front), check, "{code}");
        let (inner, inner_check) = split_check(&code[8..17]);
        assert_eq!(gb11714(inner), inner_check, "{code}");
        assert!(inner.starts_with("YYDEM"), "{code} might be somebody's");
        assert_eq!(Some(&code[2..8]), body["region"].as_str(), "{code}");
        credit += 1;
    }
    assert_eq!(credit, 25);
    let abroad = [
        "\"US-FSIS\":\"M-DEMO-417+P\"",
        "999900DEM0ALMAZARA62",
        "9520007000038",
        "\"IE-CRO\":\"DEMO-40871\"",
    ];
    assert_eq!(others, abroad);
    for body in ORGANIZATIONS.iter() {
        assert!(body["name"]["zh"].as_str().unwrap().contains("（演示）"), "{}", body["name"]);
        assert!(body["name"]["en"].as_str().unwrap().contains("(demo)"), "{}", body["name"]);
        if let Some(gln) = body["gln"].as_str() {
            let (front, check) = split_check(gln);
            assert_eq!(check.to_digit(10), Some(gs1(front)), "{gln}");
        }
    }
}

#[test]
fn gtins_are_of_the_demonstration_prefix() {
    let mut seen = BTreeSet::new();
    for line in catalogue::lines() {
        let Some(gtin) = line.product.get("gtin") else { continue };
        let gtin = gtin.as_str().unwrap();
        assert!([13, 14].contains(&gtin.len()), "{gtin}");
        assert!(gtin[gtin.len() - 13..].starts_with("952"), "{gtin}");
        let (front, check) = split_check(gtin);
        assert_eq!(check.to_digit(10), Some(gs1(front)), "{gtin}");
        assert!(seen.insert(format!("{gtin:0>14}")), "{gtin} twice");
    }
    assert_eq!(seen.len(), 45);
}

#[test]
fn production_licences_have_their_check_digit_and_region() {
    let mut seen = BTreeSet::new();
    for line in catalogue::lines() {
        let manufacturer = line.made.manufacturer.as_ref();
        let Some(permit) = manufacturer.and_then(|maker| maker["permit"].as_str()) else {
            continue;
        };
        let Some(digits) = permit.strip_prefix("SC") else { continue };
        let (front, check) = split_check(digits);
        assert_eq!(front.len(), 13, "{permit}");
        assert_eq!(check.to_digit(10), Some(mod_11_10(front)), "{permit}");
        let maker = manufacturer.and_then(|maker| maker["organization"].as_str()).unwrap();
        assert_eq!(&front[3..9], &maker[2..8], "{permit}");
        seen.insert(permit);
    }
    assert_eq!(seen.len(), 10);
    let held = catalogue::ENTRIES.iter().filter(|stated| stated.entry["kind"] == "foodProduction");
    let held: BTreeSet<_> = held.filter_map(|stated| stated.entry["number"].as_str()).collect();
    assert_eq!(held, seen);
}

/// Each organization and additive named anywhere is one that exists.
#[test]
fn names_that_are_used_are_known() {
    let known: BTreeSet<&str> = ORGANIZATIONS
        .iter()
        .filter_map(|body| body["code"].as_str())
        .chain([parties::PORK_US, ABROAD])
        .collect();
    let table = include_str!("../../../../schemas/additives.csv");
    let additives: BTreeMap<&str, &str> =
        table.lines().filter_map(|row| row.split_once(',')).collect();
    for call in calls(TODAY) {
        each_member(&call.body, &mut |name, value| match (name, value.as_str()) {
            ("organization" | "responsibleParty" | "counterpart", Some(code)) => {
                assert!(known.contains(code), "{code} in {}", call.path);
            }
            ("cns", Some(cns)) => assert!(additives.contains_key(cns), "{cns} in {}", call.path),
            _ => {}
        });
        let used = call.body["additives"].as_array().into_iter().flatten();
        for additive in used {
            let cns = additive["cns"].as_str().unwrap();
            let row = table.lines().filter(|row| row.starts_with(&format!("{cns},")));
            let ins = additive["ins"].as_str().unwrap();
            assert!(row.clone().any(|row| row.split(',').nth(1) == Some(ins)), "{cns} {ins}");
        }
    }
}
