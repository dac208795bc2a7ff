//! Pages of recalls: the list with its filters, and the notice, which prints as one sheet.

use super::written::Said;
use super::{PageContext, rendered};
use crate::domain::day::Day;
use crate::domain::words::{MeasureState, RecallStage};
use crate::fact::text::BiText;
use crate::report::notice::{Notice, NoticeData};
use crate::texts::{Lang, Text, notices, page, recalls, words};
use askama::Template;

/// What the list shows.
#[derive(Debug, Clone, Copy)]
pub struct ListPage<'a> {
    pub recalls: &'a [NoticeData],
    pub choices: &'a [Choice],
    /// Path of the next page.
    pub next: Option<&'a str>,
    /// Numbers of those of which something owed is out of time.
    pub overdue: &'a [String],
}

/// A filter with its values.
#[derive(Debug, Clone)]
pub struct Choice {
    name: &'static str,
    label: &'static str,
    /// Value, word, whether it is chosen.
    values: Vec<(&'static str, &'static str, bool)>,
}

impl Choice {
    /// The filter `state`, `class` or `regime` with what was chosen.
    pub fn of(name: &'static str, chosen: &str, lang: Lang) -> Self {
        type Words = fn(&str) -> Option<Text>;
        let (label, codes, word): (Text, &[&'static str], Words) = match name {
            "state" => (notices::STATE, &["open", "closed", "lifted"], words::recall_state),
            "class" => (page::RECALL_CLASS, &["1", "2", "3"], words::recall_class),
            _ => (
                notices::REGIME,
                &["food", "consumerGoods", "vehicle", "drug", "other"],
                words::regime,
            ),
        };
        let value = |code: &'static str| {
            (code, word(code).map_or(code, |text| text.get(lang)), code == chosen)
        };
        Self { name, label: label.get(lang), values: codes.iter().copied().map(value).collect() }
    }
}

/// What the page of a notice shows.
#[derive(Debug, Clone, Copy)]
pub struct NoticePage<'a> {
    pub id: &'a str,
    pub state: MeasureState,
    pub notice: &'a Notice,
    pub stage: RecallStage,
    /// What was stated, in order: stage, day, statement.
    pub stages: &'a [StageSaid],
    pub deadlines: &'a [Deadline],
}

/// A stage as it was stated.
#[derive(Debug, Clone)]
pub struct StageSaid {
    pub stage: RecallStage,
    pub on: Day,
    pub statement: BiText,
}

/// A deadline in the reader's language.
#[derive(Debug, Clone)]
pub struct Deadline {
    pub name: &'static str,
    pub state: &'static str,
    pub due: Option<String>,
    pub clause: &'static str,
    pub caution: Option<&'static str>,
}

/// The list of recalls.
pub fn list_page(shown: &ListPage<'_>, ctx: &PageContext<'_>) -> String {
    rendered(&List { ctx, shown }, 16 * 1024)
}

/// The notice of one recall.
pub fn notice_page(shown: &NoticePage<'_>, ctx: &PageContext<'_>) -> String {
    rendered(&OneNotice { ctx, shown }, 16 * 1024)
}

#[derive(Template)]
#[template(path = "recall-list.html")]
struct List<'a> {
    ctx: &'a PageContext<'a>,
    shown: &'a ListPage<'a>,
}

impl List<'_> {
    fn product<'b>(&self, recall: &'b NoticeData) -> Said<'b> {
        Said::of(&recall.product, self.ctx.lang)
    }

    fn producer<'b>(&self, recall: &'b NoticeData) -> Said<'b> {
        Said::of(&recall.producer, self.ctx.lang)
    }

    fn state(&self, recall: &NoticeData) -> &'static str {
        word(words::recall_state, recall.state.word(), self.ctx.lang)
    }

    fn is_overdue(&self, id: &str) -> bool {
        self.shown.overdue.iter().any(|overdue| overdue == id)
    }

    fn class(&self, recall: &NoticeData) -> &'static str {
        let number = recall.class.map(|class| class.number().to_string()).unwrap_or_default();
        word(words::recall_class, &number, self.ctx.lang)
    }
}

#[derive(Template)]
#[template(path = "notice.html")]
struct OneNotice<'a> {
    ctx: &'a PageContext<'a>,
    shown: &'a NoticePage<'a>,
}

impl OneNotice<'_> {
    fn state(&self) -> &'static str {
        word(words::recall_state, self.shown.state.word(), self.ctx.lang)
    }

    fn stage(&self, stage: &RecallStage) -> &'static str {
        word(words::recall_stage, stage.word(), self.ctx.lang)
    }

    fn said<'b>(&self, text: &'b BiText) -> Said<'b> {
        Said::of(text, self.ctx.lang)
    }
}

/// The word for a code; nothing for one that has none.
fn word(list: fn(&str) -> Option<Text>, code: &str, lang: Lang) -> &'static str {
    list(code).map_or("", |text| text.get(lang))
}

/// Path of a recall's notice.
pub(super) fn path_of(id: &str) -> String {
    format!("/recalls/{id}")
}
