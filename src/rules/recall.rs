//! Rules of recalls that are worked out from what is stated: working days, deadlines and classes. Pure: no
//! clock, no store; the law behind each figure is named beside it. Who may act, and which goods a
//! recall covers, is decided elsewhere.

pub mod calendar;
pub mod class;
pub mod clock;
pub mod figures;
pub mod sample;
