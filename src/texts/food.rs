//! Words of food: function classes of additives with what they do, allergens, nutrients, label items
//! and test items. A code that is not here is shown as it was given.

use super::{Text, word_lists};

/// The code of the function class in a CNS number `FF.NNN` (GB 2760-2024, Annex A: FF is the class).
pub fn class_of_cns(cns: &str) -> Option<&'static str> {
    Some(match cns.get(..3)? {
        "01." => "acidityRegulator",
        "02." => "anticakingAgent",
        "03." => "antifoamingAgent",
        "04." => "antioxidant",
        "05." => "bleachingAgent",
        "06." => "raisingAgent",
        "07." => "gumBase",
        "08." => "colour",
        "09." => "colourRetention",
        "10." => "emulsifier",
        "11." => "enzyme",
        "12." => "flavourEnhancer",
        "13." => "flourTreatmentAgent",
        "14." => "glazingAgent",
        "15." => "humectant",
        "16." => "nutritionEnhancer",
        "17." => "preservative",
        "18." => "stabilizer",
        "19." => "sweetener",
        "20." => "thickener",
        "21." => "flavouring",
        "00." => "other",
        _ => return None,
    })
}

/// The codes of the 23 function classes of GB 2760-2024, Annex D, in its order.
pub const FUNCTION_CLASSES: [&str; 23] = [
    "acidityRegulator",
    "anticakingAgent",
    "antifoamingAgent",
    "antioxidant",
    "bleachingAgent",
    "raisingAgent",
    "gumBase",
    "colour",
    "colourRetention",
    "emulsifier",
    "enzyme",
    "flavourEnhancer",
    "flourTreatmentAgent",
    "glazingAgent",
    "humectant",
    "nutritionEnhancer",
    "preservative",
    "stabilizer",
    "sweetener",
    "thickener",
    "flavouring",
    "processingAid",
    "other",
];

/// The class whose code or name (in either language) a producer wrote.
pub fn class_by_word(word: &str) -> Option<&'static str> {
    FUNCTION_CLASSES.into_iter().find(|code| {
        let named = |text: Text| text.zh == word || text.en.eq_ignore_ascii_case(word);
        *code == word || function_class(code).is_some_and(named)
    })
}

word_lists! {
    /// How the use of an additive stands to the table of permitted ones.
    additive_result {
        "within" = "用量在限量内", "within the limit";
        "over" = "超过限量", "above the limit";
        "notPermitted" = "该类食品不得使用", "not permitted in this food";
        "notListed" = "不在标准的允许名单中", "not in the list of permitted additives";
        "needsJudgement" = "需人工判断", "needs judgement";
    }
    /// Function class of an additive (GB 2760-2024, Annex D).
    function_class {
        "acidityRegulator" = "酸度调节剂", "acidity regulator";
        "anticakingAgent" = "抗结剂", "anticaking agent";
        "antifoamingAgent" = "消泡剂", "antifoaming agent";
        "antioxidant" = "抗氧化剂", "antioxidant";
        "bleachingAgent" = "漂白剂", "bleaching agent";
        "raisingAgent" = "膨松剂", "raising agent";
        "gumBase" = "胶基糖果中基础剂物质", "gum base";
        "colour" = "着色剂", "colour";
        "colourRetention" = "护色剂", "colour retention agent";
        "emulsifier" = "乳化剂", "emulsifier";
        "enzyme" = "酶制剂", "enzyme";
        "flavourEnhancer" = "增味剂", "flavour enhancer";
        "flourTreatmentAgent" = "面粉处理剂", "flour treatment agent";
        "glazingAgent" = "被膜剂", "glazing agent";
        "humectant" = "水分保持剂", "humectant";
        "nutritionEnhancer" = "营养强化剂", "nutrition enhancer";
        "preservative" = "防腐剂", "preservative";
        "stabilizer" = "稳定剂和凝固剂", "stabilizer and coagulator";
        "sweetener" = "甜味剂", "sweetener";
        "thickener" = "增稠剂", "thickener";
        "flavouring" = "食品用香料", "flavouring";
        "processingAid" = "食品工业用加工助剂", "processing aid";
        "other" = "其他", "other";
    }
    /// What the class does, in one plain line.
    function_explained {
        "acidityRegulator" = "调节酸味，让酸碱度稳定", "sets how sour the food is and keeps it so";
        "anticakingAgent" = "防止粉末结块", "keeps powder from forming lumps";
        "antifoamingAgent" = "加工时消除泡沫", "removes foam during processing";
        "antioxidant" = "减慢油脂变哈、颜色变褐", "slows fat going rancid and colour turning brown";
        "bleachingAgent" = "使颜色变浅，防止变褐", "lightens the colour and prevents browning";
        "raisingAgent" = "产生气体，使食品松软", "makes gas, so that the food is light";
        "gumBase" = "口香糖中可以咀嚼的部分", "the part of chewing gum that is chewed";
        "colour" = "给食品上色", "gives the food its colour";
        "colourRetention" = "让肉保持红色；亚硝酸盐还能抑制细菌", "keeps meat red; nitrites also hold back bacteria";
        "emulsifier" = "让油和水混在一起不分层", "keeps oil and water mixed";
        "enzyme" = "加工时帮助分解或转化成分", "helps to break down or change substances in processing";
        "flavourEnhancer" = "增强鲜味", "makes the savoury taste stronger";
        "flourTreatmentAgent" = "改善面粉的加工性能", "makes flour work better in baking";
        "glazingAgent" = "在表面形成薄膜，上光、保鲜", "forms a thin film that shines and protects";
        "humectant" = "让食品保持水分，口感不干", "keeps the food moist";
        "nutritionEnhancer" = "补充维生素、矿物质等营养", "adds vitamins, minerals or other nutrients";
        "preservative" = "抑制细菌和霉菌，延缓变质", "holds back bacteria and mould, so that the food keeps";
        "stabilizer" = "让食品成形，不散不塌", "keeps the food firm and in shape";
        "sweetener" = "提供甜味", "makes the food sweet";
        "thickener" = "让食品变稠或凝成冻", "makes the food thicker or sets it to a gel";
        "flavouring" = "提供或调整香味", "gives or changes the aroma";
        "processingAid" = "只在加工时起作用", "works during processing only";
        "other" = "其他作用", "another effect";
    }
    /// Allergen (GS1 `AllergenTypeCode`; the first eight are the groups GB 7718-2025 makes mandatory).
    allergen {
        "AW" = "含麸质的谷物", "cereals containing gluten";
        "AC" = "甲壳纲动物", "crustaceans";
        "AF" = "鱼类", "fish";
        "AE" = "蛋类", "egg";
        "AP" = "花生", "peanut";
        "AY" = "大豆", "soybean";
        "AM" = "乳", "milk";
        "AN" = "坚果", "tree nuts";
        "AS" = "芝麻", "sesame";
        "AU" = "二氧化硫和亚硫酸盐", "sulphur dioxide and sulphites";
        "BC" = "芹菜", "celery";
        "BM" = "芥末", "mustard";
        "NL" = "羽扇豆", "lupin";
        "UM" = "软体动物", "molluscs";
        "UW" = "小麦", "wheat";
        "GB" = "大麦", "barley";
        "SA" = "杏仁（扁桃仁）", "almond";
        "SW" = "核桃", "walnut";
    }
    /// How an allergen is contained (GS1 level of containment).
    containment {
        "CONTAINS" = "含有", "contains";
        "MAY_CONTAIN" = "可能含有", "may contain";
        "FREE_FROM" = "不含", "free from";
    }
    /// Unit as its symbol.
    symbol {
        "g" = "克", "g";
        "kg" = "千克", "kg";
        "mg" = "毫克", "mg";
        "µg" = "微克", "µg";
        "L" = "升", "L";
        "mL" = "毫升", "mL";
        "m" = "米", "m";
        "kJ" = "千焦", "kJ";
    }
    /// Line of the nutrition table (GB 28050).
    nutrient {
        "energy" = "能量", "Energy";
        "protein" = "蛋白质", "Protein";
        "fat" = "脂肪", "Fat";
        "saturatedFat" = "饱和脂肪", "Saturated fat";
        "transFat" = "反式脂肪", "Trans fat";
        "cholesterol" = "胆固醇", "Cholesterol";
        "carbohydrate" = "碳水化合物", "Carbohydrate";
        "sugars" = "糖", "Sugars";
        "fibre" = "膳食纤维", "Fibre";
        "sodium" = "钠", "Sodium";
        "calcium" = "钙", "Calcium";
        "iron" = "铁", "Iron";
        "vitaminA" = "维生素A", "Vitamin A";
        "vitaminC" = "维生素C", "Vitamin C";
        "vitaminD" = "维生素D", "Vitamin D";
    }
    /// Item of the digital label (GB 7718-2025).
    label_item {
        "allergens" = "致敏物质", "Allergens";
        "name" = "食品名称", "Name";
        "ingredientStatement" = "配料", "Ingredients";
        "nutrition" = "营养成分表", "Nutrition";
        "netContent" = "净含量", "Net content";
        "specification" = "规格", "Size";
        "producer" = "生产者", "Producer";
        "address" = "地址", "Address";
        "phone" = "联系方式", "Contact";
        "producedOn" = "生产日期", "Production date";
        "expiresOn" = "保质期到期日", "Expiry date";
        "shelfLife" = "保质期", "Shelf life";
        "storage" = "贮存条件", "Storage";
        "permit" = "生产许可证编号", "Production licence";
        "standard" = "产品标准代号", "Product standard";
        "grade" = "质量等级", "Quality grade";
        "origin" = "产地", "Origin";
        "usage" = "食用方法", "How to prepare";
        "warnings" = "警示语", "Warning";
    }
    /// Kind of a check.
    check_kind {
        "factoryTest" = "出厂检验", "Factory test";
        "incomingInspection" = "进货查验", "Incoming inspection";
        "processControl" = "过程控制", "Process control";
        "outsideTest" = "外检", "Outside laboratory";
        "comparisonTest" = "比对试验", "Comparison test";
        "supervisionSampling" = "监督抽检", "Official sampling";
        "importInspection" = "进口检验", "Import inspection";
        "typeTest" = "型式检验", "Type test";
        "incomingTest" = "进货检验", "Incoming test";
        "processTest" = "过程检验", "In-process test";
        "commissionedTest" = "委托检验", "Commissioned test";
        "sampling" = "监督抽检", "Official sampling";
        "inspection" = "检查", "Inspection";
    }
    /// Word that a report gives in place of a value.
    stated_result {
        "notDetected" = "未检出", "not detected";
        "belowDetection" = "低于检出限", "below detection";
        "detected" = "检出", "detected";
        "exceeded" = "超出限量", "above the limit";
        "below" = "低于要求", "below what is required";
        "compliant" = "报告称符合", "within limits, says the report";
        "notCompliant" = "报告称不符合", "not within limits, says the report";
    }
    /// Test item, the common ones; others are shown as given.
    test_item {
        "aerobicPlateCount" = "菌落总数", "aerobic plate count";
        "coliforms" = "大肠菌群", "coliforms";
        "escherichiaColi" = "大肠埃希氏菌", "Escherichia coli";
        "escherichiaColiO157" = "大肠埃希氏菌 O157:H7", "Escherichia coli O157:H7";
        "salmonella" = "沙门氏菌", "Salmonella";
        "staphylococcusAureus" = "金黄色葡萄球菌", "Staphylococcus aureus";
        "listeriaMonocytogenes" = "单核细胞增生李斯特氏菌", "Listeria monocytogenes";
        "vibrioParahaemolyticus" = "副溶血性弧菌", "Vibrio parahaemolyticus";
        "bacillusCereus" = "蜡样芽胞杆菌", "Bacillus cereus";
        "cronobacter" = "克罗诺杆菌", "Cronobacter";
        "moulds" = "霉菌", "moulds";
        "yeasts" = "酵母", "yeasts";
        "commercialSterility" = "商业无菌", "commercial sterility";
        "lead" = "铅", "lead";
        "cadmium" = "镉", "cadmium";
        "mercury" = "汞", "mercury";
        "arsenic" = "砷", "arsenic";
        "inorganicArsenic" = "无机砷", "inorganic arsenic";
        "chromium" = "铬", "chromium";
        "aluminium" = "铝", "aluminium";
        "aflatoxinB1" = "黄曲霉毒素 B₁", "aflatoxin B1";
        "aflatoxinM1" = "黄曲霉毒素 M₁", "aflatoxin M1";
        "deoxynivalenol" = "脱氧雪腐镰刀菌烯醇", "deoxynivalenol";
        "zearalenone" = "玉米赤霉烯酮", "zearalenone";
        "ochratoxinA" = "赭曲霉毒素 A", "ochratoxin A";
        "patulin" = "展青霉素", "patulin";
        "benzoAPyrene" = "苯并[a]芘", "benzo[a]pyrene";
        "nitrate" = "硝酸盐", "nitrate";
        "nitrite" = "亚硝酸盐", "nitrite";
        "nitriteResidue" = "亚硝酸盐残留", "nitrite residue";
        "sulfurDioxide" = "二氧化硫残留", "sulphur dioxide residue";
        "benzoicAcid" = "苯甲酸", "benzoic acid";
        "sorbicAcid" = "山梨酸", "sorbic acid";
        "dehydroaceticAcid" = "脱氢乙酸", "dehydroacetic acid";
        "saccharin" = "糖精钠", "saccharin";
        "cyclamate" = "甜蜜素", "cyclamate";
        "melamine" = "三聚氰胺", "melamine";
        "clenbuterol" = "克伦特罗", "clenbuterol";
        "ractopamine" = "莱克多巴胺", "ractopamine";
        "chloramphenicol" = "氯霉素", "chloramphenicol";
        "malachiteGreen" = "孔雀石绿", "malachite green";
        "nitrofuranMetabolites" = "硝基呋喃代谢物", "nitrofuran metabolites";
        "histamine" = "组胺", "histamine";
        "methanol" = "甲醇", "methanol";
        "formaldehyde" = "甲醛", "formaldehyde";
        "acidValue" = "酸价", "acid value";
        "peroxideValue" = "过氧化值", "peroxide value";
        "moisture" = "水分", "moisture";
        "protein" = "蛋白质", "protein";
        "fat" = "脂肪", "fat";
        "sodiumChloride" = "食盐", "salt";
        "alcohol" = "酒精度", "alcohol by volume";
        "pH" = "pH 值", "pH";
        "netContent" = "净含量", "net content";
        "sensory" = "感官", "look, smell and taste";
        "foreignMatter" = "异物", "foreign matter";
        "totalAcid" = "总酸", "total acid";
        "solventResidue" = "溶剂残留量", "solvent residue";
        "overallMigration" = "总迁移量", "overall migration";
        "activeMatter" = "总活性物含量", "active matter";
        "migrationLead" = "可迁移铅", "migration of lead";
        "smallParts" = "小零件", "small parts";
        "seamStrength" = "缝合强度", "seam strength";
        "leakageCurrent" = "泄漏电流", "leakage current";
        "earthingResistance" = "接地电阻", "earthing resistance";
        "insulationResistance" = "绝缘电阻", "insulation resistance";
        "chestAcceleration" = "胸部合成加速度", "chest acceleration";
        "buckleReleaseForce" = "带扣开启力", "buckle release force";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_class_has_a_name_and_an_explanation() {
        for code in FUNCTION_CLASSES {
            let name = function_class(code).expect(code);
            assert!(function_explained(code).is_some(), "{code}");
            for word in [code, name.zh, name.en] {
                assert_eq!(class_by_word(word), Some(code));
            }
        }
        assert_eq!(class_of_cns("09.002"), Some("colourRetention"));
        for odd in ["", "9", "99.001", "护色剂", "090"] {
            assert_eq!(class_of_cns(odd), None, "{odd}");
        }
    }
}
