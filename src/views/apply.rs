//! From a fact to rows: one function per kind of fact. Nothing here refuses; a fact that is here was
//! accepted, and a row that should exist and does not means a damaged store.

use super::{
    assistance, batches, campaigns, checks, consignees, drills, entries, events, evidence,
    judgements, marks, measures, notices, proposals, tasks, units,
};
use crate::fact::body::{Body, Private, Subject};
use crate::fact::record::{BatchRef, PolicyRecord};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{
    AliasRow, CounterRow, HistoryRow, KEY_ACTIVE, LogKeyRow, OrganizationRow, PolicyRow,
    ProductRefRow, ProductRow, ReceiptRow, Row, TokenIndexRow, TokenRow, UnitKeyRow, VersionRow,
};

/// Place and time of the fact being applied.
#[derive(Debug, Clone, Copy)]
pub struct At {
    pub position: u64,
    /// Milliseconds since 1970.
    pub recorded_at: i64,
    pub content_id: [u8; 32],
}

/// Counter of facts, i.e. the next position.
pub const COUNTER_FACTS: &str = "facts";

/// Writes every row that follows from a fact.
pub fn apply<B: Read>(view: &mut Overlay<B>, private: &Private, at: At) -> Result<(), StoreError> {
    recorded(view, private, at)?;
    match &private.body {
        Body::LedgerOpened { .. } => Ok(()),
        Body::UnitKeyAdded { .. } | Body::UnitKeyChanged { .. } | Body::LogOpened { .. } => {
            keys(view, &private.body, at)
        }
        Body::OrganizationAdmitted { .. } => organization(view, &private.body, at),
        Body::TokenIssued { .. } => token(view, &private.body, at),
        Body::TokenRevoked { token, organization } => {
            let key = key::token(organization.as_deref().unwrap_or_default(), *token);
            let row: TokenRow = must(view, &key)?;
            view.put(key, &TokenRow { revoked: Some(at.position), ..row })
        }
        Body::ProductRegistered { .. } => product(view, &private.body, at),
        Body::BatchRegistered { .. } => batches::registered(view, private, at),
        Body::BatchReleased { batch, standing, .. } => batches::released(view, batch, standing, at),
        Body::BatchWithdrawn { batch, .. } => {
            batches::state(view, batch, 2, at)?;
            tasks::settle_goods(view, batch, at)
        }
        Body::BatchChecked { .. } | Body::CheckQueued { .. } | Body::CheckMatched { .. } => {
            checks::apply(view, private, at)
        }
        Body::EventStated { .. } => events::stated(view, &private.body, at),
        Body::JudgementGiven { .. } => judgements::given(view, private, at),
        Body::BatchCorrected { .. } => batches::corrected(view, private, at),
        Body::SectionErased { batch, section, positions, .. } => {
            batches::erased(view, batch, *section, positions)
        }
        Body::UnitsIssued { batch, units, label, .. } => {
            units::issued(view, batch, (*units, *label), at)
        }
        Body::SerialsRegistered { batch, first_ordinal, serials, label, .. } => {
            units::serials(view, batch, *first_ordinal, (serials, *label))
        }
        Body::UnitsChanged { batch, state, first, last, .. } => {
            units::changed(view, batch, *state, *first, *last, at)
        }
        // Kept on few lines: each has one place to go to.
        #[rustfmt::skip]
        Body::HoldOpened { .. } | Body::HoldEnded { .. } | Body::RecallOpened { .. }
        | Body::RecallStarted { .. } | Body::RecallConfirmed { .. } | Body::RecallStepped { .. }
        | Body::RecallEnded { .. } => measures::apply(view, private, at),
        Body::ReachStepped { recall, step, sequence, followed } => {
            marks::stepped(view, (*recall, *step), *sequence, followed, at)
        }
        Body::RecallProgressed { .. } => campaigns::progressed(view, private, at),
        #[rustfmt::skip]
        Body::ConsigneeStated { .. } | Body::ConsigneeAnswered { .. } | Body::AnswerLinkIssued { .. }
        | Body::ConsigneeErased { .. } | Body::ShopVisited { .. } | Body::ClosureProposed { .. }
        | Body::DrillStarted { .. } | Body::DrillStepped { .. } | Body::AssistanceAnswered { .. }
        | Body::TaskEscalated { .. } => recalled(view, private, at),
        Body::PoliciesAdopted { policies } => self::policies(view, policies, at),
        Body::LinkJudged { batch, input, confirmed, .. } => {
            batches::linked_to(view, batch, input, *confirmed, at)
        }
        Body::EntryRegistered { .. } | Body::EntryChanged { .. } => {
            entries::apply(view, private, at)
        }
        #[rustfmt::skip]
        Body::SettingsChanged { .. } | Body::CorrectionProposed { .. } | Body::CorrectionRejected { .. }
        | Body::RecallSettingChanged { .. } | Body::RecallProposed { .. }
        | Body::RecallProposalRejected { .. } => proposals::apply(view, private, at),
        Body::EvidenceAdded { .. } | Body::EvidenceErased { .. } => {
            evidence::apply(view, private, at)
        }
    }
}

/// What every fact leaves.
fn recorded<B: Read>(view: &mut Overlay<B>, private: &Private, at: At) -> Result<(), StoreError> {
    if let Some(retry) = &private.retry {
        let row = ReceiptRow { digest: retry.digest, position: at.position };
        view.put(retry.identity.to_vec(), &row)?;
    }
    history(view, &private.body, at.position)?;
    notices::apply(view, &private.body, at)?;
    view.put(key::name(COUNTER_FACTS), &CounterRow(at.position + 1))
}

/// What was stated beside a recall, real or played, or for want of one.
fn recalled<B: Read>(view: &mut Overlay<B>, private: &Private, at: At) -> Result<(), StoreError> {
    match (&private.body, private.body.subject()) {
        (Body::AssistanceAnswered { .. }, _) => assistance::answered(view, private, at),
        (Body::TaskEscalated { batch, task, number, .. }, _) => {
            tasks::escalated(view, &batch.organization, (*task, *number), at)
        }
        (_, Subject::Drill) => drills::apply(view, private, at),
        _ => consignees::apply(view, private, at),
    }
}

fn keys<B: Read>(view: &mut Overlay<B>, body: &Body, at: At) -> Result<(), StoreError> {
    match body {
        Body::UnitKeyAdded { slot, algorithm, fingerprint } => {
            let (algorithm, fingerprint) = (*algorithm, *fingerprint);
            let (state, next, position) = (KEY_ACTIVE, 0, at.position);
            view.put(vec![*slot], &UnitKeyRow { algorithm, fingerprint, state, next, position })
        }
        Body::UnitKeyChanged { slot, state } => {
            let row: UnitKeyRow = must(view, &[*slot])?;
            view.put(vec![*slot], &UnitKeyRow { state: *state, ..row })
        }
        Body::LogOpened { origin, key, .. } => {
            let row = LogKeyRow { origin: origin.clone(), key: *key };
            view.put(key::position(at.position), &row)
        }
        _ => Ok(()),
    }
}

/// A row that must be there.
pub fn must<R: Row>(view: &impl Read, key: &[u8]) -> Result<R, StoreError> {
    let missing = StoreError::Damaged { family: R::FAMILY.name(), reason: "row is missing" };
    view.row(key)?.ok_or(missing)
}

/// Changes a row that must be there.
pub(super) fn update<B: Read, R: Row>(
    view: &mut Overlay<B>,
    key: Vec<u8>,
    change: impl FnOnce(&mut R),
) -> Result<(), StoreError> {
    let mut row: R = must(view, &key)?;
    change(&mut row);
    view.put(key, &row)
}

fn history<B: Read>(view: &mut Overlay<B>, body: &Body, position: u64) -> Result<(), StoreError> {
    let subject = match body.subject() {
        Subject::Organization(code) => key::subject(code, "", ""),
        Subject::Product { organization, product } => key::subject(organization, product, ""),
        Subject::Batch { batch, .. } => key::batch(batch),
        Subject::Measure(measure) => key::measure(measure),
        Subject::Ledger
        | Subject::Evidence
        | Subject::Consignees
        | Subject::Drill
        | Subject::Proposal => return Ok(()),
    };
    view.put(key::subject_position(&subject, position), &HistoryRow)
}

fn organization<B: Read>(view: &mut Overlay<B>, body: &Body, at: At) -> Result<(), StoreError> {
    let Body::OrganizationAdmitted { code, gb11714, gln, roles, region } = body else {
        return Ok(());
    };
    let row = OrganizationRow {
        position: at.position,
        roles: roles.clone(),
        region: region.clone(),
        gln: gln.clone(),
        products: 0,
        batches: 0,
        units: 0,
        codes: 0,
        measures: 0,
        entries: 0,
        tasks: 0,
        orders: 0,
        evidence_bytes: 0,
        four_eyes: false,
        ending_four_eyes: None,
        recalls_four_eyes: false,
        ending_recalls: None,
        recall_proposals: 0,
    };
    view.put(key::name(code), &row)?;
    match gb11714 {
        Some(alias) => view.put(key::name(alias), &AliasRow(code.clone())),
        None => Ok(()),
    }
}

fn token<B: Read>(view: &mut Overlay<B>, body: &Body, at: At) -> Result<(), StoreError> {
    let Body::TokenIssued { token, hash, role, organization, region, post, expires_on } = body
    else {
        return Ok(());
    };
    let row = TokenRow {
        position: at.position,
        hash: *hash,
        role: *role,
        organization: organization.clone(),
        region: region.clone(),
        post: post.clone(),
        expires_on: *expires_on,
        revoked: None,
    };
    let holder = organization.as_deref().unwrap_or_default();
    view.put(key::token(holder, *token), &row)?;
    view.put(token.to_vec(), &TokenIndexRow(holder.to_owned()))
}

/// Counter of the fact that last changed the policies: whoever keeps them read compares it.
pub const COUNTER_POLICIES: &str = "policies";

fn policies<B: Read>(
    view: &mut Overlay<B>,
    policies: &[PolicyRecord],
    at: At,
) -> Result<(), StoreError> {
    for policy in policies {
        let PolicyRecord { kind, id, version, effective_from, digest, shipped } = policy;
        let row = PolicyRow {
            position: at.position,
            effective_from: *effective_from,
            digest: *digest,
            shipped: *shipped,
        };
        view.put(key::policy(*kind, id, *version), &row)?;
    }
    view.put(key::name(COUNTER_POLICIES), &CounterRow(at.position))
}

fn product<B: Read>(view: &mut Overlay<B>, body: &Body, at: At) -> Result<(), StoreError> {
    let Body::ProductRegistered {
        organization,
        product,
        version,
        gtin,
        category,
        groups,
        permit_category,
        additive_category,
    } = body
    else {
        return Ok(());
    };
    let key = key::product(organization, product);
    let row = match view.row::<ProductRow>(&key)? {
        Some(row) => {
            tasks::settle_relabelled(view, organization, product, at)?;
            ProductRow { latest: *version, latest_position: at.position, ..row }
        }
        None => {
            update(view, key::name(organization), |row: &mut OrganizationRow| row.products += 1)?;
            ProductRow {
                first: at.position,
                latest: *version,
                latest_position: at.position,
                gtin: None,
                batches: 0,
                units: 0,
                own_serials: false,
                measures: measures::count(view, organization, product, "")?,
                any_measures: measures::count_product(view, organization, product)?,
                inputs: false,
                reached: false,
            }
        }
    };
    let row = ProductRow { gtin: gtin.clone().or(row.gtin.clone()), ..row };
    view.put(key, &row)?;
    let version_row = VersionRow {
        position: at.position,
        gtin: gtin.clone(),
        category: category.clone(),
        groups: *groups,
        permit_category: permit_category.clone(),
        additive_category: additive_category.clone(),
    };
    view.put(key::version(organization, product, *version), &version_row)?;
    match gtin {
        Some(gtin) => {
            let row =
                ProductRefRow { organization: organization.clone(), product: product.clone() };
            let first = view.row::<ProductRefRow>(&key::name(gtin))?.is_none();
            view.put(key::name(gtin), &row)?;
            if first { marks::gtin_registered(view, gtin, at) } else { Ok(()) }
        }
        None => Ok(()),
    }
}

/// The counters of the product and organization of a batch.
pub(super) fn count_goods<B: Read>(
    view: &mut Overlay<B>,
    batch: &BatchRef,
    batches: u64,
    units: u64,
    codes: u64,
) -> Result<(), StoreError> {
    let product = key::product(&batch.organization, &batch.product);
    update(view, product, |row: &mut ProductRow| {
        row.batches += batches;
        row.units += units;
    })?;
    update(view, key::name(&batch.organization), |row: &mut OrganizationRow| {
        row.batches += batches;
        row.units += units;
        row.codes += codes;
    })
}
