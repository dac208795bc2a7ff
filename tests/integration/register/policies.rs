//! Policies in use: an operator adopts what asks more, from its day on; what asks less is refused, and
//! everybody can read what is judged by.

use super::case::{Case, TOY, WORKSHOP};
use super::{Stage, unmet};
use serde_json::{Value, json};

const POLICIES: &str = "/api/v1/policies";

/// The shipped profile in its next version, from a day on.
fn next(stage: &Stage, id: &str, from: &str) -> Value {
    let shown = stage.app.get(&format!("{POLICIES}/profile/{id}/1"));
    assert_eq!(shown.status, 200, "{}", shown.text());
    let mut document = shown.json()["document"].clone();
    document["version"] = json!(2);
    document["effectiveFrom"] = from.into();
    document
}

fn clause() -> Value {
    json!({"zh": "本省通知", "en": "Provincial notice", "source": "policy"})
}

fn adopt(stage: &Stage, token: &str, document: &Value) -> crate::harness::Answer {
    stage.app.post(token, POLICIES, &json!({"kind": "profile", "document": document}))
}

#[test]
fn a_tighter_profile_applies_from_its_day_on() {
    let stage = Stage::new();
    let mut tighter = next(&stage, TOY, "2026-11-10");
    tighter["groups"] = json!([{"groups": ["netContent"], "clause": clause()}]);
    let answer = adopt(&stage, &stage.app.operator, &tighter);
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.json()["policy"], "goods.toy@2");
    for (made_on, refused) in [("2026-11-09", false), ("2026-11-10", true)] {
        let mut case = Case::complete(TOY);
        case.product.as_object_mut().unwrap().remove("netContent");
        case.batch["producedOn"] = made_on.into();
        let firm = stage.ready(&case);
        let answer = stage.release(&firm);
        if refused {
            let row = ["/netContent", "groupMissing", "netContent", "Provincial notice"];
            assert_eq!(unmet(&answer), [row.map(str::to_owned)]);
        } else {
            assert_eq!(answer.status, 201, "{}", answer.text());
            assert_eq!(stage.report(&firm)["batch"]["completeness"]["profile"], "goods.toy@1");
        }
    }
    // A lot that meets it says which one it was held against.
    let mut case = Case::complete(TOY);
    case.batch["producedOn"] = "2026-11-10".into();
    let firm = stage.ready(&case);
    assert_eq!(stage.release(&firm).status, 201);
    assert_eq!(stage.report(&firm)["batch"]["completeness"]["profile"], "goods.toy@2");
    stage.replays();
}

#[test]
fn a_loosening_profile_is_refused_and_nothing_changes() {
    let stage = Stage::new();
    let mut looser = next(&stage, TOY, "2026-10-01");
    looser.as_object_mut().unwrap().remove("permits");
    let mut lower = next(&stage, TOY, "2026-10-01");
    lower["risk"]["level"] = "low".into();
    let mut ungated = next(&stage, WORKSHOP, "2026-10-01");
    ungated["declarations"][0]["gate"] = json!(false);
    for document in [looser, lower, ungated] {
        let answer = adopt(&stage, &stage.app.operator, &document);
        assert_eq!((answer.status, answer.code().as_str()), (409, "policyConflict"), "{document}");
        let path = format!("{POLICIES}/profile/{}/2", document["id"].as_str().unwrap());
        assert_eq!(stage.app.get(&path).status, 404);
    }
    let mut case = Case::complete(TOY);
    case.entries.clear();
    assert_eq!(unmet(&stage.release(&stage.ready(&case))).len(), 1);
}

/// An exemption says which rule goes and by what clause: that is no loosening unsaid.
#[test]
fn an_exemption_with_its_clause_is_adopted() {
    let stage = Stage::new();
    let mut exempt = next(&stage, TOY, "2026-10-01");
    exempt.as_object_mut().unwrap().remove("permits");
    exempt["exempt"] = json!([{"rules": ["permit:certification"], "clause": clause()}]);
    let answer = adopt(&stage, &stage.app.operator, &exempt);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let mut case = Case::complete(TOY);
    case.entries.clear();
    let answer = stage.release(&stage.ready(&case));
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[test]
fn only_an_operator_adopts_and_a_repeat_gets_its_receipt() {
    let stage = Stage::new();
    let firm = stage.firm();
    let mut tighter = next(&stage, TOY, "2026-11-10");
    tighter["groups"] = json!([{"groups": ["netContent"], "clause": clause()}]);
    for token in [&firm.token, &stage.regulator] {
        let answer = adopt(&stage, token, &tighter);
        assert_eq!((answer.status, answer.code().as_str()), (403, "notYours"));
    }
    let first = adopt(&stage, &stage.app.operator, &tighter);
    let again = adopt(&stage, &stage.app.operator, &tighter);
    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(first.json()["receipt"], again.json()["receipt"]);
    tighter["name"]["en"] = "Playthings".into();
    let other = adopt(&stage, &stage.app.operator, &tighter);
    assert_eq!((other.status, other.code().as_str()), (409, "changedUnderSameIdentity"));
}

#[test]
fn everybody_can_read_what_is_judged_by() {
    let stage = Stage::new();
    let (mut path, mut listed) = (format!("{POLICIES}?limit=20"), Vec::new());
    loop {
        let page = stage.app.get(&path);
        listed.extend(page.json()["items"].as_array().unwrap().clone());
        let Some(next) = page.header("link").split(['<', '>']).nth(1) else { break };
        path = next.to_owned();
    }
    let kinds = |kind: &str| listed.iter().filter(|policy| policy["kind"] == kind).count();
    let shipped = suyuan::rules::profile::SHIPPED.len();
    assert_eq!((kinds("profile"), kinds("additiveTable"), kinds("bannedList")), (shipped, 1, 1));
    for policy in &listed {
        assert_eq!(policy["shipped"], true);
        let text = |name: &str| policy[name].as_str().unwrap().to_owned();
        let version = &policy["version"];
        let id = crate::harness::escape(&text("id"));
        let shown = stage.app.get(&format!("{POLICIES}/{}/{id}/{version}", text("kind")));
        assert_eq!(shown.status, 200, "{policy}");
        let document = shown.json()["document"].clone();
        assert_eq!((&document["id"], &document["version"]), (&policy["id"], version));
        // The digest is of the document's canonical bytes: anybody can work it out.
        let bytes = suyuan::codec::canonical::to_bytes(&document);
        assert_eq!(blake3::hash(&bytes).to_hex().as_str(), text("digest"), "{policy}");
    }
}
