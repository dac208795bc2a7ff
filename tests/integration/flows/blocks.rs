//! The first use of a described product: unit, lot and product codes, in Chinese and English, with the
//! blocks of the page in their order and nothing folded away.

use super::{GTIN_PATH, accepted, lot_path, page, report, standing_at, unit};
use crate::food;
use crate::harness::{MAKER, TestApp, batch_path, product};
use serde_json::{Value, json};

/// A product with a label as GB 7718-2025 asks for it.
fn described() -> Value {
    let mut body = product();
    body["netContent"] = json!({"value": 200, "unit": "GRM"});
    body["standard"] = "SB/T 10279".into();
    body["shelfLife"] = json!({"value": 45, "unit": "DAY", "dateType": "bestBefore"});
    body["label"] = json!({
        "version": 2,
        "storage": {"minCel": 0, "maxCel": 4, "text": {"zh": "0~4 ℃冷藏", "en": "Keep at 0-4 °C"}},
        "ingredientStatement": [
            {"name": {"zh": "猪肉", "en": "pork"}, "percent": 72.7},
            {"name": {"zh": "食用盐", "en": "salt"}},
            {"cns": "09.002"},
        ],
        "allergens": [
            {"code": "AY", "containment": "CONTAINS"},
            {"code": "AM", "containment": "MAY_CONTAIN"},
        ],
        "nutrition": {
            "per": {"value": 100, "unit": "GRM"},
            "items": [
                {"code": "energy", "value": 982, "unit": "kJ"},
                {"code": "sodium", "value": 860, "unit": "mg"},
            ],
        },
    });
    body
}

/// A described lot on sale, tested and once corrected.
fn stage() -> (TestApp, String) {
    let app = standing_at("2026-12-03T01:12:00Z");
    let token = app.admit(MAKER, "producer", "341124");
    let path = format!("/api/v1/organizations/{MAKER}/products");
    accepted(&app, &token, &path, &described());
    app.lot(&token, "L1", 3);
    let check = json!({
        "kind": "factoryTest",
        "reportNo": "R-1",
        "testedOn": "2026-11-03",
        "items": [{
            "item": "nitriteResidue",
            "result": {"value": 11.2, "unit": "mg/kg"},
            "limit": {"max": 30, "basis": "GB 2760-2024"},
        }],
    });
    accepted(&app, &token, &batch_path("L1", "checks"), &check);
    let fix = json!({
        "kind": "label",
        "reason": {"zh": "印刷错误", "en": "misprinted"},
        "changes": [{"pointer": "/expiresOn", "value": "2031-01-08"}],
    });
    accepted(&app, &token, &batch_path("L1", "corrections"), &fix);
    (app, token)
}

/// Each text stands behind the one before.
#[track_caller]
fn in_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let Some((_, behind)) = rest.split_once(part) else {
            panic!("`{part}` is missing, or stands before what should precede it:\n{text}");
        };
        rest = behind;
    }
}

#[test]
fn a_unit_page_has_its_blocks_in_order() {
    let (app, token) = stage();
    let path = unit(&app, &token, "L1");
    let zh = page(&app, &path, "zh-CN,zh;q=0.9").text();
    let blocks = [
        "<section class=\"verdict",
        "标签有更正",
        "与您手里的包装核对",
        "烟熏猪肉香肠",
        "2026年11月1日",
        "L1",
        "此码只对应这一件商品。",
        "<h2>数字标签</h2>",
        "致敏物质",
        "大豆",
        "猪肉（72.7%）",
        "982 千焦",
        "200 克",
        "0~4 ℃冷藏",
        "<h2>更正</h2>",
        "2031-01-07",
        "2031-01-08",
        "<h2>本批检验</h2>",
        "11.2 mg/kg",
        "<h2>来源与经过</h2>",
        "全椒县",
        "<h2>生产者与许可</h2>",
        "测试食品有限公司",
        "<h2>查询记录</h2>",
    ];
    in_order(&zh, &blocks);
    let en = page(&app, &path, "en").text();
    let blocks = [
        "<section class=\"verdict",
        "Label corrected",
        "Compare with your pack",
        "Smoked pork sausage",
        "1 November 2026",
        "This code stands for this one item only.",
        "<h2>Digital label</h2>",
        "pork (72.7%)",
        "982 kJ",
        "200 g",
        "Keep at 0-4 °C",
        "<h2>Corrections</h2>",
        "<h2>Tests of this lot</h2>",
        "11.2 mg/kg",
        "<h2>Origin and journey</h2>",
        "<h2>Producer and permits</h2>",
        "Test Foods Ltd",
        "<h2>Record of this query</h2>",
    ];
    in_order(&en, &blocks);
    for page in [zh, en] {
        assert!(!page.contains("<details"), "nothing is folded");
        // Two buttons and a line that only the script fills.
        assert_eq!(page.matches(" hidden>").count(), 3, "nothing is hidden that says something");
    }
}

#[test]
fn each_block_says_who_speaks() {
    let (app, token) = stage();
    let zh = page(&app, &unit(&app, &token, "L1"), "zh").text();
    let of_compare = ["id=\"compare\"", "<p class=\"by producer\">生产者自述</p>", "</dl>"];
    in_order(&zh, &of_compare);
    for id in ["label", "corrections", "tests", "origin", "producer"] {
        let block = zh.split_once(&format!("id=\"{id}\"")).unwrap().1;
        let block = block.split_once("</section>").unwrap().0;
        assert!(block.contains("<p class=\"by producer\">生产者自述</p>"), "{id}: {block}");
    }
    let record = zh.split_once("id=\"record\"").unwrap().1;
    assert!(record.contains("<p class=\"by operator\">本平台</p>"), "{record}");
}

#[test]
fn a_lot_page_is_about_the_lot_and_a_product_page_about_the_product() {
    let (app, _) = stage();
    let lot = page(&app, &lot_path("L1"), "zh").text();
    let blocks = ["此码只对应这一批", "<h2>数字标签</h2>", "<h2>更正</h2>", "<h2>本批检验</h2>"];
    in_order(&lot, &blocks);
    assert_eq!(report(&app, &lot_path("L1"))["identifies"], "lot");
    let product = page(&app, GTIN_PATH, "zh").text();
    in_order(&product, &["此码只对应这个产品", "您包装上的批号", "<h2>数字标签</h2>", "200 克"]);
    for missing in ["<h2>更正</h2>", "本批检验", "来源与经过", "2026年11月1日"] {
        assert!(!product.contains(missing), "{missing}");
    }
    let report = report(&app, GTIN_PATH);
    assert_eq!(report["identifies"], "product");
    assert!(report.get("batch").is_none() && report.get("unit").is_none(), "{report}");
    let en = page(&app, GTIN_PATH, "en").text();
    in_order(&en, &["Registered", "for the product only", "The lot on your pack", "Digital label"]);
}

#[test]
fn a_bad_state_fills_the_first_screen_and_keeps_the_rest_below() {
    let app = standing_at("2026-12-03T01:12:00Z");
    let token = food::with_maker(&app);
    food::lot(&app, &token, "L1", 3);
    let recall = crate::harness::recall(&["L1"]);
    accepted(&app, &token, "/api/v1/recalls", &recall);
    let zh = page(&app, &unit(&app, &token, "L1"), "zh").text();
    let blocks = [
        "<section class=\"verdict recalled full\"",
        "正在召回，请勿食用",
        "测试食品有限公司于2026年12月3日启动一级召回：检出单增李斯特菌。您扫的这件商品在范围内。",
        "请这样做",
        "拨打 0550-0000000",
        "退款",
        "12315",
        "<h2>召回详情</h2>",
        "停止食用并退货",
        "与您手里的包装核对",
        "<h2>数字标签</h2>",
        "<h2>查询记录</h2>",
    ];
    in_order(&zh, &blocks);
    assert!(zh.contains("href=\"tel:0550-0000000\""), "{zh}");
    let en = page(&app, &unit(&app, &token, "L1"), "en").text();
    in_order(
        &en,
        &[
            "Recalled: do not eat",
            "Test Foods Ltd started a class 1 recall on 3 December 2026: Listeria found.",
            "What to do",
            "Recall details",
            "Stop eating, return it",
            "Compare with your pack",
        ],
    );
}

#[test]
fn what_is_restricted_is_on_no_page() {
    let (app, token) = stage();
    for path in [unit(&app, &token, "L1"), lot_path("L1"), GTIN_PATH.to_owned()] {
        let shown = [page(&app, &path, "zh").text(), report(&app, &path).to_string()];
        for secret in ["secret-pork", "987.654", "秘密供应商", "77.7", "12.5", "张三丰"] {
            assert!(shown.iter().all(|text| !text.contains(secret)), "{path} shows {secret}");
        }
    }
    let full = app.get_as(&token, &batch_path("L1", "")).text();
    assert!(full.contains("秘密供应商"), "the maker reads its own record");
}
