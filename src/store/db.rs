//! RocksDB itself: opening, snapshots, the synced batch, scrubbing after an erasure, checkpoints.
//! Typed access stands in `read` and `overlay`.

use super::StoreError;
use super::faults::{Fate, Probe, Step};
use super::layout::{FORMAT, Family, Kind};
use super::read::{Pair, Read};
use crate::codec::key::after_prefix;
use crate::limits::{BLOCK_CACHE_BYTES, SCRATCH_BYTES, WAL_BYTES_MAX};
use rocksdb::{
    BlockBasedOptions, BottommostLevelCompaction, Cache, ColumnFamily, ColumnFamilyDescriptor,
    CompactOptions, DB, DBCompressionType, DBRawIterator, DataBlockIndexType, Direction,
    FlushOptions, IteratorMode, Options, ReadOptions, SnapshotWithThreadMode, WriteBatch,
    WriteOptions,
};
use std::cell::RefCell;
use std::path::{Path, PathBuf};

mod reads;

pub use reads::{ReadCounts, count_reads};

/// An open store.
pub struct Db {
    inner: DB,
    path: PathBuf,
    probe: Option<Probe>,
}

/// Rows to be written together.
#[must_use = "a batch must be written"]
#[derive(Default)]
pub struct Batch(WriteBatch);

/// One row to write (`Some`) or delete.
pub type Change<'a> = (Family, &'a [u8], Option<&'a [u8]>);

/// Size of a block of a table file: what one read brings.
const BLOCK_BYTES: usize = 4 * 1024;

const FORMAT_KEY: &[u8] = b"format";

impl Db {
    /// Opens the store under `path`, creating it when there is none.
    pub fn open(path: &Path, probe: Option<Probe>) -> Result<Self, StoreError> {
        let mut db = Self::make(path, &database_options(), BLOCK_CACHE_BYTES)?;
        db.probe = probe;
        db.check_format()?;
        Ok(db)
    }

    /// A store for rows that nobody keeps, with little memory.
    pub fn open_scratch(path: &Path) -> Result<Self, StoreError> {
        let mut options = database_options();
        options.set_db_write_buffer_size(SCRATCH_BYTES);
        Self::make(path, &options, SCRATCH_BYTES)
    }

    fn make(path: &Path, options: &Options, cache: usize) -> Result<Self, StoreError> {
        let inner = DB::open_cf_descriptors(options, path, families(cache)).map_err(engine)?;
        Ok(Self { inner, path: path.to_owned(), probe: None })
    }

    /// Opens a store that another process may be writing, as it stands now; nothing can be written.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        const TRIES: usize = 200;
        for _ in 1..TRIES {
            match Self::try_read_only(path) {
                // The other process has just replaced a file: what is there now names another one.
                Err(StoreError::Engine(text))
                    if text.contains("No such file") || text.contains("Missing WAL") =>
                {
                    std::thread::park_timeout(std::time::Duration::from_millis(20));
                }
                opened => return opened,
            }
        }
        Self::try_read_only(path)
    }

    fn try_read_only(path: &Path) -> Result<Self, StoreError> {
        let families = families(BLOCK_CACHE_BYTES);
        let mut options = database_options();
        // Every table file is opened at once, so that none vanishes under the reader.
        options.set_max_open_files(-1);
        let inner =
            DB::open_cf_descriptors_read_only(&options, path, families, false).map_err(engine)?;
        let db = Self { inner, path: path.to_owned(), probe: None };
        db.check_format()?;
        Ok(db)
    }

    /// Where the store is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A consistent state to read from.
    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot { edges: RefCell::default(), db: self, inner: self.inner.snapshot() }
    }

    /// Adds a row to a batch.
    pub fn change(&self, batch: &mut Batch, change: Change<'_>) -> Result<(), StoreError> {
        let (family, key, value) = change;
        let handle = self.handle(family)?;
        match value {
            Some(value) => batch.0.put_cf(handle, key, value),
            None => batch.0.delete_cf(handle, key),
        }
        Ok(())
    }

    /// Writes a batch and waits until the disk has it. After an error nobody knows whether it is there.
    pub fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let fate = self.fate(Step::Commit, batch.0.data());
        if fate == Fate::Fails {
            return Err(StoreError::Injected("the commit was made to fail"));
        }
        let mut options = WriteOptions::default();
        options.set_sync(true);
        self.inner.write_opt(batch.0, &options).map_err(engine)?;
        match fate {
            Fate::FailsButPersists => {
                Err(StoreError::Injected("the commit was made to fail afterwards"))
            }
            _ => Ok(()),
        }
    }

    /// Writes a batch that can be made again.
    pub fn write_unsynced(&self, batch: Batch) -> Result<(), StoreError> {
        self.inner.write(batch.0).map_err(engine)
    }

    /// Writes rows of side state: kept when the process ends, not promised when the machine does.
    pub fn write_side(&self, batch: Batch) -> Result<(), StoreError> {
        self.inner.write(batch.0).map_err(engine)
    }

    /// Adds to a batch the deletion of every row of a family of side state before `end`.
    pub fn forget_before(
        &self,
        batch: &mut Batch,
        family: Family,
        end: &[u8],
    ) -> Result<(), StoreError> {
        debug_assert!(family.kind() == Kind::Side);
        batch.0.delete_range_cf(self.handle(family)?, &[][..], end);
        Ok(())
    }

    /// Writes bytes recorded by a probe again, synced: for benchmarks.
    pub fn commit_recorded(&self, bytes: &[u8]) -> Result<(), StoreError> {
        self.commit(Batch(WriteBatch::from_data(bytes)))
    }

    /// Puts everything written so far into table files.
    pub fn flush(&self) -> Result<(), StoreError> {
        let handles =
            Family::ALL.iter().map(|family| self.handle(*family)).collect::<Result<Vec<_>, _>>()?;
        let mut options = FlushOptions::default();
        options.set_wait(true);
        self.inner.flush_cfs_opt(&handles, &options).map_err(engine)
    }

    /// Makes deleted rows of `family` from `start` to `end` vanish from every file: flush (which retires the write-ahead
    /// log), then compaction down to the last level. `false`: a snapshot from before the deletion was
    /// still held, so the bytes may be there; try again later.
    pub fn scrub(&self, family: Family, start: &[u8], end: &[u8]) -> Result<bool, StoreError> {
        let fate = self.fate(Step::Scrub, &[]);
        if fate == Fate::Fails {
            return Err(StoreError::Injected("the scrub was made to fail"));
        }
        let clear = self.wait_for_snapshots(self.inner.latest_sequence_number());
        self.flush()?;
        let mut options = CompactOptions::default();
        options.set_bottommost_level_compaction(BottommostLevelCompaction::Force);
        options.set_exclusive_manual_compaction(true);
        let handle = self.handle(family)?;
        self.inner.compact_range_cf_opt(handle, Some(start), Some(end), &options);
        match fate {
            Fate::FailsButPersists => {
                Err(StoreError::Injected("the scrub was made to fail afterwards"))
            }
            _ => Ok(clear),
        }
    }

    /// Waits, for a bounded time, until no snapshot is older than `sequence`.
    fn wait_for_snapshots(&self, sequence: u64) -> bool {
        const TRIES: usize = 400;
        for _ in 0..TRIES {
            let oldest = self.inner.property_int_value("rocksdb.oldest-snapshot-sequence");
            match oldest.ok().flatten() {
                Some(oldest) if oldest != 0 && oldest < sequence => {
                    std::thread::park_timeout(std::time::Duration::from_millis(5));
                }
                _ => return true,
            }
        }
        false
    }

    /// Deletes every row of every view.
    pub fn drop_views(&self) -> Result<(), StoreError> {
        for family in Family::ALL.iter().filter(|family| family.kind() == Kind::View) {
            let handle = self.handle(*family)?;
            // No key of ours is as long as this one or sorts behind it.
            self.inner.delete_range_cf(handle, &[][..], &[u8::MAX; 64][..]).map_err(engine)?;
        }
        self.flush()
    }

    fn handle(&self, family: Family) -> Result<&ColumnFamily, StoreError> {
        let missing = StoreError::Damaged { family: family.name(), reason: "family is missing" };
        self.inner.cf_handle(family.name()).ok_or(missing)
    }

    fn fate(&self, step: Step, bytes: &[u8]) -> Fate {
        self.probe.as_ref().map_or(Fate::Succeeds, |probe| probe(step, bytes))
    }

    fn check_format(&self) -> Result<(), StoreError> {
        let meta = self.handle(Family::Meta)?;
        match self.inner.get_cf(meta, FORMAT_KEY).map_err(engine)? {
            None => {
                let mut batch = Batch::default();
                self.change(&mut batch, (Family::Meta, FORMAT_KEY, Some(&FORMAT.to_be_bytes())))?;
                self.commit(batch)
            }
            Some(bytes) => {
                let found = bytes.as_slice().try_into().map_or(0, u64::from_be_bytes);
                let known = FORMAT;
                if found == known { Ok(()) } else { Err(StoreError::Format { found, known }) }
            }
        }
    }
}

/// A consistent state; reads of it never wait for the writer.
pub struct Snapshot<'a> {
    /// Kept open: a walk comes back to it for each lot, and opening one costs more than a seek.
    edges: RefCell<Option<DBRawIterator<'a>>>,
    db: &'a Db,
    inner: SnapshotWithThreadMode<'a, DB>,
}

impl Read for Snapshot<'_> {
    fn with<T>(
        &self,
        family: Family,
        key: &[u8],
        use_bytes: impl FnOnce(&[u8]) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let handle = self.db.handle(family)?;
        let found = self.inner.get_pinned_cf(handle, key).map_err(engine)?;
        found.map(|bytes| use_bytes(&bytes)).transpose()
    }

    fn last_at_or_before(
        &self,
        family: Family,
        prefix: &[u8],
        key: &[u8],
    ) -> Result<Option<Pair>, StoreError> {
        let mut options = ReadOptions::default();
        options.set_iterate_lower_bound(prefix);
        let mut rows = self.inner.raw_iterator_cf_opt(self.db.handle(family)?, options);
        rows.seek_for_prev(key);
        match rows.item() {
            Some((key, value)) if key.starts_with(prefix) => {
                Ok(Some((key.to_vec(), value.to_vec())))
            }
            Some(_) => Ok(None),
            None => rows.status().map(|()| None).map_err(engine),
        }
    }

    fn range(
        &self,
        family: Family,
        start: &[u8],
        end: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, StoreError> {
        if family == Family::EdgesOut {
            return self.edges(start, end, limit);
        }
        let mut options = ReadOptions::default();
        options.set_iterate_upper_bound(end);
        let mode = IteratorMode::From(start, Direction::Forward);
        self.inner
            .iterator_cf_opt(self.db.handle(family)?, options, mode)
            .take(limit)
            .map(|row| row.map(|(key, value)| (key.into_vec(), value.into_vec())).map_err(engine))
            .collect()
    }
}

impl Snapshot<'_> {
    fn edges(&self, start: &[u8], end: &[u8], limit: usize) -> Result<Vec<Pair>, StoreError> {
        let kept = self.edges.take();
        let mut rows = if let Some(rows) = kept {
            rows
        } else {
            let mut options = ReadOptions::default();
            options.set_snapshot(&self.inner);
            self.db.inner.raw_iterator_cf_opt(self.db.handle(Family::EdgesOut)?, options)
        };
        let mut found = Vec::new();
        if limit > 0 {
            rows.seek(start);
        }
        while let Some((key, value)) = rows.item().filter(|(key, _)| limit > 0 && *key < end) {
            found.push((key.to_vec(), value.to_vec()));
            if found.len() >= limit {
                break;
            }
            rows.next();
        }
        rows.status().map_err(engine)?;
        self.edges.replace(Some(rows));
        Ok(found)
    }

    /// Calls `each` with every row of a family whose key starts with `prefix`, in order.
    pub fn each(
        &self,
        family: Family,
        prefix: &[u8],
        mut each: impl FnMut(&[u8], &[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut options = ReadOptions::default();
        if let Some(end) = after_prefix(prefix) {
            options.set_iterate_upper_bound(end);
        }
        let mode = IteratorMode::From(prefix, Direction::Forward);
        for row in self.inner.iterator_cf_opt(self.db.handle(family)?, options, mode) {
            let (key, value) = row.map_err(engine)?;
            each(&key, &value)?;
        }
        Ok(())
    }
}

fn database_options() -> Options {
    let mut options = Options::default();
    options.create_if_missing(true);
    options.create_missing_column_families(true);
    options.set_max_total_wal_size(WAL_BYTES_MAX);
    options.set_db_write_buffer_size(128 * 1024 * 1024);
    options.set_max_background_jobs(2);
    options.set_bytes_per_sync(1024 * 1024);
    options.set_keep_log_file_num(4);
    options.set_max_log_file_size(8 * 1024 * 1024);
    // A torn tail of the log is what a crash leaves; anything else must not be passed over.
    options.set_wal_recovery_mode(rocksdb::DBRecoveryMode::TolerateCorruptedTailRecords);
    options.set_track_and_verify_wals_in_manifest(true);
    options
}

/// All families, with a cache of so many bytes among them.
fn families(cache: usize) -> impl Iterator<Item = ColumnFamilyDescriptor> {
    let cache = Cache::new_hyper_clock_cache(cache, BLOCK_BYTES);
    Family::ALL.iter().map(move |family| {
        ColumnFamilyDescriptor::new(family.name(), family_options(*family, &cache))
    })
}

/// Point look-ups everywhere, so each table has a filter. Truth is compressed harder where it is read
/// little; sections are read by scans.
fn family_options(family: Family, cache: &Cache) -> Options {
    let mut table = BlockBasedOptions::default();
    table.set_block_cache(cache);
    table.set_bloom_filter(10.0, false);
    table.set_cache_index_and_filter_blocks(false);
    table.set_block_size(BLOCK_BYTES);
    table.set_data_block_index_type(DataBlockIndexType::BinaryAndHash);
    table.set_format_version(6);
    let mut options = Options::default();
    options.set_block_based_table_factory(&table);
    options.set_write_buffer_size(32 * 1024 * 1024);
    options.set_level_compaction_dynamic_level_bytes(true);
    options.set_compression_type(DBCompressionType::Lz4);
    if family.kind() == Kind::Truth && family != Family::Sections {
        options.set_bottommost_compression_type(DBCompressionType::Zstd);
    }
    options
}

fn engine(error: rocksdb::Error) -> StoreError {
    let text = error.into_string();
    if text.contains("lock") && text.contains("LOCK") {
        StoreError::Locked
    } else {
        StoreError::Engine(text)
    }
}
