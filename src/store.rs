//! The store: RocksDB behind typed tables. Nothing outside this folder touches RocksDB, and nothing in
//! it knows what a row means.

pub mod db;
pub mod evidence;
pub mod faults;
pub mod keyring;
pub mod layered;
pub mod layout;
pub mod overlay;
pub mod read;
pub mod rows;

/// A store that cannot be read or written. For a reader it is a 500, for the writer the end of the process.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store failed: {0}")]
    Engine(String),
    #[error("a row of {family} cannot be read: {reason}")]
    Damaged { family: &'static str, reason: &'static str },
    #[error("the store has format {found}; this program knows format {known}")]
    Format { found: u64, known: u64 },
    #[error("another process has this store open")]
    Locked,
    #[error("{0}")]
    Injected(&'static str),
}

/// A key folder that cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    #[error("{path}: {error}")]
    File { path: String, error: std::io::Error },
    #[error("{0} does not hold 64 hexadecimal digits")]
    Malformed(String),
    #[error(
        "the ledger names unit key {0}, which the key folder does not hold: restore DIR/keys from its backup"
    )]
    Missing(u8),
    #[error(
        "unit key {0} in the key folder is not the one the ledger names: restore DIR/keys from its backup"
    )]
    Other(u8),
    #[error("unit key {0} was declared exposed; that cannot be taken back")]
    Exposed(u8),
    #[error("{0} is missing although there is a ledger: restore DIR/keys from its backup")]
    Lost(String),
    #[error("all 31 slots of unit keys are taken")]
    Full,
    #[error("the key of the log in the key folder {0}: restore DIR/keys from its backup")]
    LogKey(&'static str),
    #[error(transparent)]
    Entropy(#[from] crate::clock::EntropyError),
}
