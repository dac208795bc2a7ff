//! Rows of the process of recalls: when the risk was known, the stages reached, papers, more time.

use super::apply::{At, update};
use crate::fact::body::{Body, Private};
use crate::fact::record::{MeasureRef, ProgressRecord};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::overlay::Overlay;
use crate::store::read::Read;
use crate::store::rows::{CampaignRow, FiledRecord, MeasureRow, StageRecord};

/// How a recall goes on; nothing stated is a row of nothing.
pub fn campaign(view: &impl Read, recall: MeasureRef) -> Result<CampaignRow, StoreError> {
    Ok(view.row(&key::measure(recall))?.unwrap_or_default())
}

pub(super) fn known<B: Read>(
    view: &mut Overlay<B>,
    recall: MeasureRef,
    known_at: i64,
) -> Result<(), StoreError> {
    let row = CampaignRow { known_at: Some(known_at), ..CampaignRow::default() };
    view.put(key::measure(recall), &row)
}

pub(super) fn progressed<B: Read>(
    view: &mut Overlay<B>,
    private: &Private,
    at: At,
) -> Result<(), StoreError> {
    let Body::RecallProgressed { recall, progress } = &private.body else { return Ok(()) };
    let mut row = campaign(view, *recall)?;
    let filed = |before: Option<FiledRecord>| {
        let first_at = before.map_or(at.recorded_at, |before| before.first_at);
        Some(FiledRecord { position: at.position, first_at })
    };
    match progress {
        ProgressRecord::Stage { stage, at: reached, class } => {
            let by = private.actor.clone();
            let (stage, position) = (*stage, at.position);
            row.stages.push(StageRecord { stage, at: *reached, position, by });
            if class.is_some() {
                update(view, key::measure(*recall), |measure: &mut MeasureRow| {
                    if let Some(words) = &mut measure.recall {
                        words.class = *class;
                    }
                })?;
            }
        }
        ProgressRecord::Plan => {
            row.plan = filed(row.plan);
            row.papers += 1;
        }
        ProgressRecord::Notice { starts_on, ends_on } => {
            row.notice = filed(row.notice);
            (row.starts_on, row.ends_on) = (*starts_on, *ends_on);
            row.papers += 1;
        }
        ProgressRecord::MoreTime { finish_by } => {
            row.finish_by = Some((*finish_by, at.position));
            row.papers += 1;
        }
    }
    if *progress != ProgressRecord::Plan {
        row.told.push(at.position);
    }
    view.put(key::measure(*recall), &row)
}
