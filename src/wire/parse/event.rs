//! Events of goods.

use super::finder::Finder;
use super::values::Bounds;
use super::{document, sections};
use crate::access::DocumentKind;
use crate::domain::command::{BatchKey, StateEvent};
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::sscc::Sscc;
use crate::domain::words::{BizStep, Channel};
use crate::fact::document::EventDoc;

/// `{bizStep, on, quantity?, counterpart?, region?, channel?, sscc?, note?}`.
pub fn event(batch: &BatchKey, body: &[u8]) -> Result<StateEvent, Refusal> {
    let (document, judged) =
        document(body, |finder, document: &mut EventDoc| judge(finder, document, batch))?;
    Ok(StateEvent { document: sections(DocumentKind::Event, &document)?, ..judged })
}

fn judge(finder: &mut Finder, document: &mut EventDoc, batch: &BatchKey) -> Option<StateEvent> {
    let biz_step = finder.word("bizStep", &document.biz_step, BizStep::parse);
    let on = finder.day("on", &document.on);
    let quantity = finder.quantity_if("quantity", document.quantity.as_ref(), Bounds::Positive);
    let counterpart = document.counterpart.as_mut();
    let counterpart = counterpart.and_then(|text| finder.organization("counterpart", text));
    let region = document.region.as_mut().and_then(|text| finder.region("region", text));
    let channel = document.channel.as_deref();
    let channel = channel.and_then(|word| finder.word("channel", word, Channel::parse));
    if document.channel.is_some() && biz_step.is_some_and(|step| step != BizStep::Selling) {
        finder.report_in("channel", FieldCode::Conflict, "");
    }
    let sscc = document.sscc.as_mut().and_then(|text| match Sscc::parse(text) {
        Ok(sscc) => {
            sscc.as_str().clone_into(text);
            Some(sscc)
        }
        Err(_) => {
            finder.report_in("sscc", FieldCode::NotACode, text);
            None
        }
    });
    finder.name_if("note", &mut document.note);
    Some(StateEvent {
        batch: batch.clone(),
        biz_step: biz_step?,
        on: on?,
        quantity,
        counterpart,
        region,
        channel,
        sscc,
        document: crate::domain::command::Document::default(),
    })
}
