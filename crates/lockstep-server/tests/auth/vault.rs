//! A service whose operations ask for every kind of authentication, in the form in which the generator writes one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http_body_util::BodyExt;
use lockstep_core::operation::{
    ApiKeyPlace, AuthScheme, BodyKind, Operation, OperationSpec, ServerOperation, ServiceSpec,
};
use lockstep_core::{Body, Failure, http as wire};
use lockstep_server::auth::{AccessKey, AccessKeyMap, Authentication, FixedTokens, Principal};
use lockstep_server::{RequestContext, Service};

use crate::client::now;
use crate::support::*;

pub(crate) const SIGV4: AuthScheme = AuthScheme::SigV4 { name: "vault" };
pub(crate) const IN_HEADER: AuthScheme = AuthScheme::ApiKey(ApiKeyPlace::Header {
    name: "X-Api-Key",
    scheme: None,
});
const IN_SCHEME: AuthScheme = AuthScheme::ApiKey(ApiKeyPlace::Header {
    name: "Authorization",
    scheme: Some("ApiKey"),
});
const IN_QUERY: AuthScheme = AuthScheme::ApiKey(ApiKeyPlace::Query { name: "api key" });

pub(crate) const VAULT: ServiceSpec = ServiceSpec {
    id: "example.vault#Vault",
    name: "Vault",
    auth: &[SIGV4],
    ..BOXES
};

/// `PUT /<path>/{Name}`, which is `FillBox` in all else but who may call it.
macro_rules! operations {
    ($($name:ident { $($field:ident: $value:expr),* })*) => {
        like_fill_box! { VAULT: $($name { $($field: $value),* })* }

        fn filled(service: Service, calls: &Calls) -> Service {
            let service = service$(.operation($name, &Arc::clone(&calls.0), fill))*;
            service
        }
    };
}

operations! {
    Signed { uri: "/signed/{Name}", auth: None }
    Zipped { uri: "/zipped/{Name}", gzip: true }
    Unsigned { uri: "/unsigned/{Name}", unsigned_payload: true }
    Optional { uri: "/optional/{Name}", auth: Some(&[SIGV4, AuthScheme::Anonymous]) }
    Bearer { uri: "/bearer/{Name}", auth: Some(&[AuthScheme::Bearer]) }
    OptionalBearer { uri: "/optional-bearer/{Name}", auth: Some(&[AuthScheme::Bearer, AuthScheme::Anonymous]) }
    KeyInHeader { uri: "/key-in-header/{Name}", auth: Some(&[IN_HEADER]) }
    KeyInScheme { uri: "/key-in-scheme/{Name}", auth: Some(&[IN_SCHEME]) }
    KeyInQuery { uri: "/key-in-query/{Name}", auth: Some(&[IN_QUERY]) }
    Several { uri: "/several/{Name}", auth: Some(&[SIGV4, AuthScheme::Bearer, IN_HEADER]) }
    BearerFirst { uri: "/bearer-first/{Name}", auth: Some(&[AuthScheme::Bearer, IN_SCHEME, SIGV4]) }
    Strange { uri: "/strange/{Name}", auth: Some(&[AuthScheme::Unknown("example.auth#handshake")]) }
    Open { uri: "/open/{Name}", auth: Some(&[]) }
}

/// `PUT /upload`, whose body is a stream; the answer tells who sent it, and what was read.
pub(crate) struct Upload;
/// The same where the body need not be signed.
pub(crate) struct UploadUnsigned;

const UPLOAD: OperationSpec = OperationSpec {
    name: "Upload",
    method: "PUT",
    uri: "/upload",
    request_body: BodyKind::Stream {
        media_type: "application/octet-stream",
        requires_length: false,
    },
    response_body: BodyKind::Json,
    ..OperationSpec::PLAIN
};

macro_rules! uploads {
    ($($name:ident $spec:expr;)*) => {$(
        impl Operation for $name {
            type Input = Body;
            type Output = FillBoxResponse;
            type Error = FillBoxError;
            const SPEC: &'static OperationSpec = &$spec;
            const SERVICE: &'static ServiceSpec = &VAULT;
        }

        impl ServerOperation for $name {
            fn read_input(from: &mut wire::RequestReader<'_>) -> Option<Body> {
                from.payload_stream()
            }

            fn write_output(output: &FillBoxResponse, to: &mut wire::ResponseWriter) {
                FillBox::write_output(output, to);
            }
        }
    )*};
}

uploads! {
    Upload UPLOAD;
    UploadUnsigned OperationSpec {
        name: "UploadUnsigned",
        uri: "/upload-unsigned",
        unsigned_payload: true,
        ..UPLOAD
    };
}

/// How many requests have reached a handler.
#[derive(Clone, Default)]
pub(crate) struct Calls(Arc<AtomicUsize>);

impl Calls {
    pub(crate) fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    #[track_caller]
    pub(crate) fn assert(&self, count: usize) {
        assert_eq!(self.count(), count, "calls of a handler");
    }
}

/// Tells who called.
fn who(context: &RequestContext) -> String {
    let identity = context.identity();
    let signature = identity.signature().map(|signature| {
        let payload = if signature.is_payload_signed() {
            "all"
        } else {
            "head"
        };
        format!("{payload} by {}", signature.access_key_id())
    });
    format!("{:?} {signature:?}", identity.principal())
}

async fn fill(
    calls: Arc<AtomicUsize>,
    context: RequestContext,
    _: FillBoxRequest,
) -> Result<FillBoxResponse, FillBoxError> {
    calls.fetch_add(1, Ordering::SeqCst);
    Ok(FillBoxResponse {
        text: who(&context),
    })
}

async fn upload(
    calls: Arc<AtomicUsize>,
    context: RequestContext,
    body: Body,
) -> Result<FillBoxResponse, FillBoxError> {
    calls.fetch_add(1, Ordering::SeqCst);
    let bytes = match body.collect().await {
        Ok(bytes) => bytes.to_bytes(),
        Err(error) => return Err(FillBoxError::Unhandled(Failure::internal(error))),
    };
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    Ok(FillBoxResponse {
        text: format!("{} {text}", who(&context)),
    })
}

/// All the operations, open as long as nobody gives them an authentication.
pub(crate) fn vault(calls: &Calls) -> Service {
    filled(Service::new(&VAULT), calls)
        .operation(Upload, &calls.0, upload)
        .operation(UploadUnsigned, &calls.0, upload)
}

/// What a caller may be, besides its name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Role(pub(crate) &'static str);

/// The usual keys, at a time that stands still.
pub(crate) fn keys() -> AccessKeyMap {
    let later = now() + std::time::Duration::from_secs(60);
    AccessKeyMap::from_iter([
        AccessKey::new("AKIDEXAMPLE", "secret"),
        AccessKey::new("AKIDALICE", "wonderland")
            .principal(Principal::new("alice").with(Role("queen"))),
        AccessKey::new("ASIATEMPORARY", "fleeting").session("the/token", later),
        AccessKey::new("ASIAEXPIRED", "gone").session("old/token", now()),
    ])
}

pub(crate) fn authentication() -> Authentication {
    Authentication::new()
        .sigv4("us-east-1", keys())
        .bearer(
            FixedTokens::new()
                .with("b-token", "bob")
                .with("c-token", "carol"),
        )
        .api_keys(FixedTokens::new().with("d key", Principal::new("dave").with(Role("clerk"))))
        .clock(now)
}

/// The service as most tests want it.
pub(crate) fn guarded(calls: &Calls) -> Service {
    vault(calls).authentication(authentication())
}
