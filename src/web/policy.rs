//! What pages may run and fetch: a Content Security Policy that names every style and script of ours by
//! its hash, so that no other runs, wherever it comes from.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use std::fmt::Write;
use std::sync::LazyLock;

/// Styles that stand in pages, byte for byte.
const STYLES: &[&str] = &[super::STYLE, super::docs::STYLE];
/// Scripts that stand in pages, byte for byte. No page needs one.
const SCRIPTS: &[&str] = &[super::SCRIPT];

/// The policy of answers that are no page: nothing runs, nothing is fetched.
pub const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// The policy of pages, and of the worker, which fetches them again.
pub fn of_pages() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        let mut policy = "default-src 'none'; style-src".to_owned();
        name(&mut policy, STYLES);
        policy.push_str("; script-src");
        name(&mut policy, SCRIPTS);
        policy.push_str(
            "; connect-src 'self'; worker-src 'self'; manifest-src 'self'; img-src 'self' data:; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        );
        policy
    });
    &POLICY
}

fn name(policy: &mut String, sources: &[&str]) {
    for source in sources {
        let hash = STANDARD.encode(digest(&SHA256, source.as_bytes()));
        // Writing to a text does not fail.
        let _ = write!(policy, " 'sha256-{hash}'");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_is_named_by_its_hash_and_nothing_else_is_let_in() {
        let policy = of_pages();
        assert_eq!(policy.matches("'sha256-").count(), STYLES.len() + SCRIPTS.len());
        for open in ["unsafe", "http:", "https:", "*", "script-src 'self'"] {
            assert!(!policy.contains(open), "{policy}");
        }
        // Computed with another implementation: `printf '' | openssl dgst -sha256 -binary | base64`.
        let mut empty = String::new();
        name(&mut empty, &[""]);
        assert_eq!(empty, " 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
    }

    #[test]
    fn no_script_or_style_can_end_its_element_early() {
        for source in SCRIPTS.iter().chain(STYLES) {
            assert!(!source.contains("</"), "{source}");
        }
    }
}
