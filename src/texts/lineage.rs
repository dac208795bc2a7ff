//! Words of the page and picture of a lineage.

/// Sentences and headings.
mod sentences {
    use crate::texts::text_list;

    text_list! {
        BACK = "来源：该批次用了哪些批次", "What this lot was made from";
        FORWARD = "去向：该批次用于哪些批次", "What this lot went into";
        PICTURE = "批次关系图", "Picture of the lots";
        PICTURE_LINE = "从左到右为物料流向，共 {lots} 个批次、{edges} 条关系。线越粗，用量占比越大；虚线表示首尾相接。", "Goods flow from left to right: {lots} lots, {edges} links. A thicker line carries a larger part; a dashed line leads back to where it began.";
        UNDRAWN = "另有 {count} 个批次未画出，见下表。", "{count} more lots are not drawn; the table has them.";
        INCOMPLETE = "批次过多，只列出最先到达的部分。", "There are too many lots; those reached first are listed.";
        LOTS = "批次", "Lots";
        LINKS = "用料关系", "What went into what";
        LOT = "批号", "Lot";
        PRODUCT = "产品", "Product";
        ORGANIZATION = "企业", "Firm";
        MADE = "生产日期", "Produced";
        STATE = "状态", "State";
        STEPS = "相隔", "Steps away";
        INPUT = "用料", "Input";
        OUTPUT = "成品", "Output";
        USED = "用量", "Used";
        PART = "占比", "Part";
        OF_INPUT = "占用料批次 {part}", "{part} of the input";
        OF_OUTPUT = "占已关联用料 {part}", "{part} of the linked inputs";
        LOOP = "首尾相接", "leads back to itself";
        NOT_SHOWN = "其他企业的批次", "A lot of another firm";
        FOLDED = "另 {count} 个批次", "+{count} lots";
        MORE = "更远处还有批次", "more lots lie further on";
    }
}

/// Closed words.
mod states {
    use crate::texts::word_lists;

    word_lists! {
        /// How a lot stands.
        state {
            "recalled" = "召回中", "Recalled";
            "recallClosed" = "召回已结束，仍勿使用", "Recall ended, still do not use";
            "held" = "停售核查中", "Held";
            "withdrawn" = "已撤回", "Withdrawn";
            "released" = "已放行", "Released";
            "registered" = "已登记，未放行", "Registered, not released";
            "unregistered" = "未登记", "Not registered";
            "unknown" = "不公开", "Not public";
        }
    }
}

pub use sentences::*;
pub use states::state;

#[cfg(test)]
pub(crate) const STATES: &[(&str, super::Text)] = states::CATALOGUE;
