//! A second canonicaliser: slow, from the bytes of a request, and sharing nothing with the crate, not even how it
//! reads the request. It decides what a changed request should come to.

use std::collections::BTreeMap;

/// All that a signature covers, as text. A signature of one request is one of another exactly if the canonical form
/// that it was made of is among the other's forms, and the rest is equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signed {
    /// The canonical request without its payload hash, in each form that the path may have: as sent, and normalized
    /// without and with a slash after a dot segment at the end.
    pub(crate) forms: Vec<String>,
    /// The rest: credential, date, signature, and the payload hash that the request names.
    pub(crate) rest: Vec<String>,
    pub(crate) body: Vec<u8>,
}

/// Reads a request and its signature in the header; `None` if there is none that could be right.
pub(crate) fn signed(bytes: &[u8]) -> Option<Signed> {
    // One character a byte, so that nothing is lost and positions are those of the bytes.
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let line: Vec<&str> = lines.next()?.split(' ').collect();
    let [method, target, "HTTP/1.1"] = line.as_slice() else {
        return None;
    };
    let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines {
        let (name, value) = line.split_once(':')?;
        let words: Vec<&str> = value.split(' ').filter(|word| !word.is_empty()).collect();
        let value = words.join(" ").trim_matches('\t').to_owned();
        headers.entry(name.to_lowercase()).or_default().push(value);
    }
    let only = |name: &str| match headers.get(name).map(Vec::as_slice) {
        Some([value]) => Some(value.clone()),
        _ => None,
    };
    let authorization = only("authorization")?;
    let mut parts = BTreeMap::new();
    for part in authorization.strip_prefix("AWS4-HMAC-SHA256 ")?.split(',') {
        let (name, value) = part.trim().split_once('=')?;
        if parts.insert(name.to_owned(), value.to_owned()).is_some() {
            return None;
        }
    }
    if parts
        .keys()
        .ne(["Credential", "Signature", "SignedHeaders"])
    {
        return None;
    }
    let names: Vec<&str> = parts["SignedHeaders"].split(';').collect();
    let must = |name: &str| name.starts_with("x-amz-") && name != "x-amz-user-agent";
    if !names.contains(&"host")
        || headers
            .keys()
            .any(|name| must(name) && !names.contains(&&**name))
    {
        return None;
    }
    only("host")?;
    let mut end = String::new();
    for name in &names {
        let values = headers.get(*name)?;
        end += &format!("{name}:{}\n", values.join(","));
    }
    end += &format!("\n{}\n", names.join(";"));
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let forms = paths(path)
        .into_iter()
        .map(|path| format!("{method}\n{path}\n{}\n{end}", canonical_query(query)));
    let hash = headers
        .get("x-amz-content-sha256")
        .map(|values| values.join(","));
    Some(Signed {
        forms: forms.collect(),
        rest: vec![
            parts["Credential"].clone(),
            parts["Signature"].clone(),
            only("x-amz-date")?,
            hash.unwrap_or_default(),
        ],
        body: body.chars().map(|char| char as u8).collect(),
    })
}

/// Every byte but unreserved ones as `%XX`; the characters of `text` are bytes.
fn encoded(text: &str) -> String {
    let one = |char: char| match char {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '~' => char.to_string(),
        _ => format!("%{:02X}", char as u32),
    };
    text.chars().map(one).collect()
}

fn paths(path: &str) -> Vec<String> {
    let as_sent = path.split('/').map(encoded).collect::<Vec<_>>().join("/");
    let mut kept: Vec<String> = Vec::new();
    for segment in path.split('/') {
        if segment == ".." {
            kept.pop();
        } else if !segment.is_empty() && segment != "." {
            kept.push(encoded(segment));
        }
    }
    let joined = format!("/{}", kept.join("/"));
    let slash = |ends: &[&str]| {
        let ends = kept.is_empty() || !ends.iter().any(|end| path.ends_with(end));
        if ends {
            joined.clone()
        } else {
            format!("{joined}/")
        }
    };
    vec![as_sent, slash(&["/"]), slash(&["/", "/.", "/.."])]
}

fn canonical_query(query: &str) -> String {
    let mut parameters = Vec::new();
    for piece in query.split('&').filter(|piece| !piece.is_empty()) {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        parameters.push((encoded(&decoded(name)), encoded(&decoded(value))));
    }
    parameters.sort();
    let pairs: Vec<String> = parameters
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

fn decoded(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let code = rest
            .get(1..3)
            .filter(|code| code.chars().all(|char| char.is_ascii_hexdigit()));
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if char == '%' => {
                decoded.push(char::from(byte));
                rest = &rest[3..];
            }
            _ => {
                decoded.push(char);
                rest = &rest[char.len_utf8()..];
            }
        }
    }
    decoded
}
