//! What is refused of the register and of the policies: shapes, words, days, numbers, texts that hide
//! what they are, documents that are no policy, and who may not.

use super::world::Body::{But, Made, Text};
use super::world::Good::{Entry, Event, Policy, Status};
use super::world::{Body, Row, ask, bad, changed, profile, tell};
use serde_json::{Value, json};
use suyuan::limits::{LIST_COUNT_MAX, NAME_CHARS_MAX, TEXT_CHARS_MAX};

const ENTRIES: &str = "POST {O}/entries";
const EVENTS: &str = "POST {B}/events";
const STATUS: &str = "POST {E}/{entry}/status";
const POLICIES: &str = "POST /api/v1/policies";

const fn entry(place: &'static str, put: &'static str, findings: &'static str) -> Row {
    bad(ENTRIES, But(Entry, place, put), findings)
}

const fn status(place: &'static str, put: &'static str, findings: &'static str) -> Row {
    bad(STATUS, But(Status, place, put), findings)
}

const fn no_policy(body: Body, findings: &'static str) -> Row {
    tell(POLICIES, "operator", body, 400, "invalid", findings)
}

const fn policy(place: &'static str, put: &'static str, findings: &'static str) -> Row {
    no_policy(But(Policy, place, put), findings)
}

const fn misfit(make: fn() -> Value, code: &'static str) -> Row {
    tell(POLICIES, "operator", Made(make), 409, code, "")
}

const fn no(request: &'static str, who: &'static str, body: Body, code: &'static str) -> Row {
    tell(request, who, body, 403, code, "")
}

const fn missing(request: &'static str) -> Row {
    ask(request, "", 404, "notFound", "")
}

fn too_many_cases() -> Value {
    let children: Vec<String> = (0..10_000).map(|at| format!("{at:018}")).collect();
    json!({
        "bizStep": "packing", "on": "2026-11-20", "sscc": "095210010000000017", "children": children,
    })
}

fn without(place: &str, kind: &str) -> Value {
    let mut body = changed(Entry, place, "-");
    body["kind"] = kind.into();
    body
}

fn known_number() -> Value {
    let mut body = changed(Entry, "/number", r#""SC10434112600125""#);
    body["validTo"] = "2029-12-31".into();
    body
}

fn many(place: &str, element: &str) -> Value {
    changed(Entry, place, &json!(vec![element; LIST_COUNT_MAX + 1]).to_string())
}

fn long(place: &str, chars: usize) -> Value {
    changed(Entry, place, &json!("1".repeat(chars)).to_string())
}

fn every_pledge_and_one_more() -> Value {
    let pledges = r#"["noNonFoodMaterial","noAdditiveAbuse","noRecycledFood","noMallsOrSupermarkets","withinPledgedArea","noRecycledFood"]"#;
    changed(Entry, "/pledges", pledges)
}

fn renewed_to_before() -> Value {
    let mut body = changed(Status, "/status", r#""renewed""#);
    body["validTo"] = "2026-11-19".into();
    body
}

fn long_reason() -> Value {
    changed(Status, "/reason/zh", &json!("长".repeat(TEXT_CHARS_MAX + 1)).to_string())
}

/// A profile with members set anew.
fn of(id: &str, version: u32, members: &Value) -> Value {
    let mut document = profile(id, version);
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    json!({"kind": "profile", "document": document})
}

fn clause() -> Value {
    json!({"zh": "本条", "en": "this", "source": "profile"})
}

fn unknown_group() -> Value {
    of("general.x", 1, &json!({"groups": [{"groups": ["taste"], "clause": clause()}]}))
}

fn unknown_exemption() -> Value {
    let exempt = json!([{"rules": ["group:expiry"], "clause": clause()}]);
    of("general.x", 1, &json!({"exempt": exempt}))
}

fn rule_twice() -> Value {
    let group = json!({"groups": ["expiry"], "clause": clause()});
    of("general.x", 1, &json!({"groups": [group, group]}))
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Entries: what is missing, types, unknown fields.
    bad(ENTRIES, Text("{}"), "/kind required, /number required"),
    bad(ENTRIES, Text(r#"{"kind":"x","number":"1","validFrom":"a","region":"b"}"#), "/kind notAWord, /validFrom notADate, /region notARegion"),
    entry("/kind", "-", "/kind required"),
    entry("/kind", "17", "/kind wrongType"),
    entry("/number", "-", "/number required"),
    entry("/number", "10434112600125", "/number wrongType"),
    entry("/covers", r#""0401""#, "/covers wrongType"),
    entry("/covers", "[401]", "/covers/0 wrongType"),
    entry("/pledges", r#""noRecycledFood""#, "/pledges wrongType"),
    entry("/area", "{}", "/area wrongType"),
    entry("/issuer", r#""office""#, "/issuer wrongType"),
    entry("/issuer", "{}", "/issuer required"),
    entry("/issuer/de", r#""x""#, "/issuer/de unknownField"),
    entry("/state", r#""valid""#, "/state unknownField"),
    entry("/holder", r#""91341124MA8TY6B186""#, "/holder unknownField"),
    entry("/id", r#""re-0001""#, "/id unknownField"),
    // Words and numbers.
    entry("/kind", r#""licence""#, "/kind notAWord"),
    entry("/kind", r#""FoodProduction""#, "/kind notAWord"),
    entry("/kind", r#""ccc""#, "/number notACode"),
    entry("/kind", r#""foodProductionOld""#, "/number notACode"),
    entry("/number", r#""""#, "/number required"),
    entry("/number", r#""  ""#, "/number required"),
    entry("/number", r#""SC1043411260012""#, "/number notACode"),
    entry("/number", r#""SC104341126001255""#, "/number notACode"),
    entry("/number", r#""SC1043411260012X""#, "/number notACode"),
    entry("/number", r#""QS10434112600125""#, "/number notACode"),
    entry("/number", r#""SC10434\u202e112600125""#, "/number controlCharacter"),
    entry("/number", r#""SC10434\u061c112600125""#, "/number controlCharacter"),
    entry("/number", r#""SC10434\u200b112600125""#, "/number controlCharacter"),
    entry("/number", r#""\ufeffSC10434112600125""#, "/number controlCharacter"),
    entry("/number", r#""SC10434\u0000112600125""#, "/number controlCharacter"),
    bad(ENTRIES, Made(|| long("/number", 61)), "/number tooLong"),
    bad(ENTRIES, Text(r#"{"kind":"other","number":"A\u2060B"}"#), "/number controlCharacter"),
    bad(ENTRIES, Text(r#"{"kind":"other","number":"A\u2028B"}"#), "/number controlCharacter"),
    bad(ENTRIES, Made(|| without("/counterpart", "commission")), "/counterpart required"),
    // Days.
    entry("/validFrom", r#""2024-02-30""#, "/validFrom notADate"),
    entry("/validFrom", "20240101", "/validFrom wrongType"),
    entry("/validTo", r#""2028/12/31""#, "/validTo notADate"),
    entry("/validTo", r#""2028-12-31T00:00:00Z""#, "/validTo notADate"),
    entry("/validTo", r#""2023-12-31""#, "/validTo order"),
    // Classes, places, parties.
    entry("/covers", r#"[""]"#, "/covers/0 notACode"),
    entry("/covers", r#"["04","04/01"]"#, "/covers/1 notACode"),
    entry("/covers", r#"["肉"]"#, "/covers/0 notACode"),
    entry("/covers", r#"["0401040104010"]"#, "/covers/0 notACode"),
    bad(ENTRIES, Made(|| many("/covers", "0401")), "/covers tooMany"),
    entry("/site", r#""""#, "/site emptyText"),
    entry("/site", r#""QJ\n1""#, "/site controlCharacter"),
    entry("/site", r#""\u202eQJ""#, "/site character"),
    bad(ENTRIES, Made(|| long("/site", 65)), "/site tooLong"),
    entry("/region", r#""999999""#, "/region notARegion"),
    entry("/region", r#""Quanjiao""#, "/region notARegion"),
    entry("/region", r#""""#, "/region notARegion"),
    entry("/counterpart", r#""91341126MA2QH7K38U""#, "/counterpart checkDigit"),
    entry("/counterpart", r#""x""#, "/counterpart notACode"),
    entry("/product", r#""a/b""#, "/product notAProductCode"),
    entry("/pledges", r#"["noSalt"]"#, "/pledges/0 notAWord"),
    entry("/pledges", r#"["noRecycledFood","noRecycledFood"]"#, "/pledges/1 overlap"),
    bad(ENTRIES, Made(every_pledge_and_one_more), "/pledges/5 overlap, /pledges tooMany"),
    entry("/area", r#"["341124","999999"]"#, "/area/1 notARegion"),
    bad(ENTRIES, Made(|| many("/area", "341124")), "/area tooMany"),
    // Texts.
    entry("/issuer/zh", r#""a\u202eb""#, "/issuer/zh character"),
    entry("/issuer/zh", r#""a\u0007b""#, "/issuer/zh controlCharacter"),
    entry("/issuer/zh", r#""  ""#, "/issuer/zh emptyText"),
    entry("/note/en", r#""a\u2066b""#, "/note/en character"),
    bad(ENTRIES, Made(|| long("/note/zh", NAME_CHARS_MAX + 1)), "/note/zh tooLong"),
    // What happens to an entry.
    bad(STATUS, Text("{}"), "/status required, /on required, /reason required"),
    status("/status", r#""lost""#, "/status notAWord"),
    status("/status", r#""""#, "/status notAWord"),
    status("/on", "-", "/on required"),
    status("/on", r#""2026-13-01""#, "/on notADate"),
    status("/validTo", r#""2027-01-01""#, "/validTo conflict"),
    status("/validTo", r#""never""#, "/validTo notADate"),
    bad(STATUS, Made(renewed_to_before), "/validTo order"),
    status("/reason", "{}", "/reason required"),
    status("/reason/zh", r#""\u202e""#, "/reason/zh character"),
    bad(STATUS, Made(long_reason), "/reason/zh tooLong"),
    status("/entry", r#""re-0001""#, "/entry unknownField"),
    // Policies: documents that are none.
    no_policy(Text("{}"), "/kind required, /document required"),
    policy("/kind", r#""law""#, "/kind notAWord"),
    policy("/kind", r#""additiveTable""#, "/document policyUnreadable"),
    policy("/kind", r#""bannedList""#, "/document policyUnreadable"),
    policy("/note", "1", "/note unknownField"),
    policy("/document", r#""x""#, "/document policyUnreadable"),
    policy("/document", "{}", "/document/id policyUnreadable"),
    policy("/document/id", r#""General""#, "/document/id policyUnreadable"),
    policy("/document/version", "0", "/document/version policyUnreadable"),
    policy("/document/version", "1.5", "/document/version policyUnreadable"),
    policy("/document/effectiveFrom", r#""soon""#, "/document/effectiveFrom policyUnreadable"),
    policy("/document/name", "-", "/document/name policyUnreadable"),
    policy("/document/name/zh", r#""""#, "/document/name/zh policyUnreadable"),
    policy("/document/colour", r#""red""#, "/document/colour policyUnreadable"),
    policy("/document/risk", r#"{"level":"utmost","clause":{"zh":"a","en":"a","source":"profile"}}"#, "/document/risk/level policyUnreadable"),
    policy("/document/risk", r#"{"level":"high"}"#, "/document/risk/clause policyUnreadable"),
    no_policy(Made(unknown_group), "/document/groups/0/groups/0 policyUnreadable"),
    // Policies that do not go with those in use.
    misfit(|| of("general.tea", 1, &json!({"effectiveFrom": "2026-12-02"})), "changedUnderSameIdentity"),
    misfit(|| of("general.tea", 2, &json!({"effectiveFrom": "2026-11-30"})), "policyConflict"),
    misfit(|| of("general.tea", 2, &json!({"parent": "goods"})), "policyConflict"),
    misfit(|| of("general.x", 1, &json!({"parent": "nothing"})), "policyConflict"),
    misfit(|| of("general.x", 1, &json!({"parent": "general.x"})), "policyConflict"),
    misfit(|| of("food", 3, &json!({"effectiveFrom": "2027-06-01"})), "policyConflict"),
    misfit(|| of("food", 1, &json!({})), "changedUnderSameIdentity"),
    misfit(unknown_exemption, "policyConflict"),
    no_policy(Made(rule_twice), "/document/groups/1/groups/0 policyUnreadable"),
    // Events of goods.
    bad(EVENTS, Text("{}"), "/bizStep required, /on required"),
    bad(EVENTS, But(Event, "/bizStep", r#""sold""#), "/bizStep notAWord"),
    bad(EVENTS, But(Event, "/bizStep", r#""shipping""#), "/channel conflict"),
    bad(EVENTS, But(Event, "/on", r#""2026-11-31""#), "/on notADate"),
    bad(EVENTS, But(Event, "/quantity/value", "0"), "/quantity/value outOfRange"),
    bad(EVENTS, But(Event, "/quantity/unit", r#""pieces""#), "/quantity/unit notAUnit"),
    bad(EVENTS, But(Event, "/counterpart", r#""91341126MA2QH7K38U""#), "/counterpart checkDigit"),
    bad(EVENTS, But(Event, "/region", r#""999999""#), "/region notARegion"),
    bad(EVENTS, But(Event, "/channel", r#""bazaar""#), "/channel notAWord"),
    bad(EVENTS, But(Event, "/sscc", r#""39521001000000001""#), "/sscc notACode"),
    bad(EVENTS, But(Event, "/note/zh", r#""a\u202eb""#), "/note/zh character"),
    bad(EVENTS, But(Event, "/unit", "1"), "/unit unknownField"),
    // Absurd amounts, texts that hide what they are, cases that cannot be.
    bad(EVENTS, But(Event, "/quantity/value", "-1"), "/quantity/value outOfRange"),
    bad(EVENTS, But(Event, "/quantity/value", "1e40"), "/quantity/value outOfRange"),
    bad(EVENTS, But(Event, "/quantity/value", "1000000000000001"), "/quantity/value outOfRange"),
    bad(EVENTS, But(Event, "/quantity/value", r#""12""#), "/quantity/value wrongType"),
    bad(EVENTS, But(Event, "/quantity", r#"{"value":1}"#), "/quantity/unit required"),
    bad(EVENTS, But(Event, "/on", r#""26-11-20""#), "/on notADate"),
    bad(EVENTS, But(Event, "/on", "20261120"), "/on wrongType"),
    bad(EVENTS, But(Event, "/note", r#"{"zh":"a\u2029b"}"#), "/note/zh character"),
    bad(EVENTS, But(Event, "/note", r#"{"en":"a\u2066b"}"#), "/note/en character"),
    bad(EVENTS, But(Event, "/note", r#"{"en":"a\u0000b"}"#), "/note/en controlCharacter"),
    bad(EVENTS, But(Event, "/note", r#"{"en":""}"#), "/note/en emptyText"),
    bad(EVENTS, But(Event, "/counterpart", r#""a\u202eb""#), "/counterpart notACode"),
    bad(EVENTS, But(Event, "/sscc", r#""0952100100000000١7""#), "/sscc notACode"),
    bad(EVENTS, But(Event, "/children", r#"["095210010000000017"]"#), "/children conflict"),
    bad(EVENTS, Text(r#"{"bizStep":"packing","on":"2026-11-20","parent":"095210010000000017"}"#), "/sscc required"),
    bad(EVENTS, Text(r#"{"bizStep":"packing","on":"2026-11-20","sscc":"095210010000000017","parent":"(00) 0 95210010 00000001 7"}"#), "/parent conflict"),
    bad(EVENTS, Text(r#"{"bizStep":"packing","on":"2026-11-20","sscc":"095210010000000017","children":["095210010000000017"]}"#), "/children conflict"),
    bad(EVENTS, Text(r#"{"bizStep":"unpacking","on":"2026-11-20","sscc":"095210010000000017","parent":"195210010000000014","children":["195210010000000014"]}"#), "/children conflict"),
    bad(EVENTS, Text(r#"{"bizStep":"packing","on":"2026-11-20","sscc":"095210010000000017","children":["195210010000000014","195210010000000014"]}"#), "/children/1 overlap"),
    bad(EVENTS, Text(r#"{"bizStep":"packing","on":"2026-11-20","sscc":"095210010000000017","children":["195210010000000014","x"]}"#), "/children/1 notACode"),
    bad(EVENTS, Text(r#"{"bizStep":"packing","on":"2026-11-20","sscc":"095210010000000017","children":["195210010000000014"],"quantity":{"value":1,"unit":"EA"}}"#), "/children conflict"),
    bad(EVENTS, Text(r#"{"bizStep":"shipping","on":"2026-11-20","sscc":"095210010000000017","parent":"195210010000000014"}"#), "/parent conflict"),
    bad(EVENTS, Text(r#"{"bizStep":"packing","on":"2026-11-20","sscc":"095210010000000017","children":"all"}"#), "/children wrongType"),
    bad(EVENTS, Made(too_many_cases), "/children tooMany"),
    tell("POST /api/v1/organizations/91341126MA2QH7K38T/batches/SS-200/NOLOT/events", "maker", But(Event, "", ""), 404, "notFound", ""),
    tell("POST /api/v1/organizations/91310115591693856A/batches/SS-200/L1/events", "maker", But(Event, "", ""), 404, "notFound", ""),
    tell("POST {L}/L2/events", "other", But(Event, "", ""), 404, "notFound", ""),
    ask("GET {L}/L2/events", "other", 404, "notFound", ""),
    ask("GET {B}/steps", "", 401, "unauthorized", ""),
    ask("GET {B}/steps", "other", 403, "notYours", ""),
    ask("GET {L}/L2/steps", "other", 404, "notFound", ""),
    ask("GET {L}/NOLOT/steps", "maker", 404, "notFound", ""),
    ask("GET {B}/steps?format=xlsx", "maker", 400, "invalid", "?format notAWord"),
    ask("GET {B}/steps?cursor=0099", "maker", 400, "invalid", "?cursor badCursor"),
    ask("GET {B}/steps?limit=201", "maker", 400, "invalid", "?limit outOfRange"),
    ask("GET {B}/steps?format=csv&limit=2001", "maker", 400, "invalid", "?limit outOfRange"),
    ask("GET /api/v1/sscc/095210010000000017", "", 401, "unauthorized", ""),
    ask("GET /api/v1/sscc/095210010000000017", "maker", 404, "notFound", ""),
    ask("GET /api/v1/sscc/09521001000000001", "maker", 400, "invalid", "/path/sscc notACode"),
    ask("GET {B}/events", "", 401, "unauthorized", ""),
    ask("GET {L}/NOLOT/events", "maker", 404, "notFound", ""),
    ask("GET {B}/events?limit=0", "maker", 400, "invalid", "?limit outOfRange"),
    no(EVENTS, "laboratory", But(Event, "", ""), "notYours"),
    no(EVENTS, "operator", But(Event, "", ""), "notYours"),
    no(EVENTS, "regulator", But(Event, "", ""), "notYours"),
    // Who may not.
    no(ENTRIES, "seller", But(Entry, "", ""), "notYours"),
    no(ENTRIES, "laboratory", But(Entry, "", ""), "notYours"),
    no(ENTRIES, "operator", But(Entry, "", ""), "notYours"),
    no(ENTRIES, "outside", But(Entry, "", ""), "outsideRegion"),
    no(STATUS, "seller", But(Status, "", ""), "notYours"),
    no(STATUS, "operator", But(Status, "", ""), "notYours"),
    no(STATUS, "outside", But(Status, "", ""), "outsideRegion"),
    no(POLICIES, "maker", But(Policy, "", ""), "notYours"),
    no(POLICIES, "regulator", But(Policy, "", ""), "notYours"),
    no(POLICIES, "laboratory", But(Policy, "", ""), "notYours"),
    ask("GET {O}/tasks", "", 401, "unauthorized", ""),
    ask("GET {O}/tasks", "other", 403, "notYours", ""),
    ask("GET {O}/tasks", "seller", 403, "notYours", ""),
    ask("GET {O}/tasks", "operator", 403, "notYours", ""),
    ask("GET {O}/tasks", "outside", 403, "notYours", ""),
    // The same entry again, with other words.
    tell(ENTRIES, "maker", Made(known_number), 409, "changedUnderSameIdentity", ""),
    tell(STATUS, "maker", But(Status, "/reason/zh", r#""另一理由""#), 409, "changedUnderSameIdentity", "").with(&[("idempotency-key", "suspension")]),
    // Nothing there.
    missing("GET {E}/re-9999"),
    missing("GET {E}/re-1"),
    missing("GET {E}/re-+001"),
    missing("GET {E}/m-2026-0001"),
    missing("GET /api/v1/organizations/91310115591693856A/entries"),
    missing("GET /api/v1/policies/profile/general.tea/2"),
    missing("GET /api/v1/policies/profile/general.tea/01"),
    missing("GET /api/v1/policies/profile/general.tea/+1"),
    missing("GET /api/v1/policies/profile/general.tea/x"),
    missing("GET /api/v1/policies/law/general.tea/1"),
    missing("GET /api/v1/policies/bannedList/general.tea/1"),
    ask("GET /api/v1/organizations/91310115591693856A/tasks", "maker", 404, "notFound", ""),
    tell("POST {E}/re-9999/status", "maker", But(Status, "", ""), 404, "notFound", ""),
    // Lists.
    ask("GET {E}?limit=0", "", 400, "invalid", "?limit outOfRange"),
    ask("GET {E}?cursor=zz", "", 400, "invalid", "?cursor badCursor"),
    ask("GET {O}/entries?limit=201", "", 400, "invalid", "?limit outOfRange"),
    ask("GET {O}/entries?cursor=00", "", 400, "invalid", "?cursor badCursor"),
    ask("GET /api/v1/policies?limit=201", "", 400, "invalid", "?limit outOfRange"),
    ask("GET /api/v1/policies?cursor=zz", "", 400, "invalid", "?cursor badCursor"),
    ask("GET {O}/tasks?cursor=00", "maker", 400, "invalid", "?cursor badCursor"),
    // Nothing is edited or deleted.
    ask("DELETE {E}/{entry}", "maker", 405, "methodNotAllowed", ""),
    ask("PUT {O}/entries", "maker", 405, "methodNotAllowed", ""),
    ask("DELETE /api/v1/policies/profile/general.tea/1", "operator", 405, "methodNotAllowed", ""),
];
