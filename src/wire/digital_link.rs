//! GS1 Digital Link URIs: reading one into its AIs, and writing the canonical form back.
//!
//! Uncompressed URIs of GS1 Digital Link: URI Syntax 1.7, strict profile: a GTIN has 14 digits and
//! AIs are numeric. Not here: short GTINs of old labels, `gtin`-style names, compressed forms, and
//! what a link points to.

mod ai_table;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
mod uri;
mod value;

use std::fmt;

pub use uri::{decode_segment, encode_segment};

// Limits.

/// Longest URI that is looked at, in bytes; path and query together for a request.
pub const URI_BYTES_MAX: usize = 2_048;
/// Most data attributes in one query string.
pub const ATTRIBUTES_MAX: usize = 32;

/// Scheme and domain of every canonical URI (URI Syntax, section 4.12).
const CANONICAL_BASE: &str = "https://id.gs1.org";

/// The AIs of one Digital Link. What [`DigitalLink::parse`] returns holds every rule of the syntax;
/// a link put together by hand is printed as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigitalLink {
    /// The primary key, such as GTIN (01).
    pub key: AiValue,
    /// What narrows the key, such as lot (10) and serial (21), in path order.
    pub qualifiers: Vec<AiValue>,
    /// Data attributes of the query, such as an expiry date (17), in the order given.
    pub attributes: Vec<AiValue>,
}

/// One Application Identifier with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AiValue {
    /// Two to four digits.
    pub ai: String,
    /// The value, decoded: `AB/C`, not `AB%2FC`.
    pub value: String,
}

/// Why a text is not a Digital Link: the first fault found, from scheme over path to query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigitalLinkError {
    /// More than [`URI_BYTES_MAX`] bytes or [`ATTRIBUTES_MAX`] data attributes.
    TooLong,
    /// A character that no URI may hold unescaped (RFC 3986), such as a space or `<`.
    Characters,
    /// Not `http://` or `https://`, in all small or all capital letters.
    Scheme,
    /// The domain is missing or malformed, or carries user information or an escape.
    Host,
    /// The path holds no primary key followed by a value.
    NoKey,
    /// A qualifier that is unknown, out of order, repeated, without value, or missing though its
    /// key demands one; also a data attribute in the path.
    Qualifier,
    /// The key's value has the wrong length or characters, or its check digit is wrong.
    KeyValue,
    /// A qualifier's value has the wrong length or characters.
    QualifierValue,
    /// A numeric query key that is no AI, is no data attribute, belongs in the path, or occurs a
    /// second time.
    Attribute,
    /// A data attribute's value is empty, or has the wrong length, characters or check digit, or is
    /// no such date.
    AttributeValue,
    /// An AI without the AI it needs, or beside one it excludes: (02) needs (37).
    Pairing,
    /// A `%` without two hexadecimal digits, or escapes that are not UTF-8.
    Percent,
}

impl DigitalLink {
    /// Reads a whole URI. The path is cut at its slashes before escapes are decoded, so `%2F` stays
    /// inside a value; `+` is a plus in the path and a space in the query; what stands left of the
    /// rightmost key is the stem, and is dropped; so are the fragment and foreign query parameters.
    ///
    /// # Errors
    /// The first rule broken, of those [`DigitalLinkError`] lists.
    pub fn parse(uri: &str) -> Result<Self, DigitalLinkError> {
        if uri.len() > URI_BYTES_MAX {
            return Err(DigitalLinkError::TooLong);
        }
        if !uri::characters_valid(uri) {
            return Err(DigitalLinkError::Characters);
        }
        let (path, query) = uri::split(uri)?;
        Self::from_parts(path, query)
    }

    /// Reads the raw, undecoded path and query of a request, such as
    /// `/01/09521001400176/10/AB%2FC`. One trailing slash is tolerated (Resolver 1.2.1, section
    /// 2.13), and foreign query parameters may hold any character.
    ///
    /// # Errors
    /// The first rule broken, of those [`DigitalLinkError`] lists; never `Scheme` or `Host`.
    pub fn parse_path(path: &str, query: Option<&str>) -> Result<Self, DigitalLinkError> {
        if path.len().saturating_add(query.map_or(0, str::len)) > URI_BYTES_MAX {
            return Err(DigitalLinkError::TooLong);
        }
        // A request line has these cut off already: a path that holds one was not cut.
        if !uri::characters_valid(path) || path.contains(['?', '#']) {
            return Err(DigitalLinkError::Characters);
        }
        Self::from_parts(path.strip_suffix('/').unwrap_or(path), query)
    }

    /// The decoded value of an AI, wherever in the link it stands.
    #[must_use]
    pub fn get(&self, ai: &str) -> Option<&str> {
        self.all().find(|pair| pair.ai == ai).map(|pair| pair.value.as_str())
    }

    /// The one form every equal link shares: GS1's own domain, no stem, qualifiers in path order,
    /// attributes sorted by AI (URI Syntax, section 4.12). Escapes can make it longer than
    /// [`URI_BYTES_MAX`].
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut attributes: Vec<_> = self.attributes.iter().collect();
        attributes.sort_by(|a, b| a.ai.cmp(&b.ai));
        let mut out = format!("{CANONICAL_BASE}{}", self.path());
        for (position, pair) in attributes.into_iter().enumerate() {
            out.push(if position == 0 { '?' } else { '&' });
            out.push_str(&pair.ai);
            out.push('=');
            out.push_str(&encode_segment(&pair.value));
        }
        out
    }

    /// Key and qualifiers as a percent-encoded path, such as `/01/09521001400176/21/S1`, to stand
    /// after any scheme and host.
    #[must_use]
    pub fn path(&self) -> String {
        let mut out = String::new();
        for pair in std::iter::once(&self.key).chain(&self.qualifiers) {
            out.push('/');
            out.push_str(&pair.ai);
            out.push('/');
            out.push_str(&encode_segment(&pair.value));
        }
        out
    }

    fn all(&self) -> impl Iterator<Item = &AiValue> {
        std::iter::once(&self.key).chain(&self.qualifiers).chain(&self.attributes)
    }

    fn from_parts(path: &str, query: Option<&str>) -> Result<Self, DigitalLinkError> {
        let pairs = path_pairs(path)?;
        let Some(((key_ai, key_raw), rest)) = pairs.split_first() else {
            return Err(DigitalLinkError::NoKey);
        };
        let sequences = ai_table::lookup(key_ai)
            .and_then(|entry| entry.sequences)
            .ok_or(DigitalLinkError::NoKey)?;
        let names: Vec<&str> = rest.iter().map(|(ai, _)| *ai).collect();
        let empty = rest.iter().any(|(_, raw)| raw.is_empty());
        if empty || !(names.is_empty() || sequences.iter().any(|s| in_order(s, &names))) {
            return Err(DigitalLinkError::Qualifier);
        }
        let key = AiValue::read(key_ai, decode_segment(key_raw)?, DigitalLinkError::KeyValue)?;
        let qualifiers = rest
            .iter()
            .map(|(ai, raw)| {
                AiValue::read(ai, decode_segment(raw)?, DigitalLinkError::QualifierValue)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut link = Self { key, qualifiers, attributes: Vec::new() };
        link.read_query(query.unwrap_or_default(), sequences)?;
        link.check_pairing()?;
        Ok(link)
    }

    fn read_query(&mut self, query: &str, sequences: &[&[&str]]) -> Result<(), DigitalLinkError> {
        for parameter in query.split('&') {
            let Some((ai, raw)) = parameter.split_once('=') else { continue };
            if ai.is_empty() || !ai.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            let allowed = ai_table::lookup(ai).is_some_and(|entry| entry.attribute);
            if !allowed || self.get(ai).is_some() || self.could_qualify(ai, sequences) {
                return Err(DigitalLinkError::Attribute);
            }
            if self.attributes.len() == ATTRIBUTES_MAX {
                return Err(DigitalLinkError::TooLong);
            }
            if !uri::characters_valid(raw) {
                return Err(DigitalLinkError::Characters);
            }
            let value = uri::decode_query_value(raw)?;
            self.attributes.push(AiValue::read(ai, value, DigitalLinkError::AttributeValue)?);
        }
        Ok(())
    }

    /// Whether `ai` could have stood in the path beside the qualifiers that are there.
    fn could_qualify(&self, ai: &str, sequences: &[&[&str]]) -> bool {
        sequences.iter().any(|sequence| {
            sequence.contains(&ai)
                && self.qualifiers.iter().all(|pair| sequence.contains(&pair.ai.as_str()))
        })
    }

    /// Requirements of the key and the attributes, and exclusions. What a qualifier requires is its
    /// key, which the sequences have settled: they alone let (22) follow (8006).
    fn check_pairing(&self) -> Result<(), DigitalLinkError> {
        let present: Vec<&str> = self.all().map(|pair| pair.ai.as_str()).collect();
        let met = |ai: &str| ai_table::lookup(ai).is_some_and(|e| e.requirements_met(&present));
        if !met(&self.key.ai) {
            return Err(DigitalLinkError::Qualifier);
        }
        let barred = |own: &&str| {
            ai_table::lookup(own).is_some_and(|e| present.iter().any(|o| e.excludes(own, o)))
        };
        if self.attributes.iter().all(|pair| met(&pair.ai)) && !present.iter().any(barred) {
            Ok(())
        } else {
            Err(DigitalLinkError::Pairing)
        }
    }
}

impl AiValue {
    /// An AI with its decoded value, unchecked: for links that are put together to be printed.
    #[must_use]
    pub fn new(ai: &str, value: &str) -> Self {
        Self { ai: ai.to_owned(), value: value.to_owned() }
    }

    fn read(ai: &str, value: String, fault: DigitalLinkError) -> Result<Self, DigitalLinkError> {
        let shape = ai_table::lookup(ai).map_or(&[][..], |entry| entry.shape);
        if value::fits(shape, &value) { Ok(Self { ai: ai.to_owned(), value }) } else { Err(fault) }
    }
}

impl fmt::Display for DigitalLinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the link is too long",
            Self::Characters => "a character that must be percent-encoded",
            Self::Scheme => "not an http or https address",
            Self::Host => "no usable domain name",
            Self::NoKey => "no GS1 key in the path",
            Self::Qualifier => "a qualifier that does not belong there",
            Self::KeyValue => "the key has a wrong length, character or check digit",
            Self::QualifierValue => "a qualifier has a wrong length or character",
            Self::Attribute => "a query parameter that is no data attribute of this key",
            Self::AttributeValue => "a data attribute has a wrong value",
            Self::Pairing => "application identifiers that cannot stand together",
            Self::Percent => "a malformed percent escape",
        })
    }
}

impl std::error::Error for DigitalLinkError {}

/// The raw `(AI, value)` pairs of a path from the rightmost key on. Pairs are taken from the right,
/// so a value that looks like a key is not taken for one.
fn path_pairs(path: &str) -> Result<Vec<(&str, &str)>, DigitalLinkError> {
    let mut segments = path.rsplit('/');
    let mut pairs = Vec::new();
    while let (Some(raw), Some(ai)) = (segments.next(), segments.next()) {
        let Some(entry) = ai_table::lookup(ai) else { break };
        pairs.push((ai, raw));
        if entry.sequences.is_some() {
            pairs.reverse();
            return Ok(pairs);
        }
    }
    // Told apart for whoever reads the message: a good key with something wrong after it.
    if holds_key(path) { Err(DigitalLinkError::Qualifier) } else { Err(DigitalLinkError::NoKey) }
}

/// Whether some segment names a key and the next is a right value of it.
fn holds_key(path: &str) -> bool {
    path.split('/').zip(path.split('/').skip(1)).any(|(ai, raw)| {
        ai_table::lookup(ai).is_some_and(|entry| {
            let value = decode_segment(raw).unwrap_or_default();
            entry.sequences.is_some() && value::fits(entry.shape, &value)
        })
    })
}

/// Whether `names` is `sequence` with some left out and nothing moved.
fn in_order(sequence: &[&str], names: &[&str]) -> bool {
    let mut rest = sequence.iter();
    names.iter().all(|name| rest.any(|qualifier| qualifier == name))
}
