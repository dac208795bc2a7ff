//! Deadlines of a recall: which clocks run by regime and class, from what they run and what meets them.
//! Only clocks whose figures are known stand in the table; a regime without rows has none here, which
//! is not to say that its law has none. Reads no clock itself: "now" comes in.
//!
//! Hours count from the instant itself; working days from the day after, to the end of the last one
//! (Civil Code, Art. 201 and 203).

mod table;
#[cfg(test)]
mod tests;
mod words;

use super::calendar::{Basis, Calendars};
use super::class::Class;
use crate::domain::day::{Day, Instant};
use crate::domain::words::Regime;
use crate::texts::Text;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// What a clock is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClockKind {
    /// Starting the recall, with its plan reported.
    Start,
    /// Finishing it.
    Finish,
    /// Reporting the defect.
    Report,
    /// Filing the plan.
    Plan,
    /// Filing the final report.
    FinalReport,
    /// Objecting to a defect that the authority found.
    Objection,
}

/// What happens in a recall and starts or meets a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// The firm knows of the risk.
    RiskKnown,
    /// The authority told the firm to recall.
    RecallDemanded,
    /// The defect is reported.
    Reported,
    /// The recall is started.
    Started,
    /// The plan is filed.
    PlanFiled,
    /// The notice is published.
    NoticePublished,
    /// The goods are back and disposed of.
    Completed,
    /// The final report is filed.
    FinalReportFiled,
    /// An objection is filed.
    Objected,
}

/// How long a clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    Hours(u16),
    WorkingDays(u16),
}

/// What follows when a clock runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Something is owed: then it is overdue.
    Duty,
    /// Something is allowed: then it no longer is.
    Right,
}

/// How the figure is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Read in a published text of the law.
    Read,
    /// Known, not read again in the law.
    Unread,
}

/// One clock of the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockRule {
    pub kind: ClockKind,
    pub regime: Regime,
    /// The class it is for; none where the regime has no classes.
    pub class: Option<Class>,
    pub term: Term,
    pub runs_from: Event,
    pub met_by: Event,
    pub nature: Nature,
    /// Whether the authority may grant more time.
    pub extendable: bool,
    /// Law, article and what it says.
    pub clause: Text,
    pub source: Source,
}

/// The last moment that is still in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Last millisecond in time.
    pub at: Instant,
    /// Last day in time, for a clock of working days.
    pub last_day: Option<Day>,
    /// What the count of working days rests on.
    pub basis: Option<Basis>,
    /// Whether this is the time as extended.
    pub extended: bool,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// What starts it has not happened.
    Waiting { on: Event },
    /// In time so far.
    Running { due: Due },
    /// Done; `late_ms` is how long after the time, in milliseconds.
    Met { at: Instant, due: Due, late_ms: Option<i64> },
    /// Not done, and out of time for `by_ms` milliseconds; for a right: it has lapsed.
    Overdue { due: Due, by_ms: i64 },
}

/// Where days begin and which of them are worked.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    pub zone: &'a TimeZone,
    pub calendars: &'a Calendars,
}

/// What happened when.
pub type Happened = BTreeMap<Event, Instant>;

/// The clocks of a recall, in the order in which they run. Without a class, a regime that has classes
/// has no clock yet.
pub fn rules(regime: Regime, class: Option<Class>) -> impl Iterator<Item = &'static ClockRule> {
    table::RULES.iter().filter(move |rule| rule.regime == regime && rule.class == class)
}

/// When a clock that started at `from` runs out.
pub fn due(rule: &ClockRule, from: Instant, frame: Frame<'_>) -> Due {
    match rule.term {
        Term::Hours(hours) => {
            let at = Instant(from.0.saturating_add(i64::from(hours) * MS_PER_HOUR));
            Due { at, last_day: None, basis: None, extended: false }
        }
        Term::WorkingDays(count) => {
            let counted = frame.calendars.add_working_days(from.day_in(frame.zone), count);
            Due {
                at: end_of_day(counted.day, frame.zone),
                last_day: Some(counted.day),
                basis: Some(counted.basis),
                extended: false,
            }
        }
    }
}

/// How a clock stands at `now`. `extended_to` is the last day the authority granted; it counts where the
/// clause allows it and it lies after the day that the clause gives.
pub fn state(
    rule: &ClockRule,
    happened: &Happened,
    extended_to: Option<Day>,
    now: Instant,
    frame: Frame<'_>,
) -> ClockState {
    let Some(from) = happened.get(&rule.runs_from) else {
        return ClockState::Waiting { on: rule.runs_from };
    };
    let due = extend(due(rule, *from, frame), extended_to.filter(|_| rule.extendable), frame);
    match happened.get(&rule.met_by) {
        Some(at) => ClockState::Met { at: *at, due, late_ms: late(*at, due) },
        None => match late(now, due) {
            Some(by_ms) => ClockState::Overdue { due, by_ms },
            None => ClockState::Running { due },
        },
    }
}

const MS_PER_HOUR: i64 = 3_600_000;

fn extend(due: Due, to: Option<Day>, frame: Frame<'_>) -> Due {
    let Some(day) = to else { return due };
    let at = end_of_day(day, frame.zone);
    if at <= due.at {
        return due;
    }
    Due { at, last_day: Some(day), basis: None, extended: true }
}

fn late(at: Instant, due: Due) -> Option<i64> {
    (at > due.at).then(|| at.0.saturating_sub(due.at.0))
}

/// The last millisecond of a day.
fn end_of_day(day: Day, zone: &TimeZone) -> Instant {
    const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);
    let next = i64::from(day.next().number());
    let date = jiff::Span::new().try_days(next).map_or(EPOCH, |span| EPOCH.saturating_add(span));
    let start = date.to_zoned(zone.clone()).map(|start| start.timestamp().as_millisecond());
    // A date beyond what can be told in the zone: the same day in UTC is near enough.
    Instant(start.unwrap_or(next.saturating_mul(24 * MS_PER_HOUR)).saturating_sub(1))
}
