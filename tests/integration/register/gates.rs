//! One case for every group, test, permit and pledge that a profile asks for, short of just that.

use super::case::{ALL, Case, INFANT, LIQUOR, MEAT, TOY, WORKSHOP};
use super::{Stage, notices, unmet};
use serde_json::{Value, json};

const ART_50: &str = "Food Safety Law, Art. 50";
const ART_51: &str = "Food Safety Law, Art. 51";
const ART_52: &str = "Food Safety Law, Art. 52";
const ART_67: &str = "Food Safety Law, Art. 67";
const GB_28050: &str = "GB 28050-2011";
const FIVE_GROUPS: &str = "AQSIQ work programme 2007, item 13";
const GATES: &str = "Special rectification plans (Hebei 2011, Hubei 2007), part 2 (4)";
const STARRED: &str = "Special rectification plans (Hebei 2011, Hubei 2007), part 5, compulsory tests (starred items)";
const TOY_TESTS: &str =
    "Special rectification plans (Hebei 2011, Hubei 2007), part 5, compulsory tests";
const TOY_STANDARD: &str = "Special rectification plans (Hebei 2011, Hubei 2007), part 3 (2)";
const TOY_PARTY: &str = "Hunan action plan 2013, item 8";
const PLEDGES: &str = "Special rectification plans (Hebei 2011, Hubei 2007), part 5 (3)";

/// A group, where it would stand, and the clause that asks for it.
type Group = (&'static str, &'static str, &'static str);

const FOOD: &[Group] = &[
    ("ingredientSources", "/ingredients", ART_50),
    ("sourcePapers", "/ingredients", ART_50),
    ("factoryTest", "", ART_51),
    ("netContent", "/netContent", ART_67),
    ("ingredientStatement", "/label/ingredientStatement", ART_67),
    ("storage", "/label/storage", ART_67),
    ("standard", "/standard", ART_67),
    ("responsibleParty", "/responsibleParty", ART_67),
    ("permitNumber", "/manufacturer/permit", ART_67),
];
const DATED: &[Group] = &[("shelfLife", "/shelfLife", ART_67), ("expiry", "/expiresOn", ART_67)];
const NUTRITION: &[Group] = &[("nutrition", "/label/nutrition", GB_28050)];
const FORMULA: &[Group] = &[("formula", "/formula", FIVE_GROUPS)];
const GATED: &[Group] =
    &[("incomingChecks", "/ingredients", GATES), ("processControls", "/processControls", GATES)];
const OF_TOYS: &[Group] = &[
    ("incomingChecks", "/ingredients", GATES),
    ("processControls", "/processControls", GATES),
    ("factoryTest", "", GATES),
    ("standard", "/standard", TOY_STANDARD),
    ("responsibleParty", "/responsibleParty", TOY_PARTY),
];

/// Groups that a category asks for, and whether the release waits for them.
fn asked(category: &str) -> (Vec<Group>, bool) {
    let (lists, refused): (&[&[Group]], bool) = match category {
        MEAT | INFANT => (&[FOOD, DATED, NUTRITION, FORMULA, GATED], true),
        LIQUOR => (&[FOOD, GATED], false),
        TOY => (&[OF_TOYS], true),
        _ => (&[FOOD, DATED, NUTRITION], false),
    };
    (lists.concat(), refused)
}

/// Takes a group out of a complete case.
fn without(case: &mut Case, group: &str) {
    let each_ingredient = |batch: &mut Value, member: &str| {
        for line in batch["ingredients"].as_array_mut().unwrap() {
            line.as_object_mut().unwrap().remove(member);
        }
    };
    let (document, member) = match group {
        "ingredientSources" => (&mut case.batch["ingredients"][1], "source"),
        "sourcePapers" => return each_ingredient(&mut case.batch, "documents"),
        "incomingChecks" => return each_ingredient(&mut case.batch, "incomingCheck"),
        "factoryTest" => {
            case.checks[0]["kind"] = "outsideTest".into();
            return;
        }
        "processControls" => (&mut case.batch, "processControls"),
        "expiry" => (&mut case.batch, "expiresOn"),
        "permitNumber" => (&mut case.batch["manufacturer"], "permit"),
        "ingredientStatement" | "storage" | "nutrition" => (&mut case.product["label"], group),
        _ => (&mut case.product, group),
    };
    assert!(document.as_object_mut().unwrap().remove(member).is_some(), "{group}");
}

#[test]
fn complete_cases_are_released_and_shown_as_complete() {
    let stage = Stage::new();
    for category in ALL {
        let firm = stage.ready(&Case::complete(category));
        let answer = stage.release(&firm);
        assert_eq!(answer.status, 201, "{category}: {}", answer.text());
        let report = stage.report(&firm);
        let complete = json!({"profile": format!("{category}@1"), "missing": []});
        assert_eq!(report["batch"]["completeness"], complete, "{category}");
        assert_eq!(report["verdict"], "registered", "{category}");
        assert_eq!(notices(&report), [""; 0], "{category}");
        assert_eq!(report["permits"][0]["now"], "valid", "{category}");
        assert_eq!(report["permits"][0]["validOnProduction"], true, "{category}");
    }
    stage.replays();
}

#[test]
fn each_group_is_missed_alone() {
    let stage = Stage::new();
    for category in ALL {
        let (groups, refused) = asked(category);
        for (group, pointer, clause) in groups {
            let mut case = Case::complete(category);
            without(&mut case, group);
            let firm = stage.ready(&case);
            let answer = stage.release(&firm);
            if refused {
                let row = [pointer, "groupMissing", group, clause].map(str::to_owned);
                assert_eq!(unmet(&answer), [row], "{category}");
                assert_eq!(stage.report(&firm)["batch"]["state"], Value::Null, "{category}");
            } else {
                assert_eq!(answer.status, 201, "{category} {group}: {}", answer.text());
                let report = stage.report(&firm);
                let missing = &report["batch"]["completeness"]["missing"];
                assert_eq!(missing, &json!([group]), "{category}");
                assert!(notices(&report).contains(&"groupsMissing"), "{category} {group}");
            }
        }
    }
    stage.replays();
}

/// Nothing of the ingredients at all is several groups at once, and each is told.
#[test]
fn all_that_is_missing_is_told_at_once() {
    let stage = Stage::new();
    let mut case = Case::complete(MEAT);
    case.batch["ingredients"] = json!([]);
    case.entries.clear();
    case.checks.clear();
    let found = unmet(&stage.release(&stage.ready(&case)));
    let whats: Vec<&str> = found.iter().map(|[_, _, what, _]| what.as_str()).collect();
    let expected = [
        "ingredients",
        "ingredientSources",
        "sourcePapers",
        "incomingChecks",
        "factoryTest",
        "foodProduction",
        "nitriteResidue",
        "overall",
        "salmonella",
        "overall",
    ];
    assert_eq!(whats, expected);
}

const TESTS: &[(&str, &str, &str)] = &[
    (MEAT, "nitriteResidue", "GB 2760-2024, Table A.1, residue in 08.03.05"),
    (MEAT, "salmonella", "GB 29921"),
    (INFANT, "salmonella", "GB 29921"),
    (INFANT, "cronobacter", "GB 29921"),
    (INFANT, "melamine", "List of substances that are no food: melamine"),
    (LIQUOR, "alcohol", "GB 7718: no expiry date is allowed from 10 %vol only"),
];

#[test]
fn each_test_is_missed_alone() {
    let stage = Stage::new();
    for (category, item, clause) in TESTS {
        let change = |change: &dyn Fn(&mut Value), code: &str| {
            let mut case = Case::complete(category);
            change(&mut case.checks[0]);
            let row = ["", code, item, clause].map(str::to_owned);
            assert_eq!(unmet(&stage.release(&stage.ready(&case))), [row], "{category}");
        };
        let at = |check: &Value| {
            let items = check["items"].as_array().unwrap();
            items.iter().position(|found| found["item"] == *item).unwrap()
        };
        change(
            &|check| {
                let place = at(check);
                check["items"].as_array_mut().unwrap().remove(place);
            },
            "testMissing",
        );
        change(
            &|check| {
                let place = at(check);
                check["items"][place].as_object_mut().unwrap().remove("limit");
            },
            "testNotCounting",
        );
    }
}

#[test]
fn a_batch_without_any_test_is_refused() {
    let stage = Stage::new();
    for (category, clause) in [(WORKSHOP, ART_52), (TOY, TOY_TESTS)] {
        let mut case = Case::complete(category);
        case.checks.clear();
        let found = unmet(&stage.release(&stage.ready(&case)));
        let row = ["", "testMissing", "overall", clause].map(str::to_owned);
        assert!(found.contains(&row), "{category}: {found:?}");
    }
}

/// The outside test of the product: refuses where the risk is high, else it is shown as missing.
#[test]
fn the_outside_test_of_the_product_comes_every_six_months() {
    let stage = Stage::new();
    for (category, refused) in [(MEAT, true), (INFANT, true), (LIQUOR, false)] {
        for tested_on in [None, Some("2026-04-30"), Some("2026-05-01")] {
            let mut case = Case::complete(category);
            let mut outside = case.checks[0]["items"].as_array_mut().unwrap().pop().unwrap();
            if let Some(day) = tested_on {
                outside.as_object_mut().unwrap().remove("fromReport");
                let body = json!({"kind": "outsideTest", "reportNo": "R-OUT", "testedOn": day, "items": [outside]});
                case.checks.push(body);
            }
            let firm = stage.ready(&case);
            let answer = stage.release(&firm);
            let short = tested_on != Some("2026-05-01");
            if short && refused {
                let row = ["", "testMissing", "overall", STARRED].map(str::to_owned);
                assert_eq!(unmet(&answer), [row], "{category} {tested_on:?}");
            } else {
                assert_eq!(answer.status, 201, "{category} {tested_on:?}: {}", answer.text());
                let missing = if short { json!(["overall"]) } else { json!([]) };
                assert_eq!(stage.report(&firm)["batch"]["completeness"]["missing"], missing);
            }
        }
    }
}

#[test]
fn each_pledge_of_a_workshop_is_missed_alone() {
    let stage = Stage::new();
    let pledges = Case::complete(WORKSHOP).entries[1]["pledges"].as_array().unwrap().clone();
    assert_eq!(pledges.len(), 5);
    for (at, pledge) in pledges.iter().enumerate() {
        let mut case = Case::complete(WORKSHOP);
        case.entries[1]["pledges"].as_array_mut().unwrap().remove(at);
        let row = ["", "pledgeMissing", pledge.as_str().unwrap(), PLEDGES].map(str::to_owned);
        assert_eq!(unmet(&stage.release(&stage.ready(&case))), [row]);
    }
    // A pledge may be narrower than the county, never wider, and has to stand on the production day.
    for area in [json!(["341124"]), json!(["341126", "341100"])] {
        let mut case = Case::complete(WORKSHOP);
        case.entries[1]["area"] = area;
        let row = ["", "outsideSaleArea", "saleArea", PLEDGES].map(str::to_owned);
        assert_eq!(unmet(&stage.release(&stage.ready(&case))), [row]);
    }
    let mut late = Case::complete(WORKSHOP);
    late.entries[1]["validFrom"] = "2026-11-02".into();
    assert_eq!(unmet(&stage.release(&stage.ready(&late))).len(), 5);
}
