//! Files of batches, from the upload to the last row that is registered, beside registering the same
//! documents in process.

use crate::client::Connection;
use crate::fill::{self, Store};
use crate::goods;
use crate::machine;
use crate::register;
use crate::server::Server;
use crate::table::{Table, count, ratio};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use suyuan::wire::table::Format;

/// Rows of a file.
const ROWS: u64 = 100_000;
/// How often the service is asked how far it is.
const POLL: Duration = Duration::from_millis(50);

/// Heads of the columns of the spreadsheet, and the cells of a row below the lot.
const COLUMNS: [(&str, &str); 13] = [
    ("producedOn", "2026-11-01"),
    ("expiresOn", "2099-12-31"),
    ("manufacturer.permit", "SC10434112400018"),
    ("origin.country", "CN"),
    ("origin.region", "341124"),
    ("quantity.value", "20"),
    ("quantity.unit", "EA"),
    ("units.issue", "20"),
    ("ingredients.name.zh", "猪肉"),
    ("ingredients.quantity.value", "1017.2"),
    ("ingredients.quantity.unit", "KGM"),
    ("ingredients.source.lotAsPrinted", "20261028-07"),
    ("!additives", "是"),
];

/// Prints rows per second against registering in process, and the memory of the service.
pub(crate) fn measure() {
    let table = Table::new(
        &format!("Files of {} batches", count(ROWS as f64)),
        &[
            "file",
            "MB",
            "in process/s",
            "rows/s",
            "ratio",
            "tried, s",
            "written, s",
            "service, MiB",
        ],
    );
    let product = goods::product(0);
    let whole = |lot: &str| goods::batch_body(&product, lot, goods::UNITS);
    let lines =
        (0..ROWS).map(|row| format!("{}\n", whole(&register::lot(row)))).collect::<String>();
    one(&table, Format::Ndjson, lines.as_bytes(), register::rate(&whole), 0.4);
    let short = |lot: &str| short_body(&product, lot);
    one(&table, Format::Xlsx, &workbook(&product), register::rate(&short), 0.25);
}

fn one(table: &Table, format: Format, file: &[u8], in_process: f64, aim: f64) {
    let store = Store::filled(1_000);
    let server = Server::start(&store);
    let took = fill::threads().block_on(sent(&store, &server, format, file));
    let rows = ROWS as f64 / (took.0 + took.1).as_secs_f64();
    table.row(&[
        format.word().to_owned(),
        count(file.len() as f64 / 1e6),
        count(in_process),
        count(rows),
        ratio(rows / in_process, aim),
        format!("{:.1}", took.0.as_secs_f64()),
        format!("{:.1}", took.1.as_secs_f64()),
        count(machine::peak_mebibytes(server.process()) as f64),
    ]);
}

/// Sends a file and has it taken in: how long it was tried, and how long it was written.
async fn sent(store: &Store, server: &Server, format: Format, file: &[u8]) -> (Duration, Duration) {
    let base = format!("/api/v1/organizations/{}/imports", store.maker);
    let mut connection = Connection::open(server.service).await;
    let mut ask = async |method: &str, path: &str, media: &str, body: &[u8]| {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\
             content-type: {media}\r\ncontent-length: {}\r\n\r\n",
            server.service,
            store.token,
            body.len(),
        );
        let (status, answer) = connection.exchange(&[head.as_bytes(), body].concat()).await;
        assert!((200..300).contains(&status), "{}", String::from_utf8_lossy(answer));
        let start = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a body");
        serde_json::from_slice::<Value>(answer.get(start + 4..).expect("a body")).unwrap()
    };
    let began = Instant::now();
    let upload = ask("POST", &format!("{base}?kind=batches"), format.media(), file).await;
    let job = format!("{base}/{}", text(&upload, "/id"));
    let mut times = [began.elapsed(); 2];
    for (at, busy) in ["checking", "running"].into_iter().enumerate() {
        if at == 1 {
            let mode = json!({"mode": "proceed"}).to_string();
            ask("POST", &format!("{job}/run"), "application/json", mode.as_bytes()).await;
        }
        loop {
            let now = ask("GET", &job, "application/json", b"").await;
            if text(&now, "/state") != busy {
                let accepted = now.pointer("/counts/accepted").and_then(Value::as_u64);
                assert_eq!(accepted, Some(ROWS), "{now}");
                break;
            }
            tokio::time::sleep(POLL).await;
        }
        if let Some(time) = times.get_mut(at) {
            *time = began.elapsed();
        }
    }
    let [tried, written] = times;
    (tried, written - tried)
}

fn text<'a>(answer: &'a Value, pointer: &str) -> &'a str {
    answer.pointer(pointer).and_then(Value::as_str).expect("a text")
}

/// The document that a row of the spreadsheet comes to.
fn short_body(product: &str, lot: &str) -> Value {
    json!({
        "product": product,
        "lot": lot,
        "producedOn": "2026-11-01",
        "expiresOn": "2099-12-31",
        "manufacturer": {"permit": "SC10434112400018"},
        "origin": {"country": "CN", "region": "341124"},
        "quantity": {"value": 20, "unit": "EA"},
        "units": {"issue": 20},
        "ingredients": [{
            "name": {"zh": "猪肉"},
            "quantity": {"value": 1017.2, "unit": "KGM"},
            "source": {"lotAsPrinted": "20261028-07"},
        }],
        "additives": [],
    })
}

fn workbook(product: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().unwrap();
    let heads = ["product", "lot"].into_iter().chain(COLUMNS.map(|(head, _)| head));
    for (column, head) in (0..).zip(heads) {
        sheet.write_string(0, column, head).unwrap();
    }
    for row in 0..ROWS {
        let at = u32::try_from(row + 1).unwrap();
        sheet.write_string(at, 0, product).unwrap();
        sheet.write_string(at, 1, register::lot(row)).unwrap();
        for (column, (head, cell)) in (2..).zip(COLUMNS) {
            match cell.parse::<f64>() {
                Ok(number) if !head.ends_with("region") => sheet.write_number(at, column, number),
                _ => sheet.write_string(at, column, cell),
            }
            .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}
