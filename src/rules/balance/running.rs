//! The balance of a lot from its running sums. Which statements are counted is decided where the sums
//! are kept (`views`).

use super::{Balance, LeftFrom, Tolerance, Why, leaving, left};
use crate::domain::quantity::Quantity;
use crate::domain::words::Flow;
use crate::fact::record::{MadeRecord, QuantityRecord};
use crate::store::rows::LotSumsRow;
use rust_decimal::Decimal;

/// What was made of a lot and all that went of it, as a balance takes it.
#[derive(Debug, Clone)]
pub struct Running {
    made: Quantity,
    net_content: Option<Quantity>,
    shipped: Vec<Quantity>,
    used: Vec<Quantity>,
    destroyed: Vec<Quantity>,
    sold: Vec<Quantity>,
    returned: Vec<Quantity>,
}

impl Running {
    /// Errors: what was made is not stated, or a sum cannot be worked out.
    pub fn of(made: &MadeRecord, sums: &LotSumsRow) -> Result<Self, Why> {
        let net = made.net_mass.as_ref().and_then(QuantityRecord::quantity);
        let made = made.quantity.quantity().ok_or(Why::NothingStated)?;
        let mut used = sums.amounts(Flow::Used)?;
        used.extend(sums.amounts(Flow::Lost)?);
        Ok(Self {
            net_content: net.as_ref().and_then(|net| per_piece(net, &made)),
            made,
            shipped: sums.amounts(Flow::Shipped)?,
            used,
            destroyed: sums.amounts(Flow::Destroyed)?,
            sold: sums.amounts(Flow::Sold)?,
            returned: sums.amounts(Flow::Returned)?,
        })
    }

    /// Whether more left than there was.
    pub fn balance(&self) -> Balance {
        leaving(&self.left_from())
    }

    /// What is left, below zero where more left than there was.
    pub fn left(&self) -> Result<(Decimal, &'static str), Why> {
        left(&self.left_from())
    }

    fn left_from(&self) -> LeftFrom<'_> {
        LeftFrom {
            made: &self.made,
            net_content: self.net_content.as_ref(),
            shipped: &self.shipped,
            used: &self.used,
            destroyed: &self.destroyed,
            sold: &self.sold,
            returned: &self.returned,
            tolerance: Tolerance::NONE,
        }
    }
}

/// Net content of a piece, where pieces were made and weighed together.
fn per_piece(net: &Quantity, made: &Quantity) -> Option<Quantity> {
    let pieces = made.pieces().filter(|pieces| *pieces > 0)?;
    let value = net.value.checked_div(Decimal::from(pieces))?;
    Some(Quantity { value, unit: net.unit.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quantity::Unit;
    use proptest::prelude::*;

    const UNITS: [&str; 8] = ["EA", "H87", "KGM", "GRM", "TNE", "LTR", "MLT", "MTR"];
    const FLOWS: [Flow; 6] =
        [Flow::Used, Flow::Shipped, Flow::Destroyed, Flow::Sold, Flow::Returned, Flow::Lost];

    fn quantity((value, unit): (u32, usize)) -> Quantity {
        let unit = Unit::parse(UNITS[unit]).unwrap();
        Quantity { value: Decimal::new(i64::from(value), 2), unit }
    }

    fn record(quantity: &Quantity) -> QuantityRecord {
        QuantityRecord::from(quantity)
    }

    /// All that was stated, summed anew.
    fn whole(made: &MadeRecord, stated: &[(Flow, Quantity)]) -> Balance {
        let of = |flow| -> Vec<Quantity> {
            let wanted = stated.iter().filter(|(known, _)| *known == flow);
            wanted.map(|(_, quantity)| quantity.clone()).collect()
        };
        let quantity = made.quantity.quantity().unwrap();
        let net = made.net_mass.as_ref().and_then(QuantityRecord::quantity);
        leaving(&LeftFrom {
            made: &quantity,
            net_content: net.as_ref().and_then(|net| per_piece(net, &quantity)).as_ref(),
            shipped: &of(Flow::Shipped),
            used: &[of(Flow::Used), of(Flow::Lost)].concat(),
            destroyed: &of(Flow::Destroyed),
            sold: &of(Flow::Sold),
            returned: &of(Flow::Returned),
            tolerance: Tolerance::NONE,
        })
    }

    proptest! {
        /// After any history, what was taken back included, the running sums say what a full
        /// recomputation says; histories of one measure are as frequent as mixed ones.
        #[test]
        fn running_sums_are_the_full_recomputation(
            family in 0_usize..5,
            pieces in prop::sample::select(vec![1_u32, 4, 10, 100]),
            net in prop::option::of(1_u32..1000),
            steps in prop::collection::vec((0_usize..6, 0_u32..5000, 0_usize..8, any::<bool>()), 0..40),
        ) {
            // Mostly units that can be summed: pieces, mass, volume, pieces and mass, all of them.
            let units: &[usize] = [&[0, 1][..], &[2, 3, 4], &[5, 6], &[0, 2, 3], &[0, 2, 5, 7]][family];
            let made = quantity((pieces * 100, units[0]));
            let net = net.map(|net| record(&Quantity { value: Decimal::from(net * pieces), unit: Unit::parse("KGM").unwrap() }));
            let made = MadeRecord {
                maker: None, site: None, imported: false, additives: Vec::new(),
                quantity: record(&made), net_mass: net, making: crate::fact::record::MakingRecord::default(),
            };
            let mut sums = LotSumsRow::default();
            let mut stated: Vec<(Flow, Quantity)> = Vec::new();
            for (flow, value, unit, back) in steps {
                let said = (FLOWS[flow], quantity((value, units[unit % units.len()])));
                sums.add(said.0, &said.1);
                stated.push(said);
                if back && value % 3 == 0 {
                    let (flow, quantity) = stated.swap_remove(value as usize % stated.len());
                    sums.remove(flow, &quantity);
                }
                let running = Running::of(&made, &sums);
                let running = running.map_or_else(|why| Balance::NotComputable { why }, |of| of.balance());
                match (running, whole(&made, &stated)) {
                    // Of several reasons the first that is met is told.
                    (Balance::NotComputable { .. }, Balance::NotComputable { .. }) => {}
                    (running, whole) => prop_assert_eq!(running, whole, "{:?}", stated),
                }
            }
        }
    }
}
