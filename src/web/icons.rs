//! One sign for each state, drawn in the colour of the text. Shapes differ, not only colours, so that a
//! reader who sees no colour still tells the states apart.

use super::tone::Tone;

/// A cloud, struck through: kept without network, so of no present state.
pub(super) const STALE: &str =
    r#"<path d="M7 18a5 5 0 1 1 1-9.9A6 6 0 0 1 19 10a4 4 0 0 1-1 8z"/><path d="m3 3 18 18"/>"#;

/// The drawing, 24 by 24, without words: the title beside it says the same.
pub(super) fn icon(tone: Tone) -> &'static str {
    match tone {
        // Octagon, crossed.
        Tone::Recalled => {
            r#"<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/><path d="m8.5 8.5 7 7m0-7-7 7"/>"#
        }
        // Octagon with a bar: over, and still not to be passed.
        Tone::RecallClosed => r#"<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/><path d="M7 12h10"/>"#,
        // Pause.
        Tone::Held => r#"<circle cx="12" cy="12" r="10"/><path d="M9.5 8v8m5-8v8"/>"#,
        // Struck through.
        Tone::Withdrawn => r#"<circle cx="12" cy="12" r="10"/><path d="m5 5 14 14"/>"#,
        // Hourglass, run out.
        Tone::Expired => r#"<path d="M5 2h14M5 22h14M7 2v4l5 6 5-6V2M7 22v-4l5-6 5 6v4M8 20h8"/>"#,
        // Looking for one in a list.
        Tone::CheckLot => {
            r#"<path d="M3 4h18M3 9h8M3 14h6M3 19h7"/><circle cx="16" cy="15" r="4"/><path d="m19 18 3 3"/>"#
        }
        Tone::Suspect => r#"<path d="M12 2.5 22.5 21h-21z"/><path d="M12 9v6m0 2.5v.5"/>"#,
        // Closed lock.
        Tone::NotActivated => {
            r#"<rect x="4" y="10" width="16" height="12" rx="2"/><path d="M8 10V7a4 4 0 0 1 8 0v3"/>"#
        }
        // An entry in a book.
        Tone::Registered => r#"<path d="M5 2h11l4 4v16H5z"/><path d="M9 9h7M9 13h7M9 17h4"/>"#,
        Tone::Notices => {
            r#"<rect x="2" y="2" width="20" height="20" rx="4"/><path d="M12 11v6m0-10v.5"/>"#
        }
        Tone::Unknown => {
            r#"<circle cx="12" cy="12" r="10" stroke-dasharray="4 3"/><path d="M9 9.5a3 3 0 1 1 4 2.8c-.7.3-1 .8-1 1.7m0 3v.5"/>"#
        }
        // Pencil.
        Tone::Mistyped => r#"<path d="m4 20 1-5L16 4l4 4L9 19z"/><path d="m13 7 4 4"/>"#,
        Tone::Choices => {
            r#"<circle cx="4" cy="6" r="1.5"/><circle cx="4" cy="12" r="1.5"/><circle cx="4" cy="18" r="1.5"/><path d="M9 6h12M9 12h12M9 18h12"/>"#
        }
    }
}
