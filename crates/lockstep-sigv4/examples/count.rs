//! Signs or verifies a request of the operation again and again, for a profiler that counts instructions:
//!
//! ```text
//! cargo build --release -p lockstep-sigv4 --example count
//! valgrind --tool=callgrind target/release/examples/count sign 1 1000
//! ```
//!
//! The difference between two runs, divided by the difference of their numbers, is what one costs; `cargo xtask bench
//! sigv4` does that. The key is in the cache, and the body's hash is counted. `sign` and `verify` do it within a
//! second, and `sign-apart` in a second of its own each time, for which the cache has only the key. `aws` signs with
//! the signer of the AWS SDK, and `make` makes the request that all of them sign.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, SystemTime};

use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use http::HeaderValue;
use http::request::Parts;
use lockstep_sigv4::{
    Credentials, Expectations, Head, KeyCache, Parsed, PayloadHash, SecretAccessKey, Signer,
};

/// What a client sends to set one timer, and to set three.
const BODIES: [(&str, &[u8]); 2] = [
    (
        "1",
        br#"{"ChannelConfiguration":{"Chat":{"ParticipantTimerConfigList":[{"ParticipantRole":"CUSTOMER","TimerType":"IDLE","TimerValue":{"ParticipantTimerDurationInMinutes":5}}]}}}"#,
    ),
    (
        "3",
        br#"{"ChannelConfiguration":{"Chat":{"ParticipantTimerConfigList":[{"ParticipantRole":"CUSTOMER","TimerType":"IDLE","TimerValue":{"ParticipantTimerDurationInMinutes":5}},{"ParticipantRole":"CUSTOMER","TimerType":"DISCONNECT_NONCUSTOMER","TimerValue":{"ParticipantTimerDurationInMinutes":10}},{"ParticipantRole":"AGENT","TimerType":"IDLE","TimerValue":{"ParticipantTimerAction":"Unset"}}]}}}"#,
    ),
];

const URI: &str = "http://127.0.0.1:18999/contact/participant-role-config/\
                   11111111-1111-1111-1111-111111111111/22222222-2222-2222-2222-222222222222";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let timers = arguments.next().unwrap_or_default();
    let body = BODIES.iter().find(|(name, _)| *name == timers);
    let body = body.ok_or("after what to do, 1 or 3 timers")?.1;
    let times: u32 = arguments.next().unwrap_or_default().parse()?;
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_361_523);
    let keys = KeyCache::new();
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    let signer = Signer::new(&credentials, "us-east-1", "connect", &keys);
    let secret = SecretAccessKey::new("secret");
    let expected = Expectations::new("us-east-1", "connect");
    let theirs: aws_smithy_runtime_api::client::identity::Identity =
        aws_credential_types::Credentials::new("AKIDEXAMPLE", "secret", None, None, "count").into();
    let mut signed = request()?;
    signer.sign(&mut signed, PayloadHash::of(body), now)?;
    let received = received(signed)?;
    for turn in 0..times {
        match what.as_str() {
            "make" => drop(black_box(request()?)),
            "sign" => {
                let mut parts = request()?;
                signer.sign(&mut parts, PayloadHash::of(black_box(body)), now)?;
                black_box(parts);
            }
            "sign-apart" => {
                let now = now + Duration::from_secs(turn.into());
                let mut parts = request()?;
                signer.sign(&mut parts, PayloadHash::of(black_box(body)), now)?;
                black_box(parts);
            }
            "verify" => {
                let parsed = Parsed::parse(Head::of(black_box(&received)))?;
                let pending = parsed.verify(&secret, &keys, now, &expected)?;
                black_box(pending.finish(PayloadHash::of(black_box(body)))?);
            }
            "aws" => {
                let parts = request()?;
                let params = v4::SigningParams::builder()
                    .identity(&theirs)
                    .region("us-east-1")
                    .name("connect")
                    .time(now)
                    .settings(SigningSettings::default())
                    .build()?
                    .into();
                let headers = parts
                    .headers
                    .iter()
                    .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
                let body = SignableBody::Bytes(black_box(body));
                let request = SignableRequest::new(parts.method.as_str(), URI, headers, body)?;
                let (instructions, _) = sign(request, &params)?.into_parts();
                let mut request = http::Request::from_parts(parts, ());
                instructions.apply_to_request_http1x(&mut request);
                black_box(request);
            }
            _ => return Err("make, sign, sign-apart, verify or aws".into()),
        }
    }
    Ok(())
}

/// The request as the server's transport has read it: with a path alone, and with the headers of the client's
/// transport.
fn received(mut signed: Parts) -> Result<Parts, Box<dyn Error>> {
    signed.uri = signed.uri.path().parse()?;
    for (name, value) in [
        ("host", "127.0.0.1:18999"),
        ("accept", "*/*"),
        ("content-length", "169"),
    ] {
        signed.headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(signed)
}

/// The request as it is before the client's transport adds headers of its own.
fn request() -> http::Result<Parts> {
    let request = http::Request::put(URI)
        .header("content-type", "application/json")
        .header("user-agent", "lockstep")
        .body(())?;
    Ok(request.into_parts().0)
}
