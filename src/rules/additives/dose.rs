//! From masses to a dose and how it stands to one row. Comparisons multiply and never divide, so that
//! a dose equal to the limit is within it; the dose that is shown is a quotient.

use super::finding::{Missing, Outcome};
use super::formula::Basis;
use super::table::{Per, Row, State};
use rust_decimal::Decimal;

/// Milligrams in a gram.
const MG: Decimal = Decimal::ONE_THOUSAND;

/// How much of one entry is in the food.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amount {
    /// mg of active substance; `None` where a mass is not stated.
    active: Option<Decimal>,
    /// Every active fraction was stated.
    exact: bool,
    /// A stated fraction is no share.
    unusable: bool,
}

/// How an amount stands to a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Assessed {
    pub(super) outcome: Outcome,
    pub(super) dose: Option<Decimal>,
    pub(super) missing: Option<Missing>,
    /// The dose is not merely an upper bound.
    pub(super) exact: bool,
}

/// mg of additive in so many kg or L.
struct Ratio {
    active: Decimal,
    food: Decimal,
}

impl Amount {
    pub(super) const NONE: Self =
        Self { active: Some(Decimal::ZERO), exact: true, unusable: false };

    /// With a further mass in g and its active fraction.
    pub(super) fn plus(self, mass: Option<Decimal>, fraction: Option<Decimal>) -> Self {
        let is_share = |fraction: &Decimal| (Decimal::ZERO..=Decimal::ONE).contains(fraction);
        let active = mass.filter(|mass| !mass.is_sign_negative()).and_then(|mass| {
            let active = mass.checked_mul(MG)?.checked_mul(fraction.unwrap_or(Decimal::ONE))?;
            self.active?.checked_add(active)
        });
        Self {
            active,
            exact: self.exact && fraction.is_some(),
            unusable: self.unusable || !fraction.iter().all(is_share),
        }
    }
}

/// Holds the amount against the row. `solid`: the food is a solid drink.
pub(super) fn assess(row: &Row, amount: Amount, basis: &Basis<'_>, solid: bool) -> Assessed {
    let exact = amount.exact || row.expressed_as.is_none();
    let ratio = ratio(row, amount, basis, solid);
    let dose = ratio.as_ref().ok().and_then(|ratio| ratio.active.checked_div(ratio.food));
    let Some(max) = row.max else {
        return Assessed { outcome: Outcome::Within, dose, missing: None, exact };
    };
    let (outcome, missing) = match ratio {
        Err(missing) => (Outcome::NeedsJudgement, Some(missing)),
        Ok(ratio) => match max.checked_mul(ratio.food) {
            None => (Outcome::NeedsJudgement, Some(Missing::Range)),
            Some(most) if ratio.active <= most => (Outcome::Within, None),
            Some(_) if !exact => (Outcome::NeedsJudgement, Some(Missing::ActiveFraction)),
            Some(_) if row.residual => (Outcome::NeedsJudgement, Some(Missing::Residue)),
            Some(_) => (Outcome::Over, None),
        },
    };
    Assessed { outcome, dose, missing, exact: exact && !row.residual }
}

fn ratio(row: &Row, amount: Amount, basis: &Basis<'_>, solid: bool) -> Result<Ratio, Missing> {
    if amount.unusable {
        return Err(Missing::ActiveFraction);
    }
    let active = amount.active.ok_or(Missing::Dose)?;
    let (food, per) = food(row.per, basis)?;
    let times = dilution(row.state, basis, solid)?;
    let active = active.checked_mul(per).ok_or(Missing::Range)?;
    let food = food.checked_mul(times).ok_or(Missing::Range)?;
    Ok(Ratio { active, food })
}

/// The food in the unit of the row, as a quotient.
fn food(per: Per, basis: &Basis<'_>) -> Result<(Decimal, Decimal), Missing> {
    let positive = |value: Option<Decimal>| value.filter(|value| *value > Decimal::ZERO);
    let (mass, volume) = (positive(basis.mass), positive(basis.volume));
    let density = positive(basis.density);
    match per {
        Per::Mass => match (mass, volume, density) {
            (Some(mass), ..) => Ok((mass, Decimal::ONE)),
            (None, Some(volume), Some(density)) => {
                volume.checked_mul(density).map(|mass| (mass, Decimal::ONE)).ok_or(Missing::Range)
            }
            _ => Err(Missing::Mass),
        },
        Per::Volume => match (volume, mass, density) {
            (Some(volume), ..) => Ok((volume, Decimal::ONE)),
            (None, Some(mass), Some(density)) => Ok((mass, density)),
            _ => Err(Missing::Volume),
        },
        Per::Fat => positive(basis.fat).map(|fat| (fat, Decimal::ONE)).ok_or(Missing::FatMass),
        Per::Other => Err(Missing::OtherBasis),
    }
}

fn dilution(state: State, basis: &Basis<'_>, solid: bool) -> Result<Decimal, Missing> {
    let stated = basis.dilution.map(|dilution| dilution.times);
    let is_needed = match state {
        State::AsSold => return Ok(Decimal::ONE),
        State::AsDrunk => solid,
        State::Prepared => true,
        State::ByFactor => false,
    };
    match stated {
        Some(times) if times >= Decimal::ONE => Ok(times),
        None if !is_needed => Ok(Decimal::ONE),
        _ => Err(Missing::Dilution),
    }
}
