//! Forms of files: templates, encodings, linked sheets, lines of JSON, and how large they may be.

use super::{CSV, HEAD, NDJSON, XLSX, counts, findings, good, lines, run, settled, tried};
use crate::harness::{MAKER, TestApp, batch};
use rust_xlsxwriter::Workbook;
use serde_json::json;
use std::io::Write;
use suyuan::limits::{
    IMPORT_BYTES_MAX, IMPORT_CELL_CHARS_MAX, IMPORT_COLUMNS_COUNT_MAX, IMPORT_PARTS_COUNT_MAX,
    IMPORT_UNPACKED_BYTES_MAX, SIDE_IMPORTS_COUNT_MAX,
};

#[test]
fn the_example_of_every_template_can_be_taken_in() {
    for (format, media) in [("csv", CSV), ("xlsx", XLSX)] {
        let app = TestApp::start();
        let maker = app.with_maker();
        for kind in ["organizations", "products", "batches", "checks", "events", "serials"] {
            for lang in ["zh", "en"] {
                let path = format!("/api/v1/imports/templates/{kind}.{format}?lang={lang}");
                let file = app.get(&path);
                assert_eq!((file.status, file.header("content-type")), (200, media), "{path}");
                let token = if kind == "organizations" { &app.operator } else { &maker };
                let import = tried(&app, token, kind, media, &file.bytes);
                assert_eq!(import["counts"]["failed"], 0, "{path}: {import}");
                let done = run(&app, token, &import, "rollback");
                let once = if lang == "zh" { [1, 1, 0, 0] } else { [1, 0, 1, 0] };
                assert_eq!((counts(&done), done["state"].as_str()), (once, Some("done")), "{path}");
            }
        }
        let lot =
            app.get_as(&maker, &format!("/api/v1/organizations/{MAKER}/batches/DEMO-200/DEMO-L1"));
        assert_eq!(lot.json()["ingredients"][0]["quantity"]["unit"], "KGM", "{}", lot.text());
    }
    let app = TestApp::start();
    assert_eq!(app.get("/api/v1/imports/templates/pallets.xlsx").status, 404);
    assert_eq!(app.get("/api/v1/imports/templates/batches.ndjson").status, 404);
}

#[test]
fn text_comes_in_two_encodings_between_three_marks() {
    let app = TestApp::start();
    let token = app.with_maker();
    let text = String::from_utf8(lines(&[&good("A1"), &good("A2")])).unwrap();
    // The same in GB18030: the head alone says so.
    let (gb, ..) = encoding_rs::GB18030.encode(&text);
    let files: [Vec<u8>; 4] = [
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        gb.into_owned(),
        text.replace(',', ";").into_bytes(),
        text.replace(',', "\t").into_bytes(),
    ];
    for file in &files {
        let import = tried(&app, &token, "batches", CSV, file);
        assert_eq!((counts(&import), findings(&import)), ([2, 2, 0, 0], Vec::new()));
    }
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.bytes().flat_map(|b| [b, 0])).collect();
    let import = tried(&app, &token, "batches", CSV, &utf16);
    assert_eq!(
        (import["state"].as_str(), findings(&import)),
        (Some("unreadable"), vec!["0 otherEncoding".to_owned()])
    );
}

#[test]
fn columns_are_named_when_unknown_missing_or_doubled() {
    let app = TestApp::start();
    let token = app.with_maker();
    let file = "批号,颜色,lot,产品代码,数量,单位\r\nA1,red,A1,SS-200,1,EA\r\n";
    let import = tried(&app, &token, "batches", CSV, file.as_bytes());
    assert_eq!(findings(&import), ["B1 unknownColumn", "C1 duplicateColumn", "1 missingColumn"]);
    assert_eq!(import["items"][2]["header"], "生产日期 / Produced on");
    let id = import["id"].as_str().unwrap();
    let path = format!("/api/v1/organizations/{MAKER}/imports/{id}/run");
    let refused = app.post(&token, &path, &json!({"mode": "proceed"}));
    assert_eq!((refused.status, refused.code().as_str()), (409, "importNotReady"));
}

#[test]
fn lines_of_json_are_the_documents_of_the_api() {
    let app = TestApp::start();
    let token = app.with_maker();
    let mut wrong = batch("J2", 3);
    wrong["quantity"]["value"] = json!("many");
    let file = format!("{}\n\n{wrong}\n{{\"a\":\n", batch("J1", 3));
    let import = tried(&app, &token, "batches", NDJSON, file.as_bytes());
    assert_eq!(findings(&import), ["3 wrongType", "4 malformed"]);
    assert_eq!(import["items"][0]["header"], "/quantity/value");
    assert_eq!(counts(&run(&app, &token, &import, "proceed")), [3, 1, 0, 2]);
    // Sent by the API it is the same act.
    let path = format!("/api/v1/organizations/{MAKER}/batches");
    assert_eq!(app.post(&token, &path, &batch("J1", 3)).status, 200);
    let path =
        format!("/api/v1/organizations/{MAKER}/imports/{}/failed", import["id"].as_str().unwrap());
    let failed = app.get_as(&token, &path).text();
    assert!(failed.lines().next().unwrap().contains("\"errors\":["), "{failed}");
    let mended = failed.lines().next().unwrap().replace("\"many\"", "3");
    let import = tried(&app, &token, "batches", NDJSON, mended.as_bytes());
    assert_eq!((counts(&import), findings(&import)), ([1, 1, 0, 0], Vec::new()));
}

#[test]
fn sizes_are_bounded() {
    let app = TestApp::start();
    let token = app.with_maker();
    let long = format!("{HEAD}{}\r\n", good(&"x".repeat(IMPORT_CELL_CHARS_MAX + 1)));
    let wide = format!("{HEAD}{}x\r\n", ",".repeat(IMPORT_COLUMNS_COUNT_MAX));
    for (file, code) in [(long, "2 cellTooLong"), (wide, "2 tooManyColumns")] {
        let import = tried(&app, &token, "batches", CSV, file.as_bytes());
        assert_eq!(
            (import["state"].as_str(), findings(&import)),
            (Some("unreadable"), vec![code.to_owned()])
        );
    }
    for bomb in [bomb(IMPORT_UNPACKED_BYTES_MAX + 1), parts(IMPORT_PARTS_COUNT_MAX + 1)] {
        let import = tried(&app, &token, "batches", XLSX, &bomb);
        assert_eq!(findings(&import), ["0 unpacksTooLarge"]);
    }
    let import = tried(&app, &token, "batches", XLSX, b"PK\x03\x04 no archive");
    assert_eq!(findings(&import), ["0 unreadableFile"]);
    assert!(announced(&app, &token, IMPORT_BYTES_MAX + 1).contains("bodyTooLarge"));
    // The oldest makes room.
    let first = tried(&app, &token, "batches", CSV, &lines(&[&good("A1")]));
    for _ in 0..SIDE_IMPORTS_COUNT_MAX {
        tried(&app, &token, "batches", CSV, &lines(&[&good("A1")]));
    }
    let path = format!("/api/v1/organizations/{MAKER}/imports/{}", first["id"].as_str().unwrap());
    assert_eq!(app.get_as(&token, &path).status, 404);
}

/// The answer to the head of an upload alone: it is refused by what it announces.
fn announced(app: &TestApp, token: &str, bytes: u64) -> String {
    let mut stream = std::net::TcpStream::connect(app.address).unwrap();
    write!(
        stream,
        "POST /api/v1/organizations/{MAKER}/imports?kind=batches HTTP/1.1\r\nHost: {}\r\n\
         Authorization: Bearer {token}\r\nContent-Type: {CSV}\r\nContent-Length: {bytes}\r\n\
         Connection: close\r\n\r\n",
        app.address
    )
    .unwrap();
    let mut answer = String::new();
    std::io::Read::read_to_string(&mut stream, &mut answer).unwrap();
    answer
}

fn bomb(bytes: u64) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive
        .start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), bytes), &mut archive).unwrap();
    archive.finish().unwrap().into_inner()
}

fn parts(count: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for part in 0..count {
        archive.start_file(format!("{part}"), zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(b"x").unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_links_its_sheets() {
    let app = TestApp::start();
    let token = app.with_maker();
    let mut book = Workbook::new();
    let sheets: [(&str, &[&[&str]]); 4] = [
        (
            "批次",
            &[
                &["产品代码", "批号", "生产日期", "数量", "单位", "产地国家", "没有使用添加剂"],
                &["SS-200", "W1", "2026-11-01", "10", "EA", "CN", "是"],
            ],
        ),
        (
            "配料",
            &[
                &["产品代码", "批号", "中文名称", "用量", "用量单位"],
                &["SS-200", "W1", "猪肉", "5", "KGM"],
                &["SS-200", "W1", "盐", "0.1", "kilo"],
                &["SS-200", "W9", "糖", "0.1", "KGM"],
            ],
        ),
        (
            "检验",
            &[
                &["产品代码", "批号", "报告编号", "检验类型", "检验日期"],
                &["SS-200", "W1", "R-1", "factoryTest", "2026-11-02"],
            ],
        ),
        (
            "检验项目",
            &[
                &["产品代码", "批号", "报告编号", "项目", "结果", "结果单位", "上限"],
                &["SS-200", "W1", "R-1", "nitrite", "12", "mg/kg", "30"],
            ],
        ),
    ];
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let import = tried(&app, &token, "", XLSX, &bytes);
    let errors: Vec<_> =
        findings(&import).into_iter().filter(|one| !one.ends_with("numberAsText")).collect();
    // Without its lot the test has nothing to stand on.
    assert_eq!(errors, ["配料E3 notAUnit", "配料4 noRecord", "检验2 notFound"]);
    let id = import["id"].as_str().unwrap();
    let path = format!("/api/v1/organizations/{MAKER}/imports/{id}/failed");
    let failed = app.get_as(&token, &path);
    let again = tried(&app, &token, "", XLSX, &failed.bytes);
    assert_eq!(again["counts"]["failed"], 3, "{again}");
    assert_eq!(settled(&app, &token, id)["state"], "checked");
}
