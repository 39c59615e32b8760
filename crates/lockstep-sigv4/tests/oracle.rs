//! Random requests: what the signer of the AWS SDK signs, ours signs alike and our verifier accepts.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::time::{Duration, SystemTime};

use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation,
    SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use http::request::Parts;
use http::{HeaderValue, Method};
use lockstep_sigv4::{
    Credentials, Expectations, Failure, Head, KeyCache, Parsed, PathForm, PayloadHash,
    SecretAccessKey, Signer, Verified,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A request, and all that it is signed with.
#[derive(Clone, Debug)]
struct Case {
    method: Method,
    path: String,
    query: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    secret: String,
    token: Option<String>,
    seconds: u64,
    form: PathForm,
    unsigned: bool,
    content_sha256: bool,
}

fn case() -> impl Strategy<Value = Case> {
    let method = select(vec![
        Method::GET,
        Method::PUT,
        Method::POST,
        Method::DELETE,
        Method::PATCH,
    ]);
    // What may stand in a path, encoded or not, with all that a signer has to treat in its own way.
    let segment = prop_oneof![
        "[a-zA-Z0-9._~-]{1,8}",
        "[a-z!$&'()*+,;=:@]{1,6}",
        "(%[0-9A-F]{2}|[a-c]){0,4}",
        "[é日本ß]{1,3}",
        select(vec!["", ".", "..", "%2F", "%2e%2e", "a%20b", "%25", "..."]).prop_map(str::to_owned),
    ];
    let path = vec(segment, 0..6).prop_map(|segments| format!("/{}", segments.join("/")));
    // Encoded text, without a plus sign, which the oracle reads as a space. Where bytes are encoded they are UTF-8, as
    // the oracle reads nothing else.
    let text = || "([a-zA-Z0-9._~:@/?!$,;*()'-]|%20|%2B|%3D|%26|%C3%A9|%7e|%41){0,6}";
    let parameter = prop_oneof![
        (text(), text()).prop_map(|(name, value)| format!("{name}={value}")),
        "[a-c]{1}=[0-9]{1}",
        "[a-c]{1}",
    ];
    let query = vec(parameter, 0..6).prop_map(|parameters| parameters.join("&"));
    let name = select(vec![
        "content-type",
        "x-amz-target",
        "x-amz-meta-a",
        "x-custom",
        "accept",
        "amz-sdk-request",
        "user-agent",
        "x-amzn-trace-id",
        "transfer-encoding",
        "cache-control",
    ]);
    let headers = vec((name, "[ -~]{0,12}|( {0,3}[a-z\"]{1,3}){0,4} {0,3}"), 0..6);
    let request = (method, path, query, headers, vec(any::<u8>(), 0..200));
    let form = select(vec![
        PathForm::Normalized,
        PathForm::AsSent,
        PathForm::EncodedOnce,
    ]);
    let token = proptest::option::of("[a-zA-Z0-9+/=]{1,80}");
    // 1970 to 2100.
    let seconds = 0_u64..4_102_444_800;
    let rest = (
        "[!-~]{1,80}",
        token,
        seconds,
        form,
        any::<bool>(),
        any::<bool>(),
    );
    (request, rest).prop_map(|(request, rest)| {
        let (method, path, query, headers, body) = request;
        let (secret, token, seconds, form, unsigned, content_sha256) = rest;
        // Encoded once means the path as it is, to the oracle; so it is one that is encoded already.
        let path = if form == PathForm::EncodedOnce {
            encoded(&path)
        } else {
            path
        };
        Case {
            method,
            path,
            query,
            headers,
            body,
            secret,
            token,
            seconds,
            form,
            unsigned,
            content_sha256,
        }
    })
}

fn encoded(path: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(one).collect()
}

impl Case {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.seconds)
    }

    fn payload(&self) -> PayloadHash {
        if self.unsigned {
            PayloadHash::UNSIGNED
        } else {
            PayloadHash::of(&self.body)
        }
    }

    fn request(&self) -> Parts {
        let query = if self.query.is_empty() {
            String::new()
        } else {
            format!("?{}", self.query)
        };
        let uri = format!(
            "https://connect.us-east-1.amazonaws.com{}{query}",
            self.path
        );
        let (mut parts, ()) = http::Request::builder()
            .method(self.method.clone())
            .uri(uri)
            .body(())
            .unwrap()
            .into_parts();
        for (name, value) in &self.headers {
            parts
                .headers
                .append(*name, HeaderValue::from_str(value).unwrap());
        }
        parts
    }

    fn signed_by_us(&self, location: SignatureLocation) -> Parts {
        let mut credentials = Credentials::new("AKIDEXAMPLE", self.secret.as_str());
        if let Some(token) = &self.token {
            credentials = credentials.with_session_token(token.as_str());
        }
        let keys = KeyCache::with_capacity(0);
        let mut signer =
            Signer::new(&credentials, "us-east-1", "connect", &keys).with_path_form(self.form);
        if self.content_sha256 {
            signer = signer.with_content_sha256();
        }
        let mut parts = self.request();
        match location {
            SignatureLocation::Headers => signer.sign(&mut parts, self.payload(), self.now()),
            _ => signer.presign(
                &mut parts,
                self.payload(),
                self.now(),
                Duration::from_secs(600),
            ),
        }
        .unwrap();
        parts
    }

    fn signed_by_the_oracle(&self, location: SignatureLocation) -> (Parts, String) {
        let token = self.token.clone();
        let credentials = aws_credential_types::Credentials::new(
            "AKIDEXAMPLE",
            self.secret.as_str(),
            token,
            None,
            "test",
        );
        let mut settings = SigningSettings::default();
        settings.signature_location = location;
        settings.percent_encoding_mode = match self.form {
            PathForm::EncodedOnce => PercentEncodingMode::Single,
            _ => PercentEncodingMode::Double,
        };
        settings.uri_path_normalization_mode = match self.form {
            PathForm::Normalized => UriPathNormalizationMode::Enabled,
            _ => UriPathNormalizationMode::Disabled,
        };
        // Ours always names an unsigned payload, as the verifier could not know of it otherwise.
        if self.content_sha256 || self.unsigned {
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
        if location == SignatureLocation::QueryParams {
            settings.expires_in = Some(Duration::from_secs(600));
        }
        let identity = credentials.into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region("us-east-1")
            .name("connect")
            .time(self.now())
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let body = if self.unsigned {
            SignableBody::UnsignedPayload
        } else {
            SignableBody::Bytes(&self.body)
        };
        let parts = self.request();
        let uri = parts.uri.to_string();
        let headers = parts
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
        let request = SignableRequest::new(parts.method.as_str(), uri, headers, body).unwrap();
        let (instructions, signature) = sign(request, &params).unwrap().into_parts();
        let mut request = http::Request::from_parts(parts, ());
        instructions.apply_to_request_http1x(&mut request);
        (request.into_parts().0, signature)
    }

    fn verify(&self, parts: &Parts, secret: &str) -> Result<Verified, Failure> {
        let mut expected = Expectations::new("us-east-1", "connect");
        if self.form == PathForm::EncodedOnce {
            expected = expected.with_path_encoded_once();
        }
        if self.unsigned {
            expected = expected.with_unsigned_payload();
        }
        let parsed = Parsed::parse(Head::of(parts))?;
        assert_eq!(parsed.session_token(), self.token.as_deref());
        let secret = SecretAccessKey::new(secret);
        parsed
            .verify(&secret, &KeyCache::new(), self.now(), &expected)?
            .finish(self.payload())
    }
}

fn parameter(parts: &Parts, name: &str) -> String {
    let mut pairs = parts
        .uri
        .query()
        .unwrap()
        .split('&')
        .filter_map(|pair| pair.split_once('='));
    pairs
        .find(|(other, _)| *other == name)
        .unwrap()
        .1
        .to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]

    #[test]
    fn headers_are_signed_alike(case in case()) {
        let (theirs, signature) = case.signed_by_the_oracle(SignatureLocation::Headers);
        let ours = case.signed_by_us(SignatureLocation::Headers);
        prop_assert_eq!(&ours.headers["authorization"], &theirs.headers["authorization"]);
        prop_assert!(ours.headers["authorization"].to_str().unwrap().ends_with(&signature));
        for name in ["x-amz-date", "x-amz-security-token", "x-amz-content-sha256"] {
            prop_assert_eq!(ours.headers.get(name), theirs.headers.get(name));
        }
        for parts in [&theirs, &ours] {
            let verified = case.verify(parts, &case.secret).unwrap();
            prop_assert_eq!(verified.is_payload_signed(), !case.unsigned);
            prop_assert_eq!(
                case.verify(parts, &format!("{}.", case.secret)),
                Err(Failure::SignatureDoesNotMatch)
            );
        }
    }

    #[test]
    fn queries_are_signed_alike(case in case()) {
        let (theirs, signature) = case.signed_by_the_oracle(SignatureLocation::QueryParams);
        let ours = case.signed_by_us(SignatureLocation::QueryParams);
        prop_assert_eq!(parameter(&ours, "X-Amz-Signature"), signature);
        for name in ["X-Amz-Credential", "X-Amz-SignedHeaders", "X-Amz-Date", "X-Amz-Expires"] {
            prop_assert_eq!(parameter(&ours, name), parameter(&theirs, name));
        }
        for parts in [&theirs, &ours] {
            prop_assert!(case.verify(parts, &case.secret).unwrap().is_presigned());
            prop_assert_eq!(
                case.verify(parts, &format!("{}.", case.secret)),
                Err(Failure::SignatureDoesNotMatch)
            );
        }
    }
}
