//! Around every request: limits, compression, a request id, one log line, metrics, and words for
//! refusals. No token and no body ever reaches a log line.

use super::extract::{language, query};
use super::problem::{self, Refused};
use super::service::Service;
use crate::domain::refusal::{Code, Refusal};
use crate::limits::{
    FAILED_LOOKUPS_BURST_COUNT, FAILED_LOOKUPS_PER_MINUTE_COUNT, LISTING_ITEMS_PER_MINUTE_COUNT,
    REQUEST_SECONDS_MAX, TARGET_BYTES_MAX,
};
use crate::texts::{page, problems};
use crate::web::{self, PageContext, policy};
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::timeout::TimeoutLayer;

/// Adds everything that stands around the routes.
pub(super) fn layers(router: Router<Arc<Service>>, service: Arc<Service>) -> Router<Arc<Service>> {
    let limit = Duration::from_secs(REQUEST_SECONDS_MAX);
    router
        .method_not_allowed_fallback(|| async { Refused::from(Code::MethodNotAllowed) })
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, limit))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            tracing::error!("a handler panicked");
            Refused::from(Code::Internal).into_response()
        }))
        .layer(axum::middleware::from_fn_with_state(service, observe))
        .layer(CompressionLayer::new().compress_when(
            // Ciphertext does not shrink, and printers want it fast.
            DefaultPredicate::new().and(NotForContentType::new("text/csv")),
        ))
}

/// Counts look-ups that found nothing, per client.
pub struct Failures(RateLimiter<IpAddr, DashMapStateStore<IpAddr>, DefaultClock>);

impl Default for Failures {
    fn default() -> Self {
        let per_minute =
            NonZeroU32::new(FAILED_LOOKUPS_PER_MINUTE_COUNT).unwrap_or(NonZeroU32::MIN);
        let burst = NonZeroU32::new(FAILED_LOOKUPS_BURST_COUNT).unwrap_or(NonZeroU32::MIN);
        Self(RateLimiter::dashmap(Quota::per_minute(per_minute).allow_burst(burst)))
    }
}

impl Failures {
    /// Counts one; an error once the client has made too many.
    pub fn count(&self, client: IpAddr) -> Result<(), Refusal> {
        let key = network(client);
        if self.0.len() > CLIENTS_KEPT {
            self.0.retain_recent();
        }
        self.0.check_key(&key).map_err(|_| Code::TooManyFailedLookups.into())
    }
}

/// Who is one client: an IPv4 address, or the whole IPv6 network of a household.
pub(super) fn network(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V6(address) => {
            let mut parts = address.segments();
            parts.iter_mut().skip(4).for_each(|part| *part = 0);
            IpAddr::from(parts)
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Counts the items of listing checks, per client without a token.
pub struct ListingChecks(RateLimiter<IpAddr, DashMapStateStore<IpAddr>, DefaultClock>);

impl Default for ListingChecks {
    fn default() -> Self {
        let items = NonZeroU32::new(LISTING_ITEMS_PER_MINUTE_COUNT).unwrap_or(NonZeroU32::MIN);
        Self(RateLimiter::dashmap(Quota::per_minute(items)))
    }
}

impl ListingChecks {
    /// Counts items; an error once the client has asked for too many.
    pub fn count(&self, client: IpAddr, items: usize) -> Result<(), Refusal> {
        if self.0.len() > CLIENTS_KEPT {
            self.0.retain_recent();
        }
        let items = u32::try_from(items).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN);
        match self.0.check_key_n(&network(client), items) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Code::TooManyRequests.into()),
        }
    }
}

/// Clients remembered before those that have recovered are forgotten.
pub(super) const CLIENTS_KEPT: usize = 100_000;

async fn observe(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id();
    let method = request.method().clone();
    let uri = request.uri().clone();
    let lang = language(&uri, request.headers());
    let wants_page = wants_page(uri.path(), request.headers());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let too_long =
        uri.path_and_query().is_some_and(|target| target.as_str().len() > TARGET_BYTES_MAX);
    let mut response = if too_long {
        Refused::from(Code::TargetTooLong).into_response()
    } else if let Some(file) = service.check_files.answer(&method, uri.path()) {
        file
    } else {
        next.run(request).await
    };
    if response.status() == StatusCode::REQUEST_TIMEOUT {
        response = Refused::from(Code::TimedOut).into_response();
    }
    if let Some(Refused(refusal)) = response.extensions_mut().remove::<Refused>() {
        // 405 names the methods that are there (RFC 9110, 15.5.6).
        let allowed = response.headers_mut().remove(header::ALLOW);
        response = if wants_page {
            let large = query(&uri, "size").as_deref() == Some("large");
            let host = service.public_url.host();
            let ctx = PageContext { lang, large, host, path: uri.path(), json_path: "" };
            message(&refusal, &ctx)
        } else {
            problem::render(&refusal, lang, &id)
        };
        if let Some(allowed) = allowed {
            response.headers_mut().insert(header::ALLOW, allowed);
        }
    }
    finish(&mut response, &id);
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let status = response.status().as_u16();
    let elapsed = began.elapsed();
    metrics::histogram!("suyuan_http_seconds", "route" => route.to_owned(), "status" => status_text(status))
        .record(elapsed.as_secs_f64());
    let micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
    let path = logged(uri.path());
    tracing::info!(target: "access", id, %method, path, status, micros);
    response
}

/// A path as the log shows it: that of a one-time link is its secret, also where it was copied with a
/// stroke too many or in capitals.
fn logged(path: &str) -> &str {
    let first = path.split('/').find(|part| !part.is_empty());
    match first {
        Some(first) if ["r", "%72", "%52"].iter().any(|it| first.eq_ignore_ascii_case(it)) => {
            "/r/…"
        }
        _ => path,
    }
}

/// A refusal for people: they have no use for codes or for the names of fields.
fn message(refusal: &Refusal, ctx: &PageContext<'_>) -> Response {
    let status = problem::status(refusal);
    let title = match status {
        StatusCode::NOT_FOUND => page::NO_PAGE,
        StatusCode::BAD_REQUEST => page::UNREADABLE,
        StatusCode::TOO_MANY_REQUESTS => page::TOO_OFTEN,
        _ => page::WENT_WRONG,
    };
    let sentence = match refusal {
        Refusal::Because(Code::NotFound) => page::NO_PAGE_LINE,
        Refusal::Invalid(findings) => findings
            .first()
            .and_then(|finding| problems::of_field(finding.code.word()))
            .unwrap_or_else(|| problem::sentence(refusal)),
        Refusal::Because(_) | Refusal::Unmet(_) => problem::sentence(refusal),
    };
    let page = web::message_page(ctx, title.get(ctx.lang), sentence.get(ctx.lang));
    (status, Html(page)).into_response()
}

fn finish(response: &mut Response, id: &str) {
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert("x-request-id", id);
    }
    // An answer without content says "unchanged" of one that has its policy: another would replace it.
    let policy = headers.get(header::CONTENT_TYPE).map(|media| match media.as_bytes() {
        media if media.starts_with(b"text/html") || media.starts_with(b"text/javascript") => {
            policy::of_pages()
        }
        _ => policy::NOTHING,
    });
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    let policy = policy.map(|policy| (header::CONTENT_SECURITY_POLICY, policy));
    for (name, value) in fixed.into_iter().chain(policy) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

fn wants_page(path: &str, headers: &HeaderMap) -> bool {
    let accept =
        headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    !path.starts_with("/api/") && accept.contains("text/html")
}

/// Unique within the process, and most likely across restarts.
fn request_id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("{:x}-{:x}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn status_text(status: u16) -> &'static str {
    match status {
        200 => "200",
        201 => "201",
        300..=399 => "3xx",
        400 => "400",
        401 => "401",
        403 => "403",
        404 => "404",
        409 => "409",
        422 => "422",
        429 => "429",
        402 | 405..=408 | 410..=421 | 423..=428 | 430..=499 => "4xx",
        503 => "503",
        _ => "5xx",
    }
}
