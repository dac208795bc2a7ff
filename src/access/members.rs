//! The table of members × audience. A member that no row names is the office's.

/// Who may read a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Whoever scans the code.
    Everyone,
    /// The organization itself, and regulators whose region includes it.
    Office,
}

/// Kinds of document, by what their members mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    Organization,
    Token,
    Product,
    Batch,
    Check,
    /// A reason alone: holds, withdrawals, changes of units.
    Reason,
    Erasure,
    Recall,
    /// Extension or narrowing.
    RecallStep,
    /// Closing or lifting.
    RecallEnd,
    /// A stage of a recall.
    RecallStage,
    /// A plan, for the authority alone.
    RecallPlan,
    RecallNotice,
    /// More time for a recall.
    MoreTime,
    /// An answer between authorities.
    Assistance,
    /// Entry of the register.
    Entry,
    /// What happened to an entry.
    EntryStatus,
    /// What happened to goods.
    Event,
    /// A check that waits for its lot.
    QueuedCheck,
    /// Answer of a post to a question about additives.
    Judgement,
    /// Consignees of recalls, their answers, visits to shops; drills.
    Effectiveness,
}

/// Stands for every index of a list.
pub(super) const EACH: &str = "*";

use Audience::{Everyone, Office};

/// Rows of one kind: a pattern covers what stands at it and below it, the longest pattern decides.
type Rows = &'static [(&'static str, Audience)];

const ORGANIZATION: Rows = &[
    ("/code", Everyone),
    ("/name", Everyone),
    ("/roles", Everyone),
    ("/region", Everyone),
    ("/address", Everyone),
    ("/contact/phone", Everyone),
    ("/contact/person", Office),
    ("/contact/email", Office),
    ("/gln", Everyone),
];

/// A register is there to be read (Food Safety Law, Art. 113; the papers ask for public lists).
const ENTRY: Rows = &[
    ("/kind", Everyone),
    ("/number", Everyone),
    ("/issuer", Everyone),
    ("/validFrom", Everyone),
    ("/validTo", Everyone),
    ("/covers", Everyone),
    ("/site", Everyone),
    ("/region", Everyone),
    ("/counterpart", Everyone),
    ("/product", Everyone),
    ("/pledges", Everyone),
    ("/area", Everyone),
    ("/note", Office),
    ("/instructions", Office),
    ("/evidence", Office),
];

const ENTRY_STATUS: Rows = &[
    ("/status", Everyone),
    ("/on", Everyone),
    ("/validTo", Everyone),
    ("/reason", Everyone),
    ("/evidence", Office),
];

const EVENT: Rows = &[
    ("/bizStep", Everyone),
    ("/on", Everyone),
    ("/region", Everyone),
    ("/quantity", Office),
    ("/counterpart", Office),
    ("/channel", Office),
    ("/sscc", Office),
    ("/parent", Office),
    ("/children", Office),
    ("/note", Office),
];

/// A key names what came in with an ingredient: formula.
const JUDGEMENT: Rows =
    &[("/version", Office), ("/key", Office), ("/permitted", Office), ("/reason", Office)];

const TOKEN: Rows =
    &[("/role", Everyone), ("/label", Office), ("/expiresOn", Office), ("/post", Everyone)];

const PRODUCT: Rows = &[
    ("/product", Everyone),
    ("/version", Everyone),
    ("/validFrom", Everyone),
    ("/gtin", Everyone),
    ("/name", Everyone),
    ("/specification", Everyone),
    ("/netContent/value", Everyone),
    ("/netContent/unit", Everyone),
    ("/largestFaceCm2", Everyone),
    ("/category", Everyone),
    ("/permitCategory", Everyone),
    ("/additiveCategory", Everyone),
    ("/responsibleParty", Everyone),
    ("/standard", Everyone),
    ("/shelfLife/value", Everyone),
    ("/shelfLife/unit", Everyone),
    ("/shelfLife/dateType", Everyone),
    ("/label/version", Everyone),
    ("/label/basis", Everyone),
    ("/label/storage/minCel", Everyone),
    ("/label/storage/maxCel", Everyone),
    ("/label/storage/text", Everyone),
    ("/label/ingredientStatement/*/name", Everyone),
    ("/label/ingredientStatement/*/cns", Everyone),
    ("/label/ingredientStatement/*/percent", Everyone),
    ("/label/allergens/*/code", Everyone),
    ("/label/allergens/*/containment", Everyone),
    ("/label/nutrition/per/value", Everyone),
    ("/label/nutrition/per/unit", Everyone),
    ("/label/nutrition/items/*/code", Everyone),
    ("/label/nutrition/items/*/value", Everyone),
    ("/label/nutrition/items/*/unit", Everyone),
    ("/formula", Office),
];

const BATCH: Rows = &[
    ("/product", Everyone),
    ("/productVersion", Everyone),
    ("/lot", Everyone),
    ("/lotAsPrinted", Everyone),
    ("/producedOn", Everyone),
    ("/expiresOn", Everyone),
    ("/datesAsPrinted/production", Everyone),
    ("/datesAsPrinted/expiry", Everyone),
    ("/manufacturer/organization", Everyone),
    ("/manufacturer/site", Everyone),
    ("/manufacturer/permit", Everyone),
    ("/manufacturer/relation", Everyone),
    ("/manufacturer/entry", Office),
    ("/origin/country", Everyone),
    ("/origin/region", Everyone),
    ("/origin/stage", Everyone),
    ("/quantity", Office),
    ("/density", Office),
    ("/fat", Office),
    ("/preparation", Office),
    ("/ingredients/*/name", Everyone),
    ("/ingredients/*/material", Office),
    ("/ingredients/*/role", Everyone),
    ("/ingredients/*/quantity", Office),
    ("/ingredients/*/source", Office),
    ("/ingredients/*/origin/country", Everyone),
    ("/ingredients/*/origin/region", Everyone),
    ("/ingredients/*/origin/stage", Everyone),
    ("/ingredients/*/receivedOn", Office),
    ("/ingredients/*/documents/*/type", Everyone),
    ("/ingredients/*/documents/*/number", Office),
    ("/ingredients/*/incomingCheck", Office),
    ("/ingredients/*/additiveCategory", Office),
    ("/ingredients/*/additives", Office),
    ("/additives/*/cns", Everyone),
    ("/additives/*/ins", Everyone),
    ("/additives/*/name", Everyone),
    ("/additives/*/function", Everyone),
    ("/additives/*/used", Office),
    ("/additives/*/activeFraction", Office),
    ("/additives/*/expressedAs", Office),
    ("/additives/*/source", Office),
    ("/processControls", Office),
    ("/saleArea/country", Everyone),
    ("/units", Office),
];

const CHECK: Rows = &[
    ("/kind", Everyone),
    ("/reportNo", Everyone),
    ("/reportState", Everyone),
    ("/sampleNo", Office),
    ("/reporter", Office),
    ("/laboratory/contact", Office),
    ("/laboratory/organization", Everyone),
    ("/laboratory/accreditation", Everyone),
    ("/sampledOn", Everyone),
    ("/testedOn", Everyone),
    ("/stage", Everyone),
    ("/items/*/item", Everyone),
    ("/items/*/hazard", Everyone),
    ("/items/*/starred", Everyone),
    ("/items/*/method", Everyone),
    ("/items/*/result/comparator", Everyone),
    ("/items/*/result/value", Everyone),
    ("/items/*/result/unit", Everyone),
    ("/items/*/result/stated", Everyone),
    ("/items/*/results", Everyone),
    ("/items/*/unit", Everyone),
    ("/items/*/plan/n", Everyone),
    ("/items/*/plan/c", Everyone),
    ("/items/*/plan/m", Everyone),
    ("/items/*/plan/M", Everyone),
    ("/items/*/plan/per", Everyone),
    ("/items/*/limit/min", Everyone),
    ("/items/*/limit/max", Everyone),
    ("/items/*/limit/basis", Everyone),
    ("/items/*/fromReport", Everyone),
    ("/evidence", Office),
];

/// Nobody reads it who is not named in it: a laboratory's customers and their samples.
const QUEUED_CHECK: Rows = &[("", Office)];

/// Who buys from whom, and how a drill went, is the office's.
const EFFECTIVENESS: Rows = &[("", Office)];

const REASON: Rows = &[("/reason", Everyone)];

const ERASURE: Rows = &[("/section", Everyone), ("/legalGround", Everyone)];

const RECALL: Rows = &[
    ("/scope", Everyone),
    // Who supplies whom is a trade secret; what may be told of it stands in the fact.
    ("/scope/ingredientLot", Office),
    ("/scope/any/*/ingredientLot", Office),
    ("/scope/receivedFrom", Office),
    ("/scope/any/*/receivedFrom", Office),
    ("/effect", Everyone),
    ("/regime", Everyone),
    ("/class", Everyone),
    ("/kind", Everyone),
    ("/hazard", Everyone),
    ("/declaredOnLabel", Everyone),
    ("/reason", Everyone),
    ("/remedy", Everyone),
    ("/instructions", Everyone),
    ("/riskKnownAt", Everyone),
];

const RECALL_STEP: Rows = &[
    ("/scope", Everyone),
    ("/scope/ingredientLot", Office),
    ("/scope/any/*/ingredientLot", Office),
    ("/scope/receivedFrom", Office),
    ("/scope/any/*/receivedFrom", Office),
    ("/reason", Everyone),
];

const RECALL_END: Rows = &[("/reason", Everyone), ("/evidence", Office)];

const RECALL_STAGE: Rows =
    &[("/stage", Everyone), ("/at", Everyone), ("/class", Everyone), ("/statement", Everyone)];

const RECALL_PLAN: Rows = &[];

const RECALL_NOTICE: Rows = &[
    ("/email", Everyone),
    ("/brand", Everyone),
    ("/startsOn", Everyone),
    ("/endsOn", Everyone),
    ("/area", Everyone),
    ("/operatorDuties", Everyone),
    ("/refund", Everyone),
    ("/channel", Everyone),
];

const ASSISTANCE: Rows = &[];

const MORE_TIME: Rows = &[("/finishBy", Everyone), ("/reason", Everyone)];

/// Who may read what stands at `pointer` (RFC 6901, or with `*` for a list index).
pub fn audience(kind: DocumentKind, pointer: &str) -> Audience {
    row(kind, &place(pointer)).unwrap_or(Office)
}

/// An empty list or object goes with the members it could have: it is public where one of them is.
pub(super) fn audience_of_empty(kind: DocumentKind, place: &str) -> Audience {
    let opens = |(pattern, audience): &(&str, Audience)| {
        *audience == Everyone && rest(pattern, place).is_some()
    };
    let inside = || if rows(kind).iter().any(opens) { Everyone } else { Office };
    row(kind, place).unwrap_or_else(inside)
}

/// What the longest row that covers `place` says; `None` where no row names it.
pub(super) fn row(kind: DocumentKind, place: &str) -> Option<Audience> {
    let covering = rows(kind).iter().filter(|(pattern, _)| rest(place, pattern).is_some());
    covering.max_by_key(|(pattern, _)| pattern.len()).map(|(_, audience)| *audience)
}

/// A pointer with `*` for every list index.
pub(super) fn place(pointer: &str) -> String {
    let mut place = String::with_capacity(pointer.len());
    for segment in pointer.split('/').skip(1) {
        place.push('/');
        place.push_str(if is_index(segment) { EACH } else { segment });
    }
    place
}

/// A member's name as a segment of a place (RFC 6901). A member that is called like an index, or `*`,
/// must not pass for one.
pub(super) fn segment(name: &str) -> String {
    if name == EACH || is_index(name) {
        return format!("~{EACH}");
    }
    name.replace('~', "~0").replace('/', "~1")
}

fn is_index(segment: &str) -> bool {
    segment == "-" || (!segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What of `place` lies at or below `pattern`.
fn rest<'a>(place: &'a str, pattern: &str) -> Option<&'a str> {
    place.strip_prefix(pattern).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn rows(kind: DocumentKind) -> Rows {
    match kind {
        DocumentKind::Organization => ORGANIZATION,
        DocumentKind::Token => TOKEN,
        DocumentKind::Product => PRODUCT,
        DocumentKind::Batch => BATCH,
        DocumentKind::Check => CHECK,
        DocumentKind::Reason => REASON,
        DocumentKind::Erasure => ERASURE,
        DocumentKind::Recall => RECALL,
        DocumentKind::RecallStep => RECALL_STEP,
        DocumentKind::RecallEnd => RECALL_END,
        DocumentKind::RecallStage => RECALL_STAGE,
        DocumentKind::RecallPlan => RECALL_PLAN,
        DocumentKind::RecallNotice => RECALL_NOTICE,
        DocumentKind::MoreTime => MORE_TIME,
        DocumentKind::Assistance => ASSISTANCE,
        DocumentKind::Entry => ENTRY,
        DocumentKind::EntryStatus => ENTRY_STATUS,
        DocumentKind::Event => EVENT,
        DocumentKind::QueuedCheck => QUEUED_CHECK,
        DocumentKind::Judgement => JUDGEMENT,
        DocumentKind::Effectiveness => EFFECTIVENESS,
    }
}
