//! Authentication: who calls, by the schemes that the model names; and authorization: what the caller may do.
//!
//! The model says how a caller proves who it is (`@auth`, `@optionalAuth`, `@sigv4`, `@httpBearerAuth`,
//! `@httpApiKeyAuth`); the program says by what that is verified:
//!
//! ```
//! use lockstep_server::auth::{Authentication, FixedTokens};
//!
//! let authentication = Authentication::new()
//!     .bearer(FixedTokens::new().with("a-long-random-token", "alice"));
//! # let _ = authentication;
//! ```
//!
//! and gives it to [`Service::authentication`](crate::Service::authentication). Signatures need the feature `sigv4`,
//! which a generated server turns on where its model has the trait.
//!
//! # Who is let in
//!
//! - An operation that names no scheme is open.
//! - Of several schemes, the first one of the list decides for which the request has credentials, whatever else it has.
//!   `Authorization` belongs to the scheme that it names and, if it names none of the list, to the first that reads it.
//! - A request without any credentials is let in as [anonymous](Identity::anonymous) if the model says that they are
//!   optional; one with wrong credentials never is.
//! - An operation none of whose schemes can be verified, because they are unknown or the program gave nothing to verify
//!   them by, is closed to everybody. That is logged once as an error when the service is finished.
//! - Without any [`Authentication`] every operation is open; if the model asks for one, that is logged as a warning.
//!
//! # When
//!
//! A request is routed first, so 404 and 405 come before authentication. Then its head is verified, before a byte of
//! the body is asked for: a client that sent `Expect: 100-continue` is refused without `100`. The body is hashed as it
//! comes, before a compression is undone, and only if it is the one that was signed is anything else said of it, such
//! as 415.
//!
//! A body that is a stream goes to the handler as it comes, if the request names its hash. If it turns out to be
//! another one, the stream ends in an error, and the request is refused whatever the handler makes of it; until the end
//! of the stream, a handler must not act on it for good. What a handler that succeeds has not read, the server reads,
//! within [`Limits::handler_time`](crate::Limits::handler_time), and refuses the request then.
//!
//! There is one way around that: a handler may give the stream away, to a task of its own or into its output, as one
//! does that echoes. The answer does not wait for its end then. It has begun as a success, and if the stream is not the
//! one that was signed, whoever reads it meets the error at its end: the answer of an echo breaks off there.
//!
//! A stream whose hash the request does not name is held in memory, because nothing is known of its caller before.
//!
//! Some things are said before the body is verified, and so to anyone who can have its head accepted: that it has no
//! length (411), is too long (413), too slow (408), or broke off (400). If the request does not name its hash, not even
//! its sender is known until its end, so a stranger who has heard of an access key's id can have a body of
//! [`Limits::body_bytes`](crate::Limits::body_bytes) held in memory for
//! [`Limits::body_time`](crate::Limits::body_time), with each connection.
//!
//! # What a signature covers
//!
//! Method, query and `Host` always, the headers that it lists (`Verified::signs`), and the body unless the model
//! allows that to be left out. The path, too; but some clients sign it without its segments that are empty, `.` or
//! `..`, and send it with them. Such a signature is good for other paths as well, so the request is authenticated and
//! parsed, and if that succeeds it is answered with the service's error for malformed requests; neither the hook nor
//! the handler sees it.
//!
//! The credentials of a presigned request, and an API key of the query, are no parameters of the operation: they are
//! taken out of the query before it is parsed.
//!
//! # How it is refused
//!
//! | case | error | status |
//! |---|---|---|
//! | no credentials | `MissingAuthenticationTokenException` | 403, of bearer tokens 401 |
//! | a signature that cannot be read | `IncompleteSignatureException` | 403 |
//! | unknown access key, wrong session token | `UnrecognizedClientException` | 403 |
//! | unknown or unreadable bearer token | `UnrecognizedClientException` | 401 |
//! | unknown API key | `UnrecognizedClientException` | 403 |
//! | hosts of `Host` and the URI that differ | `IncompleteSignatureException` | 403 |
//! | wrong signature, or good for something else | `InvalidSignatureException` | 403 |
//! | a header that should be signed, or is said to be and is missing | `InvalidSignatureException` | 403 |
//! | clock off by more than 15 minutes | `InvalidSignatureException` | 403 |
//! | expired session | `ExpiredTokenException` | 403 |
//! | expired bearer token or API key | `ExpiredTokenException` | 401 or 403 |
//! | expired presigned request | `RequestExpired` | 400 |
//! | nothing to verify by, or denied by the [hook](crate::Service::authorize) | `AccessDeniedException` | 403 |
//! | [throttled](Denied::throttled) by the hook | `ThrottlingException` | 429 |
//! | a path that the signature covers only without some segments | the service's malformed error | |
//! | a provider that fails | the service's internal error | |
//!
//! The answer tells nothing else. The log tells, at the level `INFO`, the case and the access key's id; whatever is
//! logged of a request that was let in has its principal.

mod admit;
mod authentication;
mod authorize;
mod claim;
mod credentials;
mod failure;
mod identity;
mod lookup;
mod report;
mod tokens;

#[cfg(feature = "sigv4")]
mod access_keys;
#[cfg(feature = "sigv4")]
mod signed_body;
#[cfg(feature = "sigv4")]
mod sigv4;

pub use lockstep_core::operation::AuthScheme;
#[cfg(feature = "sigv4")]
pub use lockstep_sigv4::{AmzDate, Verified};

#[cfg(feature = "sigv4")]
pub use self::access_keys::{AccessKey, AccessKeyMap, AccessKeys};
pub use self::authentication::Authentication;
pub use self::authorize::{Access, Denied};
pub use self::identity::{Identity, Principal};
pub use self::lookup::LookupError;
pub use self::tokens::{FixedTokens, Tokens};

pub(crate) use self::admit::admit;
pub(crate) use self::authorize::{Hook, Why, erase};
pub(crate) use self::claim::{Claim, Late};
pub(crate) use self::credentials::without_credentials;
pub(crate) use self::failure::{ACCESS_DENIED, Failure, NOT_ALLOWED};
pub(crate) use self::report::report;
