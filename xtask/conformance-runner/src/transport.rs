//! A client whose requests go no further than this process.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use lockstep_client::{Client, Retries};
use lockstep_core::Body;

/// The idempotency token that every case expects of a client that makes one up.
pub(crate) const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// What a client sent.
#[derive(Clone, Default)]
pub(crate) struct Sent(Arc<Mutex<Vec<Request<Bytes>>>>);

impl Sent {
    /// The one request; otherwise how many there were.
    pub(crate) fn one(&self) -> Result<Request<Bytes>, usize> {
        let mut requests =
            std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        match (requests.pop(), requests.len()) {
            (Some(request), 0) => Ok(request),
            (Some(_), others) => Err(others + 1),
            (None, _) => Err(0),
        }
    }

    fn add(&self, request: Request<Bytes>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request);
    }
}

/// A client, pointed at a host, whose every request is taken down and gets the same answer.
pub(crate) fn client(
    host: Option<&str>,
    answer: &Response<Bytes>,
) -> Result<(Client, Sent), String> {
    let sent = Sent::default();
    let (taken, answer) = (sent.clone(), answer.clone());
    let transport = tower::service_fn(move |request: Request<Body>| {
        let (taken, answer) = (taken.clone(), answer.clone());
        async move {
            let (head, body) = request.into_parts();
            // The bodies of these cases come from memory, so that nothing can fail here.
            let body = body
                .collect()
                .await
                .map(|body| body.to_bytes())
                .unwrap_or_default();
            let mut request = Request::from_parts(head, body);
            add_length(&mut request);
            taken.add(request);
            Ok::<_, Infallible>(answer.map(Full::new))
        }
    });
    let client = Client::builder()
        .endpoint(format!("http://{}", host.unwrap_or("localhost")))
        .retries(Retries::off())
        .idempotency_tokens(|| TOKEN.to_owned())
        // No case says anything of who calls.
        .anonymous()
        .transport(transport)
        .build()
        .map_err(|error| error.to_string())?;
    Ok((client, sent))
}

/// Adds what every HTTP library adds to a request with a body of known length.
pub(crate) fn add_length(request: &mut Request<Bytes>) {
    let length = request.body().len();
    if length > 0 {
        request
            .headers_mut()
            .entry(CONTENT_LENGTH)
            .or_insert_with(|| HeaderValue::from(length));
    }
}
