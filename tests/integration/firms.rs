//! Pages of organizations and products, and search: what they show, what they never show, and how
//! search reads names.

use crate::harness::{Answer, MAKER, OTHER, REGULATOR, TestApp, batch, recall};
use serde_json::{Value, json};
use suyuan::limits::{PAGE_ROWS_MAX, SEARCH_QUERY_CHARS_MAX, SEARCHES_PER_MINUTE_COUNT};

fn page(app: &TestApp, path: &str, lang: &str) -> Answer {
    let answer = app.send("GET", path, &[("accept", "text/html"), ("accept-language", lang)], None);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer
}

fn firm_path() -> String {
    format!("/organizations/{MAKER}")
}

fn created(answer: &Answer) -> Value {
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn add(app: &TestApp, token: &str, product: &str, zh: &str, en: &str) {
    let body = json!({
        "product": product,
        "name": {"zh": zh, "en": en},
        "category": "general",
        "specification": "100 g",
    });
    created(&app.post(token, &format!("/api/v1/organizations/{MAKER}/products"), &body));
}

/// The products and firms that a search finds, in its order.
fn found(app: &TestApp, query: &str) -> Vec<String> {
    let path = format!("/api/v1/search?q={}", crate::harness::escape(query));
    let answer = app.get(&path);
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    let items = answer.json()["items"].as_array().unwrap().clone();
    let name = |item: &Value| {
        let product = item["product"].as_str();
        product.unwrap_or(item["organization"].as_str().unwrap()).to_owned()
    };
    items.iter().map(name).collect()
}

#[test]
fn a_firm_has_a_page_with_its_permits_products_and_recalls() {
    let app = TestApp::start();
    let token = app.with_maker();
    let regulator = app.admit(REGULATOR, "regulator", "340000");
    let entry = json!({
        "kind": "foodProduction", "number": "SC10434112400016",
        "issuer": {"zh": "滁州市市场监督管理局", "en": "Chuzhou Market Regulation"},
        "validFrom": "2023-06-01", "validTo": "2031-05-31", "covers": ["0401"],
    });
    let path = format!("/api/v1/organizations/{MAKER}/entries");
    let id = created(&app.post(&token, &path, &entry))["id"].as_str().unwrap().to_owned();
    let honour = json!({"kind": "honour", "number": "H-TITLE-1"});
    created(&app.post(&token, &path, &honour));
    let change = |key: &str, status: &str, on: &str| {
        let body =
            json!({"status": status, "on": on, "reason": {"en": "Food Safety Law, Art. 124"}});
        created(&app.post_keyed(&regulator, key, &format!("/api/v1/entries/{id}/status"), &body))
    };
    change("1", "suspended", "2026-02-01");
    change("2", "resumed", "2026-03-01");
    app.lot(&token, "L1", 1);
    created(&app.post_keyed(&token, "r", "/api/v1/recalls", &recall(&["L1"])));
    let text = page(&app, &firm_path(), "en").text();
    for said in [
        "<h1><bdi>Test Foods Ltd</bdi></h1>",
        "SC10434112400016",
        "in force",
        "1 June 2023 to 31 May 2031",
        "Chuzhou Market Regulation",
        "1 February 2026 to 1 March 2026",
        "Food Safety Law, Art. 124",
        "Listeria found",
        "Smoked pork sausage",
        "Under recall",
        "href=\"/organizations/91341124MA8TY6B186/products/SS-200?lang=en\"",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("H-TITLE-1"), "titles are no record");
    assert!(!text.contains("L1<"), "lots are asked for with their code");
    let zh = page(&app, &firm_path(), "zh").text();
    assert!(
        zh.contains("监管记录") && zh.contains("烟熏猪肉香肠") && zh.contains("有召回"),
        "{zh}"
    );
    assert_eq!(app.get("/organizations/91341126MA2QH7K38T").status, 404);
    assert_eq!(app.get("/organizations/123").status, 400);
    let by_inner = page(&app, "/organizations/MA8TY6B18", "en").text();
    assert!(by_inner.contains("Test Foods Ltd"), "by the organization code it holds");
}

#[test]
fn a_product_has_a_page_that_asks_for_the_lot() {
    let app = TestApp::start();
    let token = crate::food::with_maker(&app);
    crate::food::lot(&app, &token, "L1", 1);
    let path = format!("{}/products/SS-200", firm_path());
    let text = page(&app, &path, "en").text();
    for said in
        ["action=\"/01/", "name=\"lot\"", "Label as it stands", "version 1", "class=\"allergens\""]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(text.contains("No recall concerns it now"), "{text}");
    created(&app.post_keyed(&token, "r", "/api/v1/recalls", &recall(&["L1"])));
    let text = page(&app, &path, "en").text();
    assert!(text.contains("Listeria found") && !text.contains("No recall concerns"), "{text}");
    assert_eq!(app.get(&format!("{}/products/NONE", firm_path())).status, 404);
}

/// A firm's own batch is in nobody's list before it is released, and its office's words nowhere.
#[test]
fn pages_and_search_show_public_members_only() {
    let app = TestApp::start();
    let token = app.with_maker();
    let unreleased = batch("UNRELEASED-7Q", 3);
    created(&app.post(&token, &format!("/api/v1/organizations/{MAKER}/batches"), &unreleased));
    let paths = [
        firm_path(),
        format!("{}/products/SS-200", firm_path()),
        "/search?q=sausage".to_owned(),
        "/api/v1/search?q=sausage".to_owned(),
        "/api/v1/search?q=test".to_owned(),
    ];
    for path in paths {
        let answer = app.get_as(&token, &path);
        assert_eq!(answer.status, 200, "{path}");
        for secret in ["UNRELEASED-7Q", "张三丰", "secret-pork", "987.654", "秘密供应商"] {
            assert!(!answer.text().contains(secret), "{path} shows {secret}");
        }
    }
}

#[test]
fn names_are_found_in_chinese_pinyin_and_english() {
    let app = TestApp::start();
    let token = app.with_maker();
    add(&app, &token, "TEA", "霍山绿茶 特级", "Huoshan green tea");
    add(&app, &token, "TOFU", "五香豆腐干", "Five-spice tofu");
    for (query, first) in [
        ("烟熏", "SS-200"),
        ("猪肉香", "SS-200"),
        ("香肠", "SS-200"),
        ("yanxun", "SS-200"),
        ("xiangchang", "SS-200"),
        ("yxzrxc", "SS-200"),
        ("XC", "SS-200"),
        ("Smoked", "SS-200"),
        ("saus", "SS-200"),
        ("pork smoked", "SS-200"),
        ("ｓａｕｓａｇｅ", "SS-200"),
        ("lvcha", "TEA"),
        ("lüchá", ""),
        ("hslc", "TEA"),
        ("绿茶 特", "TEA"),
        ("huoshan tea", "TEA"),
        ("spice", "TOFU"),
        ("豆腐", "TOFU"),
        ("doufugan", "TOFU"),
        ("测试食品", MAKER),
        ("csspyxgs", MAKER),
        ("Test Foods", MAKER),
        ("ork", ""),
        ("怎么没有", ""),
    ] {
        let hits = found(&app, query);
        let expected: Vec<&str> = [first].into_iter().filter(|first| !first.is_empty()).collect();
        assert_eq!(hits, expected, "{query}");
    }
    // A name that was changed by a further version is found under the new one only.
    let body = json!({
        "product": "TOFU", "version": 2, "name": {"zh": "麻辣豆腐干"}, "category": "general",
        "specification": "100 g",
    });
    created(&app.post(&token, &format!("/api/v1/organizations/{MAKER}/products"), &body));
    assert_eq!(found(&app, "麻辣"), ["TOFU"]);
    assert!(found(&app, "spice").is_empty() && found(&app, "五香").is_empty());
    let text = page(&app, "/search?q=%E9%BA%BB", "zh").text();
    assert!(text.contains("麻辣豆腐干") && text.contains("value=\"麻\""), "{text}");
    assert!(text.contains("<meta name=\"robots\" content=\"noindex\">"));
    let hostile = page(&app, "/search?q=%22%3E%3Cscript%3E", "en").text();
    assert!(!hostile.contains("\"><script>"), "{hostile}");
}

#[test]
fn a_restart_finds_what_was_found() {
    let app = TestApp::start();
    let token = app.with_maker();
    add(&app, &token, "TEA", "霍山绿茶", "Green tea");
    assert_eq!(found(&app, "hslc"), ["TEA"]);
    let again = TestApp::on(app.stop(), |options| options);
    let began = std::time::Instant::now();
    while again.get("/api/v1/search?q=hslc").status == 503 {
        assert!(began.elapsed().as_secs() < 10, "the index is not built");
    }
    assert_eq!(found(&again, "hslc"), ["TEA"]);
}

/// A name whose section is gone is found no more, whatever the index holds of it.
#[test]
fn an_erased_name_is_found_no_more() {
    use suyuan::store::db::Batch;
    use suyuan::store::layout::{Family, key};
    use suyuan::store::read::Read;
    use suyuan::store::rows::ProductRow;
    let app = TestApp::start();
    let token = app.with_maker();
    add(&app, &token, "TEA", "霍山绿茶", "Green tea");
    assert_eq!(found(&app, "green"), ["TEA"]);
    // What an erasure does to the rows of a section.
    let db = &app.service.app.db;
    let row: ProductRow = db.snapshot().row(&key::product(MAKER, "TEA")).unwrap().unwrap();
    let mut batch = Batch::default();
    let section = key::section(row.latest_position, 0);
    db.change(&mut batch, (Family::Sections, &section, None)).unwrap();
    db.commit(batch).unwrap();
    assert!(found(&app, "green").is_empty());
    assert!(!page(&app, "/search?q=green", "en").text().contains("Green tea"));
    assert!(!page(&app, &firm_path(), "en").text().contains("Green tea"));
}

#[test]
fn recalled_goods_are_marked() {
    let app = TestApp::start();
    let token = app.with_maker();
    app.admit(OTHER, "producer", "341126");
    app.lot(&token, "L1", 1);
    let marked = || {
        let items = app.get("/api/v1/search?q=sausage").json()["items"].clone();
        items[0]["recalled"].as_bool().unwrap()
    };
    assert!(!marked());
    let id =
        created(&app.post_keyed(&token, "r", "/api/v1/recalls", &recall(&["L1"])))["id"].clone();
    assert!(marked());
    assert!(page(&app, "/search?q=sausage", "en").text().contains("<b>Under recall</b>"));
    let path = format!("/api/v1/recalls/{}/lifting", id.as_str().unwrap());
    created(&app.post_keyed(&token, "l", &path, &json!({"reason": {"en": "clear"}})));
    assert!(!marked());
}

#[test]
fn results_are_paged_bounded_and_counted() {
    let app = TestApp::start();
    let token = app.with_maker();
    for number in 0..7 {
        add(&app, &token, &format!("P{number}"), "糖糖", "Candy candy");
    }
    let (mut path, mut seen) = ("/api/v1/search?q=candy&limit=3".to_owned(), Vec::new());
    for pages in 1.. {
        let answer = app.get(&path);
        assert_eq!(answer.status, 200, "{}", answer.text());
        for item in answer.json()["items"].as_array().unwrap() {
            seen.push(item["product"].as_str().unwrap().to_owned());
        }
        let link = answer.header("link");
        if answer.json()["next"].is_null() {
            assert!(pages == 3 && link.is_empty(), "{pages}");
            break;
        }
        path = link.split(['<', '>']).nth(1).unwrap().to_owned();
    }
    assert_eq!(seen, ["P0", "P1", "P2", "P3", "P4", "P5", "P6"]);
    let long = "a".repeat(SEARCH_QUERY_CHARS_MAX + 1);
    for (query, finding) in [
        ("q=", "required"),
        ("q=%20-%20", "required"),
        (&*format!("q={long}"), "tooLong"),
        (&*format!("q=a&limit={}", PAGE_ROWS_MAX + 1), "outOfRange"),
        ("q=a&cursor=zz", "badCursor"),
        ("q=a&cursor=00", "badCursor"),
    ] {
        let answer = app.get(&format!("/api/v1/search?{query}"));
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(answer.json()["errors"][0]["code"], finding, "{query}");
    }
    let refused = (0..=2 * SEARCHES_PER_MINUTE_COUNT)
        .map(|_| app.get("/api/v1/search?q=candy"))
        .find(|answer| answer.status != 200);
    assert_eq!(refused.map(|answer| answer.code()).as_deref(), Some("tooManyRequests"));
    assert_eq!(app.get("/search").status, 200, "the form is there all the same");
}
