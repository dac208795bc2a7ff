//! Tables as CSV (RFC 4180) that a spreadsheet program opens without running anything: a cell that it
//! would take for a formula is written as text.

/// Characters at the start of a cell that make a formula of it, in any of the usual programs.
const FORMULA_STARTS: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝'];

/// One line with its end.
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<_> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell: quoted where it has to be, with `'` before what would be a formula. A plain negative number
/// is none.
fn cell(text: &str) -> String {
    let number = text.strip_prefix('-').is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    });
    let formula = text.trim_start_matches(' ').starts_with(FORMULA_STARTS) && !number;
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\r', '\n']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

/// The text of a cell that [`line`] wrote: without the `'` that kept it from being a formula.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches(' ').starts_with(FORMULA_STARTS) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_texts_and_never_formulas() {
        let rows = [
            ("L-1", "L-1"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            ("+86 10", "'+86 10"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1+cmd|x", "'-1+cmd|x"),
            ("  =1", "'  =1"),
            ("\tx", "'\tx"),
            ("\r=1", "\"'\r=1\""),
            ("＝1", "'＝1"),
            ("-12.5", "-12.5"),
            ("-", "'-"),
            ("", ""),
        ];
        for (text, expected) in rows {
            assert_eq!(cell(text), expected, "{text:?}");
        }
        assert_eq!(line(["a", "b,c"]), "a,\"b,c\"\r\n");
    }
}
