//! Profiles together: parents exist, nothing goes in circles, and nobody takes a rule away without
//! saying so.

use super::rule::RuleKey;
use super::{Profile, Resolved};
use crate::domain::day::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The profiles in use, every version of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profiles {
    /// Versions in ascending order, never none.
    by_id: BTreeMap<String, Vec<Profile>>,
}

/// Why profiles do not go together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("profile {profile}: {fault}")]
pub struct ProfilesError {
    /// Id and version, `food@1`.
    pub profile: String,
    pub fault: Fault,
}

/// What is wrong with a profile among the others.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("this version is there twice")]
    Repeated,
    #[error("its parent is not there")]
    NoParent,
    #[error("it is its own ancestor")]
    Loop,
    #[error("its parent is another than that of the version before")]
    ParentChanged,
    #[error("it is for earlier days than the version before")]
    Dates,
    #[error("it asks less than what it replaces or inherits: {0}")]
    Loosens(RuleKey),
    #[error("it exempts from a rule that there is not: {0}")]
    NothingToExempt(RuleKey),
}

impl Profiles {
    /// Puts profiles together. Errors: see [`Fault`]; the first one found.
    pub fn new(profiles: Vec<Profile>) -> Result<Self, ProfilesError> {
        let mut by_id: BTreeMap<String, Vec<Profile>> = BTreeMap::new();
        for profile in profiles {
            by_id.entry(profile.id.clone()).or_default().push(profile);
        }
        for versions in by_id.values_mut() {
            versions.sort_by_key(|profile| profile.version);
        }
        let set = Self { by_id };
        // Ancestors are walked only after no walk can go in circles.
        set.all().try_for_each(|profile| set.check_parents(profile))?;
        for versions in set.by_id.values() {
            for (older, newer) in versions.iter().zip(versions.iter().skip(1)) {
                check_versions(older, newer).map_err(|fault| fault.of(newer))?;
            }
        }
        set.all().try_for_each(|profile| {
            set.check_inheritance(profile).map_err(|fault| fault.of(profile))
        })?;
        Ok(set)
    }

    /// Every version of every profile, by id and version.
    pub fn all(&self) -> impl Iterator<Item = &Profile> {
        self.by_id.values().flatten()
    }

    /// The rules for a category on a production day: those of the profile of that name, or of its
    /// nearest dotted parent that is in force, else of `general`, with all it inherits.
    pub fn resolve(&self, category: &str, day: Day) -> Resolved {
        let names = std::iter::successors(Some(category), |name| {
            name.rsplit_once('.').map(|(parent, _)| parent)
        });
        let leaf = names.chain([super::GENERAL]).find_map(|id| self.in_force(id, day));
        let Some(leaf) = leaf else {
            return Resolved::nothing();
        };
        let mut chain = vec![leaf];
        chain.extend(self.ancestors(leaf).into_iter().filter_map(|id| self.in_force(id, day)));
        chain.reverse();
        Resolved::merged(leaf, &chain)
    }

    /// The highest version that is for this day.
    fn in_force(&self, id: &str, day: Day) -> Option<&Profile> {
        self.versions(id).iter().rev().find(|profile| profile.effective_from <= day)
    }

    fn versions(&self, id: &str) -> &[Profile] {
        self.by_id.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    fn parent(&self, id: &str) -> Option<&str> {
        self.versions(id).first().and_then(|profile| profile.parent.as_deref())
    }

    /// Ids from the parent up.
    fn ancestors<'a>(&'a self, profile: &'a Profile) -> Vec<&'a str> {
        std::iter::successors(profile.parent.as_deref(), |id| self.parent(id)).collect()
    }

    fn check_parents(&self, profile: &Profile) -> Result<(), ProfilesError> {
        let mut seen = BTreeSet::from([profile.id.as_str()]);
        let mut next = profile.parent.as_deref();
        while let Some(id) = next {
            if self.versions(id).is_empty() {
                return Err(Fault::NoParent.of(profile));
            }
            if !seen.insert(id) {
                return Err(Fault::Loop.of(profile));
            }
            next = self.parent(id);
        }
        Ok(())
    }

    fn check_inheritance(&self, profile: &Profile) -> Result<(), Fault> {
        let ancestors = self.ancestors(profile);
        for key in profile.exempt.keys() {
            let earlier = |other: &&Profile| other.version < profile.version;
            let own = self.versions(&profile.id).iter().filter(earlier);
            let inherited = ancestors.iter().flat_map(|id| self.versions(id));
            if !own.chain(inherited).any(|other| other.rules.contains_key(key)) {
                return Err(Fault::NothingToExempt(key.clone()));
            }
        }
        for (key, rule) in &profile.rules {
            if profile.exempt.contains_key(key) {
                continue;
            }
            for id in &ancestors {
                let versions = self.versions(id);
                let others = versions.iter().filter_map(|other| other.rules.get(key));
                if !others.into_iter().all(|other| rule.keeps(other)) {
                    return Err(Fault::Loosens(key.clone()));
                }
                // What stands above an exemption is no longer inherited.
                if versions.iter().any(|other| other.exempt.contains_key(key)) {
                    break;
                }
            }
        }
        Ok(())
    }
}

impl Fault {
    fn of(self, profile: &Profile) -> ProfilesError {
        ProfilesError { profile: profile.label(), fault: self }
    }
}

fn check_versions(older: &Profile, newer: &Profile) -> Result<(), Fault> {
    if older.version == newer.version {
        return Err(Fault::Repeated);
    }
    if older.parent != newer.parent {
        return Err(Fault::ParentChanged);
    }
    if older.effective_from > newer.effective_from {
        return Err(Fault::Dates);
    }
    for (key, rule) in &older.rules {
        let kept = newer.rules.get(key).is_some_and(|own| own.keeps(rule));
        if !kept && !newer.exempt.contains_key(key) {
            return Err(Fault::Loosens(key.clone()));
        }
    }
    Ok(())
}
