//! Requests, signed as clients sign them.

use std::time::{Duration, SystemTime};

use axum::body::Body;
use http::Request;
use http::request::{Builder, Parts};
use lockstep_sigv4::{Credentials, KeyCache, PathForm, PayloadHash, Signer};

/// A small body that every operation takes.
pub(crate) const BODY: &str = r#"{"Count":1}"#;

/// The time of the tests' clocks.
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_400_000)
}

/// A client and how it signs.
pub(crate) struct Client {
    pub(crate) credentials: Credentials,
    pub(crate) region: &'static str,
    pub(crate) service: &'static str,
    pub(crate) at: SystemTime,
    /// Whether the request names its payload hash.
    pub(crate) names_hash: bool,
}

impl Client {
    pub(crate) fn new() -> Self {
        Self::with("AKIDEXAMPLE", "secret")
    }

    pub(crate) fn with(id: &str, secret: &str) -> Self {
        Self::of(Credentials::new(id, secret))
    }

    pub(crate) fn of(credentials: Credentials) -> Self {
        Self {
            credentials,
            region: "us-east-1",
            service: "vault",
            at: now(),
            names_hash: false,
        }
    }

    pub(crate) fn at(mut self, at: SystemTime) -> Self {
        self.at = at;
        self
    }

    pub(crate) fn naming_the_hash(mut self) -> Self {
        self.names_hash = true;
        self
    }

    /// A signed `PUT` of this body.
    pub(crate) fn put(&self, path: &str, body: &'static str) -> Request<Body> {
        self.sign(parts(json(path)), PayloadHash::of(body.as_bytes()), body)
    }

    /// Signs this hash, whatever the body is.
    pub(crate) fn sign(
        &self,
        mut head: Parts,
        hash: PayloadHash,
        body: impl Into<Body>,
    ) -> Request<Body> {
        self.signer(&KeyCache::new(), |signer| {
            signer.sign(&mut head, hash, self.at).unwrap();
        });
        Request::from_parts(head, body.into())
    }

    /// A signed `PUT` whose path is signed in this form.
    pub(crate) fn sign_path(
        &self,
        form: PathForm,
        path: &str,
        body: &'static str,
    ) -> Request<Body> {
        let (mut head, hash) = (parts(json(path)), PayloadHash::of(body.as_bytes()));
        self.signer(&KeyCache::new(), |signer| {
            let signer = signer.with_path_form(form);
            signer.sign(&mut head, hash, self.at).unwrap();
        });
        Request::from_parts(head, body.into())
    }

    /// A `PUT` that is signed in its query.
    pub(crate) fn presign(&self, path: &str, body: &'static str, expires: u64) -> Request<Body> {
        let (head, hash) = (parts(json(path)), PayloadHash::of(body.as_bytes()));
        self.presigned(head, hash, body, expires)
    }

    /// The same without a word of the body.
    pub(crate) fn presign_unsigned(&self, path: &str, body: &'static str) -> Request<Body> {
        self.presigned(parts(json(path)), PayloadHash::UNSIGNED, body, 60)
    }

    pub(crate) fn presigned(
        &self,
        mut head: Parts,
        hash: PayloadHash,
        body: &'static str,
        expires: u64,
    ) -> Request<Body> {
        let expires = Duration::from_secs(expires);
        self.signer(&KeyCache::new(), |signer| {
            signer.presign(&mut head, hash, self.at, expires).unwrap();
        });
        Request::from_parts(head, body.into())
    }

    fn signer(&self, keys: &KeyCache, sign: impl FnOnce(Signer<'_>)) {
        let signer = Signer::new(&self.credentials, self.region, self.service, keys);
        sign(match self.names_hash {
            true => signer.with_content_sha256(),
            false => signer,
        });
    }
}

/// A `PUT` that nobody has signed.
pub(crate) fn json(path: &str) -> Builder {
    Request::put(path)
        .header("host", "vault.example")
        .header("content-type", "application/json")
}

pub(crate) fn parts(builder: Builder) -> Parts {
    builder.body(()).unwrap().into_parts().0
}
