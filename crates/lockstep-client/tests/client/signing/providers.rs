//! The providers of the AWS SDK.

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Providing;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use lockstep_client::{Builder, Client, CredentialsErrorKind};
use lockstep_sigv4::PayloadHash;

use super::{EXPECTED, at_hour, verify};
use crate::proofs::{Wire, said};
use crate::secured::{Keep, Signed};

fn client() -> Builder {
    Client::builder().region("us-east-1").clock(|| at_hour(0))
}

fn credentials(expires: Option<u64>) -> Credentials {
    let token = Some("hidden-token".to_owned());
    Credentials::new(
        "AKIDEXAMPLE",
        "hidden-key",
        token,
        expires.map(at_hour),
        "test",
    )
}

#[tokio::test]
async fn credentials_and_shared_providers_of_the_sdk_are_taken() {
    for builder in [
        client().aws_credentials(credentials(None)),
        client().aws_credentials(SharedCredentialsProvider::new(credentials(Some(1)))),
    ] {
        let input = Keep::<Signed>::new("a").with_text("hi");
        let mut head = Wire::call_with(builder, input).await.unwrap();
        head.headers.insert("host", "localhost".parse().unwrap());
        let hash = PayloadHash::of(br#"{"Text":"hi"}"#);
        verify(&head, hash, at_hour(0), &EXPECTED).unwrap();
    }
}

#[tokio::test]
async fn the_expiry_that_a_provider_gives_counts() {
    let builder = client().aws_credentials(credentials(Some(0)));
    let (kind, text) = said(Wire::call::<Signed>(builder).await);
    assert_eq!(kind, CredentialsErrorKind::Unusable);
    assert!(text.contains("have expired already"), "{text}");
}

#[derive(Debug)]
struct Failing;

impl ProvideCredentials for Failing {
    fn provide_credentials<'a>(&'a self) -> Providing<'a>
    where
        Self: 'a,
    {
        Providing::ready(Err(CredentialsError::not_loaded(
            "no session; log in first",
        )))
    }
}

#[tokio::test]
async fn what_a_provider_says_of_its_failure_is_told() {
    let (kind, text) = said(Wire::call::<Signed>(client().aws_credentials(Failing)).await);
    assert_eq!(kind, CredentialsErrorKind::Provider);
    assert!(
        text.ends_with("not enabled: no session; log in first"),
        "{text}"
    );
}
