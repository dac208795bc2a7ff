//! What becomes of recalled goods: the form behind a one-time link, and the report of a recall.

use super::text_list;

text_list! {
    FORM_TITLE = "召回答复", "Answer to a recall";
    FORM_LEAD = "请如实填写。本页只给收到链接的单位使用，不要转发。可分几次提交；选“以上为最终答复”后链接失效。", "Please state what happened. This page is for the recipient of the link only; do not pass it on. You may send it more than once; after a final answer the link no longer works.";
    FORM_NOTICE = "查看召回公告", "Read the recall notice";
    FORM_GOT = "您收到的批次", "Lots you received";
    FORM_STOPPED = "已停止销售、使用", "Sale and use were stopped";
    FORM_QUANTITY = "到目前为止各有多少", "How much so far";
    FORM_CUSTOMERS = "您又供给了谁（没有就不填）", "To whom you passed goods on (leave empty if nobody)";
    FORM_NAME = "名称", "Name";
    FORM_ADDRESS = "地址", "Address";
    FORM_CONTACT = "联系方式", "How to reach them";
    FORM_AMOUNT = "数量", "Quantity";
    FORM_NOTE = "说明", "Note";
    FORM_FINAL = "以上为最终答复", "This is my final answer";
    FORM_SEND = "提交", "Send";
    FORM_SENT = "已收到，谢谢。", "Received, thank you.";
    FORM_SENT_LAST = "已收到最后的答复，谢谢。这个链接不再有效。", "Your final answer was received, thank you. The link no longer works.";
    FORM_SENT_MORE = "还可以用同一链接补充。", "You can add to it through the same link.";
    REPORT_TITLE = "召回情况报告", "Report of a recall";
    REPORT_LEAD = "按本账本截至打印时的记录生成。", "Drawn from the ledger as it stood when this was printed.";
    REPORT_FIGURES = "数量", "Quantities";
    REPORT_SHIPPED = "已发出", "Shipped";
    REPORT_RECOVERED = "已收回", "Recovered";
    REPORT_SHARE = "收回率", "Recovery rate";
    REPORT_MISSING = "去向不明", "Not accounted for";
    REPORT_CONSIGNEES = "收货者", "Consignees";
    REPORT_NOTIFIED = "已通知", "Notified";
    REPORT_ANSWERED = "已答复", "Answered";
    REPORT_SILENT = "未答复", "Silent";
    REPORT_VISITS = "门店核查", "Visits to shops";
    REPORT_ON_SALE = "仍在售", "Still on sale";
    REPORT_PART = "有更多记录未列出。", "There is more than is listed here.";
    REPORT_LOT = "批次", "Lot";
    REPORT_LEVEL = "层级", "Level";
    REPORT_REGION = "地区", "Region";
    SEGREGATED = "已隔离", "Segregated";
    RETURNED = "已退回", "Returned";
    DESTROYED = "已销毁", "Destroyed";
    SOLD = "已售出", "Sold";
    UNACCOUNTED = "下落不明", "Not found";
    CLAUSE_FIGURES = "食品召回管理办法（2015，2020 修正）：召回实施情况须如实记录和报告", "Measures for Food Recall (2015, amended 2020): how a recall went is recorded and reported";
}

/// The word for an outcome.
pub fn outcome(word: &str) -> Option<super::Text> {
    Some(match word {
        "segregated" => SEGREGATED,
        "returned" => RETURNED,
        "destroyed" => DESTROYED,
        "sold" => SOLD,
        "unaccounted" => UNACCOUNTED,
        _ => return None,
    })
}
