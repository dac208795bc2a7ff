//! Working days: Monday to Friday, but for the public holidays and worked weekends that a calendar
//! document of the year names (`schemas/calendar.schema.json`). A day of a year without a calendar
//! counts by its weekday, and the answer says so. Which zone a day belongs to is decided by the caller.

mod parse;
mod shipped;
#[cfg(test)]
pub(super) mod tests;

pub use parse::{CalendarError, Problem};
pub use shipped::SHIPPED;

use crate::domain::day::Day;
use crate::texts::{Text, recalls as t};
use std::collections::{BTreeMap, BTreeSet};

/// The days of one year on which working days differ from Monday to Friday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Region in small letters, a hyphen, the year: `cn-2026`.
    pub id: String,
    pub year: i16,
    pub status: Status,
    /// The announcement it was taken from.
    pub source: Title,
    /// Days off, weekends within them included, in order and apart from each other.
    pub holidays: Vec<Holiday>,
    /// Saturdays and Sundays that are worked.
    pub workdays: BTreeSet<Day>,
}

/// A run of days off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    pub first: Day,
    /// Included.
    pub last: Day,
    pub name: Title,
}

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    pub zh: String,
    pub en: String,
}

/// How far a calendar can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// As the authority announced it.
    Published,
    /// The announcement is not out, or not entered: days may still move.
    Provisional,
}

/// What a count of working days rests on: the weakest of the days it passed over. In order of strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Announced calendars only.
    Published,
    /// A calendar in which days may still move.
    Provisional,
    /// A year without a calendar: Monday to Friday.
    WeekdaysOnly,
}

impl Basis {
    /// The stable word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Provisional => "provisional",
            Self::WeekdaysOnly => "weekdaysOnly",
        }
    }

    /// What to say beside a day that was counted on it; nothing beside an announced one.
    pub fn caution(self) -> Option<Text> {
        match self {
            Self::Published => None,
            Self::Provisional => Some(t::BASIS_PROVISIONAL),
            Self::WeekdaysOnly => Some(t::BASIS_WEEKDAYS),
        }
    }
}

/// A day that was counted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub day: Day,
    pub basis: Basis,
}

/// Whether a day is worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    pub working: bool,
    pub basis: Basis,
}

/// The calendars in use, one a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendars(BTreeMap<i16, Calendar>);

impl Calendars {
    /// No calendar at all: every day counts by its weekday.
    pub fn none() -> Self {
        Self::default()
    }

    /// The calendars that come with the program. Errors: what is wrong with one that does not read.
    pub fn shipped() -> Result<Self, CalendarError> {
        let mut all = Self::none();
        for (_, text) in SHIPPED {
            let whole = || CalendarError { pointer: String::new(), problem: Problem::Shape };
            let read = Calendar::parse(text.as_bytes());
            let read = read.map_err(|errors| errors.into_iter().next().unwrap_or_else(whole))?;
            all.put(read);
        }
        Ok(all)
    }

    /// Takes a calendar into use; gives back the one of the same year that it replaces.
    pub fn put(&mut self, calendar: Calendar) -> Option<Calendar> {
        self.0.insert(calendar.year, calendar)
    }

    /// The calendar of a year.
    pub fn of_year(&self, year: i16) -> Option<&Calendar> {
        self.0.get(&year)
    }

    /// Whether a day is worked, and what that rests on.
    pub fn kind(&self, day: Day) -> Kind {
        let weekday = !is_weekend(day);
        let Some(calendar) = self.of_year(day.year()) else {
            return Kind { working: weekday, basis: Basis::WeekdaysOnly };
        };
        let basis = match calendar.status {
            Status::Published => Basis::Published,
            Status::Provisional => Basis::Provisional,
        };
        Kind { working: calendar.workdays.contains(&day) || weekday && !calendar.rests(day), basis }
    }

    /// The `count`-th working day after `day`, which is itself not counted (Civil Code, Art. 201). With
    /// a count of 0 it is `day` itself, worked or not.
    pub fn add_working_days(&self, day: Day, count: u16) -> Counted {
        let mut at = Counted { day, basis: self.kind(day).basis };
        let mut left = count;
        while left > 0 {
            let next = at.day.next();
            let kind = self.kind(next);
            at = Counted { day: next, basis: at.basis.max(kind.basis) };
            left -= u16::from(kind.working);
        }
        at
    }

    /// Working days after `first` up to and including `last`; none when `last` does not come later.
    pub fn working_days_between(&self, first: Day, last: Day) -> u32 {
        let mut count = 0;
        let mut day = first;
        while day < last {
            day = day.next();
            count += u32::from(self.kind(day).working);
        }
        count
    }
}

impl Calendar {
    /// Reads a calendar document. Errors: every finding, with its JSON pointer.
    pub fn parse(json: &[u8]) -> Result<Self, Vec<CalendarError>> {
        parse::calendar(json)
    }

    fn rests(&self, day: Day) -> bool {
        self.holidays.iter().any(|holiday| (holiday.first..=holiday.last).contains(&day))
    }
}

/// Saturday or Sunday.
pub fn is_weekend(day: Day) -> bool {
    // 1970-01-01, day 0, was a Thursday: the third day after a Monday.
    day.number().rem_euclid(7) == 2 || day.number().rem_euclid(7) == 3
}
