//! Check digits and check characters that several identifiers share.
//!
//! Arithmetic over ASCII text only: what a passing number means, and how long it must be, is said
//! by the type that uses it (`gtin`, `org_code`). The two checks of GB 11714 and GB 32100 live in
//! `org_code`, the check character of issued codes in `unit_code`: each has one user.

/// The GS1 check digit (value 0 to 9) that belongs after `body`, which holds ASCII digits without
/// the check digit. `None` when `body` is empty or holds anything else.
///
/// GS1 General Specifications, section 7.9: weights 3, 1, 3, … from the right, modulo 10.
pub fn gs1_check_digit(body: &[u8]) -> Option<u8> {
    if body.is_empty() {
        return None;
    }
    let mut sum = 0_u8;
    let mut weight = 3;
    for byte in body.iter().rev() {
        sum = (sum + digit(*byte)? * weight) % 10;
        weight = 4 - weight;
    }
    Some((10 - sum) % 10)
}

/// Whether the last digit of `digits` is the GS1 check digit of those before it. Any length from
/// two digits; the key's own type fixes it.
pub fn gs1_valid(digits: &str) -> bool {
    let Some((check, body)) = digits.as_bytes().split_last() else { return false };
    digit(*check).is_some_and(|value| gs1_check_digit(body) == Some(value))
}

/// Whether the last digit of `digits` is right under MOD 11,10 (GB/T 17710-2008, the hybrid system
/// of ISO/IEC 7064), as in food production licences and 15-digit registration numbers.
pub fn mod_11_10_valid(digits: &str) -> bool {
    let Some((check, body)) = digits.as_bytes().split_last() else { return false };
    if body.is_empty() {
        return false;
    }
    let mut product = 10_u8;
    for byte in body {
        let Some(value) = digit(*byte) else { return false };
        let sum = (product + value) % 10;
        product = if sum == 0 { 10 } else { sum } * 2 % 11;
    }
    digit(*check) == Some((11 - product) % 10)
}

/// Whether `text` (digits and upper-case letters, A = 10 to Z = 35) is right under MOD 97-10
/// (ISO/IEC 7064) with its two check digits last, as in the LEI (ISO 17442).
pub fn mod_97_10_valid(text: &str) -> bool {
    let Some((body, check)) = text.as_bytes().split_last_chunk::<2>() else { return false };
    let [Some(tens), Some(units)] = check.map(digit) else { return false };
    // 00, 01 and 99 leave the same remainder as 97, 98 and 02, and are never computed.
    if body.is_empty() || !(2..=98).contains(&(tens * 10 + units)) {
        return false;
    }
    let mut remainder = 0_u32;
    for byte in text.bytes() {
        let (factor, value) = match byte {
            b'0'..=b'9' => (10, byte - b'0'),
            b'A'..=b'Z' => (100, byte - b'A' + 10),
            _ => return false,
        };
        remainder = (remainder * factor + u32::from(value)) % 97;
    }
    remainder == 1
}

fn digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gs1_keys_of_the_fixture() {
        let rows = include_str!("../../tests/fixtures/check-digits.csv");
        let mut seen = 0;
        for row in rows.lines().filter(|row| !row.starts_with('#')).skip(1) {
            let [_, digits, check] = row.split(',').collect::<Vec<_>>()[..] else {
                panic!("not three fields: {row}")
            };
            let (body, last) = digits.split_at(digits.len() - 1);
            let expected = check.parse::<u8>().unwrap();
            assert_eq!(gs1_check_digit(body.as_bytes()), Some(expected), "{row}");
            assert_eq!(gs1_valid(digits), last == check, "{row}");
            seen += 1;
        }
        assert_eq!(seen, 31);
    }

    #[test]
    fn gs1_refuses_what_is_no_number() {
        for text in ["", "7", "9506000x34352", "９５０６", "-1"] {
            assert!(!gs1_valid(text), "{text}");
        }
        assert_eq!(gs1_check_digit(b""), None);
        assert_eq!(gs1_check_digit(b"12a"), None);
    }

    #[test]
    fn mod_11_10_finds_every_wrong_digit() {
        let right = "340194000043290";
        assert!(mod_11_10_valid(right));
        for (at, old) in right.bytes().enumerate() {
            for new in (b'0'..=b'9').filter(|new| *new != old) {
                let mut bytes = right.as_bytes().to_vec();
                bytes[at] = new;
                assert!(!mod_11_10_valid(std::str::from_utf8(&bytes).unwrap()), "{at} {new}");
            }
        }
        for text in ["", "0", "34019400004329X"] {
            assert!(!mod_11_10_valid(text), "{text}");
        }
    }

    #[test]
    fn mod_97_10_reads_letters_as_two_digits() {
        for right in ["529900T8BM49AURSDO55", "506700GE1G29325QX363"] {
            assert!(mod_97_10_valid(right), "{right}");
        }
        // 6500 leaves 1 as 6597 does: only the range of check digits tells them apart.
        assert!(mod_97_10_valid("6597") && !mod_97_10_valid("6500"));
        for wrong in
            ["529900T8BM49AURSDO56", "529900T8BM49AURSOD55", "529900t8bm49aursdo55", "", "01"]
        {
            assert!(!mod_97_10_valid(wrong), "{wrong}");
        }
    }
}
