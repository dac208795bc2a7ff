//! The address a label carries, and the CSV of addresses. One dedicated host, no path in the public
//! URL: labels outlive software.

use super::digital_link::encode_segment;
use crate::domain::unit_code::UnitCode;
use std::fmt::Write as _;

/// Scheme and host of the service, e.g. `https://t.example.cn`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    host: String,
}

/// What is wrong with a public URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PublicUrlError {
    #[error("write it as https://host or https://host:port")]
    Form,
    #[error("http is for loopback only: labels would send every scan in the clear")]
    Insecure,
    #[error("no path, query or user: the host must be a dedicated one")]
    Path,
}

impl PublicUrl {
    /// Reads `https://host[:port]`; `http` only for a loopback host.
    pub fn parse(text: &str) -> Result<Self, PublicUrlError> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let (scheme, host) = text.split_once("://").ok_or(PublicUrlError::Form)?;
        if host.contains(['/', '?', '#', '@']) {
            return Err(PublicUrlError::Path);
        }
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        if host.is_empty() || !host.bytes().all(allowed) {
            return Err(PublicUrlError::Form);
        }
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let local = |address: std::net::Ipv4Addr| address.is_loopback();
        let loopback = name == "localhost" || name == "[::1]" || name.parse().is_ok_and(local);
        match scheme {
            "https" => {}
            "http" if loopback => {}
            "http" => return Err(PublicUrlError::Insecure),
            _ => return Err(PublicUrlError::Form),
        }
        let host = host.to_ascii_lowercase();
        Ok(Self { text: format!("{scheme}://{host}"), host })
    }

    /// As written: `https://t.example.cn`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Host and port, as people see them.
    pub fn host(&self) -> &str {
        &self.host
    }
}

/// Goods whose units are addressed.
#[derive(Debug, Clone, Copy)]
pub struct Goods<'a> {
    pub organization: &'a str,
    pub product: &'a str,
    pub gtin: Option<&'a str>,
}

/// Address of an issued code, all in upper case: the symbol stays in its compact alphanumeric mode.
pub fn issued(url: &PublicUrl, goods: Goods<'_>, code: &UnitCode) -> String {
    let compact = code.compact();
    let mut out = String::with_capacity(80);
    out.push_str(&url.text);
    match goods.gtin {
        Some(gtin) => out.extend(["/01/", gtin, "/21/", compact.as_str()]),
        None => out.extend(["/C/", compact.as_str()]),
    }
    out.make_ascii_uppercase();
    out
}

/// Address of an own serial; its case is the producer's and stays.
pub fn own(url: &PublicUrl, goods: Goods<'_>, serial: &str) -> String {
    let mut out = product(url, goods);
    // Writing to a string cannot fail.
    let _infallible = write!(out, "/21/{}", encode_segment(serial));
    out
}

/// Address of a product, for pre-printed film: it names the product only.
pub fn product(url: &PublicUrl, goods: Goods<'_>) -> String {
    match goods.gtin {
        Some(gtin) => format!("{}/01/{gtin}", url.text),
        None => {
            let (organization, product) =
                (encode_segment(goods.organization), encode_segment(goods.product));
            format!("{}/O/{organization}/{product}", url.text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bare_dedicated_host_is_a_public_url() {
        for text in [
            "https://t.example.cn",
            "https://T.example.cn/",
            "http://127.0.0.1:8080",
            "http://[::1]:1",
        ] {
            assert!(PublicUrl::parse(text).is_ok(), "{text}");
        }
        assert_eq!(PublicUrl::parse("http://t.example.cn"), Err(PublicUrlError::Insecure));
        assert_eq!(PublicUrl::parse("http://127.example.cn"), Err(PublicUrlError::Insecure));
        assert_eq!(PublicUrl::parse("https://t.example.cn/x"), Err(PublicUrlError::Path));
        assert_eq!(PublicUrl::parse("https://a@b"), Err(PublicUrlError::Path));
        assert_eq!(PublicUrl::parse("t.example.cn"), Err(PublicUrlError::Form));
    }

    #[test]
    fn issued_codes_are_upper_case_and_own_serials_keep_their_case() {
        let url = PublicUrl::parse("https://t.example.cn").unwrap();
        let goods =
            Goods { organization: "US-FSIS:M1", product: "p-1", gtin: Some("09521001400176") };
        assert_eq!(own(&url, goods, "aB/1"), "https://t.example.cn/01/09521001400176/21/aB%2F1");
        let bare = Goods { gtin: None, ..goods };
        assert_eq!(product(&url, bare), "https://t.example.cn/O/US-FSIS%3AM1/p-1");
        let code = UnitCode::from_parts(crate::domain::unit_code::KeySlot::new(0).unwrap(), 7);
        assert!(
            issued(&url, goods, &code).starts_with("HTTPS://T.EXAMPLE.CN/01/09521001400176/21/")
        );
        assert!(issued(&url, bare, &code).starts_with("HTTPS://T.EXAMPLE.CN/C/"));
    }
}
