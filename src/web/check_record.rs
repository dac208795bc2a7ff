//! The check record: a look-up as a document that its reader can keep, as JSON and on paper. It repeats
//! the report and decides nothing. Whether the JSON form is signed is its caller's to say; paper never is.

use crate::fact::text::BiText;
use crate::print::{Block, Document, PrintError, Section};
use crate::report::model::TraceReport;
use crate::texts::dates::{self, Zone};
use crate::texts::{Lang, Text, record as t};
use serde_json::{Value, json};

/// The record as JSON: kind, time, position, address, statement, and the report as it was answered.
pub fn json(report: &TraceReport, url: &str, signed: bool) -> Value {
    let statement = [t::IS, t::IS_NOT, if signed { t::SIGNED } else { t::NOT_SIGNED }];
    let statement: Vec<_> = statement.iter().map(|it| BiText::both(it.zh, it.en)).collect();
    json!({
        "kind": "checkRecord",
        "url": url,
        "asOf": report.as_of,
        "timeZone": report.judged_on.time_zone,
        "position": report.position,
        "signed": signed,
        "statement": statement,
        "report": report,
    })
}

/// The record as a PDF file. Errors: what the printing cannot hold.
pub fn pdf(report: &TraceReport, url: &str, lang: Lang) -> Result<Vec<u8>, PrintError> {
    let words = Words { lang, zone: Zone::named(&report.judged_on.time_zone) };
    let name = report.product.as_ref().map(|product| words.own(&product.name)).unwrap_or_default();
    let sections = [words.shown(report), words.asked(report, url), words.goods(report)];
    let document = Document {
        lang,
        title: words.of(t::TITLE),
        subtitle: name,
        speaker: words.of(t::SPEAKER),
        sections: sections.into_iter().chain([words.meaning()]).collect(),
        // Where the address is too long for a symbol it still stands on the paper.
        symbol: crate::labels::Symbol::new(url).is_ok().then(|| url.to_owned()),
        source: url.to_owned(),
    };
    document.to_pdf()
}

struct Words {
    lang: Lang,
    zone: Zone,
}

impl Words {
    fn of(&self, text: Text) -> String {
        text.get(self.lang).to_owned()
    }

    fn own(&self, text: &BiText) -> String {
        text.pick(self.lang.is_chinese()).to_owned()
    }

    fn section(&self, heading: Text, blocks: Vec<Block>) -> Section {
        Section { heading: self.of(heading), speaker: String::new(), blocks }
    }

    fn shown(&self, report: &TraceReport) -> Section {
        let display = &report.display;
        let first = format!("{}\n{}", self.own(&display.title), self.own(&display.sentence));
        let mut blocks = vec![Block::Notice(first)];
        let reasons: Vec<_> = report.reasons.iter().map(|reason| self.reason(reason)).collect();
        let reasons = if reasons.is_empty() { self.of(t::NO_REASON) } else { reasons.join("\n") };
        let mut fields = vec![(self.of(t::REASONS), reasons)];
        let each = report.recalls.iter();
        fields.extend(each.map(|recall| {
            let reason = self.own(&recall.reason);
            (self.of(t::RECALL), format!("{} · {reason}", recall.id))
        }));
        let notices = report.notices.iter().map(|notice| self.own(&notice.title));
        let notices: Vec<_> = notices.collect();
        if !notices.is_empty() {
            fields.push((self.of(t::NOTICES), notices.join("\n")));
        }
        let actions: Vec<_> = display.actions.iter().map(|it| self.own(&it.text)).collect();
        if !actions.is_empty() {
            fields.push((self.of(t::TO_DO), actions.join("\n")));
        }
        blocks.push(Block::Fields(fields));
        self.section(t::SHOWN, blocks)
    }

    fn reason(&self, reason: &crate::verdict::Reason) -> String {
        let code = serde_json::to_value(reason.code).unwrap_or_default();
        let word =
            code.as_str().and_then(t::words::reason).map(|text| self.of(text)).unwrap_or_default();
        let since = reason.since.as_deref().map(|since| {
            let day = self.zone.day(self.lang, since);
            t::SINCE.fill_lang(self.lang, &[("date", &day)])
        });
        [Some(word), since].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn asked(&self, report: &TraceReport, url: &str) -> Section {
        let fields = [
            (t::WHEN, self.zone.instant(self.lang, &report.as_of)),
            (t::ZONE, report.judged_on.time_zone.clone()),
            (t::POSITION, report.position.to_string()),
            (t::ADDRESS, url.to_owned()),
        ];
        self.section(t::ASKED, vec![self.fields(fields)])
    }

    fn goods(&self, report: &TraceReport) -> Section {
        let key = &report.key;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let day = |day: &Option<String>| {
            day.as_deref().map(|day| dates::date(self.lang, day)).unwrap_or_default()
        };
        let named = report.product.as_ref().map(|product| self.own(&product.name));
        let firm = report.organization.as_ref().map(|firm| self.own(&firm.name));
        let pack = report.compare_with_pack.as_ref();
        let fields = [
            (t::PRODUCT, named.or_else(|| key.product.clone()).unwrap_or_default()),
            (t::PRODUCER, firm.unwrap_or_default()),
            (t::ORGANIZATION, text(&key.organization)),
            (t::GTIN, text(&key.gtin)),
            (t::LOT, text(&key.lot)),
            (t::SERIAL, text(&key.serial)),
            (t::PRODUCED, pack.map(|pack| day(&pack.production)).unwrap_or_default()),
            (t::EXPIRES, pack.map(|pack| day(&pack.expiry)).unwrap_or_default()),
        ];
        self.section(t::GOODS, vec![self.fields(fields)])
    }

    fn meaning(&self) -> Section {
        let lines = [t::IS, t::IS_NOT, t::NOT_SIGNED];
        let blocks = lines.into_iter().map(|line| Block::Paragraph(self.of(line))).collect();
        self.section(t::MEANING, blocks)
    }

    /// What is known of the fields.
    fn fields(&self, fields: impl IntoIterator<Item = (Text, String)>) -> Block {
        let known = fields.into_iter().filter(|(_, value)| !value.is_empty());
        Block::fields(known.map(|(label, value)| (self.of(label), value)))
    }
}
