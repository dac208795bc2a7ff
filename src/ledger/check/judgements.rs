//! Checks of answers to questions about additives. An answer is a post's; what it makes of lots that
//! asked is theirs at once: those that come to be outside the table are held.

use super::{Accepted, CheckError, Context, measures, party};
use crate::access::Right;
use crate::domain::command::{Actor, Judge};
use crate::domain::refusal::Code;
use crate::domain::words::{Hazard, MeasureKind};
use crate::fact::body::Body;
use crate::fact::record::{BatchRef, LotHold, MeasureRef};
use crate::limits::JUDGED_LOTS_COUNT;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{ProductRow, VersionRow};
use crate::views::judgements::{Answers, Standing, asking_lots};
use crate::views::query;

pub(super) fn judge(
    view: &impl Read,
    actor: &Actor,
    command: &Judge,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let (organization, _) = party(view, actor, Right::Judge, &command.organization)?;
    if actor.post.is_none() {
        return Err(Code::PostRequired.into());
    }
    let product = command.product.to_string();
    let known: Option<ProductRow> = view.row(&key::product(&organization, &product))?;
    let version = command.version.unwrap_or(known.ok_or(Code::NotFound)?.latest);
    if view.row::<VersionRow>(&key::version(&organization, &product, version))?.is_none() {
        return Err(Code::VersionNotRegistered.into());
    }
    let answers = Answers { organization: &organization, product: &product, version, given: None };
    let standing = answers.answer(view, &command.key)?;
    let after = command.after.as_deref();
    let lots = asking_lots(view, &answers, &command.key, after, JUDGED_LOTS_COUNT + 1)?;
    match (&standing, after) {
        // Somebody answered otherwise meanwhile: that answer has had its own consequences.
        (standing, Some(_))
            if standing.as_ref().map(|row| row.permitted) != Some(command.permitted) =>
        {
            return Err(Code::ChangedMeanwhile.into());
        }
        (None, None) if lots.is_empty() => return Err(Code::QuestionNotAsked.into()),
        _ => {}
    }
    let looked_at = lots.get(..JUDGED_LOTS_COUNT).unwrap_or(&lots);
    let next = looked_at.last().filter(|_| lots.len() > looked_at.len()).cloned();
    let holds = holds(view, &answers, command, looked_at, context)?;
    let body = Body::JudgementGiven {
        organization,
        product,
        version,
        key: command.key.clone(),
        permitted: command.permitted,
        on: context.today.number(),
        hazard: Hazard::Chemical.number(),
        holds,
        after: command.after.clone(),
        next,
    };
    Ok((body, command.document.clone()))
}

/// Lots that the answer brings outside the table, and that no rule holds yet.
fn holds(
    view: &impl Read,
    answers: &Answers<'_>,
    command: &Judge,
    lots: &[String],
    context: &Context<'_>,
) -> Result<Vec<LotHold>, CheckError> {
    // Behind the first page the answer stands already: every lot that is outside is held.
    let before = command.after.is_none().then_some(*answers);
    let now = Answers { given: Some((&command.key, command.permitted)), ..*answers };
    let mut next = query::next_measure(view, MeasureKind::Hold.number(), context.today)?;
    let mut holds = Vec::new();
    for lot in lots {
        let batch = BatchRef {
            organization: answers.organization.to_owned(),
            product: answers.product.to_owned(),
            lot: lot.clone(),
        };
        let Some(row) = query::batch(view, &batch)? else { continue };
        let outside = |answers: &Answers<'_>| -> Result<bool, CheckError> {
            Ok(answers.standing(view, &row.additives)?.iter().any(Standing::is_outside))
        };
        let was_outside = before.map(|before| outside(&before)).transpose()?.unwrap_or(false);
        if was_outside || !outside(&now)? {
            continue;
        }
        if !measures::held_by_rule(view, &batch, &row)? {
            holds.push(LotHold { lot: lot.clone(), hold: next });
            next = MeasureRef { number: next.number.saturating_add(1), ..next };
        }
    }
    Ok(holds)
}
