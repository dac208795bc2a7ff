//! Steps of a registered batch: tests, release, activation, holds, units, erasure.

use super::{Answer, Identity, Shared, accept, admitted_batch, names, plain, receipt};
use crate::domain::command::{Actor, BatchKey, Command};
use crate::domain::words::UnitState;
use crate::http::extract::{Bearer, IdempotencyKey, Json, Segments};
use crate::http::service::Service;
use crate::wire::parse::{self, UnitsAsked, UnitsRequest};
use axum::extract::State;
use serde_json::Map;

/// `POST …/checks`: the report number is what makes a test the same test.
pub(in crate::http) async fn check(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let content = service.app.keyring.retry_digest(&parse::canonical(&body)?);
    let command = parse::check(admitted_batch(&service, &segments)?, &body, content)?;
    let [organization, product, lot] = names(&command.batch);
    let (outcome, report_no) = (command.check.outcome, command.check.report_no.clone());
    // By side: nobody can take a laboratory's report number before it.
    let own = actor.organization.as_ref().map_or("", |code| code.as_str()).to_owned();
    let (role, state) = (actor.role.word(), command.check.state.word());
    let identity = [organization.as_str(), &product, &lot, &report_no, role, &own, state];
    let command = Command::AddCheck(command);
    let done =
        accept(&service, actor, "check", Identity::Natural(&identity), &body, command).await?;
    let mut more = Map::new();
    more.insert("result".to_owned(), outcome.word().into());
    Ok(receipt(&done, more))
}

/// `POST …/release`.
pub(in crate::http) async fn release(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    parse::empty(&body)?;
    natural(&service, actor, "release", &segments, &body, |batch| Command::Release { batch }).await
}

/// `POST …/activation`.
pub(in crate::http) async fn activation(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let ordinals = parse::activation(&body)?;
    let range =
        ordinals.map_or("all".to_owned(), |range| format!("{}-{}", range.first, range.last));
    let command = |batch| Command::Activate { batch, ordinals };
    natural(&service, actor, &format!("activation {range}"), &segments, &body, command).await
}

/// `POST …/withdrawal`.
pub(in crate::http) async fn withdraw(
    State(service): Shared,
    Bearer(actor): Bearer,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let document = parse::reason(&body)?;
    let command = |batch| Command::Withdraw { batch, document };
    natural(&service, actor, "withdrawal", &segments, &body, command).await
}

/// `POST …/hold`.
pub(in crate::http) async fn hold(
    State(service): Shared,
    Bearer(actor): Bearer,
    key: IdempotencyKey,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let document = parse::reason(&body)?;
    let command = |batch| Command::Hold { batch, document };
    keyed(&service, actor, "hold", key, &segments, &body, command).await
}

/// `POST …/unhold`.
pub(in crate::http) async fn unhold(
    State(service): Shared,
    Bearer(actor): Bearer,
    key: IdempotencyKey,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let document = parse::reason(&body)?;
    let command = |batch| Command::Unhold { batch, document };
    keyed(&service, actor, "unhold", key, &segments, &body, command).await
}

/// `POST …/voids`.
pub(in crate::http) async fn voids(
    service: Shared,
    bearer: Bearer,
    key: IdempotencyKey,
    segments: Segments,
    body: Json,
) -> Answer {
    change(service, bearer, key, segments, body, UnitState::Voided).await
}

/// `POST …/sales`.
pub(in crate::http) async fn sales(
    service: Shared,
    bearer: Bearer,
    key: IdempotencyKey,
    segments: Segments,
    body: Json,
) -> Answer {
    change(service, bearer, key, segments, body, UnitState::Sold).await
}

/// `POST …/returns`.
pub(in crate::http) async fn returns(
    service: Shared,
    bearer: Bearer,
    key: IdempotencyKey,
    segments: Segments,
    body: Json,
) -> Answer {
    change(service, bearer, key, segments, body, UnitState::Returned).await
}

async fn change(
    State(service): Shared,
    Bearer(actor): Bearer,
    key: IdempotencyKey,
    segments: Segments,
    Json(body): Json,
    to: UnitState,
) -> Answer {
    let (ordinals, document) = parse::units_change(&body)?;
    let command = |batch| Command::ChangeUnits { batch, to, ordinals, document };
    keyed(&service, actor, to.word(), key, &segments, &body, command).await
}

/// `POST …/units`.
pub(in crate::http) async fn units(
    State(service): Shared,
    Bearer(actor): Bearer,
    key: IdempotencyKey,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let UnitsRequest { units, label } = parse::units(&body)?;
    let command = |batch| match units {
        UnitsAsked::Issue(count) => Command::IssueUnits { batch, count, label },
        UnitsAsked::Serials(serials) => Command::RegisterSerials { batch, serials, label },
    };
    keyed(&service, actor, "units", key, &segments, &body, command).await
}

/// `POST …/erasure`.
pub(in crate::http) async fn erase(
    State(service): Shared,
    Bearer(actor): Bearer,
    key: IdempotencyKey,
    segments: Segments,
    Json(body): Json,
) -> Answer {
    let (section, document) = parse::erasure(&body)?;
    let command = |batch| Command::Erase { batch, section, document };
    keyed(&service, actor, "erasure", key, &segments, &body, command).await
}

async fn natural(
    service: &Service,
    actor: Actor,
    route: &str,
    segments: &Segments,
    body: &[u8],
    command: impl FnOnce(BatchKey) -> Command,
) -> Answer {
    let batch = admitted_batch(service, segments)?;
    let parts = names(&batch);
    let parts = parts.each_ref().map(String::as_str);
    plain(&accept(service, actor, route, Identity::Natural(&parts), body, command(batch)).await?)
}

async fn keyed(
    service: &Service,
    actor: Actor,
    route: &str,
    key: IdempotencyKey,
    segments: &Segments,
    body: &[u8],
    command: impl FnOnce(BatchKey) -> Command,
) -> Answer {
    let batch = admitted_batch(service, segments)?;
    let route = format!("{route} {}", names(&batch).join(" "));
    plain(&accept(service, actor, &route, Identity::Keyed(key), body, command(batch)).await?)
}
