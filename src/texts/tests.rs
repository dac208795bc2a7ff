//! Tests of the catalogue as a whole: complete, alike in both languages, and free of the words the
//! service must not say.

use super::{Lang, Text, Value, food, page, scopes, verdicts, words};
use std::collections::BTreeSet;

/// A printed code can be copied and a state is not a guarantee: no text may say or suggest otherwise.
pub(crate) const FORBIDDEN: &[&str] = &[
    "正品",
    "真品",
    "安全",
    "放心",
    "合格",
    "认证",
    "监制",
    "零添加",
    "荣誉",
    "优秀",
    "区块链",
    "篡改",
    "第1位",
    "authentic",
    "genuine",
    "safe",
    "qualified",
    "certified",
    "verified",
    "blockchain",
    "tamper",
    "guarantee",
    "trusted",
    "coupon",
    "award",
];

fn all() -> impl Iterator<Item = (&'static str, Text)> {
    [
        verdicts::CATALOGUE,
        page::CATALOGUE,
        super::forms::CATALOGUE,
        super::firms::CATALOGUE,
        words::CATALOGUE,
        food::CATALOGUE,
        scopes::CATALOGUE,
        super::steps::CATALOGUE,
        super::permits::CATALOGUE,
        super::notices::CATALOGUE,
        super::recalls::CATALOGUE,
        super::record::CATALOGUE,
        super::record::words::CATALOGUE,
        super::effectiveness::CATALOGUE,
        super::lineage::CATALOGUE,
        super::log::CATALOGUE,
        super::lineage::STATES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_text_has_both_languages_and_the_same_placeholders() {
    for (name, text) in all() {
        assert!(!text.zh.trim().is_empty() && !text.en.trim().is_empty(), "{name} is empty");
        assert_eq!(placeholders(text.zh), placeholders(text.en), "{name}");
        assert!(
            !text.en.chars().any(|c| ('\u{2E80}'..='\u{FFEF}').contains(&c)),
            "{name}: {}",
            text.en
        );
    }
}

/// Beside values and signs, a Chinese text has Chinese characters; the one that has none is a term.
#[test]
fn no_text_is_left_untranslated() {
    for (name, text) in all() {
        let words: String =
            text.zh.split('{').map(|part| part.rsplit('}').next().unwrap()).collect();
        let chinese = words.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        let letters = words.chars().any(|c| c.is_ascii_alphabetic());
        assert!(chinese || !letters || name == "NRV", "{name}: {}", text.zh);
        assert!(!letters || text.zh != text.en, "{name} is the same in both: {}", text.zh);
    }
}

#[test]
fn no_text_says_a_forbidden_word() {
    for (name, text) in all() {
        for word in FORBIDDEN {
            assert!(!text.zh.contains(word), "{name} says {word}");
            assert!(!text.en.to_lowercase().contains(word), "{name} says {word}");
        }
    }
}

#[test]
fn language_follows_the_weights() {
    let cases = [
        (None, Lang::Zh),
        (Some(""), Lang::Zh),
        (Some("en"), Lang::En),
        (Some("EN-gb"), Lang::En),
        (Some("zh-CN,zh;q=0.9,en;q=0.8"), Lang::Zh),
        (Some("en;q=0.4, zh;q=0.5"), Lang::Zh),
        (Some("en;q=0.500, zh;q=0.05"), Lang::En),
        (Some("fr, en;q=0.1"), Lang::En),
        (Some("fr, de"), Lang::Zh),
        (Some("zh;q=0, en;q=0.001"), Lang::En),
        (Some("en;q=x"), Lang::Zh),
        (Some("english"), Lang::Zh),
    ];
    for (header, expected) in cases {
        assert_eq!(Lang::from_accept_language(header), expected, "{header:?}");
    }
}

#[test]
fn values_fill_each_language_and_cannot_turn_the_text_around() {
    let text = Text { zh: "{who}于{date}", en: "{who} on {date}" };
    let date = ("2026年1月2日".to_owned(), "2 January 2026".to_owned());
    let filled = text.fill(&[("who", Value::same("a\u{202E}b{date}")), ("date", (&date).into())]);
    assert_eq!(filled.0, "ab{date}于2026年1月2日", "a value is not a template");
    assert_eq!(filled.1, "ab{date} on 2 January 2026");
    assert_eq!(text.fill_lang(Lang::En, &[("who", "A")]), "A on {date}", "an unfilled name stays");
}
