//! Which proof of who calls an operation is sent, and which errors say that there is none.

use std::sync::{Arc, Mutex};

use http::request::Parts;
use http::{Request, Response};
use lockstep_client::{Builder, Client, CredentialsErrorKind, Error};
use lockstep_core::Body;

use crate::operation::NoteError;
use crate::secured::{
    Bearer, Keep, KeepNote, KeyAlone, KeyInHeader, KeyInQuery, Kind, Open, Palm, Signed,
};

/// A transport that keeps the head of the last request.
#[derive(Clone, Default)]
pub(crate) struct Wire(Arc<Mutex<Option<Parts>>>);

impl Wire {
    /// Calls an operation, and gives back the head of its request, or the error.
    pub(crate) async fn call<K: Kind>(builder: Builder) -> Result<Parts, Error<NoteError>> {
        Self::call_with(builder, Keep::<K>::new("a")).await
    }

    pub(crate) async fn call_with<K: Kind>(
        builder: Builder,
        input: Keep<K>,
    ) -> Result<Parts, Error<NoteError>> {
        let wire = Self::default();
        let kept = wire.clone();
        let service = tower::service_fn(move |request: Request<Body>| {
            *kept.0.lock().unwrap() = Some(request.into_parts().0);
            std::future::ready(Ok::<_, std::io::Error>(Response::new(Body::empty())))
        });
        let outcome = builder
            .transport(service)
            .build()
            .unwrap()
            .call::<KeepNote<K>>(input)
            .await;
        let sent = wire.0.lock().unwrap().take();
        match outcome {
            Ok(()) => Ok(sent.unwrap()),
            Err(error) => {
                assert!(sent.is_none(), "nothing is sent: {error}");
                Err(error)
            }
        }
    }
}

/// The kind and the text of an error of credentials.
pub(crate) fn said(outcome: Result<Parts, Error<NoteError>>) -> (CredentialsErrorKind, String) {
    match outcome {
        Err(Error::Credentials(error)) => (error.kind(), error.to_string()),
        other => panic!("{other:?}"),
    }
}

fn given() -> Builder {
    Client::builder()
        .bearer_token("hidden-token")
        .api_key("hidden key&=")
}

#[tokio::test]
async fn tokens_and_keys_stand_where_the_model_says() {
    let head = Wire::call::<Bearer>(given()).await.unwrap();
    assert_eq!(head.headers["authorization"], "Bearer hidden-token");
    assert!(head.headers["authorization"].is_sensitive());
    let head = Wire::call::<KeyInHeader>(given()).await.unwrap();
    assert_eq!(head.headers["authorization"], "ApiKey hidden key&=");
    assert!(head.headers["authorization"].is_sensitive());
    let head = Wire::call::<KeyAlone>(given()).await.unwrap();
    assert_eq!(head.headers["x-api-key"], "hidden key&=");
    assert!(head.headers["x-api-key"].is_sensitive());
    assert!(!head.headers.contains_key("authorization"));

    let head = Wire::call::<KeyInQuery>(given()).await.unwrap();
    assert_eq!(
        head.uri,
        "http://localhost/kept/a?api%20key=hidden%20key%26%3D"
    );
    let input = Keep::<KeyInQuery>::new("a").with_query(&[("b", "c")]);
    let head = Wire::call_with(given(), input).await.unwrap();
    assert_eq!(head.uri.query(), Some("b=c&api%20key=hidden%20key%26%3D"));

    let head = Wire::call::<Open>(given()).await.unwrap();
    assert!(!head.headers.contains_key("authorization"));
}

#[tokio::test]
async fn an_anonymous_client_proves_nothing() {
    for head in [
        Wire::call::<Bearer>(given().anonymous()).await,
        Wire::call::<KeyInQuery>(given().anonymous()).await,
        Wire::call::<Signed>(given().anonymous()).await,
        Wire::call::<Palm>(given().anonymous()).await,
    ] {
        let head = head.unwrap();
        assert!(!head.headers.contains_key("authorization"), "{head:?}");
        assert_eq!(head.uri.query(), None);
    }
}

#[tokio::test]
async fn a_client_on_a_router_is_anonymous() {
    let service = tower::service_fn(|request: Request<Body>| {
        let is_signed = request.headers().contains_key("authorization");
        let status = if is_signed { 500 } else { 200 };
        let response = Response::builder().status(status).body(Body::empty());
        std::future::ready(response)
    });
    let client = Client::on_router(service);
    client
        .call::<KeepNote<Signed>>(Keep::new("a"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_scheme_that_the_client_has_nothing_for_is_an_error() {
    let nothing = Client::builder;
    assert_eq!(
        said(Wire::call::<Bearer>(nothing().api_key("hidden")).await),
        (
            CredentialsErrorKind::Missing,
            "the operation asks for a bearer token, and the client has none (`Builder::bearer_token`)".to_owned()
        )
    );
    assert_eq!(
        said(Wire::call::<KeyInQuery>(nothing().bearer_token("hidden")).await).1,
        "the operation asks for an API key, and the client has none (`Builder::api_key`)"
    );
    assert_eq!(
        said(Wire::call::<Palm>(given()).await),
        (
            CredentialsErrorKind::Unsupported,
            "the operation asks for example#palm, which this client does not know".to_owned()
        )
    );
    let (kind, text) = said(Wire::call::<Bearer>(nothing().bearer_token("hidden\n")).await);
    assert_eq!(kind, CredentialsErrorKind::Unusable);
    assert_eq!(text, "the token or key cannot stand in a header");
}

#[cfg(not(feature = "sigv4"))]
#[tokio::test]
async fn without_the_feature_a_signature_is_an_error_that_names_it() {
    use crate::secured::{Any, Optional};

    let (kind, text) = said(Wire::call::<Signed>(given()).await);
    assert_eq!(kind, CredentialsErrorKind::Unsupported);
    assert!(
        text.contains("the feature `sigv4` of lockstep-client"),
        "{text}"
    );
    let head = Wire::call::<Optional>(given()).await.unwrap();
    assert!(!head.headers.contains_key("authorization"));
    let head = Wire::call::<Any>(given()).await.unwrap();
    assert_eq!(head.headers["authorization"], "Bearer hidden-token");
}

#[test]
fn what_is_given_is_not_shown() {
    let builder = given();
    let shown = format!(
        "{builder:?} {:?}",
        given().endpoint("http://localhost").build().unwrap()
    );
    assert!(!shown.contains("hidden"), "{shown}");
}
