//! Words for the closed codes of measures, people, the chain and the record. A code that is not
//! here is shown as it was given.

use super::word_lists;

word_lists! {
    /// Hazard of a recall.
    hazard {
        "pathogen" = "致病微生物", "harmful microbes";
        "chemical" = "化学物质", "chemical";
        "nonFood" = "非食用物质", "substance not allowed in food";
        "allergen" = "过敏原", "allergen";
        "foreignBody" = "异物", "foreign body";
        "label" = "标签问题", "label";
        "injury" = "可能伤人", "can injure";
        "other" = "其他", "other";
    }
    /// What the holder gets.
    remedy {
        "repair" = "修理", "repair";
        "replace" = "更换", "replacement";
        "refund" = "退款", "refund";
        "destroy" = "销毁", "destruction";
        "relabel" = "补正标签", "corrected label";
    }
    /// Law under which a recall runs.
    regime {
        "food" = "食品召回", "Food recall";
        "consumerGoods" = "消费品召回", "Consumer goods recall";
        "vehicle" = "缺陷汽车召回", "Vehicle recall";
        "drug" = "药品召回", "Drug recall";
        "other" = "产品召回", "Product recall";
    }
    /// Class of a recall, where the regime knows classes.
    recall_class {
        "1" = "一级", "Class 1";
        "2" = "二级", "Class 2";
        "3" = "三级", "Class 3";
    }
    /// Voluntary or ordered.
    recall_kind {
        "voluntary" = "企业主动召回", "started by the firm";
        "ordered" = "监管部门责令召回", "ordered by the regulator";
    }
    /// Whether a recall still runs.
    recall_state {
        "open" = "进行中", "open";
        "closed" = "已结束", "ended";
        "lifted" = "已撤销", "withdrawn";
    }
    /// How far a recall has come.
    recall_stage {
        "discovered" = "已发现风险", "risk known";
        "assessed" = "已评估", "assessed";
        "started" = "已启动", "started";
        "notified" = "已通知", "operators and public told";
        "recovering" = "收回中", "goods coming back";
        "disposed" = "已处置", "disposed of";
        "closed" = "已结束", "ended";
    }
    /// Who says it: the label on each block.
    speaker {
        "operator" = "本平台", "This service";
        "regulator" = "监管部门", "Regulator";
        "producer" = "生产者自述", "Stated by the producer";
        "laboratory" = "检验（企业授权）", "Laboratory, authorized by the firm";
        "seller" = "经营者", "Seller";
        "workshop" = "小作坊自述", "Stated by the workshop";
        "importer" = "进口商自述", "Stated by the importer";
        "partner" = "合作方", "Partner";
        "officer" = "监管人员代录", "Entered by an officer";
    }
    /// Role of an organization.
    role {
        "operator" = "运营方", "operator";
        "regulator" = "监管部门", "regulator";
        "officer" = "协管员", "officer";
        "producer" = "生产者", "producer";
        "workshop" = "小作坊", "workshop";
        "importer" = "进口商", "importer";
        "laboratory" = "检验机构", "laboratory";
        "seller" = "经营者", "seller";
        "partner" = "合作方", "partner";
    }
    /// Post in a firm; others are shown as given.
    post {
        "quality" = "质量岗", "quality post";
        "production" = "生产岗", "production post";
        "warehouse" = "仓储岗", "warehouse post";
        "laboratory" = "检验岗", "laboratory post";
        "sales" = "销售岗", "sales post";
        "management" = "管理岗", "management post";
        "officer" = "监管岗", "officer post";
    }
    /// Kind of a correction.
    correction_kind {
        "record" = "更正登记内容", "Record corrected";
        "product" = "更正产品信息", "Product data corrected";
        "label" = "更正标签", "Label corrected";
    }
    /// Field of the batch or product document, by the last known word of its JSON pointer.
    field {
        "name" = "名称", "name";
        "producedOn" = "生产日期", "production date";
        "expiresOn" = "保质期到期日", "expiry date";
        "datesAsPrinted" = "包装上的日期", "dates as printed";
        "lotAsPrinted" = "包装上的批号", "lot as printed";
        "origin" = "产地", "origin";
        "country" = "国家或地区", "country";
        "region" = "行政区划", "region";
        "ingredients" = "配料", "ingredients";
        "additives" = "食品添加剂", "additives";
        "used" = "用量", "amount used";
        "allergens" = "致敏物质", "allergens";
        "ingredientStatement" = "配料表", "ingredient list";
        "nutrition" = "营养成分", "nutrition";
        "storage" = "贮存条件", "storage";
        "netContent" = "净含量", "net content";
        "shelfLife" = "保质期", "shelf life";
        "label" = "标签", "label";
        "quantity" = "数量", "quantity";
        "manufacturer" = "生产者", "manufacturer";
        "permit" = "生产许可证编号", "production licence";
        "standard" = "产品标准代号", "product standard";
        "specification" = "规格", "size";
        "processControls" = "过程控制", "process control";
        "saleArea" = "销售区域", "area of sale";
        "documents" = "凭证", "documents";
    }
    /// Business step of EPCIS (GS1 Core Business Vocabulary 2.0), and the release of this service.
    biz_step {
        "selling" = "销售", "Sold";
        "returning" = "退回", "Returned";
        "rework" = "回用", "Reworked";
        "loss" = "损耗", "Lost";
        "accepting" = "验收", "Accepted";
        "arriving" = "到达", "Arrived";
        "assembling" = "组装", "Assembled";
        "collecting" = "收集", "Collected";
        "commissioning" = "生产赋码", "Made and coded";
        "consigning" = "托运", "Consigned";
        "creating_class_instance" = "生产", "Made";
        "cycle_counting" = "盘点", "Counted";
        "decommissioning" = "注销码", "Code taken out of use";
        "departing" = "发出", "Departed";
        "destroying" = "销毁", "Destroyed";
        "disassembling" = "拆分", "Taken apart";
        "dispensing" = "发放", "Dispensed";
        "encoding" = "写码", "Encoded";
        "entering_exiting" = "进出", "Passed a gate";
        "holding" = "暂存待定", "Held";
        "inspecting" = "检验", "Inspected";
        "installing" = "安装", "Installed";
        "killing" = "停用标签", "Tag disabled";
        "loading" = "装货", "Loaded";
        "other" = "其他", "Other";
        "packing" = "包装", "Packed";
        "picking" = "拣货", "Picked";
        "receiving" = "收货", "Received";
        "releasing" = "放行", "Released";
        "removing" = "移出", "Removed";
        "repackaging" = "重新包装", "Repacked";
        "repairing" = "修理", "Repaired";
        "replacing" = "更换", "Replaced";
        "reserving" = "预留", "Reserved";
        "retail_selling" = "零售", "Sold at retail";
        "sampling" = "抽样", "Sampled";
        "sensor_reporting" = "传感器记录", "Sensor reading";
        "shipping" = "发货", "Shipped";
        "staging_outbound" = "待发", "Staged for shipping";
        "stock_taking" = "清点库存", "Stock taken";
        "stocking" = "上架", "Put on the shelf";
        "storing" = "入库储存", "Stored";
        "transporting" = "运输", "Transported";
        "unloading" = "卸货", "Unloaded";
        "unpacking" = "拆包", "Unpacked";
        "void_shipping" = "取消发货", "Shipment cancelled";
    }
    /// Group of information that policy asks for and a batch may lack.
    missing_group {
        "origin" = "产地", "origin";
        "ingredients" = "原料", "ingredients";
        "ingredientSources" = "原料来源", "sources of ingredients";
        "sourcePapers" = "原料随附单证", "papers of ingredients";
        "incomingChecks" = "进货查验", "checks on arrival";
        "additives" = "食品添加剂", "additives";
        "formula" = "配方备案", "formula on file";
        "processControls" = "过程控制", "process controls";
        "factoryTest" = "出厂检验", "factory test";
        "netContent" = "净含量", "net content";
        "ingredientStatement" = "配料表", "list of ingredients";
        "allergens" = "致敏物质", "allergens";
        "nutrition" = "营养成分", "nutrition";
        "storage" = "贮存条件", "storage";
        "shelfLife" = "保质期", "shelf life";
        "expiry" = "保质期到期日", "expiry date";
        "standard" = "执行标准", "product standard";
        "responsibleParty" = "责任单位", "responsible party";
        "permitNumber" = "许可证编号", "permit number";
        "overall" = "定期外检", "regular test by an outside laboratory";
        "unit" = "逐件赋码", "a code on each unit";
        "batch" = "按批赋码", "a code on each lot";
        "saleArea" = "销售区域", "area of sale";
        "noNonFoodMaterial" = "不使用非食品原料的承诺", "pledge not to use material that is no food";
        "noAdditiveAbuse" = "不滥用添加剂的承诺", "pledge not to abuse additives";
        "noRecycledFood" = "不使用回收食品的承诺", "pledge not to use recycled food";
        "noMallsOrSupermarkets" = "不进商场超市的承诺", "pledge not to sell to malls or supermarkets";
        "withinPledgedArea" = "不超出区域销售的承诺", "pledge to sell within the area";
    }
    /// Kind of document that came with an ingredient.
    document {
        "animalQuarantine" = "动物检疫证明", "animal quarantine certificate";
        "meatInspection" = "肉品品质检验证明", "meat inspection certificate";
        "plantQuarantine" = "植物检疫证明", "plant quarantine certificate";
        "entryInspection" = "入境货物检验检疫证明", "entry inspection certificate";
        "customsDeclaration" = "进口货物报关单", "customs declaration";
        "certificateOfAnalysis" = "检验报告", "test report";
        "testReport" = "检验报告", "test report";
        "certificateOfOrigin" = "原产地证明", "certificate of origin";
        "supplierLicence" = "供货者许可证", "supplier licence";
        "invoice" = "票据", "invoice";
    }
    /// Part an ingredient plays, where it is more than an ingredient.
    ingredient_role {
        "rework" = "复用料", "rework";
        "foodContact" = "食品接触材料", "food contact material";
        "packaging" = "包装材料", "packaging";
        "processingAid" = "加工助剂", "processing aid";
        "component" = "零部件", "component";
    }
    /// How the maker stands to the firm that answers for the product.
    relation {
        "own" = "自产", "own production";
        "commissioned" = "受委托生产", "made on commission";
        "branch" = "分支机构", "branch";
        "subpacking" = "分装", "repacked";
        "imported" = "境外生产", "made abroad";
    }
    /// State of a batch.
    batch_state {
        "registered" = "已登记，未放行", "registered, not released";
        "released" = "已放行", "released";
        "withdrawn" = "已撤回", "withdrawn";
    }
    /// State of a unit.
    unit_state {
        "issued" = "已发码", "code issued";
        "activated" = "已登记上市", "on sale";
        "sold" = "已登记售出", "sold";
        "returned" = "已登记退回", "returned";
        "voided" = "已作废", "withdrawn";
    }
    /// Who made up the code of a unit.
    code_kind {
        "issued" = "本平台发放的码", "issued by this service";
        "own" = "厂家自编序列号", "the producer's own serial";
    }
}
