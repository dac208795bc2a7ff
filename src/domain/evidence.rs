//! Evidence: scans of papers kept as files beside the ledger. Their name is the hash of their bytes.

use std::fmt;

/// BLAKE3 of a file's bytes: its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EvidenceHash(pub [u8; 32]);

impl EvidenceHash {
    /// Reads 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 64 || !text.bytes().all(digit) {
            return None;
        }
        Some(Self(*blake3::Hash::from_hex(text).ok()?.as_bytes()))
    }
}

impl fmt::Display for EvidenceHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

/// Kind of file. Stored by its number, which never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum MediaType {
    Pdf = 0,
    Png = 1,
    Jpeg = 2,
}

impl MediaType {
    /// Every kind, in stored order.
    pub const ALL: &'static [Self] = &[Self::Pdf, Self::Png, Self::Jpeg];

    /// As `Content-Type` writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// Ending of a file of this kind.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }

    /// How every file of this kind begins (ISO 32000-1, 7.5.2; ISO/IEC 15948, 5.2; ISO/IEC 10918-1, B.1).
    pub fn magic(self) -> &'static [u8] {
        match self {
            Self::Pdf => b"%PDF-",
            Self::Png => b"\x89PNG\r\n\x1a\n",
            Self::Jpeg => b"\xff\xd8\xff",
        }
    }

    /// The stored number.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Reads the media type, in any case and without its parameters.
    pub fn parse(text: &str) -> Option<Self> {
        let essence = text.split(';').next().unwrap_or_default().trim();
        Self::ALL.iter().copied().find(|kind| kind.word().eq_ignore_ascii_case(essence))
    }

    /// Reads the stored number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.number() == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_64_lower_case_digits() {
        let text = blake3::hash(b"x").to_hex().to_string();
        assert_eq!(EvidenceHash::parse(&text).unwrap().to_string(), text);
        for bad in ["", "..", &text[1..], &format!("{text}0"), &text.to_uppercase()] {
            assert_eq!(EvidenceHash::parse(bad), None, "{bad}");
        }
        assert_eq!(EvidenceHash::parse(&text.replacen(|_: char| true, "/", 1)), None);
    }

    #[test]
    fn kinds_are_read_back() {
        for kind in MediaType::ALL {
            assert_eq!(MediaType::parse(kind.word()), Some(*kind));
            assert_eq!(MediaType::from_number(kind.number()), Some(*kind));
        }
        assert_eq!(MediaType::parse("Image/PNG; q=1"), Some(MediaType::Png));
        assert_eq!(MediaType::parse("image/gif"), None);
        assert_eq!(MediaType::from_number(3), None);
    }
}
