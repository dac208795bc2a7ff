//! Sealing: a body and its documents become the bytes that are kept for ever. The envelope's bytes are
//! canonical JSON and will be the leaf of the public log: their shape does not change.

use super::body::{Body, Opening, PRIVATE_VERSION, Private, Subject};
use super::record::{
    ActorRecord, BatchRef, PartRecord, PolicyRecord, ProgressRecord, RetryRecord, ScopeRecord,
};
use crate::codec::{canonical, value};
use crate::domain::code_ids::EntryId;
use crate::domain::command::Document;
use crate::domain::day::{Day, Instant};
use crate::domain::permit::PermitKind;
use crate::domain::words::{
    EntryStatus, Hazard, PolicyKind, ReachEffect, RecallKind, RecallStage, Regime,
};
use crate::limits::ENVELOPE_BYTES_MAX;
use serde_json::{Map, Value, json};

/// What a command decided, before it has a place in the ledger.
#[derive(Debug, Clone)]
pub struct Draft {
    pub actor: ActorRecord,
    pub retry: Option<RetryRecord>,
    pub body: Body,
    pub document: Document,
}

/// A fact with its place, time and bytes.
#[derive(Debug, Clone)]
pub struct SealedFact {
    pub position: u64,
    pub recorded_at: Instant,
    pub envelope: Vec<u8>,
    /// Salt, then the versioned bytes of [`Private`].
    pub private_bytes: Vec<u8>,
    /// Salt, then canonical JSON; `None` when there is none.
    pub public: Option<Vec<u8>>,
    pub restricted: Option<Vec<u8>>,
    pub private: Private,
    /// BLAKE3 of the envelope, which holds commitments only.
    pub content_id: [u8; 32],
}

/// Why a fact cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the envelope would be larger than 65,535 bytes")]
    EnvelopeTooLarge,
    #[error(transparent)]
    Value(#[from] value::ValueError),
}

/// Fresh salts for one fact.
#[derive(Debug, Clone, Copy)]
pub struct Salts {
    pub private: [u8; 32],
    pub public: [u8; 32],
    pub restricted: [u8; 32],
}

impl Salts {
    /// Three salts from one draw: BLAKE3 keyed by it, so one call to the system is enough.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        let salt = |label: &[u8]| *blake3::keyed_hash(&seed, label).as_bytes();
        Self { private: salt(b"private"), public: salt(b"public"), restricted: salt(b"restricted") }
    }
}

/// Gives a draft its place and time and fixes its bytes.
pub fn seal(
    draft: Draft,
    position: u64,
    at: Instant,
    salts: Salts,
) -> Result<SealedFact, SealError> {
    let Draft { actor, retry, body, document } = draft;
    let private = Private { actor, retry, body };
    let encoded = value::encode(PRIVATE_VERSION, &private)?;
    let private_bytes = salted(salts.private, &encoded);
    let public = section(salts.public, &document.public);
    let restricted = section(salts.restricted, &document.restricted);

    let mut commitments = Map::new();
    commitments.insert("private".into(), hex(commit("private", &private_bytes)));
    for (name, bytes) in [("public", &public), ("restricted", &restricted)] {
        if let Some(bytes) = bytes {
            commitments.insert(name.into(), hex(commit(name, bytes)));
        }
    }
    let subject = private.body.subject();
    let mut envelope = Map::new();
    envelope.insert("actor".into(), actor_json(&private.actor, &subject));
    envelope.insert("commitments".into(), Value::Object(commitments));
    envelope.insert("position".into(), position.into());
    envelope.insert("recordedAt".into(), at.to_string().into());
    envelope.insert("subject".into(), subject_json(&subject));
    envelope.insert("type".into(), private.body.type_word().into());
    envelope.insert("v".into(), 1.into());
    if let Some(clear) = clear(&private.body) {
        envelope.insert("clear".into(), clear);
    }
    let envelope = canonical::to_bytes(&Value::Object(envelope));
    if envelope.len() > ENVELOPE_BYTES_MAX {
        return Err(SealError::EnvelopeTooLarge);
    }
    Ok(SealedFact {
        content_id: *blake3::hash(&envelope).as_bytes(),
        position,
        recorded_at: at,
        envelope,
        private_bytes,
        public,
        restricted,
        private,
    })
}

/// Commitment of salted bytes: BLAKE3 of tag ‖ salt ‖ length ‖ bytes.
pub fn commit(tag: &str, salted: &[u8]) -> [u8; 32] {
    let (salt, bytes) = salted.split_at_checked(32).unwrap_or((salted, &[]));
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"suyuan.v1.").update(tag.as_bytes()).update(b"\0").update(salt);
    hasher.update(&(bytes.len() as u64).to_be_bytes()).update(bytes);
    *hasher.finalize().as_bytes()
}

/// What the envelope shows instead of a batch's identifiers.
pub fn batch_commitment(batch: &BatchRef, salt: &[u8; 32]) -> [u8; 32] {
    let mut bytes = salt.to_vec();
    for part in [&batch.organization, &batch.product, &batch.lot] {
        bytes.extend_from_slice(part.as_bytes());
        bytes.push(0);
    }
    commit("batch", &bytes)
}

/// Hexadecimal text of a hash.
pub fn hex_text(bytes: [u8; 32]) -> String {
    blake3::Hash::from_bytes(bytes).to_hex().to_string()
}

fn hex(bytes: [u8; 32]) -> Value {
    Value::String(hex_text(bytes))
}

fn salted(salt: [u8; 32], bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(32 + bytes.len());
    out.extend_from_slice(&salt);
    out.extend_from_slice(bytes);
    out
}

fn section(salt: [u8; 32], bytes: &[u8]) -> Option<Vec<u8>> {
    (!bytes.is_empty()).then(|| salted(salt, bytes))
}

/// The acting organization is shown only beside a subject that is shown: beside a committed batch it
/// would count a firm's batches.
fn actor_json(actor: &ActorRecord, subject: &Subject<'_>) -> Value {
    let mut out = Map::new();
    out.insert("role".into(), actor.role().word().into());
    let hidden = matches!(
        subject,
        Subject::Batch { .. }
            | Subject::Evidence
            | Subject::Consignees
            | Subject::Drill
            | Subject::Proposal
    );
    if !hidden && let Some(organization) = &actor.organization {
        out.insert("organization".into(), organization.as_str().into());
    }
    Value::Object(out)
}

fn subject_json(subject: &Subject<'_>) -> Value {
    match subject {
        Subject::Ledger => json!({"kind": "ledger"}),
        Subject::Evidence => json!({"kind": "evidence"}),
        Subject::Consignees => json!({"kind": "consignees"}),
        Subject::Drill => json!({"kind": "drill"}),
        Subject::Proposal => json!({"kind": "proposal"}),
        Subject::Organization(code) => json!({"kind": "organization", "organization": code}),
        Subject::Product { organization, product } => {
            json!({"kind": "product", "organization": organization, "product": product})
        }
        Subject::Measure(measure) => json!({"kind": "recall", "recall": measure.id().to_string()}),
        Subject::Batch { batch, salt } => {
            json!({"kind": "batch", "commitment": hex_text(batch_commitment(batch, salt))})
        }
    }
}

/// What law publishes stands in the clear: who is admitted, which recalls cover what, what was erased.
fn clear(body: &Body) -> Option<Value> {
    match body {
        Body::LedgerOpened { zone, .. } => Some(json!({"zone": zone})),
        Body::LogOpened { origin, key, previous } => {
            let previous = previous.as_ref().map(|(origin, size, root)| {
                json!({"origin": origin, "size": size, "root": hex_text(*root)})
            });
            let mut opened = json!({"origin": origin, "key": hex_text(*key)});
            if let (Some(previous), Some(members)) = (previous, opened.as_object_mut()) {
                members.insert("previous".to_owned(), previous);
            }
            Some(opened)
        }
        Body::UnitKeyAdded { slot, algorithm, .. } => {
            Some(json!({"slot": slot, "algorithm": algorithm}))
        }
        Body::UnitKeyChanged { slot, state } => Some(json!({"slot": slot, "state": state})),
        Body::OrganizationAdmitted { region, .. } => Some(json!({"region": region})),
        Body::ProductRegistered { version, gtin, .. } => {
            Some(json!({"version": version, "gtin": gtin}))
        }
        Body::SectionErased { section, .. } => Some(json!({"section": section})),
        Body::RecallOpened { .. } | Body::RecallStarted { .. } | Body::RecallConfirmed { .. } => {
            body.opening().map(opening_json)
        }
        Body::RecallProgressed { progress, .. } => progress_json(progress),
        Body::RecallStepped { include, scope, .. } => {
            Some(json!({"include": include, "scope": scope_json(scope)}))
        }
        Body::RecallEnded { lifted, .. } => Some(json!({"lifted": lifted})),
        Body::PoliciesAdopted { policies } => Some(policies.iter().map(policy_json).collect()),
        Body::EntryRegistered { .. } | Body::EntryChanged { .. }
            if body.subject() == Subject::Ledger =>
        {
            None
        }
        Body::EntryRegistered { entry, record, .. } => {
            let kind = PermitKind::from_number(record.kind).map(PermitKind::word);
            Some(json!({"entry": EntryId(*entry).to_string(), "kind": kind}))
        }
        Body::EntryChanged { entry, status, on, .. } => Some(json!({
            "entry": EntryId(*entry).to_string(),
            "status": EntryStatus::from_number(*status).map(EntryStatus::word),
            "on": Day::from_number(*on).to_string(),
        })),
        _ => None,
    }
}

fn opening_json(opening: Opening<'_>) -> Value {
    let mut out = json!({
        "scope": scope_json(opening.scope),
        "regime": Regime::from_number(opening.regime).map(Regime::word),
        "class": opening.class,
        "kind": RecallKind::from_number(opening.kind).map(RecallKind::word),
        "hazard": Hazard::from_number(opening.hazard).map(Hazard::word),
    });
    if let (Some(at), Some(members)) = (opening.known_at, out.as_object_mut()) {
        members.insert("riskKnownAt".into(), Instant(at).to_string().into());
    }
    out
}

/// The plan is for the authority: that there is one stands in its commitment.
fn progress_json(progress: &ProgressRecord) -> Option<Value> {
    let day = |number: &i32| Day::from_number(*number).to_string();
    match progress {
        ProgressRecord::Stage { stage, at, class } => Some(json!({
            "stage": RecallStage::from_number(*stage).map(RecallStage::word),
            "at": Instant(*at).to_string(),
            "class": class,
        })),
        ProgressRecord::MoreTime { finish_by } => Some(json!({"finishBy": day(finish_by)})),
        ProgressRecord::Plan | ProgressRecord::Notice { .. } => None,
    }
}

fn policy_json(policy: &PolicyRecord) -> Value {
    json!({
        "kind": PolicyKind::from_number(policy.kind).map(PolicyKind::word),
        "id": policy.id,
        "version": policy.version,
        "digest": hex_text(policy.digest),
    })
}

fn effect_word(held: bool) -> &'static str {
    if held { ReachEffect::Held.word() } else { ReachEffect::Recalled.word() }
}

/// A scope in the words of the contract, as everyone may read it.
pub fn scope_json(scope: &ScopeRecord) -> Value {
    let mut out = Map::new();
    out.insert("organization".into(), scope.organization.as_str().into());
    let mut put = |name: &str, value: Value| {
        out.insert(name.to_owned(), value);
    };
    match &scope.part {
        PartRecord::All => {}
        PartRecord::Product { product } => put("product", product.as_str().into()),
        PartRecord::ProducedOn { product, first, last } => {
            if let Some(product) = product {
                put("product", product.as_str().into());
            }
            let day = |number: &i32| Day::from_number(*number).to_string();
            put("producedOn", json!({"first": day(first), "last": day(last)}));
        }
        PartRecord::Lots { product, lots } => {
            put("product", product.as_str().into());
            put("lots", json!(lots));
        }
        PartRecord::Units { product, lot, first, last } => {
            put("product", product.as_str().into());
            put("units", json!({"lot": lot, "first": first, "last": last}));
        }
        PartRecord::Serials { product, range } => {
            put("product", product.as_str().into());
            let last = u64::try_from(range.last.saturating_sub(range.first)).unwrap_or(u64::MAX);
            put("serials", json!({"first": range.at(0), "last": range.at(last)}));
        }
        // Who supplies whom is a trade secret: a lot of another party is not named.
        PartRecord::Ingredient { own: true, held, .. } => {
            put("ingredientLot", json!({"withheld": true}));
            put("effect", effect_word(*held).into());
        }
        PartRecord::Ingredient { lot: BatchRef { product, lot, .. }, held, .. } => {
            // One party with the scope's, under the code that it was admitted with.
            let lot = json!({"organization": scope.organization, "product": product, "lot": lot});
            put("ingredientLot", lot);
            put("effect", effect_word(*held).into());
        }
        PartRecord::Received { held, .. } => {
            put("receivedFrom", json!({"withheld": true}));
            put("effect", effect_word(*held).into());
        }
        PartRecord::Any { scopes } => {
            return json!({"any": scopes.iter().map(scope_json).collect::<Vec<_>>()});
        }
    }
    if scope.later {
        put("later", true.into());
    }
    Value::Object(out)
}
