//! Labels: what is printed can be read back, and leads to the unit it was printed for.

mod bounds;
mod guesses;
mod reading;
mod sizes;
mod stream;

use crate::harness::{MAKER, TestApp, batch, batch_path, escape, organization};
use serde_json::{Value, json};

const HOST: &str = "https://t.example.cn";
/// The maker's product without a GTIN.
const PLAIN: &str = "TF-9";
/// A firm by its LEI, and one by the number of another registry.
const BY_LEI: &str = "5493001KJTIIGC8Y1R12";
const BY_REGISTRY: &str = "US-FSIS:M7091A+P7091A";

/// A row of `units.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    ordinal: u64,
    serial: String,
    url: String,
}

impl Row {
    /// Path and query of its address, which must be on the service's own host.
    fn path(&self) -> &str {
        assert!(self.url[..HOST.len()].eq_ignore_ascii_case(HOST), "{}", self.url);
        &self.url[HOST.len()..]
    }
}

/// The rows of a list, with RFC 4180 quotes undone.
fn rows(text: &str) -> Vec<Row> {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("ordinal,serial,url"));
    lines.map(row).collect()
}

fn row(line: &str) -> Row {
    let (ordinal, rest) = line.split_once(',').unwrap();
    let (serial, url) = match rest.strip_prefix('"') {
        Some(quoted) => {
            let (serial, url) = quoted.rsplit_once("\",").unwrap();
            (serial.replace("\"\"", "\""), url)
        }
        None => rest.split_once(',').map(|(serial, url)| (serial.to_owned(), url)).unwrap(),
    };
    Row { ordinal: ordinal.parse().unwrap(), serial, url: url.to_owned() }
}

/// A command that must be accepted, under a key made of its words.
#[track_caller]
fn accepted(app: &TestApp, token: &str, path: &str, body: &Value) -> Value {
    let key = blake3::hash(format!("{path} {body}").as_bytes()).to_hex();
    let answer = app.post_keyed(token, &key, path, body);
    assert_eq!(answer.status, 201, "{path}: {}", answer.text());
    answer.json()
}

/// A product without a GTIN under a firm.
fn plain_product(app: &TestApp, token: &str, firm: &str) {
    let body = json!({
        "product": PLAIN,
        "name": {"zh": "豆腐干", "en": "Dried tofu"},
        "category": "general",
        "specification": "100 g",
    });
    accepted(app, token, &format!("/api/v1/organizations/{}/products", escape(firm)), &body);
}

/// Puts a lot on sale: its list. `serials`: own ones instead of three codes.
fn lot(app: &TestApp, token: &str, [firm, product, lot]: [&str; 3], serials: &Value) -> Vec<Row> {
    let own = format!("/api/v1/organizations/{}", escape(firm));
    let mut body = batch(lot, 3);
    body["product"] = product.into();
    if !serials.is_null() {
        body.as_object_mut().unwrap().remove("units");
    }
    accepted(app, token, &format!("{own}/batches"), &body);
    let base = format!("{own}/batches/{product}/{}", escape(lot));
    if !serials.is_null() {
        accepted(app, token, &format!("{base}/units"), &json!({"serials": {"list": serials}}));
    }
    accepted(app, token, &format!("{base}/release"), &json!({}));
    accepted(app, token, &format!("{base}/activation"), &json!({}));
    let list = app.get_as(token, &format!("{base}/units.csv"));
    assert_eq!(list.status, 200, "{}", list.text());
    rows(&list.text())
}

/// A firm of any kind of code, as a producer.
fn firm(app: &TestApp, code: &str) -> String {
    let mut body = organization(code, "producer", "US");
    body["name"] = json!({"en": "Test Foods Inc", "zh": "测试食品公司"});
    accepted(app, &app.operator, "/api/v1/organizations", &body);
    app.token(code, "producer")
}

/// Path of a label.
fn label_path(firm: &str, serial: &str, kind: &str) -> String {
    format!("/api/v1/organizations/{}/units/{}/qr.{kind}", escape(firm), escape(serial))
}

/// The row's address answers, with the unit it was printed for.
#[track_caller]
fn answers(app: &TestApp, row: &Row) {
    assert_eq!(app.verdict(row.path()), "registered", "{row:?}");
    let report = app.send("GET", row.path(), &[("accept", "application/json")], None).json();
    assert_eq!(report["key"]["serial"], row.serial, "{report}");
    assert_eq!(report["identifies"], "unit");
}

#[test]
fn a_list_has_a_row_for_every_unit_in_order() {
    let app = TestApp::start();
    let token = app.with_maker();
    let mixed = lot(&app, &token, [MAKER, "SS-200", "L1"], &json!(["B7", "aB/1", "x,\"y\""]));
    let serials: Vec<_> = mixed.iter().map(|row| row.serial.as_str()).collect();
    assert_eq!(serials, ["B7", "aB/1", "x,\"y\""]);
    accepted(&app, &token, &batch_path("L1", "corrections"), &more_pieces());
    let issued = app.post_keyed(&token, "more", &batch_path("L1", "units"), &json!({"issue": 2}));
    assert_eq!(issued.status, 201, "{}", issued.text());
    assert_eq!(issued.json()["units"]["ordinals"], json!({"first": 4, "last": 5}));
    let all = rows(&app.get_as(&token, &batch_path("L1", "units.csv")).text());
    assert_eq!(all.iter().map(|row| row.ordinal).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(all[..3], mixed[..]);
    accepted(&app, &token, &batch_path("L1", "activation"), &json!({}));
    all.iter().for_each(|row| answers(&app, row));
}

fn more_pieces() -> Value {
    json!({
        "kind": "record",
        "reason": {"zh": "数量登记错误", "en": "wrong count"},
        "changes": [{"pointer": "/quantity/value", "value": 10}],
    })
}
