//! Rules of the food label: the nutrition table, the dates, what must be on it, allergens. Each
//! gives findings, never a refusal: what a label says is a statement of the firm.
//!
//! Sources: GB 7718 and GB 28050, in their 2011 editions and in those of 2025, which are in force
//! from 2027-03-16 and may be followed earlier.

use crate::domain::day::Day;

pub mod allergens;
pub mod dates;
pub mod items;
pub mod nutrition;

/// Edition of GB 7718 and GB 28050 a label follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    Of2011,
    Of2025,
}

impl Edition {
    /// The edition for a product made on `made` whose label names its standards (`basis`, e.g.
    /// `GB 7718-2025`): that of 2025 where it is in force or where the label follows it already.
    pub fn of(made: Day, basis: &[String]) -> Self {
        let in_force = Day::parse("2027-03-16").is_some_and(|first| made >= first);
        let follows = |standard: &String| {
            let standard: String = standard.split_whitespace().collect();
            matches!(standard.to_ascii_uppercase().as_str(), "GB7718-2025" | "GB28050-2025")
        };
        if in_force || basis.iter().any(follows) { Self::Of2025 } else { Self::Of2011 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_by_day_and_by_choice() {
        for (made, basis, expected) in [
            ("2027-03-15", "", Edition::Of2011),
            ("2027-03-16", "", Edition::Of2025),
            ("2026-11-22", "GB 7718-2025", Edition::Of2025),
            ("2026-11-22", "gb28050-2025", Edition::Of2025),
            ("2026-11-22", "GB 7718-2011", Edition::Of2011),
            ("2027-03-16", "GB 7718-2011", Edition::Of2025),
        ] {
            let made = Day::parse(made).unwrap();
            assert_eq!(Edition::of(made, &[basis.to_owned()]), expected, "{made} {basis}");
        }
        assert_eq!(Edition::of(Day::parse("2026-01-01").unwrap(), &[]), Edition::Of2011);
    }
}
