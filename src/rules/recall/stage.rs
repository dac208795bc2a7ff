//! Stages of a recall and the steps between them. That a recall is ordered, or its time extended, is a
//! flag beside the stage: neither changes what has to be done next. Each step names what has to be on
//! record first. Who may take it is decided elsewhere.

use crate::domain::words::Regime;
use crate::texts::{Text, recalls as t};
use std::collections::BTreeSet;

/// How far a recall has come. The number is stored and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// A risk is known.
    Discovered,
    /// Hazard and class are judged.
    Assessed,
    /// The plan is reported, the goods are no longer made or sold.
    Started,
    /// The notice is published, the operators are told.
    Notified,
    /// Goods come back.
    Recovering,
    /// What came back is destroyed, treated or put right.
    Disposed,
    /// The final report is in, or no recall was needed.
    Closed,
}

/// What a step needs on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The judgement of hazard and reason.
    Assessment,
    /// The class, where the regime has classes.
    Class,
    /// The complete plan (see `contents`).
    Plan,
    /// The complete notice, with where it was published.
    Notice,
    /// That the operators holding the goods were told.
    OperatorsTold,
    /// A first statement of what came back, which may be nothing.
    Recovery,
    /// How what came back was disposed of.
    Disposal,
    /// The final report.
    FinalReport,
    /// Why no recall is needed.
    NoRecallReason,
    /// Why a finished disposal is taken up again.
    ReopenReason,
}

/// Flags beside the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags {
    /// The regulator ordered it.
    pub ordered: bool,
    /// The regulator agreed to more time, and that was published.
    pub extended: bool,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// No such step; the stages that can follow.
    #[error("this stage cannot follow; possible are {possible:?}")]
    NotAllowed { possible: &'static [Stage] },
    /// What is not on record yet, in the order of [`Need`].
    #[error("not on record: {0:?}")]
    Missing(Vec<Need>),
}

impl Stage {
    /// All, in their order.
    pub const ALL: [Self; 7] = [
        Self::Discovered,
        Self::Assessed,
        Self::Started,
        Self::Notified,
        Self::Recovering,
        Self::Disposed,
        Self::Closed,
    ];

    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Discovered => "discovered",
            Self::Assessed => "assessed",
            Self::Started => "started",
            Self::Notified => "notified",
            Self::Recovering => "recovering",
            Self::Disposed => "disposed",
            Self::Closed => "closed",
        }
    }

    /// Reads the word of the contract.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// The stored number.
    pub fn number(self) -> u8 {
        match self {
            Self::Discovered => 0,
            Self::Assessed => 1,
            Self::Started => 2,
            Self::Notified => 3,
            Self::Recovering => 4,
            Self::Disposed => 5,
            Self::Closed => 6,
        }
    }

    /// Reads the stored number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.number() == number)
    }

    /// Its name.
    pub fn name(self) -> Text {
        match self {
            Self::Discovered => t::STAGE_DISCOVERED,
            Self::Assessed => t::STAGE_ASSESSED,
            Self::Started => t::STAGE_STARTED,
            Self::Notified => t::STAGE_NOTIFIED,
            Self::Recovering => t::STAGE_RECOVERING,
            Self::Disposed => t::STAGE_DISPOSED,
            Self::Closed => t::STAGE_CLOSED,
        }
    }

    /// The stages that can follow. Forward by one; from the assessment to the end when no recall is
    /// needed; from the disposal back when more goods come in. Nothing follows the end.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Discovered => &[Self::Assessed],
            Self::Assessed => &[Self::Started, Self::Closed],
            Self::Started => &[Self::Notified],
            Self::Notified => &[Self::Recovering],
            Self::Recovering => &[Self::Disposed],
            Self::Disposed => &[Self::Closed, Self::Recovering],
            Self::Closed => &[],
        }
    }
}

impl Need {
    /// What it is called.
    pub fn name(self) -> Text {
        match self {
            Self::Assessment => t::NEED_ASSESSMENT,
            Self::Class => t::NEED_CLASS,
            Self::Plan => t::NEED_PLAN,
            Self::Notice => t::NEED_NOTICE,
            Self::OperatorsTold => t::NEED_OPERATORS_TOLD,
            Self::Recovery => t::NEED_RECOVERY,
            Self::Disposal => t::NEED_DISPOSAL,
            Self::FinalReport => t::NEED_FINAL_REPORT,
            Self::NoRecallReason => t::NEED_NO_RECALL_REASON,
            Self::ReopenReason => t::NEED_REOPEN_REASON,
        }
    }

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Assessment => "assessment",
            Self::Class => "class",
            Self::Plan => "plan",
            Self::Notice => "notice",
            Self::OperatorsTold => "operatorsTold",
            Self::Recovery => "recovery",
            Self::Disposal => "disposal",
            Self::FinalReport => "finalReport",
            Self::NoRecallReason => "noRecallReason",
            Self::ReopenReason => "reopenReason",
        }
    }
}

/// What has to be on record for the step `from` → `to`. None for a step that there is not.
pub fn needs(regime: Regime, from: Stage, to: Stage) -> Option<Vec<Need>> {
    if !from.next().contains(&to) {
        return None;
    }
    let needs: &[Need] = match (from, to) {
        (Stage::Assessed, Stage::Closed) => &[Need::NoRecallReason],
        (Stage::Disposed, Stage::Recovering) => &[Need::ReopenReason],
        (_, Stage::Assessed) => &[Need::Assessment, Need::Class],
        (_, Stage::Started) => &[Need::Plan],
        (_, Stage::Notified) => &[Need::Notice, Need::OperatorsTold],
        (_, Stage::Recovering) => &[Need::Recovery],
        (_, Stage::Disposed) => &[Need::Disposal],
        (_, Stage::Closed) => &[Need::FinalReport],
        (_, Stage::Discovered) => &[],
    };
    let applies = |need: &Need| *need != Need::Class || regime.has_classes();
    Some(needs.iter().copied().filter(applies).collect())
}

/// Takes the step `from` → `to` with what is on record. Errors: no such step, or what is missing.
pub fn step(
    regime: Regime,
    from: Stage,
    to: Stage,
    on_record: &BTreeSet<Need>,
) -> Result<Stage, StepError> {
    let needs = needs(regime, from, to).ok_or(StepError::NotAllowed { possible: from.next() })?;
    let missing: Vec<Need> = needs.into_iter().filter(|need| !on_record.contains(need)).collect();
    if missing.is_empty() { Ok(to) } else { Err(StepError::Missing(missing)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps() -> impl Iterator<Item = (Stage, Stage)> {
        Stage::ALL.into_iter().flat_map(|from| Stage::ALL.map(|to| (from, to)))
    }

    #[test]
    fn there_are_eight_steps_and_no_other() {
        let taken: Vec<String> = steps()
            .filter(|(from, to)| needs(Regime::Food, *from, *to).is_some())
            .map(|(from, to)| format!("{}>{}", from.word(), to.word()))
            .collect();
        let expected = [
            "discovered>assessed",
            "assessed>started",
            "assessed>closed",
            "started>notified",
            "notified>recovering",
            "recovering>disposed",
            "disposed>recovering",
            "disposed>closed",
        ];
        assert_eq!(taken, expected);
        let refused = step(Regime::Food, Stage::Closed, Stage::Recovering, &BTreeSet::new());
        assert_eq!(refused, Err(StepError::NotAllowed { possible: &[] }));
        let skipped = step(Regime::Food, Stage::Started, Stage::Recovering, &BTreeSet::new());
        assert_eq!(skipped, Err(StepError::NotAllowed { possible: &[Stage::Notified] }));
    }

    #[test]
    fn each_step_needs_all_of_its_records() {
        for regime in Regime::ALL.iter().copied() {
            for (from, to) in steps() {
                let Some(needs) = needs(regime, from, to) else { continue };
                let all: BTreeSet<Need> = needs.iter().copied().collect();
                assert_eq!(step(regime, from, to, &all), Ok(to));
                assert!(!all.is_empty(), "{from:?} to {to:?} needs nothing");
                for need in &needs {
                    let mut less = all.clone();
                    less.remove(need);
                    let refused = step(regime, from, to, &less);
                    assert_eq!(refused, Err(StepError::Missing(vec![*need])));
                }
                let empty = step(regime, from, to, &BTreeSet::new());
                assert_eq!(empty, Err(StepError::Missing(needs)));
            }
        }
    }

    #[test]
    fn a_class_is_asked_for_only_where_there_are_any() {
        let asked = |regime| needs(regime, Stage::Discovered, Stage::Assessed).unwrap();
        assert_eq!(asked(Regime::Food), [Need::Assessment, Need::Class]);
        assert_eq!(asked(Regime::Drug), [Need::Assessment, Need::Class]);
        assert_eq!(asked(Regime::Vehicle), [Need::Assessment]);
    }

    #[test]
    fn words_and_numbers_read_back() {
        for (at, stage) in (0..).zip(Stage::ALL) {
            assert_eq!(stage.number(), at);
            assert_eq!(Stage::from_number(at), Some(stage));
            assert_eq!(Stage::parse(stage.word()), Some(stage));
        }
        assert_eq!(Stage::from_number(7), None);
        assert_eq!(Stage::parse("ordered"), None);
    }
}
