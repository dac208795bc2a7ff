//! Words of the check record: what a reader can keep of a look-up.

use super::text_list;

text_list! {
    TITLE = "查询记录", "Check record";
    SPEAKER = "由本平台按查询当时的登记生成，未签名。", "Made by this service from what was registered at the time; not signed.";
    SAVE = "保存记录", "Save this check";
    SAVE_NOTE = "记下您此刻看到的内容，可用于退款、投诉或举报。", "Keeps what you see now, for a refund, a complaint or a report.";
    SHOWN = "查询时显示", "What was shown";
    REASONS = "理由", "Reasons";
    NO_REASON = "没有召回、停售、作废或到期的登记。", "No recall, suspension, withdrawal or expiry is registered.";
    SINCE = "自 {date}", "since {date}";
    TO_DO = "当时的建议", "What was advised";
    NOTICES = "提示", "Notices";
    ASKED = "查询", "The look-up";
    WHEN = "时间", "Time";
    ZONE = "时区", "Time zone";
    POSITION = "账本位置", "Ledger position";
    ADDRESS = "网址", "Address";
    GOODS = "商品", "The goods";
    PRODUCT = "产品", "Product";
    PRODUCER = "生产者", "Producer";
    ORGANIZATION = "组织代码", "Organization code";
    LOT = "批号", "Lot";
    SERIAL = "码或序列号", "Code or serial";
    GTIN = "商品条码", "Barcode (GTIN)";
    PRODUCED = "生产日期", "Production date";
    EXPIRES = "保质期至", "Expiry date";
    RECALL = "召回", "Recall";
    MEANING = "这份记录是什么", "What this record is";
    IS = "它写明在上述时间、账本的上述位置，用上述网址查询时本平台显示了什么。登记内容由登记者负责。", "It says what this service showed for the address above, at the time and ledger position above. Those who registered the data answer for it.";
    IS_NOT = "它不证明真伪，也不是质量保证；不证明您手里的商品就是所登记的那一件。之后的登记可能不同，请按网址再查。", "It cannot tell an original from a copy, is no promise of quality, and does not prove that the goods in your hand are those registered. Later records may differ: look it up again.";
    NOT_SIGNED = "未签名：任何人都可能改动这份文件；要核实，请用账本位置向本平台查询。", "Not signed: anybody could have changed this file. To verify it, ask this service by the ledger position.";
    SIGNED = "由本平台账本的密钥签名：改动一个字，签名就不再相符。核验不需要网络。", "Signed by the key of this service's log: with one letter changed, the signature no longer fits. Checking it needs no network.";
    FORMS = "JSON 形式由本平台账本的密钥签名，可以离线核验；PDF 供打印，不签名。", "The JSON form is signed by the key of this service's log and can be checked without network; the PDF is for paper and is not signed.";
}

/// Words of closed codes.
pub mod words {
    use crate::texts::word_lists;

    word_lists! {
        /// Why a verdict is what it is.
        reason {
            "recalled" = "正在召回", "Being recalled";
            "recallClosed" = "召回已结束，未登记为已退回", "Recall ended, not recorded as returned";
            "held" = "暂停销售，核查中", "Sale suspended, being checked";
            "unitVoided" = "此码已作废", "Code withdrawn";
            "batchWithdrawn" = "此批已撤回", "Lot withdrawn";
            "expired" = "已过保质期", "Past its date";
            "checkLot" = "有批次正在召回", "Some lots are recalled";
            "codeOfAnotherProduct" = "此码属于另一产品", "The code belongs to another product";
            "codeKeyExposed" = "生成此码的密钥已泄露", "The key of this code was exposed";
            "notReleased" = "尚未登记放行", "Release is not recorded";
            "notActivated" = "尚未登记上市", "Sale is not recorded";
            "recallCheckRunning" = "召回范围核对中", "A recall is being traced";
        }
    }
}
