//! Additives of one function add up (GB 2760, A.4): the shares of their maxima must not exceed 1.
//! It holds for preservatives, for antioxidants, and for colours of the same hue.

use super::finding::{
    Clause, Finding, Limit, Missing, Outcome, Part, Reason, Subject, SumRule, Unit,
};
use super::formula::{Answer, Use};
use super::judge::{Resolved, Stated};
use super::table::{Additive, AdditiveTable};
use crate::texts::food::class_by_word;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::BTreeSet;

const RULES: [SumRule; 3] = [SumRule::Preservatives, SumRule::Antioxidants, SumRule::Colours];
/// Digits after the point a sum is compared with: those of the last quotients are rounded.
const SUM_DIGITS: u32 = 20;

/// What one entry brings to the sums.
pub(super) struct Share<'a> {
    additive: &'a Additive,
    rules: [bool; RULES.len()],
    /// `None` where it cannot be worked out.
    share: Option<Decimal>,
    /// Not merely an upper bound.
    exact: bool,
}

impl<'a> Share<'a> {
    /// An entry without a maximum, or that is not permitted, has no share and takes no part. Its
    /// functions are those stated where all uses state one of its own, else all of its own.
    pub(super) fn new(
        additive: &'a Additive,
        uses: &[Stated<'a, Use<'a>>],
        resolved: &Resolved<'a>,
    ) -> Option<Self> {
        let max = resolved.row.map(|row| row.max);
        if max.map_or(resolved.assessed.outcome != Outcome::NeedsJudgement, |max| max.is_none()) {
            return None;
        }
        let own = RULES.map(|rule| additive.functions.contains(&rule.word()));
        if own == [false; RULES.len()] {
            return None;
        }
        let stated = || uses.iter().map(|(_, each)| function(additive, each));
        let is_stated = !uses.is_empty() && stated().all(|function| function.is_some());
        let mut rules = own;
        for (rule, takes_part) in RULES.iter().zip(&mut rules) {
            let is_used = !is_stated || stated().any(|function| function == Some(rule.word()));
            *takes_part &= is_used;
        }
        // While it is open whether a row covers the food, so is the maximum.
        let is_open = matches!(resolved.reason, Some(Reason::Question { .. }));
        let dose = resolved.assessed.dose.filter(|_| !is_open);
        let share = dose.zip(max.flatten()).and_then(|(dose, max)| dose.checked_div(max));
        Some(Self { additive, rules, share, exact: resolved.assessed.exact })
    }
}

/// The function class a use states, where it is one of the entry's.
fn function(additive: &Additive, each: &Use<'_>) -> Option<&'static str> {
    let word = each.function?;
    let own = |code: &str| additive.functions.iter().copied().find(|own| *own == code);
    own(word).or_else(|| class_by_word(word).and_then(own))
}

/// Adds the findings of the sums; none where fewer than two additives take part.
pub(super) fn judge<'a>(
    table: &'a AdditiveTable,
    answers: &[Answer<'a>],
    shares: &[Share<'a>],
    findings: &mut Vec<Finding<'a>>,
) {
    for (at, rule) in RULES.into_iter().enumerate() {
        let part = |share: &&Share<'a>| share.rules.get(at).copied().unwrap_or_default();
        let parts: Vec<&Share<'a>> = shares.iter().filter(part).collect();
        if parts.len() < 2 {
            continue;
        }
        if rule == SumRule::Colours {
            judge_colours(table, answers, &parts, findings);
        } else {
            findings.push(finding(table, rule, &parts));
        }
    }
}

/// Colours whose hue the table does not know may share any hue: they are added to each, and asked
/// about where that would exceed it.
fn judge_colours<'a>(
    table: &'a AdditiveTable,
    answers: &[Answer<'a>],
    parts: &[&Share<'a>],
    findings: &mut Vec<Finding<'a>>,
) {
    let hue = |part: &&Share<'a>| part.additive.hue.as_deref();
    let mut hues: BTreeSet<Option<&str>> = parts.iter().map(hue).collect();
    let unknown: Vec<&Share<'a>> =
        parts.iter().copied().filter(|part| hue(part).is_none()).collect();
    if hues.len() > 1 {
        // Those of unknown hue are added to every known one.
        hues.remove(&None);
    }
    for one in hues {
        let same: Vec<&Share<'a>> = parts.iter().copied().filter(|part| hue(part) == one).collect();
        let sure = if one.is_some() { same.as_slice() } else { &[] };
        let mut found = finding(table, SumRule::Colours, sure);
        let possible: Vec<&Share<'a>> =
            parts.iter().copied().filter(|part| hue(part).is_none() || hue(part) == one).collect();
        if !unknown.is_empty() && possible.len() > 1 && found.outcome == Outcome::Within {
            let all = finding(table, SumRule::Colours, &possible);
            if all.outcome != Outcome::Within {
                found = asked(table, answers, all, &possible);
            }
        }
        if matches!(&found.subject, Subject::Sum(_, all) if all.len() > 1) {
            findings.push(found);
        }
    }
}

/// Whether the colours are of different hues is for a post to say.
fn asked<'a>(
    table: &AdditiveTable,
    answers: &[Answer<'a>],
    mut found: Finding<'a>,
    parts: &[&Share<'a>],
) -> Finding<'a> {
    let numbers: Vec<&str> = parts.iter().map(|part| part.additive.key()).collect();
    let key = format!("{}/A.4/colour/{}", table.id(), numbers.join("+"));
    found.answer = answers.iter().find(|answer| answer.key == key).copied();
    match found.answer {
        Some(answer) if answer.permitted => {
            (found.outcome, found.reason) = (Outcome::Within, None);
        }
        Some(_) => {}
        None => {
            found.outcome = Outcome::NeedsJudgement;
            let text = Cow::Borrowed("相同色泽着色剂除外");
            found.reason = Some(Reason::Question { key: key.into(), text });
        }
    }
    found
}

fn finding<'a>(table: &'a AdditiveTable, rule: SumRule, parts: &[&Share<'a>]) -> Finding<'a> {
    let known = || parts.iter().filter_map(|part| Some((part.share?, part.exact)));
    // What cannot be added is more than any maximum.
    let add = |sum: Option<Decimal>, share| sum?.checked_add(share);
    let total = known().map(|(share, _)| share).fold(Some(Decimal::ZERO), add);
    let surely = known().filter(|(_, exact)| *exact).map(|(share, _)| share);
    let least = surely.fold(Some(Decimal::ZERO), add);
    let is_whole = parts.iter().all(|part| part.share.is_some());
    let exceeds =
        |sum: Option<Decimal>| sum.is_none_or(|sum| sum.round_dp(SUM_DIGITS) > Decimal::ONE);
    let outcome = if exceeds(least) {
        Outcome::Over
    } else if !is_whole || exceeds(total) {
        Outcome::NeedsJudgement
    } else {
        Outcome::Within
    };
    let reason = (outcome == Outcome::NeedsJudgement).then_some(Reason::Missing(Missing::Share));
    Finding {
        subject: Subject::Sum(rule, parts.iter().map(|part| part.additive).collect()),
        outcome,
        dose: total.filter(|_| is_whole),
        limit: Some(Limit {
            max: Some(Decimal::ONE),
            unit: Unit::Share,
            expressed_as: None,
            residue: false,
            below: false,
            only: None,
        }),
        clause: Clause { standard: table.id(), part: Part::Sum },
        reason,
        answer: None,
    }
}
