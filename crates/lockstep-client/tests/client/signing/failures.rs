//! Where signatures do not come from what the program gave, or cannot be made.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use lockstep_client::{
    BoxError, Client, Credentials, CredentialsErrorKind, CredentialsProvider, Error, Retries,
    TemporaryCredentials, Timeouts,
};
use lockstep_core::Body;

use super::{at_hour, credentials, signing_client};
use crate::proofs::{Wire, said};
use crate::secured::{Any, Bearer, Keep, KeepNote, Optional, Palm, Signed};

fn is_signed(head: &http::request::Parts) -> bool {
    let value = &head.headers["authorization"];
    assert!(value.is_sensitive());
    assert!(!format!("{head:?}").contains("hidden"), "{head:?}");
    value.to_str().unwrap().starts_with("AWS4-HMAC-SHA256 ")
}

#[tokio::test]
async fn the_first_scheme_that_something_was_given_for_decides() {
    let head = Wire::call::<Any>(signing_client().bearer_token("t").api_key("k"))
        .await
        .unwrap();
    assert!(is_signed(&head) && !head.headers.contains_key("x-api-key"));
    let other = || Client::builder().region("us-east-1").api_key("k");
    let head = Wire::call::<Any>(other().bearer_token("t")).await.unwrap();
    assert_eq!(head.headers["authorization"], "Bearer t");
    let head = Wire::call::<Any>(other()).await.unwrap();
    assert_eq!(head.headers["x-api-key"], "k");
    assert!(is_signed(
        &Wire::call::<Optional>(signing_client()).await.unwrap()
    ));
    assert_eq!(
        said(Wire::call::<Palm>(signing_client()).await).0,
        CredentialsErrorKind::Unsupported
    );
    assert_eq!(
        said(Wire::call::<Bearer>(signing_client()).await).0,
        CredentialsErrorKind::Missing
    );
}

/// A provider that fails, or never ends, and counts how often it is asked.
struct Broken(Option<&'static str>, Arc<AtomicU32>);

impl CredentialsProvider for Broken {
    async fn credentials(&self) -> Result<TemporaryCredentials, BoxError> {
        self.1.fetch_add(1, Ordering::SeqCst);
        match self.0 {
            Some(text) => Err(text.into()),
            None => std::future::pending().await,
        }
    }
}

#[tokio::test]
async fn a_provider_that_fails_is_told_of_and_nothing_is_tried_again() {
    let asked = Arc::new(AtomicU32::new(0));
    let broken = || {
        let retries = Retries::standard().repeat_unsafe();
        let broken = Broken(Some("the vault is sealed"), Arc::clone(&asked));
        Client::builder()
            .region("us-east-1")
            .retries(retries)
            .credentials(broken)
    };
    let (kind, text) = said(Wire::call::<Signed>(broken()).await);
    assert_eq!(kind, CredentialsErrorKind::Provider);
    assert_eq!(
        text,
        "the provider gave no credentials: the vault is sealed"
    );
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // What the program gave must work, also where nothing would do.
    let (kind, _) = said(Wire::call::<Optional>(broken()).await);
    assert_eq!(kind, CredentialsErrorKind::Provider);
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_never_ends_is_not_waited_for() {
    let asked = Arc::new(AtomicU32::new(0));
    let silent = |timeouts: Timeouts| {
        Client::builder()
            .region("us-east-1")
            .timeouts(timeouts)
            .credentials(Broken(None, Arc::clone(&asked)))
    };
    let seconds = Duration::from_secs;
    let (kind, text) =
        said(Wire::call::<Signed>(silent(Timeouts::none().attempt(seconds(7)))).await);
    assert_eq!(kind, CredentialsErrorKind::Late);
    assert_eq!(text, "no credentials came within 7s");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let timeouts = Timeouts::none().attempt(seconds(7)).operation(seconds(3));
    let error = Wire::call::<Signed>(silent(timeouts)).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error}");
    let client = silent(timeouts)
        .endpoint("http://localhost")
        .build()
        .unwrap();
    let presigned = client.presign(Keep::<Signed>::new("a"), seconds(60)).await;
    assert!(matches!(presigned, Err(Error::Timeout(_))), "{presigned:?}");
}

/// A provider that takes ten seconds the first time, and for ever after that.
struct Slow(AtomicU32);

impl CredentialsProvider for Slow {
    async fn credentials(&self) -> Result<TemporaryCredentials, BoxError> {
        match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => tokio::time::sleep(Duration::from_secs(10)).await,
            _ => std::future::pending().await,
        }
        Ok(TemporaryCredentials::new(credentials()).until(at_hour(1)))
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_provider_is_waited_for_no_longer_than_the_limits_say() {
    let late = Arc::new(AtomicBool::new(false));
    let is_late = Arc::clone(&late);
    let service = |_: http::Request<Body>| {
        std::future::ready(Ok::<_, BoxError>(http::Response::new(Body::empty())))
    };
    let client = signing_client()
        .credentials(Slow(AtomicU32::new(0)))
        .clock(move || {
            let seconds = if is_late.load(Ordering::SeqCst) {
                3500
            } else {
                0
            };
            at_hour(0) + Duration::from_secs(seconds)
        })
        .timeouts(Timeouts::none().attempt(Duration::from_secs(4)))
        .transport(tower::service_fn(service))
        .build()
        .unwrap();
    let call = || client.call::<KeepNote<Signed>>(Keep::new("a"));
    let minute = Duration::from_secs(60);

    let Err(Error::Credentials(error)) = call().await else {
        panic!("there are none yet")
    };
    assert_eq!(error.kind(), CredentialsErrorKind::Late);
    let Err(Error::Credentials(error)) = client.presign(Keep::<Signed>::new("a"), minute).await
    else {
        panic!("there are none yet")
    };
    assert_eq!(error.to_string(), "no credentials came within 4s");
    // What the first call asked for comes to the third.
    call().await.unwrap();

    // They are good for another 100 seconds, and the provider gives no others.
    late.store(true, Ordering::SeqCst);
    let before = tokio::time::Instant::now();
    call().await.unwrap();
    assert_eq!(before.elapsed(), Duration::from_secs(2));
    client
        .presign(Keep::<Signed>::new("a"), minute)
        .await
        .unwrap();
    assert_eq!(before.elapsed(), Duration::from_secs(2));
}

#[tokio::test]
async fn credentials_that_fit_in_no_header_are_an_error_that_hides_them() {
    let odd = Credentials::new("AKID", "hidden").with_session_token("hidden\n");
    let builder = Client::builder().region("us-east-1").credentials(odd);
    let (kind, text) = said(Wire::call::<Signed>(builder).await);
    assert_eq!(kind, CredentialsErrorKind::Unusable);
    assert!(!text.contains("hidden"), "{text}");
}

#[tokio::test]
async fn nothing_shows_a_secret() {
    let builder = signing_client().endpoint("http://localhost");
    let mut shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    shown += &format!("{client:?} {:?}", TemporaryCredentials::new(credentials()));
    let refused = signing_client()
        .endpoint("http://127.0.0.1:1")
        .build()
        .unwrap();
    let error = refused
        .call::<KeepNote<Signed>>(Keep::new("a"))
        .await
        .unwrap_err();
    shown += &format!("{error} {error:?}");
    assert!(
        !shown.contains("hidden") && !shown.contains("Signature"),
        "{shown}"
    );
}
