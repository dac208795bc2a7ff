//! A small XML 1.0 writer: elements, attributes and escaped text, indented, always well formed. What XML
//! cannot hold at all is left out. It knows no vocabulary.

/// A document in the making.
pub(super) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

/// Attributes of an element, in this order.
pub(super) type Attributes<'a> = [(&'static str, &'a str)];

impl Xml {
    /// A document with its root element open.
    pub(super) fn new(root: &'static str, attributes: &Attributes<'_>) -> Self {
        let out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned();
        let mut xml = Self { out, open: Vec::new() };
        xml.open(root, attributes);
        xml
    }

    /// Opens an element that holds others.
    pub(super) fn open(&mut self, name: &'static str, attributes: &Attributes<'_>) {
        self.start(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Ends the element opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.end(name);
        }
    }

    /// An element with text only.
    pub(super) fn leaf(&mut self, name: &'static str, attributes: &Attributes<'_>, text: &str) {
        self.start(name, attributes);
        self.out.push('>');
        escape(&mut self.out, text, false);
        self.end(name);
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &Attributes<'_>) {
        self.start(name, attributes);
        self.out.push_str("/>");
    }

    /// The document, every open element ended.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out.push('\n');
        self.out
    }

    fn start(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape(&mut self.out, value, true);
            self.out.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn indent(&mut self) {
        self.out.push('\n');
        for _ in &self.open {
            self.out.push_str("  ");
        }
    }
}

/// Whether a letter may stand in a document (XML 1.0, production 2), but for the controls that it
/// allows and discourages.
fn is_allowed(letter: char) -> bool {
    let code = u32::from(letter);
    let control = letter.is_control() && !matches!(letter, '\t' | '\n' | '\r');
    !control && code & 0xfffe != 0xfffe && !(0xfdd0..=0xfdef).contains(&code)
}

/// Text or the value of an attribute. A reader would change bare carriage returns, and in attributes
/// line ends and tabs, so these are written by number.
fn escape(out: &mut String, text: &str, attribute: bool) {
    for letter in text.chars().filter(|letter| is_allowed(*letter)) {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_reads_as_expected() {
        let mut xml = Xml::new("a", &[("b", "1\"<>&'\n\t")]);
        xml.leaf("c", &[], "x < y & \"z\" ]]>");
        xml.open("d", &[]);
        xml.empty("e", &[("f", "")]);
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<a b=\"1&quot;&lt;&gt;&amp;'&#10;&#9;\">
  <c>x &lt; y &amp; \"z\" ]]&gt;</c>
  <d>
    <e f=\"\"/>
  </d>
</a>
";
        assert_eq!(xml.finish(), expected);
    }

    #[test]
    fn every_letter_survives_or_is_left_out() {
        let all: String = (0..=0x10_ffff).filter_map(char::from_u32).collect();
        let mut xml = Xml::new("a", &[("b", &all)]);
        xml.leaf("c", &[], &all);
        let text = xml.finish();
        let read = roxmltree::Document::parse(&text).unwrap();
        let kept: String = all.chars().filter(|letter| is_allowed(*letter)).collect();
        let root = read.root_element();
        assert!(root.attribute("b") == Some(kept.as_str()), "attribute");
        assert!(root.first_element_child().unwrap().text() == Some(kept.as_str()), "text");
        for letter in ['\t', '\n', '\r', ' ', '&', '<', '酱', '🐖', '\u{fffd}', '\u{2068}'] {
            assert!(kept.contains(letter), "{letter:?}");
        }
        for letter in ['\u{0}', '\u{8}', '\u{b}', '\u{1f}', '\u{7f}', '\u{9f}', '\u{fffe}'] {
            assert!(!kept.contains(letter), "{letter:?}");
        }
    }
}
