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
use crate::limits::SSCC_CHILDREN_COUNT_MAX;

/// `{bizStep, on, quantity?, counterpart?, region?, channel?, sscc?, parent?, children?, note?}`.
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
    let cases = cases(finder, document, biz_step);
    finder.name_if("note", &mut document.note);
    Some(StateEvent {
        batch: batch.clone(),
        biz_step: biz_step?,
        on: on?,
        quantity,
        counterpart,
        region,
        channel,
        sscc: cases.sscc,
        parent: cases.parent,
        children: cases.children,
        document: crate::domain::command::Document::default(),
    })
}

/// The cases an event names.
struct Cases {
    sscc: Option<Sscc>,
    parent: Option<Sscc>,
    children: Vec<Sscc>,
}

fn cases(finder: &mut Finder, document: &mut EventDoc, step: Option<BizStep>) -> Cases {
    let sscc = document.sscc.as_mut().and_then(|text| finder.within("sscc", |at| sscc(at, text)));
    let parent = document.parent.as_mut();
    let parent = parent.and_then(|text| finder.within("parent", |at| self::sscc(at, text)));
    let mut children = Vec::new();
    finder.each("children", &mut document.children, SSCC_CHILDREN_COUNT_MAX, |at, text| {
        children.extend(self::sscc(at, text));
    });
    finder.distinct("children", &document.children);
    let packs = step.is_none_or(|step| matches!(step, BizStep::Packing | BizStep::Unpacking));
    let links = [("parent", parent.is_some()), ("children", !document.children.is_empty())];
    for (name, _) in links.iter().filter(|(_, named)| *named && !packs) {
        finder.report_in(name, FieldCode::Conflict, "");
    }
    if document.sscc.is_none() && links.iter().any(|(_, named)| *named) {
        finder.report_in("sscc", FieldCode::Required, "");
    }
    // No case lies in itself, and cases that are named are the goods.
    let own = |case: &Sscc| Some(*case) == sscc || Some(*case) == parent;
    if parent.is_some() && parent == sscc {
        finder.report_in("parent", FieldCode::Conflict, "");
    }
    let goods = !children.is_empty() && document.quantity.is_some();
    if packs && (children.iter().any(own) || goods) {
        finder.report_in("children", FieldCode::Conflict, "");
    }
    Cases { sscc, parent, children }
}

/// A case, written as its 18 digits from here on.
fn sscc(finder: &mut Finder, text: &mut String) -> Option<Sscc> {
    match Sscc::parse(text) {
        Ok(sscc) => {
            sscc.as_str().clone_into(text);
            Some(sscc)
        }
        Err(_) => {
            finder.report(FieldCode::NotACode, text);
            None
        }
    }
}
