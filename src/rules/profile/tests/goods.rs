//! Toys and other goods, and the category that asks for nothing.

use super::*;
use Severity::{Incomplete, RefusesRelease};

const CCC: &str = "Special rectification plans (Hebei 2011, Hubei 2007), part 2 (1)";
const STANDARD: &str = "Special rectification plans (Hebei 2011, Hubei 2007), part 3 (2)";
const REAL_NAME: &str = "Hunan action plan 2013, item 8";
const SECTORS: &str = "Hunan action plan 2013, item 7";

const THREE_GATES: &[(Group, &str)] = &[
    (Group::IncomingChecks, "/ingredients"),
    (Group::ProcessControls, "/processControls"),
    (Group::FactoryTest, ""),
];

#[test]
fn toy() {
    const CATEGORY: &str = "goods.toy";
    let mut toy = known(TODAY, "2202");
    toy.permits = vec![permit(PermitKind::Ccc, "2202")];
    toy.tests = vec![test(OVERALL, CheckKind::OutsideTest, TODAY)];
    finds(CATEGORY, &toy, |_| {}, &[]);
    finds(CATEGORY, &toy, |known| known.imported = true, &[]);
    asks_for_groups(
        CATEGORY,
        &toy,
        RefusesRelease,
        &[
            (GATES, THREE_GATES),
            (STANDARD, &[(Group::Standard, "/standard")]),
            (REAL_NAME, &[(Group::ResponsibleParty, "/responsibleParty")]),
        ],
    );
    asks_for_permit(CATEGORY, &toy, 0, CCC, None);
    let compulsory =
        "Special rectification plans (Hebei 2011, Hubei 2007), part 5, compulsory tests";
    asks_for_test(CATEGORY, &toy, OVERALL, compulsory);
}

#[test]
fn cars_machines_and_medicine_are_coded_one_by_one() {
    for category in ["goods.vehiclePart", "goods.machinery", "goods.medicine"] {
        let mut part = known(TODAY, "");
        let gap = (GapKind::Coding, "unit", Why::Missing, "/units", SECTORS, Incomplete);
        finds(category, &part, |_| {}, &[gap]);
        part.coding = Coding::Unit;
        finds(category, &part, |_| {}, &[]);
    }
    finds("food.meat", &known(TODAY, ""), |known| known.permits = food_permits(), &untested());
}

fn food_permits() -> Vec<Permit> {
    vec![permit(PermitKind::FoodProduction, "04")]
}

/// Food is coded by the batch: only its test is short.
fn untested() -> [Row<'static>; 1] {
    let clause = "Food Safety Law, Art. 52";
    [(GapKind::Test, OVERALL, Why::Missing, "", clause, RefusesRelease)]
}

#[test]
fn general_asks_for_nothing() {
    let mut nothing = known(TODAY, "");
    nothing.groups.clear();
    nothing.site = None;
    nothing.region = None;
    for category in ["general", "general.gift", "unheard.of", ""] {
        finds(category, &nothing, |_| {}, &[]);
        let resolved = shipped().resolve(category, day(TODAY));
        assert_eq!((resolved.label().as_str(), resolved.risk()), ("general@1", Risk::Low));
        assert_eq!(resolved.rules.len(), 0);
    }
}
