//! Events of goods: statements of whoever had them. What does not add up becomes a finding with its
//! figures; nothing is refused but who speaks for whom.

use super::{Accepted, CheckError, Context, gate};
use crate::access;
use crate::access::Right;
use crate::domain::command::{Actor, Input, StateEvent};
use crate::domain::org_code::OrgCode;
use crate::domain::quantity::Quantity;
use crate::domain::refusal::Code;
use crate::domain::region::Region;
use crate::domain::words::{BatchState, BizStep, FindingKind};
use crate::fact::body::Body;
use crate::fact::record::{BatchRef, EventRecord, FindingRecord, InputRecord, QuantityRecord};
use crate::limits::{BATCH_EVENTS_MAX, LINEAGE_EDGES_READ_COUNT};
use crate::rules::balance::{Balance, LeftFrom, Tolerance, leaving};
use crate::rules::profile::Sale;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, EventRow};
use crate::views::{edges, query};
use rust_decimal::Decimal;

pub(super) fn state(
    view: &impl Read,
    actor: &Actor,
    command: &StateEvent,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    // Whoever had the goods speaks for itself, whose lot it is.
    let own = actor.organization.as_ref().ok_or(Code::NotYours)?;
    let (by, speaker) = query::organization(view, own)?.ok_or(Code::NotYours)?;
    let known = OrgCode::parse(&by).ok().zip(Region::parse(&speaker.region).ok());
    let (speaker, region) = known.ok_or(Code::NotYours)?;
    access::may(actor, Right::StateEvent, &speaker, &region)?;
    let owner = query::organization(view, &command.batch.organization)?.ok_or(Code::NotFound)?.0;
    let batch = BatchRef { organization: owner, ..BatchRef::from(&command.batch) };
    let row = query::batch(view, &batch)?.ok_or(Code::NotFound)?;
    let event = EventRecord::of(command, by);
    let of_owner = event.by == batch.organization;
    // Nobody else has goods of a lot that was never released, nor is it theirs to know.
    if !of_owner && row.state == BatchState::Registered.number() {
        return Err(Code::NotFound.into());
    }
    // Others leave the owner half of the room: they must not be able to crowd out its statements.
    if row.events >= if of_owner { BATCH_EVENTS_MAX } else { BATCH_EVENTS_MAX / 2 } {
        return Err(Code::TooManyEntries.into());
    }
    let mut findings = Vec::new();
    if of_owner {
        let overdraw = balance(view, &batch, &row, Some(&event), &[])?;
        findings.extend(overdraw.map(|by| overdrawn(None, by)));
    }
    if command.biz_step == BizStep::Selling {
        let sale = Sale { region: command.region.clone(), channel: command.channel };
        findings.extend(gate::sale_findings(view, &batch, &row, &sale, context)?);
    }
    let body = Body::EventStated { batch, salt: row.salt, event, findings };
    Ok((body, command.document.clone()))
}

/// Inputs of a batch to be registered that were not made in such quantity: what is used of a lot of
/// this ledger is held against what was made of it and has left it.
pub(super) fn overdrawn_inputs(
    view: &impl Read,
    inputs: &[Input],
) -> Result<Vec<FindingRecord>, StoreError> {
    let mut findings = Vec::new();
    for input in inputs {
        let Some(used) = &input.used else { continue };
        let named = InputRecord::from(input).batch;
        let Some(batch) = edges::registered(view, &named)? else { continue };
        let Some(row) = query::batch(view, &batch)? else { continue };
        if let Some(by) = balance(view, &batch, &row, None, std::slice::from_ref(used))? {
            findings.push(overdrawn(input.line, by));
        }
    }
    Ok(findings)
}

/// By how much more left a lot than was made of it, `now` and `used` included; `None` where it adds up
/// or cannot be worked out.
fn balance(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
    now: Option<&EventRecord>,
    used: &[Quantity],
) -> Result<Option<QuantityRecord>, StoreError> {
    let Some(made) = row.made.quantity.quantity() else { return Ok(None) };
    let prefix = key::batch(batch);
    let rows = view.rows::<EventRow>(&prefix, &prefix, BATCH_EVENTS_MAX as usize)?;
    let stated = rows.iter().map(|(_, row)| &row.event).chain(now);
    let own: Vec<_> = stated.filter(|event| event.by == batch.organization).collect();
    let of = |steps: &[BizStep]| -> Vec<Quantity> {
        let wanted = |event: &&&EventRecord| {
            BizStep::from_number(event.biz_step).is_some_and(|step| steps.contains(&step))
        };
        let amounts = own.iter().filter(wanted).filter_map(|event| event.quantity.as_ref());
        amounts.filter_map(QuantityRecord::quantity).collect()
    };
    let mut consumed = used_of(view, batch)?;
    consumed.extend(used.iter().cloned());
    consumed.extend(of(&[BizStep::Loss, BizStep::Rework]));
    let (shipped, sold) = (of(&[BizStep::Shipping]), of(&[BizStep::Selling]));
    let net = row.made.net_mass.as_ref().and_then(QuantityRecord::quantity);
    let per_piece = net.as_ref().and_then(|net| per_piece(net, &made));
    let balance = leaving(&LeftFrom {
        made: &made,
        net_content: per_piece.as_ref(),
        shipped: &shipped,
        used: &consumed,
        destroyed: &of(&[BizStep::Destroying]),
        sold: &sold,
        returned: &of(&[BizStep::Returning]),
        tolerance: Tolerance::NONE,
    });
    Ok(match balance {
        Balance::Overdraw { by, unit } => {
            Some(QuantityRecord { value: by.normalize().to_string(), unit: unit.to_owned() })
        }
        Balance::Balanced | Balance::NotComputable { .. } => None,
    })
}

/// What other lots of the ledger say they used of this one.
fn used_of(view: &impl Read, batch: &BatchRef) -> Result<Vec<Quantity>, StoreError> {
    let outputs = edges::outputs(view, batch, LINEAGE_EDGES_READ_COUNT)?.lots;
    let used = outputs.iter().flat_map(|output| &output.used);
    Ok(used.filter_map(QuantityRecord::quantity).collect())
}

/// Net content of a piece, where pieces were made and weighed together.
fn per_piece(net: &Quantity, made: &Quantity) -> Option<Quantity> {
    let pieces = made.pieces().filter(|pieces| *pieces > 0)?;
    let value = net.value.checked_div(Decimal::from(pieces))?;
    Some(Quantity { value, unit: net.unit.clone() })
}

fn overdrawn(line: Option<u16>, by: QuantityRecord) -> FindingRecord {
    let kind = FindingKind::Overdraw.number();
    FindingRecord { kind, line, by: Some(by), clause: [String::new(), String::new()] }
}
