//! Records of the process of a recall.

use serde::{Deserialize, Serialize};

/// What was stated of a recall while it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProgressRecord {
    Stage {
        /// [`crate::domain::words::RecallStage`].
        stage: u8,
        /// When it was reached: milliseconds since 1970.
        at: i64,
        /// Stated with the assessment of a recall that was opened without one.
        class: Option<u8>,
    },
    /// The plan was filed; a later one takes its place.
    Plan,
    /// What the notice states beyond the recall itself; a later one takes its place.
    Notice {
        /// Days since 1970-01-01.
        starts_on: Option<i32>,
        ends_on: Option<i32>,
    },
    /// An authority agreed to a later last day.
    MoreTime {
        /// Days since 1970-01-01.
        finish_by: i32,
    },
}
