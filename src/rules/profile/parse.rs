//! From a profile document (`schemas/profile.schema.json`) to a [`Profile`].

use super::read::{Members, Node, Problem, ProfileError, json};
use super::rule::{Clause, PermitOption, Rule, RuleKey, Terms};
use super::words::{
    Channel, CheckKind, Coding, Group, PermitKind, Place, Pledge, Risk, SaleArea, Source,
};
use super::{Profile, Title};
use std::collections::{BTreeMap, BTreeSet};

/// Members of a profile document.
const MEMBERS: [&str; 14] = [
    "id",
    "version",
    "effectiveFrom",
    "parent",
    "name",
    "risk",
    "coding",
    "groups",
    "permits",
    "tests",
    "rhythms",
    "declarations",
    "sale",
    "exempt",
];

/// Longest rhythm, ten years: a test is not older news than the licences.
const RHYTHM_MONTHS_MAX: u32 = 120;

type Rules = BTreeMap<RuleKey, Rule>;

impl Profile {
    /// Reads a profile document. Errors: the first thing that the schema does not allow, or two rules
    /// about the same. Parent and exemptions are judged where profiles come together
    /// ([`super::Profiles::new`]).
    pub fn parse(bytes: &[u8]) -> Result<Self, ProfileError> {
        let value = json(bytes)?;
        let document = Node::root(&value).members(&MEMBERS)?;
        Ok(Self {
            id: document.need("id")?.category()?,
            version: document.need("version")?.count(u32::MAX)?,
            effective_from: document.need("effectiveFrom")?.day()?,
            parent: document.get("parent").map(|node| node.category()).transpose()?,
            name: title(&document.need("name")?)?,
            rules: rules(&document)?,
            exempt: exempt(&document)?,
        })
    }
}

fn title(node: &Node<'_>) -> Result<Title, ProfileError> {
    let members = node.members(&["zh", "en"])?;
    Ok(Title { zh: members.need("zh")?.line()?, en: members.need("en")?.line()? })
}

fn clause(members: &Members<'_>) -> Result<Clause, ProfileError> {
    let members = members.need("clause")?.members(&["zh", "en", "source"])?;
    Ok(Clause {
        zh: members.need("zh")?.line()?,
        en: members.need("en")?.line()?,
        source: members.need("source")?.word(Source::parse)?,
    })
}

fn rules(document: &Members<'_>) -> Result<Rules, ProfileError> {
    let mut rules = Rules::new();
    if let Some(node) = document.get("risk") {
        let members = node.members(&["level", "clause"])?;
        let terms = Terms::Risk(members.need("level")?.word(Risk::parse)?);
        add(&mut rules, &node, RuleKey::Risk, rule(&members, terms)?)?;
    }
    if let Some(node) = document.get("coding") {
        let members = node.members(&["level", "gate", "clause"])?;
        let terms = Terms::Coding(members.need("level")?.word(Coding::parse)?);
        add(&mut rules, &node, RuleKey::Coding, rule(&members, terms)?)?;
    }
    each(document, "groups", |node| {
        let members = node.members(&["groups", "gate", "clause"])?;
        let read = |node: &Node<'_>| node.word(Group::parse).map(RuleKey::Group);
        several(&mut rules, &members, "groups", read, Terms::Present)
    })?;
    each(document, "permits", |node| {
        let members = node.members(&["rule", "anyOf", "clause"])?;
        let terms = Terms::Permit(members.need("anyOf")?.list(permit_option)?);
        let key = RuleKey::Permit(members.need("rule")?.name()?);
        add(&mut rules, node, key, rule(&members, terms)?)
    })?;
    each(document, "tests", |node| {
        let members = node.members(&["items", "kinds", "whenAdditive", "clause"])?;
        let when = members.get("whenAdditive").map(|node| node.distinct(Node::number_text));
        let when_additive = when.transpose()?.unwrap_or_default();
        let terms = Terms::Test { kinds: kinds(&members)?, when_additive };
        several(&mut rules, &members, "items", |node| node.name().map(RuleKey::Test), terms)
    })?;
    each(document, "rhythms", |node| {
        let members = node.members(&["items", "months", "kinds", "gate", "clause"])?;
        let months = members.need("months")?.count(RHYTHM_MONTHS_MAX)?;
        let terms = Terms::Rhythm { months, kinds: kinds(&members)? };
        several(&mut rules, &members, "items", |node| node.name().map(RuleKey::Rhythm), terms)
    })?;
    each(document, "declarations", |node| {
        let members = node.members(&["pledges", "gate", "clause"])?;
        let read = |node: &Node<'_>| node.word(Pledge::parse).map(RuleKey::Declaration);
        several(&mut rules, &members, "pledges", read, Terms::Present)
    })?;
    if let Some(node) = document.get("sale") {
        let members = node.members(&["area", "refusedChannels", "gate", "clause"])?;
        let area = members.get("area").map(|node| node.word(SaleArea::parse)).transpose()?;
        let refused = |node: Node<'_>| node.distinct(|node| node.word(Channel::parse));
        let refused = members.get("refusedChannels").map(refused).transpose()?;
        let refused_channels = refused.unwrap_or_default();
        let terms = Terms::Sale { area, refused_channels };
        add(&mut rules, &node, RuleKey::Sale, rule(&members, terms)?)?;
    }
    Ok(rules)
}

fn exempt(document: &Members<'_>) -> Result<BTreeMap<RuleKey, Clause>, ProfileError> {
    let mut exempt = BTreeMap::new();
    each(document, "exempt", |node| {
        let members = node.members(&["rules", "clause"])?;
        let clause = clause(&members)?;
        members.need("rules")?.list(|node| {
            let key = node.word(RuleKey::parse)?;
            let fresh = exempt.insert(key, clause.clone()).is_none();
            if fresh { Ok(()) } else { node.wrong(Problem::Repeated) }
        })?;
        Ok(())
    })?;
    Ok(exempt)
}

/// Reads a list of rules that may be left out.
fn each(
    document: &Members<'_>,
    name: &str,
    read: impl FnMut(&Node<'_>) -> Result<(), ProfileError>,
) -> Result<(), ProfileError> {
    document.get(name).map_or(Ok(()), |node| node.list(read).map(drop))
}

/// Adds one rule for each word of a list, with the same terms.
fn several(
    rules: &mut Rules,
    members: &Members<'_>,
    name: &str,
    read: impl Fn(&Node<'_>) -> Result<RuleKey, ProfileError>,
    terms: Terms,
) -> Result<(), ProfileError> {
    let rule = rule(members, terms)?;
    members.need(name)?.list(|node| add(rules, node, read(node)?, rule.clone()))?;
    Ok(())
}

fn add(rules: &mut Rules, node: &Node<'_>, key: RuleKey, rule: Rule) -> Result<(), ProfileError> {
    if rules.insert(key, rule).is_some() { node.wrong(Problem::Repeated) } else { Ok(()) }
}

fn rule(members: &Members<'_>, terms: Terms) -> Result<Rule, ProfileError> {
    let gate = members.get("gate").map(|node| node.flag()).transpose()?.unwrap_or_default();
    Ok(Rule { terms, gate, clause: clause(members)? })
}

fn kinds(members: &Members<'_>) -> Result<BTreeSet<CheckKind>, ProfileError> {
    members.need("kinds")?.distinct(|node| node.word(CheckKind::parse))
}

fn permit_option(node: &Node<'_>) -> Result<PermitOption, ProfileError> {
    let members = node.members(&["kind", "classes", "place", "imported"])?;
    let classes =
        members.get("classes").map(|node| node.distinct(Node::number_text)).transpose()?;
    Ok(PermitOption {
        kind: members.need("kind")?.word(PermitKind::parse_permit)?,
        classes: classes.unwrap_or_default().into_iter().collect(),
        place: members.get("place").map(|node| node.word(Place::parse)).transpose()?,
        imported: members.get("imported").map(|node| node.flag()).transpose()?,
    })
}
