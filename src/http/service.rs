//! What the handlers share, and serving it: connections, time-outs, graceful end.

use super::check_files::CheckFiles;
use super::firms::{Searches, follow_names};
use super::observe::{Failures, ListingChecks};
use super::typed::Trials;
use crate::app::App;
use crate::limits::{
    CHANGE_STREAMS_COUNT_MAX, CONNECTIONS_COUNT_MAX, DRAIN_SECONDS_MAX, HEADER_READ_SECONDS_MAX,
    WEBHOOK_THREADS_COUNT,
};
use crate::report::Documents;
use crate::scans::Keeper;
use crate::wire::address::PublicUrl;
use axum::extract::Request;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use ipnet::IpNet;
use metrics_exporter_prometheus::PrometheusHandle;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

/// The running service.
pub struct Service {
    pub app: App,
    pub public_url: PublicUrl,
    /// Hosts of labels printed under an earlier address.
    pub also_hosts: Vec<String>,
    /// Hosts whose requests may be trusted to name the client in `X-Forwarded-For`.
    pub trusted_proxies: Vec<IpNet>,
    pub failures: Failures,
    /// Bounds what the typing form says of mistyped codes.
    pub trials: Trials,
    pub searches: Searches,
    pub listings: ListingChecks,
    /// Streams of changes that may still be opened.
    pub streams: Arc<Semaphore>,
    /// Tests of webhooks that may still run.
    pub tests: Arc<Semaphore>,
    /// Says when the service ends, so that streams end too.
    pub closing: watch::Sender<bool>,
    pub documents: Documents,
    /// Counts scans, where that was asked for.
    pub scans: Option<Keeper>,
    pub metrics: Option<PrometheusHandle>,
    /// Alerts say that they are tests: for a demonstration.
    pub is_test: bool,
    /// Files by which WeChat and Alipay check that the address is ours.
    pub check_files: CheckFiles,
}

impl Service {
    /// A service at a public address.
    pub fn new(app: App, public_url: PublicUrl) -> Self {
        Self {
            app,
            public_url,
            also_hosts: Vec::new(),
            trusted_proxies: Vec::new(),
            failures: Failures::default(),
            trials: Trials::default(),
            searches: Searches::default(),
            listings: ListingChecks::default(),
            streams: Arc::new(Semaphore::new(CHANGE_STREAMS_COUNT_MAX)),
            tests: Arc::new(Semaphore::new(WEBHOOK_THREADS_COUNT)),
            closing: watch::Sender::new(false),
            documents: Documents::default(),
            scans: None,
            metrics: None,
            is_test: false,
            check_files: CheckFiles::default(),
        }
    }
}

impl Service {
    /// The path of an address typed or pasted whole, if it is one of this service's.
    pub fn own_path<'a>(&self, typed: &'a str) -> Option<&'a str> {
        let (_, rest) = typed.split_once("://")?;
        let (host, path) = rest.split_at(rest.find('/')?);
        let known = host.eq_ignore_ascii_case(self.public_url.host())
            || self.also_hosts.iter().any(|also| also.eq_ignore_ascii_case(host));
        // Another host behind two slashes, or anything no address of ours holds, is not followed.
        let plain = path.parse::<axum::http::uri::PathAndQuery>().is_ok();
        (known && plain && !path.starts_with("//") && !path.contains('\\')).then_some(path)
    }
}

/// Address of the client at the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// Serves until `stop` is done, then lets open requests finish.
pub async fn serve(
    listener: TcpListener,
    service: Arc<Service>,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let router = super::router(Arc::clone(&service));
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS_COUNT_MAX));
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(HEADER_READ_SECONDS_MAX));
    tokio::pin!(stop);
    tokio::spawn(follow_names(Arc::clone(&service)));
    loop {
        let next = async {
            let seat = Arc::clone(&room).acquire_owned().await;
            (seat, listener.accept().await)
        };
        let (seat, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let Ok(seat) = seat else { break };
        let (stream, peer): (_, SocketAddr) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors, or a client that left: neither ends the service.
                tracing::warn!(%error, "accept failed");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let _slow_without_it = stream.set_nodelay(true);
        let router = router.clone();
        let answer =
            hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
                let mut request: Request = request.map(axum::body::Body::new);
                request.extensions_mut().insert(Peer(peer.ip()));
                router.clone().oneshot(request)
            });
        let connection = builder.serve_connection(TokioIo::new(stream), answer).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection ended early");
            }
            drop(seat);
        });
    }
    drop(listener);
    service.closing.send_replace(true);
    let drained = tokio::time::timeout(Duration::from_secs(DRAIN_SECONDS_MAX), graceful.shutdown());
    if drained.await.is_err() {
        tracing::warn!("requests still open at the end were cut off");
    }
    Ok(())
}
