//! Labels and the list of addresses that printers take.

use super::extract::{Bearer, Segments, query as parameter};
use super::problem::Refused;
use super::records::party;
use super::sending;
use super::service::Service;
use crate::access::Viewer;
use crate::domain::lot::{ProductCode, Serial};
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::unit_code::UnitCode;
use crate::fact::record::BatchRef;
use crate::labels::{self, Geometry, GeometryError, Symbol};
use crate::limits::CSV_CHUNK_ROWS_COUNT;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchBlockRow, ProductRow};
use crate::views::query::{self, FoundUnit};
use crate::wire::address::{self, Goods};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tokio::sync::mpsc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// `GET …/units/{serial}/qr.svg`.
pub(super) async fn svg(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let label = label(&service, &Viewer::from(&actor), &segments, &uri)?;
    let svg = labels::svg(&label.symbol, label.geometry, &label.caption);
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response())
}

/// `GET …/units/{serial}/qr.png`.
pub(super) async fn png(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let label = label(&service, &Viewer::from(&actor), &segments, &uri)?;
    let png = labels::png(&label.symbol, label.geometry);
    Ok(([(header::CONTENT_TYPE, "image/png")], png).into_response())
}

/// What one label shows.
struct Label {
    symbol: Symbol,
    geometry: Geometry,
    /// Readable below the symbol: GTIN, lot, code.
    caption: String,
}

fn label(
    service: &Service,
    viewer: &Viewer,
    segments: &Segments,
    uri: &Uri,
) -> Result<Label, Refused> {
    let number = |name: &str| {
        let text = parameter(uri, name);
        let bad = || Refusal::field(format!("?{name}"), FieldCode::OutOfRange);
        text.map(|text| text.parse::<u16>().map_err(|_| bad())).transpose()
    };
    let geometry = Geometry::new(number("dpi")?, number("module")?).map_err(|error| {
        let pointer = if error == GeometryError::Dpi { "?dpi" } else { "?module" };
        Refusal::field(pointer, FieldCode::OutOfRange)
    })?;
    let snapshot = service.app.snapshot();
    let party = party(&snapshot, &segments.organization()?)?;
    if !party.open_to(viewer) {
        return Err(Code::NotYours.into());
    }
    let product = parameter(uri, "product").map(|text| ProductCode::parse(&text)).transpose();
    let product = product.map_err(|_| Refusal::field("?product", FieldCode::NotAProductCode))?;
    let serial = Serial::parse(segments.text("serial"))
        .map_err(|_| Refusal::field("/path/serial", FieldCode::NotASerial))?;
    let (unit, issued) =
        unit(service, &snapshot, &party.code, product.as_ref(), &serial)?.ok_or(Code::NotFound)?;
    let gtin = gtin(&snapshot, &unit.batch)?;
    let goods = goods(&unit.batch, gtin.as_deref());
    let (content, shown) = match issued {
        Some(code) => (address::issued(&service.public_url, goods, &code), code.to_string()),
        None => (address::own(&service.public_url, goods, serial.as_str()), serial.to_string()),
    };
    let symbol =
        Symbol::new(&content).map_err(|_| Refusal::field("/path/serial", FieldCode::TooLong))?;
    let gtin_line = gtin.map(|gtin| format!("(01) {gtin}\n")).unwrap_or_default();
    let caption = format!("{gtin_line}(10) {}\n{shown}", unit.batch.lot);
    Ok(Label { symbol, geometry, caption })
}

/// The unit of an organization, and its code where it was issued.
fn unit(
    service: &Service,
    view: &impl Read,
    organization: &str,
    product: Option<&ProductCode>,
    serial: &Serial,
) -> Result<Option<(FoundUnit, Option<UnitCode>)>, Refused> {
    if let Ok(code) = UnitCode::parse(serial.as_str())
        && let Some(found) = query::issued_unit(view, &service.app.keyring, &code)?
        && found.batch.organization == organization
    {
        return Ok(Some((found, Some(code))));
    }
    let own = match product {
        Some(product) => {
            query::own_unit(view, organization, product.as_str(), serial)?.into_iter().collect()
        }
        None => query::own_products(view, organization, serial)?,
    };
    if own.len() > 1 {
        // Several products share the serial: the label of the wrong one would be worse than none.
        return Err(Refusal::field("?product", FieldCode::Required).into());
    }
    Ok(own.into_iter().next().map(|found| (found, None)))
}

fn gtin(view: &impl Read, batch: &BatchRef) -> Result<Option<String>, StoreError> {
    let row: Option<ProductRow> = view.row(&key::product(&batch.organization, &batch.product))?;
    Ok(row.and_then(|row| row.gtin))
}

fn goods<'a>(batch: &'a BatchRef, gtin: Option<&'a str>) -> Goods<'a> {
    Goods { organization: &batch.organization, product: &batch.product, gtin }
}

/// `GET …/units.csv`: any number of units in constant memory, a chunk at a time, each chunk from a
/// fresh snapshot so that none is held for long.
pub(super) async fn units_csv(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
) -> Answer {
    let key = segments.batch()?;
    let (batch, goods_gtin) = {
        let snapshot = service.app.snapshot();
        let party = party(&snapshot, &key.organization)?;
        if !party.open_to(&Viewer::from(&actor)) {
            return Err(Code::NotYours.into());
        }
        let batch = BatchRef { organization: party.code, ..BatchRef::from(&key) };
        query::batch(&snapshot, &batch)?.ok_or(Code::NotFound)?;
        let gtin = gtin(&snapshot, &batch)?;
        (batch, gtin)
    };
    let (sender, receiver) = mpsc::channel::<Result<Bytes, StoreError>>(2);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = write_csv(&service, &batch, goods_gtin.as_deref(), &sender) {
            tracing::error!(%error, "units.csv broke off");
            let _gone = sender.blocking_send(Err(error));
        }
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"units.csv\""),
    ];
    Ok((headers, sending::body(receiver)).into_response())
}

fn write_csv(
    service: &Service,
    batch: &BatchRef,
    gtin: Option<&str>,
    sender: &mpsc::Sender<Result<Bytes, StoreError>>,
) -> Result<(), StoreError> {
    let goods = goods(batch, gtin);
    if sender.blocking_send(Ok(Bytes::from_static(b"ordinal,serial,url\n"))).is_err() {
        return Ok(());
    }
    let prefix = key::batch(batch);
    let mut next = 1;
    loop {
        let from = key::batch_number(batch, next);
        let found = service.app.snapshot().rows::<BatchBlockRow>(&prefix, &from, 1)?;
        let Some((block_key, block)) = found.into_iter().next() else { return Ok(()) };
        let first = key::last_number(&block_key).unwrap_or(next);
        let mut offset = 0;
        while offset < block.count() {
            let rows = CSV_CHUNK_ROWS_COUNT.min(block.count() - offset);
            let chunk = csv_rows(service, goods, &block, first, offset, rows);
            if sender.blocking_send(Ok(chunk)).is_err() {
                // The client left.
                return Ok(());
            }
            offset += rows;
        }
        next = first + block.count();
    }
}

fn csv_rows(
    service: &Service,
    goods: Goods<'_>,
    block: &BatchBlockRow,
    first: u64,
    offset: u64,
    rows: u64,
) -> Bytes {
    let mut out = String::with_capacity(usize::try_from(rows).unwrap_or(0) * 96);
    for at in offset..offset + rows {
        let (serial, url) = match block {
            BatchBlockRow::Issued { slot, first, .. } => {
                let Some(code) = service.app.keyring.code(*slot, first + at) else { continue };
                let url = address::issued(&service.public_url, goods, &code);
                (code.compact().as_str().to_owned(), url)
            }
            BatchBlockRow::Own(serials) => {
                let Some(serial) = serials.at(at) else { continue };
                let url = address::own(&service.public_url, goods, &serial);
                (quoted(&serial), url)
            }
        };
        out.extend([(first + at).to_string().as_str(), ",", &serial, ",", &url, "\n"]);
    }
    Bytes::from(out)
}

/// An own serial may hold commas and quotes (RFC 4180). It is printed as it is, whatever it begins with.
fn quoted(serial: &str) -> String {
    if serial.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
        return serial.to_owned();
    }
    format!("\"{}\"", serial.replace('"', "\"\""))
}
