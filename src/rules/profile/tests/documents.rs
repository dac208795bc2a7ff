//! Documents: every shipped one is read, what the schema does not allow is refused with its place, and
//! schema and program know the same words.

use super::*;
use crate::limits::{BODY_BYTES_MAX, LIST_COUNT_MAX, NAME_CHARS_MAX};
use serde_json::{Value, json};

const SCHEMA: &str = include_str!("../../../../schemas/profile.schema.json");

/// A document with every member.
fn full() -> Value {
    let clause = json!({"zh": "某法第一条", "en": "Some Law, Art. 1", "source": "verified"});
    json!({
        "id": "a.b",
        "version": 1,
        "effectiveFrom": "2026-01-01",
        "parent": "a",
        "name": {"zh": "名", "en": "Name"},
        "risk": {"level": "high", "clause": clause},
        "coding": {"level": "unit", "gate": true, "clause": clause},
        "groups": [{"groups": ["origin"], "gate": true, "clause": clause}],
        "permits": [{
            "rule": "production",
            "anyOf": [{"kind": "ccc", "classes": ["04"], "place": "site", "imported": false}],
            "clause": clause,
        }],
        "tests": [{
            "items": ["lead"], "kinds": ["factoryTest"], "whenAdditive": ["09.002"], "clause": clause,
        }],
        "rhythms": [{
            "items": ["lead"], "months": 6, "kinds": ["outsideTest"], "gate": true, "clause": clause,
        }],
        "declarations": [{"pledges": ["noRecycledFood"], "gate": true, "clause": clause}],
        "sale": {
            "area": "pledgedOrCounty", "refusedChannels": ["mall"], "gate": true, "clause": clause,
        },
        "exempt": [{"rules": ["group:expiry"], "clause": clause}],
    })
}

fn parse(document: &Value) -> Result<Profile, ProfileError> {
    Profile::parse(document.to_string().as_bytes())
}

#[track_caller]
fn refused(bytes: &[u8], pointer: &str, problem: Problem) {
    let expected = ProfileError { pointer: pointer.to_owned(), problem };
    assert_eq!(Profile::parse(bytes), Err(expected));
}

/// Every place of a value, with what stands there.
fn places(value: &Value, pointer: &str) -> Vec<(String, Value)> {
    let below = |name: &str, value: &Value| places(value, &format!("{pointer}/{name}"));
    let inner: Vec<_> = match value {
        Value::Object(map) => map.iter().flat_map(|(name, value)| below(name, value)).collect(),
        Value::Array(list) => {
            let each = list.iter().enumerate();
            each.flat_map(|(at, value)| below(&at.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    std::iter::once((pointer.to_owned(), value.clone())).chain(inner).collect()
}

#[test]
fn shipped_documents_are_named_as_they_call_themselves() {
    for (name, text) in SHIPPED {
        let profile = Profile::parse(text.as_bytes()).unwrap();
        assert_eq!(profile.label(), name);
        assert!(profile.id == GENERAL || profile.parent.is_some(), "{name}");
    }
    let shipped: BTreeSet<_> = shipped().all().map(Profile::label).collect();
    let needed = [
        "food.dairy@1",
        "food.oil@1",
        "food.beverage@1",
        "food.health@1",
        "goods.foodAdditive@1",
        "goods.foodContact@1",
        "goods.fertilizer@1",
        "goods.pesticide@1",
        "goods.veterinaryMedicine@1",
        "goods.feed@1",
        "goods.appliance@1",
        "goods.buildingMaterial@1",
        "goods.vehiclePart@1",
        "goods.machinery@1",
        "goods.medicine@1",
        "goods.cosmetics@1",
        "goods.textile@1",
        "goods.fireworks@1",
    ];
    assert!(needed.iter().all(|label| shipped.contains(*label)));
}

#[test]
fn every_member_is_read() {
    let profile = parse(&full()).unwrap();
    assert_eq!((profile.label().as_str(), profile.parent.as_deref()), ("a.b@1", Some("a")));
    assert_eq!(profile.effective_from, day("2026-01-01"));
    let keys: Vec<_> = profile.rules.keys().map(ToString::to_string).collect();
    let expected = [
        "risk",
        "coding",
        "group:origin",
        "permit:production",
        "test:lead",
        "rhythm:lead",
        "declaration:noRecycledFood",
        "sale",
    ];
    assert_eq!(keys, expected);
    for key in profile.rules.keys().chain(profile.exempt.keys()) {
        assert_eq!(RuleKey::parse(&key.to_string()).as_ref(), Some(key));
    }
    let gates = profile.rules.values().filter(|rule| rule.gate).count();
    assert_eq!(gates, 5);
}

#[test]
fn every_unknown_member_is_refused_where_it_stands() {
    let document = full();
    let mut objects = 0;
    for (pointer, value) in places(&document, "") {
        let mut changed = document.clone();
        let place = changed.pointer_mut(&pointer).unwrap();
        if let Some(map) = place.as_object_mut() {
            map.insert("x/y".to_owned(), json!(1));
            objects += 1;
            let at = format!("{pointer}/x~1y");
            refused(changed.to_string().as_bytes(), &at, Problem::UnknownMember);
        } else if !value.is_array() {
            *place = json!({"value": 1});
            refused(changed.to_string().as_bytes(), &pointer, Problem::WrongType);
        }
    }
    assert_eq!(objects, 21);
}

#[test]
fn required_members_are_those_of_the_schema() {
    let document = full();
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut required = 0;
    for (pointer, _) in places(&document, "").iter().skip(1) {
        let mut changed = document.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let Some(map) = changed.pointer_mut(parent).and_then(Value::as_object_mut) else {
            continue;
        };
        map.remove(name);
        let parsed = parse(&changed);
        let is_required = asks(&schema, parent, name);
        let expected = ProfileError { pointer: pointer.clone(), problem: Problem::Required };
        assert_eq!(parsed.err(), is_required.then_some(expected), "{pointer}");
        required += usize::from(is_required);
    }
    assert_eq!(required, 55);
}

/// Whether the schema requires `name` in the object at `parent`; panics where it does not know it.
fn asks(schema: &Value, parent: &str, name: &str) -> bool {
    let mut at = schema;
    for step in parent.split('/').skip(1) {
        let is_element = step.parse::<usize>().is_ok();
        at = if is_element { &at["items"] } else { &at["properties"][step] };
        if let Some(reference) = at["$ref"].as_str() {
            at = schema.pointer(reference.trim_start_matches('#')).unwrap();
        }
    }
    assert!(at["properties"][name].is_object(), "{parent}/{name}");
    assert_eq!(at["additionalProperties"], json!(false), "{parent}");
    at["required"].as_array().unwrap().contains(&json!(name))
}

#[test]
fn values_out_of_bounds_are_refused() {
    let long = "a".repeat(NAME_CHARS_MAX + 1);
    let many: Vec<String> = (0..=LIST_COUNT_MAX).map(|at| format!("i{at}")).collect();
    for (pointer, value, place, problem) in [
        ("/id", json!("Food"), "", Problem::NotAWord),
        ("/id", json!("food..meat"), "", Problem::NotAWord),
        ("/id", json!("a".repeat(65)), "", Problem::Length),
        ("/parent", json!(""), "", Problem::Length),
        ("/version", json!(0), "", Problem::Range),
        ("/version", json!(1.5), "", Problem::Range),
        ("/version", json!(4_294_967_296_u64), "", Problem::Range),
        ("/effectiveFrom", json!("2026-02-30"), "", Problem::NotADay),
        ("/name/zh", json!(" "), "", Problem::Length),
        ("/name/en", json!("a\nb"), "", Problem::Length),
        ("/name/en", json!(long), "", Problem::Length),
        ("/name", json!(["名", "Name"]), "", Problem::WrongType),
        ("/risk/level", json!("huge"), "", Problem::NotAWord),
        ("/risk/clause/source", json!("hearsay"), "", Problem::NotAWord),
        ("/coding/level", json!("pallet"), "", Problem::NotAWord),
        ("/groups", json!([]), "", Problem::Length),
        ("/groups", json!({}), "", Problem::WrongType),
        ("/groups/0/groups", json!(["origin", "taste"]), "/1", Problem::NotAWord),
        ("/groups/0/groups", json!(["origin", "origin"]), "/1", Problem::Repeated),
        ("/groups/0/gate", json!("yes"), "", Problem::WrongType),
        ("/permits/0/rule", json!("the permit"), "", Problem::NotAWord),
        ("/permits/0/anyOf", json!([]), "", Problem::Length),
        ("/permits/0/anyOf/0/kind", json!("driving"), "", Problem::NotAWord),
        ("/permits/0/anyOf/0/classes", json!(["04", "04"]), "/1", Problem::Repeated),
        ("/permits/0/anyOf/0/classes", json!(["A4"]), "/0", Problem::NotAWord),
        ("/permits/0/anyOf/0/place", json!("planet"), "", Problem::NotAWord),
        ("/tests/0/items", json!(many), "", Problem::Length),
        ("/tests/0/items", json!(["Lead"]), "/0", Problem::NotAWord),
        ("/tests/0/kinds", json!(["rumour"]), "/0", Problem::NotAWord),
        ("/tests/0/whenAdditive", json!(["E 250"]), "/0", Problem::NotAWord),
        ("/rhythms/0/months", json!(121), "", Problem::Range),
        ("/rhythms/0/months", json!("6"), "", Problem::WrongType),
        ("/declarations/0/pledges", json!(["noSmoking"]), "/0", Problem::NotAWord),
        ("/sale/area", json!("world"), "", Problem::NotAWord),
        ("/sale/refusedChannels", json!(["pigeon"]), "/0", Problem::NotAWord),
        ("/exempt/0/rules", json!(["group:taste"]), "/0", Problem::NotAWord),
        ("/exempt/0/rules", json!(["everything"]), "/0", Problem::NotAWord),
        ("/exempt/0/rules", json!(["sale", "sale"]), "/1", Problem::Repeated),
    ] {
        let mut document = full();
        *document.pointer_mut(pointer).unwrap() = value;
        refused(document.to_string().as_bytes(), &format!("{pointer}{place}"), problem);
    }
}

#[test]
fn two_rules_about_the_same_are_refused() {
    let mut document = full();
    let again = document["permits"][0].clone();
    document["permits"].as_array_mut().unwrap().push(again);
    refused(document.to_string().as_bytes(), "/permits/1", Problem::Repeated);
}

#[test]
fn what_is_not_json_is_refused() {
    let text = full().to_string();
    let too_large = format!("{text}{}", " ".repeat(BODY_BYTES_MAX + 1 - text.len()));
    refused(too_large.as_bytes(), "", Problem::TooLarge);
    assert!(Profile::parse(&too_large.as_bytes()[..BODY_BYTES_MAX]).is_ok());
    let twice = text.replacen("\"gate\":true", "\"gate\":true,\"gate\":false", 1);
    for bytes in [b"".as_slice(), b"{", b"\xff", b"{} {}", twice.as_bytes()] {
        refused(bytes, "", Problem::NotJson);
    }
    for end in 0..text.len() {
        assert!(Profile::parse(&text.as_bytes()[..end]).is_err(), "{end}");
    }
    refused("[".repeat(1000).as_bytes(), "", Problem::NotJson);
    for bytes in [b"[]".as_slice(), b"null", b"1", b"\"a\""] {
        refused(bytes, "", Problem::WrongType);
    }
}

/// The words of a closed set stand in the schema, in this order.
#[test]
fn the_schema_knows_the_same_words() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut sets = BTreeSet::new();
    for (pointer, value) in places(&schema, "") {
        if pointer.ends_with("/enum") {
            sets.insert(value.to_string());
        }
    }
    macro_rules! words_of {
        ($($set:ident)*) => {
            [$(json!($set::ALL.iter().map(|word| word.word()).collect::<Vec<_>>()).to_string()),*]
        };
    }
    let known = words_of!(
        Risk Coding Group Place CheckKind Pledge Channel SaleArea Source
    );
    let mut known = BTreeSet::from(known);
    let words = PermitKind::ALL.iter().map(|kind| kind.word());
    let permits: Vec<_> = words.filter(|word| PermitKind::parse_permit(word).is_some()).collect();
    known.insert(json!(permits).to_string());
    assert_eq!(sets, known);
    let rules = schema["properties"]["exempt"]["items"]["properties"]["rules"].to_string();
    for group in Group::ALL {
        assert!(rules.contains(group.word()));
    }
    for pledge in Pledge::ALL {
        assert!(rules.contains(pledge.word()));
    }
}
