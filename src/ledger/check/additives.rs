//! Additives of a batch against the table in force: computed when the batch is stated, kept with the
//! fact. An excess is a finding with its consequence, never a reason to refuse the statement. What only
//! a post can answer is worked out for both answers, so that nobody needs the formula again.

use crate::domain::command::{AdditiveUse, BatchFacts, CarriedUse};
use crate::domain::words::{AdditiveOutcome, Hazard};
use crate::fact::record::{AdditiveRecord, AdditivesRecord, AskedRecord};
use crate::limits::QUESTION_BRANCHES_COUNT;
use crate::rules::additives::{
    AdditiveTable, Answer, Basis, Carried, Dilution, Finding, Formula, Found, Named, Outcome,
    Reason, Subject, Use, judge,
};
use crate::rules::book::Rulebook;
use crate::views::judgements::Standing;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What was found of the additives of a batch.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) records: Vec<AdditivesRecord>,
    /// One of them is banned from food.
    pub(super) banned: bool,
}

impl Judged {
    /// The hazard of what is above the limit, not permitted or banned, under the answers that stand.
    pub(super) fn hazard(&self, standing: &[Standing<'_>]) -> Option<Hazard> {
        let chemical = standing.iter().any(Standing::is_outside).then_some(Hazard::Chemical);
        chemical.or(self.banned.then_some(Hazard::NonFood))
    }
}

/// Judges what a batch states. Nothing where the product names no food category, or where there are no
/// additives.
pub(super) fn judged(rulebook: &Rulebook, category: Option<&str>, facts: &BatchFacts) -> Judged {
    let banned = rulebook.banned(facts.produced_on);
    let is_banned = |used: &AdditiveUse| {
        used.name.as_deref().zip(banned).is_some_and(|(name, list)| list.find(name).is_some())
    };
    let mut all = facts.additives.iter().chain(facts.carried.iter().map(|each| &each.additive));
    let banned = all.any(is_banned);
    let Some(table) = rulebook.additives(facts.produced_on).filter(|_| category.is_some()) else {
        return Judged { records: Vec::new(), banned };
    };
    let dilution = facts.preparation.as_ref().map(|preparation| Dilution {
        times: preparation.times,
        drink: preparation.drink.as_deref(),
    });
    let basis = Basis {
        mass: facts.mass_kg,
        volume: facts.volume_l,
        density: facts.density,
        fat: facts.fat_kg,
        dilution,
    };
    let uses: Vec<_> = facts.additives.iter().map(used).collect();
    let carried: Vec<_> = facts.carried.iter().map(self::carried).collect();
    let food = Formula { category, basis, ..Formula::default() };
    let mut forest = Forest { table, food, left: QUESTION_BRANCHES_COUNT };
    Judged { records: forest.grow(&uses, &carried), banned }
}

/// What was used of one entry, by line, and what came in with ingredients.
type Stated<'a> = (Vec<(u16, Use<'a>)>, Vec<Carried<'a>>);

/// Entries of the table with what was stated of each; sums are judged over all of them.
struct Forest<'a> {
    table: &'a AdditiveTable,
    food: Formula<'a>,
    /// Answers that may still be worked out.
    left: usize,
}

/// What one record of a batch is about: all stated of one entry, or the sums over everything.
#[derive(Clone, Copy)]
struct Part<'a> {
    /// With their places in the list of additives.
    uses: &'a [(u16, Use<'a>)],
    carried: &'a [Carried<'a>],
    sums: bool,
}

impl<'a> Forest<'a> {
    fn grow(&mut self, uses: &[Use<'a>], carried: &[Carried<'a>]) -> Vec<AdditivesRecord> {
        let mut entries: BTreeMap<String, Stated<'a>> = BTreeMap::new();
        let lines: Vec<_> = (0_u16..).zip(uses.iter().copied()).collect();
        for (line, used) in &lines {
            let name = self.entry(&used.additive, usize::from(*line));
            entries.entry(name).or_default().0.push((*line, *used));
        }
        for (at, carried) in carried.iter().enumerate() {
            let name = self.entry(&carried.additive, lines.len() + at);
            entries.entry(name).or_default().1.push(*carried);
        }
        let parts = entries.values();
        let mut records: Vec<_> = parts
            .map(|(uses, carried)| self.node(Part { uses, carried, sums: false }, &[]))
            .collect();
        let all = self.node(Part { uses: &lines, carried, sums: true }, &[]);
        records.extend((!all.found.is_empty()).then_some(all));
        records
    }

    /// Entries in the order of the table, then what is none.
    fn entry(&self, named: &Named<'_>, number: usize) -> String {
        match self.table.find(named) {
            Found::One(entry) => entry.key().to_owned(),
            Found::Several | Found::Nothing => format!("~{number:05}"),
        }
    }

    /// The records of a part under some answers, with what each open question leads to.
    fn node(&mut self, part: Part<'_>, answers: &[(String, bool)]) -> AdditivesRecord {
        let (found, open) = self.records(part, answers);
        let mut asked = Vec::with_capacity(open.len());
        for (key, text) in open {
            if self.left < 2 {
                break;
            }
            self.left -= 2;
            let mut branch = |permitted| {
                let mut answers = answers.to_vec();
                answers.push((key.clone(), permitted));
                self.node(part, &answers)
            };
            let (yes, no) = (branch(true), branch(false));
            asked.push(AskedRecord { key, text, yes, no });
        }
        AdditivesRecord { found, asked }
    }

    /// The records of a part, and its open questions with their words.
    fn records(
        &self,
        part: Part<'_>,
        answers: &[(String, bool)],
    ) -> (Vec<AdditiveRecord>, Vec<(String, String)>) {
        let uses: Vec<_> = part.uses.iter().map(|(_, used)| *used).collect();
        let answers: Vec<_> = answers
            .iter()
            .map(|(key, permitted)| Answer { key, permitted: *permitted, post: "" })
            .collect();
        let formula =
            Formula { uses: &uses, carried: part.carried, answers: &answers, ..self.food.clone() };
        let findings = judge(self.table, &formula);
        let is_sum = |finding: &&Finding<'_>| matches!(finding.subject, Subject::Sum(..));
        let wanted = findings.iter().filter(|finding| is_sum(finding) == part.sums);
        let records: Vec<_> = wanted.flat_map(|finding| lines(finding, part)).collect();
        let bears = |finding: &&Finding<'_>| match (part.sums, &finding.subject) {
            (true, Subject::Additive(entry)) => findings
                .iter()
                .any(|sum| matches!(&sum.subject, Subject::Sum(_, all) if all.contains(entry))),
            (sums, _) => is_sum(finding) == sums,
        };
        let mut open: Vec<(String, String)> = Vec::new();
        for finding in findings.iter().filter(bears) {
            if let Some(Reason::Question { key, text }) = &finding.reason
                && open.iter().all(|(known, _)| known != key)
            {
                open.push((key.to_string(), text.to_string()));
            }
        }
        (records, open)
    }
}

fn used(used: &AdditiveUse) -> Use<'_> {
    Use {
        additive: named(used),
        mass: used.grams,
        active_fraction: used.active_fraction,
        function: used.function.as_deref(),
    }
}

fn carried(carried: &CarriedUse) -> Carried<'_> {
    Carried {
        ingredient: carried.ingredient,
        additive: named(&carried.additive),
        mass: carried.additive.grams,
        active_fraction: carried.additive.active_fraction,
        ingredient_category: carried.category.as_deref(),
        ingredient_mass: carried.ingredient_kg,
    }
}

fn named(used: &AdditiveUse) -> Named<'_> {
    Named { cns: used.cns.as_deref(), ins: used.ins.as_deref(), name: used.name.as_deref() }
}

/// One record for each line that the finding is about; sums have no line.
fn lines(finding: &Finding<'_>, part: Part<'_>) -> Vec<AdditiveRecord> {
    let of_line = |line| record(finding, Some(line), None);
    let of_ingredient = |ingredient| record(finding, None, Some(ingredient));
    match finding.subject {
        Subject::Sum(..) => vec![record(finding, None, None)],
        Subject::CarriedOver(_, carried) => vec![of_ingredient(carried.ingredient)],
        Subject::Additive(_) | Subject::Stated(_) if !part.uses.is_empty() => {
            part.uses.iter().map(|(line, _)| of_line(*line)).collect()
        }
        Subject::Additive(_) | Subject::Stated(_) => {
            part.carried.iter().map(|carried| of_ingredient(carried.ingredient)).collect()
        }
    }
}

fn record(finding: &Finding<'_>, line: Option<u16>, ingredient: Option<u16>) -> AdditiveRecord {
    let (missing, question) = match &finding.reason {
        Some(Reason::Missing(missing)) => (Some(missing.word().to_owned()), None),
        Some(Reason::Question { key, .. }) => (None, Some(key.to_string())),
        Some(Reason::Ambiguous) => (Some("ambiguous".to_owned()), None),
        None => (None, None),
    };
    AdditiveRecord {
        line,
        ingredient,
        outcome: outcome(finding.outcome).number(),
        clause: finding.clause.to_string(),
        dose: finding.dose.zip(finding.limit).map(|(dose, limit)| shown(dose, limit.unit.code())),
        limit: finding.limit.and_then(|limit| Some(shown(limit.max?, limit.unit.code()))),
        missing,
        question,
        answered: finding.answer.map(|answer| answer.key.to_owned()),
    }
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
