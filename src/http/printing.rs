//! Documents laid out for paper, beside the requests that others wait for.

use super::problem::Refused;
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::print::PrintError;

/// The bytes that `lay_out` makes; what is longer than a document may be is refused at `asked`, the
/// parameter that asked for it.
pub(super) async fn printed(
    asked: &str,
    lay_out: impl FnOnce() -> Result<Vec<u8>, PrintError> + Send + 'static,
) -> Result<Vec<u8>, Refused> {
    match tokio::task::spawn_blocking(lay_out).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(PrintError::TooLong)) => Err(Refusal::field(asked, FieldCode::TooLong).into()),
        Ok(Err(error)) => {
            tracing::error!(%error, "a document was not printed");
            Err(Code::Internal.into())
        }
        Err(error) => {
            tracing::error!(%error, "a document was not printed");
            Err(Code::Internal.into())
        }
    }
}
