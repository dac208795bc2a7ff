//! Labels: symbols and their drawings on one core.

use crate::table::{Table, count};
use crate::units::per_second;
use std::hint::black_box;
use suyuan::domain::unit_code::{KeySlot, UnitKey};
use suyuan::labels::{Geometry, Symbol, png, svg};
use suyuan::wire::address::{Goods, PublicUrl, issued};

/// Prints the table.
pub(crate) fn measure() {
    let url = PublicUrl::parse("https://t.example.cn").unwrap();
    let goods =
        Goods { organization: "9520000000004", product: "SS-200", gtin: Some("09521001400176") };
    let (key, slot) = (UnitKey::from_bytes([7; 32]), KeySlot::new(0).unwrap());
    let address = |n| issued(&url, goods, &key.code(slot, n).expect("below 2⁴⁰"));
    let geometry = Geometry::new(Some(300), None).unwrap();
    let symbols: Vec<_> = (0..256).map(|n| Symbol::new(&address(n)).unwrap()).collect();
    let symbol = |n: u64| symbols.get(usize::try_from(n % 256).unwrap()).expect("one of 256");
    let addresses: Vec<_> = (0..256).map(address).collect();
    let made = per_second(|n| {
        let address = addresses.get(usize::try_from(n % 256).unwrap()).expect("one of 256");
        black_box(Symbol::new(address).unwrap());
    });
    let pngs = per_second(|n| {
        black_box(png(symbol(n), geometry));
    });
    let svgs = per_second(|n| {
        black_box(svg(symbol(n), geometry, "(01) 09521001400176\n(10) L1\n7K3M-Q9TX-V2HD-84RW"));
    });
    let table = Table::new(
        "Labels: GTIN and issued code, 300 dpi, one core",
        &["symbols/s", "PNG/s", "SVG/s"],
    );
    table.row(&[count(made), count(pngs), count(svgs)]);
}
