//! One request, as many attempts as it takes, and the answer. Nothing here depends on the operation's types.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt;
use lockstep_core::Body;
use lockstep_core::http::ResponseReader;
use lockstep_core::operation::{AuthScheme, OperationSpec};
use tokio::time::{Instant, sleep, timeout_at};
use tower::ServiceExt;

use crate::auth::{CredentialsError, CredentialsErrorKind, Unproved};
use crate::client::Shared;
use crate::error::{Lost, TransportError, TransportErrorKind};
use crate::jitter;
use crate::reqwest_transport::{is_connect_timeout, nothing_was_sent};
use crate::retry_causes::{Cause, asked_delay};
use crate::timeouts::{Timeout, TimeoutKind};
use crate::token_bucket::TokenBucket;

/// A request that is ready to be sent.
pub(crate) struct Prepared {
    pub(crate) request: Request<Body>,
    /// How the operation asks the caller to prove who it is.
    pub(crate) auth: &'static [AuthScheme],
    /// Whether the operation may be carried out twice without harm.
    pub(crate) repeatable: bool,
}

/// An answer, and the number of attempts that it took.
pub(crate) struct Answer {
    /// The answer with its whole body, unless that is a stream.
    pub(crate) response: Response<Bytes>,
    /// The body if it is a stream, of which nothing has been read; otherwise empty.
    pub(crate) stream: Body,
    pub(crate) attempts: u32,
}

impl Shared {
    /// Sends a request until an answer stands, nothing more may be tried, or the time is up.
    pub(crate) async fn exchange(
        &self,
        spec: &'static OperationSpec,
        prepared: Prepared,
    ) -> Result<Answer, Lost> {
        let deadline = self.deadline();
        let mut attempts = 0;
        let mut paid = None;
        let mut next = Some(prepared.request);
        loop {
            attempts += 1;
            // There is one: the loop goes on only with a request that could be made again.
            let Some(request) = next else {
                return Err(TransportError::lost(
                    TransportErrorKind::NotSent,
                    "the body cannot be sent again".into(),
                ));
            };
            next = again(&request);
            let outcome = match self.prove(spec, prepared.auth, request, deadline).await {
                Ok(request) => self.attempt(spec, request, deadline).await,
                Err(lost) => Err(lost),
            };
            if outcome
                .as_ref()
                .is_ok_and(|(response, _)| spec.is_output(response.status().as_u16()))
            {
                self.bucket.deposit(paid.unwrap_or(TokenBucket::SUCCESS));
            }
            match self.retry(spec, &outcome, attempts, prepared.repeatable) {
                Some((delay, cost))
                    if next.is_some()
                        && ends_before(delay, deadline)
                        && self.bucket.withdraw(cost) =>
                {
                    paid = Some(cost);
                    sleep(delay).await;
                }
                _ => {
                    return outcome
                        .map(|(response, stream)| Answer {
                            response,
                            stream,
                            attempts,
                        })
                        .map_err(|lost| lost.after(attempts));
                }
            }
        }
    }

    /// The delay before another attempt and its cost, or `None` if this outcome stands.
    fn retry(
        &self,
        spec: &'static OperationSpec,
        outcome: &Result<(Response<Bytes>, Body), Lost>,
        attempts: u32,
        repeatable: bool,
    ) -> Option<(Duration, u32)> {
        let (cause, asked) = match outcome {
            Ok((response, _)) => (
                cause_of_answer(spec, response)?,
                asked_delay(response.headers()),
            ),
            Err(lost) => (Cause::of_loss(lost)?, None),
        };
        let allowed = self.retries.allow(cause, attempts, repeatable);
        allowed.then(|| {
            (
                self.retries
                    .delay(cause, attempts, asked, jitter::fraction()),
                cause.cost(),
            )
        })
    }

    /// The end of an operation that begins now, if it has a limit.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.timeouts.operation.and_then(from_now)
    }

    /// Adds the proof of who calls, anew for each attempt, because a signature names its time and credentials expire.
    async fn prove(
        &self,
        spec: &'static OperationSpec,
        auth: &'static [AuthScheme],
        request: Request<Body>,
        deadline: Option<Instant>,
    ) -> Result<Request<Body>, Lost> {
        let proof = |until| self.auth.prove(spec, auth, request, until);
        self.proved_in_time(deadline, proof).await
    }

    /// What a proof of who calls comes to, which is told until when it is waited for.
    ///
    /// What an attempt may take, its proof may take too, and not at the attempt's cost. A provider that takes longer is
    /// no service that did not answer, so the error is another one and nothing is tried again.
    pub(crate) async fn proved_in_time<F>(
        &self,
        deadline: Option<Instant>,
        proof: impl FnOnce(Option<Instant>) -> F,
    ) -> Result<Request<Body>, Lost>
    where
        F: Future<Output = Result<Request<Body>, Unproved>>,
    {
        let own = self.timeouts.attempt;
        let until = own.and_then(from_now).into_iter().chain(deadline).min();
        let proof = proof(until);
        let proved = match until {
            Some(at) => timeout_at(at, proof).await,
            None => Ok(proof.await),
        };
        match (proved, self.timeouts.operation) {
            (Ok(proved), _) => Ok(proved?),
            (Err(_), Some(limit)) if deadline.is_some_and(|at| at <= Instant::now()) => {
                Err(Lost::Timeout(Timeout::new(TimeoutKind::Operation, limit)))
            }
            (Err(_), _) => Err(Lost::Credentials(CredentialsError::new(
                CredentialsErrorKind::Late,
                format!("no credentials came within {:?}", own.unwrap_or_default()),
            ))),
        }
    }

    /// One attempt, bounded by its own limit and by the operation's, whichever comes first.
    async fn attempt(
        &self,
        spec: &'static OperationSpec,
        request: Request<Body>,
        deadline: Option<Instant>,
    ) -> Result<(Response<Bytes>, Body), Lost> {
        let own = self
            .timeouts
            .attempt
            .and_then(|limit| Some((from_now(limit)?, TimeoutKind::Attempt, limit)));
        let whole = deadline
            .zip(self.timeouts.operation)
            .map(|(at, limit)| (at, TimeoutKind::Operation, limit));
        let Some((at, kind, limit)) = own.into_iter().chain(whole).min_by_key(|(at, ..)| *at)
        else {
            return self.send(spec, request).await;
        };
        match timeout_at(at, self.send(spec, request)).await {
            Err(_) => Err(Lost::Timeout(Timeout::new(kind, limit))),
            Ok(outcome) => outcome,
        }
    }

    /// Hands the request to the transport and reads the answer to its end, unless that is a stream for the caller.
    async fn send(
        &self,
        spec: &'static OperationSpec,
        request: Request<Body>,
    ) -> Result<(Response<Bytes>, Body), Lost> {
        let response = self
            .transport
            .clone()
            .oneshot(request)
            .await
            .map_err(|error| match self.timeouts.connect {
                Some(limit) if is_connect_timeout(&*error) => {
                    Lost::Timeout(Timeout::new(TimeoutKind::Connect, limit))
                }
                _ if nothing_was_sent(&*error) => {
                    TransportError::lost(TransportErrorKind::NotSent, error)
                }
                _ => TransportError::lost(TransportErrorKind::NoAnswer, error),
            })?;
        let (head, body) = response.into_parts();
        if spec.response_body.is_stream() && spec.is_output(head.status.as_u16()) {
            return Ok((Response::from_parts(head, Bytes::new()), body));
        }
        match body.collect().await {
            Ok(body) => Ok((Response::from_parts(head, body.to_bytes()), Body::empty())),
            Err(error) => Err(TransportError::lost(TransportErrorKind::CutOff, error)),
        }
    }
}

/// The same request once more, if its body was made from bytes.
fn again(request: &Request<Body>) -> Option<Request<Body>> {
    let mut copy = Request::new(request.body().try_clone()?);
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.version_mut() = request.version();
    *copy.headers_mut() = request.headers().clone();
    *copy.extensions_mut() = request.extensions().clone();
    Some(copy)
}

/// Whether an answer is a cause for another attempt, by its status and its error code.
fn cause_of_answer(spec: &'static OperationSpec, response: &Response<Bytes>) -> Option<Cause> {
    let status = response.status();
    if spec.is_output(status.as_u16()) {
        return None;
    }
    let reader = ResponseReader::new(spec, status.as_u16(), response.headers(), response.body());
    Cause::of_answer(status, reader.error_code().as_deref())
}

/// The end of a limit that begins now. A limit that is beyond what a clock can show is none.
fn from_now(limit: Duration) -> Option<Instant> {
    Instant::now().checked_add(limit)
}

/// Whether a delay that begins now leaves time for another attempt.
fn ends_before(delay: Duration, deadline: Option<Instant>) -> bool {
    deadline.is_none_or(|deadline| from_now(delay).is_some_and(|end| end < deadline))
}
