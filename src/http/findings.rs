//! What was worked out of a batch and only its office reads: additives with dose and limit, the open
//! question of each, and the balance of its making. Told beside a receipt, and with the record.

use super::warnings::warning;
use crate::domain::day::Day;
use crate::domain::words::{AdditiveOutcome, FindingKind};
use crate::fact::record::{AdditiveRecord, BatchRef, FindingRecord, MakingRecord};
use crate::store::StoreError;
use crate::store::read::Read;
use crate::store::rows::BatchRow;
use crate::views::judgements::{Standing, of_batch};
use serde_json::{Map, Value, json};

/// Every additive of a registered batch, within the table or not.
pub(super) fn additives(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
) -> Result<Vec<Value>, StoreError> {
    let shown = of_batch(view, batch, row)?;
    Ok(shown.iter().map(|found| Value::Object(additive(found))).collect())
}

/// What looks wrong with one, or has to be answered; nothing where it is within.
pub(super) fn additive_warning(found: &Standing<'_>) -> Option<Value> {
    let outcome = AdditiveOutcome::from_number(found.record.outcome)?;
    if outcome == AdditiveOutcome::Within {
        return None;
    }
    let sentence = if found.question.is_some() { "question" } else { outcome.word() };
    let told = warning(&pointer(found.record), sentence, &[]);
    let mut members = additive(found);
    members.insert("code".to_owned(), outcome.word().into());
    members.remove("result");
    members.extend(told.get("message").map(|message| ("message".to_owned(), message.clone())));
    Some(Value::Object(members))
}

/// The balance of the making.
pub(super) fn balance(making: &MakingRecord) -> Value {
    let MakingRecord { why, by, yielded, unexplained } = making;
    let state = match (why, by) {
        (Some(_), _) => "notComputable",
        (None, Some(_)) => "overdraw",
        (None, None) => "balanced",
    };
    let mut out = Map::from_iter([("state".to_owned(), state.into())]);
    let texts = [("why", why), ("yield", yielded)];
    out.extend(texts.into_iter().filter_map(|(name, text)| {
        text.as_ref().map(|text| (name.to_owned(), text.as_str().into()))
    }));
    let amounts = [("by", by), ("unexplained", unexplained)];
    out.extend(amounts.into_iter().filter_map(|(name, amount)| {
        let amount = amount.as_ref()?;
        Some((name.to_owned(), json!({"value": amount.value, "unit": amount.unit})))
    }));
    Value::Object(out)
}

/// The same as a finding, where more came out than went in.
pub(super) fn balance_warning(making: &MakingRecord) -> Option<Value> {
    let by = Some(making.by.clone()?);
    let kind = FindingKind::Yield.number();
    let clause = [String::new(), String::new()];
    Some(super::warnings::finding(&FindingRecord { kind, line: None, by, clause }))
}

fn additive(found: &Standing<'_>) -> Map<String, Value> {
    let AdditiveRecord { outcome, clause, dose, limit, missing, question, .. } = found.record;
    let outcome = AdditiveOutcome::from_number(*outcome).map(AdditiveOutcome::word);
    let mut out = Map::from_iter([
        ("pointer".to_owned(), pointer(found.record).into()),
        ("result".to_owned(), outcome.into()),
        ("clause".to_owned(), clause.as_str().into()),
    ]);
    let texts = [("dose", dose), ("limit", limit), ("missing", missing)];
    out.extend(texts.into_iter().filter_map(|(name, text)| {
        text.as_ref().map(|text| (name.to_owned(), text.as_str().into()))
    }));
    if let Some(key) = question {
        let words = found.question.unwrap_or_default();
        out.insert("question".to_owned(), json!({"key": key, "text": {"zh": words}}));
    }
    if let (Some(key), Some(answer)) = (&found.record.answered, &found.answer) {
        let judged = json!({
            "key": key,
            "permitted": answer.permitted,
            "post": answer.post,
            "on": Day::from_number(answer.on).to_string(),
        });
        out.insert("judgedBy".to_owned(), judged);
    }
    out
}

/// Where it stands in the batch's document; the list as a whole for a sum.
fn pointer(record: &AdditiveRecord) -> String {
    match (record.line, record.ingredient) {
        (Some(line), _) => format!("/additives/{line}"),
        (None, Some(ingredient)) => format!("/ingredients/{ingredient}/additives"),
        (None, None) => "/additives".to_owned(),
    }
}
