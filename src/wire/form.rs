//! Forms as browsers send them (`application/x-www-form-urlencoded`): name and value, in order.

use super::digital_link::decode_segment;

/// The fields of a form; `None` where the bytes are none.
pub fn fields(body: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(body).ok()?;
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decoded(name)?, decoded(value)?))
        })
        .collect()
}

/// A line break comes as two characters.
fn decoded(text: &str) -> Option<String> {
    Some(decode_segment(&text.replace('+', " ")).ok()?.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_browsers_write_them() {
        let read = fields("a=1+2&b=%E5%85%A8&c=&d=x%0D%0Ay&a=3".as_bytes()).unwrap();
        let read: Vec<_> = read.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(read, [("a", "1 2"), ("b", "全"), ("c", ""), ("d", "x\ny"), ("a", "3")]);
        assert_eq!(fields(b""), Some(Vec::new()));
        for wrong in ["a=%", "a=%zz", "a=%ff"] {
            assert_eq!(fields(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!(fields(b"\xff"), None);
    }
}
