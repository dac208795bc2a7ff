//! Texts by others, made fit to stand among our own: without letters that steer or hide, and closed off
//! where they are written from right to left. No escaping for a format is done here.

use super::letters::is_unsafe;

/// One line: breaks and tabs become single spaces, unsafe letters go, the ends are trimmed. A text with
/// letters written from right to left stands in an isolate (UAX 9: U+2068 … U+2069), so that it cannot
/// reorder what stands beside it.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        let letter = if breaks(letter) || letter == '\t' { ' ' } else { letter };
        let doubled = letter == ' ' && line.ends_with(' ');
        if !is_unsafe(letter) && !doubled {
            line.push(letter);
        }
    }
    isolated(line.trim())
}

/// Several lines, each like [`one_line`]; empty lines at the ends go.
pub fn lines(text: &str) -> String {
    let lines: Vec<String> = text.replace("\r\n", "\n").split(breaks).map(one_line).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn breaks(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn isolated(line: &str) -> String {
    if line.chars().any(runs_leftwards) {
        format!("\u{2068}{line}\u{2069}")
    } else {
        line.to_owned()
    }
}

/// The blocks of Unicode that hold scripts written from right to left.
fn runs_leftwards(letter: char) -> bool {
    matches!(
        letter,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_gone_and_what_runs_leftwards_is_closed_off() {
        let rows = [
            ("酱牛肉 200 g", "酱牛肉 200 g"),
            (" a\u{202e}b\u{2066}c\u{200f} ", "abc"),
            ("a\u{0}\u{7}\u{1b}[31mb\u{7f}\u{fffe}", "a[31mb"),
            ("a\r\n\tb\u{2028}c\u{85}d", "a b c d"),
            ("שלום", "\u{2068}שלום\u{2069}"),
            ("x \u{2069}مرحبا", "\u{2068}x مرحبا\u{2069}"),
            ("\u{202e}", ""),
            ("", ""),
        ];
        for (text, expected) in rows {
            assert_eq!(one_line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_are_kept_and_closed_off_one_by_one() {
        assert_eq!(lines("\n a \r\nb\u{2028}שלום\n\n"), "a\nb\n\u{2068}שלום\u{2069}");
        assert_eq!(lines("a\n\nb"), "a\n\nb");
        assert_eq!(lines("\u{0}\n"), "");
    }
}
