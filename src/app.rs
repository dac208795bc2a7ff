//! Wiring: opens a data folder and holds what every part of the service shares. No format and no
//! protocol is known here.

use crate::clock::{Clock, Entropy};
use crate::domain::code_ids::TokenId;
use crate::domain::command::{Actor, Submission};
use crate::domain::day::{Day, Instant};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::Region;
use crate::domain::words::Role;
use crate::ledger::genesis::{self, FirstToken, OpenError};
use crate::ledger::queue::{Answer, Queue};
use crate::ledger::tree;
use crate::ledger::writer::Writer;
use crate::limits::REACH_STEP_EDGES_COUNT;
use crate::log::note::Signer;
use crate::notify::webhooks::{Settings, Tools, Webhooks};
use crate::rules::book::Skipped;
use crate::rules::recall::calendar::Calendars;
use crate::scans::patterns::Patterns;
use crate::scans::{Keeper, KeeperOptions};
use crate::store::db::{Db, Snapshot};
use crate::store::evidence::Files;
use crate::store::faults::Probe;
use crate::store::keyring::Keyring;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{TokenIndexRow, TokenRow};
use crate::store::{KeyringError, StoreError};
use jiff::tz::TimeZone;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::watch;

pub mod evidence;
pub mod imports;
pub mod mark;

/// How to open a data folder.
pub struct Options {
    pub data: PathBuf,
    /// IANA zone in which dates are judged; `None`: as the ledger says, Asia/Shanghai for a new one.
    pub zone: Option<String>,
    /// Name of the ledger as a log, its address without scheme; `None`: as the ledger says, or no log.
    pub origin: Option<String>,
    /// Where the high-water mark is kept; `None`: nowhere.
    pub high_water: Option<PathBuf>,
    pub clock: Clock,
    pub entropy: Entropy,
    pub probe: Option<Probe>,
    pub webhooks: Settings,
    /// Edges that one step of a reach follows.
    pub reach_edges: usize,
    /// Called when a commit failed, after every waiter was told.
    pub on_failure: Box<dyn Fn(&StoreError) + Send>,
}

impl Options {
    /// The usual ones for a folder.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            zone: None,
            origin: None,
            high_water: None,
            clock: Clock::system(),
            entropy: Entropy::System,
            probe: None,
            webhooks: Settings::default(),
            reach_edges: REACH_STEP_EDGES_COUNT,
            on_failure: Box::new(|_| {}),
        }
    }
}

/// The running service without its protocol.
pub struct App {
    pub db: Arc<Db>,
    pub keyring: Keyring,
    pub clock: Arc<Clock>,
    pub entropy: Arc<Entropy>,
    pub zone: TimeZone,
    pub zone_name: String,
    /// Working days, by which the deadlines of recalls are counted.
    pub calendars: Calendars,
    pub webhooks: Webhooks,
    committed: watch::Sender<()>,
    /// Shipped policies that do not go together with those the operator adopted.
    pub skipped: Vec<Skipped>,
    pub evidence: evidence::Evidence,
    pub imports: imports::Imports,
    mark: Option<mark::Keeper>,
    queue: Arc<Queue>,
    writer: Mutex<Option<JoinHandle<()>>>,
    failed: Arc<AtomicBool>,
}

/// Tells everybody who waits that something was committed.
fn rung(commits: &watch::Sender<()>, bell: &impl Fn()) {
    commits.send_replace(());
    bell();
}

fn engine(error: impl std::fmt::Display) -> StoreError {
    StoreError::Engine(error.to_string())
}

/// Zone of a new ledger when none is named.
pub const ZONE_DEFAULT: &str = "Asia/Shanghai";

impl App {
    /// Opens the folder, creating a ledger when there is none; then the text of its first operator
    /// token comes back, which is stored nowhere.
    pub fn open(options: Options) -> Result<(Self, Option<String>), OpenError> {
        let Options {
            data,
            zone: asked,
            origin,
            high_water,
            clock,
            entropy,
            probe,
            reach_edges,
            webhooks,
            on_failure,
        } = options;
        let calendars = Calendars::shipped()?;
        private_folder(&data)?;
        let fresh = !data.join("store").exists();
        let mut keyring = Keyring::open(&data.join("keys"), fresh, &entropy)?;
        let db = Db::open(&data.join("store"), probe)?;
        let (zone_name, first) = ledger(&db, &mut keyring, (&clock, &entropy), asked)?;
        let zone = time_zone(&zone_name)?;
        let evidence = open_evidence(&data, &db)?;
        let imports = imports::Imports::open(&data).map_err(engine)?;
        high_water.as_deref().map_or(Ok(()), |path| mark::check(path, &db.snapshot()))?;
        let signer = log_signer(&db, &mut keyring, (&clock, &entropy), origin.as_deref())?;
        let skipped = genesis::adopt_shipped(&db, &keyring, &clock, &entropy)?;
        let (db, clock, entropy) = (Arc::new(db), Arc::new(clock), Arc::new(entropy));
        let queue = Arc::new(Queue::default());
        let failed = Arc::new(AtomicBool::new(false));
        let webhooks = deliveries((&db, &clock, &entropy), &zone, &keyring, webhooks)?;
        let mark = high_water.map(|path| mark::Keeper::start(path, Arc::clone(&db))).transpose();
        let committed = watch::Sender::new(());
        let (bell, tell) = (webhooks.bell(), committed.clone());
        let writer = Writer {
            db: Arc::clone(&db),
            queue: Arc::clone(&queue),
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
            zone: zone.clone(),
            rulebooks: Arc::default(),
            signer,
            reach_edges,
            failed: Arc::clone(&failed),
            on_commit: Box::new(move || rung(&tell, &bell)),
            on_failure,
        };
        let spawned = writer.spawn().map_err(engine)?;
        let app = Self {
            db,
            keyring,
            clock,
            entropy,
            zone,
            zone_name,
            calendars,
            skipped,
            evidence,
            imports,
            mark: mark.map_err(engine)?,
            webhooks,
            committed,
            queue,
            writer: Mutex::new(Some(spawned)),
            failed,
        };
        Ok((app, first))
    }

    /// The key that signs what the log answers for; `None` where the ledger has none.
    pub fn log_signer(&self) -> Result<Option<Signer>, OpenError> {
        tree::signer(&self.snapshot(), &self.keyring)
    }

    /// Hears of every commit from now on.
    pub fn commits(&self) -> watch::Receiver<()> {
        self.committed.subscribe()
    }

    /// Hands a command to the writer and waits until its group is on disk.
    pub async fn submit(&self, submission: Submission) -> Answer {
        let answer = self.queue.push(submission).map_err(Refusal::from)?;
        answer.await.unwrap_or_else(|_| Err(Code::OutcomeUnknown.into()))
    }

    /// Hands several commands to the writer side by side and waits until all are on disk. Errors: none
    /// of them was taken.
    pub async fn submit_all(&self, submissions: Vec<Submission>) -> Result<Vec<Answer>, Refusal> {
        let waiting = self.queue.push_all(submissions).map_err(Refusal::from)?;
        let mut answers = Vec::with_capacity(waiting.len());
        for answer in waiting {
            answers.push(answer.await.unwrap_or_else(|_| Err(Code::OutcomeUnknown.into())));
        }
        Ok(answers)
    }

    /// Hands a command to the writer and blocks until its group is on disk.
    pub fn submit_blocking(&self, submission: Submission) -> Answer {
        let answer = self.queue.push(submission).map_err(Refusal::from)?;
        answer.blocking_recv().unwrap_or_else(|_| Err(Code::OutcomeUnknown.into()))
    }

    /// A consistent state to read.
    pub fn snapshot(&self) -> Snapshot<'_> {
        self.db.snapshot()
    }

    /// The instant and the ledger's day.
    pub fn now(&self) -> (Instant, Day) {
        let now = Instant(self.clock.now_ms());
        (now, now.day_in(&self.zone))
    }

    /// Starts counting scans beside the ledger.
    pub fn count_scans(&self, patterns: Patterns, retention_days: u32) -> std::io::Result<Keeper> {
        let (db, clock) = (Arc::clone(&self.db), Arc::clone(&self.clock));
        let (entropy, zone) = (Arc::clone(&self.entropy), self.zone.clone());
        Keeper::start(KeeperOptions { db, clock, entropy, zone, patterns, retention_days })
    }

    /// Whether writes are still taken.
    pub fn is_writable(&self) -> bool {
        !self.failed.load(Ordering::SeqCst)
    }

    /// Commands waiting for the writer.
    pub fn queued(&self) -> usize {
        self.queue.len()
    }

    /// A fresh token: what is stored of it, and the text that is shown once.
    pub fn new_token(&self) -> Result<(FirstToken, String), OpenError> {
        new_token(&self.keyring, &self.entropy)
    }

    /// Who a token speaks for.
    pub fn authenticate(&self, text: &str) -> Result<Actor, Refusal> {
        let known = self.known_token(text).map_err(|error| {
            tracing::error!(%error, "token look-up failed");
            Code::Internal
        })?;
        known.ok_or_else(|| Code::Unauthorized.into())
    }

    fn known_token(&self, text: &str) -> Result<Option<Actor>, StoreError> {
        let Some((id, secret)) = split_token(text) else { return Ok(None) };
        let snapshot = self.snapshot();
        let Some(TokenIndexRow(holder)) = snapshot.row(&id.0)? else { return Ok(None) };
        let Some(row) = snapshot.row::<TokenRow>(&key::token(&holder, id.0))? else {
            return Ok(None);
        };
        // blake3::Hash compares in constant time.
        let given = blake3::Hash::from_bytes(self.keyring.token_hash(secret.as_bytes()));
        let (_, today) = self.now();
        let expired = row.expires_on.is_some_and(|last| Day::from_number(last) < today);
        if given != blake3::Hash::from_bytes(row.hash) || row.revoked.is_some() || expired {
            return Ok(None);
        }
        Ok(Some(Actor {
            token: id,
            role: Role::from_number(row.role).unwrap_or(Role::Seller),
            organization: row.organization.and_then(|code| OrgCode::parse(&code).ok()),
            region: row.region.and_then(|region| Region::parse(&region).ok()),
            post: row.post,
        }))
    }

    /// Writes what is waiting, and stops the writer and the webhooks.
    pub fn close(&self) {
        self.queue.close();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            // A writer that panicked has already failed its waiters by dropping their channels.
            let _panicked = writer.join();
        }
        self.webhooks.stop();
        if let Some(mark) = &self.mark {
            mark.close();
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.close();
    }
}

/// The files of evidence, without those that no fact names: a crash between a file and its fact, or
/// between an erasure and its file, leaves one.
fn open_evidence(data: &Path, db: &Db) -> Result<evidence::Evidence, StoreError> {
    let files = Files::open(data)?;
    let snapshot = db.snapshot();
    let removed = files.sweep(|hash| crate::views::evidence::is_named(&snapshot, hash))?;
    if removed > 0 {
        tracing::info!(removed, "files of evidence that no fact names were removed");
    }
    Ok(evidence::Evidence::new(files))
}

/// The zone of the ledger, which is opened where there is none; then with its first operator token.
fn ledger(
    db: &Db,
    keyring: &mut Keyring,
    (clock, entropy): (&Clock, &Entropy),
    asked: Option<String>,
) -> Result<(String, Option<String>), OpenError> {
    if let Some(zone) = genesis::resume(db, keyring)? {
        return match asked.is_none_or(|asked| asked == zone) {
            true => Ok((zone, None)),
            false => Err(OpenError::OtherZone(zone)),
        };
    }
    let zone = asked.unwrap_or_else(|| ZONE_DEFAULT.to_owned());
    time_zone(&zone)?;
    let (token, text) = new_token(keyring, entropy)?;
    genesis::open_ledger(db, keyring, clock, entropy, &zone, &token)?;
    Ok((zone, Some(text)))
}

/// The key that signs the ledger as a log; made where the log has a name and no key yet. Errors: the
/// ledger does not fit what it signed before.
fn deliveries(
    (db, clock, entropy): (&Arc<Db>, &Arc<Clock>, &Arc<Entropy>),
    zone: &TimeZone,
    keyring: &Keyring,
    settings: Settings,
) -> Result<Webhooks, OpenError> {
    Ok(Webhooks::start(Tools {
        db: Arc::clone(db),
        clock: Arc::clone(clock),
        entropy: Arc::clone(entropy),
        zone: zone.clone(),
        key: keyring.webhook_key(),
        settings,
    })?)
}

fn log_signer(
    db: &Db,
    keyring: &mut Keyring,
    (clock, entropy): (&Clock, &Entropy),
    origin: Option<&str>,
) -> Result<Option<Signer>, OpenError> {
    let signer = tree::signer(&db.snapshot(), keyring)?;
    tree::resume(db, signer.as_ref())?;
    match origin {
        Some(origin) if signer.is_none() => {
            genesis::open_log(db, keyring, clock, entropy, origin).map(Some)
        }
        _ => Ok(signer),
    }
}

/// Opens a store for a command that must have it alone, without a writer.
pub fn open_store(data: &Path) -> Result<(Db, Keyring), OpenError> {
    let keyring = Keyring::open(&data.join("keys"), false, &Entropy::System)?;
    let db = Db::open(&data.join("store"), None)?;
    genesis::resume(&db, &keyring)?;
    Ok((db, keyring))
}

/// A fresh token for a store without a service: see [`App::new_token`].
pub fn new_token(keyring: &Keyring, entropy: &Entropy) -> Result<(FirstToken, String), OpenError> {
    let mut id = [0; 8];
    id.copy_from_slice(entropy.bytes32()?.first_chunk::<8>().unwrap_or(&[0; 8]));
    let secret = blake3::Hash::from_bytes(entropy.bytes32()?).to_hex();
    let text = format!("suyuan_{}_{secret}", TokenId(id));
    Ok((FirstToken { id, hash: keyring.token_hash(secret.as_bytes()) }, text))
}

/// Makes a folder that only its owner can read: it will hold restricted sections and token hashes.
pub fn private_folder(path: &Path) -> Result<(), OpenError> {
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    Ok(made.map_err(|error| KeyringError::File { path: path.display().to_string(), error })?)
}

fn split_token(text: &str) -> Option<(TokenId, &str)> {
    let (id, secret) = text.strip_prefix("suyuan_")?.split_once('_')?;
    (secret.len() == 64).then_some((TokenId::parse(id)?, secret))
}

fn time_zone(name: &str) -> Result<TimeZone, OpenError> {
    TimeZone::get(name).map_err(|_| OpenError::Zone(name.to_owned()))
}
