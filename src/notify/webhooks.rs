//! Webhooks at work: a few threads, each with one webhook at a time, so that a webhook gets its changes
//! one after another and in order. A cursor moves only when a change was taken, so that a change is
//! delivered at least once, whatever ends in between.

use super::hooks::{self, RegisterError, Registered, Request};
use super::send::{self, Message, Outcome};
use super::{Subscriber, sign, watches, worker};
use crate::clock::{Clock, Entropy};
use crate::domain::code_ids::SubscriptionId;
use crate::domain::command::Actor;
use crate::domain::listing::ListingItem;
use crate::limits::{
    WEBHOOK_ANSWER_MS_MAX, WEBHOOK_RETRY_MS, WEBHOOK_RETRY_MS_MAX, WEBHOOK_THREADS_COUNT,
};
use crate::store::StoreError;
use crate::store::db::Db;
use crate::store::layout::key;
use jiff::tz::TimeZone;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How deliveries are made; only tests and development change it.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Deliver to this machine too, without encryption.
    pub loopback: bool,
    /// Wait after a first failure.
    pub retry_ms: u64,
    /// Longest wait after a failure.
    pub retry_ms_max: u64,
    /// How long an answer may take.
    pub answer_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            loopback: false,
            retry_ms: WEBHOOK_RETRY_MS,
            retry_ms_max: WEBHOOK_RETRY_MS_MAX,
            answer_ms: WEBHOOK_ANSWER_MS_MAX,
        }
    }
}

/// What deliveries need of the service.
pub struct Tools {
    pub db: Arc<Db>,
    pub clock: Arc<Clock>,
    pub entropy: Arc<Entropy>,
    pub zone: TimeZone,
    /// From which the secrets are derived.
    pub key: [u8; 32],
    pub settings: Settings,
}

/// The webhooks of a service, and its watch lists.
pub struct Webhooks {
    shared: Arc<Shared>,
    /// Registrations count before they write: one at a time.
    registry: Mutex<()>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// What the threads share.
pub(super) struct Shared {
    pub(super) tools: Tools,
    pub(super) agent: ureq::Agent,
    state: Mutex<State>,
    wake: Condvar,
}

/// Who is to be served when.
#[derive(Default)]
struct State {
    stopped: bool,
    /// Counts the commits.
    news: u64,
    slots: BTreeMap<Vec<u8>, Slot>,
}

/// One webhook.
#[derive(Clone, Copy)]
struct Slot {
    busy: bool,
    /// `None`: when there is news.
    due: Option<Instant>,
    /// Changes up to here are none of its business.
    passed: u64,
}

/// What a turn of a webhook came to.
pub(super) enum Turn {
    /// There may be more at once.
    Again { passed: u64 },
    /// Nothing more until there is news.
    UpToDate { passed: u64 },
    /// It failed; next time after this.
    Later(Duration),
    /// It is paused.
    Paused,
    /// It was taken away.
    Gone,
}

/// A webhook whose turn it is.
pub(super) struct Job {
    pub(super) row_key: Vec<u8>,
    pub(super) passed: u64,
    news: u64,
}

impl Webhooks {
    /// Starts the threads and goes on with every webhook where it stood.
    pub fn start(tools: Tools) -> Result<Self, StoreError> {
        let answer = Duration::from_millis(tools.settings.answer_ms);
        let agent = send::agent(tools.settings.loopback, answer);
        let mut state = State::default();
        for (row_key, _) in hooks::hooks(&tools.db.snapshot(), &[])? {
            state.slots.insert(row_key, Slot::new());
        }
        let (state, wake) = (Mutex::new(state), Condvar::new());
        let shared = Arc::new(Shared { tools, agent, state, wake });
        let thread = |number: usize| {
            let shared = Arc::clone(&shared);
            let name = format!("webhooks-{number}");
            std::thread::Builder::new().name(name).spawn(move || worker::run(&shared))
        };
        let threads = (0..WEBHOOK_THREADS_COUNT).map(thread).collect::<Result<Vec<_>, _>>();
        let threads = threads.map_err(|error| StoreError::Engine(error.to_string()))?;
        Ok(Self { shared, registry: Mutex::new(()), threads: Mutex::new(threads) })
    }

    /// Tells the threads that something was committed, whenever they come to it.
    pub fn bell(&self) -> impl Fn() + Send + use<> {
        let shared = Arc::clone(&self.shared);
        move || shared.ring()
    }

    /// How deliveries are made.
    pub fn settings(&self) -> Settings {
        self.shared.tools.settings
    }

    /// Registers a webhook.
    pub fn register(
        &self,
        subscriber: &Subscriber,
        actor: &Actor,
        request: &Request<'_>,
    ) -> Result<Registered, RegisterError> {
        let _one = self.registry();
        let done = hooks::register(&self.shared.tools.db, subscriber, actor, request)?;
        self.shared.put(key::subscribed(&subscriber.prefix(), done.id.0));
        Ok(done)
    }

    /// Takes a webhook away; `false` when it is not there.
    pub fn remove(&self, subscriber: &Subscriber, id: SubscriptionId) -> Result<bool, StoreError> {
        let _one = self.registry();
        hooks::remove(&self.shared.tools.db, &key::subscribed(&subscriber.prefix(), id.0))
    }

    /// The secret of a webhook, for the answer that shows it once.
    pub fn secret(&self, subscriber: &Subscriber, id: SubscriptionId) -> String {
        sign::secret_text(&self.shared.tools.key, &subscriber.prefix(), id)
    }

    /// Sends a test now, beside the order of changes. Where it is taken, a paused webhook goes on, in
    /// the name of this actor. Blocks as long as an answer may take.
    pub fn test(
        &self,
        subscriber: &Subscriber,
        id: SubscriptionId,
        url: &str,
        actor: &Actor,
    ) -> Result<Outcome, StoreError> {
        let row_key = key::subscribed(&subscriber.prefix(), id.0);
        let now = self.shared.tools.clock.now_ms();
        let body = json!({"kind": "test", "webhook": id.to_string()}).to_string();
        let outcome = self.shared.deliver(&row_key, url, &format!("{id}-test-{now}"), &body);
        if outcome.is_taken() {
            let _one = self.registry();
            hooks::resume(&self.shared.tools.db, &row_key, actor)?;
            self.shared.put(row_key);
        }
        Ok(outcome)
    }

    /// Adds watches; `None` when there would be too many.
    pub fn watch(
        &self,
        subscriber: &Subscriber,
        items: &[ListingItem],
    ) -> Result<Option<watches::Added>, StoreError> {
        let _one = self.registry();
        watches::add(&self.shared.tools.db, subscriber, items)
    }

    /// Takes a watch off the list; `false` when it is not there.
    pub fn unwatch(&self, subscriber: &Subscriber, id: SubscriptionId) -> Result<bool, StoreError> {
        let _one = self.registry();
        watches::remove(&self.shared.tools.db, subscriber, id)
    }

    /// Ends the threads; what is being delivered is waited for.
    pub fn stop(&self) {
        self.shared.state().stopped = true;
        self.shared.wake.notify_all();
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            // A thread that panicked delivers nothing more, and the next start goes on.
            let _panicked = thread.join();
        }
    }

    fn registry(&self) -> MutexGuard<'_, ()> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    fn new() -> Self {
        Self { busy: false, due: Some(Instant::now()), passed: 0 }
    }
}

impl Shared {
    /// Signs and sends a body.
    pub(super) fn deliver(&self, row_key: &[u8], url: &str, id: &str, body: &str) -> Outcome {
        let (subscriber, hook) = row_key.split_at(row_key.len().saturating_sub(8));
        let secret = sign::secret(&self.tools.key, subscriber, hooks::of_key(hook));
        let time = self.tools.clock.now_ms().div_euclid(1_000);
        let signature = sign::signature(&secret, id, time, body);
        send::send(&self.agent, url, &Message { id, time, signature: &signature, body })
    }

    /// The next webhook whose turn it is; waits for one. `None`: the service ends.
    pub(super) fn take(&self) -> Option<Job> {
        let mut state = self.state();
        loop {
            if state.stopped {
                return None;
            }
            let now = Instant::now();
            let news = state.news;
            let idle = state.slots.iter_mut().filter(|(_, slot)| !slot.busy);
            let first = idle.filter_map(|(key, slot)| Some((slot.due?, key, slot)));
            let wait = match first.min_by_key(|(due, ..)| *due) {
                Some((due, row_key, slot)) if due <= now => {
                    slot.busy = true;
                    return Some(Job { row_key: row_key.clone(), passed: slot.passed, news });
                }
                Some((due, ..)) => Some(due.duration_since(now)),
                None => None,
            };
            state = match wait {
                Some(wait) => {
                    let waited = self.wake.wait_timeout(state, wait);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.wake.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Notes what a turn came to.
    pub(super) fn done(&self, job: &Job, turn: &Turn) {
        let mut state = self.state();
        let news = state.news > job.news;
        if matches!(turn, Turn::Gone) {
            state.slots.remove(&job.row_key);
            return;
        }
        if let Some(slot) = state.slots.get_mut(&job.row_key) {
            slot.busy = false;
            let now = Instant::now();
            match turn {
                Turn::Again { passed } => (slot.due, slot.passed) = (Some(now), *passed),
                Turn::UpToDate { passed } => {
                    (slot.due, slot.passed) = (news.then_some(now), *passed)
                }
                Turn::Later(wait) => slot.due = Some(now + *wait),
                Turn::Paused => slot.due = news.then_some(now),
                Turn::Gone => {}
            }
        }
        drop(state);
        self.wake.notify_one();
    }

    /// A webhook that is new or goes on: its turn comes at once.
    fn put(&self, row_key: Vec<u8>) {
        let mut state = self.state();
        let slot = state.slots.entry(row_key).or_insert_with(Slot::new);
        slot.due = Some(Instant::now());
        // Whoever is busy with it looks again.
        state.news += 1;
        drop(state);
        self.wake.notify_one();
    }

    /// Something was committed: those who were up to date look again.
    fn ring(&self) {
        let mut state = self.state();
        state.news += 1;
        let now = Instant::now();
        let waiting = state.slots.values_mut().filter(|slot| !slot.busy && slot.due.is_none());
        waiting.for_each(|slot| slot.due = Some(now));
        drop(state);
        self.wake.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
