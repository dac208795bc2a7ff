//! `suyuan serve`: opens the data folder, listens, ends in order.

use super::{Outcome, ServeArgs, logging, say};
use crate::app::{App, Options};
use crate::http::check_files::CheckFiles;
use crate::http::service::{Service, serve as serve_http};
use crate::scans::patterns::Patterns;
use crate::store::keyring::write_private;
use crate::wire::address::PublicUrl;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;

pub(super) fn serve(args: ServeArgs) -> Outcome {
    let _log = logging::start(args.log.as_deref())?;
    let public_url = PublicUrl::parse(&args.public_url)
        .map_err(|error| format!("--public-url {}: {error}", args.public_url))?;
    let check_files = CheckFiles::read(&args.check_file)?;
    let mut options = Options::new(&args.data);
    options.zone.clone_from(&args.zone);
    options.origin = Some(log_name(&public_url));
    options.high_water = args.high_water;
    options.webhooks.loopback = args.webhook_loopback;
    let failed = stop_on_failure(&mut options);
    let (app, first_token) = App::open(options)?;
    if let Some(token) = first_token {
        match &args.token_file {
            Some(path) => write_private(path, format!("{token}\n").as_bytes())?,
            None => say(&format!("operator token (shown once): {token}")),
        }
    }
    let mut service = Service::new(app, public_url);
    service.also_hosts = args.also_host;
    service.trusted_proxies = args.trusted_proxy;
    service.is_test = args.test_alerts;
    service.check_files = check_files;
    service.metrics = Some(record_metrics()?);
    let patterns = match &args.scan_patterns {
        Some(file) => Patterns::parse(
            &std::fs::read(file)
                .map_err(|error| format!("--scan-patterns {}: {error}", file.display()))?,
        )?,
        None => Patterns::shipped()?,
    };
    service.scans = Some(service.app.count_scans(patterns, args.scan_retention_days)?);
    run(&Arc::new(service), args.listen, &failed, |address| {
        say(&format!("suyuan listens on http://{address}"));
    })
}

/// The name of the ledger as a log: where it is served, without scheme.
pub(super) fn log_name(url: &PublicUrl) -> String {
    format!("{}/log", url.host())
}

/// Nobody knows what a failed commit left: the service tells its waiters and ends, and the next start
/// reads what is there.
pub(super) fn stop_on_failure(options: &mut Options) -> Arc<Notify> {
    let failed = Arc::new(Notify::new());
    let tell = Arc::clone(&failed);
    options.on_failure = Box::new(move |error| {
        tracing::error!(%error, "a commit failed; stopping, because its outcome is unknown");
        super::say_error(&format!("suyuan: a commit failed ({error}); stopping"));
        tell.notify_one();
    });
    failed
}

/// Serves until SIGINT, SIGTERM or a failed commit, then lets requests and the writer finish.
pub(super) fn run(
    service: &Arc<Service>,
    listen: SocketAddr,
    failed: &Notify,
    ready: impl FnOnce(SocketAddr),
) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener =
            TcpListener::bind(listen).await.map_err(|error| format!("{listen}: {error}"))?;
        // Before anyone hears that it is ready: a signal that follows at once must find its handler.
        let stop = stop_signal()?;
        ready(listener.local_addr()?);
        let stop = async {
            tokio::select! {
                () = stop => {}
                () = failed.notified() => {}
            }
        };
        serve_http(listener, Arc::clone(service), stop).await?;
        Ok::<(), Box<dyn std::error::Error>>(())
    })?;
    if let Some(scans) = &service.scans {
        scans.close();
    }
    service.app.close();
    if service.app.is_writable() {
        Ok(())
    } else {
        Err("stopped after a failed commit; start again".into())
    }
}

/// Starts recording metrics; once in a process.
pub fn record_metrics() -> Result<PrometheusHandle, Box<dyn std::error::Error>> {
    const SECONDS: &[f64] =
        &[0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0];
    const COMMANDS: &[f64] = &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 512.0];
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full("suyuan_http_seconds".to_owned()), SECONDS)?
        .set_buckets_for_metric(Matcher::Full("suyuan_group_commands".to_owned()), COMMANDS)?;
    Ok(recorder.install_recorder()?)
}

/// Hears SIGINT and SIGTERM from now on; done when one comes.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}
