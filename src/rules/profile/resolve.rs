//! A profile with all it inherits, as it stood on one day.

use super::rule::{Clause, Rule, RuleKey, Terms};
use super::words::Risk;
use super::{GENERAL, Profile, Title};
use std::collections::BTreeMap;

/// The rules for a category on a production day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    pub id: String,
    /// 0 where no profile was in force.
    pub version: u32,
    pub name: Title,
    /// Every document that went in, root first, as `food@1`.
    pub lineage: Vec<String>,
    pub rules: BTreeMap<RuleKey, Rule>,
    /// What was taken away, and why it may be.
    pub exempt: BTreeMap<RuleKey, Clause>,
}

impl Resolved {
    /// How it is cited: `food.meat.cooked@2`.
    pub fn label(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// Its risk; low where nobody said.
    pub fn risk(&self) -> Risk {
        match self.rules.get(&RuleKey::Risk).map(|rule| &rule.terms) {
            Some(Terms::Risk(risk)) => *risk,
            _ => Risk::Low,
        }
    }

    /// No profile: nothing is asked.
    pub(super) fn nothing() -> Self {
        Self {
            id: GENERAL.to_owned(),
            version: 0,
            name: Title { zh: String::new(), en: String::new() },
            lineage: Vec::new(),
            rules: BTreeMap::new(),
            exempt: BTreeMap::new(),
        }
    }

    /// `chain` from the root to `leaf`; what comes later adds, replaces and takes away.
    pub(super) fn merged(leaf: &Profile, chain: &[&Profile]) -> Self {
        let mut rules = BTreeMap::new();
        let mut exempt = BTreeMap::new();
        for profile in chain {
            for (key, clause) in &profile.exempt {
                rules.remove(key);
                exempt.insert(key.clone(), clause.clone());
            }
            for (key, rule) in &profile.rules {
                rules.insert(key.clone(), rule.clone());
                exempt.remove(key);
            }
        }
        Self {
            id: leaf.id.clone(),
            version: leaf.version,
            name: leaf.name.clone(),
            lineage: chain.iter().map(|profile| profile.label()).collect(),
            rules,
            exempt,
        }
    }
}
