//! The two Chinese codes, checked: GB 11714-1997 and the GB 32100-2015 code that holds one.
//!
//! Upper-case text of the right length goes in; reading what people type is `org_code`'s.

use super::super::region_names::is_province;
use super::OrgCodeError;

/// The characters of GB 32100 by value: no I, O, S, V, Z.
const GB32100_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// The weights of GB 32100: 3ⁱ mod 31.
const GB32100_WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// The weights of GB 11714.
const GB11714_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// GB 11714: the check character is 11 less the weighted sum modulo 11, 10 as X and 11 as 0.
pub(super) fn check_gb11714(code: &str) -> Result<(), OrgCodeError> {
    let (body, check) = code.as_bytes().split_at(GB11714_WEIGHTS.len());
    let mut sum = 0;
    for (byte, weight) in body.iter().zip(GB11714_WEIGHTS) {
        let value = char::from(*byte).to_digit(36).ok_or(OrgCodeError::Form)?;
        sum += value * weight;
    }
    let value = match check {
        [digit @ b'0'..=b'9'] => u32::from(digit - b'0'),
        [b'X'] => 10,
        _ => return Err(OrgCodeError::Form),
    };
    if (sum + value) % 11 == 0 { Ok(()) } else { Err(OrgCodeError::CheckCharacter) }
}

/// GB 32100: department, category, six-digit region, GB 11714 code, check character modulo 31.
pub(super) fn check_gb32100(code: &str) -> Result<(), OrgCodeError> {
    let [department, category, p0, p1, ..] = code.as_bytes() else {
        return Err(OrgCodeError::Form);
    };
    let (region, inner) = code.get(2..8).zip(code.get(8..17)).ok_or(OrgCodeError::Form)?;
    if !region.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(OrgCodeError::Form);
    }
    let mut sum = 0;
    // The check character has weight 1: with it the sum is a multiple of 31.
    for (byte, weight) in code.bytes().zip(GB32100_WEIGHTS.into_iter().chain([1])) {
        let known = (0..).zip(GB32100_ALPHABET).find(|(_, known)| **known == byte);
        let (value, _) = known.ok_or(OrgCodeError::Form)?;
        sum += value * weight;
    }
    if sum % 31 != 0 {
        return Err(OrgCodeError::CheckCharacter);
    }
    check_gb11714(inner).map_err(|error| match error {
        OrgCodeError::CheckCharacter => OrgCodeError::InnerCheckCharacter,
        other => other,
    })?;
    if !is_department(*department, *category) {
        return Err(OrgCodeError::Department);
    }
    let nationally = region.starts_with("10");
    if nationally || is_province([*p0, *p1]) { Ok(()) } else { Err(OrgCodeError::Province) }
}

/// The registering departments of GB 32100 with the categories each may use. Those added after 2015
/// are taken with any category, since no list of theirs is at hand.
fn is_department(department: u8, category: u8) -> bool {
    match department {
        // Public bodies; civil affairs; commerce.
        b'1' | b'5' | b'9' => matches!(category, b'1' | b'2' | b'3' | b'9'),
        b'Y' => category == b'1',
        // Foreign affairs, justice, culture, tourism, religion; the army; agriculture.
        b'2' | b'3' | b'4' | b'6' | b'7' | b'A' | b'N' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_single_substitution_is_caught() {
        let right = "91340100099845715P";
        assert_eq!(check_gb32100(right), Ok(()));
        for at in 0..right.len() {
            for new in GB32100_ALPHABET.iter().filter(|new| **new != right.as_bytes()[at]) {
                let mut bytes = right.as_bytes().to_vec();
                bytes[at] = *new;
                let wrong = String::from_utf8(bytes).unwrap();
                assert!(check_gb32100(&wrong).is_err(), "{wrong}");
            }
        }
    }

    #[test]
    fn departments_and_their_categories() {
        for (pairs, expected) in [
            (["11", "19", "53", "92", "Y1", "21", "A9", "N1"], true),
            (["14", "50", "94", "9A", "Y2", "81", "B1", "01"], false),
        ] {
            for pair in pairs {
                let bytes = pair.as_bytes();
                assert_eq!(is_department(bytes[0], bytes[1]), expected, "{pair}");
            }
        }
    }
}
