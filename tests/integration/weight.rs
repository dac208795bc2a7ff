//! What a first look costs: one answer, measured from the wire, for everything the demonstration shows;
//! and what may be asked for besides: nothing that a page needs.

use crate::harness::TestApp;
use crate::process::{PATIENCE, binary};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use suyuan::http::check_files::CheckFiles;

/// Bytes of a whole answer, head and all, gzip on.
const PAGE_BYTES_MAX: usize = 30_000;

/// The demonstration as a process, which ends with the test.
struct Demo {
    child: Child,
    address: SocketAddr,
    paths: Vec<String>,
}

impl Demo {
    fn start() -> Self {
        let mut command = Command::new(binary());
        command.args(["demo", "--listen", "127.0.0.1:0"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut paths = Vec::new();
        let address = loop {
            let line = lines.next().expect("the demonstration ended").unwrap();
            if let Some(rest) = line.trim().strip_prefix("HTTP://127.0.0.1:0/") {
                paths.push(format!("/{rest}"));
            }
            if let Some(rest) = line.strip_prefix("Open http://") {
                break rest.split('/').next().unwrap().parse().unwrap();
            }
        };
        paths.sort();
        paths.dedup();
        Self { child, address, paths }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}

/// One request as a browser sends it: every byte that comes back.
fn wire(address: SocketAddr, method: &str, path: &str, lang: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: t.example.cn\r\nAccept: text/html\r\nAccept-Language: {lang}\r\n\
         Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    bytes
}

fn head(bytes: &[u8]) -> String {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    String::from_utf8_lossy(&bytes[..end]).to_lowercase()
}

#[test]
fn a_full_record_takes_one_small_answer() {
    let demo = Demo::start();
    assert!(demo.paths.len() > 20, "{:?}", demo.paths);
    let mut largest = (0, String::new());
    for path in &demo.paths {
        for lang in ["zh", "en"] {
            let bytes = wire(demo.address, "GET", path, lang);
            let head = head(&bytes);
            assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
            assert!(head.contains("content-encoding: gzip"), "{path}: {head}");
            assert!(head.contains("vary: accept, accept-language"), "{path}: {head}");
            assert!(head.contains("vary: accept-encoding"), "{path}: {head}");
            assert!(
                head.contains("cache-control: no-cache") && head.contains("etag: w/"),
                "{head}"
            );
            largest = largest.max((bytes.len(), format!("{path} {lang}")));
        }
    }
    assert!(largest.0 > 5_000, "measured nothing: {largest:?}");
    assert!(largest.0 <= PAGE_BYTES_MAX, "{largest:?}");
    println!("largest page: {} bytes, {}", largest.0, largest.1);
    let headless = wire(demo.address, "HEAD", &demo.paths[0], "zh");
    assert!(headless.ends_with(b"\r\n\r\n"), "HEAD has no body");
    let (asked, told) = (wire(demo.address, "GET", &demo.paths[0], "zh"), head(&headless));
    let same = |name: &str| {
        let line = |head: &str| head.lines().find(|line| line.starts_with(name)).map(str::to_owned);
        assert_eq!(line(&head(&asked)), line(&told), "{name}");
    };
    let kept =
        ["etag", "cache-control", "content-type", "content-language", "content-security-policy"];
    kept.into_iter().for_each(same);
}

#[test]
fn what_a_browser_keeps_is_small_and_marked_so() {
    let app = TestApp::start();
    for (path, media, bytes) in [
        ("/favicon.ico", "image/png", 1_000),
        ("/icon.svg", "image/svg+xml", 1_000),
        ("/icon-192.png", "image/png", 5_000),
        ("/icon-512.png", "image/png", 10_000),
        ("/manifest.webmanifest", "application/manifest+json", 2_000),
        ("/sw.js", "text/javascript; charset=utf-8", 60_000),
    ] {
        let answer = app.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, media), "{path}");
        assert!(answer.header("cache-control").starts_with("public, max-age="), "{path}");
        assert!(answer.bytes.len() < bytes, "{path}: {}", answer.bytes.len());
    }
    let page = app.send("GET", "/recalls", &[("accept", "text/html")], None);
    assert!(page.header("content-security-policy").contains("script-src 'sha256-"));
    let tag = app.get("/sw.js").header("etag").to_owned();
    assert_eq!(app.send("GET", "/sw.js", &[("if-none-match", &tag)], None).status, 304);
    assert!(app.get("/sw.js").header("content-security-policy").contains("connect-src 'self'"));
    assert_eq!(
        app.get("/readyz").header("content-security-policy"),
        "default-src 'none'; frame-ancestors 'none'"
    );
}

#[test]
fn check_files_stand_below_every_prefix_of_labels_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("verify");
    std::fs::write(&file, "0123456789abcdef").unwrap();
    let given = format!("MP_verify_Ab3.txt={}", file.display());
    let app = TestApp::serving(|service| service.check_files = CheckFiles::read(&[given]).unwrap());
    for prefix in ["", "/c", "/C", "/o", "/O", "/01"] {
        let answer = app.get(&format!("{prefix}/MP_verify_Ab3.txt"));
        assert_eq!((answer.status, answer.text().as_str()), (200, "0123456789abcdef"), "{prefix}");
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let path = format!("{prefix}/MP_verify_Ab3.txt");
        let headless = app.send("HEAD", &path, &[], None);
        assert_eq!((headless.status, headless.bytes.len()), (200, 0), "{path}");
        assert_ne!(app.send("POST", &path, &[], Some(b"{}")).status, 200, "{path}");
    }
    for path in
        ["/MP_verify_ab3.txt", "/api/MP_verify_Ab3.txt", "/c/c/MP_verify_Ab3.txt", "/verify"]
    {
        assert_ne!(app.get(path).status, 200, "{path}");
    }
}
