//! Rules that are worked out, never believed: whether a test passed. Pure: it sees results and limits
//! as they were stated. Which limits a law sets is not known here.

pub mod additives;
pub mod balance;
pub mod book;
pub mod entries;
pub mod label;
pub mod measured;
pub mod orders;
pub mod profile;
pub mod recall;
pub mod tested;

use crate::domain::words::{CheckKind, Outcome};
use crate::fact::document::{CheckItem, LimitDoc, Measured, PlanDoc};
use measured::Stated;
use rust_decimal::Decimal;

/// Outcome of one item: every result must keep the limit, and together they must keep the sampling
/// plan (GB 29921: at most `c` of `n` above `m`, none above `M`). A result that is only known to lie
/// below or above a value passes where all it could be passes; fewer results than `n` do not pass.
/// Without limit and plan there is nothing to judge. A result in a word is judged as a word, whatever
/// the plan: it does not say how many samples it stands for.
pub fn item_outcome(item: &CheckItem, kind: CheckKind) -> Outcome {
    if let Some(stated) = stated(item) {
        return word_outcome(item, stated, is_outside(item_kind(item, kind)));
    }
    let limit = item.limit.as_ref().filter(|limit| limit.min.is_some() || limit.max.is_some());
    if limit.is_none() && item.plan.is_none() {
        return Outcome::NoLimit;
    }
    let spans = spans(item);
    let kept = !spans.is_empty()
        && limit.is_none_or(|limit| spans.iter().all(|span| keeps(limit, *span)))
        && item.plan.as_ref().is_none_or(|plan| follows(plan, &spans));
    if kept { Outcome::Pass } else { Outcome::Fail }
}

/// The word that stands for a result, if one does.
pub fn stated(item: &CheckItem) -> Option<Stated> {
    item.result.as_ref()?.stated.as_deref().and_then(Stated::parse)
}

/// An item whose values come from another report was tested outside, whoever hands it in.
pub fn item_kind(item: &CheckItem, kind: CheckKind) -> CheckKind {
    let outside = kind == CheckKind::FactoryTest && item.from_report.is_some();
    if outside { CheckKind::OutsideTest } else { kind }
}

/// Whether a check of this kind is another's report, not the firm's own.
fn is_outside(kind: CheckKind) -> bool {
    match kind {
        CheckKind::OutsideTest
        | CheckKind::ComparisonTest
        | CheckKind::SupervisionSampling
        | CheckKind::ImportInspection => true,
        CheckKind::FactoryTest
        | CheckKind::IncomingInspection
        | CheckKind::ProcessControl
        | CheckKind::Other => false,
    }
}

/// With a plan, `m` of it is what is permitted where no limit says more; what was not found in samples
/// of which nobody knows the number neither passes nor fails.
fn word_outcome(item: &CheckItem, stated: Stated, outside: bool) -> Outcome {
    let own = item.limit.as_ref().filter(|limit| limit.min.is_some() || limit.max.is_some());
    let planned = item.plan.as_ref().filter(|_| own.is_none());
    let of_plan = planned.map(|plan| LimitDoc { min: None, max: Some(plan.m), basis: None });
    let outcome = stated.outcome(own.or(of_plan.as_ref()), outside);
    let unproved = planned.is_some() && stated != Stated::Compliant && outcome == Outcome::Pass;
    if unproved { Outcome::NoLimit } else { outcome }
}

/// Outcome of a whole check: it fails with one item, and passes when at least one item could be judged.
/// Without items it is neither.
pub fn overall(items: &[CheckItem], kind: CheckKind) -> Outcome {
    let outcomes = || items.iter().map(|item| item_outcome(item, kind));
    if items.is_empty() {
        return Outcome::NoItems;
    }
    if outcomes().any(|outcome| outcome == Outcome::Fail) {
        Outcome::Fail
    } else if outcomes().any(|outcome| outcome == Outcome::Pass) {
        Outcome::Pass
    } else {
        Outcome::NoLimit
    }
}

/// What a result may be, at the least and at the most; `None` where nothing bounds it.
#[derive(Debug, Clone, Copy)]
struct Span {
    low: Option<Decimal>,
    high: Option<Decimal>,
}

fn spans(item: &CheckItem) -> Vec<Span> {
    let single = item
        .result
        .iter()
        .filter_map(|result| result.value.map(|value| span(result.comparator.as_deref(), value)));
    let several = item.results.iter().flatten();
    single
        .chain(several.map(|reading| span(reading.comparator.as_deref(), reading.value)))
        .collect()
}

fn span(comparator: Option<&str>, measured: Measured) -> Span {
    let value = measured.value();
    match comparator {
        None => Span { low: Some(value), high: Some(value) },
        // Nothing is contained less than not at all.
        Some("<" | "<=") => Span { low: Some(value.min(Decimal::ZERO)), high: Some(value) },
        Some(">" | ">=") => Span { low: Some(value), high: None },
        Some(_) => Span { low: None, high: None },
    }
}

fn keeps(limit: &LimitDoc, span: Span) -> bool {
    let above = limit.min.is_none_or(|min| span.low.is_some_and(|low| low >= min.0));
    let below = limit.max.is_none_or(|max| at_most(span, max.0));
    above && below
}

fn follows(plan: &PlanDoc, spans: &[Span]) -> bool {
    let over = spans.iter().filter(|span| !at_most(**span, plan.m.0)).count();
    let enough = u32::try_from(spans.len()).is_ok_and(|count| count >= plan.n);
    let few_over = u32::try_from(over).is_ok_and(|over| over <= plan.c);
    let none_far_over =
        plan.upper.is_none_or(|upper| spans.iter().all(|span| at_most(*span, upper.0)));
    enough && few_over && none_far_over
}

fn at_most(span: Span, bound: Decimal) -> bool {
    span.high.is_some_and(|high| high <= bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(members: &str) -> Outcome {
        let item: CheckItem =
            serde_json::from_str(&format!("{{\"item\":\"x\",{members}}}")).unwrap();
        item_outcome(&item, CheckKind::FactoryTest)
    }

    #[test]
    fn items_are_judged() {
        let rows = [
            (r#""result":{"value":11.2},"limit":{"max":30}"#, Outcome::Pass),
            (r#""result":{"value":30},"limit":{"max":30.0}"#, Outcome::Pass),
            (r#""result":{"value":30.0000000001},"limit":{"max":30}"#, Outcome::Fail),
            (r#""result":{"value":1},"limit":{"min":1,"max":2}"#, Outcome::Pass),
            (r#""result":{"value":0.9},"limit":{"min":1,"max":2}"#, Outcome::Fail),
            (r#""result":{"value":-0.5},"limit":{"min":-0.6,"max":-0.4}"#, Outcome::Pass),
            (r#""result":{"comparator":"<","value":0.5},"limit":{"max":5}"#, Outcome::Pass),
            (r#""result":{"comparator":"<","value":5},"limit":{"max":5}"#, Outcome::Pass),
            (r#""result":{"comparator":"<","value":6},"limit":{"max":5}"#, Outcome::Fail),
            (r#""result":{"comparator":"<","value":6},"limit":{"min":5}"#, Outcome::Fail),
            (r#""result":{"comparator":">","value":1},"limit":{"max":5}"#, Outcome::Fail),
            (r#""result":{"comparator":">=","value":1},"limit":{"min":1}"#, Outcome::Pass),
            (r#""result":{"comparator":"~","value":1},"limit":{"max":5}"#, Outcome::Fail),
            (r#""result":{"value":"ND"},"limit":{"max":0}"#, Outcome::Pass),
            (r#""result":{"value":"ND"},"limit":{"min":1}"#, Outcome::Fail),
            (r#""results":[1,2,3],"limit":{"max":2}"#, Outcome::Fail),
            (r#""result":{"value":1},"limit":{"basis":"GB 1"}"#, Outcome::NoLimit),
            (r#""result":{"value":1}"#, Outcome::NoLimit),
            (r#""limit":{"max":1}"#, Outcome::Fail),
        ];
        for (members, expected) in rows {
            assert_eq!(outcome(members), expected, "{members}");
        }
    }

    #[test]
    fn sampling_plans_are_judged() {
        const THREE: &str = r#""plan":{"n":5,"c":2,"m":10000,"M":100000}"#;
        const PRESENCE: &str = r#""plan":{"n":5,"c":0,"m":0}"#;
        let rows = [
            (THREE, "[420,380,510,600,450]", Outcome::Pass),
            (THREE, "[10000,10001,10001,600,450]", Outcome::Pass),
            (THREE, "[10001,10001,10001,600,450]", Outcome::Fail),
            (THREE, "[100000,1,1,1,1]", Outcome::Pass),
            (THREE, "[100001,1,1,1,1]", Outcome::Fail),
            (THREE, "[1,1,1,1]", Outcome::Fail),
            (THREE, r#"[{"comparator":"<","value":10},1,1,1,"ND"]"#, Outcome::Pass),
            (THREE, r#"[{"comparator":">","value":300},1,1,1,1]"#, Outcome::Fail),
            (PRESENCE, r#"["ND","ND","ND","ND","ND"]"#, Outcome::Pass),
            (PRESENCE, r#"["ND","ND","ND","ND",1]"#, Outcome::Fail),
            (PRESENCE, r#"["ND","ND","ND","ND",{"comparator":"<","value":3}]"#, Outcome::Fail),
            (PRESENCE, "[]", Outcome::Fail),
        ];
        for (plan, results, expected) in rows {
            assert_eq!(
                outcome(&format!("{plan},\"results\":{results}")),
                expected,
                "{plan} {results}"
            );
        }
        let both = r#""plan":{"n":1,"c":0,"m":9},"limit":{"max":5},"results":[6]"#;
        assert_eq!(outcome(both), Outcome::Fail);
    }

    #[test]
    fn one_failed_item_fails_the_check() {
        let item = |members: &str| -> CheckItem {
            serde_json::from_str(&format!("{{\"item\":\"x\",\"result\":{{\"value\":1}}{members}}}"))
                .unwrap()
        };
        let pass = item(",\"limit\":{\"max\":1}");
        let fail = item(",\"limit\":{\"max\":0}");
        let open = item("");
        let own = |items: &[CheckItem]| overall(items, CheckKind::FactoryTest);
        assert_eq!(own(&[open.clone(), pass.clone()]), Outcome::Pass);
        assert_eq!(own(&[open.clone(), pass, fail]), Outcome::Fail);
        assert_eq!(own(&[open]), Outcome::NoLimit);
        assert_eq!(own(&[]), Outcome::NoItems);
    }

    /// Each word in the firm's own test and in one from outside, with limits and plans.
    #[test]
    fn words_are_judged_by_kind_limit_and_plan() {
        use Outcome::{Fail, NoLimit, Pass};
        const PLAN: &str = r#","plan":{"n":5,"c":0,"m":0}"#;
        const LOOSE: &str = r#","plan":{"n":5,"c":2,"m":100}"#;
        const MAX: &str = r#","limit":{"max":30}"#;
        let rows = [
            ("compliant", MAX, NoLimit, Pass),
            ("compliant", "", NoLimit, Pass),
            ("compliant", PLAN, NoLimit, Pass),
            ("notCompliant", MAX, Fail, Fail),
            ("detected", "", Fail, Fail),
            ("detected", MAX, NoLimit, NoLimit),
            ("detected", PLAN, Fail, Fail),
            ("detected", LOOSE, NoLimit, NoLimit),
            ("exceeded", LOOSE, Fail, Fail),
            ("notDetected", MAX, Pass, Pass),
            ("notDetected", "", NoLimit, NoLimit),
            ("notDetected", PLAN, NoLimit, NoLimit),
            ("belowDetection", MAX, Pass, Pass),
        ];
        for (word, more, own, outside) in rows {
            let item: CheckItem = serde_json::from_str(&format!(
                r#"{{"item":"x","result":{{"stated":"{word}"}}{more}}}"#
            ))
            .unwrap();
            let judged = |kind| item_outcome(&item, kind);
            assert_eq!(judged(CheckKind::FactoryTest), own, "{word} {more}");
            assert_eq!(judged(CheckKind::Other), own, "{word} {more}");
            assert_eq!(judged(CheckKind::SupervisionSampling), outside, "{word} {more}");
            let taken_over = CheckItem { from_report: Some("R".to_owned()), ..item.clone() };
            assert_eq!(item_outcome(&taken_over, CheckKind::FactoryTest), outside, "{word}");
        }
    }
}
