//! What most handlers take from a request as one: an act, which changes something, and a desk, at which
//! an organization's own lists are read. Their single parts are parsed in `extract`.

use super::commands::{Identity, accept, admitted, admitted_batch, repeated, retry};
use super::extract::{Bearer, IdempotencyKey, Json, Segments};
use super::lists::viewer;
use super::problem::Refused;
use super::records::{Party, party};
use super::service::Service;
use crate::domain::command::{Actor, BatchKey, Command};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::Code;
use crate::ledger::queue::Receipt;
use crate::store::db::Snapshot;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::Uri;
use axum::http::request::Parts;
use std::sync::Arc;

/// A command as it came: who, under which path, named how, with what body.
pub(super) struct Act {
    pub service: Arc<Service>,
    pub actor: Actor,
    pub segments: Segments,
    pub body: Bytes,
    key: IdempotencyKey,
}

impl FromRequest<Arc<Service>> for Act {
    type Rejection = Refused;

    async fn from_request(request: Request, service: &Arc<Service>) -> Result<Self, Refused> {
        let (mut parts, body) = request.into_parts();
        let Bearer(actor) = Bearer::from_request_parts(&mut parts, service).await?;
        let key = IdempotencyKey::from_request_parts(&mut parts, service).await?;
        let segments = Segments::from_request_parts(&mut parts, service).await?;
        let Json(body) = Json::from_request(Request::from_parts(parts, body), service).await?;
        Ok(Self { service: Arc::clone(service), actor, segments, body, key })
    }
}

impl Act {
    /// The organization in the path, under the code it was admitted with.
    pub(super) fn organization(&self) -> Result<OrgCode, Refused> {
        admitted(&self.service, self.segments.organization()?)
    }

    /// The batch in the path, its organization likewise.
    pub(super) fn batch(&self) -> Result<BatchKey, Refused> {
        admitted_batch(&self.service, &self.segments)
    }

    /// Submits a command that its subject names: said again, it is the same.
    pub(super) async fn natural(
        &self,
        route: &str,
        subject: &[&str],
        command: Command,
    ) -> Result<Receipt, Refused> {
        let (actor, identity) = (self.actor.clone(), Identity::Natural(subject));
        accept(&self.service, actor, route, identity, &self.body, command).await
    }

    /// Submits a command that the client's key names, since the same words may rightly be said twice.
    pub(super) async fn keyed(&self, route: &str, command: Command) -> Result<Receipt, Refused> {
        let (actor, identity) = (self.actor.clone(), Identity::Keyed(self.key.clone()));
        accept(&self.service, actor, route, identity, &self.body, command).await
    }

    /// The receipt of an earlier, equal command under the client's key, for acts that have to know
    /// before they look at a state which that command has changed.
    pub(super) fn earlier(&self, route: &str) -> Result<Option<Receipt>, Refused> {
        let identity = Identity::Keyed(self.key.clone());
        repeated(&self.service, retry(&self.service, &self.actor, route, identity, &self.body)?)
    }
}

/// A reader with a token, and the organization in the path whose records are asked for.
pub(super) struct Desk {
    pub service: Arc<Service>,
    pub actor: Actor,
    pub segments: Segments,
    pub uri: Uri,
}

impl FromRequestParts<Arc<Service>> for Desk {
    type Rejection = Refused;

    async fn from_request_parts(
        parts: &mut Parts,
        service: &Arc<Service>,
    ) -> Result<Self, Refused> {
        let Bearer(actor) = Bearer::from_request_parts(parts, service).await?;
        let segments = Segments::from_request_parts(parts, service).await?;
        Ok(Self { service: Arc::clone(service), actor, segments, uri: parts.uri.clone() })
    }
}

impl Desk {
    /// The state of the ledger from which the answer is read, and the organization.
    pub(super) fn look(&self) -> Result<(Snapshot<'_>, Party), Refused> {
        let snapshot = self.service.app.snapshot();
        let party = party(&snapshot, &self.segments.organization()?)?;
        Ok((snapshot, party))
    }

    /// The same for lists of the organization's own office, which authorities of its region read too.
    pub(super) fn look_inside(&self) -> Result<(Snapshot<'_>, Party), Refused> {
        let (snapshot, party) = self.look()?;
        if party.open_to(&viewer(&self.actor)) {
            Ok((snapshot, party))
        } else {
            Err(Code::NotYours.into())
        }
    }
}
