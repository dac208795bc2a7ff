//! The first use, end to end: a batch is registered, released, put on sale, labelled and scanned.

use crate::harness::{MAKER, TestApp, batch_path};

#[test]
fn a_scanned_code_answers_with_its_batch() {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "L1", 3);
    let units = app.units(&token, "L1");
    assert_eq!(units.len(), 3);
    let [ordinal, serial, url] = &units[0];
    assert_eq!(ordinal, "1");
    assert_eq!(url, &format!("HTTPS://T.EXAMPLE.CN/01/09521001400176/21/{serial}"));
    let answer = app.get(&format!("/api/v1/units/{MAKER}/{serial}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["verdict"], "registered", "{}", answer.text());
    let path = url.strip_prefix("HTTPS://T.EXAMPLE.CN").unwrap();
    let page = app.send("GET", path, &[("accept", "text/html"), ("accept-language", "en")], None);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Registered"), "{}", page.text());
    assert_eq!(app.get_as(&token, &batch_path("L1", "")).status, 200);
}
