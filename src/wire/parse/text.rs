//! Text that people wrote: trimmed, not empty, not too long, and free of characters that hide or
//! reorder what is shown.

use super::finder::Finder;
use crate::domain::letters::is_unsafe;
use crate::domain::refusal::FieldCode;
use crate::fact::document::TextDoc;
use crate::fact::text::BiText;
use crate::limits::{NAME_CHARS_MAX, TEXT_CHARS_MAX, WORD_CHARS_MAX};

/// Whether a text may have several lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

impl Finder {
    /// A short text on one line: a report number, a method, a site.
    pub(super) fn short(&mut self, name: &str, text: &mut String) {
        self.text_in(name, text, WORD_CHARS_MAX, Lines::One);
    }

    /// The same, where it may be left out.
    pub(super) fn short_if(&mut self, name: &str, text: &mut Option<String>) {
        if let Some(text) = text {
            self.short(name, text);
        }
    }

    /// A name or specification on one line.
    pub(super) fn line(&mut self, name: &str, text: &mut String) {
        self.text_in(name, text, NAME_CHARS_MAX, Lines::One);
    }

    /// The same, where it may be left out.
    pub(super) fn line_if(&mut self, name: &str, text: &mut Option<String>) {
        if let Some(text) = text {
            self.line(name, text);
        }
    }

    /// A name in at least one language.
    pub(super) fn name(&mut self, name: &str, text: &mut BiText) {
        self.within(name, |finder| finder.both(text, NAME_CHARS_MAX, Lines::One));
    }

    /// The same, where it may be left out.
    pub(super) fn name_if(&mut self, name: &str, text: &mut Option<BiText>) {
        if let Some(text) = text {
            self.name(name, text);
        }
    }

    /// A reason or instruction in at least one language; may have several lines.
    pub(super) fn prose(&mut self, name: &str, text: &mut BiText) {
        self.within(name, |finder| finder.both(text, TEXT_CHARS_MAX, Lines::Many));
    }

    /// The same, where it may be left out.
    pub(super) fn prose_if(&mut self, name: &str, text: &mut Option<BiText>) {
        if let Some(text) = text {
            self.prose(name, text);
        }
    }

    /// An address or piece of evidence, in one language or two.
    pub(super) fn text_doc(&mut self, name: &str, text: &mut TextDoc) {
        match text {
            TextDoc::Plain(text) => self.text_in(name, text, TEXT_CHARS_MAX, Lines::Many),
            TextDoc::Both(text) => self.prose(name, text),
        }
    }

    /// A label on one line, in one language or two.
    pub(super) fn label(&mut self, name: &str, text: &mut TextDoc) {
        match text {
            TextDoc::Plain(text) => self.line(name, text),
            TextDoc::Both(text) => self.name(name, text),
        }
    }

    fn both(&mut self, text: &mut BiText, chars_max: usize, lines: Lines) {
        if text.zh.is_none() && text.en.is_none() {
            self.report(FieldCode::Required, "");
        }
        for (language, text) in [("zh", &mut text.zh), ("en", &mut text.en)] {
            if let Some(text) = text {
                self.text_in(language, text, chars_max, lines);
            }
        }
    }

    fn text_in(&mut self, name: &str, text: &mut String, chars_max: usize, lines: Lines) {
        let trimmed = text.trim();
        if trimmed.len() < text.len() {
            *text = trimmed.to_owned();
        }
        let control = |c: char| c.is_control() && !(c == '\n' && lines == Lines::Many);
        let found = if text.is_empty() {
            Some(FieldCode::EmptyText)
        } else if text.chars().nth(chars_max).is_some() {
            Some(FieldCode::TooLong)
        } else if text.chars().any(control) {
            Some(FieldCode::ControlCharacter)
        } else if text.chars().any(|c| !c.is_control() && is_unsafe(c)) {
            Some(FieldCode::Character)
        } else {
            None
        };
        if let Some(code) = found {
            self.report_in(name, code, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::Refusal;

    fn judge(text: &str, lines: Lines) -> Result<String, &'static str> {
        let mut finder = Finder::new();
        let mut text = text.to_owned();
        finder.text_in("x", &mut text, 5, lines);
        match finder.finish(Some(())) {
            Ok(()) => Ok(text),
            Err(Refusal::Invalid(errors)) => Err(errors[0].code.word()),
            Err(other) => Err(other.code()),
        }
    }

    #[test]
    fn texts_are_trimmed_and_bounded() {
        assert_eq!(judge(" \u{3000}香肠 \n", Lines::One).as_deref(), Ok("香肠"));
        assert_eq!(judge("a\nb", Lines::Many).as_deref(), Ok("a\nb"));
        assert_eq!(judge("𠮷𠮷𠮷𠮷𠮷", Lines::One).as_deref(), Ok("𠮷𠮷𠮷𠮷𠮷"));
        for (text, code) in [
            ("", "emptyText"),
            (" \u{3000}", "emptyText"),
            ("123456", "tooLong"),
            ("a\nb", "controlCharacter"),
            ("a\tb", "controlCharacter"),
            ("a\u{85}b", "controlCharacter"),
            ("a\u{0}b", "controlCharacter"),
            ("a\u{202e}b", "character"),
            ("a\u{2066}b", "character"),
            ("a\u{2069}b", "character"),
            ("a\u{200f}b", "character"),
            ("a\u{61c}b", "character"),
            ("a\u{fdd0}b", "character"),
            ("a\u{ffff}b", "character"),
            ("a\u{10fffe}b", "character"),
        ] {
            assert_eq!(judge(text, Lines::One), Err(code), "{text:?}");
        }
        assert_eq!(judge("a\rb", Lines::Many), Err("controlCharacter"));
    }
}
