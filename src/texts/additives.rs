//! Names of the food additives of GB 2760-2024, Table A.1, by CNS or INS number. Names only: limits
//! and permitted foods are not here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Columns `cns,ins,zh,en`. An entry that holds several substances has one row for each number.
static TABLE: &str = include_str!("../../schemas/additives.csv");

type Names = (&'static str, &'static str);
type ByNumber = BTreeMap<&'static str, Names>;

static BY_NUMBER: LazyLock<(ByNumber, ByNumber)> = LazyLock::new(|| {
    let (mut by_cns, mut by_ins) = (BTreeMap::new(), BTreeMap::new());
    for (cns, ins, names) in TABLE.lines().skip(1).filter_map(row) {
        by_cns.entry(cns).or_insert(names);
        by_ins.entry(ins).or_insert(names);
    }
    by_cns.remove("");
    by_ins.remove("");
    (by_cns, by_ins)
});

/// The names (Chinese, English) of an additive by its CNS number `FF.NNN`, else by its INS number.
pub fn additive_name(cns: Option<&str>, ins: Option<&str>) -> Option<(&'static str, &'static str)> {
    let (by_cns, by_ins) = &*BY_NUMBER;
    let found = cns.and_then(|cns| by_cns.get(cns));
    found.or_else(|| ins.and_then(|ins| by_ins.get(ins))).copied()
}

/// Only the English name, which is the last column, may hold commas; it is then quoted.
fn row(line: &'static str) -> Option<(&'static str, &'static str, Names)> {
    let mut columns = line.splitn(4, ',');
    let (cns, ins, zh) = (columns.next()?, columns.next()?, columns.next()?);
    Some((cns, ins, (zh, columns.next()?.trim_matches('"'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_whole_and_every_number_well_formed() {
        let mut rows = 0;
        for line in TABLE.lines().skip(1) {
            let (cns, ins, (zh, en)) = row(line).expect(line);
            assert!(!zh.is_empty() && !en.is_empty() && !en.contains('"'), "{line}");
            assert!(!cns.is_empty() || !ins.is_empty(), "{line}");
            let (class, number) = cns.split_once('.').unwrap_or(("00", "000"));
            assert!(class.len() == 2 && class <= "20" && number.len() >= 3, "{line}");
            rows += 1;
        }
        assert_eq!(rows, 330);
    }

    #[test]
    fn names_are_found_by_either_number() {
        let sorbate = Some(("山梨酸钾", "potassium sorbate"));
        assert_eq!(additive_name(Some("17.004"), None), sorbate);
        assert_eq!(additive_name(None, Some("202")), sorbate);
        assert_eq!(additive_name(Some("99.999"), Some("202")), sorbate);
        assert_eq!(additive_name(Some("09.002"), Some("250")).unwrap().1, "sodium nitrite");
        assert_eq!(additive_name(None, Some("450(iii)")).unwrap().0, "焦磷酸钠");
        assert_eq!(additive_name(Some("10.006"), None).unwrap().0, "单，双甘油脂肪酸酯");
        assert_eq!(additive_name(Some(""), Some("")), None);
        assert_eq!(additive_name(None, None), None);
    }
}
