//! What handlers take from a request, parsed before they run: language, caller, path, body, key.

use super::problem::Refused;
use super::service::{Peer, Service};
use crate::access::Viewer;
use crate::domain::command::{Actor, BatchKey};
use crate::domain::lot::{Lot, ProductCode};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::limits::{BODY_BYTES_MAX, IDEMPOTENCY_KEY_CHARS_MAX};
use crate::texts::Lang;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use std::net::IpAddr;
use std::sync::Arc;

type State = Arc<Service>;

/// The reader's language: `?lang=`, else `Accept-Language`, else Chinese.
pub(super) struct Language(pub Lang);

/// [`Language`] from its two sources.
pub(super) fn language(uri: &Uri, headers: &HeaderMap) -> Lang {
    let asked = query(uri, "lang").and_then(|value| Lang::parse(&value));
    let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    asked.unwrap_or_else(|| Lang::from_accept_language(header))
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(language(&parts.uri, &parts.headers)))
    }
}

/// The bearer of a valid token.
pub(super) struct Bearer(pub Actor);

impl FromRequestParts<State> for Bearer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, service: &State) -> Result<Self, Refused> {
        match actor(parts, service)? {
            Some(actor) => Ok(Self(actor)),
            None => Err(Code::Unauthorized.into()),
        }
    }
}

/// Anyone, or the bearer of a valid token; a token that is not valid is refused, not passed over.
pub(super) struct Caller(pub Viewer);

impl FromRequestParts<State> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, service: &State) -> Result<Self, Refused> {
        Ok(Self(match actor(parts, service)? {
            Some(Actor { role, organization, region, .. }) => {
                Viewer::Party { role, organization, region }
            }
            None => Viewer::Anyone,
        }))
    }
}

fn actor(parts: &Parts, service: &Service) -> Result<Option<Actor>, Refused> {
    let Some(value) = parts.headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let parts = value.to_str().ok().and_then(|value| value.split_once(' '));
    // The scheme's case is free (RFC 9110, 11.1).
    let (_, token) = parts
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .ok_or(Code::Unauthorized)?;
    Ok(Some(service.app.authenticate(token.trim())?))
}

/// The segments of the path by name, decoded.
pub(super) struct Segments(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Segments {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let found = RawPathParams::from_request_parts(parts, state).await;
        let found = found.map_err(|_| Refusal::field("/path", FieldCode::Character))?;
        Ok(Self(found.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()))
    }
}

impl Segments {
    /// The text of a segment; empty when the route has none of that name.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The organization.
    pub(super) fn organization(&self) -> Result<OrgCode, Refused> {
        OrgCode::parse(self.text("org")).map_err(|_| bad("org", FieldCode::NotACode))
    }

    /// The product.
    pub(super) fn product(&self) -> Result<ProductCode, Refused> {
        ProductCode::parse(self.text("product"))
            .map_err(|_| bad("product", FieldCode::NotAProductCode))
    }

    /// The lot.
    pub(super) fn lot(&self) -> Result<Lot, Refused> {
        Lot::parse(self.text("lot")).map_err(|_| bad("lot", FieldCode::NotALot))
    }

    /// The batch.
    pub(super) fn batch(&self) -> Result<BatchKey, Refused> {
        let (organization, product) = (self.organization()?, self.product()?);
        Ok(BatchKey { organization, product, lot: self.lot()? })
    }
}

/// A finding in a segment of the path.
pub(super) fn bad(segment: &str, code: FieldCode) -> Refused {
    Refusal::field(format!("/path/{segment}"), code).into()
}

/// A JSON body within the bound.
pub(super) struct Json(pub Bytes);

impl FromRequest<State> for Json {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &State) -> Result<Self, Refused> {
        let media =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media = media.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !media.eq_ignore_ascii_case("application/json") {
            return Err(Code::MediaType.into());
        }
        let length = request.headers().get(header::CONTENT_LENGTH);
        let length = length.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        if length.is_some_and(|length| length > BODY_BYTES_MAX) {
            return Err(Code::BodyTooLarge.into());
        }
        match axum::body::to_bytes(request.into_body(), BODY_BYTES_MAX).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(error) => {
                let source = std::error::Error::source(&error);
                let too_large =
                    source.is_some_and(|cause| cause.is::<http_body_util::LengthLimitError>());
                Err(if too_large {
                    Code::BodyTooLarge.into()
                } else {
                    Refusal::field("", FieldCode::Malformed).into()
                })
            }
        }
    }
}

/// The client's name for this act, required where repeating is a new act.
#[derive(Clone)]
pub(super) struct IdempotencyKey(pub Option<String>);

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let code = match value.to_str() {
            Ok("") | Err(_) => FieldCode::Character,
            Ok(text) if text.len() > IDEMPOTENCY_KEY_CHARS_MAX => FieldCode::TooLong,
            Ok(text) => return Ok(Self(Some(text.to_owned()))),
        };
        Err(Refusal::field("Idempotency-Key", code).into())
    }
}

/// Address of the client: the peer, or what a trusted proxy says of it.
pub(super) struct Client(pub IpAddr);

impl FromRequestParts<State> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        service: &State,
    ) -> Result<Self, Self::Rejection> {
        let unknown = IpAddr::from([0, 0, 0, 0]);
        let peer = parts.extensions.get::<Peer>().map_or(unknown, |peer| peer.0.to_canonical());
        let trusted = |address: &IpAddr| {
            service.trusted_proxies.iter().any(|network| network.contains(address))
        };
        if !trusted(&peer) {
            return Ok(Self(peer));
        }
        // The last address that no trusted proxy stands behind: earlier ones are the client's own words.
        let lines = parts.headers.get_all("x-forwarded-for").iter();
        let named: Vec<_> = lines.filter_map(|line| line.to_str().ok()).collect();
        let named = named.iter().rev().flat_map(|line| line.rsplit(','));
        let named = named.map(|name| name.trim().parse::<IpAddr>().map(|name| name.to_canonical()));
        let client = named.map_while(Result::ok).find(|address| !trusted(address));
        Ok(Self(client.unwrap_or(peer)))
    }
}

/// A query parameter, decoded; as it stands where it cannot be, so that it is refused, not passed over.
pub(super) fn query(uri: &Uri, name: &str) -> Option<String> {
    let pairs = uri.query()?.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let (_, value) = pairs.into_iter().find(|(key, _)| *key == name)?;
    let decoded = crate::wire::digital_link::decode_segment(&value.replace('+', " "));
    Some(decoded.unwrap_or_else(|_| value.to_owned()))
}
