//! A rule of a profile: what it is about, what it asks, which clause is behind it, and whether it asks
//! at least as much as another.

use super::words::{
    Channel, CheckKind, Coding, Group, PermitKind, Place, Pledge, Risk, SaleArea, Source,
};
use std::collections::BTreeSet;
use std::fmt;

/// What a rule is about. A profile has at most one rule for each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleKey {
    Risk,
    Coding,
    Group(Group),
    /// By the profile's own name of the requirement, e.g. `production`.
    Permit(String),
    /// By item, as in checks.
    Test(String),
    /// By item, as in checks.
    Rhythm(String),
    Declaration(Pledge),
    Sale,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub terms: Terms,
    /// Refuses release even where the risk is not high.
    pub gate: bool,
    pub clause: Clause,
}

/// Law, standard or paper behind a rule, for people to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub zh: String,
    pub en: String,
    pub source: Source,
}

/// What a rule asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Terms {
    Risk(Risk),
    Coding(Coding),
    /// A group or a declaration: to be there.
    Present,
    /// One of these permits, in force on the production day.
    Permit(Vec<PermitOption>),
    /// The batch passed the item.
    Test {
        /// Checks whose pass counts; a fail of any kind does.
        kinds: BTreeSet<CheckKind>,
        /// Only where one of these additives (CNS numbers of GB 2760) was used; empty: always.
        when_additive: BTreeSet<String>,
    },
    /// The product passed the item not longer ago than this.
    Rhythm {
        months: u32,
        kinds: BTreeSet<CheckKind>,
    },
    Sale {
        area: Option<SaleArea>,
        refused_channels: BTreeSet<Channel>,
    },
}

/// One way to meet a permit rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermitOption {
    pub kind: PermitKind,
    /// Beginnings of permit categories: the product's has to be among them. Empty: any.
    pub classes: Vec<String>,
    /// Whether it has to be for the place of production.
    pub place: Option<Place>,
    /// For imported goods only, or for home-made ones only; `None`: for both.
    pub imported: Option<bool>,
}

impl RuleKey {
    /// Reads `group:expiry`, `permit:production`, `sale`, … as [`RuleKey`] prints it.
    pub fn parse(text: &str) -> Option<Self> {
        let name = |name: &str| is_name(name).then(|| name.to_owned());
        match text.split_once(':') {
            None => Some(match text {
                "risk" => Self::Risk,
                "coding" => Self::Coding,
                "sale" => Self::Sale,
                _ => return None,
            }),
            Some(("group", word)) => Group::parse(word).map(Self::Group),
            Some(("permit", word)) => name(word).map(Self::Permit),
            Some(("test", word)) => name(word).map(Self::Test),
            Some(("rhythm", word)) => name(word).map(Self::Rhythm),
            Some(("declaration", word)) => Pledge::parse(word).map(Self::Declaration),
            Some(_) => None,
        }
    }
}

impl fmt::Display for RuleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Risk => f.write_str("risk"),
            Self::Coding => f.write_str("coding"),
            Self::Sale => f.write_str("sale"),
            Self::Group(group) => write!(f, "group:{}", group.word()),
            Self::Permit(name) => write!(f, "permit:{name}"),
            Self::Test(item) => write!(f, "test:{item}"),
            Self::Rhythm(item) => write!(f, "rhythm:{item}"),
            Self::Declaration(pledge) => write!(f, "declaration:{}", pledge.word()),
        }
    }
}

/// A small letter, then letters and digits, as items of checks are written.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl Rule {
    /// Whether it asks at least what `other`, a rule about the same, asks.
    pub fn keeps(&self, other: &Self) -> bool {
        (self.gate || !other.gate) && self.terms.keep(&other.terms)
    }
}

impl Terms {
    fn keep(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Risk(own), Self::Risk(other)) => own >= other,
            (Self::Coding(own), Self::Coding(other)) => own >= other,
            (Self::Present, Self::Present) => true,
            (Self::Permit(own), Self::Permit(other)) => {
                own.iter().all(|option| other.iter().any(|wider| option.lies_in(wider)))
            }
            (
                Self::Test { kinds, when_additive },
                Self::Test { kinds: other_kinds, when_additive: other_when },
            ) => {
                let as_often = when_additive.is_empty()
                    || (!other_when.is_empty() && when_additive.is_superset(other_when));
                as_often && kinds.is_subset(other_kinds)
            }
            (
                Self::Rhythm { months, kinds },
                Self::Rhythm { months: other_months, kinds: other_kinds },
            ) => months <= other_months && kinds.is_subset(other_kinds),
            (
                Self::Sale { area, refused_channels },
                Self::Sale { area: other_area, refused_channels: others },
            ) => area >= other_area && refused_channels.is_superset(others),
            _ => false,
        }
    }
}

impl PermitOption {
    /// Whether every permit that meets this option meets `wider`.
    fn lies_in(&self, wider: &Self) -> bool {
        let within = |class: &String| wider.classes.iter().any(|outer| class.starts_with(outer));
        let classes = wider.classes.is_empty()
            || (!self.classes.is_empty() && self.classes.iter().all(within));
        let origin = wider.imported.is_none() || self.imported == wider.imported;
        self.kind == wider.kind && classes && self.place >= wider.place && origin
    }
}
