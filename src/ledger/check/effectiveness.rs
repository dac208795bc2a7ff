//! What becomes of recalled goods: statements of the firm, of authorities, and of consignees about
//! themselves. None is refused for what it says; who says it, and how much can be kept, is judged here.

use super::{Accepted, CheckError, Context, closure, evidence, party};
use crate::access::{self, Right};
use crate::domain::code_ids::{ConsigneeId, MeasureId};
use crate::domain::command::{
    Actor, AnswerRecall, Document, Effectiveness, OfRecall, StateConsignee, StateVisit,
};
use crate::domain::day::Day;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::region::Region;
use crate::domain::words::{AnswerSide, MeasureState, RecallKind, Role};
use crate::fact::body::Body;
use crate::fact::record::{
    AnswerRecord, ConsigneeRecord, CustomerRecord, LotAmountRecord, MeasureRef, QuantityRecord,
    VisitRecord,
};
use crate::limits::{
    CONSIGNEE_FACTS_MAX, CONSIGNEE_LEVELS_MAX, CONSIGNEE_LINES_MAX, RECALL_CONSIGNEES_MAX,
    RECALL_VISITS_MAX,
};
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{ConsigneeRow, MeasureRow, ReachedByRow};
use crate::views::{consignees, query};

/// Whoever runs the recall for the owner of goods: the firm, and authorities of its region.
const OWNER: Right = Right::Measure(RecallKind::Voluntary);

pub(super) fn state(
    view: &impl Read,
    actor: &Actor,
    command: &OfRecall,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let recall = MeasureRef::from(command.recall);
    let measure: Option<MeasureRow> = view.row(&key::measure(recall))?;
    let measure = measure.filter(|row| row.recall.is_some()).ok_or(Code::NotFound)?;
    let asked = Asked { recall, measure: &measure, id: command.recall };
    match &command.what {
        Effectiveness::State(stated) => asked.state(view, actor, stated, context),
        Effectiveness::Answer(answer) => asked.answer(view, actor, answer, context),
        Effectiveness::Link { consignee, hash, days } => {
            let (who, row) = asked.of_owner(view, actor, OWNER, *consignee)?;
            // Asking is a permission: once the recall is over nobody is asked any more.
            if measure.state != MeasureState::Open.number() {
                return Err(Code::MeasureEnded.into());
            }
            room(row.as_ref())?;
            let expires_at = context.now.0.saturating_add(i64::from(*days) * DAY_MS);
            let body = Body::AnswerLinkIssued { recall, who, hash: *hash, expires_at };
            Ok((body, Document::default()))
        }
        Effectiveness::Visit(visit) => asked.visit(view, actor, visit),
        Effectiveness::Erase { consignee, document } => {
            let (_, row) = asked.of_owner(view, actor, Right::EraseSection, *consignee)?;
            let row = row.filter(|row| !row.erased).ok_or(Code::AlreadyErased)?;
            let (consignee, positions) = (consignee.0, row.facts);
            Ok((Body::ConsigneeErased { recall, consignee, positions }, document.clone()))
        }
        Effectiveness::ConfirmClosure { document } => {
            closure::confirm(view, actor, command.recall, document)
        }
    }
}

const DAY_MS: i64 = 86_400_000;

/// The recall that something is stated of.
struct Asked<'a> {
    recall: MeasureRef,
    measure: &'a MeasureRow,
    id: MeasureId,
}

/// A consignee with what was stated of it.
type Known = (ConsigneeRecord, Option<ConsigneeRow>);

impl Asked<'_> {
    fn state(
        &self,
        view: &impl Read,
        actor: &Actor,
        stated: &StateConsignee,
        context: &Context<'_>,
    ) -> Result<Accepted, CheckError> {
        let StateConsignee { under, got, removed, document, .. } = stated;
        let party_of = |code: &OrgCode| code.as_str().to_owned();
        let region = stated.region.as_ref().map(|region| region.as_str().to_owned());
        let who = match stated.consignee {
            Some(id) => {
                let (who, row) = self.of_owner(view, actor, OWNER, id)?;
                room(row.as_ref())?;
                ConsigneeRecord {
                    party: stated.party.as_ref().map(party_of).or(who.party),
                    region: region.or(who.region),
                    ..who
                }
            }
            None => {
                let owner = stated.owner.as_ref().or(actor.organization.as_ref());
                let (owner, _) = party(view, actor, OWNER, owner.ok_or(Code::NotYours)?)?;
                self.concerns(view, &owner)?;
                let party = stated.party.as_ref().map(party_of);
                ConsigneeRecord { id: self.fresh(context, 0), owner, party, region, level: 1 }
            }
        };
        self.room_for(view, 1)?;
        let level = match under {
            Some(under) => below(&self.of_owner(view, actor, OWNER, *under)?.0)?,
            None => who.level,
        };
        let got = got.as_ref().map(|got| got.iter().map(LotAmountRecord::from).collect());
        let body = Body::ConsigneeStated {
            recall: self.recall,
            who: ConsigneeRecord { level, ..who },
            under: under.map(|under| under.0),
            got,
            removed: *removed,
        };
        Ok((body, document.clone()))
    }

    fn answer(
        &self,
        view: &impl Read,
        actor: &Actor,
        answer: &AnswerRecall,
        context: &Context<'_>,
    ) -> Result<Accepted, CheckError> {
        let (who, row, side) = self.speaker(view, actor, answer, context)?;
        room(row.as_ref())?;
        let lines = answer.lines.len() + row.as_ref().map_or(0, |row| row.lines.len());
        if lines > CONSIGNEE_LINES_MAX {
            return Err(Code::TooManyEntries.into());
        }
        if !answer.evidence.is_empty() {
            let speaker = actor.organization.as_ref().map_or("", |code| code.as_str());
            let held = if side == AnswerSide::Consignee { speaker } else { &who.owner };
            evidence::named(view, held, &answer.evidence)?;
        }
        let mut customers = Vec::with_capacity(answer.customers.len());
        if !answer.customers.is_empty() {
            self.room_for(view, answer.customers.len())?;
            let level = below(&who)?;
            for (place, customer) in (1_u16..).zip(&answer.customers) {
                let party = customer.party.as_ref().map(ToString::to_string);
                let region = customer.region.as_ref().map(|region| region.as_str().to_owned());
                let (id, owner) = (self.fresh(context, place), who.owner.clone());
                customers.push(CustomerRecord {
                    who: ConsigneeRecord { id, owner, party, region, level },
                    got: customer.got.iter().map(LotAmountRecord::from).collect(),
                });
            }
        }
        let record = AnswerRecord {
            side: side.number(),
            notified_on: answer.notified_on.map(Day::number),
            stopped_on: answer.stopped_on.map(Day::number),
            lines: answer.lines.iter().map(Into::into).collect(),
            customers,
            last: answer.last,
        };
        let (recall, link) = (self.recall, answer.link);
        let body = Body::ConsigneeAnswered { recall, who, answer: record, link };
        Ok((body, answer.document.clone()))
    }

    /// Who speaks of which consignee: the bearer of its link, whoever runs the recall for the owner, or
    /// the consignee itself. To others there is no such consignee.
    fn speaker(
        &self,
        view: &impl Read,
        actor: &Actor,
        answer: &AnswerRecall,
        context: &Context<'_>,
    ) -> Result<(ConsigneeRecord, Option<ConsigneeRow>, AnswerSide), CheckError> {
        if let Some(hash) = &answer.link {
            let link = consignees::link(view, hash)?.ok_or(Code::NotFound)?;
            if link.recall != self.recall || link.who.id != answer.consignee.0 {
                return Err(Code::NotFound.into());
            }
            if link.used.is_some() {
                return Err(Code::AnswerLinkUsed.into());
            }
            if link.expires_at <= context.now.0 {
                return Err(Code::AnswerLinkExpired.into());
            }
            let row = consignees::row(view, self.recall, link.who.id)?;
            let who = row.as_ref().map_or(link.who, |row| row.who.clone());
            return Ok((who, row, AnswerSide::Link));
        }
        let (who, row) = self.known(view, answer.consignee)?;
        let owner = OrgCode::parse(&who.owner).map_err(|_| Code::NotFound)?;
        match party(view, actor, OWNER, &owner) {
            Ok(_) if actor.role == Role::Regulator => Ok((who, row, AnswerSide::Authority)),
            Ok(_) => Ok((who, row, AnswerSide::Firm)),
            Err(CheckError::Refused(_)) if is_itself(view, actor, &who)? => {
                Ok((who, row, AnswerSide::Consignee))
            }
            Err(CheckError::Refused(_)) => Err(Code::NotFound.into()),
            Err(error) => Err(error),
        }
    }

    fn visit(
        &self,
        view: &impl Read,
        actor: &Actor,
        visit: &StateVisit,
    ) -> Result<Accepted, CheckError> {
        let known = query::organization(view, &visit.owner)?;
        let owner = known.map(|(owner, _)| owner).ok_or(Code::NotFound)?;
        access::may(actor, Right::StateVisit, &visit.owner, &visit.region)?;
        self.concerns(view, &owner)?;
        if let Some(id) = visit.consignee
            && self.known(view, id)?.0.owner != owner
        {
            return Err(Code::NotFound.into());
        }
        let counter = consignees::visit_counter(self.recall);
        if consignees::counted(view, &counter)? >= RECALL_VISITS_MAX {
            return Err(Code::TooManyEntries.into());
        }
        let record = VisitRecord {
            owner,
            consignee: visit.consignee.map(|id| id.0),
            region: visit.region.as_str().to_owned(),
            on: visit.on.number(),
            on_sale: visit.on_sale,
            quantity: visit.quantity.as_ref().map(QuantityRecord::from),
        };
        Ok((Body::ShopVisited { recall: self.recall, visit: record }, visit.document.clone()))
    }

    /// A consignee of goods whose owner the actor may act for. To others there is no such consignee.
    fn of_owner(
        &self,
        view: &impl Read,
        actor: &Actor,
        right: Right,
        id: ConsigneeId,
    ) -> Result<Known, CheckError> {
        let (who, row) = self.known(view, id)?;
        let owner = OrgCode::parse(&who.owner).map_err(|_| Code::NotFound)?;
        match party(view, actor, right, &owner) {
            Ok(_) => Ok((who, row)),
            Err(CheckError::Refused(_)) => Err(Code::NotFound.into()),
            Err(error) => Err(error),
        }
    }

    /// A consignee that something was stated of, else one that events tell of.
    fn known(&self, view: &impl Read, id: ConsigneeId) -> Result<Known, CheckError> {
        if let Some(row) = consignees::row(view, self.recall, id.0)? {
            return Ok((row.who.clone(), Some(row)));
        }
        let found = consignees::consignees(view, self.recall, self.measure)?;
        let site = found.all.into_iter().find(|site| site.who.id == id.0).ok_or(Code::NotFound)?;
        Ok((site.who, None))
    }

    /// Goods of this owner are recalled, or the recall came to them.
    fn concerns(&self, view: &impl Read, owner: &str) -> Result<(), CheckError> {
        let named = self
            .measure
            .steps
            .iter()
            .any(|step| step.scope.parts().iter().any(|part| part.organization == owner));
        let reached = key::reached_by(self.recall, &query::party_code(owner));
        let concerned = named || view.row::<ReachedByRow>(&reached)?.is_some();
        if concerned { Ok(()) } else { Err(Code::NotFound.into()) }
    }

    fn room_for(&self, view: &impl Read, more: usize) -> Result<(), CheckError> {
        let counted = consignees::counted(view, &consignees::counter(self.recall))?;
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        let fits = counted.saturating_add(more) <= RECALL_CONSIGNEES_MAX;
        if fits { Ok(()) } else { Err(Code::TooManyEntries.into()) }
    }

    /// The identifier of a consignee that this fact adds.
    fn fresh(&self, context: &Context<'_>, place: u16) -> [u8; 8] {
        let name = format!("{} {} {place}", self.id, context.position);
        consignees::site_id(self.recall, &name, None, None)
    }
}

/// One fact more must fit.
fn room(row: Option<&ConsigneeRow>) -> Result<(), CheckError> {
    let full = row.is_some_and(|row| row.facts.len() >= CONSIGNEE_FACTS_MAX);
    if full { Err(Code::TooManyEntries.into()) } else { Ok(()) }
}

/// The level of a customer.
fn below(who: &ConsigneeRecord) -> Result<u16, CheckError> {
    let level = who.level.saturating_add(1);
    match level > CONSIGNEE_LEVELS_MAX {
        true => Err(Refusal::field("/customers", FieldCode::TooDeep).into()),
        false => Ok(level),
    }
}

/// Whether the actor is the consignee itself.
fn is_itself(view: &impl Read, actor: &Actor, who: &ConsigneeRecord) -> Result<bool, CheckError> {
    let (Some(own), Some(named)) = (&actor.organization, &who.party) else { return Ok(false) };
    let Some((code, row)) = query::organization(view, own)? else { return Ok(false) };
    let known = OrgCode::parse(&code).ok().zip(Region::parse(&row.region).ok());
    let Some((code, region)) = known else { return Ok(false) };
    let admitted = row.roles.contains(&actor.role.number());
    let may = access::may(actor, Right::StateEvent, &code, &region).is_ok();
    Ok(admitted && may && query::party_code(code.as_str()) == query::party_code(named))
}
