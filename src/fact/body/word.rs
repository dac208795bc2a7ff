//! The word by which an envelope names its kind of fact. Fixed for ever: it stands in the log.

use super::Body;

impl Body {
    /// The type word of the envelope.
    pub fn type_word(&self) -> &'static str {
        match self {
            Self::LedgerOpened { .. } => "ledgerOpened",
            Self::UnitKeyAdded { .. } => "unitKeyAdded",
            Self::UnitKeyChanged { .. } => "unitKeyChanged",
            Self::OrganizationAdmitted { .. } => "organizationAdmitted",
            Self::TokenIssued { .. } => "tokenIssued",
            Self::TokenRevoked { .. } => "tokenRevoked",
            Self::ProductRegistered { .. } => "productRegistered",
            Self::BatchRegistered { .. } => "batchRegistered",
            Self::EventStated { .. } => "eventStated",
            Self::UnitsIssued { .. } => "unitsIssued",
            Self::SerialsRegistered { .. } => "serialsRegistered",
            Self::BatchReleased { .. } => "batchReleased",
            Self::UnitsChanged { .. } => "unitsChanged",
            Self::BatchWithdrawn { .. } => "batchWithdrawn",
            Self::BatchChecked { .. } => "batchChecked",
            Self::BatchCorrected { .. } => "batchCorrected",
            Self::SectionErased { .. } => "sectionErased",
            Self::HoldOpened { .. } => "holdOpened",
            Self::HoldEnded { .. } => "holdEnded",
            Self::RecallOpened { .. } => "recallOpened",
            Self::RecallStepped { .. } => "recallStepped",
            Self::RecallEnded { .. } => "recallEnded",
            Self::PoliciesAdopted { .. } => "policiesAdopted",
            Self::EntryRegistered { .. } => "entryRegistered",
            Self::EntryChanged { .. } => "entryChanged",
            Self::CheckQueued { .. } => "checkQueued",
            Self::CheckMatched { .. } => "checkMatched",
            Self::EvidenceAdded { .. } => "evidenceAdded",
            Self::EvidenceErased { .. } => "evidenceErased",
            Self::SettingsChanged { .. } => "settingsChanged",
            Self::CorrectionProposed { .. } => "correctionProposed",
            Self::CorrectionRejected { .. } => "correctionRejected",
            Self::JudgementGiven { .. } => "judgementGiven",
            Self::LinkJudged { .. } => "linkJudged",
            Self::ReachStepped { .. } => "reachStepped",
            Self::RecallStarted { .. } => "recallStarted",
            Self::RecallProgressed { .. } => "recallProgressed",
            Self::LogOpened { .. } => "logOpened",
            Self::ConsigneeStated { .. } => "consigneeStated",
            Self::ConsigneeAnswered { .. } => "consigneeAnswered",
            Self::AnswerLinkIssued { .. } => "answerLinkIssued",
            Self::ConsigneeErased { .. } => "consigneeErased",
            Self::ShopVisited { .. } => "shopVisited",
            Self::ClosureProposed { .. } => "closureProposed",
            Self::DrillStarted { .. } => "drillStarted",
            Self::DrillStepped { .. } => "drillStepped",
            Self::AssistanceAnswered { .. } => "assistanceAnswered",
            Self::TaskEscalated { .. } => "taskEscalated",
        }
    }
}
