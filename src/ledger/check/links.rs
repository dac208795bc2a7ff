//! Checks of candidate links: whether a typed supplier is a registered lot is the output's owner's to
//! say, once.

use super::{Accepted, CheckError, own_batch};
use crate::access::Right;
use crate::domain::command::{Actor, BatchKey, Document, Input};
use crate::domain::refusal::Code;
use crate::fact::body::Body;
use crate::fact::record::InputRecord;
use crate::lineage::candidates::judged;
use crate::store::read::Read;

pub(super) fn judge(
    view: &impl Read,
    actor: &Actor,
    output: &BatchKey,
    input: &Input,
    confirmed: bool,
) -> Result<Accepted, CheckError> {
    let (batch, row) = own_batch(view, actor, Right::Correct, output)?;
    let input = InputRecord::from(input);
    if judged(view, &batch, &input.batch)? {
        return Err(Code::LinkJudged.into());
    }
    Ok((Body::LinkJudged { batch, salt: row.salt, input, confirmed }, Document::default()))
}
