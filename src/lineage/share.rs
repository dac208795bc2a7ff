//! Shares: which part of a quantity another one is. Exact until the division, four decimals after it;
//! quantities that cannot be brought to one measure have no share.

use crate::domain::quantity::{Quantity, Unit};
use crate::fact::record::{MadeRecord, QuantityRecord};
use rust_decimal::Decimal;

/// Decimals of a share.
const DECIMALS: u32 = 4;

/// A quantity in one measure; the unit is that of the whole.
type Measure = fn(&Quantity, &Unit) -> Option<Decimal>;

/// What part of `whole` the quantities `part` are together; `None` where nothing is stated, a whole is
/// zero, or masses, volumes and pieces meet. More than 1 where more was used than there was.
pub fn share(part: &[QuantityRecord], whole: &[QuantityRecord]) -> Option<Decimal> {
    if part.is_empty() || whole.is_empty() {
        return None;
    }
    let read = |records: &[QuantityRecord]| -> Option<Vec<Quantity>> {
        records.iter().map(QuantityRecord::quantity).collect()
    };
    let (part, whole) = (read(part)?, read(whole)?);
    let unit = whole.first()?.unit.clone();
    let measures: [Measure; 4] = [
        |quantity, _| quantity.kilograms(),
        |quantity, _| quantity.litres(),
        |quantity, _| quantity.unit.is_pieces().then_some(quantity.value),
        |quantity, unit| (quantity.unit == *unit).then_some(quantity.value),
    ];
    measures.iter().find_map(|measure| {
        let sum = |quantities: &[Quantity]| {
            quantities
                .iter()
                .try_fold(Decimal::ZERO, |sum, quantity| sum.checked_add(measure(quantity, &unit)?))
        };
        let (part, whole) = (sum(&part)?, sum(&whole)?);
        if whole.is_zero() {
            return None;
        }
        Some(part.checked_div(whole)?.round_dp(DECIMALS).normalize())
    })
}

/// What part of a lot was used: of what was made, or of its mass where pieces were made and weighed.
pub fn share_of_made(used: &[QuantityRecord], made: &MadeRecord) -> Option<Decimal> {
    let of = |whole: &QuantityRecord| share(used, std::slice::from_ref(whole));
    of(&made.quantity).or_else(|| made.net_mass.as_ref().and_then(of))
}
