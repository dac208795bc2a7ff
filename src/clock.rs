//! Time and randomness, injected so that a test or a demonstration can fix both.
//! Nothing else in the crate may ask the machine for either.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

/// Where "now" comes from: the machine, or a time somebody set.
#[derive(Debug)]
pub struct Clock(AtomicI64);

/// The stored value that means "ask the machine".
const MACHINE: i64 = i64::MIN;

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(AtomicI64::new(MACHINE))
    }

    /// A clock that stands still until [`Clock::set`] moves it.
    pub fn fixed(unix_ms: i64) -> Self {
        Self(AtomicI64::new(unix_ms))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn now_ms(&self) -> i64 {
        match self.0.load(Ordering::Relaxed) {
            MACHINE => jiff::Timestamp::now().as_millisecond(),
            fixed => fixed,
        }
    }

    /// Stops the clock at a time: for tests and for filling the demo with a past.
    pub fn set(&self, unix_ms: i64) {
        self.0.store(unix_ms, Ordering::Relaxed);
    }

    /// Goes on with the machine's time.
    pub fn run(&self) {
        self.0.store(MACHINE, Ordering::Relaxed);
    }
}

/// Where salts, keys and tokens come from.
#[derive(Debug)]
pub enum Entropy {
    /// The operating system's generator.
    System,
    /// A reproducible stream for byte fixtures: never for a real store.
    Seeded(Mutex<blake3::OutputReader>),
}

impl Entropy {
    /// The same bytes at every run.
    pub fn seeded(seed: &str) -> Self {
        Self::Seeded(Mutex::new(blake3::Hasher::new().update(seed.as_bytes()).finalize_xof()))
    }

    /// 32 fresh bytes. An operating system without randomness is fatal: a guessable salt would
    /// give away what it is meant to hide.
    pub fn bytes32(&self) -> Result<[u8; 32], EntropyError> {
        let mut bytes = [0; 32];
        match self {
            Self::System => getrandom::fill(&mut bytes).map_err(|_| EntropyError)?,
            Self::Seeded(stream) => stream.lock().map_err(|_| EntropyError)?.fill(&mut bytes),
        }
        Ok(bytes)
    }
}

/// The operating system gave no random bytes.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct EntropyError;
