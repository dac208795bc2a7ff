//! The real binary as a child process: a service that can be killed, and commands run to their end.
//! Everything is bounded in time; a child that outlives its test is killed.

use crate::harness::{Answer, Client, MAKER, organization, product};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Longest time a child may take to start, to end, or to run a command.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The service as a process of its own.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts the service on a folder and waits until it listens.
    pub fn start(data: &Path) -> Self {
        Self::launch(Command::new(binary()), data)
    }

    /// Starts it under another program, which `command` is.
    pub fn launch(command: Command, data: &Path) -> Self {
        let (mut child, lines) = spawn(command, data);
        loop {
            let Ok(line) = lines.recv_timeout(PATIENCE) else {
                child.kill().unwrap();
                panic!("the service did not start: {:?}", child.wait());
            };
            if let Some(address) = line.strip_prefix("suyuan listens on http://") {
                let address = address.parse().unwrap();
                return Self { child, address };
            }
        }
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGTERM, without waiting for the end.
    pub fn ask_to_stop(&self) {
        signal("TERM", self.child.id());
    }

    /// SIGTERM, and waits for the end.
    pub fn stop(mut self) -> ExitStatus {
        self.ask_to_stop();
        self.wait()
    }

    /// Waits until the process has ended by itself.
    pub fn wait(&mut self) -> ExitStatus {
        let (tell, told) = channel();
        let id = self.child.id();
        let watch = watch_dog(id, told);
        let status = self.child.wait().unwrap();
        drop(tell);
        watch.join().unwrap();
        status
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Most have ended before; killing those fails, and that is fine.
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}

/// Starts `serve` and gives its lines; the first operator token goes to [`token_file`].
pub fn spawn(mut command: Command, data: &Path) -> (Child, Receiver<String>) {
    let mut child = command
        .args(["serve", "--listen", "127.0.0.1:0", "--public-url", "https://t.example.cn"])
        .arg("--data")
        .arg(data)
        .arg("--token-file")
        .arg(token_file(data))
        .arg("--log")
        .arg(data.with_extension("events"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (tell, told) = channel();
    let out = child.stdout.take().unwrap();
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if tell.send(line).is_err() {
                return;
            }
        }
    });
    (child, told)
}

/// The binary under test.
pub fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_suyuan")
}

/// Where a service on this folder writes its first operator token.
pub fn token_file(data: &Path) -> PathBuf {
    data.with_extension("token")
}

/// The first operator token of a folder.
pub fn operator(data: &Path) -> String {
    std::fs::read_to_string(token_file(data)).unwrap().trim().to_owned()
}

/// What a command ended with.
#[derive(Debug)]
pub struct Ended {
    pub ok: bool,
    pub out: String,
    pub err: String,
}

/// Runs the binary to its end.
pub fn run<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Ended {
    let mut command = Command::new(binary());
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let (tell, told) = channel();
    let watch = watch_dog(child.id(), told);
    let output = child.wait_with_output().unwrap();
    drop(tell);
    watch.join().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ended { ok: output.status.success(), out: text(&output.stdout), err: text(&output.stderr) }
}

/// A signal by name to one process.
pub fn signal(name: &str, process: u32) {
    let sent = Command::new("sh").arg("-c").arg(format!("kill -{name} {process}")).status();
    assert!(sent.unwrap().success(), "no signal {name} to {process}");
}

/// A command with a token; `None` when the service ended before it answered.
pub fn post(client: &Client, token: &str, path: &str, body: &Value) -> Option<Answer> {
    keyed(client, token, None, path, body)
}

/// The same with an Idempotency-Key.
pub fn keyed(
    client: &Client,
    token: &str,
    key: Option<&str>,
    path: &str,
    body: &Value,
) -> Option<Answer> {
    let bearer = format!("Bearer {token}");
    let mut headers =
        vec![("authorization", bearer.as_str()), ("content-type", "application/json")];
    headers.extend(key.map(|key| ("idempotency-key", key)));
    client.try_send("POST", path, &headers, Some(body.to_string().as_bytes())).ok()
}

/// Admits the maker with its product `SS-200`: a producer's token.
pub fn with_maker(address: SocketAddr, operator: &str) -> String {
    let client = Client::new(address);
    let accepted = |answer: Option<Answer>| {
        let answer = answer.unwrap();
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()
    };
    let own = format!("/api/v1/organizations/{MAKER}");
    let body = organization(MAKER, "producer", "341124");
    accepted(post(&client, operator, "/api/v1/organizations", &body));
    let body = json!({"role": "producer", "label": "test"});
    let token = accepted(keyed(&client, operator, Some("maker"), &format!("{own}/tokens"), &body));
    let token = token["token"].as_str().unwrap().to_owned();
    accepted(post(&client, &token, &format!("{own}/products"), &product()));
    token
}

/// Kills a process that has not ended within the patience; ends when the other end of `told` does.
fn watch_dog(process: u32, told: Receiver<()>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        if told.recv_timeout(PATIENCE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            signal("KILL", process);
        }
    })
}
