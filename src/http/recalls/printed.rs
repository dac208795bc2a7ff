//! The notice of a recall as a PDF for printing: the same texts as its page.

use crate::print::{Block, Document, Section};
use crate::report::notice::Notice;
use crate::web::recalls::Deadline;

/// The notice laid out for paper; `url` is where its page stands.
pub(super) fn document(
    told: &Notice,
    state: &str,
    (heading, deadlines): (&str, &[Deadline]),
    url: String,
) -> Document {
    let mut blocks = vec![Block::Notice(state.to_owned())];
    blocks.extend(told.paragraphs.iter().cloned().map(Block::Paragraph));
    blocks.push(Block::fields(told.rows.iter().map(|row| (row.label, row.value.as_str()))));
    let mut sections = vec![section("", blocks)];
    for part in &told.sections {
        let steps = (1..).zip(&part.steps).map(|(at, step): (u32, _)| format!("{at}. {step}"));
        sections.push(section(part.heading, steps.map(Block::Paragraph).collect()));
    }
    if !deadlines.is_empty() {
        let due = |one: &Deadline| one.due.clone().unwrap_or_default();
        let said = deadlines
            .iter()
            .map(|one| (one.name, format!("{} {} · {}", one.state, due(one), one.clause)));
        sections.push(section(heading, vec![Block::fields(said)]));
    }
    let [who, day] = &told.signature;
    Document {
        lang: told.lang,
        title: told.title.clone(),
        subtitle: day.clone(),
        speaker: who.clone(),
        sections,
        symbol: Some(url.clone()),
        source: url,
    }
}

fn section(heading: &str, blocks: Vec<Block>) -> Section {
    Section { heading: heading.to_owned(), speaker: String::new(), blocks }
}
