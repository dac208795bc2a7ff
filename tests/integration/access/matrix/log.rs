//! Reads every log line of this process at the finest level, and keeps those that hold a secret.

use super::plant::{SECRETS, found_in};
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, Once};

static LINES: AtomicU64 = AtomicU64::new(0);
static LEAKS: Mutex<Vec<String>> = Mutex::new(Vec::new());
static TOKENS: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Watch;

impl Write for Watch {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LINES.fetch_add(1, Ordering::Relaxed);
        let line = String::from_utf8_lossy(bytes);
        let token = || TOKENS.lock().unwrap().iter().any(|secret| line.contains(secret));
        if !found_in(&line, SECRETS).is_empty() || token() {
            LEAKS.lock().unwrap().push(line.into_owned());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// From now on, for the whole process.
pub(crate) fn watch() {
    static STARTED: Once = Once::new();
    STARTED.call_once(start);
}

fn start() {
    let log = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(|| Watch)
        .without_time();
    tracing::subscriber::set_global_default(log.finish()).unwrap();
}

/// Tokens whose secret part may not be logged either.
pub(crate) fn guard<'a>(tokens: impl Iterator<Item = &'a String>) {
    let secret = tokens.map(|token| token.rsplit('_').next().unwrap_or_default().to_owned());
    TOKENS.lock().unwrap().extend(secret.filter(|secret| !secret.is_empty()));
}

/// Lines read so far.
pub(crate) fn lines() -> u64 {
    LINES.load(Ordering::Relaxed)
}

/// Lines that held a secret.
pub(crate) fn leaks() -> Vec<String> {
    LEAKS.lock().unwrap().clone()
}
