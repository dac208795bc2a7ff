//! Commands of a recall that runs.

use super::Document;
use crate::domain::code_ids::MeasureId;
use crate::domain::day::{Day, Instant};
use crate::domain::region::Region;
use crate::domain::words::{AssistanceAnswer, RecallStage};

/// What is stated of a recall while it runs.
#[derive(Debug, Clone)]
pub struct StateProgress {
    pub recall: MeasureId,
    pub progress: Progress,
    pub document: Document,
}

/// What it is.
#[derive(Debug, Clone)]
pub enum Progress {
    /// `at` is `None` for now.
    Stage { stage: RecallStage, at: Option<Instant>, class: Option<u8> },
    /// The plan for the authority; `class` as it names it.
    Plan { class: Option<u8> },
    /// What the notice states beyond the recall itself.
    Notice { starts_on: Option<Day>, ends_on: Option<Day> },
    /// An authority grants a later last day.
    MoreTime { finish_by: Day },
}

/// An answer to a request for help with a recall.
#[derive(Debug, Clone)]
pub struct AnswerAssistance {
    pub recall: MeasureId,
    pub region: Region,
    pub answer: AssistanceAnswer,
    pub document: Document,
}
