//! Where the log goes: JSON lines, to a file or standard error, written by a thread of their own.

use std::fs::OpenOptions;
use std::path::Path;
use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_subscriber::EnvFilter;

/// Starts the log; lines still waiting are written when the guard is dropped.
pub fn start(file: Option<&Path>) -> std::io::Result<WorkerGuard> {
    let (writer, guard): (NonBlocking, WorkerGuard) = match file {
        Some(path) => {
            tracing_appender::non_blocking(OpenOptions::new().create(true).append(true).open(path)?)
        }
        None => tracing_appender::non_blocking(std::io::stderr()),
    };
    let filter = EnvFilter::try_from_env("SUYUAN_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter);
    // A second start in one process (tests) keeps the first log.
    let _started_before = log.with_writer(writer).try_init();
    Ok(guard)
}
