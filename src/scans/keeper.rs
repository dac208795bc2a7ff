//! The counts: taken in memory, written by a thread of their own a few times a second.

use super::patterns::Patterns;
use super::{Scanned, Visitor};
use crate::clock::{Clock, Entropy};
use crate::codec::value;
use crate::domain::day::{Day, Instant};
use crate::limits::{
    SCAN_FLUSH_MS, SCAN_PLACES_COUNT_MAX, SCAN_SWEEP_ROWS_COUNT, SCAN_VISITORS_PER_DAY_COUNT_MAX,
    SCANS_PENDING_COUNT_MAX,
};
use crate::store::StoreError;
use crate::store::db::{Batch, Db};
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::store::rows::{Row, ScanRow, ScanSessionRow, ScanSignalRow};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// What counting needs.
pub struct KeeperOptions {
    pub db: Arc<Db>,
    pub clock: Arc<Clock>,
    pub entropy: Arc<Entropy>,
    /// Zone of the ledger: a visitor counts once in one of its days.
    pub zone: TimeZone,
    pub patterns: Patterns,
    /// Days that counts are kept after the last scan.
    pub retention_days: u32,
}

/// Counts scans.
pub struct Keeper {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    options: KeeperOptions,
    state: Mutex<State>,
    stop: Condvar,
}

/// A visitor of a subject.
type Session = ([u8; 16], [u8; 8]);

#[derive(Default)]
struct State {
    /// Day and salt under which visitors are told apart now.
    today: Option<(Day, [u8; 32])>,
    /// Counted since the last write, and being written: both still count.
    fresh: Counts,
    writing: Counts,
    stopping: bool,
}

#[derive(Default)]
struct Counts {
    sessions: BTreeMap<(i32, Session), ScanSessionRow>,
    subjects: BTreeMap<[u8; 16], Delta>,
}

/// What came to the counts of one subject.
#[derive(Clone)]
struct Delta {
    scanned: Scanned,
    day: Day,
    new: u32,
    first_at: i64,
    last_at: i64,
    places: Vec<(u8, i64)>,
}

const META_SALT: &[u8] = b"scan-salt";
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;

impl Keeper {
    /// Starts counting where the last process left off.
    pub fn start(options: KeeperOptions) -> std::io::Result<Self> {
        let shared =
            Arc::new(Shared { options, state: Mutex::new(State::default()), stop: Condvar::new() });
        let own = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("scans".to_owned());
        let thread = thread.spawn(move || own.run())?;
        Ok(Self { shared, thread: Mutex::new(Some(thread)) })
    }

    /// Whether a User-Agent is a program's, which never counts.
    pub fn is_program(&self, user_agent: &str) -> bool {
        self.shared.options.patterns.is_program(user_agent)
    }

    /// Counts a scan, unless this visitor was counted today, and tells the row with what is not written
    /// yet. `None` where nobody was counted, or counting failed: a scan is answered all the same.
    pub fn count(&self, scanned: &Scanned, visitor: &Visitor<'_>) -> Option<ScanRow> {
        self.shared.count(scanned, visitor).unwrap_or_else(|error| {
            tracing::warn!(%error, "a scan was not counted");
            None
        })
    }

    /// Notes the province a visitor gave, once a day and only from one who was counted.
    pub fn place(&self, scanned: &Scanned, visitor: &Visitor<'_>, province: u8) {
        if let Err(error) = self.shared.place(scanned, visitor, province) {
            tracing::warn!(%error, "a region was not noted");
        }
    }

    /// Writes what was counted, now.
    pub fn flush(&self) {
        self.shared.write();
    }

    /// Writes what was counted and stops.
    pub fn close(&self) {
        self.shared.lock().stopping = true;
        self.shared.stop.notify_all();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _panicked = thread.join();
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    fn run(&self) {
        loop {
            let state = self.lock();
            let pause = Duration::from_millis(SCAN_FLUSH_MS);
            let waited = self.stop.wait_timeout_while(state, pause, |state| !state.stopping);
            let stopping = waited.unwrap_or_else(PoisonError::into_inner).0.stopping;
            self.write();
            if stopping {
                return;
            }
        }
    }

    fn count(
        &self,
        scanned: &Scanned,
        visitor: &Visitor<'_>,
    ) -> Result<Option<ScanRow>, StoreError> {
        let now = self.options.clock.now_ms();
        let minute = now - now.rem_euclid(MINUTE_MS);
        let subject = scanned.subject();
        let mut state = self.lock();
        let (day, salt) = self.today(&mut state, now)?;
        let session = (day.number(), (subject, visitor.hashed(&salt)));
        // Read after the lock: what was being written is either still in memory or on disk.
        let view = self.options.db.snapshot();
        let kept = view.row::<ScanRow>(&subject)?.unwrap_or_default();
        let pending = |counts: &Counts| counts.subjects.get(&subject).cloned();
        let (fresh, writing) = (pending(&state.fresh), pending(&state.writing));
        let waiting = [&fresh, &writing].into_iter().flatten();
        let known =
            state.knows(&session) || view.row::<ScanSessionRow>(&row_key(&session))?.is_some();
        let on_day = |delta: &&Delta| delta.day == day;
        let today: u32 = waiting.clone().filter(on_day).map(|delta| delta.new).sum();
        let kept_today = if kept.day == day.number() { kept.today } else { 0 };
        let full = today + kept_today >= SCAN_VISITORS_PER_DAY_COUNT_MAX
            || state.fresh.sessions.len() >= SCANS_PENDING_COUNT_MAX;
        let counted = !known && !full;
        if full && !known {
            metrics::counter!("suyuan_scans_not_counted_total").increment(1);
        }
        let before: u64 = waiting.clone().map(|delta| u64::from(delta.new)).sum();
        let first = waiting.map(|delta| delta.first_at).chain([minute]).min().unwrap_or(minute);
        let first_at = if kept.sessions > 0 { kept.first_at } else { first };
        if counted {
            state.fresh.sessions.insert(session, ScanSessionRow::default());
            let delta = state.fresh.subject(subject, scanned, day, minute);
            delta.new += 1;
            delta.last_at = minute;
        }
        let sessions = kept.sessions + before + u64::from(counted);
        Ok((sessions > 0).then_some(ScanRow { sessions, first_at, ..kept }))
    }

    fn place(
        &self,
        scanned: &Scanned,
        visitor: &Visitor<'_>,
        province: u8,
    ) -> Result<(), StoreError> {
        let now = self.options.clock.now_ms();
        let minute = now - now.rem_euclid(MINUTE_MS);
        let subject = scanned.subject();
        let mut state = self.lock();
        let (day, salt) = self.today(&mut state, now)?;
        let session = (day.number(), (subject, visitor.hashed(&salt)));
        let waiting = [&state.fresh, &state.writing]
            .into_iter()
            .find_map(|counts| counts.sessions.get(&session).copied());
        let known = match waiting {
            Some(row) => Some(row),
            None => self.options.db.snapshot().row::<ScanSessionRow>(&row_key(&session))?,
        };
        if known.is_none_or(|row| row.province.is_some()) {
            return Ok(());
        }
        state.fresh.sessions.insert(session, ScanSessionRow { province: Some(province) });
        state.fresh.subject(subject, scanned, day, minute).places.push((province, minute));
        Ok(())
    }

    /// The day and the salt of its visitors. The salt of a day is forgotten with it: nobody can then
    /// tell which visitor a hash was.
    fn today(&self, state: &mut State, now: i64) -> Result<(Day, [u8; 32]), StoreError> {
        let day = Instant(now).day_in(&self.options.zone);
        if let Some(today) = state.today.filter(|(known, _)| *known == day) {
            return Ok(today);
        }
        let kept = self.options.db.snapshot().bytes(Family::Meta, META_SALT)?;
        let salt = match kept.and_then(|bytes| read_salt(&bytes)).filter(|(at, _)| *at == day) {
            Some((_, salt)) => salt,
            None => {
                let salt = self.options.entropy.bytes32();
                let salt = salt.map_err(|error| StoreError::Engine(error.to_string()))?;
                let bytes = [&day.number().to_be_bytes()[..], &salt].concat();
                let mut batch = Batch::default();
                let db = &self.options.db;
                db.change(&mut batch, (Family::Meta, META_SALT, Some(&bytes)))?;
                db.forget_before(&mut batch, Family::ScanSessions, &key::scan_day(day.number()))?;
                db.write_side(batch)?;
                self.sweep(now)?;
                salt
            }
        };
        state.today = Some((day, salt));
        Ok((day, salt))
    }

    /// Forgets counts of what was not scanned for the time of retention.
    fn sweep(&self, now: i64) -> Result<(), StoreError> {
        let oldest = now - i64::from(self.options.retention_days) * DAY_MS;
        let view = self.options.db.snapshot();
        let mut batch = Batch::default();
        let mut from = Vec::new();
        loop {
            let rows = view.range(Family::Scans, &from, &[u8::MAX; 17], SCAN_SWEEP_ROWS_COUNT)?;
            for (row_key, bytes) in &rows {
                if decode::<ScanRow>(bytes)?.last_at < oldest {
                    self.options.db.change(&mut batch, (Family::Scans, row_key, None))?;
                }
            }
            match rows.last() {
                Some((last, _)) if rows.len() == SCAN_SWEEP_ROWS_COUNT => {
                    from = [last.as_slice(), &[0]].concat();
                }
                _ => return self.options.db.write_side(batch),
            }
        }
    }

    fn write(&self) {
        let mut state = self.lock();
        if state.fresh.sessions.is_empty() {
            return;
        }
        state.writing = std::mem::take(&mut state.fresh);
        let prepared = self.prepare(&state.writing);
        drop(state);
        let written = prepared.and_then(|batch| self.options.db.write_side(batch));
        if let Err(error) = written {
            tracing::warn!(%error, "scans were not counted");
        }
        self.lock().writing = Counts::default();
    }

    fn prepare(&self, counts: &Counts) -> Result<Batch, StoreError> {
        let db = &self.options.db;
        let view = db.snapshot();
        let mut batch = Batch::default();
        for (session, row) in &counts.sessions {
            let bytes = encoded(row)?;
            db.change(&mut batch, (Family::ScanSessions, &row_key(session), Some(&bytes)))?;
        }
        for (subject, delta) in &counts.subjects {
            let mut row = view.row::<ScanRow>(subject)?.unwrap_or_default();
            delta.add_to(&mut row);
            if let Some(signal) = self.signal(delta, &mut row) {
                let at = key::scan_signal(&delta.scanned.organization, signal.at, *subject);
                db.change(&mut batch, (Family::ScanSignals, &at, Some(&encoded(&signal)?)))?;
            }
            db.change(&mut batch, (Family::Scans, subject, Some(&encoded(&row)?)))?;
        }
        Ok(batch)
    }

    /// The signal to the desk when a unit's pattern becomes unusual; it is given once.
    fn signal(&self, delta: &Delta, row: &mut ScanRow) -> Option<ScanSignalRow> {
        let Scanned { product, lot, serial, category, .. } = &delta.scanned;
        let serial = serial.as_ref()?;
        let rule = self.options.patterns.unusual(category, row)?;
        if row.unusual_since.is_some() {
            return None;
        }
        row.unusual_since = Some(row.last_at);
        Some(ScanSignalRow {
            product: product.clone(),
            lot: lot.clone().unwrap_or_default(),
            serial: serial.clone(),
            rule: rule.to_owned(),
            sessions: row.sessions,
            at: row.last_at,
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn knows(&self, session: &(i32, Session)) -> bool {
        self.fresh.sessions.contains_key(session) || self.writing.sessions.contains_key(session)
    }
}

impl Counts {
    fn subject(&mut self, subject: [u8; 16], scanned: &Scanned, day: Day, at: i64) -> &mut Delta {
        let delta = self.subjects.entry(subject).or_insert_with(|| Delta {
            scanned: scanned.clone(),
            day,
            new: 0,
            first_at: at,
            last_at: at,
            places: Vec::new(),
        });
        if delta.day != day {
            // The minute of midnight: what was counted before it goes to the day that begins.
            delta.day = day;
        }
        delta
    }
}

impl Delta {
    fn add_to(&self, row: &mut ScanRow) {
        if row.sessions == 0 {
            row.first_at = self.first_at;
        }
        row.last_at = row.last_at.max(self.last_at);
        row.sessions += u64::from(self.new);
        if row.day != self.day.number() {
            (row.day, row.today) = (self.day.number(), 0);
        }
        row.today = row.today.saturating_add(self.new);
        for (province, at) in &self.places {
            row.places.push((*province, *at));
            match row.provinces.iter_mut().find(|(known, _)| known == province) {
                Some((_, count)) => *count = count.saturating_add(1),
                None => row.provinces.push((*province, 1)),
            }
        }
        let surplus = row.places.len().saturating_sub(SCAN_PLACES_COUNT_MAX);
        row.places.drain(..surplus);
    }
}

fn row_key((day, (subject, visitor)): &(i32, Session)) -> Vec<u8> {
    key::scan_session(*day, *subject, *visitor)
}

fn encoded<R: Row>(row: &R) -> Result<Vec<u8>, StoreError> {
    let damaged = StoreError::Damaged { family: R::FAMILY.name(), reason: "cannot be encoded" };
    value::encode(R::VERSION, row).map_err(|_| damaged)
}

fn read_salt(bytes: &[u8]) -> Option<(Day, [u8; 32])> {
    let (day, salt) = bytes.split_first_chunk::<4>()?;
    Some((Day::from_number(i32::from_be_bytes(*day)), salt.try_into().ok()?))
}
