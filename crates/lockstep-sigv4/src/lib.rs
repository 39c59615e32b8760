//! AWS Signature Version 4, for both sides: a client signs a request, a server verifies it.
//!
//! What is signed is the canonical form of a request, and it stands once in this crate, so the two sides cannot
//! disagree. The crate does no input or output, has no clock and looks up no key: time and secrets are arguments.
//!
//! Each rule of the [specification] has one place, which bears its name:
//!
//! | rule | place |
//! |---|---|
//! | UriEncode | `uri_encode` |
//! | SHA-256, HMAC | `sha256`, `hmac` |
//! | Canonical URI | `canonical_uri`, [`PathForm`] |
//! | Canonical query string | `canonical_query` |
//! | Canonical headers and signed headers | `canonical_headers` |
//! | Payload hash | [`PayloadHash`] |
//! | Canonical request | `canonical_request` |
//! | Credential scope | [`CredentialScope`] |
//! | Signing key | [`SigningKey`], kept by [`KeyCache`] |
//! | String to sign, and the signature | `string_to_sign` |
//! | The `Authorization` header | `authorization` |
//! | The query of a presigned request | `presigned` |
//!
//! A client makes a [`Signer`]. A server goes two steps, so that it can look up the key in between, and can hash the
//! body while it reads it:
//!
//! ```
//! # use std::time::SystemTime;
//! # use lockstep_sigv4::*;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let keys = KeyCache::new();
//! # let now = SystemTime::now();
//! // The client.
//! let credentials = Credentials::new("AKIDEXAMPLE", "secret");
//! let signer = Signer::new(&credentials, "us-east-1", "connect", &keys);
//! let (mut head, ()) = http::Request::put("http://127.0.0.1/contact/chat").body(())?.into_parts();
//! signer.sign(&mut head, PayloadHash::of(b"{}"), now)?;
//!
//! // The server: read the signature, look up the secret by the access key (wherever it is kept), check the head.
//! let parsed = Parsed::parse(Head::of(&head))?;
//! assert_eq!(parsed.access_key_id(), "AKIDEXAMPLE");
//! let secret = SecretAccessKey::new("secret");
//! let pending = parsed.verify(&secret, &keys, now, &Expectations::new("us-east-1", "connect"))?;
//! // The body is hashed while it is read, and decides in the end.
//! let mut hasher = PayloadHasher::new();
//! hasher.update(b"{}");
//! let verified = pending.finish(hasher.finish())?;
//! assert_eq!(verified.access_key_id(), "AKIDEXAMPLE");
//! # Ok(())
//! # }
//! ```
//!
//! Secrets and derived keys are wiped when dropped, compared in constant time, and never shown by `Debug` or
//! `Display`; nor is a signature that the verifier expected.
//!
//! [specification]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

// What is signed with, and when.
mod amz_date;
mod credentials;
// The canonical request, part by part.
mod bytes;
mod canonical_headers;
mod canonical_query;
mod canonical_request;
mod canonical_uri;
mod head;
mod payload;
mod uri_encode;
// From the canonical request to the signature.
mod hmac;
mod key_cache;
mod scope;
mod sha256;
mod signing_key;
mod string_to_sign;
// Where the signature stands in a request.
mod authorization;
mod presigned;
// The two sides.
mod clock;
mod expectations;
mod failure;
mod sign;
mod verified;
mod verify;

pub use amz_date::AmzDate;
pub use canonical_request::canonical_request;
pub use canonical_uri::PathForm;
pub use credentials::{Credentials, SecretAccessKey, SessionToken};
pub use expectations::Expectations;
pub use failure::{Failure, Malformed, RequiredHeader, ScopePart};
pub use head::Head;
pub use key_cache::KeyCache;
pub use payload::{PayloadHash, PayloadHasher};
pub use presigned::{is_presigned, without_signature};
pub use scope::CredentialScope;
pub use sign::{SessionTokenIs, SignError, Signer};
pub use signing_key::SigningKey;
pub use verified::Verified;
pub use verify::{Parsed, Pending};
