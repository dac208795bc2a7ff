//! The report: one pure function from (snapshot, time, question) to the answer behind HTML, JSON and
//! the terminal. A fixed number of point reads for any code, however much the store holds.

pub mod display;
mod documents;
mod fill;
mod find;
pub mod firm;
mod judge;
mod label;
pub mod listing;
pub mod model;
pub mod notice;
mod permits;
mod records;
mod rhythm;
mod scans;
mod tested;
pub mod typed;

use crate::domain::day::{Day, Instant};
use crate::domain::gtin::Gtin;
use crate::domain::lot::{Lot, ProductCode, Serial};
use crate::domain::org_code::OrgCode;
use crate::domain::unit_code::{UnitCode, UnitCodeError};
use crate::fact::text::BiText;
use crate::store::StoreError;
use crate::store::keyring::Keyring;
use crate::store::layout::Family;
use crate::store::read::{Read, Remembering};
use crate::store::rows::ScanRow;
use crate::verdict::{Verdict, worst};
pub use documents::Documents;
use model::{Display, Identifies, JudgedOn, ReportKey, TraceReport};

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// A code as typed or scanned, of an issued kind.
    Code(String),
    /// GS1: a GTIN, maybe with lot or serial (an issued code or an own serial).
    Gtin { gtin: Gtin, lot: Option<Lot>, serial: Option<Serial> },
    /// Organization code and serial; the product may have to be chosen.
    Serial { organization: OrgCode, serial: Serial },
    /// Organization and product, maybe with lot or serial.
    Product {
        organization: OrgCode,
        product: ProductCode,
        lot: Option<Lot>,
        serial: Option<Serial>,
    },
}

/// What a report is computed with.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    pub keyring: &'a Keyring,
    pub documents: &'a Documents,
    pub zone: &'a str,
    pub now: Instant,
    pub today: Day,
}

/// Answers a look-up from one consistent state.
pub fn report(
    view: &impl Read,
    frame: &Frame<'_>,
    lookup: &Lookup,
) -> Result<TraceReport, StoreError> {
    report_counted(view, frame, lookup, |report| scans::counted(view, report))
}

/// The same where whoever asks is counted: `count` is called once what was scanned is found, with a report
/// that has no verdict yet, and tells the counts, so that they are read once.
pub fn report_counted(
    view: &impl Read,
    frame: &Frame<'_>,
    lookup: &Lookup,
    count: impl FnOnce(&TraceReport) -> Result<Option<ScanRow>, StoreError>,
) -> Result<TraceReport, StoreError> {
    // Owner, tester and whoever corrected are mostly one party.
    let view = &Remembering::new(view, Family::Organizations);
    let position = crate::views::query::facts(view)?.saturating_sub(1);
    let mut report = blank(frame, position, asked(lookup));
    match find::find(view, frame.keyring, lookup)? {
        find::Outcome::Mistyped => report.verdict = Verdict::CodeMistyped,
        find::Outcome::Unknown => {}
        find::Outcome::Choices(units) => report.choices = find::choices(view, &units, lookup)?,
        find::Outcome::Found(found) => {
            fill::fill(view, frame, &found, &mut report)?;
            rhythm::rhythm(view, frame, &found, &mut report)?;
            judge::judge(view, frame, &found, &mut report)?;
            if let Some(row) = count(&report)? {
                scans::shown(&row, &mut report);
            }
            report.verdict = worst(&report.reasons);
        }
    }
    report.display = display::display(&report);
    Ok(report)
}

/// How a code reads: for the answer 400 before anything is looked up.
pub fn code_shape(text: &str) -> Result<UnitCode, UnitCodeError> {
    UnitCode::parse(text)
}

fn blank(frame: &Frame<'_>, position: u64, key: ReportKey) -> TraceReport {
    let no_text = || BiText::default();
    TraceReport {
        as_of: Instant(frame.now.0 - frame.now.0.rem_euclid(1000)).to_string(),
        judged_on: JudgedOn { date: frame.today.to_string(), time_zone: frame.zone.to_owned() },
        position,
        scans: None,
        identifies: Identifies::Nothing,
        key,
        verdict: Verdict::Unknown,
        display: Display { title: no_text(), sentence: no_text(), actions: Vec::new() },
        reasons: Vec::new(),
        notices: Vec::new(),
        recalls: Vec::new(),
        hold: None,
        withdrawal: None,
        compare_with_pack: None,
        label: None,
        organization: None,
        manufacturer: None,
        permits: Vec::new(),
        overdue_tests: Vec::new(),
        product: None,
        batch: None,
        unit: None,
        provenance: None,
        corrections: Vec::new(),
        choices: Vec::new(),
        receipt: None,
    }
}

fn asked(lookup: &Lookup) -> ReportKey {
    let mut key = ReportKey::default();
    match lookup {
        Lookup::Code(text) => key.serial = Some(text.clone()),
        Lookup::Gtin { gtin, lot, serial } => {
            key.gtin = Some(gtin.as_str().to_owned());
            key.lot = lot.as_ref().map(ToString::to_string);
            key.serial = serial.as_ref().map(ToString::to_string);
        }
        Lookup::Serial { organization, serial } => {
            key.organization = Some(organization.to_string());
            key.serial = Some(serial.to_string());
        }
        Lookup::Product { organization, product, lot, serial } => {
            key.organization = Some(organization.to_string());
            key.product = Some(product.to_string());
            key.lot = lot.as_ref().map(ToString::to_string);
            key.serial = serial.as_ref().map(ToString::to_string);
        }
    }
    key
}
