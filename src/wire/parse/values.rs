//! Values with a shape of their own: codes, words, days, numbers, units. Each reports at its member and
//! leaves the document with the canonical form.

use super::finder::Finder;
use crate::domain::day::{Day, Instant};
use crate::domain::evidence::EvidenceHash;
use crate::domain::gtin::{Gln, Gtin, GtinError};
use crate::domain::lot::{Lot, ProductCode, Serial};
use crate::domain::org_code::{OrgCode, OrgCodeError};
use crate::domain::quantity::{Quantity, Unit};
use crate::domain::refusal::FieldCode;
use crate::domain::region::{Country, Region};
use crate::fact::document::{Dec, OriginDoc, QuantityDoc};
use crate::limits::{
    DENSITY_KG_PER_LITRE_MAX, DILUTION_TIMES_MAX, EVIDENCE_COUNT_MAX, QUANTITY_MAX, WORD_CHARS_MAX,
};
use rust_decimal::Decimal;

/// UCUM terms are short; the longest in use have about twenty characters.
const LAB_UNIT_CHARS_MAX: usize = 32;

/// What a number may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bounds {
    /// More than nothing.
    Positive,
    /// Nothing or more.
    NotNegative,
    /// Either side of zero.
    Any,
    /// 0 to 1.
    Fraction,
    /// 0 to 100.
    Percent,
    /// A density in kg/L.
    Density,
    /// Times that a food is diluted.
    Dilution,
}

impl Finder {
    pub(super) fn organization(&mut self, name: &str, text: &mut String) -> Option<OrgCode> {
        match OrgCode::parse(text.trim()) {
            Ok(code) => {
                code.as_str().clone_into(text);
                Some(code)
            }
            Err(error) => {
                self.report_in(name, org_code_fault(error), text);
                None
            }
        }
    }

    pub(super) fn product_code(&mut self, name: &str, text: &str) -> Option<ProductCode> {
        let code = ProductCode::parse(text).ok();
        self.or_report(name, code, FieldCode::NotAProductCode, text)
    }

    pub(super) fn lot(&mut self, name: &str, text: &str) -> Option<Lot> {
        self.or_report(name, Lot::parse(text).ok(), FieldCode::NotALot, text)
    }

    pub(super) fn serial(&mut self, name: &str, text: &str) -> Option<Serial> {
        self.or_report(name, Serial::parse(text).ok(), FieldCode::NotASerial, text)
    }

    pub(super) fn gtin(&mut self, name: &str, text: &mut String) -> Option<Gtin> {
        match Gtin::parse(text) {
            Ok(gtin) => {
                gtin.as_str().clone_into(text);
                Some(gtin)
            }
            Err(GtinError::CheckDigit) => self.or_report(name, None, FieldCode::CheckDigit, text),
            Err(_) => self.or_report(name, None, FieldCode::NotAGtin, text),
        }
    }

    pub(super) fn gln(&mut self, name: &str, text: &str) -> Option<Gln> {
        match Gln::parse(text) {
            Ok(gln) => Some(gln),
            Err(GtinError::CheckDigit) => self.or_report(name, None, FieldCode::CheckDigit, text),
            Err(_) => self.or_report(name, None, FieldCode::NotACode, text),
        }
    }

    pub(super) fn region(&mut self, name: &str, text: &mut String) -> Option<Region> {
        let region = Region::parse(text).ok();
        if let Some(region) = &region {
            region.as_str().clone_into(text);
        }
        self.or_report(name, region, FieldCode::NotARegion, text)
    }

    pub(super) fn country(&mut self, name: &str, text: &mut String) -> Option<Country> {
        let country = Country::parse(text).ok();
        if let Some(country) = &country {
            country.as_str().clone_into(text);
        }
        self.or_report(name, country, FieldCode::NotARegion, text)
    }

    pub(super) fn day(&mut self, name: &str, text: &str) -> Option<Day> {
        self.or_report(name, Day::parse(text), FieldCode::NotADate, text)
    }

    pub(super) fn day_if(&mut self, name: &str, text: Option<&str>) -> Option<Day> {
        text.and_then(|text| self.day(name, text))
    }

    /// A moment; left in the document in UTC.
    pub(super) fn instant_if(&mut self, name: &str, text: &mut Option<String>) -> Option<Instant> {
        let text = text.as_mut()?;
        let instant = Instant::parse(text);
        if let Some(instant) = instant {
            *text = instant.to_string();
        }
        self.or_report(name, instant, FieldCode::NotAnInstant, text)
    }

    /// A word of a closed set.
    pub(super) fn word<T>(
        &mut self,
        name: &str,
        text: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.or_report(name, parse(text), FieldCode::NotAWord, text)
    }

    /// A word of an open set: ASCII letters and digits and `_ - .`, beginning with a letter.
    pub(super) fn open_word(&mut self, name: &str, text: &str) {
        let fits = text.starts_with(|first: char| first.is_ascii_alphabetic())
            && text.len() <= WORD_CHARS_MAX
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        if !fits {
            self.report_in(name, FieldCode::NotAWord, text);
        }
    }

    /// A number of a list of substances or food categories: `09.002`, `450(iii)`, `08.03.05`.
    pub(super) fn list_number_if(&mut self, name: &str, text: Option<&str>) {
        let Some(text) = text else { return };
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".()-".contains(&byte);
        if text.is_empty() || text.len() > WORD_CHARS_MAX || !text.bytes().all(allowed) {
            self.report_in(name, FieldCode::NotACode, text);
        }
    }

    /// `evidence` of a paper: hashes of files, none twice.
    pub(super) fn evidence(&mut self, hashes: Option<&mut [String]>) -> Vec<EvidenceHash> {
        let (mut found, Some(hashes)) = (Vec::new(), hashes) else { return Vec::new() };
        self.distinct("evidence", hashes);
        self.each(
            "evidence",
            hashes,
            EVIDENCE_COUNT_MAX,
            |finder, text| match EvidenceHash::parse(text) {
                Some(hash) => found.push(hash),
                None => finder.report(FieldCode::NotEvidence, text),
            },
        );
        found
    }

    /// A trade unit.
    pub(super) fn unit(&mut self, name: &str, text: &str) -> Option<Unit> {
        self.or_report(name, Unit::parse(text), FieldCode::NotAUnit, text)
    }

    /// A laboratory unit: the characters of UCUM, which are those of ASCII without the blank.
    pub(super) fn lab_unit(&mut self, name: &str, text: &str) {
        let fits = (1..=LAB_UNIT_CHARS_MAX).contains(&text.len());
        if !fits || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            self.report_in(name, FieldCode::NotAUnit, text);
        }
    }

    pub(super) fn number(&mut self, name: &str, number: Dec, bounds: Bounds) {
        let (value, most) = (number.0, Decimal::from(QUANTITY_MAX));
        let fits = match bounds {
            Bounds::Positive => value > Decimal::ZERO && value <= most,
            Bounds::NotNegative => value >= Decimal::ZERO && value <= most,
            Bounds::Any => value.abs() <= most,
            Bounds::Fraction => value >= Decimal::ZERO && value <= Decimal::ONE,
            Bounds::Density => {
                value > Decimal::ZERO && value <= Decimal::from(DENSITY_KG_PER_LITRE_MAX)
            }
            Bounds::Dilution => value >= Decimal::ONE && value <= Decimal::from(DILUTION_TIMES_MAX),
            Bounds::Percent => value >= Decimal::ZERO && value <= Decimal::ONE_HUNDRED,
        };
        if !fits {
            self.report_in(name, FieldCode::OutOfRange, &value.to_string());
        }
    }

    pub(super) fn number_if(&mut self, name: &str, number: Option<Dec>, bounds: Bounds) {
        if let Some(number) = number {
            self.number(name, number, bounds);
        }
    }

    /// A whole number, both ends included.
    pub(super) fn count(&mut self, name: &str, count: u64, first: u64, last: u64) {
        if !(first..=last).contains(&count) {
            self.report_in(name, FieldCode::OutOfRange, &count.to_string());
        }
    }

    /// `value` and `unit` of the object being judged.
    pub(super) fn amount(&mut self, value: Dec, unit: &str, bounds: Bounds) -> Option<Quantity> {
        self.number("value", value, bounds);
        self.unit("unit", unit).map(|unit| Quantity { value: value.0, unit })
    }

    pub(super) fn quantity(
        &mut self,
        name: &str,
        quantity: &QuantityDoc,
        bounds: Bounds,
    ) -> Option<Quantity> {
        self.within(name, |finder| finder.amount(quantity.value, &quantity.unit, bounds))
    }

    pub(super) fn quantity_if(
        &mut self,
        name: &str,
        quantity: Option<&QuantityDoc>,
        bounds: Bounds,
    ) -> Option<Quantity> {
        quantity.and_then(|quantity| self.quantity(name, quantity, bounds))
    }

    /// A quantity that has to be a mass.
    pub(super) fn mass(&mut self, name: &str, quantity: &QuantityDoc) {
        let stated = self.quantity(name, quantity, Bounds::NotNegative);
        if stated.is_some_and(|stated| stated.kilograms().is_none()) {
            self.within(name, |finder| {
                finder.report_in("unit", FieldCode::NotAMass, &quantity.unit);
            });
        }
    }

    /// A country, a region, or both of the same country.
    pub(super) fn origin(&mut self, name: &str, origin: &mut OriginDoc) {
        self.within(name, |finder| {
            if origin.country.is_none() && origin.region.is_none() {
                finder.report_in("country", FieldCode::Required, "");
            }
            let country = origin.country.as_mut().and_then(|text| finder.country("country", text));
            let region = origin.region.as_mut().and_then(|text| finder.region("region", text));
            if let Some((country, region)) = country.zip(region)
                && region.country() != country
            {
                finder.report_in("region", FieldCode::Conflict, region.as_str());
            }
            finder.short_if("stage", &mut origin.stage);
        });
    }

    fn or_report<T>(
        &mut self,
        name: &str,
        value: Option<T>,
        code: FieldCode,
        text: &str,
    ) -> Option<T> {
        if value.is_none() {
            self.report_in(name, code, text);
        }
        value
    }
}

/// What is wrong with an organization's code.
pub(super) fn org_code_fault(error: OrgCodeError) -> FieldCode {
    match error {
        OrgCodeError::CheckCharacter | OrgCodeError::InnerCheckCharacter => FieldCode::CheckDigit,
        OrgCodeError::Empty
        | OrgCodeError::TooLong
        | OrgCodeError::Form
        | OrgCodeError::Department
        | OrgCodeError::Province
        | OrgCodeError::Scheme
        | OrgCodeError::Number => FieldCode::NotACode,
    }
}
