//! Rules of recalls that are worked out from what is stated: working days, deadlines, classes,
//! stages and contents of papers. Pure: no
//! clock, no store; the law behind each figure is named beside it. Who may act, and which goods a
//! recall covers, is decided elsewhere.

pub mod calendar;
pub mod class;
pub mod clock;
pub mod contents;
pub mod figures;
pub mod sample;
pub mod stage;
