//! Tests of balances, worked by hand.

use crate::domain::quantity::Unit;
use proptest::prelude::*;

use super::*;

/// `1620 KGM`
fn quantity(text: &str) -> Quantity {
    let (value, unit) = text.split_once(' ').unwrap();
    Quantity { value: value.parse().unwrap(), unit: Unit::parse(unit).unwrap() }
}

/// `992 KGM, 50 KGM`; nothing for an empty text.
fn quantities(text: &str) -> Vec<Quantity> {
    text.split(", ").filter(|part| !part.is_empty()).map(quantity).collect()
}

fn overdraw(by: &str, unit: &'static str) -> Balance {
    Balance::Overdraw { by: by.parse().unwrap(), unit }
}

fn unknown(why: Why) -> Balance {
    Balance::NotComputable { why }
}

fn share(text: &str) -> Tolerance {
    Tolerance::new(text.parse().unwrap()).unwrap()
}

/// inputs, all of them stated, made, its mass, net content, losses, tolerance
type Made<'a> = (&'a str, bool, &'a str, &'a str, &'a str, &'a str, &'a str);

fn made((inputs, complete, made, mass, content, losses, tolerance): Made<'_>) -> Making {
    let (inputs, losses) = (quantities(inputs), quantities(losses));
    let (mass, content) = (quantities(mass), quantities(content));
    making(&MadeFrom {
        inputs: &inputs,
        complete,
        made: &quantity(made),
        net_mass: mass.first(),
        net_content: content.first(),
        losses: &losses,
        tolerance: share(tolerance),
    })
}

/// The sausage: 1720.3 kg in, 100.3 lost in cooking, 1620 kg or 8100 pouches of 200 g out.
const FORMULA: &str = "1000 KGM, 250 KGM, 330 KGM, 50 KGM, 34 KGM, 28 KGM, 15 KGM, 6 KGM, \
                       5100 GRM, 1200 GRM, 900 GRM, 100 GRM";

#[test]
fn makings() {
    use Balance::Balanced;
    let rows: [(Made<'_>, Balance); 20] = [
        ((FORMULA, true, "8100 EA", "1620 KGM", "", "100.3 KGM", "0"), Balanced),
        ((FORMULA, true, "8100 EA", "", "200 GRM", "100.3 KGM", "0"), Balanced),
        ((FORMULA, true, "8101 EA", "", "200 GRM", "100.3 KGM", "0"), overdraw("0.2", "KGM")),
        ((FORMULA, true, "8101 EA", "", "200 GRM", "100.3 KGM", "0.001"), Balanced),
        ((FORMULA, true, "1.62 TNE", "", "", "100.4 KGM", "0"), overdraw("0.1", "KGM")),
        // What was weighed goes before what is printed.
        ((FORMULA, true, "8100 EA", "1600 KGM", "300 GRM", "100.3 KGM", "0"), Balanced),
        // Only the traced inputs are stated: nothing follows from too little.
        (
            ("992 KGM, 50 KGM, 8 KGM", false, "8100 EA", "1620 KGM", "", "100.3 KGM", "0"),
            unknown(Why::InputsIncomplete),
        ),
        (("2000 KGM", false, "8100 EA", "1620 KGM", "", "100.3 KGM", "0"), Balanced),
        (("10 KGM", true, "5 KGM", "", "", "", "0"), Balanced),
        (("10 KGM", true, "10.000001 KGM", "", "", "", "0"), overdraw("0.000001", "KGM")),
        (("10 KGM", true, "10.5 KGM", "", "", "", "0.05"), Balanced),
        (("10 KGM", true, "10.51 KGM", "", "", "", "0.05"), overdraw("0.51", "KGM")),
        (("10 LTR", true, "30 EA", "", "330 MLT", "", "0"), Balanced),
        (("10 LTR", true, "31 EA", "", "330 MLT", "", "0"), overdraw("0.23", "LTR")),
        (("10 LTR", true, "10 KGM", "", "", "", "0"), unknown(Why::DifferentKinds)),
        (("10 KGM", true, "30 EA", "", "", "", "0"), unknown(Why::DifferentKinds)),
        (("10 KGM", true, "30 EA", "", "330 MLT", "", "0"), unknown(Why::DifferentKinds)),
        (("", true, "30 EA", "", "", "", "0"), unknown(Why::NothingStated)),
        (("1 MTR", true, "30 EA", "", "", "", "0"), unknown(Why::UnknownUnit)),
        (("10 KGM", true, "1 KGM", "", "", "-1 KGM", "0"), unknown(Why::Negative)),
    ];
    for (lot, expected) in rows {
        assert_eq!(made(lot).balance, expected, "{lot:?}");
    }
}

#[test]
fn yield_and_what_is_unexplained() {
    let dec = |text: &str| text.parse::<Decimal>().ok();
    // 1620 / 1720.3 = 0.94169…
    let sausage = made((FORMULA, true, "8100 EA", "1620 KGM", "", "90 KGM", "0"));
    assert_eq!((sausage.yielded, sausage.unexplained), (dec("0.9417"), dec("10.3")));
    let over = made(("10 KGM", true, "12 KGM", "", "", "", "0"));
    assert_eq!((over.yielded, over.unexplained), (dec("1.2"), dec("0")));
    let partly = made(("10 KGM", false, "5 KGM", "", "", "", "0"));
    assert_eq!((partly.yielded, partly.unexplained), (None, None));
    let nothing = made(("0 KGM", true, "0 KGM", "", "", "", "0"));
    assert_eq!((nothing.balance, nothing.yielded), (Balance::Balanced, None));
}

/// made, net content, shipped, used, destroyed, sold, returned
type Left<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

fn left((made, content, shipped, used, destroyed, sold, returned): Left<'_>) -> Balance {
    let content = quantities(content);
    leaving(&LeftFrom {
        made: &quantity(made),
        net_content: content.first(),
        shipped: &quantities(shipped),
        used: &quantities(used),
        destroyed: &quantities(destroyed),
        sold: &quantities(sold),
        returned: &quantities(returned),
        tolerance: Tolerance::NONE,
    })
}

#[test]
fn leavings() {
    use Balance::Balanced;
    let rows: [(Left<'_>, Balance); 17] = [
        (("8100 EA", "", "", "", "", "", ""), Balanced),
        (("8100 EA", "", "8000 EA", "", "100 EA", "8000 EA", ""), Balanced),
        (("8100 EA", "", "8000 EA", "", "101 EA", "", ""), overdraw("1", "EA")),
        (("8100 EA", "", "", "", "", "8101 H87", ""), overdraw("1", "EA")),
        // The larger of the two.
        (("100 EA", "", "103 EA", "", "", "107 EA", ""), overdraw("7", "EA")),
        (("100 EA", "", "107 EA", "", "", "103 EA", ""), overdraw("7", "EA")),
        // What comes back may leave again.
        (("100 EA", "", "105 EA", "", "", "105 EA", "5 EA"), Balanced),
        (("100 EA", "", "106 EA", "", "", "", "5 EA"), overdraw("1", "EA")),
        // An input lot used in two batches: 992 + 50 of 1000.
        (("1000 KGM", "", "", "992 KGM, 50 KGM", "", "", ""), overdraw("42", "KGM")),
        (("1000 KGM", "", "", "992 KGM, 8000 GRM", "", "", ""), Balanced),
        // 8100 pouches of 200 g are 1620 kg.
        (("8100 EA", "200 GRM", "1600 KGM", "100 EA", "", "", ""), Balanced),
        (("8100 EA", "200 GRM", "1600.5 KGM", "100 EA", "", "", ""), overdraw("0.5", "KGM")),
        (("8100 EA", "", "1600 KGM", "", "", "", ""), unknown(Why::DifferentKinds)),
        (("8100 EA", "200 GRM", "1 LTR", "", "", "", ""), unknown(Why::DifferentKinds)),
        (("8100 EA", "", "1 MTR", "", "", "", ""), unknown(Why::UnknownUnit)),
        (("-1 EA", "", "1 EA", "", "", "", ""), unknown(Why::Negative)),
        (("8100 EA", "1 MTR", "1 KGM", "", "", "", ""), unknown(Why::UnknownUnit)),
    ];
    for (lot, expected) in rows {
        assert_eq!(left(lot), expected, "{lot:?}");
    }
}

#[test]
fn absurd_amounts_are_not_computable() {
    const MOST: &str = "79228162514264337593543950335 KGM";
    let too_large = unknown(Why::TooLarge);
    let twice = format!("{MOST}, {MOST}");
    assert_eq!(made((&twice, true, "1 KGM", "", "", "", "0")).balance, too_large);
    assert_eq!(left((MOST, "", "", "", "", "", MOST)), too_large);
    assert_eq!(left(("1 EA", MOST, MOST, "", "", "", "")), Balance::Balanced);
    assert_eq!(left(("2 EA", MOST, MOST, "", "", "", "")), too_large);
    // One digit would be lost in the sum.
    let fine = format!("{MOST}, 0.1 KGM");
    assert_eq!(made((&fine, true, "1 KGM", "", "", "", "0")).balance, too_large);
    assert_eq!(left((MOST, "", MOST, "", "", "", "")), Balance::Balanced);
}

#[test]
fn tolerances() {
    for (text, fits) in [("0", true), ("1", true), ("0.005", true), ("-0.1", false), ("1.1", false)]
    {
        assert_eq!(Tolerance::new(text.parse().unwrap()).is_some(), fits, "{text}");
    }
}

proptest! {
    /// What is split into parts of any unit balances, and one gram more does not.
    #[test]
    fn parts_of_a_whole_balance(parts in proptest::collection::vec(1_i64..1_000_000_000, 1..20)) {
        let grams = |value: i64| Quantity { value: value.into(), unit: Unit::parse("GRM").unwrap() };
        let kilograms = |value: i64| Quantity {
            value: Decimal::new(value, 3),
            unit: Unit::parse("KGM").unwrap(),
        };
        let made = grams(parts.iter().sum());
        let mut used: Vec<_> = parts.iter().map(|part| kilograms(*part)).collect();
        let balance = |used: &[Quantity]| leaving(&LeftFrom {
            made: &made,
            net_content: None,
            shipped: &[],
            used,
            destroyed: &[],
            sold: &[],
            returned: &[],
            tolerance: Tolerance::NONE,
        });
        prop_assert_eq!(balance(&used), Balance::Balanced);
        used.push(grams(1));
        prop_assert_eq!(balance(&used), overdraw("0.001", "KGM"));
    }

    #[test]
    fn nothing_panics(values in proptest::collection::vec(any::<(i128, u32, u8)>(), 3)) {
        let units = ["KGM", "MGM", "LBR", "ONZ", "TNE", "EA", "LTR", "MTR"];
        let all: Vec<_> = values
            .iter()
            .map(|(value, scale, unit)| Quantity {
                value: Decimal::from_i128_with_scale(value % (1 << 95), scale % 29),
                unit: Unit::parse(units[usize::from(*unit) % units.len()]).unwrap(),
            })
            .collect();
        let [made, content, part] = &all[..] else { unreachable!() };
        let part = std::slice::from_ref(part);
        let _ = leaving(&LeftFrom {
            made,
            net_content: Some(content),
            shipped: part,
            used: part,
            destroyed: &[],
            sold: part,
            returned: part,
            tolerance: Tolerance::NONE,
        });
    }
}
