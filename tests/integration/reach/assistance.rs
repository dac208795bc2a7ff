//! Requests for help (协查): authorities of the regions that a recall comes to are asked, see what is
//! asked of them, and answer.

use super::{Chain, id, lots, made_of, over};
use serde_json::{Value, json};
use suyuan::limits::ASSISTANCE_ANSWERS_MAX;

/// The authority of Shanghai.
const SHANGHAI: &str = "91310115YYDEM8624W";

fn asked(chain: &Chain, token: &str, id: &str) -> Vec<Value> {
    let answer = chain.app.get_as(token, &format!("/api/v1/recalls/{id}/assistance"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["items"].as_array().unwrap().clone()
}

fn regions(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["region"].as_str().unwrap()).collect()
}

fn says(region: &str, answer: &str) -> Value {
    json!({"region": region, "answer": answer, "statement": {"zh": "已查", "en": "looked"}})
}

#[test]
fn the_regions_that_a_recall_comes_to_are_asked() {
    let chain = Chain::of_five();
    let shanghai = chain.app.admit(SHANGHAI, "regulator", "310000");
    let opened = chain.open(made_of((0, "L0")));
    let recall = id(&opened);
    chain.followed(recall);
    // Not 341126: it lies in the region of the authority that opened the recall.
    let all = asked(&chain, &chain.office, recall);
    assert_eq!(regions(&all), ["110108", "310115", "330106"]);
    let own = asked(&chain, &shanghai, recall);
    assert_eq!(regions(&own), ["310115"]);
    assert_eq!((&own[0]["organizations"], &own[0]["answers"]), (&json!(1), &json!([])));
    for token in [&chain.tokens[2], &chain.app.operator] {
        let path = format!("/api/v1/recalls/{recall}/assistance");
        assert_eq!(chain.app.get_as(token, &path).status, 403);
    }
    // It stands among the tasks of that authority too, of no other.
    let tasks = |token: &str| {
        let answer = chain.app.get_as(token, "/api/v1/tasks").json();
        let items = answer["items"].as_array().unwrap().clone();
        items.into_iter().filter(|task| task["kind"] == "assistInRecall").collect::<Vec<_>>()
    };
    assert_eq!(regions(&tasks(&shanghai)), ["310115"]);
    assert!(tasks(&chain.office).is_empty());
    let path = format!("/api/v1/recalls/{recall}/assistance");
    chain.accepted(&shanghai, &path, &says("310115", "received"));
    assert_eq!(tasks(&shanghai)[0]["answers"], json!(["received"]));
    chain.accepted(&shanghai, &path, &says("310115", "goodsSecured"));
    assert!(tasks(&shanghai).is_empty());
    let seen = asked(&chain, &chain.office, recall);
    let answered: Vec<&Value> = seen.iter().filter(|item| !item["settledBy"].is_null()).collect();
    assert_eq!(answered.len(), 1);
    assert_eq!(answered[0]["answers"][1]["answer"], "goodsSecured");
    assert_eq!(answered[0]["answers"][1]["statement"]["en"], "looked");
    chain.refused(&shanghai, &path, &says("310115", "passedOn"), 409, "alreadyAnswered");
}

#[test]
fn only_the_authority_that_was_asked_answers() {
    let chain = Chain::of_five();
    let shanghai = chain.app.admit(SHANGHAI, "regulator", "310000");
    let opened = chain.open(made_of((0, "L0")));
    let recall = id(&opened);
    chain.followed(recall);
    let path = format!("/api/v1/recalls/{recall}/assistance");
    let body = says("310115", "received");
    chain.refused(&chain.office, &path, &body, 403, "outsideRegion");
    chain.refused(&chain.tokens[2], &path, &body, 403, "notYours");
    chain.refused(&shanghai, &path, &says("310116", "received"), 404, "notFound");
    chain.refused(&shanghai, &path, &says("310115", "maybe"), 400, "invalid");
    chain.refused(&shanghai, &path, &json!({"region": "310115"}), 400, "invalid");
    for _ in 0..ASSISTANCE_ANSWERS_MAX {
        chain.accepted(&shanghai, &path, &body);
    }
    chain.refused(&shanghai, &path, &body, 409, "tooManyStatements");
    // Whoever was asked of a recall that follows nothing beyond: nobody.
    let small = chain.accepted(&chain.office, "/api/v1/recalls", &over(lots(0, &["L0"])));
    assert!(asked(&chain, &chain.office, id(&small)).is_empty());
    chain.step(recall, "lifting", None);
    chain.refused(&shanghai, &path, &body, 409, "measureEnded");
    let tasks = chain.app.get_as(&shanghai, "/api/v1/tasks").json();
    assert_eq!(tasks["items"], json!([]), "a lifted recall asks for nothing");
}

/// How long an authority has is told with the request: by class, no law states it.
#[test]
fn a_request_has_a_clock() {
    let chain = Chain::of_five();
    for (class, hours) in [(1, 24), (2, 48), (3, 72)] {
        let mut body = over(made_of((0, "L0")));
        body["class"] = class.into();
        let opened = chain.accepted(&chain.office, "/api/v1/recalls", &body);
        chain.followed(id(&opened));
        let one = asked(&chain, &chain.office, id(&opened))[0].clone();
        let at = |name: &str| one[name].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
        assert_eq!(at("dueAt").duration_since(at("openedAt")).as_hours(), hours);
        assert_eq!(one["overdue"], false);
    }
}
