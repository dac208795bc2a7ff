//! Deadlines of a recall as they stand now, from what is on record: when the risk was known, its
//! opening, the stages stated, the plan, and its end. Where it was not said when the risk was known, a
//! clock that runs from there waits.

use super::super::service::Service;
use crate::domain::day::{Day, Instant};
use crate::domain::words::{MeasureState, RecallKind, RecallStage, Regime};
use crate::rules::recall::class::Class;
use crate::rules::recall::clock::{
    ClockRule, ClockState, Due, Event, Frame, Happened, Nature, rules, state,
};
use crate::rules::recall::stage::{Need, need, reached};
use crate::store::rows::{CampaignRow, MeasureRow, RecallWords, StageRecord};
use crate::texts::Text;
use serde_json::{Map, Value, json};

/// The clocks of a recall: each with how it stands. None for one that was lifted, for nothing is owed.
pub(super) fn clocks(
    service: &Service,
    row: &MeasureRow,
    known: &CampaignRow,
) -> Vec<(&'static ClockRule, ClockState)> {
    let Some(words) = &row.recall else { return Vec::new() };
    let Some(regime) = Regime::from_number(words.regime) else { return Vec::new() };
    if row.state == MeasureState::Lifted.number() {
        return Vec::new();
    }
    let happened = happened(row, words, regime, known);
    let extended_to = known.finish_by.map(|(day, _)| Day::from_number(day));
    let (now, _) = service.app.now();
    let frame = Frame { zone: &service.app.zone, calendars: &service.app.calendars };
    let stands = |rule| (rule, state(rule, &happened, extended_to, now, frame));
    rules(regime, class(words)).map(stands).collect()
}

fn happened(
    row: &MeasureRow,
    words: &RecallWords,
    regime: Regime,
    known: &CampaignRow,
) -> Happened {
    let opened = Instant(row.opened_at);
    let mut happened =
        Happened::from([(Event::Reported, opened), (Event::NoticePublished, opened)]);
    let mut put = |event, at: Option<i64>| {
        happened.extend(at.map(|at| (event, Instant(at))));
    };
    put(Event::RiskKnown, known.known_at);
    let at = |stage: RecallStage| {
        let of = |stated: &&StageRecord| stated.stage == stage.number();
        known.stages.iter().rev().find(of).map(|stated| stated.at)
    };
    // Where starting includes the plan, an opening alone is no start.
    let by_opening = need(regime, RecallStage::Started) != Some(Need::Plan);
    put(Event::Started, at(RecallStage::Started).or(by_opening.then_some(row.opened_at)));
    put(Event::PlanFiled, known.plan.map(|plan| plan.first_at));
    if words.kind == RecallKind::Ordered.number() {
        put(Event::RecallDemanded, Some(row.opened_at));
    }
    let disposed = reached(row, known) >= RecallStage::Disposed;
    let disposed = disposed.then(|| at(RecallStage::Disposed)).flatten();
    put(Event::Completed, disposed.or(row.ended_at));
    happened
}

/// Whether something is owed and out of time.
pub(super) fn is_overdue(clocks: &[(&ClockRule, ClockState)]) -> bool {
    clocks.iter().any(|(rule, state)| {
        rule.nature == Nature::Duty && matches!(state, ClockState::Overdue { .. })
    })
}

/// When the clock of this state runs out; `None` while it waits.
pub(super) fn due(state: ClockState) -> Option<Due> {
    match state {
        ClockState::Waiting { .. } => None,
        ClockState::Running { due }
        | ClockState::Met { due, .. }
        | ClockState::Overdue { due, .. } => Some(due),
    }
}

/// A clock for a document.
pub(super) fn json((rule, state): &(&ClockRule, ClockState)) -> Value {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| out.insert(name.to_owned(), value);
    put("kind", rule.kind.word().into());
    put("name", both(rule.kind.name()));
    put("state", state.word(rule.nature).into());
    if let ClockState::Waiting { on } = state {
        put("waitsFor", on.word().into());
    }
    if let ClockState::Met { at, .. } = state {
        put("metAt", at.to_string().into());
    }
    if let Some(due) = due(*state) {
        put("due", due.at.to_string().into());
        if let Some(day) = due.last_day {
            put("lastDay", day.to_string().into());
        }
        if let Some(basis) = due.basis {
            put("basis", basis.word().into());
            if let Some(caution) = basis.caution() {
                put("caution", both(caution));
            }
        }
    }
    put("clause", both(rule.clause));
    put("source", rule.source.word().into());
    Value::Object(out)
}

/// What the class compares with abroad; `None` without a class.
pub(super) fn comparable(words: &RecallWords) -> Option<Value> {
    let found = class(words)?.comparable(Regime::from_number(words.regime)?)?;
    let mut out = Map::new();
    out.insert("fda".to_owned(), found.fda.word().into());
    if let Some(level) = found.fsis {
        out.insert("fsis".to_owned(), level.word().into());
    }
    let levels = found.safety_gate.iter().map(|level| level.word());
    out.insert("safetyGate".to_owned(), levels.collect::<Vec<_>>().into());
    out.insert("source".to_owned(), both(found.source));
    Some(Value::Object(out))
}

/// The class as stated.
pub(super) fn class(words: &RecallWords) -> Option<Class> {
    words.class.and_then(Class::from_number)
}

fn both(text: Text) -> Value {
    json!({"zh": text.zh, "en": text.en})
}
