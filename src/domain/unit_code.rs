//! Issued unit codes: 16 Crockford base32 symbols, printed `XXXX-XXXX-XXXX-XXXX`.
//!
//! Symbol 0 is the slot of the key that made the code, symbols 1 to 14 carry 70 enciphered bits
//! (`key`), symbol 15 is a check that needs no key: over GF(32) = GF(2)\[x\]/(x⁵+x²+1) with α = x,
//! Σ αⁱ·cᵢ of the 16 symbols is 0. The αⁱ are distinct and not 0, so every single wrong symbol and
//! every swap of two different symbols shows. A well-formed code need not have been issued.

use std::fmt;

mod key;
mod typed;

pub use key::UnitKey;
pub use typed::{Mistyped, NotRead, read_typed};

/// The 32 symbols by value: Crockford's base32, without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many symbols a code has.
const SYMBOLS: usize = 16;
/// The slot value kept free to mark longer codes later.
const RESERVED_SLOT: u8 = 31;

/// A unit code with the right check symbol and a usable key slot; holds the symbol values, 0 to 31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitCode([u8; SYMBOLS]);

/// Why a text is no unit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitCodeError {
    /// Not 16 symbols, or a character that is none.
    NotACode,
    /// 16 symbols, but the check fails: something was mistyped.
    Mistyped,
    /// The check holds, but the key slot is 31, which is reserved for longer codes.
    ReservedSlot,
}

/// The place of a key in the keyring: 0 to 30.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeySlot(u8);

/// The 16 symbols of a code as upper-case ASCII, without hyphens: the form a QR code holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompactCode([u8; SYMBOLS]);

impl UnitCode {
    /// Reads a code as people type it: either case, O as 0, I and L as 1, full-width letters and
    /// digits, with hyphens, dashes and white space anywhere.
    pub fn parse(text: &str) -> Result<Self, UnitCodeError> {
        let mut symbols = [0; SYMBOLS];
        let mut free = symbols.iter_mut();
        for c in text.chars().filter(|c| !is_separator(*c)) {
            let value = typed_value(c).ok_or(UnitCodeError::NotACode)?;
            *free.next().ok_or(UnitCodeError::NotACode)? = value;
        }
        if free.next().is_some() {
            return Err(UnitCodeError::NotACode);
        }
        if syndrome(&symbols) != 0 {
            return Err(UnitCodeError::Mistyped);
        }
        let [slot, ..] = symbols;
        if slot == RESERVED_SLOT { Err(UnitCodeError::ReservedSlot) } else { Ok(Self(symbols)) }
    }

    /// The code of this slot and the low 70 bits of `payload`, with its check symbol.
    pub fn from_parts(slot: KeySlot, payload: u128) -> Self {
        let mut symbols = [0; SYMBOLS];
        let mut rest = payload;
        let [first, body @ .., _] = &mut symbols;
        *first = slot.0;
        for symbol in body.iter_mut().rev() {
            *symbol = low_bits(rest);
            rest >>= 5;
        }
        // Solving Σ αⁱ·cᵢ = 0 for c₁₅: α has order 31, so α⁻¹⁵ is α¹⁶.
        let check = (0..16).fold(syndrome(&symbols), |value, _| times_alpha(value));
        let [.., last] = &mut symbols;
        *last = check;
        Self(symbols)
    }

    /// The slot of the key that made the code.
    pub fn slot(&self) -> KeySlot {
        let [slot, ..] = self.0;
        KeySlot(slot)
    }

    /// The 70 enciphered bits, the first symbol highest.
    pub fn payload(&self) -> u128 {
        let [_, body @ .., _] = &self.0;
        body.iter().fold(0, |bits, symbol| (bits << 5) | u128::from(*symbol))
    }

    /// The code without hyphens.
    pub fn compact(&self) -> CompactCode {
        CompactCode(self.0.map(letter))
    }

    /// Whether `text` is exactly 16 upper-case symbols whose check holds, whatever the slot. An own
    /// serial for which this is true could be taken for an issued code.
    pub fn looks_like(text: &str) -> bool {
        let Ok(letters) = <&[u8; SYMBOLS]>::try_from(text.as_bytes()) else { return false };
        let mut symbols = [0; SYMBOLS];
        for (symbol, byte) in symbols.iter_mut().zip(letters) {
            match value_of(*byte) {
                Some(value) => *symbol = value,
                None => return false,
            }
        }
        syndrome(&symbols) == 0
    }
}

impl KeySlot {
    /// The slot, unless `value` is above 30.
    pub fn new(value: u8) -> Option<Self> {
        (value < RESERVED_SLOT).then_some(Self(value))
    }

    /// The slot as a number, 0 to 30.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl CompactCode {
    /// The 16 characters.
    pub fn as_str(&self) -> &str {
        // Letters of the alphabet only, so the fallback is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for CompactCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Prints the code in four groups joined by hyphens.
impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printed = [b'-'; SYMBOLS + 3];
        for (group, symbols) in printed.chunks_mut(5).zip(self.0.chunks(4)) {
            for (to, symbol) in group.iter_mut().zip(symbols) {
                *to = letter(*symbol);
            }
        }
        f.pad(std::str::from_utf8(&printed).unwrap_or_default())
    }
}

/// Σ αⁱ·cᵢ by Horner's rule, from the last symbol to the first.
fn syndrome(symbols: &[u8; SYMBOLS]) -> u8 {
    symbols.iter().rev().fold(0, |sum, symbol| times_alpha(sum) ^ symbol)
}

/// α·value in GF(32): shift, and reduce by x⁵+x²+1 when a fifth bit appears.
fn times_alpha(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0b10_0000 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

fn low_bits(bits: u128) -> u8 {
    let [low, ..] = bits.to_le_bytes();
    low & 31
}

fn letter(symbol: u8) -> u8 {
    // Symbol values are below 32 by construction, so the fallback is never taken.
    ALPHABET.get(usize::from(symbol)).copied().unwrap_or(b'0')
}

/// The value of a canonical symbol: upper case, none of the look-alikes.
fn value_of(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'H' => Some(byte - b'A' + 10),
        b'J' | b'K' => Some(byte - b'J' + 18),
        b'M' | b'N' => Some(byte - b'M' + 20),
        b'P'..=b'T' => Some(byte - b'P' + 22),
        b'V'..=b'Z' => Some(byte - b'V' + 27),
        _ => None,
    }
}

fn typed_value(c: char) -> Option<u8> {
    let narrow = match c {
        // The full-width block repeats ASCII 0x21 to 0x7E at a fixed distance.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0)?,
        _ => c,
    };
    match u8::try_from(narrow).ok()?.to_ascii_uppercase() {
        b'O' => Some(0),
        b'I' | b'L' => Some(1),
        byte => value_of(byte),
    }
}

/// White space of any width, and the hyphens and dashes that keyboards and word processors put in.
fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}')
        || matches!(c, '\u{fe63}' | '\u{ff0d}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn samples() -> Vec<UnitCode> {
        let payloads = [0, 1, (1 << 70) - 1, 0x2a_5555_aaaa_1234_5678];
        let slots = [0, 7, 30].map(|slot| KeySlot::new(slot).unwrap());
        slots.iter().flat_map(|slot| payloads.map(|p| UnitCode::from_parts(*slot, p))).collect()
    }

    fn text_of(symbols: [u8; SYMBOLS]) -> String {
        CompactCode(symbols.map(letter)).as_str().to_owned()
    }

    #[test]
    fn every_single_substitution_is_caught() {
        for code in samples() {
            for at in 0..SYMBOLS {
                for value in (0..32).filter(|value| *value != code.0[at]) {
                    let mut symbols = code.0;
                    symbols[at] = value;
                    assert_eq!(UnitCode::parse(&text_of(symbols)), Err(UnitCodeError::Mistyped));
                }
            }
        }
    }

    #[test]
    fn every_swap_of_two_symbols_is_caught() {
        // The sum is linear: what a swap adds to it depends on the two places and values alone, so
        // all pairs of both cover every code.
        for (i, j) in (0..SYMBOLS).flat_map(|i| (0..i).map(move |j| (j, i))) {
            for (a, b) in (0..32).flat_map(|a| (0..a).map(move |b| (a, b))) {
                let mut symbols = [3; SYMBOLS];
                (symbols[i], symbols[j]) = (a, b);
                let before = syndrome(&symbols);
                symbols.swap(i, j);
                assert_ne!(before, syndrome(&symbols), "{i} {j} {a} {b}");
            }
        }
        for code in samples() {
            for (i, j) in (0..SYMBOLS).flat_map(|i| (0..i).map(move |j| (j, i))) {
                let mut symbols = code.0;
                symbols.swap(i, j);
                let read = UnitCode::parse(&text_of(symbols));
                assert_eq!(read.is_ok(), symbols == code.0, "{i} {j} {code}");
            }
        }
    }

    #[test]
    fn the_check_symbol_does_not_drift() {
        // Computed with a second implementation, in Python, over tables of logarithms.
        for (slot, payload, printed) in [
            (1, 1, "1000-0000-0000-0019"),
            (7, 0x2a_5555_aaaa_1234_5678, "7N5A-NDAN-8938-NKRA"),
            (30, (1 << 70) - 1, "YZZZ-ZZZZ-ZZZZ-ZZZH"),
        ] {
            assert_eq!(UnitCode::from_parts(KeySlot(slot), payload).to_string(), printed);
        }
    }

    #[test]
    fn reads_what_people_type() {
        let code = UnitCode::from_parts(KeySlot(1), 0x01_0000_0000_0000_0001);
        let printed = code.to_string();
        let loose = printed.to_lowercase().replace('0', "o").replace('1', "l");
        let wide: String =
            printed.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        for typed in [
            printed.clone(),
            code.compact().to_string(),
            printed.replace('0', "O").replace('1', "I"),
            loose.replace('-', "\u{3000}\u{2014} "),
            wide.to_lowercase(),
            wide,
            format!(" -{printed}-\n"),
        ] {
            assert_eq!(UnitCode::parse(&typed), Ok(code), "{typed}");
        }
    }

    #[test]
    fn refuses_what_is_no_code() {
        let full = samples()[1].compact().to_string();
        let u = full.replacen('0', "U", 1);
        let long = format!("{full}0");
        let short = full.get(1..).unwrap();
        for text in ["", "-", short, &long, &u, "追溯码追溯码追溯码追溯码追溯码追"]
        {
            assert_eq!(UnitCode::parse(text), Err(UnitCodeError::NotACode), "{text}");
        }
        let reserved = text_of(UnitCode::from_parts(KeySlot(RESERVED_SLOT), 9).0);
        assert_eq!(UnitCode::parse(&reserved), Err(UnitCodeError::ReservedSlot));
        assert!(UnitCode::looks_like(&reserved));
        assert_eq!(KeySlot::new(31), None);
        assert_eq!(KeySlot::new(30).map(KeySlot::get), Some(30));
    }

    #[test]
    fn looks_like_wants_the_canonical_text() {
        let code = UnitCode::parse("5AJT-HX9E-8F0F-X606").unwrap();
        let compact = code.compact().to_string();
        assert!(UnitCode::looks_like(&compact));
        for other in
            [compact.to_lowercase(), code.to_string(), compact.replace('0', "O"), compact + "0"]
        {
            assert!(!UnitCode::looks_like(&other), "{other}");
        }
        assert!(!UnitCode::looks_like("0000000000000001"));
    }

    proptest! {
        #[test]
        fn parts_and_text_round_trip(slot in 0_u8..31, high in 0_u64..64, low: u64) {
            let payload = u128::from(high) << 64 | u128::from(low);
            let code = UnitCode::from_parts(KeySlot(slot), payload);
            prop_assert_eq!((code.slot().get(), code.payload()), (slot, payload));
            prop_assert_eq!(UnitCode::parse(&code.to_string()), Ok(code));
            prop_assert!(UnitCode::looks_like(code.compact().as_str()));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
            if let Ok(code) = UnitCode::parse(&text) {
                prop_assert_eq!(UnitCode::parse(code.compact().as_str()), Ok(code));
            }
        }
    }
}
