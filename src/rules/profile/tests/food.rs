//! The food profiles written with care: complete, and short of one thing at a time.

use super::*;
use GapKind::{Declaration, Permit as PermitGap, Sale as SaleGap, Test as TestGap};
use Severity::{Incomplete, Notice, RefusesRelease};

const ART_50: &str = "Food Safety Law, Art. 50";
const ART_51: &str = "Food Safety Law, Art. 51";
const ART_52: &str = "Food Safety Law, Art. 52";
const ART_67: &str = "Food Safety Law, Art. 67";
const GB_7718: &str = "GB 7718-2025, mandatory label items";
const FIVE_GROUPS: &str = "AQSIQ work programme 2007, item 13";
const FILED_ADDITIVES: &str = "AQSIQ work programme 2007, item 10";
const LOCAL_LICENCE: &str = "AQSIQ work programme 2007, item 15";
const ANNOUNCEMENT: &str = "NHC and SAMR announcement No. 5 of 2025";
const ALCOHOL: &str = "GB 7718: no expiry date is allowed from 10 %vol only";

const RECORDS: &[(Group, &str)] = &[
    (Group::Ingredients, "/ingredients"),
    (Group::IngredientSources, "/ingredients"),
    (Group::SourcePapers, "/ingredients"),
];
const TESTED: &[(Group, &str)] = &[(Group::FactoryTest, "")];
const LABEL: &[(Group, &str)] = &[
    (Group::NetContent, "/netContent"),
    (Group::IngredientStatement, "/label/ingredientStatement"),
    (Group::Storage, "/label/storage"),
    (Group::Standard, "/standard"),
    (Group::ResponsibleParty, "/responsibleParty"),
    (Group::PermitNumber, "/manufacturer/permit"),
];
const DATES: &[(Group, &str)] = &[(Group::ShelfLife, "/shelfLife"), (Group::Expiry, "/expiresOn")];
const NUTRITION: &[(Group, &str)] = &[(Group::Nutrition, "/label/nutrition")];
const ALLERGENS: &[(Group, &str)] = &[(Group::Allergens, "/label/allergens")];
const THREE_OF_FIVE: &[(Group, &str)] =
    &[(Group::Origin, "/origin"), (Group::Additives, "/additives"), (Group::Formula, "/formula")];
const INCOMING_AND_PROCESS: &[(Group, &str)] =
    &[(Group::IncomingChecks, "/ingredients"), (Group::ProcessControls, "/processControls")];

fn meat() -> Known {
    let mut known = known(TODAY, "0401");
    known.additives = BTreeSet::from(["09.002".to_owned()]);
    known.permits = vec![permit(PermitKind::FoodProduction, "0401")];
    with_tests(known, &[OVERALL, "nitriteResidue", "salmonella"], "2026-09-01")
}

#[test]
fn cooked_meat() {
    const CATEGORY: &str = "food.meat.cooked";
    let meat = meat();
    finds(CATEGORY, &meat, |_| {}, &[]);
    asks_for_groups(
        CATEGORY,
        &meat,
        RefusesRelease,
        &[
            (ART_50, RECORDS),
            (ART_51, TESTED),
            (ART_67, LABEL),
            (ART_67, DATES),
            ("GB 28050-2011", NUTRITION),
            (FIVE_GROUPS, THREE_OF_FIVE),
            (GATES, INCOMING_AND_PROCESS),
        ],
    );
    let licence = "Numbering of food production licences, category 04, meat products";
    asks_for_permit(CATEGORY, &meat, 0, licence, Some(Place::Site));
    asks_for_test(CATEGORY, &meat, OVERALL, ART_52);
    asks_for_test(CATEGORY, &meat, "salmonella", "GB 29921");
    let nitrite = "GB 2760-2024, Table A.1, residue in 08.03.05";
    asks_for_test(CATEGORY, &meat, "nitriteResidue", nitrite);
    asks_for_outside_test(CATEGORY, &meat, RefusesRelease);
}

#[test]
fn nitrite_is_tested_where_nitrite_was_used() {
    let without = |known: &mut Known| {
        known.additives.clear();
        known.tests.retain(|test| test.item != "nitriteResidue");
    };
    finds("food.meat.cooked", &meat(), without, &[]);
}

#[test]
fn the_nearest_of_several_permits_is_told() {
    const CATEGORY: &str = "food.meat.cooked";
    let clause = "Numbering of food production licences, category 04, meat products";
    let gap = |why, pointer| [(PermitGap, "foodProduction", why, pointer, clause, RefusesRelease)];
    let others = |known: &mut Known| {
        let own = known.permits.remove(0);
        let mut of_site = own.clone();
        of_site.site = Some("FY-9".to_owned());
        let mut over = own.clone();
        over.valid_to = Some(day("2026-11-21"));
        known.permits = vec![of_site, over, permit(PermitKind::FoodProduction, "0201")];
    };
    finds(CATEGORY, &meat(), others, &gap(Why::Expired, ON));
    let good_among_bad = |known: &mut Known| {
        others(known);
        known.permits.push(permit(PermitKind::FoodProduction, "04"));
    };
    finds(CATEGORY, &meat(), good_among_bad, &[]);
    let last_day = |known: &mut Known| known.permits[0].valid_to = Some(known.produced_on);
    finds(CATEGORY, &meat(), last_day, &[]);
    let unsaid = |known: &mut Known| known.permit_class = None;
    finds(CATEGORY, &meat(), unsaid, &gap(Why::ClassNotStated, "/permitCategory"));
    let other_class = |known: &mut Known| {
        known.permit_class = Some("1501".to_owned());
        known.permits[0].classes.push("1501".to_owned());
    };
    finds(CATEGORY, &meat(), other_class, &gap(Why::WrongClass, "/permitCategory"));
    let no_site = |known: &mut Known| known.site = None;
    finds(CATEGORY, &meat(), no_site, &gap(Why::PlaceNotStated, "/manufacturer/site"));
    let no_region = |known: &mut Known| known.region = None;
    finds(CATEGORY, &meat(), no_region, &gap(Why::PlaceNotStated, "/manufacturer/site"));
}

#[test]
fn imported_food_needs_its_certificate() {
    const CATEGORY: &str = "food.meat.cooked";
    let clause = "Numbering of food production licences, category 04, meat products";
    let certificate = |known: &mut Known| {
        known.permits = vec![permit(PermitKind::InspectionCertificate, "")];
        known.groups.remove(&Group::PermitNumber);
    };
    let imported = |known: &mut Known| {
        certificate(known);
        known.imported = true;
    };
    finds(CATEGORY, &meat(), imported, &[]);
    let absent = |known: &mut Known| {
        imported(known);
        known.permits.clear();
    };
    let gap =
        |what| (PermitGap, what, Why::Missing, "/manufacturer/permit", clause, RefusesRelease);
    finds(CATEGORY, &meat(), absent, &[gap("inspectionCertificate")]);
    // Nor is what was made abroad covered by a licence for a site at home.
    let licensed = |known: &mut Known| known.imported = true;
    finds(CATEGORY, &meat(), licensed, &[gap("inspectionCertificate")]);
    // What was made here is not covered by it.
    let number = (
        GapKind::Group,
        "permitNumber",
        Why::Missing,
        "/manufacturer/permit",
        ART_67,
        RefusesRelease,
    );
    finds(CATEGORY, &meat(), certificate, &[number, gap("foodProduction")]);
}

#[test]
fn infant_formula() {
    const CATEGORY: &str = "food.infant.formula";
    let mut formula = known(TODAY, "2901");
    formula.permits =
        vec![permit(PermitKind::FoodProduction, "29"), permit(PermitKind::FormulaRegistration, "")];
    let items = [OVERALL, "salmonella", "cronobacter", "melamine"];
    let formula = with_tests(formula, &items, "2026-09-01");
    finds(CATEGORY, &formula, |_| {}, &[]);
    asks_for_groups(
        CATEGORY,
        &formula,
        RefusesRelease,
        &[
            (ART_50, RECORDS),
            (ART_51, TESTED),
            (ART_67, LABEL),
            (ART_67, DATES),
            ("GB 28050-2011", NUTRITION),
            (FIVE_GROUPS, THREE_OF_FIVE),
            (GATES, INCOMING_AND_PROCESS),
        ],
    );
    let licence = "Numbering of food production licences, category 29, infant formula";
    asks_for_permit(CATEGORY, &formula, 0, licence, Some(Place::Site));
    asks_for_permit(CATEGORY, &formula, 1, ANNOUNCEMENT, None);
    asks_for_test(CATEGORY, &formula, OVERALL, ART_52);
    asks_for_test(CATEGORY, &formula, "salmonella", "GB 29921");
    asks_for_test(CATEGORY, &formula, "cronobacter", "GB 29921");
    let banned = "List of substances that are no food: melamine";
    asks_for_test(CATEGORY, &formula, "melamine", banned);
    asks_for_outside_test(CATEGORY, &formula, RefusesRelease);
}

fn liquor() -> Known {
    let mut known = known(TODAY, "1501");
    known.permits = vec![permit(PermitKind::FoodProduction, "1501")];
    let mut known = with_tests(known, &[OVERALL, "alcohol"], "2026-09-01");
    for group in [Group::Expiry, Group::ShelfLife, Group::Nutrition] {
        known.groups.remove(&group);
    }
    known
}

#[test]
fn liquor_keeps_without_a_date() {
    const CATEGORY: &str = "food.liquor";
    let liquor = liquor();
    finds(CATEGORY, &liquor, |_| {}, &[]);
    let table = [
        (ART_50, RECORDS),
        (ART_51, TESTED),
        (ART_67, LABEL),
        (FILED_ADDITIVES, &[(Group::Additives, "/additives")]),
        (GATES, INCOMING_AND_PROCESS),
    ];
    asks_for_groups(CATEGORY, &liquor, Incomplete, &table);
    let licence = "Numbering of food production licences, category 15, liquor";
    asks_for_permit(CATEGORY, &liquor, 0, licence, Some(Place::Site));
    asks_for_test(CATEGORY, &liquor, OVERALL, ART_52);
    asks_for_test(CATEGORY, &liquor, "alcohol", ALCOHOL);
    asks_for_outside_test(CATEGORY, &liquor, Incomplete);
    let resolved = shipped().resolve(CATEGORY, day(TODAY));
    let expiry = RuleKey::Group(Group::Expiry);
    assert_eq!(resolved.exempt[&expiry].source, Source::Unverified);
    let resolved = shipped().resolve(CATEGORY, day(FROM_2027));
    assert_eq!(resolved.exempt[&expiry].source, Source::Verified);
}

#[test]
fn weak_liquor_needs_its_date_again() {
    let row = |what, pointer| (GapKind::Group, what, Why::Missing, pointer, ART_67, Incomplete);
    let expected = [row("shelfLife", "/shelfLife"), row("expiry", "/expiresOn")];
    finds("food.liquor.low", &liquor(), |_| {}, &expected);
    let resolved = shipped().resolve("food.liquor.low", day(TODAY));
    assert!(!resolved.exempt.contains_key(&RuleKey::Group(Group::Expiry)));
}

#[test]
fn spirits_state_no_allergens_from_2027() {
    let without = |known: &mut Known| {
        known.produced_on = day(FROM_2027);
        known.product_tests[0].tested_on = day("2027-03-01");
        known.groups.remove(&Group::Allergens);
    };
    let wine = [(GapKind::Group, "allergens", Why::Missing, ALLERGENS[0].1, GB_7718, Incomplete)];
    finds("food.liquor", &liquor(), without, &wine);
    finds("food.liquor.distilled", &liquor(), without, &[]);
}

fn workshop() -> Known {
    let mut known = known(TODAY, "");
    known.permits = vec![permit(PermitKind::Workshop, "")];
    known.pledges = Pledge::ALL.iter().copied().collect();
    with_tests(known, &[OVERALL], "2026-09-01")
}

#[test]
fn workshop_food() {
    const CATEGORY: &str = "food.workshop";
    let workshop = workshop();
    finds(CATEGORY, &workshop, |_| {}, &[]);
    asks_for_groups(
        CATEGORY,
        &workshop,
        Incomplete,
        &[
            (ART_50, RECORDS),
            (ART_51, TESTED),
            (ART_67, LABEL),
            (ART_67, DATES),
            ("GB 28050-2011", NUTRITION),
            (FILED_ADDITIVES, &[(Group::Additives, "/additives")]),
        ],
    );
    let mut classed = workshop.clone();
    classed.permit_class = Some("2401".to_owned());
    asks_for_permit(CATEGORY, &classed, 0, LOCAL_LICENCE, Some(Place::Region));
    asks_for_test(CATEGORY, &workshop, OVERALL, ART_52);
    for pledge in Pledge::ALL {
        let gap = (Declaration, pledge.word(), Why::Missing, "", WORKSHOP, RefusesRelease);
        finds(CATEGORY, &workshop, |known| _ = known.pledges.remove(pledge), &[gap]);
    }
}

#[test]
fn workshop_food_stays_in_its_county() {
    let area = |pledged: &[&str], meant: &[&str], expected: &[Row<'_>]| {
        let change = |known: &mut Known| {
            known.region = Some(region("341100"));
            known.permits[0].region = Some(region("341100"));
            known.pledged_area = pledged.iter().map(|code| region(code)).collect();
            known.sale_area = meant.iter().map(|code| region(code)).collect();
        };
        finds("food.workshop", &workshop(), change, expected);
    };
    let row = |pointer| (SaleGap, "saleArea", Why::OutsideArea, pointer, WORKSHOP, RefusesRelease);
    area(&[], &["341124", "341126"], &[]);
    area(&["341126"], &["341126"], &[]);
    area(&["341126"], &["341124"], &[row("/saleArea")]);
    area(&[], &["CN"], &[row("/saleArea")]);
    area(&[], &["341126", "340200"], &[row("/saleArea")]);
    area(&["341126", "340200"], &[], &[row("")]);
    let nowhere = |known: &mut Known| known.region = None;
    let site = "/manufacturer/site";
    let permit = (PermitGap, "workshop", Why::PlaceNotStated, site, LOCAL_LICENCE, RefusesRelease);
    let sale = (SaleGap, "saleArea", Why::PlaceNotStated, site, WORKSHOP, RefusesRelease);
    finds("food.workshop", &workshop(), nowhere, &[permit, sale]);
}

#[test]
fn a_sale_in_the_wrong_place_is_told() {
    let profiles = shipped();
    let told = |category: &str, code: &str, channel: Option<Channel>| -> Vec<(String, Why)> {
        let resolved = profiles.resolve(category, day(TODAY));
        let sale = Sale { region: Some(region(code)), channel };
        let gaps = resolved.judge_sale(&workshop(), &sale);
        assert!(gaps.iter().all(|gap| gap.kind == SaleGap && gap.severity == Notice));
        gaps.iter().map(|gap| (gap.what.to_owned(), gap.why)).collect()
    };
    let outside = || ("saleArea".to_owned(), Why::OutsideArea);
    let supermarket = || ("supermarket".to_owned(), Why::RefusedChannel);
    let in_supermarket = Some(Channel::Supermarket);
    assert_eq!(told("food.workshop", "341126", Some(Channel::Market)), []);
    assert_eq!(told("food.workshop", "341124", None), [outside()]);
    assert_eq!(told("food.workshop", "341126", in_supermarket), [supermarket()]);
    assert_eq!(told("food.workshop", "341124", in_supermarket), [outside(), supermarket()]);
    assert_eq!(told("food.meat.cooked", "341124", in_supermarket), []);
}

#[test]
fn from_2027_the_new_label_holds() {
    let mut meat = meat();
    meat.produced_on = day(FROM_2027);
    meat.product_tests[0].tested_on = day("2027-03-01");
    asks_for_groups(
        "food.meat.cooked",
        &meat,
        RefusesRelease,
        &[
            (ART_50, RECORDS),
            (ART_51, TESTED),
            (GB_7718, LABEL),
            (GB_7718, DATES),
            (GB_7718, ALLERGENS),
            ("GB 28050-2025", NUTRITION),
            (FIVE_GROUPS, THREE_OF_FIVE),
            (GATES, INCOMING_AND_PROCESS),
        ],
    );
}

#[test]
fn several_gaps_come_out_together() {
    let change = |known: &mut Known| {
        known.groups.remove(&Group::Origin);
        known.permits.clear();
        known.tests.retain(|test| test.item == OVERALL);
    };
    let mut meat = meat();
    change(&mut meat);
    let resolved = shipped().resolve("food.meat.cooked", meat.produced_on);
    let found: Vec<_> = resolved.judge(&meat).iter().map(|gap| (gap.kind, gap.what)).collect();
    assert_eq!(
        found,
        [
            (GapKind::Group, "origin"),
            (PermitGap, "foodProduction"),
            (TestGap, "nitriteResidue"),
            (TestGap, "salmonella"),
        ]
    );
}
