//! From a question to the rows it is about. A wrong check character counts as mistyped only when no
//! own serial reads like that.

use super::Lookup;
use super::model::Choice;
use super::records::product_names;
use crate::domain::lot::{Lot, Serial};
use crate::domain::unit_code::{UnitCode, UnitCodeError};
use crate::domain::words::BatchState;
use crate::fact::record::BatchRef;
use crate::store::StoreError;
use crate::store::keyring::Keyring;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, OrganizationRow, ProductRefRow, ProductRow};
use crate::views::query::{self, FoundUnit};

/// What a look-up comes to.
pub(super) enum Outcome {
    Found(Box<Found>),
    /// Several products of the organization have this serial.
    Choices(Vec<FoundUnit>),
    Unknown,
    Mistyped,
}

/// The rows behind a code.
pub(super) struct Found {
    pub organization: String,
    pub organization_row: OrganizationRow,
    pub product: String,
    pub product_row: ProductRow,
    /// The batch, where the code names one that may be shown.
    pub batch: Option<(BatchRef, BatchRow)>,
    pub unit: Option<Unit>,
    /// A lot that was asked for and is not registered, or not yet anyone's to know.
    pub other_lot: Option<Lot>,
    /// The code in the address belongs to another organization, product or lot than the address says.
    pub of_another_product: bool,
}

/// The unit behind a code.
pub(super) struct Unit {
    pub ordinal: u64,
    pub key_exposed: bool,
    /// Product version whose label it carries, where that is not the batch's own.
    pub label: Option<u32>,
    pub named: Named,
}

/// How a unit was named.
pub(super) enum Named {
    Issued(UnitCode),
    Own(Serial),
}

pub(super) fn find(
    view: &impl Read,
    keyring: &Keyring,
    lookup: &Lookup,
) -> Result<Outcome, StoreError> {
    match lookup {
        Lookup::Code(text) => match UnitCode::parse(text) {
            Ok(code) => issued(view, keyring, &code, None),
            Err(UnitCodeError::Mistyped | UnitCodeError::NotACode) => Ok(Outcome::Mistyped),
            Err(UnitCodeError::ReservedSlot) => Ok(Outcome::Unknown),
        },
        Lookup::Gtin { gtin, lot, serial } => {
            let holder: Option<ProductRefRow> = view.row(&key::name(gtin.as_str()))?;
            match holder {
                Some(ProductRefRow { organization, product }) => {
                    within(view, keyring, &organization, &product, lot.as_ref(), serial.as_ref())
                }
                // The label may name a GTIN that was corrected since: an issued code still finds its unit.
                None => unplaced(view, keyring, serial.as_ref()),
            }
        }
        Lookup::Serial { organization, serial } => {
            let Some((organization, _)) = query::organization(view, organization)? else {
                return unplaced(view, keyring, Some(serial));
            };
            by_serial(view, keyring, &organization, serial)
        }
        Lookup::Product { organization, product, lot, serial } => {
            let Some((organization, _)) = query::organization(view, organization)? else {
                return unplaced(view, keyring, serial.as_ref());
            };
            within(view, keyring, &organization, product.as_str(), lot.as_ref(), serial.as_ref())
        }
    }
}

/// The products to choose from, each with the address of its page.
pub(super) fn choices(
    view: &impl Read,
    units: &[FoundUnit],
    lookup: &Lookup,
) -> Result<Vec<Choice>, StoreError> {
    let Lookup::Serial { serial, .. } = lookup else { return Ok(Vec::new()) };
    let mut choices = Vec::with_capacity(units.len());
    for unit in units {
        let BatchRef { organization, product, .. } = &unit.batch;
        let name = product_names(view, organization, product)?;
        let serial = segment(serial.as_str());
        let path = format!("/o/{}/{}/21/{serial}", segment(organization), segment(product));
        choices.push(Choice { product: product.clone(), name, path });
    }
    Ok(choices)
}

/// A path segment: unreserved characters (RFC 3986) as they are, the rest percent-encoded.
pub(super) fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn issued(
    view: &impl Read,
    keyring: &Keyring,
    code: &UnitCode,
    asked: Option<(&str, &str)>,
) -> Result<Outcome, StoreError> {
    match query::issued_unit(view, keyring, code)? {
        Some(found) => unit(view, found, Named::Issued(*code), asked),
        None => Ok(Outcome::Unknown),
    }
}

/// A serial in an address whose product is not known here.
fn unplaced(
    view: &impl Read,
    keyring: &Keyring,
    serial: Option<&Serial>,
) -> Result<Outcome, StoreError> {
    match serial.map(|serial| UnitCode::parse(serial.as_str())) {
        Some(Ok(code)) => issued(view, keyring, &code, Some(("", ""))),
        _ => Ok(Outcome::Unknown),
    }
}

fn within(
    view: &impl Read,
    keyring: &Keyring,
    organization: &str,
    product: &str,
    lot: Option<&Lot>,
    serial: Option<&Serial>,
) -> Result<Outcome, StoreError> {
    let Some(serial) = serial else { return by_lot(view, organization, product, lot) };
    let code = UnitCode::parse(serial.as_str());
    if let Ok(code) = code
        && let Outcome::Found(found) = issued(view, keyring, &code, Some((organization, product)))?
    {
        return Ok(of_lot(found, lot));
    }
    match query::own_unit(view, organization, product, serial)? {
        Some(found) => {
            let own = Named::Own(serial.clone());
            match unit(view, found, own, Some((organization, product)))? {
                Outcome::Found(found) => Ok(of_lot(found, lot)),
                other => Ok(other),
            }
        }
        None if code == Err(UnitCodeError::Mistyped) => Ok(Outcome::Mistyped),
        None => Ok(Outcome::Unknown),
    }
}

/// Notes that the address names another lot than the unit's: whose pack is it then?
fn of_lot(mut found: Box<Found>, lot: Option<&Lot>) -> Outcome {
    let batch = found.batch.as_ref().map(|(batch, _)| batch.lot.as_str());
    if let Some(lot) = lot.filter(|lot| batch.is_some_and(|known| known != lot.as_str())) {
        found.other_lot = Some(lot.clone());
        found.of_another_product = true;
    }
    Outcome::Found(found)
}

/// `/o/{org}/{serial}`: an issued code of the organization, a product of that name, or own serials.
fn by_serial(
    view: &impl Read,
    keyring: &Keyring,
    organization: &str,
    serial: &Serial,
) -> Result<Outcome, StoreError> {
    let code = UnitCode::parse(serial.as_str());
    if let Ok(code) = code
        && let found @ Outcome::Found(_) = issued(view, keyring, &code, Some((organization, "")))?
    {
        return Ok(found);
    }
    let own = query::own_products(view, organization, serial)?;
    if let [only] = own.as_slice() {
        return unit(view, only.clone(), Named::Own(serial.clone()), None);
    }
    if !own.is_empty() {
        return Ok(Outcome::Choices(own));
    }
    match by_lot(view, organization, serial.as_str(), None)? {
        Outcome::Unknown if code == Err(UnitCodeError::Mistyped) => Ok(Outcome::Mistyped),
        other => Ok(other),
    }
}

fn by_lot(
    view: &impl Read,
    organization: &str,
    product: &str,
    lot: Option<&Lot>,
) -> Result<Outcome, StoreError> {
    let Some((organization_row, product_row)) = rows(view, organization, product)? else {
        return Ok(Outcome::Unknown);
    };
    let mut found = Found {
        organization: organization.to_owned(),
        organization_row,
        product: product.to_owned(),
        product_row,
        batch: None,
        unit: None,
        other_lot: None,
        of_another_product: false,
    };
    if let Some(lot) = lot {
        let batch = BatchRef {
            organization: organization.to_owned(),
            product: product.to_owned(),
            lot: lot.to_string(),
        };
        // An unreleased batch is nobody's to know without one of its codes.
        match query::batch(view, &batch)? {
            Some(row) if row.state != BatchState::Registered.number() => {
                found.batch = Some((batch, row));
            }
            _ => found.other_lot = Some(lot.clone()),
        }
    }
    Ok(Outcome::Found(Box::new(found)))
}

fn unit(
    view: &impl Read,
    found: FoundUnit,
    named: Named,
    asked: Option<(&str, &str)>,
) -> Result<Outcome, StoreError> {
    let FoundUnit { batch, ordinal, key_exposed, label } = found;
    let damaged = StoreError::Damaged { family: "batches", reason: "a unit without its batch" };
    let batch_row = query::batch(view, &batch)?.ok_or(damaged)?;
    let rows = rows(view, &batch.organization, &batch.product)?;
    let damaged = StoreError::Damaged { family: "products", reason: "a batch without its product" };
    let (organization_row, product_row) = rows.ok_or(damaged)?;
    let of_another_product = asked.is_some_and(|(organization, product)| {
        batch.organization != organization || (!product.is_empty() && batch.product != product)
    });
    Ok(Outcome::Found(Box::new(Found {
        organization: batch.organization.clone(),
        organization_row,
        product: batch.product.clone(),
        product_row,
        batch: Some((batch, batch_row)),
        unit: Some(Unit { ordinal, key_exposed, label, named }),
        other_lot: None,
        of_another_product,
    })))
}

fn rows(
    view: &impl Read,
    organization: &str,
    product: &str,
) -> Result<Option<(OrganizationRow, ProductRow)>, StoreError> {
    let organization_row: Option<OrganizationRow> = view.row(&key::name(organization))?;
    let product_row: Option<ProductRow> = view.row(&key::product(organization, product))?;
    Ok(organization_row.zip(product_row))
}
