//! What happens to single lots: faults, tests that fail, holds, recalls, corrections, sales.
//!
//! Here stand which lots these are, how far each gets, and the few kinds of step a story is made of;
//! the threads themselves are in `recalls`, `deliveries` and `upkeep`.

mod deliveries;
mod recalls;
mod upkeep;

pub(super) use deliveries::pallet;

use super::calendar::as_printed;
use super::lots::{Activated, LotName, Made, Stock, lot};
use super::parties::{
    APPLIANCE, DAIRY, DUMPLING, GRAIN, LIQUOR, MEAT, PORK_US, SOY, TEA, TOOL, TOY, WORKSHOP,
};
use super::{Calls, Who, papers};
use jiff::ToSpan;
use serde_json::{Value, json};

/// Sausages recalled at once; the second lot is the one that was sampled.
pub(super) const SAUSAGES_RECALLED: [LotName; 2] =
    [lot(MEAT, "SS-200", 19), lot(MEAT, "SS-200", 16)];
/// Sausages added two days later.
pub(super) const SAUSAGES_ADDED: LotName = lot(MEAT, "SS-200", 13);
/// Sausages that are held.
pub(super) const SAUSAGES_HELD: LotName = lot(MEAT, "SS-200", 4);
/// Sausages whose record and label were corrected.
pub(super) const SAUSAGES_CORRECTED: LotName = lot(MEAT, "SS-200", 22);
/// Sausages that nothing happened to but being sold.
pub(super) const SAUSAGES_SOLD: LotName = lot(MEAT, "SS-200", 31);
/// Sausages of which more left than was made.
pub(super) const SAUSAGES_OVERDRAWN: LotName = lot(MEAT, "SS-200", 28);
/// Bean curd that a supermarket sent back.
pub(super) const CURD_RETURNED: LotName = lot(WORKSHOP, "TF-250", 5);
/// Block trains of the recall that has ended, and how many units came back.
pub(super) const TRAINS_RECALLED: LotName = lot(TOY, "TY-BLOCK", 275);
pub(super) const TRAINS_RETURNED: u64 = 520;
/// Soy sauce of the recall that was lifted.
pub(super) const SOY_SAUCE_LIFTED: LotName = lot(SOY, "SY-500", 110);
/// First and last lot of the kettles under recall, and the lot between them that is not.
pub(super) const KETTLES_FIRST: LotName = lot(APPLIANCE, "KT-17", 240);
pub(super) const KETTLES_LAST: LotName = lot(APPLIANCE, "KT-17", 195);
pub(super) const KETTLES_SPARED: LotName = lot(APPLIANCE, "KT-17", 225);
/// Tea that was withdrawn.
pub(super) const TEA_WITHDRAWN: LotName = lot(TEA, "BT-100", 80);
/// Milk past its date.
pub(super) const MILK_EXPIRED: LotName = lot(DAIRY, "FM-950", 21);
/// Milk with spoilt labels, and which.
pub(super) const MILK_MISPRINTED: LotName = lot(DAIRY, "UH-250", 127);
pub(super) const LABELS_SPOILT: (u64, u64) = (100_001, 100_600);
/// Liquor that is released but not on sale, and liquor that was sold.
pub(super) const LIQUOR_WAITING: LotName = lot(LIQUOR, "LQ-52", 50);
pub(super) const LIQUOR_SOLD: LotName = lot(LIQUOR, "LQ-52", 330);
/// Rice of which only the first units are on sale.
pub(super) const RICE_IN_PART: LotName = lot(GRAIN, "RC-5", 6);
pub(super) const RICE_ON_SALE: u64 = 300;
/// Frozen pork that is tested but not released.
pub(super) const PORK_UNRELEASED: LotName = lot(PORK_US, "PB-18", 90);
/// Dumplings that were held and let go.
pub(super) const DUMPLINGS_CLEARED: LotName = lot(DUMPLING, "DP-500", 36);
/// Ham in which the factory test found Listeria.
pub(super) const HAM_FAILED: LotName = lot(MEAT, "HM-320", 2);
/// Soy sauce with more benzoate than is permitted.
pub(super) const SOY_SAUCE_OVER: LotName = lot(SOY, "SY-500", 30);
/// Drills that were sold.
pub(super) const DRILLS_SOLD: LotName = lot(TOOL, "PT-DRILL", 250);

/// Members of a batch's document that are corrected.
const NITRITE_USED: &str = "/additives/3/used/value";
const EXPIRY_PRINTED: &str = "/datesAsPrinted/expiry";
const BENZOATE_USED: &str = "/additives/1/used/value";
/// Grams of sodium benzoate in ten kilograms of sauce where it was weighed in twice: 1.19 g/kg as
/// benzoic acid; GB 2760-2024 permits 1.0.
const BENZOATE_TWICE: u64 = 14;
/// The item of the ham's factory test that fails, and what was found in five samples.
const LISTERIA: &str = "listeriaMonocytogenes";

/// How far a lot comes.
pub(super) struct Fate {
    pub(super) tested: bool,
    pub(super) released: bool,
    pub(super) activated: Activated,
}

/// The fate of a lot: nearly all are released and put on sale.
pub(super) fn fate(made: &Made) -> Fate {
    let tested = !made.is(SOY_SAUCE_OVER);
    let stopped = !tested || made.is(HAM_FAILED);
    let (released, activated) = if stopped || made.is(PORK_UNRELEASED) {
        (false, Activated::No)
    } else if made.is(LIQUOR_WAITING) {
        (true, Activated::No)
    } else if made.is(RICE_IN_PART) {
        (true, Activated::First(RICE_ON_SALE))
    } else {
        (true, Activated::All)
    };
    Fate { tested, released, activated }
}

/// The factory test, if the series is tested; that of the ham finds what nobody wants.
pub(super) fn factory_test(stock: &Stock, made: &Made, ready: u32) -> Option<Value> {
    let mut body = papers::factory_test(stock.calendar, made, ready)?;
    let items = body.get_mut("items").and_then(Value::as_array_mut);
    let items = items.into_iter().flatten().filter(|_| made.is(HAM_FAILED));
    for item in items.filter(|item| item.get("item").is_some_and(|word| word == LISTERIA)) {
        if let Some(members) = item.as_object_mut() {
            members.insert("results".to_owned(), json!(["ND", "ND", 20, "ND", "ND"]));
            members.insert("unit".to_owned(), "[CFU]/g".into());
        }
    }
    Some(body)
}

/// The document of a lot as it was first registered: right, but for the one that is corrected later,
/// and the one that was made wrong.
pub(super) fn as_first_typed(stock: &Stock, made: &Made) -> Value {
    let mut body = papers::batch(stock, made);
    if made.is(SOY_SAUCE_OVER)
        && let Some(used) = body.pointer_mut(BENZOATE_USED)
    {
        *used = json!(made.grams() * BENZOATE_TWICE / 10_000);
    }
    if !made.is(SAUSAGES_CORRECTED) {
        return body;
    }
    if let Some(used) = body.pointer_mut(NITRITE_USED) {
        *used = json!(14);
    }
    if let Some(expiry) = body.pointer_mut(EXPIRY_PRINTED) {
        let right = papers::expires_on(stock.calendar, made);
        *expiry = right.map(|date| as_printed(date.saturating_add(1.month()))).into();
    }
    body
}

/// Everything that happens beyond the usual life of a lot. Recalls come in the order of their days,
/// which is the order of their numbers.
pub(super) fn events(calls: &mut Calls, stock: &Stock) {
    let mut story = Story { calls, stock, recalls: Vec::new() };
    story.trains();
    story.soy_sauce();
    story.kettles();
    story.sausages();
    story.sausage_held();
    story.corrections();
    story.labels();
    story.tea();
    story.dumplings();
    story.sales();
    story.deliveries();
}

struct Story<'a> {
    calls: &'a mut Calls,
    stock: &'a Stock,
    /// Years of the recalls opened so far.
    recalls: Vec<i16>,
}

impl Story<'_> {
    /// Opens a recall and tells the number the service will give it: one count for each year.
    fn open(&mut self, days: u32, who: Who, body: Value) -> String {
        let year = self.stock.calendar.ago(days).year();
        self.recalls.push(year);
        let number = self.recalls.iter().filter(|earlier| **earlier == year).count();
        self.calls.push(days, who, "/api/v1/recalls".to_owned(), body);
        format!("m-{year:04}-{number:04}")
    }

    /// A further step of a recall.
    fn step(&mut self, days: u32, who: Who, recall: &str, step: &str, body: Value) {
        self.calls.push(days, who, format!("/api/v1/recalls/{recall}/{step}"), body);
    }

    /// One action on one lot.
    fn act(&mut self, days: u32, who: Who, name: LotName, action: &str, body: Value) {
        if let Some(made) = self.stock.find(name) {
            self.calls.push(days, who, made.path(action), body);
        }
    }

    /// A scope of named lots of one product.
    fn scope(&self, names: &[LotName]) -> Value {
        let lots = names.iter().filter_map(|name| Some(self.stock.find(*name)?.lot.as_str()));
        let lots: Vec<&str> = lots.collect();
        let (organization, product) =
            names.first().map(|name| (name.organization, name.product)).unzip();
        json!({"organization": organization, "product": product, "lots": lots})
    }

    fn day(&self, days: u32) -> Value {
        self.stock.calendar.day(days)
    }
}

/// Some units of a lot.
fn units((first, last): (u64, u64)) -> Value {
    json!({"ordinals": {"first": first, "last": last}})
}

/// Some units of a lot, and why.
fn units_because((first, last): (u64, u64), reason: &Value) -> Value {
    json!({"ordinals": {"first": first, "last": last}, "reason": reason})
}

pub(super) fn text(zh: &str, en: &str) -> Value {
    json!({"zh": zh, "en": en})
}
