//! Callers whom the service does not know, or cannot be sure of.

use connect_client::Client;
use connect_client::types::{StopContactError, StopContactRequest};
use lockstep_client::{BoxError, Credentials, Error, ReqwestTransport, Retries};

use crate::outcome::Outcome;
use crate::scene::{INSTANCE, KEY};
use crate::wire::Shown;

/// Each of them tries to stop the chat.
pub(crate) async fn play(
    endpoint: &str,
    transport: &Shown<ReqwestTransport>,
    contact: &str,
    outcome: &mut Outcome,
) -> Result<(), BoxError> {
    let builder = || {
        lockstep_client::Client::builder()
            .endpoint(endpoint)
            .transport(transport.clone())
            .retries(Retries::off())
            .region("us-east-1")
    };
    let key = |id, secret| builder().credentials(Credentials::new(id, secret));
    for (who, client, expected) in [
        (
            "who does not sign",
            builder().anonymous(),
            "MissingAuthenticationTokenException",
        ),
        (
            "whose key is unknown",
            key("AKIDNOBODY", KEY.1),
            "UnrecognizedClientException",
        ),
        (
            "whose secret is wrong",
            key(KEY.0, "guessed"),
            "InvalidSignatureException",
        ),
    ] {
        outcome.step(&format!("StopContact: by one {who}"));
        let client = Client::from(client.build()?);
        let stopped = client
            .stop_contact(StopContactRequest::new(contact, INSTANCE))
            .await;
        let came = match stopped.map_err(Error::into_service_error) {
            Err(Ok(StopContactError::Unhandled(failure))) => failure.code().map(str::to_owned),
            _ => None,
        };
        outcome.expect(&came.as_deref(), &Some(expected));
    }
    Ok(())
}
