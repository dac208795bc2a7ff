//! How often the same was scanned, from side state: numbers for the reader and, for a unit, one notice.
//! It has no part in the verdict.

use super::display;
use super::model::{Identifies, ProvinceShown, ScansShown, TraceReport};
use crate::domain::day::Instant;
use crate::domain::region_names;
use crate::fact::text::BiText;
use crate::store::StoreError;
use crate::store::layout::key::{ScannedPart, scanned};
use crate::store::read::Read;
use crate::store::rows::ScanRow;
use crate::verdict::Notice;

/// What was counted of what the report says was scanned.
pub(super) fn counted(
    view: &impl Read,
    report: &TraceReport,
) -> Result<Option<ScanRow>, StoreError> {
    let key = &report.key;
    let (Some(organization), Some(product)) = (&key.organization, &key.product) else {
        return Ok(None);
    };
    let part = match (report.identifies, &key.serial, &key.lot) {
        (Identifies::Unit, Some(serial), _) => ScannedPart::Unit(serial),
        (Identifies::Lot, _, Some(lot)) => ScannedPart::Lot(lot),
        _ => ScannedPart::Product,
    };
    view.row(&scanned(organization, product, part))
}

/// Fills in what was counted.
pub(super) fn shown(row: &ScanRow, report: &mut TraceReport) {
    report.scans = Some(ScansShown {
        sessions: row.sessions,
        first_at: Instant(row.first_at).to_string(),
        provinces: row.provinces.iter().map(|given| province(*given)).collect(),
    });
    if row.unusual_since.is_some() {
        report.notices.push(display::notice(Notice::UnusualScans, report));
    }
}

fn province((number, sessions): (u8, u32)) -> ProvinceShown {
    let known = region_names::provinces().find(|(known, ..)| *known == number);
    let name = known.map_or_else(BiText::default, |(_, zh, en)| BiText::both(zh, en));
    ProvinceShown { province: format!("{number:02}"), name, sessions }
}
