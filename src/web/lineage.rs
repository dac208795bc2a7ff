//! The page of a lineage: the picture, and beside it the same as tables, for readers who see no picture
//! and for those who want every lot.

mod picture;

pub use picture::picture;

use super::written::Said;
use super::{PageContext, rendered};
use crate::lineage::graph::{Edge, Node, Page};
use crate::lineage::walk::Direction;
use crate::texts::{Lang, lineage, page};
use crate::wire::lineage::{id, used};
use askama::Template;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The page of one walk.
pub fn page(shown: &Page, ctx: &PageContext<'_>, direction: Direction, complete: bool) -> String {
    let drawing = picture(shown, ctx.lang);
    let names: BTreeMap<usize, String> =
        shown.nodes.iter().map(|node| (node.id, name(node, ctx.lang))).collect();
    let page = Lineage {
        ctx,
        direction,
        complete,
        picture: &drawing,
        lots: shown.nodes.iter().map(|node| LotRow::of(node, ctx.lang)).collect(),
        links: shown.edges.iter().map(|edge| LinkRow::of(edge, &names, ctx.lang)).collect(),
    };
    rendered(&page, 16 * 1024 + 2 * drawing.len())
}

#[derive(Template)]
#[template(path = "lineage.html")]
struct Lineage<'a> {
    ctx: &'a PageContext<'a>,
    direction: Direction,
    complete: bool,
    /// Drawn here, every text in it escaped.
    picture: &'a str,
    lots: Vec<LotRow<'a>>,
    links: Vec<LinkRow<'a>>,
}

impl Lineage<'_> {
    fn title(&self) -> &'static str {
        self.ctx.t(match self.direction {
            Direction::Back => lineage::BACK,
            Direction::Forward => lineage::FORWARD,
        })
    }
}

struct LotRow<'a> {
    id: String,
    product: Said<'a>,
    lot: Said<'a>,
    organization: Said<'a>,
    made: String,
    state: &'static str,
    more: bool,
    depth: u32,
}

impl<'a> LotRow<'a> {
    fn of(node: &'a Node, lang: Lang) -> Self {
        let code = |code: &'a Option<String>| Said::plain(code.as_deref().unwrap_or_default());
        let product = match node.product_name.pick(lang.is_chinese()) {
            "" if node.lot.is_none() => Said::ours(lineage::NOT_SHOWN.get(lang)),
            "" => code(if node.product.is_some() { &node.product } else { &node.gtin }),
            _ => Said::of(&node.product_name, lang),
        };
        let organization = match node.organization_name.pick(lang.is_chinese()) {
            "" => code(&node.organization),
            _ => Said::of(&node.organization_name, lang),
        };
        Self {
            id: id(node.id),
            product,
            lot: code(&node.lot),
            organization,
            made: node.produced_on.map(|day| day.to_string()).unwrap_or_default(),
            state: state(node, lang),
            more: node.more,
            depth: node.depth,
        }
    }
}

struct LinkRow<'a> {
    from: String,
    to: String,
    input: Said<'a>,
    output: Said<'a>,
    used: String,
    part: String,
    in_loop: bool,
}

impl<'a> LinkRow<'a> {
    fn of(edge: &Edge, names: &'a BTreeMap<usize, String>, lang: Lang) -> Self {
        let name = |place| Said::plain(names.get(&place).map_or("", String::as_str));
        Self {
            from: id(edge.from),
            to: id(edge.to),
            input: name(edge.from),
            output: name(edge.to),
            used: used(edge),
            part: parts(edge, lang).join(lang_comma(lang)),
            in_loop: edge.in_loop,
        }
    }
}

fn lang_comma(lang: Lang) -> &'static str {
    if lang.is_chinese() { "，" } else { ", " }
}

/// Product and lot, as far as they are known; else whose it is.
fn name(node: &Node, lang: Lang) -> String {
    let [product, lot, ..] = lines(node, lang);
    if lot.is_empty() { product } else { format!("{product} {lot}") }
}

/// What is shown of a lot: product, lot, firm, day.
fn lines(node: &Node, lang: Lang) -> [String; 4] {
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    let or = |name: &str, code: String| if name.is_empty() { code } else { name.to_owned() };
    let chinese = lang.is_chinese();
    let code = if node.product.is_some() { known(&node.product) } else { known(&node.gtin) };
    let mut product = or(node.product_name.pick(chinese), code);
    if product.is_empty() {
        lineage::NOT_SHOWN.get(lang).clone_into(&mut product);
    }
    let organization = or(node.organization_name.pick(chinese), known(&node.organization));
    let made = node.produced_on.map(|day| day.to_string()).unwrap_or_default();
    [product, known(&node.lot), organization, made]
}

fn state(node: &Node, lang: Lang) -> &'static str {
    lineage::state(node.state.word()).map_or("", |text| text.get(lang))
}

/// The shares of an edge in words.
fn parts(edge: &Edge, lang: Lang) -> Vec<String> {
    let part = |share: Decimal| {
        let percent = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(share);
        format!("{}%", percent.normalize())
    };
    let said = [(lineage::OF_INPUT, edge.share), (lineage::OF_OUTPUT, edge.of_output)];
    let said = said.into_iter().filter_map(|(text, share)| Some((text, part(share?))));
    said.map(|(text, part)| text.fill_lang(lang, &[("part", &part)])).collect()
}
