//! The generic URI beneath a Digital Link: scheme, host, path and query taken apart, and percent
//! encoding of one segment (RFC 3986). Nothing here knows an AI.

use std::fmt::Write as _;
use std::net::Ipv6Addr;

use super::{DigitalLinkError, URI_BYTES_MAX};

/// Writes `value` as one path segment or query value: unreserved characters (`A-Z a-z 0-9 - . _ ~`)
/// stay, every other byte of its UTF-8 becomes `%XX` in upper case (RFC 3986, sections 2.1, 2.3).
#[must_use]
pub fn encode_segment(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Reads one path segment that was already cut at its slashes: `%2F` becomes a slash inside the
/// value, `+` stays a plus. The result may hold any character, control characters included.
///
/// # Errors
/// `TooLong` past [`URI_BYTES_MAX`]; `Percent` when a `%` does not begin an escape of two
/// hexadecimal digits or the bytes are not UTF-8.
pub fn decode_segment(raw: &str) -> Result<String, DigitalLinkError> {
    if raw.len() > URI_BYTES_MAX {
        return Err(DigitalLinkError::TooLong);
    }
    decode(raw.bytes())
}

/// Reads the value of a query parameter: as a segment, with `+` standing for a space.
pub(super) fn decode_query_value(raw: &str) -> Result<String, DigitalLinkError> {
    decode(raw.bytes().map(|b| if b == b'+' { b' ' } else { b }))
}

fn decode(mut raw: impl Iterator<Item = u8>) -> Result<String, DigitalLinkError> {
    let mut out = Vec::with_capacity(raw.size_hint().0);
    while let Some(byte) = raw.next() {
        let hex = |digit: Option<u8>| digit.and_then(|b| char::from(b).to_digit(16));
        let decoded = match byte {
            b'%' => hex(raw.next())
                .zip(hex(raw.next()))
                .and_then(|(high, low)| u8::try_from(high * 16 + low).ok())
                .ok_or(DigitalLinkError::Percent)?,
            literal => literal,
        };
        out.push(decoded);
    }
    String::from_utf8(out).map_err(|_| DigitalLinkError::Percent)
}

/// Cuts a whole URI into raw path and raw query, having judged scheme and host. The fragment is
/// dropped.
pub(super) fn split(uri: &str) -> Result<(&str, Option<&str>), DigitalLinkError> {
    let (scheme, rest) = uri.split_once("://").ok_or(DigitalLinkError::Scheme)?;
    // RFC 3986 would take any mix of case; GS1 allows all-capitals only, for QR alphanumeric mode.
    if !matches!(scheme, "http" | "https" | "HTTP" | "HTTPS") {
        return Err(DigitalLinkError::Scheme);
    }
    let rest = rest.split_once('#').map_or(rest, |(before, _fragment)| before);
    let (before, query) = match rest.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (rest, None),
    };
    let path_at = before.find('/').unwrap_or(before.len());
    let (authority, path) = before.split_at_checked(path_at).ok_or(DigitalLinkError::Host)?;
    if authority_valid(authority) { Ok((path, query)) } else { Err(DigitalLinkError::Host) }
}

/// Whether every byte may stand somewhere in a URI (RFC 3986, appendix A), percent sign included.
pub(super) fn characters_valid(raw: &str) -> bool {
    raw.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&b))
}

/// `host[:port]`, without user information, escapes or an IPv6 zone.
fn authority_valid(authority: &str) -> bool {
    if let Some(bracketed) = authority.strip_prefix('[') {
        return bracketed.split_once(']').is_some_and(|(address, after)| {
            let port = after.strip_prefix(':');
            address.parse::<Ipv6Addr>().is_ok() && port.map_or(after.is_empty(), port_valid)
        });
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let in_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    !host.is_empty() && host.bytes().all(in_name) && port_valid(port)
}

/// Decimal up to 65,535, or nothing (RFC 3986 lets the digits after the colon be missing).
fn port_valid(port: &str) -> bool {
    port.is_empty() || (port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok())
}
