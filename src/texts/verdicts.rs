//! Titles, sentences and steps of the verdicts and notices. Written so that no state sounds better
//! than it is: registered is not a promise, ended is not over, and a printed code can be copied.

use super::text_list;

text_list! {
    // Small pieces put into the sentences below.
    EAT = "食用", "eat";
    USE = "使用", "use";
    THIS_UNIT = "这件商品", "item";
    THIS_LOT = "这批商品", "lot";
    THIS_PRODUCT = "这个产品", "product";
    THIS_CODE = "此码", "code";
    CLASS = "{n}级", "class {n} ";
    CLASS_1 = "一级", "class 1 ";
    CLASS_2 = "二级", "class 2 ";
    CLASS_3 = "三级", "class 3 ";
    BECAUSE = "：{reason}", ": {reason}";
    IN_BRACKETS = "（{reason}）", " ({reason})";
    FOR_REASON = "（原因：{reason}）", " (reason: {reason})";
    PRODUCER = "生产者", "The producer";
    REGULATOR = "监管部门", "The regulator";
    OPERATOR = "本平台", "This service";
    LABORATORY = "检验机构", "The laboratory";
    SELLER = "经营者", "The seller";

    // recalled
    RECALLED_TITLE = "正在召回，请勿{eat}", "Recalled: do not {eat}";
    RECALLED_TITLE_ALLERGEN = "正在召回，过敏者请勿{eat}", "Recalled: do not {eat} if you have an allergy";
    RECALLED_TITLE_LABEL = "正在召回：标签有误，先不要{eat}", "Recalled for its label: do not {eat} yet";
    RECALLED_TITLE_INJURY = "正在召回，可能伤人，请停止{eat}", "Recalled, can injure: do not {eat}";
    RECALLED_VOLUNTARY = "{who}于{date}启动{class}召回{because}。您扫的{this}在范围内。", "{who} started a {class}recall on {date}{because}. Your {this} is included.";
    RECALLED_ORDERED = "{who}于{date}责令{class}召回{because}。您扫的{this}在范围内。", "{who} ordered a {class}recall on {date}{because}. Your {this} is included.";
    RECALLED_UNKNOWN = "您扫的{this}在一项正在进行的召回范围内。", "An open recall includes your {this}.";
    MORE_RECALLS = "另有{n}项召回，见下。", "Other recalls, see below: {n}.";
    DO_NOT_EAT = "不要食用，也不要送人或转卖。", "Do not eat it, give it away or sell it.";
    DO_NOT_USE = "不要使用，也不要送人或转卖。", "Do not use it, give it away or sell it.";
    DO_NOT_ALLERGEN = "对上述成分过敏的人不要{eat}；不清楚自己是否过敏的，也先不要{eat}。", "If you are allergic to what is named above, do not {eat} it; if you are not sure, do not either.";
    DO_NOT_LABEL = "看清上面的原因之前不要{eat}；以更正后的标签为准。", "Do not {eat} it before you have read the reason above; go by the corrected label.";
    KEEP_APART = "先别扔，连包装一起单独放好。", "Do not bin it yet: keep it apart, in its pack.";
    PHOTOGRAPH = "拍下本页、包装上的批号和购物小票。", "Photograph this page, the lot on the pack and the receipt.";
    CALL = "拨打 {phone}，按说明处理。", "Call {phone} and follow the instructions.";
    CALL_SHOP = "联系购买处，按说明处理。", "Ask the shop where you bought it what to do.";
    REMEDY_REFUND = "到购买处或向生产者办理退款。", "Return it to the shop or the producer for a refund.";
    REMEDY_REPLACE = "到购买处或向生产者换一件。", "Return it to the shop or the producer for a replacement.";
    REMEDY_REPAIR = "联系生产者安排修理，修好前不要使用。", "Ask the producer for the repair; do not use it before.";
    REMEDY_DESTROY = "不退回的，拍照并联系后按召回说明销毁，不要留用。", "If it does not go back: once photographed and reported, destroy it as instructed; do not keep it for use.";
    REMEDY_RELABEL = "向生产者或购买处索取更正后的标签。", "Ask the producer or the shop for the corrected label.";
    IF_EATEN = "已经吃了，并且有{symptoms}：请就医，出示本页。", "Eaten already, and {symptoms}? See a doctor and show this page.";
    IF_EATEN_URGENT = "已经吃了，并且有{symptoms}：立即拨打 120，出示本页。", "Eaten already, and {symptoms}? Call an ambulance (120) at once and show this page.";
    IF_HURT = "已经受伤或不适：请就医，出示本页。", "Hurt or unwell after use? See a doctor and show this page.";
    REFUSED_12315 = "退款或处理受阻，拨打 12315。", "If you are refused, call 12315.";
    SYMPTOMS_PATHOGEN = "发热、呕吐、腹泻或腹痛", "fever, vomiting, diarrhoea or belly pain";
    SYMPTOMS_CHEMICAL = "恶心、头晕、心慌或其他不适", "sickness, dizziness, a racing heart or other complaints";
    SYMPTOMS_ALLERGEN = "皮疹、肿胀、呕吐或呼吸困难", "a rash, swelling, vomiting or trouble breathing";
    SYMPTOMS_FOREIGN_BODY = "口腔、咽喉或腹部疼痛、出血", "pain or bleeding in mouth, throat or belly";
    SYMPTOMS_OTHER = "任何不适", "you feel unwell";

    // recallClosed
    RECALL_CLOSED_TITLE = "已召回批次，请勿{eat}", "Recalled lot: do not {eat}";
    RECALL_CLOSED = "该批次的召回已于{date}结束，但{this}未登记为已退回；结束不代表可以{eat}。", "The recall ended on {date}, but this {this} is not recorded as returned. Ended does not mean you may {eat} it.";
    RECALL_CLOSED_NO_DATE = "该批次的召回已经结束，但{this}未登记为已退回；结束不代表可以{eat}。", "The recall has ended, but this {this} is not recorded as returned. Ended does not mean you may {eat} it.";
    WAS_RECALLED_TITLE = "曾被召回，请勿{eat}", "Was recalled: do not {eat}";
    WAS_RECALLED = "召回已于{date}结束；结束不代表可以{eat}。", "The recall ended on {date}. Ended does not mean you may {eat} it.";
    WAS_RECALLED_NO_DATE = "召回已经结束；结束不代表可以{eat}。", "The recall has ended. Ended does not mean you may {eat} it.";
    RECALL_CLOSED_REASON = "召回原因：{reason}。", "It was recalled for: {reason}.";

    // held
    HELD_TITLE = "暂停销售，核查中", "Sale suspended, being checked";
    HELD = "{who}自{time}起暂停销售该批次{because}，尚无结论。", "{who} suspended this lot on {time}{because}; there is no conclusion yet.";
    HELD_UNKNOWN = "该批次已暂停销售，尚无结论。", "The sale of this lot is suspended; there is no conclusion yet.";
    DO_NOT_BUY_YET = "先不要购买或{eat}；已买的留好包装和小票。", "Do not buy or {eat} it for now; if bought, keep pack and receipt.";
    CHECK_AGAIN = "过一两天再扫码查看结论。", "Scan again in a day or two for the conclusion.";
    CHECK_AGAIN_CALL = "过一两天再扫码查看结论，或拨打 {phone}。", "Scan again in a day or two for the conclusion, or call {phone}.";
    STILL_ON_SALE = "店里仍在售，请告知店员。", "Still on sale? Tell the shop.";

    // withdrawn
    WITHDRAWN_TITLE_UNIT = "此码已作废", "Code withdrawn";
    WITHDRAWN_TITLE_LOT = "此批已撤回", "Lot withdrawn";
    WITHDRAWN_UNIT = "生产者于{date}作废了此码{because}，它不应出现在售出的商品上。", "The producer withdrew this code on {date}{because}; it should not be on goods that are sold.";
    WITHDRAWN_LOT = "生产者于{date}撤回了该批次{because}，它不应再出售。", "The producer withdrew this lot on {date}{because}; it should not be sold.";
    WITHDRAWN_UNKNOWN = "生产者已作废此码或撤回该批次，它不应出现在售出的商品上。", "The producer withdrew this code or its lot; it should not be on goods that are sold.";
    DO_NOT_BUY = "不要购买或{eat}。", "Do not buy or {eat} it.";
    BOUGHT_KEEP = "已买的，留好商品和小票，联系购买处。", "If bought, keep item and receipt, and tell the shop.";

    // expired
    EXPIRED_TITLE = "已过保质期", "Past its date";
    EXPIRED = "登记的保质期至{date}，已过 {n} 天。", "The registered date is {date}, {n} days ago.";
    EXPIRED_YESTERDAY = "登记的保质期至{date}，已过 1 天。", "The registered date is {date}, which was yesterday.";
    EXPIRED_UNKNOWN = "登记的保质期已过。", "The registered date has passed.";
    OTHER_DATE = "包装上的日期与登记的不同，请告知生产者（{phone}）或拨打 12315。", "If the pack shows another date, tell the producer ({phone}) or call 12315.";
    OTHER_DATE_NO_PHONE = "包装上的日期与登记的不同，请拨打 12315 反映。", "If the pack shows another date, report it to 12315.";
    EXPIRED_ON_SALE = "店里仍在售，请告知店员，或拨打 12315。", "Still on sale? Tell the shop, or call 12315.";

    // checkLot
    CHECK_LOT_TITLE = "有批次正在召回，请核对批号", "Some lots recalled: check yours";
    CHECK_LOT = "此码只能识别产品，不能识别批次。受影响：{lots}。", "This code names the product only, not the lot. Affected: {lots}.";
    CHECK_LOT_NOT_LISTED = "此码只能识别产品，不能识别批次；其中一部分批次正在召回。", "This code names the product only, not the lot; some of its lots are recalled.";
    CHECK_LOT_ENDED_TITLE = "有批次曾被召回，请核对批号", "Some lots were recalled: check yours";
    CHECK_LOT_ENDED = "此码只能识别产品，不能识别批次。曾被召回：{lots}。召回已经结束，结束不代表可以{eat}。", "This code names the product only, not the lot. Were recalled: {lots}. The recall has ended; that does not mean you may {eat} them.";
    CHECK_LOT_ENDED_NOT_LISTED = "此码只能识别产品，不能识别批次；其中一部分批次曾被召回。召回已经结束，结束不代表可以{eat}。", "This code names the product only, not the lot; some of its lots were recalled. The recall has ended; that does not mean you may {eat} them.";
    CHOOSE_LOT = "看包装上的批号或日期，与受影响的批次核对，或输入批号查询。", "Find the lot or date on the pack; compare it with the lots affected, or type the lot.";
    LISTED_OR_UNREADABLE = "在范围内，或看不清楚：按召回处理，不要{eat}。", "Affected, or unreadable: treat it as recalled and do not {eat} it.";

    // suspect
    SUSPECT_TITLE = "此码有异常，请核对", "Something is unusual: please compare";
    SUSPECT_OTHER_PRODUCT = "此码登记在另一个产品名下，与网址中的产品不一致。码可能被复制，也可能有其他原因。", "This code is registered for another product than the address says. It may have been copied, or there may be another cause.";
    SUSPECT_KEY = "生成此码的密钥曾经泄露，他人可能做出同样的码。码可能被复制，也可能有其他原因。", "The key that made this code was exposed, so others could make such codes. It may have been copied, or there may be another cause.";
    SUSPECT_UNKNOWN = "登记内容与此码不一致。码可能被复制，也可能有其他原因。", "What is registered does not fit this code. It may have been copied, or there may be another cause.";
    SUSPECT_COMPARE = "逐项核对品名、批号和日期；不一致就不要购买或{eat}。", "Compare name, lot and dates one by one; if they differ, do not buy or {eat} it.";
    TELL = "请告知生产者（{phone}）或拨打 12315。", "Tell the producer ({phone}) or call 12315.";
    TELL_NO_PHONE = "请拨打 12315 反映。", "Report it to 12315.";
    TELL_IF_DIFFERENT = "不一致的，请告知生产者（{phone}）或拨打 12315。", "If they differ, tell the producer ({phone}) or call 12315.";
    TELL_IF_DIFFERENT_NO_PHONE = "不一致的，请拨打 12315 反映。", "If they differ, report it to 12315.";

    // notActivated
    NOT_ACTIVATED_TITLE = "此码尚未登记上市", "Not yet released for sale";
    NOT_ACTIVATED = "标签已经印制，但生产者还没有登记放行或上市。", "The label is printed, but the producer has not recorded release or sale.";
    WAIT = "请暂不购买。", "Please wait before buying it.";
    BOUGHT_TELL = "已买的，请联系生产者（{phone}）或拨打 12315。", "If bought, call the producer ({phone}) or 12315.";
    BOUGHT_TELL_NO_PHONE = "已买的，请拨打 12315 反映。", "If bought, report it to 12315.";

    // registered
    REGISTERED_TITLE = "已登记，目前没有召回", "Registered, no recall now";
    REGISTERED_NOTICES_TITLE = "已登记，有提示请先看", "Registered, please read this first";
    REGISTERED = "截至{time}，本平台没有针对{this}的召回、停售或警示。二维码可被复制，本页不证明真伪，也不是质量保证；信息由{producer}负责。", "As of {time} there is no recall, suspension or warning for this {this} here. Codes can be copied: this page cannot tell an original from a copy and is no promise of quality. {producer} answers for the data.";
    COMPARE_DATE_LOT = "包装应印有生产日期 {date}、批号 {lot}；不一致请告知生产者或拨打 12315。", "The pack should read production date {date} and lot {lot}; if not, tell the producer or call 12315.";
    COMPARE_DATE = "包装应印有生产日期 {date}；不一致请告知生产者或拨打 12315。", "The pack should read production date {date}; if not, tell the producer or call 12315.";
    COMPARE_LOT = "包装应印有批号 {lot}；不一致请告知生产者或拨打 12315。", "The pack should read lot {lot}; if not, tell the producer or call 12315.";
    COMPARE_NAME = "请与包装上的品名和规格核对；不一致请告知生产者或拨打 12315。", "Compare the name and size on the pack; if they differ, tell the producer or call 12315.";

    // unknown, codeMistyped, several products
    UNKNOWN_TITLE = "没有查到此码", "Not found here";
    UNKNOWN = "格式正确，但本平台没有登记；不能据此判断真假。", "Well-formed, but not registered here; this says nothing about whether the goods are real or fake.";
    RETRY = "核对后重试，或用条码加批号查询。", "Check and retry, or use barcode and lot.";
    UNKNOWN_REPORT = "包装写明可在此查询却查不到，请告知生产者或拨打 12315。", "If the pack points here and nothing is found, tell the producer or call 12315.";
    MISTYPED_TITLE = "可能输错一位", "One character seems wrong";
    MISTYPED = "这串字符的校验不符，多半有一位输错或看错。", "The check of these characters fails: most likely one was mistyped or misread.";
    MISTYPED_RETRY = "与标签逐组核对，改正后重试。", "Compare group by group with the label, correct and retry.";
    CHOICES_TITLE = "请选择产品", "Choose the product";
    CHOICES = "有多个产品使用此序列号。", "Several products use this serial.";
    CHOICES_DO = "按包装上的品名选择。", "Choose by the name on your pack.";

    // kept in the browser, shown without network
    STALE_TITLE = "无法取得最新状态", "Cannot get the current state";
    STALE = "以下为{time}保存的内容，可能已变。联网后再查。", "Saved {time}; it may have changed. Check online.";

    // notices: title and text with one step
    RECALL_CHECK_TITLE = "召回范围核对中", "Recall being traced";
    RECALL_CHECK = "一项召回的影响范围正在核对，{this}可能包括在内。", "The reach of a recall is being worked out; this {this} may be part of it.";
    RECALL_CHECK_DO = "几分钟后再查，先不要{eat}。", "Check again in a few minutes; do not {eat} it yet.";
    MADE_WITH = "生产时用到的一种原料被召回。", "It was made with an ingredient that is recalled.";
    OWN_SERIAL = "厂家自编序列号，容易被猜到", "Producer's own serial, easy to guess";
    OWN_SERIAL_TEXT = "请与包装核对品名、批号和日期。", "Compare name, lot and dates with your pack.";
    LABEL_CORRECTED = "标签有更正", "Label corrected";
    LABEL_CORRECTED_TEXT = "包装上印的部分内容已于{date}更正，请看下方“更正”一栏，以更正后的为准。", "Part of what the pack says was corrected on {date}: read the corrections below and go by them.";
    LABEL_CORRECTED_NO_DATE = "包装上印的部分内容已更正，请看下方“更正”一栏，以更正后的为准。", "Part of what the pack says was corrected: read the corrections below and go by them.";
    RECORD_CORRECTED = "登记内容有更正", "Record corrected";
    RECORD_CORRECTED_TEXT = "放行之后更正过登记内容，改了什么、何时、由谁，见下方“更正”一栏。", "The record was corrected after release: what, when and by whom is listed below.";
    GROUPS_MISSING = "缺少部分信息", "Some information is missing";
    GROUPS_MISSING_TEXT = "本批没有登记：{groups}。需要时请向生产者询问。", "Not recorded for this lot: {groups}. Ask the producer if you need it.";
    RHYTHM_OVERDUE = "定期检验已逾期", "A regular test is overdue";
    RHYTHM_OVERDUE_TEXT = "该产品应每 {months} 个月做一次{item}，上次登记在{last}，应不迟于{due}再做。可向生产者询问。", "This product owes a {item} every {months} months; the last on record is of {last}, the next was due by {due}. You may ask the producer.";
    RHYTHM_OVERDUE_NEVER = "该产品应每 {months} 个月做一次{item}，应不迟于{due}，至今没有登记。可向生产者询问。", "This product owes a {item} every {months} months; it was due by {due} and none is on record. You may ask the producer.";
    RHYTHM_OVERDUE_NO_DATA = "该产品应定期送检，最近一次尚未登记。可向生产者询问。", "This product owes a test at regular times, and the latest is not on record. You may ask the producer.";
    PERMIT_LOST = "生产许可后来失效", "The permit was lost later";
    PERMIT_LOST_TEXT = "{permit}（{number}）自{date}起不再有效，本批生产时有效。", "The {permit} ({number}) has not been in force since {date}; it was when this lot was made.";
    PERMIT_ANNULLED_TEXT = "{permit}（{number}）已被撤销，视为自始无效。", "The {permit} ({number}) was annulled: it counts as never given.";
    ADDITIVE_FOUND = "食品添加剂与标准不符", "An additive does not fit the standard";
    ADDITIVE_FOUND_TEXT = "见下方“食品添加剂”；弄清之前先不要{eat}。", "See the additives below; do not {eat} it before this is clear.";
    FOUND_PATHOGEN = "检出致病菌", "pathogens were found";
    FOUND_CHEMICAL = "检出化学性污染，或食品添加剂与标准不符", "chemical contamination was found, or an additive outside the standard";
    FOUND_NON_FOOD = "发现非食用原料", "material that is no food was found";
    SOME_GROUPS = "部分信息", "part of the information";
    TEST_FAILED = "有检验项目不符合限值", "A test result is outside its limit";
    TEST_FAILED_TEXT = "见下方“检验”一栏；弄清之前先不要{eat}，可拨打 {phone} 询问。", "See the tests below; do not {eat} it before this is clear, and ask at {phone}.";
    TEST_FAILED_NO_PHONE = "见下方“检验”一栏；弄清之前先不要{eat}，可向购买处询问。", "See the tests below; do not {eat} it before this is clear, and ask the shop.";
    LOT_NOT_REGISTERED = "没有登记这个批号", "This lot is not registered";
    LOT_NOT_REGISTERED_TEXT = "批号 {lot} 没有登记，以下只是该产品的信息。请与包装上的批号核对后重试。", "Lot {lot} is not registered; what follows is about the product only. Compare the lot with the pack and retry.";
    LOT_NOT_REGISTERED_NO_LOT = "您查的批号没有登记，以下只是该产品的信息。请与包装上的批号核对后重试。", "The lot you asked for is not registered; what follows is about the product only. Compare it with the pack and retry.";
    NO_EXPIRY = "没有登记保质期", "No expiry date recorded";
    NO_EXPIRY_TEXT = "是否过期请看包装上的日期。", "Go by the date on the pack.";
    RETURNED = "这件商品登记为已退回", "Recorded as returned";
    RETURNED_TEXT = "退回的商品不应再出售；刚买到的，请告知店员。", "Returned goods should not be sold again; if you have just bought it, tell the shop.";
    UNUSUAL_SCANS = "查询次数异常", "Looked up unusually often";
    UNUSUAL_SCANS_TEXT = "此码自{date}起已有{n}位访客查询，多于同类产品的通常情况。码可能被复制，也可能有其他原因（如陈列、传看照片）。请逐项核对包装，不一致不要购买或食用，并点“报告”。", "{n} visitors have looked this code up since {date}, more than usual for such goods. It may have been copied, or there may be another cause (a display, a shared photograph). Compare your pack line by line; if it differs, don't buy or use it, and report it.";
    ERASED = "部分内容已依法删除", "Some content was erased by law";
    ERASED_TEXT = "以下是其余的登记内容；缺少的请看包装。", "What follows is the rest of the record; for what is missing go by the pack.";
}
