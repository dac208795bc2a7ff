//! Signatures of deliveries (Standard Webhooks): HMAC-SHA256 over id, time and body, under a secret that
//! is derived from the key folder, so that nothing secret is stored.

use crate::domain::code_ids::SubscriptionId;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

/// The secret of a webhook: 32 bytes.
pub(super) fn secret(key: &[u8; 32], subscriber: &[u8], hook: SubscriptionId) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_keyed(key);
    hasher.update(&hook.0).update(subscriber);
    *hasher.finalize().as_bytes()
}

/// The secret as its owner gets it, once.
pub fn secret_text(key: &[u8; 32], subscriber: &[u8], hook: SubscriptionId) -> String {
    format!("whsec_{}", STANDARD.encode(secret(key, subscriber, hook)))
}

/// The header `webhook-signature`. `time`: seconds since 1970.
pub(super) fn signature(secret: &[u8; 32], id: &str, time: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, format!("{id}.{time}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with another implementation (Python's `hmac`).
    #[test]
    fn signatures_are_those_of_the_specification() {
        let signed =
            signature(&[7; 32], "0011223344556677-42", 1_795_312_800, "{\"kind\":\"test\"}");
        assert_eq!(signed, "v1,4QpQErJGlJbCQSuRlrAGa10x/JkQhVtFVlNMr2xBnGs=");
        let one = secret_text(&[1; 32], b"a", SubscriptionId([0; 8]));
        assert!(one.starts_with("whsec_") && one.len() == 50, "{one}");
        assert_ne!(one, secret_text(&[1; 32], b"b", SubscriptionId([0; 8])));
        assert_ne!(one, secret_text(&[1; 32], b"a", SubscriptionId([1; 8])));
    }
}
