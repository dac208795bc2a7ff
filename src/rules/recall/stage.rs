//! Stages of a recall and the steps between them. That a recall is ordered, or its time extended, is a
//! flag beside the stage: neither changes what has to be done next. Each step names what has to be on
//! record first. Who may take it is decided elsewhere; so is the end, which is not a step of its own.

use super::contents;
use crate::domain::words::{MeasureState, RecallPaper, RecallStage, Regime};
use crate::store::rows::{CampaignRow, MeasureRow};

/// What a step needs on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The class, where the regime has classes.
    Class,
    /// The complete plan, where the regime says what it holds (see [`contents`]).
    Plan,
    /// The complete notice, likewise.
    Notice,
}

/// The stages that can be stated next: forward by one, and from the disposal back when more goods come
/// in. The end follows a closing; nothing follows the end.
pub fn next(stage: RecallStage) -> &'static [RecallStage] {
    match stage {
        RecallStage::Discovered => &[RecallStage::Assessed],
        RecallStage::Assessed => &[RecallStage::Started],
        RecallStage::Started => &[RecallStage::Notified],
        RecallStage::Notified => &[RecallStage::Recovering],
        RecallStage::Recovering => &[RecallStage::Disposed],
        RecallStage::Disposed => &[RecallStage::Recovering],
        RecallStage::Closed => &[],
    }
}

/// What has to be on record for the step to `stage`.
pub fn need(regime: Regime, stage: RecallStage) -> Option<Need> {
    let listed = |paper| !contents::parts(paper, regime).is_empty();
    match stage {
        RecallStage::Assessed => regime.has_classes().then_some(Need::Class),
        RecallStage::Started => listed(RecallPaper::Plan).then_some(Need::Plan),
        RecallStage::Notified => listed(RecallPaper::Notice).then_some(Need::Notice),
        RecallStage::Discovered
        | RecallStage::Recovering
        | RecallStage::Disposed
        | RecallStage::Closed => None,
    }
}

/// The stage a recall has reached: the last one stated, or what its opening says; the end once closed.
pub fn reached(measure: &MeasureRow, campaign: &CampaignRow) -> RecallStage {
    if measure.state == MeasureState::Closed.number() {
        return RecallStage::Closed;
    }
    let stated = campaign.stages.last().and_then(|last| RecallStage::from_number(last.stage));
    let opened = || {
        let words = measure.recall.as_ref();
        let regime = words.and_then(|words| Regime::from_number(words.regime));
        first(regime.unwrap_or(Regime::Other), words.and_then(|words| words.class))
    };
    stated.unwrap_or_else(opened)
}

/// The stage of a recall of which none was stated: its opening says hazard and reason, so that only a
/// class is missing to its assessment.
pub fn first(regime: Regime, class: Option<u8>) -> RecallStage {
    if regime.has_classes() && class.is_none() {
        RecallStage::Discovered
    } else {
        RecallStage::Assessed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_six_steps_and_no_other() {
        let steps = RecallStage::ALL
            .iter()
            .flat_map(|from| next(*from).iter().map(|to| format!("{}>{}", from.word(), to.word())));
        let expected = [
            "discovered>assessed",
            "assessed>started",
            "started>notified",
            "notified>recovering",
            "recovering>disposed",
            "disposed>recovering",
        ];
        assert_eq!(steps.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn papers_are_asked_for_where_the_law_lists_their_contents() {
        let asked = |regime| RecallStage::ALL.iter().filter_map(move |stage| need(regime, *stage));
        let food = [Need::Class, Need::Plan, Need::Notice];
        assert_eq!(asked(Regime::Food).collect::<Vec<_>>(), food);
        assert_eq!(asked(Regime::Drug).collect::<Vec<_>>(), [Need::Class]);
        assert_eq!(asked(Regime::Vehicle).count(), 0);
    }

    #[test]
    fn an_opening_is_an_assessment_but_for_the_class() {
        assert_eq!(first(Regime::Food, None), RecallStage::Discovered);
        assert_eq!(first(Regime::Food, Some(2)), RecallStage::Assessed);
        assert_eq!(first(Regime::ConsumerGoods, None), RecallStage::Assessed);
    }
}
