//! Documents of the demo, put together from the catalogue: products, batches, factory tests, serials.

use super::calendar::{Calendar, as_printed};
use super::catalogue::{Line, Revision, Serials, Series};
use super::lots::{Made, Stock};
use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::{Map, Number, Value, json};

/// Grams of a kilogram.
const KILOGRAM: u32 = 1_000;
/// The laboratory of outside tests.
const OUTSIDE: &str = super::parties::LAB_A;
/// Days between the arrival of a lot and its use.
const STORED_DAYS: u32 = 1;

/// The first version of a product.
pub(super) fn product(calendar: Calendar, line: &Line) -> Value {
    let mut product = calendar.fill(&Value::Object(line.product.clone()), 0, 0);
    if let Some(members) = product.as_object_mut().filter(|_| line.is_food()) {
        members.insert("formula".to_owned(), formula(&line.made));
    }
    product
}

/// The second version.
pub(super) fn revised(calendar: Calendar, first: &Value, revision: &Revision) -> Value {
    let mut second = first.clone();
    for (pointer, value) in &revision.changes {
        if let Some(place) = second.pointer_mut(pointer) {
            place.clone_from(value);
        }
    }
    if let Some(members) = second.as_object_mut() {
        members.insert("validFrom".to_owned(), calendar.day(revision.days_ago));
    }
    second
}

/// What goes into a tonne: the shares that the lots are made with.
fn formula(series: &Series) -> Value {
    let materials = series.ingredients.iter().filter_map(|ingredient| {
        let share = ingredient.get("perMille")?;
        Some(json!({"material": ingredient.get("material")?, "kg": share}))
    });
    let additives = series.additives.iter().filter_map(|additive| {
        let dose = Decimal::from(additive.get("mgPerKg")?.as_u64()?);
        Some(json!({"cns": additive.get("cns")?, "kg": number(dose / Decimal::from(KILOGRAM))}))
    });
    let lines: Vec<Value> = materials.chain(additives).collect();
    let basis = json!({"value": 1000, "unit": "KGM"});
    json!({"visibility": "restricted", "version": 1, "basis": basis, "lines": lines})
}

/// A lot as it was made.
pub(super) fn batch(stock: &Stock, lot: &Made) -> Value {
    let (calendar, series) = (stock.calendar, &lot.line.made);
    let fill = |value: &Value| calendar.fill(value, lot.made, lot.number);
    let ingredients = series.ingredients.iter().zip(1..);
    let ingredients =
        ingredients.map(|(template, at)| papers_of(ingredient(stock, lot, template), lot, at));
    let additives = series.additives.iter().map(|template| fill(&additive(lot, template)));
    let mut body = json!({
        "product": lot.line.code(),
        "productVersion": version(lot),
        "lot": lot.lot,
        "producedOn": calendar.day(lot.made),
        "origin": series.origin,
        "quantity": quantity(lot),
        "ingredients": ingredients.collect::<Vec<_>>(),
        "additives": additives.collect::<Vec<_>>(),
    });
    let Some(members) = body.as_object_mut() else { return body };
    let mut put = |name: &str, value: Option<Value>| {
        members.extend(value.map(|value| (name.to_owned(), value)));
    };
    let expires = expires_on(calendar, lot);
    put("expiresOn", expires.map(|date| date.to_string().into()));
    let printed = series.printed.map(|text| calendar.words(text, lot.made, lot.number));
    if printed.is_some() {
        put("datesAsPrinted", Some(printed_dates(calendar, lot, expires)));
    }
    put("lotAsPrinted", printed.map(Value::from));
    put("manufacturer", series.manufacturer.clone());
    put("processControls", series.process_controls.as_ref().map(fill));
    put("saleArea", series.sale_area.clone());
    if series.serials.is_none() && lot.units > 0 {
        let mut units = json!({"issue": lot.units});
        if let Some(units) = units.as_object_mut().filter(|_| series.spare > 0) {
            units.insert("labelAllowance".to_owned(), series.spare.into());
        }
        put("units", Some(units));
    }
    body
}

/// The version of the product that was in force when the lot was made.
fn version(lot: &Made) -> u32 {
    let revised = lot.line.revised.as_ref();
    if revised.is_some_and(|revision| lot.made <= revision.days_ago) { 2 } else { 1 }
}

fn quantity(lot: &Made) -> Value {
    let mut quantity = json!({"value": lot.pieces, "unit": "EA"});
    let Some(members) = quantity.as_object_mut().filter(|_| lot.grams() > 0) else {
        return quantity;
    };
    let mass = kilograms(lot.grams(), KILOGRAM);
    members.insert("netMass".to_owned(), json!({"value": mass, "unit": "KGM"}));
    if let Some(loss) = lot.line.made.loss_per_mille {
        let lost = kilograms(lot.grams() * loss, KILOGRAM * KILOGRAM);
        let loss = json!([{"kind": "cooking", "value": lost, "unit": "KGM"}]);
        members.insert("loss".to_owned(), loss);
    }
    quantity
}

fn ingredient(stock: &Stock, lot: &Made, template: &Map<String, Value>) -> Value {
    let calendar = stock.calendar;
    let mut body = template.clone();
    let share = body.remove("perMille").and_then(|share| share.as_u64());
    let each = body.remove("each").and_then(|each| each.as_u64());
    let received =
        body.remove("receivedBefore").and_then(|days| u32::try_from(days.as_u64()?).ok());
    if let Some(share) = share.filter(|_| lot.grams() > 0) {
        let used = kilograms(lot.grams() * share, KILOGRAM * KILOGRAM);
        body.insert("quantity".to_owned(), json!({"value": used, "unit": "KGM"}));
    } else if let Some(each) = each {
        let used = json!({"value": lot.pieces * each, "unit": "EA"});
        body.insert("quantity".to_owned(), used);
    }
    let from = body.remove("from").and_then(|from| source(stock, lot, &from));
    let received = if from.is_some() { Some(STORED_DAYS) } else { received };
    body.extend(from.map(|source| ("source".to_owned(), source)));
    if let Some(days) = received {
        body.insert("receivedOn".to_owned(), calendar.day(lot.made + days));
    }
    calendar.fill(&Value::Object(body), lot.made, lot.number)
}

/// What comes with every material: its supplier, a paper, and the check on arrival. What the catalogue
/// tells stays; water is not delivered.
fn papers_of(mut body: Value, lot: &Made, at: usize) -> Value {
    let name = body.pointer("/name/zh").and_then(Value::as_str).unwrap_or_default();
    let supplier = json!({"declared": {"name": format!("{name}供应商（演示）")}});
    let number = format!("{}-{at}", lot.lot);
    let Some(members) = body.as_object_mut() else { return body };
    members.entry("source").or_insert(supplier);
    if members.contains_key("receivedOn") {
        let paper = json!([{"type": "certificateOfAnalysis", "number": format!("COA-{number}")}]);
        members.entry("documents").or_insert(paper);
        members.entry("incomingCheck").or_insert(format!("in-{number}").into());
    }
    body
}

/// The lot an ingredient came from, by reference.
fn source(stock: &Stock, lot: &Made, from: &Value) -> Option<Value> {
    let (organization, product) = (from.get(0)?.as_str()?, from.get(1)?.as_str()?);
    let used = stock.usable(organization, product, lot.made)?;
    Some(json!({"organization": organization, "product": product, "lot": used.lot}))
}

fn additive(lot: &Made, template: &Map<String, Value>) -> Value {
    let mut body = template.clone();
    let dose = body.remove("mgPerKg").and_then(|dose| dose.as_u64());
    if let Some(dose) = dose {
        let grams = Decimal::from(lot.grams() * dose) / Decimal::from(KILOGRAM * KILOGRAM);
        let used = json!({"value": number(grams.round_dp(1)), "unit": "GRM"});
        body.insert("used".to_owned(), used);
    }
    Value::Object(body)
}

fn printed_dates(calendar: Calendar, lot: &Made, expires: Option<Date>) -> Value {
    let mut dates = json!({"production": as_printed(calendar.ago(lot.made))});
    if let Some(members) = dates.as_object_mut() {
        members.extend(expires.map(|date| ("expiry".to_owned(), as_printed(date).into())));
    }
    dates
}

/// The last day, by the shelf life of the product.
pub(super) fn expires_on(calendar: Calendar, lot: &Made) -> Option<Date> {
    let shelf_life = lot.line.product.get("shelfLife")?;
    let value = shelf_life.get("value")?.as_i64()?;
    let span = if shelf_life.get("unit")? == "MON" { value.months() } else { value.days() };
    Some(calendar.ago(lot.made).saturating_add(span))
}

/// The factory test, if the series is tested.
pub(super) fn factory_test(calendar: Calendar, lot: &Made, tested: u32) -> Option<Value> {
    let series = &lot.line.made;
    let laboratory = series.laboratory.as_ref()?;
    let items = series.tests.iter().zip(1..).map(|(item, at)| varied(lot, item, at));
    let body = json!({
        "kind": "factoryTest",
        "reportNo": format!("R-{}", lot.lot),
        "sampleNo": format!("S-{}", lot.lot),
        "laboratory": laboratory,
        "sampledOn": calendar.day(lot.made),
        "testedOn": calendar.day(tested),
        "stage": "final",
        "items": items.collect::<Vec<_>>(),
    });
    Some(calendar.fill(&body, lot.made, lot.number))
}

/// The test of an outside laboratory, if it is this lot's turn: the items of the factory test.
pub(super) fn outside_test(calendar: Calendar, lot: &Made, tested: u32) -> Option<Value> {
    let every = lot.line.made.outside_every?;
    let mut body =
        factory_test(calendar, lot, tested).filter(|_| lot.number % every == 1 % every)?;
    let members = body.as_object_mut()?;
    members.insert("kind".to_owned(), "outsideTest".into());
    members.insert("reportNo".to_owned(), format!("W-{}", lot.lot).into());
    members.insert("sampleNo".to_owned(), format!("WS-{}", lot.lot).into());
    let laboratory = json!({"organization": OUTSIDE, "accreditation": "DEMO-L0012"});
    members.insert("laboratory".to_owned(), laboratory);
    Some(body)
}

/// An item whose numbers go up and down from lot to lot, and from sample to sample.
fn varied(lot: &Made, template: &Map<String, Value>, at: usize) -> Value {
    let mut item = template.clone();
    let vary = item.remove("vary").and_then(|vary| vary.as_i64()).unwrap_or_default();
    let seed = lot.number * 7 + at * 5;
    if let Some(value) = item.get_mut("result").and_then(|result| result.get_mut("value")) {
        shift(value, vary, seed);
    }
    if let Some(results) = item.get_mut("results").and_then(Value::as_array_mut) {
        for (value, sample) in results.iter_mut().zip(1..) {
            shift(value, vary, seed + sample * 11);
        }
    }
    Value::Object(item)
}

/// Moves a number by up to `vary` per cent either way; what was not detected stays.
fn shift(value: &mut Value, vary: i64, seed: usize) {
    let parsed = value.is_number().then(|| Decimal::from_str_exact(&value.to_string()));
    let Some(Ok(base)) = parsed.filter(|_| vary > 0) else { return };
    let step = i64::try_from(seed).unwrap_or_default() % (2 * vary + 1) - vary;
    let moved = base * Decimal::from(100 + step) / Decimal::ONE_HUNDRED;
    *value = Value::Number(number(moved.round_dp(base.scale())));
}

/// The body that registers the own serials of a lot, if it has any.
pub(super) fn serials(calendar: Calendar, lot: &Made) -> Option<Value> {
    let Serials { list, prefix, width, first, count } = lot.line.made.serials.as_ref()?;
    let words = |text: &str| calendar.words(text, lot.made, lot.number);
    if !list.is_empty() {
        let list: Vec<String> = list.iter().map(|text| words(text)).collect();
        return Some(json!({"serials": {"list": list}}));
    }
    let (prefix, last) = (words(prefix), first + count - 1);
    let serial = |number: &u64| format!("{prefix}{number:0width$}", width = *width);
    Some(json!({"serials": {"first": serial(first), "last": serial(&last)}}))
}

/// `amount` of so many parts to the kilogram, to ten grams.
fn kilograms(amount: u64, parts: u32) -> Number {
    number((Decimal::from(amount) / Decimal::from(parts)).round_dp(2))
}

/// A decimal as a JSON number, without zeros at its end.
fn number(value: Decimal) -> Number {
    value.normalize().to_string().parse().unwrap_or_else(|_| Number::from(0))
}
