//! The work of an import: each record becomes a command, which is tried or submitted.

use super::super::commands::{
    Identity, Named, admission, batch_named, check_named, names, product_named, submission,
};
use super::super::service::Service;
use super::Found;
use super::feed::{Step, feed};
use crate::app::imports::{Counts, Job, Stage};
use crate::domain::command::{Actor, BatchKey, Command, Submission};
use crate::domain::lot::{Lot, ProductCode};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::ledger::queue::Answer;
use crate::ledger::trial::Trial;
use crate::limits::{IMPORT_CHUNK_COUNT, IMPORT_FINDINGS_COUNT_MAX};
use crate::wire::parse::{self, UnitsAsked, UnitsRequest};
use crate::wire::table::{Book, Broken, Finding, Format, Item, Kind, Level};
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

/// Times that a full queue is waited for, and how long each.
const BUSY_TRIES: usize = 1_200;
const BUSY_WAIT: Duration = Duration::from_millis(50);

/// The command of a record, or what was found that keeps it from being one.
type Made = Result<Submission, Vec<Finding>>;

/// One import at work.
pub(super) struct Work {
    pub service: Arc<Service>,
    pub actor: Actor,
    pub job: Arc<Job>,
}

/// What was counted and found so far.
struct Log<'a> {
    job: &'a Job,
    out: Box<dyn Write>,
    counts: Counts,
    kept: usize,
    sheet_lost: bool,
}

impl Log<'_> {
    fn found(&mut self, rows: Vec<(String, u32)>, findings: Vec<Finding>, failed: bool) {
        let errors = findings.iter().filter(|finding| finding.level == Level::Error).count() as u64;
        self.counts.errors += errors;
        self.counts.notes += findings.len() as u64 - errors;
        if findings.is_empty() || self.kept >= IMPORT_FINDINGS_COUNT_MAX {
            return;
        }
        self.kept += findings.len();
        let found = Found { failed, rows, findings };
        if let Err(error) = writeln!(self.out, "{}", found.line()) {
            tracing::error!(%error, "findings of an import could not be written");
        }
    }

    /// A row, or (0) a sheet, of which nothing can be made.
    fn unread(&mut self, row: u32, findings: Vec<Finding>) {
        self.counts.failed += u64::from(row > 0);
        self.counts.records += u64::from(row > 0);
        self.sheet_lost |= row == 0;
        let sheet = findings.first().map(|one| one.sheet.clone());
        self.found(vec![(sheet.unwrap_or_default(), row)], findings, true);
    }

    fn failed(&mut self, item: &Item, more: Vec<Finding>) {
        self.counts.failed += 1;
        let mut findings = item.findings.clone();
        findings.extend(more);
        if findings.iter().all(|finding| finding.level == Level::Note) {
            // Whatever is refused is told.
            findings.push(Finding::of_row("internal", &item.sheet, item.row, ""));
        }
        self.found(item.rows(), findings, true);
    }

    fn taken(&mut self, item: &Item, new: bool) {
        let counter = if new { &mut self.counts.accepted } else { &mut self.counts.repeated };
        *counter += 1;
        self.found(item.rows(), item.findings.clone(), false);
    }

    fn tell(&self) {
        let counts = self.counts;
        self.change(|state| state.counts = counts);
    }

    fn change(&self, change: impl FnOnce(&mut crate::app::imports::State)) {
        if let Err(error) = self.job.change(change) {
            tracing::error!(%error, "the state of an import could not be kept");
        }
    }
}

/// A fault of this program leaves nothing standing as being at work.
impl Drop for Work {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let end = |state: &mut crate::app::imports::State| {
            if matches!(state.stage, Stage::Checking | Stage::Running) {
                state.stage = Stage::Interrupted;
            }
        };
        if let Err(error) = self.job.change(end) {
            tracing::error!(%error, "the state of an import could not be kept");
        }
    }
}

impl Work {
    fn log(&self) -> std::io::Result<Log<'_>> {
        let out = Box::new(self.job.findings_writer()?);
        Ok(Log { job: &self.job, out, counts: Counts::default(), kept: 0, sheet_lost: false })
    }

    /// Reads and tries every record.
    pub(super) fn check(&self) {
        let done = self.log().map_err(Broken::from).and_then(|mut log| {
            let done = self.tried(&mut log);
            log.out.flush()?;
            log.tell();
            done.map(|ended| (ended, log.sheet_lost))
        });
        let change = |state: &mut crate::app::imports::State| match done {
            Ok((true, lost)) => {
                (state.stage, state.checked, state.unreadable_sheet) = (Stage::Checked, true, lost);
            }
            Ok((false, _)) => state.stage = Stage::Interrupted,
            Err(_) => state.stage = Stage::Unreadable,
        };
        if let Err(error) = self.job.change(change) {
            tracing::error!(%error, "the state of an import could not be kept");
        }
    }

    /// Whether it came to the end.
    fn tried(&self, log: &mut Log<'_>) -> Result<bool, Broken> {
        let app = &self.service.app;
        let (now, _) = app.now();
        let scratch = self.job.scratch();
        let trial = Trial::new(app.snapshot(), &scratch, now, app.zone.clone());
        let mut trial = trial.map_err(|error| store_failed(&error))?;
        let mut lost = None;
        let ended = self.each(log, |log, item, submission| {
            let judged = match submission {
                Ok(submission) => trial.judge(&submission),
                Err(findings) => {
                    log.failed(&item, findings);
                    return ControlFlow::Continue(());
                }
            };
            match judged {
                Ok(Ok(new)) => log.taken(&item, new),
                Ok(Err(refusal)) => log.failed(&item, item.found(&refusal)),
                Err(error) => {
                    lost = Some(store_failed(&error));
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        })?;
        lost.map_or(Ok(ended), Err)
    }

    /// Gives every record that can be read, with its command or why it has none; whether it came to the end.
    fn each(
        &self,
        log: &mut Log<'_>,
        mut take: impl FnMut(&mut Log<'_>, Item, Made) -> ControlFlow<()>,
    ) -> Result<bool, Broken> {
        let state = self.job.state();
        let format = Format::parse(&state.format).unwrap_or(Format::Csv);
        let kind = state.kind.as_deref().and_then(Kind::parse);
        let mut ended = true;
        let read = Book::open(&self.job.upload(), format, kind).and_then(|book| {
            feed(&book, &|item: &Item| self.submission(item), |step| {
                if *self.service.closing.borrow() {
                    ended = false;
                    return ControlFlow::Break(());
                }
                let flow = match step {
                    Step::Findings(row, findings) => {
                        log.unread(row, findings);
                        ControlFlow::Continue(())
                    }
                    Step::Record(record) => {
                        log.counts.records += 1;
                        let (item, command) = *record;
                        let made = made(&item, command);
                        take(log, item, made)
                    }
                };
                if log.counts.records.is_multiple_of(100) {
                    log.tell();
                }
                flow
            })
        });
        if let Err(Broken { code, value }) = &read {
            let row = value.parse().unwrap_or(0);
            log.found(Vec::new(), vec![Finding::of_row(code, "", row, value)], true);
        }
        read.map(|()| ended)
    }

    /// Submits what can be taken; with `rollback` only when all can.
    pub(super) fn run(&self, rollback: bool) {
        let done = self.log().map_err(Broken::from).and_then(|mut log| {
            let stage = self.written(&mut log, rollback);
            log.out.flush()?;
            log.tell();
            stage
        });
        let stage = done.unwrap_or(Stage::Interrupted);
        if let Err(error) = self.job.change(|state| state.stage = stage) {
            tracing::error!(%error, "the state of an import could not be kept");
        }
    }

    fn written<'a>(&'a self, log: &mut Log<'a>, rollback: bool) -> Result<Stage, Broken> {
        if rollback {
            // The state may have moved since it was tried.
            let ended = self.tried(log)?;
            if !ended {
                return Ok(Stage::Interrupted);
            }
            if log.counts.failed > 0 {
                return Ok(Stage::Checked);
            }
            *log = self.log()?;
        }
        let mut chunk = Vec::with_capacity(IMPORT_CHUNK_COUNT);
        let mut stage = None;
        let ended = self.each(log, |log, item, made| {
            chunk.push((item, made));
            if chunk.len() < IMPORT_CHUNK_COUNT {
                return ControlFlow::Continue(());
            }
            stage = self.submit(log, &std::mem::take(&mut chunk), rollback);
            if stage.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if let Some(stage) = stage.or_else(|| self.submit(log, &chunk, rollback)) {
            return Ok(stage);
        }
        Ok(if ended { Stage::Done } else { Stage::Interrupted })
    }

    /// Hands commands to the writer; a stage when it goes no further.
    fn submit(&self, log: &mut Log<'_>, chunk: &[(Item, Made)], rollback: bool) -> Option<Stage> {
        let submissions: Vec<_> =
            chunk.iter().filter_map(|(_, made)| made.as_ref().ok().cloned()).collect();
        let mut answers = self.answers(&submissions).into_iter();
        let mut stage = None;
        for (item, made) in chunk {
            let answer = match made {
                Ok(_) => answers.next().unwrap_or(Err(Code::Internal.into())),
                Err(findings) => {
                    log.failed(item, findings.clone());
                    continue;
                }
            };
            match answer {
                Ok(receipt) => log.taken(item, !receipt.repeated),
                Err(Refusal::Because(Code::OutcomeUnknown | Code::Internal | Code::Busy)) => {
                    stage = Some(Stage::Interrupted);
                }
                Err(refusal) => {
                    log.failed(item, item.found(&refusal));
                    if rollback {
                        stage = stage.or(Some(Stage::Stopped));
                    }
                }
            }
        }
        log.tell();
        stage
    }

    fn answers(&self, submissions: &[Submission]) -> Vec<Answer> {
        if submissions.is_empty() {
            return Vec::new();
        }
        let runtime = tokio::runtime::Handle::current();
        for _ in 0..BUSY_TRIES {
            match runtime.block_on(self.service.app.submit_all(submissions.to_vec())) {
                Ok(answers) => return answers,
                Err(Refusal::Because(Code::Busy)) if !*self.service.closing.borrow() => {
                    runtime.block_on(tokio::time::sleep(BUSY_WAIT));
                }
                Err(refusal) => {
                    return submissions.iter().map(|_| Err(refusal.clone())).collect();
                }
            }
        }
        submissions.iter().map(|_| Err(Code::Busy.into())).collect()
    }

    /// The command of a record, named as the API would name it.
    fn submission(&self, item: &Item) -> Result<Submission, Refusal> {
        let organization = OrgCode::parse(&self.job.state().organization)
            .map_err(|_| Refusal::Because(Code::Internal))?;
        let named = self.named(&organization, item)?;
        let parts: Vec<_> = named.parts.iter().map(String::as_str).collect();
        let (actor, identity) = (self.actor.clone(), Identity::Natural(&parts));
        submission(&self.service, actor, named.route, identity, &item.body, named.command)
            .map_err(|refused| refused.0)
    }

    fn named(&self, organization: &OrgCode, item: &Item) -> Result<Named, Refusal> {
        match item.kind {
            Kind::Organizations => admission(&item.body),
            Kind::Products => product_named(organization, &item.body),
            Kind::Batches => batch_named(organization, &item.body),
            Kind::Checks => {
                check_named(&self.service, &self.actor, batch_of(organization, item)?, &item.body)
            }
            Kind::Events => {
                let event = parse::event(&batch_of(organization, item)?, &item.body)?;
                let command = Command::StateEvent(Box::new(event));
                self.said(organization, item, "imported event", command)
            }
            Kind::Serials => {
                let batch = batch_of(organization, item)?;
                let UnitsRequest { units, label } = parse::units(&item.body)?;
                let UnitsAsked::Serials(serials) = units else {
                    return Err(Refusal::field("/serials", FieldCode::Required));
                };
                let command = Command::RegisterSerials { batch, serials, label };
                self.said(organization, item, "imported serials", command)
            }
        }
    }

    /// What may rightly be said twice is named by the sender's reference, else by what it says: a file
    /// sent again doubles nothing, whichever token of the side sends it.
    fn said(
        &self,
        organization: &OrgCode,
        item: &Item,
        route: &'static str,
        command: Command,
    ) -> Result<Named, Refusal> {
        let mut parts = Vec::from(names(&batch_of(organization, item)?));
        let own = self.actor.organization.as_ref().map_or("", |code| code.as_str()).to_owned();
        parts.extend([self.actor.role.word().to_owned(), own]);
        match &item.beside.reference {
            Some(reference) => parts.extend(["reference".to_owned(), reference.clone()]),
            None => {
                let said = blake3::hash(&parse::canonical(&item.body)?).to_hex().to_string();
                parts.extend(["content".to_owned(), said]);
            }
        }
        Ok(Named { route, parts, command })
    }
}

fn made(item: &Item, command: Result<Submission, Refusal>) -> Made {
    let faulty = item.findings.iter().any(|finding| finding.level == Level::Error);
    match command {
        Ok(submission) if !faulty => Ok(submission),
        Ok(_) => Err(Vec::new()),
        Err(refusal) => Err(item.found(&refusal)),
    }
}

fn store_failed(error: &crate::store::StoreError) -> Broken {
    tracing::error!(%error, "the store failed during an import");
    Broken { code: "internal", value: String::new() }
}

/// The lot that a record is about.
fn batch_of(organization: &OrgCode, item: &Item) -> Result<BatchKey, Refusal> {
    let missing = |name: &str| Refusal::field(format!("/path/{name}"), FieldCode::Required);
    let wrong = |name: &str, code| Refusal::field(format!("/path/{name}"), code);
    let product = item.beside.product.as_deref().ok_or_else(|| missing("product"))?;
    let lot = item.beside.lot.as_deref().ok_or_else(|| missing("lot"))?;
    let product =
        ProductCode::parse(product).map_err(|_| wrong("product", FieldCode::NotAProductCode))?;
    let lot = Lot::parse(lot).map_err(|_| wrong("lot", FieldCode::NotALot))?;
    Ok(BatchKey { organization: organization.clone(), product, lot })
}
