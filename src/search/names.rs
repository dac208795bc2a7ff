//! From a name to what people type for it: its words, pinyin and initials, and the places in each where
//! a search may begin.

use crate::limits::{NAME_STARTS_COUNT_MAX, SEARCH_WORDS_COUNT_MAX};
use pinyin::ToPinyin;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// A way of writing a name, with the bytes at which a search may begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub text: Arc<str>,
    pub starts: Vec<u16>,
}

/// The words of a query, as names are written in the index.
pub fn words(query: &str) -> Vec<String> {
    let plain = plain(query);
    plain
        .split(' ')
        .filter(|w| !w.is_empty())
        .take(SEARCH_WORDS_COUNT_MAX)
        .map(str::to_owned)
        .collect()
}

/// The ways a name is written: as it stands; where it has Chinese characters also in pinyin and by the
/// initials of its syllables. A character with several readings counts with its most common one.
pub(super) fn written(name: &str) -> Vec<Written> {
    let name = plain(name);
    let mut ways = vec![way(&name, |_| None)];
    if name.contains(is_han) {
        ways.push(way(&name, |syllable| Some(syllable.to_owned())));
        ways.push(way(&name, |syllable| syllable.chars().next().map(String::from)));
    }
    ways.retain(|way| !way.text.is_empty());
    ways
}

/// Letters and digits in lower case, full-width and styled ones as plain ones (NFKC), everything else
/// one space.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfkc().flat_map(char::to_lowercase) {
        match letter {
            // As Chinese keyboards have it.
            'ü' => out.push('v'),
            letter if letter.is_alphanumeric() => out.push(letter),
            _ if out.ends_with(' ') || out.is_empty() => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn way(name: &str, spelled: impl Fn(&str) -> Option<String>) -> Written {
    let mut text = String::with_capacity(name.len());
    let mut starts = Vec::new();
    for letter in name.chars() {
        let begins = text.is_empty() || text.ends_with(' ') || is_han(letter);
        if begins && letter != ' ' && starts.len() < NAME_STARTS_COUNT_MAX {
            starts.extend(u16::try_from(text.len()).ok());
        }
        let syllable = letter.to_pinyin().and_then(|syllable| spelled(syllable.plain()));
        match syllable {
            Some(syllable) => text.push_str(&syllable.replace('ü', "v")),
            None => text.push(letter),
        }
    }
    Written { text: text.into(), starts }
}

/// Chinese characters, which stand without spaces: a word may begin at each.
fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(name: &str) -> Vec<String> {
        written(name).iter().map(|way| way.text.to_string()).collect()
    }

    #[test]
    fn a_name_is_written_as_people_type_it() {
        assert_eq!(ways("烟熏香肠 200g"), ["烟熏香肠 200g", "yanxunxiangchang 200g", "yxxc 200g"]);
        assert_eq!(ways("Smoked  Pork—Sausage!"), ["smoked pork sausage"]);
        assert_eq!(ways("绿茶"), ["绿茶", "lvcha", "lc"]);
        assert_eq!(ways("ＡＢＣ食品"), ["abc食品", "abcshipin", "abcsp"]);
        assert!(ways("—").is_empty());
    }

    #[test]
    fn a_search_begins_at_words_and_characters() {
        let [zh, full, initials] = written("香肠 xl").try_into().unwrap();
        assert_eq!(zh.starts, [0, 3, 7]);
        assert_eq!(full.starts, [0, 5, 11]);
        assert_eq!(initials.starts, [0, 1, 3]);
        assert_eq!(written("Pork sausage")[0].starts, [0, 5]);
        assert_eq!(words("  猪肉、Sausage lü "), ["猪肉", "sausage", "lv"]);
        assert!(words("a b c d e f g h i").len() <= SEARCH_WORDS_COUNT_MAX);
        assert!(written(&"香".repeat(200)).iter().all(|w| w.starts.len() <= NAME_STARTS_COUNT_MAX));
    }
}
