//! A body that is compressed and summed up before it is signed.

use std::io::Read as _;

use lockstep_sigv4::PayloadHash;

use super::requests::arrived;
use super::{EXPECTED, at_hour, read, verify};
use crate::secured::{Keep, Whole};

#[tokio::test]
async fn a_body_is_signed_as_it_is_sent() {
    let text = "again and ".repeat(100);
    let (head, body) = read(&arrived(Keep::<Whole>::new("a").with_text(&text)).await);
    assert_eq!(head.headers["content-encoding"], "gzip");
    assert!(head.headers.contains_key("content-md5"));
    let mut read = String::new();
    flate2::read::GzDecoder::new(&*body)
        .read_to_string(&mut read)
        .unwrap();
    assert_eq!(read, format!(r#"{{"Text":"{text}"}}"#));
    verify(&head, PayloadHash::of(&body), at_hour(0), &EXPECTED).unwrap();
    let signed = head.headers["authorization"].to_str().unwrap();
    assert!(
        signed.contains("=content-encoding;content-length;content-md5;content-type;host;"),
        "{signed}"
    );
}
