//! Codes worth trying: at least one for every state that a page can show.

use super::lots::{LotName, Stock, lot};
use super::parties::{
    APPLIANCE, DAIRY, DUMPLING, IMPORTER, LIQUOR, MEAT, OIL, PORK_US, SHOP, TEA, TOOL, WORKSHOP,
};
use super::{Highlight, Question, Who, story};

/// A shown code: title in both languages, lot, ordinal (0 for the lot itself).
type Shown = (&'static str, &'static str, LotName, u64);

/// The codes, worst state first, then the kinds of code.
pub(super) fn highlights(stock: &Stock) -> Vec<Highlight> {
    let mut shown: Vec<Highlight> = states()
        .into_iter()
        .chain(makers())
        .chain(kinds())
        .filter_map(|(title_zh, title_en, name, ordinal)| {
            let LotName { organization, product, .. } = name;
            let lot = stock.find(name)?.lot.clone();
            Some(Highlight { title_zh, title_en, organization, product, lot, ordinal })
        })
        .collect();
    shown.push(Highlight {
        title_zh: "产品条码：部分批次召回，请核对批号",
        title_en: "Product code: some lots recalled, check yours",
        organization: APPLIANCE,
        product: story::KETTLES_FIRST.product,
        lot: String::new(),
        ordinal: 0,
    });
    shown
}

/// What those who had the goods can ask.
pub(super) fn questions(stock: &Stock) -> Vec<Question> {
    let steps = |name: LotName| stock.find(name).map(|made| made.path("steps"));
    let pallet = Some(format!("/api/v1/sscc/{}", story::pallet()));
    let (maker, shop) = (Who::Producer(MEAT), Who::Seller(SHOP));
    let asked = [
        ("托盘里有什么（发货方）", "What the pallet holds, for its sender", maker, pallet.clone()),
        ("托盘里有什么（收货方）", "What the pallet holds, for its receiver", shop, pallet),
        (
            "批次的上一步和下一步",
            "One step back and one step forward of a lot",
            maker,
            steps(story::SAUSAGES_SOLD),
        ),
        (
            "发货多于生产的批次：差额",
            "A lot of which more was shipped than made: by how much",
            maker,
            steps(story::SAUSAGES_OVERDRAWN),
        ),
    ];
    let asked = asked.into_iter();
    asked
        .filter_map(|(title_zh, title_en, who, path)| {
            Some(Question { title_zh, title_en, who, path: path? })
        })
        .collect()
}

fn states() -> Vec<Shown> {
    let [sold, sampled] = story::SAUSAGES_RECALLED;
    let (first_spoilt, _) = story::LABELS_SPOILT;
    vec![
        ("正在召回（一级，责令）", "Recalled (class 1, ordered)", sampled, 7),
        ("正在召回，已登记退回", "Recalled, recorded as returned", sold, 30),
        (
            "正在召回（扩大范围后加入）",
            "Recalled (added by an extension)",
            story::SAUSAGES_ADDED,
            5,
        ),
        (
            "正在召回（消费品，按生产日期）",
            "Recalled (goods, by production date)",
            story::KETTLES_FIRST,
            12,
        ),
        (
            "召回已结束，未登记退回",
            "Recall ended, not recorded as returned",
            story::TRAINS_RECALLED,
            story::TRAINS_RETURNED + 30,
        ),
        ("召回已结束，已登记退回", "Recall ended, recorded as returned", story::TRAINS_RECALLED, 9),
        ("暂停销售，核查中", "Sale suspended, being checked", story::SAUSAGES_HELD, 3),
        (
            "出厂检验检出致病菌，按规则停售",
            "Held by rule: pathogen in the factory test",
            story::HAM_FAILED,
            2,
        ),
        (
            "添加剂超限量，按规则停售",
            "Held by rule: additive over its limit",
            story::SOY_SAUCE_OVER,
            5,
        ),
        ("批次已撤回", "Lot withdrawn", story::TEA_WITHDRAWN, 2),
        ("标签已作废", "Label voided", story::MILK_MISPRINTED, first_spoilt + 7),
        ("已过保质期", "Past its date", story::MILK_EXPIRED, 800),
        ("已登记，未放行", "Registered, not released", story::PORK_UNRELEASED, 1),
        ("已放行，未上市", "Released, not yet on sale", story::LIQUOR_WAITING, 4),
        (
            "部分上市，此件未上市",
            "Partly on sale, this unit not",
            story::RICE_IN_PART,
            story::RICE_ON_SALE + 1,
        ),
        ("有两处更正", "Corrected twice", story::SAUSAGES_CORRECTED, 11),
        ("召回已解除", "Recall lifted", story::SOY_SAUCE_LIFTED, 6),
        ("召回范围缩小后排除", "Taken out of a recall", story::KETTLES_SPARED, 670),
        ("停售已解除", "Hold ended", story::DUMPLINGS_CLEARED, 8),
        ("已登记售出", "Sold", story::SAUSAGES_SOLD, 100),
        ("已登记，目前没有召回", "Registered, no recall now", lot(MEAT, "SS-200", 10), 42),
    ]
}

/// Lots whose record tells something about licences and makers.
fn makers() -> Vec<Shown> {
    vec![
        ("生产后许可证注销", "Licence cancelled after production", lot(OIL, "SO-5L", 90), 6),
        ("委托生产", "Made on commission", lot(TEA, "TH-SET", 120), 3),
        (
            "小作坊产品，附五项承诺",
            "Workshop product with its five pledges",
            lot(WORKSHOP, "TF-250", 3),
            4,
        ),
        (
            "小作坊产品，超市拒收退回",
            "Workshop product that a supermarket sent back",
            story::CURD_RETURNED,
            10,
        ),
        (
            "发出的多于生产的（只告知企业）",
            "More shipped than made (told to the firm only)",
            story::SAUSAGES_OVERDRAWN,
            5,
        ),
        ("进口产品", "Imported product", lot(IMPORTER, "OAT-1K", 145), 8),
        ("信息不齐", "Record incomplete", lot(DUMPLING, "WT-400", 60), 9),
    ]
}

fn kinds() -> Vec<Shown> {
    vec![
        ("三十万件的大批次", "A lot of 300,000 units", lot(DAIRY, "UH-250", 150), 299_999),
        ("自编序列号，两个产品共用", "Own serial that two products share", story::DRILLS_SOLD, 150),
        ("自编序列号，逐个登记", "Own serial from a list", lot(LIQUOR, "LQ-JAR", 300), 1),
        ("自编序列号，未售出", "Own serial, not sold", lot(TOOL, "PT-SAW", 240), 60),
        ("境外企业，批号含斜线", "Firm abroad, slash in the lot", lot(PORK_US, "PB-18", 150), 1),
        ("只有批号", "Lot only", story::SAUSAGES_SOLD, 0),
    ]
}
