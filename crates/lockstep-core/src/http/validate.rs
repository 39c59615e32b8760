//! Checks an input by writing it and reading what was written.

use super::{RequestParts, RequestReader, RequestWriter};
use crate::Rejection;
use crate::operation::{ClientOperation, OperationSpec, Segment, ServerOperation};

/// See [`Input::validate`](crate::operation::Input::validate).
pub(crate) fn validate<O>(input: &O::Input) -> Result<(), Rejection>
where
    O: ClientOperation + ServerOperation,
{
    // A token that the client would make up breaks no constraint of length 1 or more.
    let mut token = || String::from("00000000-0000-4000-8000-000000000000");
    let mut writer = RequestWriter::new(O::SPEC, &mut token);
    O::write_request(input, &mut writer);
    let request = writer
        .finish()
        .map_err(|error| Rejection::malformed(&error.to_string()))?;
    let labels = labels(O::SPEC, request.uri().path());
    let mut reader = RequestReader::new(
        O::SPEC,
        RequestParts {
            labels: &labels,
            query: request.uri().query().unwrap_or_default(),
            headers: request.headers(),
            // A stream is nothing that could be checked, so it is not written here.
            body: request.body().as_bytes().map_or(&[], |bytes| bytes),
        },
    );
    let read = O::read_input(&mut reader);
    reader.finish(read).map(|_| ())
}

/// The labels of a path that was written for this very operation.
fn labels<'p>(spec: &'static OperationSpec, path: &'p str) -> Vec<(&'static str, &'p str)> {
    let mut rest = path.strip_prefix('/').unwrap_or(path);
    let mut labels = Vec::new();
    let segments: Vec<Segment> = spec.segments().collect();
    for (index, segment) in segments.iter().enumerate() {
        let after = segments.len() - index - 1;
        let end = match segment {
            // What comes after a greedy label has one segment each.
            Segment::Greedy(_) if after > 0 => rest
                .rmatch_indices('/')
                .nth(after - 1)
                .map_or(rest.len(), |(at, _)| at),
            Segment::Greedy(_) => rest.len(),
            Segment::Literal(_) | Segment::Label(_) => rest.find('/').unwrap_or(rest.len()),
        };
        let (text, remaining) = rest.split_at(end);
        if let Segment::Label(name) | Segment::Greedy(name) = segment {
            labels.push((*name, text));
        }
        rest = remaining.strip_prefix('/').unwrap_or(remaining);
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(uri: &'static str) -> OperationSpec {
        OperationSpec {
            name: "Get",
            method: "GET",
            uri,
            ..OperationSpec::PLAIN
        }
    }

    #[test]
    fn labels_are_cut_out_of_the_path() {
        let of = |uri| -> &'static OperationSpec { Box::leak(Box::new(spec(uri))) };
        let (plain, greedy, last) = (of("/a/{b}/{c}"), of("/{a}/{b+}/c"), of("/a/{b+}"));
        assert_eq!(labels(plain, "/a/x%2Fy/z"), [("b", "x%2Fy"), ("c", "z")]);
        assert_eq!(labels(greedy, "/x/1/2/3/c"), [("a", "x"), ("b", "1/2/3")]);
        assert_eq!(labels(last, "/a/1/2"), [("b", "1/2")]);
    }
}
