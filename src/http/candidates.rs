//! Candidate links: listed to the owner of the output, who says whether a supplier typed from papers is
//! the registered lot that was found.

use super::act::{Act, Desk};
use super::commands::plain;
use super::extract::query as parameter;
use super::lists::{Page, from_hex, to_hex};
use super::problem::Refused;
use super::records::party;
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
use axum::response::Response;
use serde_json::{Value, json};

type Answer = Result<Response, Refused>;

/// `GET …/lineage/candidates`: of one lot (`?product=&lot=`), or of the firm's lots a page at a time.
pub(super) async fn list(desk: Desk) -> Answer {
    let (snapshot, party) = desk.look()?;
    access::may(&desk.actor, Right::Correct, &party.parsed, &party.region)?;
    let page = Page::read(&desk.uri, &key::organization_prefix(&party.code))?;
    let (outputs, next) = match (parameter(&desk.uri, "product"), parameter(&desk.uri, "lot")) {
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
    Ok(page.response(&desk.uri, &body, next.as_deref()))
}

/// `POST …/candidates/{id}/confirmation`: the edge is there from now on.
pub(super) async fn confirm(act: Act) -> Answer {
    judge(&act, true).await
}

/// `POST …/candidates/{id}/rejection`: it is not offered again.
pub(super) async fn reject(act: Act) -> Answer {
    judge(&act, false).await
}

async fn judge(act: &Act, confirmed: bool) -> Answer {
    parse::empty(&act.body)?;
    let organization = act.organization()?;
    let id = act.segments.text("id");
    let what = if confirmed { "confirmation" } else { "rejection" };
    let route = format!("{what} {organization} {id}");
    let candidate = {
        let snapshot = act.service.app.snapshot();
        let party = party(&snapshot, &organization)?;
        access::may(&act.actor, Right::Correct, &party.parsed, &party.region)?;
        // Once judged it is no candidate any more: a repeat has to be known before it is looked for.
        if let Some(done) = act.earlier(&route)? {
            return plain(&done);
        }
        find(&snapshot, &party.code, id)?
    };
    let batch = candidate.output.key().ok_or(Code::NotFound)?;
    let input = Input {
        lot: InputLot::Batch(candidate.input.key().ok_or(Code::NotFound)?),
        line: Some(candidate.line),
        used: candidate.used,
    };
    let command = Command::JudgeLink { batch, input: Box::new(input), confirmed };
    plain(&act.keyed(&route, command).await?)
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
