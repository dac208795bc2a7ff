//! What is found: per additive, and per sum of additives, with the limit and the clause. Findings are
//! statements; that a food must not leave is decided elsewhere.

use super::formula::{Answer, Carried};
use super::table::Additive;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::fmt;

/// How a use stands to the table. A greater one is never better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Permitted, and not above the limit.
    Within,
    /// The table does not decide, or not with what was stated.
    NeedsJudgement,
    /// Permitted, but above the limit.
    Over,
    /// In the table, but not for this food.
    NotPermitted,
    /// Not in the table. Flavourings, processing aids and nutrients stand in other lists.
    NotListed,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<'a> {
    pub subject: Subject<'a>,
    pub outcome: Outcome,
    /// In the unit of `limit`, as what it is expressed as; for a sum, the sum of the shares. An upper
    /// bound where no active fraction was stated. Absent where it cannot be worked out.
    pub dose: Option<Decimal>,
    /// What the dose was held against. Absent where the additive is not permitted.
    pub limit: Option<Limit<'a>>,
    pub clause: Clause<'a>,
    /// Why judgement is needed.
    pub reason: Option<Reason<'a>>,
    /// The answer it rests on.
    pub answer: Option<Answer<'a>>,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject<'a> {
    /// Everything of one entry that is in the food.
    Additive(&'a Additive),
    /// What came in with an ingredient.
    CarriedOver(&'a Additive, &'a Carried<'a>),
    /// What was stated and is not one entry of the table.
    Stated(&'a str),
    /// Additives of one function, together; in the order of the table.
    Sum(SumRule, Vec<&'a Additive>),
}

/// Functions whose shares of the limits are added up (GB 2760, A.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SumRule {
    Preservatives,
    Antioxidants,
    /// Colours of the same hue.
    Colours,
}

/// A maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit<'a> {
    /// `None`: as much as is needed (按生产需要适量使用, GMP).
    pub max: Option<Decimal>,
    pub unit: Unit,
    /// Substance it is expressed as (以…计).
    pub expressed_as: Option<&'a str>,
    /// It bounds what a laboratory finds in the food rather than what is used.
    pub residue: bool,
    /// The maximum itself is too much.
    pub below: bool,
    /// Words that narrow it.
    pub only: Option<&'a str>,
}

/// Unit of a limit and its dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    MgPerKg,
    MgPerL,
    /// mg per kg of the fat and oil in the food.
    MgPerKgFat,
    /// Shares of maxima: 1 is all of it.
    Share,
}

/// Why judgement is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason<'a> {
    /// Not computable until this is stated.
    Missing(Missing),
    /// A post has to decide. The key stays the same while the table has the same id.
    Question { key: Cow<'a, str>, text: Cow<'a, str> },
    /// The name or number stands for several entries, or the two numbers for different ones.
    Ambiguous,
}

/// What was not stated, or not usably.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The food category.
    Category,
    /// The stated category is not in the table.
    KnownCategory,
    /// The table tells apart what lies below the stated category.
    FinerCategory,
    /// The mass of additive.
    Dose,
    /// The mass of food, or its volume and density.
    Mass,
    /// The volume of food, or its mass and density.
    Volume,
    /// The mass of fat in the food.
    FatMass,
    /// How much of the additive is what the limit is expressed as; without it the dose may be over.
    ActiveFraction,
    /// The factor of dilution.
    Dilution,
    /// The drink a solid drink is made into.
    Drink,
    /// A laboratory's result: more was used than may remain.
    Residue,
    /// The limit is per something that a formula does not state.
    OtherBasis,
    /// Category of the ingredient.
    IngredientCategory,
    /// Mass of the ingredient.
    IngredientMass,
    /// A number is out of the range of exact decimals.
    Range,
    /// The share of at least one of several additives.
    Share,
}

/// Where it stands; shown as `GB 2760-2024 A.1, 08.03.05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause<'a> {
    pub standard: &'a str,
    pub part: Part<'a>,
}

/// Part of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Table A.1 as a whole.
    Table,
    /// A row of table A.1, by category.
    Row { category: &'a str, gmp: bool },
    /// The row for all foods but those of table A.2.
    AllFoods { gmp: bool },
    /// A row of table A.2.
    Exception(u8),
    /// Carrying over, with the category of the ingredient.
    CarryOver(Option<&'a str>),
    /// The rule of sums.
    Sum,
}

impl Outcome {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::NeedsJudgement => "needsJudgement",
            Self::Over => "over",
            Self::NotPermitted => "notPermitted",
            Self::NotListed => "notListed",
        }
    }
}

impl Unit {
    /// UCUM, e.g. `mg/kg`.
    pub fn code(self) -> &'static str {
        match self {
            Self::MgPerKg | Self::MgPerKgFat => "mg/kg",
            Self::MgPerL => "mg/L",
            Self::Share => "1",
        }
    }
}

impl SumRule {
    /// The word of the contract: that of the function class.
    pub fn word(self) -> &'static str {
        match self {
            Self::Preservatives => "preservative",
            Self::Antioxidants => "antioxidant",
            Self::Colours => "colour",
        }
    }
}

impl Missing {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::KnownCategory => "knownCategory",
            Self::FinerCategory => "finerCategory",
            Self::Dose => "dose",
            Self::Mass => "mass",
            Self::Volume => "volume",
            Self::FatMass => "fatMass",
            Self::ActiveFraction => "activeFraction",
            Self::Dilution => "dilution",
            Self::Drink => "drink",
            Self::Residue => "residue",
            Self::OtherBasis => "otherBasis",
            Self::IngredientCategory => "ingredientCategory",
            Self::IngredientMass => "ingredientMass",
            Self::Range => "range",
            Self::Share => "share",
        }
    }
}

impl fmt::Display for Clause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.standard)?;
        match self.part {
            Part::Table => f.write_str(" A.1"),
            Part::Row { category, gmp } => write!(f, " A.1, {category}{}", gmp_mark(gmp)),
            Part::AllFoods { gmp } => write!(f, " A.1 + A.2{}", gmp_mark(gmp)),
            Part::Exception(number) => write!(f, " A.2, no. {number}"),
            Part::CarryOver(None) => f.write_str(" 3.4.1"),
            Part::CarryOver(Some(category)) => write!(f, " 3.4.1, {category}"),
            Part::Sum => f.write_str(" A.4"),
        }
    }
}

fn gmp_mark(gmp: bool) -> &'static str {
    if gmp { ", GMP" } else { "" }
}
