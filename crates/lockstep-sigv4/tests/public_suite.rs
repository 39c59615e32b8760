//! The public test suite of signers, read as requests to a verifier and to our signer. It is run where it is beside the
//! checkout.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use common::{Raw, beside_the_checkout, entries};
use http::Uri;
use http::request::Parts;
use lockstep_sigv4::{
    Credentials, Expectations, Failure, KeyCache, Parsed, PathForm, PayloadHash, SecretAccessKey,
    SessionTokenIs, Signer, canonical_request,
};
use serde_json::Value;

/// 2015-08-30T12:36:00Z, the moment of every case.
const NOW: u64 = 1_440_938_160;

struct Case {
    name: String,
    context: Value,
    request: Raw,
    header: Signed,
    query: Signed,
}

struct Signed {
    request: Raw,
    canonical_request: String,
    signature: String,
}

impl Case {
    fn read(folder: &Path) -> Option<Self> {
        let read = |name: &str| fs::read_to_string(folder.join(name));
        let signed = |form: &str| Signed {
            request: Raw::parse(
                read(&format!("{form}-signed-request.txt"))
                    .unwrap()
                    .as_bytes(),
            )
            .unwrap(),
            canonical_request: read(&format!("{form}-canonical-request.txt")).unwrap(),
            signature: read(&format!("{form}-signature.txt")).unwrap(),
        };
        // The two cases without a context are of canonical paths alone.
        let context = read("context.json").ok()?;
        Some(Self {
            name: folder.file_name()?.to_string_lossy().into_owned(),
            context: serde_json::from_str(&context).unwrap(),
            request: Raw::parse(read("request.txt").unwrap().as_bytes()).unwrap(),
            header: signed("header"),
            query: signed("query"),
        })
    }

    fn text(&self, pointer: &str) -> &str {
        let value = self.context.pointer(pointer).and_then(Value::as_str);
        value.unwrap_or_else(|| panic!("{} has no {pointer}", self.name))
    }

    fn is(&self, name: &str) -> bool {
        self.context
            .get(name)
            .and_then(Value::as_bool)
            .unwrap_or_default()
    }

    fn path_form(&self) -> PathForm {
        if self.is("normalize") {
            PathForm::Normalized
        } else {
            PathForm::AsSent
        }
    }

    fn session_token(&self) -> SessionTokenIs {
        if self.is("omit_session_token") {
            SessionTokenIs::Added
        } else {
            SessionTokenIs::Signed
        }
    }

    fn now(&self) -> SystemTime {
        assert_eq!(self.text("/timestamp"), "2015-08-30T12:36:00Z");
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn verify(&self, request: &Raw, secret: &str) -> Result<(), Failure> {
        let parsed = Parsed::parse(request.head())?;
        assert_eq!(
            parsed.access_key_id(),
            self.text("/credentials/access_key_id")
        );
        let token = self
            .context
            .pointer("/credentials/token")
            .and_then(Value::as_str);
        assert_eq!(parsed.session_token(), token);
        let expected = Expectations::new(self.text("/region"), self.text("/service"))
            .with_session_token(self.session_token());
        let secret = SecretAccessKey::new(secret);
        let pending = parsed.verify(&secret, &KeyCache::new(), self.now(), &expected)?;
        pending.finish(PayloadHash::of(&request.body)).map(|_| ())
    }

    fn credentials(&self) -> Credentials {
        let credentials = Credentials::new(
            self.text("/credentials/access_key_id"),
            self.text("/credentials/secret_access_key"),
        );
        match self
            .context
            .pointer("/credentials/token")
            .and_then(Value::as_str)
        {
            Some(token) => credentials.with_session_token(token),
            None => credentials,
        }
    }
}

fn cases() -> Vec<Case> {
    let Some(folder) = beside_the_checkout("sigv4/v4") else {
        return Vec::new();
    };
    let cases: Vec<Case> = entries(&folder)
        .iter()
        .filter_map(|folder| Case::read(folder))
        .collect();
    assert!(cases.len() >= 38, "only {} cases", cases.len());
    cases
}

fn signed_headers(canonical_request: &str) -> &str {
    canonical_request.lines().rev().nth(1).unwrap()
}

#[test]
fn every_signed_request_is_verified_and_with_another_secret_refused() {
    for case in cases() {
        for signed in [&case.header, &case.query] {
            let secret = case.text("/credentials/secret_access_key");
            assert_eq!(
                case.verify(&signed.request, secret),
                Ok(()),
                "{}",
                case.name
            );
            let refused = case.verify(&signed.request, &secret.to_lowercase());
            assert_eq!(
                refused,
                Err(Failure::SignatureDoesNotMatch),
                "{}",
                case.name
            );
        }
    }
}

#[test]
fn every_canonical_request_is_the_same() {
    for case in cases() {
        for signed in [&case.header, &case.query] {
            let mut request = signed.request.clone();
            if case.is("omit_session_token") {
                // It was not there yet when the request was signed.
                let target = request
                    .target
                    .split('&')
                    .filter(|piece| !piece.contains("Token="));
                request.target = target.collect::<Vec<_>>().join("&");
            }
            let text = canonical_request(
                &request.head(),
                case.path_form(),
                signed_headers(&signed.canonical_request),
                PayloadHash::of(&signed.request.body),
            );
            assert_eq!(
                String::from_utf8(text).unwrap(),
                signed.canonical_request,
                "{}",
                case.name
            );
        }
    }
}

#[test]
fn paths_are_encoded_twice() {
    let Some(folder) = beside_the_checkout("sigv4/v4") else {
        return;
    };
    for name in ["double-encode-path", "double-url-encode"] {
        let read = |file: &str| fs::read_to_string(folder.join(name).join(file)).unwrap();
        let request = Raw::parse(read("request.txt").as_bytes()).unwrap();
        let expected = read("header-canonical-request.txt");
        let text = canonical_request(
            &request.head(),
            PathForm::Normalized,
            signed_headers(&expected),
            PayloadHash::of(b""),
        );
        // The two requests have other dates than what was signed, so only method, path and query are compared.
        let text = String::from_utf8(text).unwrap();
        assert!(
            text.lines().take(3).eq(expected.lines().take(3)),
            "{name}: {text}"
        );
    }
}

#[test]
fn our_signer_makes_every_signature() {
    let keys = KeyCache::new();
    let mut signed = 0;
    let cases = cases();
    for case in &cases {
        // A path with a space is none that a client could sign: its URI cannot have one.
        if case.header.request.target.parse::<Uri>().is_err() {
            assert!(case.header.request.target.contains(' '), "{}", case.name);
            continue;
        }
        signed += 1;
        let credentials = case.credentials();
        let mut signer = Signer::new(
            &credentials,
            case.text("/region"),
            case.text("/service"),
            &keys,
        )
        .with_path_form(case.path_form())
        .with_session_token(case.session_token());
        if case.is("sign_body") {
            signer = signer.with_content_sha256();
        }
        let payload = PayloadHash::of(&case.request.body);
        let mut parts = parts(&case.request);
        signer.sign(&mut parts, payload, case.now()).unwrap();
        let authorization = parts.headers["authorization"].to_str().unwrap();
        let wanted = case.header.request.headers["authorization"]
            .to_str()
            .unwrap();
        assert_eq!(authorization, wanted, "{}", case.name);
        assert!(authorization.ends_with(&case.header.signature));

        let mut parts = self::parts(&case.request);
        let expires = case.context["expiration_in_seconds"].as_u64().unwrap();
        signer
            .presign(
                &mut parts,
                payload,
                case.now(),
                Duration::from_secs(expires),
            )
            .unwrap();
        let query = parts.uri.query().unwrap();
        let signature = format!("X-Amz-Signature={}", case.query.signature);
        assert!(query.contains(&signature), "{}: {query}", case.name);
    }
    assert!(cases.is_empty() || signed >= 36, "only {signed} signed");
}

fn parts(request: &Raw) -> Parts {
    let mut builder = http::Request::builder()
        .method(request.method.as_str())
        .uri(&request.target);
    *builder.headers_mut().unwrap() = request.headers.clone();
    builder.body(()).unwrap().into_parts().0
}
