//! Documents: the free content of requests and of the sections that are kept, one set of structs for
//! both. They fix names, nesting and JSON types only; what a value may be is judged in `wire/parse`,
//! and who may read which member in `access`. Members are only ever added, and only optional ones.

mod batch;
mod check;
mod effectiveness;
mod entry;
mod event;
mod judgement;
mod measure;
mod number;
mod organization;
mod product;
mod public;
mod recall;
#[cfg(test)]
mod tests;

pub use batch::{
    AdditiveDoc, AmountDoc, BatchDoc, BatchUnitsDoc, CarriedDoc, DeclaredDoc, DensityDoc,
    IngredientDoc, LossDoc, ManufacturerDoc, OriginDoc, PaperDoc, PreparationDoc, PrintedDatesDoc,
    ProcessControlDoc, SaleAreaDoc, SourceDoc,
};
pub use check::{
    CheckDoc, CheckIntakeDoc, CheckIntakeList, CheckItem, CheckMatchDoc, LabelledProducerDoc,
    LaboratoryDoc, LimitDoc, Measured, PlanDoc, Reading, ResultDoc, TestedGoodsDoc,
};
pub use effectiveness::{
    AnswerLinkDoc, ConsigneeDoc, CustomerDoc, DrillDoc, DrillStepDoc, LotAmountDoc,
    RecallAnswerDoc, RecallOutcomeDoc, VisitDoc,
};
pub use entry::{EntryDoc, EntryStatusDoc, PolicyDoc};
pub use event::EventDoc;
pub use judgement::JudgementDoc;
pub use measure::{
    BatchLinkDoc, ChangeDoc, CorrectionDoc, DaysDoc, EndDoc, ErasureDoc, GroundDoc, LotUnitsDoc,
    ReasonDoc, RecallDoc, ReceivedDoc, ScopeDoc, SerialsDoc, SettingsDoc, StepDoc,
};
pub use number::Dec;
pub use organization::{ContactDoc, OrgRef, OrganizationDoc, RegistryNumber, TextDoc, TokenDoc};
pub use product::{
    AllergenDoc, FormulaDoc, FormulaLineDoc, LabelDoc, NutrientDoc, NutritionDoc, ProductDoc,
    QuantityDoc, ShelfLifeDoc, StatementLineDoc, StorageDoc,
};
pub use public::{
    PublicAdditive, PublicBatch, PublicChange, PublicCheck, PublicContact, PublicCorrection,
    PublicEntry, PublicIngredient, PublicLaboratory, PublicManufacturer, PublicOrganization,
    PublicPaper, PublicProduct, PublicReason, PublicRecall,
};
pub use recall::{
    AssistanceDoc, MoreTimeDoc, PlanNoticeDoc, PlanProducerDoc, PlanProductDoc, RecallNoticeDoc,
    RecallPlanDoc, RecallStageDoc,
};
