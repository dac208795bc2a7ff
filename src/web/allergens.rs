//! Allergens that a reader can choose to have marked. What was chosen stays in the browser.

use crate::texts::{Lang, food};
use std::sync::LazyLock;

/// Each group as `code=word|word…`, the groups parted by `;`: those of GB 7718-2025, and sesame.
pub(super) fn choices(lang: Lang) -> &'static str {
    static CHOICES: LazyLock<[String; 2]> = LazyLock::new(|| [Lang::Zh, Lang::En].map(listed));
    let [chinese, english] = &*CHOICES;
    if lang.is_chinese() { chinese } else { english }
}

/// A label may name a member (wheat) where the reader chose its group (cereals with gluten).
fn listed(lang: Lang) -> String {
    const GROUPS: [&[&str]; 9] = [
        &["AW", "UW", "GB"],
        &["AC"],
        &["AF"],
        &["AE"],
        &["AP"],
        &["AY"],
        &["AM"],
        &["AN", "SA", "SW"],
        &["AS"],
    ];
    let word = |code: &&str| food::allergen(code).map_or("", |word| word.get(lang));
    let group = |codes: &[&str]| {
        let words: Vec<_> = codes.iter().map(word).collect();
        format!("{}={}", codes.first().copied().unwrap_or_default(), words.join("|"))
    };
    GROUPS.map(group).join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_words_that_part_it_from_the_others() {
        for lang in [Lang::Zh, Lang::En] {
            let groups: Vec<_> = choices(lang).split(';').collect();
            assert_eq!(groups.len(), 9);
            for group in groups {
                let (code, words) = group.split_once('=').unwrap();
                assert_eq!(code.len(), 2);
                assert!(words.split('|').all(|word| !word.is_empty()), "{group}");
                // They stand in a pattern as they are.
                assert!(!words.contains(['(', ')', '[', '*', '+', '?', '.', '"']), "{group}");
            }
        }
    }
}
