//! Pages of organizations and products, and of the search for them: what everybody may read, without a
//! code and without a script. They decide nothing.

use super::written::{Said, Segment, Tel};
use super::{PageContext, rendered};
use crate::fact::text::BiText;
use crate::report::firm::{DecisionLine, EntryLine, FirmShown, GoodsShown, RecallLine};
use crate::report::model::LabelItem;
use crate::search::Found;
use crate::texts::dates::{self, Zone};
use crate::texts::{Text, firms, food, page, permits, words};
use askama::Template;

/// A line of a list of products.
#[derive(Debug, Clone)]
pub struct GoodsLine {
    pub product: String,
    pub name: BiText,
    pub specification: Option<String>,
    pub recalled: bool,
}

/// What the page of an organization shows.
#[derive(Debug, Clone, Copy)]
pub struct FirmPage<'a> {
    pub firm: &'a FirmShown,
    pub products: &'a [GoodsLine],
    /// Path of the next page of products.
    pub next: Option<&'a str>,
    /// IANA name.
    pub zone: &'a str,
}

/// What the page of results shows.
#[derive(Debug, Clone, Copy)]
pub struct ResultsPage<'a> {
    pub query: &'a str,
    pub found: &'a [Found],
    pub next: Option<&'a str>,
}

/// The page of an organization.
pub fn firm_page(shown: &FirmPage<'_>, ctx: &PageContext<'_>) -> String {
    let words = Words { ctx, zone: Zone::named(shown.zone) };
    rendered(&Firm { ctx, shown, words }, 16 * 1024)
}

/// The page of a product.
pub fn goods_page(shown: &GoodsShown, zone: &str, ctx: &PageContext<'_>) -> String {
    let words = Words { ctx, zone: Zone::named(zone) };
    rendered(&Goods { ctx, shown, words }, 16 * 1024)
}

/// The page of results, and the form that leads there.
pub fn results_page(shown: &ResultsPage<'_>, ctx: &PageContext<'_>) -> String {
    let words = Words { ctx, zone: Zone::named("") };
    rendered(&Results { ctx, shown, words }, 16 * 1024)
}

#[derive(Template)]
#[template(path = "firm.html")]
struct Firm<'a> {
    ctx: &'a PageContext<'a>,
    shown: &'a FirmPage<'a>,
    words: Words<'a>,
}

#[derive(Template)]
#[template(path = "goods.html")]
struct Goods<'a> {
    ctx: &'a PageContext<'a>,
    shown: &'a GoodsShown,
    words: Words<'a>,
}

#[derive(Template)]
#[template(path = "results.html")]
struct Results<'a> {
    ctx: &'a PageContext<'a>,
    shown: &'a ResultsPage<'a>,
    words: Words<'a>,
}

/// How values are put into words.
struct Words<'a> {
    ctx: &'a PageContext<'a>,
    zone: Zone,
}

impl Words<'_> {
    fn said<'t>(&self, text: &'t BiText) -> Said<'t> {
        Said::of(text, self.ctx.lang)
    }

    fn own<'t>(&self, text: &'t BiText) -> &'t str {
        text.pick(self.ctx.lang.is_chinese())
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

    fn dials(&self, phone: &str) -> bool {
        phone.contains(|letter: char| letter.is_ascii_digit())
    }

    /// The word for a code, else the code as given.
    fn word<'t>(&self, word: Option<Text>, given: &'t str) -> Said<'t> {
        word.map_or(Said::plain(given), |word| Said::ours(self.ctx.t(word)))
    }

    fn date(&self, iso: &str) -> String {
        dates::date(self.ctx.lang, iso)
    }

    fn day(&self, instant: &str) -> String {
        self.zone.day(self.ctx.lang, instant)
    }

    fn fill(&self, text: Text, name: &str, value: &str) -> String {
        text.fill_lang(self.ctx.lang, &[(name, value)])
    }

    /// From when to when a permit holds, as printed.
    fn valid(&self, permit: &EntryLine) -> Option<String> {
        let day = |day: &Option<String>| day.as_deref().map(|day| self.date(day));
        let (from, to) = (day(&permit.valid_from), day(&permit.valid_to));
        let lang = self.ctx.lang;
        Some(match (from.as_deref(), to.as_deref()) {
            (Some(from), Some(to)) => firms::VALID.fill_lang(lang, &[("from", from), ("to", to)]),
            (Some(from), None) => firms::VALID_FROM.fill_lang(lang, &[("from", from)]),
            (None, Some(to)) => firms::VALID_TO.fill_lang(lang, &[("to", to)]),
            (None, None) => return None,
        })
    }

    fn covers(&self, permit: &EntryLine) -> Option<String> {
        let classes = permit.covers.join(", ");
        (!classes.is_empty()).then(|| self.fill(firms::COVERS, "classes", &classes))
    }

    /// From when to when a decision held.
    fn held(&self, decision: &DecisionLine) -> String {
        let from = self.date(&decision.on);
        let until = decision.until.as_deref().map(|day| self.date(day));
        let until = until.as_deref().unwrap_or(self.ctx.t(firms::IN_FORCE));
        firms::VALID.fill_lang(self.ctx.lang, &[("from", &from), ("to", until)])
    }

    fn class(&self, recall: &RecallLine) -> &'static str {
        let number = recall.class.map(|class| class.to_string()).unwrap_or_default();
        words::recall_class(&number).map_or("", |word| self.ctx.t(word))
    }

    fn recall_path(&self, recall: &RecallLine) -> String {
        self.ctx.link(&format!("/recalls/{}", recall.id))
    }

    fn firm_path(&self, code: &str) -> String {
        self.ctx.link(&firm_path(code))
    }

    fn goods_path(&self, code: &str, product: &str) -> String {
        self.ctx.link(&goods_path(code, product))
    }

    fn recalls_path(&self, code: &str) -> String {
        self.ctx.link(&format!("/recalls?organization={}", Segment(code)))
    }

    /// Where a typed lot is sent.
    fn lot_path(&self, goods: &GoodsShown) -> String {
        match &goods.gtin {
            Some(gtin) => format!("/01/{}", Segment(gtin)),
            None => format!("/o/{}/{}", Segment(&goods.organization), Segment(&goods.product)),
        }
    }

    fn allergens<'t>(&self, goods: &'t GoodsShown) -> impl Iterator<Item = &'t LabelItem> {
        goods.label.items.iter().filter(|item| item.code == "allergens")
    }

    fn other_items<'t>(&self, goods: &'t GoodsShown) -> impl Iterator<Item = &'t LabelItem> {
        goods.label.items.iter().filter(|item| item.code != "allergens")
    }
}

/// Path of the page of an organization.
pub fn firm_path(code: &str) -> String {
    format!("/organizations/{}", Segment(code))
}

/// Path of the page of a product.
pub fn goods_path(code: &str, product: &str) -> String {
    format!("/organizations/{}/products/{}", Segment(code), Segment(product))
}
