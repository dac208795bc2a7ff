//! What reads cost the engine, in blocks: for tests and benchmarks, whatever the clock says.

use rocksdb::perf::{PerfContext, PerfMetric, PerfStatsLevel, set_perf_stats};

/// What the engine did for reads of one thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadCounts {
    /// Blocks of table files looked into, cached or not.
    pub blocks: u64,
    /// Deleted rows passed over, which are still in the files.
    pub deleted: u64,
}

/// Counts what `read` costs on this thread, whatever the clock says: for tests and benchmarks.
pub fn count_reads<T>(read: impl FnOnce() -> T) -> (T, ReadCounts) {
    set_perf_stats(PerfStatsLevel::EnableCount);
    let mut counts = PerfContext::default();
    counts.reset();
    let result = read();
    set_perf_stats(PerfStatsLevel::Disable);
    let [hits, reads, deleted] = [
        PerfMetric::BlockCacheHitCount,
        PerfMetric::BlockReadCount,
        PerfMetric::InternalDeleteSkippedCount,
    ]
    .map(|metric| counts.metric(metric));
    (result, ReadCounts { blocks: hits + reads, deleted })
}
