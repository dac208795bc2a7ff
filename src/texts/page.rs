//! Words of the pages themselves: headings, labels, buttons and forms.

use super::text_list;

text_list! {
    BRAND = "溯源", "Suyuan";
    SKIP = "跳到结果", "Skip to the result";

    // verdict
    LOT = "批号", "Lot";
    WHAT_TO_DO = "请这样做", "What to do";
    CALL_BUTTON = "拨打 {phone}", "Call {phone}";
    BELOW = "往下是核对、标签、检验和来源", "Below: compare, label, tests and origin";
    YOUR_LOT = "您包装上的批号", "The lot on your pack";
    CHECK_LOT = "查这一批", "Check this lot";
    LOT_HINT = "照包装上印的输入，例如 20261122A1。", "Type it as printed, for example 20261122A1.";
    NOTICES = "请先看这些提示", "Please read first";

    // recall details
    RECALLS = "召回详情", "Recall details";
    RECALL_ID = "编号", "Number";
    RECALL_CLASS = "级别", "Class";
    RECALL_HAZARD = "危害", "Hazard";
    RECALL_REASON = "原因", "Reason";
    RECALL_SCOPE = "范围", "Scope";
    RECALL_REMEDY = "处理", "Remedy";
    RECALL_INSTRUCTIONS = "处理说明", "Instructions";
    RECALL_BY = "发起方", "Opened by";
    RECALL_OPENED = "开始", "Opened";
    RECALL_CLOSED = "结束", "Ended";
    RECALL_PHONE = "电话", "Telephone";
    RECALL_DATA = "公告数据", "Notice data";

    // compare
    COMPARE = "与您手里的包装核对", "Compare with your pack";
    ONLY_UNIT = "此码只对应这一件商品。", "This code stands for this one item only.";
    ONLY_LOT = "此码只对应这一批，不能识别是哪一件。", "This code stands for this lot only, not for one item.";
    ONLY_PRODUCT = "此码只对应这个产品，不能识别批次；批号请看包装。", "This code stands for the product only, not for a lot: find the lot on the pack.";
    NAME = "品名", "Name";
    PRODUCTION_DATE = "生产日期", "Production date";
    EXPIRY_DATE = "保质期至", "Expiry date";
    NET_CONTENT = "净含量", "Net content";
    CODE = "码", "Code";
    SERIAL = "序列号", "Serial";
    DAYS_LEFT = "还有 {n} 天", "{n} days left";
    ONE_DAY_LEFT = "还有 1 天", "1 day left";
    LAST_DAY = "今天是最后一天", "today is the last day";

    // queries
    QUERIES = "查询次数", "Looked up";
    QUERIES_FIRST = "首次查询：此前这里没有查询记录（同一人一天只记一次）。", "First query: nobody was counted here before (one visitor counts once a day).";
    QUERIES_AGAIN = "已被查询 {n} 次，首次在 {date}（同一人一天只记一次）。", "Looked up {n} times, first on {date} (one visitor counts once a day).";
    QUERIES_ONCE = "已被查询 1 次，首次在 {date}。", "Looked up once, on {date}.";
    QUERIES_PRODUCT = "此码印在许多包装上，次数不说明这一件。", "This code is on many packs: the number says nothing about yours.";
    QUERIES_NOTE = "只看次数不能判断这件商品；如果不是您或家人查的，请与包装核对。", "The number alone says nothing about this pack; if it was not you, compare line by line.";
    QUERIES_PLACES = "读者自愿填写的地区", "Regions that readers chose to give";
    QUERIES_WHERE = "您在哪里（自愿，只到省）", "Where are you (optional, province only)";
    QUERIES_SEND = "填写地区", "Give region";

    // label
    LABEL = "数字标签", "Digital label";
    LABEL_NOTE = "与包装印刷的标签内容应一致；不一致请告知生产者。", "Should agree with the printed label; if not, tell the producer.";
    LABEL_VERSION = "标签第 {n} 版", "Label version {n}";
    NUTRIENT = "项目", "Item";
    AMOUNT = "含量", "Amount";
    NRV = "NRV%", "NRV %";

    MY_ALLERGENS = "我的过敏原（只存在本机）", "My allergens (kept on this device only)";
    MY_ALLERGENS_HIT = "标签上有您选的过敏原：{names}", "The label names allergens you chose: {names}";

    // corrections
    CORRECTIONS = "更正", "Corrections";
    CORRECTED_FROM = "原为", "Was";
    CORRECTED_TO = "改为", "Now";
    NOT_PUBLIC = "内容不公开", "not public";
    BEFORE_RELEASE = "放行之前更正", "corrected before release";
    PROPOSED_BY = "提出：", "proposed by";
    AFTER_RELEASE = "放行之后更正", "corrected after release";

    // tests
    TESTS = "本批检验", "Tests of this lot";
    NO_TESTS = "本批没有登记检验。", "No test is recorded for this lot.";
    TEST_ITEM = "项目", "Item";
    MEASURED = "实测", "Measured";
    LIMIT = "限值", "Limit";
    RESULT = "结果", "Result";
    REPORT_NO = "报告 {n}", "Report {n}";
    TESTED_ON = "检验日期 {date}", "Tested on {date}";
    PASS = "符合", "Within limit";
    FAIL = "不符合", "Outside limit";
    NO_LIMIT = "无限值", "No limit";
    ALL_PASS = "所检项目均符合限值", "All tested items within their limits";
    SOME_FAIL = "有项目不符合限值", "An item is outside its limit";
    NONE_LIMITED = "所检项目没有限值", "No limits for the tested items";
    PASS_STATED = "报告称符合，未给数值", "Within limit, says the report without a value";
    NO_ITEMS = "没有报告检验项目", "No test item reported";
    PRELIMINARY = "初检，尚非最终报告", "Preliminary, not the final report";
    PRELIMINARY_PASS = "初检项目均在限值内", "Preliminary: tested items within their limits so far";
    ACCREDITED = "在实验室资质范围内", "Within the laboratory's accreditation";
    NOT_ACCREDITED = "不在实验室资质范围内", "Outside the laboratory's accreditation";
    STARRED = "定期检验项目", "Tested on a rhythm";
    NOT_DETECTED = "未检出", "not detected";
    PLAN = "n 份样品中至多 c 份可超过 m。", "Of n samples, at most c may exceed m.";
    PLAN_UPPER = "n 份样品中至多 c 份可超过 m，任何一份不得超过 M。", "Of n samples, at most c may exceed m and none M.";
    RESULT_COMPUTED = "结果由本平台按实测值与限值计算，只说明所检项目。", "Results are computed here from value and limit; they speak of the tested items only.";
    OWN_LABORATORY = "生产者自有实验室", "Producer's own laboratory";

    // origin
    ORIGIN = "来源与经过", "Origin and journey";
    ORIGIN_PLACE = "产地", "Origin";
    INGREDIENTS = "原料来源", "Ingredients and their origin";
    LINKED = "来源批次已登记", "source lot registered";
    NOT_LINKED = "来源批次未登记", "source lot not registered";
    ADDITIVES = "食品添加剂", "Additives";
    JUDGED_BY = "由岗位 {post} 于 {date} 判定", "judged by post {post} on {date}";
    ADDITIVES_NOTE = "功能说明按 GB 2760 的类别，由本平台添加。", "What each class does is added by this service, by the classes of GB 2760.";
    FORMULA = "配方", "Formula";
    FORMULA_FILED = "已留存，不公开", "on file, not public";
    MAP = "地图（只到省级）", "Map (by province)";
    MAP_MADE = "产地", "Made in";
    MAP_INGREDIENTS = "原料产地", "Ingredients from";
    MAP_PASSED = "经过", "Went to";
    TIMELINE = "经过", "Journey";

    // producer
    PRODUCER = "生产者与许可", "Producer and permits";
    RESPONSIBLE = "负责企业", "Responsible firm";
    ORGANIZATION_CODE = "组织机构代码", "Organization code";
    REGION = "所在地", "Place";
    PHONE = "电话", "Telephone";
    MADE_BY = "实际生产者", "Made by";
    PERMIT = "生产许可证编号", "Production licence";
    PRODUCT_NUMBER = "产品代号", "Product number";
    GTIN = "商品条码", "GTIN";
    SPECIFICATION = "规格", "Size";
    BATCH_STATE = "批次状态", "State of the lot";
    UNIT_STATE = "此码状态", "State of the code";

    // record
    RECORD = "查询记录", "Record of this query";
    RECORD_NOTE = "投诉或办理退款时，可用浏览器的打印或分享功能保存本页。", "To complain or claim a refund, save this page with the browser's print or share function.";
    QUERIED_AT = "查询时间", "Queried at";
    RECORDED_AT = "登记时间", "Recorded at";
    POSITION = "账本位置", "Ledger position";
    CONTENT_ID = "内容标识", "Content id";
    ADDRESS = "网址", "Address";
    DATA = "本页数据（JSON）", "Data of this page (JSON)";
    ZONE = "日期和时间为{zone}。", "Dates and times in {zone}.";
    BEIJING = "北京时间", "Beijing time";

    // without network
    APP_NAME = "溯源查询", "Suyuan look-up";
    OFFLINE_LINE = "现在没有网络，这一页也没有保存过。联网后再查。", "There is no network now, and this page was not kept. Try again online.";
    OFFLINE_KEPT = "保存在本机的查询（可能已变）", "Checks kept on this device (they may have changed)";

    // bar
    READ_ALOUD = "朗读", "Read aloud";
    STOP_READING = "停止", "Stop";
    TOOLS = "页面工具", "Page tools";
    LARGE = "大字", "Large text";
    NORMAL = "标准字", "Normal text";
    ANOTHER = "查另一件", "New search";

    // messages
    NO_PAGE = "没有这个页面", "No such page";
    NO_PAGE_LINE = "请核对网址，或回到首页重新查询。", "Check the address, or search again from the start page.";
    UNREADABLE = "看不懂这个网址或输入", "This address or input cannot be read";
    TOO_OFTEN = "查询太频繁", "Too many look-ups";
    WENT_WRONG = "出错了", "Something went wrong";

    // forms
    HOME_TITLE = "查一件商品", "Look up a product";
    HOME_ABOUT = "扫码或输入标签上的码，看商品从哪里来、检验了什么、有没有召回。", "Scan or type the code on a label: where the goods come from, what was tested, whether they are recalled.";
    HOME_LINE = "用手机扫标签上的二维码，或在这里输入。", "Scan the code on the label with your phone, or type here.";
    BY_CODE = "按标签上的码", "By the code on the label";
    BY_CODE_HINT = "16 位字符，印作 XXXX-XXXX-XXXX-XXXX；大小写、横线都可以。", "16 characters, printed XXXX-XXXX-XXXX-XXXX; case and hyphens do not matter.";
    BY_SERIAL = "按企业和序列号", "By organization and serial";
    BY_SERIAL_HINT = "企业的组织机构代码或统一社会信用代码，加产品序列号。", "The organization code of the firm, and the serial of the product.";
    ORGANIZATION = "组织机构代码", "Organization code";
    BY_GTIN = "按商品条码、批号或序列号", "By barcode and lot or serial";
    BY_GTIN_HINT = "条码下面的数字；批号和序列号看包装，可不填。", "The digits below the barcode; lot and serial are on the pack and may be left out.";
    OPTIONAL = "可不填", "optional";
    LOOK_UP = "查询", "Look up";
    LIMITS = "二维码可被复制。本服务说明登记了什么、有没有召回，不证明真伪。", "Codes can be copied. This service says what is registered and whether it is recalled; it cannot tell an original from a copy.";
}
