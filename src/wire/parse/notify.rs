//! What machines ask for: items of a listing check or a watch list, and webhooks.

use super::document;
use super::finder::Finder;
use crate::domain::listing::{ListingItem, PermitName};
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::words::ChangeKind;
use crate::limits::LISTING_ITEMS_COUNT_MAX;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `{items: [{gtin, lot?, permit?, organization?}]}`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListingBody {
    pub items: Vec<ListingItemBody>,
}

/// Goods as a listing names them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListingItemBody {
    pub gtin: Option<String>,
    pub lot: Option<String>,
    pub permit: Option<String>,
    pub organization: Option<String>,
}

/// `{url, kinds[]}`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WebhookBody {
    pub url: String,
    pub kinds: Vec<String>,
}

/// What is asked of a webhook; whether its address may be asked is judged elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookRequest {
    pub url: String,
    pub kinds: Vec<ChangeKind>,
}

/// Items to be checked: each needs its GTIN.
pub fn listing(body: &[u8]) -> Result<Vec<ListingItem>, Refusal> {
    items(body, true)
}

/// Items to be watched: each names at least a GTIN, a permit or an organization.
pub fn watches(body: &[u8]) -> Result<Vec<ListingItem>, Refusal> {
    items(body, false)
}

/// A webhook.
pub fn webhook(body: &[u8]) -> Result<WebhookRequest, Refusal> {
    let (document, kinds) = document(body, |finder, document: &mut WebhookBody| {
        let mut kinds = Vec::new();
        if document.kinds.is_empty() {
            finder.report_in("kinds", FieldCode::TooFew, "");
        }
        finder.distinct("kinds", &document.kinds);
        finder.each("kinds", &mut document.kinds, ChangeKind::ALL.len(), |finder, word| {
            let kind = ChangeKind::parse(word);
            if kind.is_none() {
                finder.report(FieldCode::NotAWord, word);
            }
            kinds.extend(kind);
        });
        Some(kinds)
    })?;
    Ok(WebhookRequest { url: document.url, kinds })
}

fn items(body: &[u8], needs_gtin: bool) -> Result<Vec<ListingItem>, Refusal> {
    let (_, items) = document(body, |finder, document: &mut ListingBody| {
        if document.items.is_empty() {
            finder.report_in("items", FieldCode::TooFew, "");
        }
        let mut items = Vec::new();
        finder.each("items", &mut document.items, LISTING_ITEMS_COUNT_MAX, |finder, written| {
            items.push(item(finder, written, needs_gtin));
        });
        Some(items)
    })?;
    Ok(items)
}

fn item(finder: &mut Finder, written: &mut ListingItemBody, needs_gtin: bool) -> ListingItem {
    let nothing =
        written.gtin.is_none() && written.permit.is_none() && written.organization.is_none();
    if written.gtin.is_none() && (needs_gtin || nothing || written.lot.is_some()) {
        finder.report_in("gtin", FieldCode::Required, "");
    }
    let gtin = written.gtin.as_mut().and_then(|text| finder.gtin("gtin", text));
    let lot = written.lot.as_deref().and_then(|text| finder.lot("lot", text));
    if let Some(text) = &mut written.permit {
        finder.short("permit", text);
    }
    let permit = written.permit.as_deref().and_then(PermitName::of);
    if let (Some(text), None) = (&written.permit, &permit)
        && !text.is_empty()
    {
        finder.report_in("permit", FieldCode::NotACode, text);
    }
    let organization = written.organization.as_mut();
    let organization = organization.and_then(|text| finder.organization("organization", text));
    ListingItem { gtin, lot, permit, organization }
}
