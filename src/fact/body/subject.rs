//! What a fact is about: decides how its envelope names it, in the clear or as a salted commitment.

use super::Body;
use crate::domain::permit::PermitKind;
use crate::domain::words::EntryStatus;
use crate::fact::record::{BatchRef, EntryRecord, MeasureRef};

/// What a fact is about, as the envelope names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject<'a> {
    Ledger,
    Organization(&'a str),
    Product {
        organization: &'a str,
        product: &'a str,
    },
    Measure(MeasureRef),
    /// A file of evidence: how many papers a firm has, and what they are, is nobody else's business.
    Evidence,
    /// Who received goods of a recall is a trade secret: neither the recall nor who spoke is told.
    Consignees,
    /// A drill is the firm's own and its authorities' business.
    Drill,
    /// A recall that an authority only considers: what it is about, and who asks, is not public yet.
    Proposal,
    /// Volumes and supply links are trade secrets: a salted commitment stands for the batch.
    Batch {
        batch: &'a BatchRef,
        salt: &'a [u8; 32],
    },
}

impl Body {
    /// What it is about.
    pub fn subject(&self) -> Subject<'_> {
        match self {
            Self::LedgerOpened { .. }
            | Self::UnitKeyAdded { .. }
            | Self::UnitKeyChanged { .. }
            | Self::LogOpened { .. }
            | Self::PoliciesAdopted { .. } => Subject::Ledger,
            Self::EvidenceAdded { .. } | Self::EvidenceErased { .. } => Subject::Evidence,
            Self::ConsigneeStated { .. }
            | Self::ConsigneeAnswered { .. }
            | Self::AnswerLinkIssued { .. }
            | Self::ConsigneeErased { .. }
            | Self::ShopVisited { .. }
            | Self::ClosureProposed { .. } => Subject::Consignees,
            Self::DrillStarted { .. } | Self::DrillStepped { .. } => Subject::Drill,
            Self::OrganizationAdmitted { code, .. } => Subject::Organization(code),
            Self::SettingsChanged { organization, .. }
            | Self::RecallSettingChanged { organization, .. } => {
                Subject::Organization(organization)
            }
            Self::RecallProposed { .. } | Self::RecallProposalRejected { .. } => Subject::Proposal,
            // An order becomes public only when its deadline was missed; the envelope is for ever.
            Self::EntryRegistered { record, .. } if is_order(record) => Subject::Ledger,
            Self::EntryChanged { status, .. } if is_of_orders(*status) => Subject::Ledger,
            Self::EntryRegistered { holder, .. } | Self::EntryChanged { holder, .. } => {
                Subject::Organization(holder)
            }
            Self::CheckQueued { laboratory, .. } => Subject::Organization(laboratory),
            Self::TokenIssued { organization, .. } | Self::TokenRevoked { organization, .. } => {
                organization.as_deref().map_or(Subject::Ledger, Subject::Organization)
            }
            Self::ProductRegistered { organization, product, .. }
            | Self::JudgementGiven { organization, product, .. } => {
                Subject::Product { organization, product }
            }
            Self::RecallOpened { recall, .. }
            | Self::RecallStepped { recall, .. }
            | Self::RecallEnded { recall, .. }
            | Self::RecallStarted { recall, .. }
            | Self::RecallConfirmed { recall, .. }
            | Self::RecallProgressed { recall, .. }
            | Self::AssistanceAnswered { recall, .. }
            | Self::ReachStepped { recall, .. } => Subject::Measure(*recall),
            Self::BatchRegistered { batch, salt, .. }
            | Self::EventStated { batch, salt, .. }
            | Self::UnitsIssued { batch, salt, .. }
            | Self::SerialsRegistered { batch, salt, .. }
            | Self::BatchReleased { batch, salt, .. }
            | Self::UnitsChanged { batch, salt, .. }
            | Self::BatchWithdrawn { batch, salt }
            | Self::BatchChecked { batch, salt, .. }
            | Self::CheckMatched { batch, salt, .. }
            | Self::BatchCorrected { batch, salt, .. }
            | Self::CorrectionProposed { batch, salt, .. }
            | Self::CorrectionRejected { batch, salt, .. }
            | Self::SectionErased { batch, salt, .. }
            | Self::HoldOpened { batch, salt, .. }
            | Self::HoldEnded { batch, salt, .. }
            | Self::TaskEscalated { batch, salt, .. }
            | Self::LinkJudged { batch, salt, .. } => Subject::Batch { batch, salt },
        }
    }

    /// The batch it is about, if it is about one.
    pub fn batch(&self) -> Option<&BatchRef> {
        match self.subject() {
            Subject::Batch { batch, .. } => Some(batch),
            _ => None,
        }
    }
}

fn is_order(record: &EntryRecord) -> bool {
    record.kind == PermitKind::ImprovementOrder.number()
}

fn is_of_orders(status: u8) -> bool {
    EntryStatus::from_number(status).is_some_and(EntryStatus::is_of_orders)
}
