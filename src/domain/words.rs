//! Closed sets of words that the contract fixes. Each word is stored by its number, which never changes.

/// Declares a closed set: variant, stored number, word of the contract.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $number:literal $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $(#[doc = $word] $variant,)+ }

        impl $name {
            /// Every word, in stored order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word of the contract.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The stored number.
            pub fn number(self) -> u8 {
                match self { $(Self::$variant => $number,)+ }
            }

            /// Reads the word of the contract.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }

            /// Reads the stored number.
            pub fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// What a token may do; also what an organization is admitted as (operator excepted).
    Role {
        Operator = 0 "operator",
        Regulator = 1 "regulator",
        Producer = 2 "producer",
        Laboratory = 3 "laboratory",
        Seller = 4 "seller",
    }
}
words! {
    /// State of a unit.
    UnitState {
        Issued = 0 "issued",
        Activated = 1 "activated",
        Sold = 2 "sold",
        Voided = 3 "voided",
        Returned = 4 "returned",
    }
}
words! {
    /// State of a batch.
    BatchState {
        Registered = 0 "registered",
        Released = 1 "released",
        Withdrawn = 2 "withdrawn",
    }
}
words! {
    /// Law a recall is run under. Only `food` and `drug` have classes.
    Regime {
        Food = 0 "food",
        ConsumerGoods = 1 "consumerGoods",
        Vehicle = 2 "vehicle",
        Drug = 3 "drug",
        Other = 4 "other",
    }
}
words! {
    /// Whether a firm acts by itself.
    RecallKind { Voluntary = 0 "voluntary", Ordered = 1 "ordered", }
}
words! {
    /// What can hurt; chooses the words of the page.
    Hazard {
        Pathogen = 0 "pathogen",
        Chemical = 1 "chemical",
        NonFood = 2 "nonFood",
        Allergen = 3 "allergen",
        ForeignBody = 4 "foreignBody",
        Label = 5 "label",
        Injury = 6 "injury",
        Other = 7 "other",
    }
}
words! {
    /// What the buyer or the goods get.
    Remedy {
        Repair = 0 "repair",
        Replace = 1 "replace",
        Refund = 2 "refund",
        Destroy = 3 "destroy",
        Relabel = 4 "relabel",
    }
}
words! {
    /// What a correction corrects.
    CorrectionKind { Record = 0 "record", Product = 1 "product", Label = 2 "label", }
}
words! {
    /// Part of a record that can be erased.
    SectionKind { Public = 0 "public", Restricted = 1 "restricted", }
}
words! {
    /// Computed outcome of a test.
    Outcome { Pass = 0 "pass", Fail = 1 "fail", NoLimit = 2 "noLimit", }
}
words! {
    /// The two measures of this version.
    MeasureKind { Hold = 0 "hold", Recall = 1 "recall", }
}
words! {
    /// State of a measure. `Lifted` clears what it covered; `Closed` does not.
    MeasureState { Open = 0 "open", Closed = 1 "closed", Lifted = 2 "lifted", }
}

impl Regime {
    /// Whether recalls of this regime have classes 1 to 3.
    pub fn has_classes(self) -> bool {
        matches!(self, Self::Food | Self::Drug)
    }
}
