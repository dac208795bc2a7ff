//! The rules of CAP-v1.2.xsd as checks: elements, their order and number, and their values.

use roxmltree::Node;

const CAP: &str = "urn:oasis:names:tc:emergency:cap:1.2";

/// How often an element may stand: least and most.
type Times = (usize, usize);
const ONE: Times = (1, 1);
const MAYBE: Times = (0, 1);
const ANY: Times = (0, usize::MAX);
const SOME: Times = (1, usize::MAX);

/// The sequences of the schema, CAP-v1.2.xsd.
const SEQUENCES: [(&str, &[(&str, Times)]); 5] = [
    (
        "alert",
        &[
            ("identifier", ONE),
            ("sender", ONE),
            ("sent", ONE),
            ("status", ONE),
            ("msgType", ONE),
            ("source", MAYBE),
            ("scope", ONE),
            ("restriction", MAYBE),
            ("addresses", MAYBE),
            ("code", ANY),
            ("note", MAYBE),
            ("references", MAYBE),
            ("incidents", MAYBE),
            ("info", ANY),
        ],
    ),
    (
        "info",
        &[
            ("language", MAYBE),
            ("category", SOME),
            ("event", ONE),
            ("responseType", ANY),
            ("urgency", ONE),
            ("severity", ONE),
            ("certainty", ONE),
            ("audience", MAYBE),
            ("eventCode", ANY),
            ("effective", MAYBE),
            ("onset", MAYBE),
            ("expires", MAYBE),
            ("senderName", MAYBE),
            ("headline", MAYBE),
            ("description", MAYBE),
            ("instruction", MAYBE),
            ("web", MAYBE),
            ("contact", MAYBE),
            ("parameter", ANY),
            ("resource", ANY),
            ("area", ANY),
        ],
    ),
    (
        "area",
        &[
            ("areaDesc", ONE),
            ("polygon", ANY),
            ("circle", ANY),
            ("geocode", ANY),
            ("altitude", MAYBE),
            ("ceiling", MAYBE),
        ],
    ),
    ("parameter", &[("valueName", ONE), ("value", ONE)]),
    ("geocode", &[("valueName", ONE), ("value", ONE)]),
];

/// The closed sets of the schema.
const WORDS: [(&str, &[&str]); 8] = [
    ("status", &["Actual", "Exercise", "System", "Test", "Draft"]),
    ("msgType", &["Alert", "Update", "Cancel", "Ack", "Error"]),
    ("scope", &["Public", "Restricted", "Private"]),
    (
        "category",
        &[
            "Geo",
            "Met",
            "Safety",
            "Security",
            "Rescue",
            "Fire",
            "Health",
            "Env",
            "Transport",
            "Infra",
            "CBRNE",
            "Other",
        ],
    ),
    (
        "responseType",
        &[
            "Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear",
            "None",
        ],
    ),
    ("urgency", &["Immediate", "Expected", "Future", "Past", "Unknown"]),
    ("severity", &["Extreme", "Severe", "Moderate", "Minor", "Unknown"]),
    ("certainty", &["Observed", "Likely", "Possible", "Unlikely", "Unknown"]),
];

/// `\d\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[-,+]\d\d:\d\d`
fn is_time(text: &str) -> bool {
    let form = "dddd-dd-ddTdd:dd:dd±dd:dd";
    let fits = |(letter, form): (char, char)| match form {
        'd' => letter.is_ascii_digit(),
        '±' => matches!(letter, '+' | '-'),
        other => letter == other,
    };
    text.chars().count() == form.chars().count() && text.chars().zip(form.chars()).all(fits)
}

/// Panics where an element breaks the schema or the rules for identifiers.
pub(super) fn check(node: Node<'_, '_>) {
    let name = node.tag_name().name();
    assert_eq!(node.tag_name().namespace(), Some(CAP), "{name}");
    let elements: Vec<&str> =
        node.children().filter(Node::is_element).map(|child| child.tag_name().name()).collect();
    if let Some((_, sequence)) = SEQUENCES.iter().find(|(known, _)| *known == name) {
        let mut rest = elements.as_slice();
        for (expected, (least, most)) in *sequence {
            let count = rest.iter().take_while(|found| *found == expected).count();
            assert!((*least..=*most).contains(&count), "{count} {expected} in {name}");
            rest = &rest[count..];
        }
        assert!(rest.is_empty(), "{name} has {rest:?} out of order");
    } else {
        assert!(elements.is_empty(), "{name} holds {elements:?}");
    }
    let text = node.text().unwrap_or_default();
    if let Some((_, words)) = WORDS.iter().find(|(known, _)| *known == name) {
        assert!(words.contains(&text), "{name} is {text}");
    }
    match name {
        "sent" | "expires" => assert!(is_time(text), "{name} is {text}"),
        "identifier" | "sender" => {
            assert!(!text.is_empty() && !text.contains([' ', ',', '<', '&']), "{name} is {text}");
        }
        "references" => {
            for reference in text.split(' ') {
                let parts: Vec<&str> = reference.split(',').collect();
                assert!(parts.len() == 3 && is_time(parts[2]), "{reference}");
            }
        }
        _ => {}
    }
    node.children().filter(Node::is_element).for_each(check);
}
