//! Why a command is not accepted: one flat set with stable codes. What HTTP makes of a code stands in
//! `http/problem.rs`, its words in `texts/problems.rs`.

/// A refusal. Checks run in the order of this list: shape, rights, existence, identity and state, rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Shape or value of the input; every finding with its place.
    Invalid(Vec<FieldError>),
    /// One reason from the table below.
    Because(Code),
    /// A permission that a sector profile does not give yet; every rule that is not met.
    Unmet(Vec<Unmet>),
}

/// A rule of a profile that is not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// JSON pointer into the batch's or product's document; empty where neither has a place for it.
    pub pointer: String,
    pub code: FieldCode,
    /// What is missing: word of a group, a permit or a pledge, or the item of a test.
    pub what: String,
    /// Law or standard behind the rule, zh and en.
    pub clause: [String; 2],
}

/// One finding in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the body, or `?name` for a query parameter, `/path` names for segments.
    pub pointer: String,
    pub code: FieldCode,
    /// What was there, shortened; empty where showing it helps nobody.
    pub value: String,
}

impl FieldError {
    /// A finding without the value.
    pub fn at(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self { pointer: pointer.into(), code, value: String::new() }
    }
}

impl Refusal {
    /// A refusal with one finding.
    pub fn field(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self::Invalid(vec![FieldError::at(pointer, code)])
    }

    /// The stable code of the whole refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::Because(code) => code.word(),
            Self::Unmet(_) => "gateNotMet",
        }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Self::Because(code)
    }
}

/// Declares a set of codes: variant and the word clients may rely on.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable code.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    };
}

codes! {
    /// Reasons that concern the whole command.
    Code {
        /// No token, or one that is not known, revoked or past its date.
        Unauthorized "unauthorized",
        /// The token's role or organization does not cover this.
        NotYours "notYours",
        /// The operator runs the service and never opens measures.
        OperatorNeverMeasures "operatorNeverMeasures",
        /// The subject lies outside the regulator's region.
        OutsideRegion "outsideRegion",
        /// A post has to answer, and the token names none.
        PostRequired "postRequired",
        /// Only the side that opened a measure may change or end it.
        NotOpenersSide "notOpenersSide",
        /// Not there, or not yours to know.
        NotFound "notFound",
        /// The same identity was used before with other content.
        ChangedUnderSameIdentity "changedUnderSameIdentity",
        /// The party is admitted already, under this or its other code.
        OrganizationExists "organizationExists",
        /// The GTIN belongs to another product of this ledger.
        GtinTaken "gtinTaken",
        /// Versions count up by one.
        VersionOutOfOrder "versionOutOfOrder",
        /// The product version a batch names is not registered.
        VersionNotRegistered "versionNotRegistered",
        /// No lot of this version asked this question.
        QuestionNotAsked "questionNotAsked",
        /// The batch was withdrawn.
        BatchWithdrawn "batchWithdrawn",
        /// Activation comes after release.
        NotReleased "notReleased",
        /// The batch has no units, or not those ordinals.
        OrdinalsNotThere "ordinalsNotThere",
        /// A serial of this product is registered already.
        SerialTaken "serialTaken",
        /// Too many products of the organization share serials of this shape.
        SerialShapeFull "serialShapeFull",
        /// This side holds the batch already.
        AlreadyHeld "alreadyHeld",
        /// There is no hold of this side to end.
        NotHeld "notHeld",
        /// The measure is closed or lifted.
        MeasureEnded "measureEnded",
        /// The stages of a recall follow one another.
        StageOutOfOrder "stageOutOfOrder",
        /// A food recall starts with its plan on record.
        PlanMissing "planMissing",
        /// The public is told with the complete notice on record.
        NoticeMissing "noticeMissing",
        /// The request for help was answered before.
        AlreadyAnswered "alreadyAnswered",
        /// More statements on one recall than can be kept.
        TooManyStatements "tooManyStatements",
        /// The record changed since it was read; read it again.
        ChangedMeanwhile "changedMeanwhile",
        /// Nothing is left of that section.
        AlreadyErased "alreadyErased",
        /// The token was revoked already or never issued here.
        TokenNotThere "tokenNotThere",
        /// More disjoint unit states than one batch may have.
        TooManySegments "tooManySegments",
        /// More measures on one subject than can be shown.
        TooManyMeasures "tooManyMeasures",
        /// The policy does not go together with those in use.
        PolicyConflict "policyConflict",
        /// The queued check was matched with a lot already.
        AlreadyMatched "alreadyMatched",
        /// More entries of the register, or changes of one, than can be kept.
        TooManyEntries "tooManyEntries",
        /// The same post cannot be the second one.
        SecondPostNeeded "secondPostNeeded",
        /// The proposal was confirmed or rejected already.
        ProposalEnded "proposalEnded",
        /// The file was erased on a legal ground.
        EvidenceErased "evidenceErased",
        /// The organization's room for evidence is used up.
        EvidenceFull "evidenceFull",
        /// The body is no PDF, PNG or JPEG by its media type.
        EvidenceMediaType "evidenceMediaType",
        /// The one-time link was used up by a last answer.
        AnswerLinkUsed "answerLinkUsed",
        /// The one-time link is past its time.
        AnswerLinkExpired "answerLinkExpired",
        /// The link was confirmed or rejected already.
        LinkJudged "linkJudged",
        /// More codes than pieces made plus the declared allowance.
        MoreCodesThanPieces "moreCodesThanPieces",
        /// The organization's quota of issued codes is used up.
        QuotaExceeded "quotaExceeded",
        /// A held lot cannot be released or put on sale.
        LotHeld "lotHeld",
        /// A recalled lot cannot be released or put on sale.
        LotRecalled "lotRecalled",
        /// The queue is full; come back.
        Busy "busy",
        /// The commit failed; a restart decides what was kept.
        OutcomeUnknown "outcomeUnknown",
        /// A fault of the service; the log has the details.
        Internal "internal",
        /// Too many look-ups of codes that do not exist.
        TooManyFailedLookups "tooManyFailedLookups",
        /// The body is larger than this route takes.
        BodyTooLarge "bodyTooLarge",
        /// The request target is longer than any address of the service.
        TargetTooLong "targetTooLong",
        /// The body is not `application/json`.
        MediaType "mediaType",
        /// The method is not one of this route.
        MethodNotAllowed "methodNotAllowed",
        /// The request took too long to arrive or to answer.
        TimedOut "timedOut",
        /// More requests of this kind than one client may make.
        TooManyRequests "tooManyRequests",
        /// More webhooks than one side of an organization may have.
        TooManyWebhooks "tooManyWebhooks",
        /// More watches than one side of an organization may have.
        TooManyWatches "tooManyWatches",
        /// The body is no table by its media type.
        ImportMediaType "importMediaType",
        /// The import is still read, written, or was never read to its end.
        ImportNotReady "importNotReady",
        /// All or nothing was asked, and not all rows can be taken.
        ImportHasFindings "importHasFindings",
    }
}

codes! {
    /// What is wrong with one field.
    FieldCode {
        Required "required",
        UnknownField "unknownField",
        DuplicateField "duplicateField",
        WrongType "wrongType",
        Malformed "malformed",
        TooDeep "tooDeep",
        TooLong "tooLong",
        TooShort "tooShort",
        TooMany "tooMany",
        TooFew "tooFew",
        OutOfRange "outOfRange",
        CheckDigit "checkDigit",
        Character "character",
        ControlCharacter "controlCharacter",
        NotADate "notADate",
        NotAnInstant "notAnInstant",
        BeforeProduction "beforeProduction",
        NotAWord "notAWord",
        NotARegion "notARegion",
        NotACode "notACode",
        NotAGtin "notAGtin",
        NotALot "notALot",
        NotASerial "notASerial",
        NotAProductCode "notAProductCode",
        NotAUnit "notAUnit",
        NotAMass "notAMass",
        NotANumber "notANumber",
        NotACategory "notACategory",
        Order "order",
        UnequalShape "unequalShape",
        Overlap "overlap",
        LooksLikeIssuedCode "looksLikeIssuedCode",
        ClassNotInRegime "classNotInRegime",
        AllergenClass "allergenClass",
        Conflict "conflict",
        NotCorrectable "notCorrectable",
        NotAPointer "notAPointer",
        BadCursor "badCursor",
        EmptyText "emptyText",
        CodeMistyped "codeMistyped",
        DigitalLink "digitalLink",
        PolicyUnreadable "policyUnreadable",
        GroupMissing "groupMissing",
        CodingTooCoarse "codingTooCoarse",
        PermitMissing "permitMissing",
        PermitNotCovering "permitNotCovering",
        TestMissing "testMissing",
        TestFailed "testFailed",
        TestNotCounting "testNotCounting",
        PledgeMissing "pledgeMissing",
        OutsideSaleArea "outsideSaleArea",
        NotAWebhookUrl "notAWebhookUrl",
        NotPublicAddress "notPublicAddress",
        ImprovementOverdue "improvementOverdue",
        NotEvidence "notEvidence",
        NotThatMedia "notThatMedia",
        NotNotified "notNotified",
        QuantityUnstated "quantityUnstated",
    }
}
