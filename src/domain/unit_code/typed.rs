//! A code as people type it: what is wrong with it, as far as that shows without a key, and which codes
//! are one slip away.
//!
//! A wrong check leaves one right symbol for each of the 16 places, and few swaps of neighbours that
//! would set it right: at most 31 codes. Which of them was meant only the key and the ledger can tell.

use super::{RESERVED_SLOT, SYMBOLS, UnitCode, is_separator, syndrome, times_alpha, typed_value};

/// Symbols of one printed group.
const GROUP_SYMBOLS: usize = 4;
/// Powers of α, by which symbols are weighed: α³¹ is 1.
const ORDER: usize = 31;

/// Why what was typed is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRead {
    /// So many characters, where a code has 16.
    Count(usize),
    /// A character that no code has, in this group, counted from 1.
    Character(u8),
    /// 16 symbols, but the check fails.
    Check(Mistyped),
}

/// 16 symbols whose check fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mistyped([u8; SYMBOLS]);

/// Reads what was typed as [`UnitCode::parse`] does, and says where it fails. `None` for the code of a
/// reserved slot, which is well-formed.
pub fn read_typed(text: &str) -> Result<Option<UnitCode>, NotRead> {
    let typed = || text.chars().filter(|letter| !is_separator(*letter)).map(typed_value);
    let count = typed().count();
    if count != SYMBOLS {
        return Err(NotRead::Count(count));
    }
    let mut symbols = [0; SYMBOLS];
    for (place, (symbol, value)) in symbols.iter_mut().zip(typed()).enumerate() {
        *symbol = value.ok_or(NotRead::Character(group(place)))?;
    }
    if syndrome(&symbols) == 0 {
        return Ok(usable(symbols));
    }
    Err(NotRead::Check(Mistyped(symbols)))
}

impl Mistyped {
    /// The codes that one wrong symbol, or one swap of neighbours, would have turned into what was
    /// typed: each with the group the slip is in, counted from 1; none where a swap lies across two.
    pub fn nearby(&self) -> Vec<(UnitCode, Option<u8>)> {
        let mut wrong = syndrome(&self.0);
        let mut found = Vec::new();
        // From the place with the highest power down: α⁻¹⁵ first, and each place further one α more.
        for _ in 0..ORDER + 1 - SYMBOLS {
            wrong = times_alpha(wrong);
        }
        for place in (0..SYMBOLS).rev() {
            let mut symbols = self.0;
            if let Some(symbol) = symbols.get_mut(place) {
                *symbol ^= wrong;
            }
            found.extend(usable(symbols).map(|code| (code, Some(group(place)))));
            wrong = times_alpha(wrong);
        }
        for place in 1..SYMBOLS {
            let mut symbols = self.0;
            symbols.swap(place - 1, place);
            if syndrome(&symbols) == 0 {
                let one = group(place) == group(place - 1);
                found.extend(usable(symbols).map(|code| (code, one.then(|| group(place)))));
            }
        }
        found
    }
}

fn usable(symbols: [u8; SYMBOLS]) -> Option<UnitCode> {
    let [slot, ..] = symbols;
    (slot != RESERVED_SLOT).then_some(UnitCode(symbols))
}

fn group(place: usize) -> u8 {
    u8::try_from(place / GROUP_SYMBOLS + 1).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::{ALPHABET, KeySlot, letter};
    use super::*;
    use proptest::prelude::*;

    fn text(symbols: [u8; SYMBOLS]) -> String {
        symbols.iter().map(|symbol| char::from(letter(*symbol))).collect()
    }

    fn check(typed: &str) -> Mistyped {
        match read_typed(typed) {
            Err(NotRead::Check(mistyped)) => mistyped,
            other => panic!("{typed}: {other:?}"),
        }
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        let code = UnitCode::parse("5AJT-HX9E-8F0F-X606").unwrap();
        for typed in ["5ajt hx9e 8fof x6o6", "５ＡＪＴ－ｈｘ９ｅ　８Ｆ０Ｆ—X606"] {
            assert_eq!(read_typed(typed), Ok(Some(code)), "{typed}");
        }
        assert_eq!(read_typed("5AJT-HX9E-8F0F-X60"), Err(NotRead::Count(15)));
        assert_eq!(read_typed("5AJT-HX9E-8F0F-X6060"), Err(NotRead::Count(17)));
        assert_eq!(read_typed(""), Err(NotRead::Count(0)));
        assert_eq!(read_typed("5AJT-HX9E-8FUF-X606"), Err(NotRead::Character(3)));
        assert_eq!(read_typed("码AJT-HX9E-8FUF-X606"), Err(NotRead::Character(1)));
        let reserved = UnitCode::from_parts(KeySlot(RESERVED_SLOT), 9);
        assert_eq!(read_typed(&text(reserved.0)), Ok(None));
    }

    proptest! {
        /// Every wrong symbol at every place: the code is among those nearby, with the right group, and
        /// they are few.
        #[test]
        fn a_wrong_symbol_leads_back(
            slot in 0_u8..31, high in 0_u64..64, low: u64, place in 0_usize..16, by in 1_u8..32,
        ) {
            let payload = u128::from(high) << 64 | u128::from(low);
            let code = UnitCode::from_parts(KeySlot(slot), payload);
            let mut symbols = code.0;
            symbols[place] ^= by;
            let nearby = check(&text(symbols)).nearby();
            let group = u8::try_from(place / 4 + 1).unwrap();
            prop_assert!(nearby.contains(&(code, Some(group))));
            prop_assert!(nearby.len() <= 31);
            for (near, _) in nearby {
                prop_assert!(UnitCode::looks_like(near.compact().as_str()));
            }
        }

        #[test]
        fn a_swap_leads_back(slot in 0_u8..31, low: u64, place in 1_usize..16) {
            let code = UnitCode::from_parts(KeySlot(slot), u128::from(low) << 6);
            let mut symbols = code.0;
            symbols.swap(place - 1, place);
            prop_assume!(symbols != code.0);
            let group = (place % 4 != 0).then(|| u8::try_from(place / 4 + 1).unwrap());
            prop_assert!(check(&text(symbols)).nearby().contains(&(code, group)));
        }

        #[test]
        fn reading_agrees_with_parsing(typed in "[0-9A-Za-z -]{14,20}") {
            let parsed = UnitCode::parse(&typed).ok();
            prop_assert_eq!(read_typed(&typed).ok().flatten(), parsed);
        }
    }

    #[test]
    fn the_alphabet_is_what_is_read() {
        assert!(ALPHABET.iter().all(|byte| typed_value(char::from(*byte)).is_some()));
    }
}
