//! Tests on record, as profiles ask for them: of a batch for its release, of a product for its rhythm.
//! Which of them count is decided here; what is asked for stands in `profile`.

use super::profile::{OVERALL, Test};
use crate::domain::day::Day;
use crate::domain::words::{CheckKind, Outcome};
use crate::fact::record::{BatchRef, ItemRecord};
use crate::limits::{PRODUCT_CHECKS_READ_COUNT, REPORT_LIST_COUNT_MAX};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{CheckRow, ProductCheckRow};

/// Tests of a batch by item, with one named [`OVERALL`] for each check, without those that a final
/// report took the place of. What does not count is there as not judged.
pub fn of_batch(view: &impl Read, batch: &BatchRef, today: Day) -> Result<Vec<Test>, StoreError> {
    let prefix = key::batch(batch);
    let mut tests = Vec::new();
    for (_, row) in view.rows::<CheckRow>(&prefix, &prefix, REPORT_LIST_COUNT_MAX)? {
        if row.superseded.is_some() {
            continue;
        }
        let tested_on = Day::from_number(row.check.tested_on);
        let kind = CheckKind::from_number(row.check.kind).unwrap_or(CheckKind::Other);
        let counted = row.check.items.iter().map(|item| {
            let found = test(item, tested_on);
            if row.check.counts(item, &row.by) && happened(&found, today) {
                return found;
            }
            Test { outcome: Outcome::NoLimit, ..found }
        });
        let items: Vec<_> = counted.collect();
        let outcome = overall(&items).map_or(Outcome::NoLimit, |test| test.outcome);
        tests.push(Test { item: OVERALL.to_owned(), kind, tested_on, outcome });
        tests.extend(items);
    }
    Ok(tests)
}

/// Tests of any batch of a product that count for its rhythm, the newest of them.
pub fn of_product(
    view: &impl Read,
    organization: &str,
    product: &str,
    today: Day,
) -> Result<Vec<Test>, StoreError> {
    let prefix = key::product(organization, product);
    let mut tests = Vec::new();
    for (row_key, row) in
        view.rows::<ProductCheckRow>(&prefix, &prefix, PRODUCT_CHECKS_READ_COUNT)?
    {
        let tested_on = Day::from_number(key::read_product_check(&row_key).unwrap_or_default());
        let items = row.items.iter().map(|item| test(item, tested_on));
        let items: Vec<_> = items.filter(|test| happened(test, today)).collect();
        let overall = overall(&items).cloned();
        tests.extend(overall.map(|test| Test { item: OVERALL.to_owned(), ..test }));
        tests.extend(items);
    }
    Ok(tests)
}

/// The item that decides over a whole check: one that failed, else one that passed.
fn overall(items: &[Test]) -> Option<&Test> {
    let of = |outcome| items.iter().find(|test| test.outcome == outcome);
    of(Outcome::Fail).or_else(|| of(Outcome::Pass))
}

/// Nothing passes on a day that is still to come; a failure counts whatever its day.
fn happened(test: &Test, today: Day) -> bool {
    test.outcome == Outcome::Fail || test.tested_on <= today
}

fn test(item: &ItemRecord, tested_on: Day) -> Test {
    Test {
        item: item.item.clone(),
        kind: CheckKind::from_number(item.kind).unwrap_or(CheckKind::Other),
        tested_on,
        outcome: Outcome::from_number(item.outcome).unwrap_or(Outcome::NoLimit),
    }
}
