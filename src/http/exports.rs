//! Exports: the records of an organization as one file, for those who may read them whole. Read from one
//! state of the ledger and sent as it is made.

use super::act::Desk;
use super::extract::Language;
use super::problem::Refused;
use super::records::{document, joined, put};
use super::sending::{Chunk, Sending, body};
use super::service::Service;
use crate::domain::day::Day;
use crate::domain::refusal::Code;
use crate::limits::{EXPORT_CHUNK_BYTES, EXPORT_PAGE_ROWS_COUNT};
use crate::store::StoreError;
use crate::store::db::Snapshot;
use crate::store::layout::{Family, key};
use crate::store::read::{Pair, Read, decode};
use crate::store::rows::{BatchRow, ProductRow};
use crate::texts::Lang;
use crate::wire::table::{Broken, Format, Kind, export};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::io::{BufWriter, Error, Write};
use tokio::sync::mpsc;

/// `GET …/exports/{file}`: `batches.csv`, `products.xlsx` and so on.
pub(super) async fn file(desk: Desk, Language(lang): Language) -> Result<Response, Refused> {
    let name = desk.segments.text("file").to_owned();
    let (kind, format) = name.split_once('.').ok_or(Code::NotFound)?;
    let kind = Kind::parse(kind).filter(|kind| matches!(kind, Kind::Products | Kind::Batches));
    let (kind, format) = kind.zip(Format::parse(format)).ok_or(Code::NotFound)?;
    let organization = desk.look_inside()?.1.code;
    let (sender, receiver) = mpsc::channel::<Chunk<Error>>(2);
    tokio::task::spawn_blocking(move || {
        let asked = Asked { kind, format, lang, organization: &organization };
        if let Err(Broken { code, value }) = written(&desk.service, &asked, &sender) {
            tracing::warn!(code, value, "an export broke off");
            let _gone = sender.blocking_send(Err(Error::other(code)));
        }
    });
    let headers = [
        (header::CONTENT_TYPE, format.media().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, body(receiver)).into_response())
}

struct Asked<'a> {
    kind: Kind,
    format: Format,
    lang: Lang,
    organization: &'a str,
}

fn written(
    service: &Service,
    asked: &Asked<'_>,
    sender: &mpsc::Sender<Chunk<Error>>,
) -> Result<(), Broken> {
    let mut out = BufWriter::with_capacity(EXPORT_CHUNK_BYTES, Sending(sender));
    let records = Records {
        snapshot: service.app.snapshot(),
        kind: asked.kind,
        prefix: key::organization_prefix(asked.organization),
        page: Vec::new().into_iter(),
        next: Some(Vec::new()),
    };
    export(asked.kind, asked.format, asked.lang == Lang::Zh, &mut out, records)?;
    Ok(out.flush()?)
}

/// The records of an organization in order, a page of rows at a time.
struct Records<'a> {
    snapshot: Snapshot<'a>,
    kind: Kind,
    prefix: Vec<u8>,
    page: std::vec::IntoIter<Pair>,
    /// Where the next page begins; `None` behind the last.
    next: Option<Vec<u8>>,
}

impl Records<'_> {
    fn row(&mut self) -> Result<Option<Pair>, StoreError> {
        if self.page.as_slice().is_empty()
            && let Some(from) = self.next.take()
        {
            let family =
                if self.kind == Kind::Products { Family::Products } else { Family::Batches };
            let start = if from.is_empty() { self.prefix.clone() } else { from };
            let end = crate::codec::key::after_prefix(&self.prefix).unwrap_or_default();
            let page = self.snapshot.range(family, &start, &end, EXPORT_PAGE_ROWS_COUNT)?;
            let full = page.len() == EXPORT_PAGE_ROWS_COUNT;
            self.next =
                page.last().filter(|_| full).map(|(key, _)| [key.as_slice(), &[0]].concat());
            self.page = page.into_iter();
        }
        Ok(self.page.next())
    }

    fn record(&self, row_key: &[u8], bytes: &[u8]) -> Result<Value, StoreError> {
        if self.kind == Kind::Products {
            let row: ProductRow = decode(bytes)?;
            let mut out = joined(&self.snapshot, row.latest_position, true)?;
            put(&mut out, "product", json!(key::read_product(row_key)));
            put(&mut out, "version", json!(row.latest));
            return Ok(out);
        }
        let row: BatchRow = decode(bytes)?;
        let mut out = document(&self.snapshot, &row, true)?;
        let batch = key::read_batch(row_key);
        put(&mut out, "product", json!(batch.as_ref().map(|batch| &batch.product)));
        put(&mut out, "lot", json!(batch.as_ref().map(|batch| &batch.lot)));
        put(&mut out, "producedOn", json!(Day::from_number(row.numbers.produced_on).to_string()));
        Ok(out)
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Value, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        let broken = |error: StoreError| Broken { code: "internal", value: error.to_string() };
        let row = self.row().transpose()?;
        Some(row.and_then(|(key, bytes)| self.record(&key, &bytes)).map_err(broken))
    }
}
