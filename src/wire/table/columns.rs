//! Which sheets there are and what their columns are called: the path in the document, in Chinese and in
//! English. A path with `@` stands beside the document and names what it is about; one with `!` says that
//! a list of the document is empty.

use super::cell::Form::{self, Choice, Date, Flag, List, Number, Text, Whole};

/// One column.
#[derive(Debug)]
pub struct Column {
    /// Members of the document, joined by dots.
    pub path: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub form: Form,
    /// Whether a table without it cannot be read.
    pub needed: bool,
    /// What the example row of a template says; empty: nothing.
    pub example: &'static str,
}

/// One sheet, or the part of a flat table that belongs to it.
#[derive(Debug)]
pub struct Sheet {
    pub word: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    /// The list of the record's document whose lines these are.
    pub list: Option<&'static str>,
    /// Columns that together name the record; `@` left out.
    pub key: &'static [&'static str],
    pub columns: &'static [Column],
}

/// What can be brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Organizations,
    Products,
    Batches,
    Checks,
    Events,
    Serials,
}

impl Kind {
    /// In the order in which one builds on the other.
    pub const ALL: [Self; 6] = [
        Self::Organizations,
        Self::Products,
        Self::Batches,
        Self::Checks,
        Self::Events,
        Self::Serials,
    ];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        self.main().word
    }

    /// The kind of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The sheet with a row for each record, or its first line.
    pub fn main(self) -> &'static Sheet {
        match self {
            Self::Organizations => &ORGANIZATIONS,
            Self::Products => &PRODUCTS,
            Self::Batches => &BATCHES,
            Self::Checks => &CHECKS,
            Self::Events => &EVENTS,
            Self::Serials => &SERIALS,
        }
    }

    /// Whether its records are about a lot that the address names.
    pub fn addressed(self) -> bool {
        matches!(self, Self::Checks | Self::Events | Self::Serials)
    }

    /// Both: the sheet of the records, and those of their lines.
    pub fn sheets(self) -> Sheets {
        (self.main(), self.linked())
    }

    /// Sheets with lines of the records.
    pub fn linked(self) -> &'static [Sheet] {
        match self {
            Self::Batches => &BATCH_LINES,
            Self::Checks => &CHECK_LINES,
            _ => &[],
        }
    }
}

/// A sheet of records with those of their lines.
pub type Sheets = (&'static Sheet, &'static [Sheet]);

/// The sheet of steps, which goes out only.
pub fn tracing() -> Sheets {
    (&TRACING, &[])
}

/// `path zh / en: form, example`; `*` after the form: needed.
macro_rules! columns {
    ($($path:literal $zh:literal / $en:literal: $form:expr, $needed:literal, $example:literal;)*) => {
        &[$(Column { path: $path, zh: $zh, en: $en, form: $form, needed: $needed, example: $example },)*]
    };
}

const STEPS: &[&str] = &[
    "packing",
    "unpacking",
    "shipping",
    "receiving",
    "selling",
    "returning",
    "destroying",
    "rework",
    "loss",
];
const CHANNELS: &[&str] = &["mall", "supermarket", "shop", "market", "catering", "online"];
const UNITS: &[&str] = &["EA", "KGM", "GRM", "LTR", "MLT", "TNE"];
const CHECK_KINDS: &[&str] = &[
    "factoryTest",
    "incomingInspection",
    "processControl",
    "outsideTest",
    "comparisonTest",
    "supervisionSampling",
    "importInspection",
];
const REPORT_STATES: &[&str] = &["preliminary", "final"];
const COMPARATORS: &[&str] = &["<", "<=", ">", ">="];
const STATED: &[&str] = &[
    "notDetected",
    "belowDetection",
    "detected",
    "exceeded",
    "below",
    "compliant",
    "notCompliant",
];

static ORGANIZATIONS: Sheet = Sheet {
    word: "organizations",
    zh: "组织",
    en: "Organizations",
    list: None,
    key: &["code"],
    columns: columns! {
        "code" "组织代码" / "Organization code": Text, true, "91341126MA2QH7K38T";
        "name.zh" "中文名称" / "Name (zh)": Text, false, "示例食品有限公司";
        "name.en" "英文名称" / "Name (en)": Text, false, "Example Foods Ltd";
        "roles" "角色" / "Roles": List, true, "producer";
        "region" "行政区划" / "Region": Text, true, "341126";
        "address.zh" "中文地址" / "Address (zh)": Text, false, "示例路1号";
        "address.en" "英文地址" / "Address (en)": Text, false, "";
        "contact.phone" "电话" / "Telephone": Text, true, "0550-0000000";
        "contact.person" "联系人" / "Contact person": Text, false, "";
        "contact.email" "邮箱" / "E-mail": Text, false, "";
        "gln" "GLN" / "Location number": Text, false, "";
    },
};

static PRODUCTS: Sheet = Sheet {
    word: "products",
    zh: "产品",
    en: "Products",
    list: None,
    key: &["product", "version"],
    columns: columns! {
        "product" "产品代码" / "Product": Text, true, "DEMO-200";
        "version" "版本" / "Version": Whole, false, "1";
        "validFrom" "启用日期" / "Valid from": Date, false, "";
        "gtin" "GTIN" / "Barcode number": Text, false, "";
        "name.zh" "中文名称" / "Name (zh)": Text, false, "示例香肠";
        "name.en" "英文名称" / "Name (en)": Text, false, "Example sausage";
        "specification" "规格" / "Specification": Text, true, "200 g";
        "category" "类别" / "Category": Text, true, "general";
        "netContent.value" "净含量" / "Net content": Number, false, "200";
        "netContent.unit" "净含量单位" / "Net content unit": Choice(UNITS), false, "GRM";
        "largestFaceCm2" "最大面积平方厘米" / "Largest face cm2": Number, false, "";
        "permitCategory" "许可类别" / "Permit category": Text, false, "";
        "additiveCategory" "添加剂食品分类" / "Additive category": Text, false, "";
        "responsibleParty" "责任主体" / "Responsible party": Text, false, "";
        "standard" "产品标准" / "Standard": Text, false, "";
        "shelfLife.value" "保质期" / "Shelf life": Number, false, "180";
        "shelfLife.unit" "保质期单位" / "Shelf life unit": Choice(&["DAY", "MON"]), false, "DAY";
        "shelfLife.dateType" "日期类型" / "Date type": Choice(&["bestBefore", "useBy"]), false, "bestBefore";
        "label.storage.text.zh" "贮存条件" / "Storage": Text, false, "";
    },
};

static BATCHES: Sheet = Sheet {
    word: "batches",
    zh: "批次",
    en: "Batches",
    list: None,
    key: &["product", "lot"],
    columns: columns! {
        "product" "产品代码" / "Product": Text, true, "DEMO-200";
        "productVersion" "产品版本" / "Product version": Whole, false, "";
        "lot" "批号" / "Lot": Text, true, "DEMO-L1";
        "lotAsPrinted" "包装上的批号" / "Lot as printed": Text, false, "";
        "producedOn" "生产日期" / "Produced on": Date, true, "2026-11-01";
        "expiresOn" "保质期至" / "Expires on": Date, false, "2027-04-30";
        "origin.country" "产地国家" / "Country": Text, false, "CN";
        "origin.region" "产地区划" / "Origin region": Text, false, "341124";
        "quantity.value" "数量" / "Quantity": Number, true, "1000";
        "quantity.unit" "单位" / "Unit": Choice(UNITS), true, "EA";
        "quantity.netMass.value" "净重" / "Net mass": Number, false, "";
        "quantity.netMass.unit" "净重单位" / "Net mass unit": Choice(&["KGM", "GRM", "TNE"]), false, "";
        "density.kgPerLitre" "密度千克每升" / "Density kg per litre": Number, false, "";
        "manufacturer.organization" "生产者代码" / "Manufacturer": Text, false, "";
        "manufacturer.site" "生产场所" / "Site": Text, false, "";
        "manufacturer.permit" "生产许可证号" / "Production permit": Text, false, "";
        "manufacturer.relation" "生产关系" / "Relation": Choice(&["own", "commissioned"]), false, "";
        "manufacturer.entry" "委托备案编号" / "Commission entry": Text, false, "";
        "saleArea.country" "销售国家" / "Sale countries": List, false, "";
        "units.issue" "发码数量" / "Codes to issue": Whole, false, "";
        "units.labelAllowance" "标签损耗余量" / "Label allowance": Whole, false, "";
        "!ingredients" "没有配料" / "No ingredients": Flag, false, "";
        "!additives" "没有使用添加剂" / "No additives": Flag, false, "";
    },
};

static BATCH_LINES: [Sheet; 2] = [
    Sheet {
        word: "ingredients",
        zh: "配料",
        en: "Ingredients",
        list: Some("ingredients"),
        key: &["product", "lot"],
        columns: columns! {
            "@product" "产品代码" / "Product": Text, true, "DEMO-200";
            "@lot" "批号" / "Lot": Text, true, "DEMO-L1";
            "name.zh" "中文名称" / "Name (zh)": Text, false, "猪肉";
            "name.en" "英文名称" / "Name (en)": Text, false, "pork";
            "material" "内部物料号" / "Material": Text, false, "";
            "role" "用途" / "Role": Choice(&["ingredient", "rework", "foodContact"]), false, "";
            "quantity.value" "用量" / "Used": Number, false, "180";
            "quantity.unit" "用量单位" / "Used unit": Choice(UNITS), false, "KGM";
            "source.organization" "来源组织代码" / "Source organization": Text, false, "";
            "source.product" "来源产品代码" / "Source product": Text, false, "";
            "source.gtin" "来源 GTIN" / "Source GTIN": Text, false, "";
            "source.lot" "来源批号" / "Source lot": Text, false, "";
            "source.declared.name" "供货者名称" / "Supplier name": Text, false, "示例肉类供应商";
            "source.declared.phone" "供货者电话" / "Supplier telephone": Text, false, "";
            "source.lotAsPrinted" "供货批号原样" / "Source lot as printed": Text, false, "";
            "origin.country" "原产国" / "Origin country": Text, false, "CN";
            "origin.region" "原产区划" / "Origin region": Text, false, "";
            "receivedOn" "到货日期" / "Received on": Date, false, "2026-10-30";
            "incomingCheck" "进货查验编号" / "Incoming check": Text, false, "";
            "additiveCategory" "添加剂食品分类" / "Additive category": Text, false, "";
        },
    },
    Sheet {
        word: "additives",
        zh: "添加剂",
        en: "Additives",
        list: Some("additives"),
        key: &["product", "lot"],
        columns: columns! {
            "@product" "产品代码" / "Product": Text, true, "DEMO-200";
            "@lot" "批号" / "Lot": Text, true, "DEMO-L1";
            "cns" "CNS 编号" / "CNS": Text, false, "09.002";
            "ins" "INS 编号" / "INS": Text, false, "";
            "name.zh" "中文名称" / "Name (zh)": Text, false, "亚硝酸钠";
            "name.en" "英文名称" / "Name (en)": Text, false, "";
            "function" "功能" / "Function": Text, false, "";
            "used.value" "使用量" / "Amount used": Number, false, "10";
            "used.unit" "使用量单位" / "Amount unit": Choice(&["GRM", "KGM", "MGM"]), false, "GRM";
            "activeFraction" "有效成分比例" / "Active fraction": Number, false, "";
        },
    },
];

static CHECKS: Sheet = Sheet {
    word: "checks",
    zh: "检验",
    en: "Checks",
    list: None,
    key: &["product", "lot", "reportNo"],
    columns: columns! {
        "@product" "产品代码" / "Product": Text, true, "DEMO-200";
        "@lot" "批号" / "Lot": Text, true, "DEMO-L1";
        "reportNo" "报告编号" / "Report number": Text, true, "T-2026-0001";
        "kind" "检验类型" / "Kind of check": Choice(CHECK_KINDS), true, "factoryTest";
        "reportState" "报告状态" / "Report state": Choice(REPORT_STATES), false, "";
        "sampleNo" "样品编号" / "Sample number": Text, false, "";
        "reporter" "报告人" / "Reporter": Text, false, "";
        "laboratory.organization" "实验室代码" / "Laboratory": Text, false, "";
        "laboratory.accreditation" "资质编号" / "Accreditation": Text, false, "";
        "laboratory.contact" "实验室联系方式" / "Laboratory contact": Text, false, "";
        "sampledOn" "抽样日期" / "Sampled on": Date, false, "";
        "testedOn" "检验日期" / "Tested on": Date, true, "2026-11-02";
        "stage" "环节" / "Stage": Choice(&["incoming", "inProcess", "final"]), false, "final";
    },
};

static CHECK_LINES: [Sheet; 1] = [Sheet {
    word: "checkItems",
    zh: "检验项目",
    en: "Check items",
    list: Some("items"),
    key: &["product", "lot", "reportNo"],
    columns: columns! {
        "@product" "产品代码" / "Product": Text, true, "DEMO-200";
        "@lot" "批号" / "Lot": Text, true, "DEMO-L1";
        "@reportNo" "报告编号" / "Report number": Text, true, "T-2026-0001";
        "item" "项目" / "Item": Text, true, "nitrite";
        "hazard" "危害" / "Hazard": Text, false, "";
        "method" "方法" / "Method": Text, false, "GB 5009.33";
        "result.comparator" "比较符" / "Comparator": Choice(COMPARATORS), false, "";
        "result.value" "结果" / "Result": Number, false, "12.5";
        "result.unit" "结果单位" / "Result unit": Text, false, "mg/kg";
        "result.stated" "结果表述" / "Stated result": Choice(STATED), false, "";
        "limit.min" "下限" / "Minimum": Number, false, "";
        "limit.max" "上限" / "Maximum": Number, false, "30";
        "limit.basis" "限量依据" / "Limit basis": Text, false, "GB 2760";
        "fromReport" "引自报告" / "From report": Text, false, "";
    },
}];

static EVENTS: Sheet = Sheet {
    word: "events",
    zh: "事件",
    en: "Events",
    list: None,
    key: &[],
    columns: columns! {
        "@product" "产品代码" / "Product": Text, true, "DEMO-200";
        "@lot" "批号" / "Lot": Text, true, "DEMO-L1";
        "@reference" "单据号" / "Reference": Text, false, "SO-1001";
        "bizStep" "环节" / "Step": Choice(STEPS), true, "shipping";
        "on" "日期" / "Date": Date, true, "2026-11-03";
        "quantity.value" "数量" / "Quantity": Number, false, "100";
        "quantity.unit" "单位" / "Unit": Choice(UNITS), false, "EA";
        "counterpart" "对方组织代码" / "Counterpart": Text, false, "";
        "region" "行政区划" / "Region": Text, false, "341124";
        "channel" "销售渠道" / "Channel": Choice(CHANNELS), false, "";
        "sscc" "箱托码" / "SSCC": Text, false, "";
        "parent" "外层箱托码" / "Parent SSCC": Text, false, "";
        "children" "内层箱托码" / "Child SSCCs": List, false, "";
        "note.zh" "备注" / "Note (zh)": Text, false, "";
        "note.en" "英文备注" / "Note (en)": Text, false, "";
    },
};

static SERIALS: Sheet = Sheet {
    word: "serials",
    zh: "序列号",
    en: "Serials",
    list: None,
    key: &[],
    columns: columns! {
        "@product" "产品代码" / "Product": Text, true, "DEMO-200";
        "@lot" "批号" / "Lot": Text, true, "DEMO-L1";
        "serials.first" "首个序列号" / "First serial": Text, true, "D00001";
        "serials.last" "末个序列号" / "Last serial": Text, false, "D00100";
        "labelVersion" "标签版本" / "Label version": Whole, false, "";
    },
};

static TRACING: Sheet = Sheet {
    word: "tracing",
    zh: "追溯",
    en: "Tracing",
    list: None,
    key: &[],
    columns: columns! {
        "step" "环节" / "Step": Text, true, "";
        "on" "日期" / "Date": Date, true, "";
        "product" "产品代码" / "Product": Text, true, "";
        "lot" "批号" / "Lot": Text, true, "";
        "gtin" "GTIN" / "Barcode number": Text, false, "";
        "name.zh" "中文名称" / "Name (zh)": Text, false, "";
        "name.en" "英文名称" / "Name (en)": Text, false, "";
        "quantity.value" "数量" / "Quantity": Number, false, "";
        "quantity.unit" "单位" / "Unit": Text, false, "";
        "input.zh" "配料" / "Input (zh)": Text, false, "";
        "input.en" "配料英文" / "Input (en)": Text, false, "";
        "inputLot" "配料批号" / "Input lot": Text, false, "";
        "by" "登记方代码" / "Stated by": Text, false, "";
        "byName" "登记方" / "Name of who stated it": Text, false, "";
        "byAddress" "登记方地址" / "Address of who stated it": Text, false, "";
        "counterpart" "对方组织代码" / "Counterpart": Text, false, "";
        "counterpartName" "对方" / "Name of the counterpart": Text, false, "";
        "counterpartAddress" "对方地址" / "Address of the counterpart": Text, false, "";
        "region" "行政区划" / "Region": Text, false, "";
        "sscc" "箱托码" / "SSCC": Text, false, "";
        "parent" "外层箱托码" / "Parent SSCC": Text, false, "";
        "position" "账本位置" / "Ledger position": Whole, false, "";
    },
};
