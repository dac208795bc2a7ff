//! Nothing a client sends brings the parser down, and what it accepts holds together.

use super::*;
use crate::access::merge;
use proptest::prelude::*;

fn any_route() -> impl Strategy<Value = Route> {
    prop::sample::select(ROUTES.to_vec())
}

/// Every place of a document.
fn places(value: &Value, place: &str, out: &mut Vec<String>) {
    out.push(place.to_owned());
    match value {
        Value::Object(members) => {
            members
                .iter()
                .for_each(|(name, member)| places(member, &format!("{place}/{name}"), out));
        }
        Value::Array(elements) => {
            for (at, element) in elements.iter().enumerate() {
                places(element, &format!("{place}/{at}"), out);
            }
        }
        _ => {}
    }
}

fn odd_values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!({})),
        Just(json!([])),
        Just(json!([null, {"a": "b"}, 1])),
        Just(json!(true)),
        Just(json!("")),
        Just(json!("ND")),
        Just(json!("2026-11-22")),
        any::<i64>().prop_map(Value::from),
        "[ -~\u{80}-\u{2100}]{0,30}".prop_map(Value::from),
        "-?[0-9]{1,40}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?"
            .prop_filter_map("a number", |text| serde_json::from_str(&text).ok()),
    ]
}

proptest! {
    #[test]
    fn damaged_bytes_never_panic(
        route in any_route(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..8),
    ) {
        let mut body = bytes(&route.example());
        for (at, byte, how) in damage {
            if body.is_empty() {
                break;
            }
            let at = at.index(body.len());
            match how {
                0 => body[at] = byte,
                1 => body.insert(at, byte),
                _ => body.truncate(at),
            }
        }
        let _ = route.parse(&body);
        let _ = canonical(&body);
    }

    #[test]
    fn odd_values_never_panic(
        route in any_route(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), odd_values()), 1..5),
    ) {
        let mut body = route.example();
        for (at, value) in changes {
            let mut all = Vec::new();
            places(&body, "", &mut all);
            *body.pointer_mut(&all[at.index(all.len())]).unwrap() = value;
        }
        if let Err(Refusal::Invalid(errors)) = route.parse(&bytes(&body)) {
            prop_assert!(!errors.is_empty());
        }
    }

    /// An accepted batch, read again from its kept halves, is the same batch.
    #[test]
    fn kept_batches_are_accepted_again(
        at in any::<prop::sample::Index>(),
        value in odd_values(),
    ) {
        let mut body = Route::Batch.example();
        let mut all = Vec::new();
        places(&body, "", &mut all);
        *body.pointer_mut(&all[at.index(all.len())]).unwrap() = value;
        if let Ok(first) = batch(&firm(), &bytes(&body)) {
            let whole = merge(&kept(&first.document.public), &kept(&first.document.restricted));
            let again = batch(&firm(), &bytes(&whole)).unwrap();
            prop_assert_eq!(again.document, first.document);
            prop_assert_eq!(again.inputs, first.inputs);
        }
    }

    #[test]
    fn odd_corrections_never_panic(at in any::<prop::sample::Index>(), value in odd_values()) {
        let batch = batch(&firm(), &bytes(&Route::Batch.example())).unwrap().document;
        let current = merge(&kept(&batch.public), &kept(&batch.restricted));
        let mut all = Vec::new();
        places(&current, "", &mut all);
        let pointer = &all[at.index(all.len())];
        let body = json!({
            "kind": "label", "reason": {"en": "x"},
            "changes": [{"pointer": pointer, "value": value}],
        });
        if let Ok(request) = correction(&bytes(&body)) {
            let _ = correct(&key(), &current, 1, &request);
        }
    }
}
