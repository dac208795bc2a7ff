//! Tests of the demo world: its numbers, its codes, and that the service would take it.

mod codes;
mod order;

use super::*;
use crate::domain::code_ids::EntryId;
use crate::domain::command::BatchKey;
use crate::domain::lot::{Lot, ProductCode};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::Refusal;
use crate::domain::words::{CheckKind, Outcome};
use crate::wire::parse;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};

/// A day like any other, the turn of a year, and a leap day.
const DAYS: [Date; 4] =
    [date(2026, 11, 23), date(2027, 1, 1), date(2028, 2, 29), date(2027, 3, 31)];
const TODAY: Date = DAYS[0];

/// Every member of the request bodies of the public contract.
const NAMES: &str = "
    code name roles region address contact phone gln scheme number

    product version validFrom gtin specification netContent value unit largestFaceCm2 category
    permitCategory additiveCategory responsibleParty standard shelfLife dateType label basis storage
    minCel maxCel text ingredientStatement percent cns allergens containment nutrition per items
    formula visibility lines material kg zh en

    productVersion lot lotAsPrinted producedOn expiresOn datesAsPrinted production expiry
    manufacturer organization site permit relation entry origin country quantity netMass loss kind
    ingredients role source stage receivedOn documents type incomingCheck declared additives ins
    function used activeFraction expressedAs processControls step parameter min measuredAt saleArea
    units issue labelAllowance

    reportNo sampleNo laboratory accreditation sampledOn testedOn item method result limit max plan
    n c m M results hazard starred comparator fromReport

    serials list first last ordinals reason scope lots regime class remedy instructions evidence
    changes pointer

    bizStep channel counterpart sscc children

    kind issuer validTo covers counterpart product pledges area note status on

    document id effectiveFrom parent permits rule anyOf place imported clause exempt rules";

#[test]
fn the_world_is_large_enough() {
    let calls = calls(TODAY);
    let ends = |end: &str| calls.iter().filter(|call| call.path.ends_with(end)).count();
    assert_eq!(ORGANIZATIONS.len(), 29);
    assert_eq!(ends("/organizations"), 29);
    for (role, count) in [("regulator", 2), ("laboratory", 2), ("seller", 1), ("producer", 24)] {
        let with = |body: &&Value| body["roles"][0] == role;
        assert_eq!(ORGANIZATIONS.iter().filter(with).count(), count, "{role}");
    }
    assert_eq!(catalogue::lines().count(), 53);
    assert!(catalogue::lines().all(|line| line.made.every > 0 && !line.made.pieces.is_empty()));
    assert_eq!(ends("/products"), 54);
    assert_eq!(ends("/batches"), 385);
    assert!(ends("/checks") > 350, "{}", ends("/checks"));
    assert_eq!((ends("/entries"), ends("/status"), ends("/policies")), (28, 1, 1));
    assert_eq!(ends("/events"), 12);
    let issued: u64 = calls.iter().filter_map(|call| call.body["units"]["issue"].as_u64()).sum();
    assert!(issued >= 2_000_000, "{issued}");
    let large = Stock::new(Calendar { today: TODAY });
    let large = large.lots.iter().filter(|lot| lot.units >= 100_000).count();
    assert!((5..20).contains(&large), "{large}");
    let labelled = |line: &&Line| {
        let label = line.product.get("label").and_then(Value::as_object);
        let parts = ["ingredientStatement", "nutrition", "storage"];
        label.is_some_and(|label| parts.iter().all(|part| label.contains_key(*part)))
    };
    assert!(catalogue::lines().filter(labelled).count() >= 8);
    assert!(catalogue::lines().filter(|line| !line.product.contains_key("gtin")).count() >= 3);
}

#[test]
fn only_members_of_the_contract() {
    let names: BTreeSet<&str> = NAMES.split_whitespace().collect();
    let mut unknown = BTreeSet::new();
    for call in calls(TODAY) {
        each_member(&call.body, &mut |name, _| {
            if !names.contains(name) {
                unknown.insert(name.to_owned());
            }
        });
    }
    assert_eq!(unknown, BTreeSet::new());
}

#[test]
fn texts_are_in_both_languages_and_patterns_are_filled() {
    for call in calls(TODAY) {
        let text = call.body.to_string();
        for word in ["{date}", "{day}", "{n}", "{yy}", "{yymm}", "{mmdd}", "{since}", "perMille"] {
            assert!(!text.contains(word), "{word} in {}", call.path);
        }
        let check = |value: &Value| {
            let Some(members) = value.as_object() else { return };
            assert_eq!(members.contains_key("zh"), members.contains_key("en"), "{value}");
        };
        check(&call.body);
        each_member(&call.body, &mut |_, value| check(value));
    }
}

/// What reads the bodies of real requests takes them all, and works out the outcomes told here.
#[test]
fn every_body_is_well_formed() {
    for today in DAYS {
        let (mut failed, mut found) = (Vec::new(), Vec::new());
        for call in calls(today) {
            match judged(&call) {
                Ok(Some((_, Outcome::Pass)) | None) => {}
                Ok(Some((CheckKind::FactoryTest, Outcome::Fail))) => found.push(call.path.clone()),
                Ok(Some((_, Outcome::Fail))) => failed.push(call.path.clone()),
                Ok(Some(other)) => panic!("{}: {other:?}", call.path),
                Err(refusal) => panic!("{}: {refusal:?}\n{}", call.path, call.body),
            }
        }
        assert_eq!((failed.len(), found.len()), (2, 1), "{failed:?} {found:?}");
    }
}

/// Reads a body as its route does; for checks, what came of it.
fn judged(call: &Call) -> Result<Option<(CheckKind, Outcome)>, Refusal> {
    let body = call.body.to_string();
    let body = body.as_bytes();
    let parts: Vec<&str> = call.path.split('/').skip(3).collect();
    let done = match parts[..] {
        ["organizations"] => parse::organization(body).map(drop),
        ["policies"] => parse::policy(body).map(drop),
        ["organizations", code, "entries"] => parse::entry(&organization(code), body)
            .map(|(_, warnings)| assert_eq!(warnings, [], "{}", call.body)),
        ["entries", id, "status"] => {
            parse::entry_status(EntryId::parse(id).unwrap(), body).map(drop)
        }
        ["organizations", code, "products"] => parse::product(&organization(code), body).map(drop),
        ["organizations", code, "batches"] => parse::batch(&organization(code), body).map(drop),
        ["organizations", code, "batches", product, lot, "checks"] => {
            let (product, lot) = (ProductCode::parse(product).unwrap(), decoded(lot));
            let lot = Lot::parse(&lot).unwrap();
            let batch = BatchKey { organization: organization(code), product, lot };
            let command = parse::check(batch, body, [0; 32])?;
            return Ok(Some((command.check.kind, command.check.outcome)));
        }
        ["organizations", code, "batches", product, lot, "events"] => {
            let (product, lot) = (ProductCode::parse(product).unwrap(), decoded(lot));
            let lot = Lot::parse(&lot).unwrap();
            let batch = BatchKey { organization: organization(code), product, lot };
            parse::event(&batch, body).map(drop)
        }
        [.., "release"] => parse::empty(body),
        [.., "activation"] => parse::activation(body).map(drop),
        [.., "units"] => parse::units(body).map(drop),
        [.., "voids" | "sales" | "returns"] => parse::units_change(body).map(drop),
        [.., "hold" | "unhold" | "withdrawal"] => parse::reason(body).map(drop),
        [.., "corrections"] => parse::correction(body).map(drop),
        ["recalls"] => parse::recall(body).map(drop),
        [.., "extension" | "narrowing"] => parse::recall_extension(body).map(drop),
        [.., "closure" | "lifting"] => parse::recall_end(body).map(drop),
        _ => panic!("no such route: {}", call.path),
    };
    done.map(|()| None)
}

fn organization(code: &str) -> OrgCode {
    OrgCode::parse(&decoded(code)).unwrap()
}

fn decoded(segment: &str) -> String {
    let mut parts = segment.split('%');
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| {
        let byte = u8::from_str_radix(&part[..2], 16).unwrap();
        format!("{text}{}{}", char::from(byte), &part[2..])
    })
}

/// Calls `visit` with every member at any depth.
fn each_member(value: &Value, visit: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                visit(name, value);
                each_member(value, visit);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| each_member(value, visit)),
        _ => {}
    }
}

#[test]
fn segments_are_encoded_and_read_back() {
    assert_eq!(encoded("US-FSIS:M-DEMO-417+P"), "US-FSIS%3AM-DEMO-417%2BP");
    assert_eq!(encoded("L26/1122"), "L26%2F1122");
    for text in ["US-FSIS:M-DEMO-417+P", "L26/1122", "a.b_c~d-e", "%"] {
        assert_eq!(decoded(&encoded(text)), text);
    }
}

#[test]
fn the_same_day_gives_the_same_world() {
    for today in DAYS {
        assert_eq!(calls(today), calls(today));
        assert_eq!(highlights(today), highlights(today));
    }
    assert_ne!(calls(DAYS[0]), calls(DAYS[1]));
}
