//! What people and programs read of a recall: deadlines by a clock that is set, notice, feeds and alert,
//! the filters of the list, and the late tasks of a region.

use crate::check_record::text_of;
use crate::food;
use crate::harness::{Answer, MAKER, OTHER, REGULATOR, TestApp, batch_path, recall};
use serde_json::{Value, json};
use std::cell::Cell;
use std::sync::Arc;
use suyuan::app::Options;
use suyuan::clock::Clock;

/// 2026-11-23 09:00 in Shanghai, a Monday.
const NOW: i64 = 1_795_395_600_000;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// A ledger whose clock stands, with a maker and three lots.
struct Stage {
    app: TestApp,
    maker: String,
    acts: Cell<u32>,
}

impl Stage {
    fn new() -> Self {
        let fixed = |options: Options| Options { clock: Clock::fixed(NOW), ..options };
        let app = TestApp::on(Arc::new(tempfile::tempdir().unwrap()), fixed);
        let maker = app.with_maker();
        ["L1", "L2", "L3"].iter().for_each(|lot| app.lot(&maker, lot, 2));
        Self { app, maker, acts: Cell::new(0) }
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.acts.set(self.acts.get() + 1);
        self.app.post_keyed(&self.maker, &format!("act-{}", self.acts.get()), path, body)
    }

    #[track_caller]
    fn open(&self, body: &Value) -> String {
        let answer = self.post("/api/v1/recalls", body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    fn step(&self, id: &str, step: &str, lots: &[&str]) {
        let mut body = json!({"reason": {"zh": "查明", "en": "worked out"}});
        if !lots.is_empty() {
            body["scope"] = recall(lots)["scope"].clone();
        }
        let answer = self.post(&format!("/api/v1/recalls/{id}/{step}"), &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
    }

    fn at(&self, ms: i64) {
        self.app.service.app.clock.set(ms);
    }

    fn shown(&self, id: &str) -> Value {
        self.app.get(&format!("/api/v1/recalls/{id}")).json()
    }

    fn ids(&self, query: &str) -> Vec<String> {
        let list = self.app.get(&format!("/api/v1/recalls?{query}"));
        assert_eq!(list.status, 200, "{query}: {}", list.text());
        let list = list.json();
        let items = list["items"].as_array().unwrap().iter();
        items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Id, state and position of what a feed holds after a position.
    fn fed(&self, since: Option<u64>) -> Vec<(String, String, u64)> {
        let query = since.map(|since| format!("?since={since}")).unwrap_or_default();
        let feed = self.app.get(&format!("/recalls.feed.json{query}"));
        assert_eq!(feed.status, 200, "{}", feed.text());
        let feed = feed.json();
        let items = feed["items"].as_array().unwrap().iter().map(|item| {
            let id = item["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            let more = &item["_recall"];
            (id, more["state"].as_str().unwrap().to_owned(), more["sequence"].as_u64().unwrap())
        });
        items.collect()
    }
}

/// Class 1 food: ten working days after Monday 23 November end with Monday 7 December.
#[test]
fn a_clock_runs_out_at_the_end_of_its_last_working_day() {
    const LAST_MS: i64 = NOW - 9 * HOUR_MS + 15 * DAY_MS - 1;
    let stage = Stage::new();
    let id = stage.open(&recall(&["L1"]));
    let finish = |shown: &Value| {
        let clocks = shown["clocks"].as_array().unwrap();
        clocks.iter().find(|clock| clock["kind"] == "finish").unwrap().clone()
    };
    let shown = stage.shown(&id);
    let clock = finish(&shown);
    assert_eq!((&clock["state"], &clock["lastDay"]), (&json!("running"), &json!("2026-12-07")));
    assert_eq!(clock["basis"], "published");
    assert!(clock["clause"]["en"].as_str().unwrap().contains("Art. 18"));
    assert_eq!(shown["clocks"][0]["state"], "waiting");
    assert_eq!(shown["clocks"][0]["waitsFor"], "riskKnown");
    assert_eq!(shown["comparable"]["fda"], "Class I");
    assert_eq!(shown["comparable"]["fsis"], "High");
    for (now, state, overdue) in [(LAST_MS, "running", false), (LAST_MS + 1, "overdue", true)] {
        stage.at(now);
        let shown = stage.shown(&id);
        assert_eq!(finish(&shown)["state"], state);
        assert_eq!(shown["overdue"], overdue);
        assert_eq!(stage.ids("overdue=true").len(), usize::from(overdue));
        assert_eq!(stage.ids("overdue=false").len(), usize::from(!overdue));
    }
    stage.step(&id, "closure", &[]);
    let shown = stage.shown(&id);
    assert_eq!((&finish(&shown)["state"], &shown["overdue"]), (&json!("late"), &json!(false)));
    let other = stage.open(&recall(&["L2"]));
    stage.step(&other, "lifting", &[]);
    assert_eq!(stage.shown(&other)["clocks"], json!([]));
    // Near the end of the year the count goes on into a calendar whose days may move.
    stage.at(NOW + 35 * DAY_MS);
    let late = stage.open(&recall(&["L3"]));
    let clock = finish(&stage.shown(&late));
    assert_eq!(clock["basis"], "provisional");
    assert!(clock["caution"]["zh"].as_str().unwrap().contains("调休"), "{clock}");
}

#[test]
fn the_list_is_filtered() {
    let stage = Stage::new();
    let first = stage.open(&recall(&["L1"]));
    let mut goods = recall(&["L2"]);
    goods["regime"] = "consumerGoods".into();
    goods.as_object_mut().unwrap().remove("class");
    let second = stage.open(&goods);
    stage.step(&first, "closure", &[]);
    let both = vec![second.clone(), first.clone()];
    let none = Vec::new();
    let opened = stage.shown(&second)["steps"][0]["position"].as_u64().unwrap();
    let rows = [
        ("", &both),
        ("state=&class=&regime=", &both),
        ("state=open", &vec![second.clone()]),
        ("state=closed", &vec![first.clone()]),
        ("state=lifted", &none),
        ("class=1", &vec![first.clone()]),
        ("class=2", &none),
        ("regime=consumerGoods", &vec![second.clone()]),
        (&format!("organization={MAKER}"), &both),
        (&format!("organization={OTHER}"), &none),
        (&format!("since={opened}"), &vec![first.clone()]),
        (&format!("since={}", opened - 1), &both),
    ];
    for (query, expected) in rows {
        assert_eq!(stage.ids(query), *expected, "{query}");
    }
    assert_eq!(stage.shown(&second).get("comparable"), None);
    let page = stage.app.get("/api/v1/recalls?limit=1&organization=".to_owned().as_str());
    assert!(page.header("link").contains("limit=1"), "{}", page.header("link"));
    let page = stage.app.get("/recalls?state=open&lang=en").text();
    assert!(page.contains(&format!("/recalls/{second}?")) && !page.contains(&first), "{page}");
    let page = stage.app.get("/recalls?state=lifted&lang=zh").text();
    assert!(page.contains("没有符合条件的召回"), "{page}");
}

#[test]
fn a_notice_says_what_it_has_to() {
    let stage = Stage::new();
    let id = stage.open(&recall(&["L1", "L2"]));
    for lang in ["zh", "en"] {
        let path = format!("/recalls/{id}?lang={lang}");
        let page = stage.app.get(&path).text();
        let plain = stage.app.send("GET", &path, &[("accept", "text/plain")], None);
        assert!(plain.header("content-type").starts_with("text/plain"));
        let wanted: &[&str] = match lang {
            "zh" => &[
                "检出单增李斯特菌",
                "一级",
                "退款",
                "销毁",
                "停止食用并退货",
                "2026年11月23日",
                "2026年12月7日",
                "消费者",
                "经营者",
                "联系电话",
            ],
            _ => &[
                "Listeria found",
                "Class 1",
                "Stop eating, return it",
                "23 November 2026",
                "7 December 2026",
                "Telephone",
            ],
        };
        for text in wanted.iter().chain(&["L1", "L2", id.as_str()]) {
            assert!(page.contains(text), "{lang} {text}: {page}");
            assert!(plain.text().contains(text), "{lang} {text}: {}", plain.text());
        }
        assert!(page.contains(&format!("/recalls/{id}.cap")) && page.contains("@media print"));
    }
    stage.step(&id, "narrowing", &["L2"]);
    let told = stage.app.get(&format!("/recalls/{id}?lang=en")).text();
    assert!(told.contains("(changed)") && !told.contains("L1, L2"), "{told}");
    stage.step(&id, "lifting", &[]);
    let told = stage.app.get(&format!("/recalls/{id}?lang=en")).text();
    assert!(told.contains("no longer recalled") && !told.contains("Stop eating"), "{told}");
    for unknown in ["m-2026-0099", "m-2026-0099.cap", "h-2026-0001", "x"] {
        assert_eq!(stage.app.get(&format!("/recalls/{unknown}")).status, 404, "{unknown}");
    }
}

#[test]
fn who_comes_back_with_a_position_loses_and_repeats_nothing() {
    let stage = Stage::new();
    let (first, second) = (stage.open(&recall(&["L1"])), stage.open(&recall(&["L2"])));
    let all = stage.fed(Some(0));
    let ids: Vec<&String> = all.iter().map(|(id, ..)| id).collect();
    assert_eq!(ids, [&first, &second]);
    let newest: Vec<String> = stage.fed(None).into_iter().map(|(id, ..)| id).collect();
    assert_eq!(newest, [second.clone(), first.clone()]);
    let mut known = all.last().unwrap().2;
    assert_eq!(stage.fed(Some(known)), []);
    for (id, step, lots, state) in [
        (&first, "extension", &["L3"][..], "open"),
        (&second, "closure", &[], "closed"),
        (&first, "lifting", &[], "lifted"),
    ] {
        stage.step(id, step, lots);
        let news = stage.fed(Some(known));
        assert_eq!(news.len(), 1, "{step}: {news:?}");
        assert_eq!((&news[0].0, news[0].1.as_str()), (id, state));
        assert!(news[0].2 > known);
        known = news[0].2;
    }
    // From the start each comes once, with its last state; what was lifted stays.
    let states: Vec<(String, String)> =
        stage.fed(Some(0)).into_iter().map(|(id, state, _)| (id, state)).collect();
    assert_eq!(states, [(second, "closed".to_owned()), (first, "lifted".to_owned())]);
}

#[test]
fn feeds_and_alerts_are_well_formed_and_kept() {
    let stage = Stage::new();
    let id = stage.open(&recall(&["L1"]));
    let feed = stage.app.get("/recalls.atom?lang=en");
    assert!(feed.header("content-type").starts_with("application/atom+xml"));
    assert!(feed.header("cache-control").contains("max-age=60"));
    let text = feed.text();
    let read = roxmltree::Document::parse(&text).unwrap();
    let entries: Vec<_> =
        read.descendants().filter(|node| node.tag_name().name() == "entry").collect();
    assert_eq!(entries.len(), 1);
    let terms: Vec<_> = entries[0].children().filter_map(|node| node.attribute("term")).collect();
    assert_eq!(terms, ["food", "class1", "open"]);
    assert!(text.contains("<published>2026-11-23T01:00:00"), "{text}");
    let tag = feed.header("etag").to_owned();
    let again = stage.app.send("GET", "/recalls.atom?lang=en", &[("if-none-match", &tag)], None);
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    let alert = |kind: &str| {
        let answer = stage.app.get(&format!("/recalls/{id}.cap"));
        assert!(answer.header("content-type").starts_with("application/cap+xml"));
        let text = answer.text();
        let read = roxmltree::Document::parse(&text).unwrap();
        let leaf = |name: &str| {
            let found = read.descendants().find(|node| node.tag_name().name() == name);
            found.and_then(|node| node.text()).unwrap_or_default().to_owned()
        };
        for name in [
            "identifier",
            "sender",
            "sent",
            "status",
            "scope",
            "event",
            "urgency",
            "severity",
            "certainty",
            "category",
        ] {
            assert!(!leaf(name).is_empty(), "{name}: {text}");
        }
        assert_eq!(leaf("msgType"), kind);
        assert_eq!(leaf("references").is_empty(), kind == "Alert");
    };
    alert("Alert");
    stage.step(&id, "extension", &["L2"]);
    alert("Update");
    stage.step(&id, "lifting", &[]);
    alert("Cancel");
    let again = stage.app.send("GET", "/recalls.atom?lang=en", &[("if-none-match", &tag)], None);
    assert_eq!(again.status, 200);
    let text = again.text();
    assert!(text.contains("term=\"lifted\""), "{text}");
}

#[test]
fn an_allergen_the_label_does_not_name_is_never_class_three() {
    let stage = Stage::new();
    let mut body = recall(&["L1"]);
    (body["hazard"], body["class"]) = ("allergen".into(), 3.into());
    for declared in [Value::Null, json!(false)] {
        body["declaredOnLabel"] = declared;
        if body["declaredOnLabel"].is_null() {
            body.as_object_mut().unwrap().remove("declaredOnLabel");
        }
        let answer = stage.post("/api/v1/recalls", &body);
        assert_eq!(answer.status, 400, "{}", answer.text());
        assert_eq!(answer.json()["errors"][0]["pointer"], "/class");
        assert_eq!(answer.json()["errors"][0]["code"], "allergenClass");
    }
    body["declaredOnLabel"] = true.into();
    assert_eq!(stage.shown(&stage.open(&body))["declaredOnLabel"], true);
    body["hazard"] = "label".into();
    let answer = stage.post("/api/v1/recalls", &body);
    assert_eq!(answer.json()["errors"][0]["pointer"], "/declaredOnLabel", "{}", answer.text());
}

/// Who supplies whom stays a secret on every page and in every feed.
#[test]
fn an_ingredient_lot_of_another_party_is_not_named() {
    let stage = Stage::new();
    stage.app.admit(OTHER, "producer", "341126");
    let mut body = recall(&["-"]);
    body["scope"] = json!({
        "organization": MAKER,
        "ingredientLot": {"organization": OTHER, "product": "SECRET-P", "lot": "SECRET-L"},
    });
    let id = stage.open(&body);
    let paths = ["/recalls", "/recalls.atom", "/recalls.feed.json", "/api/v1/recalls"];
    let paths = paths.iter().map(|path| (*path).to_owned());
    for path in paths.chain([format!("/recalls/{id}"), format!("/recalls/{id}.cap")]) {
        let text = stage.app.get(&path).text();
        assert!(text.contains(&id), "{path}: {text}");
        assert!(!text.contains("SECRET") && !text.contains(OTHER), "{path}: {text}");
    }
}

#[test]
fn the_region_sees_who_has_not_decided_in_time() {
    let fixed = |options: Options| Options { clock: Clock::fixed(NOW), ..options };
    let app = TestApp::on(Arc::new(tempfile::tempdir().unwrap()), fixed);
    let maker = food::with_maker(&app);
    food::lot(&app, &maker, "L1", 2);
    let check = json!({
        "kind": "outsideTest", "reportNo": "R-7", "testedOn": "2026-11-20",
        "items": [{"item": "melamine", "hazard": "pathogen", "result": {"value": 3, "unit": "mg/kg"}, "limit": {"max": 2}}],
    });
    let answer = app.post(&maker, &batch_path("L1", "checks"), &check);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let regulator = app.admit(REGULATOR, "regulator", "340000");
    let elsewhere = app.admit("91310115YYDEM8624W", "regulator", "310000");
    let listed = |token: &str, query: &str| {
        let answer = app.get_as(token, &format!("/api/v1/tasks{query}"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["items"].as_array().unwrap().clone()
    };
    for (after_ms, late) in [(24 * HOUR_MS, 0), (24 * HOUR_MS + 1, 1)] {
        app.service.app.clock.set(NOW + after_ms);
        assert_eq!(listed(&regulator, "?overdue=true").len(), late);
        assert_eq!(listed(&regulator, "").len(), 1);
        assert_eq!(listed(&elsewhere, "").len(), 0);
    }
    let task = &listed(&regulator, "?overdue=true")[0];
    assert_eq!((&task["organization"], &task["lot"]), (&json!(MAKER), &json!("L1")));
    assert_eq!(listed(&app.token(REGULATOR, "officer"), "?overdue=true").len(), 1);
    for token in [&maker, &app.operator] {
        assert_eq!(app.get_as(token, "/api/v1/tasks").status, 403);
    }
    assert_eq!(app.get("/api/v1/tasks").status, 401);
    assert_eq!(app.get_as(&regulator, "/api/v1/tasks?overdue=yes").status, 400);
    let unhold = json!({"reason": {"zh": "复检", "en": "tested again"}});
    let answer = app.post_keyed(&maker, "u", &batch_path("L1", "unhold"), &unhold);
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(listed(&regulator, "").len(), 0);
}

/// Nobody decided in time: the authority is told without being asked, once, and can order the recall.
#[test]
fn a_task_out_of_time_is_escalated_once() {
    let fixed = |options: Options| Options { clock: Clock::fixed(NOW), ..options };
    let app = TestApp::on(Arc::new(tempfile::tempdir().unwrap()), fixed);
    let maker = food::with_maker(&app);
    food::lot(&app, &maker, "L1", 2);
    food::lot(&app, &maker, "L2", 2);
    let regulator = app.admit(REGULATOR, "regulator", "340000");
    let elsewhere = app.admit("91310115YYDEM8624W", "regulator", "310000");
    for lot in ["L1", "L2"] {
        let failed = json!({
            "kind": "outsideTest", "reportNo": lot, "testedOn": "2026-11-20",
            "items": [{"item": "melamine", "hazard": "pathogen",
                "result": {"value": 3, "unit": "mg/kg"}, "limit": {"max": 2}}],
        });
        assert_eq!(app.post(&maker, &batch_path(lot, "checks"), &failed).status, 201);
    }
    // Decided on in time: nobody is told.
    let unhold = json!({"reason": {"zh": "复检", "en": "tested again"}});
    assert_eq!(app.post_keyed(&maker, "u", &batch_path("L2", "unhold"), &unhold).status, 201);
    let told = |token: &str| {
        let changes = app.get_as(token, "/api/v1/changes?since=0&scope=own").json();
        let items = changes["items"].as_array().unwrap().clone();
        items.into_iter().filter(|one| one["kind"] == "taskEscalated").collect::<Vec<_>>()
    };
    assert!(told(&regulator).is_empty(), "still in time");
    app.service.app.clock.set(NOW + 24 * HOUR_MS + 1);
    let begun = std::time::Instant::now();
    while told(&regulator).is_empty() && begun.elapsed().as_secs() < 60 {
        std::thread::yield_now();
    }
    assert_eq!(told(&regulator).len(), 1);
    let task = app.get_as(&regulator, "/api/v1/tasks?overdue=true").json()["items"][0].clone();
    assert_eq!((&task["lot"], task["escalatedBy"].is_null()), (&json!("L1"), false), "{task}");
    assert_eq!(told(&maker).len(), 1, "the firm reads it too");
    assert!(told(&elsewhere).is_empty());
    assert!(!app.get("/api/v1/changes?since=0").text().contains("taskEscalated"));
    // Neither a restart nor more time tells it again.
    let app = TestApp::on(app.stop(), |options| Options {
        clock: Clock::fixed(NOW + 48 * HOUR_MS),
        ..options
    });
    let mut ordered = recall(&["L1"]);
    ordered["kind"] = "ordered".into();
    assert_eq!(app.post_keyed(&regulator, "order", "/api/v1/recalls", &ordered).status, 201);
    assert_eq!(app.get_as(&regulator, "/api/v1/tasks").json()["items"], json!([]));
    let changes = app.get_as(&regulator, "/api/v1/changes?since=0&scope=own").text();
    assert_eq!(changes.matches("taskEscalated").count(), 1, "{changes}");
}

#[test]
fn a_notice_is_printed_in_both_languages() {
    let stage = Stage::new();
    let id = stage.open(&recall(&["L1"]));
    let page = stage.app.get(&format!("/recalls/{id}?lang=en")).text();
    assert!(page.contains(&format!("/recalls/{id}.pdf?lang=en")), "{page}");
    for (lang, title) in [("zh", "公告"), ("en", "Notice: recall of")] {
        let answer = stage.app.get(&format!("/recalls/{id}.pdf?lang={lang}"));
        assert_eq!((answer.status, answer.header("content-language")), (200, lang));
        assert_eq!(answer.header("content-type"), "application/pdf");
        let text = text_of(&answer.bytes);
        for part in [title, "L1", &format!("/recalls/{id}")] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }
    assert_eq!(stage.app.get("/recalls/m-2026-9999.pdf").status, 404);
}
