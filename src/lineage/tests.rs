//! The walk on graphs drawn by hand and at random, the places of a picture, and shares.

mod pictures;
mod walks;

use super::share::{share, share_of_made};
use crate::fact::record::{MadeRecord, QuantityRecord};

fn amounts(text: &str) -> Vec<QuantityRecord> {
    let words: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
    let pair = |pair: &[String]| QuantityRecord { value: pair[0].clone(), unit: pair[1].clone() };
    words.chunks(2).map(pair).collect()
}

#[test]
fn shares_need_one_measure() {
    let rows = [
        ("250 KGM", "1 TNE", Some("0.25")),
        ("1 LBR", "1 KGM", Some("0.4536")),
        ("500 GRM 1.5 KGM", "8 KGM", Some("0.25")),
        ("100 MLT", "2 LTR", Some("0.05")),
        ("30 EA", "120 H87", Some("0.25")),
        ("3 CS", "12 CS", Some("0.25")),
        ("12 KGM", "10 KGM", Some("1.2")),
        ("0 KGM", "10 KGM", Some("0")),
        ("1 KGM", "3 KGM", Some("0.3333")),
        ("1 KGM", "1 LTR", None),
        ("1 KGM", "10 EA", None),
        ("3 CS", "12 BX", None),
        ("1 KGM", "0 KGM", None),
        ("", "1 KGM", None),
        ("1 KGM", "", None),
        ("1 KGM", "5 KGM 5 EA", None),
    ];
    for (part, whole, expected) in rows {
        let found = share(&amounts(part), &amounts(whole)).map(|share| share.to_string());
        assert_eq!(found.as_deref(), expected, "{part} of {whole}");
    }
}

#[test]
fn a_mass_of_pieces_goes_by_what_they_weigh() {
    let made = |net: Option<&str>| MadeRecord {
        maker: None,
        site: None,
        imported: false,
        additives: Vec::new(),
        quantity: amounts("8000 EA")[0].clone(),
        net_mass: net.map(|net| amounts(net)[0].clone()),
        making: crate::fact::record::MakingRecord::default(),
    };
    let of = |used: &str, net| share_of_made(&amounts(used), &made(net)).map(|s| s.to_string());
    assert_eq!(of("160 KGM", Some("1600 KGM")).as_deref(), Some("0.1"));
    assert_eq!(of("2000 EA", Some("1600 KGM")).as_deref(), Some("0.25"));
    assert_eq!(of("160 KGM", None), None);
}
