//! The scan page: how each part of a report is put into words and marks. The order of the blocks is in
//! the template.

use super::forms::Entered;
use super::icons::icon;
use super::places::Map;
use super::tone::Tone;
use super::written::{Said, Segment, Tel, Woven};
use super::{PageContext, allergens, written};
use crate::domain::region_names;
use crate::fact::text::BiText;
use crate::report::display::{leading_recall, read_first};
use crate::report::model::{
    AdditiveShown, ChangeShown, Identifies, JudgedShown, LabelItem, NoticeShown, ProvinceShown,
    ScansShown, TestItemShown, TestShown, TraceReport,
};
use crate::texts::additives::additive_name;
use crate::texts::dates::{self, Zone};
use crate::texts::{Text, food, log, page, permits, record, words};
use askama::Template;

#[derive(Template)]
#[template(path = "scan.html")]
pub(super) struct Scan<'a> {
    ctx: &'a PageContext<'a>,
    r: &'a TraceReport,
    zone: Zone,
    tone: Tone,
    entered: Entered<'a>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(report: &'a TraceReport, ctx: &'a PageContext<'a>) -> Self {
        Self {
            ctx,
            r: report,
            zone: Zone::named(&report.judged_on.time_zone),
            tone: Tone::of(report),
            entered: Entered {
                code: report.key.serial.as_deref().unwrap_or_default(),
                gtin: report.key.gtin.as_deref().unwrap_or_default(),
                lot: report.key.lot.as_deref().unwrap_or_default(),
                ..Entered::default()
            },
        }
    }

    /// A text of the service in the reader's language; of both languages, always.
    fn own<'t>(&self, text: &'t BiText) -> &'t str {
        text.pick(self.ctx.lang.is_chinese())
    }

    /// The same, where it may hold words of others.
    fn woven<'t>(&self, text: &'t BiText) -> Woven<'t> {
        Woven { text: self.own(text), reader: self.ctx.lang }
    }

    fn said<'t>(&self, text: &'t BiText) -> Said<'t> {
        Said::of(text, self.ctx.lang)
    }

    fn plain<'t>(&self, text: &'t str) -> Said<'t> {
        Said::plain(text)
    }

    fn has(&self, text: &BiText) -> bool {
        !self.own(text).trim().is_empty()
    }

    fn tel<'t>(&self, phone: &'t str) -> Tel<'t> {
        Tel(phone)
    }

    /// Whether a telephone number has anything to dial.
    fn dials(&self, phone: &str) -> bool {
        phone.contains(|letter: char| letter.is_ascii_digit())
    }

    /// The word for a code, else the code as given.
    fn word<'t>(&self, word: Option<Text>, given: &'t str) -> Said<'t> {
        word.map_or(Said::plain(given), |word| Said::ours(self.ctx.t(word)))
    }

    fn class(&self, class: &u8) -> String {
        let number = class.to_string();
        let word = words::recall_class(&number);
        word.map_or(number, |word| self.ctx.t(word).to_owned())
    }

    /// A date as printed; one that no reader's language writes so stays as it is.
    fn printed(&self, text: &str) -> String {
        Said::plain(&self.date(text)).to_string()
    }

    fn date(&self, iso: &str) -> String {
        dates::date(self.ctx.lang, iso)
    }

    fn day(&self, instant: &str) -> String {
        self.zone.day(self.ctx.lang, instant)
    }

    fn instant(&self, instant: &str) -> String {
        self.zone.instant(self.ctx.lang, instant)
    }

    fn fill(&self, text: Text, name: &str, value: &str) -> String {
        text.fill_lang(self.ctx.lang, &[(name, value)])
    }

    fn icon(&self) -> &'static str {
        icon(self.tone)
    }

    /// Registered: the steps are about the pack and stand in its block; otherwise they come first.
    fn is_registered(&self) -> bool {
        matches!(self.tone, Tone::Registered | Tone::Notices)
    }

    /// Whether a browser may keep the page: it says something of goods.
    fn is_kept(&self) -> bool {
        !self.asks_again() && self.tone != Tone::Choices
    }

    fn asks_again(&self) -> bool {
        matches!(self.tone, Tone::Unknown | Tone::Mistyped)
    }

    fn first_notices(&self) -> impl Iterator<Item = &'a NoticeShown> {
        self.r.notices.iter().filter(|shown| read_first(shown.code))
    }

    fn other_notices(&self) -> impl Iterator<Item = &'a NoticeShown> {
        self.r.notices.iter().filter(|shown| !read_first(shown.code))
    }

    /// Who speaks in the verdict, where somebody outside the service does.
    fn verdict_speaker(&self) -> Option<&'static str> {
        let opened = leading_recall(self.r).map(|recall| recall.opened_by.role);
        match self.tone {
            Tone::Recalled | Tone::RecallClosed | Tone::CheckLot => opened,
            Tone::Held => self.r.hold.as_ref().map(|hold| hold.stated_by.role),
            Tone::Withdrawn => Some("producer"),
            _ => None,
        }
    }

    fn call(&self) -> Option<&'a str> {
        self.r.display.actions.iter().find_map(|action| action.phone.as_deref())
    }

    fn entered(&self) -> &Entered<'_> {
        &self.entered
    }

    /// What the code stands for, said beside the pack.
    fn only(&self) -> Option<&'static str> {
        Some(self.ctx.t(match self.r.identifies {
            Identifies::Unit => page::ONLY_UNIT,
            Identifies::Lot => page::ONLY_LOT,
            Identifies::Product => page::ONLY_PRODUCT,
            Identifies::Nothing => return None,
        }))
    }

    /// Where a typed lot is sent: the product's own path, `?lot=` added by the form.
    fn lot_form(&self) -> Option<String> {
        if self.r.identifies != Identifies::Product {
            return None;
        }
        let product = self.r.product.as_ref();
        let gtin =
            product.and_then(|product| product.gtin.as_deref()).or(self.r.key.gtin.as_deref());
        if let Some(gtin) = gtin {
            return Some(format!("/01/{}", Segment(gtin)));
        }
        let number = product.map(|product| &product.product).or(self.r.key.product.as_ref())?;
        let firm = self.r.organization.as_ref().map(|firm| &firm.code);
        let firm = firm.or(self.r.key.organization.as_ref())?;
        Some(format!("/o/{}/{}", Segment(firm), Segment(number)))
    }

    /// The registered date, for English readers of a pack whose date is printed in another way.
    fn registered_date(&self, printed: &str, registered: Option<&str>) -> Option<String> {
        let given_back = !self.ctx.lang.is_chinese() && self.date(printed) == printed;
        registered.filter(|_| given_back).map(|day| self.date(day))
    }

    fn produced_on(&self) -> Option<&'a str> {
        self.r.batch.as_ref().map(|batch| batch.produced_on.as_str())
    }

    fn expires_on(&self) -> Option<&'a str> {
        self.r.batch.as_ref()?.expires_on.as_deref()
    }

    fn days_left(&self) -> Option<String> {
        match self.r.batch.as_ref()?.days_left? {
            0 => Some(self.ctx.t(page::LAST_DAY).to_owned()),
            1 => Some(self.ctx.t(page::ONE_DAY_LEFT).to_owned()),
            left if left > 1 => Some(self.fill(page::DAYS_LEFT, "n", &left.to_string())),
            _ => None,
        }
    }

    fn allergens(&self) -> impl Iterator<Item = &'a LabelItem> {
        self.r.label.iter().flat_map(|label| &label.items).filter(|item| item.code == "allergens")
    }

    fn allergen_choices(&self) -> &'static str {
        allergens::choices(self.ctx.lang)
    }

    fn other_items(&self) -> impl Iterator<Item = &'a LabelItem> {
        self.r.label.iter().flat_map(|label| &label.items).filter(|item| item.code != "allergens")
    }

    fn map(&self) -> Option<Map<'a>> {
        Map::of(self.r, self.ctx.lang)
    }

    /// Length of the bar of a value, where the limit stands at 80 of 120.
    fn gauge(&self, share: &u16) -> u32 {
        (u32::from(*share) * 80 / 1000).clamp(1, 120)
    }

    fn measure(&self, value: &str, unit: &str) -> String {
        written::quantity(&format!("{value} {unit}"), self.ctx.lang)
    }

    fn quantity(&self, text: &str) -> String {
        written::quantity(text, self.ctx.lang)
    }

    /// The corrected field by the last word of its pointer that has a name, else the pointer.
    fn field<'t>(&self, change: &'t ChangeShown) -> Said<'t> {
        let known = change.field.rsplit('/').find_map(words::field);
        self.word(known, &change.field)
    }

    fn result(&self, result: &str) -> &'static str {
        self.ctx.t(match result {
            "pass" => page::PASS,
            "fail" => page::FAIL,
            _ => page::NO_LIMIT,
        })
    }

    /// The result of an item; a pass that the report states without a value is told apart.
    fn item_result(&self, item: &TestItemShown) -> &'static str {
        match (item.stated, item.result) {
            (true, "pass") => self.ctx.t(page::PASS_STATED),
            _ => self.result(item.result),
        }
    }

    /// What was measured, or the word that stands for it.
    fn found(&self, item: &TestItemShown) -> String {
        item.stated_text
            .as_ref()
            .map_or_else(|| self.measured(&item.shown), |text| self.own(text).to_owned())
    }

    /// A measured value; `ND` stands in the data for what was not detected.
    fn measured(&self, shown: &str) -> String {
        let word = self.ctx.t(page::NOT_DETECTED);
        let in_words = |part| if part == "ND" { word } else { part };
        let listed = shown.split(", ").map(|value| {
            let parts: Vec<_> = value.split(' ').map(in_words).collect();
            parts.join(" ")
        });
        listed.collect::<Vec<_>>().join(", ")
    }

    /// What the letters of a sampling plan mean, where a test has one.
    fn plan_explained(&self, test: &TestShown) -> Option<&'static str> {
        let limits = test.items.iter().filter_map(|item| item.limit.as_deref());
        let mut plans = limits.filter(|limit| limit.starts_with("n=")).peekable();
        plans.peek()?;
        let upper = plans.any(|plan| plan.contains(", M="));
        Some(self.ctx.t(if upper { page::PLAN_UPPER } else { page::PLAN }))
    }

    fn overall(&self, test: &TestShown) -> &'static str {
        self.ctx.t(match test.result {
            "pass" if test.report_state == "preliminary" => page::PRELIMINARY_PASS,
            "pass" => page::ALL_PASS,
            "noItems" => page::NO_ITEMS,
            "fail" => page::SOME_FAIL,
            _ => page::NONE_LIMITED,
        })
    }

    /// An additive in the reader's language: as declared, else by its number in GB 2760.
    fn additive<'t>(&self, additive: &'t AdditiveShown) -> Said<'t> {
        let chinese = self.ctx.lang.is_chinese();
        let declared = if chinese { &additive.name.zh } else { &additive.name.en };
        match additive_name(additive.cns.as_deref(), additive.ins.as_deref()) {
            Some((zh, en)) if declared.is_none() => Said::ours(if chinese { zh } else { en }),
            _ => self.said(&additive.name),
        }
    }

    /// Who answered what the standard leaves to judgement, and when.
    fn judged(&self, judged: &JudgedShown) -> String {
        let on = self.date(&judged.on);
        page::JUDGED_BY.fill_lang(self.ctx.lang, &[("post", &judged.post), ("date", &on)])
    }

    /// Code of the function class: as declared, else by the CNS number.
    fn class_of(&self, additive: &AdditiveShown) -> Option<&'static str> {
        let function = additive.function.as_ref();
        let declared = function.and_then(|function| {
            [&function.zh, &function.en]
                .into_iter()
                .flatten()
                .find_map(|it| food::class_by_word(it))
        });
        declared.or_else(|| food::class_of_cns(additive.cns.as_deref()?))
    }

    fn explained(&self, class: &str) -> Option<&'static str> {
        food::function_explained(class).map(|line| self.ctx.t(line))
    }

    /// The part an ingredient plays, where it is a special one.
    fn role(&self, role: &str) -> Option<&'static str> {
        words::ingredient_role(role).map(|word| self.ctx.t(word))
    }

    fn queried(&self, scans: &ScansShown) -> String {
        let date = self.day(&scans.first_at);
        match scans.sessions {
            1 if scans.first_at.get(..10) == self.r.as_of.get(..10) => {
                self.ctx.t(page::QUERIES_FIRST).to_owned()
            }
            1 => self.fill(page::QUERIES_ONCE, "date", &date),
            n => {
                let values = [("n", n.to_string()), ("date", date)];
                let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                page::QUERIES_AGAIN.fill_lang(self.ctx.lang, &values)
            }
        }
    }

    /// Codes of products and lots are on many packs: their number says nothing of one.
    fn queries_note(&self) -> Text {
        match self.r.identifies {
            Identifies::Unit => page::QUERIES_NOTE,
            _ => page::QUERIES_PRODUCT,
        }
    }

    fn places(&self, scans: &ScansShown) -> String {
        let place = |given: &ProvinceShown| format!("{} {}", self.own(&given.name), given.sessions);
        scans.provinces.iter().map(place).collect::<Vec<_>>().join(" · ")
    }

    fn zone_name(&self) -> &str {
        match self.r.judged_on.time_zone.as_str() {
            "Asia/Shanghai" => self.ctx.t(page::BEIJING),
            other => other,
        }
    }
}
