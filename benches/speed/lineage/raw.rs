//! The way from a lot to all that was made of it with RocksDB alone: what no preview can be faster than.

use rocksdb::{BlockBasedOptions, Cache, ColumnFamilyDescriptor, DB, Options};
use std::collections::{BTreeSet, VecDeque};
use std::hint::black_box;
use std::path::Path;
use suyuan::fact::record::BatchRef;
use suyuan::limits::BLOCK_CACHE_BYTES;
use suyuan::store::layout::{Family, key};

/// The store, opened to be read only.
pub(super) struct Raw(DB);

/// What is read of each lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Its outgoing edges.
    Edges,
    /// And its row among the batches, which a preview reads for its units.
    Rows,
}

impl Raw {
    /// Opens the store of a data folder that nobody writes.
    pub(super) fn open(data: &Path) -> Self {
        let cache = Cache::new_hyper_clock_cache(BLOCK_CACHE_BYTES, 4 * 1024);
        let families = [Family::EdgesOut, Family::Batches].map(|family| {
            let mut table = BlockBasedOptions::default();
            table.set_block_cache(&cache);
            table.set_bloom_filter(10.0, false);
            let mut options = Options::default();
            options.set_block_based_table_factory(&table);
            ColumnFamilyDescriptor::new(family.name(), options)
        });
        let path = data.join("store");
        let options = Options::default();
        Self(DB::open_cf_descriptors_read_only(&options, path, families, false).unwrap())
    }

    /// Breadth first, each lot once, until so many lots were found: one seek for each lot whose outputs
    /// are looked for, one step for each edge. Gives how many were found.
    pub(super) fn walk(&self, start: &BatchRef, most: u64, reading: Reading) -> u64 {
        let edges = self.0.cf_handle(Family::EdgesOut.name()).expect("edges");
        let batches = self.0.cf_handle(Family::Batches.name()).expect("batches");
        let mut rows = self.0.raw_iterator_cf(edges);
        let start = key::batch(start);
        let mut seen = BTreeSet::from([start.clone()]);
        let mut waiting = VecDeque::from([start]);
        let mut found = 0;
        while let Some(lot) = waiting.pop_front() {
            rows.seek(&lot);
            while let Some(output) = rows.key().and_then(|edge| edge.strip_prefix(lot.as_slice())) {
                if !seen.contains(output) {
                    if found == most {
                        return found;
                    }
                    found += 1;
                    if reading == Reading::Rows {
                        let row = self.0.get_pinned_cf(batches, output).unwrap();
                        black_box(row.expect("a registered lot").len());
                    }
                    seen.insert(output.to_vec());
                    waiting.push_back(output.to_vec());
                }
                rows.next();
            }
        }
        rows.status().unwrap();
        found
    }
}
