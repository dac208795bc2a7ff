//! Deadlines of a recall as they stand now, from what is on record: its opening and its end. When the
//! firm came to know of the risk is no fact yet, so a clock that runs from there waits.

use super::super::service::Service;
use crate::domain::day::Instant;
use crate::domain::words::{MeasureState, RecallKind, Regime};
use crate::rules::recall::class::Class;
use crate::rules::recall::clock::{
    ClockRule, ClockState, Due, Event, Frame, Happened, Nature, rules, state,
};
use crate::store::rows::{MeasureRow, RecallWords};
use crate::texts::Text;
use serde_json::{Map, Value, json};

/// The clocks of a recall: each with how it stands. None for one that was lifted, for nothing is owed.
pub(super) fn clocks(service: &Service, row: &MeasureRow) -> Vec<(&'static ClockRule, ClockState)> {
    let Some(words) = &row.recall else { return Vec::new() };
    let Some(regime) = Regime::from_number(words.regime) else { return Vec::new() };
    if row.state == MeasureState::Lifted.number() {
        return Vec::new();
    }
    let opened = Instant(row.opened_at);
    let mut happened = Happened::from([(Event::Started, opened), (Event::NoticePublished, opened)]);
    if words.kind == RecallKind::Ordered.number() {
        happened.insert(Event::RecallDemanded, opened);
    }
    if let Some(ended) = row.ended_at {
        happened.insert(Event::Completed, Instant(ended));
    }
    let (now, _) = service.app.now();
    let frame = Frame { zone: &service.app.zone, calendars: &service.app.calendars };
    let stands = |rule| (rule, state(rule, &happened, None, now, frame));
    rules(regime, class(words)).map(stands).collect()
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
