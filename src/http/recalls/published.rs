//! A recall as it is told to people and to programs that subscribe: the notice's contents and the item
//! of a feed, from the public halves of what was stated. Lots of other parties and persons never come
//! in: scopes are read in their public form.

use super::super::records::joined;
use super::super::service::Service;
use super::{clocks, known};
use crate::domain::day::{Day, Instant};
use crate::domain::words::{Hazard, MeasureState, RecallKind, Regime, Remedy};
use crate::fact::record::ScopeRecord;
use crate::fact::seal::scope_json;
use crate::fact::text::BiText;
use crate::limits::NOTICE_PRODUCTS_COUNT_MAX;
use crate::report::notice::{Notice, NoticeData, notice};
use crate::rules::recall::clock::ClockKind;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{CampaignRow, MeasureRow, OrganizationRow, ProductRow, RecallWords};
use crate::texts::{Lang, Text, notices as t};
use crate::views::query;
use crate::wire::feeds::{Alert, Earlier, FeedItem, tag};
use serde_json::Value;
use std::collections::BTreeSet;

/// The contents of the notice; `None` for a measure that is no recall.
pub(in crate::http) fn notice_data(
    service: &Service,
    view: &impl Read,
    id: &str,
    row: &MeasureRow,
) -> Result<Option<NoticeData>, StoreError> {
    let (Some(words), Some(first)) = (&row.recall, row.steps.first()) else { return Ok(None) };
    let named = Named::of(row);
    let organization = organization(view, first.scope.parts())?;
    let stated = joined(view, row.opened, false)?;
    let (product, specification) = products(view, &named)?;
    let day = |ms: i64| Instant(ms).day_in(&service.app.zone);
    let known = known(view, id)?;
    let finish = clocks::clocks(service, row, &known)
        .into_iter()
        .find(|(rule, _)| rule.kind == ClockKind::Finish)
        .and_then(|(_, state)| clocks::due(state)?.last_day);
    let remedies = words.remedy.iter().filter_map(|number| Remedy::from_number(*number));
    let said = known.notice.map(|filed| joined(view, filed.position, false)).transpose()?;
    let said = said.unwrap_or_default();
    let ends_on = known.ends_on.map(Day::from_number).max(finish);
    Ok(Some(NoticeData {
        number: Some(id.to_owned()),
        state: MeasureState::from_number(row.state).unwrap_or(MeasureState::Open),
        changed: row.steps.iter().any(|step| step.position != row.opened),
        producer: text(&organization, "/name"),
        address: stated_text(&organization, "/address"),
        phone: organization.pointer("/contact/phone").and_then(Value::as_str).map(str::to_owned),
        email: said.get("email").and_then(Value::as_str).map(str::to_owned),
        product,
        brand: stated_text(&said, "/brand"),
        specification,
        produced: named.produced,
        lots: named.lots.into_iter().map(|(_, lot)| lot).collect(),
        reason: text(&stated, "/reason"),
        hazard: Hazard::from_number(words.hazard).unwrap_or(Hazard::Other),
        regime: regime(words),
        class: clocks::class(words),
        kind: RecallKind::from_number(words.kind).unwrap_or(RecallKind::Voluntary),
        starts_on: known.starts_on.map_or_else(|| day(row.opened_at), Day::from_number),
        ends_on: row.ended_at.map(day).or(ends_on),
        area: stated_text(&said, "/area").into_iter().collect(),
        remedies: remedies.collect(),
        refund: stated_text(&said, "/refund"),
        duties: stated_text(&said, "/operatorDuties"),
        instructions: stated_text(&stated, "/instructions"),
    }))
}

/// The recall as an item of a feed; `None` for a measure that is no recall.
pub(super) fn item(
    service: &Service,
    view: &impl Read,
    id: &str,
    row: &MeasureRow,
) -> Result<Option<FeedItem>, StoreError> {
    let Some(data) = notice_data(service, view, id, row)? else { return Ok(None) };
    let (zh, en) = (notice(&data, Lang::Zh), notice(&data, Lang::En));
    let mut changes = Vec::new();
    for position in changed_at(row, &known(view, id)?) {
        let sent = query::receipt(view, position)?.map(|receipt| receipt.recorded_at);
        changes.push(Earlier { sequence: position, sent: sent.unwrap_or(Instant(row.opened_at)) });
    }
    let last = changes.pop();
    let last = last.unwrap_or(Earlier { sequence: row.opened, sent: Instant(row.opened_at) });
    let page = format!("{}/recalls/{id}", service.public_url.as_str());
    let stated = data.instructions.clone().unwrap_or_default();
    Ok(Some(FeedItem {
        id: stable_id(service, view, &format!("recalls/{id}"))?,
        alert_url: format!("{page}.cap"),
        url: page,
        published: Instant(row.opened_at),
        updated: last.sent,
        title: BiText::both(zh.title.clone(), en.title.clone()),
        summary: BiText::both(summary(&zh), summary(&en)),
        content: Some(BiText::both(zh.plain_text(), en.plain_text())),
        regime: data.regime,
        class: data.class,
        kind: data.kind,
        state: data.state,
        sequence: last.sequence,
        alert: Alert {
            key: id.to_owned(),
            hazard: data.hazard,
            instruction: stated,
            contact: data.phone,
            areas: Vec::new(),
            expires: None,
            earlier: changes,
        },
    }))
}

/// The id of a thing that never changes: the host, the first day of the ledger, a path.
pub(super) fn stable_id(
    service: &Service,
    view: &impl Read,
    path: &str,
) -> Result<String, StoreError> {
    let host = service.public_url.host();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let first = query::receipt(view, 0)?.map_or(Instant(0), |receipt| receipt.recorded_at);
    let day = first.day_in(&service.app.zone);
    let id = tag(name, day, path).or_else(|| tag("localhost", day, path));
    Ok(id.unwrap_or_default())
}

/// Positions of the opening, of every step, of what was told since and of the end, in order.
fn changed_at(row: &MeasureRow, known: &CampaignRow) -> BTreeSet<u64> {
    let steps = row.steps.iter().map(|step| step.position);
    steps.chain([row.opened]).chain(known.told.iter().copied()).chain(row.ended).collect()
}

fn summary(notice: &Notice) -> String {
    notice.paragraphs.join(" ")
}

fn regime(words: &RecallWords) -> Regime {
    Regime::from_number(words.regime).unwrap_or(Regime::Other)
}

/// What the scopes of a recall name: products, lots and days, without what was taken out again.
#[derive(Default)]
struct Named {
    /// Organization and product.
    products: BTreeSet<(String, String)>,
    /// Product and lot.
    lots: BTreeSet<(String, String)>,
    produced: Option<(Day, Day)>,
    /// A scope names no product.
    all: bool,
    /// A scope names a lot of another party, or a supplier.
    withheld: bool,
}

impl Named {
    fn of(row: &MeasureRow) -> Self {
        let mut named = Self::default();
        for step in &row.steps {
            for part in step.scope.parts() {
                let shown = scope_json(part);
                if step.include { named.add(&shown) } else { named.take_out(&shown) }
            }
        }
        named
    }

    fn add(&mut self, scope: &Value) {
        let text = |pointer: &str| scope.pointer(pointer).and_then(Value::as_str);
        let organization = text("/organization").unwrap_or_default().to_owned();
        let by_ingredient =
            text("/ingredientLot/product").is_none() && scope.get("ingredientLot").is_some();
        if by_ingredient || scope.get("receivedFrom").is_some() {
            self.withheld = true;
            return;
        }
        let days =
            ["/producedOn/first", "/producedOn/last"].map(|at| text(at).and_then(Day::parse));
        if let [Some(first), Some(last)] = days {
            let (from, to) = self.produced.unwrap_or((first, last));
            self.produced = Some((from.min(first), to.max(last)));
        }
        let Some(product) = text("/product").or_else(|| text("/ingredientLot/product")) else {
            self.all = true;
            return;
        };
        self.products.insert((organization, product.to_owned()));
        self.lots.extend(lots(scope, product));
    }

    fn take_out(&mut self, scope: &Value) {
        let product = scope.pointer("/product").and_then(Value::as_str).unwrap_or_default();
        // Units and serials leave the rest of their lot recalled.
        if scope.get("lots").is_some() {
            for lot in lots(scope, product) {
                self.lots.remove(&lot);
            }
        }
        let narrower = ["lots", "units", "serials", "producedOn", "ingredientLot"];
        if !product.is_empty() && narrower.iter().all(|name| scope.get(name).is_none()) {
            self.lots.retain(|(of, _)| of != product);
            self.products.retain(|(_, of)| of != product);
        }
    }
}

fn lots(scope: &Value, product: &str) -> Vec<(String, String)> {
    let listed = scope.get("lots").and_then(Value::as_array).into_iter().flatten();
    let single = ["/units/lot", "/ingredientLot/lot"].into_iter();
    let all = listed.chain(single.filter_map(|at| scope.pointer(at)));
    all.filter_map(Value::as_str).map(|lot| (product.to_owned(), lot.to_owned())).collect()
}

/// The public half of the organization's document.
fn organization(view: &impl Read, parts: &[ScopeRecord]) -> Result<Value, StoreError> {
    let Some(part) = parts.first() else { return Ok(Value::Null) };
    let row: Option<OrganizationRow> = view.row(&key::name(&part.organization))?;
    row.map_or(Ok(Value::Null), |row| joined(view, row.position, false))
}

/// Names of the products, and the specification where there is one product.
fn products(view: &impl Read, named: &Named) -> Result<(BiText, Option<BiText>), StoreError> {
    let mut names = Vec::new();
    let mut specification = None;
    for (organization, product) in named.products.iter().take(NOTICE_PRODUCTS_COUNT_MAX) {
        let row: Option<ProductRow> = view.row(&key::product(organization, product))?;
        let document = row.map(|row| joined(view, row.latest_position, false)).transpose()?;
        let document = document.unwrap_or_default();
        let name = text(&document, "/name");
        let unnamed = || BiText::both(product.as_str(), product.as_str());
        names.push(if name == BiText::default() { unnamed() } else { name });
        specification = document.get("specification").and_then(Value::as_str).map(str::to_owned);
    }
    let told = |text: Text| BiText::both(text.zh, text.en);
    if named.products.len() > NOTICE_PRODUCTS_COUNT_MAX {
        names.push(told(t::MORE_PRODUCTS));
    }
    if named.all {
        names.push(told(t::ALL_PRODUCTS));
    }
    if named.withheld {
        names.push(told(t::PRODUCTS_BY_INGREDIENT));
    }
    let list = |lang: Lang| {
        let names: Vec<&str> = names.iter().map(|name| name.pick(lang.is_chinese())).collect();
        names.join(t::LIST_COMMA.get(lang))
    };
    let one = (names.len() == 1).then_some(specification).flatten();
    let specification = one.map(|text| BiText::both(text.clone(), text));
    Ok((BiText::both(list(Lang::Zh), list(Lang::En)), specification))
}

fn text(document: &Value, pointer: &str) -> BiText {
    stated_text(document, pointer).unwrap_or_default()
}

fn stated_text(document: &Value, pointer: &str) -> Option<BiText> {
    let found = document.pointer(pointer)?;
    if let Some(plain) = found.as_str() {
        return Some(BiText::both(plain, plain));
    }
    serde_json::from_value(found.clone()).ok()
}
