//! Records of a file, read and made into commands ahead of whoever takes them, on every core.

use crate::domain::command::Submission;
use crate::domain::refusal::Refusal;
use crate::limits::IMPORT_CHUNK_COUNT;
use crate::wire::table::{Book, Broken, Entry, Finding, Item};
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::mpsc::{SyncSender, sync_channel};

/// Chunks that may wait: one is taken while the next is made.
const AHEAD_COUNT: usize = 2;

/// One record with its command, or a row of which nothing can be made.
pub(super) enum Step {
    Findings(u32, Vec<Finding>),
    Record(Box<(Item, Result<Submission, Refusal>)>),
}

/// Gives the records of a file in order until one is enough.
pub(super) fn feed(
    book: &Book,
    command: &(impl Fn(&Item) -> Result<Submission, Refusal> + Sync),
    mut take: impl FnMut(Step) -> ControlFlow<()>,
) -> Result<(), Broken> {
    std::thread::scope(|scope| {
        let (give, chunks) = sync_channel(AHEAD_COUNT);
        let reader = scope.spawn(move || read(book, command, &give));
        // Nobody receives any more once this ends early, which ends the reader.
        let _enough = chunks.into_iter().flatten().try_for_each(&mut take);
        reader.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

fn read(
    book: &Book,
    command: &(impl Fn(&Item) -> Result<Submission, Refusal> + Sync),
    give: &SyncSender<Vec<Step>>,
) -> Result<(), Broken> {
    let mut waiting = Vec::with_capacity(IMPORT_CHUNK_COUNT);
    let read = book.each(&mut |entry| {
        waiting.push(entry);
        if waiting.len() < IMPORT_CHUNK_COUNT {
            return ControlFlow::Continue(());
        }
        match give.send(steps(std::mem::take(&mut waiting), command)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    });
    // What stood before a row that ends the reading is given too.
    let _enough = give.send(steps(waiting, command));
    read
}

fn steps(
    mut entries: Vec<Entry>,
    command: &(impl Fn(&Item) -> Result<Submission, Refusal> + Sync),
) -> Vec<Step> {
    let step = |entry| match entry {
        Entry::Findings(row, findings) => Step::Findings(row, findings),
        Entry::Item(item) => {
            let command = command(&item);
            Step::Record(Box::new((*item, command)))
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = entries.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let mut workers = Vec::new();
        while entries.len() > share {
            let rest = entries.split_off(share);
            let part = std::mem::replace(&mut entries, rest);
            workers.push(scope.spawn(move || part.into_iter().map(step).collect::<Vec<_>>()));
        }
        let last: Vec<_> = entries.into_iter().map(step).collect();
        let others = workers.into_iter().flat_map(|worker| match worker.join() {
            Ok(steps) => steps,
            Err(panic) => resume_unwind(panic),
        });
        others.chain(last).collect()
    })
}
