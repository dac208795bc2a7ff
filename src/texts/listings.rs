//! What a listing check says of goods: one sentence for each reason, for whoever lists or sells them.

use super::Text;

/// Sentence of a reason; `{ids}`, `{date}` and `{since}` are put in.
pub fn of_reason(word: &str) -> Option<Text> {
    Some(match word {
        "unknownGtin" => {
            Text { zh: "本平台没有登记此 GTIN。", en: "This GTIN is not registered here." }
        }
        "recalled" => Text {
            zh: "正在召回（{ids}）：请停止销售并下架。",
            en: "Under recall ({ids}): stop selling it and take it off the list.",
        },
        "recallClosed" => Text {
            zh: "召回（{ids}）已结束，但未退回的商品仍不得销售。",
            en: "The recall ({ids}) has ended; goods that were not returned still may not be sold.",
        },
        "recallCheckRunning" => Text {
            zh: "一项召回的影响范围正在计算，此商品可能包括在内；几分钟后再查，先不要出售。",
            en: "A recall's reach is being worked out and may include these goods: check again in a few minutes, don't sell them yet.",
        },
        "checkLot" => Text {
            zh: "部分批次被召回（{ids}）：请写明批号再查。",
            en: "Some lots are recalled ({ids}): name the lot and check again.",
        },
        "held" => {
            Text { zh: "该批次正在停售核查。", en: "Sale of this lot is suspended." }
        }
        "withdrawn" => Text { zh: "该批次已撤回。", en: "This lot was withdrawn." },
        "lotNotRegistered" => Text {
            zh: "没有可供公开查询的此批号记录。",
            en: "There is no public record of this lot.",
        },
        "expired" => Text { zh: "已过保质期（{since}）。", en: "Past its date ({since})." },
        "suspect" => Text {
            zh: "登记的信息相互矛盾，请核对。",
            en: "What is registered does not fit together; compare it.",
        },
        "permitUnknown" => Text {
            zh: "登记簿中没有此许可编号。",
            en: "The register has no permit of this number.",
        },
        "permitNotValid" => Text {
            zh: "此许可目前不在有效状态。",
            en: "This permit is not in force today.",
        },
        "permitNotCovering" => Text {
            zh: "此许可不覆盖该产品或其生产者。",
            en: "This permit does not cover this product or whoever makes it.",
        },
        "organizationMismatch" => Text {
            zh: "该 GTIN 属于另一组织。",
            en: "This GTIN belongs to another organization.",
        },
        _ => return None,
    })
}
