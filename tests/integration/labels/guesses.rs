//! Codes that were never issued lead nowhere, mistyped ones are told from unknown ones, and codes are
//! read the way people type them.

use super::{MAKER, Row, TestApp, rows};
use crate::harness::{Answer, Client, batch_path, escape};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use suyuan::app::Options;
use suyuan::clock::Entropy;
use suyuan::domain::unit_code::{KeySlot, UnitCode};
use suyuan::views::query;

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Numbers that look random and are the same at every run (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }
}

/// The same keys at every run.
fn seeded(options: Options) -> Options {
    Options { entropy: Entropy::seeded("labels"), ..options }
}

/// Sends each request as another client, so that nobody fails too often.
struct Crowd {
    client: Client,
    sent: AtomicU32,
}

impl Crowd {
    fn of(app: &TestApp) -> Self {
        Self { client: Client::new(app.address), sent: AtomicU32::new(0) }
    }

    fn get(&self, path: &str) -> Answer {
        let [_, a, b, c] = self.sent.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let from = format!("10.{a}.{b}.{c}");
        self.client.send("GET", path, &[("x-forwarded-for", from.as_str())], None)
    }
}

/// A lot of so many codes on sale, behind a proxy.
fn stage(units: u64) -> (TestApp, Vec<Row>) {
    let app = TestApp::behind_proxy(seeded);
    let token = app.with_maker();
    app.lot(&token, "L1", units);
    let list = rows(&app.get_as(&token, &batch_path("L1", "units.csv")).text());
    (app, list)
}

#[test]
fn a_million_guesses_find_no_unit() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let app = TestApp::on(folder, seeded);
    let token = app.with_maker();
    app.lot(&token, "L1", 1_000_000);
    let snapshot = app.service.app.snapshot();
    let keyring = &app.service.app.keyring;
    let finds = |code: &UnitCode| query::issued_unit(&snapshot, keyring, code).unwrap();
    let real = keyring.code(0, 0).unwrap();
    assert_eq!(finds(&real).map(|unit| unit.ordinal), Some(1), "a real one is found");
    let slot = KeySlot::new(0).unwrap();
    let mut numbers = Numbers(7);
    let mut found = 0;
    for _ in 0..1_000_000 {
        let payload = u128::from(numbers.next()) << 64 | u128::from(numbers.next());
        let code = UnitCode::from_parts(slot, payload);
        assert_eq!(UnitCode::parse(code.compact().as_str()), Ok(code), "well-formed");
        found += usize::from(finds(&code).is_some());
    }
    assert_eq!(found, 0);
    // Neighbours of a real code are no better guesses.
    for distance in 1..=10_000 {
        let near = UnitCode::from_parts(slot, real.payload().wrapping_add(distance));
        assert_eq!(finds(&near), None);
    }
}

#[test]
fn codes_follow_no_order_and_never_repeat() {
    let (_, list) = stage(5_000);
    let codes: BTreeSet<_> = list.iter().map(|row| row.serial.as_str()).collect();
    assert_eq!(codes.len(), list.len());
    assert!(!list.is_sorted_by(|a, b| a.serial < b.serial));
    // Neighbours share no more symbols than chance gives: one in 32 at each of 14 places.
    let shared = |pair: &[Row]| {
        let symbols = pair[0].serial.bytes().zip(pair[1].serial.bytes());
        symbols.skip(1).take(14).filter(|(a, b)| a == b).count()
    };
    let total: usize = list.windows(2).map(shared).sum();
    let expected = 14 * (list.len() - 1) / 32;
    assert!(total.abs_diff(expected) < expected / 5, "{total} shared, {expected} by chance");
}

/// Every answer must be 400 `codeMistyped` and must not give the code away.
fn is_mistyped(crowd: &Crowd, typed: &str, real: &str) {
    let answer = crowd.get(&format!("/api/v1/codes/{typed}"));
    assert_eq!(answer.status, 400, "{typed} of {real}: {}", answer.text());
    assert_eq!(answer.json()["verdict"], "codeMistyped", "{typed}");
    conceals(&answer, real);
}

/// No answer completes or corrects a code.
fn conceals(answer: &Answer, real: &str) {
    let head: String = answer.headers.values().filter_map(|value| value.to_str().ok()).collect();
    let said = format!("{head}{}", answer.text()).to_uppercase().replace('-', "");
    assert!(!said.contains(real), "the code {real} is given away");
}

#[test]
fn every_single_substitution_is_told() {
    let (app, list) = stage(3);
    let crowd = Crowd::of(&app);
    let real = list[1].serial.as_str();
    for place in 0..16 {
        for symbol in ALPHABET.chars().filter(|symbol| !real[place..].starts_with(*symbol)) {
            let typed = format!("{}{symbol}{}", &real[..place], &real[place + 1..]);
            is_mistyped(&crowd, &typed, real);
        }
    }
}

#[test]
fn every_swap_of_two_symbols_is_told() {
    let (app, list) = stage(3);
    let crowd = Crowd::of(&app);
    for row in &list {
        let real = row.serial.as_str();
        for left in 0..16 {
            for right in left + 1..16 {
                let mut symbols: Vec<char> = real.chars().collect();
                symbols.swap(left, right);
                let typed: String = symbols.iter().collect();
                if typed != real {
                    is_mistyped(&crowd, &typed, real);
                }
            }
        }
    }
}

#[test]
fn mistakes_are_told_on_every_route() {
    let (app, list) = stage(20);
    let crowd = Crowd::of(&app);
    let mut numbers = Numbers(11);
    for row in &list {
        let real = row.serial.as_str();
        let place = numbers.below(16);
        let others: Vec<char> =
            ALPHABET.chars().filter(|c| !real[place..].starts_with(*c)).collect();
        let symbol = others[numbers.below(others.len())];
        let typed = format!("{}{symbol}{}", &real[..place], &real[place + 1..]);
        for path in [
            format!("/c/{typed}"),
            format!("/C/{typed}"),
            format!("/01/09521001400176/21/{typed}"),
            format!("/01/09521001400176/10/L1/21/{typed}"),
            format!("/o/{MAKER}/{typed}"),
            format!("/o/{MAKER}/SS-200/21/{typed}"),
            format!("/api/v1/units/{MAKER}/{typed}"),
            format!("/api/v1/codes/{}", typed.to_lowercase()),
        ] {
            let answer = crowd.get(&path);
            assert_eq!(answer.status, 400, "{path}: {}", answer.text());
            conceals(&answer, real);
        }
    }
}

#[test]
fn what_is_left_out_is_not_filled_in() {
    let (app, list) = stage(3);
    let crowd = Crowd::of(&app);
    let real = list[0].serial.as_str();
    for place in 0..16 {
        let short = format!("{}{}", &real[..place], &real[place + 1..]);
        let unread = format!("{}{}{}", &real[..place], "U", &real[place + 1..]);
        for typed in [short, unread, format!("{real}{}", &real[place..=place])] {
            for path in [format!("/c/{typed}"), format!("/api/v1/codes/{typed}")] {
                let answer = crowd.get(&path);
                assert_eq!(answer.status, 400, "{path}");
                if !typed.contains(real) {
                    conceals(&answer, real);
                }
            }
        }
    }
}

#[test]
fn codes_are_read_as_people_type_them() {
    let (app, list) = stage(400);
    let crowd = Crowd::of(&app);
    let has = |symbols: &[char]| {
        let all = |row: &&Row| symbols.iter().all(|symbol| row.serial.contains(*symbol));
        list.iter().find(all).expect("among 400 codes").serial.clone()
    };
    let real = has(&['0', '1']);
    let groups: Vec<_> = (0..4).map(|at| real[4 * at..4 * at + 4].to_owned()).collect();
    let typed = [
        real.to_lowercase(),
        groups.join("-"),
        groups.join("-").to_lowercase(),
        groups.join("%20"),
        real.replace('0', "O"),
        real.replace('0', "o"),
        real.replace('1', "I"),
        real.replace('1', "i"),
        real.replace('1', "L"),
        real.replace('1', "l"),
        real.replace('0', "O").replace('1', "l").to_lowercase(),
        // Full-width, as Chinese keyboards give it.
        escape(&real.chars().filter_map(full_width).collect::<String>()),
    ];
    for typed in &typed {
        let answer = crowd.get(&format!("/api/v1/codes/{typed}"));
        assert_eq!(answer.status, 200, "{typed}: {}", answer.text());
        assert_eq!(answer.json()["key"]["serial"], real.as_str(), "{typed}");
        assert_eq!(answer.json()["verdict"], "registered", "{typed}");
    }
}

fn full_width(symbol: char) -> Option<char> {
    char::from_u32(u32::from(symbol) + 0xfee0)
}

#[test]
fn in_an_address_a_code_is_read_as_people_type_it() {
    let (app, list) = stage(400);
    let crowd = Crowd::of(&app);
    let row = list.iter().find(|row| row.serial.contains('0') && row.serial.contains('1')).unwrap();
    let real = row.serial.as_str();
    let alike = real.replace('0', "O").replace('1', "I");
    for code in [real.to_lowercase(), alike, real.to_owned()] {
        for path in [
            format!("/01/09521001400176/21/{code}"),
            format!("/o/{MAKER}/{code}"),
            format!("/o/{}/{code}", MAKER.to_lowercase()),
            format!("/C/{code}"),
        ] {
            let header = [("accept", "application/json")];
            let answer = crowd.client.send("GET", &path, &header, None);
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            assert_eq!(answer.json()["key"]["serial"], real, "{path}");
        }
    }
}
