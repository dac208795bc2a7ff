//! Questions to the views that more than one caller asks: who a code belongs to, in which state a unit
//! is, which measures concern a batch. Each is a fixed number of point reads.

use super::{marks, measures};
use crate::domain::day::{Day, Instant};
use crate::domain::lot::Serial;
use crate::domain::org_code::OrgCode;
use crate::domain::unit_code::UnitCode;
use crate::domain::words::{MeasureState, UnitState};
use crate::fact::body::{PRIVATE_VERSION, Private};
use crate::fact::record::{BatchRef, MeasureRef};
use crate::limits::{BATCH_UNITS_MAX, SERIAL_SHAPE_PRODUCTS_MAX, SUBJECT_MEASURES_MAX};
use crate::measure::{Cover, Target, cover};
use crate::store::StoreError;
use crate::store::keyring::Keyring;
use crate::store::layout::{Family, key};
use crate::store::read::Read;
use crate::store::rows::{
    AliasRow, BatchRow, CounterRow, KEY_EXPOSED, MeasureRow, OrganizationRow, OwnRangeRow,
    OwnShapeRow, ProductRow, SegmentRow, Segments, SubjectMeasureRow, UnitBlockRow, UnitKeyRow,
};

/// A unit that a code or serial names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundUnit {
    pub batch: BatchRef,
    /// Its number within the batch, from 1.
    pub ordinal: u64,
    /// The key that made the code was exposed.
    pub key_exposed: bool,
    /// Product version whose label it carries, where that is not the batch's own.
    pub label: Option<u32>,
}

/// The organization a reference names: by its code, or by the GB 11714 code it is or holds.
pub fn organization(
    view: &impl Read,
    code: &OrgCode,
) -> Result<Option<(String, OrganizationRow)>, StoreError> {
    if let Some(row) = view.row::<OrganizationRow>(&key::name(code.as_str()))? {
        return Ok(Some((code.as_str().to_owned(), row)));
    }
    let Some(alias) = code.gb11714() else { return Ok(None) };
    // Admitted under a code that holds it, or under the GB 11714 code itself.
    let known =
        view.row::<AliasRow>(&key::name(alias))?.map_or_else(|| alias.to_owned(), |row| row.0);
    let row = view.row(&key::name(&known))?;
    Ok(row.map(|row| (known, row)))
}

/// The batch as edges name it: by its party's GB 11714 code where it has one, whichever of its codes
/// was written.
pub fn one_party(batch: &BatchRef) -> BatchRef {
    BatchRef { organization: party_code(&batch.organization), ..batch.clone() }
}

/// The one code of a party: its GB 11714 code where it has one, whichever of its codes was written.
pub fn party_code(code: &str) -> String {
    let parsed = OrgCode::parse(code).ok();
    parsed.as_ref().and_then(OrgCode::gb11714).unwrap_or(code).to_owned()
}

/// The batch under its key.
pub fn batch(view: &impl Read, batch: &BatchRef) -> Result<Option<BatchRow>, StoreError> {
    view.row(&key::batch(batch))
}

/// The unit an issued code names. A decode counts only inside a block issued under that key.
pub fn issued_unit(
    view: &impl Read,
    keyring: &Keyring,
    code: &UnitCode,
) -> Result<Option<FoundUnit>, StoreError> {
    let Some((slot, number)) = keyring.decode(code) else { return Ok(None) };
    let found = view.last_row::<UnitBlockRow>(&[slot], &key::unit_block(slot, number))?;
    let Some((block_key, block)) = found else { return Ok(None) };
    let offset = number - key::last_number(&block_key).unwrap_or(number);
    if offset >= block.count {
        return Ok(None);
    }
    let unit_key: Option<UnitKeyRow> = view.row(&[slot])?;
    Ok(Some(FoundUnit {
        ordinal: block.first_ordinal + offset,
        label: block.label,
        batch: block.batch,
        key_exposed: unit_key.is_some_and(|row| row.state == KEY_EXPOSED),
    }))
}

/// The unit an own serial names within one product.
pub fn own_unit(
    view: &impl Read,
    organization: &str,
    product: &str,
    serial: &Serial,
) -> Result<Option<FoundUnit>, StoreError> {
    let parts = serial.split();
    let shape = key::own_shape(organization, product, &parts.prefix, parts.width);
    let prefix = shape.clone().finish();
    let found = view.last_row::<OwnRangeRow>(&prefix, &shape.u128(parts.number).finish())?;
    let Some((range_key, range)) = found else { return Ok(None) };
    if parts.number > range.last {
        return Ok(None);
    }
    let first = range_key.last_chunk().map_or(parts.number, |bytes| u128::from_be_bytes(*bytes));
    let offset = u64::try_from(parts.number - first).unwrap_or(BATCH_UNITS_MAX);
    let batch = BatchRef {
        organization: organization.to_owned(),
        product: product.to_owned(),
        lot: range.lot,
    };
    let ordinal = range.first_ordinal + offset;
    Ok(Some(FoundUnit { batch, ordinal, key_exposed: false, label: range.label }))
}

/// Products of an organization in which an own serial is registered.
pub fn own_products(
    view: &impl Read,
    organization: &str,
    serial: &Serial,
) -> Result<Vec<FoundUnit>, StoreError> {
    let parts = serial.split();
    let prefix = key::shape_product(organization, &parts.prefix, parts.width, None);
    let shapes = view.rows::<OwnShapeRow>(&prefix, &prefix, SERIAL_SHAPE_PRODUCTS_MAX)?;
    let mut found = Vec::new();
    for (shape_key, _) in shapes {
        let product = shape_key.get(prefix.len()..).and_then(|tail| tail.strip_suffix(&[0]));
        let Some(product) = product.and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
            continue;
        };
        found.extend(own_unit(view, organization, product, serial)?);
    }
    Ok(found)
}

/// State of a unit and the fact that brought it (`None`: as issued).
pub fn unit_state(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
    ordinal: u64,
) -> Result<(UnitState, Option<u64>), StoreError> {
    let known = |state: u8| UnitState::from_number(state).unwrap_or(UnitState::Issued);
    match row.segments {
        Segments::One { first, last, state, position } if (first..=last).contains(&ordinal) => {
            Ok((known(state), Some(position)))
        }
        Segments::Many(_) => {
            let found = view
                .last_row::<SegmentRow>(&key::batch(batch), &key::batch_number(batch, ordinal))?;
            Ok(match found {
                Some((_, segment)) if ordinal <= segment.last => {
                    (known(segment.state), Some(segment.position))
                }
                _ => (UnitState::Issued, None),
            })
        }
        Segments::None | Segments::One { .. } => Ok((UnitState::Issued, None)),
    }
}

/// A measure that covers what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covering {
    pub id: MeasureRef,
    pub measure: MeasureRow,
    pub cover: Cover,
    /// How far by what it names alone.
    pub named: Cover,
    /// It came through an ingredient, and that counts for the target.
    pub by_ingredient: bool,
    /// Goods it covers are held pending assessment, not recalled.
    pub held: bool,
}

/// Where measures may be filed for a target, and whether the row there counts any. `true` for a
/// subject without a row, where only looking tells.
#[derive(Debug, Clone, Copy)]
pub struct Filed {
    pub organization: bool,
    pub product: bool,
    pub lot: bool,
    /// A recall came to it through an ingredient.
    pub reached: bool,
}

impl Filed {
    /// Reads the counts from rows that were fetched anyway.
    pub fn of(
        organization: &OrganizationRow,
        product: Option<&ProductRow>,
        batch: Option<&BatchRow>,
    ) -> Self {
        Self {
            organization: organization.measures > 0,
            product: product.is_none_or(|row| row.measures > 0),
            lot: batch.is_none_or(|row| row.measures > 0),
            reached: batch.is_some_and(|row| row.reached),
        }
    }
}

/// Open and closed measures that cover the target, at least partly; lifted ones are history only.
pub fn covering(
    view: &impl Read,
    target: &Target<'_>,
    filed: Filed,
) -> Result<Vec<Covering>, StoreError> {
    let Target { organization, product, lot, .. } = *target;
    let mut subjects = Vec::with_capacity(3);
    if filed.organization {
        subjects.push(key::subject(organization, "", ""));
    }
    if filed.product && !product.is_empty() {
        subjects.push(key::subject(organization, product, ""));
    }
    match lot {
        Some(lot) if filed.lot => subjects.push(key::subject(organization, product, lot)),
        _ => {}
    }
    let mut found: Vec<Covering> = Vec::new();
    for subject in subjects {
        for (id, kept) in standing(view, &subject)? {
            let known = found.iter().position(|known| known.id == id);
            if known.is_some() && kept.is_none() {
                continue;
            }
            let measure: MeasureRow = super::apply::must(view, &key::measure(id))?;
            let cover = cover(&measure, target, kept);
            match known.and_then(|at| found.get_mut(at)) {
                Some(known) => {
                    known.cover = known.cover.max(cover);
                    known.named = known.cover;
                }
                None => push(&mut found, id, measure, cover),
            }
        }
    }
    if filed.reached {
        marks::add_reached(view, target, &mut found)?;
    }
    Ok(found)
}

fn push(found: &mut Vec<Covering>, id: MeasureRef, measure: MeasureRow, cover: Cover) {
    if cover > Cover::None && measure.state != MeasureState::Lifted.number() {
        let (by_ingredient, held) = (false, false);
        found.push(Covering { id, measure, cover, named: cover, by_ingredient, held });
    }
}

/// Open and closed measures on any lot of a product, for a code that names the product only.
pub fn covering_lots(
    view: &impl Read,
    organization: &str,
    product: &str,
) -> Result<Vec<Covering>, StoreError> {
    let target = Target { organization, product, ..Target::default() };
    let prefix = key::product(organization, product);
    let mut found: Vec<Covering> = Vec::new();
    for row_key in before_lifted(view, Family::MeasuresByProduct, &prefix)? {
        let Some(id) = key::read_measure(&row_key) else { continue };
        let measure: MeasureRow = super::apply::must(view, &key::measure(id))?;
        let cover = cover(&measure, &target, None);
        if found.iter().all(|known| known.id != id) {
            push(&mut found, id, measure, cover);
        }
    }
    marks::add_reached_lots(view, organization, product, &mut found)?;
    Ok(found)
}

/// Open and closed measures filed under a subject, with the position since which its lot is kept.
pub fn standing(
    view: &impl Read,
    subject: &[u8],
) -> Result<Vec<(MeasureRef, Option<u64>)>, StoreError> {
    let mut found = Vec::new();
    for row_key in before_lifted(view, Family::MeasuresBySubject, subject)? {
        let row: SubjectMeasureRow = super::apply::must(view, &row_key)?;
        found.extend(key::read_measure(&row_key).map(|id| (id, row.kept)));
    }
    Ok(found)
}

fn before_lifted(
    view: &impl Read,
    family: Family,
    prefix: &[u8],
) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut lifted = prefix.to_vec();
    lifted.push(MeasureState::Lifted.number());
    let rows = view.range(family, prefix, &lifted, 4 * SUBJECT_MEASURES_MAX as usize)?;
    Ok(rows.into_iter().map(|(key, _)| key).collect())
}

/// Next number of a measure of this kind in the year of `today`.
pub fn next_measure(view: &impl Read, kind: u8, today: Day) -> Result<MeasureRef, StoreError> {
    let year = u16::try_from(today.year()).unwrap_or_default();
    let mut id = MeasureRef { kind, year, number: 0 };
    let last = view.row::<CounterRow>(&key::name(&measures::counter(id)))?.map_or(0, |row| row.0);
    id.number = u32::try_from(last).unwrap_or(u32::MAX - 1) + 1;
    Ok(id)
}

/// The private part of a fact.
pub fn private(view: &impl Read, position: u64) -> Result<Option<Private>, StoreError> {
    view.with(Family::Private, &key::position(position), |bytes| {
        let encoded = bytes.get(32..).unwrap_or_default();
        crate::codec::value::decode(PRIVATE_VERSION, encoded).map_err(|_| StoreError::Damaged {
            family: "private",
            reason: "unreadable private part",
        })
    })
}

/// Place, time and content of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    pub position: u64,
    pub recorded_at: Instant,
    pub content_id: [u8; 32],
}

/// What is stated of a fact in a receipt.
pub fn receipt(view: &impl Read, position: u64) -> Result<Option<Recorded>, StoreError> {
    view.with(Family::Facts, &key::position(position), |envelope| {
        let damaged = StoreError::Damaged { family: "facts", reason: "unreadable envelope" };
        let recorded_at = recorded_at(envelope).ok_or(damaged)?;
        Ok(Recorded { position, recorded_at, content_id: *blake3::hash(envelope).as_bytes() })
    })
}

/// The time an envelope states.
pub fn recorded_at(envelope: &[u8]) -> Option<Instant> {
    #[derive(serde::Deserialize)]
    struct Times<'a> {
        #[serde(rename = "recordedAt")]
        recorded_at: &'a str,
    }
    let times: Times<'_> = serde_json::from_slice(envelope).ok()?;
    let timestamp: jiff::Timestamp = times.recorded_at.parse().ok()?;
    Some(Instant(timestamp.as_millisecond()))
}

/// Canonical JSON of a section; `None` when it never was or was erased.
pub fn section(
    view: &impl Read,
    position: u64,
    section: u8,
) -> Result<Option<Vec<u8>>, StoreError> {
    view.with(Family::Sections, &key::section(position, section), |bytes| {
        Ok(bytes.get(32..).unwrap_or_default().to_vec())
    })
}

/// Number of facts, i.e. the next position.
pub fn facts(view: &impl Read) -> Result<u64, StoreError> {
    let counter = view.row::<CounterRow>(&key::name(super::apply::COUNTER_FACTS))?;
    Ok(counter.map_or(0, |row| row.0))
}

/// Whether own serials `first..=last` of one shape touch registered ones.
pub fn serials_taken(
    view: &impl Read,
    batch: &BatchRef,
    serials: &crate::fact::record::SerialRecord,
) -> Result<bool, StoreError> {
    let shape = key::own_shape(&batch.organization, &batch.product, &serials.prefix, serials.width);
    let prefix = shape.clone().finish();
    let found = view.last_row::<OwnRangeRow>(&prefix, &shape.u128(serials.last).finish())?;
    Ok(found.is_some_and(|(_, range)| range.last >= serials.first))
}

/// Whether as many products as a look-up can compare have serials of this shape, and this one has none.
pub fn serial_shape_full(
    view: &impl Read,
    batch: &BatchRef,
    serials: &crate::fact::record::SerialRecord,
) -> Result<bool, StoreError> {
    let BatchRef { organization, product, .. } = batch;
    let shape = |product| key::shape_product(organization, &serials.prefix, serials.width, product);
    if view.row::<OwnShapeRow>(&shape(Some(product)))?.is_some() {
        return Ok(false);
    }
    let prefix = shape(None);
    Ok(view.rows::<OwnShapeRow>(&prefix, &prefix, SERIAL_SHAPE_PRODUCTS_MAX)?.len()
        >= SERIAL_SHAPE_PRODUCTS_MAX)
}

/// How many segments a batch has.
pub fn segment_count(row: &BatchRow) -> u32 {
    match row.segments {
        Segments::None => 0,
        Segments::One { .. } => 1,
        Segments::Many(count) => count,
    }
}
