//! The server under load, in a process of its own so that its processor time can be told apart: the
//! service as `suyuan serve` runs it (log to a file, metrics), and beside it a bare axum server that
//! answers the same requests with the same bytes and does nothing else.

use crate::fill::{self, Store};
use crate::goods;
use crate::table::millis;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use suyuan::app::{App, Options};
use suyuan::domain::org_code::OrgCode;
use suyuan::http::service::{Service, serve};
use suyuan::scans::patterns::Patterns;
use suyuan::wire::address::PublicUrl;
use suyuan::wire::parse;
use tokio::net::TcpListener;
use tower::ServiceExt;
use tower_http::compression::CompressionLayer;

/// First argument of the process that serves.
pub(crate) const ROLE: &str = "serve";

/// Days that counts of scans are kept; no run lasts one.
const RETENTION_DAYS: u32 = 1_000;

/// The process, from outside; it ends with this value.
pub(crate) struct Server {
    child: Child,
    stdin: Option<ChildStdin>,
    pub(crate) service: SocketAddr,
    pub(crate) bare: SocketAddr,
    /// Bare, behind the same compression.
    pub(crate) bare_gzip: SocketAddr,
    /// Opening the store.
    pub(crate) opened_in: Duration,
    /// From the start of the process to its first answer.
    pub(crate) ready_in: Duration,
}

impl Server {
    /// Starts a process on a filled store.
    pub(crate) fn start(store: &Store) -> Self {
        let code = store.codes.first().expect("a code");
        let began = Instant::now();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg(ROLE)
            .arg(store.path())
            .args([&store.token, &store.maker, &code.organization, &code.gtin, &code.serial])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready_in = began.elapsed();
        let mut words = line.split_ascii_whitespace();
        let mut word = || words.next().expect("a server that says where it listens");
        let opened_in = Duration::from_micros(word().parse().unwrap());
        let mut address = || word().parse().unwrap();
        Self {
            service: address(),
            bare: address(),
            bare_gzip: address(),
            stdin: child.stdin.take(),
            child,
            opened_in,
            ready_in,
        }
    }

    /// The process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends the process at once, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ended = self.child.wait();
    }
}

/// The process, from inside: serves until its standard input ends.
pub(crate) fn run(arguments: &[String]) {
    let [data, token, maker, organization, gtin, serial] = arguments else {
        panic!("data folder, token, maker, and a code by its parts");
    };
    let _log = suyuan::cli::logging::start(Some(&Path::new(data).join("log.json"))).unwrap();
    let began = Instant::now();
    let (app, _) = App::open(Options::new(data)).unwrap();
    let opened = began.elapsed();
    let mut service = Service::new(app, PublicUrl::parse("https://t.example.cn").unwrap());
    service.metrics = Some(suyuan::cli::serve::record_metrics().unwrap());
    let patterns = Patterns::shipped().unwrap();
    service.scans = Some(service.app.count_scans(patterns, RETENTION_DAYS).unwrap());
    let service = Arc::new(service);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        let _end = std::io::stdin().read_to_end(&mut Vec::new());
        drop(stop);
    });
    fill::threads().block_on(async {
        let bind = || TcpListener::bind("127.0.0.1:0");
        let (listener, bare, bare_gzip) =
            (bind().await.unwrap(), bind().await.unwrap(), bind().await.unwrap());
        let places = [&listener, &bare, &bare_gzip].map(|at| at.local_addr().unwrap().to_string());
        let routes = routes(&service, token, maker, [organization, gtin, serial]).await;
        let compressed = routes.clone().layer(CompressionLayer::new());
        for (listener, routes) in [(bare, routes), (bare_gzip, compressed)] {
            let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
            tokio::spawn(async { axum::serve(listener, routes).await });
        }
        println!("{} {}", opened.as_micros(), places.join(" "));
        std::io::stdout().flush().unwrap();
        serve(listener, Arc::clone(&service), async {
            let _stop = stopped.await;
        })
        .await
        .unwrap();
    });
    service.app.close();
}

/// The bare routes, with the bytes and headers of one real answer each.
async fn routes(
    service: &Arc<Service>,
    token: &str,
    maker: &str,
    [organization, gtin, serial]: [&str; 3],
) -> Router {
    let units = format!("/api/v1/units/{organization}/{serial}");
    let page = format!("/01/{gtin}/21/{serial}");
    let batches = format!("/api/v1/organizations/{maker}/batches");
    let json = real(service, Request::get(units).body(Body::empty()).unwrap()).await;
    let html = Request::get(page).header(header::ACCEPT, "text/html");
    let html = real(service, html.body(Body::empty()).unwrap()).await;
    let lot = jiff::Timestamp::now().as_millisecond().to_string();
    let body = fill::bytes(&goods::batch_body(&goods::product(0), &lot, goods::UNITS));
    let registration = Request::post(batches)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json");
    let receipt = real(service, registration.body(Body::from(body)).unwrap()).await;
    let maker = OrgCode::parse(maker).unwrap();
    Router::new()
        .route("/api/v1/units/{org}/{serial}", get(move || async move { json.clone() }))
        .route("/01/{*rest}", get(move || async move { html.clone() }))
        .route(
            "/api/v1/organizations/{org}/batches",
            post(move |body: Bytes| async move {
                match parse::batch(&maker, &body) {
                    Ok(_) => receipt.clone().into_response(),
                    Err(refusal) => (StatusCode::BAD_REQUEST, refusal.code()).into_response(),
                }
            }),
        )
}

async fn real(service: &Arc<Service>, request: Request<Body>) -> (StatusCode, HeaderMap, Bytes) {
    let router = suyuan::http::router(Arc::clone(service));
    let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    assert!(parts.status.is_success(), "{}", String::from_utf8_lossy(&body));
    (parts.status, parts.headers, body)
}

impl std::fmt::Display for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "store {} ms, process {} ms", millis(self.opened_in), millis(self.ready_in))
    }
}
