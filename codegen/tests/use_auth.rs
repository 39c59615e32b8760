//! A generated client and a generated server with every way in which a caller can say who it is.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use golden_auth_client::Client;
use golden_auth_client::types as vault;
use golden_auth_server::auth::{
    AccessKey, AccessKeyMap, Authentication, Denied, FixedTokens, Identity,
};
use golden_auth_server::{RequestContext, Vault};
use http_body_util::Full;
use lockstep_client::{Builder, Credentials, Retries};
use tower::ServiceExt;

/// Tells each caller who it is.
#[derive(Clone, Default)]
struct Mirror {
    calls: Arc<AtomicUsize>,
}

impl Mirror {
    fn caller(&self, context: &RequestContext) -> vault::Caller {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let identity: &Identity = context.identity();
        vault::Caller {
            principal: identity.principal().map(str::to_owned),
            scheme: Some(format!("{:?}", identity.scheme())),
        }
    }
}

macro_rules! tells {
    ($($method:ident $input:ident $error:ident)*) => {
        impl Vault for Mirror {
            $(async fn $method(
                &self,
                context: RequestContext,
                _: vault::$input,
            ) -> Result<vault::Caller, vault::$error> {
                Ok(self.caller(&context))
            })*
        }
    };
}

tells! {
    ask AskInput AskError
    certify CertifyInput CertifyError
    look LookInput LookError
    open OpenInput OpenError
    pay PayInput PayError
    put PutInput PutError
    upload UploadInput UploadError
}

/// The service with one key for each scheme, and how often its handlers were called.
fn guarded() -> (Router, Arc<AtomicUsize>) {
    let mirror = Mirror::default();
    let calls = mirror.calls.clone();
    let keys = AccessKeyMap::from_iter([AccessKey::new("AKIDEXAMPLE", "secret")]);
    let authentication = Authentication::new()
        .sigv4("eu-west-1", keys)
        .bearer(FixedTokens::new().with("bearer-token", "bearer"))
        .api_keys(FixedTokens::new().with("api-key", "payer"));
    let service = golden_auth_server::service(mirror)
        .authentication(authentication)
        .authorize(|access| {
            let forbidden = access
                .input::<vault::PutInput>()
                .is_some_and(|input| input.value == "forbidden");
            async move {
                if forbidden {
                    Err(Denied::because("This value may not be put."))
                } else {
                    Ok(())
                }
            }
        });
    (service.into_router(), calls)
}

fn client(router: &Router, with: impl FnOnce(Builder) -> Builder) -> Client {
    let builder = lockstep_client::Client::builder()
        .transport(router.clone())
        .retries(Retries::off());
    with(builder).build().unwrap().into()
}

fn signed(builder: Builder) -> Builder {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    builder.credentials(credentials).region("eu-west-1")
}

fn is(caller: &vault::Caller, principal: &str, scheme: &str) {
    let (found, how) = (caller.principal.as_deref(), caller.scheme.as_deref());
    assert_eq!(found, Some(principal));
    assert!(how.is_some_and(|how| how.starts_with(scheme)), "{how:?}");
}

#[tokio::test]
async fn each_scheme_lets_its_caller_in() {
    let (router, calls) = guarded();
    let signed = client(&router, signed);
    let put = || vault::PutInput::new("thing", "value");
    is(&signed.put(put()).await.unwrap(), "AKIDEXAMPLE", "SigV4");
    let look = || vault::LookInput {
        tags: Some(vec!["b c".to_owned(), "a".to_owned()]),
        ..vault::LookInput::new("a/b c")
    };
    is(&signed.look(look()).await.unwrap(), "AKIDEXAMPLE", "SigV4");

    let bearer = client(&router, |builder| builder.bearer_token("bearer-token"));
    is(&bearer.put(put()).await.unwrap(), "bearer", "Bearer");
    let asked = bearer.ask(vault::AskInput {}).await.unwrap();
    is(&asked, "bearer", "Bearer");

    let payer = client(&router, |builder| builder.api_key("api-key"));
    let paid = payer.pay(vault::PayInput {}).await.unwrap();
    is(&paid, "payer", "ApiKey");

    let nobody = client(&router, Builder::anonymous);
    let anyone = nobody.look(look()).await.unwrap();
    assert_eq!(anyone.principal, None);
    assert_eq!(nobody.open(vault::OpenInput {}).await.unwrap(), anyone);
    assert_eq!(calls.load(Ordering::Relaxed), 7);
}

#[tokio::test]
async fn a_stream_need_not_be_signed_where_the_model_says_so() {
    let (router, _) = guarded();
    let stream = lockstep_core::Body::stream(Full::from("any bytes"));
    let uploaded = client(&router, signed)
        .upload(vault::UploadInput { bytes: stream })
        .await;
    is(&uploaded.unwrap(), "AKIDEXAMPLE", "SigV4");
}

#[tokio::test]
async fn who_has_nothing_or_the_wrong_thing_is_refused() {
    let (router, calls) = guarded();
    let put = || vault::PutInput::new("thing", "value");
    let code = |error: lockstep_client::Error<vault::PutError>| match error.into_service_error() {
        Ok(vault::PutError::Unhandled(failure)) => failure.code().map(str::to_owned),
        other => panic!("{other:?}"),
    };
    for (client, expected) in [
        (
            client(&router, Builder::anonymous),
            "MissingAuthenticationTokenException",
        ),
        (
            client(&router, |builder| {
                signed(builder).credentials(Credentials::new("AKIDEXAMPLE", "Secret"))
            }),
            "InvalidSignatureException",
        ),
        (
            client(&router, |builder| signed(builder).region("us-east-1")),
            "InvalidSignatureException",
        ),
        (
            client(&router, |builder| builder.bearer_token("another-token")),
            "UnrecognizedClientException",
        ),
    ] {
        let error = client.put(put()).await.unwrap_err();
        assert_eq!(code(error).as_deref(), Some(expected));
    }
    // One that may come in, and may not do this.
    let input = vault::PutInput::new("thing", "forbidden");
    let denied = client(&router, signed).put(input).await.unwrap_err();
    assert_eq!(code(denied).as_deref(), Some("AccessDeniedException"));
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_scheme_that_nobody_knows_lets_nobody_in() {
    let (router, calls) = guarded();
    let nothing = client(&router, |builder| {
        signed(builder).bearer_token("bearer-token")
    });
    let error = nothing.certify(vault::CertifyInput {}).await.unwrap_err();
    assert!(
        matches!(error, lockstep_client::Error::Credentials(_)),
        "{error:?}"
    );
    let nobody = client(&router, Builder::anonymous);
    let error = nobody.certify(vault::CertifyInput {}).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_presigned_request_is_let_in_whoever_makes_it() {
    let (router, _) = guarded();
    let client = client(&router, signed);
    let input = vault::PutInput::new("thing", "value");
    let minute = Duration::from_secs(60);
    let request = client.as_ref().presign(input, minute).await.unwrap();
    let shown = format!("{request:?}");
    assert!(!shown.contains("Signature"), "{shown}");
    let answer = router
        .oneshot(request.into_request().map(Body::from))
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
}
