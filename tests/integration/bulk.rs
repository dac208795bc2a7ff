//! Many registrations quickly: straight to the writer, many at once, so that groups are large.

use crate::harness::{MAKER, batch};
use futures_util::future::join_all;
use std::ops::Range;
use suyuan::app::App;
use suyuan::domain::command::{Actor, Command, Retry, Submission};
use suyuan::domain::org_code::OrgCode;
use suyuan::ledger::queue::Answer;
use suyuan::wire::parse;

/// Commands in flight.
const AT_ONCE: u64 = 1_024;

/// The registration of a lot of `SS-200`, as the HTTP layer would hand it over.
pub fn registration(app: &App, actor: &Actor, lot: &str, units: u64) -> Submission {
    let body = batch(lot, units).to_string().into_bytes();
    let command = parse::batch(&OrgCode::parse(MAKER).unwrap(), &body).unwrap();
    let retry = Retry {
        identity: *blake3::hash(lot.as_bytes()).as_bytes(),
        digest: app.keyring.retry_digest(&body),
    };
    let command = Command::RegisterBatch(Box::new(command));
    Submission { actor: actor.clone(), command, retry, bytes: 1_024 + 2 * body.len() }
}

/// Name of a lot by its number.
pub fn lot(number: u64) -> String {
    format!("B{number:07}")
}

/// Registers lots by their numbers, three units each.
pub fn register(app: &App, token: &str, numbers: Range<u64>) {
    let actor = app.authenticate(token).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut first = numbers.start;
        while first < numbers.end {
            let last = numbers.end.min(first + AT_ONCE);
            let all = (first..last).map(|number| registration(app, &actor, &lot(number), 3));
            let all: Vec<_> = all.collect();
            for answer in join_all(all.into_iter().map(|one| app.submit(one))).await {
                accepted(answer);
            }
            first = last;
        }
    });
}

#[track_caller]
fn accepted(answer: Answer) {
    let receipt = answer.unwrap();
    assert!(!receipt.repeated, "{receipt:?}");
}
