//! Rows of what is told: public and office changes by position, and the side rows of those who want to
//! be told. Side rows follow from no fact; a rebuild leaves them alone.

use super::{Family, Row};
use serde::{Deserialize, Serialize};

/// A change that somebody is told of; its position stands in the key, what it says in its fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRow {
    /// [`crate::domain::words::ChangeKind`].
    pub kind: u8,
    /// [`crate::domain::words::ChangeReach`]: how far it is told.
    pub reach: u8,
    /// Whose goods or whose entry it is about.
    pub organization: String,
}
row!(NoticeRow in Notices);

/// Presence in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberedEntryRow;
row!(NumberedEntryRow in EntriesByNumber);

/// An address that is told; its secret is derived from the key folder and stored nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookRow {
    pub url: String,
    /// [`crate::domain::words::ChangeKind`] of what it wants.
    pub kinds: Vec<u8>,
    /// Region of the token, which decides what a regulator is told of.
    pub region: Option<String>,
    /// The token that registered or last resumed it: without it nothing is delivered.
    pub token: [u8; 8],
    /// Digest of the request, to tell a repeat from a change.
    pub digest: [u8; 32],
    /// Milliseconds since 1970.
    pub created_at: i64,
}
row!(WebhookRow in Webhooks);

/// How far a webhook has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CursorRow {
    /// The last change that was taken, or the end of the ledger at registration.
    pub position: u64,
    /// Milliseconds since 1970 of the first failure since.
    pub failing_since: Option<i64>,
    pub attempts: u32,
    /// Status of the last answer; `None` when there was none.
    pub last_status: Option<u16>,
    /// [`crate::domain::words::PauseReason`].
    pub paused: Option<u8>,
}
row!(CursorRow in Cursors);

/// Something a subscriber watches, in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchRow {
    pub gtin: Option<String>,
    pub lot: Option<String>,
    pub permit: Option<String>,
    pub organization: Option<String>,
    /// End of the ledger when it was added: it is told of what comes after.
    pub since: u64,
}
row!(WatchRow in Watches);

/// A watch under one of its subjects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchedRow {
    pub since: u64,
}
row!(WatchedRow in WatchesBySubject);
