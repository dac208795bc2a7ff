//! Candidate links: listed to the owner of the output, who says whether a supplier typed from papers is
//! the registered lot that was found.

use super::commands::{Identity, accept, admitted, plain, repeated, retry};
use super::extract::{Bearer, IdempotencyKey, Json, Segments, query as parameter};
use super::lists::{Page, from_hex, to_hex};
use super::problem::Refused;
use super::records::party;
use super::service::Service;
use crate::access::{self, Right};
use crate::codec::key::{KeyReader, KeyWriter};
use crate::domain::command::{BatchKey, Command, Input, InputLot};
use crate::domain::lot::{Lot, ProductCode};
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::fact::record::BatchRef;
use crate::lineage::candidates::{Candidate, Candidates, candidates};
use crate::store::layout::{Family, key};
use crate::store::read::{Read, decode};
use crate::views::query;
use crate::wire::parse;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

type Shared = State<Arc<Service>>;
type Answer = Result<Response, Refused>;

/// `GET …/lineage/candidates`: of one lot (`?product=&lot=`), or of the firm's lots a page at a time.
pub(super) async fn list(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    uri: Uri,
) -> Answer {
    let snapshot = service.app.snapshot();
    let party = party(&snapshot, &segments.organization()?)?;
    access::may(&actor, Right::Correct, &party.parsed, &party.region)?;
    let page = Page::read(&uri, &key::organization_prefix(&party.code))?;
    let (outputs, next) = match (parameter(&uri, "product"), parameter(&uri, "lot")) {
        (None, None) => {
            let (rows, next) = page.rows(&snapshot, Family::Batches)?;
            let row = |(row_key, bytes): &(Vec<u8>, Vec<u8>)| {
                let batch = key::read_batch(row_key);
                decode(bytes).map(|row| batch.map(|batch| (batch, row)))
            };
            let rows: Result<Vec<_>, _> = rows.iter().map(row).collect();
            (rows?.into_iter().flatten().collect(), next)
        }
        (product, lot) => {
            let bad = |name: &str, code| Refused::from(Refusal::field(format!("?{name}"), code));
            let product = ProductCode::parse(&product.unwrap_or_default())
                .map_err(|_| bad("product", FieldCode::NotAProductCode))?;
            let lot =
                Lot::parse(&lot.unwrap_or_default()).map_err(|_| bad("lot", FieldCode::NotALot))?;
            let organization = party.parsed.clone();
            let batch = BatchRef::from(&BatchKey { organization, product, lot });
            let row = query::batch(&snapshot, &batch)?.ok_or(Code::NotFound)?;
            (vec![(batch, row)], None)
        }
    };
    let Candidates { found, cut } = candidates(&snapshot, &outputs)?;
    let items: Vec<_> = found.iter().map(shown).collect();
    let body = json!({"items": items, "complete": !cut, "next": next});
    Ok(page.response(&uri, &body, next.as_deref()))
}

/// `POST …/candidates/{id}/confirmation`: the edge is there from now on.
pub(super) async fn confirm(
    service: Shared,
    bearer: Bearer,
    key: IdempotencyKey,
    segments: Segments,
    body: Json,
) -> Answer {
    judge(service, bearer, key, segments, body, true).await
}

/// `POST …/candidates/{id}/rejection`: it is not offered again.
pub(super) async fn reject(
    service: Shared,
    bearer: Bearer,
    key: IdempotencyKey,
    segments: Segments,
    body: Json,
) -> Answer {
    judge(service, bearer, key, segments, body, false).await
}

async fn judge(
    State(service): Shared,
    Bearer(actor): Bearer,
    IdempotencyKey(key): IdempotencyKey,
    segments: Segments,
    Json(body): Json,
    confirmed: bool,
) -> Answer {
    parse::empty(&body)?;
    let organization = admitted(&service, segments.organization()?)?;
    let snapshot = service.app.snapshot();
    let party = party(&snapshot, &organization)?;
    access::may(&actor, Right::Correct, &party.parsed, &party.region)?;
    let what = if confirmed { "confirmation" } else { "rejection" };
    let route = format!("{what} {organization} {}", segments.text("id"));
    // Once judged it is no candidate any more: a repeat has to be known before it is looked for.
    let named = Identity::Keyed(IdempotencyKey(key.clone()));
    if let Some(done) = repeated(&service, retry(&service, &actor, &route, named, &body)?)? {
        return plain(&done);
    }
    let candidate = find(&snapshot, &party.code, segments.text("id"))?;
    let batch = candidate.output.key().ok_or(Code::NotFound)?;
    let input = Input {
        lot: InputLot::Batch(candidate.input.key().ok_or(Code::NotFound)?),
        line: Some(candidate.line),
        used: candidate.used,
    };
    let command = Command::JudgeLink { batch, input: Box::new(input), confirmed };
    let key = Identity::Keyed(IdempotencyKey(key));
    plain(&accept(&service, actor, &route, key, &body, command).await?)
}

/// The candidate an id names, as long as the record still makes it one.
fn find(view: &impl Read, organization: &str, id: &str) -> Result<Candidate, Refused> {
    let bytes = from_hex(id).ok_or(Code::NotFound)?;
    let mut reader = KeyReader::new(&bytes);
    let (product, lot) = (reader.text(), reader.text());
    let (product, lot) = product.zip(lot).ok_or(Code::NotFound)?;
    let output = BatchRef {
        organization: organization.to_owned(),
        product: product.to_owned(),
        lot: lot.to_owned(),
    };
    let row = query::batch(view, &output)?.ok_or(Code::NotFound)?;
    let found = candidates(view, &[(output, row)])?.found;
    let wanted = found.into_iter().find(|candidate| self::id(candidate) == id);
    Ok(wanted.ok_or(Code::NotFound)?)
}

/// Names a candidate: the output and its line, and the lot that was found.
fn id(candidate: &Candidate) -> String {
    let Candidate { output, line, input, .. } = candidate;
    let name = KeyWriter::new().text(&output.product).text(&output.lot).u64(u64::from(*line));
    to_hex(&name.bytes(&key::batch(input)).finish())
}

fn shown(candidate: &Candidate) -> Value {
    let Candidate { output, input, .. } = candidate;
    json!({
        "id": id(candidate),
        "output": {"product": output.product, "lot": output.lot, "ingredient": candidate.line},
        "typed": {
            "supplier": candidate.supplier,
            "lotAsPrinted": candidate.lot_as_printed,
            "receivedOn": candidate.received_on.map(|day| day.to_string()),
        },
        "input": {
            "organization": {"code": input.organization, "name": candidate.input_name},
            "product": input.product,
            "lot": input.lot,
            "producedOn": candidate.produced_on.to_string(),
        },
        "matched": if candidate.by_code { "code" } else { "name" },
    })
}
