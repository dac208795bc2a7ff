//! Answers to questions about additives: rows, and what the records of a batch come to under the answers
//! that stand. What either answer leads to was worked out when the batch was stated, so a scan joins and
//! judges nothing.

use super::apply::At;
use super::{measures, tasks};
use crate::domain::words::AdditiveOutcome;
use crate::fact::body::{Body, Private};
use crate::fact::record::{AdditiveRecord, AdditivesRecord, Alarm, BatchRef};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{AnswerRow, BatchRow, JudgementRow, QuestionRow};
use std::collections::{BTreeMap, BTreeSet};

/// One record under the answers that stand.
#[derive(Debug, Clone)]
pub struct Standing<'r> {
    pub record: &'r AdditiveRecord,
    /// Words of its open question.
    pub question: Option<&'r str>,
    /// The answer it rests on.
    pub answer: Option<AnswerRow>,
}

impl Standing<'_> {
    /// Above the limit, or not permitted.
    pub fn is_outside(&self) -> bool {
        let outside = [AdditiveOutcome::Over, AdditiveOutcome::NotPermitted];
        outside.iter().any(|outcome| outcome.number() == self.record.outcome)
    }
}

/// The product version whose answers are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Answers<'a> {
    pub organization: &'a str,
    pub product: &'a str,
    pub version: u32,
    /// An answer about to be given: it goes before the one that stands.
    pub given: Option<(&'a str, bool)>,
}

impl<'a> Answers<'a> {
    /// Those for the lots of a batch's version.
    pub fn of(batch: &'a BatchRef, version: u32) -> Self {
        let BatchRef { organization, product, .. } = batch;
        Self { organization, product, version, given: None }
    }

    /// What the records of a batch come to. Reads nothing where no question was asked.
    pub fn standing<'r>(
        &self,
        view: &impl Read,
        records: &'r [AdditivesRecord],
    ) -> Result<Vec<Standing<'r>>, StoreError> {
        let mut known = BTreeMap::new();
        let mut all = Vec::new();
        for record in records {
            let mut node = record;
            while let Some(next) = self.next(view, node, &mut known)? {
                node = next;
            }
            let shown = node.found.iter().map(|record| Standing {
                record,
                question: question_of(node, record),
                answer: record
                    .answered
                    .as_ref()
                    .and_then(|key| known.get(key.as_str()).cloned()?),
            });
            all.extend(shown);
        }
        Ok(all)
    }

    /// Where the first answered question of a node leads.
    fn next<'r>(
        &self,
        view: &impl Read,
        node: &'r AdditivesRecord,
        known: &mut BTreeMap<&'r str, Option<AnswerRow>>,
    ) -> Result<Option<&'r AdditivesRecord>, StoreError> {
        for asked in &node.asked {
            if !known.contains_key(asked.key.as_str()) {
                known.insert(&asked.key, self.answer(view, &asked.key)?);
            }
            let answer = known.get(asked.key.as_str()).and_then(Option::as_ref);
            let given = self.given.filter(|(key, _)| *key == asked.key).map(|given| given.1);
            if let Some(permitted) = given.or(answer.map(|answer| answer.permitted)) {
                return Ok(Some(if permitted { &asked.yes } else { &asked.no }));
            }
        }
        Ok(None)
    }

    /// The answer that stands.
    pub fn answer(
        &self,
        view: &impl Read,
        question: &str,
    ) -> Result<Option<AnswerRow>, StoreError> {
        view.row(&key::question(self.organization, self.product, self.version, question))
    }
}

fn question_of<'r>(node: &'r AdditivesRecord, record: &AdditiveRecord) -> Option<&'r str> {
    let key = record.question.as_ref()?;
    node.asked.iter().find(|asked| asked.key == *key).map(|asked| asked.text.as_str())
}

/// Lots of a version that asked a question, from the one behind `after`; at most `count`.
pub fn asking_lots(
    view: &impl Read,
    answers: &Answers<'_>,
    question: &str,
    after: Option<&str>,
    count: usize,
) -> Result<Vec<String>, StoreError> {
    let Answers { organization, product, version, .. } = answers;
    let prefix = key::question(organization, product, *version, question);
    let mut from = prefix.clone();
    if let Some(after) = after {
        from.extend_from_slice(after.as_bytes());
        from.push(0);
    }
    let rows = view.rows::<QuestionRow>(&prefix, &from, count)?;
    let lot = |row_key: &[u8]| {
        let tail = row_key.get(prefix.len()..).unwrap_or_default();
        std::str::from_utf8(tail).unwrap_or_default().to_owned()
    };
    Ok(rows.iter().map(|(row_key, _)| lot(row_key)).collect())
}

/// Files a batch under the questions it asks, and no longer under those it asked.
pub(super) fn ask<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    version: u32,
    (before, now): (&[AdditivesRecord], &[AdditivesRecord]),
) -> Result<(), StoreError> {
    let (before, now) = (questions(before), questions(now));
    for question in before.difference(&now) {
        view.delete(Family::Questions, key::asking_lot(batch, version, question));
    }
    for question in now.difference(&before) {
        view.put(key::asking_lot(batch, version, question), &QuestionRow)?;
    }
    Ok(())
}

/// Every key that is asked, now or after another answer.
fn questions(records: &[AdditivesRecord]) -> BTreeSet<&str> {
    let mut all = BTreeSet::new();
    let mut left: Vec<&AdditivesRecord> = records.iter().collect();
    while let Some(node) = left.pop() {
        all.extend(node.found.iter().filter_map(|record| record.question.as_deref()));
        for asked in &node.asked {
            all.insert(&asked.key);
            left.extend([&asked.yes, &asked.no]);
        }
    }
    all
}

/// The answer, and the holds and tasks that follow from it.
pub(super) fn given<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    let Body::JudgementGiven {
        organization,
        product,
        version,
        key: question,
        permitted,
        on,
        hazard,
        holds,
        after,
        ..
    } = &private.body
    else {
        return Ok(());
    };
    if after.is_none() {
        let post = private.actor.post.clone().unwrap_or_default();
        let row = AnswerRow { permitted: *permitted, on: *on, post };
        view.put(key::question(organization, product, *version, question), &row)?;
        let row = JudgementRow {
            version: *version,
            key: question.clone(),
            permitted: *permitted,
            on: *on,
            by: private.actor.clone(),
        };
        view.put(key::judgement(organization, product, at.position), &row)?;
    }
    for (number, held) in (0_u64..).zip(holds) {
        let batch = BatchRef {
            organization: organization.clone(),
            product: product.clone(),
            lot: held.lot.clone(),
        };
        measures::hold_by_rule(view, private, (held.hold, *hazard), &batch, at)?;
        let alarm = Alarm { hazard: *hazard, hold: Some(held.hold) };
        tasks::open(view, &batch, (alarm, number), at)?;
    }
    Ok(())
}

/// What the records of a registered batch come to.
pub fn of_batch<'r>(
    view: &impl Read,
    batch: &BatchRef,
    row: &'r BatchRow,
) -> Result<Vec<Standing<'r>>, StoreError> {
    Answers::of(batch, row.version).standing(view, &row.additives)
}
