//! What recalls come to, worked out anew from the list of what was done: no marks, no queue, no order.

use std::collections::{BTreeMap, BTreeSet};

/// A lot: its organization and its number there.
pub type Lot = (usize, usize);

/// One part of a recall.
#[derive(Debug, Clone)]
pub enum Part {
    /// A lot and what was made of it; with an owner, only of its own goods.
    Ingredient { root: Lot, owner: Option<usize>, held: bool },
    /// Named lots of one organization.
    Lots(usize, Vec<usize>),
}

/// A recall as it was opened and changed.
#[derive(Debug, Clone, Default)]
pub struct Recall {
    pub steps: Vec<(bool, Part)>,
    pub closed: bool,
    pub lifted: bool,
}

/// What a recall says of a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    Held,
    Recalled,
    Closed,
}

/// Everything that was stated.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub edges: BTreeSet<(Lot, Lot)>,
    pub recalls: BTreeMap<usize, Recall>,
}

impl World {
    /// Lots that a part comes to through ingredients.
    fn reached(&self, root: Lot, owner: Option<usize>) -> BTreeSet<Lot> {
        let mut found = BTreeSet::new();
        loop {
            let from = |lot: &Lot| *lot == root || found.contains(lot);
            let next: Vec<Lot> = self
                .edges
                .iter()
                .filter(|(input, output)| {
                    let ours = owner.is_none_or(|owner| output.0 == owner);
                    from(input) && ours && *output != root && !found.contains(output)
                })
                .map(|(_, output)| *output)
                .collect();
            if next.is_empty() {
                return found;
            }
            found.extend(next);
        }
    }

    /// What each recall says of a lot.
    pub fn says(&self, lot: Lot) -> BTreeMap<usize, Says> {
        let standing = self.recalls.iter().filter(|(_, recall)| !recall.lifted);
        standing
            .filter_map(|(id, recall)| {
                let (mut named, mut reached, mut held) = (false, false, false);
                for (include, part) in &recall.steps {
                    match part {
                        Part::Lots(organization, lots) => {
                            if lot.0 == *organization && lots.contains(&lot.1) {
                                (named, reached, held) =
                                    (*include, reached && *include, held && *include);
                            }
                        }
                        Part::Ingredient { root, owner, held: as_held } => {
                            named |= owner.is_none() && lot == *root;
                            let came = self.reached(*root, *owner).contains(&lot);
                            reached |= came && !as_held;
                            held |= came && *as_held;
                        }
                    }
                }
                match (named || reached, held, recall.closed) {
                    (false, false, _) => None,
                    (_, _, true) => Some((*id, Says::Closed)),
                    (true, _, false) => Some((*id, Says::Recalled)),
                    (false, true, false) => Some((*id, Says::Held)),
                }
            })
            .collect()
    }
}
