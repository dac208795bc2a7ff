//! Every way in which a permit can fall short: absent, of another class, for another place, not yet or
//! no longer valid on the production day.

use super::case::{Case, INFANT, LIQUOR, MEAT, TOY, WORKSHOP};
use super::{Stage, reason, unmet};
use serde_json::{Value, json};

/// Category, place among its entries, the word of the permit, clause, whether region and site count.
const PERMITS: &[(&str, usize, &str, &str, bool, bool)] = &[
    (
        MEAT,
        0,
        "foodProduction",
        "Numbering of food production licences, category 04, meat products",
        true,
        true,
    ),
    (
        INFANT,
        0,
        "foodProduction",
        "Numbering of food production licences, category 29, infant formula",
        true,
        true,
    ),
    (INFANT, 1, "formulaRegistration", "NHC and SAMR announcement No. 5 of 2025", false, false),
    (
        LIQUOR,
        0,
        "foodProduction",
        "Numbering of food production licences, category 15, liquor",
        true,
        true,
    ),
    (
        TOY,
        0,
        "ccc",
        "Special rectification plans (Hebei 2011, Hubei 2007), part 2 (1)",
        false,
        false,
    ),
    (WORKSHOP, 0, "workshop", "AQSIQ work programme 2007, item 15", true, false),
];

const NOT_COVERING: &str = "permitNotCovering";

#[test]
fn each_permit_falls_short_alone() {
    let stage = Stage::new();
    for (category, at, what, clause, region_counts, site_counts) in PERMITS {
        let case = |change: &dyn Fn(&mut Value), expected: Option<[&str; 2]>| {
            let mut case = Case::complete(category);
            change(&mut case.entries[*at]);
            let answer = stage.release(&stage.ready(&case));
            match expected {
                Some([pointer, code]) => {
                    let row = [pointer, code, what, clause].map(str::to_owned);
                    assert_eq!(unmet(&answer), [row], "{category} {what}");
                }
                None => assert_eq!(answer.status, 201, "{category} {what}: {}", answer.text()),
            }
        };
        // Another kind in its place is as good as none.
        let other = |entry: &mut Value| {
            entry["kind"] = "other".into();
        };
        case(&other, Some(["/manufacturer/permit", "permitMissing"]));
        let class = Some(["/permitCategory", NOT_COVERING]);
        case(&|entry| entry["covers"] = json!(["9999"]), class);
        let site = Some(["/manufacturer/site", NOT_COVERING]);
        case(&|entry| entry["region"] = "341124".into(), site.filter(|_| *region_counts));
        case(&|entry| entry["region"] = "341100".into(), None);
        case(&|entry| entry["site"] = "FY-2".into(), site.filter(|_| *site_counts));
        let day = Some(["/producedOn", NOT_COVERING]);
        case(&|entry| entry["validTo"] = "2026-10-31".into(), day);
        case(&|entry| entry["validTo"] = "2026-11-01".into(), None);
        case(&|entry| entry["validFrom"] = "2026-11-02".into(), day);
        case(&|entry| entry["validFrom"] = "2026-11-01".into(), None);
    }
    stage.replays();
}

/// The register says nothing at all.
#[test]
fn no_entry_is_no_permit() {
    let stage = Stage::new();
    for (category, at, what, clause, ..) in PERMITS {
        let mut case = Case::complete(category);
        case.entries.remove(*at);
        let row = ["/manufacturer/permit", "permitMissing", what, clause].map(str::to_owned);
        assert_eq!(unmet(&stage.release(&stage.ready(&case))), [row]);
    }
}

/// What the number on the label says permits nothing; nor does a permit of somebody else.
#[test]
fn only_the_makers_own_permit_counts() {
    let stage = Stage::new();
    let mut case = Case::complete(LIQUOR);
    let licence = case.entries.pop().unwrap();
    let firm = stage.ready(&case);
    let other = stage.firm();
    stage.accepted(&other.token, &other.path("entries"), &licence);
    assert_eq!(unmet(&stage.release(&firm)).len(), 1);
    // Stated by the authority for the firm, it counts.
    stage.accepted(&stage.regulator, &firm.path("entries"), &licence);
    assert_eq!(stage.release(&firm).status, 201);
    let report = stage.report(&firm);
    assert_eq!(report["permits"][0]["statedBy"]["role"], "regulator");
    assert_eq!(report["permits"][0]["number"], licence["number"]);
}

/// An entry that names no last day, prolonged to one that had passed when the lot was made.
#[test]
fn a_renewal_sets_the_last_day() {
    let stage = Stage::new();
    for (valid_to, renewed_to, released) in [
        (None, "2026-10-31", false),
        (None, "2026-11-01", true),
        (Some("2030-01-01"), "2026-10-31", false),
        (Some("2026-09-30"), "2026-11-30", true),
    ] {
        let mut case = Case::complete(LIQUOR);
        let mut licence = case.entries.pop().unwrap();
        let members = licence.as_object_mut().unwrap();
        members.remove("validTo");
        members.extend(valid_to.map(|day| ("validTo".to_owned(), json!(day))));
        let firm = stage.ready(&case);
        let entry = stage.accepted(&firm.token, &firm.path("entries"), &licence);
        let path = format!("/api/v1/entries/{}/status", entry["id"].as_str().unwrap());
        let mut renewal = reason();
        renewal["status"] = "renewed".into();
        renewal["on"] = "2026-09-01".into();
        renewal["validTo"] = renewed_to.into();
        stage.accepted(&firm.token, &path, &renewal);
        let answer = stage.release(&firm);
        if released {
            assert_eq!(answer.status, 201, "{valid_to:?} {renewed_to}: {}", answer.text());
        } else {
            let found = unmet(&answer);
            assert_eq!(found[0][..2], ["/producedOn", NOT_COVERING], "{valid_to:?} {renewed_to}");
        }
    }
}
