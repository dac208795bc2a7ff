//! Records of what becomes of recalled goods: who received them, what they did, visits to shops.

use super::QuantityRecord;
use crate::domain::command::{AnswerLine, LotAmount};
use crate::domain::day::Day;
use serde::{Deserialize, Serialize};

/// A consignee of one recall, as far as identifiers tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsigneeRecord {
    pub id: [u8; 8],
    /// Whose goods it received.
    pub owner: String,
    pub party: Option<String>,
    pub region: Option<String>,
    /// Steps from the firm: 1 for its own customers.
    pub level: u16,
}

/// How much of one lot of the owner's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotAmountRecord {
    pub product: String,
    pub lot: String,
    pub quantity: QuantityRecord,
}

impl From<&LotAmount> for LotAmountRecord {
    fn from(amount: &LotAmount) -> Self {
        Self {
            product: amount.product.to_string(),
            lot: amount.lot.to_string(),
            quantity: QuantityRecord::from(&amount.quantity),
        }
    }
}

/// How much went one way, so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRecord {
    /// [`crate::domain::words::Disposition`].
    pub disposition: u8,
    /// Product and lot; `None`: of all lots together.
    pub lot: Option<(String, String)>,
    pub quantity: QuantityRecord,
    pub on: Option<i32>,
}

impl From<&AnswerLine> for LineRecord {
    fn from(line: &AnswerLine) -> Self {
        Self {
            disposition: line.disposition.number(),
            lot: line.lot.as_ref().map(|(product, lot)| (product.to_string(), lot.to_string())),
            quantity: QuantityRecord::from(&line.quantity),
            on: line.on.map(Day::number),
        }
    }
}

/// A customer that a consignee named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRecord {
    pub who: ConsigneeRecord,
    pub got: Vec<LotAmountRecord>,
}

/// What a consignee did, or what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRecord {
    /// [`crate::domain::words::AnswerSide`].
    pub side: u8,
    pub notified_on: Option<i32>,
    pub stopped_on: Option<i32>,
    pub lines: Vec<LineRecord>,
    pub customers: Vec<CustomerRecord>,
    /// Nothing more is to come.
    pub last: bool,
}

/// A visit to a shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRecord {
    pub owner: String,
    pub consignee: Option<[u8; 8]>,
    pub region: String,
    pub on: i32,
    pub on_sale: bool,
    pub quantity: Option<QuantityRecord>,
}
