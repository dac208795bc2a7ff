//! Words for what a measure covers, and for units of time.

use super::{Text, word_lists};

/// Before a part that a narrowing took out.
pub const EXCEPT: Text = Text { zh: "不包括：", en: "except " };
/// Everything of the organization.
pub const ALL: Text = Text { zh: "该企业全部产品", en: "every product of this firm" };
/// Every batch of the product.
pub const PRODUCT: Text = Text { zh: "该产品", en: "this product" };
/// Production dates.
pub const DATES: Text =
    Text { zh: "生产日期 {first} 至 {last}", en: "produced from {first} to {last}" };
/// Named lots.
pub const LOTS: Text = Text { zh: "批号 {lots}", en: "lot {lots}" };
/// Units of one lot.
pub const UNITS: Text = Text {
    zh: "批号 {lot} 的第 {first} 至 {last} 件",
    en: "units {first} to {last} of lot {lot}",
};
/// Own serials.
pub const SERIALS: Text =
    Text { zh: "序列号 {first} 至 {last}", en: "serials {first} to {last}" };
/// A lot of an ingredient and what was made of it.
pub const INGREDIENT: Text = Text {
    zh: "被召回的原料批次及用它制成的产品",
    en: "a recalled ingredient lot and what was made with it",
};
/// What was made of goods received from one supplier within some days.
pub const RECEIVED: Text = Text {
    zh: "用某一供货商在一段时间内所供原料制成的产品",
    en: "what was made of goods that one supplier delivered within some days",
};

word_lists! {
    /// Units of time (UN/ECE Recommendation 20).
    time_unit {
        "DAY" = "天", "days";
        "WEE" = "周", "weeks";
        "MON" = "个月", "months";
        "ANN" = "年", "years";
        "HUR" = "小时", "hours";
    }
}
