//! The words of notices: a title, and a text with one step to take.

use super::{Pair, Words, bi};
use crate::report::model::{NoticeShown, PermitShown, TraceReport};
use crate::texts::{Lang, Text, Value, dates, food, permits, verdicts as t, words};
use crate::verdict::Notice;

/// The notice in words. It reads the batch, the corrections, the asked lot and the telephone number.
pub fn notice(code: Notice, report: &TraceReport) -> NoticeShown {
    let words = Words::new(report);
    let (title, text) = match code {
        Notice::RecallCheckRunning => (t::RECALL_CHECK_TITLE, recall_check(&words)),
        Notice::OwnSerial => (t::OWN_SERIAL, words.fill(t::OWN_SERIAL_TEXT, &[])),
        Notice::LabelCorrected => (t::LABEL_CORRECTED, label_corrected(&words)),
        Notice::RecordCorrected => (t::RECORD_CORRECTED, words.fill(t::RECORD_CORRECTED_TEXT, &[])),
        Notice::GroupsMissing => (t::GROUPS_MISSING, groups_missing(&words)),
        Notice::PermitLost => (t::PERMIT_LOST, permit_lost(&words)),
        Notice::AdditiveFound => (t::ADDITIVE_FOUND, words.fill(t::ADDITIVE_FOUND_TEXT, &[])),
        Notice::TestFailed => (t::TEST_FAILED, test_failed(&words)),
        Notice::LotNotRegistered => (t::LOT_NOT_REGISTERED, lot_not_registered(&words)),
        Notice::NoExpiry => (t::NO_EXPIRY, words.fill(t::NO_EXPIRY_TEXT, &[])),
        Notice::Returned => (t::RETURNED, words.fill(t::RETURNED_TEXT, &[])),
        Notice::RhythmOverdue => (t::RHYTHM_OVERDUE, rhythm_overdue(&words)),
        Notice::Erased => (t::ERASED, words.fill(t::ERASED_TEXT, &[])),
        Notice::UnusualScans => (t::UNUSUAL_SCANS, unusual_scans(&words)),
    };
    NoticeShown { code, title: words.text(title), text: bi(text) }
}

/// Whether a notice must be read before the goods are used. The others stand below a plain
/// `registered`: if every own serial raised the tone, nobody would read it where it matters.
pub fn read_first(code: Notice) -> bool {
    !matches!(code, Notice::OwnSerial | Notice::NoExpiry)
}

fn recall_check(words: &Words<'_>) -> Pair {
    let (text, step) = (words.fill(t::RECALL_CHECK, &[]), words.fill(t::RECALL_CHECK_DO, &[]));
    (text.0 + &step.0, text.1 + " " + &step.1)
}

fn label_corrected(words: &Words<'_>) -> Pair {
    let of_label = words.report.corrections.iter().filter(|correction| correction.kind == "label");
    match of_label.map(|correction| correction.at.as_str()).max() {
        Some(at) => words.fill(t::LABEL_CORRECTED_TEXT, &[("date", (&words.day(at)).into())]),
        None => words.fill(t::LABEL_CORRECTED_NO_DATE, &[]),
    }
}

fn groups_missing(words: &Words<'_>) -> Pair {
    let batch = words.report.batch.as_ref();
    let completeness = batch.and_then(|batch| batch.completeness.as_ref());
    let mut groups = Pair::default();
    for code in completeness.map(|complete| complete.missing.as_slice()).unwrap_or_default() {
        let word = words::missing_group(code).or_else(|| food::test_item(code));
        if !groups.0.is_empty() {
            groups.0.push('、');
            groups.1.push_str(", ");
        }
        groups.0.push_str(word.map_or(code, |word| word.zh));
        groups.1.push_str(word.map_or(code, |word| word.en));
    }
    if groups.0.is_empty() {
        groups = t::SOME_GROUPS.fill(&[]);
    }
    words.fill(t::GROUPS_MISSING_TEXT, &[("groups", (&groups).into())])
}

fn permit_lost(words: &Words<'_>) -> Pair {
    let lost = |permit: &&PermitShown| permit.lost_on.is_some() || !permit.valid_on_production;
    let Some(permit) = words.report.permits.iter().find(lost) else {
        return t::PERMIT_LOST.fill(&[]);
    };
    let kind = permits::permit_kind(permit.kind).map_or(Text::NONE, |kind| kind);
    let kind = (kind.zh.to_owned(), kind.en.to_owned());
    let Some(day) = permit.lost_on.as_deref() else {
        let values = [("permit", (&kind).into()), ("number", Value::same(&permit.number))];
        return words.fill(t::PERMIT_ANNULLED_TEXT, &values);
    };
    let day = (dates::date(Lang::Zh, day), dates::date(Lang::En, day));
    let values = [
        ("permit", (&kind).into()),
        ("number", Value::same(&permit.number)),
        ("date", (&day).into()),
    ];
    words.fill(t::PERMIT_LOST_TEXT, &values)
}

fn unusual_scans(words: &Words<'_>) -> Pair {
    let scans = words.report.scans.as_ref();
    let sessions = scans.map_or_else(String::new, |scans| scans.sessions.to_string());
    let first = scans.map_or_else(Pair::default, |scans| words.day(&scans.first_at));
    words.fill(t::UNUSUAL_SCANS_TEXT, &[("n", Value::same(&sessions)), ("date", (&first).into())])
}

/// The first of them with its days; whoever wants all has them in the data.
fn rhythm_overdue(words: &Words<'_>) -> Pair {
    let Some(test) = words.report.overdue_tests.first() else {
        return words.fill(t::RHYTHM_OVERDUE_NO_DATA, &[]);
    };
    let word = words::missing_group(&test.item).or_else(|| food::test_item(&test.item));
    let item = word.map_or_else(
        || (test.item.clone(), test.item.clone()),
        |word| (word.zh.to_owned(), word.en.to_owned()),
    );
    let months = test.months.to_string();
    let day = |iso: &str| (dates::date(Lang::Zh, iso), dates::date(Lang::En, iso));
    let due = day(&test.due_on);
    let mut values =
        vec![("item", (&item).into()), ("months", Value::same(&months)), ("due", (&due).into())];
    match test.last_tested_on.as_deref().map(day) {
        None => words.fill(t::RHYTHM_OVERDUE_NEVER, &values),
        Some(last) => {
            values.push(("last", (&last).into()));
            words.fill(t::RHYTHM_OVERDUE_TEXT, &values)
        }
    }
}

fn test_failed(words: &Words<'_>) -> Pair {
    with_or_without(words, "phone", words.phone(), t::TEST_FAILED_TEXT, t::TEST_FAILED_NO_PHONE)
}

fn lot_not_registered(words: &Words<'_>) -> Pair {
    let lot = words.report.key.lot.as_deref();
    with_or_without(words, "lot", lot, t::LOT_NOT_REGISTERED_TEXT, t::LOT_NOT_REGISTERED_NO_LOT)
}

fn with_or_without(
    words: &Words<'_>,
    name: &str,
    value: Option<&str>,
    with: Text,
    without: Text,
) -> Pair {
    match value {
        Some(value) => words.fill(with, &[(name, Value::same(value))]),
        None => words.fill(without, &[]),
    }
}
