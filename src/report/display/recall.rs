//! The words of recalls: open, ended, and of some lots of a product. Steps follow the hazard, for a
//! reader with an allergy needs another sentence than one with a broken machine.

use super::{Pair, Words, bi, both, clause, who};
use crate::report::model::{Action, Display, Identifies, RecallShown, TraceReport};
use crate::texts::{Text, Value, verdicts as t};

/// The recall that the title and steps speak of: open before ended, one that concerns everybody before
/// one for people with an allergy or about the label, then the worst class.
pub fn leading_recall(report: &TraceReport) -> Option<&RecallShown> {
    report.recalls.iter().min_by_key(|recall| {
        let narrow = matches!(recall.hazard, "allergen" | "label");
        (recall.state != "open", narrow, recall.class.unwrap_or(u8::MAX))
    })
}

pub(super) fn recalled(words: &Words<'_>) -> Display {
    let recall = leading_recall(words.report);
    let hazard = recall.map_or("other", |recall| recall.hazard);
    let title = match hazard {
        "allergen" => t::RECALLED_TITLE_ALLERGEN,
        "label" => t::RECALLED_TITLE_LABEL,
        "injury" => t::RECALLED_TITLE_INJURY,
        _ => t::RECALLED_TITLE,
    };
    let mut sentence = match recall {
        Some(recall) => recalled_by(words, recall),
        None => words.fill(t::RECALLED_UNKNOWN, &[]),
    };
    sentence = made_with(sentence, recall.is_some_and(|recall| recall.by_ingredient));
    let open = words.report.recalls.iter().filter(|recall| recall.state == "open").count();
    if open > 1 {
        let more = (open - 1).to_string();
        let more = words.fill(t::MORE_RECALLS, &[("n", Value::same(&more))]);
        sentence.0.push_str(&more.0);
        sentence.1.push(' ');
        sentence.1.push_str(&more.1);
    }
    let mut actions = keep_and_call(words, hazard);
    let remedies = recall.map(|recall| recall.remedy.as_slice()).unwrap_or_default();
    actions.extend(remedies.iter().filter_map(|remedy| remedy_step(words, remedy)));
    actions.push(if_harmed(words, hazard));
    actions.push(words.step("refused12315", t::REFUSED_12315));
    Display { title: words.text(title), sentence: bi(sentence), actions }
}

pub(super) fn closed(words: &Words<'_>) -> Display {
    let recall = leading_recall(words.report);
    let hazard = recall.map_or("other", |recall| recall.hazard);
    // Only a unit has a state of its own that could say it came back.
    let (title, dated, undated) = match words.report.identifies {
        Identifies::Unit => (t::RECALL_CLOSED_TITLE, t::RECALL_CLOSED, t::RECALL_CLOSED_NO_DATE),
        _ => (t::WAS_RECALLED_TITLE, t::WAS_RECALLED, t::WAS_RECALLED_NO_DATE),
    };
    let mut sentence = match recall.and_then(|recall| recall.closed_at.as_deref()) {
        Some(at) => words.fill(dated, &[("date", (&words.day(at)).into())]),
        None => words.fill(undated, &[]),
    };
    if let Some(recall) = recall {
        let reason = clause(t::RECALL_CLOSED_REASON, &recall.reason);
        if !reason.0.is_empty() {
            sentence = (sentence.0 + &reason.0, sentence.1 + " " + &reason.1);
        }
    }
    let mut actions = keep_and_call(words, hazard);
    actions.push(if_harmed(words, hazard));
    actions.push(words.step("refused12315", t::REFUSED_12315));
    Display { title: words.text(title), sentence: bi(sentence), actions }
}

pub(super) fn check_lot(words: &Words<'_>) -> Display {
    let do_not = if words.is_food() { "doNotEat" } else { "doNotUse" };
    let recalls = &words.report.recalls;
    let ended = !recalls.is_empty() && recalls.iter().all(|recall| recall.state != "open");
    let listed = recalls.iter().filter(|recall| ended || recall.state == "open");
    let scopes: Vec<Pair> = listed.map(|recall| both(&recall.scope_text)).collect();
    let named = |pick: fn(&Pair) -> &str, separator: &str| {
        let names: Vec<&str> = scopes.iter().map(pick).filter(|name| !name.is_empty()).collect();
        names.join(separator)
    };
    let lots = (named(|pair| &pair.0, "；"), named(|pair| &pair.1, "; "));
    let text = match (ended, lots.0.is_empty()) {
        (false, false) => t::CHECK_LOT,
        (false, true) => t::CHECK_LOT_NOT_LISTED,
        (true, false) => t::CHECK_LOT_ENDED,
        (true, true) => t::CHECK_LOT_ENDED_NOT_LISTED,
    };
    Display {
        title: words.text(if ended { t::CHECK_LOT_ENDED_TITLE } else { t::CHECK_LOT_TITLE }),
        sentence: bi(words.fill(text, &[("lots", (&lots).into())])),
        actions: vec![
            words.step("chooseLot", t::CHOOSE_LOT),
            words.step(do_not, t::LISTED_OR_UNREADABLE),
            words.step_with_phone("call", t::CALL, t::CALL_SHOP),
        ],
    }
}

/// Adds that the recall came through an ingredient; which one is the firm's to tell.
pub(super) fn made_with(mut sentence: Pair, by_ingredient: bool) -> Pair {
    if by_ingredient {
        sentence.0.push_str(t::MADE_WITH.zh);
        sentence.1.push(' ');
        sentence.1.push_str(t::MADE_WITH.en);
    }
    sentence
}

fn recalled_by(words: &Words<'_>, recall: &RecallShown) -> Pair {
    let (who, date) = (who(&recall.opened_by), words.day(&recall.opened_at));
    let because = clause(t::BECAUSE, &recall.reason);
    let class = class_word(recall.class);
    let ordered = recall.kind == "ordered";
    let text = if ordered { t::RECALLED_ORDERED } else { t::RECALLED_VOLUNTARY };
    let values = [
        ("who", (&who).into()),
        ("date", (&date).into()),
        ("class", (&class).into()),
        ("because", (&because).into()),
    ];
    words.fill(text, &values)
}

/// No words where the regime knows no classes.
fn class_word(class: Option<u8>) -> Pair {
    match class {
        None => Pair::default(),
        Some(1) => t::CLASS_1.fill(&[]),
        Some(2) => t::CLASS_2.fill(&[]),
        Some(3) => t::CLASS_3.fill(&[]),
        Some(other) => t::CLASS.fill(&[("n", Value::same(&other.to_string()))]),
    }
}

/// What every holder does first: not use it, keep it, record it, call.
fn keep_and_call(words: &Words<'_>, hazard: &str) -> Vec<Action> {
    let (code, do_not) = match (words.is_food(), hazard) {
        (true, _) => ("doNotEat", t::DO_NOT_EAT),
        (false, _) => ("doNotUse", t::DO_NOT_USE),
    };
    let do_not = match hazard {
        "allergen" => t::DO_NOT_ALLERGEN,
        "label" => t::DO_NOT_LABEL,
        _ => do_not,
    };
    vec![
        words.step(code, do_not),
        words.step("keepApart", t::KEEP_APART),
        words.step("photograph", t::PHOTOGRAPH),
        words.step_with_phone("call", t::CALL, t::CALL_SHOP),
    ]
}

fn remedy_step(words: &Words<'_>, remedy: &str) -> Option<Action> {
    let (code, text): (_, Text) = match remedy {
        "refund" => ("refund", t::REMEDY_REFUND),
        "replace" => ("replace", t::REMEDY_REPLACE),
        "repair" => ("repair", t::REMEDY_REPAIR),
        "destroy" => ("destroy", t::REMEDY_DESTROY),
        "relabel" => ("relabel", t::REMEDY_RELABEL),
        _ => return None,
    };
    Some(words.step(code, text))
}

fn if_harmed(words: &Words<'_>, hazard: &str) -> Action {
    let symptoms = match hazard {
        _ if !words.is_food() => return words.step("ifHurt", t::IF_HURT),
        "injury" => return words.step("ifHurt", t::IF_HURT),
        "pathogen" => t::SYMPTOMS_PATHOGEN,
        "chemical" | "nonFood" => t::SYMPTOMS_CHEMICAL,
        "allergen" => t::SYMPTOMS_ALLERGEN,
        "foreignBody" => t::SYMPTOMS_FOREIGN_BODY,
        _ => t::SYMPTOMS_OTHER,
    };
    // An allergic reaction can kill within minutes.
    let text = if hazard == "allergen" { t::IF_EATEN_URGENT } else { t::IF_EATEN };
    let text = words.fill(text, &[("symptoms", symptoms.into())]);
    Action { code: "ifEaten", text: bi(text), phone: None }
}
