//! Invariant 4: a scan makes the same reads of the store however much the store holds. Counted, not
//! timed.

use crate::bulk;
use crate::harness::{MAKER, TestApp, batch_path};
use serde_json::json;
use std::cell::Cell;
use suyuan::domain::gtin::Gtin;
use suyuan::domain::lot::{Lot, ProductCode, Serial};
use suyuan::domain::org_code::OrgCode;
use suyuan::report::{Documents, Frame, Lookup, report};
use suyuan::store::StoreError;
use suyuan::store::db::{ReadCounts, Snapshot, count_reads};
use suyuan::store::layout::Family;
use suyuan::store::read::{Pair, Read};
use suyuan::verdict::Verdict;

/// A snapshot that counts what is asked of it.
struct Counting<'a, 'b> {
    inner: &'a Snapshot<'b>,
    gets: Cell<u64>,
    seeks: Cell<u64>,
    rows: Cell<u64>,
}

fn add(counter: &Cell<u64>, more: usize) {
    counter.set(counter.get() + more as u64);
}

impl Read for Counting<'_, '_> {
    fn with<T>(
        &self,
        family: Family,
        key: &[u8],
        use_bytes: impl FnOnce(&[u8]) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        add(&self.gets, 1);
        self.inner.with(family, key, use_bytes)
    }

    fn last_at_or_before(
        &self,
        family: Family,
        prefix: &[u8],
        key: &[u8],
    ) -> Result<Option<Pair>, StoreError> {
        add(&self.seeks, 1);
        self.inner.last_at_or_before(family, prefix, key)
    }

    fn range(
        &self,
        family: Family,
        start: &[u8],
        end: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, StoreError> {
        let found = self.inner.range(family, start, end, limit)?;
        add(&self.seeks, 1);
        add(&self.rows, found.len());
        Ok(found)
    }
}

/// What one scan asked of the store: by our own count, and by the engine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub gets: u64,
    pub seeks: u64,
    pub rows: u64,
}

/// Reads of one scan, from nothing kept in memory by the service.
pub fn scan(app: &TestApp, lookup: &Lookup) -> (Verdict, Cost, ReadCounts) {
    let snapshot = app.service.app.snapshot();
    let zero = || Cell::new(0);
    let view = Counting { inner: &snapshot, gets: zero(), seeks: zero(), rows: zero() };
    let (now, today) = app.service.app.now();
    let documents = Documents::default();
    let frame = Frame {
        keyring: &app.service.app.keyring,
        documents: &documents,
        zone: &app.service.app.zone_name,
        now,
        today,
    };
    let (answer, counts) = count_reads(|| report(&view, &frame, lookup).unwrap());
    let cost = Cost { gets: view.gets.get(), seeks: view.seeks.get(), rows: view.rows.get() };
    (answer.verdict, cost, counts)
}

/// Every way to ask for the first unit of a lot, and for nothing that is there.
pub fn lookups(app: &TestApp, token: &str, lot: &str) -> Vec<(&'static str, Lookup)> {
    let [_, serial, _] = app.units(token, lot).remove(0);
    let organization = OrgCode::parse(MAKER).unwrap();
    let product = ProductCode::parse("SS-200").unwrap();
    let gtin = Gtin::parse("09521001400176").unwrap();
    let lot = Lot::parse(lot).unwrap();
    let own = |text: &str| Serial::parse(text).unwrap();
    let gtin = |lot: Option<&Lot>, serial: Option<Serial>| Lookup::Gtin {
        gtin,
        lot: lot.cloned(),
        serial,
    };
    vec![
        ("code", Lookup::Code(serial.clone())),
        ("gtin, serial", gtin(None, Some(own(&serial)))),
        ("gtin, lot, serial", gtin(Some(&lot), Some(own(&serial)))),
        ("gtin, lot", gtin(Some(&lot), None)),
        ("gtin", gtin(None, None)),
        (
            "organization, serial",
            Lookup::Serial { organization: organization.clone(), serial: own(&serial) },
        ),
        (
            "own serial",
            Lookup::Serial { organization: organization.clone(), serial: own("SN-0005") },
        ),
        (
            "unknown serial",
            Lookup::Serial { organization: organization.clone(), serial: own("SN-9999") },
        ),
        ("product, lot", Lookup::Product { organization, product, lot: Some(lot), serial: None }),
    ]
}

/// A maker with one lot on sale, which has codes and own serials.
pub fn stage() -> (TestApp, String) {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "LOT", 3);
    serials(&app, &token, "LOT", "SN-0001", "SN-0100");
    (app, token)
}

fn serials(app: &TestApp, token: &str, lot: &str, first: &str, last: &str) {
    let body = json!({"serials": {"first": first, "last": last}});
    let answer = app.post_keyed(token, first, &batch_path(lot, "units"), &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[test]
fn a_scan_reads_as_much_from_a_small_store_as_from_a_large_one() {
    let (app, token) = stage();
    bulk::register(&app.service.app, &token, 0..1_000);
    let lookups = lookups(&app, &token, "LOT");
    app.service.app.db.flush().unwrap();
    let small: Vec<_> = lookups.iter().map(|(_, lookup)| scan(&app, lookup)).collect();
    bulk::register(&app.service.app, &token, 1_000..30_000);
    app.service.app.db.flush().unwrap();
    for ((name, lookup), (verdict, cost, counts)) in lookups.iter().zip(small) {
        let (later_verdict, later, later_counts) = scan(&app, lookup);
        println!("{name}: {verdict:?} {cost:?} {counts:?}, then {later_counts:?}");
        assert_eq!((later_verdict, later), (verdict, cost), "{name}");
        // A read looks into a table or two of each level, never through many rows.
        let reads = cost.gets + cost.seeks;
        assert!(counts.blocks > 0, "{name}: {counts:?}");
        assert!(later_counts.blocks <= 4 * reads, "{name}: {later_counts:?}");
        assert_eq!(later_counts.deleted, 0, "{name}");
    }
}

/// Ten million units are one row, of codes and of own serials.
#[test]
fn a_scan_reads_as_much_in_a_small_lot_as_in_a_large_one() {
    const UNITS: u64 = 10_000_000;
    let (app, token) = stage();
    app.lot(&token, "BIG", UNITS);
    serials(&app, &token, "BIG", "BN-00000001", "BN-10000000");
    let codes = app.units(&token, "LOT");
    let small = Lookup::Code(codes[1][1].clone());
    let inside = app.service.app.keyring.code(0, UNITS / 2).unwrap();
    let (_, cost, _) = scan(&app, &small);
    let (verdict, large, _) = scan(&app, &Lookup::Code(inside.to_string()));
    assert_eq!((verdict, large), (Verdict::Registered, cost));
    let own = |serial: &str| Lookup::Serial {
        organization: OrgCode::parse(MAKER).unwrap(),
        serial: Serial::parse(serial).unwrap(),
    };
    let (_, cost, _) = scan(&app, &own("SN-0050"));
    let (verdict, large, _) = scan(&app, &own("BN-05000000"));
    assert_eq!((verdict, large), (Verdict::NotActivated, cost));
}
