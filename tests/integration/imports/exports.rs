//! Exports: what goes out comes in again as the same, and only those who may read it whole get it.

use super::{CSV, NDJSON, XLSX, base, counts, run, tried};
use crate::harness::{Answer, MAKER, OTHER, TestApp, batch, product};
use serde_json::{Value, json};

fn file(app: &TestApp, token: &str, name: &str) -> Answer {
    let path = format!("/api/v1/organizations/{MAKER}/exports/{name}");
    app.get_as(token, &path)
}

/// Lots with many lines, with none, and with texts that a spreadsheet program would run.
fn filled(app: &TestApp) -> String {
    let token = app.with_maker();
    let mut many = batch("E1", 3);
    let line = many["ingredients"][0].clone();
    let mut salt = line.clone();
    salt["name"] = json!({"zh": "=1+1", "en": "salt, \"fine\""});
    many["ingredients"] = json!([line, salt]);
    let mut none = batch("0002", 1);
    none["ingredients"] = json!([]);
    none["additives"] = json!([]);
    none["lotAsPrinted"] = json!("007");
    for body in [many, none] {
        let answer = app.post(&token, &format!("/api/v1/organizations/{MAKER}/batches"), &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    token
}

#[test]
fn what_goes_out_comes_in_as_the_same() {
    let app = TestApp::start();
    let token = filled(&app);
    let lines = file(&app, &token, "batches.ndjson");
    let table = file(&app, &token, "batches.csv?lang=zh").text();
    assert!(table.contains("'=1+1") && table.contains(",007,"), "{table}");
    for (format, media) in [("ndjson", NDJSON), ("csv", CSV), ("xlsx", XLSX)] {
        for lang in ["zh", "en"] {
            let sent = file(&app, &token, &format!("batches.{format}?lang={lang}"));
            assert_eq!((sent.status, sent.header("content-type")), (200, media));
            let other = TestApp::start();
            let theirs = other.with_maker();
            let import = tried(&other, &theirs, "batches", media, &sent.bytes);
            assert_eq!(counts(&import), [2, 2, 0, 0], "{format} {import}");
            run(&other, &theirs, &import, "rollback");
            let again = file(&other, &theirs, "batches.csv?lang=zh").text();
            assert_eq!(again, table, "{format} {lang}");
            if format == "ndjson" {
                let again = file(&other, &theirs, "batches.ndjson");
                assert_eq!(again.text(), lines.text());
            }
        }
    }
    let products = file(&app, &token, "products.ndjson").text();
    let line: Value = serde_json::from_str(products.trim()).unwrap();
    assert_eq!((&line["product"], &line["formula"]), (&json!("SS-200"), &product()["formula"]));
}

#[test]
fn more_than_a_page_goes_out_whole() {
    let app = TestApp::start();
    let token = app.with_maker();
    let rows = (0..1_203).map(|row| format!("{}\r\n", super::good(&format!("P{row:04}"))));
    let import = tried(
        &app,
        &token,
        "batches",
        CSV,
        format!("{}{}", super::HEAD, rows.collect::<String>()).as_bytes(),
    );
    run(&app, &token, &import, "rollback");
    let lines = file(&app, &token, "batches.ndjson").text();
    assert_eq!(lines.lines().count(), 1_203);
    let lots: std::collections::BTreeSet<_> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["lot"].to_string())
        .collect();
    assert_eq!(lots.len(), 1_203);
}

#[test]
fn the_tracing_sheet_tells_every_step_with_its_key_data() {
    let app = TestApp::start();
    let token = filled(&app);
    let events = format!("/api/v1/organizations/{MAKER}/batches/SS-200/E1/events");
    let shop = app.admit(OTHER, "seller", "341126");
    let sent = json!({"bizStep": "shipping", "on": "2026-11-05", "quantity": {"value": 2, "unit": "EA"}, "counterpart": OTHER});
    for (key, day) in [("s1", "2026-11-05"), ("s2", "2026-11-20")] {
        let mut sent = sent.clone();
        sent["on"] = json!(day);
        let answer = app.post_keyed(&token, key, &events, &sent);
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    let sheet = |query: &str| {
        let text = file(&app, &token, &format!("tracing.ndjson{query}")).text();
        let line = |line: &str| {
            let row: Value = serde_json::from_str(line).unwrap();
            let part = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            (part("lot"), part("step"), part("on"), part("counterpart"))
        };
        text.lines().map(line).collect::<Vec<_>>()
    };
    let row = |lot: &str, step: &str, on: &str, to: &str| {
        (lot.to_owned(), step.to_owned(), on.to_owned(), to.to_owned())
    };
    let all = [
        row("0002", "making", "2026-11-01", ""),
        row("E1", "input", "2026-11-01", ""),
        row("E1", "input", "2026-11-01", ""),
        row("E1", "making", "2026-11-01", ""),
        row("E1", "shipping", "2026-11-05", OTHER),
        row("E1", "shipping", "2026-11-20", OTHER),
    ];
    assert_eq!(sheet(""), all);
    assert_eq!(sheet("?product=SS-200&lot=E1"), all[1..]);
    assert_eq!(sheet("?first=2026-11-02&last=2026-11-19"), all[4..5]);
    assert_eq!(sheet("?product=OTHER"), []);
    let table = file(&app, &token, "tracing.csv?lang=en").text();
    let mut lines = table.lines();
    assert!(lines.next().unwrap().contains("Step,Date,Product,Lot,Barcode number"), "{table}");
    let shipped = table.lines().find(|line| line.starts_with("shipping,2026-11-05")).unwrap();
    let parts = ["09521001400176", MAKER, OTHER, "Smoked pork sausage"];
    assert!(parts.iter().all(|part| shipped.contains(part)), "{shipped}");
    let name =
        |code: &str| app.get(&format!("/api/v1/organizations/{code}")).json()["name"]["zh"].clone();
    for code in [MAKER, OTHER] {
        assert!(shipped.contains(name(code).as_str().unwrap()), "{shipped}");
    }
    assert!(table.contains("秘密供应商"), "{table}");
    assert_eq!(file(&app, &token, "tracing.xlsx").status, 200);
    for (query, pointer) in
        [("lot=E1", "?product"), ("first=soon", "?first"), ("product=a%20b", "?product")]
    {
        let answer = file(&app, &token, &format!("tracing.csv?{query}"));
        assert_eq!(
            (answer.status, answer.json()["errors"][0]["pointer"].as_str()),
            (400, Some(pointer))
        );
    }
    assert_eq!(file(&app, &shop, "tracing.csv").status, 403);
}

#[test]
fn only_the_office_gets_it() {
    let app = TestApp::start();
    filled(&app);
    let other = app.admit(OTHER, "producer", "341126");
    let seller = app.token(MAKER, "seller");
    for token in [&other, &seller, &app.operator] {
        let answer = file(&app, token, "batches.csv");
        assert_eq!((answer.status, answer.code().as_str()), (403, "notYours"));
    }
    assert_eq!(file(&app, "", "batches.csv").status, 401);
    let path = base(MAKER).replace("/imports", "/exports/pallets.csv");
    assert_eq!(app.get_as(&other, &path).status, 404);
}
