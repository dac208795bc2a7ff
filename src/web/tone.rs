//! The tone of a page: which of the closed set of states it is shown in.

use crate::report::display::read_first;
use crate::report::model::TraceReport;
use crate::verdict::Verdict;

/// Colour, sign and size of the verdict; each state has its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tone {
    Recalled,
    RecallClosed,
    Held,
    Withdrawn,
    Expired,
    CheckLot,
    Suspect,
    NotActivated,
    Registered,
    Notices,
    Unknown,
    Mistyped,
    Choices,
}

impl Tone {
    pub(super) fn of(report: &TraceReport) -> Self {
        if !report.choices.is_empty() {
            return Self::Choices;
        }
        match report.verdict {
            Verdict::Recalled => Self::Recalled,
            Verdict::RecallClosed => Self::RecallClosed,
            Verdict::Held => Self::Held,
            Verdict::Withdrawn => Self::Withdrawn,
            Verdict::Expired => Self::Expired,
            Verdict::CheckLot => Self::CheckLot,
            Verdict::Suspect => Self::Suspect,
            Verdict::NotActivated => Self::NotActivated,
            Verdict::Registered if report.notices.iter().any(|it| read_first(it.code)) => {
                Self::Notices
            }
            Verdict::Registered => Self::Registered,
            Verdict::Unknown => Self::Unknown,
            Verdict::CodeMistyped => Self::Mistyped,
        }
    }

    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Recalled => "recalled",
            Self::RecallClosed => "recall-closed",
            Self::Held => "held",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::CheckLot => "check-lot",
            Self::Suspect => "suspect",
            Self::NotActivated => "not-activated",
            Self::Registered => "registered",
            Self::Notices => "notices",
            Self::Unknown => "unknown",
            Self::Mistyped => "mistyped",
            Self::Choices => "choices",
        }
    }

    /// Bad states fill the first screen; the others are a line.
    pub(super) fn fills_the_screen(self) -> bool {
        !matches!(
            self,
            Self::Registered | Self::Notices | Self::Unknown | Self::Mistyped | Self::Choices
        )
    }
}
