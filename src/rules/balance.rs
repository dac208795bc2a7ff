//! Mass balance of a lot: what went in against what came out, and what was made against what left.
//! Pure, in exact decimals: a sum that cannot be held exactly is not computable, never rounded.
//!
//! A balance accuses nobody. It says that the records do not add up, for a finding. Too little going
//! out is no overdraw (goods are in store, water evaporates) and shows in [`Making::unexplained`].

use crate::domain::quantity::Quantity;
use rust_decimal::Decimal;

pub mod running;

pub use crate::domain::base_units::{self as measure, Why};
use measure::{Measures, exact_add, exact_sum};

/// How much more may come out than went in, as a share of what there was: scales differ, water is
/// taken up. 0 for things that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance(Decimal);

/// Result of a balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Balance {
    Balanced,
    /// More came out than there was: by so much, in `KGM`, `LTR` or `EA`, the tolerance not
    /// deducted.
    Overdraw {
        by: Decimal,
        unit: &'static str,
    },
    NotComputable {
        why: Why,
    },
}

/// What is known of the making of a lot.
#[derive(Debug, Clone, Copy)]
pub struct MadeFrom<'a> {
    /// What was used of each input, packaging left out.
    pub inputs: &'a [Quantity],
    /// All that went in is in `inputs`, water and rework included.
    pub complete: bool,
    /// What came out.
    pub made: &'a Quantity,
    /// Mass of what came out, where it was weighed; goes before net content.
    pub net_mass: Option<&'a Quantity>,
    /// Net content of one piece.
    pub net_content: Option<&'a Quantity>,
    /// Declared losses.
    pub losses: &'a [Quantity],
    pub tolerance: Tolerance,
}

/// The balance of a making, with what follows from it where it could be worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Making {
    pub balance: Balance,
    /// What came out as a share of what went in, losses not counted, four decimals. `None` also
    /// where inputs are missing.
    pub yielded: Option<Decimal>,
    /// What went in and neither came out nor is declared lost, in `unit` of the balance; 0 where
    /// nothing is left.
    pub unexplained: Option<Decimal>,
    /// Unit of the balance, where it could be worked out.
    pub unit: Option<&'static str>,
}

/// What became of a lot, in any units.
#[derive(Debug, Clone, Copy)]
pub struct LeftFrom<'a> {
    pub made: &'a Quantity,
    pub net_content: Option<&'a Quantity>,
    /// Out of the maker's hands in any way, sold by itself included.
    pub shipped: &'a [Quantity],
    /// Used as an input of other lots by the maker.
    pub used: &'a [Quantity],
    /// Destroyed, returned goods included.
    pub destroyed: &'a [Quantity],
    /// Sold to consumers, by whomever: it was shipped before, so it is balanced by itself.
    pub sold: &'a [Quantity],
    /// Come back: may be shipped, sold or destroyed once more.
    pub returned: &'a [Quantity],
    pub tolerance: Tolerance,
}

impl Why {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::NothingStated => "nothingStated",
            Self::InputsIncomplete => "inputsIncomplete",
            Self::UnknownUnit => "unknownUnit",
            Self::DifferentKinds => "differentKinds",
            Self::Negative => "negative",
            Self::TooLarge => "tooLarge",
        }
    }
}

impl Tolerance {
    /// Nothing at all.
    pub const NONE: Self = Self(Decimal::ZERO);

    /// For the making of a batch, 2 %: what two scales of a works may differ by, and some moisture. No
    /// standard sets a figure; water that is added stands among the ingredients.
    pub const MAKING: Self = Self(Decimal::from_parts(2, 0, 0, false, 2));

    /// A share from 0 to 1.
    pub fn new(share: Decimal) -> Option<Self> {
        (Decimal::ZERO..=Decimal::ONE).contains(&share).then_some(Self(share))
    }
}

/// Whether more was made and lost than went in. With inputs missing, an overdraw means nothing and is
/// not computable.
pub fn making(lot: &MadeFrom<'_>) -> Making {
    let outcome = making_of(lot);
    let unknown = |why| Making {
        balance: Balance::NotComputable { why },
        yielded: None,
        unexplained: None,
        unit: None,
    };
    outcome.unwrap_or_else(unknown)
}

/// Whether more left a lot than was made of it and came back. Of two overdraws (out of the maker's
/// hands, sold to consumers) the larger.
pub fn leaving(lot: &LeftFrom<'_>) -> Balance {
    leaving_of(lot).unwrap_or_else(|why| Balance::NotComputable { why })
}

/// What is left of a lot: below zero where more left it than there was. In `KGM`, `LTR` or `EA`.
pub fn left(lot: &LeftFrom<'_>) -> Result<(Decimal, &'static str), Why> {
    let (there, out, unit) = sides(lot)?;
    Ok((exact_add(there, -out)?, unit))
}

fn making_of(lot: &MadeFrom<'_>) -> Result<Making, Why> {
    if lot.inputs.is_empty() {
        return Err(Why::NothingStated);
    }
    let made = lot.net_mass.unwrap_or(lot.made);
    let all = || lot.inputs.iter().chain(lot.losses).chain([made]);
    let measures = Measures::common(all(), lot.net_content)?;
    let input = measures.sum(lot.inputs)?;
    let made = measures.of(made)?;
    let out = exact_add(made, measures.sum(lot.losses)?)?;
    let balance = balance(input, out, lot.tolerance, measures.unit())?;
    match balance {
        Balance::Overdraw { .. } if !lot.complete => Err(Why::InputsIncomplete),
        _ => Ok(Making {
            balance,
            yielded: lot.complete.then(|| share(made, input)).flatten(),
            unexplained: lot
                .complete
                .then(|| exact_add(input, -out).ok())
                .flatten()
                .map(not_below_zero),
            unit: Some(measures.unit()),
        }),
    }
}

fn leaving_of(lot: &LeftFrom<'_>) -> Result<Balance, Why> {
    let (there, out, unit) = sides(lot)?;
    balance(there, out, lot.tolerance, unit)
}

/// What was there, what left, and the unit of both.
fn sides(lot: &LeftFrom<'_>) -> Result<(Decimal, Decimal, &'static str), Why> {
    let gone = || lot.shipped.iter().chain(lot.used).chain(lot.destroyed);
    let all = || gone().chain(lot.sold).chain(lot.returned).chain([lot.made]);
    let measures = Measures::common(all(), lot.net_content)?;
    let there = exact_add(measures.of(lot.made)?, measures.sum(lot.returned)?)?;
    let gone = exact_sum(gone().map(|quantity| measures.of(quantity)))?;
    let sold = measures.sum(lot.sold)?;
    Ok((there, gone.max(sold), measures.unit()))
}

fn balance(
    there: Decimal,
    out: Decimal,
    tolerance: Tolerance,
    unit: &'static str,
) -> Result<Balance, Why> {
    let by = exact_add(out, -there)?;
    // The tolerated part need not be exact: it is a margin, not an amount of goods.
    let margin = there.checked_mul(tolerance.0).ok_or(Why::TooLarge)?;
    Ok(if by <= margin { Balance::Balanced } else { Balance::Overdraw { by, unit } })
}

fn share(part: Decimal, whole: Decimal) -> Option<Decimal> {
    Some(part.checked_div(whole)?.round_dp(4))
}

fn not_below_zero(value: Decimal) -> Decimal {
    value.max(Decimal::ZERO)
}

#[cfg(test)]
mod tests;
