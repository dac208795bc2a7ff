//! Measures: holds and recalls over scopes. Pure matching; which measures concern a batch is looked up
//! in `views`. A step either includes or excludes; the last step that covers a unit decides, so an
//! extension after a narrowing takes effect and a lifted lot stays lifted until named again.

use crate::domain::lot::Serial;
use crate::fact::record::{PartRecord, ScopeRecord};
use crate::store::rows::{MeasureRow, StepRecord};

/// What is compared with a scope: a batch, registered or only named, or a whole product.
#[derive(Debug, Clone, Copy, Default)]
pub struct Target<'a> {
    pub organization: &'a str,
    pub product: &'a str,
    /// `None` when only the product is known.
    pub lot: Option<&'a str>,
    /// Registration of the batch; `None` when it is not registered.
    pub registered_at: Option<u64>,
    /// Days since 1970.
    pub produced_on: Option<i32>,
    /// The unit, where one was scanned.
    pub ordinal: Option<u64>,
    pub own_serial: Option<&'a Serial>,
    /// Every unit of the lot has an issued code, so that no range of own serials can name one.
    pub issued_only: bool,
}

/// How far a measure covers a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cover {
    /// Not at all.
    None,
    /// Some of it: some lots of the product, some units of the lot.
    Partly,
    /// All of it.
    Fully,
}

/// How far the measure covers the target now, whatever its state. `kept`: the position at which a
/// correction moved the lot out of its dates; for steps before it the lot counts as made within the
/// dates they recall and without those they narrow out, so that units narrowed out stay out.
pub fn cover(measure: &MeasureRow, target: &Target<'_>, kept: Option<u64>) -> Cover {
    let mut result = Cover::None;
    for step in &measure.steps {
        let reached = match &step.scope.part {
            PartRecord::ProducedOn { first, .. } if kept.is_some_and(|at| step.position < at) => {
                let within = Target { produced_on: Some(*first), ..*target };
                if step.include { step_cover(step, &within) } else { Cover::None }
            }
            _ => step_cover(step, target),
        };
        result = match (step.include, reached) {
            (_, Cover::None) => result,
            (true, reached) => result.max(reached),
            (false, Cover::Fully) => Cover::None,
            (false, Cover::Partly) => result.min(Cover::Partly),
        };
    }
    result
}

/// How far a measure covers a lot that it reached through what went into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// As goods that are recalled.
    pub recalled: Cover,
    /// As goods that are held pending assessment.
    pub held: Cover,
}

/// How far the measure covers the target through those of its ingredient scopes, by their places among
/// its steps, that came to the target's lot. A narrowing takes out what it names and nothing that was
/// made of it.
pub fn reached_cover(measure: &MeasureRow, target: &Target<'_>, came: &[u16]) -> Reached {
    let mut found = Reached { recalled: Cover::None, held: Cover::None };
    for (place, step) in (0_u16..).zip(&measure.steps) {
        match (&step.scope.part, step.include) {
            (PartRecord::Ingredient { held, .. } | PartRecord::Received { held, .. }, true)
                if came.contains(&place) =>
            {
                let cover = if *held { &mut found.held } else { &mut found.recalled };
                *cover = Cover::Fully;
            }
            (_, true) => {}
            (_, false) => {
                let rest = match step_cover(step, target) {
                    Cover::None => Cover::Fully,
                    Cover::Partly => Cover::Partly,
                    Cover::Fully => Cover::None,
                };
                found.recalled = found.recalled.min(rest);
                found.held = found.held.min(rest);
            }
        }
    }
    found
}

/// How far one step covers the target by what it names.
pub fn step_cover(step: &StepRecord, target: &Target<'_>) -> Cover {
    let ScopeRecord { organization, part, later } = &step.scope;
    if organization != target.organization {
        return Cover::None;
    }
    let open_scope = || {
        // Nothing registered yet, or registered later, is covered by an open scope only if it says so.
        match (*later, target.lot, target.registered_at) {
            (true, ..) | (false, None, _) => Cover::Fully,
            (false, Some(_), Some(at)) if at < step.position => Cover::Fully,
            (false, Some(_), _) => Cover::None,
        }
    };
    match part {
        PartRecord::All => open_scope(),
        PartRecord::Product { product } if product == target.product => open_scope(),
        PartRecord::ProducedOn { product, first, last }
            if product.as_deref().is_none_or(|product| product == target.product) =>
        {
            match (target.lot, target.produced_on) {
                (None, _) => Cover::Partly,
                (Some(_), Some(day)) if (*first..=*last).contains(&day) => Cover::Fully,
                _ => Cover::None,
            }
        }
        PartRecord::Lots { product, lots } if product == target.product => match target.lot {
            None => Cover::Partly,
            Some(lot) if lots.iter().any(|named| named == lot) => Cover::Fully,
            Some(_) => Cover::None,
        },
        PartRecord::Units { product, lot, first, last } if product == target.product => {
            match (target.lot, target.ordinal) {
                (None, _) => Cover::Partly,
                (Some(asked), _) if asked != lot => Cover::None,
                (Some(_), None) => Cover::Partly,
                (Some(_), Some(ordinal)) if (*first..=*last).contains(&ordinal) => Cover::Fully,
                (Some(_), Some(_)) => Cover::None,
            }
        }
        PartRecord::Serials { product, range } if product == target.product => {
            let Some(serial) = target.own_serial else {
                // An issued code is not in a range of own serials; without a unit it may be.
                let outside = target.ordinal.is_some() || target.issued_only;
                return if outside { Cover::None } else { Cover::Partly };
            };
            let parts = serial.split();
            let same = parts.prefix == range.prefix && parts.width == range.width;
            let inside = (range.first..=range.last).contains(&parts.number);
            if same && inside { Cover::Fully } else { Cover::None }
        }
        PartRecord::Ingredient { lot, own: false, .. } if lot.product == target.product => {
            match target.lot {
                None => Cover::Partly,
                Some(asked) if asked == lot.lot => Cover::Fully,
                Some(_) => Cover::None,
            }
        }
        _ => Cover::None,
    }
}

/// Under which subjects a scope is filed, so that a scan finds it by point reads:
/// (product or "", lot or "").
pub fn subjects(scope: &ScopeRecord) -> Vec<(&str, &str)> {
    match &scope.part {
        // Of goods received, a scan learns here that lots without stated inputs may be reached too.
        PartRecord::All
        | PartRecord::ProducedOn { product: None, .. }
        | PartRecord::Received { .. } => vec![("", "")],
        PartRecord::Product { product }
        | PartRecord::ProducedOn { product: Some(product), .. }
        | PartRecord::Serials { product, .. } => vec![(product, "")],
        PartRecord::Lots { product, lots } => {
            lots.iter().map(|lot| (product.as_str(), lot.as_str())).collect()
        }
        PartRecord::Units { product, lot, .. } => vec![(product, lot)],
        PartRecord::Ingredient { lot, own: false, .. } => vec![(&lot.product, &lot.lot)],
        PartRecord::Ingredient { .. } => Vec::new(),
        PartRecord::Any { scopes } => scopes.iter().flat_map(subjects).collect(),
    }
}
