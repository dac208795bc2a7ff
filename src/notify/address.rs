//! Where a webhook may lead: `https`, to an address on the public internet. Names are resolved first,
//! every address is looked at, and the connection goes to the one that was looked at: a name that
//! leads inside later is of no use.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use crate::limits::WEBHOOK_URL_CHARS_MAX;

/// The address of a webhook, fit to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookUrl(String);

/// Why a text is no address of a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressError {
    /// Not an absolute `https` address, or one with a user name or a fragment.
    Form,
    TooLong,
    /// It leads to this machine or a private network.
    NotPublic,
}

impl HookUrl {
    /// Reads an address. `loopback`: for development, plain `http` to this machine is taken too.
    pub fn parse(text: &str, loopback: bool) -> Result<Self, AddressError> {
        if text.len() > WEBHOOK_URL_CHARS_MAX {
            return Err(AddressError::TooLong);
        }
        if text.contains(['#', '@', '\\']) || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(AddressError::Form);
        }
        let uri: Uri = text.parse().map_err(|_| AddressError::Form)?;
        let host = uri.host().filter(|host| !host.is_empty()).ok_or(AddressError::Form)?;
        let local = loopback && is_loopback_literal(host);
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") if local => {}
            _ => return Err(AddressError::Form),
        }
        if !local && !may_be_public(host) {
            return Err(AddressError::NotPublic);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A literal address, without the brackets of IPv6.
fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

fn is_loopback_literal(host: &str) -> bool {
    literal(host).is_some_and(|address| address.is_loopback())
}

/// What a host's text says already; what a name leads to is seen when it is resolved.
fn may_be_public(host: &str) -> bool {
    if let Some(address) = literal(host) {
        return is_public(address);
    }
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    let last = name.rsplit('.').next().unwrap_or_default();
    // `2130706433`, `0x7f.1`, `127.1`: resolvers read them as addresses (WHATWG URL, "ends in a number").
    let number = last.bytes().all(|byte| byte.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    let inside = ["localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa"];
    name.contains('.') && !number && !inside.contains(&last)
}

/// Whether an address is one of the public internet: not of this machine, this network, a private or
/// shared one, a multicast group, nor set apart for documentation, tests or tunnels (RFC 6890).
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_public_v4(mapped),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let assigned = a == 192 && b == 0 && (c == 0 || c == 2);
    let relay = a == 192 && b == 88 && c == 99;
    let benchmark = a == 198 && (b == 18 || b == 19);
    let documentation = (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
    !(a == 0
        || a >= 224
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || shared
        || assigned
        || relay
        || benchmark
        || documentation)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // Only 2000::/3 is given out; within it tunnels and documentation are set apart.
    let global = a & 0xe000 == 0x2000;
    let special = a == 0x2001 && (b < 0x0200 || b == 0x0db8);
    let six_to_four = a == 0x2002;
    let documentation = a == 0x3fff && b < 0x1000;
    global && !special && !six_to_four && !documentation
}

/// Resolves names, and refuses those of which any address is not public.
#[derive(Debug)]
pub(super) struct PublicResolver {
    pub(super) loopback: bool,
}

impl Resolver for PublicResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let encrypted = uri.scheme_str() == Some("https");
        let fine = |address: IpAddr| {
            (encrypted && is_public(address)) || (self.loopback && address.is_loopback())
        };
        if found.iter().all(|address| fine(address.ip())) {
            return Ok(found);
        }
        let kind = std::io::ErrorKind::PermissionDenied;
        Err(ureq::Error::Io(std::io::Error::new(kind, "the name leads to no public address")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_public() {
        for address in [
            "8.8.8.8",
            "1.1.1.1",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2400:3200::1",
            "2001:4860::8888",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn addresses_are_read_strictly() {
        for url in [
            "https://shop.example.cn/hooks?x=1",
            "https://shop.example.cn:8443/",
            "https://8.8.8.8/",
            "https://[2400:3200::1]/a",
        ] {
            assert_eq!(HookUrl::parse(url, false).unwrap().as_str(), url);
        }
        use AddressError::{Form, NotPublic, TooLong};
        for (url, error) in [
            ("", Form),
            ("shop.example.cn", Form),
            ("/hooks", Form),
            ("http://shop.example.cn/", Form),
            ("ftp://shop.example.cn/", Form),
            ("file:///etc/passwd", Form),
            ("https://", Form),
            ("https://user:pass@shop.example.cn/", Form),
            ("https://shop.example.cn/#a", Form),
            ("https://shop.example.cn\\@10.0.0.1/", Form),
            ("https://shop.example.cn/a b", Form),
            ("https://127.0.0.1/", NotPublic),
            ("http://127.0.0.1/", Form),
            ("https://10.1.2.3/", NotPublic),
            ("https://169.254.169.254/latest/meta-data", NotPublic),
            ("https://0.0.0.0/", NotPublic),
            ("https://[::1]/", NotPublic),
            ("https://[::ffff:127.0.0.1]/", NotPublic),
            ("https://[fe80::1]/", NotPublic),
            ("https://localhost/", NotPublic),
            ("https://LOCALHOST:8443/", NotPublic),
            ("https://localhost./", NotPublic),
            ("https://a.localhost/", NotPublic),
            ("https://printer.local/", NotPublic),
            ("https://metadata.google.internal/", NotPublic),
            ("https://intranet/", NotPublic),
            ("https://2130706433/", NotPublic),
            ("https://0x7f000001/", NotPublic),
            ("https://0x7f.1/", NotPublic),
            ("https://127.1/", NotPublic),
            ("https://0177.0.0.1/", NotPublic),
            ("https://1.0x1/", NotPublic),
        ] {
            assert_eq!(HookUrl::parse(url, false), Err(error), "{url}");
        }
        let long =
            |more| format!("https://a.example/{}", "a".repeat(WEBHOOK_URL_CHARS_MAX - 18 + more));
        assert!(HookUrl::parse(&long(0), false).is_ok());
        assert_eq!(HookUrl::parse(&long(1), false), Err(TooLong));
        for (url, fine) in [
            ("http://127.0.0.1:9/", true),
            ("http://[::1]:9/", true),
            ("http://10.0.0.1/", false),
            ("http://localhost:9/", false),
            ("https://10.0.0.1/", false),
        ] {
            assert_eq!(HookUrl::parse(url, true).is_ok(), fine, "{url}");
        }
    }

    /// What names and odd forms lead to is looked at once more, after they were resolved.
    #[test]
    fn what_a_name_leads_to_is_looked_at() {
        let ask = |uri: &str, loopback| {
            let config = ureq::config::Config::default();
            let timeout = NextTimeout {
                after: ureq::unversioned::transport::time::Duration::NotHappening,
                reason: ureq::Timeout::Global,
                ..NextTimeout::default()
            };
            let resolver = PublicResolver { loopback };
            resolver.resolve(&uri.parse().unwrap(), &config, timeout).map(|found| found.len())
        };
        assert_eq!(ask("https://8.8.8.8/", false).unwrap(), 1);
        for uri in [
            "https://127.0.0.1/",
            "https://localhost/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://127.1/",
            "https://0177.0.0.1/",
            "https://0/",
            "http://8.8.8.8/",
        ] {
            assert!(ask(uri, false).is_err(), "{uri}");
        }
        assert_eq!(ask("http://127.0.0.1:9/", true).unwrap(), 1);
        assert!(ask("http://10.0.0.1/", true).is_err());
    }
}
