//! What everybody may read of an organization and of a product, beside any code: permits with their
//! dated states, the public record, products and recalls. Lots never stand here: whoever holds one asks
//! with its code or number. Bounded reads; nothing is judged that `rules` does not judge.

use super::Frame;
use super::label;
use super::model::LabelShown;
use super::records::{public, region_name};
use crate::domain::code_ids::EntryId;
use crate::domain::day::{Day, Instant};
use crate::domain::permit::PermitKind;
use crate::domain::words::{EntryStatus, MeasureKind, MeasureState, Role};
use crate::fact::document::{
    PublicEntry, PublicOrganization, PublicProduct, PublicReason, PublicRecall, TextDoc,
};
use crate::fact::record::MeasureRef;
use crate::fact::text::BiText;
use crate::limits::{
    FIRM_ENTRIES_SHOWN_COUNT, FIRM_RECALLS_READ_COUNT, PRODUCT_VERSIONS_SHOWN_COUNT,
};
use crate::measure::Target;
use crate::rules::entries::Entry;
use crate::rules::orders::{self, OrderState};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::Read;
use crate::store::rows::{
    EntryRow, HolderEntryRow, MeasureRow, OrganizationRow, ProductRow, VersionRow,
};
use crate::views::entries;
use crate::views::query::{self, Filed};

/// An organization as everybody may read it.
#[derive(Debug, Clone)]
pub struct FirmShown {
    pub code: String,
    pub name: BiText,
    pub roles: Vec<&'static str>,
    pub region_name: BiText,
    pub address: Option<BiText>,
    pub phone: Option<String>,
    pub permits: Vec<EntryLine>,
    /// Decisions of authorities, the newest first.
    pub record: Vec<DecisionLine>,
    /// Open and ended ones that name it or its goods, the newest first.
    pub recalls: Vec<RecallLine>,
}

/// A permit with its state today.
#[derive(Debug, Clone)]
pub struct EntryLine {
    pub entry: String,
    pub kind: &'static str,
    pub number: String,
    pub issuer: BiText,
    pub valid_from: Option<String>,
    /// Last day, included.
    pub valid_to: Option<String>,
    pub now: &'static str,
    pub covers: Vec<String>,
    /// Role of who stated it.
    pub stated_by: &'static str,
}

/// Something an authority decided: when, on what ground, until when.
#[derive(Debug, Clone)]
pub struct DecisionLine {
    pub on: String,
    /// Kind and number of the entry it is about.
    pub kind: &'static str,
    pub number: String,
    /// `suspended`, `revoked`, …, or `missed` of an order.
    pub what: &'static str,
    /// Ground as stated; empty where none was.
    pub reason: BiText,
    /// First day on which it held no longer.
    pub until: Option<String>,
    pub stated_by: &'static str,
}

/// A recall by its number.
#[derive(Debug, Clone)]
pub struct RecallLine {
    pub id: String,
    /// `open` or `closed`.
    pub state: &'static str,
    pub class: Option<u8>,
    /// RFC 3339 UTC.
    pub opened_at: String,
    pub reason: BiText,
    /// It came to lots through what went into them.
    pub by_ingredient: bool,
}

/// A product as everybody may read it.
#[derive(Debug, Clone)]
pub struct GoodsShown {
    pub organization: String,
    pub organization_name: BiText,
    pub product: String,
    pub name: BiText,
    pub version: u32,
    pub gtin: Option<String>,
    pub specification: Option<String>,
    pub category: String,
    pub label: LabelShown,
    /// The newest first: number and day of registration, RFC 3339 UTC.
    pub versions: Vec<(u32, String)>,
    pub recalls: Vec<RecallLine>,
}

/// The organization under a code as it was admitted.
pub fn firm(
    view: &impl Read,
    frame: &Frame<'_>,
    (code, row): (&str, &OrganizationRow),
) -> Result<FirmShown, StoreError> {
    let document: PublicOrganization = public(view, row.position)?;
    let roles = row.roles.iter().filter_map(|role| Role::from_number(*role)).map(Role::word);
    let (permits, record) = register(view, frame, code)?;
    Ok(FirmShown {
        code: code.to_owned(),
        name: document.name,
        roles: roles.collect(),
        region_name: region_name(&row.region),
        address: document.address.map(|text| match text {
            TextDoc::Plain(text) => BiText::both(text.clone(), text),
            TextDoc::Both(text) => text,
        }),
        phone: document.contact.phone,
        permits,
        record,
        recalls: firm_recalls(view, code)?,
    })
}

/// A product by its latest version.
pub fn goods(
    view: &impl Read,
    (code, row): (&str, &OrganizationRow),
    (product, goods): (&str, &ProductRow),
) -> Result<GoodsShown, StoreError> {
    let firm: PublicOrganization = public(view, row.position)?;
    let document: PublicProduct = public(view, goods.latest_position)?;
    Ok(GoodsShown {
        organization: code.to_owned(),
        organization_name: firm.name,
        product: product.to_owned(),
        label: label::label(&document),
        name: document.name,
        version: goods.latest,
        gtin: goods.gtin.clone(),
        specification: document.specification,
        category: document.category.unwrap_or_default(),
        versions: versions(view, code, product, goods.latest)?,
        recalls: product_recalls(view, (code, row), (product, goods))?,
    })
}

/// Name and size of a product by its latest version; an empty name where its section was erased.
pub fn goods_name(
    view: &impl Read,
    row: &ProductRow,
) -> Result<(BiText, Option<String>), StoreError> {
    let document: PublicProduct = public(view, row.latest_position)?;
    Ok((document.name, document.specification))
}

/// Name of an organization; empty where its section was erased.
pub fn firm_name(view: &impl Read, row: &OrganizationRow) -> Result<BiText, StoreError> {
    Ok(public::<PublicOrganization>(view, row.position)?.name)
}

/// Recalls of a product or of lots of it, as a scan of the product finds them.
pub fn product_recalls(
    view: &impl Read,
    (organization, row): (&str, &OrganizationRow),
    (product, goods): (&str, &ProductRow),
) -> Result<Vec<RecallLine>, StoreError> {
    if row.measures == 0 && goods.any_measures == 0 && !goods.reached {
        return Ok(Vec::new());
    }
    let target = Target { organization, product, ..Target::default() };
    let mut found = query::covering(view, &target, Filed::of(row, Some(goods), None))?;
    for other in query::covering_lots(view, organization, product)? {
        if found.iter().all(|known| known.id != other.id) {
            found.push(other);
        }
    }
    found.retain(|found| !found.held);
    let lines = found.iter().map(|found| line(view, found.id, &found.measure, found.by_ingredient));
    Ok(newest_first(lines.collect::<Result<_, _>>()?))
}

/// Whether a recall names the organization as a whole.
pub fn is_recalled(
    view: &impl Read,
    organization: &str,
    row: &OrganizationRow,
) -> Result<bool, StoreError> {
    if row.measures == 0 {
        return Ok(false);
    }
    let found = query::standing(view, &key::subject(organization, "", ""))?;
    Ok(found.iter().any(|(id, _)| id.kind == MeasureKind::Recall.number()))
}

fn versions(
    view: &impl Read,
    organization: &str,
    product: &str,
    latest: u32,
) -> Result<Vec<(u32, String)>, StoreError> {
    let mut shown = Vec::new();
    for number in (1..=latest).rev().take(PRODUCT_VERSIONS_SHOWN_COUNT) {
        let row: Option<VersionRow> = view.row(&key::version(organization, product, number))?;
        let Some(row) = row else { continue };
        if let Some(receipt) = query::receipt(view, row.position)? {
            shown.push((number, receipt.recorded_at.to_string()));
        }
    }
    Ok(shown)
}

fn firm_recalls(view: &impl Read, organization: &str) -> Result<Vec<RecallLine>, StoreError> {
    let prefix = key::organization_prefix(organization);
    let end = crate::codec::key::after_prefix(&prefix).unwrap_or_default();
    let rows = view.range(Family::MeasuresBySubject, &prefix, &end, FIRM_RECALLS_READ_COUNT)?;
    let mut ids: Vec<MeasureRef> = Vec::new();
    for id in rows.iter().filter_map(|(row_key, _)| key::read_measure(row_key)) {
        if id.kind == MeasureKind::Recall.number() && !ids.contains(&id) {
            ids.push(id);
        }
    }
    let mut lines = Vec::with_capacity(ids.len());
    for id in ids {
        let row: Option<MeasureRow> = view.row(&key::measure(id))?;
        if let Some(row) = row.filter(|row| row.state != MeasureState::Lifted.number()) {
            lines.push(line(view, id, &row, false)?);
        }
    }
    Ok(newest_first(lines))
}

fn newest_first(lines: Vec<Option<RecallLine>>) -> Vec<RecallLine> {
    let mut lines: Vec<_> = lines.into_iter().flatten().collect();
    lines.sort_by(|one, other| other.opened_at.cmp(&one.opened_at).then(one.id.cmp(&other.id)));
    lines
}

/// `None` for a measure that is no recall.
fn line(
    view: &impl Read,
    id: MeasureRef,
    row: &MeasureRow,
    by_ingredient: bool,
) -> Result<Option<RecallLine>, StoreError> {
    let Some(words) = &row.recall else { return Ok(None) };
    let document: PublicRecall = public(view, row.opened)?;
    Ok(Some(RecallLine {
        id: id.id().to_string(),
        state: MeasureState::from_number(row.state).unwrap_or(MeasureState::Open).word(),
        class: words.class,
        opened_at: Instant(row.opened_at).to_string(),
        reason: document.reason,
        by_ingredient,
    }))
}

/// Permits of an organization, and what authorities decided. Titles and quality marks are left out: a
/// page that recommends is no record.
fn register(
    view: &impl Read,
    frame: &Frame<'_>,
    code: &str,
) -> Result<(Vec<EntryLine>, Vec<DecisionLine>), StoreError> {
    let prefix = key::organization_prefix(code);
    let (mut permits, mut record) = (Vec::new(), Vec::new());
    for (row_key, _) in view.rows::<HolderEntryRow>(&prefix, &prefix, FIRM_ENTRIES_SHOWN_COUNT)? {
        let number = key::read_entry(&row_key).unwrap_or_default();
        let Some(row) = entries::entry(view, number)? else { continue };
        let kind = PermitKind::from_number(row.record.kind);
        if orders::is_order(&row) {
            // The public hears of an order while its deadline is missed.
            if orders::state_on(&row, frame.today) == OrderState::Missed {
                record.push(missed(view, &row)?);
            }
            continue;
        }
        record.extend(decisions(view, &row)?);
        if kind != Some(PermitKind::Honour) {
            permits.push(permit(view, frame, EntryId(number), &row)?);
        }
    }
    record.sort_by(|one, other| other.on.cmp(&one.on));
    Ok((permits, record))
}

fn permit(
    view: &impl Read,
    frame: &Frame<'_>,
    entry: EntryId,
    row: &EntryRow,
) -> Result<EntryLine, StoreError> {
    let document: PublicEntry = public(view, row.position)?;
    let day = |number: i32| Day::from_number(number).to_string();
    let last = row.statuses.iter().rev().find_map(|happened| happened.valid_to);
    Ok(EntryLine {
        entry: entry.to_string(),
        kind: kind(row),
        number: row.record.number.clone(),
        issuer: document.issuer,
        valid_from: row.record.valid_from.map(day),
        valid_to: last.or(row.record.valid_to).map(day),
        now: Entry::of(row).state_on(frame.today).word(),
        covers: row.record.covers.clone(),
        stated_by: row.by.role().word(),
    })
}

fn missed(view: &impl Read, row: &EntryRow) -> Result<DecisionLine, StoreError> {
    let document: PublicEntry = public(view, row.position)?;
    let deadline = row.record.valid_to.map(|day| Day::from_number(day).to_string());
    Ok(DecisionLine {
        on: deadline.unwrap_or_default(),
        kind: kind(row),
        number: row.record.number.clone(),
        what: OrderState::Missed.word(),
        reason: document.issuer,
        until: None,
        stated_by: row.by.role().word(),
    })
}

/// What takes force from an entry, with its ground and its end.
fn decisions(view: &impl Read, row: &EntryRow) -> Result<Vec<DecisionLine>, StoreError> {
    let mut lines = Vec::new();
    for (at, happened) in row.statuses.iter().enumerate() {
        let status = EntryStatus::from_number(happened.status);
        let Some(status) = status.filter(|status| takes_force(*status)) else { continue };
        let document: PublicReason = public(view, happened.position)?;
        let resumed = row.statuses.iter().skip(at + 1).find(|later| {
            status == EntryStatus::Suspended
                && EntryStatus::from_number(later.status) == Some(EntryStatus::Resumed)
        });
        lines.push(DecisionLine {
            on: Day::from_number(happened.on).to_string(),
            kind: kind(row),
            number: row.record.number.clone(),
            what: status.word(),
            reason: document.reason,
            until: resumed.map(|later| Day::from_number(later.on).to_string()),
            stated_by: happened.by.role().word(),
        });
    }
    Ok(lines)
}

fn takes_force(status: EntryStatus) -> bool {
    matches!(
        status,
        EntryStatus::Suspended
            | EntryStatus::Cancelled
            | EntryStatus::Revoked
            | EntryStatus::Annulled
    )
}

fn kind(row: &EntryRow) -> &'static str {
    PermitKind::from_number(row.record.kind).map_or("other", PermitKind::word)
}
