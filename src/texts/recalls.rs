//! Words of the rules of recalls: classes and clocks.
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

}
