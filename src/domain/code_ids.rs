//! Identifiers the service itself gives out: tokens, measures, entries of the register, queued
//! checks, consignees, drills.

use super::words::MeasureKind;
use std::fmt;

/// Names a token without its secret: eight bytes, shown as 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenId(pub [u8; 8]);

impl TokenId {
    /// Reads 16 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 16 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        Some(Self(u64::from_str_radix(text, 16).ok()?.to_be_bytes()))
    }
}

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

/// Names a webhook or a watch: eight bytes, shown as 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SubscriptionId(pub [u8; 8]);

impl SubscriptionId {
    /// Reads 16 hexadecimal digits as they are printed.
    pub fn parse(text: &str) -> Option<Self> {
        let id = Self(TokenId::parse(text)?.0);
        (id.to_string() == text).then_some(id)
    }
}

impl fmt::Display for SubscriptionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        TokenId(self.0).fmt(f)
    }
}

/// Names a hold or recall: kind, year in the ledger's zone, number within that year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeasureId {
    pub kind: MeasureKind,
    pub year: u16,
    pub number: u32,
}

impl MeasureId {
    /// Reads `m-2026-0031` (recall) or `h-2026-0001` (hold).
    pub fn parse(text: &str) -> Option<Self> {
        let (letter, rest) = text.split_once('-')?;
        let (year, number) = rest.split_once('-')?;
        let kind = match letter {
            "m" => MeasureKind::Recall,
            "h" => MeasureKind::Hold,
            _ => return None,
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !(4..=9).contains(&number.len()) || !digits(year) || !digits(number) {
            return None;
        }
        let id = Self { kind, year: year.parse().ok()?, number: number.parse().ok()? };
        (id.to_string() == text).then_some(id)
    }
}

impl fmt::Display for MeasureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = if self.kind == MeasureKind::Recall { 'm' } else { 'h' };
        write!(f, "{letter}-{:04}-{:04}", self.year, self.number)
    }
}

/// Names an entry of the register: a number that counts up from 1 over the whole ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryId(pub u64);

impl EntryId {
    /// Reads `re-0192`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("re-")?;
        let id = Self(digits.parse().ok()?);
        (id.to_string() == text).then_some(id)
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "re-{:04}", self.0)
    }
}

/// Names a check that waits to be matched with a lot: a number that counts up from 1 over the whole
/// ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueueId(pub u64);

impl QueueId {
    /// Reads `cq-0192`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("cq-")?;
        let id = Self(digits.parse().ok()?);
        (id.to_string() == text).then_some(id)
    }
}

impl fmt::Display for QueueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cq-{:04}", self.0)
    }
}

/// Names a consignee of one recall: eight bytes, shown as 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConsigneeId(pub [u8; 8]);

impl ConsigneeId {
    /// Reads 16 hexadecimal digits as they are printed.
    pub fn parse(text: &str) -> Option<Self> {
        SubscriptionId::parse(text).map(|id| Self(id.0))
    }
}

impl fmt::Display for ConsigneeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        TokenId(self.0).fmt(f)
    }
}

/// Names a drill: a number that counts up from 1 over the whole ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DrillId(pub u64);

impl DrillId {
    /// Reads `dr-0192`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("dr-")?;
        let id = Self(digits.parse().ok()?);
        (id.to_string() == text).then_some(id)
    }
}

impl fmt::Display for DrillId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "dr-{:04}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_only_what_they_print() {
        for text in ["m-2026-0031", "h-2026-0001", "m-2026-123456"] {
            assert_eq!(MeasureId::parse(text).unwrap().to_string(), text);
        }
        for text in ["m-2026-31", "m-26-0031", "x-2026-0031", "m-2026-00031", "m-2026-+031", ""] {
            assert_eq!(MeasureId::parse(text), None, "{text}");
        }
        assert_eq!(TokenId::parse("00000000000000ff").unwrap().to_string(), "00000000000000ff");
        assert_eq!(TokenId::parse("+0000000000000ff"), None);
        for text in ["re-0001", "re-0192", "re-123456"] {
            assert_eq!(EntryId::parse(text).unwrap().to_string(), text);
        }
        for text in ["re-1", "re-+001", "re-00001", "RE-0001", "re-", "0001"] {
            assert_eq!(EntryId::parse(text), None, "{text}");
        }
        assert_eq!(DrillId::parse("dr-0007"), Some(DrillId(7)));
        for text in ["dr-7", "dr-+007", "re-0007", "dr-"] {
            assert_eq!(DrillId::parse(text), None, "{text}");
        }
        assert_eq!(
            ConsigneeId::parse("00000000000000ff"),
            Some(ConsigneeId([0, 0, 0, 0, 0, 0, 0, 255]))
        );
        assert_eq!(ConsigneeId::parse("00000000000000FF"), None);
        assert_eq!(QueueId::parse("cq-0007"), Some(QueueId(7)));
        for text in ["cq-7", "cq-+007", "cq-00007", "re-0007", "cq-", "0007"] {
            assert_eq!(QueueId::parse(text), None, "{text}");
        }
    }
}
