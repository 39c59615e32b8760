//! A service of two operations, written by hand in the form in which the generator writes one.

#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    unused_macros,
    reason = "each test program uses a part of it"
)]

pub mod log;

use std::sync::Arc;

use axum::body::Body;
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use lockstep_core::constraint::Constraints;
use lockstep_core::operation::{
    BodyKind, ErrorSpec, ModeledError, Operation, OperationSpec, ServerOperation, ServiceSpec,
};
use lockstep_core::{http as wire, json, text};
use lockstep_server::{RequestContext, Service};
use tower::ServiceExt;

pub const BOXES: ServiceSpec = ServiceSpec {
    id: "example.boxes#Boxes",
    name: "Boxes",
    version: "2026-01-01",
    auth: &[],
    malformed: error("InvalidRequestException", 400),
    invalid: error("InvalidParameterException", 400),
    internal: error("InternalServiceException", 500),
};

const fn error(name: &'static str, status: u16) -> ErrorSpec {
    ErrorSpec::new(name, status, "Message")
}

/// `PUT /boxes/{Name}`, from JSON to JSON.
pub struct FillBox;

#[derive(Debug)]
pub struct FillBoxRequest {
    pub name: String,
    pub label: Option<String>,
    pub count: i32,
}

#[derive(Debug)]
pub struct FillBoxResponse {
    pub text: String,
}

lockstep_core::structure! {
    FillBoxResponse { text: required("Text") }
}

lockstep_core::operation_errors! {
    pub enum FillBoxError {
        NotFound(BoxNotFoundException),
        Dated(DatedException),
    }
}

#[derive(Debug)]
pub struct BoxNotFoundException {
    pub message: String,
}

lockstep_core::modeled_error!(BoxNotFoundException = 404, required message "Message");

/// Its two members are bound to headers that the server writes by itself otherwise.
#[derive(Debug)]
pub struct DatedException;

lockstep_core::modeled_error!(DatedException);

impl ModeledError for DatedException {
    const NAME: &'static str = "DatedException";
    const STATUS: u16 = 409;

    fn message(&self) -> Option<&str> {
        None
    }

    fn write_error(&self, to: &mut wire::ResponseWriter) {
        to.error(Self::NAME, Self::STATUS, |to| {
            let date = "Sun, 06 Nov 1994 08:49:37 GMT";
            to.header("Date", date, text::Writer::string);
            to.header("x-amzn-RequestId", "mine", text::Writer::string);
        });
    }

    fn read_error(_: &mut wire::ResponseReader<'_>) -> Option<Self> {
        Some(Self)
    }
}

impl Operation for FillBox {
    type Input = FillBoxRequest;
    type Output = FillBoxResponse;
    type Error = FillBoxError;
    const SPEC: &'static OperationSpec = &OperationSpec {
        name: "FillBox",
        method: "PUT",
        uri: "/boxes/{Name}",
        request_body: BodyKind::Json,
        response_body: BodyKind::Json,
        ..OperationSpec::PLAIN
    };
    const SERVICE: &'static ServiceSpec = &BOXES;
}

impl ServerOperation for FillBox {
    fn read_input(from: &mut wire::RequestReader<'_>) -> Option<FillBoxRequest> {
        static NAME: Constraints = Constraints::new().length(1, 8);
        let (mut label, mut count) = (None, None);
        let name = from.label("Name", |r| r.checked(&NAME, text::Reader::string));
        from.members(
            &[
                json::Member::optional("Label").checked(&NAME),
                json::Member::required("Count"),
            ],
            &mut [&mut label, &mut count],
        );
        Some(FillBoxRequest {
            name: name?,
            label,
            count: count?,
        })
    }

    fn write_output(output: &FillBoxResponse, to: &mut wire::ResponseWriter) {
        to.structure(output);
    }
}

/// Operations of a service that are `FillBox` but for these fields of their specs.
macro_rules! like_fill_box {
    ($service:ident: $($name:ident { $($field:ident: $value:expr),* })*) => {$(
        pub(crate) struct $name;

        const _: () = {
            use lockstep_core::http::{RequestReader, ResponseWriter};
            use lockstep_core::operation::{Operation, OperationSpec, ServerOperation, ServiceSpec};

            impl Operation for $name {
                type Input = FillBoxRequest;
                type Output = FillBoxResponse;
                type Error = FillBoxError;
                const SPEC: &'static OperationSpec = &OperationSpec {
                    name: stringify!($name),
                    $($field: $value,)*
                    ..*FillBox::SPEC
                };
                const SERVICE: &'static ServiceSpec = &$service;
            }

            impl ServerOperation for $name {
                fn read_input(from: &mut RequestReader<'_>) -> Option<FillBoxRequest> {
                    FillBox::read_input(from)
                }

                fn write_output(output: &FillBoxResponse, to: &mut ResponseWriter) {
                    FillBox::write_output(output, to);
                }
            }
        };
    )*};
}

pub(crate) use like_fill_box;

/// `GET /boxes/{Name}?state`, from nothing to nothing.
pub struct PingBox;

impl Operation for PingBox {
    type Input = String;
    type Output = ();
    type Error = FillBoxError;
    const SPEC: &'static OperationSpec = &OperationSpec {
        name: "PingBox",
        method: "GET",
        uri: "/boxes/{Name}",
        query: &[("state", None)],
        status: 204,
        ..OperationSpec::PLAIN
    };
    const SERVICE: &'static ServiceSpec = &BOXES;
}

impl ServerOperation for PingBox {
    fn read_input(from: &mut wire::RequestReader<'_>) -> Option<String> {
        from.label("Name", text::Reader::string)
    }

    fn write_output(_: &(), _: &mut wire::ResponseWriter) {}
}

/// A service whose `FillBox` is the given function and whose `PingBox` always succeeds.
pub fn boxes<F, Fut>(fill: F) -> Service
where
    F: Fn(RequestContext, FillBoxRequest) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<FillBoxResponse, FillBoxError>> + Send + 'static,
{
    let state = Arc::new(());
    Service::new(&BOXES)
        .operation(FillBox, &state, move |_, context, input| {
            fill(context, input)
        })
        .operation(PingBox, &state, |_, _, _| async { Ok(()) })
}

/// A service whose `FillBox` says what it was given.
pub fn echo() -> Service {
    boxes(|_, input| async move {
        let FillBoxRequest { name, label, count } = input;
        Ok(FillBoxResponse {
            text: format!("{name} {label:?} {count}"),
        })
    })
}

/// A good `FillBox` request.
pub fn fill_box() -> Request<Body> {
    put("/boxes/b1", r#"{"Label":"red","Count":3}"#)
}

pub fn put(path: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::put(path).header("content-type", "application/json");
    request.body(body.into()).unwrap()
}

/// An answer whose body has been read.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: String,
}

/// Sends a request through the axum router, and checks what every answer must have.
pub async fn send(service: Service, request: Request<Body>) -> Answer {
    let answer = receive(service.into_router().oneshot(request).await.unwrap()).await;
    assert_common(&answer);
    answer
}

pub async fn receive(response: Response<Body>) -> Answer {
    let (head, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: head.status,
        headers: head.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

/// A request id that is a UUID, and a date of now.
pub fn assert_common(answer: &Answer) {
    let id = answer.header("x-amzn-requestid");
    let id = uuid::Uuid::parse_str(id).unwrap();
    assert_eq!(id.get_version_num(), 4);
    let date = httpdate::parse_http_date(answer.header("date")).unwrap();
    let age = std::time::SystemTime::now().duration_since(date).unwrap();
    assert!(age.as_secs() < 60, "{age:?}");
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .unwrap_or_else(|| panic!("no {name} in {self:?}"))
            .to_str()
            .unwrap()
    }

    /// Checks that this is an error of this status and type in the protocol's form; gives its
    /// message.
    #[track_caller]
    pub fn assert_error(&self, status: u16, name: &str) -> String {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("x-amzn-errortype"), name);
        assert_eq!(self.header("content-type"), "application/json");
        let body: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        body["Message"].as_str().unwrap().to_owned()
    }
}
