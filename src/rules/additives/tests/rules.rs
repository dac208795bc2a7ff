//! Rules that need more than one line: sums, carrying over, answers, residues, numbers and names.

use super::*;
use crate::rules::additives::{Found, SumRule, Unit};

fn sums(formula: &Formula<'static>) -> Vec<String> {
    let findings = judge(&TABLE, formula);
    let is_sum = |finding: &&Finding<'_>| matches!(finding.subject, Subject::Sum(..));
    findings.iter().filter(is_sum).map(word).collect()
}

fn of(category: &'static str, mass: &str, uses: &'static [Use<'static>]) -> Formula<'static> {
    Formula { category: Some(category), basis: kg(mass), uses, ..Formula::default() }
}

fn leak(text: &'static str) -> &'static [Use<'static>] {
    Box::leak(uses(text).into_boxed_slice())
}

#[test]
fn sausages_of_the_example_batch() {
    // 1720.3 kg; 100 g → 58.1294, 1200 × 0.746 = 895.2 g → 520.3744, 5100 × 0.714 → 2116.7238,
    // 900 g → 523.1646 mg/kg. Shares 58.1294/150 + 520.3744/1500 = 0.7345.
    const USES: &str = "09.002 100 1.0 colourRetention; 17.004 1200 0.746 preservative; \
                        15.004 5100 0.714 humectant; 04.018 900 1.0 antioxidant";
    let words: Vec<_> =
        judge(&TABLE, &of("08.03.05", "1720.3", leak(USES))).iter().map(word).collect();
    assert_eq!(
        words,
        [
            "within | 2116.7238/5000 mg/kg | GB 2760-2024 A.1, 08.03",
            "within | 523.1646/- mg/kg | GB 2760-2024 A.1 + A.2, GMP",
            "within | 58.1294/150 mg/kg | GB 2760-2024 A.1, 08.03.05",
            "within | 520.3744/1500 mg/kg | GB 2760-2024 A.1, 08.03.05",
        ]
    );
    let whole = "09.002 100 1.0; 17.004 1200 0.746; 15.004 5100 0.714; 04.018 900 1.0";
    let sum = sums(&of("08.03.05", "1720.3", leak(whole)));
    assert_eq!(sum, ["within | 0.7344/1 1 | GB 2760-2024 A.4"]);
}

#[test]
fn shares_add_up_to_one() {
    let rows: [(&str, &str, &str, &[&str]); 17] = [
        // Benzoic 500/1000 and sorbic 500/1000 in vinegar.
        ("12.03", "1000", "17.001 500 1; 17.003 500 1", &["within | 1/1 1"]),
        ("12.03", "1000", "17.001 500 1; 17.003 500.001 1", &["over | 1/1 1"]),
        ("12.03", "3000", "17.001 1000 1; 17.003 2000 1", &["within | 1/1 1"]),
        // Without an active fraction a share is an upper bound.
        ("12.03", "1000", "17.002 300; 17.004 700", &["within | 1/1 1"]),
        ("12.03", "1000", "17.002 300; 17.004 701", &["needsJudgement share | 1.001/1 1"]),
        ("12.03", "1000", "17.001 1001 1; 17.004 701", &["over | 1.702/1 1"]),
        ("12.03", "1000", "17.001 -; 17.003 500 1", &["needsJudgement share | -/1 1"]),
        // One alone is no sum, and what is not permitted has no share.
        ("12.03", "1000", "17.001 500 1; 17.030 500 1", &[]),
        // Sulfur dioxide 40/50 is merely a bound of what remains; both are antioxidants too.
        (
            "12.10.02.02",
            "1000",
            "05.001 40 1; 17.003 300 1",
            &["needsJudgement share | 1.1/1 1", "needsJudgement share | 1.1/1 1"],
        ),
        // Jam: whether it is canned is open, and with it the maxima.
        ("04.01.02.05", "1000", "17.001 250 1; 17.003 250 1", &["needsJudgement share | -/1 1"]),
        // Nitrite 100/150 counts as what it is used as.
        ("08.03.05", "1000", "09.002 100 1 colourRetention; 17.003 700 1 preservative", &[]),
        ("08.03.05", "1000", "09.002 100 1 护色剂; 17.003 700 1 preservative", &[]),
        ("08.03.05", "1000", "09.002 100 1; 17.003 700 1", &["over | 1.1333/1 1"]),
        ("08.03.05", "1000", "09.002 100 1 sweetener; 17.003 700 1", &["over | 1.1333/1 1"]),
        // Tartrazine 60/100 and sunset yellow 50/100 are yellow, brilliant blue is not.
        ("14.04", "1000", "08.005 60 1; 08.006 50 1", &["over | 1.1/1 1"]),
        ("14.04", "1000", "08.005 50 1; 08.006 50 1; 08.007 20 1", &["within | 1/1 1"]),
        ("14.04", "1000", "08.005 90 1; 08.007 20 1", &[]),
    ];
    for (category, mass, text, expected) in rows {
        let found = sums(&of(category, mass, leak(text)));
        let expected: Vec<_> = expected.iter().map(|e| format!("{e} | GB 2760-2024 A.4")).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn colours_of_unknown_hue_are_asked_about() {
    // β-carotene 2000 in 14.04 has no hue in the table: 0.5 with tartrazine 0.5, then 0.6.
    assert!(sums(&of("14.04", "1000", leak("08.005 50 1; 08.010 1000 1"))).is_empty());
    let uses = leak("08.005 60 1; 08.010 1000 1");
    let key = "GB 2760-2024/A.4/colour/08.005+08.010";
    let asked = sums(&of("14.04", "1000", uses));
    assert_eq!(asked, [format!("needsJudgement {key} | 1.1/1 1 | GB 2760-2024 A.4")]);
    for (permitted, expected) in [(true, "within"), (false, "over")] {
        let answers = Box::leak(Box::new([Answer { key, permitted, post: "quality" }]));
        let formula = Formula { answers, ..of("14.04", "1000", uses) };
        assert_eq!(sums(&formula), [format!("{expected} | 1.1/1 1 | GB 2760-2024 A.4")]);
    }
}

#[test]
fn colours_of_unknown_hue_are_asked_about_once() {
    // β-carotene 1500/2000 and β-apo-8'-carotenal 8/10 with tartrazine 10/100.
    let uses = leak("08.005 10 1; 08.010 1500 1; 08.018 8 1");
    let key = "GB 2760-2024/A.4/colour/08.005+08.010+08.018";
    let expected = format!("needsJudgement {key} | 1.65/1 1 | GB 2760-2024 A.4");
    assert_eq!(sums(&of("14.04", "1000", uses)), [expected]);
}

#[test]
fn what_was_carried_over_has_a_share() {
    let carried = Carried {
        ingredient: 0,
        additive: named("17.003"),
        mass: some("500"),
        active_fraction: some("1"),
        ingredient_category: Some("12.04"),
        ingredient_mass: some("900"),
    };
    let carried = Box::leak(Box::new([carried]));
    let formula = Formula { carried, ..of("12.03", "1000", leak("17.001 600 1")) };
    assert_eq!(sums(&formula), ["over | 1.1/1 1 | GB 2760-2024 A.4"]);
}

#[test]
fn participants_are_named() {
    let formula = of("12.03", "1000", leak("17.003 500 1; 17.001 500 1"));
    let findings = judge(&TABLE, &formula);
    let Subject::Sum(rule, parts) = &findings[2].subject else { panic!("{findings:?}") };
    let keys: Vec<_> = parts.iter().map(|part| part.key()).collect();
    assert_eq!((*rule, keys), (SumRule::Preservatives, vec!["17.001", "17.003"]));
}

#[test]
fn one_entry_is_one_dose() {
    let both = judge(&TABLE, &of("08.03.05", "1000", leak("09.002 80 1; 09.004 80 1")));
    assert_eq!(
        both.iter().map(word).collect::<Vec<_>>(),
        ["over | 160/150 mg/kg | GB 2760-2024 A.1, 08.03.05"]
    );
    let open = judge(&TABLE, &of("08.03.05", "1000", leak("09.002 80; 09.004 80 1")));
    assert_eq!(
        open.iter().map(word).collect::<Vec<_>>(),
        ["needsJudgement activeFraction | 160/150 mg/kg | GB 2760-2024 A.1, 08.03.05"]
    );
    let unusable = judge(&TABLE, &of("08.03.05", "1000", leak("09.002 8 1.5; 09.004 8 1")));
    assert_eq!(
        unusable.iter().map(word).collect::<Vec<_>>(),
        ["needsJudgement activeFraction | -/150 mg/kg | GB 2760-2024 A.1, 08.03.05"]
    );
}

#[test]
fn carrying_over() {
    // Benzoic acid in soy sauce (12.04: 1000) that goes into sausages, where it is not permitted.
    const KEY: &str = "GB 2760-2024/3.4.1/17.001/12.04";
    let soy = |mass: &str, ingredient_mass: &str, category: Option<&'static str>| Carried {
        ingredient: 0,
        additive: named("17.001"),
        mass: some(mass),
        active_fraction: Some(Decimal::ONE),
        ingredient_category: category,
        ingredient_mass: some(ingredient_mass),
    };
    let answer = |permitted| Some(Answer { key: KEY, permitted, post: "quality" });
    let rows = [
        (
            soy("50", "50", Some("12.04")),
            None,
            format!("needsJudgement {KEY} | 1000/1000 mg/kg | GB 2760-2024 3.4.1, 12.04"),
        ),
        (
            soy("50", "50", Some("12.04")),
            answer(true),
            "within | 1000/1000 mg/kg | GB 2760-2024 3.4.1, 12.04".to_owned(),
        ),
        (
            soy("50", "50", Some("12.04")),
            answer(false),
            "notPermitted | 1000/1000 mg/kg | GB 2760-2024 3.4.1, 12.04".to_owned(),
        ),
        (
            soy("51", "50", Some("12.04")),
            answer(true),
            "over | 1020/1000 mg/kg | GB 2760-2024 3.4.1, 12.04".to_owned(),
        ),
        (
            soy("50", "50", Some("12.01")),
            answer(true),
            "notPermitted | -/-  | GB 2760-2024 3.4.1, 12.01".to_owned(),
        ),
        (
            soy("50", "50", None),
            answer(true),
            "needsJudgement ingredientCategory | -/-  | GB 2760-2024 3.4.1".to_owned(),
        ),
        (
            soy("50", "-", Some("12.04")),
            answer(true),
            "needsJudgement ingredientMass | -/1000 mg/kg | GB 2760-2024 3.4.1, 12.04".to_owned(),
        ),
        (
            soy("-", "50", Some("12.04")),
            answer(true),
            "needsJudgement dose | -/1000 mg/kg | GB 2760-2024 3.4.1, 12.04".to_owned(),
        ),
    ];
    for (carried, answer, expected) in rows {
        let (carried, answers) = ([carried], answer.into_iter().collect::<Vec<_>>());
        let formula = Formula {
            category: Some("08.03.05"),
            basis: kg("1000"),
            carried: &carried,
            answers: &answers,
            ..Formula::default()
        };
        let findings = judge(&TABLE, &formula);
        assert_eq!(findings.iter().map(word).collect::<Vec<_>>(), [expected.as_str()]);
        if expected.starts_with("within") || expected.contains("1000/1000") {
            assert_eq!(findings[0].answer, answers.first().copied());
        }
    }
}

#[test]
fn carried_and_direct_doses_count_together() {
    let carried = |mass: &str| Carried {
        ingredient: 0,
        additive: named("17.001"),
        mass: some(mass),
        active_fraction: Some(Decimal::ONE),
        ingredient_category: Some("12.04"),
        ingredient_mass: some("1000"),
    };
    let direct = uses("17.001 400 1");
    let words = |carried: &[Carried<'static>]| -> Vec<String> {
        let basis = kg("1000");
        let formula = Formula {
            category: Some("12.10.01.02"),
            basis,
            uses: &direct,
            carried,
            ..Formula::default()
        };
        judge(&TABLE, &formula).iter().map(word).collect()
    };
    // 12.10: 600. 400 + 200 stay within; 400 + 300 are over, so the 300 rest on the soy sauce.
    assert_eq!(words(&[carried("200")]), ["within | 600/600 mg/kg | GB 2760-2024 A.1, 12.10"]);
    assert_eq!(
        words(&[carried("300")]),
        [
            "within | 400/600 mg/kg | GB 2760-2024 A.1, 12.10",
            "needsJudgement GB 2760-2024/3.4.1/17.001/12.04 | 300/1000 mg/kg | GB 2760-2024 3.4.1, 12.04",
        ]
    );
}

#[test]
fn answers_resolve_narrowed_rows() {
    // Tartrazine in fillings: 50 for flavoured pies, only tartrazine or expressed as it; 300 for
    // puddings. Nothing else in 07.04 or above.
    let keys = [
        "GB 2760-2024/08.005/07.04/仅限布丁、糕点用馅料及表面用挂浆",
        "GB 2760-2024/08.005/07.04/仅限风味派馅料",
        "GB 2760-2024/08.005/07.04/仅限风味派馅料;仅限使用柠檬黄",
    ];
    let uses = uses("08.005 60 1");
    let ask = |answers: &[(usize, bool)]| -> String {
        let answers: Vec<_> = answers
            .iter()
            .map(|(at, permitted)| Answer {
                key: keys[*at],
                permitted: *permitted,
                post: "quality",
            })
            .collect();
        let formula = Formula {
            category: Some("07.04"),
            basis: kg("1000"),
            uses: &uses,
            answers: &answers,
            ..Formula::default()
        };
        let findings = judge(&TABLE, &formula);
        assert_eq!(findings[0].answer.is_some(), !answers.is_empty());
        findings.iter().map(word).collect()
    };
    assert_eq!(
        ask(&[]),
        format!("needsJudgement {} | 60/300 mg/kg | GB 2760-2024 A.1, 07.04", keys[0])
    );
    assert_eq!(ask(&[(0, true)]), "within | 60/300 mg/kg | GB 2760-2024 A.1, 07.04");
    assert_eq!(
        ask(&[(0, false)]),
        format!("needsJudgement {} | 60/50 mg/kg | GB 2760-2024 A.1, 07.04", keys[1])
    );
    assert_eq!(ask(&[(0, false), (1, true)]), "over | 60/50 mg/kg | GB 2760-2024 A.1, 07.04");
    let none = [(0, false), (1, false), (2, false)];
    assert_eq!(ask(&none), "notPermitted | -/-  | GB 2760-2024 A.1");
}

#[test]
fn residues_are_a_limit_of_their_own() {
    let limit = |cns: &'static str, category: &str| {
        let Found::One(additive) = TABLE.find(&named(cns)) else { panic!("{cns}") };
        let limit = TABLE.residue_limit(additive, category)?;
        assert!(limit.residue);
        Some((limit.max?.to_string(), limit.unit, limit.below, limit.expressed_as))
    };
    let kg = |max: &str, below, named| Some((max.to_owned(), Unit::MgPerKg, below, named));
    assert_eq!(limit("09.002", "08.03.05"), kg("30", false, Some("亚硝酸钠")));
    assert_eq!(limit("09.002", "08.03.04"), kg("70", false, Some("亚硝酸钠")));
    assert_eq!(limit("09.002", "08.03.08"), kg("50", false, Some("亚硝酸钠")));
    assert_eq!(limit("17.030", "07.02.01"), kg("10", true, None));
    assert_eq!(limit("06.004", "07.03.04"), kg("100", false, Some("铝(Al)，干样品")));
    let wine = Some(("250".to_owned(), Unit::MgPerL, false, Some("二氧化硫")));
    assert_eq!(limit("05.001", "15.03.01.01"), wine);
    assert_eq!(limit("17.003", "08.03.05"), None);
    assert_eq!(limit("09.002", "07.01"), None);
    assert_eq!(limit("09.002", "99.99"), None);
}

#[test]
fn numbers_and_names_find_entries() {
    let key = |named: &Named<'_>| match TABLE.find(named) {
        Found::One(additive) => additive.key().to_owned(),
        Found::Several => "several".to_owned(),
        Found::Nothing => "nothing".to_owned(),
    };
    let rows = [
        ("09.004", "09.002"),
        ("15.003", "01.106"),
        ("17.009(ii)", "17.009(i)"),
        ("ins:202", "17.003"),
        ("ins:450(iii)", "01.106"),
        ("ins:304", "several"),
        ("ins:9999", "nothing"),
        ("99.999", "nothing"),
        ("name:山梨酸钾", "17.003"),
        ("name:六偏磷酸钠", "01.106"),
        ("name:Tartrazine,", "nothing"),
        ("name:CURDLAN", "20.042"),
    ];
    for (text, expected) in rows {
        assert_eq!(key(&named(text)), expected, "{text}");
    }
    let both = |cns, ins| Named { cns: Some(cns), ins: Some(ins), name: None };
    assert_eq!(key(&both("09.002", "250")), "09.002");
    assert_eq!(key(&both("09.002", "249")), "09.002");
    assert_eq!(key(&both("09.002", "251")), "several");
    assert_eq!(key(&both("04.011", "304")), "04.011");
    assert_eq!(key(&both("09.002", "unknown")), "09.002");
    assert_eq!(key(&both("99.999", "250")), "nothing");
    let acetic = Named { name: Some("Acetic Acid "), ..Named::default() };
    assert_eq!(key(&acetic), "several");
    assert_eq!(key(&Named::default()), "nothing");
}

#[test]
fn what_is_no_entry_comes_last() {
    let formula = of("08.03.05", "1000", leak("name:味道 1 1; ins:304 1 1; 09.002 1 1"));
    let findings = judge(&TABLE, &formula);
    let words: Vec<_> = findings.iter().map(word).collect();
    assert_eq!(
        words,
        [
            "within | 1/150 mg/kg | GB 2760-2024 A.1, 08.03.05",
            "needsJudgement ambiguous | -/-  | GB 2760-2024 A.1",
            "notListed | -/-  | GB 2760-2024 A.1",
        ]
    );
    assert_eq!(findings[2].subject, Subject::Stated("味道"));
}
