//! The checksums that some operations ask of the body that is sent.

use http::Request;
use lockstep_core::operation::{Checksum, OperationSpec};
use lockstep_core::{Body, WriteError};

/// Adds the checksum that the operation asks for; a header that a member is bound to is left as it is.
///
/// # Errors
///
/// The body is a stream, so that it cannot be read before it is sent; or the feature for the checksum is off, which a
/// generated client turns on for such operations.
pub(crate) fn add(spec: &OperationSpec, request: &mut Request<Body>) -> Result<(), WriteError> {
    let fields = match spec.checksum {
        Checksum::None => return Ok(()),
        Checksum::ContentMd5 => content_md5::fields,
        Checksum::TreeHash => tree_hash::fields,
    };
    let unwritable =
        |problem: &str| WriteError::new(format!("the body of {} {problem}", spec.name));
    let Some(bytes) = request.body().as_bytes().cloned() else {
        return Err(unwritable(
            "must be made from bytes, because its checksum is sent before it",
        ));
    };
    for (name, value) in fields(&bytes).map_err(unwritable)? {
        request.headers_mut().entry(name).or_insert(value);
    }
    Ok(())
}

type Fields = Result<Vec<(&'static str, http::HeaderValue)>, &'static str>;

/// RFC 1864: the MD5 digest in base64.
#[cfg(feature = "content-md5")]
mod content_md5 {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use http::HeaderValue;
    use md5::{Digest as _, Md5};

    pub(super) fn fields(body: &[u8]) -> super::Fields {
        let value = HeaderValue::from_str(&STANDARD.encode(Md5::digest(body)));
        let value = value.map_err(|_| "has a digest that is no header")?;
        Ok(vec![("content-md5", value)])
    }
}

#[cfg(not(feature = "content-md5"))]
mod content_md5 {
    pub(super) fn fields(_: &[u8]) -> super::Fields {
        Err("needs the feature `content-md5` of lockstep-client")
    }
}

/// "Computing Checksums" of the developer guide of Amazon S3 Glacier: the SHA-256 digest of the whole, and the root of a
/// tree of digests over parts of a mebibyte.
#[cfg(feature = "tree-hash")]
mod tree_hash {
    use std::fmt::Write as _;

    use http::HeaderValue;
    use sha2::{Digest as _, Sha256};

    const PART: usize = 1024 * 1024;

    pub(super) fn fields(body: &[u8]) -> super::Fields {
        // There is nothing to check in an empty body.
        if body.is_empty() {
            return Ok(Vec::new());
        }
        let whole = Sha256::digest(body).to_vec();
        let mut level: Vec<Vec<u8>> = body
            .chunks(PART)
            .map(|part| Sha256::digest(part).to_vec())
            .collect();
        while level.len() > 1 {
            // The last one of an odd number goes up as it is.
            level = level
                .chunks(2)
                .map(|pair| match pair {
                    [one] => one.clone(),
                    pair => Sha256::digest(pair.concat()).to_vec(),
                })
                .collect();
        }
        let root = level.pop().unwrap_or_default();
        Ok(vec![
            ("x-amz-content-sha256", value(&whole)?),
            ("x-amz-sha256-tree-hash", value(&root)?),
        ])
    }

    fn value(digest: &[u8]) -> Result<HeaderValue, &'static str> {
        let mut text = String::new();
        for byte in digest {
            let _ = write!(text, "{byte:02x}");
        }
        HeaderValue::from_str(&text).map_err(|_| "has a digest that is no header")
    }

    #[cfg(test)]
    mod tests {
        use super::fields;

        /// The expected values come from Python's hashlib over the same parts.
        #[test]
        fn the_tree_has_a_leaf_for_each_mebibyte() {
            let show = |body: &[u8]| -> Vec<String> {
                let fields = fields(body).unwrap();
                fields
                    .iter()
                    .map(|(_, value)| value.to_str().unwrap().to_owned())
                    .collect()
            };
            assert!(show(b"").is_empty());
            let small = show(b"hello");
            assert_eq!(
                small[0],
                "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
            );
            assert_eq!(small[0], small[1]);
            let large = show(&vec![b'a'; 2 * super::PART + 1]);
            assert_eq!(large, [WHOLE, ROOT]);
        }

        const WHOLE: &str = "16a429a1e5162fcf59e3079724763e9afafcef1e2c7f862571e9267b3d959113";
        const ROOT: &str = "b4c40de8c0f297322b07d3be87d1228c6f2f45b75c8c515def68bf5e2e228592";
    }
}

#[cfg(not(feature = "tree-hash"))]
mod tree_hash {
    pub(super) fn fields(_: &[u8]) -> super::Fields {
        Err("needs the feature `tree-hash` of lockstep-client")
    }
}
