//! The secret of issued unit codes: which ordinal a code stands for, and which payloads are well
//! formed at all.
//!
//! The block is the 40-bit ordinal followed by 30 zero bits. It is enciphered by a balanced Feistel
//! network over two 35-bit halves, 10 rounds; round r replaces (L, R) by (R, L ⊕ F(r, R)), where F
//! is the low 35 bits of keyed BLAKE3 (first eight bytes, little-endian) over the round byte, the
//! half in five bytes big-endian, and the domain tag. Deciphering must find the zero bits again, so
//! a guessed payload is well formed once in 2³⁰. A payload that opens need not have been issued.

use std::fmt;

use super::{KeySlot, UnitCode};

/// Ordinals have this many bits.
const ORDINAL_BITS: u32 = 40;
/// The zero bits behind the ordinal.
const ZERO_BITS: u32 = 30;
/// The bits of one Feistel half.
const HALF_BITS: u32 = (ORDINAL_BITS + ZERO_BITS) / 2;
/// The Feistel rounds.
const ROUNDS: u8 = 10;
const HALF_MASK: u64 = (1 << HALF_BITS) - 1;

/// What each round hashes: the round and the half go into the first six bytes, the rest keeps these
/// hashes apart from any other use of the key. Below 64 bytes, so one compression.
const ROUND_INPUT: [u8; 25] = *b"\0\0\0\0\0\0suyuan unit code v1";

/// The secret key of one slot. It has no `Display`, and its `Debug` tells nothing.
#[derive(Clone)]
pub struct UnitKey([u8; 32]);

impl UnitKey {
    /// The key with these 32 bytes, which should come from a secure random source.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 70-bit payload of an ordinal; `None` from 2⁴⁰ on.
    pub fn seal(&self, ordinal: u64) -> Option<u128> {
        if ordinal >> ORDINAL_BITS != 0 {
            return None;
        }
        let mut left = ordinal >> (HALF_BITS - ZERO_BITS);
        let mut right = (ordinal << ZERO_BITS) & HALF_MASK;
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ self.round(round, right));
        }
        Some(u128::from(left) << HALF_BITS | u128::from(right))
    }

    /// The ordinal of a payload; `None` when this key sealed no such payload, or it has over 70
    /// bits.
    pub fn open(&self, payload: u128) -> Option<u64> {
        let mut left =
            u64::try_from(payload >> HALF_BITS).ok().filter(|half| *half <= HALF_MASK)?;
        let mut right = u64::try_from(payload & u128::from(HALF_MASK)).ok()?;
        for round in (0..ROUNDS).rev() {
            (left, right) = (right ^ self.round(round, left), left);
        }
        let zeros = right & ((1 << ZERO_BITS) - 1);
        (zeros == 0).then_some(left << (HALF_BITS - ZERO_BITS) | right >> ZERO_BITS)
    }

    /// The code of an ordinal under this key in `slot`; `None` from 2⁴⁰ on.
    pub fn code(&self, slot: KeySlot, ordinal: u64) -> Option<UnitCode> {
        self.seal(ordinal).map(|payload| UnitCode::from_parts(slot, payload))
    }

    /// The ordinal of a code. The caller picks the key by the code's slot: it is not looked at
    /// here.
    pub fn decode(&self, code: &UnitCode) -> Option<u64> {
        self.open(code.payload())
    }

    fn round(&self, round: u8, half: u64) -> u64 {
        let mut input = ROUND_INPUT;
        let [first, a, b, c, d, e, ..] = &mut input;
        *first = round;
        [_, _, _, *a, *b, *c, *d, *e] = half.to_be_bytes();
        let hash = blake3::keyed_hash(&self.0, &input);
        let [h0, h1, h2, h3, h4, h5, h6, h7, ..] = *hash.as_bytes();
        u64::from_le_bytes([h0, h1, h2, h3, h4, h5, h6, h7]) & HALF_MASK
    }
}

impl fmt::Debug for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnitKey(secret)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn key() -> UnitKey {
        UnitKey::from_bytes(std::array::from_fn(|at| u8::try_from(at).unwrap()))
    }

    #[test]
    fn the_algorithm_does_not_drift() {
        // Computed with a second implementation, in Python.
        let slot = KeySlot::new(5).unwrap();
        for (ordinal, payload, code) in [
            (1, 0x1a_a94b_d372_3b51_fb4b, "5DAJ-JYKE-8XN3-YTB9"),
            (123_456_789, 0x07_484f_ec1c_6d4e_9daf, "53MG-KZC3-HPMX-7DFX"),
            ((1 << 40) - 1, 0x15_2d47_a972_1e07_f4c0, "5AJT-HX9E-8F0F-X606"),
        ] {
            assert_eq!(key().seal(ordinal), Some(payload), "{ordinal}");
            assert_eq!(key().code(slot, ordinal).unwrap().to_string(), code);
            assert_eq!(key().decode(&UnitCode::parse(code).unwrap()), Some(ordinal));
        }
    }

    #[test]
    fn ordinals_end_at_forty_bits() {
        assert_eq!(key().seal(1 << 40), None);
        assert_eq!(key().seal(u64::MAX), None);
        assert_eq!(key().open(1 << 70), None);
        assert_eq!(key().open(key().seal(0).unwrap() | 1 << 70), None);
    }

    #[test]
    fn another_key_does_not_open_and_codes_do_not_repeat() {
        let other = UnitKey::from_bytes([7; 32]);
        let payloads: BTreeSet<u128> = (0..2_000).filter_map(|n| key().seal(n)).collect();
        assert_eq!(payloads.len(), 2_000);
        assert!(payloads.iter().all(|payload| other.open(*payload).is_none()));
    }

    #[test]
    fn debug_shows_no_key() {
        assert_eq!(format!("{:?}", UnitKey::from_bytes([65; 32])), "UnitKey(secret)");
    }

    proptest! {
        #[test]
        fn open_undoes_seal(bytes: [u8; 32], ordinal in 0_u64..1 << 40) {
            let key = UnitKey::from_bytes(bytes);
            prop_assert_eq!(key.open(key.seal(ordinal).unwrap()), Some(ordinal));
        }

        #[test]
        fn a_changed_payload_does_not_open(ordinal in 0_u64..1 << 40, bit in 0_u32..70) {
            // By chance once in 2³⁰ this would fail: the cases are few.
            let changed = key().seal(ordinal).unwrap() ^ (1 << bit);
            prop_assert_eq!(key().open(changed), None);
        }
    }
}
