//! Which groups of information a document holds, as a set that fits into a number.

use super::words::Group;

/// A set of [`Group`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Groups(u32);

impl Groups {
    /// The set with `group`, if it is there.
    #[must_use]
    pub fn with(self, group: Group, there: bool) -> Self {
        Self(self.0 | u32::from(there) << group.number())
    }

    /// Both sets together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the group is in it.
    pub fn has(self, group: Group) -> bool {
        self.0 >> group.number() & 1 == 1
    }

    /// The groups in it, in stored order.
    pub fn iter(self) -> impl Iterator<Item = Group> {
        Group::ALL.iter().copied().filter(move |group| self.has(*group))
    }

    /// As stored: bit n for the group with number n.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// From what was stored.
    pub fn from_bits(bits: u32) -> Self {
        Self(bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_read_back() {
        let some = Groups::default().with(Group::Origin, true).with(Group::PermitNumber, true);
        let some = some.with(Group::Formula, false);
        assert_eq!(some.bits(), 1 | 1 << 18);
        assert_eq!(Groups::from_bits(some.bits()), some);
        assert_eq!(some.iter().collect::<Vec<_>>(), [Group::Origin, Group::PermitNumber]);
        let both = some.and(Groups::default().with(Group::Formula, true));
        assert!(both.has(Group::Formula) && both.has(Group::Origin) && !some.has(Group::Formula));
    }
}
