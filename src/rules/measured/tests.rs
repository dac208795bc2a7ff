//! Tests of results in words, hazards by name and accredited scopes, with published failures.

use crate::domain::words::CheckKind;
use crate::fact::document::CheckItem;
use crate::rules::item_outcome;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn limit(text: &str) -> Option<LimitDoc> {
    (!text.is_empty()).then(|| serde_json::from_str(text).unwrap())
}

#[test]
fn words_and_what_they_mean() {
    use Outcome::{Fail, NoLimit, Pass};
    use Stated::{Below, BelowDetection, Detected, Exceeded, Failed, NotDetected};
    const MAX: &str = r#"{"max":5}"#;
    const NONE_PERMITTED: &str = r#"{"max":0}"#;
    const MIN: &str = r#"{"min":5}"#;
    for (text, stated, without, max, zero, min) in [
        ("ND", NotDetected, NoLimit, Pass, Pass, Fail),
        ("n.d.", NotDetected, NoLimit, Pass, Pass, Fail),
        ("未检出", NotDetected, NoLimit, Pass, Pass, Fail),
        ("<LOD", BelowDetection, NoLimit, Pass, Pass, Fail),
        ("< loq", BelowDetection, NoLimit, Pass, Pass, Fail),
        ("detected", Detected, Fail, NoLimit, Fail, NoLimit),
        ("检出", Detected, Fail, NoLimit, Fail, NoLimit),
        ("Exceeded", Exceeded, Fail, Fail, Fail, Fail),
        ("超标", Exceeded, Fail, Fail, Fail, Fail),
        ("below", Below, Fail, Fail, Fail, Fail),
        ("不合格", Failed, Fail, Fail, Fail, Fail),
    ] {
        assert_eq!(Stated::parse(text), Some(stated), "{text}");
        for (bounds, expected) in [("", without), (MAX, max), (NONE_PERMITTED, zero), (MIN, min)] {
            assert_eq!(stated.outcome(limit(bounds).as_ref(), false), expected, "{text} {bounds}");
        }
        assert_eq!(
            stated.outcome(limit(r#"{"basis":"GB 1"}"#).as_ref(), false),
            without,
            "{text}: a limit without bounds is none"
        );
    }
    for text in ["", "passed", "合格", "符合", "<0.5", "11.2"] {
        assert_eq!(Stated::parse(text), None, "{text}");
    }
}

#[test]
fn words_of_the_contract_read_back() {
    for stated in Stated::ALL {
        assert_eq!(Stated::parse(stated.word()), Some(*stated));
    }
}

#[test]
fn lines_of_a_scope_are_items_methods_or_both() {
    for (line, item, method) in [
        ("salmonella", Some("salmonella"), None),
        ("铅（以Pb计）", Some("铅（以Pb计）"), None),
        ("GB 4789.4-2024", None, Some("GB 4789.4-2024")),
        ("GB5009.33", None, Some("GB5009.33")),
        ("GB/T 5009.3", None, Some("GB/T 5009.3")),
        ("T/CNFIA 101", None, Some("T/CNFIA 101")),
        ("铅; GB 5009.12", Some("铅"), Some("GB 5009.12")),
        ("铅；GB 5009.12", Some("铅"), Some("GB 5009.12")),
        ("PCB 28", None, Some("PCB 28")),
        ("PCB 28;", Some("PCB 28"), None),
        ("pH", Some("pH"), None),
        ("E. coli O157:H7", Some("E. coli O157:H7"), None),
        (";", None, None),
    ] {
        assert_eq!(ScopeLine::read(line), ScopeLine { item, method }, "{line}");
    }
}

#[test]
fn published_failures() {
    let fixture: Value =
        serde_json::from_str(include_str!("../../../tests/fixtures/failures-cn.json")).unwrap();
    let (mut measured, mut compelling) = (0, 0);
    let failures = fixture["failures"].as_array().unwrap();
    for failure in failures {
        let name = failure["item"].as_str().unwrap();
        let outcome = match failure["stated"].as_str() {
            Some(word) => Stated::parse(word).unwrap().outcome(None, true),
            None => {
                measured += 1;
                let result = json!({"value": failure["value"], "unit": failure["unit"]});
                let item = json!({"item": name, "result": result, "limit": failure["limit"]});
                let item = serde_json::from_value::<CheckItem>(item).unwrap();
                item_outcome(&item, CheckKind::SupervisionSampling)
            }
        };
        assert_eq!(outcome, Outcome::Fail, "{failure}");
        let hazard = hazard_by_name(name).unwrap_or_else(|| panic!("{name} is not in the table"));
        assert_eq!(hazard.word(), failure["hazard"], "{failure}");
        compelling += usize::from(compels_recall(hazard));
    }
    // Four Pseudomonas aeruginosa, three bromate, cyanide, fenvalerate and aluminium.
    assert_eq!((failures.len(), measured, compelling), (22, 6, 10));
}

#[test]
fn hazards_by_name() {
    for (item, expected) in [
        ("沙门氏菌", Some("pathogen")),
        ("salmonella", Some("pathogen")),
        ("listeriaMonocytogenes", Some("pathogen")),
        ("单增李斯特菌", Some("pathogen")),
        ("铜绿假单胞菌（CFU/250mL）", Some("pathogen")),
        ("大肠埃希氏菌O157:H7", Some("pathogen")),
        ("nitriteResidue", Some("chemical")),
        ("亚硝酸盐残留量（以亚硝酸钠计）", Some("chemical")),
        ("铅(以Pb计)", Some("chemical")),
        ("黄曲霉毒素 B₁", Some("chemical")),
        ("benzoAPyrene", Some("chemical")),
        ("苯并[a]芘", Some("chemical")),
        ("铝的残留量(干样品,以Al计)", Some("chemical")),
        ("Melamine", Some("nonFood")),
        ("孔雀石绿", Some("nonFood")),
        ("aerobicPlateCount", Some("other")),
        ("大肠埃希氏菌", Some("other")),
        ("铅笔", None),
        ("感官", None),
        ("残留量", None),
        ("", None),
    ] {
        assert_eq!(hazard_by_name(item).map(Hazard::word), expected, "{item}");
    }
}

#[test]
fn a_compelling_hazard_is_not_talked_down() {
    for (item, stated, expected) in [
        ("沙门氏菌", None, Hazard::Pathogen),
        ("沙门氏菌", Some(Hazard::Label), Hazard::Pathogen),
        ("菌落总数", None, Hazard::Other),
        ("菌落总数", Some(Hazard::Pathogen), Hazard::Pathogen),
        ("泄漏电流", Some(Hazard::Injury), Hazard::Injury),
        ("泄漏电流", None, Hazard::Other),
    ] {
        assert_eq!(hazard_of(item, stated), expected, "{item} {stated:?}");
    }
    let compelling: Vec<_> =
        Hazard::ALL.iter().filter(|hazard| compels_recall(**hazard)).map(|h| h.word()).collect();
    assert_eq!(compelling, ["pathogen", "chemical", "nonFood"]);
}

#[test]
fn the_table_is_whole() {
    let table: Table = serde_json::from_str(TABLE).unwrap();
    let mut names = Vec::new();
    for (word, of_hazard) in &table.hazards {
        assert!(Hazard::parse(word).is_some(), "{word}");
        names.extend(of_hazard.iter().map(|name| plain(name)));
    }
    assert!(names.iter().all(|name| !name.is_empty()));
    // Each name stands once, so no name has two hazards.
    assert_eq!(names.len(), BY_NAME.len());
}

#[test]
fn scopes_of_accreditation() {
    let by_method = [ScopeLine { item: None, method: Some("GB 5009.33-2016") }];
    let by_item = [ScopeLine { item: Some("亚硝酸盐"), method: None }];
    let by_both = [
        ScopeLine { item: Some("铅"), method: Some("GB 5009.12") },
        ScopeLine { item: Some("亚硝酸盐"), method: Some("GB 5009.33-2016 第二法") },
    ];
    let empty_line = [ScopeLine { item: None, method: None }];
    let rows: [(&str, Option<&str>, &[ScopeLine<'_>], InScope); 16] = [
        ("nitrite", Some("GB 5009.33"), &[], InScope::Unsaid),
        ("nitrite", Some("GB 5009.33"), &by_method, InScope::Within),
        ("nitrite", Some("gb5009.33—2016"), &by_method, InScope::Within),
        ("nitrite", Some("GB 5009.33-2025"), &by_method, InScope::Outside),
        ("nitrite", Some("GB/T 5009.33-2016"), &by_method, InScope::Outside),
        ("nitrite", Some("GB 5009.3"), &by_method, InScope::Outside),
        ("nitrite", None, &by_method, InScope::Unsaid),
        ("nitrite", None, &by_item, InScope::Within),
        ("亚硝酸盐（以NaNO2计）", None, &by_item, InScope::Within),
        ("nitriteResidue", Some("GB 5009.33"), &by_item, InScope::Within),
        ("lead", None, &by_item, InScope::Outside),
        ("nitrite", Some("GB 5009.33"), &by_both, InScope::Within),
        ("nitrite", Some("GB 5009.12"), &by_both, InScope::Outside),
        ("nitrite", None, &by_both, InScope::Unsaid),
        ("salmonella", None, &by_both, InScope::Outside),
        ("nitrite", Some("GB 5009.33"), &empty_line, InScope::Outside),
    ];
    for (item, method, scope, expected) in rows {
        assert_eq!(
            Scope::new(scope.iter().copied()).covers(item, method),
            expected,
            "{item} {method:?} {scope:?}"
        );
    }
}

proptest! {
    #[test]
    fn names_are_plain_once_and_for_all(name in "\\PC{0,20}") {
        let once = plain(&name);
        prop_assert!(!once.contains(char::is_whitespace));
        let line = [ScopeLine::read(&name)];
        let _ = (hazard_by_name(&name), Stated::parse(&name), Scope::new(line).covers(&name, None));
    }
}
