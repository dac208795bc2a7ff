//! What opens a recall, whichever kind of fact says it.

use super::Body;
use crate::fact::record::{MeasureRef, ScopeRecord};

/// The opening of a recall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening<'a> {
    pub recall: MeasureRef,
    pub scope: &'a ScopeRecord,
    pub regime: u8,
    pub class: Option<u8>,
    pub kind: u8,
    pub hazard: u8,
    pub remedy: &'a [u8],
    /// Milliseconds since 1970.
    pub known_at: Option<i64>,
}

impl Body {
    /// The opening that this fact is, if it is one.
    pub fn opening(&self) -> Option<Opening<'_>> {
        match self {
            Self::RecallOpened { recall, scope, regime, class, kind, hazard, remedy } => {
                Some(Opening {
                    recall: *recall,
                    scope,
                    regime: *regime,
                    class: *class,
                    kind: *kind,
                    hazard: *hazard,
                    remedy,
                    known_at: None,
                })
            }
            Self::RecallStarted {
                recall,
                scope,
                regime,
                class,
                kind,
                hazard,
                remedy,
                known_at,
            }
            | Self::RecallConfirmed {
                recall,
                scope,
                regime,
                class,
                kind,
                hazard,
                remedy,
                known_at,
                ..
            } => Some(Opening {
                recall: *recall,
                scope,
                regime: *regime,
                class: *class,
                kind: *kind,
                hazard: *hazard,
                remedy,
                known_at: *known_at,
            }),
            _ => None,
        }
    }
}
