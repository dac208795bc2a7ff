//! The kinds of permits, filings and certificates a register holds: a closed set of words.

use super::super::day::Day;

/// Kind of a permit, filing or certificate. Stored by its number, which never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum PermitKind {
    /// Food production licence, `SC` and 14 digits.
    FoodProduction = 0,
    /// Its predecessor, `QS` and 12 digits.
    FoodProductionOld = 1,
    /// Certificate of compulsory product certification, 16 digits.
    Ccc = 2,
    /// Registration of a workshop (小作坊) by its county.
    Workshop = 3,
    /// Registration of the standard a product is made to.
    Standard = 4,
    /// Filing of the additives a product is made with.
    AdditiveFiling = 5,
    /// Filing of contract processing.
    Commission = 6,
    /// Certificate of a management system or of a product, compulsory ones apart.
    Certificate = 7,
    /// Inspection and quarantine certificate of an import.
    InspectionCertificate = 8,
    /// Quality title, kept as history also where the title was abolished.
    Honour = 9,
    /// Signed pledge.
    Pledge = 10,
    /// Approval of a drug.
    Drug = 11,
    /// Production licence of an industrial product, packaging for food included.
    IndustrialProduction = 12,
    /// Licence to trade in food.
    FoodSale = 13,
    /// Accreditation of a laboratory.
    Laboratory = 14,
    /// Right to a geographical indication.
    Origin = 15,
    /// Any other paper.
    Other = 16,
    /// Licence to make food additives.
    AdditiveProduction = 17,
    /// Registration of a formula, as infant formula needs it.
    FormulaRegistration = 18,
    /// Registration or filing of a health food.
    HealthFoodRegistration = 19,
    /// Lets a laboratory add tests to lots of the holder.
    TestingCommission = 20,
    /// Order of an authority to put something right by a day: the only kind that burdens its holder.
    ImprovementOrder = 21,
}

impl PermitKind {
    /// Every kind, in stored order.
    pub const ALL: &'static [Self] = &[
        Self::FoodProduction,
        Self::FoodProductionOld,
        Self::Ccc,
        Self::Workshop,
        Self::Standard,
        Self::AdditiveFiling,
        Self::Commission,
        Self::Certificate,
        Self::InspectionCertificate,
        Self::Honour,
        Self::Pledge,
        Self::Drug,
        Self::IndustrialProduction,
        Self::FoodSale,
        Self::Laboratory,
        Self::Origin,
        Self::Other,
        Self::AdditiveProduction,
        Self::FormulaRegistration,
        Self::HealthFoodRegistration,
        Self::TestingCommission,
        Self::ImprovementOrder,
    ];

    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::FoodProduction => "foodProduction",
            Self::FoodProductionOld => "foodProductionOld",
            Self::Ccc => "ccc",
            Self::Workshop => "workshop",
            Self::Standard => "standard",
            Self::AdditiveFiling => "additiveFiling",
            Self::Commission => "commission",
            Self::Certificate => "certificate",
            Self::InspectionCertificate => "inspectionCertificate",
            Self::Honour => "honour",
            Self::Pledge => "pledge",
            Self::Drug => "drug",
            Self::IndustrialProduction => "industrialProduction",
            Self::FoodSale => "foodSale",
            Self::Laboratory => "laboratory",
            Self::Origin => "origin",
            Self::Other => "other",
            Self::AdditiveProduction => "additiveProduction",
            Self::FormulaRegistration => "formulaRegistration",
            Self::HealthFoodRegistration => "healthFoodRegistration",
            Self::TestingCommission => "testingCommission",
            Self::ImprovementOrder => "improvementOrder",
        }
    }

    /// The stored number.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Reads the word of the contract.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// Reads the stored number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.number() == number)
    }

    /// Reads the word of a kind that lets its holder do something: an order does not.
    pub fn parse_permit(word: &str) -> Option<Self> {
        Self::parse(word).filter(|kind| *kind != Self::ImprovementOrder)
    }

    /// Whether the law let a product made on `day` carry a number of this kind. `QS` numbers went
    /// out of use with products made from 2018-10-01 on (Measures for Food Production Licensing,
    /// 2015: three years of grace); the others have no such end.
    pub fn may_be_printed_on(self, day: Day) -> bool {
        let first_without = Day::parse("2018-10-01");
        self != Self::FoodProductionOld || first_without.is_none_or(|first| day < first)
    }
}

#[cfg(test)]
mod tests {
    use crate::texts::permits::permit_kind;

    use super::*;

    #[test]
    fn words_and_numbers_are_read_back() {
        for (at, kind) in PermitKind::ALL.iter().copied().enumerate() {
            assert_eq!(usize::from(kind.number()), at);
            assert_eq!(PermitKind::parse(kind.word()), Some(kind));
            assert_eq!(PermitKind::from_number(kind.number()), Some(kind));
            assert!(permit_kind(kind.word()).is_some(), "{kind:?} has no name");
        }
        assert_eq!(PermitKind::parse_permit("ccc"), Some(PermitKind::Ccc));
        assert_eq!(PermitKind::parse_permit("improvementOrder"), None);
        assert_eq!(PermitKind::parse("FoodProduction"), None);
        assert_eq!(PermitKind::from_number(22), None);
    }

    #[test]
    fn the_old_number_has_a_last_day() {
        let day = |text| Day::parse(text).unwrap();
        assert!(PermitKind::FoodProductionOld.may_be_printed_on(day("2018-09-30")));
        assert!(!PermitKind::FoodProductionOld.may_be_printed_on(day("2018-10-01")));
        assert!(PermitKind::FoodProduction.may_be_printed_on(day("2026-11-23")));
    }
}
