//! The words a person reads first, for every verdict: a title, a sentence and steps. Pure and total:
//! what a report lacks is left out of the sentence. What holds is decided in `verdict`, not here.

mod notices;
mod recall;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;

pub use notices::{notice, read_first};
pub use recall::leading_recall;

use crate::fact::text::BiText;
use crate::report::model::{Action, Display, Identifies, StatedBy, TraceReport};
use crate::texts::dates::Zone;
use crate::texts::{Lang, Text, Value, dates, verdicts as t};
use crate::verdict::{Notice, ReasonCode, Verdict};

/// Title, sentence and steps of a report, in both languages. It reads the verdict, the measures, the
/// notices, the pack data and the telephone numbers; the report's own `display` is not read.
pub fn display(report: &TraceReport) -> Display {
    let words = Words::new(report);
    if !report.choices.is_empty() {
        return words.plain(t::CHOICES_TITLE, t::CHOICES, [("compare", t::CHOICES_DO)]);
    }
    match report.verdict {
        Verdict::Recalled => recall::recalled(&words),
        Verdict::RecallClosed => recall::closed(&words),
        Verdict::CheckLot => recall::check_lot(&words),
        Verdict::Held => words.held(),
        Verdict::Withdrawn => words.withdrawn(),
        Verdict::Expired => words.expired(),
        Verdict::Suspect => words.suspect(),
        Verdict::NotActivated => words.not_activated(),
        Verdict::Registered => words.registered(),
        Verdict::Unknown => words.plain(
            t::UNKNOWN_TITLE,
            t::UNKNOWN,
            [("retry", t::RETRY), ("report", t::UNKNOWN_REPORT)],
        ),
        Verdict::CodeMistyped => {
            words.plain(t::MISTYPED_TITLE, t::MISTYPED, [("retry", t::MISTYPED_RETRY)])
        }
    }
}

/// A text in both languages, Chinese first.
type Pair = (String, String);

/// The report with what most sentences need.
struct Words<'a> {
    report: &'a TraceReport,
    zone: Zone,
    eat: Text,
    this: Text,
}

impl<'a> Words<'a> {
    fn new(report: &'a TraceReport) -> Self {
        let eaten = report.product.as_ref().is_none_or(|product| product.eaten);
        Self {
            report,
            zone: Zone::named(&report.judged_on.time_zone),
            eat: if eaten { t::EAT } else { t::USE },
            this: match report.identifies {
                Identifies::Unit => t::THIS_UNIT,
                Identifies::Lot => t::THIS_LOT,
                Identifies::Product => t::THIS_PRODUCT,
                Identifies::Nothing => t::THIS_CODE,
            },
        }
    }

    fn is_food(&self) -> bool {
        self.eat == t::EAT
    }

    /// The number to call: of the recall that leads, else of the firm. Words without a digit are none.
    fn phone(&self) -> Option<&'a str> {
        let report = self.report;
        let of_recall = leading_recall(report).and_then(|recall| recall.phone.as_deref());
        let of_firm = || report.organization.as_ref().and_then(|firm| firm.phone.as_deref());
        let has_digit = |phone: &&str| phone.contains(|letter: char| letter.is_ascii_digit());
        of_recall.or_else(of_firm).map(str::trim).filter(has_digit)
    }

    /// Fills a text with the values given, and with `eat` and `this`.
    fn fill(&self, text: Text, values: &[(&str, Value<'_>)]) -> Pair {
        let mut all = Vec::with_capacity(values.len() + 2);
        all.extend_from_slice(values);
        all.push(("eat", self.eat.into()));
        all.push(("this", self.this.into()));
        text.fill(&all)
    }

    fn text(&self, text: Text) -> BiText {
        bi(self.fill(text, &[]))
    }

    fn step(&self, code: &'static str, text: Text) -> Action {
        Action { code, text: self.text(text), phone: None }
    }

    /// A step that names a telephone number, or its other wording where none is known.
    fn step_with_phone(&self, code: &'static str, text: Text, without: Text) -> Action {
        match self.phone() {
            Some(phone) => Action {
                code,
                text: bi(self.fill(text, &[("phone", Value::same(phone))])),
                phone: Some(phone.to_owned()),
            },
            None => self.step(code, without),
        }
    }

    fn plain<const N: usize>(
        &self,
        title: Text,
        sentence: Text,
        steps: [(&'static str, Text); N],
    ) -> Display {
        Display {
            title: self.text(title),
            sentence: self.text(sentence),
            actions: steps.into_iter().map(|(code, text)| self.step(code, text)).collect(),
        }
    }

    fn day(&self, instant: &str) -> Pair {
        (self.zone.day(Lang::Zh, instant), self.zone.day(Lang::En, instant))
    }

    fn instant(&self, instant: &str) -> Pair {
        (self.zone.instant(Lang::Zh, instant), self.zone.instant(Lang::En, instant))
    }

    fn held(&self) -> Display {
        let sentence = match &self.report.hold {
            Some(hold) => {
                let (who, time) = (who(&hold.stated_by), self.instant(&hold.since));
                let because = clause(t::FOR_REASON, &hold.reason);
                let values = [
                    ("who", (&who).into()),
                    ("time", (&time).into()),
                    ("because", (&because).into()),
                ];
                self.fill(t::HELD, &values)
            }
            None => self.fill(t::HELD_UNKNOWN, &[]),
        };
        let by_ingredient = self.report.recalls.iter().any(|recall| recall.by_ingredient);
        let sentence = bi(recall::made_with(sentence, by_ingredient));
        Display {
            title: self.text(t::HELD_TITLE),
            sentence,
            actions: vec![
                self.step("doNotBuy", t::DO_NOT_BUY_YET),
                self.step_with_phone("checkAgain", t::CHECK_AGAIN_CALL, t::CHECK_AGAIN),
                self.step("tellShop", t::STILL_ON_SALE),
            ],
        }
    }

    fn withdrawn(&self) -> Display {
        let whole_lot = self.report.withdrawal.as_ref().is_some_and(|it| it.what == "batch");
        let sentence = match &self.report.withdrawal {
            Some(withdrawal) => {
                let date = self.day(&withdrawal.at);
                let because = clause(t::IN_BRACKETS, &withdrawal.reason);
                let text = if whole_lot { t::WITHDRAWN_LOT } else { t::WITHDRAWN_UNIT };
                bi(self.fill(text, &[("date", (&date).into()), ("because", (&because).into())]))
            }
            None => self.text(t::WITHDRAWN_UNKNOWN),
        };
        Display {
            title: self.text(if whole_lot {
                t::WITHDRAWN_TITLE_LOT
            } else {
                t::WITHDRAWN_TITLE_UNIT
            }),
            sentence,
            actions: vec![
                self.step("doNotBuy", t::DO_NOT_BUY),
                self.step("keepApart", t::BOUGHT_KEEP),
                self.step_with_phone("report", t::TELL, t::TELL_NO_PHONE),
            ],
        }
    }

    fn expired(&self) -> Display {
        let batch = self.report.batch.as_ref();
        let known = batch.and_then(|batch| Some((batch.expires_on.as_deref()?, batch.days_left?)));
        let sentence = match known {
            Some((last_day, left)) => {
                let (date, days) = (self.day(last_day), left.unsigned_abs().to_string());
                let text = if left == -1 { t::EXPIRED_YESTERDAY } else { t::EXPIRED };
                bi(self.fill(text, &[("date", (&date).into()), ("n", Value::same(&days))]))
            }
            None => self.text(t::EXPIRED_UNKNOWN),
        };
        Display {
            title: self.text(t::EXPIRED_TITLE),
            sentence,
            actions: vec![
                self.step("doNotBuy", t::DO_NOT_BUY),
                self.step_with_phone("report", t::OTHER_DATE, t::OTHER_DATE_NO_PHONE),
                self.step("tellShop", t::EXPIRED_ON_SALE),
            ],
        }
    }

    fn suspect(&self) -> Display {
        let doubt = self.report.reasons.iter().find_map(|reason| match reason.code {
            ReasonCode::CodeOfAnotherProduct => Some(t::SUSPECT_OTHER_PRODUCT),
            ReasonCode::CodeKeyExposed => Some(t::SUSPECT_KEY),
            _ => None,
        });
        Display {
            title: self.text(t::SUSPECT_TITLE),
            sentence: self.text(doubt.unwrap_or(t::SUSPECT_UNKNOWN)),
            actions: vec![
                self.step("compare", t::SUSPECT_COMPARE),
                self.step_with_phone("report", t::TELL_IF_DIFFERENT, t::TELL_IF_DIFFERENT_NO_PHONE),
            ],
        }
    }

    fn not_activated(&self) -> Display {
        Display {
            title: self.text(t::NOT_ACTIVATED_TITLE),
            sentence: self.text(t::NOT_ACTIVATED),
            actions: vec![
                self.step("wait", t::WAIT),
                self.step_with_phone("report", t::BOUGHT_TELL, t::BOUGHT_TELL_NO_PHONE),
            ],
        }
    }

    /// The sentence always says that this is no proof; the notices carry their own texts.
    fn registered(&self) -> Display {
        let time = self.instant(&self.report.as_of);
        let firm = self.report.organization.as_ref().map(|firm| &firm.name);
        let producer = firm.map(both).filter(|name| !name.0.is_empty());
        let producer = producer.unwrap_or_else(|| t::PRODUCER.fill(&[]));
        let values = [("time", (&time).into()), ("producer", (&producer).into())];
        let notices = &self.report.notices;
        if notices.iter().any(|shown| shown.code == Notice::RecallCheckRunning) {
            let step = ("checkAgain", t::RECALL_CHECK_DO);
            return self.plain(t::RECALL_CHECK_TITLE, t::RECALL_CHECK, [step]);
        }
        let read_first = notices.iter().any(|shown| read_first(shown.code));
        Display {
            title: self.text(if read_first {
                t::REGISTERED_NOTICES_TITLE
            } else {
                t::REGISTERED_TITLE
            }),
            sentence: bi(self.fill(t::REGISTERED, &values)),
            actions: vec![self.compare()],
        }
    }

    /// What the pack in hand should read, as far as it is recorded.
    fn compare(&self) -> Action {
        let pack = self.report.compare_with_pack.as_ref();
        let lot = pack.and_then(|pack| pack.lot_as_printed.as_deref()).unwrap_or_default();
        let printed = pack.and_then(|pack| pack.production.as_deref());
        let date = printed.map(|day| (dates::date(Lang::Zh, day), dates::date(Lang::En, day)));
        let (date, text) = match (date, lot.is_empty()) {
            (Some(date), false) => (date, t::COMPARE_DATE_LOT),
            (Some(date), true) => (date, t::COMPARE_DATE),
            (None, false) => (Pair::default(), t::COMPARE_LOT),
            (None, true) => (Pair::default(), t::COMPARE_NAME),
        };
        let values = [("date", (&date).into()), ("lot", Value::same(lot))];
        Action { code: "compare", text: bi(self.fill(text, &values)), phone: None }
    }
}

fn bi((zh, en): Pair) -> BiText {
    BiText::both(zh, en)
}

/// A text that people wrote, in both languages, without the full stop our sentence adds.
fn both(text: &BiText) -> Pair {
    let trimmed = |text: &str| text.trim().trim_end_matches(['。', '.', '；', ';']).to_owned();
    (trimmed(text.pick(true)), trimmed(text.pick(false)))
}

/// A clause with a reason in it, or no words where no reason is known (erased, or never given).
fn clause(text: Text, reason: &BiText) -> Pair {
    let reason = both(reason);
    if reason.0.is_empty() { Pair::default() } else { text.fill(&[("reason", (&reason).into())]) }
}

/// Who stands behind a statement: the name, else the role in words.
fn who(by: &StatedBy) -> Pair {
    let name = by.name.as_ref().map(both).filter(|name| !name.0.is_empty());
    name.unwrap_or_else(|| {
        let role = match by.role {
            "regulator" | "officer" => t::REGULATOR,
            "operator" => t::OPERATOR,
            "laboratory" => t::LABORATORY,
            "seller" => t::SELLER,
            _ => t::PRODUCER,
        };
        role.fill(&[])
    })
}
