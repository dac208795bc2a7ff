//! The catalogue of what people read, in Chinese and English: every sentence of a verdict, every
//! word of the page, every name of a closed code. It holds no rule: which text is shown is decided
//! in `report` and `web`.

pub mod additives;
pub mod dates;
pub mod effectiveness;
pub mod firms;
pub mod food;
pub mod forms;
pub mod lineage;
pub mod listings;
pub mod log;
pub mod notices;
pub mod page;
pub mod permits;
pub mod print;
pub mod problems;
pub mod recalls;
pub mod record;
pub mod scopes;
pub mod steps;
pub mod verdicts;
pub mod words;

/// A language the service speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// The reader's language from an `Accept-Language` header (RFC 9110, 12.5.4): the supported range
    /// of the highest weight, the first among equals; Chinese when none is supported.
    pub fn from_accept_language(header: Option<&str>) -> Self {
        let mut best = (0, Self::Zh);
        for item in header.unwrap_or_default().split(',') {
            let mut parts = item.split(';').map(str::trim);
            let range = parts.next().unwrap_or_default();
            let Some(lang) = Self::parse(range.split('-').next().unwrap_or_default()) else {
                continue;
            };
            let weight = parts.find_map(weight_in_thousandths).unwrap_or(1000);
            if weight > best.0 {
                best = (weight, lang);
            }
        }
        best.1
    }

    /// `zh` or `en`, whatever the case of the letters.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            _ if code.eq_ignore_ascii_case("zh") => Some(Self::Zh),
            _ if code.eq_ignore_ascii_case("en") => Some(Self::En),
            _ => None,
        }
    }

    /// The language tag, as in `?lang=` and `<html lang>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The language in its own words, for the switch.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zh => "中文",
            Self::En => "English",
        }
    }

    /// The other language of the two.
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// Chinese, for `BiText::pick`.
    pub fn is_chinese(self) -> bool {
        self == Self::Zh
    }
}

/// `q=0.8` as 800; a weight that is not a number counts as 0.
fn weight_in_thousandths(parameter: &str) -> Option<u32> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, fraction) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let weight = whole.parse::<u32>().ok().zip(thousandths.parse::<u32>().ok());
    Some(weight.map_or(0, |(whole, part)| whole.saturating_mul(1000).saturating_add(part)))
}

/// One text in both languages; `{name}` stands for a value that `fill` puts in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Text {
    pub zh: &'static str,
    pub en: &'static str,
}

/// A value to fill in, which may differ between the languages (a date, a name).
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    pub zh: &'a str,
    pub en: &'a str,
}

impl<'a> Value<'a> {
    /// The same in both languages: a number, a lot, a telephone number.
    pub fn same(value: &'a str) -> Self {
        Self { zh: value, en: value }
    }
}

impl From<Text> for Value<'static> {
    fn from(text: Text) -> Self {
        Self { zh: text.zh, en: text.en }
    }
}

impl<'a> From<&'a (String, String)> for Value<'a> {
    fn from((zh, en): &'a (String, String)) -> Self {
        Self { zh, en }
    }
}

impl Text {
    /// No words in either language: for a clause that is left out.
    pub const NONE: Self = Self { zh: "", en: "" };

    /// The text in one language, placeholders unfilled.
    pub fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// Both languages (Chinese first) with the values put in for their `{name}`.
    pub fn fill(self, values: &[(&str, Value<'_>)]) -> (String, String) {
        (fill(self.zh, values, |value| value.zh), fill(self.en, values, |value| value.en))
    }

    /// One language with values that are the same in both.
    pub fn fill_lang(self, lang: Lang, values: &[(&str, &str)]) -> String {
        fill(self.get(lang), values, |value| *value)
    }
}

/// Replaces each `{name}` that has a value. A name without one stays, so that a test can see it.
fn fill<'v, V>(template: &str, values: &'v [(&str, V)], pick: impl Fn(&'v V) -> &'v str) -> String {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let found = after.split_once('}').and_then(|(name, tail)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((pick(value), tail))
        });
        match found {
            Some((value, tail)) => {
                filled.extend(value.chars().filter(|letter| !steers_direction(*letter)));
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// Bidirectional controls of Unicode (UAX 9): in a value they could turn our own sentence around.
fn steers_direction(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
}

/// Declares texts as constants, and in tests the list of all of them.
macro_rules! text_list {
    ($($name:ident = $zh:literal, $en:literal;)*) => {
        $(pub const $name: $crate::texts::Text = $crate::texts::Text { zh: $zh, en: $en };)*

        #[cfg(test)]
        pub(crate) const CATALOGUE: &[(&str, $crate::texts::Text)] = &[$((stringify!($name), $name)),*];
    };
}

/// Declares closed lists of codes as functions from code to word, and in tests the list of all words.
macro_rules! word_lists {
    ($($(#[$doc:meta])* $list:ident { $($code:literal = $zh:literal, $en:literal;)* })*) => {
        $($(#[$doc])*
        pub fn $list(code: &str) -> Option<$crate::texts::Text> {
            Some(match code {
                $($code => $crate::texts::Text { zh: $zh, en: $en },)*
                _ => return None,
            })
        })*

        #[cfg(test)]
        pub(crate) const CATALOGUE: &[(&str, $crate::texts::Text)] =
            &[$($(($code, $crate::texts::Text { zh: $zh, en: $en })),*),*];
    };
}

pub(crate) use {text_list, word_lists};

#[cfg(test)]
pub(crate) mod tests;
