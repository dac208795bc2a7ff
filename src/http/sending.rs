//! Long answers, sent as they are made by a thread of their own. A sender that reports an error breaks the
//! answer off, so that a half file is not taken for a whole one.

use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;
use std::io::{Error, ErrorKind, Write};
use tokio::sync::mpsc;

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

/// Hands what is written to whoever reads the answer, and waits for them.
pub(super) struct Sending<'a>(pub &'a mpsc::Sender<Chunk<Error>>);

impl Write for Sending<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let sent = self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes)));
        sent.map_err(|_| Error::from(ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
