//! The table of roles × rights, and who may read restricted halves. A right reaches the actor's own
//! organization, the organizations of a region, or every organization.

use crate::domain::command::Actor;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::Code;
use crate::domain::region::Region;
use crate::domain::words::{RecallKind, Role};

/// What a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Admit an organization.
    Admit,
    /// Issue a token of this role.
    IssueToken(Role),
    /// See the list of tokens, and revoke one.
    ManageTokens,
    /// Products, batches, units, activation, voids.
    RegisterGoods,
    /// Release a batch.
    Release,
    /// Say that units were sold or came back.
    ReportSales,
    /// Add a test.
    AddCheck,
    /// Correct a batch's record.
    Correct,
    /// Withdraw a batch.
    Withdraw,
    /// Answer a question about additives.
    Judge,
    /// Open, change or end a hold or a recall of this kind.
    Measure(RecallKind),
    /// Erase a section.
    EraseSection,
    /// State what happened to goods of one's own.
    StateEvent,
    /// Say which lot a queued test belongs to.
    MatchCheck,
    /// Adopt a profile or a table.
    AdoptPolicy,
    /// State an entry of the register, or what happened to one.
    StateEntry,
    /// Have webhooks and a list of things to be told of.
    Subscribe,
    /// Add a file of evidence.
    AddEvidence,
    /// State what was found in a shop.
    StateVisit,
    /// Choose whether recalls of the authority wait for a second post.
    ChooseEyes,
}

/// A right without its detail, as the table lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RightCode {
    Admit,
    IssueAnyToken,
    IssueFirmToken,
    ManageTokens,
    RegisterGoods,
    Release,
    ReportSales,
    AddCheck,
    Correct,
    Withdraw,
    Judge,
    VoluntaryMeasure,
    OrderedMeasure,
    EraseSection,
    StateEvent,
    MatchCheck,
    AdoptPolicy,
    StateEntry,
    Subscribe,
    AddEvidence,
    StateVisit,
    ChooseEyes,
}

/// How far a right goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The organization that the token is bound to.
    Own,
    /// Organizations in the regulator's region.
    Region,
    Everywhere,
}

/// The table. What has no row is not allowed.
const TABLE: &[(Role, RightCode, Reach)] = &[
    (Role::Operator, RightCode::Admit, Reach::Everywhere),
    (Role::Operator, RightCode::IssueAnyToken, Reach::Everywhere),
    (Role::Operator, RightCode::IssueFirmToken, Reach::Everywhere),
    (Role::Operator, RightCode::ManageTokens, Reach::Everywhere),
    (Role::Operator, RightCode::EraseSection, Reach::Everywhere),
    (Role::Operator, RightCode::AdoptPolicy, Reach::Everywhere),
    (Role::Regulator, RightCode::VoluntaryMeasure, Reach::Region),
    (Role::Regulator, RightCode::OrderedMeasure, Reach::Region),
    (Role::Regulator, RightCode::StateEntry, Reach::Region),
    (Role::Regulator, RightCode::MatchCheck, Reach::Region),
    // On behalf of workshops; who acted stands in the fact.
    (Role::Officer, RightCode::RegisterGoods, Reach::Region),
    (Role::Officer, RightCode::AddCheck, Reach::Region),
    (Role::Officer, RightCode::StateEntry, Reach::Region),
    (Role::Regulator, RightCode::StateVisit, Reach::Region),
    (Role::Officer, RightCode::StateVisit, Reach::Region),
    (Role::Regulator, RightCode::AddEvidence, Reach::Region),
    (Role::Officer, RightCode::AddEvidence, Reach::Region),
    (Role::Producer, RightCode::AddEvidence, Reach::Own),
    (Role::Laboratory, RightCode::AddEvidence, Reach::Own),
    (Role::Producer, RightCode::IssueFirmToken, Reach::Own),
    (Role::Producer, RightCode::ManageTokens, Reach::Own),
    (Role::Producer, RightCode::RegisterGoods, Reach::Own),
    (Role::Producer, RightCode::Release, Reach::Own),
    (Role::Producer, RightCode::ReportSales, Reach::Own),
    (Role::Producer, RightCode::AddCheck, Reach::Own),
    (Role::Producer, RightCode::Correct, Reach::Own),
    (Role::Producer, RightCode::Withdraw, Reach::Own),
    (Role::Producer, RightCode::Judge, Reach::Own),
    (Role::Producer, RightCode::VoluntaryMeasure, Reach::Own),
    (Role::Producer, RightCode::StateEntry, Reach::Own),
    (Role::Producer, RightCode::StateEvent, Reach::Own),
    (Role::Producer, RightCode::MatchCheck, Reach::Own),
    (Role::Laboratory, RightCode::AddCheck, Reach::Own),
    (Role::Seller, RightCode::ReportSales, Reach::Own),
    (Role::Seller, RightCode::StateEvent, Reach::Own),
    (Role::Partner, RightCode::StateEvent, Reach::Own),
    (Role::Regulator, RightCode::ChooseEyes, Reach::Own),
    (Role::Regulator, RightCode::Subscribe, Reach::Own),
    (Role::Officer, RightCode::Subscribe, Reach::Own),
    (Role::Producer, RightCode::Subscribe, Reach::Own),
    (Role::Seller, RightCode::Subscribe, Reach::Own),
    (Role::Partner, RightCode::Subscribe, Reach::Own),
];

/// Whether `actor` may use `right` on goods and tokens of `organization`, which lies in `region`.
///
/// Errors: [`Code::OperatorNeverMeasures`]; [`Code::NotYours`] for a role without the right or another
/// organization; [`Code::OutsideRegion`].
pub fn may(
    actor: &Actor,
    right: Right,
    organization: &OrgCode,
    region: &Region,
) -> Result<(), Code> {
    let code = right.code();
    let measure = matches!(code, RightCode::VoluntaryMeasure | RightCode::OrderedMeasure);
    if actor.role == Role::Operator && measure {
        return Err(Code::OperatorNeverMeasures);
    }
    let role = listed_as(actor.role);
    let row = TABLE.iter().find(|(listed_role, listed, _)| *listed_role == role && *listed == code);
    match row.map(|(_, _, reach)| reach) {
        None => Err(Code::NotYours),
        Some(Reach::Everywhere) => Ok(()),
        Some(Reach::Own) => match &actor.organization {
            Some(own) if same_party(own, organization) => Ok(()),
            _ => Err(Code::NotYours),
        },
        Some(Reach::Region) => match &actor.region {
            Some(own) if own.includes(region) => Ok(()),
            _ => Err(Code::OutsideRegion),
        },
    }
}

/// Whether `actor` may use a right that belongs to no organization.
///
/// Errors: [`Code::NotYours`].
pub fn may_everywhere(actor: &Actor, right: Right) -> Result<(), Code> {
    let row = (actor.role, right.code(), Reach::Everywhere);
    if TABLE.contains(&row) { Ok(()) } else { Err(Code::NotYours) }
}

/// Workshops and importers may do what producers may.
fn listed_as(role: Role) -> Role {
    if role.answers_for_goods() { Role::Producer } else { role }
}

impl Right {
    /// The row it is listed under.
    pub fn code(self) -> RightCode {
        match self {
            Self::Admit => RightCode::Admit,
            Self::IssueToken(Role::Operator | Role::Regulator | Role::Officer) => {
                RightCode::IssueAnyToken
            }
            Self::IssueToken(_) => RightCode::IssueFirmToken,
            Self::ManageTokens => RightCode::ManageTokens,
            Self::RegisterGoods => RightCode::RegisterGoods,
            Self::Release => RightCode::Release,
            Self::ReportSales => RightCode::ReportSales,
            Self::AddCheck => RightCode::AddCheck,
            Self::Correct => RightCode::Correct,
            Self::Withdraw => RightCode::Withdraw,
            Self::Judge => RightCode::Judge,
            Self::Measure(RecallKind::Voluntary) => RightCode::VoluntaryMeasure,
            Self::Measure(RecallKind::Ordered) => RightCode::OrderedMeasure,
            Self::EraseSection => RightCode::EraseSection,
            Self::StateEvent => RightCode::StateEvent,
            Self::MatchCheck => RightCode::MatchCheck,
            Self::AdoptPolicy => RightCode::AdoptPolicy,
            Self::StateEntry => RightCode::StateEntry,
            Self::Subscribe => RightCode::Subscribe,
            Self::AddEvidence => RightCode::AddEvidence,
            Self::StateVisit => RightCode::StateVisit,
            Self::ChooseEyes => RightCode::ChooseEyes,
        }
    }
}

/// Who reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Viewer {
    /// Whoever scans a code.
    Anyone,
    /// The bearer of a token.
    Party { role: Role, organization: Option<OrgCode>, region: Option<Region> },
}

impl From<&Actor> for Viewer {
    fn from(actor: &Actor) -> Self {
        Self::Party {
            role: actor.role,
            organization: actor.organization.clone(),
            region: actor.region.clone(),
        }
    }
}

/// Whether `viewer` reads restricted halves of documents of `organization`, which lies in
/// `organization_region`: its producers, and regulators whose region includes it. The operator runs
/// the service and reads no trade secrets.
pub fn may_read_restricted(
    viewer: &Viewer,
    organization: &OrgCode,
    organization_region: &Region,
) -> bool {
    let Viewer::Party { role, organization: own, region } = viewer else { return false };
    match role {
        Role::Producer | Role::Workshop | Role::Importer => {
            own.as_ref().is_some_and(|own| same_party(own, organization))
        }
        Role::Regulator | Role::Officer => {
            region.as_ref().is_some_and(|region| region.includes(organization_region))
        }
        Role::Operator | Role::Laboratory | Role::Seller | Role::Partner => false,
    }
}

/// Whether `viewer` reads the restricted half of a check, stated by a token of role `by`: the office,
/// and laboratories of the organization that tested themselves.
pub fn may_read_check(
    viewer: &Viewer,
    organization: &OrgCode,
    organization_region: &Region,
    by: Role,
) -> bool {
    let own_check = match viewer {
        Viewer::Party { role: Role::Laboratory, organization: Some(own), .. } => {
            by == Role::Laboratory && same_party(own, organization)
        }
        _ => false,
    };
    own_check || may_read_restricted(viewer, organization, organization_region)
}

/// Whether `viewer` knows of a check that waits for its lot: the laboratory that handed it in, the
/// producer that its label names, and regulators of that producer's region.
pub fn may_see_queued(
    viewer: &Viewer,
    laboratory: &OrgCode,
    producer: Option<&OrgCode>,
    producer_region: Option<&Region>,
) -> bool {
    let Viewer::Party { role, organization: own, region } = viewer else { return false };
    let is_own = |other: &OrgCode| own.as_ref().is_some_and(|own| same_party(own, other));
    match role {
        Role::Laboratory => is_own(laboratory),
        Role::Producer | Role::Workshop | Role::Importer => producer.is_some_and(is_own),
        Role::Regulator => region
            .as_ref()
            .zip(producer_region)
            .is_some_and(|(region, of_producer)| region.includes(of_producer)),
        Role::Operator | Role::Seller | Role::Partner | Role::Officer => false,
    }
}

/// A GB 11714 code and the unified social credit code that holds it are one party.
fn same_party(left: &OrgCode, right: &OrgCode) -> bool {
    left == right || left.gb11714().is_some_and(|inner| right.gb11714() == Some(inner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code_ids::TokenId;

    const FIRM: &str = "91341124MA8TY6B186";
    const OTHER: &str = "91341126MA2QH7K38T";

    fn actor(role: Role, organization: &str, region: &str) -> Actor {
        Actor {
            token: TokenId([0; 8]),
            role,
            organization: OrgCode::parse(organization).ok(),
            region: Region::parse(region).ok(),
            post: None,
        }
    }

    /// Each role against each right, at home and elsewhere: `+` allowed, `.` not yours, `r` outside
    /// the region, `m` operators never measure.
    #[test]
    fn every_role_and_right_is_decided() {
        let firm = OrgCode::parse(FIRM).unwrap();
        let region = Region::parse("341124").unwrap();
        let rights = [
            Right::Admit,
            Right::IssueToken(Role::Regulator),
            Right::IssueToken(Role::Producer),
            Right::IssueToken(Role::Laboratory),
            Right::IssueToken(Role::Seller),
            Right::ManageTokens,
            Right::RegisterGoods,
            Right::Release,
            Right::ReportSales,
            Right::AddCheck,
            Right::Correct,
            Right::Withdraw,
            Right::Measure(RecallKind::Voluntary),
            Right::Measure(RecallKind::Ordered),
            Right::EraseSection,
            Right::Subscribe,
        ];
        let rows = [
            (actor(Role::Operator, "", ""), "++++++......mm+."),
            (actor(Role::Regulator, OTHER, "340000"), "............++.."),
            (actor(Role::Regulator, OTHER, "330000"), "............rr.."),
            (actor(Role::Regulator, OTHER, ""), "............rr.."),
            (actor(Role::Producer, FIRM, ""), "..+++++++++++..+"),
            (actor(Role::Producer, "MA8TY6B18", ""), "..+++++++++++..+"),
            (actor(Role::Producer, OTHER, ""), "................"),
            (actor(Role::Laboratory, FIRM, ""), ".........+......"),
            (actor(Role::Laboratory, OTHER, ""), "................"),
            (actor(Role::Seller, FIRM, ""), "........+......+"),
            (actor(Role::Seller, OTHER, ""), "................"),
        ];
        for (actor, expected) in rows {
            let found: String = rights
                .iter()
                .map(|right| match may(&actor, *right, &firm, &region) {
                    Ok(()) => '+',
                    Err(Code::OperatorNeverMeasures) => 'm',
                    Err(Code::OutsideRegion) => 'r',
                    Err(Code::NotYours) => '.',
                    Err(other) => panic!("{other:?}"),
                })
                .collect();
            assert_eq!(found, expected, "{actor:?}");
        }
    }

    #[test]
    fn only_the_office_reads_restricted_halves() {
        let firm = OrgCode::parse(FIRM).unwrap();
        let region = Region::parse("341124").unwrap();
        let rows = [
            (actor(Role::Operator, "", ""), false, false),
            (actor(Role::Regulator, OTHER, "340000"), true, true),
            (actor(Role::Regulator, OTHER, "330000"), false, false),
            (actor(Role::Regulator, FIRM, ""), false, false),
            (actor(Role::Producer, FIRM, ""), true, true),
            (actor(Role::Producer, OTHER, "340000"), false, false),
            (actor(Role::Laboratory, FIRM, ""), false, true),
            (actor(Role::Laboratory, OTHER, ""), false, false),
            (actor(Role::Seller, FIRM, ""), false, false),
        ];
        for (actor, documents, checks) in rows {
            let viewer = Viewer::from(&actor);
            assert_eq!(may_read_restricted(&viewer, &firm, &region), documents, "{actor:?}");
            assert_eq!(may_read_check(&viewer, &firm, &region, Role::Laboratory), checks);
            assert_eq!(may_read_check(&viewer, &firm, &region, Role::Producer), documents);
        }
        assert!(!may_read_restricted(&Viewer::Anyone, &firm, &region));
        assert!(!may_read_check(&Viewer::Anyone, &firm, &region, Role::Laboratory));
    }
}
