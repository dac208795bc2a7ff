//! Trade units (UN/ECE Recommendation 20) brought to one of three measures: mass in kilograms, volume
//! in litres, pieces. Exact: what a decimal cannot hold is refused, not rounded.

use super::quantity::{Quantity, Unit};
use rust_decimal::Decimal;

/// Why a balance cannot be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// No quantity on one side.
    NothingStated,
    /// Not all that went in is stated, and what is stated does not suffice.
    InputsIncomplete,
    /// A unit that is neither mass nor volume nor pieces.
    UnknownUnit,
    /// Mass, volume and pieces that no net content brings together.
    DifferentKinds,
    /// A quantity below zero.
    Negative,
    /// A sum that no exact decimal holds.
    TooLarge,
}

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    Mass,
    Volume,
    Pieces,
}

/// The measure that quantities are brought to, and what one piece holds in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measures {
    to: Measure,
    per_piece: Option<Decimal>,
}

impl Measure {
    /// The unit results are in: `KGM`, `LTR` or `EA`.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Mass => "KGM",
            Self::Volume => "LTR",
            Self::Pieces => "EA",
        }
    }
}

impl Measures {
    /// The measure all of `quantities` can be brought to: their own where they share one, else, for
    /// pieces beside mass or volume, that of the net content of a piece.
    pub fn common<'a>(
        quantities: impl Iterator<Item = &'a Quantity>,
        net_content: Option<&Quantity>,
    ) -> Result<Self, Why> {
        let mut seen = Vec::new();
        for quantity in quantities {
            let (measure, _) = factor(&quantity.unit).ok_or(Why::UnknownUnit)?;
            if !seen.contains(&measure) {
                seen.push(measure);
            }
        }
        seen.sort_unstable();
        match *seen.as_slice() {
            [] => Err(Why::NothingStated),
            [to] => Ok(Self { to, per_piece: None }),
            [to, Measure::Pieces] => {
                let content = net_content.ok_or(Why::DifferentKinds)?;
                let (measure, per_piece) = in_base(content)?;
                if measure != to {
                    return Err(Why::DifferentKinds);
                }
                Ok(Self { to, per_piece: Some(per_piece) })
            }
            _ => Err(Why::DifferentKinds),
        }
    }

    /// The unit of what [`Measures::of`] gives.
    pub fn unit(&self) -> &'static str {
        self.to.unit()
    }

    /// A quantity in this measure.
    pub fn of(&self, quantity: &Quantity) -> Result<Decimal, Why> {
        let (measure, value) = in_base(quantity)?;
        match self.per_piece {
            _ if measure == self.to => Ok(value),
            Some(per_piece) if measure == Measure::Pieces => exact_mul(value, per_piece),
            _ => Err(Why::DifferentKinds),
        }
    }

    /// The sum of quantities in this measure; 0 of none.
    pub fn sum(&self, quantities: &[Quantity]) -> Result<Decimal, Why> {
        exact_sum(quantities.iter().map(|quantity| self.of(quantity)))
    }
}

/// A quantity as mass in `KGM`, volume in `LTR` or pieces.
pub fn in_base(quantity: &Quantity) -> Result<(Measure, Decimal), Why> {
    let (measure, factor) = factor(&quantity.unit).ok_or(Why::UnknownUnit)?;
    if quantity.value < Decimal::ZERO {
        return Err(Why::Negative);
    }
    Ok((measure, exact_mul(quantity.value, factor)?))
}

/// Sum of values that may be unknown themselves; the first reason stands.
pub fn exact_sum(values: impl Iterator<Item = Result<Decimal, Why>>) -> Result<Decimal, Why> {
    let mut sum = Decimal::ZERO;
    for value in values {
        sum = exact_add(sum, value?)?;
    }
    Ok(sum)
}

/// A sum that lost no digit. `checked_add` alone would round to 28 digits.
pub fn exact_add(a: Decimal, b: Decimal) -> Result<Decimal, Why> {
    let (a, b) = (a.normalize(), b.normalize());
    let sum = a.checked_add(b).ok_or(Why::TooLarge)?;
    if sum.scale() == a.scale().max(b.scale()) { Ok(sum.normalize()) } else { Err(Why::TooLarge) }
}

/// A product that lost no digit, as [`exact_add`].
fn exact_mul(a: Decimal, b: Decimal) -> Result<Decimal, Why> {
    let (a, b) = (a.normalize(), b.normalize());
    if a.is_zero() || b.is_zero() {
        return Ok(Decimal::ZERO);
    }
    let product = a.checked_mul(b).ok_or(Why::TooLarge)?;
    if product.scale() == a.scale() + b.scale() {
        Ok(product.normalize())
    } else {
        Err(Why::TooLarge)
    }
}

/// What a unit measures, and how many kilograms, litres or pieces it is. The pound and the ounce are
/// exact by definition (international yard and pound agreement, 1959).
fn factor(unit: &Unit) -> Option<(Measure, Decimal)> {
    if unit.is_pieces() {
        return Some((Measure::Pieces, Decimal::ONE));
    }
    Some(match unit.as_str() {
        "KGM" => (Measure::Mass, Decimal::ONE),
        "GRM" => (Measure::Mass, Decimal::new(1, 3)),
        "MGM" => (Measure::Mass, Decimal::new(1, 6)),
        "TNE" => (Measure::Mass, Decimal::new(1000, 0)),
        "LBR" => (Measure::Mass, Decimal::new(45_359_237, 8)),
        "ONZ" => (Measure::Mass, Decimal::new(28_349_523_125, 12)),
        "LTR" => (Measure::Volume, Decimal::ONE),
        "MLT" => (Measure::Volume, Decimal::new(1, 3)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quantity(value: &str, unit: &str) -> Quantity {
        Quantity { value: value.parse().unwrap(), unit: Unit::parse(unit).unwrap() }
    }

    #[test]
    fn units_become_kilograms_litres_and_pieces() {
        use Measure::{Mass, Pieces, Volume};
        for (value, unit, expected) in [
            ("1.5", "KGM", Ok((Mass, "1.5"))),
            ("100", "GRM", Ok((Mass, "0.1"))),
            ("250", "MGM", Ok((Mass, "0.00025"))),
            ("2", "TNE", Ok((Mass, "2000"))),
            ("1", "LBR", Ok((Mass, "0.45359237"))),
            ("16", "ONZ", Ok((Mass, "0.45359237"))),
            ("3", "LTR", Ok((Volume, "3"))),
            ("330", "MLT", Ok((Volume, "0.33"))),
            ("12", "EA", Ok((Pieces, "12"))),
            ("12", "H87", Ok((Pieces, "12"))),
            ("12", "C62", Ok((Pieces, "12"))),
            ("0", "MGM", Ok((Mass, "0"))),
            ("1", "MTR", Err(Why::UnknownUnit)),
            ("-1", "KGM", Err(Why::Negative)),
            ("79228162514264337593543950335", "KGM", Ok((Mass, "79228162514264337593543950335"))),
            ("79228162514264337593543950335", "TNE", Err(Why::TooLarge)),
            ("79228162514264337593543950335", "LBR", Err(Why::TooLarge)),
            // Too fine to be held exactly in kilograms.
            ("0.0000000000000000000000001", "MGM", Err(Why::TooLarge)),
        ] {
            let found = in_base(&quantity(value, unit));
            let expected = expected.map(|(measure, value)| (measure, value.parse().unwrap()));
            assert_eq!(found, expected, "{value} {unit}");
        }
    }

    proptest! {
        /// A pound is sixteen ounces, a kilogram a million milligrams, whatever the amount.
        #[test]
        fn conversions_agree(count in 0_i64..1_000_000_000, scale in 0_u32..6) {
            let value = Decimal::new(count, scale);
            let base = |value: Decimal, unit| in_base(&Quantity { value, unit: Unit::parse(unit).unwrap() });
            prop_assert_eq!(base(value, "LBR"), base(value * Decimal::from(16), "ONZ"));
            prop_assert_eq!(base(value, "KGM"), base(value * Decimal::from(1_000_000), "MGM"));
            prop_assert_eq!(base(value, "TNE"), base(value * Decimal::from(1000), "KGM"));
            prop_assert_eq!(base(value, "LTR"), base(value * Decimal::from(1000), "MLT"));
        }

        #[test]
        fn sums_are_exact_or_refused(a in any::<(i64, u32)>(), b in any::<(i64, u32)>()) {
            let (a, b) = (Decimal::new(a.0, a.1 % 29), Decimal::new(b.0, b.1 % 29));
            if let Ok(sum) = exact_add(a, b) {
                prop_assert_eq!(exact_add(sum, -b), Ok(a.normalize()));
                prop_assert_eq!(exact_add(b, a), Ok(sum));
            }
        }
    }
}
