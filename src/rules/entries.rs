//! What state an entry of the register (a licence, certificate, filing) was in on a day. Pure: it
//! sees the validity and the dated status facts, in whatever order they were recorded. To see the
//! state as it was known earlier, leave out the facts recorded later.
//!
//! Readings of the Administrative Licensing Law (2019 text), since they decide what a label proves:
//! - 撤销, annulled (Art. 69): the licence should not have been given. It counts as void from the
//!   beginning, so nothing made under it was covered, whenever it was annulled.
//! - 吊销, revoked, is a penalty; 注销, cancelled (Art. 70), takes the entry off the register. Both
//!   count from their date and leave what was made before covered.
//! - These three are final: what comes after them changes nothing. A mistaken fact is corrected by
//!   leaving it out, and a new licence is a new entry.

use crate::domain::day::Day;
use crate::domain::words::EntryStatus;
use crate::store::rows::EntryRow;

/// An entry with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// First valid day as printed; `None` where the paper names none.
    pub from: Option<Day>,
    /// Last valid day as printed, included; `None` where it does not end.
    pub to: Option<Day>,
    /// In the order of recording, which counts only among facts of one day.
    pub facts: Vec<StatusFact>,
}

/// Something that happened to an entry, in force from its day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusFact {
    pub on: Day,
    pub status: Status,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Given: not valid before this day, even where the paper is dated back.
    Granted,
    /// Prolonged to a new last day (included), `None` for no end. Between the old last day and a
    /// later renewal the entry was expired.
    Renewed { valid_to: Option<Day> },
    /// Out of force until resumed.
    Suspended,
    /// In force again.
    Resumed,
    /// 注销.
    Cancelled,
    /// 吊销.
    Revoked,
    /// 撤销.
    Annulled,
}

/// State of an entry on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryState {
    NotYet,
    Valid,
    Suspended,
    Expired,
    Cancelled,
    Revoked,
    Annulled,
}

impl Entry {
    /// The history that a row of the register holds.
    pub fn of(row: &EntryRow) -> Self {
        let facts = row.statuses.iter().filter_map(|happened| {
            let word = EntryStatus::from_number(happened.status)?;
            let status = Status::of(word, happened.valid_to.map(Day::from_number))?;
            Some(StatusFact { on: Day::from_number(happened.on), status })
        });
        Self {
            from: row.record.valid_from.map(Day::from_number),
            to: row.record.valid_to.map(Day::from_number),
            facts: facts.collect(),
        }
    }

    /// The state on `day`. Worse comes first: annulled, revoked, cancelled, then not yet begun,
    /// expired, suspended.
    pub fn state_on(&self, day: Day) -> EntryState {
        let start = self.start();
        if self.facts.iter().any(|fact| fact.status == Status::Annulled) {
            let begun = start.is_none_or(|start| start <= day);
            return if begun { EntryState::Annulled } else { EntryState::NotYet };
        }
        let ended = |status| self.facts.iter().any(|fact| fact.status == status && fact.on <= day);
        if ended(Status::Revoked) {
            EntryState::Revoked
        } else if ended(Status::Cancelled) {
            EntryState::Cancelled
        } else if start.is_some_and(|start| day < start) {
            EntryState::NotYet
        } else {
            self.running_on(day)
        }
    }

    /// First day from which it was no longer in force after `day`, as known today; `None` while it is.
    pub fn lost_after(&self, day: Day, today: Day) -> Option<Day> {
        if !self.covered_on(day) || self.covered_on(today) {
            return None;
        }
        let changes = self.facts.iter().map(|fact| fact.on).chain(self.to.map(Day::next));
        changes.filter(|on| *on > day && *on <= today && !self.covered_on(*on)).min()
    }

    /// Whether what was made on `day` was covered by this entry.
    pub fn covered_on(&self, day: Day) -> bool {
        self.state_on(day) == EntryState::Valid
    }

    /// The later of the printed first day and the first grant; `None` where neither is known.
    fn start(&self) -> Option<Day> {
        let granted = self.facts.iter().filter(|fact| fact.status == Status::Granted);
        self.from.max(granted.map(|fact| fact.on).min())
    }

    /// The state of an entry that has begun and was not ended.
    fn running_on(&self, day: Day) -> EntryState {
        let mut known: Vec<&StatusFact> = self.facts.iter().filter(|fact| fact.on <= day).collect();
        known.sort_by_key(|fact| fact.on);
        let (mut to, mut suspended) = (self.to, false);
        for fact in known {
            match fact.status {
                Status::Renewed { valid_to } => to = valid_to,
                Status::Suspended => suspended = true,
                Status::Resumed => suspended = false,
                Status::Granted | Status::Cancelled | Status::Revoked | Status::Annulled => {}
            }
        }
        if to.is_some_and(|to| day > to) {
            EntryState::Expired
        } else if suspended {
            EntryState::Suspended
        } else {
            EntryState::Valid
        }
    }
}

impl Status {
    /// What a stored word means for a permit; `valid_to` counts only for a renewal.
    pub fn of(word: EntryStatus, valid_to: Option<Day>) -> Option<Self> {
        Some(match word {
            EntryStatus::Granted => Self::Granted,
            EntryStatus::Renewed => Self::Renewed { valid_to },
            EntryStatus::Suspended => Self::Suspended,
            EntryStatus::Resumed => Self::Resumed,
            EntryStatus::Cancelled => Self::Cancelled,
            EntryStatus::Revoked => Self::Revoked,
            EntryStatus::Annulled => Self::Annulled,
            EntryStatus::Fulfilled | EntryStatus::Withdrawn => return None,
        })
    }
}

impl EntryState {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotYet => "notYet",
            Self::Valid => "valid",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Revoked => "revoked",
            Self::Annulled => "annulled",
        }
    }
}

#[cfg(test)]
mod tests;
