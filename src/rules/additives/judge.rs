//! Judging a formula: one finding per entry of the table, per additive that came in with an ingredient
//! where that decides, and per sum. Asks only for what could change the outcome.

use super::dose::{Amount, Assessed, assess};
use super::finding::{Clause, Finding, Missing, Outcome, Part, Reason, Subject};
use super::formula::{Answer, Basis, Carried, Formula, Named, Use};
use super::sums::{self, Share};
use super::table::{Additive, AdditiveTable, Found, Place, Row};
use std::borrow::Cow;

/// The category of solid drinks, which are judged as the drink they become.
const SOLID_DRINKS: &str = "14.06";

/// Judges every additive of the formula. The findings do not depend on the order in which additives
/// are stated: entries in the order of the table, then sums, then what is no entry.
pub fn judge<'a>(table: &'a AdditiveTable, formula: &Formula<'a>) -> Vec<Finding<'a>> {
    let judge = Judge { table, formula };
    let mut unknown = Vec::new();
    let mut uses = judge.known(formula.uses, |each| &each.additive, &mut unknown);
    let mut carried = judge.known(formula.carried, |each| &each.additive, &mut unknown);
    uses.sort_by_key(|(additive, _)| additive.at);
    carried.sort_by_key(|(additive, _)| additive.at);
    let mut findings = Vec::with_capacity(uses.len() + carried.len() + unknown.len() + 1);
    let mut shares = Vec::with_capacity(uses.len());
    let food = judge.food(formula.category, &formula.basis);
    let (mut uses, mut carried) = (uses.as_slice(), carried.as_slice());
    while let Some(additive) = first(uses, carried) {
        let entry = Entry {
            additive,
            uses: take(&mut uses, additive),
            carried: take(&mut carried, additive),
        };
        judge.judge_entry(&entry, &food, &mut findings, &mut shares);
    }
    sums::judge(table, formula.answers, &shares, &mut findings);
    unknown.sort_by(|a, b| stated_text(a).cmp(&stated_text(b)));
    findings.append(&mut unknown);
    findings
}

/// The next entry of which anything is left.
fn first<'a>(
    uses: &[Stated<'a, Use<'a>>],
    carried: &[Stated<'a, Carried<'a>>],
) -> Option<&'a Additive> {
    let used = uses.first().map(|(additive, _)| *additive);
    let carried = carried.first().map(|(additive, _)| *additive);
    used.into_iter().chain(carried).min_by_key(|additive| additive.at)
}

/// Takes what is stated of the entry off the front.
fn take<'a, 'e, T>(left: &mut &'e [Stated<'a, T>], additive: &Additive) -> &'e [Stated<'a, T>] {
    let count = left.iter().take_while(|(each, _)| each.at == additive.at).count();
    let (taken, rest) = left.split_at_checked(count).unwrap_or_default();
    *left = rest;
    taken
}

struct Judge<'a, 'f> {
    table: &'a AdditiveTable,
    formula: &'f Formula<'a>,
}

/// Everything stated of one entry.
struct Entry<'a, 'e> {
    additive: &'a Additive,
    uses: &'e [Stated<'a, Use<'a>>],
    carried: &'e [Stated<'a, Carried<'a>>],
}

/// A use with its entry.
pub(super) type Stated<'a, T> = (&'a Additive, &'a T);

/// What the rows that cover a food say of an amount.
pub(super) struct Resolved<'a> {
    pub(super) assessed: Assessed,
    pub(super) row: Option<&'a Row>,
    pub(super) reason: Option<Reason<'a>>,
    answer: Option<Answer<'a>>,
}

/// The food an amount is in.
struct Food<'a, 'f> {
    place: Result<Place, Missing>,
    solid: bool,
    basis: &'f Basis<'a>,
}

impl<'a> Judge<'a, '_> {
    /// Those that are one entry of the table; a finding for each other.
    fn known<T>(
        &self,
        stated: &'a [T],
        named: impl Fn(&T) -> &Named<'a>,
        unknown: &mut Vec<Finding<'a>>,
    ) -> Vec<Stated<'a, T>> {
        let mut known = Vec::with_capacity(stated.len());
        for each in stated {
            let named = named(each);
            match self.table.find(named) {
                Found::One(additive) => known.push((additive, each)),
                Found::Several => {
                    let reason = Some(Reason::Ambiguous);
                    unknown.push(self.unknown(named, Outcome::NeedsJudgement, reason));
                }
                Found::Nothing => unknown.push(self.unknown(named, Outcome::NotListed, None)),
            }
        }
        known
    }

    fn food<'b>(&self, category: Option<&'a str>, basis: &'b Basis<'a>) -> Food<'a, 'b> {
        let place = category
            .ok_or(Missing::Category)
            .and_then(|code| self.table.place(code).ok_or(Missing::KnownCategory));
        let solid = place.is_ok_and(|place| self.table.is_under(place, SOLID_DRINKS));
        Food { place, solid, basis }
    }

    fn judge_entry(
        &self,
        entry: &Entry<'a, '_>,
        food: &Food<'a, '_>,
        findings: &mut Vec<Finding<'a>>,
        shares: &mut Vec<Share<'a>>,
    ) {
        let additive = entry.additive;
        let used = entry
            .uses
            .iter()
            .fold(Amount::NONE, |sum, (_, each)| sum.plus(each.mass, each.active_fraction));
        let total = entry
            .carried
            .iter()
            .fold(used, |sum, (_, each)| sum.plus(each.mass, each.active_fraction));
        let mut resolved = self.resolve(additive, food, total);
        // What came in with an ingredient may be there on the strength of the ingredient alone.
        let splits = !entry.carried.is_empty()
            && matches!(resolved.assessed.outcome, Outcome::Over | Outcome::NotPermitted);
        if splits && !entry.uses.is_empty() {
            resolved = self.resolve(additive, food, used);
        }
        if !splits || !entry.uses.is_empty() {
            shares.extend(Share::new(additive, entry.uses, &resolved));
            findings.push(self.finding(Subject::Additive(additive), food, resolved));
        }
        if splits {
            let from = findings.len();
            findings.extend(entry.carried.iter().map(|(_, each)| self.carried(additive, each)));
            findings.get_mut(from..).unwrap_or_default().sort_by(|a, b| {
                (carried_from(a), a.dose, a.outcome).cmp(&(carried_from(b), b.dose, b.outcome))
            });
        }
    }

    /// GB 2760, 3.4.1: permitted in the ingredient, within its limit there, and clearly less than would
    /// be added to the food; the last is for a post to say.
    fn carried(&self, additive: &'a Additive, carried: &'a Carried<'a>) -> Finding<'a> {
        let basis = Basis { mass: carried.ingredient_mass, ..Basis::default() };
        let food = self.food(carried.ingredient_category, &basis);
        let amount = Amount::NONE.plus(carried.mass, carried.active_fraction);
        let mut resolved = self.resolve(additive, &food, amount);
        if let Some(Reason::Missing(missing)) = &mut resolved.reason {
            *missing = match *missing {
                Missing::Category => Missing::IngredientCategory,
                Missing::Mass | Missing::Volume => Missing::IngredientMass,
                other => other,
            };
        }
        if resolved.assessed.outcome == Outcome::Within {
            let code = carried.ingredient_category.unwrap_or_default();
            let key = format!("{}/3.4.1/{}/{code}", self.table.id(), additive.key());
            resolved.answer = self.answer(&key).or(resolved.answer);
            match self.answer(&key).map(|answer| answer.permitted) {
                Some(true) => {}
                Some(false) => resolved.assessed.outcome = Outcome::NotPermitted,
                None => {
                    resolved.assessed.outcome = Outcome::NeedsJudgement;
                    let text = "明显低于直接将其添加到该食品中通常所需要的水平";
                    resolved.reason = Some(Reason::Question { key: key.into(), text: text.into() });
                }
            }
        }
        let subject = Subject::CarriedOver(additive, carried);
        let mut finding = self.finding(subject, &food, resolved);
        finding.clause.part = Part::CarryOver(carried.ingredient_category);
        finding
    }

    fn resolve(&self, additive: &'a Additive, food: &Food<'a, '_>, amount: Amount) -> Resolved<'a> {
        let place = match food.place {
            Ok(place) => place,
            Err(missing) => return Resolved::missing(missing),
        };
        let rows = self.table.rows(additive, place);
        if self.table.divides(additive, place, &rows) {
            return Resolved::missing(Missing::FinerCategory);
        }
        if rows.is_empty() && food.solid {
            return self.resolve_solid(additive, food, amount);
        }
        self.resolve_rows(&rows, food, amount)
    }

    /// A solid drink without a row of its own: rows of the drink it becomes cover it where they say so.
    fn resolve_solid(
        &self,
        additive: &'a Additive,
        food: &Food<'a, '_>,
        amount: Amount,
    ) -> Resolved<'a> {
        if !additive.rows.iter().any(|row| row.solid) {
            return Resolved::not_permitted();
        }
        let drink = food.basis.dilution.and_then(|dilution| dilution.drink);
        let Some(place) = drink.and_then(|code| self.table.place(code)) else {
            return Resolved::missing(Missing::Drink);
        };
        let mut rows = self.table.rows(additive, place);
        if self.table.divides(additive, place, &rows) {
            return Resolved::missing(Missing::Drink);
        }
        rows.retain(|row| row.solid);
        self.resolve_rows(&rows, food, amount)
    }

    /// The nearest row decides; a narrowed one only once a post said that it covers this food. Where
    /// the amount is within whatever the answer, nothing is asked.
    fn resolve_rows(&self, rows: &[&'a Row], food: &Food<'a, '_>, amount: Amount) -> Resolved<'a> {
        let Some((row, rest)) = rows.split_first() else { return Resolved::not_permitted() };
        let here = || Resolved::row(row, assess(row, amount, food.basis, food.solid));
        let Some(narrowing) = &row.narrowed else { return here() };
        let answer = self.answer(&narrowing.key);
        let mut resolved = match answer.map(|answer| answer.permitted) {
            Some(true) => here(),
            Some(false) => self.resolve_rows(rest, food, amount),
            None => {
                let (here, other) = (here(), self.resolve_rows(rest, food, amount));
                let both = [here.assessed.outcome, other.assessed.outcome];
                if both == [Outcome::Within; 2] { other } else { here.asking(row) }
            }
        };
        resolved.answer = resolved.answer.or(answer);
        resolved
    }

    fn answer(&self, key: &str) -> Option<Answer<'a>> {
        self.formula.answers.iter().find(|answer| answer.key == key).copied()
    }

    fn finding(
        &self,
        subject: Subject<'a>,
        food: &Food<'a, '_>,
        resolved: Resolved<'a>,
    ) -> Finding<'a> {
        let Resolved { assessed, row, reason, answer } = resolved;
        let part = match row {
            Some(row) if row.category.is_none() => Part::AllFoods { gmp: row.max.is_none() },
            Some(row) => Part::Row { category: self.table.code_of(row), gmp: row.max.is_none() },
            None => self.absence(&subject, food),
        };
        Finding {
            subject,
            outcome: assessed.outcome,
            dose: assessed.dose,
            limit: row.map(Row::limit),
            clause: Clause { standard: self.table.id(), part },
            reason,
            answer,
        }
    }

    /// Why no row covers the food: it may be one that table A.2 leaves out.
    fn absence(&self, subject: &Subject<'a>, food: &Food<'a, '_>) -> Part<'a> {
        let number = food.place.ok().and_then(|place| self.table.exception(place));
        match (subject, number) {
            (Subject::Additive(additive), Some(number))
                if additive.rows.first().is_some_and(|row| row.category.is_none()) =>
            {
                Part::Exception(number)
            }
            _ => Part::Table,
        }
    }

    fn unknown(
        &self,
        named: &Named<'a>,
        outcome: Outcome,
        reason: Option<Reason<'a>>,
    ) -> Finding<'a> {
        Finding {
            subject: Subject::Stated(named.stated()),
            outcome,
            dose: None,
            limit: None,
            clause: Clause { standard: self.table.id(), part: Part::Table },
            reason,
            answer: None,
        }
    }
}

impl<'a> Resolved<'a> {
    fn row(row: &'a Row, assessed: Assessed) -> Self {
        let reason = assessed.missing.map(Reason::Missing);
        Self { assessed, row: Some(row), reason, answer: None }
    }

    fn missing(missing: Missing) -> Self {
        let reason = Some(Reason::Missing(missing));
        Self { reason, ..Self::without_row(Outcome::NeedsJudgement) }
    }

    fn not_permitted() -> Self {
        Self::without_row(Outcome::NotPermitted)
    }

    fn without_row(outcome: Outcome) -> Self {
        let assessed = Assessed { outcome, dose: None, missing: None, exact: true };
        Self { assessed, row: None, reason: None, answer: None }
    }

    fn asking(mut self, row: &'a Row) -> Self {
        self.assessed.outcome = Outcome::NeedsJudgement;
        self.reason = row.narrowed.as_ref().map(|narrowing| Reason::Question {
            key: Cow::Borrowed(&narrowing.key),
            text: Cow::Borrowed(&narrowing.text),
        });
        self
    }
}

fn stated_text<'a>(finding: &Finding<'a>) -> (&'a str, Outcome) {
    match finding.subject {
        Subject::Stated(text) => (text, finding.outcome),
        _ => ("", finding.outcome),
    }
}

fn carried_from<'a>(finding: &Finding<'a>) -> Option<&'a str> {
    match finding.subject {
        Subject::CarriedOver(_, carried) => carried.ingredient_category,
        _ => None,
    }
}
