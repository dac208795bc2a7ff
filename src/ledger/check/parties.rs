//! Checks of admissions and tokens.

use super::{Accepted, CheckError, Context, party};
use crate::access::{self, Right};
use crate::domain::code_ids::TokenId;
use crate::domain::command::{Actor, AdmitOrganization, Document, IssueToken};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::words::Role;
use crate::fact::body::Body;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{OrganizationRow, TokenRow};
use crate::views::query;

pub(super) fn admit(
    view: &impl Read,
    actor: &Actor,
    command: &AdmitOrganization,
) -> Result<Accepted, CheckError> {
    access::may(actor, Right::Admit, &command.code, &command.region)?;
    // Found under its own code or as the holder of the same GB 11714 code: one party, one admission.
    if query::organization(view, &command.code)?.is_some() {
        return Err(Code::OrganizationExists.into());
    }
    let body = Body::OrganizationAdmitted {
        code: command.code.to_string(),
        gb11714: command
            .code
            .gb11714()
            .filter(|alias| *alias != command.code.as_str())
            .map(str::to_owned),
        gln: command.gln.map(|gln| gln.as_str().to_owned()),
        roles: command.roles.iter().map(|role| role.number()).collect(),
        region: command.region.as_str().to_owned(),
    };
    Ok((body, command.document.clone()))
}

pub(super) fn issue_token(
    view: &impl Read,
    actor: &Actor,
    command: &IssueToken,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let holder = match &command.organization {
        None if actor.role == Role::Operator => None,
        None => return Err(Code::NotYours.into()),
        Some(code) => {
            let (known, row) = party(view, actor, Right::IssueToken(command.role), code)?;
            may_hold(actor, &row, command.role)?;
            Some((known, row.region))
        }
    };
    if command.expires_on.is_some_and(|last| last < context.today) {
        return Err(Refusal::field("/expiresOn", FieldCode::OutOfRange).into());
    }
    let regulates = command.role.is_of_authority();
    let body = Body::TokenIssued {
        token: command.token.0,
        hash: command.hash,
        role: command.role.number(),
        region: holder.as_ref().filter(|_| regulates).map(|(_, region)| region.clone()),
        organization: holder.map(|(known, _)| known),
        post: command.post.clone(),
        expires_on: command.expires_on.map(crate::domain::day::Day::number),
    };
    Ok((body, command.document.clone()))
}

/// A producer may let a laboratory or a seller act on its goods; a regulator's token is only for a
/// regulator, and only the operator gives it.
fn may_hold(actor: &Actor, row: &OrganizationRow, role: Role) -> Result<(), CheckError> {
    let admitted = |role: Role| row.roles.contains(&role.number());
    let fits = match role {
        Role::Operator => false,
        Role::Regulator => admitted(Role::Regulator) && actor.role == Role::Operator,
        // An authority's officers act under its admission.
        Role::Officer => admitted(Role::Regulator) && actor.role == Role::Operator,
        Role::Producer | Role::Workshop | Role::Importer => admitted(role),
        Role::Laboratory | Role::Seller | Role::Partner => {
            let firm = Role::ALL.iter().any(|role| role.answers_for_goods() && admitted(*role));
            admitted(role) || firm
        }
    };
    if fits { Ok(()) } else { Err(Refusal::field("/role", FieldCode::Conflict).into()) }
}

pub(super) fn revoke_token(
    view: &impl Read,
    actor: &Actor,
    organization: &OrgCode,
    token: TokenId,
) -> Result<Accepted, CheckError> {
    let (known, _) = party(view, actor, Right::ManageTokens, organization)?;
    let row: Option<TokenRow> = view.row(&key::token(&known, token.0))?;
    match row {
        Some(row) if row.revoked.is_none() => {
            let body = Body::TokenRevoked { token: token.0, organization: Some(known) };
            Ok((body, Document::default()))
        }
        Some(_) => Err(Code::TokenNotThere.into()),
        None => Err(Code::NotFound.into()),
    }
}
