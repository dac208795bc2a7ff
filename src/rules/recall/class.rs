//! Classes of recalls: which regime has them, what a class means, and which class of other countries
//! it compares with. A comparison is a help for readers, never a judgement under the other law.

use crate::domain::words::{Hazard, Regime};
use crate::texts::{Text, recalls as t};

/// A class, 1 the gravest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    One,
    Two,
    Three,
}

/// Why a class cannot stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClassError {
    #[error("the regime has no classes")]
    NotInRegime,
    #[error("classes are 1 to 3")]
    OutOfRange,
    #[error("an allergen that the label does not name can harm: class 1 or 2")]
    AllergenIsNeverThree,
}

/// Class of the food and drug authority of the United States (21 CFR 7.3(m)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fda {
    I,
    II,
    III,
}

/// Risk level of the meat inspection of the United States, as published in its recall records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fsis {
    High,
    Low,
    Marginal,
}

/// Risk level of the European Safety Gate (Implementing Decision (EU) 2019/417); goods, not food.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SafetyGate {
    Serious,
    High,
    Medium,
    Low,
}

/// What a class compares with abroad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparable {
    pub fda: Fda,
    /// Meat, poultry and egg products only; none for drugs.
    pub fsis: Option<Fsis>,
    /// Four levels over three classes: class 2 spans two of them.
    pub safety_gate: &'static [SafetyGate],
    /// What the comparison rests on.
    pub source: Text,
}

impl Class {
    /// All, gravest first.
    pub const ALL: [Self; 3] = [Self::One, Self::Two, Self::Three];

    /// 1 to 3.
    pub fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }

    /// The inverse of [`Class::number`].
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.number() == number)
    }

    /// What the class stands for, under `regime`; none where the regime has no classes.
    pub fn meaning(self, regime: Regime) -> Option<Text> {
        Some(match (regime, self) {
            (Regime::Food, Self::One) => t::FOOD_CLASS_1,
            (Regime::Food, Self::Two) => t::FOOD_CLASS_2,
            (Regime::Food, Self::Three) => t::FOOD_CLASS_3,
            (Regime::Drug, Self::One) => t::DRUG_CLASS_1,
            (Regime::Drug, Self::Two) => t::DRUG_CLASS_2,
            (Regime::Drug, Self::Three) => t::DRUG_CLASS_3,
            _ => return None,
        })
    }

    /// What the class compares with abroad; none where the regime has no classes.
    pub fn comparable(self, regime: Regime) -> Option<Comparable> {
        if !regime.has_classes() {
            return None;
        }
        let (fda, fsis, safety_gate): (_, _, &[SafetyGate]) = match self {
            Self::One => (Fda::I, Fsis::High, &[SafetyGate::Serious]),
            Self::Two => (Fda::II, Fsis::Low, &[SafetyGate::High, SafetyGate::Medium]),
            Self::Three => (Fda::III, Fsis::Marginal, &[SafetyGate::Low]),
        };
        let fsis = (regime == Regime::Food).then_some(fsis);
        Some(Comparable { fda, fsis, safety_gate, source: t::COMPARABLE_SOURCE })
    }
}

impl Fda {
    /// As that authority writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::I => "Class I",
            Self::II => "Class II",
            Self::III => "Class III",
        }
    }
}

impl Fsis {
    /// As that authority writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::High => "High",
            Self::Low => "Low",
            Self::Marginal => "Marginal",
        }
    }
}

impl SafetyGate {
    /// As that system writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Serious => "serious",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// The class of a recall as stated. `declared` says, for a hazard of an allergen, whether the label
/// names it (a recall can also concern a declared one, e.g. in a wrong language). Errors: a class in a
/// regime without any, a number that is none, class 3 for an allergen the label does not name.
pub fn judge(
    regime: Regime,
    class: Option<u8>,
    hazard: Hazard,
    declared: bool,
) -> Result<Option<Class>, ClassError> {
    let Some(number) = class else {
        return Ok(None);
    };
    if !regime.has_classes() {
        return Err(ClassError::NotInRegime);
    }
    let class = Class::from_number(number).ok_or(ClassError::OutOfRange)?;
    if class == Class::Three && hazard == Hazard::Allergen && !declared {
        return Err(ClassError::AllergenIsNeverThree);
    }
    Ok(Some(class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_some_regimes_have_classes() {
        for regime in Regime::ALL.iter().copied() {
            let classed = matches!(regime, Regime::Food | Regime::Drug);
            for class in Class::ALL {
                let judged = judge(regime, Some(class.number()), Hazard::Chemical, false);
                let expected = if classed { Ok(Some(class)) } else { Err(ClassError::NotInRegime) };
                assert_eq!(judged, expected, "{regime:?}");
                assert_eq!(class.meaning(regime).is_some(), classed);
                assert_eq!(class.comparable(regime).is_some(), classed);
            }
            assert_eq!(judge(regime, None, Hazard::Allergen, false), Ok(None));
        }
        for number in [0, 4, 255] {
            let judged = judge(Regime::Food, Some(number), Hazard::Label, true);
            assert_eq!(judged, Err(ClassError::OutOfRange));
        }
    }

    #[test]
    fn an_undeclared_allergen_is_never_class_three() {
        let judged = |class, declared| judge(Regime::Food, Some(class), Hazard::Allergen, declared);
        assert_eq!(judged(3, false), Err(ClassError::AllergenIsNeverThree));
        assert_eq!(judged(2, false), Ok(Some(Class::Two)));
        assert_eq!(judged(1, false), Ok(Some(Class::One)));
        assert_eq!(judged(3, true), Ok(Some(Class::Three)));
        let label = judge(Regime::Food, Some(3), Hazard::Label, false);
        assert_eq!(label, Ok(Some(Class::Three)));
    }

    #[test]
    fn classes_compare_in_order() {
        let words = |class: Class| {
            let found = class.comparable(Regime::Food).unwrap();
            let gate: Vec<&str> = found.safety_gate.iter().map(|level| level.word()).collect();
            (found.fda.word(), found.fsis.unwrap().word(), gate.join("+"))
        };
        assert_eq!(words(Class::One), ("Class I", "High", "serious".to_owned()));
        assert_eq!(words(Class::Two), ("Class II", "Low", "high+medium".to_owned()));
        assert_eq!(words(Class::Three), ("Class III", "Marginal", "low".to_owned()));
        assert_eq!(Class::One.comparable(Regime::Drug).unwrap().fsis, None);
    }
}
