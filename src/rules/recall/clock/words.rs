//! Stable words of clocks, for documents, and what people call them.

use super::{ClockKind, ClockState, Event, Nature, Source};
use crate::texts::{Text, recalls as t};

impl ClockKind {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Finish => "finish",
            Self::Report => "report",
            Self::Plan => "plan",
            Self::FinalReport => "finalReport",
            Self::Objection => "objection",
        }
    }

    /// What it is called.
    pub fn name(self) -> Text {
        match self {
            Self::Start => t::CLOCK_START,
            Self::Finish => t::CLOCK_FINISH,
            Self::Report => t::CLOCK_REPORT,
            Self::Plan => t::CLOCK_PLAN,
            Self::FinalReport => t::CLOCK_FINAL_REPORT,
            Self::Objection => t::CLOCK_OBJECTION,
        }
    }
}

impl Event {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::RiskKnown => "riskKnown",
            Self::RecallDemanded => "recallDemanded",
            Self::Reported => "reported",
            Self::Started => "started",
            Self::PlanFiled => "planFiled",
            Self::NoticePublished => "noticePublished",
            Self::Completed => "completed",
            Self::FinalReportFiled => "finalReportFiled",
            Self::Objected => "objected",
        }
    }
}

impl Source {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unread => "unread",
        }
    }
}

impl ClockState {
    /// The stable word: a duty out of time is `overdue`, a right `lapsed`; what was done late is `late`.
    pub fn word(self, nature: Nature) -> &'static str {
        match (self, nature) {
            (Self::Waiting { .. }, _) => "waiting",
            (Self::Running { .. }, _) => "running",
            (Self::Met { late_ms: None, .. }, _) => "met",
            (Self::Met { late_ms: Some(_), .. }, _) => "late",
            (Self::Overdue { .. }, Nature::Duty) => "overdue",
            (Self::Overdue { .. }, Nature::Right) => "lapsed",
        }
    }

    /// The same for people.
    pub fn name(self, nature: Nature) -> Text {
        match (self, nature) {
            (Self::Waiting { .. }, _) => t::CLOCK_WAITING,
            (Self::Running { .. }, _) => t::CLOCK_RUNNING,
            (Self::Met { late_ms: None, .. }, _) => t::CLOCK_MET,
            (Self::Met { late_ms: Some(_), .. }, _) => t::CLOCK_LATE,
            (Self::Overdue { .. }, Nature::Duty) => t::CLOCK_OVERDUE,
            (Self::Overdue { .. }, Nature::Right) => t::CLOCK_LAPSED,
        }
    }
}
