//! Signs or verifies the same request again and again, for a profiler that counts instructions:
//!
//! ```text
//! cargo build --release -p lockstep-sigv4 --example count
//! valgrind --tool=callgrind target/release/examples/count sign 1000
//! ```
//!
//! The difference between two runs, divided by the difference of their numbers, is one signature. The key is in the
//! cache, and the body's hash is counted. `aws` signs with the signer of the AWS SDK, and `hash` only hashes the body.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, SystemTime};

use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use http::request::Parts;
use lockstep_sigv4::{
    Credentials, Expectations, Head, KeyCache, Parsed, PayloadHash, SecretAccessKey, Signer,
};

/// A body as long as an ordinary one.
const BODY: [u8; 286] = [b' '; 286];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
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
    signer.sign(&mut signed, PayloadHash::of(&BODY), now)?;
    for _ in 0..times {
        match what.as_str() {
            "make" => drop(black_box(request()?)),
            "hash" => drop(black_box(PayloadHash::of(black_box(&BODY)))),
            "sign" => {
                let mut parts = request()?;
                signer.sign(&mut parts, PayloadHash::of(black_box(&BODY)), now)?;
                black_box(parts);
            }
            "verify" => {
                let parsed = Parsed::parse(Head::of(black_box(&signed)))?;
                let pending = parsed.verify(&secret, &keys, now, &expected)?;
                black_box(pending.finish(PayloadHash::of(black_box(&BODY)))?);
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
                let uri = parts.uri.to_string();
                let headers = parts
                    .headers
                    .iter()
                    .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
                let body = SignableBody::Bytes(black_box(&BODY));
                let request = SignableRequest::new(parts.method.as_str(), uri, headers, body)?;
                let (instructions, _) = sign(request, &params)?.into_parts();
                let mut request = http::Request::from_parts(parts, ());
                instructions.apply_to_request_http1x(&mut request);
                black_box(request);
            }
            _ => return Err("make, hash, sign, verify or aws, and how often".into()),
        }
    }
    Ok(())
}

/// The request as it is before the client's transport adds headers of its own.
fn request() -> http::Result<Parts> {
    let uri = "http://127.0.0.1:18999/contact/participant-role-config/\
               11111111-1111-1111-1111-111111111111/22222222-2222-2222-2222-222222222222";
    let request = http::Request::put(uri)
        .header("content-type", "application/json")
        .header("user-agent", "lockstep")
        .body(())?;
    Ok(request.into_parts().0)
}
