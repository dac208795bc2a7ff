//! Versions of a label: a print run carries the label it was printed with, whatever the batch was
//! registered under.

use super::Stage;
use super::doses::lot;
use crate::harness::escape;
use serde_json::{Value, json};

fn version(number: u32, name: &str, allergen: &str) -> Value {
    json!({
        "product": "SS-200",
        "version": number,
        "name": {"zh": name, "en": format!("Label {number}")},
        "category": "general",
        "specification": format!("{number}00 g"),
        "netContent": {"value": number * 100, "unit": "GRM"},
        "label": {
            "ingredientStatement": [{"name": {"zh": format!("配料{number}")}}],
            "allergens": [{"code": allergen, "containment": "CONTAINS"}],
        },
    })
}

fn scanned(stage: &Stage, path: &str) -> (Value, String) {
    let report = stage.app.send("GET", path, &[("accept", "application/json")], None).json();
    let page = stage.app.send("GET", path, &[("accept", "text/html")], None).text();
    (report, page)
}

#[test]
fn a_unit_shows_the_label_it_carries() {
    let stage = Stage::new();
    let firm = stage.firm();
    stage.accepted(&firm.token, &firm.path("products"), &version(1, "旧标签", "AY"));
    stage.accepted(&firm.token, &firm.path("products"), &version(2, "新标签", "AM"));
    let batch = lot(&json!({"quantity": {"value": 20, "unit": "EA"}, "units": {"issue": 1}}));
    stage.accepted(&firm.token, &firm.path("batches"), &batch);
    let units = firm.batch("units");
    stage.accepted(&firm.token, &units, &json!({"issue": 2, "labelVersion": 1}));
    stage.accepted(&firm.token, &units, &json!({"issue": 1, "labelVersion": 2}));
    let own = json!({"serials": {"first": "OLD-01", "last": "OLD-03"}, "labelVersion": 1});
    stage.accepted(&firm.token, &units, &own);
    stage.accepted(&firm.token, &units, &json!({"serials": {"list": ["NEW-01"]}}));
    let unknown =
        stage.app.post_keyed(&firm.token, "u", &units, &json!({"issue": 1, "labelVersion": 3}));
    assert_eq!((unknown.status, unknown.code().as_str()), (409, "versionNotRegistered"));
    let unknown = json!({"serials": {"list": ["N-1"]}, "labelVersion": 3});
    let unknown = stage.app.post_keyed(&firm.token, "s", &units, &unknown);
    assert_eq!((unknown.status, unknown.code().as_str()), (409, "versionNotRegistered"));
    stage.accepted(&firm.token, &firm.batch("release"), &json!({}));
    stage.accepted(&firm.token, &firm.batch("activation"), &json!({}));
    let csv = stage.app.get_as(&firm.token, &firm.batch("units.csv")).text();
    let mut rows = csv.lines();
    assert_eq!(rows.next(), Some("ordinal,serial,url"));
    let rows: Vec<Vec<&str>> = rows.map(|row| row.split(',').collect()).collect();
    assert_eq!(rows.len(), 8);
    assert!(rows.iter().all(|row| row.len() == 3), "{csv}");
    // 1 at registration, 2 and 3 with the old label, 4 with the new one, then own serials.
    for (row, number) in rows.iter().zip([2, 1, 1, 2, 1, 1, 1, 2]) {
        let serial = row[1];
        let path = format!("/o/{}/SS-200/21/{serial}", escape(&firm.code));
        let (report, page) = scanned(&stage, &path);
        assert_eq!(report["verdict"], "registered", "{report}");
        assert_eq!(report["unit"]["labelVersion"], number, "{row:?}");
        assert_eq!(report["product"]["version"], 2, "the batch's own version");
        let (name, other) =
            if number == 1 { ("旧标签", "新标签") } else { ("新标签", "旧标签") };
        assert_eq!(report["product"]["name"]["zh"], name);
        assert_eq!(report["compareWithPack"]["name"]["zh"], name);
        assert_eq!(report["compareWithPack"]["netContent"], format!("{number}00 g"));
        assert!(page.contains(name) && !page.contains(other), "{page}");
        assert!(page.contains(&format!("配料{number}")), "{page}");
        let allergen = report["label"]["items"][0]["text"]["zh"].as_str().unwrap().to_owned();
        let expected = if number == 1 { "大豆" } else { "乳" };
        assert!(allergen.contains(expected), "{allergen}");
    }
    // The lot as a whole is told of by its own version.
    let (report, _) = scanned(&stage, &format!("/o/{}/SS-200/10/L1", escape(&firm.code)));
    assert_eq!(
        (&report["unit"], &report["product"]["name"]["zh"]),
        (&Value::Null, &json!("新标签"))
    );
    stage.replays();
}
