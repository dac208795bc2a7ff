//! Statements on a recall that runs: stages, plan, notice, more time, answers to requests for help.
//! Whether a paper holds what its regime asks for is judged in the ledger, which knows the regime.

use super::finder::Finder;
use super::values::Bounds;
use super::{document, sections};
use crate::access::DocumentKind;
use crate::domain::code_ids::MeasureId;
use crate::domain::command::{AnswerAssistance, Document, Progress};
use crate::domain::day::Day;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::words::{AssistanceAnswer, RecallStage};
use crate::fact::document::{
    AssistanceDoc, MoreTimeDoc, PlanProducerDoc, PlanProductDoc, RecallNoticeDoc, RecallPlanDoc,
    RecallStageDoc, TextDoc,
};
use crate::limits::SCOPE_LOTS_COUNT_MAX;

/// `{stage, at?, class?, statement}`.
pub fn recall_stage(body: &[u8]) -> Result<(Progress, Document), Refusal> {
    let (document, progress) = document(body, |finder, document: &mut RecallStageDoc| {
        let stated = |word: &str| {
            let stage = RecallStage::parse(word)?;
            let by_itself = matches!(stage, RecallStage::Discovered | RecallStage::Closed);
            (!by_itself).then_some(stage)
        };
        let stage = finder.word("stage", &document.stage, stated);
        let at = finder.instant_if("at", &mut document.at);
        if let Some(class) = document.class {
            finder.count("class", class.into(), 1, 3);
            if stage.is_some_and(|stage| stage != RecallStage::Assessed) {
                finder.report_in("class", FieldCode::Conflict, &class.to_string());
            }
        }
        finder.prose("statement", &mut document.statement);
        Some(Progress::Stage { stage: stage?, at, class: document.class })
    })?;
    Ok((progress, sections(DocumentKind::RecallStage, &document)?))
}

/// The plan.
pub fn recall_plan(body: &[u8]) -> Result<(Progress, Document), Refusal> {
    let (document, ()) = document(body, |finder, document: &mut RecallPlanDoc| {
        judge_plan(finder, document);
        Some(())
    })?;
    let progress = Progress::Plan { class: document.class };
    Ok((progress, sections(DocumentKind::RecallPlan, &document)?))
}

/// What the notice states.
pub fn recall_notice(body: &[u8]) -> Result<(Progress, Document), Refusal> {
    let (document, (starts_on, ends_on)) =
        document(body, |finder, document: &mut RecallNoticeDoc| {
            finder.line_if("email", &mut document.email);
            let days = days(
                finder,
                ("startsOn", document.starts_on.as_deref()),
                ("endsOn", document.ends_on.as_deref()),
            );
            texts(
                finder,
                &mut [
                    ("brand", &mut document.brand),
                    ("area", &mut document.area),
                    ("operatorDuties", &mut document.operator_duties),
                    ("refund", &mut document.refund),
                    ("channel", &mut document.channel),
                ],
            );
            Some(days)
        })?;
    let progress = Progress::Notice { starts_on, ends_on };
    Ok((progress, sections(DocumentKind::RecallNotice, &document)?))
}

/// `{finishBy, reason}`.
pub fn more_time(body: &[u8]) -> Result<(Progress, Document), Refusal> {
    let (document, progress) = document(body, |finder, document: &mut MoreTimeDoc| {
        finder.prose("reason", &mut document.reason);
        let finish_by = finder.day("finishBy", &document.finish_by)?;
        Some(Progress::MoreTime { finish_by })
    })?;
    Ok((progress, sections(DocumentKind::MoreTime, &document)?))
}

/// `{region, answer, statement}`, for a recall.
pub fn assistance(recall: MeasureId, body: &[u8]) -> Result<AnswerAssistance, Refusal> {
    let (document, (region, answer)) = document(body, |finder, document: &mut AssistanceDoc| {
        let region = finder.region("region", &mut document.region);
        let answer = finder.word("answer", &document.answer, AssistanceAnswer::parse);
        finder.prose("statement", &mut document.statement);
        region.zip(answer)
    })?;
    let document = sections(DocumentKind::Assistance, &document)?;
    Ok(AnswerAssistance { recall, region, answer, document })
}

fn judge_plan(finder: &mut Finder, plan: &mut RecallPlanDoc) {
    if let Some(producer) = &mut plan.producer {
        finder.within("producer", |finder| judge_producer(finder, producer));
    }
    if let Some(product) = &mut plan.product {
        finder.within("product", |finder| judge_product(finder, product));
    }
    if let Some(class) = plan.class {
        finder.count("class", class.into(), 1, 3);
    }
    if let Some(notice) = &mut plan.notice {
        finder.within("notice", |finder| {
            let parts = &mut [("text", &mut notice.text), ("channel", &mut notice.channel)];
            texts(finder, parts);
        });
    }
    texts(
        finder,
        &mut [
            ("area", &mut plan.area),
            ("reason", &mut plan.reason),
            ("harm", &mut plan.harm),
            ("procedure", &mut plan.procedure),
            ("timeLimits", &mut plan.time_limits),
            ("operatorDuties", &mut plan.operator_duties),
            ("disposal", &mut plan.disposal),
            ("cost", &mut plan.cost),
            ("expectedEffect", &mut plan.expected_effect),
        ],
    );
}

fn judge_producer(finder: &mut Finder, producer: &mut PlanProducerDoc) {
    finder.line_if("legalPerson", &mut producer.legal_person);
    finder.line_if("personInCharge", &mut producer.person_in_charge);
    let PlanProducerDoc { name, address, contact, .. } = producer;
    texts(finder, &mut [("name", name), ("address", address), ("contact", contact)]);
}

fn judge_product(finder: &mut Finder, product: &mut PlanProductDoc) {
    if let Some(days_doc) = &product.produced_on {
        finder.within("producedOn", |finder| {
            days(finder, ("first", Some(&days_doc.first)), ("last", Some(&days_doc.last)))
        });
    }
    if let Some(lots) = &mut product.lots {
        finder.each("lots", lots, SCOPE_LOTS_COUNT_MAX, |finder, text| {
            if crate::domain::lot::Lot::parse(text).is_err() {
                finder.report(FieldCode::NotALot, text);
            }
        });
    }
    finder.quantity_if("quantity", product.quantity.as_ref(), Bounds::NotNegative);
    let PlanProductDoc { name, brand, specification, .. } = product;
    texts(finder, &mut [("name", name), ("brand", brand), ("specification", specification)]);
}

/// First and last day, in this order.
fn days(
    finder: &mut Finder,
    (first_name, first): (&str, Option<&str>),
    (last_name, last): (&str, Option<&str>),
) -> (Option<Day>, Option<Day>) {
    let days = (finder.day_if(first_name, first), finder.day_if(last_name, last));
    if let (Some(first), Some(last_day)) = days
        && last_day < first
    {
        finder.report_in(last_name, FieldCode::Order, last.unwrap_or_default());
    }
    days
}

fn texts(finder: &mut Finder, parts: &mut [(&str, &mut Option<TextDoc>)]) {
    for (name, text) in parts {
        if let Some(text) = text {
            finder.text_doc(name, text);
        }
    }
}
