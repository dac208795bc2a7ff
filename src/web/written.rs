//! Texts of others on the page: escaped, isolated from our own text direction, marked with their
//! language; and values that go into addresses.

use crate::fact::text::BiText;
use crate::texts::{Lang, food};
use askama::filters::{Escaper, Html, HtmlSafe};
use std::fmt::{self, Display, Formatter, Write};

/// The language tag as browsers know it.
pub(super) fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    }
}

/// A text written by others, as `<bdi>`: whatever its direction, it cannot move the words around it.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    text: &'a str,
    by: By,
}

#[derive(Clone, Copy)]
enum By {
    /// The service: no isolation needed.
    Us,
    /// Others, in the reader's language.
    Others,
    /// Others, and nobody says in which language; Chinese characters do.
    Somebody,
    /// Others, and not in the reader's language.
    OthersIn(Lang),
}

impl<'a> Said<'a> {
    /// A word of the catalogue.
    pub(super) fn ours(text: &'static str) -> Self {
        Self { text, by: By::Us }
    }

    /// A text of unknown language: a lot, a number, a word as given.
    pub(super) fn plain(text: &'a str) -> Self {
        Self { text, by: By::Somebody }
    }

    /// A text for the reader; marked when it is only there in the other language.
    pub(super) fn of(text: &'a BiText, reader: Lang) -> Self {
        let picked = text.pick(reader.is_chinese());
        let own = if reader.is_chinese() { &text.zh } else { &text.en };
        let by = match own {
            None => By::OthersIn(reader.other()),
            // What stands in the English text in Chinese characters: a number as it was given.
            Some(text) if !reader.is_chinese() && has_han(text) => By::OthersIn(Lang::Zh),
            Some(_) => By::Others,
        };
        Self { text: picked, by }
    }
}

impl Display for Said<'_> {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        match self.by {
            By::Us => return Html.write_escaped_str(to, self.text),
            By::Others => to.write_str("<bdi>")?,
            By::OthersIn(lang) => write!(to, "<bdi lang=\"{}\">", tag(lang))?,
            By::Somebody if has_han(self.text) => {
                write!(to, "<bdi lang=\"{}\">", tag(Lang::Zh))?;
            }
            By::Somebody => to.write_str("<bdi>")?,
        }
        Html.write_escaped_str(&mut *to, self.text)?;
        to.write_str("</bdi>")
    }
}

impl HtmlSafe for Said<'_> {}

/// A sentence of the service with something of others woven in: on an English page, words in Chinese
/// characters (a date as it stands on the pack) are marked as Chinese, so that they are read aloud so.
pub(super) struct Woven<'a> {
    pub(super) text: &'a str,
    pub(super) reader: Lang,
}

impl Display for Woven<'_> {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        if self.reader.is_chinese() || !has_han(self.text) {
            return Html.write_escaped_str(to, self.text);
        }
        for word in self.text.split_inclusive(' ') {
            if has_han(word) {
                write!(to, "<span lang=\"{}\">", tag(Lang::Zh))?;
                Html.write_escaped_str(&mut *to, word)?;
                to.write_str("</span>")?;
            } else {
                Html.write_escaped_str(&mut *to, word)?;
            }
        }
        Ok(())
    }
}

impl HtmlSafe for Woven<'_> {}

fn has_han(text: &str) -> bool {
    let han = |letter| matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '〇');
    !text.is_ascii() && text.contains(han)
}

/// A quantity in the reader's language: `200 g` as `200 克` for a Chinese reader. A unit of which there is
/// no word stays as it is.
pub(super) fn quantity(text: &str, lang: Lang) -> String {
    let word = |unit| food::symbol(unit).map(|word| word.get(lang));
    match text.rsplit_once(' ').and_then(|(value, unit)| Some((value, word(unit)?))) {
        Some((value, unit)) => format!("{value} {unit}"),
        None => text.to_owned(),
    }
}

/// A telephone number as a `tel:` address takes it: digits, `+`, `-`, `*`, `#`; the rest is dropped.
pub(super) struct Tel<'a>(pub(super) &'a str);

impl Display for Tel<'_> {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        let dialled =
            |letter: &char| letter.is_ascii_digit() || matches!(letter, '+' | '-' | '*' | '#');
        self.0.chars().filter(dialled).try_for_each(|letter| to.write_char(letter))
    }
}

impl HtmlSafe for Tel<'_> {}

/// One path segment, percent-encoded except for the unreserved characters (RFC 3986, 2.3).
pub(super) struct Segment<'a>(pub(super) &'a str);

impl Display for Segment<'_> {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        self.0.bytes().try_for_each(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                to.write_char(char::from(byte))
            }
            _ => write!(to, "%{byte:02X}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_is_escaped_and_isolated() {
        let said = Said::plain("<b onclick=\"x\">&").to_string();
        assert_eq!(said, "<bdi>&#60;b onclick=&#34;x&#34;&#62;&#38;</bdi>");
        let only_chinese = BiText { zh: Some("香肠".into()), en: None };
        assert_eq!(Said::of(&only_chinese, Lang::En).to_string(), "<bdi lang=\"zh-CN\">香肠</bdi>");
        assert_eq!(Said::of(&only_chinese, Lang::Zh).to_string(), "<bdi>香肠</bdi>");
        assert_eq!(Said::plain("2026年").to_string(), "<bdi lang=\"zh-CN\">2026年</bdi>");
    }

    #[test]
    fn chinese_words_in_an_english_sentence_are_marked() {
        let woven = |reader| Woven { text: "made on 2026年1月, lot A<1", reader }.to_string();
        assert_eq!(woven(Lang::En), "made on <span lang=\"zh-CN\">2026年1月, </span>lot A&#60;1");
        assert_eq!(woven(Lang::Zh), "made on 2026年1月, lot A&#60;1");
    }

    #[test]
    fn quantities_have_the_units_of_the_language() {
        assert_eq!(quantity("1.5 kg", Lang::Zh), "1.5 千克");
        assert_eq!(quantity("1.5 kg", Lang::En), "1.5 kg");
        assert_eq!(quantity("每 100 mL", Lang::Zh), "每 100 毫升");
        assert_eq!(quantity("× 12", Lang::Zh), "× 12");
        assert_eq!(quantity("", Lang::Zh), "");
    }

    #[test]
    fn addresses_take_only_what_belongs_in_them() {
        assert_eq!(Tel("0550-123 4567 转\"8").to_string(), "0550-12345678");
        assert_eq!(Segment("LEI:A/b 1~").to_string(), "LEI%3AA%2Fb%201~");
        assert_eq!(Segment("批").to_string(), "%E6%89%B9");
    }
}
