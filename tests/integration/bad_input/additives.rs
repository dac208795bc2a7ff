//! What is refused of additives: what came in with ingredients, density, fat and dilution, answers to
//! questions, and versions of labels.

use super::world::Body::{But, Made, Text};
use super::world::Good::{Batch, Judgement};
use super::world::{Body, Row, ask, bad, changed, tell};
use serde_json::{Value, json};
use suyuan::limits::{CARRIED_COUNT_MAX, QUESTION_KEY_CHARS_MAX, TEXT_CHARS_MAX};

const BATCHES: &str = "POST {O}/batches";
const CARRIED: &str = "/ingredients/0/additives";
const ANSWERS: &str = "POST {O}/products/JAM/judgements";
const UNITS: &str = "POST {B}/units";

const fn batch(place: &'static str, put: &'static str, findings: &'static str) -> Row {
    bad(BATCHES, But(Batch, place, put), findings)
}

const fn answer(place: &'static str, put: &'static str, findings: &'static str) -> Row {
    tell(ANSWERS, "quality", But(Judgement, place, put), 400, "invalid", findings)
}

const fn no(who: &'static str, status: u16, code: &'static str) -> Row {
    tell(ANSWERS, who, But(Judgement, "/permitted", "true"), status, code, "")
}

const fn conflict(body: Body, code: &'static str) -> Row {
    tell(ANSWERS, "quality", body, 409, code, "")
}

fn carried(count: usize) -> Value {
    let line = json!({"cns": "17.001", "contained": {"value": 1, "unit": "GRM"}});
    changed(Batch, CARRIED, &json!(vec![line; count]).to_string())
}

/// Two ingredients that bring along one too many between them.
fn spread() -> Value {
    let mut body = carried(CARRIED_COUNT_MAX / 2);
    let mut second = body["ingredients"][0].clone();
    let line = second["additives"][0].clone();
    second["additives"].as_array_mut().unwrap().push(line);
    body["ingredients"].as_array_mut().unwrap().push(second);
    body
}

fn lines() -> Value {
    changed(Batch, "/ingredients", &json!(vec![json!({"name": {"en": "x"}}); 10_000]).to_string())
}

fn long_key() -> Value {
    changed(Judgement, "/key", &json!("k".repeat(QUESTION_KEY_CHARS_MAX + 1)).to_string())
}

fn long_reason() -> Value {
    changed(Judgement, "/reason/zh", &json!("长".repeat(TEXT_CHARS_MAX + 1)).to_string())
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // What came in with ingredients.
    batch(CARRIED, "{}", "/ingredients/0/additives wrongType"),
    batch(CARRIED, "[{}]", "/ingredients/0/additives/0/contained required, /ingredients/0/additives/0/cns required"),
    batch(CARRIED, r#"[{"cns":"17.001"}]"#, "/ingredients/0/additives/0/contained required"),
    batch(CARRIED, r#"[{"contained":{"value":1,"unit":"GRM"}}]"#, "/ingredients/0/additives/0/cns required"),
    batch(CARRIED, r#"[{"cns":"17/001","contained":{"value":1,"unit":"GRM"}}]"#, "/ingredients/0/additives/0/cns notACode"),
    batch(CARRIED, r#"[{"cns":"","contained":{"value":1,"unit":"GRM"}}]"#, "/ingredients/0/additives/0/cns notACode"),
    batch(CARRIED, r#"[{"cns":17.001,"contained":{"value":1,"unit":"GRM"}}]"#, "/ingredients/0/additives/0/cns wrongType"),
    batch(CARRIED, r#"[{"ins":"苯","contained":{"value":1,"unit":"GRM"}}]"#, "/ingredients/0/additives/0/ins notACode"),
    batch(CARRIED, r#"[{"ins":"210","contained":{"value":-1,"unit":"GRM"}}]"#, "/ingredients/0/additives/0/contained/value outOfRange"),
    batch(CARRIED, r#"[{"ins":"210","contained":{"value":1000000000000000.1,"unit":"GRM"}}]"#, "/ingredients/0/additives/0/contained/value outOfRange"),
    batch(CARRIED, r#"[{"ins":"210","contained":{"value":"1","unit":"GRM"}}]"#, "/ingredients/0/additives/0/contained/value wrongType"),
    batch(CARRIED, r#"[{"ins":"210","contained":{"value":1,"unit":"gram"}}]"#, "/ingredients/0/additives/0/contained/unit notAUnit"),
    batch(CARRIED, r#"[{"ins":"210","contained":{"value":1,"unit":"LTR"}}]"#, "/ingredients/0/additives/0/contained/unit notAMass"),
    batch(CARRIED, r#"[{"ins":"210","contained":{"value":1,"unit":"EA"}}]"#, "/ingredients/0/additives/0/contained/unit notAMass"),
    batch(CARRIED, r#"[{"ins":"210","contained":{"value":1,"unit":"GRM"},"activeFraction":1.01}]"#, "/ingredients/0/additives/0/activeFraction outOfRange"),
    batch(CARRIED, r#"[{"ins":"210","contained":{"value":1,"unit":"GRM"},"activeFraction":-0.1}]"#, "/ingredients/0/additives/0/activeFraction outOfRange"),
    batch(CARRIED, r#"[{"ins":"210","contained":{"value":1,"unit":"GRM"},"used":{"value":1,"unit":"GRM"}}]"#, "/ingredients/0/additives/0/used unknownField"),
    batch(CARRIED, r#"[{"ins":"210","name":{"zh":"苯\u202e甲酸"},"contained":{"value":1,"unit":"GRM"}}]"#, "/ingredients/0/additives/0/name/zh character"),
    batch(CARRIED, r#"[{"ins":"210","name":{},"contained":{"value":1,"unit":"GRM"}}]"#, "/ingredients/0/additives/0/name required"),
    bad(BATCHES, Made(|| carried(CARRIED_COUNT_MAX + 1)), "/ingredients tooMany, /ingredients/0/additives tooMany"),
    bad(BATCHES, Made(spread), "/ingredients tooMany"),
    bad(BATCHES, Made(lines), "/ingredients tooMany"),
    batch("/ingredients/0/additiveCategory", r#""12/04""#, "/ingredients/0/additiveCategory notACode"),
    batch("/ingredients/0/additiveCategory", r#""""#, "/ingredients/0/additiveCategory notACode"),
    batch("/ingredients/0/additiveCategory", r#""12.04\u2066""#, "/ingredients/0/additiveCategory notACode"),
    batch("/ingredients/0/additiveCategory", "12.04", "/ingredients/0/additiveCategory wrongType"),
    // What limits are per.
    batch("/density", "1.03", "/density wrongType"),
    batch("/density", "{}", "/density/kgPerLitre required"),
    batch("/density", r#"{"kgPerLitre":0}"#, "/density/kgPerLitre outOfRange"),
    batch("/density", r#"{"kgPerLitre":-1}"#, "/density/kgPerLitre outOfRange"),
    batch("/density", r#"{"kgPerLitre":30.0001}"#, "/density/kgPerLitre outOfRange"),
    batch("/density", r#"{"kgPerLitre":1e400}"#, "/density/kgPerLitre outOfRange"),
    batch("/density", r#"{"kgPerLitre":1,"unit":"KGM"}"#, "/density/unit unknownField"),
    batch("/fat", r#"{"value":-0.1,"unit":"KGM"}"#, "/fat/value outOfRange"),
    batch("/fat", r#"{"value":1,"unit":"LTR"}"#, "/fat/unit notAMass"),
    batch("/fat", r#"{"value":1,"unit":"percent"}"#, "/fat/unit notAUnit"),
    batch("/fat", "12", "/fat wrongType"),
    batch("/preparation", "{}", "/preparation/times required"),
    batch("/preparation", r#"{"times":0.99}"#, "/preparation/times outOfRange"),
    batch("/preparation", r#"{"times":-8}"#, "/preparation/times outOfRange"),
    batch("/preparation", r#"{"times":10000.5}"#, "/preparation/times outOfRange"),
    batch("/preparation", r#"{"times":"8"}"#, "/preparation/times wrongType"),
    batch("/preparation", r#"{"times":8,"drink":"茶"}"#, "/preparation/drink notACode"),
    batch("/preparation", r#"{"times":8,"drink":"14.04\u202e"}"#, "/preparation/drink notACode"),
    // Answers.
    answer("/key", "-", "/key required"),
    answer("/key", r#""""#, "/key emptyText"),
    answer("/key", r#""GB 2760-2024\u202e""#, "/key controlCharacter"),
    answer("/key", "17", "/key wrongType"),
    tell(ANSWERS, "quality", Made(long_key), 400, "invalid", "/key tooLong"),
    answer("/permitted", "-", "/permitted required"),
    answer("/permitted", r#""yes""#, "/permitted wrongType"),
    answer("/reason", "-", "/reason required"),
    answer("/reason", "{}", "/reason required"),
    tell(ANSWERS, "quality", Made(long_reason), 400, "invalid", "/reason/zh tooLong"),
    answer("/version", "0", "/version outOfRange"),
    answer("/version", "-1", "/version outOfRange"),
    answer("/post", r#""quality""#, "/post unknownField"),
    no("maker", 403, "postRequired"),
    no("other", 403, "notYours"),
    no("seller", 403, "notYours"),
    no("laboratory", 403, "notYours"),
    no("regulator", 403, "notYours"),
    no("operator", 403, "notYours"),
    no("", 401, "unauthorized"),
    conflict(But(Judgement, "/key", r#""GB 2760-2024/17.003/04.01.02.05""#), "questionNotAsked"),
    conflict(But(Judgement, "/version", "2"), "versionNotRegistered"),
    tell("POST {O}/products/NONE/judgements", "quality", But(Judgement, "/permitted", "true"), 404, "notFound", ""),
    ask("GET {O}/products/JAM/judgements", "", 401, "unauthorized", ""),
    ask("GET {O}/products/JAM/judgements", "other", 403, "notYours", ""),
    ask("GET {O}/products/JAM/judgements", "seller", 403, "notYours", ""),
    ask("GET {O}/products/JAM/judgements", "outside", 403, "notYours", ""),
    ask("GET {O}/products/NONE/judgements", "maker", 404, "notFound", ""),
    ask("GET {O}/products/JAM/judgements?limit=0", "maker", 400, "invalid", "?limit outOfRange"),
    // Versions of labels.
    bad(UNITS, Text(r#"{"serials":{"list":["A1"]},"labelVersion":0}"#), "/labelVersion outOfRange"),
    bad(UNITS, Text(r#"{"serials":{"list":["A1"]},"labelVersion":"1"}"#), "/labelVersion wrongType"),
    bad(UNITS, Text(r#"{"labelVersion":1}"#), "/issue required"),
    tell(UNITS, "maker", Text(r#"{"serials":{"list":["A1"]},"labelVersion":2}"#), 409, "versionNotRegistered", ""),
    tell("POST {L}/L2/units", "maker", Text(r#"{"issue":1,"labelVersion":4294967295}"#), 409, "versionNotRegistered", ""),
];
