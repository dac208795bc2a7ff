//! Words of the pages of organizations and products, and of the search for them.

use super::text_list;

text_list! {
    ROLE = "身份", "Role";
    ADDRESS = "地址", "Address";
    PERMITS = "许可和备案", "Permits and filings";
    NO_PERMITS = "没有登记许可。没有登记不等于没有许可。", "No permit is registered here, which does not mean that there is none.";
    VALID = "{from} 至 {to}", "{from} to {to}";
    VALID_FROM = "自 {from}", "from {from}";
    VALID_TO = "至 {to}", "until {to}";
    COVERS = "范围 {classes}", "covers {classes}";
    ISSUED_BY = "发证：", "issued by";
    RECORD = "监管记录", "Public record";
    RECORD_NOTE = "每条都写明日期、依据和结束日期；没有记录不说明商品如何。", "Each line says when, on what ground and until when; that there is none says nothing of the goods.";
    NO_RECORD = "本平台没有登记对该企业的监管决定。", "No decision of an authority on this firm is registered here.";
    GROUND = "依据：", "Ground:";
    IN_FORCE = "至今", "to date";
    RECALLS = "召回", "Recalls";
    NO_RECALLS = "目前没有涉及的召回。没有召回不说明商品如何。", "No recall concerns it now, which says nothing of the goods themselves.";
    ALL_RECALLS = "全部召回", "All recalls";
    BY_INGREDIENT = "经由原料", "through an ingredient";
    PRODUCTS = "产品", "Products";
    NO_PRODUCTS = "没有登记产品。", "No product is registered.";
    MORE = "下一页", "Next page";
    VERSION = "第 {n} 版", "version {n}";
    VERSIONS = "版本", "Versions";
    CATEGORY = "类别", "Category";
    YOUR_PACK = "查您手里的包装", "Check the pack in your hand";
    YOUR_PACK_LINE = "本页只说产品，不说批次：请扫包装上的码，或填写批号。", "This page speaks of the product, not of a lot: scan the code on the pack, or type its lot.";
    LABEL_NOW = "现行标签内容", "Label as it stands";
    ABOUT_FIRM = "{name}：登记的许可、监管记录、产品和召回。", "{name}: registered permits, public record, products and recalls.";
    ABOUT_GOODS = "{name}：标签内容、版本和召回。", "{name}: label, versions and recalls.";

    SEARCH = "按名称查找", "Search by name";
    SEARCH_FIELD = "企业或产品名称", "Name of a firm or product";
    SEARCH_HINT = "名称的任何一段，拼音或拼音首字母，例如“香肠”“xiangchang”“xc”。", "The beginning of any word of the name; for Chinese names also pinyin or its initials.";
    SEARCH_BUTTON = "查找", "Search";
    SEARCH_NONE = "没有找到。名称可能写法不同；查一件商品请用包装上的码。", "Nothing found. The name may be written otherwise; to check a pack use the code on it.";
    SEARCH_FIRM = "企业", "Firm";
    SEARCH_GOODS = "产品", "Product";
    RECALLED = "有召回", "Under recall";
}
