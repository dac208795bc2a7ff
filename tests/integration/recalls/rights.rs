//! Who may open, change and end a recall, and who a hold.

use super::{Stage, lots, over, reason, recall_path};
use crate::harness::{OTHER, batch_path};
use serde_json::json;

/// A regulator of Zhejiang, where the maker is not.
const ELSEWHERE: &str = "91330100799655058B";

#[test]
fn firms_recall_voluntarily_and_offices_as_they_see_fit() {
    let stage = Stage::with_lots(&["L1"]);
    let office = stage.regulator();
    let mut ordered = over(&lots(&["L1"]));
    ordered["kind"] = "ordered".into();
    stage.refused(&stage.maker, "/api/v1/recalls", &ordered, 403, "notYours");
    stage.says(&stage.unit("L1", 1), "registered");
    let answer = stage.accepted(&office, "/api/v1/recalls", &ordered);
    stage.says(&stage.unit("L1", 1), "recalled");
    let id = answer["id"].as_str().unwrap();
    let shown = stage.app.get(&format!("/api/v1/recalls/{id}")).json();
    assert_eq!(
        (&shown["kind"], &shown["openedBy"]["role"]),
        (&json!("ordered"), &json!("regulator"))
    );
    stage.accepted(&office, "/api/v1/recalls", &over(&lots(&["L1"])));
}

#[test]
fn an_office_acts_in_its_region_only() {
    let stage = Stage::with_lots(&["L1"]);
    let elsewhere = stage.app.admit(ELSEWHERE, "regulator", "330000");
    let body = over(&lots(&["L1"]));
    for path in ["/api/v1/recalls", "/api/v1/recalls/preview"] {
        stage.refused(&elsewhere, path, &body, 403, "outsideRegion");
    }
    stage.refused(&elsewhere, &batch_path("L1", "hold"), &reason(), 403, "outsideRegion");
    stage.all_say("L1", ["registered"; 3]);
    let county = stage.app.admit(OTHER, "regulator", "341124");
    stage.accepted(&county, "/api/v1/recalls", &body);
    stage.says(&stage.unit("L1", 1), "recalled");
}

#[test]
fn an_operator_never_measures() {
    let stage = Stage::with_lots(&["L1"]);
    let id = stage.open(&lots(&["L1"]));
    let operator = stage.app.operator.as_str();
    let code = "operatorNeverMeasures";
    for path in ["/api/v1/recalls", "/api/v1/recalls/preview"] {
        stage.refused(operator, path, &over(&lots(&["L1"])), 403, code);
    }
    for path in [batch_path("L1", "hold"), batch_path("L1", "unhold")] {
        stage.refused(operator, &path, &reason(), 403, code);
    }
    for end in ["closure", "lifting"] {
        stage.refused(operator, &recall_path(&id, end), &reason(), 403, code);
    }
    stage.says(&stage.unit("L1", 1), "recalled");
}

#[test]
fn other_firms_and_other_roles_have_no_recalls() {
    let stage = Stage::with_lots(&["L1"]);
    let stranger = stage.app.admit(OTHER, "producer", "341126");
    let laboratory = stage.app.token(crate::harness::MAKER, "laboratory");
    let seller = stage.app.token(crate::harness::MAKER, "seller");
    for token in [&stranger, &laboratory, &seller] {
        for path in ["/api/v1/recalls", "/api/v1/recalls/preview"] {
            stage.refused(token, path, &over(&lots(&["L1"])), 403, "notYours");
        }
        stage.refused(token, &batch_path("L1", "hold"), &reason(), 403, "notYours");
    }
    let nobody = stage.app.post("suyuan_0_0", "/api/v1/recalls", &over(&lots(&["L1"])));
    assert_eq!((nobody.status, nobody.code().as_str()), (401, "unauthorized"));
    stage.all_say("L1", ["registered"; 3]);
}

#[test]
fn only_the_openers_side_goes_on_with_a_recall() {
    let stage = Stage::with_lots(&["L1"]);
    let office = stage.regulator();
    let stranger = stage.app.admit(OTHER, "producer", "341126");
    let colleague = second_token(&stage);
    let of_firm = stage.open(&lots(&["L1"]));
    let opened = stage.accepted(&office, "/api/v1/recalls", &over(&lots(&["L1"])));
    let of_office = opened["id"].as_str().unwrap();
    let mut step = reason();
    step["scope"] = lots(&["L1"]);
    for (id, others) in
        [(of_firm.as_str(), [&office, &stranger]), (of_office, [&stage.maker, &stranger])]
    {
        for token in others {
            for name in ["extension", "narrowing"] {
                stage.refused(token, &recall_path(id, name), &step, 403, "notOpenersSide");
            }
            for name in ["closure", "lifting"] {
                stage.refused(token, &recall_path(id, name), &reason(), 403, "notOpenersSide");
            }
        }
    }
    stage.accepted(&colleague, &recall_path(&of_firm, "lifting"), &reason());
    stage.says(&stage.unit("L1", 1), "recalled");
    stage.accepted(&office, &recall_path(of_office, "lifting"), &reason());
    stage.says(&stage.unit("L1", 1), "registered");
}

#[test]
fn steps_stay_within_the_openers_reach() {
    let stage = Stage::with_lots(&["L1"]);
    stage.app.admit(OTHER, "producer", "341126");
    let id = stage.open(&lots(&["L1"]));
    let mut step = reason();
    step["scope"] = json!({"organization": OTHER});
    stage.refused(&stage.maker, &recall_path(&id, "extension"), &step, 403, "notYours");
    step["scope"] = json!({"organization": ELSEWHERE});
    stage.refused(&stage.maker, &recall_path(&id, "extension"), &step, 404, "notFound");
}

/// Another producer token of the maker.
fn second_token(stage: &Stage) -> String {
    let path = format!("/api/v1/organizations/{}/tokens", crate::harness::MAKER);
    let body = json!({"role": "producer", "label": "second"});
    let issued = stage.accepted(&stage.app.operator, &path, &body);
    issued["token"].as_str().unwrap().to_owned()
}
