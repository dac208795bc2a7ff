//! The index itself: every place in a name where a search may begin, in the order of what follows it. A
//! prefix is one seek, and what it matches stands together.

use super::names::{Written, written};
use crate::fact::text::BiText;
use crate::limits::SEARCH_STARTS_READ_COUNT;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Something that has a name: an organization, or a product of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    pub organization: String,
    pub product: Option<String>,
}

/// Starts that are counted of each word of a query.
const WORD_STARTS_COMPARED: usize = 200;

/// A page of subjects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits {
    pub subjects: Vec<Subject>,
    /// There is more after this one.
    pub next: Option<Subject>,
}

#[derive(Debug)]
pub(super) struct Index {
    /// Facts it has followed.
    pub position: u64,
    starts: BTreeSet<Start>,
    subjects: BTreeMap<Subject, Arc<Named>>,
}

/// A subject with the position of its name and the ways it is written.
#[derive(Debug)]
struct Named {
    subject: Subject,
    position: u64,
    ways: Vec<Written>,
}

#[derive(Debug, Clone)]
struct Start {
    text: Arc<str>,
    from: u16,
    named: Arc<Named>,
}

impl Index {
    pub(super) fn at(position: u64) -> Self {
        Self { position, starts: BTreeSet::new(), subjects: BTreeMap::new() }
    }

    /// Puts a name in the place of the one before.
    pub(super) fn put(&mut self, subject: Subject, position: u64, name: &BiText) {
        self.remove(&subject);
        let mut ways: Vec<Written> = Vec::new();
        for way in [&name.zh, &name.en].into_iter().flatten().flat_map(|name| written(name)) {
            if ways.iter().all(|known| known.text != way.text) {
                ways.push(way);
            }
        }
        if ways.is_empty() {
            return;
        }
        let named = Arc::new(Named { subject: subject.clone(), position, ways });
        self.starts.extend(named.starts());
        self.subjects.insert(subject, named);
    }

    pub(super) fn remove(&mut self, subject: &Subject) {
        if let Some(named) = self.subjects.remove(subject) {
            for start in named.starts() {
                self.starts.remove(&start);
            }
        }
    }

    /// Subjects whose names stand at these positions.
    pub(super) fn named_at(&self, positions: &[u64]) -> Vec<Subject> {
        let there = self.subjects.values().filter(|named| positions.contains(&named.position));
        there.map(|named| named.subject.clone()).collect()
    }

    /// How many starts go on with a word, as far as it takes to compare words.
    fn fewest(&self, word: &str) -> usize {
        let starts = self.starts.range(probe(word)..);
        starts.take_while(|start| start.rest().starts_with(word)).take(WORD_STARTS_COMPARED).count()
    }

    pub(super) fn find(&self, words: &[String], after: Option<&Subject>, rows: usize) -> Hits {
        let mut hits = Hits { subjects: Vec::new(), next: None };
        // The word with the fewest starts leads; the others are looked for in what it finds.
        let Some(lead) = words.iter().min_by_key(|word| self.fewest(word)) else { return hits };
        let from = match after {
            None => Some(probe(lead)),
            Some(subject) => self.subjects.get(subject).and_then(|named| named.first(lead)),
        };
        let Some(from) = from else { return hits };
        let mut last = None;
        for (read, start) in self.starts.range(from..).enumerate() {
            if !start.rest().starts_with(lead.as_str()) {
                return hits;
            }
            let named = &start.named;
            let first = named.first(lead).is_some_and(|first| first == *start);
            let known = after == Some(&named.subject);
            if first && !known && words.iter().all(|word| named.first(word).is_some()) {
                if hits.subjects.len() == rows {
                    hits.next = hits.subjects.last().cloned();
                    return hits;
                }
                hits.subjects.push(named.subject.clone());
            }
            if first {
                last = Some(named.subject.clone());
            }
            if read >= SEARCH_STARTS_READ_COUNT {
                hits.next = last;
                return hits;
            }
        }
        hits
    }
}

impl Named {
    fn starts(self: &Arc<Self>) -> impl Iterator<Item = Start> {
        let named = Arc::clone(self);
        let all = self.ways.iter().flat_map(|way| {
            way.starts.iter().map(|from| (Arc::clone(&way.text), *from)).collect::<Vec<_>>()
        });
        all.map(move |(text, from)| Start { text, from, named: Arc::clone(&named) })
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// The first of its starts, in order, that goes on with a word: there it stands in the results.
    fn first(self: &Arc<Self>, word: &str) -> Option<Start> {
        self.starts().filter(|start| start.rest().starts_with(word)).min()
    }
}

impl Start {
    fn rest(&self) -> &str {
        self.text.get(usize::from(self.from)..).unwrap_or_default()
    }
}

impl Ord for Start {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rest().cmp(other.rest()).then_with(|| self.named.subject.cmp(&other.named.subject))
    }
}

impl PartialOrd for Start {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Start {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Start {}

/// What stands before every start that goes on with a word.
fn probe(word: &str) -> Start {
    let subject = Subject { organization: String::new(), product: None };
    let named = Arc::new(Named { subject, position: 0, ways: Vec::new() });
    Start { text: word.into(), from: 0, named }
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    fn subject(organization: usize) -> Subject {
        Subject { organization: format!("F{organization:06}"), product: None }
    }

    fn all(index: &Index, query: &str, rows: usize) -> Vec<Subject> {
        let mut found = Vec::new();
        let mut after = None;
        loop {
            let hits = index.find(&words(query), after.as_ref(), rows);
            found.extend(hits.subjects);
            match hits.next {
                Some(next) => after = Some(next),
                None => return found,
            }
        }
    }

    #[test]
    fn pages_give_each_subject_once() {
        let mut index = Index::at(0);
        for number in 0..500 {
            index.put(subject(number), 1, &BiText::both(format!("香香饼 {number}"), "Cake cake"));
        }
        for (query, rows) in [("香", 7), ("x", 50), ("cake", 1), ("c c", 200), ("香 cake", 13)] {
            let mut found = all(&index, query, rows);
            assert_eq!(found.len(), 500, "{query}");
            found.sort();
            found.dedup();
            assert_eq!(found.len(), 500, "{query}");
        }
        assert!(all(&index, "饼香", 10).is_empty());
        assert!(index.find(&[], None, 10).subjects.is_empty());
        index.put(subject(3), 2, &BiText::both("别的", "Other"));
        assert_eq!(all(&index, "cake", 100).len(), 499);
        assert_eq!(index.named_at(&[2]), [subject(3)]);
        (0..500).for_each(|number| index.remove(&subject(number)));
        assert!(index.starts.is_empty() && index.subjects.is_empty());
    }

    /// Slow when it scans: a thousand seeks among many names.
    #[test]
    fn a_prefix_is_a_seek() {
        let mut index = Index::at(0);
        let began = std::time::Instant::now();
        for number in 0..20_000 {
            let name = format!("{number:05}号烟熏猪肉香肠");
            index.put(subject(number), 1, &BiText::both(name, format!("Sausage {number:05}")));
        }
        let built = began.elapsed();
        let began = std::time::Instant::now();
        for number in 0..1_000 {
            let hits = index.find(&words(&format!("sausage {:05}", number * 19)), None, 20);
            assert!(hits.subjects.contains(&subject(number * 19)), "{number}");
        }
        let sought = began.elapsed();
        assert!(sought.as_secs() < 20, "built in {built:?}, sought in {sought:?}");
    }
}
