//! The gate of release: gathers what is on record for a batch and holds it against the profile of its
//! category. What a profile asks stands in `rules/profile`.

use super::{CheckError, Context, orders};
use crate::domain::day::Day;
use crate::domain::groups::Groups;
use crate::domain::permit::PermitKind;
use crate::domain::refusal::{FieldCode, Refusal, Unmet};
use crate::domain::region::Region;
use crate::domain::words::{FindingKind, Group, Pledge};
use crate::fact::record::{BatchRef, FindingRecord, StandingRecord};
use crate::rules::entries::{Entry, EntryState};
use crate::rules::profile::{
    Coding, Gap, GapKind, Known, Permit, Resolved, RuleKey, Sale, Severity, Terms, Why,
};
use crate::rules::tested;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, EntryRow, OrganizationRow, VersionRow};
use crate::views::entries;

/// How the batch stands to its profile. Errors: the rules that refuse release, all of them.
pub(super) fn standing(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
    context: &Context<'_>,
) -> Result<StandingRecord, CheckError> {
    let version_key = key::version(&batch.organization, &batch.product, row.version);
    let version: Option<VersionRow> = view.row(&version_key)?;
    let damaged = StoreError::Damaged { family: "product_versions", reason: "row is missing" };
    let version = version.ok_or(damaged)?;
    let produced_on = Day::from_number(row.numbers.produced_on);
    let profile = context.rulebook.profile(&version.category, produced_on);
    let held = held(view, batch, row.made.maker.as_deref())?;
    let known = known(view, batch, row, &version, &held, context.today)?;
    let gaps = profile.judge(&known);
    let refusing = gaps.iter().filter(|gap| gap.severity == Severity::RefusesRelease);
    let mut unmet: Vec<_> = refusing.map(unmet).collect();
    unmet.extend(orders::unmet(view, batch, row, context.today)?);
    if !unmet.is_empty() {
        return Err(Refusal::Unmet(unmet).into());
    }
    let short = gaps.iter().filter(|gap| gap.severity == Severity::Incomplete);
    let under = |row: &EntryRow| {
        meets_a_rule(&profile, &version, row) && Entry::of(row).covered_on(produced_on)
    };
    let covering = held.iter().filter(|(_, row)| under(row));
    Ok(StandingRecord {
        profile: profile.label(),
        missing: short.map(|gap| gap.what.to_owned()).collect(),
        permits: covering.map(|(number, _)| *number).collect(),
    })
}

/// What a reported sale breaks, with the clause: told, never refused.
pub(super) fn sale_findings(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
    sale: &Sale,
    context: &Context<'_>,
) -> Result<Vec<FindingRecord>, CheckError> {
    let version_key = key::version(&batch.organization, &batch.product, row.version);
    let Some(version) = view.row::<VersionRow>(&version_key)? else { return Ok(Vec::new()) };
    let produced_on = Day::from_number(row.numbers.produced_on);
    let profile = context.rulebook.profile(&version.category, produced_on);
    let held = held(view, batch, row.made.maker.as_deref())?;
    let known = known(view, batch, row, &version, &held, context.today)?;
    let gaps = profile.judge_sale(&known, sale);
    Ok(gaps.iter().map(|gap| finding(gap)).collect())
}

fn finding(gap: &Gap<'_>) -> FindingRecord {
    let kind = match gap.why {
        Why::RefusedChannel => FindingKind::RefusedChannel,
        _ => FindingKind::OutsideSaleArea,
    };
    let clause = [gap.clause.zh.clone(), gap.clause.en.clone()];
    FindingRecord { kind: kind.number(), line: None, by: None, clause }
}

/// Entries of the maker, and of the organization that answers for the batch.
pub(super) fn held(
    view: &impl Read,
    batch: &BatchRef,
    maker: Option<&str>,
) -> Result<Vec<(u64, EntryRow)>, StoreError> {
    let mut held = entries::of_holder(view, &batch.organization)?;
    if let Some(maker) = maker.filter(|maker| *maker != batch.organization) {
        held.extend(entries::of_holder(view, maker)?);
    }
    // An entry for one product says nothing of the others.
    held.retain(|(_, row)| {
        row.record.product.as_ref().is_none_or(|product| *product == batch.product)
    });
    Ok(held)
}

/// Whether an entry is one that the profile asks for: a permit for goods of this class, or pledges.
fn meets_a_rule(profile: &Resolved, version: &VersionRow, row: &EntryRow) -> bool {
    let kind = PermitKind::from_number(row.record.kind);
    let asked = profile.rules.values().any(|rule| match &rule.terms {
        Terms::Permit(options) => options.iter().any(|option| Some(option.kind) == kind),
        _ => false,
    });
    let pledged = profile.rules.keys().any(|key| matches!(key, RuleKey::Declaration(_)));
    if pledged && !row.record.pledges.is_empty() {
        return true;
    }
    let begins = |class: &String| row.record.covers.iter().any(|stem| class.starts_with(stem));
    asked && (row.record.covers.is_empty() || version.permit_category.as_ref().is_none_or(begins))
}

fn known(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
    version: &VersionRow,
    held: &[(u64, EntryRow)],
    today: Day,
) -> Result<Known, StoreError> {
    let produced_on = Day::from_number(row.numbers.produced_on);
    let maker = row.made.maker.as_deref().unwrap_or(&batch.organization);
    let maker: Option<OrganizationRow> = view.row(&key::name(maker))?;
    let groups = Groups::from_bits(row.numbers.groups).and(Groups::from_bits(version.groups));
    let groups = groups.with(Group::FactoryTest, row.factory_tests > 0);
    let pledged = |row: &EntryRow| Entry::of(row).covered_on(produced_on);
    let pledging = || held.iter().map(|(_, row)| row).filter(|row| pledged(row));
    let regions = |row: &EntryRow| -> Vec<Region> {
        row.record.area.iter().filter_map(|text| Region::parse(text).ok()).collect()
    };
    let pledges = pledging().flat_map(|row| row.record.pledges.clone());
    Ok(Known {
        produced_on,
        imported: row.made.imported,
        site: row.made.site.clone(),
        region: maker.and_then(|row| Region::parse(&row.region).ok()),
        coding: if row.units > 0 { Coding::Unit } else { Coding::Batch },
        permit_class: version.permit_category.clone(),
        groups: groups.iter().collect(),
        additives: row.made.additives.iter().cloned().collect(),
        permits: held.iter().filter_map(|(_, row)| permit(row, produced_on, today)).collect(),
        tests: tested::of_batch(view, batch, today)?,
        product_tests: tested::of_product(view, &batch.organization, &batch.product, today)?,
        pledges: pledges.filter_map(Pledge::from_number).collect(),
        pledged_area: pledging().flat_map(regions).collect(),
        sale_area: Vec::new(),
    })
}

/// A permit as it was on the production day, renewals and all.
fn permit(row: &EntryRow, day: Day, today: Day) -> Option<Permit> {
    let history = Entry::of(row);
    let mut permit = Permit {
        kind: PermitKind::from_number(row.record.kind)?,
        classes: row.record.covers.clone(),
        site: row.record.site.clone(),
        region: row.record.region.as_deref().and_then(|text| Region::parse(text).ok()),
        valid_from: None,
        valid_to: None,
        lost_on: history.lost_after(day, today),
    };
    match history.state_on(day) {
        EntryState::Valid => {}
        EntryState::NotYet => permit.valid_from = Some(day.next()),
        // The last day may be that of a renewal, not the printed one.
        EntryState::Expired => permit.valid_to = Some(Day::from_number(day.number() - 1)),
        EntryState::Suspended
        | EntryState::Cancelled
        | EntryState::Revoked
        | EntryState::Annulled => permit.lost_on = Some(day),
    }
    Some(permit)
}

fn unmet(gap: &Gap<'_>) -> Unmet {
    let code = match (gap.kind, gap.why) {
        (GapKind::Group, _) => FieldCode::GroupMissing,
        (GapKind::Coding, _) => FieldCode::CodingTooCoarse,
        (GapKind::Permit, Why::Missing) => FieldCode::PermitMissing,
        (GapKind::Permit, _) => FieldCode::PermitNotCovering,
        (GapKind::Test | GapKind::Rhythm, Why::Missing | Why::Late) => FieldCode::TestMissing,
        (GapKind::Test | GapKind::Rhythm, Why::Failed) => FieldCode::TestFailed,
        (GapKind::Test | GapKind::Rhythm, _) => FieldCode::TestNotCounting,
        (GapKind::Declaration, _) => FieldCode::PledgeMissing,
        (GapKind::Sale, _) => FieldCode::OutsideSaleArea,
    };
    let clause = [gap.clause.zh.clone(), gap.clause.en.clone()];
    Unmet { pointer: gap.pointer.to_owned(), code, what: gap.what.to_owned(), clause }
}
