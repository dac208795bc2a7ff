//! Exports: the records of an organization as one file, for those who may read them whole. Read from one
//! state of the ledger and sent as it is made.

mod tracing;

use super::act::Desk;
use super::extract::{Language, query as parameter};
use super::problem::Refused;
use super::records::{document, joined, put};
use super::sending::{self, Chunk, Sending};
use super::service::Service;
use crate::domain::day::Day;
use crate::domain::lot::{Lot, ProductCode};
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::fact::record::BatchRef;
use crate::limits::{EXPORT_CHUNK_BYTES, EXPORT_PAGE_ROWS_COUNT};
use crate::store::StoreError;
use crate::store::db::Snapshot;
use crate::store::layout::{Family, key};
use crate::store::read::{Pair, Read, decode};
use crate::store::rows::{BatchRow, ProductRow};
use crate::texts::Lang;
use crate::wire::table::{self, Broken, Format, Kind, Sheets, export};
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufWriter, Error, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc;
use tracing::{Days, Steps};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Products,
    Batches,
    Tracing,
}

impl Content {
    fn parse(word: &str) -> Option<Self> {
        [Self::Products, Self::Batches, Self::Tracing]
            .into_iter()
            .find(|content| content.sheets().0.word == word)
    }

    fn sheets(self) -> Sheets {
        match self {
            Self::Products => Kind::Products.sheets(),
            Self::Batches => Kind::Batches.sheets(),
            Self::Tracing => table::tracing(),
        }
    }
}

/// `GET …/exports/{file}`: `batches.csv`, `products.xlsx` and so on; of `tracing`, a product, a lot or days.
pub(super) async fn file(desk: Desk, Language(lang): Language) -> Result<Response, Refused> {
    let name = desk.segments.text("file").to_owned();
    let (content, format) = name.split_once('.').ok_or(Code::NotFound)?;
    let known = Content::parse(content).zip(Format::parse(format));
    let (content, format) = known.ok_or(Code::NotFound)?;
    let organization = desk.look_inside()?.1.code;
    let asked = Asked::read(&desk.uri, (content, format, lang), &organization)?;
    let seats = Arc::clone(&desk.service.app.imports.exports);
    let seat = seats.try_acquire_owned().map_err(|_| Code::Busy)?;
    let (sender, receiver) = mpsc::channel::<Chunk<Error>>(2);
    let whole = Arc::new(AtomicBool::new(false));
    let done = Arc::clone(&whole);
    tokio::task::spawn_blocking(move || {
        match written(&desk.service, &asked, &sender) {
            Ok(()) => done.store(true, Ordering::Release),
            Err(Broken { code, value }) => {
                ::tracing::warn!(code, value, "an export broke off");
            }
        }
        drop((sender, seat));
    });
    let headers = [
        (header::CONTENT_TYPE, format.media().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, sending::file(receiver, whole)).into_response())
}

struct Asked {
    content: Content,
    format: Format,
    lang: Lang,
    /// Key of the organization, a product of it or a lot.
    prefix: Vec<u8>,
    days: Days,
}

impl Asked {
    fn read(
        uri: &Uri,
        (content, format, lang): (Content, Format, Lang),
        organization: &str,
    ) -> Result<Self, Refused> {
        let of_steps = |name: &str| parameter(uri, name).filter(|_| content == Content::Tracing);
        let wrong = |name: &str, code| Refused::from(Refusal::field(format!("?{name}"), code));
        let day = |name: &str| -> Result<Option<Day>, Refused> {
            let day = of_steps(name).map(|text| Day::parse(&text));
            day.map(|day| day.ok_or_else(|| wrong(name, FieldCode::NotADate))).transpose()
        };
        let days = Days { first: day("first")?, last: day("last")? };
        let product = of_steps("product").map(|text| ProductCode::parse(&text)).transpose();
        let product = product.map_err(|_| wrong("product", FieldCode::NotAProductCode))?;
        let lot = of_steps("lot").map(|text| Lot::parse(&text)).transpose();
        let lot = lot.map_err(|_| wrong("lot", FieldCode::NotALot))?;
        let prefix = match (product, lot) {
            (None, None) => key::organization_prefix(organization),
            (None, Some(_)) => return Err(wrong("product", FieldCode::Required)),
            (Some(product), None) => key::product(organization, product.as_str()),
            (Some(product), Some(lot)) => key::batch(&BatchRef {
                organization: organization.to_owned(),
                product: product.to_string(),
                lot: lot.to_string(),
            }),
        };
        Ok(Self { content, format, lang, prefix, days })
    }
}

fn written(
    service: &Service,
    asked: &Asked,
    sender: &mpsc::Sender<Chunk<Error>>,
) -> Result<(), Broken> {
    let mut out = BufWriter::with_capacity(EXPORT_CHUNK_BYTES, Sending(sender));
    let records = Records {
        snapshot: service.app.snapshot(),
        content: asked.content,
        prefix: asked.prefix.clone(),
        page: Vec::new().into_iter(),
        next: Some(Vec::new()),
        steps: Steps { days: asked.days, names: [].into(), goods: [].into() },
        ready: VecDeque::new(),
    };
    let chinese = asked.lang == Lang::Zh;
    export(asked.content.sheets(), asked.format, chinese, &mut out, records)?;
    Ok(out.flush()?)
}

/// The records of an organization in order, a page of rows at a time.
struct Records<'a> {
    snapshot: Snapshot<'a>,
    content: Content,
    prefix: Vec<u8>,
    page: std::vec::IntoIter<Pair>,
    /// Where the next page begins; `None` behind the last.
    next: Option<Vec<u8>>,
    steps: Steps,
    /// Steps of the lot that was read last.
    ready: VecDeque<Value>,
}

impl Records<'_> {
    fn row(&mut self) -> Result<Option<Pair>, StoreError> {
        if self.page.as_slice().is_empty()
            && let Some(from) = self.next.take()
        {
            let family =
                if self.content == Content::Products { Family::Products } else { Family::Batches };
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
        if self.content == Content::Products {
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

impl Records<'_> {
    fn give(&mut self) -> Result<Option<Value>, StoreError> {
        loop {
            if let Some(step) = self.ready.pop_front() {
                return Ok(Some(step));
            }
            let Some((row_key, bytes)) = self.row()? else { return Ok(None) };
            if self.content != Content::Tracing {
                return self.record(&row_key, &bytes).map(Some);
            }
            let Some(batch) = key::read_batch(&row_key) else { continue };
            self.ready = self.steps.of(&self.snapshot, &batch, &decode(&bytes)?)?.into();
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Value, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        let broken = |error: StoreError| Broken { code: "internal", value: error.to_string() };
        self.give().map_err(broken).transpose()
    }
}
