//! Policies in use: an operator adopts what asks more, from its day on; what asks less is refused, and
//! everybody can read what is judged by.

use super::case::{Case, TOY, WORKSHOP};
use super::{Stage, unmet};
use crate::harness::TestApp;
use serde_json::{Value, json};
use std::sync::Arc;
use suyuan::app::new_token;
use suyuan::clock::{Clock, Entropy};
use suyuan::codec::canonical::to_bytes;
use suyuan::domain::command::Document;
use suyuan::domain::day::{Day, Instant};
use suyuan::domain::words::PolicyKind;
use suyuan::fact::body::Body;
use suyuan::fact::record::{ActorRecord, PolicyRecord};
use suyuan::fact::seal::{Draft, Salts, seal};
use suyuan::ledger::commit::Block;
use suyuan::ledger::genesis::open_ledger;
use suyuan::store::db::Db;
use suyuan::store::keyring::Keyring;

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

/// A ledger on which the operator adopted a profile before the program brought one that contradicts it:
/// the service starts, says what it left out, and judges by the operator's.
#[test]
fn a_shipped_profile_that_contradicts_the_operators_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = include_str!("../../../schemas/profiles/food.meat.cooked@1.json");
    let mut own: Value = serde_json::from_str(shipped).unwrap();
    own["version"] = json!(2);
    own["parent"] = json!("general");
    let app = TestApp::on(Arc::new(folder), |options| options);
    assert_eq!(app.get("/readyz").text(), "ready\n");
    assert_eq!(app.get(POLICIES).json()["skipped"], json!([]));
    drop(app);

    // An older program would have known less: the same ledger with the operator's profile alone.
    let folder = tempfile::tempdir().unwrap();
    older_ledger(folder.path(), &own);
    let app = TestApp::on(Arc::new(folder), |options| options);
    let told = "left out: shipped policy food.meat.cooked@1: profile food.meat.cooked@2: \
                its parent is another than that of the version before\n";
    assert_eq!(app.get("/readyz").text(), format!("ready\n{told}"));
    let list = app.get(&format!("{POLICIES}?limit=200")).json();
    let skipped = list["skipped"].as_array().unwrap();
    assert_eq!(skipped.len(), 1, "{list}");
    assert_eq!(skipped[0]["id"], "food.meat.cooked");
    assert_eq!((&skipped[0]["kind"], &skipped[0]["version"]), (&json!("profile"), &json!(1)));
    let named: Vec<&str> =
        list["items"].as_array().unwrap().iter().filter_map(|item| item["id"].as_str()).collect();
    assert!(named.contains(&"food.infant.formula") && named.contains(&"GB 2760-2024"), "{named:?}");
    assert_eq!(app.get(&format!("{POLICIES}/profile/food.meat.cooked/1")).status, 404);
    assert_eq!(app.get(&format!("{POLICIES}/profile/food.meat.cooked/2")).status, 200);
    // The writer reads the book without it.
    let folder = app.stop();
    let again = TestApp::on(folder, |options| options);
    assert!(again.get("/readyz").text().ends_with(told));
}

/// A ledger that has adopted `general@1` and the operator's profile, and nothing else.
fn older_ledger(data: &std::path::Path, own: &Value) {
    let record = |document: &Value, shipped| PolicyRecord {
        kind: PolicyKind::Profile.number(),
        id: document["id"].as_str().unwrap().to_owned(),
        version: u32::try_from(document["version"].as_u64().unwrap()).unwrap(),
        effective_from: Day::parse(document["effectiveFrom"].as_str().unwrap()).unwrap().number(),
        digest: *blake3::hash(&to_bytes(document)).as_bytes(),
        shipped,
    };
    let general = include_str!("../../../schemas/profiles/general@1.json");
    let policies = vec![record(&serde_json::from_str(general).unwrap(), true), record(own, false)];
    let clock = Clock::fixed(super::NOW);
    let mut keyring = Keyring::open(&data.join("keys"), true, &Entropy::System).unwrap();
    let db = Db::open(&data.join("store"), None).unwrap();
    let (token, _) = new_token(&keyring, &Entropy::System).unwrap();
    let zone = "Asia/Shanghai";
    open_ledger(&db, &mut keyring, &clock, &Entropy::System, zone, &token).unwrap();
    let mut block = Block::new(db.snapshot()).unwrap();
    let draft = Draft {
        actor: ActorRecord::service(),
        retry: None,
        body: Body::PoliciesAdopted { policies },
        document: Document { public: to_bytes(own), restricted: Vec::new() },
    };
    let fact = seal(draft, block.next_position(), Instant(super::NOW), Salts::from_seed([7; 32]));
    block.append(fact.unwrap()).unwrap();
    block.commit(&db, None).unwrap();
}
