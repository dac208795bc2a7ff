//! Keys whose byte order is the order of what they say: numbers big-endian, texts closed by a zero
//! byte (no text of ours holds one).

/// Builds a key part by part.
#[derive(Debug, Clone, Default)]
pub struct KeyWriter(Vec<u8>);

impl KeyWriter {
    /// An empty key with room for a usual one.
    pub fn new() -> Self {
        Self(Vec::with_capacity(64))
    }

    /// A text and its closing zero.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.0.extend_from_slice(text.as_bytes());
        self.0.push(0);
        self
    }

    /// One byte.
    #[must_use]
    pub fn u8(mut self, number: u8) -> Self {
        self.0.push(number);
        self
    }

    /// Eight bytes, big-endian.
    #[must_use]
    pub fn u64(mut self, number: u64) -> Self {
        self.0.extend_from_slice(&number.to_be_bytes());
        self
    }

    /// Sixteen bytes, big-endian.
    #[must_use]
    pub fn u128(mut self, number: u128) -> Self {
        self.0.extend_from_slice(&number.to_be_bytes());
        self
    }

    /// A signed number of four bytes, negative ones first.
    #[must_use]
    pub fn i32(mut self, number: i32) -> Self {
        let ordered = number.cast_unsigned() ^ 0x8000_0000;
        self.0.extend_from_slice(&ordered.to_be_bytes());
        self
    }

    /// Bytes as they are.
    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// The key.
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Takes a key apart; every step is `None` once the bytes do not fit.
#[derive(Debug, Clone, Copy)]
pub struct KeyReader<'a>(&'a [u8]);

impl<'a> KeyReader<'a> {
    /// Reads from the start of `key`.
    pub fn new(key: &'a [u8]) -> Self {
        Self(key)
    }

    /// A text closed by zero.
    pub fn text(&mut self) -> Option<&'a str> {
        let end = self.0.iter().position(|byte| *byte == 0)?;
        let (text, rest) = self.0.split_at(end);
        self.0 = rest.get(1..)?;
        std::str::from_utf8(text).ok()
    }

    /// One byte.
    pub fn u8(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// Eight bytes, big-endian.
    pub fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }

    /// Sixteen bytes, big-endian.
    pub fn u128(&mut self) -> Option<u128> {
        self.array().map(u128::from_be_bytes)
    }

    /// The inverse of [`KeyWriter::i32`].
    pub fn i32(&mut self) -> Option<i32> {
        self.array().map(|bytes| (u32::from_be_bytes(bytes) ^ 0x8000_0000).cast_signed())
    }

    /// A fixed number of bytes.
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_at_checked(N)?;
        self.0 = rest;
        bytes.try_into().ok()
    }
}

/// The first key after every key that starts with `prefix`; `None` when there is none.
pub fn after_prefix(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_read_back_and_sort_like_their_parts(
            left in ("[A-Za-z0-9]{0,8}", any::<i32>(), any::<u64>()),
            right in ("[A-Za-z0-9]{0,8}", any::<i32>(), any::<u64>()),
        ) {
            let key = |parts: &(String, i32, u64)| {
                KeyWriter::new().text(&parts.0).i32(parts.1).u64(parts.2).finish()
            };
            prop_assert_eq!(key(&left).cmp(&key(&right)), left.cmp(&right));
            let bytes = key(&left);
            let mut reader = KeyReader::new(&bytes);
            prop_assert_eq!(reader.text(), Some(left.0.as_str()));
            prop_assert_eq!(reader.i32(), Some(left.1));
            prop_assert_eq!(reader.u64(), Some(left.2));
        }
    }

    #[test]
    fn a_prefix_ends_before_the_next_one() {
        assert_eq!(after_prefix(b"ab"), Some(b"ac".to_vec()));
        assert_eq!(after_prefix(&[1, 255]), Some(vec![2]));
        assert_eq!(after_prefix(&[255]), None);
    }
}
