//! One delivery: a POST that follows no redirect, takes no proxy, and waits no longer than it may.

use super::address::PublicResolver;
use std::time::Duration;
use ureq::Agent;
use ureq::unversioned::transport::DefaultConnector;

/// What came of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered with this status; 2xx takes the change.
    Answered(u16),
    /// The name leads to no public address.
    NotPublic,
    TimedOut,
    /// No connection, or one that broke or could not be trusted.
    Unreachable,
}

impl Outcome {
    /// Whether the change was taken.
    pub fn is_taken(self) -> bool {
        matches!(self, Self::Answered(200..=299))
    }

    /// The status of the answer, if there was one.
    pub fn status(self) -> Option<u16> {
        match self {
            Self::Answered(status) => Some(status),
            Self::NotPublic | Self::TimedOut | Self::Unreachable => None,
        }
    }

    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Answered(200..=299) => "delivered",
            Self::Answered(_) => "refused",
            Self::NotPublic => "notPublic",
            Self::TimedOut => "timedOut",
            Self::Unreachable => "unreachable",
        }
    }
}

/// What is sent beside the address.
pub(super) struct Message<'a> {
    pub id: &'a str,
    /// Seconds since 1970.
    pub time: i64,
    pub signature: &'a str,
    pub body: &'a str,
}

/// A client for deliveries. Each makes a connection of its own, so that each name is resolved anew.
pub(super) fn agent(loopback: bool, answer: Duration) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .https_only(!loopback)
        .max_redirects(0)
        .proxy(None)
        .max_idle_connections(0)
        .user_agent(concat!("suyuan/", env!("CARGO_PKG_VERSION")))
        .timeout_global(Some(answer))
        .build();
    Agent::with_parts(config, DefaultConnector::default(), PublicResolver { loopback })
}

/// Sends a message. What the answer says beside its status is not read.
pub(super) fn send(agent: &Agent, url: &str, message: &Message<'_>) -> Outcome {
    let sent = agent
        .post(url)
        .header("content-type", "application/json")
        .header("webhook-id", message.id)
        .header("webhook-timestamp", message.time.to_string())
        .header("webhook-signature", message.signature)
        .send(message.body);
    match sent {
        Ok(answer) => Outcome::Answered(answer.status().as_u16()),
        Err(ureq::Error::Timeout(_)) => Outcome::TimedOut,
        Err(ureq::Error::Io(error)) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            Outcome::NotPublic
        }
        Err(error) => {
            tracing::debug!(%error, "a webhook could not be reached");
            Outcome::Unreachable
        }
    }
}
