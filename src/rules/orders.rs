//! Improvement orders: an authority of the region tells a firm what to put right and by when. What state
//! an order is in on a day, and for which goods a missed deadline stops permissions. Pure.

use crate::domain::code_ids::EntryId;
use crate::domain::day::Day;
use crate::domain::permit::PermitKind;
use crate::domain::words::EntryStatus;
use crate::store::rows::EntryRow;

/// State of an order on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderState {
    /// Its last day has not passed.
    Open,
    /// Its last day has passed, and nobody has said that it was fulfilled.
    Missed,
    Fulfilled,
    /// Taken back by the authority.
    Withdrawn,
}

/// An order whose deadline was missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    pub entry: EntryId,
    pub number: String,
    /// Last day, included.
    pub deadline: Day,
}

/// Whether an entry is an order.
pub fn is_order(row: &EntryRow) -> bool {
    row.record.kind == PermitKind::ImprovementOrder.number()
}

/// The state on a day; a fact counts from its own day on, and the later one decides.
pub fn state_on(row: &EntryRow, day: Day) -> OrderState {
    let known = row.statuses.iter().filter(|happened| happened.on <= day.number());
    let ends = known.filter_map(|happened| {
        let state = match EntryStatus::from_number(happened.status)? {
            EntryStatus::Fulfilled => OrderState::Fulfilled,
            EntryStatus::Withdrawn => OrderState::Withdrawn,
            _ => return None,
        };
        Some((happened.on, state))
    });
    // Of one day the last one recorded counts.
    if let Some((_, state)) = ends.max_by_key(|(on, _)| *on) {
        return state;
    }
    match row.record.valid_to {
        Some(deadline) if deadline < day.number() => OrderState::Missed,
        _ => OrderState::Open,
    }
}

/// Orders that stop permissions today for goods made on a day: the deadline was missed, and the goods
/// were made after it. What was made before goes on.
pub fn missed(held: &[(u64, EntryRow)], made_on: Day, today: Day) -> Vec<Missed> {
    let stopping = |(number, row): &(u64, EntryRow)| {
        let deadline = row.record.valid_to.map(Day::from_number)?;
        let stops =
            is_order(row) && made_on > deadline && state_on(row, today) == OrderState::Missed;
        let number = EntryId(*number);
        stops.then(|| Missed { entry: number, number: row.record.number.clone(), deadline })
    };
    held.iter().filter_map(stopping).collect()
}

impl Missed {
    /// The order with its deadline, zh and en.
    pub fn clause(&self) -> [String; 2] {
        let Self { number, deadline, .. } = self;
        [
            format!("限期改正通知 {number}，期限 {deadline}"),
            format!("Improvement order {number}, deadline {deadline}"),
        ]
    }
}

impl OrderState {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Missed => "missed",
            Self::Fulfilled => "fulfilled",
            Self::Withdrawn => "withdrawn",
        }
    }
}
