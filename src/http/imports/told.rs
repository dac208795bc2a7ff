//! What an import has to tell: findings in the reader's language, and the failed rows with them.

use super::Found;
use crate::app::imports::{Job, Stage, State};
use crate::domain::refusal::FieldCode;
use crate::texts::{Lang, Text, problems};
use crate::wire::table::{Broken, Finding, Format, Level, Mark, failed as write_failed};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A page of findings from a record on, and where the next begins.
pub(super) fn page(
    job: &Job,
    lang: Lang,
    from: usize,
    rows: usize,
) -> std::io::Result<(Vec<Value>, Option<usize>)> {
    let mut items = Vec::new();
    for (at, line) in job.findings()?.enumerate().skip(from) {
        if items.len() >= rows {
            return Ok((items, Some(at)));
        }
        let Some(found) = Found::read(&line?) else { continue };
        items.extend(found.findings.iter().map(|finding| described(finding, lang)));
    }
    Ok((items, None))
}

/// What has to be said of a stage.
pub(super) fn note(state: &State, lang: Lang) -> Option<&'static str> {
    let text = match state.stage {
        Stage::Stopped => problems::IMPORT_STOPPED,
        Stage::Interrupted if state.checked => problems::IMPORT_INTERRUPTED,
        Stage::Checked => problems::IMPORT_TRIED,
        _ => return None,
    };
    Some(text.get(lang))
}

fn sentence(code: &str) -> Text {
    let field = FieldCode::ALL.iter().any(|known| known.word() == code);
    let known = if field { problems::of_field(code) } else { None };
    known
        .or_else(|| problems::of_table(code))
        .or_else(|| problems::of_refusal(code))
        .unwrap_or(Text::NONE)
}

fn described(finding: &Finding, lang: Lang) -> Value {
    let mut out = json!({
        "level": finding.level,
        "code": finding.code,
        "sheet": finding.sheet,
        "row": finding.row,
        "column": finding.column,
        "header": finding.header,
        "message": sentence(&finding.code).get(lang),
        "hint": problems::hint_of_table(&finding.code).map(|hint| hint.get(lang)),
    });
    if let (false, Some(members)) = (finding.value.is_empty(), out.as_object_mut()) {
        members.insert("value".to_owned(), finding.value.clone().into());
    }
    out
}

/// The failed rows as a file of the same form.
pub(super) fn failed(job: &Job, format: Format, lang: Lang) -> Result<Vec<u8>, Broken> {
    let mut marks: BTreeMap<(String, u32), Mark> = BTreeMap::new();
    for line in job.findings()? {
        let Some(found) = Found::read(&line?).filter(|found| found.failed) else { continue };
        for place in found.rows {
            marks.entry(place).or_default();
        }
        for finding in found.findings.iter().filter(|finding| finding.level == Level::Error) {
            let mark = marks.entry((finding.sheet.clone(), finding.row)).or_default();
            let place = [finding.column.as_str(), finding.header.as_str()].join(" ");
            mark.errors.push(format!("{}: {}", place.trim(), sentence(&finding.code).get(lang)));
            let hint = problems::hint_of_table(&finding.code).map(|hint| hint.get(lang).to_owned());
            mark.hints.extend(hint.filter(|hint| !mark.hints.contains(hint)));
            mark.columns.push(finding.column.clone());
        }
    }
    let to = job.failed();
    write_failed(&job.upload(), format, &marks, &to)?;
    Ok(std::fs::read(to)?)
}
