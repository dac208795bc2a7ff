//! What a reader may know of a lineage. A firm sees its own lots, what they were made from as it stated
//! it, and who made something of them; a regulator sees the lots of its region. Every other lot keeps
//! its place without a name, so that the shape stays true: who supplies whom, and how much of what goes
//! into what, are trade secrets of those whose lots they are.

mod node;
mod party;

pub use node::{Edge, Node, State};
pub(super) use party::public;

use super::walk::{Bounds, Direction, Walk, walk};
use crate::access::{Viewer, may_read_restricted};
use crate::domain::day::Day;
use crate::fact::record::BatchRef;
use crate::limits::{LINEAGE_EDGES_MAX, LINEAGE_LOTS_MAX};
use crate::store::StoreError;
use crate::store::read::Read;
use crate::views::edges;
use party::Parties;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    pub start: BatchRef,
    pub direction: Direction,
    /// Edges from the start.
    pub depth: u32,
    /// Production days, both included.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Organizations whose lots are listed, as edges name them; empty: all.
    pub organizations: Vec<String>,
}

/// How much a reader may know of a lot, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// That there is one.
    Hidden,
    /// Whose it is: something was made of a lot the reader answers for, or the reader is a regulator.
    Organization,
    /// Its identifiers and what is public of it: a record the reader may read names it.
    Named,
    /// Everything.
    Full,
}

impl Access {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Organization => "organization",
            Self::Named => "named",
            Self::Full => "full",
        }
    }
}

/// A walk with what its reader may know, before anything is read of the single lots.
#[derive(Debug)]
pub struct Survey {
    walk: Walk,
    access: Vec<Access>,
    /// Places in the walk that are listed, in order.
    listed: Vec<usize>,
    /// Places of the edges between listed lots, each with the place in the list of its later end, in
    /// the order of that.
    edges: Vec<(usize, usize)>,
    direction: Direction,
    parties: Parties,
}

/// A part of the answer: so many lots, and the edges of which they bring the second end.
#[derive(Debug)]
pub struct Page {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

/// Walks, and judges what `viewer` may know. Everything is walked through; filters choose what is
/// listed. What a reader may not know of a lot does not choose it either: it would tell.
pub fn survey(
    view: &impl Read,
    viewer: &Viewer,
    question: &Question,
) -> Result<Survey, StoreError> {
    let Question { start, direction, depth, .. } = question;
    let bounds = Bounds { depth: *depth, lots: LINEAGE_LOTS_MAX, edges: LINEAGE_EDGES_MAX };
    let next = |lot: &BatchRef, limit: usize| match direction {
        Direction::Back => edges::inputs(view, lot, limit),
        Direction::Forward => edges::outputs(view, lot, limit),
    };
    let walk = walk(edges::resolved(view, start)?, *direction, bounds, next)?;
    let mut parties = Parties::default();
    let access = access(view, viewer, &walk, &mut parties)?;
    let mut survey = Survey {
        listed: Vec::new(),
        edges: Vec::new(),
        direction: *direction,
        walk,
        access,
        parties,
    };
    for place in 0..survey.walk.lots.len() {
        if place == 0 || survey.matches(view, question, place)? {
            survey.listed.push(place);
        }
    }
    survey.edges = survey.listed_edges();
    Ok(survey)
}

impl Survey {
    /// How many lots are listed.
    pub fn len(&self) -> usize {
        self.listed.len()
    }

    /// Nothing is known of the start: no edge leads from it.
    pub fn is_empty(&self) -> bool {
        self.walk.lots.len() < 2
    }

    /// How many edges there are between them.
    pub fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// Nothing was left out but what lies deeper than was asked for, or is not listed.
    pub fn complete(&self) -> bool {
        self.walk.complete
    }

    /// Lots `from..from + count` of the list.
    pub fn page(&self, view: &impl Read, from: usize, count: usize) -> Result<Page, StoreError> {
        let reading = node::Reading::new(view, self);
        let mut nodes = Vec::new();
        for place in self.listed.iter().skip(from).take(count) {
            nodes.push(reading.node(*place)?);
        }
        let mut edges = Vec::new();
        for (link, later) in &self.edges {
            if (from..from.saturating_add(count)).contains(later) {
                edges.extend(reading.edge(*link)?);
            }
        }
        Ok(Page { nodes, edges })
    }

    /// What the first `count` lots and their edges are: a list that was continued in between is
    /// recognized by it. Not for anybody's eyes.
    pub fn fingerprint(&self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        for place in self.listed.iter().take(count) {
            if let Some(reached) = self.walk.lots.get(*place) {
                bytes.extend(crate::store::layout::key::batch(&reached.lot));
            }
        }
        for (link, _) in self.edges.iter().take_while(|(_, later)| *later < count) {
            if let Some(link) = self.walk.links.get(*link) {
                let ends = [link.input as u64, link.output as u64];
                bytes.extend(ends.iter().flat_map(|end| end.to_be_bytes()));
            }
        }
        bytes
    }

    fn access(&self, place: usize) -> Access {
        self.access.get(place).copied().unwrap_or(Access::Hidden)
    }

    fn matches(
        &self,
        view: &impl Read,
        question: &Question,
        place: usize,
    ) -> Result<bool, StoreError> {
        let Some(reached) = self.walk.lots.get(place) else { return Ok(false) };
        let access = self.access(place);
        let wanted = &question.organizations;
        if !wanted.is_empty()
            && (access < Access::Organization || !wanted.contains(&reached.lot.organization))
        {
            return Ok(false);
        }
        if question.from.is_none() && question.to.is_none() {
            return Ok(true);
        }
        let known = node::row(view, &reached.lot, access)?;
        Ok(known.is_some_and(|(_, row)| {
            let day = Day::from_number(row.numbers.produced_on);
            question.from.is_none_or(|from| day >= from) && question.to.is_none_or(|to| day <= to)
        }))
    }

    fn listed_edges(&self) -> Vec<(usize, usize)> {
        let mut position = vec![None; self.walk.lots.len()];
        for (at, place) in self.listed.iter().enumerate() {
            if let Some(slot) = position.get_mut(*place) {
                *slot = Some(at);
            }
        }
        let at = |place: usize| position.get(place).copied().flatten();
        let links = self.walk.links.iter().enumerate();
        let listed = links
            .filter_map(|(number, link)| Some((number, at(link.input)?.max(at(link.output)?))));
        let mut listed: Vec<_> = listed.collect();
        listed.sort_by_key(|(_, later)| *later);
        listed
    }
}

fn access(
    view: &impl Read,
    viewer: &Viewer,
    walk: &Walk,
    parties: &mut Parties,
) -> Result<Vec<Access>, StoreError> {
    let least = if is_office(viewer) { Access::Organization } else { Access::Hidden };
    let mut access = Vec::with_capacity(walk.lots.len());
    for reached in &walk.lots {
        let party = parties.of(view, &reached.lot.organization)?;
        let full =
            party.is_some_and(|party| may_read_restricted(viewer, &party.parsed, &party.region));
        access.push(if full { Access::Full } else { least });
    }
    let known = access.clone();
    let full = |place: usize| known.get(place) == Some(&Access::Full);
    for link in &walk.links {
        let told = [
            (link.input, full(link.output), Access::Named),
            (link.output, full(link.input), Access::Organization),
        ];
        for (place, tells, what) in told {
            if let Some(access) = access.get_mut(place).filter(|_| tells) {
                *access = what.max(*access);
            }
        }
    }
    Ok(access)
}

/// Regulators follow goods across all organizations.
fn is_office(viewer: &Viewer) -> bool {
    use crate::domain::words::Role;
    matches!(viewer, Viewer::Party { role: Role::Regulator | Role::Officer, .. })
}
