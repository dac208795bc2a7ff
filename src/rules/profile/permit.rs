//! Whether the permits on record cover a batch: kind, product class, place and day. A permit that was
//! lost after production covered it all the same.

use super::judge::Why;
use super::known::{Known, Permit};
use super::rule::PermitOption;
use super::words::Place;

/// What keeps the options from being met: `None` when one is. Of several near misses the nearest.
pub(super) fn shortfall(options: &[PermitOption], known: &Known) -> Option<Why> {
    let mut nearest = Why::Missing;
    for option in applicable(options, known) {
        for permit in known.permits.iter().filter(|permit| permit.kind == option.kind) {
            match falls_short(option, permit, known) {
                None => return None,
                Some(why) => nearest = nearest.max(why),
            }
        }
    }
    Some(nearest)
}

/// The option people are told of: the first for goods of this origin.
pub(super) fn first<'a>(options: &'a [PermitOption], known: &Known) -> Option<&'a PermitOption> {
    applicable(options, known).next().or(options.first())
}

fn applicable<'a>(
    options: &'a [PermitOption],
    known: &Known,
) -> impl Iterator<Item = &'a PermitOption> {
    let imported = known.imported;
    options.iter().filter(move |option| option.imported.is_none_or(|only| only == imported))
}

fn falls_short(option: &PermitOption, permit: &Permit, known: &Known) -> Option<Why> {
    wrong_class(option, permit, known)
        .or_else(|| option.place.and_then(|place| wrong_place(place, permit, known)))
        .or_else(|| wrong_day(permit, known))
}

fn wrong_class(option: &PermitOption, permit: &Permit, known: &Known) -> Option<Why> {
    let begins = |class: &str, stems: &[String]| stems.iter().any(|stem| class.starts_with(stem));
    match known.permit_class.as_deref() {
        None if option.classes.is_empty() => None,
        None => Some(Why::ClassNotStated),
        Some(class) => {
            let asked = option.classes.is_empty() || begins(class, &option.classes);
            // Kinds that know no categories cover the product as such.
            let covered = permit.classes.is_empty() && option.classes.is_empty()
                || begins(class, &permit.classes);
            (!asked || !covered).then_some(Why::WrongClass)
        }
    }
}

fn wrong_place(place: Place, permit: &Permit, known: &Known) -> Option<Why> {
    let Some(region) = &known.region else {
        return Some(Why::PlaceNotStated);
    };
    if !permit.region.as_ref().is_some_and(|permitted| permitted.includes(region)) {
        return Some(Why::WrongRegion);
    }
    match (place, &permit.site, &known.site) {
        (Place::Region, ..) | (Place::Site, None, _) => None,
        (Place::Site, Some(_), None) => Some(Why::PlaceNotStated),
        (Place::Site, Some(permitted), Some(site)) => (permitted != site).then_some(Why::WrongSite),
    }
}

fn wrong_day(permit: &Permit, known: &Known) -> Option<Why> {
    let day = known.produced_on;
    if permit.valid_from.is_some_and(|from| day < from) {
        return Some(Why::NotYetValid);
    }
    if permit.valid_to.is_some_and(|to| day > to) {
        return Some(Why::Expired);
    }
    permit.lost_on.map(|lost| if lost <= day { Why::Lost } else { Why::LostLater })
}
