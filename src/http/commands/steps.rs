//! Steps of a registered batch: tests, release, activation, holds, units, erasure.

use super::{Answer, check_named, names, plain, receipt};
use crate::domain::command::{BatchKey, Command};
use crate::domain::words::UnitState;
use crate::http::act::Act;
use crate::wire::parse::{self, UnitsAsked, UnitsRequest};
use serde_json::Map;

/// `POST …/checks`.
pub(in crate::http) async fn check(act: Act) -> Answer {
    let named = check_named(&act.service, &act.actor, act.batch()?, &act.body)?;
    let outcome = match &named.command {
        Command::AddCheck(command) => command.check.outcome.word(),
        _ => "",
    };
    let done = named.sent(&act).await?;
    let mut more = Map::new();
    more.insert("result".to_owned(), outcome.into());
    Ok(receipt(&done, more))
}

/// `POST …/release`.
pub(in crate::http) async fn release(act: Act) -> Answer {
    parse::empty(&act.body)?;
    natural(&act, "release", |batch| Command::Release { batch }).await
}

/// `POST …/activation`.
pub(in crate::http) async fn activation(act: Act) -> Answer {
    let ordinals = parse::activation(&act.body)?;
    let range =
        ordinals.map_or("all".to_owned(), |range| format!("{}-{}", range.first, range.last));
    let command = |batch| Command::Activate { batch, ordinals };
    natural(&act, &format!("activation {range}"), command).await
}

/// `POST …/withdrawal`.
pub(in crate::http) async fn withdraw(act: Act) -> Answer {
    let document = parse::reason(&act.body)?;
    let command = |batch| Command::Withdraw { batch, document };
    natural(&act, "withdrawal", command).await
}

/// `POST …/hold`.
pub(in crate::http) async fn hold(act: Act) -> Answer {
    let document = parse::reason(&act.body)?;
    let command = |batch| Command::Hold { batch, document };
    keyed(&act, "hold", command).await
}

/// `POST …/unhold`.
pub(in crate::http) async fn unhold(act: Act) -> Answer {
    let document = parse::reason(&act.body)?;
    let command = |batch| Command::Unhold { batch, document };
    keyed(&act, "unhold", command).await
}

/// `POST …/voids`.
pub(in crate::http) async fn voids(act: Act) -> Answer {
    change(&act, UnitState::Voided).await
}

/// `POST …/sales`.
pub(in crate::http) async fn sales(act: Act) -> Answer {
    change(&act, UnitState::Sold).await
}

/// `POST …/returns`.
pub(in crate::http) async fn returns(act: Act) -> Answer {
    change(&act, UnitState::Returned).await
}

async fn change(act: &Act, to: UnitState) -> Answer {
    let (ordinals, document) = parse::units_change(&act.body)?;
    let command = |batch| Command::ChangeUnits { batch, to, ordinals, document };
    keyed(act, to.word(), command).await
}

/// `POST …/units`.
pub(in crate::http) async fn units(act: Act) -> Answer {
    let UnitsRequest { units, label } = parse::units(&act.body)?;
    let command = |batch| match units {
        UnitsAsked::Issue(count) => Command::IssueUnits { batch, count, label },
        UnitsAsked::Serials(serials) => Command::RegisterSerials { batch, serials, label },
    };
    keyed(&act, "units", command).await
}

/// `POST …/erasure`.
pub(in crate::http) async fn erase(act: Act) -> Answer {
    let (section, document) = parse::erasure(&act.body)?;
    let command = |batch| Command::Erase { batch, section, document };
    keyed(&act, "erasure", command).await
}

async fn natural(act: &Act, route: &str, command: impl FnOnce(BatchKey) -> Command) -> Answer {
    let batch = act.batch()?;
    let parts = names(&batch);
    let parts = parts.each_ref().map(String::as_str);
    plain(&act.natural(route, &parts, command(batch)).await?)
}

async fn keyed(act: &Act, route: &str, command: impl FnOnce(BatchKey) -> Command) -> Answer {
    let batch = act.batch()?;
    let route = format!("{route} {}", names(&batch).join(" "));
    plain(&act.keyed(&route, command(batch)).await?)
}
