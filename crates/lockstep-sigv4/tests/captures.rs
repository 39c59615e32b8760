//! Requests that four clients signed, and each of their bytes changed in turn.
//!
//! The files are those of `connect-chat`, and those beside the checkout where they are. What a changed request should
//! come to is decided by a second canonicaliser, in `common/slow.rs`.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;
#[path = "common/slow.rs"]
mod slow;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use common::{Raw, beside_the_checkout, entries};
use lockstep_sigv4::{
    Expectations, Failure, KeyCache, Parsed, PayloadHash, SecretAccessKey, Verified,
};

/// A moment of the day on which the requests were made; the day has no requests near its ends.
fn signed_at(request: &Raw) -> SystemTime {
    let date = request.headers["x-amz-date"].to_str().unwrap();
    assert!(date.starts_with("20261122T"), "{date}");
    let number = |from: usize| date[from..from + 2].parse::<u64>().unwrap();
    // 2026-11-22T00:00:00Z.
    let seconds = 1_795_305_600 + number(9) * 3600 + number(11) * 60 + number(13);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

struct Verifier {
    keys: KeyCache,
    secret: SecretAccessKey,
}

impl Verifier {
    fn new() -> Self {
        Self {
            keys: KeyCache::new(),
            secret: SecretAccessKey::new("secret"),
        }
    }

    fn verify(&self, request: &Raw, now: SystemTime) -> Result<Verified, Failure> {
        let parsed = Parsed::parse(request.head())?;
        if parsed.access_key_id() != "AKIDEXAMPLE" {
            return Err(Failure::UnrecognizedClient);
        }
        let expected = Expectations::new("us-east-1", "connect");
        let pending = parsed.verify(&self.secret, &self.keys, now, &expected)?;
        pending.finish(PayloadHash::of(&request.body))
    }
}

/// The captures that are signed for Amazon Connect. ChatJS signs with an empty key for another service, and the
/// participant service takes no signature.
fn captures() -> Vec<(String, Vec<u8>)> {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../connect-chat/tests/captures");
    let mut files: Vec<PathBuf> = entries(&ours);
    files.extend(
        beside_the_checkout("captures")
            .iter()
            .flat_map(|folder| entries(folder)),
    );
    let mut captures: Vec<(String, Vec<u8>)> = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "http"))
    {
        let bytes = fs::read(file).unwrap();
        let credential = b"Credential=AKIDEXAMPLE/20261122/us-east-1/connect/";
        let signed = bytes
            .windows(credential.len())
            .any(|window| window == credential);
        if signed && captures.iter().all(|(_, known)| *known != bytes) {
            captures.push((
                file.file_name().unwrap().to_string_lossy().into_owned(),
                bytes,
            ));
        }
    }
    captures
}

#[test]
fn every_capture_is_verified() {
    let verifier = Verifier::new();
    let captures = captures();
    for (name, bytes) in &captures {
        let request = Raw::parse(bytes).unwrap();
        let now = signed_at(&request);
        let verified = verifier
            .verify(&request, now)
            .unwrap_or_else(|failure| panic!("{name}: {failure:?}"));
        assert_eq!(verified.access_key_id(), "AKIDEXAMPLE");
        assert_eq!(verified.signed_at().time(), now);
        assert!(verified.is_payload_signed() && !verified.is_presigned());
        let late = verifier.verify(&request, now + Duration::from_secs(901));
        assert!(
            matches!(late, Err(Failure::SignatureExpired { .. })),
            "{name}: {late:?}"
        );
        let early = verifier.verify(&request, now - Duration::from_secs(901));
        assert!(
            matches!(early, Err(Failure::SignatureNotYetCurrent { .. })),
            "{name}: {early:?}"
        );
    }
    println!("{} captures", captures.len());
}

/// Otherwise a folder that was moved would take the tests along.
#[test]
fn the_captures_are_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../connect-chat/tests/captures");
    let files = entries(&folder);
    let files = files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "http"));
    assert!(files.count() >= 129);
    // One of them is not signed.
    assert!(captures().len() >= 128);
}

/// Nothing else would be tested if no change were accepted, or all.
#[derive(Debug, Default)]
struct Count {
    accepted: usize,
    refused: usize,
    no_request: usize,
}

#[test]
fn a_changed_byte_is_refused_if_it_changes_what_is_signed_and_accepted_if_not() {
    let captures: Vec<_> = captures().into_iter().enumerate().collect();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = captures.len().div_ceil(threads).max(1);
    let counts: Vec<Count> = thread::scope(|scope| {
        let workers: Vec<_> = captures
            .chunks(share)
            .map(|share| scope.spawn(|| change_each_byte(share)))
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap())
            .collect()
    });
    println!("{} captures: {counts:?}", captures.len());
    assert!(
        counts
            .iter()
            .all(|count| count.accepted > 1000 && count.refused > 1000)
    );
}

fn change_each_byte(captures: &[(usize, (String, Vec<u8>))]) -> Count {
    let verifier = Verifier::new();
    let mut count = Count::default();
    for (number, (name, bytes)) in captures {
        let original = slow::signed(bytes).unwrap();
        // The Go SDK signs the path as it sends it; the others normalize it first.
        let form = &original.forms[usize::from(!name.starts_with("go_"))];
        let now = signed_at(&Raw::parse(bytes).unwrap());
        let mut changed = bytes.clone();
        for (at, was) in bytes.iter().copied().enumerate() {
            // One change a byte, another one from file to file: case, a neighbour, a blank, a slash, a dot.
            let to = match (at + number) % 5 {
                0 => was ^ 0x20,
                1 => was ^ 1,
                2 => b' ',
                3 => b'/',
                _ => b'.',
            };
            changed[at] = to;
            check(
                &verifier,
                (&original, form),
                &changed,
                now,
                &mut count,
                &|| {
                    format!(
                        "{name}: byte {at}, {:?} to {:?}",
                        char::from(was),
                        char::from(to)
                    )
                },
            );
            changed[at] = was;
        }
    }
    count
}

fn check(
    verifier: &Verifier,
    (original, form): (&slow::Signed, &String),
    changed: &[u8],
    now: SystemTime,
    count: &mut Count,
    what: &dyn Fn() -> String,
) {
    let Some(request) = Raw::parse(changed).filter(|request| is_http(request, changed)) else {
        count.no_request += 1;
        return;
    };
    let alike = slow::signed(changed).is_some_and(|signed| {
        signed.rest == original.rest && signed.body == original.body && signed.forms.contains(form)
    });
    let verified = verifier.verify(&request, now);
    match (alike, &verified) {
        (true, Ok(_)) => count.accepted += 1,
        (false, Err(_)) => count.refused += 1,
        (_, verified) => panic!("{}: should be accepted: {alike}, but {verified:?}", what()),
    }
}

/// What servers demand of what they read: a version and a target that can be one, and lines that end in CR LF and do
/// not continue the one before.
fn is_http(request: &Raw, bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let ends = head.matches("\r\n").count();
    head.split("\r\n")
        .next()
        .is_some_and(|line| line.ends_with(" HTTP/1.1"))
        && request.target.parse::<http::Uri>().is_ok()
        && head.matches('\r').count() == ends
        && head.matches('\n').count() == ends
        && !head.contains("\n ")
}
