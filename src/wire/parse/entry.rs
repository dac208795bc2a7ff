//! The register and the policies: entries, what happened to them, profiles and tables.

use super::finder::Finder;
use super::{document, sections};
use crate::access::DocumentKind;
use crate::codec::canonical::to_bytes;
use crate::domain::code_ids::EntryId;
use crate::domain::command::{AdoptPolicy, ChangeEntry, Document, RegisterEntry};
use crate::domain::day::Day;
use crate::domain::evidence::EvidenceHash;
use crate::domain::org_code::OrgCode;
use crate::domain::permit::{Permit, PermitError, PermitKind, PermitWarning};
use crate::domain::refusal::{FieldCode, FieldError, Refusal};
use crate::domain::region::Region;
use crate::domain::words::{EntryStatus, Pledge, PolicyKind};
use crate::fact::document::{EntryDoc, EntryStatusDoc, PolicyDoc};
use crate::limits::{ACCREDITED_LINES_COUNT_MAX, LIST_COUNT_MAX, SHOWN_CHARS_MAX};
use crate::rules::book;

/// `{kind, number, issuer?, validFrom?, validTo?, covers?, site?, region?, …}`. What is odd about the
/// number is told beside, never refused: papers in use have such numbers.
pub fn entry(
    holder: &OrgCode,
    body: &[u8],
) -> Result<(RegisterEntry, Vec<PermitWarning>), Refusal> {
    let (document, parts) = document(body, judge)?;
    let warnings = parts.permit.warnings();
    let command = RegisterEntry {
        holder: holder.clone(),
        permit: parts.permit,
        valid_from: parts.days.0,
        valid_to: parts.days.1,
        covers: document.covers.clone().unwrap_or_default(),
        site: document.site.clone(),
        region: parts.region,
        counterpart: parts.counterpart,
        product: parts.product,
        pledges: parts.pledges,
        area: parts.area,
        evidence: parts.evidence,
        document: sections(DocumentKind::Entry, &document)?,
    };
    Ok((command, warnings))
}

/// `{status, on, validTo?, reason}`.
pub fn entry_status(entry: EntryId, body: &[u8]) -> Result<ChangeEntry, Refusal> {
    let (document, (status, on, valid_to, evidence)) =
        document(body, |finder, document: &mut EntryStatusDoc| {
            let status = finder.word("status", &document.status, EntryStatus::parse);
            let on = finder.day("on", &document.on);
            let valid_to = finder.day_if("validTo", document.valid_to.as_deref());
            if valid_to.is_some() && status.is_some_and(|status| status != EntryStatus::Renewed) {
                finder.report_in("validTo", FieldCode::Conflict, "");
            }
            if on.zip(valid_to).is_some_and(|(on, to)| to < on) {
                finder.report_in("validTo", FieldCode::Order, "");
            }
            finder.prose("reason", &mut document.reason);
            let evidence = finder.evidence(document.evidence.as_deref_mut());
            Some((status?, on?, valid_to, evidence))
        })?;
    let document = sections(DocumentKind::EntryStatus, &document)?;
    Ok(ChangeEntry { entry, status, on, valid_to, evidence, document })
}

/// `{kind, document}`: read here in full, so that what is adopted is known to be one.
pub fn policy(body: &[u8]) -> Result<AdoptPolicy, Refusal> {
    let (document, kind) = document(body, |finder, document: &mut PolicyDoc| {
        finder.word("kind", &document.kind, PolicyKind::parse)
    })?;
    let bytes = to_bytes(&document.document);
    let policy = book::read(kind, &bytes).map_err(|error| {
        Refusal::Invalid(vec![FieldError {
            pointer: format!("/document{}", error.pointer),
            code: FieldCode::PolicyUnreadable,
            value: error.problem.chars().take(SHOWN_CHARS_MAX).collect(),
        }])
    })?;
    Ok(AdoptPolicy {
        kind,
        id: policy.id,
        version: policy.version,
        effective_from: policy.effective_from,
        digest: *blake3::hash(&bytes).as_bytes(),
        document: Document { public: bytes, restricted: Vec::new() },
    })
}

struct Parts {
    permit: Permit,
    days: (Option<Day>, Option<Day>),
    region: Option<Region>,
    counterpart: Option<OrgCode>,
    product: Option<crate::domain::lot::ProductCode>,
    pledges: Vec<Pledge>,
    area: Vec<Region>,
    evidence: Vec<EvidenceHash>,
}

fn judge(finder: &mut Finder, document: &mut EntryDoc) -> Option<Parts> {
    let kind = finder.word("kind", &document.kind, PermitKind::parse);
    let permit = kind.and_then(|kind| number(finder, kind, &mut document.number));
    finder.name_if("issuer", &mut document.issuer);
    let from = finder.day_if("validFrom", document.valid_from.as_deref());
    let to = finder.day_if("validTo", document.valid_to.as_deref());
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        finder.report_in("validTo", FieldCode::Order, "");
    }
    if let Some(lines) = &mut document.covers {
        judge_covers(finder, kind, lines);
    }
    finder.short_if("site", &mut document.site);
    let region = document.region.as_mut().and_then(|text| finder.region("region", text));
    let counterpart = document.counterpart.as_mut();
    let counterpart = counterpart.and_then(|text| finder.organization("counterpart", text));
    let commissions = [PermitKind::Commission, PermitKind::TestingCommission];
    if kind.is_some_and(|kind| commissions.contains(&kind)) && document.counterpart.is_none() {
        finder.report_in("counterpart", FieldCode::Required, "");
    }
    let product = document.product.as_deref();
    let product = product.and_then(|text| finder.product_code("product", text));
    let mut pledges = Vec::new();
    if let Some(words) = &mut document.pledges {
        finder.distinct("pledges", words);
        finder.each("pledges", words, Pledge::ALL.len(), |finder, word| {
            let pledge = Pledge::parse(word);
            if pledge.is_none() {
                finder.report(FieldCode::NotAWord, word);
            }
            pledges.extend(pledge);
        });
    }
    let mut area = Vec::new();
    if let Some(regions) = &mut document.area {
        finder.each("area", regions, LIST_COUNT_MAX, |finder, text| match Region::parse(text) {
            Ok(region) => area.push(region),
            Err(_) => finder.report(FieldCode::NotARegion, text),
        });
    }
    finder.name_if("note", &mut document.note);
    judge_order(finder, document, kind == Some(PermitKind::ImprovementOrder));
    let evidence = finder.evidence(document.evidence.as_deref_mut());
    let (permit, days) = (permit?, (from, to));
    Some(Parts { permit, days, region, counterpart, product, pledges, area, evidence })
}

/// An order says what to put right and by when, and has nothing of a permit.
fn judge_order(finder: &mut Finder, document: &mut EntryDoc, order: bool) {
    match &mut document.instructions {
        Some(instructions) if order => finder.prose("instructions", instructions),
        Some(_) => finder.report_in("instructions", FieldCode::Conflict, ""),
        None if order => finder.report_in("instructions", FieldCode::Required, ""),
        None => {}
    }
    if !order {
        return;
    }
    if document.valid_to.is_none() {
        finder.report_in("validTo", FieldCode::Required, "");
    }
    let members = [
        ("covers", document.covers.is_some()),
        ("site", document.site.is_some()),
        ("counterpart", document.counterpart.is_some()),
        ("pledges", document.pledges.is_some()),
        ("area", document.area.is_some()),
    ];
    for (name, _) in members.iter().filter(|(_, stated)| *stated) {
        finder.report_in(name, FieldCode::Conflict, "");
    }
}

/// Product classes; of a laboratory, the items and methods it is accredited for.
fn judge_covers(finder: &mut Finder, kind: Option<PermitKind>, lines: &mut [String]) {
    if kind == Some(PermitKind::Laboratory) {
        finder.within("covers", |finder| {
            if lines.len() > ACCREDITED_LINES_COUNT_MAX {
                finder.report(FieldCode::TooMany, &lines.len().to_string());
            }
            for (at, line) in lines.iter_mut().take(ACCREDITED_LINES_COUNT_MAX).enumerate() {
                finder.short(&at.to_string(), line);
            }
        });
        return;
    }
    finder.each("covers", lines, LIST_COUNT_MAX, |finder, class| {
        let fits = !class.is_empty() && class.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !fits || class.len() > 12 {
            finder.report(FieldCode::NotACode, class);
        }
    });
}

/// The number, left in the document in its canonical form.
fn number(finder: &mut Finder, kind: PermitKind, text: &mut String) -> Option<Permit> {
    let fault = match Permit::parse(kind, text) {
        Ok(permit) => {
            permit.number().clone_into(text);
            return Some(permit);
        }
        Err(PermitError::Empty) => FieldCode::Required,
        Err(PermitError::TooLong) => FieldCode::TooLong,
        Err(PermitError::Characters) => FieldCode::ControlCharacter,
        Err(PermitError::Form) => FieldCode::NotACode,
    };
    finder.report_in("number", fault, text);
    None
}
