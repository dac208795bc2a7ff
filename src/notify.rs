//! Telling machines: changes as a list to follow, watches, and webhooks that deliver them. What is told
//! comes from the notices of the ledger (`views/notices.rs`) and their facts; who wants to be told is
//! side state. Not here: routes and streams (`http`).

mod address;
mod change;
pub mod feed;
pub mod hooks;
mod send;
mod sign;
pub mod watches;
pub mod webhooks;
mod worker;

pub use address::{AddressError, HookUrl};
pub use feed::{Page, Party, Reader, page};
pub use hooks::{RegisterError, Registered, hooks};
pub use send::Outcome;
pub use sign::secret_text;
pub use watches::{Added, add, remove, watched};
pub use webhooks::{Settings, Webhooks};

use crate::domain::command::Actor;
use crate::domain::org_code::OrgCode;
use crate::domain::words::Role;
use crate::store::layout::key;

/// One side of an organization that is told of changes: tokens of one role share what they set up, and
/// see nothing of what another role set up. A firm gives out tokens to sellers and laboratories too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscriber {
    pub organization: OrgCode,
    pub role: Role,
}

impl Subscriber {
    /// The side an actor belongs to, under the code its organization was admitted with.
    pub fn of(actor: &Actor, admitted: OrgCode) -> Self {
        Self { organization: admitted, role: actor.role }
    }

    /// What its keys begin with.
    pub fn prefix(&self) -> Vec<u8> {
        key::subscriber(self.organization.as_str(), self.role.number())
    }
}
