//! The clocks of the law as data. A figure that is not known stands nowhere.

use super::{ClockKind, ClockRule, Event, Nature, Source, Term};
use crate::domain::words::Regime;
use crate::rules::recall::class::Class;
use crate::texts::{Text, recalls as t};

/// Every clock, in the order in which they run.
pub(super) const RULES: [ClockRule; 10] = [
    food_start(Class::One, 24, t::CLOCK_FOOD_START_1),
    food_finish(Class::One, 10, t::CLOCK_FOOD_FINISH_1),
    food_start(Class::Two, 48, t::CLOCK_FOOD_START_2),
    food_finish(Class::Two, 20, t::CLOCK_FOOD_FINISH_2),
    food_start(Class::Three, 72, t::CLOCK_FOOD_START_3),
    food_finish(Class::Three, 30, t::CLOCK_FOOD_FINISH_3),
    ClockRule {
        kind: ClockKind::Report,
        regime: Regime::ConsumerGoods,
        class: None,
        term: Term::WorkingDays(2),
        runs_from: Event::RiskKnown,
        met_by: Event::Reported,
        nature: Nature::Duty,
        extendable: false,
        clause: t::CLOCK_GOODS_REPORT,
        source: Source::Unread,
    },
    ClockRule {
        kind: ClockKind::Plan,
        regime: Regime::ConsumerGoods,
        class: None,
        term: Term::WorkingDays(10),
        runs_from: Event::Started,
        met_by: Event::PlanFiled,
        nature: Nature::Duty,
        extendable: false,
        clause: t::CLOCK_GOODS_PLAN,
        source: Source::Unread,
    },
    ClockRule {
        kind: ClockKind::FinalReport,
        regime: Regime::ConsumerGoods,
        class: None,
        term: Term::WorkingDays(15),
        runs_from: Event::Completed,
        met_by: Event::FinalReportFiled,
        nature: Nature::Duty,
        extendable: false,
        clause: t::CLOCK_GOODS_FINAL_REPORT,
        source: Source::Unread,
    },
    ClockRule {
        kind: ClockKind::Objection,
        regime: Regime::Vehicle,
        class: None,
        term: Term::WorkingDays(15),
        runs_from: Event::RecallDemanded,
        met_by: Event::Objected,
        nature: Nature::Right,
        extendable: false,
        clause: t::CLOCK_VEHICLE_OBJECTION,
        source: Source::Read,
    },
];

const fn food_start(class: Class, hours: u16, clause: Text) -> ClockRule {
    ClockRule {
        kind: ClockKind::Start,
        regime: Regime::Food,
        class: Some(class),
        term: Term::Hours(hours),
        runs_from: Event::RiskKnown,
        met_by: Event::Started,
        nature: Nature::Duty,
        extendable: false,
        clause,
        source: Source::Read,
    }
}

const fn food_finish(class: Class, days: u16, clause: Text) -> ClockRule {
    ClockRule {
        kind: ClockKind::Finish,
        regime: Regime::Food,
        class: Some(class),
        term: Term::WorkingDays(days),
        runs_from: Event::NoticePublished,
        met_by: Event::Completed,
        nature: Nature::Duty,
        extendable: true,
        clause,
        source: Source::Read,
    }
}
