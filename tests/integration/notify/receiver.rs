//! A server that takes deliveries as a script says: it refuses, hangs, breaks off, sends elsewhere, and
//! comes back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// How a delivery is answered.
pub enum Reply {
    Status(u16),
    Redirect(String),
    /// Never, though the connection stays.
    Hang,
    /// The connection ends without an answer.
    Close,
}

/// A delivery as it came in.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub headers: BTreeMap<String, String>,
    pub text: String,
}

impl Delivery {
    /// The body.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    /// `webhook-id`.
    pub fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    /// Verifies it as the specification of Standard Webhooks says.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let secret = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
        let signed = format!("{}.{}.{}", self.id(), self.headers["webhook-timestamp"], self.text);
        let tag = self.headers["webhook-signature"].strip_prefix("v1,").unwrap();
        hmac::verify(&key, signed.as_bytes(), &STANDARD.decode(tag).unwrap()).is_ok()
    }
}

#[derive(Default)]
struct Taken {
    script: VecDeque<Reply>,
    deliveries: Vec<Delivery>,
    hanging: Vec<TcpStream>,
}

/// A receiver; it answers 204 once its script is at its end.
pub struct Receiver {
    pub address: SocketAddr,
    shared: Arc<(Mutex<Taken>, Condvar)>,
}

impl Receiver {
    /// Listens, and answers as the script says.
    pub fn start(script: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let taken = Taken { script: script.into(), ..Taken::default() };
        let shared = Arc::new((Mutex::new(taken), Condvar::new()));
        let theirs = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shared = Arc::clone(&theirs);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { address, shared }
    }

    /// Where it takes deliveries.
    pub fn url(&self) -> String {
        format!("http://{}/changes?shop=1", self.address)
    }

    /// How it answers from now on.
    pub fn script(&self, script: Vec<Reply>) {
        self.shared.0.lock().unwrap().script = script.into();
    }

    /// Waits for so many deliveries, and gives all there are.
    #[track_caller]
    pub fn wait_for(&self, count: usize) -> Vec<Delivery> {
        let taken = self.shared.0.lock().unwrap();
        let enough = |taken: &mut Taken| taken.deliveries.len() < count;
        let waited = self.shared.1.wait_timeout_while(taken, Duration::from_secs(20), enough);
        let taken = waited.unwrap().0;
        assert!(taken.deliveries.len() >= count, "{:?}", taken.deliveries);
        taken.deliveries.clone()
    }

    /// What came in so far.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.shared.0.lock().unwrap().deliveries.clone()
    }
}

fn serve(mut stream: TcpStream, shared: &(Mutex<Taken>, Condvar)) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let mut headers = BTreeMap::new();
    headers.insert("request".to_owned(), line.trim_end().to_owned());
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim_end().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap();
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").map_or(0, |text| text.parse().unwrap());
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return;
    }
    let delivery = Delivery { headers, text: String::from_utf8(body).unwrap() };
    let mut taken = shared.0.lock().unwrap();
    let reply = taken.script.pop_front().unwrap_or(Reply::Status(204));
    taken.deliveries.push(delivery);
    let answer = match reply {
        Reply::Status(status) => format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\n\r\n"),
        Reply::Redirect(to) => {
            format!("HTTP/1.1 307 x\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n")
        }
        Reply::Close => String::new(),
        Reply::Hang => {
            taken.hanging.push(stream);
            shared.1.notify_all();
            return;
        }
    };
    drop(taken);
    // The other side may have gone; that is its business.
    let _gone = stream.write_all(answer.as_bytes());
    shared.1.notify_all();
}
