//! The public list of recalls, newest first, narrowed down by what law publishes of them.

use super::super::changes::position;
use super::super::extract::query as parameter;
use super::super::lists::{Page, link_next};
use super::super::problem::Refused;
use super::super::service::Service;
use super::{Answer, Shared, clocks, shown};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::words::{MeasureKind, MeasureState, Regime};
use crate::store::StoreError;
use crate::store::layout::Family;
use crate::store::layout::key;
use crate::store::read::{Read, decode};
use crate::store::rows::{CampaignRow, MeasureRow};
use crate::views::query::party_code;
use crate::wire::digital_link::encode_segment;
use axum::extract::State;
use axum::http::Uri;
use serde_json::json;

/// What is asked for; a member that is `None` lets every recall through.
#[derive(Default)]
pub(super) struct Filter {
    state: Option<MeasureState>,
    class: Option<u8>,
    regime: Option<Regime>,
    organization: Option<String>,
    since: Option<u64>,
    overdue: Option<bool>,
}

/// A recall of a page, with its id.
pub(super) type Found = (String, MeasureRow);

/// `GET /api/v1/recalls`.
pub(in crate::http) async fn list(State(service): Shared, uri: Uri) -> Answer {
    let filter = Filter::read(&service, &uri)?;
    let page = Page::read(&uri, &[MeasureKind::Recall.number()])?;
    let snapshot = service.app.snapshot();
    let (rows, cursor) = found(&service, &snapshot, &page, &filter)?;
    let mut items = Vec::with_capacity(rows.len());
    for (id, row) in &rows {
        items.push(shown(&service, &snapshot, id, row)?);
    }
    let body = json!({"items": items, "next": cursor});
    let mut response = page.response(&uri, &body, cursor.as_deref());
    if let Some(cursor) = cursor {
        link_next(&mut response, &uri, &format!("cursor={cursor}{}", kept_filters(&uri)));
    }
    Ok(response)
}

/// The recalls of a page that the filter lets through: so many rows are looked at, so a page can be
/// short, or empty, while more follow.
pub(super) fn found(
    service: &Service,
    view: &impl Read,
    page: &Page,
    filter: &Filter,
) -> Result<(Vec<Found>, Option<String>), StoreError> {
    let (rows, cursor) = page.rows(view, Family::Measures)?;
    let mut out = Vec::with_capacity(rows.len());
    for (row_key, bytes) in &rows {
        let row: MeasureRow = decode(bytes)?;
        let known: CampaignRow = view.row(row_key)?.unwrap_or_default();
        if filter.lets_through(service, &row, &known) {
            let id = key::read_measure(row_key).map(|id| id.id().to_string()).unwrap_or_default();
            out.push((id, row));
        }
    }
    Ok((out, cursor))
}

/// The filters as they were asked for, for the address of the next page: each with an `&` before it.
pub(super) fn kept_filters(uri: &Uri) -> String {
    let names = ["limit", "state", "class", "regime", "organization", "since", "overdue"];
    let kept = names.iter().filter_map(|name| {
        let value = parameter(uri, name).filter(|value| !value.is_empty())?;
        Some(format!("&{name}={}", encode_segment(&value)))
    });
    kept.collect()
}

/// Position of the last change of a recall.
pub(super) fn last_change(row: &MeasureRow, known: &CampaignRow) -> u64 {
    let last_step = row.steps.last().map_or(row.opened, |step| step.position);
    let last_told = known.told.last().copied().unwrap_or_default();
    last_step.max(last_told).max(row.opened).max(row.ended.unwrap_or_default())
}

impl Filter {
    /// Reads the parameters. An empty one is one that a form left out.
    pub(super) fn read(service: &Service, uri: &Uri) -> Result<Self, Refused> {
        fn word<T>(
            uri: &Uri,
            name: &str,
            code: FieldCode,
            parse: impl FnOnce(&str) -> Option<T>,
        ) -> Result<Option<T>, Refused> {
            let Some(text) = parameter(uri, name).filter(|text| !text.is_empty()) else {
                return Ok(None);
            };
            let wrong = || Refusal::field(format!("?{name}"), code);
            Ok(Some(parse(&text).ok_or_else(wrong)?))
        }
        let state = |text: &str| {
            let all = [MeasureState::Open, MeasureState::Closed, MeasureState::Lifted];
            all.into_iter().find(|state| state.word() == text)
        };
        let class = |text: &str| text.parse().ok().filter(|class| (1..=3).contains(class));
        let yes = |text: &str| text.parse().ok();
        let party =
            |text: &str| OrgCode::parse(text).ok().map(|code| party_code(&code.to_string()));
        Ok(Self {
            state: word(uri, "state", FieldCode::NotAWord, state)?,
            class: word(uri, "class", FieldCode::OutOfRange, class)?,
            regime: word(uri, "regime", FieldCode::NotAWord, Regime::parse)?,
            organization: word(uri, "organization", FieldCode::NotACode, party)?,
            since: word(uri, "since", FieldCode::BadCursor, |text| {
                position(service, text, "?since").ok()
            })?,
            overdue: word(uri, "overdue", FieldCode::NotAWord, yes)?,
        })
    }

    fn lets_through(&self, service: &Service, row: &MeasureRow, known: &CampaignRow) -> bool {
        let Some(words) = &row.recall else { return false };
        let of = |organization: &String| {
            row.steps.iter().any(|step| {
                let parts = step.scope.parts();
                parts.iter().any(|part| party_code(&part.organization) == *organization)
            })
        };
        let overdue = || clocks::is_overdue(&clocks::clocks(service, row, known));
        self.state.is_none_or(|state| state.number() == row.state)
            && self.class.is_none_or(|class| words.class == Some(class))
            && self.regime.is_none_or(|regime| regime.number() == words.regime)
            && self.organization.as_ref().is_none_or(of)
            && self.since.is_none_or(|since| last_change(row, known) > since)
            && self.overdue.is_none_or(|wanted| overdue() == wanted)
    }
}
