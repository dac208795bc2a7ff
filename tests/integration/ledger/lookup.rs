//! `suyuan lookup`: a code as printed, an address, or the picture of a label, against a running service.

use crate::harness::{MAKER, TestApp};
use crate::process::{Ended, run};
use serde_json::Value;

fn lookup(app: &TestApp, code: &str, more: &[&str]) -> Ended {
    let server = format!("http://{}", app.address);
    run(&[&["lookup", code, "--server", &server], more].concat())
}

/// The value behind a name at the start of a line.
fn line<'a>(ended: &'a Ended, name: &str) -> &'a str {
    assert!(ended.ok, "{ended:?}");
    let found = ended.out.lines().find_map(|line| line.strip_prefix(name));
    found.unwrap_or_default().trim()
}

#[test]
fn a_code_an_address_and_a_label_lead_to_the_same_unit() {
    let app = TestApp::start();
    let token = app.with_maker();
    app.lot(&token, "L1", 3);
    let [_, serial, url] = app.units(&token, "L1").remove(0);
    let groups: Vec<_> = (0..4).map(|group| &serial[4 * group..4 * group + 4]).collect();
    let printed = groups.join("-");
    let path = format!("/api/v1/organizations/{MAKER}/units/{serial}/qr.png");
    let picture = app.get_as(&token, &path);
    assert_eq!(picture.status, 200);
    let folder = tempfile::tempdir().unwrap();
    let label = folder.path().join("label.png");
    std::fs::write(&label, &picture.bytes).unwrap();
    for code in [&serial, &serial.to_lowercase(), &printed, &url, label.to_str().unwrap()] {
        let found = lookup(&app, code, &[]);
        assert_eq!(line(&found, "verdict"), "registered", "{code}");
        assert_eq!(line(&found, "product"), "Smoked pork sausage", "{code}");
        assert_eq!(line(&found, "lot"), "L1", "{code}");
        let json = lookup(&app, code, &["--json"]);
        let report: Value = serde_json::from_str(&json.out).unwrap();
        assert_eq!(report["verdict"], "registered");
        assert_eq!(report["unit"]["ordinal"], Value::Null, "an ordinal is not for everyone");
    }
    let labelled = lookup(&app, label.to_str().unwrap(), &[]);
    assert_eq!(line(&labelled, "label"), url);
    let chinese = lookup(&app, &serial, &["--lang", "zh"]);
    assert_eq!(line(&chinese, "product"), "烟熏猪肉香肠");
}

#[test]
fn what_cannot_be_looked_up_is_said_in_a_sentence() {
    let app = TestApp::start();
    let folder = tempfile::tempdir().unwrap();
    let blank = folder.path().join("blank.png");
    image::GrayImage::from_pixel(64, 64, image::Luma([255])).save(&blank).unwrap();
    let refusals = [
        ("what is this?", "write a code as printed, a whole address, or a PNG file of a label"),
        (blank.to_str().unwrap(), "no QR symbol can be read in this picture"),
    ];
    for (code, sentence) in refusals {
        let refused = lookup(&app, code, &[]);
        assert!(!refused.ok && refused.out.is_empty(), "{refused:?}");
        assert_eq!(refused.err, format!("suyuan: {sentence}\n"));
    }
    assert!(!lookup(&app, folder.path().join("none.png").to_str().unwrap(), &[]).ok);
    let unknown = lookup(&app, "http://t.example.cn/01/09521001400176", &[]);
    assert_eq!(line(&unknown, "verdict"), "unknown");
    let mistyped = lookup(&app, "0000-0000-0000-0000", &[]);
    assert!(["codeMistyped", "unknown"].contains(&line(&mistyped, "verdict")), "{mistyped:?}");
    let gone = run(&["lookup", "0000000000000000", "--server", "http://127.0.0.1:1"]);
    assert!(!gone.ok && gone.err.starts_with("suyuan: "), "{gone:?}");
}
