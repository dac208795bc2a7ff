//! What rules ask of a batch's document: which groups are there, what the additives went into. Called
//! once the document was judged; nothing is refused here.

use crate::domain::command::{AdditiveUse, CarriedUse, Making, Preparation};
use crate::domain::groups::Groups;
use crate::domain::quantity::{Quantity, Unit};
use crate::domain::words::Group;
use crate::fact::document::{
    AdditiveDoc, AmountDoc, BatchDoc, CarriedDoc, Dec, IngredientDoc, LossDoc, OriginDoc,
    PreparationDoc, QuantityDoc,
};
use crate::fact::text::BiText;
use rust_decimal::Decimal;

/// The market whose rules the profiles are.
const MARKET: &str = "CN";

/// The groups that the document itself holds. Sources count once every ingredient has one; papers and
/// checks on arrival where there is any, since not every material comes with them.
pub(super) fn groups(document: &BatchDoc) -> Groups {
    let eaten =
        |line: &&IngredientDoc| line.role.as_deref().is_none_or(|role| role == "ingredient");
    let ingredients = || document.ingredients.iter().filter(eaten);
    let papers = |line: &IngredientDoc| line.documents.as_ref().is_some_and(|all| !all.is_empty());
    let permit = document.manufacturer.as_ref().and_then(|maker| maker.permit.as_ref());
    Groups::default()
        .with(Group::Origin, true)
        .with(Group::Ingredients, !document.ingredients.is_empty())
        .with(
            Group::IngredientSources,
            ingredients().next().is_some() && ingredients().all(|line| line.source.is_some()),
        )
        .with(Group::SourcePapers, document.ingredients.iter().any(papers))
        .with(
            Group::IncomingChecks,
            document.ingredients.iter().any(|line| line.incoming_check.is_some()),
        )
        .with(Group::Additives, true)
        .with(
            Group::ProcessControls,
            document.process_controls.as_ref().is_some_and(|all| !all.is_empty()),
        )
        .with(Group::Expiry, document.expires_on.is_some())
        .with(Group::PermitNumber, permit.is_some())
}

/// Whether it was made abroad: regions of GB/T 2260 and those of ISO 3166 that begin with the market's
/// country are at home.
pub(super) fn imported(origin: &OriginDoc) -> bool {
    let abroad = |text: &str| {
        let country = text.split('-').next().unwrap_or_default();
        !country.starts_with(|first: char| first.is_ascii_digit()) && country != MARKET
    };
    origin.country.as_deref().or(origin.region.as_deref()).is_some_and(abroad)
}

/// An additive as the table of permitted ones asks for it.
pub(super) fn additive_use(line: &AdditiveDoc) -> AdditiveUse {
    AdditiveUse {
        cns: line.cns.clone(),
        ins: line.ins.clone(),
        name: one_name(line.name.as_ref()),
        grams: line.used.as_ref().and_then(grams),
        active_fraction: line.active_fraction.map(|fraction| fraction.0),
        function: line.function.clone(),
    }
}

/// Additives that came in with ingredients, as the table asks for them.
pub(super) fn carried(document: &BatchDoc) -> Vec<CarriedUse> {
    let lines = (0_u16..).zip(&document.ingredients);
    let of_line = |(ingredient, line): (u16, &IngredientDoc)| {
        let ingredient_kg = line.quantity.as_ref().and_then(kilograms);
        let category = line.additive_category.clone();
        let all = line.additives.as_deref().unwrap_or_default().iter().map(move |carried| {
            let (additive, category) = (contained(carried), category.clone());
            CarriedUse { ingredient, additive, category, ingredient_kg }
        });
        all.collect::<Vec<_>>()
    };
    lines.flat_map(of_line).collect()
}

fn contained(carried: &CarriedDoc) -> AdditiveUse {
    AdditiveUse {
        cns: carried.cns.clone(),
        ins: carried.ins.clone(),
        name: one_name(carried.name.as_ref()),
        grams: grams(&carried.contained),
        active_fraction: carried.active_fraction.map(|fraction| fraction.0),
        function: None,
    }
}

/// Fat and oil, in kilograms.
pub(super) fn fat(fat: &QuantityDoc) -> Option<Decimal> {
    kilograms(fat)
}

/// How it is prepared.
pub(super) fn preparation(document: &PreparationDoc) -> Preparation {
    Preparation { times: document.times.0, drink: document.drink.clone() }
}

/// Roles of things that touch the food and do not become part of it.
const NOT_IN_THE_FOOD: [&str; 2] = ["foodContact", "packaging"];

/// What went in and what was lost. It is all of it where there are ingredients, and each
/// of them and every additive has its quantity: a label names every ingredient, added water included (GB 7718, list of
/// ingredients).
pub(super) fn making(document: &BatchDoc) -> Making {
    let in_food = |line: &&IngredientDoc| {
        !line.role.as_deref().is_some_and(|role| NOT_IN_THE_FOOD.contains(&role))
    };
    let ingredients = document.ingredients.iter().filter(in_food).map(|line| &line.quantity);
    let additives = document.additives.iter().map(|line| &line.used);
    let stated: Vec<_> = ingredients.chain(additives).collect();
    let read = |line: &QuantityDoc| quantity(line.value, &line.unit);
    let losses = document.quantity.loss.as_deref().unwrap_or_default();
    Making {
        inputs: stated.iter().filter_map(|line| line.as_ref().and_then(read)).collect(),
        complete: !document.ingredients.is_empty() && stated.iter().all(|line| line.is_some()),
        losses: losses.iter().filter_map(|loss| quantity(loss.value, &loss.unit)).collect(),
    }
}

/// What went in, in kilograms: the mass made and what was lost in making it. Additives are dosed into
/// the whole of it.
pub(super) fn mass(amount: &AmountDoc) -> Option<Decimal> {
    let net = amount.net_mass.as_ref().map(|net: &QuantityDoc| (net.value, net.unit.as_str()));
    let (value, unit) = net.unwrap_or((amount.value, &amount.unit));
    let made = quantity(value, unit)?.kilograms()?;
    let losses: &[LossDoc] = amount.loss.as_deref().unwrap_or_default();
    let mut lost = losses.iter().filter_map(|loss| quantity(loss.value, &loss.unit)?.kilograms());
    lost.try_fold(made, Decimal::checked_add)
}

/// The net mass, where it was weighed.
pub(super) fn net_mass(amount: &AmountDoc) -> Option<Quantity> {
    amount.net_mass.as_ref().and_then(|net| quantity(net.value, &net.unit))
}

/// The amount made in litres, where it is stated as a volume.
pub(super) fn volume(amount: &AmountDoc) -> Option<Decimal> {
    quantity(amount.value, &amount.unit)?.litres()
}

fn one_name(name: Option<&BiText>) -> Option<String> {
    name.and_then(|name| name.zh.clone().or(name.en.clone()))
}

fn kilograms(stated: &QuantityDoc) -> Option<Decimal> {
    quantity(stated.value, &stated.unit)?.kilograms()
}

fn grams(stated: &QuantityDoc) -> Option<Decimal> {
    kilograms(stated)?.checked_mul(Decimal::ONE_THOUSAND)
}

fn quantity(value: Dec, unit: &str) -> Option<Quantity> {
    Some(Quantity { value: value.0, unit: Unit::parse(unit)? })
}
