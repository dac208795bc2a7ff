//! Words of a recall notice: what it is called, its rows, and what holders and operators are to do. The
//! sentences that depend on hazard and remedy are chosen in `report::notice`.

use super::text_list;

text_list! {
    TITLE = "关于召回{product}的公告", "Notice: recall of {product}";
    TITLE_CHANGED = "关于召回{product}的公告（更新）", "Notice: recall of {product} (changed)";
    TITLE_ENDED = "关于召回{product}的公告（已结束）", "Notice: recall of {product} (ended)";
    TITLE_LIFTED = "关于召回{product}的公告（已撤销）", "Notice: recall of {product} (withdrawn)";

    LEAD_VOLUNTARY = "{producer}自{date}起召回下列产品。", "{producer} recalls the product below from {date}.";
    LEAD_ORDERED = "监管部门责令{producer}自{date}起召回下列产品。", "By order of the regulator, {producer} recalls the product below from {date}.";
    REASON = "原因：{reason}", "Reason: {reason}";
    CLASS = "本次召回为{class}召回：{meaning}。", "This is a {class} recall: {meaning}.";
    ENDED = "召回已结束。手中仍有这些产品的，处理办法不变。", "The recall has ended. If you still hold such goods, what to do with them has not changed.";
    LIFTED = "召回已撤销，下列产品不再属于召回范围。", "The recall is withdrawn: the goods below are no longer recalled.";

    ROW_PRODUCT = "产品名称", "Product";
    ROW_BRAND = "商标", "Brand";
    ROW_SPECIFICATION = "规格", "Specification";
    ROW_PRODUCED = "生产日期", "Produced";
    ROW_LOTS = "批号", "Lots";
    ROW_PRODUCER = "生产者", "Producer";
    ROW_ADDRESS = "地址", "Address";
    ROW_PHONE = "联系电话", "Telephone";
    ROW_EMAIL = "电子邮箱", "E-mail";
    ROW_HAZARD = "危害", "Hazard";
    ROW_CLASS = "召回等级", "Class";
    ROW_KIND = "召回方式", "Kind";
    ROW_STARTS = "召回起始日期", "First day";
    ROW_ENDS = "召回截止日期", "Last day";
    ROW_AREA = "召回区域", "Area";
    ROW_REMEDY = "处理方式", "What holders get";
    ROW_NUMBER = "编号", "Number";
    FROM_TO = "{first} 至 {last}", "{first} to {last}";

    ALL_PRODUCTS = "该企业全部产品", "all products of this firm";
    MORE_PRODUCTS = "等", "and others";
    PRODUCTS_BY_INGREDIENT = "使用受影响原料制成的产品", "products made with an affected ingredient";
    LIST_TITLE = "召回公告", "Recalls";
    LIST_LEAD = "由新到旧。召回是否涉及手中的产品，以扫码结果为准。", "Newest first. Scan the code on a unit to see whether it is recalled.";
    LIST_NONE = "本页没有符合条件的召回。", "No recall on this page matches.";
    LIST_MORE = "下一页", "Next page";
    FILTER = "筛选", "Filter";
    ANY = "全部", "any";
    STATE = "状态", "State";
    REGIME = "领域", "Field";
    DATE = "日期", "Date";
    DEADLINES = "时限", "Deadlines";
    STAGES = "进展", "Progress";
    SUBSCRIBE = "订阅", "Subscribe";
    OTHER_FORMS = "其他格式", "Other forms";
    FEED_OF = "{host} 召回公告", "Recalls on {host}";

    HOLDERS = "消费者", "If you have bought it";
    DO_NOT_EAT = "不要食用，也不要转送他人。", "Do not eat it and do not give it away.";
    DO_NOT_EAT_ALLERGEN = "对该成分过敏或不清楚是否过敏的人不要食用。", "If you are allergic to this substance, or not sure, do not eat it.";
    DO_NOT_TAKE = "不要再使用该批药品；向医生或药师询问替代药品。", "Do not take any more of this lot; ask a doctor or pharmacist what to take instead.";
    DO_NOT_USE = "停止使用。", "Stop using it.";
    CHECK_LABEL = "核对产品名称、生产日期和批号。", "Compare product, production date and lot with the list above.";
    RETURN_REFUND = "退回购买处或联系生产者，退还货款。", "Take it back to the shop or call the producer: you get your money back.";
    RETURN_REPLACE = "退回购买处或联系生产者，免费更换。", "Take it back to the shop or call the producer: it is replaced at no cost.";
    RETURN_REPAIR = "联系生产者，免费修理。", "Call the producer: it is repaired at no cost.";
    RETURN_DESTROY = "不退回的，按生产者的说明销毁，不要随手丢弃。", "What does not go back: destroy it as the producer says; do not just throw it away.";
    RETURN_RELABEL = "联系生产者，补正标签或取得说明。", "Call the producer for a corrected label or instructions.";
    PROCEDURE = "退货和赔付：{procedure}", "Return and payment: {procedure}";
    INSTRUCTIONS = "其他说明：{text}", "Further instructions: {text}";
    IF_UNWELL = "食用后不适的，及时就医并保留包装。", "If you feel unwell after eating it, see a doctor and keep the pack.";
    IF_REACTION = "食用后起疹、肿胀、呕吐或呼吸困难的，立即拨打 120。", "If you get a rash, swelling, vomiting or trouble breathing after eating it, call an ambulance (120) at once.";
    IF_HURT = "受伤的，及时就医并保留产品。", "If it hurt somebody, see a doctor and keep the product.";
    REFUSED = "处理受阻的，拨打 12315。", "If you are refused, call 12315.";

    OPERATORS = "经营者", "If you sell or use it in business";
    STOP_SELLING = "立即停止经营，下架封存。", "Stop selling at once; take it off the shelf and seal it.";
    POST_NOTICE = "在经营场所醒目位置张贴本公告。", "Post this notice where customers see it.";
    TELL_PRODUCER = "通知生产者和买家，报告库存和去向。", "Tell the producer and your buyers; report what is in stock and where the rest went.";
    HELP_RETURN = "配合收回，登记退回的数量。", "Help to take it back and record what is returned.";

    LABEL_COLON = "{label}：", "{label}: ";
    LIST_COMMA = "、", ", ";
}
