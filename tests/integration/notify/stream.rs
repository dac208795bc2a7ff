//! Server-Sent Events: at once, resumed without loss, bounded, and ended with the service.

use super::Stage;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use suyuan::limits::CHANGE_STREAMS_COUNT_MAX;

/// A reader of a stream.
struct Reader(BufReader<TcpStream>);

impl Reader {
    fn open(address: SocketAddr, path: &str, headers: &str) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: t\r\n{headers}\r\n").unwrap();
        let mut reader = Self(BufReader::new(stream));
        let head = reader.until("");
        assert!(
            head[0].contains("200")
                && head.iter().any(|line| line == "content-type: text/event-stream"),
            "{head:?}"
        );
        reader
    }

    /// Lines up to one that is as given.
    fn until(&mut self, last: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            let read = self.0.read_line(&mut line).unwrap();
            let line = line.trim_end().to_owned();
            if read == 0 || line == last {
                return lines;
            }
            lines.push(line);
        }
    }

    /// The next event: its id and the kind of its change.
    fn event(&mut self) -> (u64, String) {
        let (mut id, mut kind) = (None, None);
        while id.is_none() || kind.is_none() {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(text) = line.trim_end().strip_prefix("id: ") {
                id = Some(text.parse().unwrap());
            }
            if let Some(data) = line.trim_end().strip_prefix("data: ") {
                kind = Some(super::kind(&serde_json::from_str(data).unwrap()));
            }
        }
        (id.unwrap(), kind.unwrap())
    }

    /// Whether the service has ended the stream.
    fn ends(mut self) -> bool {
        let lines = self.until("a line that no stream has");
        lines.iter().all(|line| line.is_empty() || line == "0" || line == ": quiet")
    }
}

const STREAM: &str = "/api/v1/changes/stream";

#[test]
fn changes_arrive_and_a_reader_resumes() {
    let stage = Stage::new();
    let address = stage.app.address;
    let before = stage.recall("r", &["L1"]);
    // From now on, or from where the reader says.
    let mut live = Reader::open(address, STREAM, "");
    let mut whole = Reader::open(address, &format!("{STREAM}?since=0"), "");
    let (opened, kind) = whole.event();
    assert_eq!(kind, "recallOpened");
    stage.extend(&before, &["L2"]);
    let (extended, kind) = live.event();
    assert_eq!(kind, "recallExtended");
    assert_eq!(whole.event(), (extended, "recallExtended".to_owned()));
    drop(whole);
    stage.end(&before, "closure");
    assert_eq!(live.event().1, "recallClosed");
    // The header wins over the address: a browser repeats the address and adds the header.
    let header = format!("last-event-id: {opened}\r\n");
    let mut resumed = Reader::open(address, &format!("{STREAM}?since=0"), &header);
    assert_eq!(resumed.event(), (extended, "recallExtended".to_owned()));
    assert_eq!(resumed.event().1, "recallClosed");
}

/// What is not public goes over no stream but the office's own.
#[test]
fn a_stream_of_ones_own_has_the_office_changes() {
    let stage = Stage::new();
    stage.app.lot(&stage.maker, "L1", 1);
    let bearer = format!("authorization: Bearer {}\r\n", stage.maker);
    let mut own = Reader::open(stage.app.address, &format!("{STREAM}?scope=own"), &bearer);
    let mut public = Reader::open(stage.app.address, STREAM, "");
    stage.hold("L1");
    stage.recall("r", &["L1"]);
    assert_eq!([own.event().1, own.event().1], ["holdOpened", "recallOpened"]);
    assert_eq!(public.event().1, "recallOpened");
}

#[test]
fn streams_are_bounded_and_end_with_the_service() {
    let stage = Stage::new();
    let seats = u32::try_from(CHANGE_STREAMS_COUNT_MAX - 1).unwrap();
    let taken = std::sync::Arc::clone(&stage.app.service.streams).try_acquire_many_owned(seats);
    let mut last = Reader::open(stage.app.address, STREAM, "");
    let full = stage.app.get(STREAM);
    assert_eq!((full.status, full.code().as_str()), (503, "busy"));
    assert!(!full.header("retry-after").is_empty());
    drop(taken.unwrap());
    let more = Reader::open(stage.app.address, STREAM, "");
    stage.recall("r", &["L1"]);
    assert_eq!(last.event().1, "recallOpened");
    let began = std::time::Instant::now();
    drop(stage.app.stop());
    assert!(began.elapsed() < Duration::from_secs(5), "streams held up the end");
    assert!(last.ends());
    drop(more);
}
