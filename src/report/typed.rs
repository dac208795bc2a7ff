//! The key trial: which group of a mistyped code seems wrong. For the typing form alone, behind its
//! limits; it gives a number from 1 to 4 and never a code.
//!
//! What it gives away: of the codes one slip away, a random text has one that was issued with a chance
//! of about 17·n/2⁷⁰ where n codes are issued (2·10⁻¹¹ at a billion), against n/2⁷⁰ for a code that is
//! guessed outright. At the bound for all clients together, that is less than one hit in a hundred years.

use crate::domain::unit_code::Mistyped;
use crate::store::StoreError;
use crate::store::keyring::Keyring;
use crate::store::read::Read;
use crate::views::query;

/// The group, from 1, in which one slip would explain what was typed; none where no issued code is one
/// slip away, or slips in several groups would explain it.
pub fn wrong_group(
    view: &impl Read,
    keyring: &Keyring,
    typed: &Mistyped,
) -> Result<Option<u8>, StoreError> {
    let mut groups = Vec::new();
    for (code, group) in typed.nearby() {
        // Nearly always the key says no, and nothing is read.
        if query::issued_unit(view, keyring, &code)?.is_some() {
            groups.push(group);
        }
    }
    Ok(groups.first().copied().flatten().filter(|first| groups.iter().all(|g| *g == Some(*first))))
}
