//! The notice of a recall as people read it, in Chinese or English, made from what is stated: title,
//! paragraphs, rows of a table and lists of duties, which a page, a PDF or plain text can show. It makes
//! up nothing: what is not stated has no row. Whether the notice is complete is judged by
//! `rules::recall::contents`.

#[cfg(test)]
mod tests;

use crate::domain::day::Day;
use crate::domain::isolate::one_line;
use crate::domain::words::{Hazard, MeasureState, RecallKind, Regime, Remedy};
use crate::fact::text::BiText;
use crate::rules::recall::class::Class;
use crate::texts::{Lang, Text, dates, notices as t, words};

/// What a notice is made from. Texts by others come as they were stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeData {
    /// Number of the recall, as it is cited.
    pub number: Option<String>,
    pub state: MeasureState,
    /// Whether scope, class or dates changed since the first notice.
    pub changed: bool,
    pub producer: BiText,
    pub address: Option<BiText>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub product: BiText,
    pub brand: Option<BiText>,
    pub specification: Option<BiText>,
    /// First and last production day.
    pub produced: Option<(Day, Day)>,
    pub lots: Vec<String>,
    pub reason: BiText,
    pub hazard: Hazard,
    pub regime: Regime,
    pub class: Option<Class>,
    pub kind: RecallKind,
    pub starts_on: Day,
    pub ends_on: Option<Day>,
    /// Names of the regions, the widest first.
    pub area: Vec<BiText>,
    pub remedies: Vec<Remedy>,
    /// How goods are returned and paid back.
    pub refund: Option<BiText>,
    /// What operators have to do beyond what everybody who sells has to.
    pub duties: Option<BiText>,
    /// Further instructions of the firm or the regulator.
    pub instructions: Option<BiText>,
}

/// A notice in one language. Texts are plain: escaping is up to the format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub lang: Lang,
    pub title: String,
    pub paragraphs: Vec<String>,
    pub rows: Vec<Row>,
    pub sections: Vec<Section>,
    /// Who signs, and the day.
    pub signature: [String; 2],
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub label: &'static str,
    pub value: String,
}

/// What one group of readers is to do, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub heading: &'static str,
    pub steps: Vec<String>,
}

/// The notice in one language. A text that was stated in the other language only is shown in that one.
pub fn notice(data: &NoticeData, lang: Lang) -> Notice {
    let writer = Writer { data, lang };
    let lifted = data.state == MeasureState::Lifted;
    let sections =
        if lifted { Vec::new() } else { vec![writer.for_holders(), writer.for_operators()] };
    Notice {
        lang,
        title: writer.title(),
        paragraphs: writer.paragraphs(),
        rows: writer.rows(),
        sections,
        signature: [one_line(data.producer.pick(lang.is_chinese())), writer.day(data.starts_on)],
    }
}

impl Notice {
    /// The notice as plain text: UTF-8, one item a line, blank lines between parts.
    pub fn plain_text(&self) -> String {
        let mut parts = vec![self.title.clone()];
        parts.extend(self.paragraphs.iter().cloned());
        let row = |row: &Row| {
            let label = t::LABEL_COLON.fill_lang(self.lang, &[("label", row.label)]);
            format!("{label}{}", row.value)
        };
        parts.push(self.rows.iter().map(row).collect::<Vec<_>>().join("\n"));
        for section in &self.sections {
            let steps =
                (1..).zip(&section.steps).map(|(at, step): (u32, _)| format!("{at}. {step}"));
            let heading = std::iter::once(section.heading.to_owned());
            parts.push(heading.chain(steps).collect::<Vec<_>>().join("\n"));
        }
        parts.push(self.signature.join("\n"));
        parts.join("\n\n") + "\n"
    }
}

struct Writer<'a> {
    data: &'a NoticeData,
    lang: Lang,
}

impl Writer<'_> {
    fn get(&self, text: Text) -> String {
        text.get(self.lang).to_owned()
    }

    fn day(&self, day: Day) -> String {
        dates::date(self.lang, &day.to_string())
    }

    /// A stated text in the language of the notice, cleaned.
    fn said(&self, text: &BiText) -> String {
        one_line(text.pick(self.lang.is_chinese()))
    }

    /// A sentence of ours around a text by others, which is put in last and keeps its isolate.
    fn with(&self, text: Text, own: &[(&str, &str)], name: &str, said: &str) -> String {
        text.fill_lang(self.lang, own).replacen(&format!("{{{name}}}"), said, 1)
    }

    fn word(&self, list: fn(&str) -> Option<Text>, code: &str) -> String {
        list(code).map_or_else(|| code.to_owned(), |text| self.get(text))
    }

    fn class(&self) -> Option<String> {
        let number = self.data.class?.number().to_string();
        Some(self.word(words::recall_class, &number))
    }

    fn title(&self) -> String {
        let text = match self.data.state {
            MeasureState::Open if self.data.changed => t::TITLE_CHANGED,
            MeasureState::Open => t::TITLE,
            MeasureState::Closed => t::TITLE_ENDED,
            MeasureState::Lifted => t::TITLE_LIFTED,
        };
        self.with(text, &[], "product", &self.said(&self.data.product))
    }

    fn paragraphs(&self) -> Vec<String> {
        let data = self.data;
        let lead = match data.kind {
            RecallKind::Voluntary => t::LEAD_VOLUNTARY,
            RecallKind::Ordered => t::LEAD_ORDERED,
        };
        let (producer, date) = (self.said(&data.producer), self.day(data.starts_on));
        let mut paragraphs = vec![self.with(lead, &[("date", &date)], "producer", &producer)];
        match data.state {
            MeasureState::Open => {}
            MeasureState::Closed => paragraphs.push(self.get(t::ENDED)),
            MeasureState::Lifted => paragraphs.push(self.get(t::LIFTED)),
        }
        let reason = self.said(&data.reason);
        if !reason.is_empty() {
            paragraphs.push(self.with(t::REASON, &[], "reason", &reason));
        }
        let meaning = data.class.and_then(|class| class.meaning(data.regime));
        if let (Some(class), Some(meaning)) = (self.class(), meaning) {
            let values = [("class", class.as_str()), ("meaning", meaning.get(self.lang))];
            paragraphs.push(t::CLASS.fill_lang(self.lang, &values));
        }
        paragraphs
    }

    fn rows(&self) -> Vec<Row> {
        let data = self.data;
        let said = |text: &Option<BiText>| text.as_ref().map(|text| self.said(text));
        let line = |text: &Option<String>| text.as_deref().map(one_line);
        let rows = [
            (t::ROW_NUMBER, line(&data.number)),
            (t::ROW_PRODUCT, Some(self.said(&data.product))),
            (t::ROW_BRAND, said(&data.brand)),
            (t::ROW_SPECIFICATION, said(&data.specification)),
            (t::ROW_PRODUCED, data.produced.map(|days| self.span(days))),
            (t::ROW_LOTS, Some(self.list(data.lots.iter().map(|lot| one_line(lot))))),
            (t::ROW_PRODUCER, Some(self.said(&data.producer))),
            (t::ROW_ADDRESS, said(&data.address)),
            (t::ROW_PHONE, line(&data.phone)),
            (t::ROW_EMAIL, line(&data.email)),
            (t::ROW_HAZARD, Some(self.word(words::hazard, data.hazard.word()))),
            (t::ROW_CLASS, self.class()),
            (t::ROW_KIND, Some(self.word(words::recall_kind, data.kind.word()))),
            (t::ROW_STARTS, Some(self.day(data.starts_on))),
            (t::ROW_ENDS, data.ends_on.map(|day| self.day(day))),
            (t::ROW_AREA, Some(self.list(data.area.iter().map(|area| self.said(area))))),
            (t::ROW_REMEDY, Some(self.remedies())),
        ];
        let stated = rows.into_iter().filter_map(|(label, value)| {
            let value = value.filter(|value| !value.is_empty())?;
            Some(Row { label: label.get(self.lang), value })
        });
        stated.collect()
    }

    fn span(&self, (first, last): (Day, Day)) -> String {
        let (from, to) = (self.day(first), self.day(last));
        if first == last {
            return from;
        }
        t::FROM_TO.fill_lang(self.lang, &[("first", &from), ("last", &to)])
    }

    fn list(&self, items: impl Iterator<Item = String>) -> String {
        let items: Vec<String> = items.filter(|item| !item.is_empty()).collect();
        items.join(t::LIST_COMMA.get(self.lang))
    }

    fn remedies(&self) -> String {
        let words = self.data.remedies.iter().map(|remedy| self.word(words::remedy, remedy.word()));
        self.list(words)
    }

    fn for_holders(&self) -> Section {
        let data = self.data;
        let (stop, harmed) = match (data.regime, data.hazard) {
            (Regime::Food, Hazard::Allergen) => (t::DO_NOT_EAT_ALLERGEN, t::IF_REACTION),
            (Regime::Food, _) => (t::DO_NOT_EAT, t::IF_UNWELL),
            (Regime::Drug, _) => (t::DO_NOT_TAKE, t::IF_HURT),
            _ => (t::DO_NOT_USE, t::IF_HURT),
        };
        let mut steps = vec![self.get(t::CHECK_LABEL), self.get(stop)];
        steps.extend(data.remedies.iter().map(|remedy| self.get(remedy_step(*remedy))));
        let stated = [
            (t::PROCEDURE, "procedure", &data.refund),
            (t::INSTRUCTIONS, "text", &data.instructions),
        ];
        for (text, name, said) in stated {
            // One line: a text by others must not look like a step or heading of ours.
            let said = said.as_ref().map(|said| self.said(said)).unwrap_or_default();
            if !said.is_empty() {
                steps.push(self.with(text, &[], name, &said));
            }
        }
        steps.push(self.get(harmed));
        steps.push(self.get(t::REFUSED));
        Section { heading: t::HOLDERS.get(self.lang), steps }
    }

    fn for_operators(&self) -> Section {
        let steps = [t::STOP_SELLING, t::POST_NOTICE, t::TELL_PRODUCER, t::HELP_RETURN];
        let mut steps: Vec<String> = steps.into_iter().map(|step| self.get(step)).collect();
        let duties = self.data.duties.as_ref().map(|said| self.said(said)).unwrap_or_default();
        if !duties.is_empty() {
            steps.push(self.with(t::INSTRUCTIONS, &[], "text", &duties));
        }
        Section { heading: t::OPERATORS.get(self.lang), steps }
    }
}

fn remedy_step(remedy: Remedy) -> Text {
    match remedy {
        Remedy::Repair => t::RETURN_REPAIR,
        Remedy::Replace => t::RETURN_REPLACE,
        Remedy::Refund => t::RETURN_REFUND,
        Remedy::Destroy => t::RETURN_DESTROY,
        Remedy::Relabel => t::RETURN_RELABEL,
    }
}
