//! Words of what becomes of recalled goods, and of drills.

words! {
    /// What became of recalled goods at a consignee. `Unaccounted` says that nobody knows.
    Disposition {
        Segregated = 0 "segregated",
        Returned = 1 "returned",
        Destroyed = 2 "destroyed",
        Sold = 3 "sold",
        Unaccounted = 4 "unaccounted",
    }
}
words! {
    /// Who states what a consignee did. `Link` is the consignee without an account.
    AnswerSide {
        Firm = 0 "firm",
        Authority = 1 "authority",
        Consignee = 2 "consignee",
        Link = 3 "link",
    }
}
words! {
    /// What was reached in a drill. `Finished` stops its clock.
    DrillStep {
        LotsFound = 0 "lotsFound",
        ConsigneesListed = 1 "consigneesListed",
        QuantitiesReconciled = 2 "quantitiesReconciled",
        Note = 3 "note",
        Finished = 4 "finished",
    }
}

impl AnswerSide {
    /// Whether the consignee itself speaks.
    pub fn is_consignee(self) -> bool {
        matches!(self, Self::Consignee | Self::Link)
    }
}

impl Disposition {
    /// Whether the goods can no longer reach a buyer through it.
    pub fn is_recovered(self) -> bool {
        matches!(self, Self::Segregated | Self::Returned | Self::Destroyed)
    }
}
