//! The least HTTP/1.1 client that keeps a connection: the load must cost little beside the server it
//! shares the machine with. One request at a time; it trusts the server to answer as HTTP says.

use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A kept connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub(crate) async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("a listening server");
        stream.set_nodelay(true).expect("an option of TCP");
        Self { stream, buffer: Vec::with_capacity(64 * 1024) }
    }

    /// Sends a whole request and reads the whole answer: its status and its bytes, head included.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> (u16, &[u8]) {
        self.stream.write_all(request).await.expect("a request sent");
        self.buffer.clear();
        loop {
            let read = self.stream.read_buf(&mut self.buffer).await.expect("an answer");
            assert!(read > 0, "the server closed the connection");
            if is_whole(&self.buffer) {
                return (status(&self.buffer), &self.buffer);
            }
        }
    }

    /// Sends a request that asks for the end of the connection and counts the bytes up to it.
    pub(crate) async fn drain(mut self, request: &[u8]) -> u64 {
        self.stream.write_all(request).await.expect("a request sent");
        let mut bytes = 0;
        loop {
            self.buffer.clear();
            match self.stream.read_buf(&mut self.buffer).await.expect("an answer") {
                0 => return bytes,
                read => bytes += read as u64,
            }
        }
    }
}

fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = find(answer, b"\r\n\r\n") else { return false };
    let (head, body) = answer.split_at(end);
    match find(head, b"content-length: ") {
        Some(at) => {
            let digits = head.iter().skip(at + 16).take_while(|byte| byte.is_ascii_digit());
            let length =
                digits.fold(0, |length, digit| length * 10 + usize::from(digit.wrapping_sub(b'0')));
            body.len() >= 4 + length
        }
        // No pipelining: nothing can follow the last chunk.
        None => body.ends_with(b"\r\n0\r\n\r\n"),
    }
}

fn status(answer: &[u8]) -> u16 {
    let digits = answer.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}
