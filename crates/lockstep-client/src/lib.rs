//! Carries the operations of a generated Lockstep client: transport, timeouts, retries and errors.
//!
//! A generated client crate wraps [`Client`] and adds one method an operation; each is one [`Client::call`]. What an
//! operation looks like on the wire stands in its types crate, as an implementation of
//! [`ClientOperation`](lockstep_core::operation::ClientOperation); this crate only carries it:
//!
//! - [`Client`] has no type parameter. Below it is a [`tower::Service`] of HTTP requests with its type erased: reqwest by
//!   default, or any other, such as an axum router, with which a client talks to a server without a socket.
//! - A request is written once and goes out byte for byte the same on each attempt, its idempotency token included.
//! - Nothing happens on the way that the model does not say: no redirect is followed, no proxy is taken from the
//!   environment, no answer is decompressed, and the path that was written is the path that is sent.
//! - [`Retries`] says what is tried again, [`Timeouts`] how long it may take, and [`Error`] what can come out.
//!
//! ```no_run
//! use lockstep_client::{Client, Retries, Timeouts};
//! use std::time::Duration;
//!
//! # fn main() -> Result<(), lockstep_client::ConfigError> {
//! let client = Client::builder()
//!     .endpoint("http://127.0.0.1:8080/prefix")
//!     .timeouts(Timeouts::new().operation(Duration::from_secs(5)))
//!     .retries(Retries::standard().attempts(5))
//!     .build()?;
//! # let _ = client;
//! # Ok(())
//! # }
//! ```
//!
//! # Who calls
//!
//! The model says how a caller proves who it is (`@sigv4`, `@httpBearerAuth`, `@httpApiKeyAuth`, `@auth`), and the client
//! does that, anew for each attempt, with what it has: of the schemes that an operation takes, the first one that the
//! program gave something for decides. [`Builder::bearer_token`] and [`Builder::api_key`] give those; signatures need the
//! feature `sigv4`, which a generated client turns on if its model has them, and then:
//!
//! | | the first of these that there is |
//! |---|---|
//! | credentials | `Builder::credentials`; the profile of `Builder::profile`; `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, perhaps with `AWS_SESSION_TOKEN`; the profile that `AWS_PROFILE` names, or else `default` |
//! | region | `Builder::region`; `AWS_REGION`; `AWS_DEFAULT_REGION`; `region` of the profile |
//!
//! - The environment and the files (`~/.aws/credentials`, `~/.aws/config`, or what `AWS_SHARED_CREDENTIALS_FILE` and
//!   `AWS_CONFIG_FILE` name) are read by the first call that needs them. What they say is kept for as long as the client
//!   lives; what a provider gives is kept until some time before it expires.
//! - Roles, single sign-on and the metadata of machines are what the AWS SDK's providers are for; the feature
//!   `aws-credential-types` takes any of them, and a profile or variable that asks for such a thing is an error that
//!   says so.
//! - A client that has nothing sends nothing, unless the operation allows it ([`Error::Credentials`] says what was
//!   tried), or [`Builder::anonymous`] says so.
//! - `Client::presign` makes a request that others can send.
//! - Big bodies are signed six times as fast with the feature `sha2`, on processors that have instructions for SHA-256. It
//!   brings eight more crates, and is for the program to choose.
//!
//! Secrets are wiped when they are dropped, and never shown: not by `Debug`, not in errors, and headers that hold one are
//! marked as sensitive. A program can do the same in what it logs of requests.
//!
//! # TLS
//!
//! No feature is on by default, and then only `http` endpoints work. `rustls` (with the provider that reqwest chooses),
//! `rustls-no-provider` (with the one that the program installs), `native-tls` and `native-tls-vendored` are passed on to
//! reqwest, as is `http2`.
//!
//! `gzip`, `content-md5` and `tree-hash` are for operations whose requests are compressed or summed up; a generated client
//! turns on those that its model needs.

// What a user holds.
mod builder;
mod client;
mod error;
mod retries;
mod service_error;
mod timeouts;
// What makes many calls of one.
mod pages;
mod wait;
// What is configured.
mod config_error;
mod endpoint;
// How a request travels.
mod checksum;
mod compression;
mod exchange;
mod jitter;
mod reqwest_transport;
mod retry_causes;
mod token_bucket;
mod transport;
// What generated code declares.
mod declare;
// Who calls.
mod auth;
#[cfg(feature = "sigv4")]
mod presigned;

pub use auth::{CredentialsError, CredentialsErrorKind, Tried};
#[cfg(feature = "sigv4")]
pub use auth::{CredentialsProvider, TemporaryCredentials};
pub use builder::Builder;
pub use client::Client;
pub use config_error::ConfigError;
pub use error::{Error, TransportError, TransportErrorKind};
pub use lockstep_core::operation::{Input, Paginated};
#[cfg(feature = "sigv4")]
pub use lockstep_sigv4::Credentials;
pub use pages::{Items, Pages};
#[cfg(feature = "sigv4")]
pub use presigned::Presigned;
pub use reqwest_transport::ReqwestTransport;
pub use retries::Retries;
pub use service_error::{ServiceError, UnreadableError};
pub use timeouts::{Timeout, TimeoutKind, Timeouts};
pub use transport::BoxError;
pub use wait::{Matcher, State, WaitError, Waiter};
