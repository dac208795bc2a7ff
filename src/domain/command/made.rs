//! How a batch was made, as its statement says: additives, what came in with ingredients, how the food is
//! prepared, and what came of what went in.

use crate::domain::quantity::Quantity;
use rust_decimal::Decimal;

/// A food additive as stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdditiveUse {
    /// GB 2760, e.g. `09.002`.
    pub cns: Option<String>,
    /// Codex CXG 36, e.g. `450(iii)`.
    pub ins: Option<String>,
    /// As named, in Chinese before English.
    pub name: Option<String>,
    /// Grams, where it was stated as a mass.
    pub grams: Option<Decimal>,
    /// Share that counts, 0 to 1.
    pub active_fraction: Option<Decimal>,
    pub function: Option<String>,
}

/// A food additive that an ingredient contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedUse {
    /// Place of the ingredient in the list.
    pub ingredient: u16,
    /// As contained in what was used of the ingredient.
    pub additive: AdditiveUse,
    /// Food category of the ingredient in GB 2760.
    pub category: Option<String>,
    /// What was used of the ingredient, in kilograms, where it was stated as a mass.
    pub ingredient_kg: Option<Decimal>,
}

/// How the food is prepared before it is eaten or drunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preparation {
    /// Mass of the prepared food in masses of the food as sold; at least 1.
    pub times: Decimal,
    /// Category of the drink a solid drink becomes.
    pub drink: Option<String>,
}

/// What went into a batch and what was lost, for its balance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Making {
    /// Packaging left out.
    pub inputs: Vec<Quantity>,
    /// Every input has its quantity.
    pub complete: bool,
    pub losses: Vec<Quantity>,
}
