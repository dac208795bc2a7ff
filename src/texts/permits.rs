//! Words of permits: their kinds, and the classes of food that food production licences are given
//! for. A code that is not here is shown as it was given.

use super::word_lists;

word_lists! {
    /// Kind of a permit, filing or certificate.
    permit_kind {
        "foodProduction" = "食品生产许可证", "food production licence";
        "foodProductionOld" = "旧版食品生产许可证（QS）", "former food production licence (QS)";
        "ccc" = "CCC 证书", "CCC certificate";
        "workshop" = "小作坊登记证", "workshop registration";
        "standard" = "执行标准登记", "registration of the product standard";
        "additiveFiling" = "食品添加物质备案", "filing of food additives";
        "commission" = "委托加工备案", "filing of contract processing";
        "certificate" = "体系或产品证书", "system or product certificate";
        "inspectionCertificate" = "检验检疫证书", "inspection and quarantine certificate";
        "honour" = "名牌等称号", "quality title";
        "pledge" = "质量承诺书", "quality pledge";
        "drug" = "药品批准文号", "drug approval";
        "industrialProduction" = "工业产品生产许可证", "industrial production licence";
        "foodSale" = "食品经营许可证", "food trade licence";
        "laboratory" = "检验机构资质", "laboratory accreditation";
        "origin" = "地理标志", "geographical indication";
        "other" = "其他证照", "other permit";
        "additiveProduction" = "食品添加剂生产许可证", "food additive production licence";
        "formulaRegistration" = "产品配方注册", "formula registration";
        "healthFoodRegistration" = "保健食品注册或备案", "health food registration or filing";
        "testingCommission" = "委托检验", "testing commission";
        "improvementOrder" = "限期改正通知", "improvement order";
    }
    /// The five pledges of a food workshop.
    pledge {
        "noNonFoodMaterial" = "不使用非食品原料", "uses no material that is no food";
        "noAdditiveAbuse" = "不滥用食品添加剂", "does not abuse additives";
        "noRecycledFood" = "不使用回收食品作原料", "uses no recycled food";
        "noMallsOrSupermarkets" = "不进入商场、超市销售", "does not sell to malls or supermarkets";
        "withinPledgedArea" = "不超出承诺区域销售", "sells within the pledged area only";
    }
    /// State of an entry of the register.
    entry_state {
        "notYet" = "尚未生效", "not yet in force";
        "valid" = "有效", "in force";
        "suspended" = "暂停", "suspended";
        "expired" = "已过期", "expired";
        "cancelled" = "已注销", "cancelled";
        "revoked" = "已吊销", "revoked";
        "annulled" = "已撤销", "annulled";
        "open" = "改正期内", "to be fulfilled";
        "missed" = "逾期未改正", "overdue";
        "fulfilled" = "已改正", "fulfilled";
        "withdrawn" = "已撤回", "withdrawn";
    }
    /// What is odd about a number that is accepted all the same.
    permit_warning {
        "checkDigit" = "末位校验码与其余各位不符，请核对。", "The check digit does not fit the others; compare it.";
        "region" = "号码中的行政区划未查到，请核对。", "The region in the number is not known; compare it.";
        "category" = "号码中的类别不在许可目录中，请核对。", "The class in the number is not in the licensing catalogue; compare it.";
        "licenceType" = "许可证首位应为 1（食品）或 2（食品添加剂）。", "The first digit of a food licence is 1 (food) or 2 (food additives).";
        "year" = "证书年份早于该制度开始。", "The year of the certificate lies before the scheme began.";
    }
    /// Class of food (food production licensing catalogue, two digits); 32 is food additives, which
    /// the licence number writes in its first digit.
    food_class {
        "01" = "粮食加工品", "processed grain";
        "02" = "食用油、油脂及其制品", "edible oils and fats";
        "03" = "调味品", "condiments";
        "04" = "肉制品", "meat products";
        "05" = "乳制品", "dairy products";
        "06" = "饮料", "beverages";
        "07" = "方便食品", "convenience food";
        "08" = "饼干", "biscuits";
        "09" = "罐头", "canned food";
        "10" = "冷冻饮品", "frozen desserts";
        "11" = "速冻食品", "quick-frozen food";
        "12" = "薯类和膨化食品", "potato and puffed snacks";
        "13" = "糖果制品", "confectionery";
        "14" = "茶叶及相关制品", "tea and related products";
        "15" = "酒类", "alcoholic drinks";
        "16" = "蔬菜制品", "vegetable products";
        "17" = "水果制品", "fruit products";
        "18" = "炒货食品及坚果制品", "roasted seeds and nuts";
        "19" = "蛋制品", "egg products";
        "20" = "可可及焙烤咖啡产品", "cocoa and roasted coffee";
        "21" = "食糖", "sugar";
        "22" = "水产制品", "aquatic products";
        "23" = "淀粉及淀粉制品", "starch and starch products";
        "24" = "糕点", "pastry";
        "25" = "豆制品", "bean products";
        "26" = "蜂产品", "bee products";
        "27" = "保健食品", "health food";
        "28" = "特殊医学用途配方食品", "food for special medical purposes";
        "29" = "婴幼儿配方食品", "infant formula";
        "30" = "特殊膳食食品", "food for special diets";
        "31" = "其他食品", "other food";
        "32" = "食品添加剂", "food additives";
    }
    /// Class of food additives (digits 2 and 3 of the licence number of a maker of additives).
    additive_class {
        "01" = "食品添加剂", "food additives";
        "02" = "食品用香精", "food flavourings";
        "03" = "复配食品添加剂", "compound food additives";
    }
}
