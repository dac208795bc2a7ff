//! What the program brings that a ledger does not know yet: what goes together with the policies in
//! use is to be adopted, the rest is left out with its reason. Nothing is written here.

use super::{Policy, Rulebook, SHIPPED};
use crate::domain::words::PolicyKind;
use crate::fact::record::PolicyRecord;
use crate::rules::profile::{Profile, Profiles};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::PolicyRow;

/// What became of the shipped policies that are new to a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anew {
    pub adopt: Vec<PolicyRecord>,
    pub skipped: Vec<Skipped>,
}

/// A shipped policy that is not adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub kind: PolicyKind,
    pub id: String,
    pub version: u32,
    /// In English, for the operator.
    pub reason: String,
}

/// What the program brings and `view` does not know yet. A policy of the operator stays as it is: one
/// of the program that contradicts it is left out.
/// Errors: a shipped document changed without a new version.
pub fn shipped_anew(view: &impl Read) -> Result<Anew, StoreError> {
    let (mut found, mut profiles) = (Anew::default(), Vec::new());
    for (Policy { kind, id, version, effective_from }, bytes) in SHIPPED.iter() {
        let digest = *blake3::hash(bytes).as_bytes();
        match view.row::<PolicyRow>(&key::policy(kind.number(), id, *version))? {
            Some(row) if row.digest == digest => {}
            Some(row) if row.shipped => {
                let reason = "a shipped policy changed without a new version";
                return Err(StoreError::Damaged { family: "policies", reason });
            }
            Some(_) => found.skipped.push(Skipped {
                kind: *kind,
                id: id.clone(),
                version: *version,
                reason: "the operator adopted another of this version".to_owned(),
            }),
            None => {
                let record = PolicyRecord {
                    kind: kind.number(),
                    id: id.clone(),
                    version: *version,
                    effective_from: effective_from.number(),
                    digest,
                    shipped: true,
                };
                match Profile::parse(bytes) {
                    Ok(profile) if *kind == PolicyKind::Profile => profiles.push((record, profile)),
                    _ => found.adopt.push(record),
                }
            }
        }
    }
    if !profiles.is_empty() {
        let known = Rulebook::read(view)?.profiles.all().cloned().collect();
        let fitting = fitting(known, profiles);
        found.adopt.extend(fitting.adopt);
        found.skipped.extend(fitting.skipped);
    }
    Ok(found)
}

/// All of the new profiles where they go together with the known ones; else as many as can be added
/// one after the other.
fn fitting(known: Vec<Profile>, new: Vec<(PolicyRecord, Profile)>) -> Anew {
    let all = known.iter().chain(new.iter().map(|(_, profile)| profile)).cloned();
    if Profiles::new(all.collect()).is_ok() {
        let adopt = new.into_iter().map(|(record, _)| record).collect();
        return Anew { adopt, skipped: Vec::new() };
    }
    let (mut kept, mut waiting, mut adopt) = (known, new, Vec::new());
    loop {
        let (mut left, mut skipped) = (Vec::new(), Vec::new());
        let before = adopt.len();
        for (record, profile) in waiting {
            kept.push(profile);
            match Profiles::new(kept.clone()) {
                Ok(_) => adopt.push(record),
                Err(error) => {
                    skipped.push(Skipped {
                        kind: PolicyKind::Profile,
                        id: record.id.clone(),
                        version: record.version,
                        reason: error.to_string(),
                    });
                    left.extend(kept.pop().map(|profile| (record, profile)));
                }
            }
        }
        // What was added may be the parent that others were waiting for.
        if adopt.len() == before {
            return Anew { adopt, skipped };
        }
        waiting = left;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::profile::Fault;

    fn shipped() -> Vec<(PolicyRecord, Profile)> {
        let profiles = SHIPPED.iter().filter(|(policy, _)| policy.kind == PolicyKind::Profile);
        let read = |(policy, bytes): &(Policy, Vec<u8>)| {
            let record = PolicyRecord {
                kind: policy.kind.number(),
                id: policy.id.clone(),
                version: policy.version,
                effective_from: policy.effective_from.number(),
                digest: *blake3::hash(bytes).as_bytes(),
                shipped: true,
            };
            (record, Profile::parse(bytes).unwrap())
        };
        profiles.map(read).collect()
    }

    fn skipped(known: Vec<Profile>, new: Vec<(PolicyRecord, Profile)>) -> Vec<String> {
        let count = new.len();
        let found = fitting(known, new);
        assert_eq!(found.adopt.len() + found.skipped.len(), count);
        found
            .skipped
            .iter()
            .map(|one| format!("{}@{}: {}", one.id, one.version, one.reason))
            .collect()
    }

    #[test]
    fn what_goes_together_is_adopted_whole() {
        assert_eq!(skipped(Vec::new(), shipped()), Vec::<String>::new());
    }

    #[test]
    fn a_newer_version_that_does_not_fit_the_operators_is_left_out() {
        let (known, new): (Vec<_>, Vec<_>) = shipped()
            .into_iter()
            .partition(|(record, _)| (&*record.id, record.version) != ("food", 2));
        let mut known: Vec<Profile> = known.into_iter().map(|(_, profile)| profile).collect();
        assert_eq!(skipped(known.clone(), new.clone()), Vec::<String>::new());
        // The operator's version 3 asks less than the program's version 2 and is older than it.
        let own = known.iter().find(|profile| profile.id == "food").unwrap().clone();
        known.push(Profile { version: 3, ..own });
        let found = skipped(known, new);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("food@2: profile food@3: "), "{found:?}");
    }

    /// One that stands in the way keeps out only what contradicts it.
    #[test]
    fn the_others_are_adopted_all_the_same() {
        let (general, new): (Vec<_>, Vec<_>) =
            shipped().into_iter().partition(|(record, _)| record.id == "general");
        let mut known: Vec<Profile> = general.into_iter().map(|(_, profile)| profile).collect();
        let own = new.iter().find(|(record, _)| record.id == "food.meat.cooked").unwrap();
        known.push(Profile { version: 2, parent: Some("general".to_owned()), ..own.1.clone() });
        let found = skipped(known, new);
        let reason = Fault::ParentChanged.to_string();
        assert_eq!(found, [format!("food.meat.cooked@1: profile food.meat.cooked@2: {reason}")]);
    }
}
