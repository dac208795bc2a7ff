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

mod effectiveness;

pub use effectiveness::{AnswerSide, Disposition, DrillStep};

words! {
    /// What a token may do; also what an organization is admitted as (operator excepted).
    Role {
        Operator = 0 "operator",
        Regulator = 1 "regulator",
        Producer = 2 "producer",
        Laboratory = 3 "laboratory",
        Seller = 4 "seller",
        Workshop = 5 "workshop",
        Importer = 6 "importer",
        Partner = 7 "partner",
        Officer = 8 "officer",
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
    /// How far a recall has come. That it was ordered, or has more time, is told beside it.
    RecallStage {
        Discovered = 0 "discovered",
        Assessed = 1 "assessed",
        Started = 2 "started",
        Notified = 3 "notified",
        Recovering = 4 "recovering",
        Disposed = 5 "disposed",
        Closed = 6 "closed",
    }
}
words! {
    /// A document of a recall: for the authority, or for everybody.
    RecallPaper { Plan = 0 "plan", Notice = 1 "notice", }
}
words! {
    /// What an authority answers that was asked for help with a recall (协查). All but the first end the
    /// task.
    AssistanceAnswer {
        Received = 0 "received",
        NothingFound = 1 "nothingFound",
        GoodsSecured = 2 "goodsSecured",
        PassedOn = 3 "passedOn",
    }
}
words! {
    /// What becomes of goods that a recall reaches through an ingredient.
    ReachEffect { Recalled = 0 "recalled", Held = 1 "held", }
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
    /// How a firm corrects its records, and an authority opens recalls: at once, or after a second post
    /// has confirmed.
    Eyes { Single = 0 "single", FourEyes = 1 "fourEyes", }
}
words! {
    /// What a rule set a firm to do.
    TaskKind {
        DecideOnRecall = 0 "decideOnRecall",
        HoldOrRecall = 1 "holdOrRecall",
        Relabel = 2 "relabel",
    }
}
words! {
    /// Part of a record that can be erased.
    SectionKind { Public = 0 "public", Restricted = 1 "restricted", }
}
words! {
    /// Computed outcome of a test.
    Outcome { Pass = 0 "pass", Fail = 1 "fail", NoLimit = 2 "noLimit", NoItems = 3 "noItems", }
}
words! {
    /// Whether a laboratory still works on a report. A final one takes the place of the preliminary one
    /// of its number.
    ReportState { Final = 0 "final", Preliminary = 1 "preliminary", }
}
words! {
    /// Kind of a check: who tested, and why.
    CheckKind {
        FactoryTest = 0 "factoryTest",
        IncomingInspection = 1 "incomingInspection",
        ProcessControl = 2 "processControl",
        OutsideTest = 3 "outsideTest",
        ComparisonTest = 4 "comparisonTest",
        SupervisionSampling = 5 "supervisionSampling",
        ImportInspection = 6 "importInspection",
        Other = 7 "other",
    }
}
words! {
    /// A group of information that may have to be on record for a batch. Left out are name,
    /// specification and production date: nothing can be registered without them.
    Group {
        Origin = 0 "origin",
        Ingredients = 1 "ingredients",
        IngredientSources = 2 "ingredientSources",
        SourcePapers = 3 "sourcePapers",
        IncomingChecks = 4 "incomingChecks",
        Additives = 5 "additives",
        Formula = 6 "formula",
        ProcessControls = 7 "processControls",
        FactoryTest = 8 "factoryTest",
        NetContent = 9 "netContent",
        IngredientStatement = 10 "ingredientStatement",
        Allergens = 11 "allergens",
        Nutrition = 12 "nutrition",
        Storage = 13 "storage",
        ShelfLife = 14 "shelfLife",
        Expiry = 15 "expiry",
        Standard = 16 "standard",
        ResponsibleParty = 17 "responsibleParty",
        PermitNumber = 18 "permitNumber",
    }
}
words! {
    /// The five pledges of a food workshop (special rectification plan, part 5 (3)).
    Pledge {
        NoNonFoodMaterial = 0 "noNonFoodMaterial",
        NoAdditiveAbuse = 1 "noAdditiveAbuse",
        NoRecycledFood = 2 "noRecycledFood",
        NoMallsOrSupermarkets = 3 "noMallsOrSupermarkets",
        WithinPledgedArea = 4 "withinPledgedArea",
    }
}
words! {
    /// What happened to an entry of the register: 注销 is cancelled, 吊销 revoked, 撤销 annulled. The
    /// last two are of improvement orders alone.
    EntryStatus {
        Granted = 0 "granted",
        Renewed = 1 "renewed",
        Suspended = 2 "suspended",
        Resumed = 3 "resumed",
        Cancelled = 4 "cancelled",
        Revoked = 5 "revoked",
        Annulled = 6 "annulled",
        Fulfilled = 7 "fulfilled",
        Withdrawn = 8 "withdrawn",
    }
}
words! {
    /// How the use of an additive stands to the table of permitted ones.
    AdditiveOutcome {
        Within = 0 "within",
        NeedsJudgement = 1 "needsJudgement",
        Over = 2 "over",
        NotPermitted = 3 "notPermitted",
        NotListed = 4 "notListed",
    }
}
words! {
    /// Where a sale happens.
    Channel {
        Mall = 0 "mall",
        Supermarket = 1 "supermarket",
        Shop = 2 "shop",
        Market = 3 "market",
        Catering = 4 "catering",
        Online = 5 "online",
    }
}
words! {
    /// What happens to goods between maker and buyer.
    BizStep {
        Packing = 0 "packing",
        Shipping = 1 "shipping",
        Receiving = 2 "receiving",
        Selling = 3 "selling",
        Returning = 4 "returning",
        Destroying = 5 "destroying",
        Rework = 6 "rework",
        Loss = 7 "loss",
        Unpacking = 8 "unpacking",
    }
}
words! {
    /// The ways in which goods of a lot go, as its balance counts them.
    Flow {
        Used = 0 "used",
        Shipped = 1 "shipped",
        Destroyed = 2 "destroyed",
        Sold = 3 "sold",
        Returned = 4 "returned",
        Lost = 5 "lost",
    }
}
words! {
    /// What does not add up or breaks a rule in a statement.
    FindingKind {
        Overdraw = 0 "overdraw",
        OutsideSaleArea = 1 "outsideSaleArea",
        RefusedChannel = 2 "refusedChannel",
        CaseLoop = 3 "caseLoop",
        SsccCheckDigit = 4 "ssccCheckDigit",
        UnitMismatch = 5 "unitMismatch",
        ImprovementOverdue = 6 "improvementOverdue",
        Yield = 7 "yield",
    }
}
words! {
    /// Dated data that rules are read from.
    PolicyKind { Profile = 0 "profile", Additives = 1 "additiveTable", Banned = 2 "bannedList", }
}
words! {
    /// The two measures of this version.
    MeasureKind { Hold = 0 "hold", Recall = 1 "recall", }
}
words! {
    /// State of a measure. `Lifted` clears what it covered; `Closed` does not.
    MeasureState { Open = 0 "open", Closed = 1 "closed", Lifted = 2 "lifted", }
}

words! {
    /// What a change says that machines are told of.
    ChangeKind {
        RecallOpened = 0 "recallOpened",
        RecallExtended = 1 "recallExtended",
        RecallNarrowed = 2 "recallNarrowed",
        RecallClosed = 3 "recallClosed",
        RecallLifted = 4 "recallLifted",
        EntryRegistered = 5 "entryRegistered",
        EntryChanged = 6 "entryChanged",
        HoldOpened = 7 "holdOpened",
        HoldEnded = 8 "holdEnded",
        BatchWithdrawn = 9 "batchWithdrawn",
        TaskOpened = 10 "taskOpened",
        Watch = 11 "watch",
        RecallReached = 12 "recallReached",
        RecallProgressed = 13 "recallProgressed",
        TaskEscalated = 14 "taskEscalated",
    }
}
words! {
    /// How far a change is told: to everyone, to those who watch its subject, or to the office only.
    ChangeReach { Everyone = 0 "everyone", Watchers = 1 "watchers", Office = 2 "office", }
}
words! {
    /// Why nothing is delivered to a webhook until a test of it succeeds.
    PauseReason {
        Failing = 0 "failing",
        Gone = 1 "gone",
        TokenEnded = 2 "tokenEnded",
    }
}

impl Role {
    /// Whether it answers for goods of its own: it registers, releases and corrects them.
    pub fn answers_for_goods(self) -> bool {
        matches!(self, Self::Producer | Self::Workshop | Self::Importer)
    }

    /// Whether it acts for an authority, on subjects of its region.
    pub fn is_of_authority(self) -> bool {
        matches!(self, Self::Regulator | Self::Officer)
    }
}

impl EntryStatus {
    /// Whether it happens to improvement orders, and to nothing else.
    pub fn is_of_orders(self) -> bool {
        matches!(self, Self::Fulfilled | Self::Withdrawn)
    }
}

impl Regime {
    /// Whether recalls of this regime have classes 1 to 3.
    pub fn has_classes(self) -> bool {
        matches!(self, Self::Food | Self::Drug)
    }
}
