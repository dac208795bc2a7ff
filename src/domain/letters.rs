//! Letters that must not stand in what people read or compare: they steer the direction of writing, end
//! a line, or are not seen at all.

/// Controls, line and paragraph separators, bidirectional controls (UAX 9) and noncharacters.
pub fn is_unsafe(letter: char) -> bool {
    let code = u32::from(letter);
    letter.is_control()
        || matches!(
            letter,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
        || (0xfdd0..=0xfdef).contains(&code)
        || code & 0xfffe == 0xfffe
}

/// Zero-width letters and the byte order mark: two texts that differ by them look the same. Some
/// languages need the joiners, so names may hold them; identifiers may not.
pub fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{feff}')
}

/// A name for comparing: full-width letters and signs as their usual forms, small letters, no white
/// space and nothing that is not seen.
pub fn folded(name: &str) -> String {
    closed_up(name).to_lowercase()
}

/// Without white space and what is not seen, full-width letters and signs as their usual forms.
pub fn closed_up(text: &str) -> String {
    let usual = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    };
    let seen = text.chars().filter(|letter| !letter.is_whitespace() && !is_invisible(*letter));
    seen.map(usual).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_people_see_them() {
        for (one, other) in [
            ("某豆业（黑龙江）有限公司", "某豆业 (黑龙江)有限公司"),
            ("ＡＢＣ Foods", "abc foods"),
            ("a\u{200b}b\u{3000}c", "A B C"),
        ] {
            assert_eq!(folded(one), folded(other));
        }
        assert_ne!(folded("甲公司"), folded("乙公司"));
        assert_eq!(closed_up("Ｌ 2026 １１"), "L202611");
    }

    #[test]
    fn what_steers_or_hides_is_known() {
        for letter in ['\n', '\u{202e}', '\u{2066}', '\u{200f}', '\u{fffe}', '\u{fdd0}', '\u{2028}']
        {
            assert!(is_unsafe(letter) && !is_invisible(letter), "{letter:?}");
        }
        for letter in ['\u{200b}', '\u{200d}', '\u{2060}', '\u{feff}'] {
            assert!(is_invisible(letter) && !is_unsafe(letter), "{letter:?}");
        }
        for letter in ['a', '酱', ' ', 'é', '\u{3000}', '🐖'] {
            assert!(!is_invisible(letter) && !is_unsafe(letter), "{letter:?}");
        }
    }
}
