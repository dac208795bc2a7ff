//! Additives of a batch against the table in force: computed when the batch is stated, kept with the
//! fact. An excess is a finding with its consequence, never a reason to refuse the statement.

use crate::domain::command::{AdditiveUse, BatchFacts};
use crate::domain::words::{AdditiveOutcome, Hazard};
use crate::fact::record::AdditiveRecord;
use crate::rules::additives::{
    AdditiveTable, Basis, Finding, Formula, Found, Named, Outcome, Subject, Use, judge,
};
use crate::rules::book::Rulebook;
use rust_decimal::Decimal;

/// What was found of each additive and each sum, and the hazard of what is above the limit, not
/// permitted or banned. Nothing where the product names no food category and uses none.
pub(super) fn judged(
    rulebook: &Rulebook,
    category: Option<&str>,
    facts: &BatchFacts,
) -> (Vec<AdditiveRecord>, Option<Hazard>) {
    if facts.additives.is_empty() {
        return (Vec::new(), None);
    }
    let banned = rulebook.banned(facts.produced_on);
    let is_banned = |name: &Option<String>| {
        name.as_deref().zip(banned).is_some_and(|(name, list)| list.find(name).is_some())
    };
    let non_food = facts.additives.iter().any(|used| is_banned(&used.name));
    let Some(table) = rulebook.additives(facts.produced_on).filter(|_| category.is_some()) else {
        return (Vec::new(), non_food.then_some(Hazard::NonFood));
    };
    let uses: Vec<_> = facts.additives.iter().map(used).collect();
    let basis = Basis { mass: facts.mass_kg, volume: facts.volume_l, ..Basis::default() };
    let findings = judge(table, &Formula { category, basis, uses: &uses, ..Formula::default() });
    let above =
        |finding: &&Finding<'_>| matches!(finding.outcome, Outcome::Over | Outcome::NotPermitted);
    let chemical = findings.iter().find(above).map(|_| Hazard::Chemical);
    let records = findings.iter().flat_map(|finding| records(finding, &uses, table)).collect();
    (records, chemical.or(non_food.then_some(Hazard::NonFood)))
}

fn used(used: &AdditiveUse) -> Use<'_> {
    let additive =
        Named { cns: used.cns.as_deref(), ins: used.ins.as_deref(), name: used.name.as_deref() };
    Use {
        additive,
        mass: used.grams,
        active_fraction: used.active_fraction,
        function: used.function.as_deref(),
    }
}

/// One record for each line that the finding is about; sums have no line.
fn records(finding: &Finding<'_>, uses: &[Use<'_>], table: &AdditiveTable) -> Vec<AdditiveRecord> {
    let record = |line| AdditiveRecord {
        line,
        outcome: outcome(finding.outcome).number(),
        clause: finding.clause.to_string(),
        dose: finding.dose.zip(finding.limit).map(|(dose, limit)| shown(dose, limit.unit.code())),
        limit: finding.limit.and_then(|limit| Some(shown(limit.max?, limit.unit.code()))),
    };
    let concerns = |named: &Named<'_>| match (&finding.subject, table.find(named)) {
        (Subject::Additive(entry), Found::One(found)) => entry.key() == found.key(),
        (Subject::Stated(stated), _) => named.stated() == *stated,
        _ => false,
    };
    if matches!(finding.subject, Subject::Sum(..)) {
        return vec![record(None)];
    }
    let lines = (0_u16..).zip(uses).filter(|(_, used)| concerns(&used.additive));
    lines.map(|(line, _)| record(Some(line))).collect()
}

fn shown(value: Decimal, unit: &str) -> String {
    let value = value.round_dp(3).normalize();
    if unit == "1" { value.to_string() } else { format!("{value} {unit}") }
}

fn outcome(outcome: Outcome) -> AdditiveOutcome {
    match outcome {
        Outcome::Within => AdditiveOutcome::Within,
        Outcome::NeedsJudgement => AdditiveOutcome::NeedsJudgement,
        Outcome::Over => AdditiveOutcome::Over,
        Outcome::NotPermitted => AdditiveOutcome::NotPermitted,
        Outcome::NotListed => AdditiveOutcome::NotListed,
    }
}
