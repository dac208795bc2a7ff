//! Additives: reading the table, and judging records against it on one core.

use crate::table::{Table, count};
use crate::units::per_second;
use std::hint::black_box;
use suyuan::rules::additives::{AdditiveTable, Basis, Formula, Named, Use, judge};

const TABLE: &[u8] = include_bytes!("../../schemas/tables/gb2760-2024.json");
/// What may go into a sausage: CNS number and g in 1720.3 kg.
const USED: [(&str, u32); 12] = [
    ("09.002", 100),
    ("17.004", 1_200),
    ("15.004", 5_100),
    ("04.018", 900),
    ("17.019", 200),
    ("08.120", 150),
    ("20.009", 800),
    ("01.101", 400),
    ("19.016", 90),
    ("12.004", 300),
    ("17.009(ii)", 80),
    ("08.145", 40),
];

/// Prints the table.
pub(crate) fn measure() {
    let read = per_second(|_| {
        black_box(AdditiveTable::parse(TABLE).unwrap());
    });
    let table = AdditiveTable::parse(TABLE).unwrap();
    let judged = |additives: usize| {
        let uses: Vec<_> = USED.iter().take(additives).map(used).collect();
        let basis = Basis { mass: "1720.3".parse().ok(), ..Basis::default() };
        let category = Some("08.03.05");
        let formula = Formula { category, basis, uses: &uses, ..Formula::default() };
        count(per_second(|_| {
            black_box(judge(&table, black_box(&formula)));
        }))
    };
    let columns = ["tables read/s", "records of 4 additives/s", "of 8", "of 12 (aim: 100 000)"];
    let shown = Table::new("Additives: one core", &columns);
    shown.row(&[count(read), judged(4), judged(8), judged(12)]);
}

fn used((cns, grams): &(&'static str, u32)) -> Use<'static> {
    Use {
        additive: Named { cns: Some(cns), ..Named::default() },
        mass: Some((*grams).into()),
        active_fraction: "0.746".parse().ok(),
        function: None,
    }
}
