//! Records of what rules ask: how a batch was made and judged, checks, the register, events, policies.

use super::{ActorRecord, BatchRef, MeasureRef};
use crate::domain::command::{BatchFacts, CheckedItem, Input, InputLot, RegisterEntry, StateEvent};
use crate::domain::day::Day;
use crate::domain::quantity::{Quantity, Unit, parse_decimal};
use crate::domain::words::{Outcome, Role};
use serde::{Deserialize, Serialize};

/// A lot that went into a batch, by reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputRecord {
    /// Without an organization where it was named by GTIN: the GTIN stands in the product's place.
    pub batch: BatchRef,
    /// Place in the list of ingredients; `None` for an additive.
    pub line: Option<u16>,
    pub used: Option<QuantityRecord>,
}

impl From<&Input> for InputRecord {
    fn from(input: &Input) -> Self {
        let used = input.used.as_ref().map(QuantityRecord::from);
        let batch = match &input.lot {
            InputLot::Batch(batch) => BatchRef::from(batch),
            InputLot::Gtin { gtin, lot } => BatchRef {
                organization: String::new(),
                product: gtin.as_str().to_owned(),
                lot: lot.to_string(),
            },
        };
        Self { batch, line: input.line, used }
    }
}

/// An exact decimal as text, in a unit of UN/ECE Recommendation 20.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantityRecord {
    pub value: String,
    pub unit: String,
}

impl From<&Quantity> for QuantityRecord {
    fn from(quantity: &Quantity) -> Self {
        let value = quantity.value.normalize().to_string();
        Self { value, unit: quantity.unit.as_str().to_owned() }
    }
}

impl QuantityRecord {
    /// The quantity; `None` only for a damaged store.
    pub fn quantity(&self) -> Option<Quantity> {
        Some(Quantity { value: parse_decimal(&self.value)?, unit: Unit::parse(&self.unit)? })
    }
}

/// What an entry of the register says in identifiers, numbers and words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRecord {
    pub kind: u8,
    pub number: String,
    pub valid_from: Option<i32>,
    /// Last day, included.
    pub valid_to: Option<i32>,
    pub covers: Vec<String>,
    pub site: Option<String>,
    pub region: Option<String>,
    pub counterpart: Option<String>,
    pub product: Option<String>,
    pub pledges: Vec<u8>,
    pub area: Vec<String>,
}

impl From<&RegisterEntry> for EntryRecord {
    fn from(command: &RegisterEntry) -> Self {
        Self {
            kind: command.permit.kind().number(),
            number: command.permit.number().to_owned(),
            valid_from: command.valid_from.map(Day::number),
            valid_to: command.valid_to.map(Day::number),
            covers: command.covers.clone(),
            site: command.site.clone(),
            region: command.region.as_ref().map(|region| region.as_str().to_owned()),
            counterpart: command.counterpart.as_ref().map(ToString::to_string),
            product: command.product.as_ref().map(ToString::to_string),
            pledges: command.pledges.iter().map(|pledge| pledge.number()).collect(),
            area: command.area.iter().map(|region| region.as_str().to_owned()).collect(),
        }
    }
}

/// One item of a check with its computed outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRecord {
    pub item: String,
    pub kind: u8,
    pub outcome: u8,
    /// It is the report's word that it complies, without a value.
    pub stated: bool,
    /// Whether the accreditation of the laboratory, in force on the day of the test, covers it; `None`
    /// where that cannot be said.
    pub accredited: Option<bool>,
}

impl ItemRecord {
    /// The record of an item; see [`ItemRecord::accredited`].
    pub fn of(item: &CheckedItem, accredited: Option<bool>) -> Self {
        let CheckedItem { item, kind, outcome, stated, .. } = item;
        let (item, stated) = (item.clone(), *stated);
        Self { item, kind: kind.number(), outcome: outcome.number(), stated, accredited }
    }
}

/// What a check comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedRecord {
    pub kind: u8,
    pub tested_on: i32,
    pub outcome: u8,
    pub items: Vec<ItemRecord>,
    /// The laboratory still works on it.
    pub preliminary: bool,
    /// Stands for the report: equal for the same number of the same side.
    pub report: [u8; 32],
    /// Keyed digest of its document.
    pub content: [u8; 32],
    /// The laboratory that tested, as far as it is known.
    pub laboratory: Option<String>,
}

impl CheckedRecord {
    /// Whether the outcome of an item counts for release and rhythm. A failure always does. Nothing
    /// else of a preliminary report does, and a word that it complies only where the laboratory itself
    /// hands it in.
    pub fn counts(&self, item: &ItemRecord, by: &ActorRecord) -> bool {
        let failed = item.outcome == Outcome::Fail.number();
        failed || (!self.preliminary && (!item.stated || by.role() == Role::Laboratory))
    }
}

/// What a statement sets off by rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    pub hazard: u8,
    /// The hold it places; `None` where the batch is held by rule already.
    pub hold: Option<MeasureRef>,
}

/// How a batch was made, as far as rules ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeRecord {
    /// The maker, where that is not the organization itself.
    pub maker: Option<String>,
    /// The maker's name of its site.
    pub site: Option<String>,
    /// Made in another country than the market's.
    pub imported: bool,
    /// CNS numbers of the additives used.
    pub additives: Vec<String>,
    /// How much was made.
    pub quantity: QuantityRecord,
    pub net_mass: Option<QuantityRecord>,
    pub making: MakingRecord,
}

impl MadeRecord {
    /// The record of a batch with its balance.
    pub fn of(facts: &BatchFacts, making: MakingRecord) -> Self {
        let cns = facts.additives.iter().filter_map(|used| used.cns.clone());
        Self {
            maker: facts.maker.as_ref().map(ToString::to_string),
            site: facts.site.clone(),
            imported: facts.imported,
            additives: cns.collect(),
            quantity: QuantityRecord::from(&facts.quantity),
            net_mass: facts.net_mass.as_ref().map(QuantityRecord::from),
            making,
        }
    }
}

/// How the additives of one entry of the table stand to it, or the sums of several; nobody's answer is
/// part of it. What an answer would make of it was worked out when the batch was stated, since the
/// formula itself is not kept here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdditivesRecord {
    pub found: Vec<AdditiveRecord>,
    /// Every open question of it.
    pub asked: Vec<AskedRecord>,
}

/// A question, and what either answer comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedRecord {
    pub key: String,
    /// In the words of the table.
    pub text: String,
    pub yes: AdditivesRecord,
    pub no: AdditivesRecord,
}

/// How one additive, or a sum of several, stands to the table of permitted additives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdditiveRecord {
    /// Place in the list of additives; `None` for a sum and for what an ingredient brought.
    pub line: Option<u16>,
    /// Place of the ingredient that it came in with.
    pub ingredient: Option<u16>,
    /// [`crate::domain::words::AdditiveOutcome`].
    pub outcome: u8,
    /// E.g. `GB 2760-2024 A.1, 08.03.05`.
    pub clause: String,
    /// The office's to see: exact decimals as text, with their unit.
    pub dose: Option<String>,
    pub limit: Option<String>,
    /// Word of what was not stated.
    pub missing: Option<String>,
    /// Key of the question that is open.
    pub question: Option<String>,
    /// Key of the answered question that it rests on.
    pub answered: Option<String>,
}

/// Balance of the making of a batch: the office's to see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakingRecord {
    /// Word of why it cannot be worked out.
    pub why: Option<String>,
    /// How much more came out and was lost than went in, beyond the tolerance.
    pub by: Option<QuantityRecord>,
    /// What came out as a share of what went in.
    pub yielded: Option<String>,
    /// What went in and neither came out nor is declared lost.
    pub unexplained: Option<QuantityRecord>,
}

/// A lot that an answer holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotHold {
    pub lot: String,
    pub hold: MeasureRef,
}

/// How a batch stood to its sector profile when it was released.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingRecord {
    /// E.g. `food.meat.cooked@2`.
    pub profile: String,
    /// What was short and did not refuse release.
    pub missing: Vec<String>,
    /// Entries of the register under which it was made.
    pub permits: Vec<u64>,
}

/// A policy as adopted: a profile or a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRecord {
    pub kind: u8,
    pub id: String,
    pub version: u32,
    /// Days since 1970-01-01.
    pub effective_from: i32,
    /// BLAKE3 of its canonical JSON.
    pub digest: [u8; 32],
    /// It came with the program; otherwise it stands in the public section of the fact.
    pub shipped: bool,
}

/// Something that happened to goods of a batch, as far as balances and rules ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRecord {
    /// [`crate::domain::words::BizStep`].
    pub biz_step: u8,
    pub on: i32,
    /// The organization that states it.
    pub by: String,
    pub counterpart: Option<String>,
    pub region: Option<String>,
    /// [`crate::domain::words::Channel`].
    pub channel: Option<u8>,
    pub sscc: Option<String>,
    /// Case that `sscc` was put into or taken out of.
    pub parent: Option<String>,
    /// Cases that were put into `sscc` or taken out of it.
    pub children: Vec<String>,
    pub quantity: Option<QuantityRecord>,
}

impl EventRecord {
    /// The record of a command; `by` is the code the organization was admitted with.
    pub fn of(command: &StateEvent, by: String) -> Self {
        Self {
            biz_step: command.biz_step.number(),
            on: command.on.number(),
            by,
            counterpart: command.counterpart.as_ref().map(ToString::to_string),
            region: command.region.as_ref().map(|region| region.as_str().to_owned()),
            channel: command.channel.map(|channel| channel.number()),
            sscc: command.sscc.map(|sscc| sscc.as_str().to_owned()),
            parent: command.parent.map(|sscc| sscc.as_str().to_owned()),
            children: command.children.iter().map(|sscc| sscc.as_str().to_owned()).collect(),
            quantity: command.quantity.as_ref().map(QuantityRecord::from),
        }
    }
}

/// What does not add up, or breaks a rule, in a statement that was recorded all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingRecord {
    /// [`crate::domain::words::FindingKind`].
    pub kind: u8,
    /// Ingredient it is about, where it is about one.
    pub line: Option<u16>,
    /// How much too much.
    pub by: Option<QuantityRecord>,
    /// Law or standard behind it, zh and en; empty where arithmetic is enough.
    pub clause: [String; 2],
}
