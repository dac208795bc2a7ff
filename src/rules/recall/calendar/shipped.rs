//! The calendars that come with the program: mainland China. Which of them a ledger uses is decided
//! there.

/// Every shipped calendar document: file name without its ending, and text.
pub const SHIPPED: [(&str, &str); 2] = [
    ("cn-2026", include_str!("../../../../schemas/calendars/cn-2026.json")),
    ("cn-2027", include_str!("../../../../schemas/calendars/cn-2027.json")),
];
