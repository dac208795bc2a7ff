//! What becomes of recalled goods: consignees, answers by JSON or by form, links, visits; drills.

use super::finder::Finder;
use super::recall::judge_scopes;
use super::values::Bounds;
use super::{document, sections};
use crate::access::DocumentKind;
use crate::domain::code_ids::{ConsigneeId, DrillId};
use crate::domain::command::{
    AnswerLine, AnswerRecall, Customer, Document, Drill, LotAmount, StateConsignee, StateVisit,
};
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::words::{Disposition, DrillStep};
use crate::fact::document::{
    AnswerLinkDoc, ConsigneeDoc, CustomerDoc, DrillDoc, DrillStepDoc, LotAmountDoc,
    RecallAnswerDoc, RecallOutcomeDoc, VisitDoc,
};
use crate::limits::{
    ANSWER_LINK_DAYS_DEFAULT, ANSWER_LINK_DAYS_MAX, DRILL_HOURS_MAX, LIST_COUNT_MAX,
};

const KIND: DocumentKind = DocumentKind::Effectiveness;
/// What United States law gives for records of food on its traceability list (21 CFR 1.1455).
const DRILL_HOURS_USUAL: u32 = 24;

/// `{organization?, consignee?, under?, party?, name?, region?, address?, contact?, got?, removed?, reason}`.
pub fn consignee(body: &[u8]) -> Result<StateConsignee, Refusal> {
    let (read, judged) = document(body, |finder, document: &mut ConsigneeDoc| {
        let owner = document.organization.as_mut();
        let owner = owner.and_then(|text| finder.organization("organization", text));
        let consignee = id_if(finder, "consignee", document.consignee.as_deref());
        let under = id_if(finder, "under", document.under.as_deref());
        if consignee.is_some() && consignee == under {
            finder.report_in("under", FieldCode::Conflict, "");
        }
        let party = document.party.as_mut();
        let party = party.and_then(|text| finder.organization("party", text));
        let region = document.region.as_mut().and_then(|text| finder.region("region", text));
        let texts = [
            ("name", &mut document.name),
            ("address", &mut document.address),
            ("contact", &mut document.contact),
        ];
        for (name, text) in texts {
            text.iter_mut().for_each(|text| finder.text_doc(name, text));
        }
        let named = document.party.is_some() || document.name.is_some();
        if document.consignee.is_none() && !named {
            finder.report_in("name", FieldCode::Required, "");
        }
        finder.prose("reason", &mut document.reason);
        let got = document.got.as_mut().map(|got| amounts(finder, got));
        let removed = document.removed.unwrap_or(false);
        let document = Document::default();
        Some(StateConsignee { owner, consignee, under, party, region, got, removed, document })
    })?;
    Ok(StateConsignee { document: sections(KIND, &read)?, ..judged })
}

/// `{notifiedOn?, stoppedSaleOn?, outcomes?, customers?, evidence?, final?, note?}`.
pub fn recall_answer(consignee: ConsigneeId, body: &[u8]) -> Result<AnswerRecall, Refusal> {
    let (read, judged) = document(body, |finder, document: &mut RecallAnswerDoc| {
        Some(judge_answer(finder, document, consignee))
    })?;
    Ok(AnswerRecall { document: sections(KIND, &read)?, ..judged })
}

fn judge_answer(
    finder: &mut Finder,
    document: &mut RecallAnswerDoc,
    consignee: ConsigneeId,
) -> AnswerRecall {
    if *document == RecallAnswerDoc::default() {
        finder.report(FieldCode::TooFew, "");
    }
    let notified_on = finder.day_if("notifiedOn", document.notified_on.as_deref());
    let stopped_on = finder.day_if("stoppedSaleOn", document.stopped_sale_on.as_deref());
    let mut lines: Vec<AnswerLine> = Vec::new();
    finder.each("outcomes", &mut document.outcomes, LIST_COUNT_MAX, |finder, outcome| {
        let Some(line) = line(finder, outcome) else { return };
        if lines
            .iter()
            .any(|known| (known.disposition, &known.lot) == (line.disposition, &line.lot))
        {
            finder.report_in("outcome", FieldCode::Overlap, &outcome.outcome);
        }
        lines.push(line);
    });
    let mut customers = Vec::new();
    finder.each("customers", &mut document.customers, LIST_COUNT_MAX, |finder, named| {
        customers.push(customer(finder, named));
    });
    let evidence = finder.evidence(document.evidence.as_deref_mut());
    finder.prose_if("note", &mut document.note);
    AnswerRecall {
        consignee,
        link: None,
        notified_on,
        stopped_on,
        lines,
        customers,
        evidence,
        last: document.last.unwrap_or(false),
        document: Document::default(),
    }
}

fn line(finder: &mut Finder, outcome: &mut RecallOutcomeDoc) -> Option<AnswerLine> {
    let disposition = finder.word("outcome", &outcome.outcome, Disposition::parse);
    let quantity = finder.quantity("quantity", &outcome.quantity, Bounds::NotNegative);
    let on = finder.day_if("on", outcome.on.as_deref());
    let product = outcome.product.as_deref().map(|text| finder.product_code("product", text));
    let lot = outcome.lot.as_deref().map(|text| finder.lot("lot", text));
    let lot = match (product, lot) {
        (None, None) => None,
        (Some(product), Some(lot)) => Some((product?, lot?)),
        (None, Some(_)) => {
            finder.report_in("product", FieldCode::Required, "");
            return None;
        }
        (Some(_), None) => {
            finder.report_in("lot", FieldCode::Required, "");
            return None;
        }
    };
    Some(AnswerLine { disposition: disposition?, lot, quantity: quantity?, on })
}

fn customer(finder: &mut Finder, named: &mut CustomerDoc) -> Customer {
    finder.text_doc("name", &mut named.name);
    for (name, text) in [("address", &mut named.address), ("contact", &mut named.contact)] {
        text.iter_mut().for_each(|text| finder.text_doc(name, text));
    }
    let party = named.party.as_mut().and_then(|text| finder.organization("party", text));
    let region = named.region.as_mut().and_then(|text| finder.region("region", text));
    Customer { party, region, got: amounts(finder, &mut named.got) }
}

fn amounts(finder: &mut Finder, got: &mut [LotAmountDoc]) -> Vec<LotAmount> {
    let mut out: Vec<LotAmount> = Vec::new();
    finder.each("got", got, LIST_COUNT_MAX, |finder, amount| {
        let product = finder.product_code("product", &amount.product);
        let lot = finder.lot("lot", &amount.lot);
        let quantity = finder.quantity("quantity", &amount.quantity, Bounds::NotNegative);
        let Some(((product, lot), quantity)) = product.zip(lot).zip(quantity) else { return };
        out.push(LotAmount { product, lot, quantity });
    });
    out
}

/// `{days?}`.
pub fn answer_link(body: &[u8]) -> Result<u32, Refusal> {
    let (_, days) = document(body, |finder, document: &mut AnswerLinkDoc| {
        whole(finder, "days", document.days, ANSWER_LINK_DAYS_DEFAULT, ANSWER_LINK_DAYS_MAX)
    })?;
    Ok(days)
}

/// `{organization, consignee?, place, region, on, onSale, quantity?, note?}`.
pub fn visit(body: &[u8]) -> Result<StateVisit, Refusal> {
    let (read, judged) = document(body, |finder, document: &mut VisitDoc| {
        let owner = finder.organization("organization", &mut document.organization);
        let consignee = id_if(finder, "consignee", document.consignee.as_deref());
        finder.text_doc("place", &mut document.place);
        let region = finder.region("region", &mut document.region);
        let on = finder.day("on", &document.on);
        let quantity = document.quantity.as_ref();
        let quantity = finder.quantity_if("quantity", quantity, Bounds::NotNegative);
        finder.prose_if("note", &mut document.note);
        let (owner, region, on) = (owner?, region?, on?);
        let (on_sale, document) = (document.on_sale, Document::default());
        Some(StateVisit { owner, consignee, region, on, on_sale, quantity, document })
    })?;
    Ok(StateVisit { document: sections(KIND, &read)?, ..judged })
}

/// `{scope, goalHours?, note?}`.
pub fn drill(body: &[u8]) -> Result<Drill, Refusal> {
    let (read, (scopes, goal_hours)) = document(body, |finder, document: &mut DrillDoc| {
        finder.prose_if("note", &mut document.note);
        let hours =
            whole(finder, "goalHours", document.goal_hours, DRILL_HOURS_USUAL, DRILL_HOURS_MAX);
        let scopes = finder.within("scope", |finder| judge_scopes(finder, &mut document.scope));
        Some((scopes?, hours?))
    })?;
    Ok(Drill::Start { scopes, goal_hours, document: sections(KIND, &read)? })
}

/// `{step, note?}`.
pub fn drill_step(drill: DrillId, body: &[u8]) -> Result<Drill, Refusal> {
    let (read, step) = document(body, |finder, document: &mut DrillStepDoc| {
        finder.prose_if("note", &mut document.note);
        finder.word("step", &document.step, DrillStep::parse)
    })?;
    Ok(Drill::Step { drill, step, document: sections(KIND, &read)? })
}

fn whole(
    finder: &mut Finder,
    name: &str,
    stated: Option<u64>,
    usual: u32,
    most: u32,
) -> Option<u32> {
    let Some(stated) = stated else { return Some(usual) };
    finder.count(name, stated, 1, most.into());
    u32::try_from(stated).ok()
}

fn id_if(finder: &mut Finder, name: &str, text: Option<&str>) -> Option<ConsigneeId> {
    text.and_then(|text| finder.word(name, text, ConsigneeId::parse))
}
