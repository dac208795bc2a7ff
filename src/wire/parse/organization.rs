//! Organizations and tokens.

use super::finder::Finder;
use super::values::org_code_fault;
use super::{document, sections};
use crate::access::DocumentKind;
use crate::domain::command::{AdmitOrganization, Document};
use crate::domain::day::Day;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::words::Role;
use crate::fact::document::{OrgRef, OrganizationDoc, RegistryNumber, TokenDoc};
use crate::limits::{ROLES_COUNT_MAX, WORD_CHARS_MAX};

/// What a token is asked for; its secret is made elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRequest {
    pub role: Role,
    pub post: Option<String>,
    /// Last day it is good for.
    pub expires_on: Option<Day>,
    pub document: Document,
}

/// `{code, name, roles[], region, address, contact{phone}, gln?}`.
pub fn organization(body: &[u8]) -> Result<AdmitOrganization, Refusal> {
    let (document, parts) = document(body, judge_organization)?;
    let (code, gln, roles, region) = parts;
    let document = sections(DocumentKind::Organization, &document)?;
    Ok(AdmitOrganization { code, gln, roles, region, document })
}

/// `{role, label, expiresOn?, post?}`. The roles of organizations only.
pub fn token(body: &[u8]) -> Result<TokenRequest, Refusal> {
    let (document, (role, expires_on)) = document(body, |finder, document: &mut TokenDoc| {
        let role = finder.word("role", &document.role, office_role);
        finder.label("label", &mut document.label);
        let expires_on = finder.day_if("expiresOn", document.expires_on.as_deref());
        if let Some(post) = document.post.as_deref().filter(|post| !is_post(post)) {
            finder.report_in("post", FieldCode::NotAWord, post);
        }
        Some((role?, expires_on))
    })?;
    let post = document.post.clone();
    Ok(TokenRequest { role, post, expires_on, document: sections(DocumentKind::Token, &document)? })
}

type Party = (OrgCode, Option<crate::domain::gtin::Gln>, Vec<Role>, crate::domain::region::Region);

fn judge_organization(finder: &mut Finder, document: &mut OrganizationDoc) -> Option<Party> {
    let code = code(finder, &mut document.code);
    finder.name("name", &mut document.name);
    if document.roles.is_empty() {
        finder.report_in("roles", FieldCode::TooFew, "");
    }
    let mut roles = Vec::new();
    finder.distinct("roles", &document.roles);
    finder.each("roles", &mut document.roles, ROLES_COUNT_MAX, |finder, text| {
        let role = office_role(text);
        if role.is_none() {
            finder.report(FieldCode::NotAWord, text);
        }
        roles.extend(role);
    });
    let region = finder.region("region", &mut document.region);
    finder.text_doc("address", &mut document.address);
    finder.within("contact", |finder| {
        finder.short("phone", &mut document.contact.phone);
        finder.line_if("person", &mut document.contact.person);
        finder.line_if("email", &mut document.contact.email);
        if let Some(email) = document.contact.email.as_deref().filter(|email| !is_email(email)) {
            finder.report_in("email", FieldCode::Malformed, email);
        }
    });
    let gln = document.gln.as_deref().and_then(|text| finder.gln("gln", text));
    Some((code?, gln, roles, region?))
}

/// The code, left in the document as one text.
fn code(finder: &mut Finder, code: &mut OrgRef) -> Option<OrgCode> {
    let parsed = match code {
        OrgRef::Code(text) => return finder.organization("code", text),
        OrgRef::Registry(RegistryNumber { scheme, number }) => OrgCode::registry(scheme, number),
    };
    match parsed {
        Ok(parsed) => {
            *code = OrgRef::Code(parsed.as_str().to_owned());
            Some(parsed)
        }
        Err(error) => {
            finder.report_in("code", org_code_fault(error), "");
            None
        }
    }
}

/// A role that an organization can have.
fn office_role(word: &str) -> Option<Role> {
    Role::parse(word).filter(|role| *role != Role::Operator)
}

/// A post is a word beginning with a small letter: a person's name does not fit.
fn is_post(post: &str) -> bool {
    post.starts_with(|first: char| first.is_ascii_lowercase())
        && post.len() <= WORD_CHARS_MAX
        && post.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// One `@` with something on both sides and no blank; whether mail arrives is not known here.
fn is_email(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
        && !text.contains(char::is_whitespace)
}
