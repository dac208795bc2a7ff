//! Consignees as a reader may see them.

use super::super::lists::viewer;
use super::super::problem::Refused;
use super::super::records::{itself, joined, party, put};
use crate::domain::code_ids::ConsigneeId;
use crate::domain::command::Actor;
use crate::domain::day::{Day, Instant};
use crate::domain::org_code::OrgCode;
use crate::domain::region::Region;
use crate::domain::words::{AnswerSide, Disposition};
use crate::fact::record::MeasureRef;
use crate::limits::REPORT_LIST_COUNT_MAX;
use crate::rules::recall::figures::is_silent;
use crate::store::StoreError;
use crate::store::read::Read;
use crate::store::rows::{ConsigneeRow, KeptLine, MeasureRow};
use crate::views::consignees::{Consignee, CoveredLot, consignees};
use crate::views::query::party_code;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What one reader sees of the consignees of a recall.
pub(super) struct Seen {
    pub sites: Vec<Consignee>,
    /// Lots of the owners below.
    pub lots: Vec<CoveredLot>,
    /// Owners of recalled goods whose records the reader may see.
    pub owners: BTreeSet<String>,
    pub complete: bool,
}

/// The consignees that the actor may see: those of goods whose records it may read, those in its region
/// where it is an authority, and itself.
pub(super) fn seen(
    view: &impl Read,
    actor: &Actor,
    id: MeasureRef,
    measure: &MeasureRow,
) -> Result<Seen, Refused> {
    let found = consignees(view, id, measure)?;
    let named = measure.steps.iter().flat_map(|step| step.scope.parts());
    let mut owners: BTreeSet<String> = named.map(|scope| scope.organization.clone()).collect();
    owners.extend(found.lots.iter().map(|lot| lot.batch.organization.clone()));
    owners.extend(found.all.iter().map(|site| site.who.owner.clone()));
    let viewer = viewer(actor);
    let mut open = BTreeMap::new();
    for owner in owners {
        let may = OrgCode::parse(&owner)
            .is_ok_and(|code| party(view, &code).is_ok_and(|party| party.open_to(&viewer)));
        open.insert(owner, may);
    }
    let own = itself(view, actor)?.map(|own| party_code(&own.code));
    let authority = actor.region.as_ref().filter(|_| actor.role.is_of_authority());
    let is_open = |owner: &str| open.get(owner) == Some(&true);
    let sees = |site: &Consignee| {
        let here = site.who.region.as_deref().and_then(|code| Region::parse(code).ok());
        let inside = authority.zip(here).is_some_and(|(own, here)| own.includes(&here));
        let own = own.is_some() && own == site.who.party.as_deref().map(party_code);
        is_open(&site.who.owner) || inside || own
    };
    let sites = found.all.into_iter().filter(sees).collect();
    let lots = found.lots.into_iter().filter(|lot| is_open(&lot.batch.organization)).collect();
    let owners = open.iter().filter(|(_, open)| **open).map(|(owner, _)| owner.clone()).collect();
    Ok(Seen { sites, lots, owners, complete: found.complete })
}

/// A consignee with everything that is known of it.
pub(super) fn shown(
    view: &impl Read,
    site: &Consignee,
    now: Instant,
    today: Day,
) -> Result<Value, StoreError> {
    let who = &site.who;
    let lots = site.got().into_iter().map(|got| {
        let sums = got.sums.iter().map(
            |(measure, sum)| json!({"value": sum.normalize().to_string(), "unit": measure.unit()}),
        );
        json!({
            "product": got.product,
            "lot": got.lot,
            "quantities": sums.collect::<Vec<_>>(),
            "unstated": got.unstated,
        })
    });
    let days = || site.shipments.iter().map(|sent| sent.on);
    let day = |number: Option<i32>| number.map(|number| Day::from_number(number).to_string());
    let sent = site.shipments.iter().take(REPORT_LIST_COUNT_MAX);
    let mut out = json!({
        "id": ConsigneeId(who.id).to_string(),
        "owner": who.owner,
        "organization": who.party,
        "region": who.region,
        "level": who.level,
        "lots": lots.collect::<Vec<_>>(),
        "first": day(days().min()),
        "last": day(days().max()),
        "shipments": sent.map(|sent| sent.position).collect::<Vec<_>>(),
        "receivedOnly": !site.shipments.is_empty() && site.shipments.iter().all(|sent| sent.received),
        "notified": false,
        "answered": false,
        "final": false,
    });
    if let Some(row) = &site.row {
        stated(view, row, &mut out, now)?;
        if is_silent(site)
            && let Some(since) = row.notified_on
        {
            put(&mut out, "silentDays", json!((today.number() - since).max(0)));
        }
    }
    Ok(out)
}

fn stated(
    view: &impl Read,
    row: &ConsigneeRow,
    out: &mut Value,
    now: Instant,
) -> Result<(), StoreError> {
    let day = |number: i32| Day::from_number(number).to_string();
    put(out, "notified", json!(row.notified_on.is_some()));
    put(out, "notifiedOn", json!(row.notified_on.map(day)));
    put(out, "stoppedSaleOn", json!(row.stopped_on.map(day)));
    put(out, "answered", json!(row.answered_at.is_some()));
    put(out, "answeredAt", json!(row.answered_at.map(|at| Instant(at).to_string())));
    put(out, "final", json!(row.done));
    put(out, "removed", json!(row.removed));
    put(out, "under", json!(row.under.map(|id| ConsigneeId(id).to_string())));
    put(out, "outcomes", row.lines.iter().map(line).collect());
    put(out, "statements", json!(row.facts));
    if let Some(link) = row.link {
        let good = !link.used && link.expires_at > now.0;
        let expires = Instant(link.expires_at).to_string();
        put(out, "link", json!({"expiresAt": expires, "used": link.used, "good": good}));
    }
    for (position, place) in &row.named {
        let document = joined(view, *position, true)?;
        let named = match place {
            Some(place) => document.pointer(&format!("/customers/{place}")).cloned(),
            None => Some(document),
        };
        for member in ["name", "address", "contact"] {
            if let Some(value) = named.as_ref().and_then(|named| named.get(member)) {
                put(out, member, value.clone());
            }
        }
    }
    let (mut evidence, mut notes) = (Vec::new(), Vec::new());
    let asked = row.named.iter().filter(|(_, place)| place.is_some()).map(|(position, _)| position);
    let others: BTreeSet<&u64> = asked.collect();
    let own = row.facts.iter().rev().filter(|position| !others.contains(position));
    for position in own.take(REPORT_LIST_COUNT_MAX) {
        let document = joined(view, *position, true)?;
        evidence.extend(
            document.get("evidence").and_then(Value::as_array).cloned().into_iter().flatten(),
        );
        notes.extend(document.get("note").cloned());
    }
    put(out, "evidence", json!(evidence));
    put(out, "notes", json!(notes));
    Ok(())
}

fn line(kept: &KeptLine) -> Value {
    let KeptLine { line, side, position, disputed } = kept;
    json!({
        "outcome": Disposition::from_number(line.disposition).map(Disposition::word),
        "product": line.lot.as_ref().map(|lot| &lot.0),
        "lot": line.lot.as_ref().map(|lot| &lot.1),
        "quantity": {"value": line.quantity.value, "unit": line.quantity.unit},
        "on": line.on.map(|on| Day::from_number(on).to_string()),
        "by": AnswerSide::from_number(*side).map(AnswerSide::word),
        "position": position,
        "disputed": disputed,
    })
}
