//! Load on a server in another process: as fast as the connections allow, or paced whatever the
//! answers take. One thread, so that the server keeps the other cores.

use crate::client::Connection;
use crate::machine::cpu_time;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Writes the bytes of the n-th request.
pub(crate) type Request = Arc<dyn Fn(u64, &mut Vec<u8>) + Send + Sync>;

/// Where to send what, and the status that is right.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) address: SocketAddr,
    /// Process whose processor time counts.
    pub(crate) process: u32,
    pub(crate) connections: u64,
    pub(crate) status: u16,
    pub(crate) request: Request,
    /// Number of the next request, kept from one measurement to the next.
    pub(crate) next: Arc<AtomicU64>,
}

/// What a closed loop came to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speed {
    /// Answers per second.
    pub(crate) rate: f64,
    /// Processor time of the server for one answer.
    pub(crate) cpu: Duration,
}

/// Both as fast as they can by turns, and the best round of each: whatever else the machine does only
/// ever slows a round down. The first rounds warm the caches up.
pub(crate) fn take_turns(bare: &Target, service: &Target, round: Duration) -> (Speed, Speed) {
    let turn = || (bare.closed(round), service.closed(round));
    (1..ROUNDS)
        .map(|_| turn())
        .fold(turn(), |best, found| (best.0.better(found.0), best.1.better(found.1)))
}

const ROUNDS: usize = 5;

impl Speed {
    fn better(self, other: Self) -> Self {
        Self { rate: self.rate.max(other.rate), cpu: self.cpu.min(other.cpu) }
    }
}

impl Target {
    /// Every connection sends its next request as soon as it has its answer.
    pub(crate) fn closed(&self, length: Duration) -> Speed {
        runtime().block_on(async {
            let mut workers = JoinSet::new();
            let (began, before) = (Instant::now(), cpu_time(self.process));
            for _ in 0..self.connections {
                let target = self.clone();
                workers.spawn(async move {
                    let mut connection = Connection::open(target.address).await;
                    let mut answers = 0_u64;
                    while began.elapsed() < length {
                        target.once(&mut connection).await;
                        answers += 1;
                    }
                    answers
                });
            }
            let answers: u64 = workers.join_all().await.into_iter().sum();
            let (took, cpu) = (began.elapsed(), cpu_time(self.process) - before);
            Speed {
                rate: answers as f64 / took.as_secs_f64(),
                cpu: cpu.div_f64(answers.max(1) as f64),
            }
        })
    }

    /// Requests are due at equal distances, answered or not; how long the slowest hundredth took from
    /// when it was due.
    pub(crate) fn paced(&self, rate: f64, length: Duration) -> Duration {
        let distance = Duration::from_secs_f64(1.0 / rate);
        let total = due_after(length, distance);
        let due = Arc::new(Semaphore::new(0));
        let began = Instant::now() + Duration::from_millis(50);
        let pacer = pace(Arc::clone(&due), began, distance, total);
        let mut times: Vec<Duration> = runtime().block_on(async {
            let taken = Arc::new(AtomicU64::new(0));
            let mut workers = JoinSet::new();
            for _ in 0..self.connections {
                let (target, due, taken) = (self.clone(), Arc::clone(&due), Arc::clone(&taken));
                workers.spawn(async move {
                    let mut connection = Connection::open(target.address).await;
                    let mut times = Vec::new();
                    loop {
                        due.acquire().await.expect("an open semaphore").forget();
                        let number = taken.fetch_add(1, Ordering::Relaxed);
                        if number >= total {
                            return times;
                        }
                        let was_due = began + distance.mul_f64(number as f64);
                        target.once(&mut connection).await;
                        times.push(was_due.elapsed());
                    }
                });
            }
            workers.join_all().await.into_iter().flatten().collect()
        });
        pacer.join().expect("the pacer");
        times.sort_unstable();
        times.get(times.len() * 99 / 100).copied().unwrap_or_default()
    }

    async fn once(&self, connection: &mut Connection) {
        let mut request = Vec::with_capacity(512);
        (self.request)(self.next.fetch_add(1, Ordering::Relaxed), &mut request);
        let (status, answer) = connection.exchange(&request).await;
        assert_eq!(status, self.status, "{}", String::from_utf8_lossy(answer));
    }
}

/// Hands out each request when it is due, and at the end one leave to go for each waiting connection.
/// A thread of its own: the timer of the runtime counts in whole milliseconds.
fn pace(due: Arc<Semaphore>, began: Instant, distance: Duration, total: u64) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut given = 0;
        while given < total {
            let until = due_after(began.elapsed(), distance).min(total);
            due.add_permits(usize::try_from(until - given).expect("a small number"));
            given = until;
            let next = began + distance.mul_f64(given as f64);
            std::thread::park_timeout(next.saturating_duration_since(Instant::now()));
        }
        due.add_permits(Semaphore::MAX_PERMITS / 2);
    })
}

/// How many requests are due in a time.
fn due_after(time: Duration, distance: Duration) -> u64 {
    u64::try_from(time.as_nanos() / distance.as_nanos().max(1)).unwrap_or(u64::MAX)
}

/// A runtime of one thread.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}
