//! Checks: one function from (command, view) to a draft or a refusal. They read the same view as a
//! scan, plus what the running group has already decided, and write nothing.
//!
//! Order, the same for every command: repeat of an earlier one → existence and rights → state → rule.

mod additives;
mod assistance;
mod checks;
mod closure;
mod corrections;
mod drills;
mod effectiveness;
mod events;
mod evidence;
mod gate;
mod goods;
mod intake;
mod judgements;
mod links;
mod making;
mod measures;
mod openings;
mod orders;
mod parties;
mod policies;
mod progress;
mod register;
mod units;

pub(in crate::ledger) use measures::resolved;

use crate::access::{self, Right};
use crate::domain::command::{Actor, BatchKey, Command, Document, Setting, Submission};
use crate::domain::day::{Day, Instant};
use crate::domain::org_code::OrgCode;
use crate::domain::permit::PermitKind;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::Region;
use crate::domain::words::Role;
use crate::fact::body::Body;
use crate::fact::record::{ActorRecord, BatchRef, EntryRecord, RetryRecord};
use crate::fact::seal::Draft;
use crate::rules::book::Rulebook;
use crate::rules::entries::Entry;
use crate::store::StoreError;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, EntryRow, OrganizationRow, ReceiptRow};
use crate::views::{entries, query};

/// What a command comes to.
#[derive(Debug)]
pub enum Decision {
    /// It was accepted before: the fact at this position answers it.
    Repeat(u64),
    Accept(Box<Draft>),
}

/// Why there is no decision.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Code> for CheckError {
    fn from(code: Code) -> Self {
        Self::Refused(code.into())
    }
}

impl From<Refusal> for CheckError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What the checks know beside the view.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What the ledger has adopted.
    pub rulebook: &'a Rulebook,
    /// Place the fact will have.
    pub position: u64,
    pub now: Instant,
    /// The ledger's day.
    pub today: Day,
    /// Fresh salt for a batch registered now.
    pub salt: [u8; 32],
}

/// Body and document of an accepted command.
type Accepted = (Body, Document);

/// Judges one command.
pub fn check(
    view: &impl Read,
    submission: &Submission,
    context: &Context<'_>,
) -> Result<Decision, CheckError> {
    let mut retry = RetryRecord::from(submission.retry);
    if let Command::Activate { batch, ordinals: None } = &submission.command {
        // "All units" means another thing once more were issued: a new activation, not a repeat.
        let units = query::batch(view, &BatchRef::from(batch))?.map_or(0, |row| row.units);
        retry.identity = *blake3::keyed_hash(&retry.identity, &units.to_be_bytes()).as_bytes();
    }
    if let Some(earlier) = view.row::<ReceiptRow>(&retry.identity)? {
        // Receipt and conflict are only for those who might have given the command: to others, even
        // that there is such a lot is nobody's business.
        authorize(view, &submission.actor, &submission.command, context)?;
        if earlier.digest != retry.digest {
            return Err(Code::ChangedUnderSameIdentity.into());
        }
        return Ok(Decision::Repeat(earlier.position));
    }
    let actor = &submission.actor;
    // A report that came by another way, or under another key, is the same report.
    let before = match &submission.command {
        Command::AddCheck(command) => {
            authorize(view, actor, &submission.command, context)?;
            checks::stated_before(view, actor, command)?
        }
        Command::TakeInCheck(command) => intake::stated_before(view, actor, command, context)?,
        _ => None,
    };
    if let Some(position) = before {
        return Ok(Decision::Repeat(position));
    }
    let (body, document) = judge(view, actor, &submission.command, context)?;
    let actor = ActorRecord::from(actor);
    Ok(Decision::Accept(Box::new(Draft { actor, retry: Some(retry), body, document })))
}

fn judge(
    view: &impl Read,
    actor: &Actor,
    command: &Command,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    match command {
        Command::AdmitOrganization(command) => parties::admit(view, actor, command),
        Command::IssueToken(command) => parties::issue_token(view, actor, command, context),
        Command::RevokeToken { organization, token } => {
            parties::revoke_token(view, actor, organization, *token)
        }
        Command::RegisterProduct(command) => goods::product(view, actor, command),
        Command::RegisterBatch(command) => goods::batch(view, actor, command, context),
        Command::AddCheck(command) => checks::add(view, actor, command, context),
        Command::Release { batch } => goods::release(view, actor, batch, context),
        Command::Withdraw { batch, document } => goods::withdraw(view, actor, batch, document),
        Command::Correct(command) => goods::correct(view, actor, command, context),
        Command::Erase { batch, section, document } => {
            goods::erase(view, actor, batch, *section, document)
        }
        Command::IssueUnits { batch, count, label } => {
            units::issue(view, actor, batch, (*count, *label), context)
        }
        Command::RegisterSerials { batch, serials, label } => {
            units::serials(view, actor, batch, (serials, *label))
        }
        Command::Activate { batch, ordinals } => {
            units::activate(view, actor, batch, *ordinals, context)
        }
        Command::ChangeUnits { batch, to, ordinals, document } => {
            units::change(view, actor, batch, *to, *ordinals, document)
        }
        Command::Hold { batch, document } => measures::hold(view, actor, batch, document, context),
        Command::Unhold { batch, document } => measures::unhold(view, actor, batch, document),
        Command::OpenRecall(command) => openings::open(view, actor, command, context),
        Command::StepRecall { recall, include, scopes, document } => {
            measures::step(view, actor, *recall, *include, scopes, document)
        }
        Command::EndRecall { recall, lift, document } => {
            measures::end(view, actor, *recall, *lift, document)
        }
        Command::RegisterEntry(command) => register::register(view, actor, command),
        Command::ChangeEntry(command) => register::change(view, actor, command),
        Command::StateEvent(command) => events::state(view, actor, command, context),
        Command::ChangeSettings { .. }
        | Command::ConfirmRecall { .. }
        | Command::RejectRecall { .. }
        | Command::ConfirmCorrection { .. }
        | Command::RejectCorrection { .. } => proposed(view, actor, command, context),
        Command::AddEvidence(command) => evidence::add(view, actor, command),
        Command::EraseEvidence { organization, hash, document } => {
            evidence::erase(view, actor, organization, *hash, document)
        }
        Command::Judge(command) => judgements::judge(view, actor, command, context),
        Command::JudgeLink { batch, input, confirmed } => {
            links::judge(view, actor, batch, input, *confirmed)
        }
        Command::StateProgress(_)
        | Command::AnswerAssistance(_)
        | Command::OfRecall(_)
        | Command::Drill(_) => recalled(view, actor, command, context),
        Command::AdoptPolicy(command) => policies::adopt(view, actor, command, context),
        Command::TakeInCheck(command) => intake::take_in(view, actor, command, context),
        Command::MatchCheck { queued, batch } => {
            intake::match_queued(view, actor, *queued, batch, context)
        }
    }
}

/// Corrections and recalls by four eyes, and the choices of them.
fn proposed(
    view: &impl Read,
    actor: &Actor,
    command: &Command,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    match command {
        Command::ChangeSettings { organization, setting: Setting::Corrections(mode) } => {
            corrections::settings(view, actor, organization, *mode)
        }
        Command::ChangeSettings { organization, setting: Setting::Recalls(mode) } => {
            openings::choose(view, actor, organization, *mode)
        }
        Command::ConfirmRecall { authority, proposal, recall } => {
            openings::confirm(view, actor, (authority, *proposal), recall, context)
        }
        Command::RejectRecall { authority, proposal, document } => {
            openings::reject(view, actor, (authority, *proposal), document)
        }
        Command::ConfirmCorrection { proposal, correct } => {
            corrections::confirm(view, actor, *proposal, correct, context)
        }
        Command::RejectCorrection { batch, proposal, document } => {
            corrections::reject(view, actor, batch, *proposal, document)
        }
        _ => Err(Code::Internal.into()),
    }
}

/// What is stated beside a recall, real or played.
fn recalled(
    view: &impl Read,
    actor: &Actor,
    command: &Command,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    match command {
        Command::StateProgress(command) => progress::state(view, actor, command, context),
        Command::AnswerAssistance(command) => assistance::answer(view, actor, command),
        Command::OfRecall(command) => effectiveness::state(view, actor, command, context),
        Command::Drill(command) => drills::judge(view, actor, command),
        _ => Err(Code::Internal.into()),
    }
}

/// The rights of commands whose repeats are recognized by their subject. Keyed ones are bound to the
/// token that gave them.
fn authorize(
    view: &impl Read,
    actor: &Actor,
    command: &Command,
    context: &Context<'_>,
) -> Result<(), CheckError> {
    let of_batch = |right, batch| own_batch(view, actor, right, batch).map(|_| ());
    let (right, organization) = match command {
        Command::RegisterBatch(command) => return of_batch(Right::RegisterGoods, &command.batch),
        Command::AddCheck(command) => {
            return checks::testable(view, actor, &command.batch, context.today).map(|_| ());
        }
        Command::Activate { batch, .. } => return of_batch(Right::RegisterGoods, batch),
        Command::AdmitOrganization(command) => (Right::Admit, &command.code),
        Command::RevokeToken { organization, .. } => (Right::ManageTokens, organization),
        Command::RegisterProduct(command) => (Right::RegisterGoods, &command.organization),
        Command::Release { batch } => (Right::Release, &batch.organization),
        Command::Withdraw { batch, .. } => (Right::Withdraw, &batch.organization),
        Command::RegisterEntry(command) => (Right::StateEntry, &command.holder),
        Command::MatchCheck { queued, batch } => {
            return intake::matchable(view, actor, *queued, batch, context).map(|_| ());
        }
        Command::AddEvidence(command) => (Right::AddEvidence, &command.organization),
        _ => return Ok(()),
    };
    party(view, actor, right, organization).map(|_| ())
}

/// The organization, if it is there and the actor may do this to it.
fn party(
    view: &impl Read,
    actor: &Actor,
    right: Right,
    code: &OrgCode,
) -> Result<(String, OrganizationRow), CheckError> {
    let (known, row) = query::organization(view, code)?.ok_or(Code::NotFound)?;
    let damaged =
        StoreError::Damaged { family: "organizations", reason: "unreadable code or region" };
    let parsed = OrgCode::parse(&known).ok().zip(Region::parse(&row.region).ok());
    let (canonical, region) = parsed.ok_or(damaged)?;
    access::may(actor, right, &canonical, &region)?;
    // An officer speaks for those who have no means to; any other firm speaks for itself.
    let of_register = matches!(right, Right::StateEntry | Right::AddEvidence);
    let on_behalf = actor.role == Role::Officer && !of_register;
    if on_behalf && !row.roles.contains(&Role::Workshop.number()) {
        return Err(Code::NotYours.into());
    }
    Ok((known, row))
}

/// The batch, if it is there and the actor may do this to it.
fn own_batch(
    view: &impl Read,
    actor: &Actor,
    right: Right,
    key: &BatchKey,
) -> Result<(BatchRef, BatchRow), CheckError> {
    let allowed = party(view, actor, right, &key.organization);
    let organization = match &allowed {
        Ok((organization, _)) => organization.clone(),
        Err(_) => query::organization(view, &key.organization)?.ok_or(Code::NotFound)?.0,
    };
    let batch = BatchRef { organization, ..BatchRef::from(key) };
    let row = query::batch(view, &batch)?;
    if let Err(refused) = allowed {
        let made = row.as_ref().map(|row| Day::from_number(row.numbers.produced_on));
        if !commissioned(view, actor, right, &batch, made)? {
            return Err(refused);
        }
    }
    Ok((batch, row.ok_or(Code::NotFound)?))
}

/// Another token, in a post of its own.
fn second_post(actor: &Actor, first: &ActorRecord) -> Result<(), Code> {
    let other = actor.post.is_some() && actor.post != first.post && actor.token.0 != first.token;
    if other { Ok(()) } else { Err(Code::SecondPostNeeded) }
}

/// Whether a commission of the owner lets the actor's organization do this to goods made on a day: the
/// processor registers batches and their codes and adds tests; releasing them stays the owner's.
fn commissioned(
    view: &impl Read,
    actor: &Actor,
    right: Right,
    batch: &BatchRef,
    made: Option<Day>,
) -> Result<bool, StoreError> {
    let (Some(processor), Some(made)) = (&actor.organization, made) else { return Ok(false) };
    let delegated = matches!(right, Right::RegisterGoods | Right::AddCheck);
    if !delegated || !actor.role.answers_for_goods() {
        return Ok(false);
    }
    let lets = |row: &EntryRow| {
        let EntryRecord { kind, counterpart, product, .. } = &row.record;
        *kind == PermitKind::Commission.number()
            && counterpart.as_deref() == Some(processor.as_str())
            && product.as_ref().is_none_or(|product| *product == batch.product)
            && Entry::of(row).covered_on(made)
    };
    Ok(entries::of_holder(view, &batch.organization)?.iter().any(|(_, row)| lets(row)))
}
