//! Words of the rules of recalls: classes, stages, records, clocks and the contents of plan and notice.
//! Law is told in our own words; the article is named beside it.

use super::text_list;

text_list! {
    FOOD_CLASS_1 = "已经或可能严重损害健康，甚至致人死亡", "has harmed or may harm health gravely, or cause death";
    FOOD_CLASS_2 = "已经或可能对健康造成一般损害", "has harmed or may harm health, not gravely";
    FOOD_CLASS_3 = "标签、标识有虚假标注", "false statements on the label";
    DRUG_CLASS_1 = "可能或已经严重危害健康", "may harm or has harmed health gravely";
    DRUG_CLASS_2 = "可能或已经暂时或可逆地危害健康", "may cause or has caused passing or reversible harm";
    DRUG_CLASS_3 = "一般不危害健康，因其他原因需要收回", "not likely to harm, taken back for other reasons";
    COMPARABLE_SOURCE = "仅供对照：21 CFR 7.3(m)；美国 FSIS 召回数据的风险级别；欧盟实施决定 2019/417", "for comparison only: 21 CFR 7.3(m); risk levels in US FSIS recall data; Implementing Decision (EU) 2019/417";

    STAGE_DISCOVERED = "已发现风险", "risk known";
    STAGE_ASSESSED = "已评估", "assessed";
    STAGE_STARTED = "已启动", "started";
    STAGE_NOTIFIED = "已公告", "notice published";
    STAGE_RECOVERING = "收回中", "goods coming back";
    STAGE_DISPOSED = "已处置", "disposed of";
    STAGE_CLOSED = "已结束", "ended";

    NEED_ASSESSMENT = "危害和原因的评估", "assessment of hazard and reason";
    NEED_CLASS = "召回等级", "class of the recall";
    NEED_PLAN = "完整的召回计划", "complete recall plan";
    NEED_NOTICE = "完整的召回公告及发布渠道", "complete notice and where it was published";
    NEED_OPERATORS_TOLD = "通知相关经营者的记录", "record that the operators were told";
    NEED_RECOVERY = "收回情况", "statement of what came back";
    NEED_DISPOSAL = "处置记录", "record of the disposal";
    NEED_FINAL_REPORT = "召回总结报告", "final report";
    NEED_NO_RECALL_REASON = "无需召回的理由", "reason why no recall is needed";
    NEED_REOPEN_REASON = "重新收回的理由", "reason for taking goods back again";

    CLOCK_START = "启动召回", "start of the recall";
    CLOCK_FINISH = "完成召回", "end of the recall";
    CLOCK_REPORT = "报告缺陷", "report of the defect";
    CLOCK_PLAN = "报告召回计划", "recall plan";
    CLOCK_FINAL_REPORT = "提交总结", "final report";
    CLOCK_OBJECTION = "提出异议", "objection";
    CLOCK_WAITING = "未开始计时", "not running yet";
    CLOCK_RUNNING = "计时中", "running";
    CLOCK_MET = "按时完成", "done in time";
    CLOCK_LATE = "逾期完成", "done late";
    CLOCK_OVERDUE = "已逾期", "overdue";
    CLOCK_LAPSED = "期限已过", "time is over";
    BASIS_PROVISIONAL = "含未公布调休的年份，日期可能变动", "spans a year whose moved days are not entered: the day may change";
    BASIS_WEEKDAYS = "含没有日历的年份，只按周一至周五计算", "spans a year without a calendar: counted as Monday to Friday";

    CLOCK_FOOD_START_1 = "食品召回管理办法第十三条：一级召回，知悉风险后 24 小时内启动并报告召回计划", "Food Recall Measures, Art. 13: class 1, start and report the plan within 24 hours of knowing the risk";
    CLOCK_FOOD_START_2 = "食品召回管理办法第十三条：二级召回，知悉风险后 48 小时内启动并报告召回计划", "Food Recall Measures, Art. 13: class 2, start and report the plan within 48 hours of knowing the risk";
    CLOCK_FOOD_START_3 = "食品召回管理办法第十三条：三级召回，知悉风险后 72 小时内启动并报告召回计划", "Food Recall Measures, Art. 13: class 3, start and report the plan within 72 hours of knowing the risk";
    CLOCK_FOOD_FINISH_1 = "食品召回管理办法第十八条：一级召回，公告发布后 10 个工作日内完成；经同意可延长并公布", "Food Recall Measures, Art. 18: class 1, finish within 10 working days of the notice; more time with consent and publication";
    CLOCK_FOOD_FINISH_2 = "食品召回管理办法第十八条：二级召回，公告发布后 20 个工作日内完成；经同意可延长并公布", "Food Recall Measures, Art. 18: class 2, finish within 20 working days of the notice; more time with consent and publication";
    CLOCK_FOOD_FINISH_3 = "食品召回管理办法第十八条：三级召回，公告发布后 30 个工作日内完成；经同意可延长并公布", "Food Recall Measures, Art. 18: class 3, finish within 30 working days of the notice; more time with consent and publication";
    CLOCK_GOODS_REPORT = "消费品召回管理暂行规定：获知死亡、严重伤害或境外召回后 2 个工作日内报告", "Interim Provisions on Consumer Goods Recalls: report death, grave injury or a recall abroad within 2 working days";
    CLOCK_GOODS_PLAN = "消费品召回管理暂行规定：启动召回后 10 个工作日内报告召回计划", "Interim Provisions on Consumer Goods Recalls: report the plan within 10 working days of starting";
    CLOCK_GOODS_FINAL_REPORT = "消费品召回管理暂行规定：召回结束后 15 个工作日内提交总结", "Interim Provisions on Consumer Goods Recalls: final report within 15 working days of the end";
    CLOCK_VEHICLE_OBJECTION = "缺陷汽车产品召回管理条例：收到通知后 15 个工作日内可提出异议", "Defective Vehicle Recall Regulation: an objection may be filed within 15 working days of the notice";

    PLAN_CLAUSE = "食品召回管理办法第十五条", "Food Recall Measures, Art. 15";
    NOTICE_CLAUSE = "食品召回管理办法第十六条", "Food Recall Measures, Art. 16";
    PART_PRODUCER_NAME = "生产者名称", "name of the producer";
    PART_PRODUCER_ADDRESS = "生产者住所", "address of the producer";
    PART_LEGAL_PERSON = "法定代表人", "legal representative";
    PART_PERSON_IN_CHARGE = "具体负责人", "person in charge";
    PART_CONTACT = "联系方式", "contact";
    PART_PHONE = "联系电话", "telephone";
    PART_EMAIL = "电子邮箱", "e-mail";
    PART_PRODUCT_NAME = "产品名称", "name of the product";
    PART_BRAND = "商标", "brand";
    PART_SPECIFICATION = "规格", "specification";
    PART_PRODUCED_ON = "生产日期", "production dates";
    PART_LOTS = "批次", "lots";
    PART_QUANTITY = "数量", "quantity";
    PART_AREA = "召回区域", "area of the recall";
    PART_REASON = "召回原因", "reason for the recall";
    PART_HARM = "危害后果", "harm it can do";
    PART_CLASS = "召回等级", "class of the recall";
    PART_PROCEDURE = "召回流程", "procedure";
    PART_TIME_LIMITS = "召回时限", "time limits";
    PART_NOTICE_TEXT = "公告内容", "text of the notice";
    PART_NOTICE_CHANNEL = "公告发布方式", "where the notice is published";
    PART_OPERATOR_DUTIES = "相关经营者的义务", "duties of the operators concerned";
    PART_DISPOSAL = "处置措施", "disposal";
    PART_COST = "费用承担", "who bears the cost";
    PART_EXPECTED_EFFECT = "预期效果", "expected effect";
    PART_STARTS_ON = "召回起始日期", "first day of the recall";
    PART_ENDS_ON = "召回截止日期", "last day of the recall";
    PART_REFUND = "退货和赔付流程", "how goods are returned and paid back";
}
