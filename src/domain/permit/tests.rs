//! Tests of permit numbers: shapes, warnings, what a number covers.

use proptest::prelude::*;

use super::*;

fn permit(kind: PermitKind, text: &str) -> Permit {
    Permit::parse(kind, text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

#[test]
fn shapes_and_refusals() {
    use PermitKind::{Ccc, FoodProduction, FoodProductionOld, Other};
    for (kind, text, read) in [
        (FoodProduction, "SC10434112600125", Ok("SC10434112600125")),
        (FoodProduction, " sc104 341126 0012 5 ", Ok("SC10434112600125")),
        (FoodProduction, "ＳＣ１０４３４１１２６００１２５", Ok("SC10434112600125")),
        (FoodProduction, "SC1043411260012", Err(PermitError::Form)),
        (FoodProduction, "SC104341126001255", Err(PermitError::Form)),
        (FoodProduction, "10434112600125", Err(PermitError::Form)),
        (FoodProduction, "SC1043411260012X", Err(PermitError::Form)),
        (FoodProduction, "QS340104010123", Err(PermitError::Form)),
        (FoodProductionOld, "QS3401 0401 0123", Ok("QS340104010123")),
        (FoodProductionOld, "QS3401-0401-0123", Ok("QS340104010123")),
        (FoodProductionOld, "QS34010401012", Err(PermitError::Form)),
        (Ccc, "2022011606454871", Ok("2022011606454871")),
        (Ccc, "202201160645487", Err(PermitError::Form)),
        (Ccc, "A022011606454871", Err(PermitError::Form)),
        (Other, "  皖AB 12（2020）第3号 ", Ok("皖AB 12(2020)第3号")),
        (Other, " \u{3000} ", Err(PermitError::Empty)),
        (Other, "a\u{7}b", Err(PermitError::Characters)),
        (Other, "a\u{202E}b", Err(PermitError::Characters)),
    ] {
        let parsed = Permit::parse(kind, text);
        assert_eq!(parsed.as_ref().map(Permit::number).map_err(|error| *error), read, "{text}");
    }
    let longest = "号".repeat(60);
    assert_eq!(permit(Other, &longest).number(), longest);
    for long in ["号".repeat(61), "号".repeat(100)] {
        assert_eq!(Permit::parse(Other, &long), Err(PermitError::TooLong));
    }
}

#[test]
fn a_food_label_tells_old_from_new() {
    let kind = |text| Permit::from_food_label(text).map(|permit| permit.kind());
    assert_eq!(kind("SC10434112600125"), Ok(PermitKind::FoodProduction));
    assert_eq!(kind("QS340104010123"), Ok(PermitKind::FoodProductionOld));
    assert_eq!(kind("2022011606454871"), Err(PermitError::Form));
    assert_eq!(kind(""), Err(PermitError::Empty));
}

#[test]
fn odd_numbers_are_accepted_with_warnings() {
    use PermitKind::{Ccc, FoodProduction, FoodProductionOld, Pledge, Workshop};
    use PermitWarning::{Category, CheckDigit, LicenceType, Region, Year};
    // Check digits by hand for the first row: MOD 11,10 over 1043411260012 gives 5.
    let rows: &[(PermitKind, &str, &[PermitWarning])] = &[
        (FoodProduction, "SC10434112600125", &[]),
        (FoodProduction, "SC10434112600126", &[CheckDigit]),
        // Two numbers from real packs whose last digit is wrong.
        (FoodProduction, "SC11453282248002", &[CheckDigit]),
        (FoodProduction, "SC12442011202449", &[CheckDigit]),
        (FoodProduction, "SC10134020300014", &[]),
        (FoodProduction, "SC10451090100011", &[]),
        // Development zones: in no list of divisions.
        (FoodProduction, "SC10511310100012", &[Region]),
        (FoodProduction, "SC10334017400013", &[Region]),
        (FoodProduction, "SC10499112600011", &[Region]),
        (FoodProduction, "SC13234112600011", &[Category]),
        (FoodProduction, "SC20434112600011", &[Category]),
        (FoodProduction, "SC20334112600017", &[]),
        (FoodProduction, "SC30434112600016", &[LicenceType]),
        (FoodProduction, "SC00000000000000", &[CheckDigit, Region, LicenceType]),
        (FoodProductionOld, "QS340104010123", &[]),
        (FoodProductionOld, "QS340128010123", &[]),
        (FoodProductionOld, "QS340129010123", &[Category]),
        (FoodProductionOld, "QS340100010123", &[Category]),
        (Ccc, "2019010713148672", &[]),
        (Ccc, "2002010713148672", &[]),
        (Ccc, "2001010713148672", &[Year]),
        (Workshop, "皖食小作坊341124-0012", &[]),
        (Workshop, "皖食小作坊第0012号", &[Region]),
        (Pledge, "1", &[]),
    ];
    for (kind, text, expected) in rows {
        assert_eq!(permit(*kind, text).warnings(), *expected, "{text}");
    }
}

#[test]
fn what_a_number_says() {
    use PermitKind::{Ccc, FoodProduction, FoodProductionOld, Standard, Workshop};
    let rows = [
        (FoodProduction, "SC10434112600125", Some("341126"), Some("肉制品")),
        (FoodProduction, "SC20334112600017", Some("341126"), Some("复配食品添加剂")),
        (FoodProduction, "SC13234112600011", Some("341126"), None),
        (FoodProduction, "SC10499112600011", None, Some("肉制品")),
        (FoodProduction, "SC30434112600016", Some("341126"), None),
        (FoodProductionOld, "QS340104010123", None, Some("肉制品")),
        (FoodProductionOld, "QS340127010123", None, None),
        (Ccc, "2022011606454871", None, None),
        // The first listed county of any run of digits; provinces, cities and years are passed over.
        (Workshop, "（2021）皖坊3411240012", Some("341124"), None),
        (Workshop, "340000-341126001", Some("341126"), None),
        (Workshop, "34112", None, None),
        (Standard, "Q/341124", None, None),
    ];
    for (kind, text, region, class) in rows {
        let permit = permit(kind, text);
        assert_eq!(permit.region().as_ref().map(Region::as_str), region, "{text}");
        assert_eq!(permit.category_name().map(|name| name.zh), class, "{text}");
    }
}

#[test]
fn what_a_number_covers() {
    use Coverage::{No, Unsaid, Yes};
    use PermitKind::{Ccc, FoodProduction, FoodProductionOld, Workshop};
    for (kind, text, category, expected) in [
        (FoodProduction, "SC10434112600125", "0401", Yes),
        (FoodProduction, "SC10434112600125", "04", Yes),
        (FoodProduction, "SC10434112600125", "0501", Unsaid),
        (FoodProduction, "SC10434112600125", "meat", Unsaid),
        (FoodProduction, "SC10434112600125", "", Unsaid),
        (FoodProduction, "SC20334112600017", "3203", Yes),
        (FoodProduction, "SC20334112600017", "32", Yes),
        (FoodProduction, "SC20334112600017", "3201", Unsaid),
        (FoodProduction, "SC20334112600017", "0301", Unsaid),
        (FoodProductionOld, "QS340104010123", "0401", Yes),
        (FoodProductionOld, "QS340104010123", "0501", No),
        (FoodProductionOld, "QS340128010123", "2801", Unsaid),
        (Ccc, "2019010713148672", "0713", Yes),
        (Ccc, "2019010713148672", "07", Yes),
        (Ccc, "2019010713148672", "0712", No),
        (Workshop, "341124-1", "0401", Unsaid),
    ] {
        assert_eq!(permit(kind, text).covers(category), expected, "{text} {category}");
    }
    assert!(scope_covers(["03", "04"], "0401") && scope_covers(["0401"], "0401"));
    assert!(!scope_covers(["0401"], "04") && !scope_covers(["0402", ""], "0401"));
    assert!(!scope_covers([], "0401"));
}

#[test]
fn every_class_has_a_name() {
    for class in 1..=32 {
        assert!(food_class(&format!("{class:02}")).is_some(), "{class}");
    }
    assert_eq!((food_class("00"), food_class("33"), food_class("4")), (None, None, None));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_and_read_again(text in "\\PC{0,70}") {
        for kind in PermitKind::ALL {
            if let Ok(read) = Permit::parse(*kind, &text) {
                prop_assert_eq!(Permit::parse(*kind, read.number()), Ok(read.clone()));
                let _ = (read.warnings(), read.region(), read.covers("0401"));
            }
        }
    }

    #[test]
    fn one_wrong_digit_never_hides(body in "1(0[1-9]|[12][0-9]|3[01])341126[0-9]{4}", at in 0_usize..14, step in 1_u8..10) {
        let right = (b'0'..=b'9')
            .map(|check| format!("{body}{}", char::from(check)))
            .find(|digits| mod_11_10_valid(digits))
            .unwrap();
        let mut wrong = right.clone().into_bytes();
        wrong[at] = b'0' + (wrong[at] - b'0' + step) % 10;
        let wrong = format!("SC{}", String::from_utf8(wrong).unwrap());
        let right = permit(PermitKind::FoodProduction, &format!("SC{right}"));
        prop_assert_eq!(right.warnings(), vec![]);
        let warnings = permit(PermitKind::FoodProduction, &wrong).warnings();
        prop_assert!(warnings.contains(&PermitWarning::CheckDigit));
    }
}
