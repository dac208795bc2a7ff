//! Reads a calendar document strictly: shape first, then every day of it. It knows the form of a
//! calendar, not which days a law gives.

use super::{Calendar, Holiday, Status, Title, is_weekend};
use crate::domain::day::Day;
use crate::domain::letters::{is_invisible, is_unsafe};
use crate::limits::{BODY_BYTES_MAX, FINDINGS_COUNT_MAX, LIST_COUNT_MAX, NAME_CHARS_MAX};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Why a document is no calendar, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("calendar document, at \"{pointer}\": {problem}")]
pub struct CalendarError {
    /// JSON pointer (RFC 6901); empty for the whole document.
    pub pointer: String,
    pub problem: Problem,
}

/// What is wrong at the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("too many bytes")]
    TooLarge,
    #[error("not JSON of this shape: a member is missing, unknown, given twice or of a wrong type")]
    Shape,
    #[error("not one of the words allowed here")]
    NotAWord,
    #[error("not a day, YYYY-MM-DD")]
    NotADay,
    #[error("empty, too long, or with letters that are not seen")]
    Text,
    #[error("more entries than allowed")]
    TooMany,
    #[error("outside the year of the calendar")]
    OutsideYear,
    #[error("ends before it begins")]
    Order,
    #[error("does not come after the holiday before it")]
    Overlap,
    #[error("given twice")]
    Repeated,
    #[error("a Monday to Friday is worked anyway")]
    NotAWeekend,
    #[error("a holiday cannot be worked")]
    Holiday,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    id: String,
    region: String,
    year: i16,
    status: String,
    source: TitleDoc,
    holidays: Vec<HolidayDoc>,
    workdays: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayDoc {
    first: String,
    last: String,
    name: TitleDoc,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleDoc {
    zh: String,
    en: String,
}

/// The one region that calendars are known for.
const REGION: &str = "CN";

/// What was found so far.
#[derive(Default)]
struct Findings(Vec<CalendarError>);

impl Findings {
    fn add(&mut self, pointer: impl Into<String>, problem: Problem) {
        if self.0.len() < FINDINGS_COUNT_MAX {
            self.0.push(CalendarError { pointer: pointer.into(), problem });
        }
    }
}

pub(super) fn calendar(json: &[u8]) -> Result<Calendar, Vec<CalendarError>> {
    let document = shape(json).map_err(|error| vec![error])?;
    let mut findings = Findings::default();
    if !(1900..2200).contains(&document.year) {
        findings.add("/year", Problem::NotAWord);
    }
    if document.region != REGION {
        findings.add("/region", Problem::NotAWord);
    }
    if document.id != format!("{}-{}", REGION.to_ascii_lowercase(), document.year) {
        findings.add("/id", Problem::NotAWord);
    }
    let status = status(&document.status);
    if status.is_none() {
        findings.add("/status", Problem::NotAWord);
    }
    let source = title(document.source, "/source", &mut findings);
    let holidays = holidays(document.holidays, document.year, &mut findings);
    let workdays = workdays(&document.workdays, document.year, &holidays, &mut findings);
    match status {
        Some(status) if findings.0.is_empty() => {
            let Document { id, year, .. } = document;
            Ok(Calendar { id, year, status, source, holidays, workdays })
        }
        _ => Err(findings.0),
    }
}

fn shape(json: &[u8]) -> Result<Document, CalendarError> {
    if json.len() > BODY_BYTES_MAX {
        return Err(CalendarError { pointer: String::new(), problem: Problem::TooLarge });
    }
    let mut reader = serde_json::Deserializer::from_slice(json);
    let read = serde_path_to_error::deserialize(&mut reader);
    let document =
        read.map_err(|error| CalendarError { pointer: pointer(&error), problem: Problem::Shape })?;
    let rest = reader.end();
    rest.map_err(|_| CalendarError { pointer: String::new(), problem: Problem::Shape })?;
    Ok(document)
}

/// The place of an error as a JSON pointer. All members of a calendar have plain names; any other name
/// stands in a member that is not known, where the pointer ends above it.
fn pointer(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in error.path() {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } if key.bytes().all(|byte| byte.is_ascii_lowercase()) => {
                pointer.push_str(&format!("/{key}"));
            }
            _ => break,
        }
    }
    pointer
}

fn status(word: &str) -> Option<Status> {
    match word {
        "published" => Some(Status::Published),
        "provisional" => Some(Status::Provisional),
        _ => None,
    }
}

fn title(doc: TitleDoc, pointer: &str, findings: &mut Findings) -> Title {
    for (name, text) in [("zh", &doc.zh), ("en", &doc.en)] {
        let hidden = |letter| is_unsafe(letter) || is_invisible(letter);
        let long = text.chars().nth(NAME_CHARS_MAX).is_some();
        if text.trim().is_empty() || long || text.chars().any(hidden) {
            findings.add(format!("{pointer}/{name}"), Problem::Text);
        }
    }
    Title { zh: doc.zh, en: doc.en }
}

fn day(text: &str, year: i16, pointer: &str, findings: &mut Findings) -> Option<Day> {
    let Some(day) = Day::parse(text) else {
        findings.add(pointer, Problem::NotADay);
        return None;
    };
    if day.year() != year {
        findings.add(pointer, Problem::OutsideYear);
        return None;
    }
    Some(day)
}

fn holidays(docs: Vec<HolidayDoc>, year: i16, findings: &mut Findings) -> Vec<Holiday> {
    if docs.len() > LIST_COUNT_MAX {
        findings.add("/holidays", Problem::TooMany);
    }
    let mut holidays: Vec<Holiday> = Vec::new();
    for (at, doc) in docs.into_iter().take(LIST_COUNT_MAX).enumerate() {
        let pointer = format!("/holidays/{at}");
        let first = day(&doc.first, year, &format!("{pointer}/first"), findings);
        let last = day(&doc.last, year, &format!("{pointer}/last"), findings);
        let name = title(doc.name, &format!("{pointer}/name"), findings);
        let (Some(first), Some(last)) = (first, last) else {
            continue;
        };
        if last < first {
            findings.add(format!("{pointer}/last"), Problem::Order);
        }
        if holidays.last().is_some_and(|before| before.last >= first) {
            findings.add(format!("{pointer}/first"), Problem::Overlap);
        }
        holidays.push(Holiday { first, last, name });
    }
    holidays
}

fn workdays(
    texts: &[String],
    year: i16,
    holidays: &[Holiday],
    findings: &mut Findings,
) -> BTreeSet<Day> {
    if texts.len() > LIST_COUNT_MAX {
        findings.add("/workdays", Problem::TooMany);
    }
    let mut days = BTreeSet::new();
    for (at, text) in texts.iter().take(LIST_COUNT_MAX).enumerate() {
        let pointer = format!("/workdays/{at}");
        let Some(day) = day(text, year, &pointer, findings) else {
            continue;
        };
        if !is_weekend(day) {
            findings.add(pointer.as_str(), Problem::NotAWeekend);
        }
        if holidays.iter().any(|holiday| (holiday.first..=holiday.last).contains(&day)) {
            findings.add(pointer.as_str(), Problem::Holiday);
        }
        if !days.insert(day) {
            findings.add(pointer, Problem::Repeated);
        }
    }
    days
}
