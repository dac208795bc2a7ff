//! One additive in one food, a line each.

use super::*;

/// Category; basis as `kg`, `L`, `d` (density), `fat`, `x` (dilution), `to` (drink); use; finding.
type Case = (&'static str, &'static str, &'static str, &'static str);

fn basis(text: &'static str) -> Basis<'static> {
    let mut basis = Basis::default();
    let (mut times, mut drink) = (None, None);
    for (unit, value) in text.split_whitespace().map(|word| word.split_once('=').unwrap()) {
        match unit {
            "kg" => basis.mass = Some(dec(value)),
            "L" => basis.volume = Some(dec(value)),
            "d" => basis.density = Some(dec(value)),
            "fat" => basis.fat = Some(dec(value)),
            "x" => times = Some(dec(value)),
            "to" => drink = Some(value),
            other => panic!("{other}"),
        }
    }
    basis.dilution = times.map(|times| Dilution { times, drink });
    basis
}

fn check(cases: &[Case]) {
    for (category, amounts, text, expected) in cases {
        let uses = [used(text)];
        let category = (*category != "-").then_some(*category);
        let formula =
            Formula { category, basis: basis(amounts), uses: &uses, ..Formula::default() };
        let words: Vec<_> = judge(&TABLE, &formula).iter().map(word).collect();
        let expected =
            expected.replace("A.1", "GB 2760-2024 A.1").replace("A.2, no", "GB 2760-2024 A.2, no");
        assert_eq!(words, [expected], "{category:?} {amounts} {text}");
    }
}

#[test]
fn limits_and_the_tree() {
    check(&[
        // Both sides of a limit, and on it.
        ("08.03.05", "kg=1000", "09.002 150 1", "within | 150/150 mg/kg | A.1, 08.03.05"),
        ("08.03.05", "kg=1000", "09.002 150.0001 1", "over | 150.0001/150 mg/kg | A.1, 08.03.05"),
        ("08.03.05", "kg=3", "09.002 0.45 1", "within | 150/150 mg/kg | A.1, 08.03.05"),
        ("08.03.05", "kg=7", "09.002 1.05 1", "within | 150/150 mg/kg | A.1, 08.03.05"),
        ("08.03.05", "kg=1000", "09.002 0 1", "within | 0/150 mg/kg | A.1, 08.03.05"),
        // The child's own row wins, whether it is wider or stricter.
        ("08.03.05", "kg=1000", "17.003 1500 1", "within | 1500/1500 mg/kg | A.1, 08.03.05"),
        ("08.03.06", "kg=1000", "17.003 76 1", "over | 76/75 mg/kg | A.1, 08.03"),
        ("08.03.01.02", "kg=1000", "17.003 75 1", "within | 75/75 mg/kg | A.1, 08.03"),
        ("12.10.01.01", "kg=1000", "17.001 601 1", "over | 601/600 mg/kg | A.1, 12.10"),
        ("12.10.03.03", "kg=1000", "17.001 1000 1", "within | 1000/1000 mg/kg | A.1, 12.10.03"),
        ("07.02.02", "kg=1000", "17.003 1000 1", "within | 1000/1000 mg/kg | A.1, 07.02"),
        ("07.02.02", "kg=1000", "17.003 1001 1", "over | 1001/1000 mg/kg | A.1, 07.02"),
        // Codes that a row leaves out.
        ("08.03.08", "kg=1000", "17.003 1 1", "notPermitted | -/-  | A.1"),
        ("03.04", "kg=1000", "08.005 1 1", "notPermitted | -/-  | A.1"),
        ("03.01", "kg=1000", "08.005 50 1", "within | 50/50 mg/kg | A.1, 03.0"),
        ("14.02.01", "kg=1000", "08.005 1 1", "notPermitted | -/-  | A.1"),
        // No row for the food.
        ("07.01", "kg=1000", "17.009(i) 1 1", "notPermitted | -/-  | A.1"),
        ("07.02.01", "kg=1000", "17.009(ii) 1 1", "notPermitted | -/-  | A.1"),
        ("04.02.02.03", "kg=1000", "17.009(i) 300 1", "within | 300/300 mg/kg | A.1, 04.02.02.03"),
        // A top category is written with or without `.0`.
        ("14", "kg=1000", "08.008 1 1", "needsJudgement finerCategory | -/-  | A.1"),
        // The table tells apart what lies below.
        ("08.03", "kg=1000", "17.003 1 1", "needsJudgement finerCategory | -/-  | A.1"),
        ("08.0", "kg=1000", "09.002 1 1", "needsJudgement finerCategory | -/-  | A.1"),
        ("04.03.02", "kg=1000", "17.003 1 1", "needsJudgement finerCategory | -/-  | A.1"),
        ("08.03", "kg=1000", "15.004 5000 1", "within | 5000/5000 mg/kg | A.1, 08.03"),
        ("-", "kg=1000", "09.002 1 1", "needsJudgement category | -/-  | A.1"),
        ("08.99", "kg=1000", "09.002 1 1", "needsJudgement knownCategory | -/-  | A.1"),
    ]);
}

#[test]
fn all_foods_and_their_exceptions() {
    check(&[
        ("08.03.05", "kg=1", "04.018 9 1", "within | 9000/- mg/kg | A.1 + A.2, GMP"),
        // Nothing is needed where there is no limit.
        ("08.03.05", "", "04.018 -", "within | -/- mg/kg | A.1 + A.2, GMP"),
        ("01.01.01", "kg=1", "04.018 9 1", "notPermitted | -/-  | A.2, no. 1"),
        // 63 is not left out for it, 62 is.
        ("14.02.02", "kg=1", "04.018 9 1", "within | 9000/- mg/kg | A.1 + A.2, GMP"),
        ("14.02.01", "kg=1", "04.018 9 1", "notPermitted | -/-  | A.2, no. 62"),
        // Below an exception; and a row of its own beside the exceptions.
        ("15.03.01.01", "kg=1", "04.018 0.15 1", "within | 150/150 mg/kg | A.1, 15.03.01"),
        ("08.01", "kg=1", "04.018 9 1", "needsJudgement finerCategory | -/-  | A.1"),
        ("08.01.02", "kg=1", "04.018 9 1", "notPermitted | -/-  | A.2, no. 35"),
        ("14.01.01", "kg=1", "00.008 1 1", "notPermitted | -/-  | A.2, no. 59"),
        ("12.01", "kg=1", "00.008 350 1", "within | 350000/350000 mg/kg | A.1, 12.01"),
        ("12.01", "kg=1", "00.008 351 1", "over | 351000/350000 mg/kg | A.1, 12.01"),
    ]);
}

#[test]
fn what_a_dose_needs() {
    check(&[
        ("08.03.05", "kg=1000", "09.002 -", "needsJudgement dose | -/150 mg/kg | A.1, 08.03.05"),
        ("08.03.05", "kg=1000", "09.002 -1 1", "needsJudgement dose | -/150 mg/kg | A.1, 08.03.05"),
        ("08.03.05", "", "09.002 1 1", "needsJudgement mass | -/150 mg/kg | A.1, 08.03.05"),
        ("08.03.05", "kg=0", "09.002 1 1", "needsJudgement mass | -/150 mg/kg | A.1, 08.03.05"),
        (
            "08.03.05",
            "kg=1000",
            "09.002 1 1.1",
            "needsJudgement activeFraction | -/150 mg/kg | A.1, 08.03.05",
        ),
        // An unstated fraction is at most 1: enough to be within, not to be over.
        ("08.03.05", "kg=1000", "09.002 150", "within | 150/150 mg/kg | A.1, 08.03.05"),
        (
            "08.03.05",
            "kg=1000",
            "09.002 151",
            "needsJudgement activeFraction | 151/150 mg/kg | A.1, 08.03.05",
        ),
        ("08.03.05", "kg=1000", "17.004 2000 0.75", "within | 1500/1500 mg/kg | A.1, 08.03.05"),
        ("08.03.05", "kg=1000", "17.004 2000 0.7501", "over | 1500.2/1500 mg/kg | A.1, 08.03.05"),
        // Nisin is expressed as itself: no fraction is needed.
        ("08.03.05", "kg=1000", "17.019 501", "over | 501/500 mg/kg | A.1, 08.03"),
        ("12.03", "L=1000 d=1.01", "17.001 1010 1", "within | 1000/1000 mg/kg | A.1, 12.03"),
        ("12.03", "L=1000 d=1.01", "17.001 1011 1", "over | 1000.9901/1000 mg/kg | A.1, 12.03"),
        ("12.03", "L=1000", "17.001 1 1", "needsJudgement mass | -/1000 mg/kg | A.1, 12.03"),
        // Per litre: caramel in whisky, 6 g/L.
        ("15.01.04", "L=100", "08.108 600 1", "within | 6000/6000 mg/L | A.1, 15.01.04"),
        ("15.01.04", "L=100", "08.108 601 1", "over | 6010/6000 mg/L | A.1, 15.01.04"),
        ("15.01.04", "kg=94 d=0.94", "08.108 600 1", "within | 6000/6000 mg/L | A.1, 15.01.04"),
        ("15.01.04", "kg=94 d=0.94", "08.108 601 1", "over | 6010/6000 mg/L | A.1, 15.01.04"),
        ("15.01.04", "kg=94", "08.108 1 1", "needsJudgement volume | -/6000 mg/L | A.1, 15.01.04"),
        // Per fat: BHA in biscuits, 0.2 g/kg of fat.
        ("07.03.04", "kg=1000 fat=200", "04.001 40 1", "within | 200/200 mg/kg | A.1, 07.03"),
        ("07.03.04", "kg=1000 fat=200", "04.001 41 1", "over | 205/200 mg/kg | A.1, 07.03"),
        ("07.03.04", "kg=1000", "04.001 1 1", "needsJudgement fatMass | -/200 mg/kg | A.1, 07.03"),
        // Per kg of beans, which is not stated.
        (
            "04.04.01.01",
            "kg=1000",
            "10.003 1 1",
            "needsJudgement otherBasis | -/1600 mg/kg | A.1, 04.04",
        ),
        (
            "08.03.05",
            "kg=1000",
            "09.002 79228162514264337593543950335 1",
            "needsJudgement dose | -/150 mg/kg | A.1, 08.03.05",
        ),
    ]);
}

#[test]
fn dilution_and_residues() {
    check(&[
        // Cola as drunk, and the solid drink that becomes it.
        ("14.04.01", "kg=1000", "17.001 200 1", "within | 200/200 mg/kg | A.1, 14.04"),
        ("14.04.01", "kg=1000", "17.001 201 1", "over | 201/200 mg/kg | A.1, 14.04"),
        ("14.06.04", "kg=100", "17.001 20 1", "needsJudgement drink | -/-  | A.1"),
        ("14.06.04", "kg=100 x=10 to=14.04", "17.001 200 1", "within | 200/200 mg/kg | A.1, 14.04"),
        ("14.06.04", "kg=100 x=10 to=14.04", "17.001 201 1", "over | 201/200 mg/kg | A.1, 14.04"),
        (
            "14.06.04",
            "kg=100 x=0.5 to=14.04",
            "17.001 1 1",
            "needsJudgement dilution | -/200 mg/kg | A.1, 14.04",
        ),
        ("14.06.04", "kg=100 x=10 to=14.01.01", "17.001 1 1", "notPermitted | -/-  | A.1"),
        ("14.06.04", "kg=100 x=10 to=14.02.02", "17.001 1 1", "notPermitted | -/-  | A.1"),
        // A row of all drinks covers the solid one too, diluted.
        ("14.06.04", "kg=100", "08.005 1 1", "needsJudgement dilution | -/100 mg/kg | A.1, 14.0"),
        ("14.06.04", "kg=100 x=8", "08.005 80 1", "within | 100/100 mg/kg | A.1, 14.0"),
        // Sunset yellow has a row for solid drinks as sold; amaranth one for what they become.
        ("14.06.04", "kg=1000", "08.006 600 1", "within | 600/600 mg/kg | A.1, 14.06"),
        ("14.06.04", "kg=1000", "08.001 1 1", "needsJudgement dilution | -/50 mg/kg | A.1, 14.06"),
        ("14.06.04", "kg=1000 x=10", "08.001 500 1", "within | 50/50 mg/kg | A.1, 14.06"),
        // Jelly, and jelly powder.
        ("16.01", "kg=1000", "17.003 501 1", "over | 501/500 mg/kg | A.1, 16.01"),
        ("16.01", "kg=1000 x=5", "17.003 2500 1", "within | 500/500 mg/kg | A.1, 16.01"),
        // Locust bean gum in infant formula: g/L as fed.
        ("13.01.01", "L=1", "20.023 7 1", "needsJudgement dilution | -/7000 mg/L | A.1, 13.01"),
        ("13.01.01", "L=1 x=1", "20.023 7 1", "within | 7000/7000 mg/L | A.1, 13.01"),
        // Sulfur dioxide is bounded by what remains: less than that used is within.
        ("11.01.01", "kg=1000", "05.001 30 1", "within | 30/30 mg/kg | A.1, 11.01.01"),
        (
            "11.01.01",
            "kg=1000",
            "05.001 31 1",
            "needsJudgement residue | 31/30 mg/kg | A.1, 11.01.01",
        ),
        // Within 250 mg/L whether the wine is sweet or not; above, that decides.
        ("15.03.01.01", "L=1000", "05.001 250 1", "within | 250/250 mg/L | A.1, 15.03.01"),
        (
            "15.03.01.01",
            "L=1000",
            "05.001 251 1",
            "needsJudgement GB 2760-2024/05.001/15.03.01/仅限甜型葡萄酒 | 251/400 mg/L | A.1, 15.03.01",
        ),
        // Words that narrow are asked about.
        (
            "04.01.02.05",
            "kg=1000",
            "17.003 1 1",
            "needsJudgement GB 2760-2024/17.003/04.01.02.05/罐头除外 | 1/1000 mg/kg | A.1, 04.01.02.05",
        ),
    ]);
}
