//! Long answers, sent as they are made by a thread of their own. A sender that reports an error breaks the
//! answer off, so that a half file is not taken for a whole one.

use crate::limits::SENDING_WAIT_SECONDS;
use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;
use std::io::{Error, ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// What is sent next, or why nothing more comes.
pub(super) type Chunk<E> = Result<Bytes, E>;

/// The body that a receiver's chunks make.
pub(super) fn body<E>(receiver: mpsc::Receiver<Chunk<E>>) -> Body
where
    E: std::error::Error + Send + Sync + 'static,
{
    let stream = futures_util::stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|chunk| (chunk, receiver))
    });
    // Compression asks once more after the end.
    Body::from_stream(stream.fuse())
}

/// The same of files: where the sender ends without having said that this was all, the answer breaks off.
pub(super) fn file(receiver: mpsc::Receiver<Chunk<Error>>, whole: Arc<AtomicBool>) -> Body {
    let first = Some((receiver, whole));
    let stream = futures_util::stream::unfold(first, |state| async move {
        let (mut receiver, whole) = state?;
        match receiver.recv().await {
            Some(chunk) => Some((chunk, Some((receiver, whole)))),
            None if whole.load(Ordering::Acquire) => None,
            None => Some((Err(Error::other("the file is not whole")), None)),
        }
    });
    Body::from_stream(stream.fuse())
}

/// Hands what is written to whoever reads the answer, and waits for them.
pub(super) struct Sending<'a>(pub &'a mpsc::Sender<Chunk<Error>>);

impl Write for Sending<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        // A reader that takes nothing holds a state of the ledger, and a thread: not for ever.
        let sent = self.0.send(Ok(Bytes::copy_from_slice(bytes)));
        let sent = timeout(Duration::from_secs(SENDING_WAIT_SECONDS), sent);
        match Handle::current().block_on(sent) {
            Ok(Ok(())) => Ok(bytes.len()),
            Ok(Err(_)) => Err(ErrorKind::BrokenPipe.into()),
            Err(_) => Err(ErrorKind::TimedOut.into()),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt as _;

    #[tokio::test]
    async fn what_is_not_said_to_be_whole_breaks_off() {
        for said in [true, false] {
            let (sender, receiver) = mpsc::channel(2);
            let sent = file(receiver, Arc::new(AtomicBool::new(said)));
            sender.send(Ok(Bytes::from_static(b"half"))).await.unwrap();
            drop(sender);
            let read = sent.collect().await;
            assert_eq!(read.is_ok(), said);
        }
    }
}
