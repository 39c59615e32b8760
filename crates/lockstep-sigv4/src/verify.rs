//! The server's side: verifying a request, first its head and then its body.

use std::fmt;
use std::mem;
use std::time::SystemTime;

use http::header::CONTENT_TYPE;

use crate::authorization::{self, AUTHORIZATION, Claim, HOST, X_AMZ_SECURITY_TOKEN};
use crate::bytes::from_hex;
use crate::canonical_headers::{self, X_AMZ_USER_AGENT};
use crate::canonical_uri::{self, PathForm};
use crate::clock::check_time;
use crate::credentials::SecretAccessKey;
use crate::expectations::Expectations;
use crate::failure::{Failure, Malformed, RequiredHeader};
use crate::head::Head;
use crate::key_cache::KeyCache;
use crate::payload::PayloadHash;
use crate::scope::Credential;
use crate::sha256::Sha256;
use crate::sign::SessionTokenIs;
use crate::string_to_sign::StringToSign;
use crate::verified::{Names, Verified};
use crate::{canonical_request, presigned};

/// A request whose signature was read, and nothing of it verified.
pub struct Parsed<'a> {
    head: Head<'a>,
    claim: Claim<'a>,
    credential: Credential<'a>,
}

impl<'a> Parsed<'a> {
    /// Reads the signature of a request, from its `Authorization` header or its query.
    ///
    /// # Errors
    /// [`Failure::MissingAuthenticationToken`] without one, [`Failure::IncompleteSignature`] if it cannot be read.
    pub fn parse(head: Head<'a>) -> Result<Self, Failure> {
        let authorization = authorization::single(&head, &AUTHORIZATION)?;
        let mut claim = match (authorization, presigned::is_presigned(head.query)) {
            (None, false) => return Err(Failure::MissingAuthenticationToken),
            (Some(_), true) => return Err(Malformed::Twice.into()),
            (Some(authorization), false) => authorization::parse(&head, authorization)?,
            (None, true) => presigned::parse(&head)?,
        };
        let credential = Credential::parse(mem::take(&mut claim.credential));
        let credential = credential.ok_or(Malformed::Credential)?;
        if !canonical_headers::is_list(&claim.signed_headers) {
            return Err(Malformed::SignedHeaders.into());
        }
        authorization::single(&head, &HOST)?;
        if !head.agrees_on_host() {
            return Err(Malformed::Hosts.into());
        }
        Ok(Self {
            head,
            claim,
            credential,
        })
    }

    /// The access key that the request claims to be signed with; this is what the secret is looked up by.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        self.credential.access_key_id()
    }

    /// The region that the request claims to be signed for. A server of several regions expects the one of its own that
    /// this is.
    #[must_use]
    pub fn region(&self) -> &str {
        self.credential.scope().region
    }

    /// The session token of the request. Whoever looks up the key says whether it belongs to it and has not expired;
    /// [`SessionToken::is`](crate::SessionToken::is) compares.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        self.claim.session_token.as_deref()
    }

    /// Verifies all that can be before the body: scope, time, which headers are signed, and the signature itself if the
    /// request names its payload hash. The derived key comes from `keys`, or goes there.
    ///
    /// # Errors
    /// [`Failure::Scope`], [`Failure::SignatureExpired`], [`Failure::SignatureNotYetCurrent`],
    /// [`Failure::RequestExpired`], [`Failure::Unsigned`], [`Failure::SignedHeaderMissing`] or
    /// [`Failure::SignatureDoesNotMatch`].
    pub fn verify(
        &self,
        secret: &SecretAccessKey,
        keys: &KeyCache,
        now: SystemTime,
        expected: &Expectations<'_>,
    ) -> Result<Pending, Failure> {
        let claim = &self.claim;
        expected.check_scope(&self.credential, &claim.time)?;
        check_time(claim, now)?;
        self.check_signed_headers(expected)?;
        let signature =
            from_hex(claim.signature.as_bytes()).ok_or(Failure::SignatureDoesNotMatch)?;
        let payload = match claim.payload.as_deref() {
            Some(PayloadHash::UNSIGNED_PAYLOAD) if expected.unsigned_payload => Claimed::Unsigned,
            Some(hash) => from_hex(hash)
                .map(Claimed::Signed)
                .ok_or(Failure::SignatureDoesNotMatch)?,
            None => Claimed::Nothing,
        };
        let mut pending = Pending {
            requests: self.canonical_requests(expected)?,
            string_to_sign: keys.string_to_sign(secret, &claim.time, &self.credential.scope()),
            signature,
            payload,
            unsigned_payload: expected.unsigned_payload,
            verified: Verified {
                names: Names::new(self.access_key_id(), &claim.signed_headers),
                signed_at: claim.time,
                presigned: claim.expires.is_some(),
                path_signed: true,
                payload_signed: !matches!(payload, Claimed::Unsigned),
            },
        };
        if let Some(hash) = claim.payload.as_deref() {
            pending.check(hash)?;
        }
        Ok(pending)
    }

    fn check_signed_headers(&self, expected: &Expectations<'_>) -> Result<(), Failure> {
        let signed = self.claim.signed_headers.as_ref();
        if !canonical_headers::has(signed, "host") {
            return Err(Failure::Unsigned(RequiredHeader::Host));
        }
        let token_is_added = expected.session_token == SessionTokenIs::Added;
        for name in self.head.headers.keys() {
            let failure = if expected.content_type && *name == CONTENT_TYPE {
                RequiredHeader::ContentType
            } else if name.as_str().starts_with("x-amz-")
                && *name != X_AMZ_USER_AGENT
                && !(token_is_added && *name == X_AMZ_SECURITY_TOKEN)
            {
                RequiredHeader::XAmz
            } else {
                continue;
            };
            if !canonical_headers::has(signed, name.as_str()) {
                return Err(Failure::Unsigned(failure));
            }
        }
        Ok(())
    }

    /// The canonical request up to its last line, once in each form that the path can have.
    fn canonical_requests(
        &self,
        expected: &Expectations<'_>,
    ) -> Result<Vec<(PathForm, Sha256)>, Failure> {
        let forms = match expected.paths {
            // The forms differ only where normalizing changes something.
            [_, _, ..] if canonical_uri::is_normal(self.head.path) => &[PathForm::AsSent],
            forms => forms,
        };
        let mut head = self.head;
        let stripped;
        if expected.session_token == SessionTokenIs::Added && self.claim.expires.is_some() {
            stripped = presigned::without_session_token(head.query);
            head.query = &stripped;
        }
        let presigned = self.claim.expires.is_some();
        let signed = self.claim.signed_headers.as_ref();
        let mut requests = Vec::with_capacity(forms.len());
        for form in forms {
            let mut request = Sha256::new();
            let names = canonical_headers::listed(signed);
            if !canonical_request::write(&head, *form, signed, names, presigned, &mut request) {
                return Err(Failure::SignedHeaderMissing);
            }
            requests.push((*form, request));
        }
        Ok(requests)
    }
}

/// What a request says of its payload's hash.
#[derive(Clone, Copy)]
enum Claimed {
    Signed([u8; 32]),
    Unsigned,
    Nothing,
}

/// A request whose head is in order, and whose body is still to be read. It borrows nothing of the request.
pub struct Pending {
    /// Empty once the signature was found right.
    requests: Vec<(PathForm, Sha256)>,
    string_to_sign: StringToSign,
    signature: [u8; 32],
    payload: Claimed,
    unsigned_payload: bool,
    verified: Verified,
}

impl Pending {
    /// Whether the body must be hashed. If not, the signature is right already and says nothing of the body, and
    /// [`finish`](Self::finish) takes [`PayloadHash::UNSIGNED`].
    #[must_use]
    pub const fn needs_payload_hash(&self) -> bool {
        !matches!(self.payload, Claimed::Unsigned)
    }

    /// Who made the request, if that is certain before the body: the request names its payload hash, or leaves the body
    /// unsigned, and the signature was found right. Whether the body is the one that was signed,
    /// [`finish`](Self::finish) says.
    #[must_use]
    pub fn verified(&self) -> Option<&Verified> {
        self.requests.is_empty().then_some(&self.verified)
    }

    /// Verifies the body by its hash.
    ///
    /// # Errors
    /// [`Failure::SignatureDoesNotMatch`] if this is not the body that was signed, or is not signed and must be.
    pub fn finish(mut self, payload: PayloadHash) -> Result<Verified, Failure> {
        match self.payload {
            Claimed::Unsigned => {}
            Claimed::Signed(hash) if from_hex(payload.as_bytes()) == Some(hash) => {}
            Claimed::Nothing if payload != PayloadHash::UNSIGNED => {
                self.check(payload.as_bytes())?
            }
            Claimed::Nothing if self.unsigned_payload => {
                self.check(payload.as_bytes())?;
                self.verified.payload_signed = false;
            }
            Claimed::Signed(_) | Claimed::Nothing => return Err(Failure::SignatureDoesNotMatch),
        }
        Ok(self.verified)
    }

    fn check(&mut self, payload: &[u8]) -> Result<(), Failure> {
        let (string_to_sign, signature) = (&self.string_to_sign, &self.signature);
        let form = mem::take(&mut self.requests)
            .iter_mut()
            .find_map(|(form, request)| {
                string_to_sign
                    .accepts(request, payload, signature)
                    .then_some(*form)
            })
            .ok_or(Failure::SignatureDoesNotMatch)?;
        self.verified.path_signed = form.keeps_segments();
        Ok(())
    }
}

impl fmt::Debug for Parsed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parsed")
            .field("access_key_id", &self.access_key_id())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("verified", &self.verified)
            .finish_non_exhaustive()
    }
}
